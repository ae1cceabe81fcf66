"""The frame that every screen and every box shares; it knows nothing of meetings, so that Home paints at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen

from panelroom.ui.paint import BOLD, FAULT, styled
from panelroom.ui.widgets import Ends, KeyBar, Literal, Rows, Still

if TYPE_CHECKING:
    from panelroom.ui.app import PanelroomApp

HIGHER = 30
"""Rows from which a screen has room to spare."""
WIDER = 110
"""Columns from which there is room for a side panel."""
WIDEST = 170
"""Columns from which there is room for two."""


class PlainScreen(Still, Screen[None], inherit_bindings=False):
    """A full screen: a line at the top, the body, a notice, the keys. Nothing on it is a bare string."""

    # The margin is the widget's, so that a second line has it too.
    DEFAULT_CSS = "PlainScreen #notice { padding: 0 1; }"
    AUTO_FOCUS: ClassVar[str | None] = None
    HELP_TITLE: ClassVar[str] = "Help"
    HELP: ClassVar[str] = ""
    EVERYWHERE: ClassVar[str] = ""
    """The keys of every screen of this kind, as they follow on its own in the help."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "app.explain", "help", show=False),
        Binding("ctrl+p", "app.command_palette", "commands", show=False),
        Binding("ctrl+q", "app.leave", "quit", show=False),
        Binding("f9", "app.other_theme", "light or dark", show=False),
    ]

    app: "PanelroomApp"

    def compose(self) -> ComposeResult:
        """Lay out the frame around :meth:`body`."""
        yield Ends(id="top")
        with Rows(id="body"):
            yield from self.body()
        if self.app.guide is not None:
            yield Literal(id="guide")
        yield Literal(id="notice")
        yield KeyBar(id="keys")

    def body(self) -> ComposeResult:
        """Yield what stands between the top line and the notice."""
        yield from ()

    def on_mount(self) -> None:
        """Paint once there is something to paint on."""
        self.call_after_refresh(self.paint)

    def on_resize(self) -> None:
        """Lay out anew for the new size."""
        self.set_class(self.size.width >= WIDER, "wide")
        self.set_class(self.size.width >= WIDEST, "widest")
        self.set_class(self.size.height >= HIGHER, "high")
        self.paint()
        # What fits is known only once panels have come or gone and the parts beneath have their new heights.
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Show the present state in every widget."""

    def literal(self, selector: str) -> Literal:
        """Return the literal text with that id."""
        return self.query_one(selector, Literal)

    def paint_frame(self, left: Content | str, right: Content | str, keys: Sequence[tuple[str, str]]) -> None:
        """Show the top line and the keys."""
        width = self.size.width
        top = self.query_one("#top", Ends)
        top.show(Content.assemble(" ", left), Content.assemble(right, " "), width)
        self.query_one("#keys", KeyBar).show_keys(keys, width)
        if self.app.guide is not None:
            self.app.guide.paint(self)

    def notice(self, text: str, *, refused: bool = False) -> None:
        """Say something above the keys, until the next key; on a screen that is only coming, once it is there."""
        if not self.is_mounted:
            self.call_later(self.notice, text, refused=refused)
            return
        self.literal("#notice").show(_notice(text, FAULT if refused else BOLD) if text else Content(""))

    def notice_also(self, text: str) -> None:
        """Add a sentence to a refusal: what to press."""
        self.notice(f"{self.literal('#notice').text} {text}", refused=True)

    def on_key(self, event: events.Key | None = None) -> None:
        """A key was pressed: what was said before is old."""
        self.notice("")


def _notice(text: str, style: str) -> Content:
    # Imported here, because Home has nothing to say. A notice may name a file, and names come from outside.
    from panelroom.text import clean_line

    return styled(clean_line(text), style)


class Modal(ModalScreen[Any], inherit_bindings=False):
    """A box over the screen. ESC leaves it without doing anything.

    A box that is done while another one lies over it, such as the lock, goes once that one is gone: Textual would
    take the upper one away instead.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss_empty", "back", show=False),
        Binding("f1", "app.explain", "help", show=False),
    ]
    HELP_TITLE: ClassVar[str] = "Help"
    HELP: ClassVar[str] = ""
    """What F1 explains over the box; a box without it is its own explanation."""
    EVERYWHERE: ClassVar[str] = ""
    GUIDED: ClassVar[bool] = True
    """Whether the guide of a rehearsal stays to be seen beneath it."""
    LOCKS: ClassVar[bool] = False
    """Whether it asks for the pass-phrase of the meeting."""
    app: "PanelroomApp"

    def __init__(self) -> None:
        super().__init__()
        self._done_with: tuple[Any, ...] = ()

    def on_mount(self) -> None:
        """In a rehearsal the guide stays beneath the box."""
        if self.app.guide is not None and self.GUIDED:
            self.mount(Literal(self.app.guide.beside_box(locked=self.LOCKS), id="guide"))

    def on_resize(self) -> None:
        """Use the rows there are."""
        self.set_class(self.size.height >= HIGHER, "high")

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave, with what came of it."""
        if self.is_active:
            return super().dismiss(result)
        self._done_with = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """What lay over the box is gone."""
        if self._done_with and self.is_active:
            self.dismiss(*self._done_with)

    def action_dismiss_empty(self) -> None:
        """Leave without doing anything."""
        self.dismiss(None)
