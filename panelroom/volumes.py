"""``monthly.csv``: how many hate crimes were recorded, by month or by year, with the source of every figure.

Columns: ``month`` (``2024-10``, ``Oct-24``, or a year alone with ``months``, how many months it covers),
``recorded``, ``source``; and where wanted ``strand``, ``note``, ``monthly_average`` as somebody states it. A row
without a strand is the total. A report may have several strands, so strands may add up to more than their total.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from panelroom import reconcile
from panelroom.errors import BadFile
from panelroom.reconcile import Check
from panelroom.sheets import Form, Sheet, SheetRow, plain_cell, read_sheet, say_lines
from panelroom.text import clean_line, plural

MAX_CELL = 1_000  # characters
_FORM = Form(
    "list of recorded crimes",
    ("month", "recorded", "source"),
    "run the report again",
    ("strand", "note", "months", "monthly_average"),
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
_NAMED = re.compile(r"([a-z]+)[ .-]+((?:19|20)?[0-9]{2})")
_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row: what was recorded in ``period`` (``2024-10`` or ``2024``), of one strand or, without one, in all.

    ``months`` is how many months it covers, ``stated_average`` a monthly average that somebody stated.
    """

    line: int
    period: str
    recorded: int
    source: str
    strand: str = ""
    note: str = ""
    months: int = 1
    stated_average: int | None = None

    @property
    def year(self) -> int:
        """The year it belongs to."""
        return int(self.period[:4])

    @property
    def is_year(self) -> bool:
        """Whether it is a year alone."""
        return len(self.period) == 4


@dataclass(frozen=True, slots=True)
class Year:
    """What was recorded in a year, in the months that are counted, and where that is from."""

    year: int
    recorded: int
    months: int
    sources: tuple[str, ...]
    note: str = ""

    @property
    def monthly_average(self) -> int:
        """Recorded crimes divided by the months counted, rounded half up."""
        return int(reconcile.mean(self.recorded, self.months))


