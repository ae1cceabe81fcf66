"""The panel's own figures: its meetings, what they concluded, which questions were not met, and how far they came."""

from collections.abc import Iterator, Sequence

from panelroom.figures import MeetingFigures
from panelroom.records.blocks import Block, Chart, Row, Table, bold, bullets, cell, para
from panelroom.records.words import capital, say_lacking, say_month
from panelroom.report.annual import AnnualReport, SetFigures
from panelroom.report.folding import ALL_THERE, LATEST, MOST_MEETINGS, by_span
from panelroom.report.saying import (
    join,
    marked_row,
    numbered,
    paragraphs,
    say_range,
    section,
    table,
    with_total,
)
from panelroom.report.small import LEAST_BASE, guarded, say_share
from panelroom.text import plural

RECORD = "the panel's own record"
MOST_QUESTIONS = 12
"""So many questions are listed, those most often not met."""


def findings(report: AnnualReport) -> Iterator[Block]:
    """Yield the meetings and what they concluded."""
    yield from section("Meetings and findings", *meetings(report))
    for each in report.sets:
        yield from outcomes(each, report)
        yield from questions(each, report)
    yield from strands(report)


def meetings(report: AnnualReport) -> Iterator[Block]:
    """Yield the meetings of the period, each by itself or added up by when they were held."""
    if not report.meetings:
        yield para("No meeting was held in this period.")
        return
    count = len(report.meetings)
    if count > MOST_MEETINGS:
        yield from _folded(report)
        return
    yield para(f"The figures below cover {plural(count, 'meeting')}, which {_are(count)} listed here.")
    yield Table(
        ("Meeting", "Cases planned", "Reached", "Decided", "Carried forward", "Minutes"),
        (0.3, 0.14, 0.14, 0.14, 0.14, 0.14),
        tuple(_meeting(meeting, report) for meeting in report.meetings),
        centred=(1, 2, 3, 4, 5),
    )


def _meeting(meeting: MeetingFigures, report: AnnualReport) -> Row:
    name = report.names[meeting.meeting]
    counts = (meeting.planned, meeting.reached, meeting.decided, meeting.carried, meeting.minutes)
    return marked_row((name, *map(str, counts)), report.about_meeting(meeting))


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _folded(report: AnnualReport) -> Iterator[Block]:
    """Yield many meetings by the time they were held, with their sums and the total of these."""
    yield para(
        f"The figures below cover {plural(len(report.meetings), 'meeting')}, which are added up here by when they "
        f"were held. {ALL_THERE}"
    )
    spans = by_span(report.meetings, lambda meeting: meeting.date)
    rows = [
        marked_row((span, *_sums(held)), [c for m in held for c in report.about_meeting(m)], at_the_end=True)
        for span, held in spans.items()
    ]
    yield Table(
        ("Held in", "Meetings", "Cases planned", "Reached", "Decided", "Carried forward", "Minutes"),
        (0.22, 0.13, 0.13, 0.13, 0.13, 0.13, 0.13),
        (*rows, Row(tuple(cell(bold(text)) for text in ("Total", *_sums(report.meetings))))),
        centred=(1, 2, 3, 4, 5, 6),
    )


def _sums(meetings: Sequence[MeetingFigures]) -> list[str]:
    counts = ((1, m.planned, m.reached, m.decided, m.carried, m.minutes) for m in meetings)
    return [f"{sum(column):,}" for column in zip(*counts, strict=True)]


# ── outcomes ─────────────────────────────────────────────────────────────────────────────────────────────


def outcomes(figures: SetFigures, report: AnnualReport) -> Iterator[Block]:
    """Yield how the decided cases of one question set ended."""
    said = join([f"outcome {o.code} {o.cases}" for o in figures.outcomes])
    yield from section(
        _of_set("Findings", figures, report),
        para(f"{plural(figures.decided, 'case was', 'cases were')} decided in{_covered(figures, report)}."),
        Chart(
            "bars",
            "Cases by outcome",
            tuple(o.code for o in figures.outcomes),
            tuple(o.cases for o in figures.outcomes),
            f"{RECORD}, {plural(figures.meetings, 'meeting')}",
            f"Cases by outcome: {said}; {figures.decided} in all.",
            _outcome_table(figures),
        ),
        level=2,
    )


def _covered(figures: SetFigures, report: AnnualReport) -> str:
    """Return the meetings that are covered: by their names, or many of them by their number and time."""
    covered = [report.names[m.meeting] for m in report.meetings if m.set_id == figures.set_id]
    if len(covered) <= MOST_MEETINGS:
        return f": {join(covered)}"
    days = [m.date for m in report.meetings if m.set_id == figures.set_id]
    return f" {plural(len(covered), 'meeting')}, from {say_month(days[0])} to {say_month(days[-1])}"


def _of_set(heading: str, figures: SetFigures, report: AnnualReport) -> str:
    return heading if len(report.sets) == 1 else f"{heading}, {figures.name}"


