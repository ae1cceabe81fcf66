"""What a Chair could do when the meeting slips: each with the minutes it saves, and what then is on course.

A proposal is a sentence, not a plan: nothing changes until the Chair does one of the ordinary acts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from panelroom.meeting import Meeting
from panelroom.pace.forecast import Forecast, Stage, forecast_of, stages_left
from panelroom.pace.plan import reading_minutes, usual_and_longest

SLIPPING_MINUTES = 5
"""So far behind nobody need do anything: an evening is not a timetable."""
LEAST_BREAK_MINUTES = 5.0
AGREED = 1 / 3
"""Part of the question time that goes to what all agree on, if that is half of the questions: it is soon said."""
SLIPS_MINUTES = 5.0
"""Marking in silence, entering six slips and confirming what is agreed, for one case."""

Change = Literal["shorter_reading", "together", "shorter_break", "carry_forward"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing the Chair could do. ``minutes`` is what it saves, ``then`` what would be on course.

    ``to_minutes`` is the reading time or the break that it comes down to, where it is about one.
    """

    change: Change
    case: int | None
    minutes: int
    then: Forecast
    to_minutes: int | None = None


def proposals(meeting: Meeting, now: datetime, *, together: bool = False) -> tuple[Proposal, ...]:
    """Return what could be done now; nothing while the meeting is on course.

    ``together``: whether agreed questions can be confirmed together.
    """
    stages = stages_left(meeting, now)
    if not slips(meeting, forecast_of(meeting, now, stages)):
        return ()
    found = [*_shorter_reading(meeting, now, stages)]
    found += _together(meeting, stages) if together else ()
    found += [*_shorter_break(meeting, stages), *_carry(meeting, stages)]
    made = (_proposal(meeting, now, stages, *each) for each in found)
    return tuple(proposal for proposal in made if proposal.minutes >= 1)


def slips(meeting: Meeting, expected: Forecast) -> bool:
    """Whether a case would not be reached, or the evening end noticeably late."""
    carried = sum(case.state == "carried_forward" for case in meeting.cases)
    missed = expected.reachable < expected.of - carried
    return not meeting.closed_at and (missed or expected.ahead_minutes <= -SLIPPING_MINUTES)


_Changed = tuple[Change, int | None, int | None, tuple[Stage, ...]]


def _proposal(
    meeting: Meeting,
    now: datetime,
    before: tuple[Stage, ...],
    change: Change,
    case: int | None,
    to_minutes: int | None,
    after: tuple[Stage, ...],
) -> Proposal:
    saved = sum(stage.minutes for stage in before) - sum(stage.minutes for stage in after)
    return Proposal(change, case, round(saved), forecast_of(meeting, now, after), to_minutes)


def _shorter_reading(meeting: Meeting, now: datetime, stages: tuple[Stage, ...]) -> Iterator[_Changed]:
    """Yield the usual reading time for the reading that is running, or comes next; never less."""
    usual, _ = usual_and_longest(meeting)
    place = next((n for n, s in enumerate(stages) if s.part == "reading" and s.minutes), None)
    if place is None:
        return
    case = meeting.case(stages[place].case or 0)
    reading = meeting.timing(case.number).reading
    running = reading.state in ("running", "paused")
    less = (reading.allowed / 60 if running else reading_minutes(meeting, case)) - usual
    if less > 0 and reading.used_at(now) / 60 < usual:
        changed = _with(stages, place, max(0.0, stages[place].minutes - less))
        yield "shorter_reading", case.number, usual, changed


def _together(meeting: Meeting, stages: tuple[Stage, ...]) -> Iterator[_Changed]:
    """Yield confirming agreed questions together, in every case whose questions have not begun."""
    changed = tuple(
        replace(s, minutes=min(s.minutes, s.minutes * (1 - AGREED) + SLIPS_MINUTES))
        if s.part == "questions" and not meeting.case(s.case or 0).answers
        else s
        for s in stages
    )
    yield "together", None, None, changed


def _shorter_break(meeting: Meeting, stages: tuple[Stage, ...]) -> Iterator[_Changed]:
    """Yield a shorter break where one still comes; never none."""
    place = next((n for n, s in enumerate(stages) if s.part == "break"), None)
    if place is not None and not meeting.adjourned:
        yield "shorter_break", None, int(LEAST_BREAK_MINUTES), _with(stages, place, LEAST_BREAK_MINUTES)


def _carry(meeting: Meeting, stages: tuple[Stage, ...]) -> Iterator[_Changed]:
    """Yield carrying the last waiting case forward, with the break before it."""
    waiting = [case.number for case in meeting.cases if case.state == "waiting"]
    if not waiting:
        return
    left = [stage for stage in stages if stage.case != waiting[-1]]
    last_case = max((n for n, stage in enumerate(left) if stage.case), default=-1)
    running = meeting.adjourned is not None
    kept = [s for n, s in enumerate(left) if s.part != "break" or n < last_case or running]
    yield "carry_forward", waiting[-1], None, tuple(kept)


def _with(stages: tuple[Stage, ...], place: int, minutes: float) -> tuple[Stage, ...]:
    changed = replace(stages[place], minutes=minutes)
    return (*stages[:place], changed, *stages[place + 1 :])


def say_proposal(proposal: Proposal) -> str:
    """Return the proposal in words, with what it saves and what then is on course."""
    what = {
        "shorter_reading": f"Read case {proposal.case} in {proposal.to_minutes} minutes",
        "together": "Confirm agreed questions together (if half are)",
        "shorter_break": f"Make the break {proposal.to_minutes} minutes",
        "carry_forward": f"Carry case {proposal.case} forward",
    }[proposal.change]
    then = proposal.then
    return f"{what}: saves {proposal.minutes} min, then {then.reachable} of {then.of}, finish {then.finish:%H:%M}"
