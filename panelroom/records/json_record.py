"""The record for machines: what ``show --json`` prints, the whole question set, and what the minutes say."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from panelroom.meeting import Meeting
from panelroom.records.changes import PRIVATE_FIELDS
from panelroom.records.record import Record
from panelroom.show import document

FORMAT = "panelroom-record/1"


def json_record(meeting: Meeting, record: Record) -> bytes:
    """Return ``record.json``: UTF-8, keys in order of meaning, a line end at the end.

    ``minutes`` is the :class:`~panelroom.records.record.Record` as it is printed; the rest is the document of
    ``docs/scripts.md``. Neither says who held a view or who sat a case out.
    """
    question_set = meeting.question_set
    data = {
        "format": FORMAT,
        **_without_private(document(meeting, record.entries, record.root)),
        "question_set": {"sha256": question_set.sha256, **question_set.as_data()},
        "minutes": asdict(record),
    }
    return (json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def _without_private(data: dict[str, Any]) -> dict[str, Any]:
    """A correction may have touched who made an observation; that stays in the book."""
    for correction in data["meeting"]["corrections"]:
        for side in ("before", "after"):
            correction[side] = {k: v for k, v in correction[side].items() if k not in PRIVATE_FIELDS}
    return data


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")
