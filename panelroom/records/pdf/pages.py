"""The pages of a document, with what stands on each of them."""

import io
import re

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from panelroom.records import blocks as b
from panelroom.records.pdf.fonts import TEXT, Glyphs
from panelroom.records.pdf.look import BOTTOM, FURNITURE, GREY, HEIGHT, LINE, MEASURE, SIDE, TOP, WIDTH
from panelroom.records.pdf.tags import TaggedCanvas
from panelroom.records.pdf.words import by_font
from panelroom.text import clean_text

_SPACES = re.compile(r"[ \t]+")


class Pages(BaseDocTemplate):  # type: ignore[misc]
    """Pages with their furniture. ``total`` is the number of pages, known from a first build."""

    def __init__(self, file: io.BytesIO, document: b.Document, total: int) -> None:
        super().__init__(
            file,
            pagesize=A4,
            lang=document.language,
            displayDocTitle=True,
            invariant=1,
            pageCompression=1,
            initialFontName=TEXT,
        )
        self._furniture = document.furniture
        self._size = FURNITURE[document.print]
        self._total = total
        self._label = ""
        self._headings = 0
        frame = Frame(SIDE, BOTTOM, MEASURE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", frame, onPage=self._furnish))

    def afterFlowable(self, flowable: Flowable) -> None:
        """Give each heading its place in the outline."""
        outline = getattr(flowable, "outline", None)
        if outline is None:
            return
        level, text = outline
        self._headings += 1
        name = f"heading-{self._headings}"
        self.canv.bookmarkPage(name)
        self.canv.addOutlineEntry(text, name, level, closed=level > 1)

    def handle_label(self, label: str) -> None:
        """Take the label of the page that begins next (reportlab calls this by its name)."""
        self._label = label

    def _furnish(self, canvas: TaggedCanvas, _: BaseDocTemplate) -> None:
        canvas.begin(furniture=True)
        self._draw_furniture(canvas)
        canvas.end()

    def _draw_furniture(self, canvas: TaggedCanvas) -> None:
        size, furniture = self._size, self._furniture
        above, below = HEIGHT - 37 - size, 44.5 - size / 2
        canvas.setFillColor(GREY)
        share = 0.5 if size == FURNITURE["usual"] else 1
        taken = _line(canvas, self._above_right(), above, size, right=True, room=MEASURE * share)
        room = MEASURE - taken - 12
        if share == 1 and pdfmetrics.stringWidth(furniture.above_left, TEXT, size) > room:
            # A marking is never cut short for a number beside it.
            _line(canvas, furniture.above_left, above + size * 1.25, size, room=MEASURE)
        else:
            _line(canvas, furniture.above_left, above, size, room=room)
        sheet = f"{furniture.counted} {self.page} of {self._total}" if furniture.counted else ""
        taken = _line(canvas, sheet, below, size, right=True, room=MEASURE * 0.3)
        _line(canvas, furniture.below, below, size, room=MEASURE - taken - 12)
        canvas.setStrokeColor(LINE)
        canvas.line(SIDE, above - 7, WIDTH - SIDE, above - 7)
        canvas.line(SIDE, below + size + 5, WIDTH - SIDE, below + size + 5)

    def _above_right(self) -> str:
        """Return what stands there on this page; the next page with the same label continues it."""
        text = " · ".join(part for part in (self._furniture.above_right, self._label) if part)
        if self._label and not self._label.endswith("continued"):
            self._label += " continued"
        return text


def _line(
    canvas: TaggedCanvas, text: str, y: float, size: float, *, room: float, right: bool = False
) -> float:
    """Draw one line of furniture at ``y``, cut to ``room``; return its width. All in points."""
    glyphs = Glyphs()
    pieces = list(by_font(_cut(clean_text(text), size, room), TEXT, glyphs))
    width: float = sum(pdfmetrics.stringWidth(piece, font, size) for font, piece in pieces)
    x = WIDTH - SIDE - width if right else SIDE
    for font, piece in pieces:
        canvas.setFont(font, size)
        canvas.drawString(x, y, piece)
        x += pdfmetrics.stringWidth(piece, font, size)
    return width


def _cut(text: str, size: float, room: float) -> str:
    text = _SPACES.sub(" ", text.replace("\n", " "))
    if pdfmetrics.stringWidth(text, TEXT, size) <= room:
        return text
    while text and pdfmetrics.stringWidth(text + "…", TEXT, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
