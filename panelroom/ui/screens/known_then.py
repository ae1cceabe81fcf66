"""What was known at the time: the dated log, and what of it came after the decision being discussed."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from panelroom.gaps import came_later
from panelroom.meeting import Case
from panelroom.papers import Event
from panelroom.ui.frame import Modal
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, join, keys, lines, plain, styled
from panelroom.ui.screens.boxes import TextBox
from panelroom.ui.screens.log import LATER, log_is_read
from panelroom.ui.widgets import Literal

TITLE = "What was known at the time"
STANCE = "We judge on what was known at the time. We do not re-open the case."
"""Said on the cover of every case, and here."""
HOW = "Point at the decision you discuss. What is dated later was not known then."
NO_DATES = "The papers of this case give no dated entries to point at."
_WORDS = {False: "known", True: "hindsight", None: "unclear"}
_AROUND = 9
"""Columns of a box that hold no words: its border, its margins, the scroll bar."""
_ABOVE_AND_BELOW = 13
"""Rows of a box that hold no entry of the list."""
_DATE = 22


class KnownThen(Modal):
    """The dated log in its order; the arrow points at a decision, and each entry says whether it was known then.

    Args:
        events: the dated entries, in time. at: the place of the entry to begin at.
    """

    HELP_TITLE = "What was known at the time"
    HELP = """
The panel judges a decision on what was known when it was made. Point at that decision: every entry says whether it \
was known then, or is hindsight. Nothing of this is recorded.

up down : point at another decision; PGUP and PGDN move by ten
ESC : back
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,K,enter,q", "dismiss_empty", "back", show=False),
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("pageup", "move(-10)", "up", show=False),
        Binding("pagedown", "move(10)", "down", show=False),
    ]

    def __init__(self, events: Sequence[Event], at: int) -> None:
        super().__init__()
        self._events, self._at = tuple(events), at

    def compose(self) -> ComposeResult:
        """Say what the panel judges on, then the entries around the decision, then the decision in full."""
        with Vertical(classes="box tall"):
            yield Literal(bold(TITLE))
            yield Literal(f"{STANCE} {HOW}")
            yield Literal("")
            yield Literal(self._list(), id="entries")
            yield Literal(self._decision(), id="decision")
            yield Literal(keys(("up down", "the decision"), ("ESC", "back")))

    def _width(self) -> int:
        return min(110, self.app.size.width * 9 // 10) - _AROUND

    def _list(self) -> Content:
        room = max(3, self.app.size.height * 9 // 10 - _ABOVE_AND_BELOW)
        first = max(0, min(self._at - room // 2, len(self._events) - room))
        decision = self._events[self._at]
        shown = enumerate(self._events[first : first + room], first)
        return lines(*(entry_words(event, decision, self._width(), here=n == self._at) for n, event in shown))

    def _decision(self) -> Content:
        event = self._events[self._at]
        return lines(
            "", join(bold("The decision   "), f'{event.when_text}, page {event.page}: "{event.text}"')
        )

    def on_resize(self) -> None:
        """Fill the room there is."""
        super().on_resize()
        self._show()

    def _show(self) -> None:
        self.query_one("#entries", Literal).show(self._list())
        self.query_one("#decision", Literal).show(self._decision())

    def action_move(self, by: int) -> None:
        """Point at another decision."""
        self._at = max(0, min(len(self._events) - 1, self._at + by))
        self._show()


def entry_words(event: Event, decision: Event, width: int, *, here: bool) -> Content:
    """Return an entry as one row: whether it was known when the decision was made, its date, what it says."""
    later = came_later(event, decision)
    arrow = styled(" > " if here else "   ", KEY)
    word = styled(f"{_WORDS[later]:<11}", FAULT if later else BOLD if here else "")
    row = join(arrow, word, f"{event.when_text[: _DATE - 1]:<{_DATE}}", plain(event.text))
    return row.truncate(width, ellipsis=True)


def show_known(screen: MeetingScreen, case: Case) -> None:
    """Open the panel for a case, at the last entry up to the day on which the case was closed."""
    papers = screen.conductor.papers_of(case)
    if papers is not None and not log_is_read(screen, papers):
        screen.notice(LATER)
        return
    dated = [event for event in papers.timeline() if event.when] if papers else []
    if papers is None or not dated:
        screen.app.push_screen(TextBox(TITLE, plain(f"{STANCE}\n\n{NO_DATES}")))
        return
    events = screen.conductor.wellbeing.masked_events(dated)
    screen.app.push_screen(KnownThen(events, decided_at(events, papers.closed)))


def decided_at(events: Sequence[Event], closed: date | None) -> int:
    """Return the place of the last entry up to the day of closing; of the last entry where nobody knows that day."""
    last = len(events) - 1
    if closed is None:
        return last
    return max((n for n, event in enumerate(events) if event.when[:10] <= closed.isoformat()), default=last)
