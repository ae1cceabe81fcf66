"""The report's figures page by page, for a screen: the blocks that the documents print, and bars of the same counts.

Nothing is computed here. What the documents withhold is a bar without a length, whose words say so.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from panelroom.figures import STAGES
from panelroom.reconcile import say_number
from panelroom.records.blocks import Block, Chart, Heading, Table, bullets
from panelroom.records.words import capital
from panelroom.report.annual import AnnualReport, SetFigures
from panelroom.report.background import background
from panelroom.report.document import disagreements, in_short, notes
from panelroom.report.findings import (
    MOST_QUESTIONS,
    RECORD,
    meetings,
    outcomes,
    questions,
    strands,
    throughput,
)
from panelroom.report.saying import section
from panelroom.report.small import guarded, say_share
from panelroom.report.tracking import STAGE_WORDS, themes, tracking


class Bar(NamedTuple):
    """A count with its name. ``value`` is None where there is none to be shown; ``words`` are what is printed."""

    name: str
    value: float | None
    words: str


class Bars(NamedTuple):
    """Counts of one kind beside each other, and where they are from."""

    title: str
    bars: tuple[Bar, ...]
    source: str


class Page(NamedTuple):
    """What stands together under one heading."""

    title: str
    parts: tuple[Block | Bars, ...]


def pages(report: AnnualReport) -> tuple[Page, ...]:
    """Return the figures of the report in the order of the documents, each heading a page."""
    return tuple(_split(_parts(report)))


def _parts(report: AnnualReport) -> Iterator[Block | Bars]:
    yield from section("In short", bullets(in_short(report)))
    yield from _drawn(map(_named_alone, background(report)))
    if report.register is not None:
        yield from _findings(report)
    yield from themes(report.themes)
    yield from disagreements(report)
    yield from section("About the figures", bullets(notes(report)))


def _findings(report: AnnualReport) -> Iterator[Block | Bars]:
    yield from section("Meetings", *meetings(report))
    for each in report.sets:
        yield from _drawn(outcomes(each, report))
        yield from _before_the_table(questions(each, report), _question_bars(each))
    yield from _before_the_table(strands(report), _strand_bars(report))
    yield from throughput(report)
    yield from _before_the_table(tracking(report), _stage_bars(report), _turnaround_bars(report))


def _split(parts: Iterable[Block | Bars]) -> Iterator[Page]:
    """Yield what stands under each heading; a heading alone is no page."""
    title = ""
    under: list[Block | Bars] = []
    for part in parts:
        if not isinstance(part, Heading):
            under.append(part)
            continue
        if under:
            yield Page(title, tuple(under))
        title, under = part.text, []
    if under:
        yield Page(title, tuple(under))


def _named_alone(block: Block) -> Block:
    """Return a heading of the background as it says what it is without the one above it."""
    if isinstance(block, Heading) and block.text.startswith("By "):
        return Heading(block.level, f"Recorded hate crime {block.text.lower()}")
    return block


def _before_the_table(blocks: Iterable[Block], *bars: Bars) -> Iterator[Block | Bars]:
    """Yield the blocks of a section, with bars where its table begins."""
    drawn = [each for each in bars if each.bars]
    for block in blocks:
        if isinstance(block, Table):
            yield from drawn
        yield block


# ── bars ─────────────────────────────────────────────────────────────────────────────────────────────────


def _drawn(blocks: Iterable[Block]) -> Iterator[Block | Bars]:
    """Yield the blocks, each chart as bars and the table that it stands with."""
    for block in blocks:
        if isinstance(block, Chart):
            yield Bars(block.title, tuple(_bars(block)), block.source)
            yield block.table
        else:
            yield block


def _bars(chart: Chart) -> Iterator[Bar]:
    """Yield its values; columns have the long names of the table, a line has every month, known or not."""
    firsts = tuple(row.cells[0][0].text for row in chart.table.rows)
    names = firsts if chart.kind == "bars" else chart.labels
    for name, value in zip(names, chart.values, strict=False):
        yield Bar(name, value, "not known" if value is None else say_number(value))


def _question_bars(figures: SetFigures) -> Bars:
    missed = [q for q in figures.questions if q.not_met][:MOST_QUESTIONS]
    bars = [Bar(f"{q.number}. {q.wording}", q.not_met, say_share(q.not_met, q.asked)) for q in missed]
    return Bars("Cases in which the question was not met", tuple(bars), RECORD)


def _strand_bars(report: AnnualReport) -> Bars:
    bars = [Bar(capital(line.name), line.count, line.words) for line in guarded(report.strands)]
    return Bars("How often each type was named", tuple(bars), RECORD)


def _stage_bars(report: AnnualReport) -> Bars:
    counts = [(STAGE_WORDS[stage], report.stages[stage]) for stage in STAGES]
    return Bars("Items by stage", tuple(Bar(words, n, f"{n:,}") for words, n in counts), RECORD)


def _turnaround_bars(report: AnnualReport) -> Bars:
    found = report.turnaround
    if found.median_days is None or found.longest_days is None:
        return Bars("", (), RECORD)
    days = (("Quickest answer", found.days[0]), ("The middle one", found.median_days))
    bars = [Bar(name, n, f"{n:g}") for name, n in (*days, ("Slowest answer", found.longest_days))]
    return Bars("Days from when it was sent to the first answer", tuple(bars), RECORD)
