"""What stands on a page and knows when to begin a new one: tables, headings, pictures, lines to write on."""

import io
from collections.abc import Iterator
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Image, Paragraph
from reportlab.platypus import Table as Grid

from panelroom.records.pdf.charts import Chart
from panelroom.records.pdf.fonts import TEXT
from panelroom.records.pdf.look import BOTTOM, GREY, HEIGHT, MEASURE, PAD, SMALL, TOP
from panelroom.records.pdf.tags import Element

# A table names its font on every page, also where it draws no text of its own: it must be one that is in the file.
_OUR_FONT: list[tuple[Any, ...]] = [("FONTNAME", (0, 0), (-1, -1), TEXT)]


class StayTogether(CondPageBreak):  # type: ignore[misc]
    """Starts a page where a heading would stand alone: the beginning of what follows must fit below it."""

    def __init__(self) -> None:
        super().__init__(0)
        self.following: list[Flowable] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the page, or take no room."""
        self.height = sum(self._needs())
        size: tuple[float, float] = super().wrap(width, height)
        return size

    def _needs(self) -> Iterator[float]:
        """Yield the heights of the headings, a short lead-in, and the first thing below them."""
        led_in = False
        for flowable in self.following:
            if isinstance(flowable, Rows | Chart):
                yield flowable.least()
                return
            if not isinstance(flowable, Paragraph):
                continue
            tall = flowable.wrap(MEASURE, HEIGHT)[1]
            space = flowable.getSpaceBefore() + flowable.getSpaceAfter()
            if hasattr(flowable, "outline") or hasattr(flowable, "names_a_chart"):
                yield space + tall
            elif led_in or tall > 3 * flowable.style.leading:
                yield min(tall, 2 * flowable.style.leading)
                return
            else:
                led_in = True
                yield space + tall


def rows(
    cells: list[Any], widths: tuple[float, ...], style: list[tuple[Any, ...]], after: float, header: int = 0
) -> Flowable:
    """Return a table of left-aligned rows with even padding, so many points above what comes after.

    The first ``header`` rows are repeated on every page.
    """
    usual = [
        *_OUR_FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    return Rows(
        cells,
        colWidths=list(widths),
        repeatRows=header,
        splitInRow=1,
        hAlign="LEFT",
        spaceAfter=after,
        style=usual + style,
        renderCB=_unspoken,
    )


def ruled(count: int) -> Flowable:
    """Return so many lines to write on by hand, 25 points apart."""
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.7, GREY), *_OUR_FONT]
    return Rows(
        [[[]] for _ in range(count)],
        [MEASURE],
        [25] * count,
        style=style,
        hAlign="LEFT",
        spaceAfter=12,
        splitInRow=1,
        renderCB=_unspoken,
    )


def _unspoken(table: Grid, command: str, *_: Any) -> None:
    """Mark the grounds and rules of a table as artifacts (reportlab calls this as it draws them)."""
    if command in ("startBG", "startLines"):
        table.canv.begin()
    elif command in ("endBG", "endLines"):
        table.canv.end()


class Rows(Grid):  # type: ignore[misc]
    """A table that starts a page rather than cut a row that would fit there, and cuts one that would not.

    Without a cut, a row taller than a page would stop the whole document.
    """

    def least(self) -> float:
        """Return the least height with which this table can begin on a page: all of it, if it is small."""
        self._calc(MEASURE, HEIGHT)
        whole: float = sum(self._rowHeights)
        first: float = sum(self._rowHeights[: self.repeatRows + 1])
        return whole if whole <= SMALL else first

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split at ``height``; nothing where the table, or its first row, is better moved to the next page."""
        if height < self.least() <= HEIGHT - TOP - BOTTOM:
            return []
        halves: list[Flowable] = super().split(width, height)
        return halves


class Figure(Image):  # type: ignore[misc]
    """A picture that says what it shows, and where it stands."""

    def __init__(self, file: io.BytesIO, element: Element) -> None:
        super().__init__(file)
        self.element = element

    def draw(self) -> None:
        """Draw it."""
        left, bottom = self.canv.absolutePosition(0, 0)
        self.element.box = (left, bottom, left + self.drawWidth, bottom + self.drawHeight)
        with self.canv.content(self.element):
            super().draw()
