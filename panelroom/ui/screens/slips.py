"""Slips: what members marked silently is typed here; totals stay hidden until all are in.

On one mirrored screen everybody watches the typing, so a mark shows as a dot, whichever it is.
"""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom.errors import PanelroomError
from panelroom.meeting import unanswered
from panelroom.questions import UNDECIDED, Question
from panelroom.slip_tray import SlipTray
from panelroom.slips import AGREEABLE, EMPTY, MET, Slips, say_too_many, say_total, slip_questions
from panelroom.text import plural
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import KEY, bold, ends, join, lines, plain, styled
from panelroom.ui.screens.boxes import Confirm
from panelroom.ui.screens.questions import Questions, beside_one_another, mark_keys
from panelroom.ui.widgets import Literal, Scroll

NO_SLIPS = "No question of this set is answered by a mark, so there is nothing to put on a slip."
_TYPED, _OPEN = "\u25cf", "\u00b7"
_CELLS = 5
"""Columns that a question takes in the row of dots."""


class SlipScreen(MeetingScreen):
    """The members' slips of the open case: typed one by one, then counted."""

    NAME = "slips"
    HELP_TITLE = "Slips"
    HELP = """
Each member marks a slip silently and hands it in, folded. Type its marks from top to bottom: a dot says that one was
typed, never which. Nobody sees a total until all slips are in, or the Chair says that this is all.

y n a x c : the mark, with the same keys as on the questions
SPACE : the slip leaves this question empty
ENTER : this slip is complete; after the last one, the totals
u BACKSPACE : take the last mark back; a slip that was just taken in is open again until the next one is begun
D : throw all slips of this case away (asks first)
ESC : back to the questions; what was entered stays
F4 : the cover of this case: sitting out, interests
down up : scroll the totals

When the totals are shown, ENTER records the questions on which all slips say Yes, or all say that it does not apply,
with how many said so. All others are stepped through as ever, with their numbers in view. To talk about one on which
all agree, answer it on the questions first, or change its answer afterwards. Somebody who steps out after their slip
was typed: throw the slips away and type the others again, for nobody can tell which it was.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", "on", show=False),
        Binding("space", "mark(None)", "left empty", show=False),
        Binding("backspace", "undo", "take back", show=False),
        Binding("D", "throw_away", "throw away", show=False),
        Binding("escape", "app.go('questions')", "questions", show=False),
        Binding("f4", "app.go('cover')", "cover", show=False),
        Binding("down,pagedown", "scroll(1)", "down", show=False),
        Binding("up,pageup", "scroll(-1)", "up", show=False),
    ]
    _TYPING = (
        ("ENTER", "slip is in"),
        ("SPACE", "left empty"),
        ("u", "take back"),
        ("D", "throw away"),
        ("ESC", "questions"),
        ("b", "blank"),
        ("F1", "help"),
    )
    _COUNTED = (
        ("ENTER", "record"),
        ("D", "throw away"),
        ("ESC", "questions"),
        ("b", "blank"),
        ("F1", "help"),
    )

    def body(self) -> ComposeResult:
        """Yield the parts."""
        yield Literal(id="heading")
        yield Literal(id="now")
        with Scroll(id="found"):
            yield Literal(id="totals")

    @property
    def tray(self) -> SlipTray:
        """The slips of the open case."""
        return self.conductor.tray

    # painting

    def on_screen_resume(self) -> None:
        """Coming back: who decides may have changed meanwhile."""
        super().on_screen_resume()
        if self.current_case is not None:
            self.conductor.show_slips()

    def paint(self) -> None:
        """Show how far the slips are or, once nobody can add to them, what they say."""
        if not self.is_mounted or self.current_case is None:
            return
        self.paint_top()
        slips = self.tray.slips
        if not slip_questions(self.meeting.question_set):
            self.literal("#now").show(NO_SLIPS)
            return
        heading = ends(bold(_heading(slips)), f"{slips.count} of {self.tray.due} in", self.size.width - 4)
        self.literal("#heading").show(heading)
        self.literal("#now").show(self._agreed() if slips.shown else self._typing(slips))
        self.literal("#totals").show(self._divided() if slips.shown else "")

    def paint_top(self) -> None:
        """Show the top line and the keys."""
        if self.current_case is not None:
            self.paint_case_frame(self.current_case, self._COUNTED if self.tray.slips.shown else self._TYPING)

    def _typing(self, slips: Slips) -> Content:
        questions = slip_questions(self.meeting.question_set)
        return lines(
            *_dots(questions, len(slips.hand), self.size.width - 4),
            "",
            *self._next(slips),
            "",
            self._missing(slips),
        )

    def _next(self, slips: Slips) -> list[Content]:
        question = self.tray.next_question()
        if question is None:
            return [join(styled("ENTER", KEY), "  this slip has all its marks: take it in")]
        if slips.laid_down and slips.count >= self.tray.due:
            return [join(styled("ENTER", KEY), "  show what the slips say")]
        marks = [join(styled(f" {k} ", KEY), label, "  ") for k, _, label in self._marks(question)]
        return [bold(f"Question {question.number}"), *beside_one_another(marks, self.size.width - 4)]

    def _missing(self, slips: Slips) -> Content:
        missing = self.tray.due - slips.count
        if missing > 0:
            return plain(f"{plural(missing, 'slip')} missing. Nobody sees a total yet.")
        return plain("All slips are in." if not missing else say_too_many(-missing))

    def _marks(self, question: Question) -> list[tuple[str, str, str]]:
        """Return (key, mark, words) for all that a slip can say to a question."""
        keys = [(k, c.value, c.label) for k, c in mark_keys(self.meeting, question) if c.value != UNDECIDED]
        return [*keys, ("SPACE", EMPTY, "left empty")]

    def _agreed(self) -> Content:
        agreed, by_id = self.tray.agreed(), self.meeting.question_set.by_id
        if not agreed:
            none = "On no open question do all slips say Yes, or all say that it does not apply."
            return lines(none, "", join(styled("ENTER", KEY), "  go through the questions"))
        rows = [bold("All slips say the same:")]
        for mark in AGREEABLE:
            here = [by_id[q] for q, given in agreed.items() if given == mark]
            label = self.meeting.question_set.mark_label(here[0], mark) if here else ""
            rows += [plain(f"  {label}: {_numbers(here)}")] if here else []
        noted = [by_id[q] for q, given in agreed.items() if given == MET and _asks_more(by_id[q])]
        if noted:
            rows.append(plain(f"  More can be noted beneath {_numbers(noted)}: go back there afterwards."))
        record = f"  record {plural(len(agreed), 'answer')} with {plural(self.tray.slips.count, 'slip')} each"
        return lines(*rows, "", join(styled("ENTER", KEY), record))

    def _divided(self) -> Content:
        question_set, divided = self.meeting.question_set, self.tray.to_talk_through()
        rows = [bold("To be talked through:")] if divided else []
        for question in question_set.questions:
            if question.id in divided:
                major = " MAJOR" if question.severity == "major" else ""
                head = f"  {question.number}{major}".ljust(12)
                rows.append(plain(head + say_total(question_set, question, divided[question.id])))
        return lines(*rows)

    # typing

    def on_key(self, event: events.Key | None = None) -> None:
        """A mark's key enters it."""
        super().on_key()
        asked = slip_questions(self.meeting.question_set)
        if event is None or event.character is None or not asked or self.current_case is None:
            return
        # Beyond the last question the same keys are refused with a sentence.
        for key, mark, _ in self._marks(self.tray.next_question() or asked[-1]):
            if event.character == key:
                event.stop()
                self._do(partial(self.tray.mark, mark))
                return

    def _do(self, step: Callable[[], None]) -> bool:
        """Do a step with the slips; say why it was refused. Return whether it was done."""
        try:
            step()
        except PanelroomError as error:
            self.notice(str(error), refused=True)
            return False
        finally:
            with contextlib.suppress(PanelroomError):
                self.conductor.show_slips()
            self.paint()
        return True

    def action_mark(self, _: None) -> None:
        """The slip leaves this question empty."""
        self._do(lambda: self.tray.mark(EMPTY))

    def action_undo(self) -> None:
        """Take the last mark back."""
        self._do(self.tray.take_back)

    def action_on(self) -> None:
        """ENTER: take the slip in; then the totals; then record what all agree on."""
        slips = self.tray.slips
        if slips.shown:
            self._ask_to_record()
        elif slips.hand and not slips.laid_down:
            self._do(self.tray.lay_down)
        else:
            self._ask_to_show(slips)

    def _ask_to_show(self, slips: Slips) -> None:
        missing = self.tray.due - slips.count
        if not slips.count:
            self.notice("No slip is in yet: type the marks of the first one.", refused=True)
            return
        if missing < 0:
            self.notice(say_too_many(-missing), refused=True)
            return
        words = f"{plural(missing, 'slip')} missing. Is that all?" if missing else "All slips are in."
        question = f"{words} Show what the slips say? None can follow or be changed afterwards."
        self._ask(question, "Show it", partial(self._do, self.tray.show))

    def _ask_to_record(self) -> None:
        agreed = self.tray.agreed()
        if not agreed:
            self._record()
            return
        by_id = self.meeting.question_set.by_id
        numbers = _numbers([by_id[q] for q in agreed])
        question = f"Record what all slips say to {numbers}, and let the slips go?"
        self._ask(question, "Record", self._record)

    def _record(self) -> None:
        said: list[str] = []
        if not self._do(lambda: said.extend(self.conductor.confirm_slips())):
            return
        self.app.view += 1
        self._go_on()
        self.app.say(" ".join(said) or "The slips are gone; what all of them said is recorded.")

    def _go_on(self) -> None:
        """Go to the first question without an answer; where all are answered, to the outcome."""
        assert self.current_case is not None
        if not unanswered(self.meeting, self.current_case):
            self.app.go("outcome")
            return
        questions = self.app.get_screen("questions")
        assert isinstance(questions, Questions)
        questions.turn_to_unanswered()
        self.app.go("questions")

    def action_throw_away(self) -> None:
        """Throw all slips of this case away."""
        slips = self.tray.slips
        if not slips.count and not slips.hand:
            self.notice("There are no slips to throw away.", refused=True)
            return
        words = (
            "Throw all slips of this case away? They cannot be brought back, and nothing of them is recorded."
        )
        self._ask(words, "Throw them away", self._thrown)

    def _thrown(self) -> None:
        said: list[str] = []
        if self._do(lambda: said.extend(self.conductor.throw_slips_away())):
            self.notice(" ".join(said) or "The slips are gone; nothing of them was recorded.")

    def _ask(self, question: str, yes: str, step: Callable[[], object]) -> None:
        def answered(sure: bool | None) -> None:
            if sure:
                step()

        self.app.push_screen(Confirm(question, yes, "Not yet"), answered)

    def action_scroll(self, by: int) -> None:
        """Scroll the totals."""
        self.query_one("#found", Scroll).scroll_relative(y=3 * by, animate=False)


# ── pure pieces ──────────────────────────────────────────────────────────────────────────────────────────


def _heading(slips: Slips) -> str:
    if slips.shown:
        return "What the slips say"
    return f"Slip {slips.count} is in" if slips.laid_down else f"Slip {slips.count + 1}"


def _dots(questions: tuple[Question, ...], typed: int, width: int) -> list[Content]:
    """Return the questions' numbers, each with a dot beneath it once its mark was typed."""
    a_row = max(1, width // _CELLS)
    rows: list[Content] = []
    for start in range(0, len(questions), a_row):
        part = questions[start : start + a_row]
        rows.append(plain("".join(str(q.number).center(_CELLS) for q in part)))
        dots = (_TYPED if start + n < typed else _OPEN for n in range(len(part)))
        rows.append(bold("".join(dot.center(_CELLS) for dot in dots)))
    return rows


def _numbers(questions: list[Question]) -> str:
    word = "question" if len(questions) == 1 else "questions"
    return f"{word} {', '.join(str(q.number) for q in questions)}"


def _asks_more(question: Question) -> bool:
    return any(f.shown(MET) for f in question.follow_ups)
