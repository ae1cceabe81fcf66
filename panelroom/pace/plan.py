"""The plan of a meeting: its run order, and the minutes that each item may take. It comes from the opening alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from panelroom.meeting import Case, Meeting

PLANNED_MINUTES = 120.0
"""An evening, where the opening names no other length."""
ARRIVAL_MINUTES = 10.0
"""Arrival, ground rules and what came of earlier feedback, which the panels hear first."""
WRAP_UP_MINUTES = 10.0
"""Parked issues, actions, papers counted back in, and the debrief."""
READING_MINUTES = (10, 15)
"""Usual and longest reading time of a case (Leicestershire update report, paragraph 21a)."""
WORDS_PER_MINUTE = 200
DECIDING_MINUTES = 5.0
SITTING_MINUTES = 75.0
"""Nobody should sit much longer than this without a break."""
BREAK_MINUTES = 10.0
LEAST_QUESTION_SECONDS = 30.0
"""A share below this would be none: the plan then says that it needs longer than there is."""

Kind = Literal["arrival", "case", "break", "wrap_up"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The minutes of one case, part by part."""

    reading: float
    questions: float
    deciding: float

    @property
    def minutes(self) -> float:
        """All of them."""
        return self.reading + self.questions + self.deciding


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the run order; ``case`` and ``parts`` are set where it is a case."""

    kind: Kind
    minutes: float
    case: int | None = None
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The run order, and one question's share of it in seconds."""

    items: tuple[Item, ...]
    question_seconds: float

    @property
    def minutes(self) -> float:
        """What the whole takes: more than was planned where even the least shares do not fit."""
        return sum(item.minutes for item in self.items)

    @property
    def breaks(self) -> int:
        """How many breaks it has."""
        return sum(item.kind == "break" for item in self.items)

    def parts(self, number: int) -> Parts:
        """Return the parts of the case with that number."""
        return next(i.parts for i in self.items if i.case == number and i.parts is not None)


def planned_minutes(meeting: Meeting) -> float:
    """Return how long the meeting should take."""
    return meeting.opening.planned_minutes or PLANNED_MINUTES


def usual_and_longest(meeting: Meeting) -> tuple[int, int]:
    """Return the question set's usual and longest reading time."""
    return meeting.question_set.meetings.reading_minutes or READING_MINUTES


def reading_estimate(meeting: Meeting, case: Case) -> float:
    """Return how long this panel will want to read: by the words of the case, at the pace it has shown before."""
    usual, _ = usual_and_longest(meeting)
    measured = meeting.opening.pace.reading if meeting.opening.pace else 1.0
    return max(float(usual), (case.listed.words or 0) / WORDS_PER_MINUTE) * measured


def reading_minutes(meeting: Meeting, case: Case) -> int:
    """Return the reading time to offer: the set's usual time, more where it is needed, up to the set's longest."""
    usual, longest = usual_and_longest(meeting)
    needed = -int(-reading_estimate(meeting, case) // 1)
    return max(usual, min(longest, needed))


def deciding_minutes(meeting: Meeting) -> float:
    """Return how long a decision takes: as this panel has shown before, else as is usual."""
    return meeting.opening.pace.deciding_minutes if meeting.opening.pace else DECIDING_MINUTES


def question_seconds(meeting: Meeting) -> float:
    """Return one question's share of the planned time, in seconds (at least 30): what nothing else takes."""
    cases = len(meeting.cases)
    reading = sum(reading_minutes(meeting, case) for case in meeting.cases)
    around = ARRIVAL_MINUTES + WRAP_UP_MINUTES + _breaks(meeting) * BREAK_MINUTES
    left = planned_minutes(meeting) - around - reading - deciding_minutes(meeting) * cases
    shares = cases * len(meeting.question_set.questions)
    return max(LEAST_QUESTION_SECONDS, left * 60 / max(1, shares))


def plan(meeting: Meeting) -> Plan:
    """Return the plan: arrival, the cases with their breaks, and the wrap-up."""
    seconds = question_seconds(meeting)
    questions = len(meeting.question_set.questions) * seconds / 60
    deciding = deciding_minutes(meeting)
    cases = [Parts(reading_minutes(meeting, case), questions, deciding) for case in meeting.cases]
    items = (
        Item("arrival", ARRIVAL_MINUTES),
        *_with_breaks(cases, _breaks(meeting)),
        Item("wrap_up", WRAP_UP_MINUTES),
    )
    return Plan(items, seconds)


def _breaks(meeting: Meeting) -> int:
    """Return how many breaks there are: one for each long sitting, and only between cases."""
    sittings = int((planned_minutes(meeting) - WRAP_UP_MINUTES) // SITTING_MINUTES)
    return max(0, min(len(meeting.cases) - 1, sittings))


def _with_breaks(cases: list[Parts], breaks: int) -> Iterator[Item]:
    """Yield the cases, each break where two cases meet nearest to the end of a sitting."""
    sitting = ARRIVAL_MINUTES
    for number, parts in enumerate(cases, 1):
        last_chance = breaks > len(cases) - number
        if breaks and number > 1 and (last_chance or sitting + parts.minutes / 2 > SITTING_MINUTES):
            yield Item("break", BREAK_MINUTES)
            breaks, sitting = breaks - 1, 0.0
        yield Item("case", parts.minutes, number, parts)
        sitting += parts.minutes
