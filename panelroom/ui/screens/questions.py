"""Questions: one at a time, large, one key each; moving on by itself, going back at will."""

import contextlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom import acts, pace, scrutiny
from panelroom.meeting import Case, Item, Meeting, case_tally, queries, unanswered
from panelroom.papers import CasePapers
from panelroom.questions import CANNOT_TELL, UNDECIDED, FollowUp, Question, QuestionSet
from panelroom.text import plural
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, ends, join, lines, minutes_seconds, plain, styled
from panelroom.ui.screens.boxes import TextBox
from panelroom.ui.screens.clocks import show_clocks
from panelroom.ui.screens.form import Field, Form, Kind, Option
from panelroom.ui.screens.known_then import show_known
from panelroom.ui.screens.log import STILL, log_is_read
from panelroom.ui.screens.reading import timeline_words
from panelroom.ui.widgets import Columns, Ends, Literal, Rows, Scroll

_NOTHING = ("not_applicable", CANNOT_TELL)
"""Marks that leave nothing to follow up, unless the question set says that it wants to know."""

_AIR = 3
"""Columns between a question's number and the forecast."""

SHORT = {
    "met": "Yes",
    "not_met": "No",
    "not_met_justified": "OK",
    "not_applicable": "n/a",
    "cannot_tell": "?",
    "undecided": "Split",
}
"""Marks in the strip of all questions."""


