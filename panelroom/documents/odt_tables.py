"""OpenDocument tables: rows of cells, what is painted behind them, and rows that nobody sees."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from panelroom.documents.odt_styles import FO, STYLE, TABLE, TEXT, points
from panelroom.documents.office_look import Check
from panelroom.documents.office_stream import Item, PageEnd, row_of
from panelroom.documents.office_xml import Element

if TYPE_CHECKING:
    from panelroom.documents.odt_walk import Handler, Place, Walker

_TINY = 1.5  # points


def _table(walker: "Walker", element: Element, place: "Place") -> None:
    name = element.get(TABLE + "style-name")
    starts = walker.styles.attribute("table", name, "table", FO + "break-before") == "page"
    if (starts or walker.styles.own("table", name, STYLE + "master-page-name")) and walker.writer.items:
        walker.writer.add(PageEnd())
    behind = walker.styles.ground("table", name) or place.behind
    for each in _rows(element):
        if each.tag == TEXT + "soft-page-break":
            walker.writer.add(PageEnd(rendered=True))
            continue
        for item in row_of(_cells(walker, each, replace(place, behind=behind))):
            walker.writer.add(item)


def _rows(parent: Element) -> Iterator[Element]:
    """Yield the rows and the page ends between them, also those in groups and headers."""
    for child in parent.iterchildren("*"):
        if child.tag in (TABLE + "table-row", TEXT + "soft-page-break"):
            yield child
        elif child.tag.startswith(TABLE + "table-") and "column" not in child.tag:
            yield from _rows(child)


def _cells(walker: "Walker", row: Element, place: "Place") -> list[list[Item]]:
    name = row.get(TABLE + "style-name")
    behind = walker.styles.ground("table-row", name) or place.behind
    place = replace(place, forced=place.forced or _unseen(walker, row, name), in_list=False, in_text=False)
    cells = []
    for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
        ground = walker.styles.ground("table-cell", cell.get(TABLE + "style-name")) or behind
        with walker.writer.collecting() as items:
            walker.walk(cell, replace(place, behind=ground))
        if cell.tag == TABLE + "table-cell" or items:
            cells.append(items)
    return cells


def _unseen(walker: "Walker", row: Element, name: str | None) -> Check | None:
    height = points(walker.styles.attribute("table-row", name, "table-row", STYLE + "row-height"))
    flat = height is not None and 0 < height < _TINY
    return "HIDDEN-TEXT" if flat or row.get(TABLE + "visibility") in ("collapse", "filter") else None


HANDLERS: dict[str, "Handler"] = {TABLE + "table": _table}
