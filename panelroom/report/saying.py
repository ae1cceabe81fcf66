"""How the report sets out what it says: paragraphs, numbered lists, counts in tables."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from panelroom.reconcile import Check
from panelroom.records.blocks import Block, Heading, Row, Table, bold, cell, para
from panelroom.records.words import say_day
from panelroom.report.annual import Period
from panelroom.text import plural

NOT_AVAILABLE = "not available"


def section(heading: str, *blocks: Block, level: int = 1) -> Iterator[Block]:
    """Yield a section, or nothing where there is nothing below its heading."""
    if blocks:
        yield Heading(level, heading)
        yield from blocks


def paragraphs(texts: Iterable[str]) -> list[Block]:
    """Return each text as a paragraph."""
    return [para(text) for text in texts]


def numbered(texts: Iterable[str]) -> list[Block]:
    """Return each text as a numbered paragraph."""
    return [para(bold(f"{number}. "), text) for number, text in enumerate(texts, 1)]


def table(
    header: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]], counts: tuple[int, ...]
) -> Table:
    """Return a table of plain texts; the columns of ``counts`` are centred."""
    body = tuple(Row(tuple(cell(text) for text in row)) for row in rows)
    return Table(tuple(header), tuple(widths), body, centred=counts)


def marked_row(texts: Sequence[str], checks: Sequence[Check], *, at_the_end: bool = False) -> Row:
    """Return a row whose first cell says which of its figures do not agree; unexplained ones tint it.

    A row that adds up many says how many do not, and that they are listed ``at_the_end``.
    """
    marks = [_marks(len(checks))] if checks and at_the_end else [say_check(check) for check in checks]
    first = [*cell(texts[0]), *(para(mark, tone="small") for mark in marks)]
    rest = [cell(text) for text in texts[1:]]
    return Row((tuple(first), *rest), fault=any(not check.explanation for check in checks))


def say_check(check: Check) -> str:
    """Return what does not agree, as it is said where it stands: its explanation, or that there is none."""
    found = check.finding[:1].upper() + check.finding[1:]
    return f"{found}: {check.explanation}" if check.explanation else f"Does not agree: {check.finding}."


def _marks(count: int) -> str:
    return f"{plural(count, 'figure does', 'figures do')} not agree: see the end of the report."


def with_total(rows: Iterable[tuple[str, int]]) -> Iterator[Row]:
    """Yield rows of words and counts, noughts included, and their total below."""
    total = 0
    for words, count in rows:
        total += count
        yield Row((cell(words), cell(f"{count:,}")))
    yield Row((cell(bold("Total")), cell(bold(f"{total:,}"))))


def say_period(period: Period) -> str:
    """Return ``1 April 2030 to 31 March 2031``."""
    return f"{say_day(period.since)} to {say_day(period.until)}"


def say_iso(day: str) -> str:
    """Return ``14 April 2026`` for a day or a moment of it in ISO 8601."""
    return say_day(date.fromisoformat(day[:10]))


def say_range(values: Sequence[int], unit: str) -> str:
    """Return ``95 minutes``, or ``between 95 and 130 minutes`` where they differ."""
    least, most = min(values), max(values)
    if least == most:
        return f"{least} {unit if least != 1 else unit.removesuffix('s')}"
    return f"between {least} and {most} {unit}"


def join(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""
