"""Ed25519 keys as OpenSSH writes them (RFC 8709; PROTOCOL.key): one line in public, a PEM block in secret."""

import base64
import binascii

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from panelroom.errors import BadFile

KEY_TYPE = "ssh-ed25519"
KEY_SIZE = 32  # bytes


def ssh_string(data: bytes) -> bytes:
    """Return ``data`` behind its length in four bytes (RFC 4251, section 5)."""
    return len(data).to_bytes(4, "big") + data


_PREFIX = ssh_string(KEY_TYPE.encode()) + KEY_SIZE.to_bytes(4, "big")


def public_blob(key: bytes) -> bytes:
    """Return the 51 bytes that OpenSSH means by an Ed25519 public key of 32 bytes."""
    return _PREFIX + key


def public_line(key: bytes) -> str:
    """Return ``ssh-ed25519 AAAA...`` for a public key of 32 bytes, without a comment."""
    return f"{KEY_TYPE} {base64.b64encode(public_blob(key)).decode()}"


def public_bytes(line: str) -> bytes:
    """Return the 32 bytes of the key in a line ``ssh-ed25519 AAAA... [comment]``.

    Raises:
        BadFile: another kind of key, or a spelling that OpenSSH would not write.
    """
    words = line.split(maxsplit=2)
    try:
        blob = base64.b64decode(words[1], validate=True) if len(words) > 1 else b""
    except (binascii.Error, ValueError):
        blob = b""
    key = blob[len(_PREFIX) :]
    if words[:2] != public_line(key).split() or len(key) != KEY_SIZE:
        raise BadFile(
            "This is not a whole signing key (ssh-ed25519 ...): copy it again, from its first character to "
            "its last."
        )
    return key


def generate_signing_key() -> str:
    """Return a new secret key as an unencrypted OpenSSH PEM block, which ``ssh-keygen -Y sign -f`` takes."""
    return _pem(Ed25519PrivateKey.generate())


def _pem(key: Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    ).decode()


def load_signing_key(pem: str) -> Ed25519PrivateKey:
    """Return the key in an unencrypted OpenSSH PEM block.

    Raises:
        BadFile: it is damaged, under a pass-phrase, or of another kind.
    """
    try:
        key = serialization.load_ssh_private_key(pem.encode(), password=None)
    except Exception:  # the library tells a dozen ways of being damaged apart by as many classes
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadFile("The signing key in this vault is damaged: use a copy of the vault made earlier.")
    return key


def public_line_of(pem: str) -> str:
    """Return the public line of a secret key; errors as :func:`load_signing_key`."""
    return public_line(load_signing_key(pem).public_key().public_bytes_raw())
