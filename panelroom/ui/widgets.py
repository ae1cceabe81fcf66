"""The few widgets the screens share: literal text, a field for a secret, what scrolls, the keys."""

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from panelroom.ui.paint import KEY, join, styled


class Literal(Static):
    """Text shown exactly as it is, repainted only when it changes."""

    def __init__(
        self, content: Content | str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        self._shown = content if isinstance(content, Content) else Content(content)
        super().__init__(self._shown, markup=False, id=id, classes=classes)

    def show(self, content: Content | str) -> None:
        """Show this from now on."""
        new = content if isinstance(content, Content) else Content(content)
        # is_same() also compares styles, which == does not.
        if not new.is_same(self._shown):
            self._shown = new
            self.update(new)

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return self._shown.plain


class Secret(Input):
    """The field for a pass-phrase: no letter shows. A cursor that blinks would repaint it all evening."""

    def __init__(self) -> None:
        super().__init__(password=True, id="secret")
        self.cursor_blink = False


class Scroll(VerticalScroll, can_focus=False):
    """A part of the screen that scrolls when told to; it never takes the keys."""


class KeyBar(Literal):
    """The last line: at most eight keys and what they do, cut to what fits."""

    MOST = 8

    def show_keys(self, pairs: Sequence[tuple[str, str]], width: int) -> None:
        """Show as many of the pairs as fit into ``width`` cells."""
        bar = Content(" ")
        for place, (key, does) in enumerate(pairs[: self.MOST]):
            hint = join("  " if place else "", styled(key, KEY), " ", does)
            if bar.cell_length + hint.cell_length > width - 1:
                break
            bar = bar + hint
        self.show(bar)
