"""The annual report laid out for people: the order in which a Police and Crime Panel reads such a paper."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from panelroom import reconcile
from panelroom.figures import OutcomeFigures
from panelroom.records.blocks import Block, Document, Facts, Furniture, Row, Table, Title, bullets, cell, para
from panelroom.records.words import say_day
from panelroom.report.annual import AnnualReport
from panelroom.report.background import background
from panelroom.report.findings import findings, practice, throughput
from panelroom.report.saying import join, numbered, paragraphs, say_period, section, table
from panelroom.report.small import say_share
from panelroom.report.tracking import (
    changes,
    improvements,
    recommendations,
    released_practice,
    themes,
    tracking,
)
from panelroom.text import plural

VOLUMES_ONLY = (
    "This report was made without a register: it holds no figures of meetings, findings or answers."
)
EXACT = "annual.json beside this file holds the exact words."


def annual_document(report: AnnualReport) -> Document:
    """Return the report as blocks."""
    details = report.details
    title = details.title or f"{panel_name(report)}: annual report, {say_period(report.period)}"
    return Document(
        title=title,
        subject="Report to the Police and Crime Panel",
        author=details.author or office_name(report),
        language=details.language,
        created=datetime(details.date.year, details.date.month, details.date.day, tzinfo=UTC),
        furniture=Furniture(details.classification, panel_name(report), f"Report of {say_day(details.date)}"),
        blocks=tuple(_blocks(report, title)),
        exact=EXACT,
    )


def panel_name(report: AnnualReport) -> str:
    """Return the panel's name: as written, else as its latest meeting has it."""
    latest = report.meetings[-1].panel if report.meetings else "Hate crime scrutiny panel"
    return report.details.panel or latest


def office_name(report: AnnualReport) -> str:
    """Return the name of the office that runs the panel: as written, else as its latest meeting has it."""
    return report.details.office or (report.meetings[-1].office if report.meetings else "")


def _blocks(report: AnnualReport, title: str) -> Iterator[Block]:
    yield from _front(report, title)
    yield from background(report)
    yield from _establishment(report)
    if report.register is None:
        yield from section("Meetings and findings", para(VOLUMES_ONLY))
    else:
        yield from findings(report)
    yield from throughput(report)
    yield from practice(report, released_practice(report))
    yield from improvements(report)
    yield from tracking(report)
    yield from changes(report)
    yield from themes(report.themes)
    yield from section("Reflections of the Chair", *paragraphs(_typed(report.details.reflections)))
    yield from recommendations(report)
    yield from disagreements(report)
    yield from section("About the figures", bullets(notes(report)))


def _typed(text: str) -> list[str]:
    """Return what was typed, in its paragraphs."""
    return [part for part in re.split(r"\n\s*\n", text.strip()) if part]


# ── the front ────────────────────────────────────────────────────────────────────────────────────────────


def _front(report: AnnualReport, title: str) -> Iterator[Block]:
    details = report.details
    facts = (
        ("Report to", "Police and Crime Panel"),
        ("Date", say_day(details.date)),
        ("Author", details.author),
        ("Office", office_name(report)),
        ("Classification", details.classification),
        ("Period", say_period(report.period)),
    )
    yield Title(title, over="Report to the Police and Crime Panel")
    yield Facts(tuple((label, text) for label, text in facts if text))
    yield from section("Purpose of this report", *(paragraphs(details.purpose) or [para(_purpose(report))]))
    asked = numbered(details.requests) or [
        para("No question is put to the Police and Crime Panel this time.")
    ]
    yield from section("What the Police and Crime Panel is asked", *asked)
    yield from section("Summary", *paragraphs(details.summary), bullets(in_short(report)))


def _purpose(report: AnnualReport) -> str:
    return (
        f"To tell the Police and Crime Panel what the {panel_name(report)} looked at from "
        f"{say_period(report.period)}, what it found, and what came of it."
    )


def in_short(report: AnnualReport) -> list[str]:
    """Return the report in a few sentences."""
    lines = []
    if report.register is None:
        lines.append(VOLUMES_ONLY)
    else:
        decided = sum(m.decided for m in report.meetings)
        lines.append(f"{plural(len(report.meetings), 'meeting')} decided {plural(decided, 'case')}.")
        lines += [_outcomes_in_short(each.outcomes) for each in report.sets]
    if report.items:
        found = report.turnaround
        lines.append(
            f"The force answered {say_share(found.answered, found.awaited)} items that call for an answer; "
            f"{found.overdue} overdue."
        )
    if report.volumes and report.volumes.years:
        last = report.volumes.years[-1]
        lines.append(
            f"{last.recorded:,} hate crimes were recorded in {plural(last.months, 'month')} of {last.year}: "
            f"{last.monthly_average:,} a month on average."
        )
    marked = sum(not check.explanation for check in report.disagreements)
    if marked:
        lines.append(
            f"{plural(marked, 'figure')} of this report {_do(marked)} not agree and nobody has said why yet."
        )
    return lines


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


def _outcomes_in_short(outcomes: tuple[OutcomeFigures, ...]) -> str:
    found = [f"{plural(o.cases, 'case')} ended with outcome {o.code} ({o.short})" for o in outcomes]
    return f"{join(found)}."


def _establishment(report: AnnualReport) -> Iterator[Block]:
    details = report.details
    sets = [f"{s.name}, version {join(s.versions)}" for s in report.sets]
    used = [para(f"Question set used: {'; '.join(sets)}.")] if sets else []
    trained = [(t.what, f"{t.completed} of {t.of}") for t in details.training]
    training = (
        [table(("Training", "Members who completed it"), (0.65, 0.35), trained, counts=(1,))]
        if trained
        else []
    )
    yield from section("Establishment of the panel", *paragraphs(details.establishment), *used, *training)


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────


def disagreements(report: AnnualReport) -> Iterator[Block]:
    """Yield the figures that do not agree, each with its explanation; nothing where all agree."""
    checks = report.disagreements
    if not checks:
        return
    rows = tuple(
        Row(
            (cell(check.sentence), cell(check.explanation or "Not explained yet.")),
            fault=not check.explanation,
        )
        for check in checks
    )
    yield from section(
        "Figures that do not agree",
        para(
            " ".join(
                (
                    "Each is printed as it was given. Those that nobody has explained stay marked.",
                    *of_lines(report),
                )
            )
        ),
        Table(("Where", "Explanation"), (0.55, 0.45), rows),
    )


def of_lines(report: AnnualReport) -> Iterator[str]:
    """Yield of which file the lines are that the figures that do not agree name; nothing where they name none."""
    if report.volumes and reconcile.disagreements(report.volumes.checks):
        file = f"{report.volumes.name}, " if report.volumes.name else ""
        yield f"Lines are those of {file}the list of recorded crimes."


def notes(report: AnnualReport) -> list[str]:
    """Return how the figures were made, in sentences."""
    lines = ["Every figure was computed from rows: of the register, of the list of recorded crimes."]
    if report.register is None:
        lines.append(VOLUMES_ONLY)
    if report.volumes:
        lines += [
            "Recorded crimes are those of the list that was given, whatever the period of this report.",
            *report.volumes.notices,
        ]
    lines.append("Percentages are rounded half up, and left out where fewer than 20 cases stand behind them.")
    lines.append("Counts of types under 5 are not printed.")
    return lines
