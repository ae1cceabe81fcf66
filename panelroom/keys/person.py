"""A person's own keys: ``NAME.vault.age``, which only they open, and ``NAME.recipient``, for others.

The vault holds JSON: format, version, name, created (UTC, ISO 8601), age_identity and, from version 2,
signing_key (Ed25519, an OpenSSH PEM block), certificate_key (P-256, PKCS #8 PEM) and certificate (PEM). Whoever
unseals it by hand can give each to ``ssh-keygen``, ``openssl`` or ``age``. Fields that a reader does not know
are left alone.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from panelroom.errors import BadFile, UsageError
from panelroom.keys.age import generate_identity, recipient_of
from panelroom.keys.key_file import refuse_existing
from panelroom.keys.public import PublicKeys, write_public
from panelroom.keys.ssh_keys import generate_signing_key, public_line_of
from panelroom.keys.vault import create_vault, open_vault
from panelroom.text import clean_line, slug

FORMAT = "panelroom person"
VERSION = 2
_BASIC = ("name", "created", "age_identity")
_SIGNING = ("signing_key", "certificate_key", "certificate")


@dataclass(frozen=True)
class SigningKeys:
    """What a person signs with, as in the vault; the two keys are secret and stay out of any repr."""

    signing_key: str = field(repr=False)
    certificate_key: str = field(repr=False)
    certificate: str


@dataclass(frozen=True)
class Person:
    """Somebody's keys. ``created`` is UTC, ISO 8601; the identity is secret and stays out of any repr.

    ``signing`` is None where the vault was made before panelroom could sign.
    """

    name: str
    created: str
    age_identity: str = field(repr=False)
    signing: SigningKeys | None = None

    @property
    def recipient(self) -> str:
        """The public recipient that others seal to."""
        return recipient_of(self.age_identity)

    @property
    def signing_keys(self) -> SigningKeys:
        """What this person signs with.

        Raises:
            BadFile: the vault is an old one without.
        """
        if self.signing is None:
            raise BadFile(
                "These keys were made before panelroom could sign, so nothing was signed: make new ones with "
                "'panelroom keys person NAME --dir DIR' in another folder, and keep the old for what was "
                "sealed to them."
            )
        return self.signing

    @property
    def public_signing_key(self) -> str:
        """The line ``ssh-ed25519 AAAA...`` by which others know this person's signature.

        Raises:
            BadFile: the vault is an old one without signing keys.
        """
        return public_line_of(self.signing_keys.signing_key)

    def sign(self, message: bytes, namespace: str) -> str:
        """Return this person's armoured SSH signature of ``message`` (:mod:`panelroom.keys.sshsig`).

        Raises:
            BadFile: the vault is an old one without signing keys.
        """
        from panelroom.keys.sshsig import sign

        return sign(message, self.signing_keys.signing_key, namespace)

    @property
    def public(self) -> PublicKeys:
        """What others may know: the content of ``NAME.recipient``."""
        if self.signing is None:
            return PublicKeys(self.name, (self.recipient,))
        from panelroom.keys.certificate import certificate_fingerprint

        certificate = certificate_fingerprint(self.signing.certificate)
        return PublicKeys(self.name, (self.recipient,), self.public_signing_key, certificate)


def vault_path(folder: Path, name: str) -> Path:
    """Return where the vault of ``name`` lies in ``folder``: ``Ada Officer`` -> ``ada-officer.vault.age``."""
    return folder / f"{slug(name)}.vault.age"


def recipient_path(folder: Path, name: str) -> Path:
    """Return where the public recipient of ``name`` lies in ``folder``."""
    return folder / f"{slug(name)}.recipient"


def create_person(
    folder: Path, name: str, passphrase: str, *, hybrid: bool = False, work_factor: int = 18
) -> Person:
    """Make new keys for ``name`` and write both files into ``folder``.

    Raises:
        Refused: one of the files exists; both are unchanged.
        NotWritten: the disk did not take one.
        UsageError: the pass-phrase or the name is empty, or the name has more than 64 bytes.
    """
    person = _make(clean_line(name), datetime.now(UTC).replace(microsecond=0), hybrid=hybrid)
    refuse_existing(recipient_path(folder, name))
    create_vault(vault_path(folder, name), _to_json(person), passphrase, work_factor=work_factor)
    write_recipient(recipient_path(folder, name), person)
    return person


def _make(name: str, created: datetime, *, hybrid: bool) -> Person:
    from panelroom.keys.certificate import MAX_NAME, make_certificate

    if not 1 <= len(name.encode()) <= MAX_NAME:
        raise UsageError(f"A name has 1 to {MAX_NAME} letters: nothing was made; give a shorter one.")
    certificate_key, certificate = make_certificate(name, created)
    return Person(
        name=name,
        created=created.isoformat(),
        age_identity=generate_identity(hybrid=hybrid),
        signing=SigningKeys(generate_signing_key(), certificate_key, certificate),
    )


def open_person(path: Path, passphrase: str) -> Person:
    """Return the person whose vault ``path`` is.

    Raises:
        BadFile: the vault is missing, or holds something else or something newer.
        WrongKey: another pass-phrase, or a damaged file.
    """
    return _from_json(open_vault(path, passphrase))


def write_recipient(path: Path, person: Person) -> None:
    """Write the public keys of ``person`` to the new file ``path``.

    Raises:
        Refused: ``path`` exists; it is unchanged.
        NotWritten: the disk did not take it.
    """
    write_public(path, person.public)


def _to_json(person: Person) -> bytes:
    keys = person.signing_keys
    document = {
        "format": FORMAT,
        "version": VERSION,
        **{part: getattr(person, part) for part in _BASIC},
        **{part: getattr(keys, part) for part in _SIGNING},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _from_json(secret: bytes) -> Person:
    document = _json_object(secret)
    version = document.get("version")
    if document.get("format") != FORMAT or not isinstance(version, int):
        raise BadFile("This vault does not hold a person's keys: choose the file whose name is the person's.")
    if version > VERSION:
        raise BadFile("This vault was written by a newer panelroom and is unchanged: install the newer one.")
    name, created, identity = _texts(document, _BASIC)
    recipient_of(identity)
    signing = SigningKeys(*_texts(document, _SIGNING)) if version >= 2 else None
    if signing:
        public_line_of(signing.signing_key)
    return Person(clean_line(name), clean_line(created), identity, signing)


def _texts(document: dict[str, Any], parts: tuple[str, ...]) -> list[str]:
    values = [document.get(part) for part in parts]
    if not all(isinstance(value, str) for value in values):
        raise BadFile("This vault lacks a part of the person's keys: use a copy of it made earlier.")
    return list(map(str, values))


def _json_object(secret: bytes) -> dict[str, Any]:
    try:
        document = json.loads(secret)
    except (ValueError, RecursionError):
        document = None
    return document if isinstance(document, dict) else {}
