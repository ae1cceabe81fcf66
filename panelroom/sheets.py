"""Lists that people export as CSV, as spreadsheets really write them, with an answer for whatever is wrong.

Columns may stand in any order and be parted by comma, semicolon or tab; the text may be UTF-8, UTF-16 with a
byte-order mark, or Windows-1252. Cells are not repeated in errors, because a wrong file may hold anything.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from panelroom.errors import BadFile
from panelroom.text import clean_line, name_of, plural

MAX_BYTES = 100_000_000
_SEPARATORS = (",", ";", "\t")
# Excel's own first line, which says how the columns are parted.
_SEP_LINE = re.compile(r'"?sep=.?"?\r?\n', re.IGNORECASE)
_LINES_SHOWN = 10
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Form:
    """What a list is called in sentences, which columns it has, and what to do once it is put right."""

    what: str
    columns: tuple[str, ...]
    again: str
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every column that is read."""
        return self.columns + self.optional


class SheetRow(NamedTuple):
    """The cells of the known columns of one row, as they stand in the file; ``line`` is where it begins, from 1."""

    line: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """A list that was read. ``ignored`` are columns that are not ours; ``text`` is the whole file."""

    name: str
    rows: list[SheetRow]
    ignored: tuple[str, ...]
    text: str
    notices: tuple[str, ...]


class _Record(NamedTuple):
    line: int
    cells: list[str]


def read_sheet(path: Path, form: Form) -> Sheet:
    """Return the list in the CSV file ``path``; an optional column that is not there reads as empty cells.

    Raises:
        BadFile: it cannot be read without guessing; the sentence says where.
    """
    name = name_of(path)
    text, notices = _decoded(_bytes_of(path, name, form), name, form)
    header, records = _table(text, name, form)
    places = _places(header, name, form)
    rows = [
        SheetRow(line, {c: cells[places[c]] if c in places else "" for c in form.known})
        for line, cells in _evened(records, len(header), name, form)
    ]
    ignored = tuple(clean_line(column)[:40] for column in header if column and column not in form.known)
    return Sheet(name, rows, ignored, text, notices)


def plain_cell(text: str) -> str:
    """Return one cell without what spreadsheets put around it: spaces, and the apostrophe that means "text"."""
    return clean_line(text).removeprefix("'").strip()


def say_lines(lines: Iterable[int | str]) -> str:
    """Return ``line 4``, or ``lines 4, 9 and 3 more`` where there are many."""
    found = list(lines)
    shown = ", ".join(str(line) for line in found[:_LINES_SHOWN])
    more = f" and {len(found) - _LINES_SHOWN} more" if len(found) > _LINES_SHOWN else ""
    return f"{'line' if len(found) == 1 else 'lines'} {shown}{more}"


# ── bytes to text ────────────────────────────────────────────────────────────────────────────────────────


def _bytes_of(path: Path, name: str, form: Form) -> bytes:
    try:
        if not path.is_file():
            raise BadFile(f"The {form.what} {name} is not there as a file: check the folder and the name.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        raise BadFile(f"The {form.what} {name} cannot be read: check that you may open it.") from None
    if len(data) > MAX_BYTES:
        raise BadFile(
            f"The {form.what} {name} is larger than {MAX_BYTES // 1_000_000} MB: is it the right file?"
        )
    if data.startswith((_ZIP, _OLE)):
        raise BadFile(f"{name} is a workbook: open it and save the sheet as CSV (UTF-8), then {form.again}.")
    return data


def _decoded(data: bytes, name: str, form: Form) -> tuple[str, tuple[str, ...]]:
    """Return the text, and a notice where its encoding had to be recognised."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise BadFile(f"The text of {name} cannot be read: save the sheet as CSV (UTF-8) again.") from None
    if "\0" in text:
        raise BadFile(f"{name} holds NUL characters: save the sheet as CSV (UTF-8) again.")
    if encoding == "cp1252":
        return text, (
            f"The {form.what} is not in UTF-8: it was read as Windows-1252, the older CSV of Excel.",
        )
    return text, ()


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


# ── text to cells ────────────────────────────────────────────────────────────────────────────────────────


def _table(text: str, name: str, form: Form) -> tuple[list[str], Iterator[_Record]]:
    """Return the header and the records below it, parted by whichever sign yields the most of our columns."""
    sep_line = _SEP_LINE.match(text)
    start = sep_line.end() if sep_line else 0
    before = 1 if sep_line else 0
    headers = [(_header(text[start:], sign), sign) for sign in _SEPARATORS]
    header, sign = max(headers, key=lambda each: len(set(each[0]) & set(form.known)))
    records = _records(text[start:], sign, before, name)
    next(records, None)
    return header, records


def _header(text: str, sign: str) -> list[str]:
    """Return the names of the columns: lower case, ``closed_on`` for ``Closed on`` and ``Closed-On``."""
    try:
        cells = next(iter(_filled(text, sign, 0)), _Record(0, [])).cells
    except csv.Error:
        return []
    return [re.sub(r"[\s_-]+", "_", plain_cell(cell).casefold()) for cell in cells]


def _records(text: str, sign: str, before: int, name: str) -> Iterator[_Record]:
    records = _filled(text, sign, before)
    line = before
    try:
        for record in records:
            line = record.line
            yield record
    except csv.Error:
        raise BadFile(
            f"{name} is not whole: after line {line} a quotation mark is not closed, stands inside a cell, or a "
            "cell is too long. Export the list again."
        ) from None


def _filled(text: str, sign: str, before: int) -> Iterator[_Record]:
    """Yield every record that has something in it; ``before`` lines stand above the text."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    end = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _Record(before + end + 1, cells)
        end = reader.line_num


def _places(header: list[str], name: str, form: Form) -> dict[str, int]:
    """Return where each known column stands."""
    missing = [column for column in form.columns if column not in header]
    if missing:
        raise BadFile(
            f"{name} lacks {plural(len(missing), 'column')}: {', '.join(missing)}. The first line must name "
            f"{', '.join(form.columns)}, in any order."
        )
    twice = [column for column in form.known if header.count(column) > 1]
    if twice:
        raise BadFile(f"{name} has the column {twice[0]} twice: take one out and {form.again}.")
    return {column: header.index(column) for column in form.known if column in header}


def _evened(records: Iterator[_Record], width: int, name: str, form: Form) -> Iterator[_Record]:
    """Yield the records, which must all have the header's cells: empty ones beyond them are a sheet's habit."""
    uneven = []
    for record in records:
        if len(record.cells) < width or any(cell.strip() for cell in record.cells[width:]):
            uneven.append(record.line)
        else:
            yield record
    if uneven:
        raise BadFile(
            f"{name} has more or fewer cells than its first line in {say_lines(uneven)}: put cells that hold a "
            f"separator in quotation marks, and {form.again}."
        )
