"""Everything a person can do in a meeting, one typed act each: the vocabulary of scripts, screens and journal.

The names and fields are those of ``docs/scripts.md``. An act says only what was done; whether it may be done
now is :mod:`panelroom.conduct`'s concern, what it changes :mod:`panelroom.meeting`'s. Every text passes
:func:`panelroom.text.clean_text` here, whichever way it came.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from panelroom.text import clean_line, clean_text
from panelroom.whole import Page, Whole

MAX_TEXT = 50_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _real_day(value: str) -> str:
    if not _DAY.fullmatch(value):
        raise ValueError("write the day as 2026-05-08")
    try:
        date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    return value


Words = Annotated[
    str, AfterValidator(lambda s: clean_text(s).strip()), Field(min_length=1, max_length=MAX_TEXT)
]
Label = Annotated[str, AfterValidator(clean_line), Field(min_length=1, max_length=400)]
Id = Annotated[str, AfterValidator(clean_line), Field(min_length=1, max_length=80)]
CaseRef = Annotated[Id | Whole, Field(union_mode="left_to_right")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Day = Annotated[str, AfterValidator(_real_day)]
Minutes = Annotated[float, Field(gt=0, le=24 * 60)]
Count = Annotated[Whole, Field(ge=0, le=10_000)]
Quorum = Annotated[Whole, Field(ge=1, le=1000)]
DecisionRule = Literal["consensus", "majority", "majority_chair_casts"]
Role = Literal["chair", "member", "ethics_member", "opcc", "force", "observer", "secretary"]
ROLES: frozenset[str] = frozenset(get_args(Role))
Kind = Literal["good_practice", "learning", "query", "record_error", "wider_issue", "insight"]
Matter = Literal["previous_minutes", "earlier_feedback", "wellbeing_offer", "theme", "next_meeting"]
Fate = Literal["kept", "action", "query", "dropped"]
Unresolved = Literal["no_agreement", "more_information"]
HowCarried = Literal["unopened", "part_heard", "no_agreement", "more_information", "no_conclusion"]
OnlyTrue = Annotated[Literal[True] | None, BeforeValidator(lambda said: None if said is False else said)]
"""Yes, or nothing: a script may say no in so many words, the record then leaves it out."""
Value = str | Finite | int | bool | list[str] | dict[str, Whole]


class Act(BaseModel):
    """The base: frozen, closed, and cleaned. ``action`` is the act's name in scripts and journal."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    action: str

    def data(self) -> dict[str, Any]:
        """Return the act as plain JSON values, without what was not given."""
        return self.model_dump(mode="json", exclude_none=True, exclude_unset=False)


class Member(BaseModel):
    """Somebody on the roster."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Id
    name: Label
    role: Role
    votes: bool = False


class CarriedFrom(BaseModel):
    """The meeting, by its reference, from which a case was carried, and how far it came there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    meeting: Label
    how: HowCarried


class ListedCase(BaseModel):
    """A case on the meeting's list, as its cover names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    ref: Label
    title: Label | None = None
    strands: tuple[Label, ...] = ()
    advisory: Words | None = None
    pages: Count | None = None
    words: Annotated[Whole, Field(ge=0)] | None = None
    carried_from: CarriedFrom | None = None


class Evidence(BaseModel):
    """Where the papers show it: a page, or that the panel looked and did not find it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    page: Page | None = None
    not_found: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Evidence":
        if (self.page is None) == (self.not_found is None):
            raise ValueError("evidence is either a page or not_found: true")
        return self


