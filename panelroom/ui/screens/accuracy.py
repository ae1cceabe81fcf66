"""Accuracy: the force is asked about facts before minutes are published; its answers, and the panel's replies."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom.meeting import accuracy_open, without_reply
from panelroom.records.accuracy import Disputed, disputed
from panelroom.records.record import Record, build_record
from panelroom.records.words import say_iso_day
from panelroom.ui.paint import FAULT, KEY, bold, join, keys, lines, plain, styled
from panelroom.ui.screens import accuracy_forms
from panelroom.ui.screens.boxes import Pick
from panelroom.ui.screens.one_by_one import OneByOne
from panelroom.ui.widgets import Literal, Scroll

_NO_REPLY = "no reply yet"


class Accuracy(OneByOne[Disputed], inherit_bindings=True):
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
        *OneByOne.BINDINGS,
        Binding("enter", "reply", "reply", show=False),
        Binding("a", "ask", "ask", show=False),
        Binding("w", "sheet", "sheet", show=False),
        Binding("i", "read_in", "read in", show=False),
        Binding("t", "type_in", "type in", show=False),
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
    def shown(self) -> tuple[Disputed, ...]:
        """Every fact that the force disputes."""
        return disputed(self.record)

    def paint(self) -> None:
        """Show how far the question is, and the disputed fact with both sides."""
        if not self.is_mounted:
            return
        self.paint_top()
        self.literal("#asked").show(self._asked())
        found = self.shown
        each = self._among(found)
        if each is None:
            self.literal("#sides").show(self._nothing())
            return
        answered = self._answered(each)
        self.literal("#sides").show(_sides(each, f"{self._at + 1} of {len(found)}", answered))

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
        if self.meeting.confirmed and self.conductor.now().date().isoformat() <= asked.act.until:
            return lines(
                bold(f"The force may still point to errors of fact until {until}."),
                "The minutes are confirmed: what comes now is printed as said afterwards.",
                "",
            )
        return lines(bold(f"The force could point to errors of fact until {until}."), "")

    def _answered(self, each: Disputed) -> str:
        """Return whether the panel replied; a reply that was struck is none."""
        if each.dispute.id in without_reply(self.meeting):
            return _NO_REPLY
        return "replied to" if each.dispute.replies else "struck, needs no reply"

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

    def action_list(self) -> None:
        """Pick one of all disputed facts."""

        def picked(place: int | None) -> None:
            if place is not None:
                self._show(place)

        options = [
            (place, f"{_where(each)}, {self._answered(each)}: {each.dispute.text}")
            for place, each in enumerate(self.shown)
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


def _sides(each: Disputed, place: str, answered: str) -> Content:
    """Return the point, what the force says to it and what the panel replied."""
    point, dispute = each.point, each.dispute
    page = f", page {dispute.page}" if dispute.page else ""
    replies = [plain(reply) for reply in dispute.replies]
    if answered == _NO_REPLY:
        replies.append(styled("Nothing yet: ENTER types it.", FAULT))
    return lines(
        join(bold(_where(each)), f"   {place}, {answered}"),
        "",
        styled(f"The panel recorded{f' ({point.where})' if point.where else ''}", KEY),
        plain(point.asked) if point.asked else None,
        plain(point.text),
        "",
        styled(f"The force disputes this ({dispute.role}{page})", KEY),
        plain(dispute.text),
        "",
        styled("The panel replies", KEY) if replies else None,
        *replies,
    )
