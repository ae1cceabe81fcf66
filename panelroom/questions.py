"""What a question set is: questions, answers, outcomes and rules, as data that an office can edit.

A :class:`QuestionSet` is immutable and complete: scrutiny, screens and documents read nothing else. Question
sets are written in YAML (see :mod:`panelroom.question_files`) and embedded whole in each meeting's first
entry, so a later edition never re-judges an old meeting.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from panelroom.whole import Whole

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]

UNDECIDED = "undecided"
CANNOT_TELL = "cannot_tell"
NOT_APPLICABLE = "not_applicable"
JUSTIFIED = "not_met_justified"

INCONSISTENT = "inconsistent"
"""The type of the error for names that do not agree; its context holds the ``problem`` and its ``place``."""


class Model(BaseModel):
    """Frozen, and closed: a word that is not known is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """Where something is printed: the document, and the place in it."""

    document: Line
    place: Line | None = None


class Choice(Model):
    """One mark of a scale: what is stored, what people read, and the key that gives it."""

    value: Key
    label: Line
    key: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = None
    note: Line | None = None


class Answer(Model):
    """What kind of answer a question or follow-up takes.

    ``scale``: one mark of the named scale. ``choice``, ``multi``: one, or several, of ``options``.
    ``count``: how many of how many (``count_of`` says of what). ``number``: a number in ``unit``.
    ``text``: words. ``also`` names what may be kept beside the main answer.
    """

    kind: Literal["scale", "text", "count", "number", "choice", "multi"]
    scale: Key | None = None
    unit: Line | None = None
    options: tuple[Line, ...] = ()
    also: tuple[Literal["text", "count"], ...] = ()
    count_of: Line | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "scale" and self.scale is None:
            raise ValueError("an answer of kind scale names its scale")
        if self.kind in ("choice", "multi") and len(self.options) < 2:
            raise ValueError(f"an answer of kind {self.kind} lists at least two options")
        if len(set(self.options)) != len(self.options):
            raise ValueError("an option is listed twice")
        return self


class FollowUp(Model):
    """A smaller question under a question, asked when the mark is one of ``shown_when`` (empty: always)."""

    id: Key
    text: Line
    answer: Answer = Answer(kind="text")
    shown_when: tuple[Key, ...] = ()

    def shown(self, mark: str | None) -> bool:
        """Whether this follow-up is asked beside ``mark``."""
        return not self.shown_when or mark in self.shown_when


class Timescale(Model):
    """A limit that a question names, as data: it is shown beside the papers and never marks the answer."""

    label: Line
    limit: float = Field(gt=0)
    unit: Literal["hours", "days"]
    clock_starts: Line
    repeats: bool = False
    note: Line | None = None


class AppliesWhen(Model):
    """A question that is asked only after certain marks on an earlier question."""

    question: Key
    marks: tuple[Key, ...] = Field(alias="is", min_length=1)

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Question(Model):
    """One question of the set, with its exact wording and everything the screens show around it."""

    id: Key
    number: Whole = Field(ge=1)
    section: Line | None = None
    wording: Line
    wording_verbatim: Line | None = None
    help: Line | None = None
    answer: Answer
    collect: Literal["panel", "each_member", "each_group"] = "panel"
    severity: Literal["major", "minor"] | None = None
    fault_when: tuple[Key, ...] = ()
    applies_when: AppliesWhen | None = None
    applies_note: Line | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    consider: tuple[Line, ...] = ()
    timescales: tuple[Timescale, ...] = ()
    glossary: tuple[Key, ...] = ()
    denominator: Line | None = None
    indicator: Line | None = None
    note: Line | None = None
    confirm: Line | None = None
    source: Source | None = None

    def follow_up(self, follow_up_id: str) -> FollowUp | None:
        """Return the follow-up with that id, or ``None``."""
        return next((f for f in self.follow_ups if f.id == follow_up_id), None)


class Outcome(Model):
    """A conclusion the panel can reach, in the exact wording of the source."""

    code: Key
    label: Line
    short: Line
    requires: tuple[Literal["observation", "reason"], ...] = ()
    allows_unanswered: bool = False
    source: Source | None = None


