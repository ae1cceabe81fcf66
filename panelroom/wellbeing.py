"""Looking after the people in the room: words of support, strong words that wait, heavy cases in a row.

An office writes them into the table ``[wellbeing]`` of ``panel.toml``::

    [wellbeing]
    support = "Talk to the Chair at any time, or call 07700 900123."
    strong_words = ["..."]
"""

import re
from itertools import groupby
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from panelroom.meeting import Meeting
from panelroom.panel_file import read_table
from panelroom.text import clean_line, clean_text

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


def read_wellbeing(path: Path) -> Wellbeing:
    """Return what ``panel.toml`` sets.

    Raises:
        BadFile: as :func:`panelroom.panel_file.read_table`.
    """
    return read_table(path, "wellbeing", Wellbeing)


def heavy_in_a_row(meeting: Meeting) -> int:
    """Return the most cases with a content advisory that the panel heard one after the other."""
    begun = sorted(
        (at, case.number) for case in meeting.cases if (at := meeting.timing(case.number).begun_at)
    )
    heard = (bool(meeting.case(number).listed.advisory) for _, number in begun)
    return max((sum(1 for _ in run) for heavy, run in groupby(heard) if heavy), default=0)
