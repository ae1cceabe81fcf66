"""The pace of a panel from one meeting to the next: a file of numbers, without a case, a date or a name."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from panelroom.canonical import canonical_json
from panelroom.errors import BadFile
from panelroom.keys.key_file import write_new
from panelroom.pace import Measured
from panelroom.text import name_of

FORMAT = "panelroom-pace@1"
MAX_BYTES = 100_000
MOST_CASES = 30
"""About ten meetings: a panel becomes quicker, and what it did long ago says little."""

MOST = {"reading": 100.0, "question_seconds": 100_000.0, "deciding_minutes": 10_000.0}
"""The most that is kept of each number; what a plan uses is bounded far below."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reading: float = Field(ge=0, le=MOST["reading"])
    question_seconds: float = Field(ge=0, le=MOST["question_seconds"])
    deciding_minutes: float = Field(ge=0, le=MOST["deciding_minutes"])


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    format: str = Field(pattern=f"^{FORMAT}$")
    cases: list[_Row] = Field(max_length=MOST_CASES)


def read_pace(path: Path) -> tuple[Measured, ...]:
    """Return the cases that a pace file measured, oldest first.

    Raises:
        BadFile: it cannot be read, or is no such file.
    """
    return tuple(Measured(**row.model_dump()) for row in _read(path).cases)


def _read(path: Path) -> _File:
    name = name_of(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(f"{name} is too large to be a pace file: name one that panelroom pace wrote.")
        return _File.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise BadFile(f"The pace file {name} cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError, ValidationError):
        raise BadFile(f"{name} is no pace file: name one that panelroom pace wrote.") from None


def _kept(name: str, value: float) -> float:
    """Return a number as the file keeps it: a clock left running overnight is no reason to refuse the next plan."""
    return round(min(value, MOST[name]), 2)


def latest(cases: Iterable[Measured]) -> tuple[Measured, ...]:
    """Return the cases that a pace file keeps, as it keeps them: the latest, to two places."""
    rows = tuple(Measured(**{n: _kept(n, v) for n, v in asdict(case).items()}) for case in cases)
    return rows[-MOST_CASES:]


def not_held(cases: Iterable[Measured], earlier: Iterable[Measured]) -> tuple[Measured, ...]:
    """Return those of a meeting's ``cases``, as the file keeps them, that ``earlier`` does not hold yet.

    A case is known by what it took, which its record alone decides, whatever its book is called: to a hundredth no
    two cases take the same in all three numbers.
    """
    held = set(earlier)
    return tuple(case for case in latest(cases) if case not in held)


def write_pace(path: Path, cases: Iterable[Measured]) -> None:
    """Write the latest of ``cases`` into the new file ``path``.

    Raises:
        Refused: ``path`` exists; it is unchanged.
        NotWritten: the disk did not take it; no part of it is left.
    """
    rows = [asdict(case) for case in latest(cases)]
    write_new(path, canonical_json({"format": FORMAT, "cases": rows}) + b"\n")
