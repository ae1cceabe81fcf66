"""The tray: the slips of the open case, in the book after every key, and gone from it with their confirmation.

They lie in a table of their own, which is no part of the journal: no script, document, proof or copy that is handed
over has them. They go when their totals are confirmed or they are thrown away, and with the case that they belong
to when it is closed, carried forward or reopened; then no page of the book or of its log holds any of them.
"""

import json

from panelroom import slips as rules
from panelroom.errors import Refused
from panelroom.meeting import Case, deciders
from panelroom.questions import Question, QuestionSet
from panelroom.session import Session
from panelroom.slips import Slips, Totals


class SlipTray:
    """The tray of one open book. Its methods raise ``Refused``, and ``NotWritten`` where nothing has changed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def question_set(self) -> QuestionSet:
        """The set whose questions the slips answer."""
        return self._session.meeting.question_set

    @property
    def slips(self) -> Slips:
        """The slips of the open case, none where no case is open."""
        number = self._session.meeting.open_case
        held = self._session.book.slips(number) if number else None
        return rules.from_text(held) if held else Slips()

    @property
    def due(self) -> int:
        """How many slips should come: the members in the room who decide the open case."""
        case = self._session.meeting.current
        return len(deciders(self._session.meeting, case)) if case else 0

    def next_question(self) -> Question | None:
        """Return the question whose mark comes next, or ``None``."""
        return rules.next_question(self.question_set, self.slips)

    def mark(self, mark: str) -> None:
        """Enter the next mark of the slip in hand, or begin one with it."""
        if not self.due:
            raise Refused("Nobody who decides this case is marked as present:   m  members.")
        self._keep(rules.enter(self.question_set, self.slips, mark, self.due))

    def take_back(self) -> None:
        """Take the last mark of the slip in hand back."""
        self._keep(rules.take_back(self.slips))

    def lay_down(self) -> None:
        """Take the slip in hand in."""
        self._keep(rules.lay_down(self.question_set, self.slips))

    def show(self) -> None:
        """Show the totals; from now on no slip follows.

        Raises:
            Refused: there are none, or more than members who decide the case: one of them must not count.
        """
        self._check_all_may_count()
        self._keep(rules.show(self.question_set, self.slips))

    def agreed(self) -> dict[str, str]:
        """Return question id -> the mark that all slips agree on, for what can be recorded in one go."""
        return rules.agreed(self.question_set, self.slips, self._case().marks)

    def to_talk_through(self) -> Totals:
        """Return the totals of the questions that the panel steps through."""
        return rules.to_talk_through(self.slips, self.agreed(), self._case().marks)

    def confirm(self) -> tuple[str, ...]:
        """Record what all agree on, all of it or nothing, and let the slips go; return what to tell the Chair.

        Raises:
            Refused: there are no totals to confirm, more slips than members who decide the case, or an answer is
                not allowed now; the slips are kept.
            NotWritten: the disk did not take it; doing it again looks first.
        """
        arrived = self._session.settle()
        slips = self.slips
        if arrived and not slips.shown:
            return ("The disk took it after all: what all slips said is recorded.",)
        if not slips.shown:
            raise Refused("No slips lie here to be confirmed.")
        self._check_all_may_count()
        left = json.dumps(self.to_talk_through())
        return self._session.answer_from_slips(rules.answers(slips, self.agreed()), left)

    def throw_away(self) -> tuple[str, ...]:
        """Let all slips of the case go unrecorded; return what to tell the Chair."""
        return self._session.throw_slips_away()

    def split(self, question: Question) -> str | None:
        """Return ``6 Yes, 2 No`` for a question of the open case that confirmed slips were divided on."""
        by_mark = self.hands(question)
        return rules.say_total(self.question_set, question, by_mark) if by_mark else None

    def hands(self, question: Question) -> dict[str, int]:
        """Return the same as mark -> slips, for a form that asks for hands."""
        left = self._session.book.split()
        return dict(json.loads(left).get(question.id, {})) if left else {}

    def _check_all_may_count(self) -> None:
        """Whoever steps out, sits out or leaves decides no more, and which slip was theirs nobody can tell."""
        over = self.slips.count - self.due
        if over > 0:
            raise Refused(rules.say_too_many(over))

    def _case(self) -> Case:
        case = self._session.meeting.current
        if case is None:
            raise Refused("No case is open: open one first.")
        return case

    def _keep(self, slips: Slips) -> None:
        self._session.book.put_slips(self._case().number, rules.to_text(slips))