class Questions(MeetingScreen):
    """The question before the panel."""

    NAME = "questions"
    HELP_TITLE = "Questions"
    HELP = """
One question at a time. Say the answer aloud, then press its key; the next question comes by itself.

y n : Yes, No
a : No, but that was appropriate (only where the question allows it; say why)
x : does not apply
c : cannot tell from the papers: becomes a question to the force, never a fault
d : the panel cannot agree: type the hands
1 2 3 : the follow-up beneath the question
ENTER : on to the next question, once this one is answered
left right : the question before, the next one
j : the next question without an answer
t : a note beside this answer; where the answer is typed, change it
e : evidence: a page, or "looked, not found"
/ : look into the papers and come back
g : the abbreviations in this question in plain words
T : what the dated log says about time limits; it marks nothing
K : what was known at the time of a decision, and what is hindsight
o : an observation; good practice counts as much as learning
p : park a wider issue for the end
s : somebody knows who this is: they step out (private)
k : a query to the force, or its answer
u : undo the latest act
F4 : the cover of this case: sitting out, interests, members who came late, carrying it forward
F3 : the room sees the running tally, or not
q : marks and outcome
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "app.record('step_out')", "somebody steps out", show=False),
        Binding("right", "step(1)", "next question", show=False),
        Binding("left", "step(-1)", "previous question", show=False),
        Binding("enter", "on", "next question", show=False),
        Binding("j", "unanswered", "next unanswered", show=False),
        Binding("t", "note", "note", show=False),
        Binding("e", "evidence", "evidence", show=False),
        Binding("slash", "papers", "look into the papers", show=False),
        Binding("g", "glossary", "abbreviations", show=False),
        Binding("T", "clocks", "time limits", show=False),
        Binding("K", "known", "known at the time", show=False),
        Binding("q", "app.go('outcome')", "marks and outcome", show=False),
        Binding("f4", "app.go('cover')", "the case's cover", show=False),
    ]
    _KEYS = (
        ("o", "observation"),
        ("p", "park"),
        ("e", "evidence"),
        ("/", "papers"),
        ("u", "undo"),
        ("b", "blank"),
        ("q", "outcome"),
        ("F1", "help"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._question = ""
        self._nudged = ""
        self._timeline_of = 0
        self._case_number = 0
        self._held = False

    def body(self) -> ComposeResult:
        """Yield the parts. None changes its size with the question, so that a key repaints little, and once."""
        with Columns():
            with Rows(id="main"):
                yield Literal(id="heading")
                yield Literal(id="question", comes_back=True)
                yield Literal(id="strip")
                yield Ends(id="tally")
            with Scroll(id="events"):
                yield Literal(id="timeline")
            with Scroll(id="notes"):
                yield Literal(id="said")

    # what is before the panel

    @property
    def case(self) -> Case:
        """The open case."""
        assert self.current_case is not None
        return self.current_case

    @property
    def question(self) -> Question:
        """The question before the panel."""
        by_id = self.meeting.question_set.by_id
        if self._question not in by_id:
            first = unanswered(self.meeting, self.case) or self.meeting.question_set.questions
            self._question = first[0].id
        return by_id[self._question]

    @property
    def answer(self) -> Item[acts.Answer] | None:
        """Its answer so far."""
        return self.case.answers.get(self.question.id)

    def pending(self) -> FollowUp | None:
        """Return the follow-up that waits for a digit: the first one shown that has no value yet."""
        return next((f for f in self._shown() if f.id not in self._follow_up_values()), None)

    def _shown(self) -> list[FollowUp]:
        answer = self.answer
        if answer is None:
            return []
        mark = answer.act.mark
        return [
            f for f in self.question.follow_ups if f.shown(mark) and (f.shown_when or mark not in _NOTHING)
        ]

    def _follow_up_values(self) -> dict[str, Any]:
        return dict(self.answer.act.follow_ups) if self.answer else {}

    def on_screen_resume(self) -> None:
        """Come back to the question that was open."""
        if self.current_case is None:
            return
        if self.case.number != self._case_number:
            begun = self._case_number == 0 and self.conductor.place.case == self.case.number
            self._case_number = self.case.number
            self._question = (self.conductor.place.question or "") if begun else ""
            self._begin(self.question)
        super().on_screen_resume()
        self.conductor.go(question=self.question.id)

    def _begin(self, question: Question) -> None:
        self._question, self._nudged = question.id, ""
        self.conductor.go(question=question.id)

    # painting

    def paint(self) -> None:
        """Show the question and everything around it."""
        if self._held or not self.is_mounted or self.current_case is None:
            return
        meeting, case, question = self.meeting, self.case, self.question
        width = self._width()
        self.paint_top()
        number = f"Question {question.number} of {len(meeting.question_set.questions)}"
        heading = join(bold(number), "   ", _severity(question))
        forecast = self.forecast(width - heading.cell_length - _AIR)
        self.literal("#heading").show(ends(heading, forecast, width))
        self.literal("#question").show(self._question_words(question, width))
        self.literal("#strip").show(_strip(meeting, case, question, width))
        self._paint_tally()
        self._paint_side()

    @contextlib.contextmanager
    def _painting_once(self) -> Iterator[None]:
        """Paint once for all that is done inside: the act, and the question that comes after it."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self.is_current:
            self.paint()

    def _question_words(self, question: Question, width: int) -> Content:
        """Return the wording, the help as far as there is room for it, the answers and what follows on them."""
        high = self.has_class("high")
        section = bold(question.section) if question.section else None
        wording, answers = lines(section, bold(question.wording)), self._answers(width)
        follow_ups = self._follow_ups(width)
        gap = Content("\n\n\n" if high else "\n\n")
        helped, height = _help_words(question, high), self.literal("#question").size.height
        # Before the first layout there is no height yet.
        if height and height < 3 * len(gap) + sum(
            _at_most(c, width) for c in (wording, helped, answers, follow_ups)
        ):
            taken = [*wording.wrap(width), *answers.wrap(width), *follow_ups.wrap(width), *gap.plain * 3]
            helped = _cut(helped, width, height - len(taken))
        parts = [wording, helped, answers]
        return join("\n\n" if high else "\n", gap.join([p for p in parts if p]), "\n\n", follow_ups)

    def _width(self) -> int:
        """Return the columns that the question has, beside the panels a wide screen shows."""
        margins = 4 if self.has_class("high") else 2
        panels = (40 if self.has_class("wide") else 0) + (60 if self.has_class("widest") else 0)
        return self.size.width - margins - panels

    def _paint_side(self) -> None:
        """Show what was said in this case, and its timeline, where there is room for them."""
        if self.has_class("wide"):
            self.literal("#said").show(said_words(self.meeting, self.case))
        if self.has_class("widest") and self._timeline_of != self.case.number:
            self._paint_timeline(self.conductor.papers_of(self.case))

    def _paint_timeline(self, papers: CasePapers | None) -> None:
        """Show the earliest dated entries; they do not change, so once all are read they are painted once."""
        if papers is None:
            self.literal("#timeline").show("")
        elif not log_is_read(self, papers):
            self.literal("#timeline").show(STILL)
            return
        else:
            first = papers.log.near(0, self.size.height)
            self.literal("#timeline").show(timeline_words(self.conductor.wellbeing.masked_events(first)))
        self._timeline_of = self.case.number

    def log_was_read(self) -> None:
        """The dated entries of a long case are all there now."""
        if self.is_mounted and self.current_case is not None:
            self._paint_side()

    def paint_top(self) -> None:
        """Show the top line."""
        if self.current_case is None:
            return
        case = self.case
        self.paint_frame(self.top_left(self.case_words(case), case.ref), self.top_right(case), self._KEYS)

    def tick(self) -> None:
        """A second has passed: the time at this question moves on."""
        self.paint_top()
        if self.is_mounted and self.current_case is not None:
            self._paint_tally()
            self._nudge()

    def _nudge(self) -> None:
        """Say once, at the end of a question's share, that it is over; what is being said already stays."""
        question, spent = self.question, self.conductor.question_seconds
        due = spent > pace.question_seconds(self.meeting) and self.answer is None
        if due and self._nudged != question.id and not self.literal("#notice").text:
            self._nudged = question.id
            self.notice("This question's share of the time is over.   p  parks what is wider")

    def _paint_tally(self) -> None:
        meeting, case = self.meeting, self.case
        spent = self.conductor.question_seconds
        share = pace.question_seconds(meeting)
        over = spent > share and self.answer is None
        time = f"{minutes_seconds(spent)} of {minutes_seconds(share)}{', over' if over else ''}"
        at = f"This question {time}" if self.has_class("widest") else time
        self.query_one("#tally", Ends).show(tally_words(meeting, case), at, self._width())

    def _answers(self, width: int) -> Content:
        question, given = self.question, self.answer
        if question.answer.kind != "scale":
            return _value_prompt(question, given)
        keys = mark_keys(self.meeting, question)
        parts = [
            _mark(key, choice.label, bool(given and given.act.mark == choice.value)) for key, choice in keys
        ]
        rows = beside_one_another(parts, width)
        split = self.conductor.tray.split(question)
        note = f"Note: {given.act.text}" if given and given.act.text else None
        return lines(*rows, split and plain(f"Slips: {split}"), *_beside(given), note and plain(note))

    def _follow_ups(self, width: int) -> Content:
        values, pending = self._follow_up_values(), self.pending()
        rows: list[Content] = []
        for follow_up in self._shown():
            value = values.get(follow_up.id)
            if value is not None:
                rows.append(join(plain(follow_up.text), "  ", bold(str(value))))
            elif follow_up is pending:
                rows.append(plain(follow_up.text))
                rows += beside_one_another(_options(follow_up.answer.options), width)
        if pending is not None:
            rows.append(join(styled("ENTER", KEY), "  go on without"))
        return lines(*rows) if rows else plain("")

    # answering

    def on_key(self, event: events.Key | None = None) -> None:
        """A mark's key answers; a digit answers the follow-up, or chooses a value."""
        super().on_key()
        if event is None or event.character is None or self.current_case is None:
            return
        character = event.character
        for key, choice in mark_keys(self.meeting, self.question):
            if character == key:
                event.stop()
                self._mark(choice.value)
                return
        if character.isdigit() and character != "0":
            event.stop()
            self._digit(int(character))

    def _mark(self, mark: str) -> None:
        question = self.question
        if mark == UNDECIDED:
            self._ask_hands(question)
        elif scrutiny.needs_why(question, mark):
            self._ask_why(question, mark)
        else:
            self._record(self._marked(question, mark))

    def _marked(self, question: Question, mark: str) -> acts.Answer:
        """Return the answer with that mark; the same mark again keeps all that was said with it."""
        given = self.case.answers.get(question.id)
        if given is not None and given.act.mark == mark:
            return given.act
        return acts.Answer(question=question.id, mark=mark, **self._kept(question))

    def _kept(self, question: Question) -> dict[str, Any]:
        """What stays when the mark is changed: the evidence and a note, but not why the old mark was given."""
        given = self.case.answers.get(question.id)
        if given is None:
            return {}
        why = given.act.mark is not None and scrutiny.needs_why(question, given.act.mark)
        return {"text": None if why else given.act.text, "evidence": given.act.evidence}

    def _record(self, act: acts.Answer) -> None:
        question, before = self.question, self.answer
        with self._painting_once():
            if self.app.act(act) and self.pending() is None:
                self._go_on()
        if before is not None and act.mark is not None and before.act.mark not in (None, act.mark):
            self._say_changed(question, before.act.mark, act.mark)

    def _say_changed(self, question: Question, before: str, after: str) -> None:
        """A key meant for the next question may have changed this one: say so, unless more came of it."""
        if self.literal("#notice").text:
            return
        label = self.meeting.question_set.mark_label
        was, now = label(question, before), label(question, after)
        self.app.say(f"Question {question.number} was {was}, now {now}.   u  takes that back")

    def _ask_hands(self, question: Question) -> None:
        marks = [c for _, c in mark_keys(self.meeting, question) if c.value not in (UNDECIDED, CANNOT_TELL)]
        slips = self.conductor.tray.hands(question)
        fields = [
            Field(c.value, f"Hands for: {c.label}", "number", required=False, value=slips.get(c.value))
            for c in marks
        ]

        def given(values: dict[str, int] | None) -> None:
            if values is None:
                return
            if not values:
                self.notice("No hands were counted: nothing was recorded.", refused=True)
                return
            count = {mark: int(n) for mark, n in values.items()}
            self._record(
                acts.Answer(question=question.id, mark=UNDECIDED, count=count, **self._kept(question))
            )

        self.app.push_screen(
            Form("The panel cannot agree: how do the hands divide?", fields, accept="record"), given
        )

    def _ask_why(self, question: Question, mark: str) -> None:
        why = "This takes a major question out of the count." if question.severity == "major" else ""

        def given(values: dict[str, str] | None) -> None:
            if values:
                kept = {**self._kept(question), "text": values["text"]}
                self._record(acts.Answer(question=question.id, mark=mark, **kept))

        label = self.meeting.question_set.mark_label(question, mark)
        fields = (Field("text", f"{label}: why? It is minuted."),)
        self.app.push_screen(
            Form(
                f"Question {question.number}",
                fields,
                draft=f"why {self.case.number} {question.id}",
                intro=plain(why),
            ),
            given,
        )

    def _digit(self, digit: int) -> None:
        pending = self.pending()
        if pending is not None:
            self._answer_follow_up(pending, digit)
        elif self.question.answer.kind == "choice" and digit <= len(self.question.answer.options):
            value = self.question.answer.options[digit - 1]
            self._record(acts.Answer(question=self.question.id, value=value, **self._kept(self.question)))

    def _answer_follow_up(self, follow_up: FollowUp, digit: int) -> None:
        options, given = follow_up.answer.options, self.answer
        if given is None or digit > len(options):
            return
        values = {**given.act.follow_ups, follow_up.id: options[digit - 1]}
        self._record(given.act.model_copy(update={"follow_ups": values}))

    def action_on(self) -> None:
        """ENTER: type a value where the question takes one, else go on."""
        question, pending = self.question, self.pending()
        if pending is not None and pending.answer.kind != "choice":
            self._type_follow_up(pending)
        elif question.answer.kind in ("text", "count", "number", "multi") and self.answer is None:
            self._type_value(question)
        elif self.answer is None:
            self.notice(f"Question {question.number} has no answer yet.   right arrow  goes on without one")
        else:
            self._go_on()

    def _type_follow_up(self, follow_up: FollowUp) -> None:
        given = self.answer
        assert given is not None

        def typed(values: dict[str, Any] | None) -> None:
            if values:
                merged = {**given.act.follow_ups, follow_up.id: values["value"]}
                self._record(given.act.model_copy(update={"follow_ups": merged}))
            else:
                self._go_on()

        kind: Kind = "number" if follow_up.answer.kind in ("number", "count") else "words"
        self.app.push_screen(
            Form(
                "Follow-up",
                (Field("value", follow_up.text, kind, decimal=True),),
                draft=f"value {self.case.number} {follow_up.id}",
            ),
            typed,
        )

    def _type_value(self, question: Question) -> None:
        def typed(values: dict[str, Any] | None) -> None:
            if values:
                self._record(acts.Answer(question=question.id, **_typed_value(question, values)))

        title = f"Question {question.number}"
        fields = _value_fields(question, self.answer.act.value if self.answer else None)
        self.app.push_screen(Form(title, fields, draft=f"value {self.case.number} {question.id}"), typed)

    def action_note(self) -> None:
        """A note beside the answer."""
        answer = self.answer
        if answer is None:
            self.notice("Answer the question first, then add the note.", refused=True)
            return
        if self.question.answer.kind != "scale":
            self._type_value(self.question)
            return

        def given(values: dict[str, str] | None) -> None:
            if values:
                self.app.act_on(acts.Answer, {**answer.act.data(), "text": values["text"]})

        fields = (Field("text", "Note beside this answer", value=answer.act.text),)
        draft = f"note {self.case.number} {self.question.id}"
        self.app.push_screen(Form(f"Question {self.question.number}", fields, draft=draft), given)

    def action_evidence(self) -> None:
        """A page as evidence, or that it was looked for and not found."""
        if self.answer is None:
            self.notice("Answer the question first, then say where the papers show it.", refused=True)
            return
        options = (Option("n", "not_found", "Looked, not found"), Option("p", "page", "The page above"))
        fields = (
            Field("page", "Page number (empty if it was looked for and not found)", "number", required=False),
            Field("how", "Evidence", "choice", options),
        )

        def given(values: dict[str, Any] | None) -> None:
            if values and values["how"] == "page" and not values.get("page"):
                self.notice("No page was given: nothing was noted.", refused=True)
            elif values:
                self.app.pin_evidence(values.get("page") if values["how"] == "page" else None)

        intro = plain("Or press / to look into the papers, turn to the page, and press e there.")
        self.app.push_screen(
            Form(f"Evidence for question {self.question.number}", fields, intro=intro), given
        )

    def action_glossary(self) -> None:
        """Say in plain words what the abbreviations in this question mean."""
        terms = {t.id: t for t in self.meeting.question_set.terms}
        rows = []
        for term in (terms[name] for name in self.question.glossary if name in terms):
            meaning = f"{term.expansion}. {term.meaning}" if term.expansion else term.meaning
            rows.append(lines(bold(term.term), meaning, ""))
        text = lines(*rows) if rows else plain("No word of this question is in the glossary.")
        self.app.push_screen(TextBox(f"Words in question {self.question.number}", text))

    def action_clocks(self) -> None:
        """Show what the dated log says about time limits, those of this question first."""
        show_clocks(self, self.case, self.question.number)

    def action_known(self) -> None:
        """Show what was known when a decision was made."""
        show_known(self, self.case)

    def action_papers(self) -> None:
        """Look into the papers and come back."""
        self.app.go("reading")

    # moving

    def action_undo(self) -> None:
        """Take the latest act back, and go to the question it answered."""
        with self._painting_once():
            question = self.app.undo()
            if question and self.current_case is not None:
                self._begin(self.meeting.question_set.by_id[question])

    def turn_to_unanswered(self) -> None:
        """Begin with the first question that has no answer, when this screen is shown next."""
        self._question = ""
        self.conductor.go(question=None)

    def action_step(self, by: int) -> None:
        """The next or previous question."""
        questions = self.meeting.question_set.questions
        place = questions.index(self.question) + by
        if 0 <= place < len(questions):
            self._begin(questions[place])
            self.paint()

    def action_unanswered(self) -> None:
        """The next question without an answer."""
        left = unanswered(self.meeting, self.case)
        if not left:
            self.notice("Every question has an answer.   q  marks and outcome")
            return
        after = [q for q in left if q.number > self.question.number]
        self._begin((after or left)[0])
        self.paint()

    def _go_on(self) -> None:
        """The next question without an answer; when there is none, the outcome."""
        questions = self.meeting.question_set.questions
        left = {q.id for q in unanswered(self.meeting, self.case)}
        later = [q for q in questions if q.number > self.question.number]
        if not left:
            self.app.go("outcome")
        elif following := [q for q in later if q.id in left]:
            self._begin(following[0])
            self.paint()
        else:
            self.notice(f"{plural(len(left), 'question')} still without an answer:   j  goes there")
            self.paint()


