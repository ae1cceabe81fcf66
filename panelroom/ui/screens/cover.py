"""Case cover: what is coming, before anybody reads a word of it."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom import acts, pace
from panelroom.meeting import Case, Meeting, Person, case_quorate, not_taking_part
from panelroom.papers import CasePapers
from panelroom.records.words import capital, say_carried
from panelroom.text import plural
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import FAULT, KEY, bold, ends, join, lines, plain, styled
from panelroom.ui.screens.boxes import pick_unseen
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.known_then import STANCE
from panelroom.ui.screens.late import rule_on_late
from panelroom.ui.widgets import Literal

if TYPE_CHECKING:
    from panelroom.ui.app import PanelroomApp

WIDEST_COVER = 100
"""Columns of a cover: more would tear a line's two ends apart."""

_STATES = {
    "waiting": "not begun",
    "open": "open",
    "closed": "closed",
    "carried_forward": "carried forward",
}


class Cover(MeetingScreen):
    """The cover of a case: the next one, or another chosen with the arrow keys."""

    NAME = "cover"
    HELP_TITLE = "Case cover"
    HELP = """
What to expect, before the case is opened. Give people a moment: somebody may wish to sit this case out.

ENTER : open the case and start the reading time
+ - : more or fewer minutes to read
s : a member sits this case out, or is back (private; no reason is asked or kept)
i : a member has an interest in this case (private)
r : the Chair rules on a member who came late
g : the ground rules were read aloud and accepted
left right : another case
q : open the case without reading time, straight to the questions
x : carry this case forward to the next meeting
R : reopen this case, if it is closed
m ESC : members
w : wrap up
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read", "start reading", show=False),
        Binding("plus,equals_sign", "minutes(1)", "a minute more", show=False),
        Binding("minus", "minutes(-1)", "a minute fewer", show=False),
        Binding("s", "sit_out", "sit out", show=False),
        Binding("i", "interest", "interest", show=False),
        Binding("r", "late", "rule on late members", show=False),
        Binding("g", "ground_rules", "ground rules", show=False),
        Binding("left", "other(-1)", "other case", show=False),
        Binding("right", "other(1)", "other case", show=False),
        Binding("q", "questions", "questions at once", show=False),
        Binding("x", "carry", "carry forward", show=False),
        Binding("R", "reopen", "reopen a closed case", show=False),
        Binding("escape", "app.go('roll_call')", "members", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._extra = 0
        self._offered: dict[int, int] = {}

    def body(self) -> ComposeResult:
        """Yield the cover."""
        yield Literal(id="cover")
        yield Literal(id="start")

    @property
    def case(self) -> Case:
        """The case whose cover this is."""
        if self.meeting.open_case:
            return self.meeting.case(self.meeting.open_case)
        if not 1 <= self._number <= len(self.meeting.cases):
            self._number = next_case(self.meeting) or 1
        return self.meeting.case(self._number)

    def show_case(self, number: int) -> None:
        """Show the cover of that case, to the room too."""
        self._number, self._extra = number, 0
        self.conductor.show_room(cover=number)

    def on_screen_resume(self) -> None:
        """Come back to the cover; the room is told of what to expect before the case is opened."""
        self.conductor.show_room(cover=self.case.number)
        super().on_screen_resume()

    def offer(self, number: int, minutes: int) -> None:
        """Offer that case another reading time from now on, in minutes."""
        self._offered[number] = minutes
        self._extra = 0

    @property
    def minutes(self) -> int:
        """The reading time to be offered, in minutes."""
        case = self.case
        offered = self._offered.get(case.number) or pace.reading_minutes(self.meeting, case)
        return max(1, offered + self._extra)

    def paint(self) -> None:
        """Show the cover."""
        if not self.is_mounted:
            return
        self.paint_top()
        width = min(self.size.width - 4, WIDEST_COVER)
        papers = self.conductor.papers_of(self.case)
        self.literal("#cover").show(
            _cover(self.meeting, self.case, papers, self.conductor.papers_problem, width)
        )
        self.literal("#start").show(self._start())

    def paint_top(self) -> None:
        """Show the top line and the keys that make sense for this case."""
        case = self.case
        keys = [("+/-", "minutes"), ("s", "sit out"), ("i", "interest"), ("m", "members")]
        if case.state == "closed":
            keys = [("R", "reopen"), ("m", "members"), ("w", "wrap up")]
        if _rules_unread(self.meeting):
            keys.insert(0, ("g", "ground rules"))
        keys += [("left right", "other case"), ("b", "blank"), ("F1", "help")]
        self.paint_case_frame(case, keys)

    def _start(self) -> Content:
        case = self.case
        if case.state == "closed":
            return plain("\nThis case is closed.")
        verb = (
            "go on with this case"
            if case.state == "open"
            else f"start reading, {plural(self.minutes, 'minute')}"
        )
        return join("\n", styled("ENTER", KEY), f"  {verb}")

    def action_minutes(self, by: int) -> None:
        """Offer more or fewer minutes."""
        if self.minutes + by >= 1:
            self._extra += by
        self.paint()

    def action_other(self, by: int) -> None:
        """Look at another case's cover."""
        if self.meeting.open_case:
            self.notice(
                f"Case {self.meeting.open_case} is open: close it or carry it forward first.", refused=True
            )
            return
        self.show_case(max(1, min(len(self.meeting.cases), self.case.number + by)))
        self.paint()

    def _open(self) -> bool:
        case = self.case
        if case.state == "open" or self.app.act(acts.OpenCase(case=case.number)):
            return True
        if keys := _keys_to_open(self.meeting):
            self.notice_also(keys)
        return False

    def action_read(self) -> None:
        """Open the case and start reading; a case that is open goes on where it was."""
        minutes = self.minutes
        if self._open():
            state = self.meeting.timing(self.case.number).reading.state
            if state == "none":
                self.app.act(acts.StartReading(minutes=minutes))
            self.app.go("questions" if state == "ended" else "reading")

    def action_questions(self) -> None:
        """Open the case without reading time."""
        if self._open():
            self.app.go("questions")

    def action_sit_out(self) -> None:
        """A member sits this case out, or is back."""
        case = self.case

        def picked(person: Person) -> None:
            kind = acts.SitIn if person.id in case.out else acts.SitOut
            self.app.act(kind(member=person.id, case=case.number))

        self._pick_member(
            "Who sits this case out, or is back?", picked, lambda p: "sits out" if p.id in case.out else ""
        )

    def action_interest(self) -> None:
        """A member has an interest in this case."""
        case = self.case

        def picked(person: Person) -> None:
            self.app.act(acts.DeclareInterest(member=person.id, case=case.number))

        self._pick_member(
            "Who has an interest in this case?",
            picked,
            lambda p: "declared" if p.id in case.interests else "",
        )

    def action_late(self) -> None:
        """The Chair rules whether a late member may decide this case."""
        rule_on_late(self, self.case)

    def _pick_member(self, title: str, done: object, remark: object) -> None:
        """Pick a member, unseen by the room."""
        assert callable(done) and callable(remark)
        people = [p for p in self.meeting.people.values() if p.counts]
        options = [(p, f"{p.name}   {remark(p)}") for p in people]

        def picked(person: Person | None) -> None:
            if person is not None:
                done(person)

        pick_unseen(self.app, title, options, picked)

    def action_carry(self) -> None:
        """Carry this case forward, with the reason."""
        ask_carry(self.app, self.case)

    def action_reopen(self) -> None:
        """Take a closed case up again, with the reason."""
        case = self.case

        def given(values: dict[str, str] | None) -> None:
            if values and self.app.act(acts.ReopenCase(case=case.number, reason=values["reason"])):
                self.app.go("outcome")

        self.app.push_screen(
            Form(f"Reopen case {case.number}", (Field("reason", "Why?"),), draft=f"reopen {case.number}"),
            given,
        )


