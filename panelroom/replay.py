"""Scripts: a meeting written down as JSON lines, one act each. See ``docs/scripts.md``."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from panelroom.acts import ACTS, Act
from panelroom.errors import BadFile, PanelroomError, Refused
from panelroom.journal import say_invalid
from panelroom.session import Session
from panelroom.text import clean_line

MAX_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script: its number in the file, the act, and its times where given."""

    number: int
    act: Act
    at: datetime | None
    happened_at: datetime | None


class LineRefused(PanelroomError):
    """A line of the script was refused; every line before it is kept."""


def read_script(path: Path) -> Iterator[Line]:
    """Yield the script's lines as they are read; blank lines are passed over.

    Raises:
        BadFile: the file cannot be read.
        LineRefused: ``line N: reason``.
    """
    try:
        with path.open(encoding="utf-8-sig") as script:
            for number, text in enumerate(script, 1):
                if text.strip():
                    yield parse_line(number, text)
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not UTF-8 text: the lines before it are kept.") from None
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read ({error.strerror}): nothing was changed.") from None


def parse_line(number: int, text: str) -> Line:
    """Return one script line.

    Raises:
        LineRefused: it is not an act.
    """
    try:
        return _parse(number, text)
    except Refused as refused:
        raise LineRefused(f"line {number}: {refused}") from None


def _parse(number: int, text: str) -> Line:
    try:
        data = json.loads(text) if len(text) <= MAX_LINE else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refused('This is not one JSON object, such as {"action": "undo"}.')
    at, happened_at = (_time(name, data.pop(name, None)) for name in ("at", "happened_at"))
    name = data.get("action")
    if not isinstance(name, str) or name not in ACTS:
        raise Refused(f"There is no such action; actions: {', '.join(ACTS)}.")
    try:
        return Line(number, ACTS[name].model_validate(data), at, happened_at)
    except ValidationError as error:
        raise Refused(f"{name}: {clean_line(say_invalid(error))}.") from None


def _time(name: str, value: object) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise Refused(f"{name} is not an ISO 8601 time, such as 2026-04-14T18:00:00+01:00.") from None
    if moment.utcoffset() is None:
        raise Refused(f"{name} has no offset from UTC, such as +01:00 or Z.")
    return moment


def play(session: Session, lines: Iterator[Line]) -> int:
    """Do each line in the session, one transaction each; return how many were done.

    Raises:
        LineRefused: the first line that is refused; everything before it is kept.
    """
    done = 0
    for line in lines:
        try:
            session.do(line.act, at=line.at, happened_at=line.happened_at)
        except PanelroomError as error:
            raise LineRefused(f"line {line.number}: {error}") from None
        done += 1
    return done
