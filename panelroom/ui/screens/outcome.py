"""Advice and outcome: all marks on one screen, what the guide says, what the panel concludes and why."""

from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from panelroom import acts, scrutiny
from panelroom.conduct.deciding import check_decision, reason_of
from panelroom.errors import Refused
from panelroom.meeting import Case, Meeting, queries, unanswered
from panelroom.questions import Outcome as OutcomeChoice
from panelroom.questions import Rule
from panelroom.records.words import RULES, say_unresolved
from panelroom.text import plural
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, hanging, join, lines, plain, styled
from panelroom.ui.screens.boxes import Confirm, Pick
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.known_then import show_known
from panelroom.ui.screens.questions import SHORT, Questions, beside_one_another, said_words, tally_words
from panelroom.ui.widgets import Literal, Scroll

_LACKING = (
    ("no_agreement", "No agreement: the panel had what it needed, and was divided"),
    ("more_information", "More information is needed before the panel can conclude"),
)
_BEGUN = {
    "observation": "An observation was begun and not recorded: o shows it.",
    "query": "A query to the force was begun and not recorded: k and then n shows it.",
}
"""Names of forms that belong to a case -> what is said where words in one were left unrecorded."""
_COMES_BACK = "Does the Chair take this case to the next meeting? Nothing of the marks goes with it."


class ComesBack(Confirm):
    """Whether the case comes back. Either answer decides, so ESC is neither of them: it goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss_empty", "back", show=False)]


class Outcome(MeetingScreen):
    """Where the panel decides. The guide suggests in its own words; nothing is chosen beforehand."""

    NAME = "outcome"
    HELP_TITLE = "Advice and outcome"
    HELP = """
All marks, what the guide advises, and the panel's conclusion. The rules advise; the panel decides.
Without a conclusion you are asked why, and whether the case comes back to the next meeting.

