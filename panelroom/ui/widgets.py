"""The few widgets the screens share: literal text, a field for a secret, what scrolls, the keys."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Input

from panelroom.ui.paint import KEY, join, styled


class Literal(Widget):
    """Text shown exactly as it is; only cells that change are painted again."""

    def __init__(
        self, content: Content | str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(markup=False, id=id, classes=classes)
        self._shown = content if isinstance(content, Content) else Content(content)
        self._laid_out: tuple[int, list[Strip]] = (0, [])

    def render(self) -> Content:
        """Return what is shown."""
        return self._shown

    def show(self, content: Content | str) -> None:
        """Show this from now on."""
        new = content if isinstance(content, Content) else Content(content)
        # is_same() also compares styles, which == does not.
        if new.is_same(self._shown):
            return
        self._shown = new
        (width, before), self._laid_out = self._laid_out, self._lay_out()
        here, rows = self._laid_out
        if not here or width != here or self._grows(len(before), len(rows)):
            self.refresh(layout=True)
        elif changed := list(self._changed(before, rows)):
            self.refresh(*changed)

    def _lay_out(self) -> tuple[int, list[Strip]]:
        width = self.content_size.width
        return width, Visual.to_strips(self, self._shown, width, None, self.visual_style) if width else []

    def _grows(self, before: int, rows: int) -> bool:
        """Whether the widget needs another height, so that what is beneath it moves."""
        return before != rows and self.styles.is_auto_height

    def _changed(self, before: Sequence[Strip], rows: Sequence[Strip]) -> Iterator[Region]:
        left, top = self.gutter.left, self.gutter.top
        for y, (old, new) in enumerate(zip_longest(before, rows, fillvalue=Strip.blank(0))):
            start, end = _span(old, new, self.content_size.width)
            if start < end:
                yield Region(left + start, top + y, end - start, 1)

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return self._shown.plain


def _span(old: Strip, new: Strip, width: int) -> tuple[int, int]:
    """Return the columns between which two rows differ; where letters are not one cell wide, all of them."""
    if old == new:
        return 0, 0
    cells = [[(letter, part.style) for part in row for letter in part.text] for row in (old, new)]
    if any(len(row) != strip.cell_length for row, strip in zip(cells, (old, new), strict=True)):
        return 0, width
    differ = [x for x, (was, now) in enumerate(zip_longest(*cells)) if was != now]
    return (differ[0], differ[-1] + 1) if differ else (0, 0)


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
