"""Word tables: rows of cells, what their style paints behind them, and rows that nobody sees."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from panelroom.documents.office_carried import carried
from panelroom.documents.office_look import Check
from panelroom.documents.office_stream import Item, row_of
from panelroom.documents.office_xml import Element, is_on, number
from panelroom.documents.word_styles import Ground, shade_of
from panelroom.documents.word_xml import W, on, val

if TYPE_CHECKING:
    from panelroom.documents.word_walk import Handler, Place, Walker

# The bits of w:tblLook (ECMA-376 part 1, 17.4.55).
_LOOK = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}
_SMALLEST_ROW = 30  # twentieths of a point


def _table(walker: "Walker", element: Element, place: "Place") -> None:
    properties = element.find(W + "tblPr")
    for name in ("tblCaption", "tblDescription"):
        if properties is not None and (said := val(properties.find(W + name))):
            for told in carried("ALT-TEXT", [said]):
                walker.writer.add(told)
    style = None if properties is None else val(properties.find(W + "tblStyle"))
    style = style or walker.styles.default("table")
    shade = shade_of(properties, walker.styles.theme)
    inside = replace(place, behind=shade if isinstance(shade, tuple) else place.behind)
    wanted = _wanted(properties)
    rows = list(_wrapped(element, inside, W + "tr"))
    for index, (row, where) in enumerate(rows):
        cells = _row(walker, row, where, style, _row_conditions(wanted, index, len(rows)), wanted)
        for item in row_of(cells):
            walker.writer.add(item)


def _row(
    walker: "Walker",
    row: Element,
    place: "Place",
    style: str | None,
    conditions: tuple[str, ...],
    wanted: frozenset[str],
) -> list[list[Item]]:
    place = replace(place, forced=place.forced or _row_hidden(row.find(W + "trPr")))
    cells = list(_wrapped(row, place, W + "tc"))
    written = []
    for index, (cell, where) in enumerate(cells):
        corner = (*_column_conditions(wanted, index, len(cells)), *conditions)
        ground = walker.styles.table_look(style, corner)
        with walker.writer.collecting() as items:
            walker.walk(cell, _in_cell(walker, cell, where, ground))
        written.append(items)
    return written


def _in_cell(walker: "Walker", cell: Element, place: "Place", ground: Ground) -> "Place":
    shade = shade_of(cell.find(W + "tcPr"), walker.styles.theme)
    behind = shade if isinstance(shade, tuple) else ground.behind or place.behind
    return replace(place, behind=behind, beneath=ground.look.over(place.beneath))


def _row_hidden(properties: Element | None) -> Check | None:
    if properties is None:
        return None
    if properties.find(W + "del") is not None:
        return "TRACKED"
    height = properties.find(W + "trHeight")
    exact = height is not None and height.get(W + "hRule") == "exact"
    flat = exact and 0 < number(height.get(W + "val"), 240) < _SMALLEST_ROW
    return "HIDDEN-TEXT" if flat or on(properties, "hidden") else None


def _wrapped(parent: Element, place: "Place", tag: str) -> Iterator[tuple[Element, "Place"]]:
    """Yield the rows or cells below, also those inside content controls and tracked changes."""
    for child in parent.iterchildren("*"):
        if child.tag == tag:
            yield child, place
        elif child.tag in (W + "del", W + "moveFrom"):
            yield from _wrapped(child, replace(place, forced="TRACKED"), tag)
        elif not child.tag.endswith("Pr"):
            yield from _wrapped(child, place, tag)


def _wanted(properties: Element | None) -> frozenset[str]:
    """Return which conditions of its style a table wants: ``w:tblLook`` as attributes or bits."""
    look = None if properties is None else properties.find(W + "tblLook")
    if look is None:
        return frozenset({"noHBand", "noVBand"})
    try:
        bits = int(val(look) or "0", 16)
    except ValueError:
        bits = 0
    return frozenset(
        name
        for name, bit in _LOOK.items()
        if (is_on(look.get(W + name)) if look.get(W + name) is not None else bits & bit)
    )


def _row_conditions(wanted: frozenset[str], index: int, rows: int) -> tuple[str, ...]:
    """Return the conditions of a row, the strongest first (17.7.6)."""
    first, last = "firstRow" in wanted, "lastRow" in wanted
    if first and index == 0:
        return ("firstRow",)
    if last and index == rows - 1:
        return ("lastRow",)
    if "noHBand" in wanted:
        return ()
    return (f"band{(index - first) % 2 + 1}Horz",)


def _column_conditions(wanted: frozenset[str], index: int, cells: int) -> tuple[str, ...]:
    if "firstColumn" in wanted and index == 0:
        return ("firstCol",)
    if "lastColumn" in wanted and index == cells - 1:
        return ("lastCol",)
    return ()


HANDLERS: dict[str, "Handler"] = {W + "tbl": _table}
