"""A spreadsheet as plain values, written as XLSX or CSV so that nothing in it is ever a formula or a link.

Text is written as text whatever it begins with; days are real dates, counts real numbers. The same sheets give the
same bytes.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Cell = str | int | date | None

MAX_CELL = 32_767
"""Characters; a spreadsheet program refuses a file with a longer cell."""
_TOO_LONG = " … (the rest stands in the register)"
_FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠﹢﹣﹦﹫−")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in characters, and the few values that may be chosen in it, if they are few."""

    title: str
    width: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a header row that stays in view; ``filtered`` gives it filters."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filtered: bool = False


def workbook(sheets: Sequence[Sheet], title: str, created: datetime) -> bytes:
    """Return the sheets as an XLSX file without formula, link or macro. ``created`` comes from what is reported."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        formats = {
            "head": book.add_format(
                {"bold": True, "font_color": "#FFFFFF", "bg_color": "#12324F", "text_wrap": True}
            ),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
            "number": book.add_format({"num_format": "0", "valign": "top"}),
        }
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, formats)
    return file.getvalue()


def _fill(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.title, formats["head"])
        if column.choices and sheet.rows:
            choose = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            page.data_validation(1, place, len(sheet.rows), place, choose)
    for line, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            _write(page, line, place, value, formats)
    page.freeze_panes(1, 1)
    if sheet.filtered:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write(page: Any, line: int, place: int, value: Cell, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, date):
        page.write_datetime(line, place, value, formats["date"])
    elif isinstance(value, int):
        page.write_number(line, place, value, formats["number"])
    else:
        page.write_string(line, place, _fitting(value), formats["text"])


def _fitting(text: str) -> str:
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - len(_TOO_LONG)] + _TOO_LONG


def comma_separated(sheet: Sheet) -> bytes:
    """Return a sheet as CSV: UTF-8 with a mark, every cell quoted, none that a program would take for a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.title for column in sheet.columns])
    writer.writerows(list(_harmless(row)) for row in sheet.rows)
    return file.getvalue().encode("utf-8-sig")


def _harmless(row: tuple[Cell, ...]) -> Iterator[str]:
    for value in row:
        text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
        risky = isinstance(value, str) and (
            text[:1] in _FORMULA_STARTS or text.strip()[:1] in _FORMULA_STARTS
        )
        yield f"'{text}" if text and risky else text
