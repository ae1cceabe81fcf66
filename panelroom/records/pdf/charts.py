"""Charts on paper: the shapes of :mod:`panelroom.records.charts`, drawn inside one tagged figure."""

from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from panelroom.records import blocks as b
from panelroom.records import charts
from panelroom.records.pdf.fonts import BOLD, TEXT, Glyphs
from panelroom.records.pdf.look import GREY, INK, LINE, NAVY
from panelroom.records.pdf.tags import Element
from panelroom.records.pdf.words import by_font
from panelroom.text import clean_line


class Chart(Flowable):  # type: ignore[misc]
    """A chart that says what it shows, and where it stands."""

    def __init__(self, chart: b.Chart, glyphs: Glyphs, element: Element) -> None:
        super().__init__()
        self.width, self.height, self.element = charts.WIDTH, charts.HEIGHT, element
        self._drawing = Drawing(
            charts.WIDTH, charts.HEIGHT, initialFontName=TEXT, initialFontSize=charts.LETTERS
        )
        for shape in charts.shapes(chart):
            for piece in _painted(shape, glyphs):
                self._drawing.add(piece)

    def wrap(self, *_: float) -> tuple[float, float]:
        """Return its size in points."""
        return self.width, self.height

    def least(self) -> float:
        """Return the least height with which it can begin on a page: all of it."""
        return self.height

    def draw(self) -> None:
        """Draw it."""
        left, bottom = self.canv.absolutePosition(0, 0)
        self.element.box = (left, bottom, left + self.width, bottom + self.height)
        with self.canv.content(self.element):
            renderPDF.draw(self._drawing, self.canv, 0, 0)


def _painted(shape: charts.Shape, glyphs: Glyphs) -> list[Any]:
    match shape:
        case charts.Bar(x, y, width, height):
            return [Rect(x, y, width, height, fillColor=NAVY, strokeColor=None)]
        case charts.Rule(x, y, to_x, strong):
            return [
                Line(x, y, to_x, y, strokeColor=GREY if strong else LINE, strokeWidth=1 if strong else 0.5)
            ]
        case charts.Trace(points):
            flat = [part for point in points for part in point]
            return [PolyLine(flat, strokeColor=NAVY, strokeWidth=1.8)]
        case charts.Dot(x, y):
            return [Circle(x, y, 2.6, fillColor=NAVY, strokeColor=None)]
        case charts.Words():
            return _words(shape, glyphs)


def _words(words: charts.Words, glyphs: Glyphs) -> list[Any]:
    """Return the words as pieces that one font each can print, side by side."""
    size, font = charts.LETTERS, BOLD if words.strong else TEXT
    pieces = list(by_font(clean_line(words.text), font, glyphs))
    widths = [pdfmetrics.stringWidth(piece, face, size) for face, piece in pieces]
    x = words.x - {"start": 0, "middle": 0.5, "end": 1}[words.anchor] * sum(widths)
    drawn = []
    for (face, piece), width in zip(pieces, widths, strict=True):
        drawn.append(String(x, words.y, piece, fontName=face, fontSize=size, fillColor=INK))
        x += width
    return drawn
