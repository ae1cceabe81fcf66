"""The few widgets the screens share: literal text, a field for a secret, what scrolls, the keys."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.renderables.digits import DIGITS, DIGITS3X3
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Input

from panelroom.ui.paint import KEY, join, styled

if TYPE_CHECKING:
    _Part = Widget
else:
    # Textual takes the styles of the first widget among the bases only: that must be the real one.
    _Part = object


class Still(_Part):
    """A widget that hands out the same rows until something in it changes.

    When one widget changes, Textual asks all those beside and beneath it for their rows too, and puts them together
    anew: border, margin, colours. On a screen of a dozen parts that took longer than painting the one that changed.
    """

    _finished: tuple[Region, Size, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of ``crop``, made anew only if they may differ from those made last."""
        if self._finished is None or self._finished[:2] != (crop, self.size):
            self._finished = crop, self.size, self._rendered(crop)
        return self._finished[2]

    def _rendered(self, crop: Region) -> list[Strip]:
        return super().render_lines(crop)

    def _set_dirty(self, *regions: Region) -> None:
        # Whatever changes in a widget, its text, style, size or place in a scroll, Textual says so here.
        self._finished = None
        super()._set_dirty(*regions)


class Sparing(_Part):
    """A widget of which only rows that differ from those on the screen are painted.

    A field says that all of it changed at each letter: fourteen rows for one.
    """

    _seen: Sequence[Strip] = ()

    def _exchange_repaint_regions(self) -> Collection[Region]:
        # Textual asks for them once for each paint, just before it.
        regions = super()._exchange_repaint_regions()
        before, self._seen = self._seen, super().render_lines(self.outer_size.region)
        return list(_changed(before, self._seen)) if len(before) == len(self._seen) else regions

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of ``crop``."""
        rows = super().render_lines(crop)
        if rows != self._seen:
            # Not asked for by the widget, as after a change of layout: who knows how much of it is painted.
            self._seen = ()
        return rows


class Rows(Still, Vertical):
    """Parts under one another."""


class Columns(Still, Horizontal):
    """Parts beside one another."""


_Look = tuple[int, Style, str]
"""What the rows of a text depend on besides the text: width, style, theme."""


_REMEMBERED = 128
"""Paragraphs that a text keeps wrapped where what was shown comes back."""


class Literal(Still, Widget):
    """Text shown exactly as it is; only cells that change are painted again.

    Args:
        content: the text. comes_back: whether much the same texts are shown again and again, such as the questions:
            then their paragraphs stay wrapped, which takes memory.
    """

    def __init__(
        self,
        content: Content | str = "",
        *,
        id: str | None = None,
        classes: str | None = None,
        comes_back: bool = False,
    ) -> None:
        super().__init__(markup=False, id=id, classes=classes)
        self._comes_back = comes_back
        # Nothing here is a link, and to look for some takes as long as to wrap the text.
        self.set_reactive(Widget.auto_links, False)
        self._shown = content if isinstance(content, Content) else Content(content)
        self._rows: list[Strip] = []
        self._paragraphs: dict[tuple[str, tuple[Span, ...]], list[Strip]] = {}
        self._laid_out_for: _Look | None = None

    def render(self) -> Content:
        """Return what is shown."""
        return self._shown

    def render_line(self, y: int) -> Strip:
        """Return one row of cells."""
        return self._rows[y] if y < len(self._rows) else Strip.blank(0)

    def show(self, content: Content | str) -> None:
        """Show this from now on."""
        new = content if isinstance(content, Content) else Content(content)
        # is_same() also compares styles, which == does not.
        if new.is_same(self._shown):
            return
        self._shown = new
        before, looked = self._rows, self._laid_out_for
        if not self.content_size.width:
            self._laid_out_for = None
            self.refresh(layout=True)
            return
        self._rows = self._wrapped(self._look())
        if looked != self._laid_out_for or self._grows(before):
            self.refresh(layout=True)
        elif changed := list(_changed(before, self._rows)):
            self.refresh(*changed)

    def _look(self) -> _Look:
        return self.content_size.width, self.visual_style, self.app.theme

    def _rendered(self, crop: Region) -> list[Strip]:
        look = self._look()
        if look != self._laid_out_for:
            self._rows = self._wrapped(look)
        return super()._rendered(crop) if self.styles.gutter else self._bare(crop)

    def _bare(self, crop: Region) -> list[Strip]:
        """Return the rows of ``crop`` where neither border nor padding goes around them: as they are."""
        blank = Strip.blank(self.size.width, self.visual_style.background_style.rich_style)
        rows = self._rows[crop.y : crop.bottom]
        rows += [blank] * (crop.height - len(rows))
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            rows = [row.apply_filter(line_filter, background) for row in rows]
        if crop.column_span == (0, self.size.width):
            return rows
        return [row.crop(*crop.column_span) for row in rows]

    def _wrapped(self, look: _Look) -> list[Strip]:
        """Return the text as rows of cells; a paragraph that was there before is not wrapped again."""
        known = self._paragraphs if look == self._laid_out_for else {}
        self._laid_out_for = look
        self._paragraphs = known if self._comes_back and len(known) <= _REMEMBERED else {}
        rows: list[Strip] = []
        for paragraph in self._shown.split(allow_blank=True):
            key = paragraph.plain, tuple(paragraph.spans)
            if key not in self._paragraphs:
                self._paragraphs[key] = known.get(key) or self._strips(paragraph, look[0])
            rows += self._paragraphs[key]
        return rows

    def _strips(self, paragraph: Content, width: int) -> list[Strip]:
        style, beside = self.visual_style, self.visual_style.background_style.rich_style
        if self.styles.text_align not in ("left", "start"):
            aligned = Visual.to_strips(self, paragraph, width, None, style)
            return [row.adjust_cell_length(width, beside) for row in aligned]
        return [
            self._cells(line, style).adjust_cell_length(width, beside)
            for line in self._lines(paragraph, width)
        ]

    def _lines(self, paragraph: Content, width: int) -> list[Content]:
        """Return the lines of a paragraph, wrapped, or cut where the style sheet says so."""
        if paragraph.cell_length <= width and "\t" not in paragraph.plain:
            return [paragraph]
        if self.styles.text_wrap == "nowrap":
            return [paragraph.truncate(width, ellipsis=self.styles.text_overflow == "ellipsis")]
        return paragraph.wrap(width)

    def _cells(self, line: Content, style: Style) -> Strip:
        # Textual's own way notes in each part's style where it stands, for the mouse: no two parts would be the same.
        parse = self.app.stylesheet.parse_style
        return Strip(
            [Segment(text, (style + part).rich_style) for text, part in line.render(style, "", parse)],
            line.cell_length,
        )

    def _grows(self, before: list[Strip]) -> bool:
        """Whether the widget needs another height, so that what is beneath it moves."""
        return len(before) != len(self._rows) and self.styles.is_auto_height

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return self._shown.plain


class Fitted(Literal):
    """Text laid out for the width it gets, such as words in a column of their own.

    Args:
        make: returns the text for that many columns, none of its lines longer.
    """

    def __init__(
        self, make: Callable[[int], Content], *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._make = make

    def refit(self) -> None:
        """Show what the text is by now."""
        if width := self.content_size.width:
            self.show(self._make(width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the text takes in that many columns."""
        return self._make(width).get_height({}, width)

    def _wrapped(self, look: _Look) -> list[Strip]:
        self._shown = self._make(look[0])
        return super()._wrapped(look)


