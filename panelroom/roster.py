"""A roster file: who may be in the room. ``panel.toml`` with ``[[roster]]`` tables, or a CSV file."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from panelroom.acts import Member
from panelroom.errors import BadFile
from panelroom.journal import say_invalid
from panelroom.text import name_of

MAX_BYTES = 1_000_000


def read_roster(path: Path) -> tuple[Member, ...]:
    """Return the members a file lists: each with id, name, role, and whether they vote.

    Raises:
        BadFile: with the place in the file and what is allowed.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(f"{name_of(path)} is too large to be a roster.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{name_of(path)} is not UTF-8 text: save it again as UTF-8.") from None
    except OSError as error:
        raise BadFile(f"The roster {name_of(path)} cannot be read ({error.strerror}).") from None
    entries = _from_csv(text) if path.suffix.lower() == ".csv" else _from_toml(path, text)
    return tuple(_member(path, place, entry) for place, entry in enumerate(entries, 1))


def _from_toml(path: Path, text: str) -> list[Any]:
    try:
        entries = tomllib.loads(text).get("roster")
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{name_of(path)} is not valid TOML: {error}.") from None
    if not isinstance(entries, list):
        raise BadFile(f"{name_of(path)} lists nobody: write a [[roster]] table for each person.")
    return entries


def _from_csv(text: str) -> list[Any]:
    rows = csv.DictReader(io.StringIO(text))
    yes = ("true", "yes", "y", "1")
    return [
        {k.strip().lower(): v for k, v in row.items() if k and v}
        | {"votes": (row.get("votes") or "").lower() in yes}
        for row in rows
    ]


def _member(path: Path, place: int, entry: Any) -> Member:
    try:
        return Member.model_validate(entry)
    except ValidationError as error:
        raise BadFile(
            f"{name_of(path)}, person {place}: {say_invalid(error, unknown='is none of id, name, role, votes')}."
        ) from None
