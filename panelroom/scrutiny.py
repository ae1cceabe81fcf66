"""From marks to tally to advice: pure functions, driven by the question set's rules.

The rules advise; the panel decides. Nothing here chooses an outcome, and only a mark that the question lists
under ``fault_when`` is a fault: "cannot tell" and "does not apply" never are (Leicestershire Appendix A, note
on outcomes).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt

from panelroom.questions import (
    CANNOT_TELL,
    JUSTIFIED,
    NOT_APPLICABLE,
    UNDECIDED,
    Condition,
    Question,
    QuestionSet,
    Rule,
)

Marks = Mapping[str, str]
"""Question id -> mark, for the questions that have one."""

_COMPARE: dict[str, Callable[[int, int], bool]] = {">=": ge, ">": gt, "==": eq, "<": lt, "<=": le}
_NOT_ESTABLISHED = (CANNOT_TELL, UNDECIDED)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the marks add up to.

    ``major`` and ``minor`` count faults; ``of_major`` and ``of_minor`` the questions that apply;
    ``major_not_established`` the major questions marked "cannot tell" or undecided.
    """

    major: int
    minor: int
    of_major: int
    of_minor: int
    major_not_established: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about to be made, or made: what the rules need to know of it.

    ``prompts`` holds rule id -> whether the panel said it considers the case inappropriate.
    """

    outcome: str | None = None
    prompts: Mapping[str, bool] | None = None


_NO_DECISION = Decision()


def tally(question_set: QuestionSet, marks: Marks) -> Tally:
    """Count faults by severity. Unanswered questions still count among those that apply."""
    major, of_major, open_majors = _count(question_set, marks, "major")
    minor, of_minor, _ = _count(question_set, marks, "minor")
    return Tally(major, minor, of_major, of_minor, open_majors)


def _count(question_set: QuestionSet, marks: Marks, severity: str) -> tuple[int, int, int]:
    """Return (faults, questions that apply, not established) among questions of ``severity``."""
    questions = question_set.of_severity(severity)
    given = [(q, marks.get(q.id)) for q in questions]
    faults = sum(mark in q.fault_when for q, mark in given)
    apply = sum(mark != NOT_APPLICABLE for _, mark in given)
    return faults, apply, sum(mark in _NOT_ESTABLISHED for _, mark in given)


def faults(question_set: QuestionSet, marks: Marks, severity: str) -> tuple[Question, ...]:
    """Return the questions of ``severity`` whose mark is a fault, in order."""
    return tuple(q for q in question_set.of_severity(severity) if marks.get(q.id) in q.fault_when)


def is_fault(question: Question, mark: str | None) -> bool:
    """Whether ``mark`` says that something was not done: as the set defines it, or plainly "not met"."""
    return mark in question.fault_when if question.fault_when else mark == "not_met"


def advice(question_set: QuestionSet, marks: Marks) -> tuple[Rule, ...]:
    """Return every rule that suggests or prompts on these marks, in the set's order. Several may fire."""
    kinds = ("suggest_outcome", "prompt")
    return tuple(r for r in _fired(question_set, marks, _NO_DECISION) if r.then.action in kinds)


def prompts(question_set: QuestionSet, marks: Marks) -> tuple[Rule, ...]:
    """Return the rules whose question the panel must answer before it chooses certain outcomes."""
    return tuple(r for r in advice(question_set, marks) if r.then.action == "prompt")


def reasons_needed(question_set: QuestionSet, marks: Marks, decision: Decision) -> tuple[Rule, ...]:
    """Return the rules that ask for a reason for ``decision``."""
    return tuple(r for r in _fired(question_set, marks, decision) if r.then.action == "require_reason")


def departs(question_set: QuestionSet, marks: Marks, decision: Decision) -> bool:
    """Whether ``decision`` departs from what the guide suggests on these marks."""
    return any(r.then.departs for r in reasons_needed(question_set, marks, decision))


def applies(question: Question, marks: Marks) -> bool:
    """Whether ``question`` is asked, given the marks of the questions before it."""
    condition = question.applies_when
    return condition is None or marks.get(condition.question) in condition.marks


def needs_why(question: Question, mark: str | None) -> bool:
    """Whether ``mark`` must say why, because it takes a major question out of the count.

    True for "no, but that was appropriate", and for "does not apply" on a major question.
    """
    return mark == JUSTIFIED or (mark == NOT_APPLICABLE and question.severity == "major")


def _fired(question_set: QuestionSet, marks: Marks, decision: Decision) -> list[Rule]:
    return [
        r for r in question_set.rules if r.stage == "case" and _holds(r.when, question_set, marks, decision)
    ]


def _holds(condition: Condition, question_set: QuestionSet, marks: Marks, decision: Decision) -> bool:
    """Evaluate one condition. The quorum is the meeting's concern: ``present`` never holds for a case."""
    if condition.count_faults is not None:
        severities = ("major", "minor") if condition.count_faults == "any" else (condition.count_faults,)
        found = sum(len(faults(question_set, marks, s)) for s in severities)
        return _COMPARE[condition.op](found, condition.value or 0)
    if condition.count_answers is not None:
        found = sum(mark == condition.count_answers for mark in marks.values())
        return _COMPARE[condition.op](found, condition.value or 0)
    if condition.outcome_chosen is not None:
        return decision.outcome in condition.outcome_chosen
    if condition.prompt_answered is not None:
        given = (decision.prompts or {}).get(condition.prompt_answered)
        return given is condition.considers_inappropriate
    return _holds_together(condition, question_set, marks, decision)


def _holds_together(
    condition: Condition, question_set: QuestionSet, marks: Marks, decision: Decision
) -> bool:
    if condition.all_of is not None:
        return all(_holds(c, question_set, marks, decision) for c in condition.all_of)
    if condition.any_of is not None:
        return any(_holds(c, question_set, marks, decision) for c in condition.any_of)
    if condition.not_ is not None:
        return not _holds(condition.not_, question_set, marks, decision)
    return False