def _changed(before: Sequence[Strip], rows: Sequence[Strip]) -> Iterator[Region]:
    """Yield what of the rows must be painted: each from its beginning, because the terminal is sent it from there."""
    for y, (old, new) in enumerate(zip_longest(before, rows, fillvalue=Strip.blank(0))):
        if old is not new and (width := _differ_in(old, new)):
            yield Region(0, y, width, 1)


def _differ_in(old: Strip, new: Strip) -> int:
    """Return how many cells, from the left, hold all in which two rows differ.

    Where letters may be wider or narrower than a cell, that is the whole row.
    """
    cells = max(old.cell_length, new.cell_length)
    before, after = list(old), list(new)
    if old.cell_length != new.cell_length or not (old.text + new.text).isascii():
        return 0 if before == after else cells
    while before and after and before[-1] == after[-1]:
        cells -= len(after.pop().text)
        before.pop()
    if before and after and before[-1].style == after[-1].style:
        cells -= _alike_at_end(before[-1].text, after[-1].text)
    return cells


def _alike_at_end(old: str, new: str) -> int:
    """Return how many letters two texts have in common at their ends."""
    pairs = zip(reversed(old), reversed(new), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


class Ends(Columns):
    """One line with something at either end.

    Two widgets, because the terminal is sent a changed row from its widget's left edge on: what moves every second
    at the right would otherwise cost the whole line.
    """

    DEFAULT_CSS = "Ends { height: 1; } Ends > .left { width: 1fr; }"

    def __init__(self, *, id: str) -> None:
        self._left, self._right = Literal(classes="left"), Literal(classes="right")
        super().__init__(self._left, self._right, id=id)

    def show(self, left: Content | str, right: Content | str, width: int) -> None:
        """Show this from now on, ``left`` cut to what ``right`` leaves it of ``width`` cells."""
        right = right if isinstance(right, Content) else Content(right)
        left = left if isinstance(left, Content) else Content(left)
        self._right.styles.width = right.cell_length
        self._left.show(left.truncate(max(0, width - right.cell_length - 1), ellipsis=True))
        self._right.show(right)


class BigTime(Columns):
    """A time in figures three rows high, each painted by itself: most seconds change only one of them."""

    PLACES = 6
    DEFAULT_CSS = "BigTime { height: 3; align-horizontal: right; }"

    def __init__(self, *, id: str) -> None:
        self._figures = [Literal(_figure(" ")) for _ in range(self.PLACES)]
        super().__init__(*self._figures, id=id)

    def show(self, time: str) -> None:
        """Show ``time``, such as ``10:58``, from now on; its last figures where it is longer than the places."""
        for place, letter in zip(self._figures, time.rjust(self.PLACES)[-self.PLACES :], strict=True):
            place.show(_figure(letter))


@lru_cache(maxsize=16)
def _figure(letter: str) -> Content:
    at = DIGITS.index(letter) * 3
    return Content("\n".join(row.ljust(3) for row in DIGITS3X3[at : at + 3]))


class Secret(Sparing, Input):
    """The field for a pass-phrase: no letter shows. A cursor that blinks would repaint it all evening."""

    def __init__(self) -> None:
        super().__init__(password=True, id="secret")
        self.cursor_blink = False


class Scroll(Still, VerticalScroll, can_focus=False):
    """A part of the screen that scrolls when told to; it never takes the keys."""


class More(Literal):
    """One row beneath a part that scrolls: which keys bring the rest of it, where there is any."""

    def __init__(self, area: Scroll) -> None:
        super().__init__(id="more")
        self._area = area

    def on_mount(self) -> None:
        """Follow what is seen of it."""
        for changes in ("scroll_y", "virtual_size", "show_vertical_scrollbar"):
            self.watch(self._area, changes, self._moved)

    def on_resize(self) -> None:
        """The part above has another size too."""
        self._moved()

    def _moved(self) -> None:
        # What fits is known once everything has its place.
        self.call_after_refresh(self._say)

    def _say(self) -> None:
        area = self._area
        ways = (
            ("PGUP", "more above", area.scroll_y > 0),
            ("PGDN", "more below", area.scroll_y < area.max_scroll_y),
        )
        self.show(_hints(tuple((key, words) for key, words, there in ways if there)))


class KeyBar(Literal):
    """The last line: at most eight keys and what they do, cut to what fits."""

    MOST = 8

    def show_keys(self, pairs: Sequence[tuple[str, str]], width: int) -> None:
        """Show as many of the pairs as fit into ``width`` cells."""
        self.show(_bar(tuple(pairs[: self.MOST]), width))


@lru_cache(maxsize=64)
def _bar(pairs: tuple[tuple[str, str], ...], width: int) -> Content:
    """Return the hints that fit; the last one, which is help, stays whatever must go."""
    bar = _hints(pairs)
    while bar.cell_length > width - 1 and len(pairs) > 1:
        pairs = (*pairs[:-2], pairs[-1])
        bar = _hints(pairs)
    return bar


def _hints(pairs: tuple[tuple[str, str], ...]) -> Content:
    hints = (
        join("  " if place else " ", styled(key, KEY), " ", does) for place, (key, does) in enumerate(pairs)
    )
    return Content("").join(hints)
