"""What a meeting took: each case part by part, the run order against its plan, and the pace for the next plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from panelroom.acts import Pace
from panelroom.meeting import Case, Meeting, unanswered
from panelroom.pace.plan import WORDS_PER_MINUTE, Item, Kind, Parts, plan, usual_and_longest

LEAST_CASE_MINUTES = 1.0
"""A case that took less was typed in afterwards, and measures nobody's pace."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How this panel went through one case. ``reading`` is a ratio to the estimate: 1.2 is a fifth longer."""

    reading: float
    question_seconds: float
    deciding_minutes: float


@dataclass(frozen=True, slots=True)
class RunItem:
    """One item of the run order: when it should begin, what it may take, and what it took or takes so far.

    ``state``: ``ahead``, ``now``, ``done``, or ``dropped`` (a case carried forward unopened, a break not taken).
    """

    kind: Kind
    case: int | None
    begins: datetime
    minutes: float
    taken: float
    state: str

    @property
    def ahead_minutes(self) -> int:
        """Return how much less than planned it took; negative where it takes longer."""
        if self.state == "done":
            return round(self.minutes - self.taken)
        return min(0, round(self.minutes - self.taken)) if self.state == "now" else 0


def taken(meeting: Meeting, case: Case, now: datetime) -> Parts:
    """Return what the case took until ``now``. Deciding begins with the last answer.

    Adjournments are left out, and so is the time between a close and a reopening.
    """
    timing = meeting.timing(case.number)
    whole, reading = timing.spent_at(now), timing.reading.used_at(now)
    rest = max(0.0, whole - reading)
    stepped = bool(case.answers) and not unanswered(meeting, case)
    deciding = min(rest, whole - timing.answered) if stepped else 0.0
    return Parts(reading / 60, (rest - deciding) / 60, deciding / 60)


def measured(meeting: Meeting) -> tuple[Measured, ...]:
    """Return how this panel went through each closed case that it read, stepped through and decided in one go."""
    return tuple(_measures(meeting))


def _measures(meeting: Meeting) -> Iterator[Measured]:
    for case in meeting.cases:
        took = taken(meeting, case, meeting.last_at)
        if case.state != "closed" or case.reopened or not case.answers or took.minutes < LEAST_CASE_MINUTES:
            continue
        if took.reading:
            usual, _ = usual_and_longest(meeting)
            estimate = max(float(usual), (case.listed.words or 0) / WORDS_PER_MINUTE)
            yield Measured(took.reading / estimate, took.questions * 60 / len(case.answers), took.deciding)


def pace_of(cases: Iterable[Measured]) -> Pace | None:
    """Return the pace to plan the next meeting with: medians, so that one odd case does not rule the evening."""
    # Only a new meeting asks for it; whoever opens one would wait for the import.
    from statistics import median

    rows = list(cases)
    if not rows:
        return None
    return Pace(
        reading=_within(0.5, median(r.reading for r in rows), 2.0),
        question_seconds=_within(10.0, median(r.question_seconds for r in rows), 900.0),
        deciding_minutes=_within(0.5, median(r.deciding_minutes for r in rows), 30.0),
        cases=len(rows),
    )


def _within(least: float, value: float, most: float) -> float:
    return round(max(least, min(most, value)), 2)


def run_order(meeting: Meeting, now: datetime) -> tuple[RunItem, ...]:
    """Return the plan item by item, with what each took until ``now``."""
    return tuple(_run_order(meeting, now))


def _run_order(meeting: Meeting, now: datetime) -> Iterator[RunItem]:
    begins = meeting.began_at or now
    breaks = list(_breaks_taken(meeting, now))
    items = plan(meeting).items
    for place, item in enumerate(items):
        if item.kind == "case":
            minutes, state = _of_case(meeting, meeting.case(item.case or 0), now)
        elif item.kind == "break":
            minutes, state = breaks.pop(0) if breaks else _no_break(meeting, items[place:])
        else:
            minutes, state = _around(meeting, item.kind, now)
        yield RunItem(item.kind, item.case, begins, item.minutes, minutes, state)
        begins += timedelta(minutes=item.minutes)


def _of_case(meeting: Meeting, case: Case, now: datetime) -> tuple[float, str]:
    minutes = meeting.timing(case.number).spent_at(now) / 60
    if case.state == "carried_forward":
        return minutes, "done" if case.begun else "dropped"
    return minutes, {"waiting": "ahead", "open": "now"}.get(case.state, "done")


def _breaks_taken(meeting: Meeting, now: datetime) -> Iterator[tuple[float, str]]:
    for why, since, until in meeting.breaks:
        if why == "break":
            yield (until - since).total_seconds() / 60, "done"
    if meeting.adjourned and meeting.adjourned[0] == "break":
        yield (now - meeting.adjourned[1]).total_seconds() / 60, "now"


def _no_break(meeting: Meeting, from_here: tuple[Item, ...]) -> tuple[float, str]:
    """Say of a break that was not taken whether it can still come."""
    return 0.0, "ahead" if break_can_come(meeting, from_here) else "dropped"


def break_can_come(meeting: Meeting, from_here: tuple[Item, ...]) -> bool:
    """Whether a break at the head of these items still lies before a case that waits."""
    after = next((meeting.case(i.case) for i in from_here if i.case is not None), None)
    return after is not None and after.state == "waiting"


def _around(meeting: Meeting, kind: Kind, now: datetime) -> tuple[float, str]:
    """Return what arrival or wrap-up took: all that lies before the first case, or after the last."""
    timings = [meeting.timing(case.number) for case in meeting.cases]
    begun = [t.begun_at for t in timings if t.begun_at]
    if kind == "arrival":
        if meeting.began_at is None:
            return 0.0, "ahead"
        return _minutes(meeting.began_at, min(begun, default=now)), "done" if begun else "now"
    since = wrapping_up_since(meeting)
    if since is None:
        return 0.0, "ahead"
    return _minutes(since, meeting.closed_at or now), "done" if meeting.closed_at else "now"


def wrapping_up_since(meeting: Meeting) -> datetime | None:
    """Return when the last case was done with; ``None`` while one is open or waits."""
    if not meeting.closed_at and any(case.state in ("open", "waiting") for case in meeting.cases):
        return None
    ended = (meeting.timing(case.number).ended_at for case in meeting.cases)
    return max((at for at in ended if at), default=None)


def _minutes(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds() / 60)


def say_taken(planned: Parts, took: Parts) -> str:
    """Return a case's time in words: ``41 of 33 min: reading 12 of 10, questions 24 of 18, decision 5 of 5``."""
    return (
        f"{took.minutes:.0f} of {planned.minutes:.0f} min: reading {took.reading:.0f} of {planned.reading:.0f},"
        f" questions {took.questions:.0f} of {planned.questions:.0f},"
        f" decision {took.deciding:.0f} of {planned.deciding:.0f}"
    )
