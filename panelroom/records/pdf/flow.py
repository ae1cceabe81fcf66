"""What stands on a page and knows when to begin a new one: tables, headings, pictures, lines to write on."""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from reportlab.platypus import CondPageBreak, Flowable, Image, Paragraph
from reportlab.platypus import Table as Grid

from panelroom.records.pdf.charts import Chart
from panelroom.records.pdf.fonts import TEXT
from panelroom.records.pdf.look import (
    BOTTOM,
    FAULT,
    GREY,
    HEAD,
    HEIGHT,
    LINE,
    MEASURE,
    NAVY,
    PAD,
    SMALL,
    TOP,
)
from panelroom.records.pdf.tags import Element

_MANY = 80
"""A table of more rows is handed out page by page."""

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
            if hasattr(flowable, "leads_on"):
                yield flowable.least()
                continue
            if isinstance(flowable, Rows | LongTable | Chart):
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


class StayWhole(StayTogether):
    """Starts a page where what follows up to the next heading does not fit: lines to write on, and who wrote."""

    def _needs(self) -> Iterator[float]:
        for flowable in self.following:
            if isinstance(flowable, CondPageBreak):
                return
            yield flowable.wrap(MEASURE, HEIGHT)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()


def rows(
    cells: list[Any], widths: tuple[float, ...], style: list[tuple[Any, ...]], after: float, header: int = 0
) -> "Rows":
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


class Line(NamedTuple):
    """A row of a headed table: what stands in its cells, and whether it is tinted as a fault."""

    cells: list[Any]
    fault: bool


def headed(
    head: list[Flowable], body: list[Line], widths: tuple[float, ...], guess: int = 16
) -> "Rows | LongTable":
    """Return a table whose head is repeated on every page; a page may hold as many rows as the ``guess``."""
    if len(body) > _MANY:
        return LongTable(head, body, widths, guess)
    return _table(head, body, widths)


def _table(head: list[Flowable], body: list[Line], widths: tuple[float, ...]) -> "Rows":
    style: list[tuple[Any, ...]] = [
        ("BACKGROUND", (0, 0), (-1, 0), HEAD),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, NAVY),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        *(("BACKGROUND", (0, n), (-1, n), FAULT) for n, line in enumerate(body, 1) if line.fault),
    ]
    return rows([head, *(line.cells for line in body)], widths, style, 10, header=1)


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


class LongTable(Flowable):  # type: ignore[misc]
    """A table of many rows, which hands each page hardly more of them than it holds.

    reportlab looks at all the rows that are left whenever a page is full: the time would grow with their square.
    ``guess`` is how many rows a page may hold.
    """

    def __init__(
        self, head: list[Flowable], body: list[Line], widths: tuple[float, ...], guess: int = 16
    ) -> None:
        super().__init__()
        self._head, self._body, self._widths, self._guess = head, body, widths, guess

    def least(self) -> float:
        """Return the least height with which this table can begin on a page: its head and a row."""
        return _table(self._head, self._body[:1], self._widths).least()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return a height that no page has, so that it is split."""
        return width, 2 * HEIGHT

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the rows that fit, and the table of those that are left; nothing where none fits."""
        count = self._guess
        page = _table(self._head, self._body[:count], self._widths)
        while page.wrap(width, height)[1] <= height and count < len(self._body):
            count *= 2
            page = _table(self._head, self._body[:count], self._widths)
        parts = page.split(width, height)
        if len(parts) != 2:
            return parts
        begun = parts[1]._cellvalues[1:]  # without the head; the first may be what is left of a cut row
        tints = [line.fault for line in self._body[:count]][-len(begun) :]
        left = [*map(Line, begun, tints), *self._body[count:]]
        guess = max(4, len(self._body[:count]) - len(begun) + 2)
        return [parts[0], headed(self._head, left, self._widths, guess)]


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
