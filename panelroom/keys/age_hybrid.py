"""The hybrid recipient mlkem768x25519 (c2sp.org/age): safe unless both ML-KEM-768 and X25519 are broken.

HPKE (RFC 9180) with MLKEM768-X25519, HKDF-SHA256 and ChaCha20-Poly1305. An identity is a 32-byte seed;
SHAKE-256 spreads it into the 64 bytes of an ML-KEM key and the 32 of an X25519 key (filippo.io/hpke-pq).
"""

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from panelroom.errors import BadFile, UsageError
from panelroom.keys import bech32
from panelroom.keys.age_errors import BadHeader, NoMatch
from panelroom.keys.age_header import Stanza, encode_base64
from panelroom.keys.age_recipients import sized_arguments

_IDENTITY_PREFIX = "AGE-SECRET-KEY-PQ-"
_RECIPIENT_PREFIX = "age1pq"
_KIND = "mlkem768x25519"
_INFO = b"age-encryption.org/mlkem768x25519"
_SEED_SIZE, _MLKEM_SEED_SIZE = 32, 64  # bytes
_MLKEM_PUBLIC_SIZE, _MLKEM_SHARE_SIZE, _X25519_SIZE = 1184, 1088, 32  # bytes


def is_hybrid(key: str) -> bool:
    """Say whether an identity or recipient is of this kind, by its prefix."""
    return key.startswith((_IDENTITY_PREFIX + "1", _RECIPIENT_PREFIX + "1"))


def generate_hybrid() -> str:
    """Return a new identity, ``AGE-SECRET-KEY-PQ-1...``."""
    return bech32.encode(_IDENTITY_PREFIX, os.urandom(_SEED_SIZE))


def hybrid_recipient_of(identity: str) -> str:
    """Return the public recipient, ``age1pq1...`` (1,959 characters), of an identity."""
    mlkem, x25519 = _private_keys(identity)
    public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    return bech32.encode(_RECIPIENT_PREFIX, public)


def check_hybrid(recipient: str) -> None:
    """Raise BadFile unless ``recipient`` is a whole ``age1pq1...`` recipient."""
    _public_key(recipient)


def wrap_hybrid(file_key: bytes, recipient: str) -> Stanza:
    """Return a stanza that only the identity behind ``recipient`` opens.

    Raises:
        BadFile: not a hybrid recipient.
    """
    sealed = _suite().encrypt(file_key, _public_key(recipient), info=_INFO)
    share_size = _MLKEM_SHARE_SIZE + _X25519_SIZE
    return Stanza(_KIND, (encode_base64(sealed[:share_size]).decode(),), sealed[share_size:])


def unwrap_hybrid(stanzas: Sequence[Stanza], identity: str) -> bytes:
    """Return the file key.

    Raises:
        BadHeader: a hybrid stanza is malformed or its X25519 share is a low-order point.
        NoMatch: no stanza is meant for this identity.
        BadFile: ``identity`` is not a hybrid identity.
    """
    mlkem, x25519 = _private_keys(identity)
    for stanza in stanzas:
        if stanza.kind == _KIND:
            (share,) = sized_arguments(stanza, _MLKEM_SHARE_SIZE + _X25519_SIZE)
            _refuse_low_order(x25519, share[_MLKEM_SHARE_SIZE:])
            file_key = _open(share + stanza.body, MLKEM768X25519PrivateKey(mlkem, x25519))
            if file_key is not None:
                return file_key
    raise NoMatch


def _open(sealed: bytes, key: MLKEM768X25519PrivateKey) -> bytes | None:
    try:
        return _suite().decrypt(sealed, key, info=_INFO)
    except InvalidTag:
        return None


def _refuse_low_order(private: X25519PrivateKey, share: bytes) -> None:
    try:
        private.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError:
        raise BadHeader from None


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _private_keys(identity: str) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    seed = bech32.decode(_IDENTITY_PREFIX, identity)
    if len(seed) != _SEED_SIZE:
        raise BadFile("This age key has the wrong length: copy it again, or ask for it again.")
    wide = hashlib.shake_256(seed).digest(_MLKEM_SEED_SIZE + _X25519_SIZE)
    try:
        mlkem = MLKEM768PrivateKey.from_seed_bytes(wide[:_MLKEM_SEED_SIZE])
    except UnsupportedAlgorithm:
        raise _unsupported() from None
    return mlkem, X25519PrivateKey.from_private_bytes(wide[_MLKEM_SEED_SIZE:])


def _public_key(recipient: str) -> MLKEM768X25519PublicKey:
    public = bech32.decode(_RECIPIENT_PREFIX, recipient)
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_SIZE])
        return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_SIZE:]))
    except ValueError:
        raise BadFile("This age recipient is damaged: copy it again, or ask for it again.") from None
    except UnsupportedAlgorithm:
        raise _unsupported() from None


def _unsupported() -> UsageError:
    return UsageError(
        "The cryptography library here has no ML-KEM, so hybrid keys do not work: use its own wheel."
    )
