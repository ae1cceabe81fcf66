"""Looking after the people in the room: words of support, strong words that wait, heavy cases in a row.

An office writes them into the table ``[wellbeing]`` of ``panel.toml``::

    [wellbeing]
    support = "Talk to the Chair at any time, or call 07700 900123."
    strong_words = ["..."]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from panelroom.meeting import Meeting
from panelroom.panel_file import read_table
from panelroom.text import clean_line, clean_text, plural
from panelroom.timeline import Event

MASK = "[strong word]"

Card = Annotated[str, AfterValidator(lambda s: clean_text(s).strip()), Field(max_length=1_000)]
Strong = Annotated[str, AfterValidator(clean_line), Field(min_length=1, max_length=60)]


class Wellbeing(BaseModel):
    """What an office set: ``support``, the words of its support card, and words that the reading screen masks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    support: Card = ""
    strong_words: Annotated[tuple[Strong, ...], Field(max_length=500)] = ()

    def masked(self, text: str) -> str:
        """Return ``text`` with :data:`MASK` for each strong word, however it is spaced or capitalised."""
        if not self.strong_words:
            return text
        longest_first = sorted(self.strong_words, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
        return re.sub(rf"(?<!\w)(?:{words})(?!\w)", MASK, text, flags=re.IGNORECASE)

    def masked_events(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Return dated entries of a log with :data:`MASK` for each strong word in what they say."""
        return tuple(replace(event, text=self.masked(event.text)) for event in events)


def read_wellbeing(path: Path) -> Wellbeing:
    """Return what ``panel.toml`` sets.

    Raises:
        BadFile: as :func:`panelroom.panel_file.read_table`.
    """
    return read_table(path, "wellbeing", Wellbeing)


def heavy_in_a_row(meeting: Meeting) -> int:
    """Return the most cases with a content advisory that the panel heard one after the other."""
    return exposure([meeting]).in_a_row


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the panel has behind it, in numbers: cases ``heard``, ``heavy`` ones, the most ``in_a_row``, ``lately``.

    A heavy case has a content advisory. ``lately`` is how many of them came last, with no other case after them.
    """

    heard: int
    heavy: int
    in_a_row: int
    lately: int


def exposure(meetings: Sequence[Meeting]) -> Exposure:
    """Return the exposure over these meetings, in the order of their days and in that in which cases were opened."""
    in_time = sorted(meetings, key=lambda meeting: meeting.opening.date)
    heard = [heavy for meeting in in_time for heavy in _heard_in(meeting)]
    runs = [(heavy, sum(1 for _ in run)) for heavy, run in groupby(heard)]
    longest = max((length for heavy, length in runs if heavy), default=0)
    lately = runs[-1][1] if runs and runs[-1][0] else 0
    return Exposure(len(heard), sum(heard), longest, lately)


def _heard_in(meeting: Meeting) -> list[bool]:
    opened = [(meeting.timing(case.number).begun_at, case) for case in meeting.cases if case.begun]
    in_time = sorted(opened, key=lambda pair: pair[0].timestamp() if pair[0] else 0.0)
    return [bool(case.listed.advisory) for _, case in in_time]


def say_exposure(found: Exposure) -> str:
    """Return the exposure in a sentence for whoever plans the next meeting."""
    if not found.heard:
        return "The panel has heard no case in the meetings named."
    said = f"Of the {plural(found.heard, 'case')} heard, {found.heavy} had a content advisory"
    if not found.heavy:
        return f"{said}."
    return (
        f"{said}, {found.in_a_row} at most in a row, {found.lately} at the end. The draw does not change for it:"
        " think of it in the order of the cases, the breaks and who is asked to come."
    )
