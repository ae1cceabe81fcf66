"""Figures as text: bars of block characters beside their numbers, and tables, laid out for the width there is."""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from panelroom.records import blocks as b
from panelroom.report.pages import Bar, Bars
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, join, lines, plain, styled

_LONGEST_NAME = 26
"""Names of more cells stand above their bars, not beside them."""
_GAP = 2
_LEAST = 5
"""Cells of a column, at the least."""
_LONGEST_WORD = 13


def painted(parts: Iterable[b.Block | Bars], width: int) -> Content:
    """Return the parts under one another, none wider than ``width`` cells."""
    return lines(*(line for part in parts for line in (*_part(part, width), plain(""))))


def _part(part: b.Block | Bars, width: int) -> Iterator[Content]:
    match part:
        case Bars():
            yield from bars(part, width)
        case b.Para():
            yield from _said(part).wrap(width)
        case b.Bullets():
            for item in part.items:
                yield from beside(plain("- "), _said(item).wrap(width - 2))
        case b.Table():
            yield from table(part, width)


def _said(para: b.Para) -> Content:
    return join(*(bold(run.text) if run.bold else plain(run.text) for run in para.runs))


def beside(head: Content, rows: Sequence[Content]) -> Iterator[Content]:
    """Yield ``rows`` behind ``head``, the further ones under the first."""
    for place, row in enumerate(rows):
        yield join(head if not place else " " * head.cell_length, row)


# ── bars ─────────────────────────────────────────────────────────────────────────────────────────────────


def bars(part: Bars, width: int) -> Iterator[Content]:
    """Yield the lines of a chart: its title, each bar with name and number, its source."""
    yield from bold(part.title).wrap(width)
    names = max(Content(bar.name).cell_length for bar in part.bars)
    numbers = max(Content(bar.words).cell_length for bar in part.bars)
    beside = names if names <= min(_LONGEST_NAME, width // 3) else _GAP
    room = width - beside - numbers - 2 * _GAP
    most = max((bar.value or 0 for bar in part.bars), default=0)
    for bar in part.bars:
        name = bar.name
        if beside < names:
            yield from plain(name).wrap(width)
            name = ""
        yield _bar(bar, plain(_padded(name, beside)), numbers, room, most)
    yield from plain(f"Source: {part.source}.").wrap(width)


def _bar(bar: Bar, name: Content, numbers: int, room: int, most: float) -> Content:
    number = " " * (numbers - Content(bar.words).cell_length) + bar.words
    return join(name, " " * _GAP, bold(number), " " * _GAP, styled(length(bar.value or 0, most, room), KEY))


def length(value: float, most: float, room: int) -> str:
    """Return a bar for ``value``, where ``most`` takes ``room`` cells; all but nought can be seen."""
    if value <= 0:
        return ""
    halves = max(1, round(2 * room * value / most))
    return "█" * (halves // 2) + "▌" * (halves % 2)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────


def table(part: b.Table, width: int) -> Iterator[Content]:
    """Yield the lines of a table; counts stand at the right of their column, a fault is coloured as well."""
    widths = _widths(part, width)
    heads = [styled(text, BOLD).wrap(cells) for text, cells in zip(part.header, widths, strict=True)]
    yield from _row(heads, widths, part.centred)
    for row in part.rows:
        cells = [
            [line for para in cell for line in _cell(para, row.fault).wrap(room)]
            for cell, room in zip(row.cells, widths, strict=True)
        ]
        yield from _row(cells, widths, part.centred)


def _cell(para: b.Para, fault: bool) -> Content:
    return styled(para.text, FAULT) if fault else _said(para)


def _widths(part: b.Table, width: int) -> list[int]:
    """Return the cells of each column: its share, or its longest word; what is left over goes to the first."""
    room = width - _GAP * (len(part.widths) - 1)
    shares = [int(room * share) for share in part.widths[1:]]
    rest = [max(_longest_word(part, n), share) for n, share in enumerate(shares, 1)]
    return [max(_LEAST, room - sum(rest)), *rest]


def _longest_word(part: b.Table, column: int) -> int:
    """Return the cells of the longest word in a column; longer ones than such a word has are broken."""
    texts = [part.header[column], *(para.text for row in part.rows for para in row.cells[column])]
    words = (word for text in texts for word in text.split())
    return min(_LONGEST_WORD, max((Content(word).cell_length for word in words), default=0))


def _row(
    cells: Sequence[Sequence[Content]], widths: Sequence[int], counts: Sequence[int]
) -> Iterator[Content]:
    """Yield a row of a table, as many lines as its longest cell has."""
    for line in range(max(map(len, cells))):
        found = [cell[line] if line < len(cell) else plain("") for cell in cells]
        columns = [
            _fitted(text, room, at_the_right=place in counts)
            for place, (text, room) in enumerate(zip(found, widths, strict=True))
        ]
        yield Content(" " * _GAP).join(columns)


def _fitted(text: Content, room: int, *, at_the_right: bool) -> Content:
    blank = " " * max(0, room - text.cell_length)
    return join(blank, text) if at_the_right else join(text, blank)


def _padded(text: str, room: int) -> str:
    return text + " " * max(0, room - Content(text).cell_length)
