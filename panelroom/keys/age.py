"""age v1 files (c2sp.org/age): sealed and opened here, and by the ``age`` command without panelroom.

A file opens in this order: header parsed strictly, file key unwrapped, header MAC checked, last chunk of the
payload authenticated. Only then can a byte be read. Binary and ASCII-armoured files are read; binary ones are
written.
"""

import io
import os
from collections.abc import Callable, Sequence
from typing import BinaryIO

from panelroom.errors import UsageError
from panelroom.keys.age_armor import is_armored, remove_armor
from panelroom.keys.age_header import (
    FILE_KEY_SIZE,
    MAX_HEADER,
    MAX_STANZAS,
    Stanza,
    check_mac,
    parse_header,
    write_header,
)
from panelroom.keys.age_hybrid import (
    check_hybrid,
    generate_hybrid,
    hybrid_recipient_of,
    is_hybrid,
    unwrap_hybrid,
    wrap_hybrid,
)
from panelroom.keys.age_recipients import (
    check_x25519,
    generate_x25519,
    unwrap_passphrase,
    unwrap_x25519,
    wrap_passphrase,
    wrap_x25519,
    x25519_recipient_of,
)
from panelroom.keys.age_stream import PayloadReader, Sink, Source, seal_payload

_PEEK = 256  # bytes looked at for armour


def generate_identity(*, hybrid: bool = False) -> str:
    """Return a new secret identity: ``AGE-SECRET-KEY-1...``, or ``AGE-SECRET-KEY-PQ-1...`` where hybrid."""
    return generate_hybrid() if hybrid else generate_x25519()


def recipient_of(identity: str) -> str:
    """Return the public recipient, ``age1...`` or ``age1pq1...``, of an identity.

    Raises:
        BadFile: ``identity`` is not an age identity.
    """
    return hybrid_recipient_of(identity) if is_hybrid(identity) else x25519_recipient_of(identity)


def check_recipient(recipient: str) -> None:
    """Raise BadFile unless ``recipient`` is a whole age recipient."""
    (check_hybrid if is_hybrid(recipient) else check_x25519)(recipient)


def encrypt_with_passphrase(plaintext: bytes, passphrase: str, *, work_factor: int = 18) -> bytes:
    """Return an age file that ``passphrase`` opens.

    ``work_factor`` is the base-2 logarithm of the scrypt cost: 18 takes about half a second and 256 MiB, to
    write and to open.

    Raises:
        UsageError: the pass-phrase is empty.
    """
    file_key = os.urandom(FILE_KEY_SIZE)
    target = io.BytesIO()
    _seal(io.BytesIO(plaintext), target, [wrap_passphrase(file_key, passphrase, work_factor)], file_key)
    return target.getvalue()


def encrypt_to(plaintext: bytes, recipients: Sequence[str]) -> bytes:
    """Return an age file that the identity of any of ``recipients`` opens (1 to 16, all hybrid or none).

    Raises:
        BadFile: a recipient is malformed.
        UsageError: too few, too many, or mixed recipients.
    """
    target = io.BytesIO()
    encrypt_stream_to(io.BytesIO(plaintext), target, recipients)
    return target.getvalue()


def encrypt_stream_to(source: BinaryIO, target: Sink, recipients: Sequence[str]) -> None:
    """Write what is left in ``source`` to ``target`` as :func:`encrypt_to` would, in 128 KiB of memory."""
    if not 1 <= len(recipients) <= MAX_STANZAS:
        raise UsageError(f"A file can be sealed to 1 to {MAX_STANZAS} recipients: nothing was written.")
    if len({is_hybrid(recipient) for recipient in recipients}) > 1:
        raise UsageError(
            "Hybrid recipients (age1pq1...) and others cannot share a file, which would be only as strong as "
            "the weakest: nothing was written; use one kind."
        )
    file_key = os.urandom(FILE_KEY_SIZE)
    wrap = wrap_hybrid if is_hybrid(recipients[0]) else wrap_x25519
    _seal(source, target, [wrap(file_key, recipient) for recipient in recipients], file_key)


def _seal(source: BinaryIO, target: Sink, stanzas: Sequence[Stanza], file_key: bytes) -> None:
    target.write(write_header(stanzas, file_key))
    seal_payload(source, target, file_key)


def decrypt_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Return the plaintext of a whole age file, all of it authenticated.

    Raises:
        WrongKey: another pass-phrase, or a file that is damaged in any way.
    """
    return open_with_passphrase(io.BytesIO(data), passphrase).read_all()


def decrypt_with(data: bytes, identity: str) -> bytes:
    """Return the plaintext of a whole age file, all of it authenticated.

    Raises:
        WrongKey: another identity, or a file that is damaged in any way.
        BadFile: ``identity`` is not an age identity.
    """
    return open_with(io.BytesIO(data), identity).read_all()


def open_with_passphrase(source: Source, passphrase: str) -> PayloadReader:
    """Return a reader over the age file open in ``source``; errors as :func:`decrypt_with_passphrase`."""
    return _open(source, lambda stanzas: unwrap_passphrase(stanzas, passphrase))


def open_with(source: Source, identity: str) -> PayloadReader:
    """Return a reader over the age file open in ``source``; errors as :func:`decrypt_with`."""
    unwrap = unwrap_hybrid if is_hybrid(identity) else unwrap_x25519
    return _open(source, lambda stanzas: unwrap(stanzas, identity))


def _open(source: Source, unwrap: Callable[[Sequence[Stanza]], bytes]) -> PayloadReader:
    file = _without_armor(source)
    header = parse_header(file.read(MAX_HEADER))
    file_key = unwrap(header.stanzas)
    check_mac(header, file_key)
    return PayloadReader(file, file_key, header.length)


def _without_armor(source: Source) -> Source:
    length = source.seek(0, os.SEEK_END)
    source.seek(0)
    armored = is_armored(source.read(_PEEK))
    source.seek(0)
    return io.BytesIO(remove_armor(source.read(length))) if armored else source