class Pace(BaseModel):
    """How a panel went through earlier cases, in medians over ``cases`` of them: numbers only, no case and no name.

    ``reading`` is a ratio to the estimate by words: 1.2 is a fifth longer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    reading: Annotated[float, Field(ge=0.5, le=2)]
    question_seconds: Annotated[float, Field(ge=10, le=900)]
    deciding_minutes: Annotated[float, Field(ge=0.5, le=30)]
    cases: Annotated[Whole, Field(ge=1, le=10_000)]


class OpenMeeting(Act):
    """The first entry. ``set`` is an id or a file; the journal keeps the whole set as ``question_set``.

    ``pack`` is the SHA-256 (hex) of the sealed papers the meeting reads, where it reads any. ``pace`` is what the
    plan of the evening starts from, where this panel was measured before.
    """

    action: Literal["open_meeting"] = "open_meeting"
    ref: Label
    date: Day
    set: Label
    question_set: dict[str, Any] | None = None
    quorum: Quorum | None = None
    decision_rule: DecisionRule = "consensus"
    planned_minutes: Minutes | None = None
    venue: Label | None = None
    panel: Label | None = None
    pack: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    pace: Pace | None = None
    roster: tuple[Member, ...] = ()
    cases: Annotated[tuple[ListedCase, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _distinct(self) -> "OpenMeeting":
        for what, names in (("member", [m.id for m in self.roster]), ("case", [c.ref for c in self.cases])):
            if len(set(names)) != len(names):
                raise ValueError(f"a {what} is listed twice")
        return self


class OfMember(Act):
    """An act about one person on the roster."""

    member: Id


class OfMemberAndCase(OfMember):
    """An act about one person and one case (by reference or number)."""

    case: CaseRef


class OfCase(Act):
    """An act about one case (by reference or number)."""

    case: CaseRef


class MarkPresent(OfMember):
    """A person is in the room."""

    action: Literal["mark_present"] = "mark_present"


class MarkAbsent(OfMember):
    """A person is not here, with or without apologies."""

    action: Literal["mark_absent"] = "mark_absent"
    apologies: bool = False


class MemberLeft(OfMember):
    """A person left the room for good or for now."""

    action: Literal["member_left"] = "member_left"


class MemberReturned(OfMember):
    """A person who had left is back."""

    action: Literal["member_returned"] = "member_returned"


class AddAttendee(Act):
    """Somebody who was not on the roster walks in."""

    action: Literal["add_attendee"] = "add_attendee"
    id: Id
    name: Label
    role: Role
    votes: bool = False


class ApproveObserver(OfMember):
    """The Chair allows an observer to stay."""

    action: Literal["approve_observer"] = "approve_observer"


class HandOverChair(OfMember):
    """Somebody else takes the chair."""

    action: Literal["hand_over_chair"] = "hand_over_chair"


class DeclareInterest(OfMemberAndCase):
    """A member has an interest in a case and takes no part in it."""

    action: Literal["declare_interest"] = "declare_interest"


class AcknowledgeGroundRules(Act):
    """The ground rules were read aloud and accepted."""

    action: Literal["acknowledge_ground_rules"] = "acknowledge_ground_rules"


class OpenCase(OfCase):
    """The panel turns to a case."""

    action: Literal["open_case"] = "open_case"


class SitOut(OfMemberAndCase):
    """A member sits a case out; no reason is asked or kept."""

    action: Literal["sit_out"] = "sit_out"


class SitIn(OfMemberAndCase):
    """A member who sat out takes part again."""

    action: Literal["sit_in"] = "sit_in"


class StepOut(OfMemberAndCase):
    """A member realises who somebody in the papers is, and takes no further part: a possible re-identification."""

    action: Literal["step_out"] = "step_out"


class RuleOnLateMember(OfMemberAndCase):
    """The Chair rules whether a member who arrived after the case was opened may decide it."""

    action: Literal["rule_on_late_member"] = "rule_on_late_member"
    may_decide: bool


class StartReading(Act):
    """Reading time begins."""

    action: Literal["start_reading"] = "start_reading"
    minutes: Minutes


class PauseReading(Act):
    """The countdown stops."""

    action: Literal["pause_reading"] = "pause_reading"


class ResumeReading(Act):
    """The countdown goes on."""

    action: Literal["resume_reading"] = "resume_reading"


class ExtendReading(Act):
    """More (or, negative, less) reading time, in minutes."""

    action: Literal["extend_reading"] = "extend_reading"
    minutes: Annotated[float, Field(ge=-24 * 60, le=24 * 60)]


class EndReading(Act):
    """The panel has read enough."""

    action: Literal["end_reading"] = "end_reading"


class Answer(Act):
    """The panel's answer to a question of the open case: a mark, or a value where the set asks for one."""

    action: Literal["answer"] = "answer"
    question: Id
    mark: Id | None = None
    value: Value | None = None
    follow_ups: dict[Id, Value] = {}
    text: Words | None = None
    count: dict[Id, Count] | None = None
    evidence: Evidence | None = None

    @field_validator("follow_ups", "value")
    @classmethod
    def _clean_values(cls, value: Any) -> Any:
        return _clean_value(value)


