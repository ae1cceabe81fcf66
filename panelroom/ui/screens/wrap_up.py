"""Wrap-up: what was parked, who does what, the papers counted back in, and the end of the meeting."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom import acts, pace
from panelroom.meeting import Case, Meeting, actions, queries, withheld_pages
from panelroom.text import plural
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import FAULT, KEY, bold, hanging, join, lines, plain, styled
from panelroom.ui.screens import after_forms, parking
from panelroom.ui.screens.boxes import Confirm
from panelroom.ui.screens.cover import next_case
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.widgets import Literal, More, Scroll
from panelroom.wellbeing import heavy_in_a_row


class WrapUp(MeetingScreen):
    """The meeting on one screen; after closing, the way to what is left to do."""

    NAME = "wrap_up"
    HELP_TITLE = "Wrap-up"
    HELP = """
The whole meeting on one screen, before it is closed.

a : an action: what, by which role, by when
c : the paper copies, out and back in
p : park a wider issue
s : what becomes of a parked issue: kept, an action, a query, or dropped
e : edit or strike what was recorded
ENTER : close the meeting (it asks first)
q ESC left : back to the case
PGDN PGUP : the rest of this screen, where it does not all fit

After closing:
ENTER q ESC : what is left to do: wording for the public, documents, handing over
r f v h : there too, where each of them does its work
d : write the minutes, feedback forms and the record
e : correct what was recorded, with the reason
n : note that the minutes were confirmed
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add_action", "action", show=False),
        Binding("c", "papers", "count the paper copies", show=False),
        Binding("s", "settle", "settle what was parked", show=False),
        Binding("e", "app.record('edit')", "edit what was recorded", show=False),
        Binding("d", "documents", "write the documents", show=False),
        Binding("n", "confirm", "minutes confirmed", show=False),
        Binding("enter", "close", "close the meeting", show=False),
        Binding("q,escape,left", "back", "back to the case", show=False),
        Binding("r,f,v,h", "left_to_do", "what is left to do", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
        Binding("pagedown,space", "scroll_page(1)", "down", show=False),
        Binding("pageup", "scroll_page(-1)", "up", show=False),
    ]

    def body(self) -> ComposeResult:
        """Yield the cases and what was said of the meeting; side by side where there is room."""
        with Scroll(id="all") as everything:
            yield Literal(id="summary")
            yield Literal(id="rest")
        yield More(everything)

    def paint(self) -> None:
        """Show the summary."""
        if not self.is_mounted:
            return
        self.paint_top()
        self.literal("#summary").show(_cases(self.meeting))
        support = self.conductor.wellbeing.support
        self.literal("#rest").show(
            lines(
                *_care(support, self.literal("#rest").content_size.width or self.size.width),
                *_said(self.meeting),
                *_heavy_rows(self.meeting),
                *_time_rows(self.meeting),
            )
        )

    def paint_top(self) -> None:
        """Show the top line and the keys for this stage."""
        self.paint_frame(self.top_left("Wrap-up"), self.top_right(), _keys(self.meeting))

    def action_scroll(self, by: int) -> None:
        """Move up or down."""
        self.query_one("#all", Scroll).scroll_relative(y=by, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Move up or down by what is seen, less one row."""
        self.action_scroll(pages * max(1, self.query_one("#all", Scroll).size.height - 1))

    def action_back(self) -> None:
        """Go back to the case, or to what is left to do; say so where there is neither."""
        if self.meeting.closed_at or next_case(self.meeting) is not None:
            self.app.back_to_case()
        else:
            self.notice("Every case is taken: ENTER closes the meeting, m goes to the roll call.")

    def action_left_to_do(self) -> None:
        """Show what is left to do, under the keys it has there."""
        if self.meeting.closed_at:
            self.app.go("after")
        else:
            self.notice("That comes after the meeting is closed: ENTER closes it.", refused=True)

    def action_add_action(self) -> None:
        """Record an action."""
        if self.meeting.closed_at:
            self.notice("The meeting is closed. To put an action right: e, with the reason.", refused=True)
            return
        fields = (
            Field("text", "What is to be done?"),
            Field("owner_role", "By which role? (a role, not a name)", "line"),
            Field("due", "By when? (such as 2026-05-31; may stay empty)", "line", required=False),
        )

        def given(values: dict[str, Any] | None) -> None:
            if values:
                self.app.act_on(acts.RecordAction, values)

        self.app.push_screen(Form("Action", fields, draft="action"), given)

    def action_papers(self) -> None:
        """Count the paper copies."""
        if self.meeting.closed_at:
            self.notice("The meeting is closed. To put the count right: e, with the reason.", refused=True)
            return
        papers = self.meeting.papers

        def given(values: dict[str, Any] | None) -> None:
            if values:
                self.app.act_on(acts.CountPapers, values)

        fields = paper_fields(papers.act if papers else None)
        self.app.push_screen(Form("Paper copies", fields, accept="record"), given)

    def action_settle(self) -> None:
        """Say what becomes of the parked issues."""
        if self.meeting.closed_at:
            self.notice("The meeting is closed. To put it right: e, with the reason.", refused=True)
        else:
            parking.settle(self.app)

    def action_close(self) -> None:
        """Close the meeting; with copies outstanding it needs a reason."""
        meeting = self.meeting
        if meeting.closed_at:
            self.app.go("after")
            return
        if meeting.open_case is not None:
            # The rules refuse it, whatever would be answered: so nothing is asked.
            self.app.act(acts.CloseMeeting())
            self.notice_also("q goes back to it; F4 there, then x, carries it forward.")
            return
        outstanding = meeting.papers.act.out - meeting.papers.act.back if meeting.papers else 0
        if outstanding:
            self._close_with_reason(outstanding)
            return
        waiting = sum(c.state == "waiting" for c in meeting.cases)
        carried = f" {plural(waiting, 'case')} not reached will be carried forward." if waiting else ""

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.act(acts.CloseMeeting())

        uncounted = "" if meeting.papers else " The paper copies are not counted."
        question = f"Close the meeting?{carried}{parking.waiting_words(meeting)}{uncounted}"
        self.app.push_screen(Confirm(question), answered)

    def _close_with_reason(self, outstanding: int) -> None:
        def given(values: dict[str, str] | None) -> None:
            if values:
                self.app.act(acts.CloseMeeting(reason=values["reason"]))

        copies = plural(outstanding, "copy is", "copies are")
        fields = (Field("reason", f"{copies} outstanding. Why does the meeting close all the same?"),)
        self.app.push_screen(Form("Close the meeting", fields, draft="close"), given)

    def action_confirm(self) -> None:
        """Note that the minutes were confirmed, and how."""
        if not self.meeting.closed_at:
            self.notice(
                "The minutes are confirmed after the meeting is closed: ENTER closes it.", refused=True
            )
            return
        after_forms.ask_confirmed(self)

    def action_documents(self) -> None:
        """Write minutes, feedback forms and the record."""
        if not self.meeting.closed_at:
            self.notice("The documents are written when the meeting is closed.", refused=True)
            return
        after_forms.ask_documents(self)


def paper_fields(counted: acts.CountPapers | None) -> tuple[Field, ...]:
    """Return the fields for the paper copies, with the numbers counted before."""
    return (
        Field("out", "Copies handed out", "number", value=counted.out if counted else None),
        Field("in", "Copies counted back in", "number", value=counted.back if counted else None),
    )


def _keys(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the keys for this stage; where they do not all fit, what stands before help goes first."""
    if meeting.closed_at:
        keys = [("ENTER", "what is left"), ("d", "write"), ("e", "correct"), ("n", "confirmed")]
        return [*keys, ("ctrl+q", "leave"), ("F1", "help")]
    back = [("q", "back")] if next_case(meeting) is not None else []
    close = [("ENTER", "close")] if meeting.open_case is None else []
    return [
        ("a", "action"),
        ("c", "papers"),
        ("s", "settle") if meeting.parked else ("p", "park"),
        *back,
        *close,
        ("ctrl+q", "leave"),
        ("e", "edit"),
        ("F1", "help"),
    ]


def _cases(meeting: Meeting) -> Content:
    """Return how far the meeting is, every case with what became of it, what comes next, and the paper copies."""
    rows = (_case_row(meeting, c) for c in meeting.cases)
    urgent = f"{plural(len(meeting.urgent), 'urgent matter')} in the restricted record"
    return lines(
        bold(_state_words(meeting)),
        "",
        *rows,
        "",
        _next(meeting),
        "",
        _papers_row(meeting),
        styled(urgent, FAULT) if meeting.urgent else None,
    )


def _next(meeting: Meeting) -> Content:
    """Return the key that leads on from here, and where to."""
    if meeting.closed_at:
        return join(styled("ENTER", KEY), "  what is left to do")
    if meeting.open_case is not None:
        return join(styled("q", KEY), f"  back to case {meeting.open_case}, which is open")
    return join(styled("ENTER", KEY), "  close the meeting")


def _time_rows(meeting: Meeting) -> list[Content | str]:
    """Return what each case took against its plan; nothing before one was begun."""
    order = pace.plan(meeting)
    rows = [
        f"  {c.number}   {pace.say_taken(order.parts(c.number), pace.taken(meeting, c, meeting.last_at))}"
        for c in meeting.cases
        if meeting.timing(c.number).begun_at
    ]
    return ["", bold("Time"), *rows] if rows else []


def _care(support: str, width: int) -> list[Content]:
    """Return the office's support card."""
    return [bold("Before you go"), hanging(plain("  "), support, width), plain("")] if support else []


def _said(meeting: Meeting) -> list[Content | str]:
    """Return what was parked, and who does what."""
    to_do = [_action_row(i.act) for i in actions(meeting)] or ["  none"]
    return [bold("Parked issues"), parking.rows(meeting), "", bold("Actions"), *to_do]


def _heavy_rows(meeting: Meeting) -> list[str]:
    """Return how many heavy cases the panel heard in a row."""
    heavy = heavy_in_a_row(meeting)
    words = f"{heavy} cases with a content advisory in a row: think of it in the next draw."
    return ["", words] if heavy > 1 else []


def _state_words(meeting: Meeting) -> str:
    if meeting.confirmed:
        return "The minutes are confirmed."
    if meeting.closed_at:
        return "The meeting is closed. The minutes are a draft until they are confirmed."
    done = sum(c.state == "closed" for c in meeting.cases)
    return f"{done} of {plural(len(meeting.cases), 'case')} done"


def _case_row(meeting: Meeting, case: Case) -> Content:
    outcome = meeting.question_set.outcome(case.outcome.act.outcome) if case.outcome else None
    result = f"{outcome.code}  {outcome.short}" if outcome else _case_words(case)
    if case.outcome and case.outcome.act.comes_back:
        result += ", comes back"
    open_queries = sum(not (q.settled or q.struck) for q in queries(meeting, case))
    observations = sum(not observation.struck for observation in case.observations)
    counts = (
        (observations, "observation", "observations"),
        (open_queries, "query open", "queries open"),
        (len(withheld_pages(meeting, case)), "page withheld", "pages withheld"),
    )
    said = "".join(f"   {plural(number, one, many)}" for number, one, many in counts if number)
    return join(f"  {case.number}   {case.ref}   ", bold(result), said)


def _case_words(case: Case) -> str:
    """Return how far a case without an outcome came."""
    if case.state == "carried_forward":
        return "carried forward, part-heard" if case.begun else "carried forward, not opened"
    return {"waiting": "not begun", "open": "open"}.get(case.state, "closed")


def _action_row(act: acts.RecordAction) -> str:
    return f"  {act.text} ({act.owner_role}{', by ' + act.due if act.due else ''})"


def _papers_row(meeting: Meeting) -> Content:
    if meeting.papers is None:
        return join(bold("Paper copies   "), "not counted:  c")
    act = meeting.papers.act
    words = f"{act.out} out, {act.back} back in"
    missing = act.out - act.back
    return join(
        bold("Paper copies   "), styled(f"{words}: {missing} outstanding", FAULT) if missing else plain(words)
    )
