"""Who may open an age file: an X25519 identity or a pass-phrase (c2sp.org/age, "Native recipient types").

A wrapped file key is 32 bytes, checked before it is decrypted: a longer one could fit many keys at once
(a partitioning oracle).
"""

import os
import re
import unicodedata
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from panelroom.errors import BadFile, UsageError
from panelroom.keys import bech32
from panelroom.keys.age_errors import BadHeader, NoMatch
from panelroom.keys.age_header import Stanza, decode_base64, derive_key, encode_base64

MAX_WORK_FACTOR = 20  # 2**20 takes 1 GiB and about two seconds
WRAPPED_SIZE = 32  # bytes: a file key and its tag

_IDENTITY_PREFIX = "AGE-SECRET-KEY-"
_RECIPIENT_PREFIX = "age"
_X25519_INFO = b"age-encryption.org/v1/X25519"
_SCRYPT_SALT = b"age-encryption.org/v1/scrypt"
_SALT_SIZE = 16  # bytes
_WORK_FACTOR = re.compile(r"[1-9][0-9]?")
_NO_NONCE = bytes(12)  # each wrapping key is used once


def generate_x25519() -> str:
    """Return a new identity, ``AGE-SECRET-KEY-1...``."""
    return bech32.encode(_IDENTITY_PREFIX, os.urandom(32))


def x25519_recipient_of(identity: str) -> str:
    """Return the public recipient, ``age1...``, of an identity."""
    return bech32.encode(_RECIPIENT_PREFIX, _private_key(identity).public_key().public_bytes_raw())


def check_x25519(recipient: str) -> None:
    """Raise BadFile unless ``recipient`` is a whole ``age1...`` recipient."""
    _public_key(recipient)


def _private_key(identity: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_sized(bech32.decode(_IDENTITY_PREFIX, identity)))


def _public_key(recipient: str) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(_sized(bech32.decode(_RECIPIENT_PREFIX, recipient)))


def _sized(key: bytes) -> bytes:
    if len(key) != 32:
        raise BadFile("This age key has the wrong length: copy it again, or ask for it again.")
    return key


def wrap_x25519(file_key: bytes, recipient: str) -> Stanza:
    """Return a stanza that only the identity behind ``recipient`` opens.

    Raises:
        BadFile: not a recipient, or one that no identity can have.
    """
    public, ephemeral = _public_key(recipient), X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    try:
        secret = ephemeral.exchange(public)
    except ValueError:
        raise BadFile("This age recipient belongs to no key: ask for it again.") from None
    wrap_key = derive_key(secret, share + public.public_bytes_raw(), _X25519_INFO)
    return Stanza("X25519", (encode_base64(share).decode(),), _seal(wrap_key, file_key))


def unwrap_x25519(stanzas: Sequence[Stanza], identity: str) -> bytes:
    """Return the file key.

    Raises:
        BadHeader: an X25519 stanza is malformed or its share is a low-order point.
        NoMatch: no stanza is meant for this identity.
        BadFile: ``identity`` is not an identity.
    """
    private = _private_key(identity)
    for stanza in stanzas:
        if stanza.kind == "X25519":
            file_key = _open(_x25519_wrap_key(stanza, private), stanza.body)
            if file_key is not None:
                return file_key
    raise NoMatch


def _x25519_wrap_key(stanza: Stanza, private: X25519PrivateKey) -> bytes:
    (share,) = sized_arguments(stanza, 32)
    try:
        secret = private.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:
        raise BadHeader from None
    return derive_key(secret, share + private.public_key().public_bytes_raw(), _X25519_INFO)


def sized_arguments(stanza: Stanza, *sizes: int) -> tuple[bytes, ...]:
    """Return the arguments as bytes where their number, their sizes and the body's size are as they must be.

    Raises:
        BadHeader: they are not.
    """
    values = tuple(decode_base64(argument.encode("ascii")) for argument in stanza.arguments)
    if tuple(map(len, values)) != sizes or len(stanza.body) != WRAPPED_SIZE:
        raise BadHeader
    return values


def wrap_passphrase(file_key: bytes, passphrase: str, work_factor: int) -> Stanza:
    """Return a scrypt stanza; ``work_factor`` is the base-2 logarithm of the cost, 1 to 20.

    Raises:
        UsageError: the pass-phrase is empty.
        ValueError: the work factor would not be accepted when reading.
    """
    if not passphrase.strip():
        raise UsageError("The pass-phrase is empty, so nothing was written: type a pass-phrase.")
    if not 1 <= work_factor <= MAX_WORK_FACTOR:
        raise ValueError("the work factor must be between 1 and 20")
    salt = os.urandom(_SALT_SIZE)
    body = _seal(_scrypt(passphrase, salt, work_factor), file_key)
    return Stanza("scrypt", (encode_base64(salt).decode(), str(work_factor)), body)


def unwrap_passphrase(stanzas: Sequence[Stanza], passphrase: str) -> bytes:
    """Return the file key.

    Raises:
        BadHeader: the scrypt stanza is malformed, or its work factor is over 20 (refused before any work).
        NoMatch: another pass-phrase, or no scrypt stanza.
        BadFile: this computer has not enough free memory.
    """
    stanza = stanzas[0]
    if stanza.kind != "scrypt":
        raise NoMatch
    salt, work_factor = _scrypt_arguments(stanza)
    file_key = _open(_scrypt(passphrase, salt, work_factor), stanza.body)
    if file_key is None:
        raise NoMatch
    return file_key


def _scrypt_arguments(stanza: Stanza) -> tuple[bytes, int]:
    written = stanza.arguments[-1] if stanza.arguments else ""
    if not _WORK_FACTOR.fullmatch(written) or int(written) > MAX_WORK_FACTOR:
        raise BadHeader
    (salt,) = sized_arguments(Stanza(stanza.kind, stanza.arguments[:-1], stanza.body), _SALT_SIZE)
    return salt, int(written)


def _scrypt(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    # One keyboard types an accented letter as one character, another as two: NFC makes them one phrase.
    phrase = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return Scrypt(salt=_SCRYPT_SALT + salt, length=32, n=2**work_factor, r=8, p=1).derive(phrase)
    except MemoryError:
        raise BadFile(
            "This computer has too little free memory to check the pass-phrase: close other programs, then "
            "try again."
        ) from None


def _seal(wrap_key: bytes, file_key: bytes) -> bytes:
    return ChaCha20Poly1305(wrap_key).encrypt(_NO_NONCE, file_key, None)


def _open(wrap_key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(wrap_key).decrypt(_NO_NONCE, body, None)
    except InvalidTag:
        return None
