"""Reading a frame from CSV as spreadsheets really write it, with an answer for whatever is wrong with it.

A draw must never rest on a guess: what could be read in two ways is refused with its line numbers; a day and a
month that could be exchanged are read day first, with a notice. Cells are not repeated in errors, because a wrong
file may hold anything.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from panelroom.draw.frame import COLUMNS, Frame, FrameRow, canonical_row, reads_both_ways
from panelroom.draw.look_alikes import as_it_looks
from panelroom.errors import BadFile
from panelroom.sheets import Form, Sheet, SheetRow, read_sheet, say_lines
from panelroom.text import REPLACEMENT, clean_text, plural

MAX_CELL = 1_000  # characters
_FORM = Form("frame", COLUMNS, "draw again")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E[+][0-9]+")


def read_frame(path: Path) -> Frame:
    """Return the frame in the CSV file ``path``, read as :mod:`panelroom.sheets` reads lists.

    Columns beyond the five are ignored, with a notice.

    Raises:
        BadFile: it cannot be read without guessing; the sentence says where.
    """
    sheet = read_sheet(path, _FORM)
    if not sheet.rows:
        raise BadFile(f"{sheet.name} has no cases below its first line: export the list again.")
    made = _canonical(sheet)
    notices = (*sheet.notices, *_ignored(sheet.ignored), *_notices(made), *_turned_round(sheet.rows))
    return Frame.of(made, notices)


def _ignored(columns: tuple[str, ...]) -> list[str]:
    if not columns:
        return []
    shown = ", ".join(columns[:5]) + (" ..." if len(columns) > 5 else "")
    return [
        f"{plural(len(columns), 'column')} beyond the five {'was' if len(columns) == 1 else 'were'} ignored "
        f"({shown}): a draw does not need them, so better leave them out of the file."
    ]


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────


def _canonical(sheet: Sheet) -> tuple[FrameRow, ...]:
    """Return the rows as they are hashed; refuse what could be read in two ways, one trouble with all its lines."""
    name, rows = sheet.name, sheet.rows
    if REPLACEMENT in clean_text(sheet.text):
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
        raise BadFile(
            f"{name} {trouble} in {say_lines(lines)}. Nothing was drawn: correct it and draw again."
        )


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
            f"alphabets): {say_lines(again)}. Nothing was drawn: take the repetitions out and draw again."
        )


def _notices(rows: tuple[FrameRow, ...]) -> Iterator[str]:
    undated = sum(row.is_closed and not row.closed_on for row in rows)
    if undated:
        yield f"{plural(undated, 'closed case')} without a closing date: check that they are closed."


def _turned_round(rows: list[SheetRow]) -> Iterator[str]:
    """An American export in which no day is above 12 would be read without a fault, and wrongly."""
    read = {reads_both_ways(row.cells["closed_on"]) for row in rows}
    if True in read and False not in read:
        yield (
            "Every closed_on could be read day first or month first, because no day is above 12: 03/04/2025 was read "
            "as 3 April 2025. If the list comes from an American system, export it again with dates like 2025-03-04."
        )
