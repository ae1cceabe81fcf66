"""The small boxes: a yes-or-no question, help, a page of text, a list to pick from, the blank screen, the lock."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from panelroom.ui.frame import Modal
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, hanging, keys, lines, plain, styled
from panelroom.ui.widgets import Fitted, Literal, Scroll, Secret

if TYPE_CHECKING:
    from panelroom.ui.app import PanelroomApp

UNSEEN = "Private: the room's display shows a holding page. On one mirrored screen, blank the projector."
"""What every box says that the room must not see: one mirrored projector shows it all the same."""


class Confirm(Modal):
    """A question that is answered with y or n; gives back whether it was yes."""

    HELP_TITLE = "A question"
    HELP = """
Nothing is done before you answer.

y : yes: what stands beside it is done
n : no: everything stays as it is; ESC does the same
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", show=False),
        Binding("n,escape", "answer(False)", "no", show=False),
    ]

    def __init__(self, question: str, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """Show the question and the two keys."""
        with Vertical(classes="box"):
            yield Literal(bold(self._question))
            yield Literal("")
            yield Literal(keys(("y", self._yes), ("n", self._no)))

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)


class Covering(Confirm):
    """The same, with nothing to be seen of what lies beneath."""

    GUIDED = False


class ConfirmWords(Confirm):
    """The same about words that may be longer than the screen: they scroll beneath the question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Confirm.BINDINGS,
        Binding("down,pagedown,space", "scroll(1)", "down", show=False),
        Binding("up,pageup", "scroll(-1)", "up", show=False),
    ]

    def __init__(self, question: str, words: str, yes: str, no: str) -> None:
        super().__init__(question, yes, no)
        self._words = words

    def compose(self) -> ComposeResult:
        """Show the question, the words and the keys."""
        with Vertical(classes="box"):
            yield Literal(bold(self._question))
            with Scroll(id="words"):
                yield Literal(plain(self._words))
            yield Literal(keys(("y", self._yes), ("n", self._no), ("up down", "more")))

    def action_scroll(self, by: int) -> None:
        """Scroll by a few lines."""
        self.query_one("#words", Scroll).scroll_relative(y=by * 5, animate=False)


class TextBox(Modal):
    """A page of text to read and leave: help, the glossary."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,g,q", "dismiss_empty", "back", show=False),
        Binding("down,pagedown,space", "scroll(1)", "down", show=False),
        Binding("up,pageup", "scroll(-1)", "up", show=False),
    ]

    def __init__(self, title: str, text: Content | Literal) -> None:
        super().__init__()
        self._title = title
        self._text = text if isinstance(text, Literal) else Literal(text)

    def compose(self) -> ComposeResult:
        """Show the text."""
        with Vertical(classes="box text"):
            yield Literal(bold(self._title), classes="head")
            with Scroll(id="text"):
                yield self._text
            yield Literal(id="ways")

    def on_mount(self) -> None:
        """Say which keys do something, for as much of the text as the screen has room for."""
        self.watch(self.query_one("#text", Scroll), "show_vertical_scrollbar", self._say_ways)

    def _say_ways(self, scrolls: bool) -> None:
        more = (("up down", "more"),) if scrolls else ()
        self.query_one("#ways", Literal).show(keys(("ESC", "back"), *more))

    def action_scroll(self, pages: int) -> None:
        """Scroll by a page."""
        area = self.query_one("#text", Scroll)
        area.scroll_relative(y=pages * max(1, area.size.height - 1), animate=False)


class Help(TextBox):
    """The keys of a screen and what they do, as :func:`help_text` lays them out."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title, Fitted(lambda width: help_text(text, width)))


class Pick(Modal):
    """A list to pick one of, with the arrow keys and ENTER, or a digit; gives back the picked value.

    ``extra`` are further keys; picked with one of them, the box gives back ``(key, value)``. ``note`` is what to
    know beforehand.
    """

    HELP_TITLE = "Picking from a list"
    HELP = """
Nothing is done before you pick. What else can be done here stands in the last line, with its key.

up down : move the arrow; PGUP and PGDN move it by ten
ENTER : pick what the arrow points at
1 2 3 : pick the one with that number at once
ESC : back; nothing is picked
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss_empty", "back", show=False),
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("pageup", "move(-10)", "up", show=False),
        Binding("pagedown", "move(10)", "down", show=False),
        Binding("enter", "pick", "pick", show=False),
    ]

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[Any, str]],
        *,
        extra: Sequence[tuple[str, str]] = (),
        empty: str = "There is nothing here yet.",
        note: Content | str = "",
    ) -> None:
        super().__init__()
        self._title, self._options, self._extra, self._empty = title, list(options), tuple(extra), empty
        self._note = note
        self._at = 0

    def compose(self) -> ComposeResult:
        """Show the list."""
        with Vertical(classes="box tall"):
            yield Literal(bold(self._title))
            if self._note:
                yield Literal(self._note)
            with Scroll(id="options"):
                if not self._options:
                    yield Literal(self._empty)
                for place in range(len(self._options)):
                    yield Fitted(partial(self._row, place), classes="option")
            yield Literal(keys(("up down", "move"), ("ENTER", "pick"), *self._extra, ("ESC", "back")))

    def _row(self, place: int, width: int) -> Content:
        number = f"{place + 1}" if place < 9 else " "
        here = place == self._at
        head = styled(f"{' > ' if here else '   '}{number}  ", KEY)
        return hanging(head, self._options[place][1], width, BOLD if here else "")

    def action_move(self, by: int) -> None:
        """Move up or down."""
        if not self._options:
            return
        before, self._at = self._at, max(0, min(len(self._options) - 1, self._at + by))
        rows = list(self.query(".option").results(Fitted))
        for place in (before, self._at):
            rows[place].refit()
        rows[self._at].scroll_visible(animate=False)

    def action_pick(self) -> None:
        """Pick the one the arrow points at."""
        if self._options:
            self.dismiss(self._options[self._at][0])

    def on_key(self, event: events.Key) -> None:
        """Pick by digit, or use one of the further keys."""
        character = event.character or ""
        if character.isdigit() and 0 < int(character) <= min(9, len(self._options)):
            event.stop()
            self.dismiss(self._options[int(character) - 1][0])
        elif character in [key for key, _ in self._extra]:
            event.stop()
            self.dismiss((character, self._options[self._at][0] if self._options else None))


