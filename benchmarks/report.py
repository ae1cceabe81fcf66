"""Does a report over ten thousand cases take a time that grows with them, and no faster?

    python benchmarks/report.py [--forces 43] [--years 20] [--cases 12]

makes the annual report over that many forces, years and cases a year, over a half and over a quarter of the years,
and prints the seconds of each, by part, and how much longer twice as many cases take. Each case has an item in the
register, answered or overdue, one fact in forty disputed; each force and year one meeting.
"""

import argparse
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from panelroom.figures import (
    MeetingFigures,
    OutcomeFigures,
    PublicResponse,
    QuestionFigures,
    Status,
    ThemeLine,
    Tracked,
)
from panelroom.records.html import web_page
from panelroom.records.pdf import render
from panelroom.records.word import word_draft
from panelroom.report.annual import AnnualReport, Period, Register
from panelroom.report.data import annual_json
from panelroom.report.details import Details
from panelroom.report.document import annual_document
from panelroom.volumes import Recorded, Volumes

FIRST = 2011


def meeting(force: int, year: int, cases: int) -> MeetingFigures:
    """Return what a year's meeting of a force came to: four outcomes in turn, eleven questions."""
    counts = [len(range(code, cases, 4)) for code in range(4)]
    outcomes = [
        OutcomeFigures(code=str(n), label=f"Outcome {n}", short=f"Outcome {n}", cases=c)
        for n, c in enumerate(counts, 1)
    ]
    questions = [
        QuestionFigures(
            id=f"q{n}", number=n, wording=f"Was step {n} taken?", severity="minor", not_met=n % 3, met=9
        )
        for n in range(1, 12)
    ]
    numbers = {"minutes": 100 + force, "planned": cases, "reached": cases, "decided": cases}
    return MeetingFigures(
        meeting=f"F{force}-{year}",
        date=f"{year}-06-{1 + force % 28:02}",
        office=f"Office {force}",
        panel="Example Panel",
        set_id="example",
        set_version="1",
        planned_minutes=120.0,
        carried=0,
        part_heard=0,
        outcomes=tuple(outcomes),
        strands={"race": cases, "religion": force % 9},
        questions=tuple(questions),
        observations={"learning": cases},
        root="00" * 32,
        **numbers,
    )


def items(of: MeetingFigures, cases: int) -> list[Tracked]:
    """Return one item for each case, two of three answered."""
    day = date.fromisoformat(of.date)
    return [
        Tracked(
            id=f"{of.meeting}-{case}",
            meeting=of.meeting,
            sort="feedback",
            kind="learning",
            case=case,
            question=1 + case % 11,
            stage="answered" if case % 3 else "sent",
            reached={"raised": of.date, "sent": f"{day + timedelta(3)}"},
            due=f"{day + timedelta(28)}",
            text=f"The victim of case {case} was told late what would happen next, and by whom.",
            responses=(answer(day, case, disputed=not (case + day.year + day.day) % 40),) if case % 3 else (),
        )
        for case in range(1, cases + 1)
    ]


def answer(day: date, case: int, *, disputed: bool) -> PublicResponse:
    """Return the force's answer, days after the meeting; both sides of a disputed fact are always printed."""
    status: Status = "fact_disputed" if disputed else "accepted"
    said = "The log shows it." if disputed else "Put right since."
    return PublicResponse(date=f"{day + timedelta(9 + case)}", status=status, text=said)


def report_of(forces: int, years: int, cases: int) -> AnnualReport:
    """Return the report over so many forces, years, and cases a year."""
    meetings = [meeting(f, FIRST + y, cases) for y in range(years) for f in range(forces)]
    tracked = [item for each in meetings for item in items(each, cases)]
    months = [
        Recorded(2, f"{FIRST + y}-{m:02}", 200 + 7 * m, "Example Police")
        for y in range(years)
        for m in range(1, 13)
    ]
    theme = ThemeLine(title="Victims are told late", supporting=tuple(item.id for item in tracked))
    last = FIRST + years - 1
    return AnnualReport(
        Period(date(FIRST, 1, 1), date(last, 12, 31)),
        Details(date=date(last + 1, 1, 31)),
        Volumes(tuple(months)),
        Register(tuple(meetings), tuple(tracked), (theme,)),
    )


def main() -> None:
    """Time each part over a quarter, a half and all of the years."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("forces", 43), ("years", 20), ("cases", 12)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    before: float | None = None
    for part in (4, 2, 1):
        years = max(1, given.years // part)
        report = report_of(given.forces, years, given.cases)
        seconds = timed(report)
        whole = sum(seconds.values())
        said = ", ".join(f"{name} {took:.2f} s" for name, took in seconds.items())
        growth = f" = {whole / before:.2f} x the half of it" if before else ""
        print(f"{given.forces * years * given.cases:>6,} cases: {whole:6.2f} s{growth} ({said})", flush=True)
        before = whole


def timed(report: AnnualReport) -> dict[str, float]:
    """Return the seconds of this processor that the figures and each file take."""
    seconds: dict[str, float] = {}

    def take(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        seconds[name] = time.process_time() - start
        return made

    take("figures and data", lambda: annual_json(report))
    document = take("layout", lambda: annual_document(report))
    take("PDF", lambda: render(document))
    take("web page", lambda: web_page(document))
    take("Word", lambda: word_draft(document, "For correction."))
    return seconds


if __name__ == "__main__":
    main()
