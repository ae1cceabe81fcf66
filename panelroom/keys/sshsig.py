"""SSH signatures (OpenSSH, PROTOCOL.sshsig): what ``ssh-keygen -Y sign`` writes, byte for byte.

For a key, a namespace and a signature there is exactly one text. A text is only accepted if it is that one, so
no bit of it can be changed without being noticed: not in the padding of the base64, not at a line's end.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from panelroom.errors import WrongKey
from panelroom.keys.ssh_keys import (
    KEY_SIZE,
    KEY_TYPE,
    load_signing_key,
    public_blob,
    public_bytes,
    public_line,
    ssh_string,
)

_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_HASH = "sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_COLUMNS = 70
_SIGNATURE_SIZE = 64  # bytes
_KEY_AT = len(_MAGIC + _VERSION + ssh_string(public_blob(bytes(KEY_SIZE)))) - KEY_SIZE


class BadSignature(WrongKey):
    """A signature was refused; why is not told apart."""

    def __init__(self) -> None:
        super().__init__(
            "The signature does not fit: what was signed, or the signature, was changed or belongs to "
            "something else. Nothing was opened; ask whoever signed it to send both files again."
        )


def sign(message: bytes, key: str, namespace: str) -> str:
    """Return the armoured signature of ``message`` by a secret key (:mod:`panelroom.keys.ssh_keys`).

    ``namespace`` says what the signature is for, so that it cannot be used for anything else.

    Raises:
        BadFile: ``key`` is damaged.
    """
    secret = load_signing_key(key)
    signature = secret.sign(_signed(message, namespace))
    return _armored(secret.public_key().public_bytes_raw(), namespace, signature)


def verify(armored: str, message: bytes, namespace: str, public_keys: Iterable[str]) -> str:
    """Return the line ``ssh-ed25519 AAAA...`` of the one of ``public_keys`` that signed ``message``.

    Raises:
        BadSignature: none of them did, it was for another namespace, or the text has another spelling.
        BadFile: one of ``public_keys`` is no Ed25519 key.
    """
    key, signature = _parts(armored)
    known = key in {public_bytes(line) for line in public_keys}
    if not known or _armored(key, namespace, signature) != armored:
        raise BadSignature
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _signed(message, namespace))
    except InvalidSignature:
        raise BadSignature from None
    return public_line(key)


def claimed_key(armored: str) -> str:
    """Return the public key that a signature names; nothing is proved by that.

    Raises:
        BadSignature: no key can be found in it.
    """
    return public_line(_parts(armored)[0])


def _parts(armored: str) -> tuple[bytes, bytes]:
    """Return key and signature from where they must be; all else is judged by writing it again."""
    try:
        blob = base64.b64decode("".join(armored.split("\n")[1:-2]), validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature from None
    if len(blob) < _KEY_AT + KEY_SIZE + _SIGNATURE_SIZE:
        raise BadSignature
    return blob[_KEY_AT : _KEY_AT + KEY_SIZE], blob[-_SIGNATURE_SIZE:]


def _signed(message: bytes, namespace: str) -> bytes:
    return _MAGIC + _common(namespace) + ssh_string(hashlib.sha512(message).digest())


def _common(namespace: str) -> bytes:
    """The namespace, an empty reserved field, and the hash: part of the signed data and of the blob."""
    return ssh_string(namespace.encode()) + ssh_string(b"") + ssh_string(_HASH.encode())


def _armored(key: bytes, namespace: str, signature: bytes) -> str:
    blob = (
        _MAGIC
        + _VERSION
        + ssh_string(public_blob(key))
        + _common(namespace)
        + ssh_string(ssh_string(KEY_TYPE.encode()) + ssh_string(signature))
    )
    text = base64.b64encode(blob).decode()
    lines = [text[at : at + _COLUMNS] for at in range(0, len(text), _COLUMNS)]
    return "\n".join([_BEGIN, *lines, _END, ""])
