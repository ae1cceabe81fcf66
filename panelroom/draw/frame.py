"""The frame: every case of a period, one canonical row each, and the one hash that stands for all of them."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from panelroom.canonical import canonical_json
from panelroom.sheets import plain_cell

COLUMNS = ("ref", "status", "strands", "district", "closed_on")
CLOSED = "closed"

_BETWEEN_STRANDS = re.compile(r"[;,|\r\n]")
# Spreadsheets write a time of day behind a date; a case is closed on a day.
_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?Z?)?"
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})" + _TIME)
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})" + _TIME)


class FrameRow(NamedTuple):
    """One case in canonical form: see :func:`canonical_row`."""

    ref: str
    status: str
    strands: str
    district: str
    closed_on: str

    @property
    def is_closed(self) -> bool:
        """Whether it may be drawn."""
        return self.status == CLOSED


@dataclass(frozen=True)
class Frame:
    """The rows in the order of their references (by code point), and what the officer should be told about them."""

    rows: tuple[FrameRow, ...]
    notices: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[FrameRow], notices: Iterable[str] = ()) -> "Frame":
        """Return the frame of these rows, in whatever order they come."""
        return cls(tuple(sorted(rows)), tuple(notices))

    @cached_property
    def closed(self) -> tuple[FrameRow, ...]:
        """The rows that may be drawn."""
        return tuple(row for row in self.rows if row.is_closed)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hex) of the canonical JSON of the rows: a list of objects with the five columns as names."""
        return hashlib.sha256(canonical_json([row._asdict() for row in self.rows])).hexdigest()


def canonical_row(cells: dict[str, str]) -> FrameRow:
    """Return a row as it is hashed, from the cells of its five columns.

    All: NFC, white space as single spaces, no apostrophe in front (a spreadsheet's sign for "this is text").
    ``status`` and ``strands`` without upper case; several strands in alphabetical order, joined by ``;``, each
    once. ``closed_on`` as an ISO date, or empty.

    Raises:
        ValueError: ``closed_on`` is no date.
    """
    return FrameRow(
        ref=canonical_cell(cells["ref"]),
        status=_repeated_cell(cells["status"]).casefold(),
        strands=_canonical_strands(cells["strands"]),
        district=_repeated_cell(cells["district"]),
        closed_on=canonical_day(cells["closed_on"]),
    )


def canonical_cell(text: str) -> str:
    """Return one cell as it is hashed."""
    return plain_cell(text)


# A county has few districts, strands and days and many cases: the same cells come again and again.
_repeated_cell = lru_cache(4096)(canonical_cell)


@lru_cache(4096)
def _canonical_strands(text: str) -> str:
    strands = {canonical_cell(part).casefold() for part in _BETWEEN_STRANDS.split(text)}
    return ";".join(sorted(strands - {""}))


@lru_cache(4096)
def canonical_day(text: str) -> str:
    """Return ``2025-04-28`` for that, ``28/04/2025`` or ``28.4.2025`` (day first, always); ``""`` for nothing.

    Raises:
        ValueError: it is no such date.
    """
    text = canonical_cell(text)
    if not text:
        return ""
    found = _ISO.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if found is None:
        raise ValueError("no date")
    return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()


@lru_cache(4096)
def reads_both_ways(text: str) -> bool | None:
    """Whether a day-first date would be a date month first too; None for anything that does not begin with a day.

    ``05/05/2025`` reads as the same day either way, which says nothing: None.
    """
    found = _DAY_FIRST.fullmatch(canonical_cell(text))
    if found is None or int(found["day"]) == int(found["month"]):
        return None
    return int(found["day"]) <= 12