class Condition(Model):
    """When a rule fires. Exactly one of the forms below is given.

    ``count_faults`` / ``count_answers`` compare a count (``op``, ``value``); ``outcome_chosen`` and
    ``prompt_answered`` look at the decision being made; ``present`` compares the voting members in the room
    with the quorum; ``all``, ``any`` and ``not`` combine.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    count_faults: Literal["major", "minor", "any"] | None = None
    count_answers: Key | None = None
    op: Literal[">=", ">", "==", "<", "<="] = ">="
    value: Whole | None = None
    outcome_chosen: tuple[Key, ...] | None = None
    prompt_answered: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")] | None = None
    considers_inappropriate: bool = True
    present: Literal["below_quorum"] | None = None
    all_of: tuple["Condition", ...] | None = Field(None, alias="all", min_length=1)
    any_of: tuple["Condition", ...] | None = Field(None, alias="any", min_length=1)
    not_: "Condition | None" = Field(None, alias="not")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = ("count_faults", "count_answers", "outcome_chosen", "prompt_answered", "present")
        given = [f for f in (*forms, "all_of", "any_of", "not_") if getattr(self, f) is not None]
        if len(given) != 1:
            raise ValueError("a condition has exactly one of " + ", ".join((*forms, "all", "any", "not")))
        if given[0] in ("count_faults", "count_answers") and self.value is None:
            raise ValueError("a count is compared with a value")
        return self

    def parts(self) -> Iterator["Condition"]:
        """Yield this condition and every condition inside it."""
        yield self
        for part in (*(self.all_of or ()), *(self.any_of or ()), *((self.not_,) if self.not_ else ())):
            yield from part.parts()


class Action(Model):
    """What a rule does when it fires. No action ever chooses for the panel.

    ``suggest_outcome``: the guide's words are shown. ``prompt``: a question the panel must answer before it
    chooses one of the outcomes ``before``. ``require_reason``: the decision needs a reason; with ``departs``
    it is recorded as a departure from the guide. ``raise_query_to_force``: the point becomes a query.
    ``switch_mode`` and ``warn`` are shown to the Chair.
    """

    action: Literal[
        "suggest_outcome", "prompt", "require_reason", "raise_query_to_force", "switch_mode", "warn"
    ]
    outcome: Key | None = None
    before: tuple[Key, ...] = ()
    departs: bool = False
    strength: Literal["must", "should", "consider"] | None = None
    mode: Line | None = None


class Rule(Model):
    """A rule of the panel, as data: when it fires, what it does, and the words it is shown in."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    stage: Literal["meeting", "case"] = "case"
    when: Condition
    then: Action
    wording: Line
    interpretation: Line | None = None
    in_source: bool
    confirm: Line | None = None
    source: Source | None = None


class Term(Model):
    """An abbreviation or word of the papers, in plain English."""

    id: Key
    term: Line
    expansion: Line | None = None
    meaning: Line
    confirm: bool = False


class Panel(Model):
    """Whose question set this is."""

    name: Line
    force_area: Line
    run_by: Line
    chair: Line | None = None
    roles: tuple[Line, ...] = ()


class Definition(Model):
    """What the panel's cases are: the definition of hate crime that the source prints."""

    covers: tuple[Literal["crime", "incident"], ...]
    strands: tuple[Line, ...] = ()
    other_strand: Line | None = None
    multi_strand: bool = True
    note: Line | None = None
    source: Source | None = None


class Meetings(Model):
    """How the panel meets. ``reading_minutes`` is (usual, longest), in minutes."""

    modes: tuple[Literal["in_room", "online_chair_led", "remote_individual"], ...]
    cases_target: Whole | None = None
    reading_minutes: tuple[Whole, Whole] | None = None
    quorum: Whole | None = None
    quorum_note: Line | None = None
    ground_rules: tuple[Line, ...] = ()
    source: Source | None = None


class FormField(Model):
    """A field at the head of the panel's form."""

    id: Key
    label: Line
    required: bool = False
    in_source: bool
    why: Line | None = None
    source: Source | None = None