class Observe(Act):
    """An observation about the open case."""

    action: Literal["observe"] = "observe"
    text: Words
    kind: Kind
    level: Literal["individual", "organisational"] | None = None
    question: Id | None = None
    to: Label | None = None
    page: Page | None = None
    member: Id | None = None


class Park(Act):
    """A wider issue is parked for the end of the meeting."""

    action: Literal["park"] = "park"
    text: Words


class SettleParked(Act):
    """What becomes of a parked issue; ``entry`` is that of the issue.

    ``kept`` for the minutes, an ``action`` of ``owner_role``, a ``query`` to the force, or ``dropped`` for a
    ``reason``. An action or a query may have words of its own; without ``text`` it has those that were parked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
    action: Literal["settle_parked"] = "settle_parked"
    entry: Id
    fate: Fate = Field(alias="as")
    text: Words | None = None
    reason: Words | None = None
    owner_role: Label | None = None
    due: Day | None = None


class RaiseQuery(Act):
    """A question to the force about the open case."""

    action: Literal["raise_query"] = "raise_query"
    text: Words
    question: Id | None = None


class AnswerQuery(Act):
    """The force answers a query: who by role, on what basis, and whether that settles it."""

    action: Literal["answer_query"] = "answer_query"
    query: Id
    role: Label
    text: Words
    basis: Literal["papers", "shown", "said"]
    settled: bool


class RaiseUrgent(Act):
    """A person at risk or possible misconduct: who was told, by whom. For the restricted record only."""

    action: Literal["raise_urgent"] = "raise_urgent"
    text: Words
    told: Label
    by: Label


class AnswerPrompt(Act):
    """The panel answers a rule that prompts."""

    action: Literal["answer_prompt"] = "answer_prompt"
    rule: Id
    considers_inappropriate: bool
    reason: Words | None = None


class Decide(Act):
    """The panel's conclusion on the open case. ``count`` is hands per outcome code.

    Of an outcome that is no conclusion, ``unresolved`` says what was lacking, and ``comes_back`` that the Chair
    takes the case to the next meeting.
    """

    action: Literal["decide"] = "decide"
    outcome: Id
    reason: Words | None = None
    count: dict[Id, Count] | None = None
    unresolved: Unresolved | None = None
    comes_back: OnlyTrue = None


class CloseCase(Act):
    """The open case is done."""

    action: Literal["close_case"] = "close_case"


class ReopenCase(OfCase):
    """A closed case is taken up again."""

    action: Literal["reopen_case"] = "reopen_case"
    reason: Words


class CarryForward(OfCase):
    """A case goes to the next meeting."""

    action: Literal["carry_forward"] = "carry_forward"
    reason: Words


class Undo(Act):
    """The latest act that is not yet withdrawn is withdrawn."""

    action: Literal["undo"] = "undo"


class Amend(Act):
    """An earlier entry is put right. In a script the changed fields stand beside ``entry``."""

    action: Literal["amend"] = "amend"
    entry: Id
    fields: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        return _gather_fields(data, ("action", "entry", "fields"))


class StrikeText(Act):
    """The words of an entry are removed from the record for good; that they were is recorded."""

    action: Literal["strike_text"] = "strike_text"
    entry: Id
    why: Literal["names_a_person", "other"]


class RecordAction(Act):
    """Something to be done, by a role, perhaps by a day."""

    action: Literal["record_action"] = "record_action"
    text: Words
    owner_role: Label
    due: Day | None = None


class CountPapers(Act):
    """Paper copies handed out and counted back in, so far."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
    action: Literal["count_papers"] = "count_papers"
    out: Count
    back: Count = Field(alias="in")


class Adjourn(Act):
    """The meeting stops for a while."""

    action: Literal["adjourn"] = "adjourn"
    why: Literal["break", "quorum", "time", "safety", "other"]


class Resume(Act):
    """The meeting goes on."""

    action: Literal["resume"] = "resume"


class CloseMeeting(Act):
    """The meeting is over."""

    action: Literal["close_meeting"] = "close_meeting"
    reason: Words | None = None


