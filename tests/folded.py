"""An evening folded entry by entry: the real rules on a real meeting, without a book, as quick as thinking.

::

    evening = Folded(planned_minutes=120)
    evening.begin()
    evening.whole_case(1, reading=10, question=1.5, deciding=4)
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from making import QUESTIONS, START, act, opening, question_set

from panelroom.conduct import prepare
from panelroom.fold import apply as applied
from panelroom.fold import begin
from panelroom.journal import Entry
from panelroom.meeting import Meeting
from panelroom.session import opening_entry

VOTING = ("ch", "m1", "m2", "et")


@cache
def _opened(words: tuple[int, ...], planned: float, pace: tuple[Any, ...]) -> Meeting:
    cases = [{"ref": f"SYN/{n:04}/31", "words": w} for n, w in enumerate(words, 1)]
    given = {"pace": dict(pace)} if pace else {}
    chosen = question_set()
    return begin(
        opening_entry(opening(cases=cases, quorum=3, planned_minutes=planned, **given), chosen, START)
    )


class Folded:
    """A meeting and a clock that is turned by hand. ``words`` are the words of each case."""

    def __init__(
        self,
        words: tuple[int, ...] = (2000, 2000, 2000),
        planned_minutes: float = 120,
        pace: dict[str, Any] | None = None,
    ) -> None:
        self.meeting = _opened(words, planned_minutes, tuple((pace or {}).items()))
        self.now: datetime = START

    def wait(self, minutes: float) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    def do(self, action: str, **fields: Any) -> None:
        """Do an act now, as a session would, but for the book."""
        prepared = prepare(self.meeting, act(action, **fields))
        entry = Entry(
            len(self.meeting.known) + 1,
            self.now,
            prepared.act,
            None,
            prepared.case,
            voids=prepared.voids,
            withdraws=prepared.withdraws,
            becomes=prepared.becomes,
        )
        self.meeting = applied(self.meeting, entry)

    def begin(self, minutes: float = 10) -> None:
        """Everybody comes, the ground rules are accepted, and the arrival takes so long."""
        for member in VOTING:
            self.do("mark_present", member=member)
        self.do("acknowledge_ground_rules")
        self.wait(minutes)

    def read(self, case: int, minutes: float, allowed: float | None = None) -> None:
        """Open a case and read it."""
        self.do("open_case", case=case)
        self.do("start_reading", minutes=allowed or minutes)
        self.wait(minutes)
        self.do("end_reading")

    def ask(self, each: float, questions: tuple[str, ...] = QUESTIONS) -> None:
        """Answer these questions with yes, each after so many minutes."""
        for question in questions:
            self.wait(each)
            self.do("answer", question=question, mark="met")

    def decide(self, minutes: float) -> None:
        """Decide and close the open case."""
        self.wait(minutes)
        self.do("decide", outcome="1")
        self.do("close_case")

    def whole_case(self, case: int, reading: float, question: float, deciding: float) -> None:
        """Go through a case from its cover to its close."""
        self.read(case, reading)
        self.ask(question)
        self.decide(deciding)

    def rest(self, minutes: float, why: str = "break") -> None:
        """Adjourn, and go on."""
        self.do("adjourn", why=why)
        self.wait(minutes)
        self.do("resume")
