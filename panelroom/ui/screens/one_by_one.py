"""Screens of a closed meeting that go through many things, one after the other."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from panelroom.ui.meeting_screen import ClosedScreen
from panelroom.ui.widgets import Scroll

T = TypeVar("T")


class OneByOne(ClosedScreen, Generic[T], inherit_bindings=True):
    """One of many at a time, in an area ``#entry`` that may be longer than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n", "step(1)", "next", show=False),
        Binding("left,N", "step(-1)", "previous", show=False),
        Binding("l", "list", "list", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
        Binding("pagedown", "scroll(10)", "down", show=False),
        Binding("pageup", "scroll(-10)", "up", show=False),
        Binding("q,escape", "app.go('after')", "back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    @property
    def shown(self) -> Sequence[T]:
        """What is gone through, in order."""
        return ()

    @property
    def current(self) -> T | None:
        """The one before us."""
        return self._among(self.shown)

    def _among(self, shown: Sequence[T]) -> T | None:
        """Return the one before us; there may be fewer than when we came to it."""
        self._at = max(0, min(len(shown) - 1, self._at))
        return shown[self._at] if shown else None

    def action_step(self, by: int) -> None:
        """The next one, or the one before."""
        if not 0 <= self._at + by < len(self.shown):
            self.notice("That was the last one." if by > 0 else "This is the first one.")
            return
        self._show(self._at + by)

    def _show(self, place: int) -> None:
        self._at = place
        self.query_one("#entry", Scroll).scroll_home(animate=False)
        self.paint()

    def action_scroll(self, by: int) -> None:
        """Move about in a long one."""
        self.query_one("#entry", Scroll).scroll_relative(y=by, animate=False)