class Approval(BaseModel):
    """How one role approved the minutes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    role: Label
    method: Literal["in_person", "e_mail", "wet_ink", "signature"]


class ConfirmMinutes(Act):
    """The minutes are confirmed as a true record."""

    action: Literal["confirm_minutes"] = "confirm_minutes"
    by: Annotated[tuple[Approval, ...], Field(min_length=1)]


class CorrectMinutes(Act):
    """An entry is put right after the meeting was closed, with the reason."""

    action: Literal["correct_minutes"] = "correct_minutes"
    entry: Id
    reason: Words
    fields: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        return _gather_fields(data, ("action", "entry", "reason", "fields"))


class ReleaseText(Act):
    """What may be published of an entry's words, in a wording of its own, and who by role looked it over.

    Without ``text`` nothing of the entry is published any more.
    """

    action: Literal["release_text"] = "release_text"
    entry: Id
    text: Words | None = None
    by: Label


class NoteMatter(Act):
    """Something that belongs in the minutes beside the cases: what ``kind`` names, in words."""

    action: Literal["note_matter"] = "note_matter"
    kind: Matter
    text: Words


class CheckMinutes(Act):
    """Somebody, by role, compared the minutes with what was recorded."""

    action: Literal["check_minutes"] = "check_minutes"
    by: Label


class OpenAccuracyCheck(Act):
    """The force is asked to point to errors of fact, by page, until a day. Again: until another day."""

    action: Literal["open_accuracy_check"] = "open_accuracy_check"
    until: Day


class DisputeFact(Act):
    """The force says, by a role, that the papers show an observation or a remark to be wrong, and on which page."""

    action: Literal["dispute_fact"] = "dispute_fact"
    entry: Id
    role: Label
    text: Words
    page: Page | None = None


class ReplyToDispute(Act):
    """The panel replies to what the force disputes; ``entry`` is that of the dispute."""

    action: Literal["reply_to_dispute"] = "reply_to_dispute"
    entry: Id
    text: Words


class WithholdPage(Act):
    """Something on a page of the papers is not redacted: nobody sees it again.

    ``page`` counts through the case; ``case`` is the open one where none is named. What stands on the page is
    never repeated.
    """

    action: Literal["withhold_page"] = "withhold_page"
    page: Annotated[Whole, Field(ge=1, le=10_000)]
    case: CaseRef | None = None


class ClockChanged(Act):
    """The laptop's clock was moved, by so many seconds; times since are counted without it."""

    action: Literal["clock_changed"] = "clock_changed"
    seconds: Finite


def _gather_fields(data: Any, own: tuple[str, ...]) -> Any:
    """Fold the changed fields that stand beside ``entry`` into ``fields``.

    ``correct_minutes`` names its own reason ``reason``, so a changed *reason* is given as ``new_reason``.
    """
    if not isinstance(data, dict):
        return data
    beside = {k: v for k, v in data.items() if k not in own}
    if "new_reason" in beside:
        beside["reason"] = beside.pop("new_reason")
    kept = {k: v for k, v in data.items() if k in own}
    return {**kept, "fields": _clean_value({**kept.get("fields", {}), **beside})}


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value).strip()
    if isinstance(value, dict):
        return {clean_line(str(k)): _clean_value(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_clean_value(v) for v in value]
    return value


ACTS: dict[str, type[Act]] = {
    cls.model_fields["action"].default: cls
    for cls in (
        OpenMeeting, MarkPresent, MarkAbsent, MemberLeft, MemberReturned, AddAttendee, ApproveObserver,
        HandOverChair, DeclareInterest, AcknowledgeGroundRules, OpenCase, SitOut, SitIn, StepOut,
        RuleOnLateMember, StartReading, PauseReading, ResumeReading, ExtendReading, EndReading, Answer,
        Observe, Park, SettleParked, RaiseQuery, AnswerQuery, RaiseUrgent, AnswerPrompt, Decide, CloseCase,
        ReopenCase, CarryForward, Undo, Amend, StrikeText, RecordAction, CountPapers, Adjourn, Resume,
        CloseMeeting, ConfirmMinutes, CorrectMinutes, ClockChanged, WithholdPage, ReleaseText, NoteMatter,
        CheckMinutes, OpenAccuracyCheck, DisputeFact, ReplyToDispute,
    )
}  # fmt: skip
"""Action name -> act."""
