"""The header of an age file (c2sp.org/age, "Header"): strict to read, canonical to write.

A header has exactly one spelling here: whatever would not be written this way is refused, so two different
files never mean the same thing.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from panelroom.keys.age_errors import BadHeader, BadMac

MAX_STANZAS = 16
MAX_HEADER = 64 * 1024  # bytes; sixteen of the largest stanzas known take 26 KiB
FILE_KEY_SIZE = 16  # bytes

_VERSION = b"age-encryption.org/v1"
_COLUMNS = 64
_STANZA = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)")
_BODY = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_END = re.compile(rb"--- ([A-Za-z0-9+/]{43})")


@dataclass(frozen=True)
class Stanza:
    """One wrapped copy of the file key: its kind, its further arguments, its body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True)
class Header:
    """A parsed header: the stanzas, the bytes the MAC covers, the MAC, and the whole length in bytes."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes
    length: int


class _Lines:
    """The lines of a header, each without its line feed; a missing line feed is a malformed header."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self) -> bytes:
        end = self.data.find(b"\n", self.position)
        if end < 0:
            raise BadHeader
        line, self.position = self.data[self.position : end], end + 1
        return line


def parse_header(data: bytes) -> Header:
    """Return the header at the beginning of ``data``; what follows it is not looked at.

    Raises:
        BadHeader: not age v1, not canonical, over 64 KiB, no stanza or more than 16, or a pass-phrase stanza
            beside others.
    """
    lines = _Lines(data[:MAX_HEADER])
    if lines.take() != _VERSION:
        raise BadHeader
    stanzas: list[Stanza] = []
    start = lines.position
    while not (line := lines.take()).startswith(b"---"):
        stanzas.append(_parse_stanza(line, lines))
        start = lines.position
    end = _END.fullmatch(line)
    if end is None or not _allowed(stanzas):
        raise BadHeader
    return Header(tuple(stanzas), data[: start + 3], decode_base64(end[1]), lines.position)


def _allowed(stanzas: Sequence[Stanza]) -> bool:
    alone = len(stanzas) == 1 or all(stanza.kind != "scrypt" for stanza in stanzas)
    return 1 <= len(stanzas) <= MAX_STANZAS and alone


def _parse_stanza(line: bytes, lines: _Lines) -> Stanza:
    opening = _STANZA.fullmatch(line)
    if opening is None:
        raise BadHeader
    kind, *arguments = opening[1].decode("ascii").split(" ")
    parts = [lines.take()]
    while len(parts[-1]) == _COLUMNS:
        parts.append(lines.take())
    if not all(_BODY.fullmatch(part) for part in parts):
        raise BadHeader
    return Stanza(kind, tuple(arguments), decode_base64(b"".join(parts)))


def write_header(stanzas: Sequence[Stanza], file_key: bytes) -> bytes:
    """Return the header that carries ``stanzas``, with its MAC under ``file_key``."""
    covered = b"\n".join([_VERSION, *map(_write_stanza, stanzas), b"---"])
    return covered + b" " + encode_base64(_mac(file_key, covered)) + b"\n"


def _write_stanza(stanza: Stanza) -> bytes:
    opening = " ".join(["->", stanza.kind, *stanza.arguments]).encode("ascii")
    body = encode_base64(stanza.body)
    # The range goes one past the end on purpose: a body must close with a short line, even an empty one.
    return b"\n".join([opening, *(body[at : at + _COLUMNS] for at in range(0, len(body) + 1, _COLUMNS))])


def check_mac(header: Header, file_key: bytes) -> None:
    """Raise BadMac unless the header was written by somebody who held ``file_key``."""
    if not hmac.compare_digest(_mac(file_key, header.covered), header.mac):
        raise BadMac


def _mac(file_key: bytes, covered: bytes) -> bytes:
    return hmac.digest(derive_key(file_key, b"", b"header"), covered, "sha256")


def derive_key(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """Return 32 bytes of HKDF-SHA-256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def encode_base64(data: bytes) -> bytes:
    """Return standard base64 without padding (RFC 4648, section 4)."""
    return base64.b64encode(data).rstrip(b"=")


def decode_base64(text: bytes) -> bytes:
    """Return the bytes behind canonical base64 without padding.

    Raises:
        BadHeader: padding, foreign characters, or bits set that no encoder would set.
    """
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise BadHeader from None
    if encode_base64(data) != text:
        raise BadHeader
    return data
