"""Answers: whether a mark, a value and a count of hands suit the question they are given to."""

from collections.abc import Callable
from typing import Any

from panelroom import acts, scrutiny
from panelroom.conduct.ground import Checks, Prepared, open_case
from panelroom.errors import Refused
from panelroom.meeting import Case, Item, Meeting, deciders
from panelroom.questions import UNDECIDED, Answer, Question
from panelroom.text import plural


def find_question(meeting: Meeting, question_id: str) -> Question:
    """Return the question with that id, or with that number."""
    for question in meeting.question_set.questions:
        if question_id in (question.id, str(question.number)):
            return question
    raise Refused("This question set has no such question.")


def _answer(meeting: Meeting, act: acts.Answer) -> Prepared:
    case = open_case(meeting)
    question = find_question(meeting, act.question)
    if act.question != question.id:
        act = act.model_copy(update={"question": question.id})
    check_answer(meeting, question, act)
    before = case.answers.get(question.id)
    voids, notices = _voided_by(meeting, case, question, before, act)
    notices += too_many_hands(meeting, case, act.count)
    return Prepared(act, case.number, voids=voids, notices=notices)


def check_answer(meeting: Meeting, question: Question, act: acts.Answer) -> None:
    """Check that the answer is one this question takes.

    Raises:
        Refused: with what is allowed.
    """
    number = question.number
    if question.answer.kind == "scale":
        _check_mark(meeting, question, act)
    else:
        if act.mark is not None:
            raise Refused(f"Question {number} takes a value, not a mark.")
        if act.count:
            raise Refused(f"Question {number} takes no count by mark.")
        _check_value(f"Question {number}", question.answer, act.value if act.value is not None else act.text)
    for follow_up_id, value in act.follow_ups.items():
        follow_up = question.follow_up(follow_up_id)
        if follow_up is None:
            raise Refused(f"Question {number} has no such follow-up.")
        if not follow_up.shown(act.mark):
            raise Refused(f"That follow-up of question {number} is not asked beside this mark.")
        _check_value(f"The follow-up of question {number}", follow_up.answer, value)
    if scrutiny.needs_why(question, act.mark) and not _says_why(act):
        raise Refused(f"Say why: this mark takes major question {number} out of the count.")
    check_hands(meeting, act.count)


def _says_why(act: acts.Answer) -> bool:
    return bool(act.text) or any(isinstance(v, str) and v for v in act.follow_ups.values())


def _check_mark(meeting: Meeting, question: Question, act: acts.Answer) -> None:
    if act.mark is None:
        raise Refused(f"Question {question.number} takes a mark.")
    scale = meeting.question_set.scale_of(question)
    if act.mark not in [c.value for c in scale]:
        allowed = ", ".join(c.value for c in scale)
        raise Refused(f"Question {question.number} does not take that mark; it takes: {allowed}.")
    if act.count:
        known = {c.value for c in scale} - {UNDECIDED}
        if not act.count.keys() <= known:
            raise Refused(f"The count of question {question.number} is by mark: {', '.join(sorted(known))}.")


def check_hands(meeting: Meeting, count: dict[str, int] | None) -> None:
    """A count of hands cannot be larger than the people who may raise one."""
    if count and sum(count.values()) > len(meeting.people):
        raise Refused(
            f"The hands add up to more than the {plural(len(meeting.people), 'person', 'people')} listed."
        )


def too_many_hands(meeting: Meeting, case: Case, count: dict[str, int] | None) -> tuple[str, ...]:
    """Tell the Chair where more hands were counted than people in the room may decide the case; it is recorded."""
    if not count or meeting.began_at is None:
        return ()
    hands, may = sum(count.values()), len(deciders(meeting, case))
    if hands <= may:
        return ()
    who = plural(may, "person who may decide this case is", "people who may decide this case are")
    return (f"{plural(hands, 'hand')} counted, but {who} in the room: count again, or u takes it back.",)


def _check_value(what: str, answer: Answer, value: acts.Value | None) -> None:
    allowed = _VALUES[answer.kind](answer, value)
    if allowed:
        raise Refused(f"{what} takes {allowed}.")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text_problem(answer: Answer, value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "words"


def _choice_problem(answer: Answer, value: Any) -> str | None:
    return None if value in answer.options else "one of: " + ", ".join(answer.options)


def _multi_problem(answer: Answer, value: Any) -> str | None:
    good = (
        isinstance(value, list)
        and value
        and set(value) <= set(answer.options)
        and len(set(value)) == len(value)
    )
    return None if good else "one or more of: " + ", ".join(answer.options)


def _number_problem(answer: Answer, value: Any) -> str | None:
    return (
        None if _is_number(value) and value >= 0 else f"a number{f' of {answer.unit}' if answer.unit else ''}"
    )


def _count_problem(answer: Answer, value: Any) -> str | None:
    if isinstance(value, dict) and value.keys() == {"agree", "of"}:
        good = all(_is_number(v) for v in value.values()) and 0 <= value["agree"] <= value["of"]
    else:
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return None if good else 'a count: a whole number, or {"agree": 11, "of": 12}'


_VALUES: dict[str, Callable[[Answer, Any], str | None]] = {
    "text": _text_problem,
    "choice": _choice_problem,
    "multi": _multi_problem,
    "number": _number_problem,
    "count": _count_problem,
    "scale": _text_problem,
}


def _voided_by(
    meeting: Meeting, case: Case, question: Question, before: Item[acts.Answer] | None, act: acts.Answer
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the entries that rested on the mark before, and what to tell the Chair about them."""
    rests = case.outcome is not None or case.prompt_answers
    if not rests or (before.act.mark if before else None) == act.mark:
        return (), ()
    marks_after = case.marks | {question.id: act.mark or ""}
    voids, notices = [], []
    if case.outcome is not None:
        voids.append(case.outcome.id)
        notices.append("The outcome rested on the mark that was changed: the panel decides again.")
    for given in case.prompt_answers.values():
        if _faults(meeting, case.marks) != _faults(meeting, marks_after):
            voids.append(given.id)
            notices.append(
                "The panel's answer to the guide's question rested on the mark that was changed: ask again."
            )
    return tuple(voids), tuple(notices)


def _faults(meeting: Meeting, marks: dict[str, str]) -> list[str]:
    question_set = meeting.question_set
    return [q.id for s in ("major", "minor") for q in scrutiny.faults(question_set, marks, s)]


CHECKS: Checks = {
    acts.Answer: _answer,
}
