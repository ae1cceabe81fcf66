"""After the meeting: what state the minutes are in, what is left to do, and one key for each of it."""

from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom.meeting import Meeting, actions, every_query, minutes_state, without_reply
from panelroom.publication import blocked
from panelroom.records.words import say_iso_day
from panelroom.signed.printed import stated_root
from panelroom.text import clean_line, plural
from panelroom.ui.meeting_screen import ClosedScreen
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, clock, column, hanging, join, lines, plain, styled
from panelroom.ui.screens import after_forms
from panelroom.ui.screens.after_forms import approved_words, documents_folder, unanswered_words
from panelroom.ui.widgets import Literal, Scroll
from panelroom.ui.wording import Wording, progress

_NAMES = 28
"""Columns for the name of a task."""


class Task(NamedTuple):
    """Something to do after a meeting: its key, its name, how far it is, and what does it."""

    key: str
    name: str
    state: Callable[["After"], tuple[str, str]]
    action: str


class After(ClosedScreen, inherit_bindings=True):
    """The secretary's desk of one closed meeting."""

    NAME = "after"
    HELP_TITLE = "After the meeting"
    HELP = """
The meeting is closed; this is what is left to do. Nothing here needs the papers.

ENTER : do what the arrow points at (up and down move it); or press its letter
f : the facts: the force is asked, its answers are read in, the panel replies
r : wording for the public: what is published, entry by entry. Nothing is, until you publish it there
v : what the public will read, as the wording stands now
e : correct what was recorded, with the reason; both are printed. Or strike words that name a person, for good
c : somebody compared the minutes with what was recorded: by which role
n : the minutes are confirmed: by which roles, and how
d : write the documents: restricted and public minutes, feedback forms, the record
h : hand the record over, sealed to somebody's own keys
p : whether the record proves itself
w q ESC : the meeting in short
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("enter", "do", "do it", show=False),
        Binding("f", "app.go('accuracy')", "facts", show=False),
        Binding("r", "app.go('release')", "wording", show=False),
        Binding("v", "preview", "preview", show=False),
        Binding("e", "app.record('edit')", "correct", show=False),
        Binding("c", "check", "checked", show=False),
        Binding("n", "confirm", "confirmed", show=False),
        Binding("d", "documents", "documents", show=False),
        Binding("h", "hand_over", "hand over", show=False),
        Binding("p", "prove", "prove", show=False),
        Binding("w,q,escape", "app.go('wrap_up')", "in short", show=False),
    ]
    _KEYS = (
        ("ENTER", "do it"),
        ("w", "in short"),
        ("b", "blank"),
        ("ctrl+l", "lock"),
        ("ctrl+q", "leave"),
        ("F1", "help"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def body(self) -> ComposeResult:
        """Yield the state of the minutes, the tasks, and what else is open."""
        with Scroll(id="all"):
            yield Literal(id="state")
            yield Literal(id="tasks")
            yield Literal(id="open")

    def paint(self) -> None:
        """Show what is left to do."""
        if not self.is_mounted:
            return
        self.paint_top()
        self.literal("#state").show(_state(self.meeting, self.conductor.session.root))
        self.literal("#tasks").show(lines(*(self._row(place) for place in range(len(_TASKS))), ""))
        self.literal("#open").show(lines(*_still_open(self.meeting)))

    def paint_top(self) -> None:
        """Show the top line and the keys."""
        right = join("Confirmed" if self.meeting.confirmed else "Draft", "   ", clock(self.conductor.now()))
        self.paint_frame(self.top_left("After the meeting"), right, self._KEYS)

    def _row(self, place: int) -> Content:
        task, here = _TASKS[place], place == self._at
        words, style = task.state(self)
        head = join(
            styled(" > " if here else "   ", KEY),
            styled(f"{task.key}  ", KEY),
            styled(column(task.name, _NAMES), BOLD if here else ""),
        )
        return hanging(head, words, self.size.width - 4, style)

    # moving about

    def action_move(self, by: int) -> None:
        """Move up or down."""
        self._at = max(0, min(len(_TASKS) - 1, self._at + by))
        self.paint()

    async def action_do(self) -> None:
        """Do what the arrow points at."""
        await self.run_action(_TASKS[self._at].action)

    # doing

    def action_preview(self) -> None:
        """Show what the public will read."""
        from panelroom.ui.screens.preview import show_preview

        show_preview(self)

    def action_check(self) -> None:
        """Note that somebody compared the minutes with what was recorded."""
        after_forms.ask_checked(self)

    def action_confirm(self) -> None:
        """Note that the minutes were confirmed, and how."""
        after_forms.ask_confirmed(self)

    def action_documents(self) -> None:
        """Write the documents."""
        after_forms.ask_documents(self)

    def action_hand_over(self) -> None:
        """Seal the record to somebody."""
        after_forms.ask_hand_over(self)

    def action_prove(self) -> None:
        """Say whether the record proves itself."""
        after_forms.ask_proof(self)

    # how far each task is

    def wording_state(self) -> tuple[str, str]:
        """Return how far the wording for the public is."""
        refused = len(blocked(self.meeting))
        if refused:
            return f"{plural(refused, 'published wording is', 'published wordings are')} refused now", FAULT
        return progress(Wording(self.conductor.desk).entries(self.meeting)), ""

    def facts_state(self) -> tuple[str, str]:
        """Return whether the force was asked about facts, and what it disputes."""
        asked = self.meeting.accuracy
        count = sum(len(case.disputes) for case in self.meeting.cases)
        if asked is None:
            return "the force was not asked yet", ""
        if not count:
            return f"asked until {say_iso_day(asked.act.until)}, nothing is disputed", ""
        waiting = len(without_reply(self.meeting))
        said = f"{plural(count, 'fact')} disputed, {waiting} without a reply"
        return said, FAULT if waiting else ""

    def correction_state(self) -> tuple[str, str]:
        """Return how many corrections were made, and how many entries lost their words."""
        made = len(self.meeting.corrections)
        strikes = sum(known.action == "strike_text" for known in self.meeting.known)
        struck = f", {plural(strikes, 'entry', 'entries')} struck" if strikes else ""
        return f"{made or 'none'} made{struck}", ""

    def checked_state(self) -> tuple[str, str]:
        """Return whether somebody checked the minutes, and whether they are still what was checked."""
        checked = self.meeting.checked
        if checked is None:
            return "not checked yet", ""
        if minutes_state(self.meeting) == "draft":
            return f"checked by {clean_line(checked.act.by)}; changed since", FAULT
        return f"checked by {clean_line(checked.act.by)}", ""

    def confirmed_state(self) -> tuple[str, str]:
        """Return who confirmed the minutes."""
        confirmed = self.meeting.confirmed
        return (approved_words(confirmed.act.by) if confirmed else "not confirmed yet"), ""

    def documents_state(self) -> tuple[str, str]:
        """Return whether the documents lie where they are written, and are those of the record as it is."""
        folder = documents_folder(self.conductor.path)
        minutes = folder / "restricted" / "minutes.pdf"
        name = clean_line(folder.name)
        if not minutes.is_file():
            return f"not written into {name} yet", ""
        if stated_root(minutes) == self.conductor.session.root:
            return f"written into {name}", ""
        return f"those in {name} are from before the latest change", FAULT


_TASKS = (
    Task("f", "Facts, asked of the force", After.facts_state, "app.go('accuracy')"),
    Task("r", "Wording for the public", After.wording_state, "app.go('release')"),
    Task("v", "What the public will read", lambda _: ("as the wording stands now", ""), "preview"),
    Task("e", "Corrections", After.correction_state, "app.record('edit')"),
    Task("c", "Minutes checked", After.checked_state, "check"),
    Task("n", "Minutes confirmed", After.confirmed_state, "confirm"),
    Task("d", "Write the documents", After.documents_state, "documents"),
    Task("h", "Hand the record over", lambda _: ("seals it for one person to open", ""), "hand_over"),
    Task("p", "Does the record hold?", lambda _: ("against printed minutes, too", ""), "prove"),
)


_MINUTES = {
    "draft": "a draft until they are confirmed",
    "checked": "checked, and wait to be confirmed",
    "confirmed": "confirmed",
}


def _state(meeting: Meeting, root: str) -> Content:
    decided = sum(case.outcome is not None for case in meeting.cases)
    minutes = _MINUTES[minutes_state(meeting)]
    if meeting.confirmed and (unanswered := unanswered_words(meeting)):
        minutes += f", with {unanswered}"
    return lines(
        bold(f"The meeting is closed, {decided} of {plural(len(meeting.cases), 'case')} decided."),
        f"The minutes are {minutes}.",
        join("Root  ", root),
        "",
    )


def _still_open(meeting: Meeting) -> Iterator[Content]:
    """Yield what the record leaves open, without what was struck: no key settles it."""
    asked = sum(not (query.settled or query.struck) for _, query in every_query(meeting))
    counts = (
        (len(meeting.urgent), "urgent matter, never published", "urgent matters, never published"),
        (asked, "query to the force without its answer", "queries to the force without their answers"),
        (sum(not action.struck for action in actions(meeting)), "action", "actions"),
        (sum(not parked.struck for parked in meeting.parked), "wider issue", "wider issues"),
    )
    found = [plural(number, one, many) for number, one, many in counts if number]
    if found:
        yield bold("Also in the record")
        yield from (plain(f"   {each}") for each in found)
