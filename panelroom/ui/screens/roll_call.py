"""Roll call: who is here, one key each, whether that is a quorum, and whether the panel may begin."""

import string
from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from panelroom import acts, pace
from panelroom.meeting import Meeting, Person, is_late, present
from panelroom.text import plural
from panelroom.ui.meeting_screen import RUN_ORDER_KEY, MeetingScreen, quorum_words
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, clock, column, ends, join, lines, plain, styled
from panelroom.ui.screens.boxes import Confirm, TextBox, pick_unseen
from panelroom.ui.screens.form import Field, Form, Option
from panelroom.ui.screens.late import rule_on_late
from panelroom.ui.widgets import Literal, Scroll

ROLES = {
    "chair": "chair",
    "member": "member",
    "ethics_member": "ethics panel",
    "opcc": "OPCC",
    "force": "force",
    "observer": "observer",
    "secretary": "secretary",
}

ONE_NUMBER = 1.0
"""Seconds within which digits belong to one number."""

WIDE_ROW = 112
"""Columns from which a person's row has room for long names and every remark."""
AROUND_THE_LIST = 16
"""Rows that the list of people has to leave to everything else."""

_MARGINS = 4
_STATUS = {"expected": "Not here yet", "apologies": "Apologies", "absent": "Absent"}