def ask_carry(app: "PanelroomApp", case: Case) -> None:
    """Carry a case forward once the reason is given, and go to where the next case is."""

    def given(values: dict[str, str] | None) -> None:
        if values and app.act(acts.CarryForward(case=case.number, reason=values["reason"])):
            app.next_case()

    fields = (Field("reason", "Why is it carried forward?"),)
    title, draft = f"Carry case {case.number} forward", f"carry {case.number}"
    app.push_screen(Form(title, fields, draft=draft), given)


def next_case(meeting: Meeting) -> int | None:
    """Return the number of the case to turn to: the open one, else the first that waits."""
    if meeting.open_case:
        return meeting.open_case
    return next((c.number for c in meeting.cases if c.state == "waiting"), None)


def _rules_unread(meeting: Meeting) -> bool:
    return bool(meeting.question_set.meetings.ground_rules) and meeting.ground_rules_at is None


def _keys_to_open(meeting: Meeting) -> str | None:
    """Return the keys that clear what stands before every case: the ground rules, then an observer unapproved."""
    if _rules_unread(meeting):
        return "Press g."
    if any(p.role == "observer" and p.present and not p.approved for p in meeting.people.values()):
        return "Press m, choose the observer, then v to approve, l if they leave."
    return None


def _cover(
    meeting: Meeting, case: Case, papers: CasePapers | None, problem: str | None, width: int
) -> Content:
    listed = case.listed
    heading = ends(bold(listed.title or case.ref), bold(", ".join(listed.strands)), width)
    out = not_taking_part(case)
    who = (
        f"{plural(out, 'member')} {'is' if out == 1 else 'are'} not taking part in this case."
        if out
        else None
    )
    enough = case_quorate(meeting, case)
    quorum = None if meeting.opening.quorum is None else "Quorate without them." if out and enough else None
    if not enough:
        quorum = "NOT QUORATE for this case: the panel may read and discuss, not decide."
    return lines(
        heading,
        _closed_line(papers),
        _carried_line(case),
        "",
        *_rows(case, papers, problem),
        "",
        who,
        styled(quorum, FAULT) if quorum and not enough else quorum,
        STANCE,
        f"This case: {_STATES[case.state]}." if case.state != "waiting" else None,
    )


