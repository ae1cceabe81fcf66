"""Pace: how long a case should take, and when the meeting will finish. Pure functions of what is known now.

Nothing here acts: a forecast is shown, never enforced. Times are seconds unless the name says minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from panelroom.meeting import Case, Meeting

PLANNED_MINUTES = 120.0
"""A panel's usual evening (Leicestershire update report, paragraph 21)."""
AROUND_MINUTES = 15.0
"""Welcome, ground rules, earlier feedback and wrap-up, together."""
READING_MINUTES = (10, 15)
WORDS_PER_MINUTE = 200
DECIDING_MINUTES = 4.0


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


def planned_minutes(meeting: Meeting) -> float:
    """Return how long the meeting should take, in minutes."""
    return meeting.opening.planned_minutes or PLANNED_MINUTES


def reading_minutes(meeting: Meeting, case: Case) -> int:
    """Return the reading time to offer: the set's usual time, more for a long case up to the set's longest."""
    usual, longest = meeting.question_set.meetings.reading_minutes or READING_MINUTES
    needed = -(-(case.listed.words or 0) // WORDS_PER_MINUTE)
    return max(usual, min(longest, needed))


def question_seconds(meeting: Meeting) -> float:
    """Return one question's share of the planned time, in seconds (at least 30)."""
    cases = len(meeting.cases)
    reading = sum(reading_minutes(meeting, c) for c in meeting.cases)
    left = planned_minutes(meeting) - AROUND_MINUTES - reading - DECIDING_MINUTES * cases
    return max(30.0, left * 60 / max(1, cases * len(meeting.question_set.questions)))


def case_seconds(meeting: Meeting, case: Case) -> float:
    """Return how long a case should take from its cover to its close, in seconds."""
    questions = len(meeting.question_set.questions) * question_seconds(meeting)
    return reading_minutes(meeting, case) * 60 + questions + DECIDING_MINUTES * 60


def forecast(meeting: Meeting, now: datetime) -> Forecast:
    """Return when the meeting will finish, at the pace this panel has shown so far."""
    factor = _pace(meeting)
    deadline = (meeting.began_at or now) + timedelta(minutes=planned_minutes(meeting))
    finish = now
    reachable = sum(c.state == "closed" for c in meeting.cases)
    for case in meeting.cases:
        if case.state not in ("waiting", "open"):
            continue
        finish += timedelta(seconds=_left(meeting, case, now, factor))
        reachable += finish <= deadline
    finish += timedelta(minutes=AROUND_MINUTES / 3)
    ahead = round((deadline - finish).total_seconds() / 60)
    return Forecast(reachable, len(meeting.cases), finish, ahead)


def _pace(meeting: Meeting) -> float:
    """Return how this panel's closed cases compare with the plan: 1.0 is as planned, 2.0 twice as long."""
    done = [c for c in meeting.cases if c.state == "closed"]
    planned = sum(case_seconds(meeting, c) for c in done)
    spent = sum(meeting.timing(c.number).spent for c in done)
    return min(2.0, max(0.5, spent / planned)) if planned and spent else 1.0


def _left(meeting: Meeting, case: Case, now: datetime, factor: float) -> float:
    """Return the seconds a case still needs: never less than its unanswered questions and the decision."""
    whole = case_seconds(meeting, case) * factor
    if case.state == "waiting":
        return whole
    open_questions = len(meeting.question_set.questions) - len(case.answers)
    at_least = open_questions * question_seconds(meeting) * factor + DECIDING_MINUTES * 60
    reading_left = max(0.0, meeting.timing(case.number).reading.left_at(now))
    if case.outcome:
        return 60.0
    return at_least + (0.0 if meeting.timing(case.number).reading.ended else reading_left)


def say(forecast: Forecast) -> str:
    """Return the forecast in words: ``On course for 3 of 3, finish 20:04``."""
    return f"On course for {forecast.reachable} of {forecast.of}, finish {forecast.finish:%H:%M}"


def say_drift(forecast: Forecast) -> str:
    """Return how far ahead of the plan, or behind it, that is: ``4 min ahead``."""
    minutes = abs(forecast.ahead_minutes)
    ahead = "ahead" if forecast.ahead_minutes > 0 else "behind"
    return f"{minutes} min {ahead}" if minutes else "on time"