class RollCall(MeetingScreen):
    """The first screen of a meeting; ``m`` comes back to it from anywhere."""

    NAME = "roll_call"
    HELP_TITLE = "Roll call"
    HELP = """
Mark everybody who is in the room, then press ENTER to go to the first case.

up down : choose a person
SPACE : that person is here; the arrow goes on by itself
a : that person sent apologies
l : that person left; SPACE on their name does the same
i : that person has an interest in a case (private: never shown in the room)
g : the ground rules were read aloud and accepted
+ : somebody who is not on the list walks in
c : that person takes the chair
v : the Chair approves that observer
r : the Chair rules on members who came after the open case was begun
f : what came of earlier feedback
ENTER : go to the case
q ESC : back to the open case

A number is the person's place on the list: press it to jump there, 1 and 2 quickly for the twelfth.
Observers, the force and the OPCC never count towards the quorum.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("space", "here", "here, or left", show=False),
        Binding("a", "apologies", "apologies", show=False),
        Binding("l", "left", "left", show=False),
        Binding("i", "interest", "interest", show=False),
        Binding("g", "ground_rules", "ground rules", show=False),
        Binding("plus", "add", "somebody walks in", show=False),
        Binding("c", "chair", "takes the chair", show=False),
        Binding("v", "approve", "approve an observer", show=False),
        Binding("r", "late", "rule on late members", show=False),
        Binding("f", "feedback", "earlier feedback", show=False),
        Binding("enter", "app.next_case", "to the case", show=False),
        Binding("q,escape", "back", "back to the open case", show=False),
    ]
    _KEYS = (
        ("SPACE", "here"),
        ("a", "apologies"),
        ("l", "left"),
        ("i", "interest"),
        ("g", "ground rules"),
        ("ENTER", "go"),
        ("F1", "help"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._digits = ""
        self._digit_at = 0.0
        self._feedback = ""

    def body(self) -> ComposeResult:
        """Yield the count, the list of people, and what stands beneath it."""
        yield Literal(id="count")
        with Horizontal(id="across"):
            with Scroll(id="people"):
                yield Literal(id="list")
            yield Literal(id="facts")
        yield Literal(id="below")

    def on_screen_resume(self) -> None:
        """Come back to the same person."""
        self._feedback = self.conductor.desk.feedback()
        super().on_screen_resume()
        if self.conductor.interrupted:
            self.conductor.interrupted = False

    def _people(self) -> list[Person]:
        return list(self.meeting.people.values())

    def _chosen(self) -> Person | None:
        people = self._people()
        return people[min(self._at, len(people) - 1)] if people else None

    def paint(self) -> None:
        """Show the roll as it stands."""
        if not self.is_mounted:
            return
        self.paint_top()
        width = self.size.width - 4
        self.literal("#count").show(_count_line(self.meeting, width))
        self.literal("#list").show(self._list())
        self.literal("#facts").show(_facts(self.meeting) if self.has_class("widest") else "")
        self.literal("#below").show(lines(_below(self.meeting), self._feedback_line(), self._time_line()))

    def _feedback_line(self) -> Content | None:
        return plain("Earlier feedback          read it out: f") if self._feedback else None

    def _time_line(self) -> Content:
        planned = f"Run order                 {pace.planned_minutes(self.meeting):.0f} min. "
        said = self.forecast(self.size.width - _MARGINS - len(planned)).removesuffix(RUN_ORDER_KEY)
        return plain(f"{planned}{said}{RUN_ORDER_KEY}")

    def _list(self) -> Content:
        people = self._people()
        if not people:
            return plain("Nobody is on the roster: press + for everybody who is here.")
        wide = self.size.width >= WIDE_ROW
        rows = (_person_line(self.meeting, p, n, n - 1 == self._at, wide) for n, p in enumerate(people, 1))
        return Content("\n" * self._row(1)).join(list(rows))

    def _row(self, place: int) -> int:
        """Return the row of the list on which the person at that place stands: one row each, or every other."""
        around = AROUND_THE_LIST + bool(self._feedback)
        return place * (2 if 2 * len(self._people()) + around <= self.size.height else 1)

    def paint_top(self) -> None:
        """Show the top line."""
        self.paint_frame(self.top_left("Roll call"), self.top_right(), self._KEYS)

    def action_move(self, by: int) -> None:
        """Choose another person."""
        self._point_at(self._at + by)

    def _point_at(self, place: int) -> None:
        """Choose the person at that place, counted from 0, and bring them into view."""
        self._at = max(0, min(len(self._people()) - 1, place))
        self.query_one("#people", Scroll).scroll_to(y=max(0, self._row(self._at) - 5), animate=False)
        self.paint()

    def on_key(self, event: events.Key | None = None) -> None:
        """A digit jumps to that person; digits that follow one another quickly are one number."""
        super().on_key()
        if event and event.character and event.character in string.digits:
            self._jump(event.character)
        else:
            self._digits = ""

    def _jump(self, digit: str) -> None:
        now = self.app.clock.monotonic()
        quickly = now - self._digit_at <= ONE_NUMBER
        joined = self._digits + digit if quickly else digit
        self._digits = joined if int(joined) <= len(self._people()) else digit
        self._digit_at = now
        if number := int(self._digits):
            self._point_at(number - 1)

    def action_here(self) -> None:
        """The chosen person is here; if they were, they left."""
        person = self._chosen()
        if person is None:
            return
        if person.present:
            self.action_left()
        elif person.status == "left":
            self.app.act(acts.MemberReturned(member=person.id))
        else:
            self.app.act(acts.MarkPresent(member=person.id))
            self._next_expected()

    def _next_expected(self) -> None:
        """Move on to the next person who is not accounted for: one key each."""
        people = self._people()
        following = ((self._at + step) % len(people) for step in range(1, len(people) + 1))
        self._point_at(next((place for place in following if people[place].status == "expected"), self._at))

    def action_apologies(self) -> None:
        """The chosen person sent apologies."""
        if person := self._chosen():
            self.app.act(acts.MarkAbsent(member=person.id, apologies=True))
            self._next_expected()

    def action_left(self) -> None:
        """The chosen person left."""
        person = self._chosen()
        if person and self.app.act(acts.MemberLeft(member=person.id)) and person.id == self.meeting.chair:
            self.notice("Nobody is in the chair now: choose the deputy, then c.", refused=True)

    def action_chair(self) -> None:
        """The chosen person takes the chair."""
        person = self._chosen()
        if person is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.act(acts.HandOverChair(member=person.id))

        self.app.push_screen(Confirm(f"{person.name} takes the chair?"), answered)

    def action_back(self) -> None:
        """Go back to the open case; without one, say where the keys lead."""
        if self.current_case is not None:
            self.app.back_to_case()
        else:
            self.notice("This is the roll call: ENTER goes to the case, w to the wrap-up, ctrl+q leaves.")

    def action_late(self) -> None:
        """The Chair rules whether a late member may decide the open case."""
        case = self.meeting.current
        if case is None:
            self.notice("No case is open, so nobody is late for one.")
        else:
            rule_on_late(self, case)

    def action_approve(self) -> None:
        """The Chair lets the chosen observer stay."""
        if person := self._chosen():
            self.app.act(acts.ApproveObserver(member=person.id))

    def action_interest(self) -> None:
        """The chosen person has an interest in a case: unseen by the room."""
        person = self._chosen()
        if person is None:
            return

        def picked(number: int | None) -> None:
            if number:
                self.app.act(acts.DeclareInterest(member=person.id, case=number))

        pick_unseen(self.app, f"{person.name} has an interest in", case_options(self.meeting), picked)

    def action_add(self) -> None:
        """Somebody who is not on the list walks in."""
        roles = tuple(
            Option(key, role, label)
            for key, role, label in (
                ("m", "member", "member, counts towards the quorum"),
                ("e", "ethics_member", "ethics panel member, counts"),
                ("f", "force", "from the force"),
                ("p", "opcc", "from the OPCC"),
                ("o", "observer", "observer, with the Chair's approval"),
                ("s", "secretary", "secretary"),
            )
        )
        fields = (
            Field("name", "Name, as it is to stand in the minutes", "line"),
            Field("role", "Role", "choice", roles),
        )

        def given(values: dict[str, str] | None) -> None:
            if values:
                new_id = f"guest-{len(self.meeting.people) + 1}"
                votes = values["role"] in ("member", "ethics_member")
                self.app.act_on(acts.AddAttendee, {"id": new_id, "votes": votes, **values})

        self.app.push_screen(Form("Somebody walks in", fields, draft="attendee"), given)

    def action_feedback(self) -> None:
        """Show what came of earlier feedback, or say where it is kept."""
        if self._feedback:
            self.app.push_screen(TextBox("What came of earlier feedback", plain(self._feedback)))
        else:
            self.notice(
                "What came of earlier feedback is read from the office's register, on paper, before the first case."
            )


def case_options(meeting: Meeting) -> list[tuple[int, str]]:
    """Return the cases to pick from."""
    return [(c.number, f"Case {c.number}   {c.ref}   {c.listed.title or ''}") for c in meeting.cases]


def _count_line(meeting: Meeting, width: int) -> Content:
    everybody = [p for p in meeting.people.values() if p.counts]
    here = bold(f"Present {len(present(meeting))} of {plural(len(everybody), 'voting member')}")
    needed = meeting.opening.quorum
    return ends(here, quorum_words(meeting) if needed else plain("No quorum is set"), width)


def _person_line(meeting: Meeting, person: Person, number: int, chosen: bool, wide: bool) -> Content:
    arrow = styled(" > ", KEY) if chosen else plain("   ")
    name = column(person.name, 33 if wide else 23) + " "
    role = column(_role_words(meeting, person), 14)
    status = _status_words(person)
    row = join(
        arrow, styled(f"{number:>2}  ", KEY), styled(name, BOLD) if chosen else plain(name), role, status
    )
    remarks = [wide_words if wide else short for short, wide_words in _remarks(meeting, person)]
    if not remarks:
        return row
    # Where there is room for one remark only, the first is the one that asks for something.
    said = "   ".join(remarks if wide else remarks[:1])
    return join(row, "   ", styled(said, FAULT) if said.startswith("not") else plain(said))


def _role_words(meeting: Meeting, person: Person) -> str:
    """Return the role, so that one person alone is called the chair: whoever has it now."""
    if person.id == meeting.chair:
        return "chair"
    return "former chair" if person.role == "chair" else ROLES[person.role]


def _status_words(person: Person) -> str:
    if person.status in _STATUS:
        return column(_STATUS[person.status], 15)
    word = "Left" if person.status == "left" else "Present"
    return column(f"{word} {clock(person.moves[-1][1])}", 15)


def _remarks(meeting: Meeting, person: Person) -> Iterable[tuple[str, str]]:
    """Yield what else there is to know, for a narrow and for a wide row; what asks for something first."""
    if person.id == meeting.chair and person.status in ("left", "apologies", "absent"):
        yield "not chairing: c", "not in the chair: choose the deputy, then c"
    if person.role == "observer" and person.present:
        yield (
            ("approved", "approved by the Chair")
            if person.approved
            else (
                "not approved: v",
                "not yet approved: v",
            )
        )
    case = meeting.current
    if case and person.counts and is_late(case, person) and person.id not in case.rulings:
        yield "came late: r", "came after this case was opened: r"
    if person.present and not person.counts:
        yield "does not vote", "does not vote"


def _facts(meeting: Meeting) -> Content:
    """Return what the meeting is about, for a screen with room beside the list."""
    opening = meeting.opening
    rows = (
        ("Panel", opening.panel),
        ("Date", f"{meeting.opening.date}"),
        ("Where", opening.venue),
        ("Planned", f"{opening.planned_minutes:g} minutes" if opening.planned_minutes else None),
        ("Questions", meeting.question_set.title),
    )
    return lines(
        bold("The meeting"),
        "",
        *(f"{name:<12}{said}" for name, said in rows if said),
        "",
        bold("Cases"),
        "",
        *(f"{c.number:>2}  {c.ref}   {c.listed.title or ''}" for c in meeting.cases),
    )


def _below(meeting: Meeting) -> Content:
    rules = meeting.question_set.meetings.ground_rules
    at = meeting.ground_rules_at
    declared = sum(len(c.interests) for c in meeting.cases)
    return lines(
        "",
        join(
            "Ground rules              ",
            plain(f"accepted {clock(at)}") if at else styled("not yet read aloud: g", FAULT),
        )
        if rules
        else None,
        f"Declarations of interest  {declared or 'none'}",
        f"Cases                     {plural(len(meeting.cases), 'case')}, {_cases_words(meeting)}",
    )


def _cases_words(meeting: Meeting) -> str:
    done = sum(c.state == "closed" for c in meeting.cases)
    return f"{done} done" if done else "none begun yet" if meeting.open_case is None else "one open"
