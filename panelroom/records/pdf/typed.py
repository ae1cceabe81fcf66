"""Where the words of typed pages stand on paper: what stood in columns stands in columns."""

import re
from typing import NamedTuple

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from panelroom.records.pdf.fonts import Glyphs
from panelroom.records.pdf.look import MEASURE
from panelroom.records.pdf.words import by_font

TYPED_COLUMNS = 72
"""So many columns of a typed page share the width of a printed one."""
COLUMN_GAP = "\u00a0\u00a0"
UNPADDED = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


class Typed(NamedTuple):
    """What stands between two gaps of a typed line: the column it begins in, from 0, and its words."""

    column: int
    text: str


def typed_cells(line: str) -> list[Typed]:
    """Part a line where two spaces or more, or a tab, made columns of it."""
    return [Typed(found.start(), found[0]) for found in _CELL.finditer(line.expandtabs(8))]


_CELL = re.compile(r"\S+(?: \S+)*")


def indent(column: int) -> float:
    """Return how far from the left what was typed in ``column`` begins, in points; at most a third of a line."""
    place: float = min(column * MEASURE / TYPED_COLUMNS, MEASURE / 3)
    return place


def typed_places(lines: list[list[Typed]], style: ParagraphStyle) -> list[float] | None:
    """Return where each column begins, in points: where it was typed, or behind the widest before it.

    None where the last would have less than a quarter of the line, and not enough of it.
    """
    widths = [max(_width(cell.text, style) for cell in column) for column in zip(*lines, strict=True)]
    places = [indent(lines[0][0].column)]
    for width, cell in zip(widths, lines[0][1:], strict=False):
        places.append(max(places[-1] + width + style.fontSize, cell.column * MEASURE / TYPED_COLUMNS))
    return places if MEASURE - places[-1] >= min(MEASURE / 4, widths[-1] + 1) else None


def _width(text: str, style: ParagraphStyle) -> float:
    pieces = by_font(text, style.fontName, Glyphs())
    width: float = sum(pdfmetrics.stringWidth(piece, font, style.fontSize) for font, piece in pieces)
    return width