@dataclass(frozen=True)
class Volumes:
    """Every row of the list in order of time. ``notices`` is what the reader of the list should be told.

    ``name`` is that of the file, "" where it is from none.
    """

    rows: tuple[Recorded, ...]
    notices: tuple[str, ...] = ()
    name: str = ""

    @cached_property
    def months(self) -> tuple[Recorded, ...]:
        """The totals by month."""
        return tuple(row for row in self.rows if not row.strand and not row.is_year)

    @cached_property
    def strands(self) -> tuple[Recorded, ...]:
        """The rows of single strands."""
        return tuple(row for row in self.rows if row.strand)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """Each year as it is given, or else as its months add up."""
        given = {row.year: row for row in self.rows if row.is_year and not row.strand}
        years = sorted({row.year for row in self.rows if not row.strand})
        return tuple(_given_year(given[y]) if y in given else self._summed_year(y) for y in years)

    def _summed_year(self, year: int) -> Year:
        rows = [row for row in self.months if row.year == year]
        return Year(year, sum(row.recorded for row in rows), len(rows), sources_of(rows))

    @cached_property
    def total(self) -> int:
        """What was recorded in all months that are given."""
        return sum(row.recorded for row in self.months)

    @cached_property
    def peak(self) -> Recorded | None:
        """The month with the most, the first of several; None without months."""
        return max(self.months, key=lambda row: row.recorded, default=None)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Every comparison that the list allows, each with the note of its row as the explanation."""
        return (*self._years_against_months(), *self._averages(), *self._strands_against_totals())

    def _years_against_months(self) -> Iterator[Check]:
        for row in self.rows:
            months = [m.recorded for m in self.months if m.year == row.year]
            if not row.is_year or row.strand or not months:
                continue
            where = f"{row.year}, line {row.line}"
            if len(months) == row.months:
                check = reconcile.total(where, months, row.recorded)
            elif len(months) < row.months:
                check = reconcile.at_most(where, sum(months), row.recorded)
            else:
                check = reconcile.same(f"{where}, months covered", row.months, len(months))
            yield check.explained(row.note)

    def _averages(self) -> Iterator[Check]:
        for row in self.rows:
            if row.stated_average is not None:
                period = f"{row.strand} in {row.period}" if row.strand else row.period
                where = f"{period}, line {row.line}, monthly average"
                stated = row.stated_average
                yield reconcile.average(where, row.recorded, row.months, stated).explained(row.note)

    def _strands_against_totals(self) -> Iterator[Check]:
        totals = {row.period: row for row in self.rows if not row.strand}
        grouped: dict[str, list[Recorded]] = defaultdict(list)
        for row in self.strands:
            grouped[row.period].append(row)
        for period, rows in grouped.items():
            whole = totals.get(period)
            if whole is None:
                continue
            for row in rows:
                where = f"{row.strand} in {period}, line {row.line}"
                yield reconcile.at_most(where, row.recorded, whole.recorded).explained(row.note)
            yield _strands_together(whole, rows)


def _strands_together(whole: Recorded, rows: list[Recorded]) -> Check:
    check = reconcile.at_most(
        f"All strands in {whole.period}, line {whole.line}", sum(row.recorded for row in rows), whole.recorded
    )
    return check.explained(next((row.note for row in (whole, *rows) if row.note), ""))


def _given_year(row: Recorded) -> Year:
    return Year(row.year, row.recorded, row.months, (row.source,), row.note)


def sources_of(rows: Iterable[Recorded]) -> tuple[str, ...]:
    """Return the sources of the rows, each once, in order."""
    return tuple(dict.fromkeys(row.source for row in rows))


def read_volumes(path: Path) -> Volumes:
    """Return what the CSV file ``path`` lists.

    Raises:
        BadFile: it cannot be read without guessing; the sentence says what is wrong in which lines.
    """
    sheet = read_sheet(path, _FORM)
    if not sheet.rows:
        raise BadFile(f"{sheet.name} has no figures below its first line: export the list again.")
    _refuse_cells(sheet)
    rows = sorted(map(_recorded, sheet.rows), key=lambda row: (row.period, row.strand, row.line))
    _refuse_twice(sheet.name, rows)
    return Volumes(tuple(rows), (*sheet.notices, *_ignored(sheet.ignored)), sheet.name)


def _ignored(columns: tuple[str, ...]) -> tuple[str, ...]:
    if not columns:
        return ()
    were = "was" if len(columns) == 1 else "were"
    return (f"{plural(len(columns), 'column')} that this list does not know {were} ignored.",)


# ── cells to values ──────────────────────────────────────────────────────────────────────────────────────


def _recorded(row: SheetRow) -> Recorded:
    cells = {column: plain_cell(cell) for column, cell in row.cells.items()}
    period = _period(cells["month"])
    return Recorded(
        row.line,
        period,
        _count(cells["recorded"]),
        cells["source"],
        cells["strand"],
        cells["note"],
        int(cells["months"] or 1),
        _count(cells["monthly_average"]) if cells["monthly_average"] else None,
    )


def _period(text: str) -> str:
    """Return ``2024-10`` or ``2024``; an empty text where it is neither a month nor a year."""
    if _YEAR.fullmatch(text) or _MONTH.fullmatch(text):
        return text
    named = _NAMED.fullmatch(text.casefold())
    if named is None or (named[1] not in _FULL and named[1] not in _NAMES and named[1] != "sept"):
        return ""
    year = named[2] if len(named[2]) == 4 else f"20{named[2]}"
    return f"{year}-{_NAMES.index(named[1][:3]) + 1:02}"


def _count(text: str) -> int:
    return int(text.replace(",", ""))


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────


def _refuse_cells(sheet: Sheet) -> None:
    """Refuse what could be read in two ways or not at all, one trouble with all its lines."""
    for is_wrong, trouble in _TROUBLES:
        lines = [
            row.line for row in sheet.rows if is_wrong({c: plain_cell(cell) for c, cell in row.cells.items()})
        ]
        if lines:
            raise BadFile(
                f"{sheet.name} {trouble} in {say_lines(lines)}. Nothing was written: correct it and run the report "
                "again."
            )


def _is_no_count(text: str) -> bool:
    return _COUNT.fullmatch(text) is None


def _has_wrong_months(cells: dict[str, str]) -> bool:
    if not _YEAR.fullmatch(cells["month"]):
        return cells["months"] not in ("", "1")
    return cells["months"] not in {str(n) for n in range(1, 13)}


_TROUBLES: tuple[tuple[Callable[[dict[str, str]], bool], str], ...] = (
    (lambda c: any(len(cell) > MAX_CELL for cell in c.values()), "has a cell of over 1,000 characters"),
    (lambda c: not _period(c["month"]), "has a month that is none (2024-10, Oct-24, or a year alone)"),
    (lambda c: _is_no_count(c["recorded"]), "has a count that is no whole number from nought up"),
    (
        _has_wrong_months,
        "has a year alone without months, how many it covers (1 to 12), or a month with several",
    ),
    (
        lambda c: bool(c["monthly_average"]) and _is_no_count(c["monthly_average"]),
        "has a monthly_average that is no whole number",
    ),
    (lambda c: not c["source"], "names no source"),
)


def _refuse_twice(name: str, rows: list[Recorded]) -> None:
    first: dict[tuple[str, str], int] = {}
    again = []
    for row in rows:
        key = row.period, row.strand.casefold()
        if key in first:
            again.append(f"{row.line} (as line {first[key]})")
        first.setdefault(key, row.line)
    if again:
        raise BadFile(
            f"{clean_line(name)} gives the same month or year more than once: {say_lines(again)}. Nothing was "
            "written: take one out and run the report again."
        )
