"""Pace: the plan of a meeting, when it will finish, what could be done about it, and what it took in the end.

Pure functions of a meeting and a moment. Nothing here acts: a forecast and a proposal are shown, never enforced.
Values are minutes, unless the name says seconds.
"""

from panelroom.pace.forecast import Forecast, Stage, forecast, say, say_drift, say_within, stages_left
from panelroom.pace.measured import Measured, RunItem, measured, pace_of, run_order, say_taken, taken
from panelroom.pace.plan import (
    WORDS_PER_MINUTE,
    WRAP_UP_MINUTES,
    Item,
    Parts,
    Plan,
    plan,
    planned_minutes,
    question_seconds,
    reading_minutes,
    usual_and_longest,
)
from panelroom.pace.proposals import Proposal, proposals, say_proposal, slips

__all__ = [
    "WORDS_PER_MINUTE",
    "WRAP_UP_MINUTES",
    "Forecast",
    "Item",
    "Measured",
    "Parts",
    "Plan",
    "Proposal",
    "RunItem",
    "Stage",
    "forecast",
    "measured",
    "pace_of",
    "plan",
    "planned_minutes",
    "proposals",
    "question_seconds",
    "reading_minutes",
    "run_order",
    "say",
    "say_drift",
    "say_proposal",
    "say_taken",
    "say_within",
    "slips",
    "stages_left",
    "taken",
    "usual_and_longest",
]