def pick_unseen(
    app: "PanelroomApp",
    title: str,
    options: Sequence[tuple[Any, str]],
    done: Callable[[Any], None],
    *,
    extra: Sequence[tuple[str, str]] = (),
) -> None:
    """Let one of a list be picked while the room's display shows a holding page; ``done`` as for :class:`Pick`."""
    before = app.set_private(True)
    closed = app.conductor is not None and app.conductor.meeting.closed_at

    def picked(choice: Any) -> None:
        app.set_private(before)
        done(choice)

    app.push_screen(Pick(title, options, extra=extra, note="" if closed else UNSEEN), picked)


class Blank(Modal):
    """A blank screen; one key brings the meeting back."""

    GUIDED = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("b,escape,enter", "dismiss_empty", "back", show=False)]

    def compose(self) -> ComposeResult:
        """Show nothing but the way back."""
        yield Literal("The screen is blank.   b  brings the meeting back", id="blank")


class Lock(Modal, inherit_bindings=False):
    """The locked screen: only the pass-phrase opens it. A box lets go on ESC; this one has no such key."""

    BINDINGS: ClassVar[list[BindingType]] = []
    LOCKS = True

    class Tried(Message):
        """A pass-phrase was tried."""

        def __init__(self, right: bool) -> None:
            super().__init__()
            self.right = right

    def compose(self) -> ComposeResult:
        """Ask for the pass-phrase; nothing of the meeting shows."""
        with Vertical(classes="box"):
            yield Literal(bold("Locked"))
            yield Literal("Type the meeting's pass-phrase and press ENTER. It does not show on the screen.")
            yield Secret()
            yield Literal(id="wrong")
            if self.app.opens:
                yield Literal(f"This is a demonstration. Its pass-phrase: {self.app.opens}")

    def on_mount(self) -> None:
        """Ready to type, at once: Textual's focus() waits behind the keys that were typed already."""
        self.set_focus(self.query_one("#secret", Input))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it, without holding up the screen."""
        self.query_one("#wrong", Literal).show("One moment ...")
        self._try(event.value)
        event.input.value = ""

    @work(thread=True, exclusive=True, exit_on_error=False, group="unlock")
    def _try(self, secret: str) -> None:
        conductor = self.app.conductor
        right = conductor is not None and conductor.is_passphrase(secret)
        self.post_message(self.Tried(right))

    def on_lock_tried(self, event: Tried) -> None:
        """Open, or say that it was the wrong one."""
        if event.right:
            self.dismiss(True)
        else:
            self.query_one("#wrong", Literal).show(
                styled("That is not the pass-phrase. Nothing was opened.", FAULT)
            )


class Break(Modal):
    """The meeting is adjourned; ENTER goes on. ``support`` are the words of the office's support card."""

    HELP_TITLE = "Adjourned"
    HELP = """
All clocks stand still. The screen locks itself after ten minutes without a key.

ENTER : go on with the meeting, where it stopped
ctrl+l : lock; the meeting's pass-phrase opens it
ctrl+q : leave panelroom; the book can be opened again later
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "go_on", "go on", show=False),
        Binding("ctrl+l", "app.lock", "lock", show=False),
        Binding("ctrl+q", "app.leave", "quit", show=False),
    ]

    def __init__(self, support: str = "") -> None:
        super().__init__()
        self._support = support

    def compose(self) -> ComposeResult:
        """Say that the clocks stand still, and where support is."""
        with Vertical(classes="box"):
            yield Literal(bold("The meeting is adjourned. All clocks stand still."))
            yield Literal("")
            if self._support:
                yield Literal(self._support)
                yield Literal("")
            yield Literal(keys(("ENTER", "go on with the meeting"), ("ctrl+l", "lock"), ("ctrl+q", "leave")))

    def action_go_on(self) -> None:
        """Go on with the meeting."""
        self.dismiss(True)


def help_text(text: str, width: int) -> Content:
    """Return help written as lines, where ``key : words`` puts the key in bold in a column of its own."""
    return lines(*(_help_line(line, width) for line in text.strip().splitlines()))


def _help_line(line: str, width: int) -> Content:
    key, colon, words = line.partition(" : ")
    head = styled(f"{key.strip():>10}  ", KEY) if colon else plain("")
    return hanging(head, words if colon else line.strip(), width)
