"""Reading a frame from CSV as spreadsheets really write it, with an answer for whatever is wrong with it.

A draw must never rest on a guess: what could be read in two ways is refused with its line numbers; a day and a
month that could be exchanged are read day first, with a notice. Cells are not repeated in errors, because a wrong
file may hold anything.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from panelroom.draw.frame import COLUMNS, Frame, FrameRow, canonical_cell, canonical_row, reads_both_ways
from panelroom.draw.look_alikes import as_it_looks
from panelroom.errors import BadFile
from panelroom.text import REPLACEMENT, clean_line, clean_text, plural

MAX_BYTES = 100_000_000
MAX_CELL = 1_000  # characters
_SEPARATORS = (",", ";", "\t")
# Excel's own first line, which says how the columns are parted.
_SEP_LINE = re.compile(r'"?sep=.?"?\r?\n', re.IGNORECASE)
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E[+][0-9]+")
_LINES_SHOWN = 10
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"


class _Record(NamedTuple):
    """One row as it stands in the file: the line it begins on (from 1) and its cells."""

    line: int
    cells: list[str]


class _Row(NamedTuple):
    """The cells of the five columns of one row, as they stand in the file."""

    line: int
    cells: dict[str, str]


def read_frame(path: Path) -> Frame:
    """Return the frame in the CSV file ``path``.

    Columns may stand in any order and be parted by comma, semicolon or tab; the text may be UTF-8, UTF-16 with
    a byte-order mark, or Windows-1252. Columns beyond the five are ignored, with a notice.

    Raises:
        BadFile: it cannot be read without guessing; the sentence says where.
    """
    name = clean_line(path.name)
    text, notices = _decoded(_bytes_of(path, name), name)
    header, records = _table(text, name)
    places, ignored = _places(header, name)
    rows = [
        _Row(line, {c: cells[place] for c, place in places.items()})
        for line, cells in _evened(records, len(header), name)
    ]
    if not rows:
        raise BadFile(f"{name} has no cases below its first line: export the list again.")
    made = _canonical(rows, text, name)
    return Frame.of(made, (*notices, *ignored, *_notices(made), *_turned_round(rows)))


# ── bytes to text ────────────────────────────────────────────────────────────────────────────────────────


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise BadFile(f"The frame {name} is not there as a file: check the folder and the name.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        raise BadFile(f"The frame {name} cannot be read: check that you may open it.") from None
    if len(data) > MAX_BYTES:
        raise BadFile(f"The frame {name} is larger than {MAX_BYTES // 1_000_000} MB: is it the right file?")
    if data.startswith((_ZIP, _OLE)):
        raise BadFile(
            f"{name} is a workbook: open it and save the sheet as CSV (UTF-8), then draw from that."
        )
    return data


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text, and a notice where its encoding had to be recognised."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise BadFile(f"The text of {name} cannot be read: save the sheet as CSV (UTF-8) again.") from None
    if "\0" in text:
        raise BadFile(f"{name} holds NUL characters: save the sheet as CSV (UTF-8) again.")
    if encoding == "cp1252":
        return text, ["The frame is not in UTF-8: it was read as Windows-1252, the older CSV of Excel."]
    return text, []


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


# ── text to cells ────────────────────────────────────────────────────────────────────────────────────────


def _table(text: str, name: str) -> tuple[list[str], Iterator[_Record]]:
    """Return the header and the records below it, parted by whichever sign yields the most of our columns."""
    sep_line = _SEP_LINE.match(text)
    start = sep_line.end() if sep_line else 0
    before = 1 if sep_line else 0
    headers = [(_header(text[start:], sign), sign) for sign in _SEPARATORS]
    header, sign = max(headers, key=lambda each: len(set(each[0]) & set(COLUMNS)))
    records = _records(text[start:], sign, before, name)
    next(records, None)
    return header, records


def _header(text: str, sign: str) -> list[str]:
    """Return the names of the columns: lower case, ``closed_on`` for ``Closed on`` and ``Closed-On``."""
    try:
        cells = next(iter(_filled(text, sign, 0)), _Record(0, [])).cells
    except csv.Error:
        return []
    return [re.sub(r"[\s_-]+", "_", canonical_cell(cell).casefold()) for cell in cells]


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


def _places(header: list[str], name: str) -> tuple[dict[str, int], list[str]]:
    """Return where each of our columns stands, and a notice on those that are not ours."""
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise BadFile(
            f"{name} lacks {plural(len(missing), 'column')}: {', '.join(missing)}. The first line must name "
            f"{', '.join(COLUMNS)}, in any order."
        )
    twice = [column for column in COLUMNS if header.count(column) > 1]
    if twice:
        raise BadFile(f"{name} has the column {twice[0]} twice: take one out and draw again.")
    others = [clean_line(column)[:40] for column in header if column and column not in COLUMNS]
    return {column: header.index(column) for column in COLUMNS}, _ignored(others)


def _ignored(columns: list[str]) -> list[str]:
    if not columns:
        return []
    shown = ", ".join(columns[:5]) + (" ..." if len(columns) > 5 else "")
    return [
        f"{plural(len(columns), 'column')} beyond the five {'was' if len(columns) == 1 else 'were'} ignored "
        f"({shown}): a draw does not need them, so better leave them out of the file."
    ]


def _evened(records: Iterator[_Record], width: int, name: str) -> Iterator[_Record]:
    """Yield the records, which must all have the header's cells: empty ones beyond them are a sheet's habit."""
    uneven = []
    for record in records:
        if len(record.cells) < width or any(cell.strip() for cell in record.cells[width:]):
            uneven.append(record.line)
        else:
            yield record
    if uneven:
        raise BadFile(
            f"{name} has more or fewer cells than its first line in {_lines(uneven)}: put cells that hold a "
            "separator in quotation marks, and draw again."
        )


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────


def _canonical(rows: list[_Row], text: str, name: str) -> tuple[FrameRow, ...]:
    """Return the rows as they are hashed; refuse what could be read in two ways, one trouble with all its lines."""
    if REPLACEMENT in clean_text(text):
        _refuse(
            (row.line for row in rows if any(REPLACEMENT in clean_text(cell) for cell in row.cells.values())),
            name,
            "holds a character that cannot be seen or was lost in an export",
        )
    _refuse(
        (row.line for row in rows if any(len(cell) > MAX_CELL for cell in row.cells.values())),
        name,
        f"has a cell of more than {MAX_CELL:,} characters",
    )
    made, undated = [], []
    for line, cells in rows:
        try:
            made.append((line, canonical_row(cells)))
        except ValueError:
            undated.append(line)
    _refuse(undated, name, "has a closed_on that is no date (2025-04-28, or day first 28/04/2025, or empty)")
    _refuse((line for line, row in made if not row.ref), name, "has a case without a ref")
    _refuse(
        (line for line, row in made if _SHORTENED.fullmatch(row.ref)),
        name,
        "has a ref that a spreadsheet shortened to a number such as 2.5E+10",
    )
    _refuse_twice(made, name)
    return tuple(row for _, row in made)


def _refuse(found: Iterable[int], name: str, trouble: str) -> None:
    lines = list(found)
    if lines:
        raise BadFile(f"{name} {trouble} in {_lines(lines)}. Nothing was drawn: correct it and draw again.")


def _refuse_twice(rows: list[tuple[int, FrameRow]], name: str) -> None:
    """A case that stood in the frame twice would have two chances."""
    first: dict[str, int] = {}
    again = []
    for line, row in rows:
        key = as_it_looks(row.ref)
        if key in first:
            again.append(f"{line} (as line {first[key]})")
        first.setdefault(key, line)
    if again:
        raise BadFile(
            f"{name} has the same ref more than once, or refs that look the same (capitals, spaces, letters of other "
            f"alphabets): {_lines(again)}. Nothing was drawn: take the repetitions out and draw again."
        )


def _lines(lines: list[int] | list[str]) -> str:
    shown = ", ".join(str(line) for line in lines[:_LINES_SHOWN])
    more = f" and {len(lines) - _LINES_SHOWN} more" if len(lines) > _LINES_SHOWN else ""
    return f"{'line' if len(lines) == 1 else 'lines'} {shown}{more}"


def _notices(rows: tuple[FrameRow, ...]) -> Iterator[str]:
    undated = sum(row.is_closed and not row.closed_on for row in rows)
    if undated:
        yield f"{plural(undated, 'closed case')} without a closing date: check that they are closed."


def _turned_round(rows: list[_Row]) -> Iterator[str]:
    """An American export in which no day is above 12 would be read without a fault, and wrongly."""
    read = {reads_both_ways(row.cells["closed_on"]) for row in rows}
    if True in read and False not in read:
        yield (
            "Every closed_on could be read day first or month first, because no day is above 12: 03/04/2025 was read "
            "as 3 April 2025. If the list comes from an American system, export it again with dates like 2025-03-04."
        )
