"""Words on paper: text as markup that can do nothing, and the paragraph that prints it.

Every text passes :func:`markup`: NFC, no control or bidirectional characters, nothing that the paragraph
parser could take for a tag. Right-to-left words run from right to left within their line, in a simple way (no
mirrored brackets, no paragraph direction); the structure of the file holds them in the order they are read.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import escape

from reportlab.platypus import Paragraph

from panelroom.records.pdf.fonts import FROM_THE_RIGHT, Glyphs
from panelroom.records.pdf.tags import Element, TaggedCanvas
from panelroom.text import clean_text

BULLET = "•"

_PLAIN = re.compile(r"[\x20-\x7e\n]*")


def markup(text: str, font: str, glyphs: Glyphs) -> str:
    """Return ``text`` as paragraph markup that prints it and can do nothing else."""
    clean = clean_text(text)
    if _PLAIN.fullmatch(clean):
        return _escaped(clean)
    return "".join(
        _escaped(piece) if face == font else f'<font name="{face}">{_escaped(piece)}</font>'
        for face, piece in by_font(clean, font, glyphs)
    )


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


def by_font(text: str, font: str, glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    """Yield the text in pieces that one font prints; white space goes with the piece before it."""
    face, start = font, 0
    for place, char in enumerate(text):
        wanted = face if char.isspace() else glyphs.font_of(char, font)
        if wanted != face:
            if place > start:
                yield face, text[start:place]
            face, start = wanted, place
    yield face, text[start:]


class Words(Paragraph):  # type: ignore[misc]
    """A paragraph that belongs to an ``element`` of the structure, however many pages it takes.

    Its right-to-left words are turned round line by line, as they are drawn: programs that read a PDF expect
    such letters in the order of the page, and turn them back themselves. ``bullet`` is the element of the sign
    in front of it. Drawn once more, as the head of a table is on its next page, it is an artifact.
    """

    element: Element | None = None
    bullet: Element | None = None
    _laid_out: tuple[float, tuple[float, float]] | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break into lines for ``width``; return the size in points.

        A table asks for the size of a paragraph again whenever a page is full: lines that stand are kept.
        """
        if self._laid_out and self._laid_out[0] == width and hasattr(self, "blPara"):
            return self._laid_out[1]
        size: tuple[float, float] = super().wrap(width, height)
        self._laid_out = width, size
        return size

    def split(self, width: float, height: float) -> list["Words"]:
        """Split at ``height``; both parts belong to the same element."""
        parts: list[Words] = super().split(width, height)
        for part in parts:
            part.element = self.element
        if parts:
            parts[0].bullet = self.bullet
        return parts

    def drawPara(self, debug: int = 0) -> None:
        """Draw the lines."""
        lines = self.blPara.lines
        for place, line in enumerate(lines):
            if isinstance(line, tuple):
                lines[place] = (line[0], _as_seen(" ".join(line[1])).split(" "))
                continue
            for piece in line.words:
                piece.text = _as_seen(piece.text)
        canvas = self.canv
        if self.bullet is not None:
            with canvas.content(self.bullet):
                self._draw_bullet(canvas)
        with canvas.content(self.element if lines else None):
            super().drawPara(debug)
        self.element = self.bullet = None
        # Words that were turned round as they were drawn must not be turned once more.
        self._laid_out = None

    def _draw_bullet(self, canvas: TaggedCanvas) -> None:
        style = self.style
        canvas.setFont(style.bulletFontName, style.bulletFontSize)
        canvas.setFillColor(style.textColor)
        canvas.drawString(style.bulletIndent, self.height - style.fontSize, BULLET)


def _as_seen(text: str) -> str:
    """Return ``text`` with each stretch of right-to-left words in the order of the page, numbers kept."""
    places = [n for n, char in enumerate(text) if unicodedata.bidirectional(char) in FROM_THE_RIGHT]
    if not places:
        return text
    first, last = places[0], places[-1] + 1
    turned = _NUMBER.sub(lambda number: number[0][::-1], text[first:last])[::-1]
    return text[:first] + turned + text[last:]


_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
