"""The background figures: recorded hate crime by year and month, its types, and positive outcomes."""

from collections.abc import Iterator
from decimal import Decimal

from panelroom.records.blocks import Block, Chart, Row, Table, bold, para
from panelroom.records.words import say_month
from panelroom.report.annual import AnnualReport
from panelroom.report.details import Rate
from panelroom.report.folding import ALL_THERE, MOST_MONTHS, MOST_TYPES, latest_periods
from panelroom.report.saying import NOT_AVAILABLE, join, marked_row, paragraphs, say_check, section, table
from panelroom.report.small import Counted, type_lines
from panelroom.text import plural
from panelroom.volumes import Recorded, Volumes, Year, sources_of


def background(report: AnnualReport) -> Iterator[Block]:
    """Yield the section; without a list of recorded crimes it says so."""
    blocks = paragraphs(report.details.background)
    if report.volumes:
        blocks += [*_years(report.volumes, report), *_months(report.volumes), *_types(report.volumes, report)]
    else:
        blocks.append(para("No list of recorded crimes was given, so there are no background figures."))
    yield from section("Background: recorded hate crime", *blocks, *_rates(report.details.rates))


# ── years and months ─────────────────────────────────────────────────────────────────────────────────────


def _years(volumes: Volumes, report: AnnualReport) -> Iterator[Block]:
    years = volumes.years
    if not years:
        return
    averages = tuple(year.monthly_average for year in years)
    labels = tuple(str(year.year) for year in years)
    said = join([f"{label} {average}" for label, average in zip(labels, averages, strict=True)])
    yield from section(
        "By year",
        para("The monthly average is what was recorded, divided by the months that are counted."),
        Chart(
            "bars",
            "Monthly average of recorded hate crimes, by year",
            labels,
            averages,
            join(list(dict.fromkeys(source for year in years for source in year.sources))),
            f"Monthly averages: {said}.",
            _year_table(volumes, report),
        ),
        level=2,
    )


def _year_table(volumes: Volumes, report: AnnualReport) -> Table:
    return Table(
        ("Year", "Recorded", "Months counted", "Monthly average", "Source"),
        (0.25, 0.15, 0.15, 0.15, 0.3),
        tuple(_year(year, report) for year in volumes.years),
        centred=(1, 2, 3),
    )


def _year(year: Year, report: AnnualReport) -> Row:
    counts = (f"{year.recorded:,}", str(year.months), f"{year.monthly_average:,}")
    return marked_row((str(year.year), *counts, join(year.sources)), report.about_year(year.year))


def _months(volumes: Volumes) -> Iterator[Block]:
    months, peak = volumes.months, volumes.peak
    if peak is None:
        return
    missing = len(list(_every_month(months[0].period, months[-1].period))) - len(months)
    shown = months[-MOST_MONTHS:]
    counts = {row.period: row.recorded for row in shown}
    periods = list(_every_month(shown[0].period, shown[-1].period))
    lead = (
        f"{volumes.total:,} were recorded over {plural(len(months), 'month')}. The highest month was "
        f"{say_month(peak.period)} with {peak.recorded:,}."
    )
    gap = f" {plural(missing, 'month')} between the first and the last {'is' if missing == 1 else 'are'} not known."
    yield from section(
        "By month",
        para(lead + (gap if missing else "")),
        *_earlier(len(months) - len(shown)),
        Chart(
            "line",
            "Recorded hate crimes, by month",
            tuple(say_month(period)[:3] + f" {period[2:4]}" for period in periods),
            tuple(counts.get(period) for period in periods),
            join(sources_of(shown)),
            f"{lead} By month: {join([f'{say_month(row.period)} {row.recorded}' for row in shown])}.",
            _month_table(shown),
        ),
        level=2,
    )


def _earlier(count: int) -> Iterator[Block]:
    if count > 0:
        yield para(
            f"The latest {MOST_MONTHS} months are printed; {plural(count, 'earlier month is', 'earlier months are')} "
            f"in the figures by year. {ALL_THERE}"
        )


def _month_table(months: tuple[Recorded, ...]) -> Table:
    rows = [(say_month(row.period), f"{row.recorded:,}", row.source, row.note) for row in months]
    return table(("Month", "Recorded", "Source", "Note"), (0.24, 0.16, 0.3, 0.3), rows, counts=(1,))


def _every_month(first: str, last: str) -> Iterator[str]:
    """Yield every month from ``2023-10`` to ``2024-10``, both included."""
    year, month = int(first[:4]), int(first[5:])
    while (period := f"{year}-{month:02}") <= last:
        yield period
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


# ── types ────────────────────────────────────────────────────────────────────────────────────────────────


def _types(volumes: Volumes, report: AnnualReport) -> Iterator[Block]:
    """Yield what was recorded by type: each period on its own, small numbers withheld."""
    if not volumes.strands:
        return
    lines = list(type_lines(volumes))
    shown = latest_periods(lines, lambda line: line[0], MOST_TYPES)
    sources = {(row.period, row.strand): row.source for row in volumes.strands}
    yield from section(
        "By type",
        para("A report may have more than one type, so types may add up to more than the crimes recorded."),
        *_left_out(len(lines) - len(shown)),
        Table(
            ("Type", "Month or year", "Recorded", "Source"),
            (0.34, 0.22, 0.16, 0.28),
            tuple(_type(period, line, sources[period, line.name], report) for period, line in shown),
            centred=(2,),
        ),
        *_together(list(dict.fromkeys(period for period, _ in shown)), report),
        level=2,
    )


def _together(periods: list[str], report: AnnualReport) -> Iterator[Block]:
    """Yield what does not agree of all types of a month or year: once, for it is no fault of any single type."""
    for period in periods:
        for check in report.about_all_types(period):
            yield para(bold(f"All types in {_when(period)}. "), say_check(check), tone="small")


def _when(period: str) -> str:
    return say_month(period) if len(period) > 4 else period


def _left_out(count: int) -> Iterator[Block]:
    if count > 0:
        yield para(f"The latest are printed, and {plural(count, 'earlier count')} left out. {ALL_THERE}")


def _type(period: str, line: Counted, source: str, report: AnnualReport) -> Row:
    return marked_row((line.name, _when(period), line.words, source), report.about_type(period, line.name))


# ── positive outcomes ────────────────────────────────────────────────────────────────────────────────────


def _rates(rates: tuple[Rate, ...]) -> Iterator[Block]:
    if not rates:
        return
    rows = [
        (r.period, _percent(r.percent), _percent(r.target), _percent(r.national), _gap(r), r.source)
        for r in rates
    ]
    yield from section(
        "Positive outcomes",
        para("Rates are as the source states them, in per cent of the crimes it counts."),
        table(
            ("Period", "Rate", "Target", "National", "Against target", "Source"),
            (0.19, 0.14, 0.14, 0.14, 0.17, 0.22),
            rows,
            counts=(1, 2, 3, 4),
        ),
        level=2,
    )


def _percent(value: Decimal | None) -> str:
    return NOT_AVAILABLE if value is None else f"{value}%"


def _gap(rate: Rate) -> str:
    """Return how far a rate is from its target, in percentage points."""
    if rate.percent is None or rate.target is None:
        return NOT_AVAILABLE
    gap = rate.percent - rate.target
    if not gap:
        return "on target"
    return f"{abs(gap)} points {'above' if gap > 0 else 'below'}"
