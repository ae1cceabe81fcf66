"""The board: one page of the room's display, laid out for the size of the terminal and painted sparingly.

A terminal has one size of letter, so the countdown is drawn in blocks as large as there is room for, and the
rest gets white space. A page is complete at 80x24; where even that is too little, text ends in an ellipsis.
"""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from panelroom.display import RoomPage

HEADING, MATTER, PLAIN = "bold $accent", "bold $foreground", "$foreground"
ROOMY = 30
WIDEST_TEXT = 84
# Three by five points a digit; a point is two cells wide, because a cell is about twice as high as wide.
_GLYPHS = {
    "0": "### #.# #.# #.# ###", "1": ".#. ##. .#. .#. ###", "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###", "4": "#.# #.# ### ..# ..#", "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###", "7": "### ..# ..# ..# ..#", "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###", ":": ". # . # .",
}  # fmt: skip
_HIGH = 5
_EMPTY = Content("")
Block = list[Content]


class Board(Widget):
    """Shows a :class:`RoomPage`. Only cells that changed are painted again."""

    def __init__(self) -> None:
        super().__init__()
        self.page = RoomPage("waiting")
        self._rows: Block = []

    def show(self, page: RoomPage) -> None:
        """Show this page from now on."""
        if page == self.page:
            return
        self.page = page
        before, self._rows = self._rows, layout(page, *self.size)
        changed = _changed(before, self._rows, self.size.width)
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        """Lay the page out for the new size."""
        self._rows = layout(self.page, *self.size)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row of cells."""
        row = self._rows[y] if y < len(self._rows) else Content("")
        return Visual.to_strips(self, row, self.size.width, 1, self.visual_style)[0]


def layout(page: RoomPage, width: int, height: int) -> Block:
    """Return the rows of a page: heading on top, footer at the bottom, what matters in the middle."""
    if not width or not height:
        return []
    column = max(20, min(width - 8, WIDEST_TEXT))
    air = [_EMPTY] if height >= 20 else []
    top = [*air, *_wrapped(page.heading, HEADING, column)]
    bottom = [*air, *_wrapped(page.footer, PLAIN, column)]
    free = max(1, height - len(top) - len(bottom))
    middle = _middle(page, width, column, free, height)
    above = (free - len(middle)) // 2
    below = free - len(middle) - above
    rows = [*top, *[_EMPTY] * above, *middle, *[_EMPTY] * below, *bottom]
    return [_centred(row, width) for row in rows[:height]]


def _centred(row: Content, width: int) -> Content:
    """Return the row with blanks to ``width`` on both sides; Content.center() would drop those at its end."""
    spare = max(0, width - row.cell_length)
    return row.pad(spare // 2, spare - spare // 2)


def _middle(page: RoomPage, width: int, column: int, free: int, height: int) -> Block:
    """Return the rows between heading and footer, with air between the blocks where there is room for it."""
    blocks = [
        [_EMPTY] * _HIGH if page.big else [],
        *(_wrapped(paragraph, MATTER, column) for paragraph in page.body),
        _wrapped(page.note or "", MATTER, column),
        _list(page.points, column),
        _stacked(_wrapped(line, MATTER, column) for line in (page.tally or "").splitlines()),
    ]
    gap = _gap(blocks, free, height)
    over = len(_spaced(blocks, gap)) - free
    if page.big:
        blocks[0] = _big(page.big, width, min(_HIGH - over, height // 2))
    return _spaced(_shortened(blocks, over), gap)


def _stacked(blocks: Iterable[Block]) -> Block:
    return [row for block in blocks for row in block]


def _spaced(blocks: Sequence[Block], gap: int) -> Block:
    filled = [block for block in blocks if block]
    return [row for n, block in enumerate(filled) for row in ([_EMPTY] * gap if n else []) + block]


def _gap(blocks: Sequence[Block], free: int, height: int) -> int:
    """Return how many empty rows between two blocks there is room for: two on a high screen, else one or none."""
    widest = 2 if height >= ROOMY else 1
    return next((gap for gap in range(widest, 0, -1) if len(_spaced(blocks, gap)) <= free), 0)


def _shortened(blocks: Sequence[Block], over: int) -> list[Block]:
    """Cut the longest block by ``over`` rows; the cut is seen."""
    kept = list(blocks)
    if over > 0:
        longest = max(range(len(kept)), key=lambda n: len(kept[n]))
        rows = kept[longest][: max(1, len(kept[longest]) - over)]
        kept[longest] = [
            *rows[:-1],
            Content.assemble(rows[-1].right_crop(1), Content.styled("\u2026", PLAIN)),
        ]
    return kept


def _wrapped(text: str, style: str, column: int) -> Block:
    """Return the text in as few rows as the column allows, of much the same length."""
    content = Content.styled(text, style)
    fewest = len(content.wrap(column)) if text else 0
    even = content.cell_length // max(1, fewest)
    widths = (width for width in range(even, column) if len(content.wrap(width)) == fewest)
    return content.wrap(next(widths, column)) if text else []


def _list(points: Sequence[tuple[str, str]], column: int) -> Block:
    """Return the points as one block, flush left, their marks standing out to the left of them."""
    rows = _stacked(_point(mark, text, column) for mark, text in points)
    longest = max((row.cell_length for row in rows), default=0)
    return [row.pad_right(longest - row.cell_length) for row in rows]


def _point(mark: str, text: str, column: int) -> Block:
    lead = f"{mark}  "
    rows = Content.styled(text, PLAIN).wrap(column - len(lead))
    return [Content(" " * len(lead) if n else lead) + row for n, row in enumerate(rows)]


def _big(digits: str, width: int, height: int) -> Block:
    """Return the digits in blocks, as large as ``width`` by ``height`` cells allow."""
    glyphs = [_GLYPHS[digit].split() for digit in digits]
    points = [".".join(glyph[row] for glyph in glyphs) for row in range(_HIGH)]
    scale = max(1, min(height // _HIGH, (width - 4) // (2 * len(points[0]))))
    rows = [_blocks(row, scale) for row in points]
    return [row for row in rows for _ in range(scale)]


def _blocks(points: str, scale: int) -> Content:
    cells = "".join(("\u2588" if point == "#" else " ") * 2 * scale for point in points)
    return Content.styled(cells, PLAIN)


def _changed(before: Block, after: Block, width: int) -> list[Region]:
    """Return the smallest regions that hold every cell in which the rows differ."""
    if len(before) != len(after):
        return [Region(0, 0, width, max(len(before), len(after)))]
    pairs = enumerate(zip(before, after, strict=True))
    return [
        Region(left, y, right - left, 1) for y, (old, new) in pairs for left, right in _span(old, new, width)
    ]


def _span(old: Content, new: Content, width: int) -> list[tuple[int, int]]:
    if old.is_same(new):
        return []
    simple = all(len(row) == row.cell_length == width for row in (old, new))
    if not simple or old.spans != new.spans:
        return [(0, width)]
    differ = [n for n, (a, b) in enumerate(zip(old.plain, new.plain, strict=True)) if a != b]
    return [(differ[0], differ[-1] + 1)]
