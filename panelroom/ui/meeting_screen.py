"""What every screen of a meeting has: the keys that are the same everywhere, quorum and time, the undo."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from panelroom import pace
from panelroom.meeting import Case, Meeting, case_quorate, deciders, present, quorate
from panelroom.ui.frame import PlainScreen
from panelroom.ui.paint import BOLD, FAULT, clock, styled

if TYPE_CHECKING:
    from panelroom.ui.conductor import Conductor

_EVERYWHERE = """

Everywhere
o p k : observation, park, query to the force
u : undo the latest act; the record keeps both
b : blank every display at once
m w : members, wrap-up
F5 : the members' slips
! : an urgent matter (restricted record only)
F8 : an alarm: adjourned for safety, every display blank, locked
F2 : private: the room sees a holding page
F3 : the room sees the running tally, or not
F6 : the run order, and what could be done
F9 : light or dark
ctrl+p : every command, also adjourn and edit
ctrl+l : lock
ctrl+q : leave
"""

_AFTERWARDS = """

Everywhere
b : blank every display at once
F9 : light or dark
ctrl+p : every command
ctrl+l : lock
ctrl+q : leave
"""

RUN_ORDER_KEY = ": F6"
"""What follows the forecast where the run order has something to propose."""
_APART = 3
"""Columns that the two ends of the top line keep: one at each side, one between them."""


class MeetingCommands(Provider):
    """What the command palette offers on a meeting's screens besides the program's own commands."""

    async def discover(self) -> Hits:
        """Offer all of them before a word is typed."""
        for name, words, run in self._commands():
            yield DiscoveryHit(name, run, help=words)

    async def search(self, query: str) -> Hits:
        """Offer those whose name matches what is typed."""
        matcher = self.matcher(query)
        for name, words, run in self._commands():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), run, help=words)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        assert isinstance(screen, MeetingScreen)
        yield "Undo", "Take the latest act back; the record keeps both", screen.action_undo
        yield "Ground rules", "Read them aloud and note that they are accepted", screen.action_ground_rules
        yield "Documents", "Write minutes, feedback forms and the record", screen.action_write_documents


class MeetingScreen(PlainScreen, inherit_bindings=True):
    """A screen of an open meeting."""

    NAME: ClassVar[str] = ""
    EVERYWHERE = _EVERYWHERE
    COMMANDS: ClassVar[set[Any]] = {MeetingCommands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "app.blank", "blank every display", show=False),
        Binding("ctrl+l", "app.lock", "lock", show=False),
        Binding("f2", "app.private", "private, or not", show=False),
        Binding("f3", "app.room_tally", "tally in the room", show=False),
        Binding("f6", "app.record('run_order')", "run order", show=False),
        Binding("u", "undo", "undo", show=False),
        Binding("o", "app.record('observe')", "observation", show=False),
        Binding("p", "app.record('park')", "park", show=False),
        Binding("k", "app.record('query')", "query to the force", show=False),
        Binding("m", "app.go('roll_call')", "members", show=False),
        Binding("w", "app.go('wrap_up')", "wrap up", show=False),
        Binding("f5", "slips", "slips", show=False),
        Binding("exclamation_mark", "app.record('urgent')", "urgent matter", show=False),
    ]

    @property
    def conductor(self) -> "Conductor":
        """The open meeting."""
        assert self.app.conductor is not None
        return self.app.conductor

    @property
    def meeting(self) -> Meeting:
        """The meeting's state."""
        return self.conductor.meeting

    @property
    def current_case(self) -> Case | None:
        """The open case."""
        return self.meeting.current

    def on_mount(self) -> None:
        """Follow the meeting."""
        super().on_mount()
        self.watch(self.app, "view", self._view_changed, init=False)

    def _view_changed(self) -> None:
        # A screen that is not seen paints when it comes back.
        if self.is_current and self.is_mounted:
            self.paint()

    def on_screen_resume(self) -> None:
        """Coming back from another screen: show what changed meanwhile."""
        self.conductor.go(screen=self.NAME)
        self.paint()

    def tick(self) -> None:
        """A second has passed."""
        self.paint_top()

    def paint_top(self) -> None:
        """Show the top line; it holds the time."""

    def log_was_read(self) -> None:
        """The dated entries of a long case are all there now; a screen that shows them paints them."""

    def action_undo(self) -> None:
        """Take the latest act back."""
        self.app.undo()

    def action_ground_rules(self) -> None:
        """Read the ground rules aloud; y accepts them."""
        self.app.action_record("ground_rules")

    def action_slips(self) -> None:
        """Enter the members' slips."""
        if self.current_case is None and not self.meeting.closed_at:
            self.notice("No case is open: open one first, then enter the slips.", refused=True)
        else:
            self.app.go("slips")

    def action_write_documents(self) -> None:
        """Write the documents on the wrap-up, which then says where they are."""
        self.app.go("wrap_up")
        wrap_up = self.app.get_screen("wrap_up")
        wrap_up.call_after_refresh(wrap_up.run_action, "documents")

    def top_right(self, case: Case | None = None) -> Content:
        """Return quorum and time, and that the room sees a holding page where it does."""
        parts = [] if not self.conductor.room.private else [styled("PRIVATE", FAULT), Content("  ")]
        return Content("").join(
            [*parts, quorum_words(self.meeting, case), Content("   " + clock(self.conductor.now()))]
        )

    def top_left(self, *parts: str) -> Content:
        """Return the meeting's reference and where in it we are."""
        return Content("").join(
            [styled(self.meeting.opening.ref, BOLD), *(Content("   " + p) for p in parts if p)]
        )

    def paint_case_frame(self, case: Case, keys: Sequence[tuple[str, str]]) -> None:
        """Show the top line of a case and the keys: whatever must go, the case's reference stays whole."""
        right = self.top_right(case)
        left = Content("")
        for parts in ((self.meeting.opening.ref, self.case_words(case)), (self.case_words(case),), ()):
            left = Content("   ").join([*(Content(p) for p in parts), styled(case.ref, BOLD)])
            if left.cell_length + right.cell_length + _APART <= self.size.width:
                break
        else:
            right = Content(clock(self.conductor.now()))
        self.paint_frame(left, right, keys)

    def forecast(self, room: int) -> str:
        """Return how many cases will be done, when, and how far from the plan, in about ``room`` columns."""
        expected = pace.forecast(self.meeting, self.conductor.now())
        key = RUN_ORDER_KEY if pace.slips(self.meeting, expected) else ""
        return f"{pace.say_within(expected, room - len(RUN_ORDER_KEY))}{key}"

    def case_words(self, case: Case) -> str:
        """Return ``Case 2 of 3``."""
        return f"Case {case.number} of {len(self.meeting.cases)}"


class ClosedScreen(MeetingScreen, inherit_bindings=False):
    """A screen of a meeting that is closed: nothing is recorded with one key any more."""

    EVERYWHERE = _AFTERWARDS
    COMMANDS: ClassVar[set[Any]] = set()
    BINDINGS: ClassVar[list[BindingType]] = [
        *PlainScreen.BINDINGS,
        Binding("b", "app.blank", "blank", show=False),
        Binding("ctrl+l", "app.lock", "lock", show=False),
    ]


def quorum_words(meeting: Meeting, case: Case | None = None) -> Content:
    """Return ``Quorate 6 of 5``, for the case where one is given."""
    here = len(deciders(meeting, case)) if case else len(present(meeting))
    enough = case_quorate(meeting, case) if case else quorate(meeting)
    needed = meeting.opening.quorum
    if needed is None:
        return Content(f"{here} present")
    return (
        Content(f"Quorate {here} of {needed}") if enough else styled(f"NOT QUORATE {here} of {needed}", FAULT)
    )
