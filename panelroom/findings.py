"""What a check found in a document: one finding for each occurrence, never with the text it is about."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["BLOCK", "REVIEW", "AUTO"]


class Finding(BaseModel):
    """One occurrence.

    ``id`` names the check (``T-PHONE``). ``severity``: BLOCK refuses the seal until it is redacted or waived
    with a reason and a name, REVIEW is ticked by the officer, AUTO is removed by rebuilding the text and only
    counted. ``page`` counts from 1 through the document; None where it belongs to no page. ``start`` and
    ``end`` are offsets into the document's cleaned text (:attr:`panelroom.documents.model.Imported.text`);
    None where the thing found is not in that text. ``sample`` is masked: it says what to look for and never
    repeats it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    severity: Severity
    page: int | None = None
    start: int | None = None
    end: int | None = None
    sample: str = ""


def masked(text: str) -> str:
    """Return the first and last character and how long it was: ``0..........3 (11)``."""
    flat = " ".join(text.split())
    if len(flat) < 4:
        return "." * len(flat)
    return f"{flat[0]}{'.' * min(10, len(flat) - 2)}{flat[-1]} ({len(flat)})"