def _outcome_table(figures: SetFigures) -> Table:
    """Return the outcomes with their total; below it, as it is no part of it, what was lacking for a conclusion."""
    rows = with_total((f"{o.code}  {o.label}", o.cases) for o in figures.outcomes)
    lacked = [row for o in figures.outcomes for row in say_lacking(o.code, o.cases, o.unresolved)]
    below = [Row((cell(said), cell(f"{count:,}"))) for said, count in lacked]
    return Table(("Outcome", "Cases"), (0.8, 0.2), (*rows, *below), centred=(1,))


# ── questions ────────────────────────────────────────────────────────────────────────────────────────────


def questions(figures: SetFigures, report: AnnualReport, level: int = 2) -> Iterator[Block]:
    """Yield the questions most often not met, of the cases in which they applied."""
    heading = _of_set("Questions most often not met", figures, report)
    missed = [question for question in figures.questions if question.not_met]
    if not missed:
        yield from section(
            heading,
            para("No question was marked as not met in a decided case."),
            level=level,
        )
        return
    rows = [
        (
            f"{q.number}. {q.wording}",
            (q.severity or "none").capitalize(),
            say_share(q.not_met, q.asked),
            str(q.excused),
            str(q.not_established),
        )
        for q in missed[:MOST_QUESTIONS]
    ]
    yield from section(
        heading,
        para(
            "Not met is counted of the cases in which the question applied: cases marked as not applicable are "
            f"left out. Percentages are given only of {LEAST_BASE} cases or more."
        ),
        table(
            ("Question", "Fault", "Not met", "Justified", "Not established"),
            (0.41, 0.1, 0.17, 0.15, 0.17),
            rows,
            counts=(1, 2, 3, 4),
        ),
        *_further(len(missed) - MOST_QUESTIONS),
        level=level,
    )


def _further(count: int) -> Iterator[Block]:
    if count > 0:
        yield para(f"{plural(count, 'further question')} were not met less often.", tone="small")


# ── strands ──────────────────────────────────────────────────────────────────────────────────────────────


def strands(report: AnnualReport) -> Iterator[Block]:
    """Yield how often each type of hate was named, small numbers withheld."""
    lines = guarded(report.strands)
    if not lines:
        return
    whole = sum(report.strands.values())
    withheld = any(line.count is None for line in lines)
    remark = (
        "Small numbers are not printed, nor what would give them away: neither a total nor shares."
        if withheld
        else f"Shares are of the {whole:,} types named, not of cases."
    )
    rows = [
        (
            capital(line.name),
            line.words if withheld or line.count is None else say_share(line.count, whole),
        )
        for line in lines
    ]
    yield from section(
        "Types of hate in the decided cases",
        para(f"A case may have more than one type, so this counts types, not cases. {remark}"),
        table(("Type", "Times named"), (0.6, 0.4), rows, counts=(1,)),
        level=2,
    )


# ── how far the panel came ───────────────────────────────────────────────────────────────────────────────


def throughput(report: AnnualReport) -> Iterator[Block]:
    """Yield planned against reached cases, and why, as far as somebody wrote it."""
    computed = [bullets(_throughput_lines(report.meetings))] if report.meetings else []
    written = numbered(report.details.factors)
    yield from section("Factors behind throughput", *computed, *written)


def _throughput_lines(meetings: tuple[MeetingFigures, ...]) -> list[str]:
    planned, reached = sum(m.planned for m in meetings), sum(m.reached for m in meetings)
    decided, part = sum(m.decided for m in meetings), sum(m.part_heard for m in meetings)
    carried = sum(m.carried for m in meetings)
    lines = [
        f"{say_share(reached, planned)} planned cases were reached, and {decided} were decided.",
        f"{carried} were carried forward to another meeting, {part} of them part-heard.",
        f"A meeting reached {say_range([m.reached for m in meetings], 'cases')} and took "
        f"{say_range([m.minutes for m in meetings], 'minutes')}, without breaks.",
    ]
    over = [m for m in meetings if m.planned_minutes is not None and m.minutes > m.planned_minutes]
    timed = sum(m.planned_minutes is not None for m in meetings)
    if timed:
        meetings_with = "meeting" if timed == 1 else "meetings"
        lines.append(
            f"{say_share(len(over), timed)} {meetings_with} with a planned length took longer than it."
        )
    return lines


def practice(report: AnnualReport, good: list[str]) -> Iterator[Block]:
    """Yield notable practice: how often the panel noted it, in whose released words, and what was written of it."""
    noted = report.observations["good_practice"]
    count = [para(f"The panel noted good practice {_times(noted)}.")] if report.register else []
    yield from section(
        "Notable practice", *count, *_released(good), *paragraphs(report.details.notable_practice)
    )


def _released(good: list[str]) -> Iterator[Block]:
    if len(good) > LATEST:
        yield para(f"The latest {LATEST} of {len(good):,} released notes on good practice. {ALL_THERE}")
    if good:
        yield bullets(good[-LATEST:])


def _times(count: int) -> str:
    return {0: "in no case", 1: "once"}.get(count, f"{count} times")