def _closed_line(papers: CasePapers | None) -> str | None:
    if papers is None or papers.closed is None:
        return None
    after = f" after {plural(papers.days_open, 'day')}" if papers.days_open is not None else ""
    return f"Closed {papers.closed.day} {papers.closed:%B %Y}{after}"


def _carried_line(case: Case) -> str | None:
    """Return from which meeting the case was carried; nothing of its marks came along."""
    said = say_carried(case.listed.carried_from)
    return f"{capital(said)}. No mark came along: decide afresh." if said else None


def _rows(case: Case, papers: CasePapers | None, problem: str | None) -> list[Content]:
    rows = [_row("What to expect", case.listed.advisory or "No content advisory was given.")]
    if papers is None:
        rows.append(
            _row(
                "Papers",
                problem or "The papers of this case are not in the folder: the panel reads from paper.",
            )
        )
        return rows
    documents, pages = plural(len(papers.documents), "document"), plural(len(papers.pages), "page")
    rows.append(
        _row("Papers", f"{documents}, {pages}, about {plural(papers.reading_minutes(), 'minute')} to read")
    )
    for missing in papers.missing:
        rows.append(_row("Not in the papers", f"{missing.what} - {missing.why}"))
    if not papers.missing:
        rows.append(_row("Not in the papers", "Nothing is known to be missing."))
    return rows


def _row(label: str, text: str) -> Content:
    return join(styled(f"{label:<19}", "bold"), text)
