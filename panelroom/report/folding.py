"""Long lists, folded for readers: what stands for hundreds of rows, and which of them are printed all the same.

A report over many years and forces must stay readable. Nothing is lost: every sum is over all rows, and every row is
in ``annual.json``, which the report says where it folds something.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from panelroom.records.words import say_month

T = TypeVar("T")

MOST_MEETINGS = 60
"""More meetings are counted by quarter or year."""
MOST_WORDED = 300
"""Of more items with released words only some are printed: about forty pages of them can still be read."""
LATEST = 100
"""How many of them are printed then, the latest; of good practice never more."""
MOST_MONTHS = 60
"""Of more months of recorded crimes the latest are printed; the years hold the others."""
MOST_TYPES = 120
"""Of more counts of types the latest months or years are printed. They are not summed: a sum could give away a count
that is withheld."""
_MOST_SPANS = 24
ALL_THERE = "annual.json beside this file has every one of them."


def by_span(rows: Sequence[T], day_of: Callable[[T], str]) -> dict[str, list[T]]:
    """Return the rows by the quarter of their day, or by its year where the quarters would be too many themselves.

    The rows are in order of time, their days in ISO 8601; the spans are named as they are printed.
    """
    quarters: dict[str, list[T]] = defaultdict(list)
    years: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        day = day_of(row)
        quarters[_quarter(day)].append(row)
        years[day[:4]].append(row)
    return quarters if len(quarters) <= _MOST_SPANS else years


def _quarter(day: str) -> str:
    """Return ``April to June 2030`` for a day of it."""
    first = (int(day[5:7]) - 1) // 3 * 3 + 1
    year = day[:4]
    return f"{say_month(f'{year}-{first:02}').split()[0]} to {say_month(f'{year}-{first + 2:02}')}"


def latest_periods(rows: Sequence[T], period_of: Callable[[T], str], most: int) -> list[T]:
    """Return the rows of the latest periods, as many whole periods as give at most so many rows, but one at least.

    A period is never cut in two. Months and years are compared as they are written, ``2030-04`` and ``2030``.
    """
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[period_of(row)] += 1
    kept: set[str] = set()
    total = 0
    for period in sorted(counts, reverse=True):
        total += counts[period]
        if kept and total > most:
            break
        kept.add(period)
    return [row for row in rows if period_of(row) in kept]