# ── pure pieces ──────────────────────────────────────────────────────────────────────────────────────────


def mark_keys(meeting: Meeting, question: Question) -> list[tuple[str, Any]]:
    """Return (key, choice) for each mark of a question, as :func:`scale_keys`."""
    return scale_keys(meeting.question_set, question)


def scale_keys(questions: QuestionSet, question: Question) -> list[tuple[str, Any]]:
    """Return (key, choice) for each mark: the set's own keys, else the letters that no other act uses."""
    free = iter("zvnrsdlhiq")
    return [(c.key or next(free), c) for c in questions.scale_of(question)]


def tally_words(meeting: Meeting, case: Case) -> Content:
    """Return ``MAJOR not met  0 of 3       MINOR not met  2 of 8``; nothing where nothing is major or minor."""
    tally = case_tally(meeting, case)
    if not tally.of_major and not tally.of_minor:
        return plain(f"{len(case.answers)} of {len(meeting.question_set.questions)} answered")
    open_majors = f" ({tally.major_not_established} not established)" if tally.major_not_established else ""
    major = join("MAJOR not met  ", _figure(tally.major), f" of {tally.of_major}{open_majors}")
    return join(major, "   MINOR not met  ", _figure(tally.minor), f" of {tally.of_minor}")


def said_words(meeting: Meeting, case: Case) -> Content:
    """Return what was recorded about the case so far, for the panel at the side."""
    observations = [f"{OBSERVED[i.act.kind]}: {i.act.text}" for i in case.observations]
    asked = [f"{'Settled' if q.settled else 'Open'}: {q.text}" for q in queries(meeting, case)]
    parked = [i.act.text for i in meeting.parked if i.case == case.number]
    parts = (("Observations", observations), ("Queries to the force", asked), ("Parked", parked))
    rows = [lines(bold(heading), *(f"- {words}" for words in said), "") for heading, said in parts if said]
    return lines(*rows) if rows else lines(bold("Observations"), "none yet:  o")