1 2 3 4 : choose an outcome, in the exact words of the question set
ENTER : decide on the outcome chosen; then again: close the case
y n : answer the guide's question, where it asks one; say why
j : to the next question without an answer
r : the reason
h : hands, where the panel is divided
o : an observation
k : queries to the force and their answers
/ : look into the papers
K : what was known at the time of a decision, and what is hindsight
q left : back to the questions
s : somebody knows who this is: they step out (private)
F4 : the cover of this case: sitting out, interests, members who came late, carrying it forward
u : undo the latest act
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "app.record('step_out')", "somebody steps out", show=False),
        Binding("enter", "decide", "decide, then close the case", show=False),
        Binding("y", "prompt(True)", "answer the guide", show=False),
        Binding("n", "prompt(False)", "answer the guide", show=False),
        Binding("r", "reason", "reason", show=False),
        Binding("h", "hands", "hands", show=False),
        Binding("f4", "app.go('cover')", "the case's cover", show=False),
        Binding("q,left,escape", "app.go('questions')", "back to the questions", show=False),
        Binding("j", "unanswered", "next unanswered", show=False),
        Binding("K", "known", "known at the time", show=False),
        Binding("slash", "app.go('reading')", "look into the papers", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._case_number = 0
        self._chosen: str | None = None
        self._marks: dict[str, str] = {}
        self._reason: str | None = None
        self._typed: str | None = None
        """The reason typed last: offered again, never taken over, once it may no longer fit."""
        self._hands: dict[str, int] | None = None
        self._open: dict[str, Any] | None = None
        """What a case without a conclusion lacks, and whether it comes back, once that was asked."""

    def body(self) -> ComposeResult:
        """Yield marks, advice, outcomes and reason."""
        with Horizontal():
            with Scroll(id="all"):
                yield Literal(id="marks")
                yield Literal(id="advice")
                yield Literal(id="outcomes")
                yield Literal(id="reason")
            with Scroll(id="notes"):
                yield Literal(id="said")

    @property
    def case(self) -> Case:
        """The open case."""
        assert self.current_case is not None
        return self.current_case

    @property
    def chosen(self) -> str | None:
        """The outcome that is chosen and not yet decided."""
        return self._chosen

    def on_screen_resume(self) -> None:
        """Another case begins with nothing chosen."""
        if self.current_case is None:
            return
        if self.case.number != self._case_number:
            self._case_number = self.case.number
            self._forget()
        super().on_screen_resume()

    def _forget(self) -> None:
        self._choose(None)
        self._typed = None

    def _choose(self, code: str | None) -> None:
        """Choose an outcome, or none; a reason and hands that were given for another do not go with it."""
        if code is None or self._chosen not in (None, code):
            self._reason = self._hands = None
        self._chosen, self._open = code, None

    def _asked(self) -> Rule | None:
        """Return the guide's question that waits for the panel's answer."""
        waiting = scrutiny.prompts(self.meeting.question_set, self.case.marks)
        return next((r for r in waiting if r.id not in self.case.prompt_answers), None)

    # painting

    def paint(self) -> None:
        """Show everything the panel needs to decide."""
        if not self.is_mounted or self.current_case is None:
            return
        self.paint_top()
        meeting, case = self.meeting, self.case
        if case.marks != self._marks:
            # A choice made on other marks would stand there as if it were made on these.
            self._marks = case.marks
            self._choose(None)
        roomy = self.has_class("high")
        self.literal("#marks").show(lines(self.forecast(self._width()), _marks(meeting, case, self._width())))
        self.literal("#advice").show(_advice(meeting, case, self._asked(), roomy=roomy))
        decided = case.outcome.act if case.outcome else None
        chosen = decided.outcome if decided else self._chosen
        self.literal("#outcomes").show(_outcomes(meeting, case, chosen, self._width(), roomy=roomy))
        self.literal("#reason").show(self._reason_words(decided))
        if chosen:
            # What was chosen, and what ENTER does now, stand at the end.
            self.call_after_refresh(self.query_one("#all", Scroll).scroll_end, animate=False)

        if self.has_class("wide"):
            self.literal("#said").show(said_words(meeting, case))

    def _width(self) -> int:
        """Return the columns beside the panel with what was said."""
        return self.size.width - (54 if self.has_class("wide") else 4)

    def paint_top(self) -> None:
        """Show the top line and what ENTER does now."""
        if self.current_case is None:
            return
        case = self.case
        outcomes = self.meeting.question_set.outcomes
        if case.outcome or not outcomes:
            keys = [("ENTER", "close the case"), ("u", "undo"), ("o", "observation"), ("q", "questions")]
        else:
            keys = [(f"1-{len(outcomes)}", "choose"), ("ENTER", "decide"), ("r", "reason"), ("h", "hands")]
            keys += [("o", "observation"), ("q", "questions")]
        where = self.top_left(self.case_words(case), case.ref)
        self.paint_frame(where, self.top_right(case), [*keys, ("F1", "help")])

    def _reason_words(self, decided: acts.Decide | None) -> Content:
        hands = decided.count if decided else self._hands
        reason = reason_of(self.meeting, self.case, decided) if decided else self._reason
        rows = []
        if reason:
            rows.append(join(bold("Reason   "), reason))
        if hands:
            rows.append(join(bold("Hands    "), ", ".join(f"outcome {o}: {n}" for o, n in hands.items())))
        if decided and (lacks := say_unresolved(decided.unresolved, bool(decided.comes_back))):
            rows.append(plain(lacks))
        if decided:
            rows.append(join(bold("Decided.   "), styled("ENTER", KEY), "  closes the case"))
        elif self._chosen:
            rows.append(
                join(
                    bold(f"Outcome {self._chosen} is chosen, not yet decided.   "),
                    styled("ENTER", KEY),
                    "  decides",
                )
            )
        return lines("", *rows) if rows else plain("")

    # deciding

    def on_key(self, event: events.Key | None = None) -> None:
        """A digit chooses an outcome."""
        super().on_key()
        if event is None or not event.character or self.current_case is None:
            return
        outcomes = self.meeting.question_set.outcomes
        if event.character.isdigit() and 0 < int(event.character) <= len(outcomes):
            event.stop()
            if self.case.outcome:
                self.notice("The panel has decided. To change it: u takes the decision back.")
                return
            self._choose(outcomes[int(event.character) - 1].code)
            self.paint()

    def action_scroll(self, by: int) -> None:
        """Move up or down where everything does not fit."""
        self.query_one("#all", Scroll).scroll_relative(y=by, animate=False)

    def action_decide(self) -> None:
        """Decide on the outcome chosen; once decided, close the case."""
        outcomes = self.meeting.question_set.outcomes
        if self.case.outcome or not outcomes:
            self._ask_to_close()
            return
        if self._chosen is None:
            self.notice("Choose an outcome first: press its number.", refused=True)
            return
        chosen = self.meeting.question_set.outcome(self._chosen)
        if missing := self._missing(self._chosen):
            self.notice(missing, refused=True)
        elif chosen is not None and self._needs_reason(chosen):
            self._ask_reason(then_decide=True)
        else:
            self._decide()

    def _ask_to_close(self) -> None:
        """Close the case; words that were begun and not recorded are told of first, for they stay behind in it."""
        begun = [words for draft, words in _BEGUN.items() if self._typed_into(f"{draft} {self.case.number}")]
        if not begun:
            self._close_case()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._close_case()

        without = "it" if len(begun) == 1 else "them"
        question = f"{' '.join(begun)} Close the case without {without}?"
        self.app.push_screen(Confirm(question, "Close it", "Not yet"), answered)

    def _typed_into(self, draft: str) -> bool:
        return bool(self.app.kept_draft(draft).get("text"))

    def _close_case(self) -> None:
        if self.app.act(acts.CloseCase()):
            self._forget()
            self.app.next_case()

    def _missing(self, code: str) -> str | None:
        """Return what else is missing than a reason, so that nobody types one in vain."""
        act = acts.Decide(outcome=code, reason="-", count=self._hands)
        try:
            check_decision(self.meeting, self.case, act)
        except Refused as refused:
            goes = "   j  goes to the next of them" if unanswered(self.meeting, self.case) else ""
            return f"{refused}{goes}"
        return None

    def action_known(self) -> None:
        """Show what was known when a decision was made."""
        show_known(self, self.case)

    def action_unanswered(self) -> None:
        """To the next question without an answer."""
        if not unanswered(self.meeting, self.case):
            self.notice("Every question has an answer.")
            return
        self.app.go("questions")
        screen = self.app.screen
        if isinstance(screen, Questions):
            screen.action_unanswered()

    def _needs_reason(self, chosen: OutcomeChoice) -> bool:
        """Whether a reason must be typed before this outcome can be decided."""
        act = acts.Decide(outcome=chosen.code, reason=self._reason)
        if reason_of(self.meeting, self.case, act):
            return False
        decision = scrutiny.Decision(chosen.code, self.case.decision().prompts)
        departs = scrutiny.reasons_needed(self.meeting.question_set, self.case.marks, decision)
        return "reason" in chosen.requires or bool(departs)

    def _decide(self) -> None:
        assert self._chosen is not None
        chosen = self.meeting.question_set.outcome(self._chosen)
        if chosen is not None and chosen.allows_unanswered and self._open is None:
            self._ask_what_lacks()
            return
        given = {"reason": self._reason, "count": self._hands, **(self._open or {})}
        if self.app.act(acts.Decide(outcome=self._chosen, **given)):
            self.paint()

    def _ask_what_lacks(self) -> None:
        """Ask why there is no conclusion, and whether the Chair takes the case to the next meeting; then decide."""

        def picked(lacking: str | None) -> None:
            if lacking is not None:
                box = ComesBack(_COMES_BACK, "It comes back", "It does not")
                self.app.push_screen(box, partial(chose, lacking))

        def chose(lacking: str, comes_back: bool | None) -> None:
            if comes_back is not None:
                self._open = {"unresolved": lacking, "comes_back": True if comes_back else None}
                self._decide()

        self.app.push_screen(Pick("Why is there no conclusion?", _LACKING), picked)

    def action_reason(self) -> None:
        """Type the reason."""
        self._ask_reason(then_decide=False)

    def _ask_reason(self, *, then_decide: bool) -> None:
        if self.case.outcome:
            self.notice("The panel has decided. To change the reason: u takes the decision back.")
            return
        intro = plain(_why_asked(self.meeting, self.case, self._chosen)) if self._chosen else None

        def given(values: dict[str, str] | None) -> None:
            if values:
                self._reason = self._typed = values["reason"]
                if then_decide:
                    self._decide()
                self.paint()

        fields = (
            Field("reason", "The panel's reason, as it is to be minuted", value=self._reason or self._typed),
        )
        self.app.push_screen(Form("Reason", fields, draft=f"reason {self.case.number}", intro=intro), given)

    def action_hands(self) -> None:
        """Count hands, where the panel is divided."""
        outcomes = self.meeting.question_set.outcomes
        fields = [Field(f"o{o.code}", f"{o.code}  {o.short}", "number", required=False) for o in outcomes]

        def given(values: dict[str, int] | None) -> None:
            if values is not None:
                self._hands = {name[1:]: int(n) for name, n in values.items()} or None
                self.paint()

        if outcomes:
            self.app.push_screen(Form("Hands for each outcome", fields), given)

    def action_prompt(self, yes: bool) -> None:
        """Answer the guide's question, with the reason."""
        rule = self._asked()
        if rule is None:
            self.notice("The guide asks nothing on these marks.")
            return

        def given(values: dict[str, Any] | None) -> None:
            if values:
                self.app.act(
                    acts.AnswerPrompt(rule=rule.id, considers_inappropriate=yes, reason=values["reason"])
                )

        title = "Yes: the panel considers the case inappropriate overall" if yes else "No: the panel does not"
        fields = (Field("reason", "Why? It is minuted, and serves as the reason for outcome 3 too."),)
        self.app.push_screen(
            Form(title, fields, draft=f"prompt {self.case.number}", intro=plain(rule.wording)), given
        )


def _why_asked(meeting: Meeting, case: Case, code: str | None) -> str:
    decision = scrutiny.Decision(code, case.decision().prompts)
    needed = scrutiny.reasons_needed(meeting.question_set, case.marks, decision)
    return needed[0].wording if needed else f"Outcome {code} needs a reason."


def _marks(meeting: Meeting, case: Case, width: int) -> Content:
    left = unanswered(meeting, case)
    shown = []
    for question in meeting.question_set.questions:
        mark = case.marks.get(question.id)
        given = question.id in case.answers
        word = SHORT.get(mark, mark) if mark else ("done" if given else "-")
        number = f"{question.number}{'M' if question.severity == 'major' else ''} "
        shown.append(join(number, styled(word, FAULT if mark in question.fault_when else BOLD), "   "))
    missing = (
        f"{plural(len(left), 'question')} without an answer: {', '.join(str(q.number) for q in left)}"
        if left
        else None
    )
    return lines(
        tally_words(meeting, case),
        *beside_one_another(shown, width),
        styled(missing, FAULT) if missing else None,
        _counts(meeting, case),
    )


def _counts(meeting: Meeting, case: Case) -> str:
    open_queries = sum(not q.settled for q in queries(meeting, case))
    words = plural(len(case.observations), "observation")
    return f"{words}, {plural(open_queries, 'open query', 'open queries')} to the force"


def _advice(meeting: Meeting, case: Case, asked: Rule | None, *, roomy: bool) -> Content:
    rows: list[Content | str] = []
    for rule in scrutiny.advice(meeting.question_set, case.marks):
        rows.append(
            join(
                "\n" if roomy or not rows else "",
                bold("The guide says: " if rule.then.action != "prompt" else "The guide asks: "),
                rule.wording,
            )
        )
        given = case.prompt_answers.get(rule.id)
        if given is not None:
            answer = "Yes, inappropriate" if given.act.considers_inappropriate else "No"
            rows.append(join("The panel answered: ", bold(answer), f"   {given.act.reason}"))
        elif rule is asked:
            rows += [
                *_unavoidable(meeting, case),
                join(styled("  y ", KEY), " Yes, inappropriate     ", styled("n ", KEY), " No"),
            ]
    return lines(*rows) if rows else plain("\nOn these marks the guide advises nothing. The panel decides.")


def _unavoidable(meeting: Meeting, case: Case) -> list[str]:
    """Return the delays that were recorded as not avoidable: they stand beside the guide's question."""
    numbers = [
        str(meeting.question_set.by_id[q].number)
        for q, a in case.answers.items()
        if "not avoidable" in a.act.follow_ups.values()
    ]
    return [f"Delays recorded as not avoidable: question {', '.join(numbers)}."] if numbers else []


def _outcomes(meeting: Meeting, case: Case, chosen: str | None, width: int, *, roomy: bool) -> Content:
    decided = "decided" if case.outcome else "to be decided"
    heading = join(bold("Outcome"), f"   {decided} {RULES[meeting.opening.decision_rule]}")
    rows: list[Content | str] = ["", heading] if roomy else [heading]
    for place, outcome in enumerate(meeting.question_set.outcomes, 1):
        here = outcome.code == chosen
        head = join(styled(" > ", KEY) if here else plain("   "), styled(f"{place}  ", KEY))
        rows.append(hanging(head, outcome.label, width, BOLD if here else ""))
    if not meeting.question_set.outcomes:
        rows = [
            "",
            "This question set reaches no verdict. ENTER closes the case when every question is answered.",
        ]
    return lines(*rows)
