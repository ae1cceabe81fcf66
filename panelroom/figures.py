"""What the yearly report is computed from: what a meeting came to, and what became of what the panel said.

Counts, dates and the question set's own wording; of what people typed only what was released for the public. So
the register can keep it for years and a report can be made from it without a book.
"""

from collections import Counter
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from panelroom.meeting import Case, Meeting
from panelroom.questions import CANNOT_TELL, JUSTIFIED, NOT_APPLICABLE, UNDECIDED, Question
from panelroom.scrutiny import applies, is_fault
from panelroom.show import findings, unresolved


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QuestionFigures(_Figures):
    """How one question was answered over the cases that were decided.

    ``not_met`` counts faults. ``excused`` is a no that the circumstances justify, ``not_established`` a "cannot
    tell" or no agreement. ``not_applicable`` is outside :attr:`asked`.
    """

    id: str
    number: int
    wording: str
    severity: str | None
    not_met: int = 0
    met: int = 0
    excused: int = 0
    not_established: int = 0
    not_applicable: int = 0

    @property
    def asked(self) -> int:
        """In how many cases the question applied and was marked."""
        return self.not_met + self.met + self.excused + self.not_established


class OutcomeFigures(_Figures):
    """How many cases ended with one outcome, zero included.

    ``unresolved`` holds what was lacking -> how many of them, where the outcome is no conclusion and says it.
    """

    code: str
    label: str
    short: str
    cases: int
    unresolved: dict[str, int] = Field(default_factory=dict)


class MeetingFigures(_Figures):
    """What one meeting came to. ``date`` is ISO 8601; ``minutes`` are whole ones, without breaks.

    ``carried`` are the cases that went to another meeting, ``part_heard`` those of them that were begun.
    ``strands`` counts types, not cases: a case may have several. ``observations`` counts by kind. ``set_title`` is
    empty in figures that were taken before it was kept.
    """

    meeting: str
    date: str
    office: str
    panel: str
    set_id: str
    set_version: str
    set_title: str = ""
    planned_minutes: float | None
    minutes: int
    planned: int
    reached: int
    decided: int
    carried: int
    part_heard: int
    outcomes: tuple[OutcomeFigures, ...]
    strands: dict[str, int]
    questions: tuple[QuestionFigures, ...]
    observations: dict[str, int]
    root: str


Sort = Literal["feedback", "query", "recommendation", "organisational_learning"]
Stage = Literal["raised", "sent", "relayed_to_officer", "relayed_to_supervisor", "answered", "closed"]
STAGES: tuple[Stage, ...] = (
    "raised", "sent", "relayed_to_officer", "relayed_to_supervisor", "answered", "closed",
)  # fmt: skip
Status = Literal["accepted", "accepted_in_part", "not_accepted", "already_in_place", "fact_disputed"]


class PublicResponse(_Figures):
    """What the force answered, as far as it may be published. ``page`` is where it says the papers show it."""

    date: str
    status: Status
    text: str | None = None
    page: int | None = None


class Tracked(_Figures):
    """An item of the register as a report sees it. ``reached`` holds stage -> the day it was reached, ISO 8601.

    ``text`` is the wording released for the public, None where nothing was; ``kind`` that of the observation.
    ``reply`` is what the panel answered to a disputed fact, as released. ``disputed_before`` says that the force
    disputed a fact in it before publication, in words of which the register has no wording for the public.
    """

    id: str
    meeting: str
    sort: Sort
    kind: str | None = None
    case: int | None = None
    question: int | None = None
    stage: Stage
    reached: dict[str, str]
    due: str | None = None
    text: str | None = None
    responses: tuple[PublicResponse, ...] = ()
    reply: str | None = None
    disputed_before: bool = False

    @property
    def disputed(self) -> bool:
        """Whether the force disputes a fact in it: in an answer or, as long as there is none, before publication."""
        if self.responses:
            return any(response.status == "fact_disputed" for response in self.responses)
        return self.disputed_before


class ThemeLine(_Figures):
    """A theme: its public wording, and the items that bear it out and those that speak against it."""

    title: str
    supporting: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()


class Win(_Figures):
    """A change to a system: step (observed, proposed, supported, implemented) -> the day, and public wording."""

    title: str
    steps: dict[Literal["observed", "proposed", "supported", "implemented"], str] = Field(
        default_factory=dict
    )
    proposed_to: str | None = None
    supporters: tuple[str, ...] = ()


def meeting_figures(meeting: Meeting, root: str) -> MeetingFigures:
    """Return what ``meeting`` came to, by the record whose Merkle root is ``root``."""
    opening, question_set = meeting.opening, meeting.question_set
    decided = [c for c in meeting.cases if c.outcome and c.state != "carried_forward"]
    carried = [c for c in meeting.cases if c.state == "carried_forward"]
    counts = findings(meeting)
    return MeetingFigures(
        meeting=opening.ref,
        date=opening.date,
        office=question_set.panel.run_by,
        panel=opening.panel or question_set.panel.name,
        set_id=question_set.id,
        set_version=question_set.version,
        set_title=question_set.title,
        planned_minutes=opening.planned_minutes,
        minutes=_minutes(meeting),
        planned=len(meeting.cases),
        reached=sum(c.begun for c in meeting.cases),
        decided=len(decided),
        carried=len(carried),
        part_heard=sum(c.begun for c in carried),
        outcomes=tuple(
            OutcomeFigures(
                code=o.code,
                label=o.label,
                short=o.short,
                cases=counts[o.code],
                unresolved={kind: n for kind, n in unresolved(meeting, o.code).items() if n},
            )
            for o in question_set.outcomes
        ),
        strands=dict(Counter(strand for c in decided for strand in c.listed.strands)),
        questions=tuple(_question(q, decided) for q in question_set.questions if question_set.scale_of(q)),
        observations=dict(Counter(o.act.kind for c in meeting.cases for o in c.observations if not o.struck)),
        root=root,
    )


def _minutes(meeting: Meeting) -> int:
    """Return how long the meeting took, without its breaks."""
    began, ended = meeting.began_at or meeting.opened_at, meeting.closed_at or meeting.last_at
    away = sum((until - since).total_seconds() for _, since, until in meeting.breaks)
    return round(((ended - began).total_seconds() - away) / 60)


def _question(question: Question, cases: list[Case]) -> QuestionFigures:
    sides = Counter(_side(question, c.marks.get(question.id)) for c in cases if applies(question, c.marks))
    sides.pop(None, None)
    return QuestionFigures(
        id=question.id,
        number=question.number,
        wording=question.wording,
        severity=question.severity,
        **{side: n for side, n in sides.items() if side},
    )


def _side(question: Question, mark: str | None) -> str | None:
    """Return the count that a mark belongs to; None where there is no mark."""
    if mark is None:
        return None
    if is_fault(question, mark):
        return "not_met"
    named = {
        NOT_APPLICABLE: "not_applicable",
        JUSTIFIED: "excused",
        CANNOT_TELL: "not_established",
        UNDECIDED: "not_established",
    }
    return named.get(mark, "met")
