"""JSON twins of the papers that come back: what a form asks, with empty fields for the answers.

A twin names points by their entries and holds no words of the panel, no name and no reference of a case: those stand
on the PDF beside it.
"""

import json
from typing import Any

from panelroom.records.accuracy import points
from panelroom.records.record import CaseRecord, Record

FEEDBACK_FORMAT = "panelroom-feedback@1"
ACCURACY_FORMAT = "panelroom-accuracy@1"
STATUSES = {
    "accepted": "Accepted",
    "accepted_in_part": "In part",
    "not_accepted": "Not accepted",
    "already_in_place": "Already in place",
    "fact_disputed": "Fact disputed",
}
"""How the force may answer a point of feedback: in the twin, and on paper."""


_ANSWERS = frozenset({"status", "text", "page", "passed_on", "answered", "answered_by", "remarks"})
"""The fields of a twin, and of its points, that are empty when it is written."""


def filled_in(data: Any) -> bool:
    """Whether ``data``, as read from a JSON file, is a twin in which somebody answered something."""
    if not isinstance(data, dict) or data.get("format") not in (FEEDBACK_FORMAT, ACCURACY_FORMAT):
        return False
    items = data.get("items")
    points = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return any(part.get(name) not in (None, "") for part in (data, *points) for name in _ANSWERS)


def feedback_twin(
    record: Record,
    case: CaseRecord,
    recipient: str,
    asked: tuple[tuple[str, str], ...],
    return_by: str | None,
) -> bytes:
    """Return the twin of a feedback form; ``asked`` holds (entry, name of the point), ``return_by`` a day (ISO)."""
    items = [
        {"id": entry, "point": name, "status": None, "text": None, "page": None} for entry, name in asked
    ]
    return _written(
        {
            "format": FEEDBACK_FORMAT,
            "meeting": record.ref,
            "case": case.number,
            "recipient": recipient,
            "return_by": return_by,
            "statuses": list(STATUSES),
            "items": items,
            "passed_on": None,
            "answered": None,
            "answered_by": None,
            "remarks": None,
        }
    )


def accuracy_twin(record: Record) -> bytes:
    """Return the twin of the accuracy sheet."""
    items = [
        {"id": p.id, "case": case.number, "point": p.name, "text": None, "page": None}
        for case in record.cases
        for p in points(case)
    ]
    return _written(
        {
            "format": ACCURACY_FORMAT,
            "meeting": record.ref,
            "return_by": record.accuracy.until_iso if record.accuracy else None,
            "items": items,
            "answered": None,
            "answered_by": None,
        }
    )


def _written(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
