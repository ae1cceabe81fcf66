"""The themes note for the ethics panel: what came up again and again, without a case, a reference or a name."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from panelroom.records.blocks import Block, Document, Facts, Furniture, Title, para
from panelroom.records.words import KINDS, say_day
from panelroom.report.annual import AnnualReport
from panelroom.report.data import theme_data
from panelroom.report.document import office_name, panel_name
from panelroom.report.findings import questions
from panelroom.report.saying import say_period, section, table
from panelroom.report.tracking import themes
from panelroom.text import plural

FORMAT = "panelroom-themes/1"
EXACT = "themes.json beside this file holds the exact words."


def ethics_document(report: AnnualReport) -> Document:
    """Return the note as blocks."""
    details = report.details
    title = f"{panel_name(report)}: themes, {say_period(report.period)}"
    return Document(
        title=title,
        subject="Themes note for the ethics panel",
        author=details.author or office_name(report),
        language=details.language,
        created=datetime(details.date.year, details.date.month, details.date.day, tzinfo=UTC),
        furniture=Furniture(details.classification, panel_name(report), f"Note of {say_day(details.date)}"),
        blocks=tuple(_blocks(report, title)),
        exact=EXACT,
    )


def ethics_json(report: AnnualReport) -> bytes:
    """Return ``themes.json``: UTF-8, a line end at the end."""
    return (json.dumps(ethics_data(report), ensure_ascii=False, indent=2) + "\n").encode()


def ethics_data(report: AnnualReport) -> dict[str, Any]:
    """Return what the note says as plain values."""
    period = report.period
    return {
        "format": FORMAT,
        "period": {"from": period.since.isoformat(), "to": period.until.isoformat()},
        "panel": panel_name(report),
        "date": report.details.date.isoformat(),
        "meetings": len(report.meetings),
        "decided": sum(m.decided for m in report.meetings),
        "themes": [theme_data(theme) for theme in report.themes],
        "questions": [
            {
                "set": s.set_id,
                "number": q.number,
                "wording": q.wording,
                "not_met": q.not_met,
                "asked": q.asked,
            }
            for s in report.sets
            for q in s.questions
            if q.not_met
        ],
        "observations": dict(sorted(report.observations.items())),
        "items_by_question": {str(number): n for number, n in _by_question(report)},
    }


def _blocks(report: AnnualReport, title: str) -> Iterator[Block]:
    details, decided = report.details, sum(m.decided for m in report.meetings)
    facts = (
        ("Date", say_day(details.date)),
        ("Author", details.author),
        ("Classification", details.classification),
    )
    yield Title(title, over="Themes note for the ethics panel")
    yield Facts(tuple((label, text) for label, text in facts if text))
    yield para(
        f"From {plural(len(report.meetings), 'meeting')} and {plural(decided, 'decided case')}. It names no case and "
        "nobody: single findings stand in the public minutes."
    )
    yield from themes(report.themes) if report.themes else section("Themes", para("No theme was named yet."))
    for each in report.sets:
        yield from questions(each, report, level=1)
    yield from section("What the panel observed", *_observed(report))


def _observed(report: AnnualReport) -> Iterator[Block]:
    kinds = [(KINDS.get(kind, kind), str(n)) for kind, n in sorted(report.observations.items()) if n]
    if kinds:
        yield table(("Kind", "Observations"), (0.7, 0.3), kinds, counts=(1,))
    found = [(f"Question {number}", str(n)) for number, n in _by_question(report)]
    if found:
        yield para("Feedback, queries and recommendations, by the question they belong to:")
        yield table(("Question", "Items"), (0.7, 0.3), found, counts=(1,))


def _by_question(report: AnnualReport) -> list[tuple[int, int]]:
    """Return question number -> how many items belong to it, in the order of the questions."""
    return sorted(Counter(item.question for item in report.items if item.question).items())
