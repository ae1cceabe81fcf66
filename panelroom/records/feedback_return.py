"""A feedback form that came back: what the force answered to each point, checked before anybody uses it."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from panelroom.acts import Day, Id, Label, Words
from panelroom.figures import Status
from panelroom.records.returned import Returned, read_twin
from panelroom.records.twins import FEEDBACK_FORMAT
from panelroom.whole import Page, Whole

WHAT = "a feedback form's twin"


class FeedbackAnswer(NamedTuple):
    """What the force answered to one point: its entry in the meeting's book, and what the form calls it."""

    id: str
    point: str
    status: Status
    text: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class FeedbackReturn:
    """A returned form: whose it was, who answered by role and when, and the points that have an answer.

    ``open`` are the entries of the points without one; ``remarks`` what the recipient says beside them.
    """

    meeting: str
    case: int
    recipient: str
    role: str | None
    date: datetime.date | None
    passed_on: datetime.date | None
    answers: tuple[FeedbackAnswer, ...]
    open: tuple[str, ...]
    remarks: str | None


class _Item(Returned):
    id: Id
    point: Label
    status: Status | None = None
    text: Words | None = None
    page: Page | None = None

    @model_validator(mode="after")
    def _answered(self) -> "_Item":
        if self.status is None and (self.text or self.page):
            raise ValueError("a point that is answered needs a status")
        return self


class _Twin(Returned):
    format: Literal["panelroom-feedback@1"]
    meeting: Label
    case: Annotated[Whole, Field(ge=1, le=100_000)]
    recipient: Label
    return_by: Day | None = None
    statuses: tuple[str, ...] = ()
    items: Annotated[tuple[_Item, ...], Field(max_length=10_000)]
    passed_on: Day | None = None
    answered: Day | None = None
    answered_by: Label | None = None
    remarks: Words | None = None

    @model_validator(mode="after")
    def _once(self) -> "_Twin":
        if len({item.id for item in self.items}) != len(self.items):
            raise ValueError("a point is there twice")
        return self


def read_return(data: bytes) -> FeedbackReturn:
    """Return what a filled-in twin says.

    Raises:
        BadFile: it is no such twin, a status is unknown, or something else in it cannot be.
    """
    twin = read_twin(data, FEEDBACK_FORMAT, _Twin, WHAT)
    return FeedbackReturn(
        meeting=twin.meeting,
        case=twin.case,
        recipient=twin.recipient,
        role=twin.answered_by,
        date=_day(twin.answered),
        passed_on=_day(twin.passed_on),
        answers=tuple(
            FeedbackAnswer(i.id, i.point, i.status, i.text, i.page) for i in twin.items if i.status
        ),
        open=tuple(i.id for i in twin.items if not i.status),
        remarks=twin.remarks,
    )


def _day(day: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if day else None
