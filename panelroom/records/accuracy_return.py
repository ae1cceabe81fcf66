"""An accuracy sheet that came back: the facts the force disputes, checked against the meeting they belong to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from panelroom.acts import Day, DisputeFact, Id, Label, Words
from panelroom.conduct import prepare
from panelroom.errors import BadFile
from panelroom.meeting import Meeting
from panelroom.publication import is_role
from panelroom.records.returned import Returned, read_twin, returned_bytes
from panelroom.records.twins import ACCURACY_FORMAT
from panelroom.text import plural
from panelroom.whole import Page, Whole

WHAT = "an accuracy sheet's twin"


@dataclass(frozen=True, slots=True)
class AccuracyReturn:
    """A returned sheet: whose meeting it was, and the disputes to record, in the order of the sheet."""

    meeting: str
    disputes: tuple[DisputeFact, ...]


class _Item(Returned):
    id: Id
    case: Annotated[Whole, Field(ge=1, le=100_000)]
    point: Label
    text: Words | None = None
    page: Page | None = None

    @model_validator(mode="after")
    def _said(self) -> "_Item":
        if self.page is not None and self.text is None:
            raise ValueError("a page needs a text that says what stands there")
        return self


class _Twin(Returned):
    format: Literal["panelroom-accuracy@1"]
    meeting: Label
    return_by: Day | None = None
    items: Annotated[tuple[_Item, ...], Field(max_length=10_000)]
    answered: Day | None = None
    answered_by: Label | None = None


def read_accuracy_file(file: Path) -> AccuracyReturn:
    """Return what the filled-in twin in ``file`` disputes.

    Raises:
        BadFile: it cannot be read, or as :func:`read_accuracy_return`.
    """
    return read_accuracy_return(returned_bytes(file))


def read_accuracy_return(data: bytes) -> AccuracyReturn:
    """Return what a filled-in twin disputes.

    Raises:
        BadFile: it is no such twin, it does not say which role answered, or something else in it cannot be.
    """
    twin = read_twin(data, ACCURACY_FORMAT, _Twin, WHAT)
    said = [(item, item.text) for item in twin.items if item.text]
    if said and twin.answered_by is None:
        raise BadFile(
            "The sheet does not say who answered: nothing was taken from it. Give a role as answered_by in the file."
        )
    role = twin.answered_by or ""
    return AccuracyReturn(
        twin.meeting,
        tuple(DisputeFact(entry=item.id, role=role, text=text, page=item.page) for item, text in said),
    )


def new_disputes(returned: AccuracyReturn, meeting: Meeting) -> tuple[DisputeFact, ...]:
    """Return the disputes that are not recorded yet: a sheet that is read twice is recorded once.

    What was struck does not come back that way either. Each of them is looked at here, before the first is recorded:
    a sheet is taken whole or not at all.

    Raises:
        BadFile: the sheet is another meeting's, or says by a name of the roster who answered.
        Refused: one of them cannot be recorded.
    """
    if returned.meeting != meeting.opening.ref:
        raise BadFile(
            "This sheet is of another meeting: nothing was taken from it. Choose that meeting's book."
        )
    names = [person.name for person in meeting.people.values()]
    if not all(is_role(act.role, names) for act in returned.disputes):
        raise BadFile(
            "The sheet says who answered by what looks like a name: nothing was taken from it. Give a role alone as "
            "answered_by in the file."
        )
    items = [item for case in meeting.cases for item in case.disputes]
    recorded = {item.act for item in items}
    struck = {(item.act.entry, item.act.page) for item in items if item.struck}
    new = tuple(a for a in returned.disputes if a not in recorded and (a.entry, a.page) not in struck)
    for act in new:
        prepare(meeting, act)
    return new


def say_taken(returned: AccuracyReturn, new: tuple[DisputeFact, ...]) -> str:
    """Return what came of a sheet that was read, in one sentence."""
    if not returned.disputes:
        return "Nothing was recorded: no point of that sheet is filled in."
    if not new:
        return "Nothing new: all of it was recorded before."
    return f"Recorded: the force disputes {plural(len(new), 'fact')}."