class QuestionSet(Model):
    """A complete question set. See ``docs/question-sets.md`` for the file format in plain words.

    ``status``: ``faithful`` where the questions are printed in the source, ``derived`` where they were worked
    out from what a panel evidently checked.
    """

    schema_version: Literal["1.0"]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    version: Line
    title: Line
    status: Literal["faithful", "derived"]
    status_note: Line | None = None
    language: Line = "en-GB"
    source: Source
    panel: Panel
    definition: Definition
    meetings: Meetings
    form_fields: tuple[FormField, ...] = ()
    scales: dict[Key, tuple[Choice, ...]] = {}
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    outcomes: tuple[Outcome, ...] = ()
    rules: tuple[Rule, ...] = ()
    terms: tuple[Term, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for place, problem in _inconsistencies(self):
            raise PydanticCustomError(INCONSISTENT, "{problem}", {"problem": problem, "place": place})
        return self

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Question id -> question."""
        return {q.id: q for q in self.questions}

    @cached_property
    def sha256(self) -> str:
        """Hex SHA-256 of the set's canonical JSON: what the minutes print beside its name."""
        from panelroom.canonical import canonical_json

        return hashlib.sha256(canonical_json(self.as_data())).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """Return the whole set as plain JSON values, without what is merely absent."""
        return self.model_dump(mode="json", exclude_defaults=True, by_alias=True)

    def scale_of(self, question: Question) -> tuple[Choice, ...]:
        """Return the marks a scale question accepts (every scale accepts ``undecided``)."""
        if question.answer.kind != "scale" or question.answer.scale is None:
            return ()
        scale = self.scales[question.answer.scale]
        if any(choice.value == UNDECIDED for choice in scale):
            return scale
        return (*scale, Choice(value=UNDECIDED, label="Panel could not agree"))

    def mark_label(self, question: Question, mark: str) -> str:
        """Return the words for ``mark`` as this set prints them."""
        return next((c.label for c in self.scale_of(question) if c.value == mark), mark)

    def outcome(self, code: str) -> Outcome | None:
        """Return the outcome with that code, or ``None``."""
        return next((o for o in self.outcomes if o.code == code), None)

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule with that id, or ``None``."""
        return next((r for r in self.rules if r.id == rule_id), None)

    def of_severity(self, severity: str) -> tuple[Question, ...]:
        """Return the questions of that severity, in order."""
        return tuple(q for q in self.questions if q.severity == severity)


Place = tuple[str | int, ...]
"""The way to something in a set, through names and places in lists: ``("questions", 3, "id")``."""
Problem = tuple[Place, str]


def _twice(what: str, named: Iterable[tuple[Place, Any]]) -> Iterator[Problem]:
    seen = set()
    for place, name in named:
        if name in seen:
            yield place, f"{what} {name} is there twice"
        seen.add(name)


def _inconsistencies(qs: QuestionSet) -> Iterator[Problem]:
    """Yield what pydantic cannot see: names that must be known elsewhere in the file."""
    questions = list(enumerate(qs.questions))
    yield from _twice("question", ((("questions", i, "id"), q.id) for i, q in questions))
    yield from _twice("question number", ((("questions", i, "number"), q.number) for i, q in questions))
    yield from _twice("outcome", ((("outcomes", i, "code"), o.code) for i, o in enumerate(qs.outcomes)))
    yield from _twice("rule", ((("rules", i, "id"), r.id) for i, r in enumerate(qs.rules)))
    yield from _twice(
        "follow-up",
        (
            (("questions", i, "follow_ups", j, "id"), f.id)
            for i, q in questions
            for j, f in enumerate(q.follow_ups)
        ),
    )
    for name, scale in qs.scales.items():
        marks = [(("scales", name, i), c) for i, c in enumerate(scale)]
        yield from _twice(f"in scale {name}, the mark", (((*at, "value"), c.value) for at, c in marks))
        yield from _twice(f"in scale {name}, the key", (((*at, "key"), c.key) for at, c in marks if c.key))
    seen: set[str] = set()
    for i, question in questions:
        yield from _question_problems(qs, question, seen, ("questions", i))
        seen.add(question.id)
    for i, rule in enumerate(qs.rules):
        yield from _rule_problems(qs, rule, ("rules", i))


def _question_problems(qs: QuestionSet, q: Question, earlier: set[str], at: Place) -> Iterator[Problem]:
    if q.answer.kind == "scale":
        if q.answer.scale not in qs.scales:
            known = ", ".join(sorted(qs.scales)) or "none"
            yield (
                (*at, "answer", "scale"),
                f"question {q.id} uses the scale {q.answer.scale}, which is not under scales (there: {known})",
            )
            return
        marks = [c.value for c in qs.scale_of(q)]
        named = [((*at, "fault_when", i), m) for i, m in enumerate(q.fault_when)]
        for j, follow_up in enumerate(q.follow_ups):
            way = (*at, "follow_ups", j, "shown_when")
            named += [((*way, i), m) for i, m in enumerate(follow_up.shown_when)]
        for place, mark in named:
            if mark not in marks:
                yield (
                    place,
                    f"question {q.id} names the mark {mark}, which its scale does not have"
                    f" (there: {', '.join(marks)})",
                )
    if q.severity and not q.fault_when:
        yield (*at, "severity"), f"question {q.id} is {q.severity} but says nothing under fault_when"
    if q.applies_when and q.applies_when.question not in earlier:
        yield (
            (*at, "applies_when", "question"),
            f"question {q.id} depends on {q.applies_when.question}, which is not an earlier question",
        )


def _rule_problems(qs: QuestionSet, rule: Rule, at: Place) -> Iterator[Problem]:
    codes = [o.code for o in qs.outcomes]
    named = [((*at, "then", "before", i), c) for i, c in enumerate(rule.then.before)]
    named += [((*at, "then", "outcome"), rule.then.outcome)] if rule.then.outcome else []
    named += [((*at, "when"), c) for part in rule.when.parts() for c in part.outcome_chosen or ()]
    for place, code in named:
        if code not in codes:
            yield (
                place,
                f"rule {rule.id} names the outcome {code}, which is not under outcomes"
                f" (there: {', '.join(codes) or 'none'})",
            )
    if rule.then.action in ("suggest_outcome", "prompt") and rule.then.outcome is None:
        yield (*at, "then"), f"rule {rule.id} needs the outcome it is about"
    prompts = [r.id for r in qs.rules if r.then.action == "prompt"]
    for part in rule.when.parts():
        if part.prompt_answered and part.prompt_answered not in prompts:
            yield (
                (*at, "when"),
                f"rule {rule.id} names the prompt {part.prompt_answered}, which is not a rule that prompts"
                f" (there: {', '.join(prompts) or 'none'})",
            )