OBSERVED = {
    "good_practice": "Good practice",
    "learning": "Learning",
    "record_error": "Record error",
    "wider_issue": "Wider issue",
    "insight": "Insight",
    "query": "Query",
}
"""Kinds of observation, in words."""


@lru_cache(maxsize=64)
def _figure(count: int) -> Content:
    return styled(str(count), FAULT if count else BOLD)


def _severity(question: Question) -> Content:
    if question.severity == "major":
        return bold("MAJOR")
    return plain(question.severity or "")


def _help_words(question: Question, roomy: bool) -> Content:
    parts: list[str] = [question.help] if question.help else []
    if question.applies_note:
        parts.append(question.applies_note)
    if question.consider:
        hints = "; ".join(question.consider)
        parts.append(f"Consider: {hints}" + ("" if hints.endswith("?") else "."))
    if roomy:
        parts += [_timescale_words(t.label, t.limit, t.unit, t.clock_starts) for t in question.timescales]
        parts += [f"To confirm with the OPCC: {question.confirm}"] if question.confirm else []
    return lines(*parts) if parts else plain("")


def _at_most(content: Content, width: int) -> int:
    """Return how many rows it takes at most: reckoned without wrapping it, which takes longer."""
    return sum(1 + 2 * len(row) // max(1, width) for row in content.plain.split("\n"))


def _cut(content: Content, width: int, room: int) -> Content:
    """Return at most ``room`` rows of it; that it goes on is seen."""
    rows = content.wrap(width)
    if len(rows) <= room:
        return content
    return lines(*rows[: room - 1], "...") if room > 1 else plain("")


def _timescale_words(label: str, limit: float, unit: str, clock_starts: str) -> str:
    return f"Time limit: {label}, {limit:g} {unit}; the clock starts: {clock_starts}."


@lru_cache(maxsize=128)
def _mark(key: str, label: str, chosen: bool) -> Content:
    inside = join(styled(f" {key} ", KEY), styled(label, BOLD) if chosen else plain(label))
    return join(styled("[", BOLD), inside, styled(" ]", BOLD)) if chosen else join(" ", inside, "  ")


def _options(options: Iterable[str]) -> list[Content]:
    return [join(styled(f" {n} ", KEY), plain(option), "  ") for n, option in enumerate(options, 1)]


def beside_one_another(parts: list[Content], width: int) -> list[Content]:
    """Lay the parts side by side, as many to a row as fit."""
    rows: list[list[Content]] = [[]]
    room = width
    for part in parts:
        if rows[-1] and part.cell_length > room:
            rows.append([])
            room = width
        rows[-1].append(part)
        room -= part.cell_length
    return [join(*row) for row in rows]


def _beside(given: Item[acts.Answer] | None) -> list[Content]:
    """Return what stands beside a mark: the hands and the evidence."""
    if given is None:
        return []
    rows = []
    if given.act.count:
        rows.append(
            plain("Hands: " + ", ".join(f"{SHORT.get(m, m)} {n}" for m, n in given.act.count.items()))
        )
    if given.act.evidence:
        page = given.act.evidence.page
        rows.append(plain(f"Evidence: page {page}" if page else "Evidence: looked, not found"))
    return rows


def _strip(meeting: Meeting, case: Case, at: Question, width: int) -> Content:
    """Return all questions with their marks, two lines to a row of questions."""
    questions = meeting.question_set.questions
    a_row = max(1, width // 6)
    rows: list[Content] = []
    for start in range(0, len(questions), a_row):
        part = questions[start : start + a_row]
        rows.append(Content("").join([_number(q, q.id == at.id) for q in part]))
        rows.append(Content("").join([_short(q, case.answers.get(q.id)) for q in part]))
    return lines(*rows)


def _number(question: Question, here: bool) -> Content:
    name = f"{question.number}{'M' if question.severity == 'major' else ''}"
    return _cell(f"[{name}]", KEY) if here else _cell(name)


def _short(question: Question, given: Item[acts.Answer] | None) -> Content:
    if given is None:
        return _cell("-")
    mark = given.act.mark
    word = SHORT.get(mark, mark) if mark else "done"
    return _cell(word[:5], FAULT if mark in question.fault_when else BOLD)


@lru_cache(maxsize=256)
def _cell(word: str, style: str = "") -> Content:
    return styled(word.center(6), style)


def _value_prompt(question: Question, given: Item[acts.Answer] | None) -> Content:
    if given is not None:
        value = given.act.value if given.act.value is not None else given.act.text
        return lines(bold(f"Answer: {_value_words(value)}"), *_beside(given))
    if question.answer.kind == "choice":
        return lines(*_options(question.answer.options))
    return join(styled("ENTER", KEY), "  type the answer")


def _value_words(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value.get('agree')} of {value.get('of')}"
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


def _value_fields(question: Question, given: Any) -> list[Field]:
    """Return the fields to type an answer into, holding what was answered before."""
    answer, label = question.answer, question.wording
    if answer.kind == "count":
        before = given if isinstance(given, dict) else {"agree": given}
        agree = Field("agree", f"How many: {answer.count_of or 'agree'}", "number", value=before.get("agree"))
        return [agree, Field("of", "Of how many present", "number", value=before.get("of"))]
    if answer.kind == "number":
        full = f"{label} ({answer.unit})" if answer.unit else label
        return [Field("value", full, "number", value=given, decimal=True)]
    if answer.kind == "multi":
        options = "; ".join(f"{n} {o}" for n, o in enumerate(answer.options, 1))
        chosen = " ".join(str(answer.options.index(o) + 1) for o in given or ())
        return [
            Field("numbers", f"{label} The numbers that apply, with spaces: {options}", "line", value=chosen)
        ]
    return [Field("value", label, value=given)]


def _typed_value(question: Question, values: dict[str, Any]) -> dict[str, Any]:
    answer = question.answer
    if answer.kind == "count":
        return {"value": {"agree": int(values["agree"]), "of": int(values["of"])}}
    if answer.kind == "multi":
        numbers = [int(n) for n in str(values["numbers"]).replace(",", " ").split() if n.isdigit()]
        return {"value": [answer.options[n - 1] for n in numbers if 1 <= n <= len(answer.options)]}
    return {"value": values["value"]}
