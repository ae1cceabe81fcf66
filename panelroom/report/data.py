"""The annual report for machines: the figures as numbers, withheld where the printed report withholds them."""

import json
from decimal import Decimal
from typing import Any

from panelroom.figures import STAGES, MeetingFigures
from panelroom.reconcile import Check
from panelroom.report.annual import AnnualReport, SetFigures
from panelroom.report.details import Rate
from panelroom.report.document import notes, of_lines, office_name, panel_name
from panelroom.report.small import guarded, type_lines
from panelroom.volumes import Volumes

FORMAT = "panelroom-annual/1"


def annual_json(report: AnnualReport) -> bytes:
    """Return ``annual.json``: UTF-8, keys in order of meaning, a line end at the end."""
    return (json.dumps(annual_data(report), ensure_ascii=False, indent=2) + "\n").encode()


def annual_data(report: AnnualReport) -> dict[str, Any]:
    """Return everything the report says as plain values."""
    details, period = report.details, report.period
    return {
        "format": FORMAT,
        "period": {"from": period.since.isoformat(), "to": period.until.isoformat()},
        "panel": panel_name(report),
        "office": office_name(report),
        "author": details.author,
        "date": details.date.isoformat(),
        "classification": details.classification,
        "requests": list(details.requests),
        "volumes": _volumes(report.volumes or Volumes(())),
        "positive_outcomes": [_rate(rate) for rate in details.rates],
        "register": report.register is not None,
        "meetings": [_meeting(m, report.names[m.meeting]) for m in report.meetings],
        "outcomes": {_key(s, o.code, report): o.cases for s in report.sets for o in s.outcomes},
        "unresolved": {
            _key(s, o.code, report): o.unresolved for s in report.sets for o in s.outcomes if o.unresolved
        },
        "questions": [_question(s, q) for s in report.sets for q in s.questions],
        "strands": _strands(report),
        "observations": dict(sorted(report.observations.items())),
        "stages": {stage: report.stages[stage] for stage in STAGES} if report.register else {},
        "turnaround": _turnaround(report),
        "responses": [_item(item, report) for item in report.items if item.text],
        "themes": [theme_data(theme) for theme in report.themes],
        "changes": [win.model_dump(mode="json") for win in report.wins],
        "training": [training.model_dump(mode="json") for training in details.training],
        "reflections": details.reflections,
        "recommendations": list(details.recommendations),
        "disagreements": [_check(check) for check in report.disagreements],
        "notes": _notes(report),
    }


def theme_data(theme: Any) -> dict[str, Any]:
    """Return a theme with its two counts."""
    return {"title": theme.title, "supporting": theme.supporting, "contrary": theme.contrary}


def _volumes(volumes: Volumes) -> dict[str, Any]:
    peak = volumes.peak
    return {
        "years": [
            {
                "year": y.year,
                "recorded": y.recorded,
                "months": y.months,
                "monthly_average": y.monthly_average,
                "sources": list(y.sources),
                "note": y.note,
            }
            for y in volumes.years
        ],
        "months": [
            {"month": row.period, "recorded": row.recorded, "source": row.source, "note": row.note}
            for row in volumes.months
        ],
        "months_total": volumes.total,
        "peak": {"month": peak.period, "recorded": peak.recorded} if peak else None,
    }


def _strands(report: AnnualReport) -> list[dict[str, Any]]:
    """Return the types of the decided cases, then those of recorded crimes; ``count`` is null where withheld."""
    cases = [("decided cases", None, line) for line in guarded(report.strands)]
    lines = type_lines(report.volumes) if report.volumes else ()
    crimes = [("recorded crimes", period, line) for period, line in lines]
    return [
        {"strand": line.name, "count": line.count, "printed": line.words, "of": of, "period": period}
        for of, period, line in (*cases, *crimes)
    ]


def _notes(report: AnnualReport) -> list[str]:
    marked = [
        f"{check.sentence} {check.explanation or 'Not explained yet.'}" for check in report.disagreements
    ]
    return [*notes(report), *of_lines(report), *marked]


def _rate(rate: Rate) -> dict[str, Any]:
    numbers = {name: _number(getattr(rate, name)) for name in ("percent", "target", "national")}
    return {"period": rate.period, **numbers, "source": rate.source}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _meeting(meeting: MeetingFigures, name: str) -> dict[str, Any]:
    """Return one meeting without its day, its reference and its types, which one meeting has too few of."""
    counts = ("planned", "reached", "decided", "carried", "part_heard", "minutes", "planned_minutes")
    return {
        "meeting": name,
        "set": {"id": meeting.set_id, "version": meeting.set_version, "title": meeting.set_title or None},
        **{field: getattr(meeting, field) for field in counts},
        "outcomes": {o.code: o.cases for o in meeting.outcomes},
        "unresolved": {o.code: o.unresolved for o in meeting.outcomes if o.unresolved},
        "root": meeting.root,
    }


def _key(figures: SetFigures, code: str, report: AnnualReport) -> str:
    """Return the key of an outcome: its code, after its question set where there are several."""
    return code if len(report.sets) == 1 else f"{figures.set_id}/{code}"


def _question(figures: SetFigures, question: Any) -> dict[str, Any]:
    return {"set": figures.set_id, **question.model_dump(mode="json"), "asked": question.asked}


def _turnaround(report: AnnualReport) -> dict[str, Any]:
    found = report.turnaround
    return {
        "items": found.items,
        "awaited": found.awaited,
        "answered": found.answered,
        "median_days": found.median_days,
        "longest_days": found.longest_days,
        "overdue": found.overdue,
        "disputed": found.disputed,
    }


def _item(item: Any, report: AnnualReport) -> dict[str, Any]:
    fields = ("kind", "sort", "case", "question", "stage", "text", "reply")
    return {
        "meeting": report.names.get(item.meeting, ""),
        **{field: getattr(item, field) for field in fields},
        "responses": [response.model_dump(mode="json") for response in item.responses],
        "disputed_before_publication": item.disputed_before,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "where": check.where,
        "finding": check.finding,
        "stated": check.stated,
        "computed": check.computed,
        "explanation": check.explanation or None,
    }
