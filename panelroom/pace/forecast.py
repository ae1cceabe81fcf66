"""The forecast: what is left of the evening, stage by stage, and when it will be over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from panelroom.meeting import Case, Meeting, unanswered
from panelroom.pace.measured import break_can_come, taken, wrapping_up_since
from panelroom.pace.plan import (
    ARRIVAL_MINUTES,
    BREAK_MINUTES,
    WRAP_UP_MINUTES,
    deciding_minutes,
    plan,
    planned_minutes,
    question_seconds,
    reading_estimate,
)

CLOSING_MINUTES = 1.0
"""What a case still takes when its outcome is recorded."""

Part = Literal["arrival", "reading", "questions", "deciding", "break", "wrap_up"]


@dataclass(frozen=True, slots=True)
class Stage:
    """Something that is still to come, and the minutes it is expected to take."""

    part: Part
    minutes: float
    case: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the meeting stands.

    ``reachable`` cases of ``of`` will be done in the planned time; ``finish`` is when all would be;
    ``ahead_minutes`` is how far ahead of the plan that is, negative when behind.
    """

    reachable: int
    of: int
    finish: datetime
    ahead_minutes: int


@dataclass(frozen=True, slots=True)
class Expected:
    """How this panel is expected to go on tonight. ``reading`` is a ratio to the estimate."""

    reading: float
    question_seconds: float
    deciding_minutes: float


def forecast(meeting: Meeting, now: datetime) -> Forecast:
    """Return when the meeting will finish, at the pace this panel has shown so far."""
    return forecast_of(meeting, now, stages_left(meeting, now))


def forecast_of(meeting: Meeting, now: datetime, stages: Iterable[Stage]) -> Forecast:
    """Return the forecast if just these stages are left. A closed meeting finished when it was closed."""
    finish = meeting.closed_at or now
    deadline = (meeting.began_at or now) + timedelta(minutes=planned_minutes(meeting))
    reachable = sum(case.state == "closed" for case in meeting.cases)
    for stage in stages:
        finish += timedelta(minutes=stage.minutes)
        reachable += stage.part == "deciding" and finish <= deadline
    ahead = round((deadline - finish).total_seconds() / 60)
    return Forecast(reachable, len(meeting.cases), finish, ahead)


def stages_left(meeting: Meeting, now: datetime) -> tuple[Stage, ...]:
    """Return what is still to come, in order; nothing once the meeting is closed."""
    return () if meeting.closed_at else tuple(_stages(meeting, now))


def _stages(meeting: Meeting, now: datetime) -> Iterator[Stage]:
    tonight = expected(meeting, now)
    yield from _before_the_cases(meeting, now)
    items = plan(meeting).items
    to_skip = _breaks_begun(meeting)
    for place, item in enumerate(items):
        if item.case is not None:
            yield from _of_case(meeting, meeting.case(item.case), now, tonight)
        elif item.kind == "break" and to_skip:
            to_skip -= 1
        elif item.kind == "break" and break_can_come(meeting, items[place:]):
            yield Stage("break", item.minutes)
    yield Stage("wrap_up", _left(WRAP_UP_MINUTES, wrapping_up_since(meeting), now))


def _before_the_cases(meeting: Meeting, now: datetime) -> Iterator[Stage]:
    """Yield what is left of the arrival, and of the break that the meeting is in."""
    if all(case.state == "waiting" for case in meeting.cases):
        yield Stage("arrival", _left(ARRIVAL_MINUTES, meeting.began_at, now))
    if meeting.adjourned and meeting.adjourned[0] == "break":
        yield Stage("break", _left(BREAK_MINUTES, meeting.adjourned[1], now))


def _left(minutes: float, since: datetime | None, now: datetime) -> float:
    return max(0.0, minutes - ((now - since).total_seconds() / 60 if since else 0.0))


def _breaks_begun(meeting: Meeting) -> int:
    running = bool(meeting.adjourned and meeting.adjourned[0] == "break")
    return sum(why == "break" for why, _, _ in meeting.breaks) + running


def _of_case(meeting: Meeting, case: Case, now: datetime, tonight: Expected) -> Iterator[Stage]:
    """Yield what a case still needs; nothing where it is closed or carried forward."""
    if case.state not in ("waiting", "open"):
        return
    questions = len(unanswered(meeting, case)) * tonight.question_seconds / 60
    deciding = CLOSING_MINUTES if case.outcome else tonight.deciding_minutes
    yield Stage("reading", _reading_left(meeting, case, now, tonight), case.number)
    yield Stage("questions", 0.0 if case.outcome else questions, case.number)
    yield Stage("deciding", deciding, case.number)


def _reading_left(meeting: Meeting, case: Case, now: datetime, tonight: Expected) -> float:
    reading = meeting.timing(case.number).reading
    if case.state == "open" and reading.state in ("running", "paused"):
        return max(0.0, reading.left_at(now) / 60)
    if reading.ended or case.answers:
        return 0.0
    return reading_estimate(meeting, case) * tonight.reading


def expected(meeting: Meeting, now: datetime) -> Expected:
    """Return how the panel will go on: what was expected, moved towards what it shows tonight.

    What was expected weighs as much as one case, so that the first questions of the evening decide little and the
    second case nearly all.
    """
    begun = [(case, taken(meeting, case, now)) for case in meeting.cases if case.begun]
    read = [
        (took.reading, reading_estimate(meeting, case))
        for case, took in begun
        if meeting.timing(case.number).reading.ended
    ]
    ratio = (1 + sum(used / estimate for used, estimate in read)) / (1 + len(read))
    decided = [took.deciding for case, took in begun if case.state == "closed"]
    deciding = (deciding_minutes(meeting) + sum(decided)) / (1 + len(decided))
    return Expected(ratio, _question_seconds(meeting, [(c, t.questions) for c, t in begun]), deciding)


def _question_seconds(meeting: Meeting, begun: list[tuple[Case, float]]) -> float:
    """Return the seconds a question takes: the earlier measure or the share, with tonight's answers."""
    pace = meeting.opening.pace
    before = pace.question_seconds if pace else question_seconds(meeting)
    answered = [(len(case.answers), minutes * 60) for case, minutes in begun if case.answers]
    weight = max(1, len(meeting.question_set.questions))
    counted = weight + sum(answers for answers, _ in answered)
    return (weight * before + sum(seconds for _, seconds in answered)) / counted


def say(forecast: Forecast) -> str:
    """Return the forecast in words: ``On course for 3 of 3, finish 20:04``."""
    return f"On course for {forecast.reachable} of {forecast.of}, finish {forecast.finish:%H:%M}"


def say_within(forecast: Forecast, room: int) -> str:
    """Return the forecast in at most ``room`` columns; how far ahead or behind it is goes last of all."""
    drift, cases = say_drift(forecast), f"{forecast.reachable} of {forecast.of}"
    ending = f"finish {forecast.finish:%H:%M}, {drift}"
    ways = (
        f"{say(forecast)}, {drift}",
        f"{cases} cases, {ending}",
        f"{cases}, {ending}",
        f"{cases}, {drift}",
    )
    return next((words for words in ways if len(words) <= room), drift)


def say_drift(forecast: Forecast) -> str:
    """Return how far ahead of the plan, or behind it, that is: ``4 min ahead``."""
    minutes = abs(forecast.ahead_minutes)
    ahead = "ahead" if forecast.ahead_minutes > 0 else "behind"
    return f"{minutes} min {ahead}" if minutes else "on time"
