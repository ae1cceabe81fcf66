"""A person's own keys: ``NAME.vault.age``, which only they open, and ``NAME.recipient``, for others.

The vault holds JSON: format, version, name, created (UTC, ISO 8601), age_identity. Fields that a reader does
not know are left alone, so that one version can hold more kinds of key than an earlier panelroom reads.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from panelroom.errors import BadFile
from panelroom.keys.age import check_recipient, generate_identity, recipient_of
from panelroom.keys.age_header import MAX_STANZAS
from panelroom.keys.key_file import read_small, refuse_existing, write_new
from panelroom.keys.vault import create_vault, open_vault
from panelroom.text import clean_line, slug

FORMAT = "panelroom person"
VERSION = 1


@dataclass(frozen=True)
class Person:
    """Somebody's keys. ``created`` is UTC, ISO 8601; the identity is secret and stays out of any repr."""

    name: str
    created: str
    age_identity: str = field(repr=False)

    @property
    def recipient(self) -> str:
        """The public recipient that others seal to."""
        return recipient_of(self.age_identity)


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
        UsageError: the pass-phrase is empty.
    """
    person = Person(
        name=clean_line(name),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        age_identity=generate_identity(hybrid=hybrid),
    )
    refuse_existing(recipient_path(folder, name))
    create_vault(vault_path(folder, name), _to_json(person), passphrase, work_factor=work_factor)
    write_recipient(recipient_path(folder, name), person)
    return person


def open_person(path: Path, passphrase: str) -> Person:
    """Return the person whose vault ``path`` is.

    Raises:
        BadFile: the vault is missing, or holds something else or something newer.
        WrongKey: another pass-phrase, or a damaged file.
    """
    return _from_json(open_vault(path, passphrase))


def write_recipient(path: Path, person: Person) -> None:
    """Write the public recipient of ``person`` to the new file ``path``.

    Raises:
        Refused: ``path`` exists; it is unchanged.
        NotWritten: the disk did not take it.
    """
    write_new(path, f"# panelroom recipient: {person.name}\n{person.recipient}\n".encode())


def read_recipients(path: Path) -> list[str]:
    """Return the recipients in a file: one a line; lines that begin with ``#`` and empty lines do not count.

    Raises:
        BadFile: missing, none or more than 16, or a line that is no recipient (a secret key, for example).
    """
    lines = [line.strip() for line in _read_text(path).splitlines()]
    recipients = [line for line in lines if line and not line.startswith("#")]
    if any(line.upper().startswith("AGE-SECRET-KEY-") for line in recipients):
        raise BadFile(
            f"The file {clean_line(path.name)} holds a secret key, not a recipient: keep it to yourself and "
            "ask for the recipient file."
        )
    if not 1 <= len(recipients) <= MAX_STANZAS:
        raise BadFile(f"The file {clean_line(path.name)} must hold 1 to {MAX_STANZAS} recipients (age1...).")
    for recipient in recipients:
        check_recipient(recipient)
    return recipients


def _read_text(path: Path) -> str:
    try:
        return read_small(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(
            f"The file {clean_line(path.name)} is not a text file: ask for the recipient file."
        ) from None


def _to_json(person: Person) -> bytes:
    document = {
        "format": FORMAT,
        "version": VERSION,
        "name": person.name,
        "created": person.created,
        "age_identity": person.age_identity,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _from_json(secret: bytes) -> Person:
    document = _json_object(secret)
    if document.get("format") != FORMAT or not isinstance(document.get("version"), int):
        raise BadFile("This vault does not hold a person's keys: choose the file whose name is the person's.")
    if document["version"] > VERSION:
        raise BadFile("This vault was written by a newer panelroom and is unchanged: install the newer one.")
    values = [document.get(key) for key in ("name", "created", "age_identity")]
    if not all(isinstance(value, str) for value in values):
        raise BadFile("This vault lacks a part of the person's keys: use a copy of it made earlier.")
    name, created, identity = map(str, values)
    recipient_of(identity)
    return Person(clean_line(name), clean_line(created), identity)


def _json_object(secret: bytes) -> dict[str, Any]:
    try:
        document = json.loads(secret)
    except (ValueError, RecursionError):
        document = None
    return document if isinstance(document, dict) else {}
