"""Accuracy: the force is asked about facts before minutes are published; its answers, and the panel's replies."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom.meeting import accuracy_open, without_reply
from panelroom.records.accuracy import Disputed, disputed
from panelroom.records.record import Record, build_record
from panelroom.records.words import say_iso_day
from panelroom.ui.meeting_screen import ClosedScreen
from panelroom.ui.paint import FAULT, KEY, bold, join, keys, lines, plain, styled
from panelroom.ui.screens import accuracy_forms
from panelroom.ui.screens.boxes import Pick
from panelroom.ui.widgets import Literal, Scroll


class Accuracy(ClosedScreen, inherit_bindings=True):
    """What the force disputes, one fact after the other, each with both sides."""

    NAME = "accuracy"
    HELP_TITLE = "Facts, asked of the force"
    HELP = """
Before minutes are published the force may point to errors of fact, by page. It is asked about facts only, never
about the panel's view. Both sides are printed beside the point; in public only as you release them.

a : ask the force: how many days it has; its sheet is written at once. Again: another day
w : write the sheet again
i : read in what came back: the sheet's JSON file, filled in
t : type in an answer that came on paper or by letter
right n, left N : the next disputed fact, the one before
ENTER : type the panel's reply to it
l : the list of all disputed facts
up down, PGUP PGDN : move about in a long one
q ESC : back to what is left to do
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n", "step(1)", "next", show=False),
        Binding("left,N", "step(-1)", "previous", show=False),
        Binding("enter", "reply", "reply", show=False),
        Binding("a", "ask", "ask", show=False),
        Binding("w", "sheet", "sheet", show=False),
        Binding("i", "read_in", "read in", show=False),
        Binding("t", "type_in", "type in", show=False),
        Binding("l", "list", "list", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
        Binding("pagedown", "scroll(10)", "down", show=False),
        Binding("pageup", "scroll(-10)", "up", show=False),
        Binding("q,escape", "app.go('after')", "back", show=False),
    ]
    _KEYS = (
        ("n", "next"),
        ("ENTER", "reply"),
        ("a", "ask"),
        ("i", "read in"),
        ("t", "type in"),
        ("l", "list"),
        ("q", "back"),
        ("F1", "help"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def body(self) -> ComposeResult:
        """Yield how far the question is, and one disputed fact."""
        yield Literal(id="asked")
        with Scroll(id="entry"):
            yield Literal(id="sides")

    @property
    def record(self) -> Record:
        """The record as it stands now."""
        session = self.conductor.session
        return build_record(self.meeting, session.entries, session.root)

    @property
    def current(self) -> Disputed | None:
        """The disputed fact before us."""
        found = disputed(self.record)
        self._at = max(0, min(len(found) - 1, self._at))
        return found[self._at] if found else None

    def paint(self) -> None:
        """Show how far the question is, and the disputed fact with both sides."""
        if not self.is_mounted:
            return
        self.paint_top()
        self.literal("#asked").show(self._asked())
        found = disputed(self.record)
        shown = _sides(self._at, found) if self.current else self._nothing()
        self.literal("#sides").show(shown)

    def paint_top(self) -> None:
        """Show the top line and the keys."""
        waiting = len(without_reply(self.meeting))
        right = f"{waiting} without a reply" if waiting else ""
        self.paint_frame(self.top_left("Facts"), right, self._KEYS)

    def _asked(self) -> Content:
        """Return whether the force was asked, and until when."""
        asked = self.meeting.accuracy
        if asked is None:
            return lines(bold("The force was not asked about facts yet."), "")
        until = say_iso_day(asked.act.until)
        if accuracy_open(self.meeting):
            return lines(bold(f"The force may point to errors of fact until {until}."), "")
        return lines(bold(f"The force could point to errors of fact until {until}."), "")

    def _nothing(self) -> Content:
        """Return what to do while nothing is disputed."""
        if self.meeting.accuracy is None:
            return lines(
                "You may go on without asking it; but what is published cannot be called back.",
                "",
                keys(("a", "ask it: it gets a sheet with every point, and answers by page")),
            )
        return lines(
            "Nothing is disputed. A point without an answer stands as it is.",
            "",
            keys(("i", "read in what came back")),
            keys(("t", "type in an answer that came on paper")),
            keys(("w", "write the sheet again")),
        )

    # moving about

    def action_step(self, by: int) -> None:
        """The next disputed fact, or the one before."""
        if not 0 <= self._at + by < len(disputed(self.record)):
            self.notice("That was the last one." if by > 0 else "This is the first one.")
            return
        self._go_to(self._at + by)

    def _go_to(self, place: int) -> None:
        self._at = place
        self.query_one("#entry", Scroll).scroll_home(animate=False)
        self.paint()

    def action_scroll(self, by: int) -> None:
        """Move about in a long one."""
        self.query_one("#entry", Scroll).scroll_relative(y=by, animate=False)

    def action_list(self) -> None:
        """Pick one of all disputed facts."""

        def picked(place: int | None) -> None:
            if place is not None:
                self._go_to(place)

        options = [
            (place, f"{_where(each)}, {_answered(each)}: {each.dispute.text}")
            for place, each in enumerate(disputed(self.record))
        ]
        self.app.push_screen(Pick("What the force disputes", options), picked)

    # doing

    def action_ask(self) -> None:
        """Ask the force, and write its sheet."""
        accuracy_forms.ask_the_force(self)

    def action_sheet(self) -> None:
        """Write the sheet again."""
        if self._was_asked():
            accuracy_forms.ask_sheet(self)

    def action_read_in(self) -> None:
        """Read in what came back."""
        if self._was_asked():
            accuracy_forms.ask_returned(self)

    def action_type_in(self) -> None:
        """Type in an answer that came on paper."""
        if self._was_asked():
            accuracy_forms.ask_dispute(self, self.record)

    def action_reply(self) -> None:
        """Type the panel's reply."""
        if each := self.current:
            accuracy_forms.ask_reply(self, each)
        else:
            self.notice("There is nothing to reply to: nothing is disputed.")

    def _was_asked(self) -> bool:
        if self.meeting.accuracy is None:
            self.notice("The force was not asked yet: a asks it.", refused=True)
        return self.meeting.accuracy is not None


def _where(each: Disputed) -> str:
    return f"Case {each.case}, {each.point.name[0].lower()}{each.point.name[1:]}"


def _answered(each: Disputed) -> str:
    return "replied to" if each.dispute.replies else "no reply yet"


def _sides(place: int, found: tuple[Disputed, ...]) -> Content:
    """Return the point, what the force says to it and what the panel replied."""
    each = found[place]
    point, dispute = each.point, each.dispute
    page = f", page {dispute.page}" if dispute.page else ""
    number = f"   {place + 1} of {len(found)}, {_answered(each)}"
    replies = [plain(reply) for reply in dispute.replies]
    return lines(
        join(bold(_where(each)), number),
        "",
        styled(f"The panel recorded{f' ({point.where})' if point.where else ''}", KEY),
        plain(point.asked) if point.asked else None,
        plain(point.text),
        "",
        styled(f"The force disputes this ({dispute.role}{page})", KEY),
        plain(dispute.text),
        "",
        styled("The panel replies", KEY),
        *(replies or [styled("Nothing yet: ENTER types it.", FAULT)]),
    )
