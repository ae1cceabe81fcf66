"""How a meeting is conducted: whether an act is allowed now, and what follows from it.

:func:`prepare` takes the meeting and an act and returns what the journal must record beside it: the case it is
about, the entries it makes void, what an amended entry becomes. It changes nothing. Each refusal is one
sentence that says what to do instead, and never repeats what was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from panelroom import acts, scrutiny
from panelroom.acts import ACTS, Act
from panelroom.errors import Refused
from panelroom.journal import say_invalid
from panelroom.meeting import (
    Case,
    Item,
    Meeting,
    Person,
    Query,
    case_quorate,
    deciders,
    find_item,
    is_late,
    minutes_state,
    queries,
    queries_of_no_case,
    quorate,
    settling,
    unanswered,
    withheld_pages,
)
from panelroom.questions import UNDECIDED, Answer, Outcome, Question
from panelroom.text import clean_line, plural

LEARNING_KINDS = ("good_practice", "learning", "record_error")
"""The kinds of observation that "appropriate but with observations" needs one of; a query alone is none."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act that may be done, with what the journal records beside it and what the Chair should be told."""

    act: Act
    case: int | None = None
    voids: tuple[str, ...] = ()
    withdraws: str | None = None
    becomes: dict[str, Any] | None = None
    notices: tuple[str, ...] = ()


def prepare(meeting: Meeting, act: Act) -> Prepared:
    """Check ``act`` against the meeting.

    Raises:
        Refused: the act is not allowed now; the sentence says what to do instead.
    """
    _check_state(meeting, act)
    handler = _HANDLERS.get(type(act))
    return handler(meeting, act) if handler else Prepared(act)


# ── when in the meeting ──────────────────────────────────────────────────────────────────────────────────

_AFTER_CLOSING = (
    acts.ConfirmMinutes,
    acts.CorrectMinutes,
    acts.StrikeText,
    acts.ClockChanged,
    acts.ReleaseText,
    acts.NoteMatter,
    acts.CheckMinutes,
    acts.OpenAccuracyCheck,
    acts.DisputeFact,
    acts.ReplyToDispute,
)
_ONLY_AFTER_CLOSING = (acts.CheckMinutes, acts.OpenAccuracyCheck, acts.DisputeFact, acts.ReplyToDispute)
_WHILE_ADJOURNED = (
    acts.Resume, acts.CloseMeeting, acts.RaiseUrgent, acts.MarkPresent, acts.MarkAbsent, acts.MemberLeft,
    acts.MemberReturned, acts.AddAttendee, acts.HandOverChair, acts.ApproveObserver, acts.CountPapers,
    acts.StrikeText, acts.ClockChanged, acts.CarryForward, acts.SitOut, acts.SitIn, acts.StepOut,
    acts.DeclareInterest,
    acts.WithholdPage, acts.NoteMatter,
)  # fmt: skip


def _check_state(meeting: Meeting, act: Act) -> None:
    if isinstance(act, acts.OpenMeeting):
        raise Refused("This meeting is already open: make a new book for another meeting.")
    if meeting.closed_at:
        if not isinstance(act, _AFTER_CLOSING):
            raise Refused("The meeting is closed: correct the minutes instead, with the reason.")
    elif isinstance(act, acts.ConfirmMinutes | acts.CorrectMinutes):
        raise Refused("The meeting is not closed yet: amend the entry; the minutes are corrected afterwards.")
    elif isinstance(act, acts.ReleaseText):
        raise Refused("The meeting is not closed yet: words are released for publication afterwards.")
    elif isinstance(act, _ONLY_AFTER_CLOSING):
        raise Refused("The meeting is not closed yet: minutes are checked, and facts disputed, afterwards.")
    elif meeting.adjourned and not isinstance(act, _WHILE_ADJOURNED):
        raise Refused("The meeting is adjourned: resume it first.")


def _open_case(meeting: Meeting) -> Case:
    case = meeting.current
    if case is None:
        raise Refused("No case is open: open one first.")
    return case


def find_case(meeting: Meeting, ref: str | int) -> Case:
    """Return the case with that reference, or else that number."""
    if ref in meeting.numbers:
        return meeting.case(meeting.numbers[str(ref)])
    if str(ref).isdecimal() and 1 <= int(ref) <= len(meeting.cases):
        return meeting.case(int(ref))
    raise Refused(f"There is no such case: this meeting has {plural(len(meeting.cases), 'case')}.")


def find_person(meeting: Meeting, member: str) -> Person:
    """Return the person with that id."""
    if member not in meeting.people:
        raise Refused("Nobody on the roster has that id: use add_attendee for somebody new.")
    return meeting.people[member]


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def _mark_present(meeting: Meeting, act: acts.MarkPresent) -> Prepared:
    if find_person(meeting, act.member).present:
        raise Refused("That person is already marked present.")
    return Prepared(act, notices=_late_notice(meeting, act.member))


def _late_notice(meeting: Meeting, member: str) -> tuple[str, ...]:
    case, person = meeting.current, meeting.people[member]
    if case is None or not person.counts or member in case.there:
        return ()
    return ("This member has not read the open case: they count for it only if the Chair rules so.",)


def _mark_absent(meeting: Meeting, act: acts.MarkAbsent) -> Prepared:
    if find_person(meeting, act.member).present:
        raise Refused("That person is in the room: use member_left when they go.")
    return Prepared(act)


def _member_left(meeting: Meeting, act: acts.MemberLeft) -> Prepared:
    if not find_person(meeting, act.member).present:
        raise Refused("That person is not in the room.")
    return Prepared(act)


def _member_returned(meeting: Meeting, act: acts.MemberReturned) -> Prepared:
    if find_person(meeting, act.member).status != "left":
        raise Refused("That person had not left: use mark_present for somebody who arrives.")
    return Prepared(act, notices=_late_notice(meeting, act.member))


def _add_attendee(meeting: Meeting, act: acts.AddAttendee) -> Prepared:
    if act.id in meeting.people:
        raise Refused("Somebody with that id is already on the roster: use mark_present.")
    return Prepared(act, notices=_late_notice(replace(meeting, people=_with_newcomer(meeting, act)), act.id))


def _with_newcomer(meeting: Meeting, act: acts.AddAttendee) -> dict[str, Person]:
    return {**meeting.people, act.id: Person(act.id, act.name, act.role, act.votes)}


def _approve_observer(meeting: Meeting, act: acts.ApproveObserver) -> Prepared:
    if find_person(meeting, act.member).role != "observer":
        raise Refused("Only an observer needs the Chair's approval.")
    return Prepared(act)


def _hand_over_chair(meeting: Meeting, act: acts.HandOverChair) -> Prepared:
    if not find_person(meeting, act.member).present:
        raise Refused("Only somebody in the room can take the chair: mark them present first.")
    if act.member == meeting.chair:
        raise Refused("That person is already in the chair.")
    return Prepared(act)


def _about_case(meeting: Meeting, act: acts.OfMemberAndCase) -> tuple[Person, Case, Act]:
    person, case = find_person(meeting, act.member), find_case(meeting, act.case)
    if case.state in ("closed", "carried_forward"):
        raise Refused(f"Case {case.number} is not before the panel any more.")
    return person, case, act.model_copy(update={"case": case.number})


def _declare_interest(meeting: Meeting, act: acts.DeclareInterest) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if person.id in case.interests:
        raise Refused("That interest is already recorded.")
    return Prepared(numbered, case.number)


def _sit_out(meeting: Meeting, act: acts.SitOut) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if person.id in case.out:
        raise Refused("That member already sits this case out.")
    return Prepared(numbered, case.number)


def _sit_in(meeting: Meeting, act: acts.SitIn) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if person.id not in case.out:
        raise Refused("That member does not sit this case out.")
    return Prepared(numbered, case.number)


def _step_out(meeting: Meeting, act: acts.StepOut) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if case.state != "open":
        raise Refused(
            f"Case {case.number} is not open: before it is opened, a member declares an interest instead."
        )
    if person.id in case.out and person.id in case.interests:
        raise Refused("That member takes no part in this case already.")
    return Prepared(numbered, case.number)


def _rule_on_late(meeting: Meeting, act: acts.RuleOnLateMember) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if not is_late(case, person):
        raise Refused("That person did not come in after this case was opened: no ruling is needed.")
    return Prepared(numbered, case.number)


# ── a case's life ────────────────────────────────────────────────────────────────────────────────────────


def _check_may_open(meeting: Meeting) -> None:
    if meeting.question_set.meetings.ground_rules and meeting.ground_rules_at is None:
        raise Refused("The ground rules have not been read and accepted: do that first.")
    if meeting.open_case is not None:
        raise Refused(f"Case {meeting.open_case} is open: close it or carry it forward first.")
    waiting = [p for p in meeting.people.values() if p.role == "observer" and p.present and not p.approved]
    if waiting:
        raise Refused(
            f"{plural(len(waiting), 'observer')} in the room without the Chair's approval: approve or ask to leave."
        )


def _open(meeting: Meeting, act: acts.OpenCase) -> Prepared:
    _check_may_open(meeting)
    case = find_case(meeting, act.case)
    if case.state == "closed":
        raise Refused(f"Case {case.number} is closed: reopen it, with the reason.")
    numbered = act.model_copy(update={"case": case.number})
    notices = (
        () if quorate(meeting) else ("The room is not quorate: the panel may read and discuss, not decide.",)
    )
    return Prepared(numbered, case.number, notices=notices)


def _reopen(meeting: Meeting, act: acts.ReopenCase) -> Prepared:
    _check_may_open(meeting)
    case = find_case(meeting, act.case)
    if case.state != "closed":
        raise Refused(f"Case {case.number} is not closed: it needs opening, not reopening.")
    return Prepared(act.model_copy(update={"case": case.number}), case.number)


def _close(meeting: Meeting, act: acts.CloseCase) -> Prepared:
    case = _open_case(meeting)
    if meeting.question_set.outcomes and case.outcome is None:
        raise Refused("The panel has not decided this case: decide first, or carry it forward.")
    if not meeting.question_set.outcomes and (left := unanswered(meeting, case)):
        raise Refused(f"{plural(len(left), 'question')} unanswered: answer, or carry the case forward.")
    return Prepared(act, case.number)


def _carry(meeting: Meeting, act: acts.CarryForward) -> Prepared:
    case = find_case(meeting, act.case)
    if case.state in ("closed", "carried_forward"):
        raise Refused(f"Case {case.number} is already closed or carried forward.")
    if case.outcome is not None:
        raise Refused(f"Case {case.number} is decided: close it. A changed mark takes the decision away.")
    return Prepared(act.model_copy(update={"case": case.number}), case.number)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def _reading(allowed: tuple[str, ...], otherwise: str) -> Callable[[Meeting, Any], Prepared]:
    def check(meeting: Meeting, act: Act) -> Prepared:
        case = _open_case(meeting)
        if meeting.timing(case.number).reading.state not in allowed:
            raise Refused(otherwise)
        return Prepared(act, case.number)

    return check


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def find_question(meeting: Meeting, question_id: str) -> Question:
    """Return the question with that id, or with that number."""
    for question in meeting.question_set.questions:
        if question_id in (question.id, str(question.number)):
            return question
    raise Refused("This question set has no such question.")


def _answer(meeting: Meeting, act: acts.Answer) -> Prepared:
    case = _open_case(meeting)
    question = find_question(meeting, act.question)
    if act.question != question.id:
        act = act.model_copy(update={"question": question.id})
    check_answer(meeting, question, act)
    before = case.answers.get(question.id)
    voids, notices = _voided_by(meeting, case, question, before, act)
    notices += _too_many_hands(meeting, case, act.count)
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
    _check_hands(meeting, act.count)


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


def _check_hands(meeting: Meeting, count: dict[str, int] | None) -> None:
    """A count of hands cannot be larger than the people who may raise one."""
    if count and sum(count.values()) > len(meeting.people):
        raise Refused(
            f"The hands add up to more than the {plural(len(meeting.people), 'person', 'people')} listed."
        )


def _too_many_hands(meeting: Meeting, case: Case, count: dict[str, int] | None) -> tuple[str, ...]:
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


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────


def _observe(meeting: Meeting, act: acts.Observe) -> Prepared:
    case = _open_case(meeting)
    return Prepared(_placed(meeting, act), case.number)


def _placed(meeting: Meeting, act: acts.Observe | acts.RaiseQuery) -> Act:
    """Return ``act`` with its question named by id; its question and member, where given, are known."""
    if isinstance(act, acts.Observe) and act.member is not None:
        find_person(meeting, act.member)
    if act.question is None:
        return act
    return act.model_copy(update={"question": find_question(meeting, act.question).id})


def _park(meeting: Meeting, act: acts.Park) -> Prepared:
    return Prepared(act, meeting.open_case)


def _settle_parked(meeting: Meeting, act: acts.SettleParked) -> Prepared:
    item = find_item(meeting, act.entry)
    if item is None or not isinstance(item.act, acts.Park):
        raise Refused("That entry is no parked issue that stands.")
    if item.struck:
        raise Refused("The words of that issue were struck from the record: nothing is left to settle.")
    if settling(meeting, act.entry):
        raise Refused("That issue is settled already: change what becomes of it, or take that back.")
    _check_settling(act)
    return Prepared(act, item.case)


def _check_settling(act: acts.SettleParked) -> None:
    """Check that what is said suits what becomes of the issue."""
    if act.fate == "dropped" and not act.reason:
        raise Refused("Say why the issue is dropped: the reason is minuted.")
    if act.fate == "action" and not act.owner_role:
        raise Refused("An action needs an owner: name the role, not the person.")
    if act.fate != "action" and (act.owner_role or act.due):
        raise Refused("Only an action has an owner and a day.")
    if act.fate in ("kept", "dropped") and act.text:
        raise Refused(
            "An issue that is kept or dropped keeps its words: only an action or a query has others."
        )


def _settle_anew(meeting: Meeting, act: acts.SettleParked) -> None:
    """Check what is to become of an issue after all; a query that the force has answered stays one."""
    item = settling(meeting, act.entry)
    assert item is not None
    _check_settling(act)
    answered = any(query.id == item.id and query.answers for query in _queries_of(meeting, item.case))
    if answered and act.fate != "query":
        raise Refused(
            "The force has answered that query: it stays one, and a further action can be recorded."
        )


def _raise_query(meeting: Meeting, act: acts.RaiseQuery) -> Prepared:
    case = _open_case(meeting)
    return Prepared(_placed(meeting, act), case.number)


def _answer_query(meeting: Meeting, act: acts.AnswerQuery) -> Prepared:
    number = _case_of_query(meeting, act.query)
    if not any(query.id == act.query for query in _queries_of(meeting, number)):
        raise Refused("There is no such query to the force.")
    return Prepared(act, number)


def _case_of_query(meeting: Meeting, query: str) -> int | None:
    """Return the case a query belongs to: that of its entry (``e17``), or the one its name begins with (``2-q3``)."""
    known, number = meeting.entry(query), query.partition("-")[0]
    if known is not None:
        return known.case
    place = int(number) if number.isdecimal() and len(number) < 7 else 0
    return place if 1 <= place <= len(meeting.cases) else None


def _queries_of(meeting: Meeting, case: int | None) -> tuple[Query, ...]:
    return queries_of_no_case(meeting) if case is None else queries(meeting, meeting.case(case))


def _withhold(meeting: Meeting, act: acts.WithholdPage) -> Prepared:
    case = _open_case(meeting) if act.case is None else find_case(meeting, act.case)
    if case.listed.pages is not None and act.page > case.listed.pages:
        raise Refused(
            f"Case {case.number} has {plural(case.listed.pages, 'page')}: there is no page {act.page}."
        )
    if act.page in withheld_pages(meeting, case):
        raise Refused(f"Page {act.page} of case {case.number} is withheld already.")
    return Prepared(act.model_copy(update={"case": case.number}), case.number)


def _raise_urgent(meeting: Meeting, act: acts.RaiseUrgent) -> Prepared:
    return Prepared(act, meeting.open_case)


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────


def _answer_prompt(meeting: Meeting, act: acts.AnswerPrompt) -> Prepared:
    case = _open_case(meeting)
    fired = [r.id for r in scrutiny.prompts(meeting.question_set, case.marks)]
    if act.rule not in fired:
        raise Refused("That rule does not ask anything on these marks.")
    _check_why(act)
    outcome = case.outcome
    if outcome is None:
        return Prepared(act, case.number)
    notice = "The outcome rested on the earlier answer: the panel decides again."
    return Prepared(act, case.number, voids=(outcome.id,), notices=(notice,))


def _check_why(act: acts.AnswerPrompt) -> None:
    if not act.reason:
        raise Refused("Say why the panel answers so: the reason is minuted.")


def _decide(meeting: Meeting, act: acts.Decide) -> Prepared:
    case = _open_case(meeting)
    check_decision(meeting, case, act)
    return Prepared(act, case.number, notices=_too_many_hands(meeting, case, act.count))


def check_decision(meeting: Meeting, case: Case, act: acts.Decide) -> None:
    """Check that the panel may reach this outcome now.

    Raises:
        Refused: with what is missing.
    """
    outcome = meeting.question_set.outcome(act.outcome)
    if outcome is None:
        codes = (
            ", ".join(o.code for o in meeting.question_set.outcomes) or "none: this set reaches no verdict"
        )
        raise Refused(f"There is no such outcome; outcomes: {codes}.")
    if not case_quorate(meeting, case):
        here, needed = len(deciders(meeting, case)), meeting.opening.quorum
        raise Refused(
            f"Not quorate for this case: {here} of {needed} needed may decide it. Adjourn or carry it forward."
        )
    _check_hands(meeting, act.count)
    _check_grounds(meeting, case, outcome, act)


def _check_grounds(meeting: Meeting, case: Case, outcome: Outcome, act: acts.Decide) -> None:
    left = unanswered(meeting, case)
    if left and not outcome.allows_unanswered:
        numbers = ", ".join(str(q.number) for q in left)
        raise Refused(f"{plural(len(left), 'question')} unanswered: {numbers}.")
    _check_prompts(meeting, case, outcome)
    _check_requirements(meeting, case, outcome, act)
    _check_vote(meeting, outcome, act)
    if (act.unresolved or act.comes_back) and not outcome.allows_unanswered:
        raise Refused(
            "Only a case without a conclusion says what was lacking, or comes back to the next meeting."
        )


def _check_prompts(meeting: Meeting, case: Case, outcome: Outcome) -> None:
    for rule in scrutiny.prompts(meeting.question_set, case.marks):
        if outcome.code in rule.then.before and rule.id not in case.prompt_answers:
            raise Refused(f"The guide asks the panel something first: {rule.wording}")


def _check_requirements(meeting: Meeting, case: Case, outcome: Outcome, act: acts.Decide) -> None:
    if not _observed_enough(case, outcome):
        raise Refused(
            f"Outcome {outcome.code} needs at least one observation of good practice, learning or record error."
        )
    if reason_of(meeting, case, act):
        return
    if "reason" in outcome.requires:
        raise Refused(f"Outcome {outcome.code} needs a reason.")
    decision = replace(case.decision(), outcome=outcome.code)
    for rule in scrutiny.reasons_needed(meeting.question_set, case.marks, decision):
        raise Refused(f"A reason is needed: {rule.wording}")


def _observed_enough(case: Case, outcome: Outcome) -> bool:
    return "observation" not in outcome.requires or any(
        o.act.kind in LEARNING_KINDS for o in case.observations
    )


def reason_of(meeting: Meeting, case: Case, act: acts.Decide) -> str | None:
    """Return the reason given for an outcome; for one that a prompt is about, the panel's yes serves too."""
    if act.reason:
        return act.reason
    for rule_id, given in case.prompt_answers.items():
        rule = meeting.question_set.rule(rule_id)
        if rule and rule.then.outcome == act.outcome and given.act.considers_inappropriate:
            return given.act.reason
    return None


def _check_vote(meeting: Meeting, outcome: Outcome, act: acts.Decide) -> None:
    if not act.count:
        return
    unknown = act.count.keys() - {o.code for o in meeting.question_set.outcomes}
    if unknown:
        raise Refused("The hands are counted by outcome: name outcomes only.")
    rule = meeting.opening.decision_rule
    if rule == "consensus" or outcome.allows_unanswered:
        return
    mine = act.count.get(outcome.code, 0)
    best = max((n for code, n in act.count.items() if code != outcome.code), default=0)
    if mine < best or (mine == best and rule == "majority"):
        raise Refused("The decision rule is majority, and that outcome has not the most hands.")


# ── putting right ────────────────────────────────────────────────────────────────────────────────────────


def _undo(meeting: Meeting, act: acts.Undo) -> Prepared:
    if meeting.undoable is None:
        raise Refused("There is nothing to undo here: a closed case is reopened, with the reason.")
    entry_id, _ = meeting.undoable
    known = meeting.entry(entry_id)
    return Prepared(act, known.case if known else None, withdraws=entry_id)


_OPEN_CASE_ONLY = ("answer", "answer_prompt", "decide")


def _amend(meeting: Meeting, act: acts.Amend) -> Prepared:
    item, changed = _merged(meeting, act.entry, act.fields)
    if item.act.action in _OPEN_CASE_ONLY and item.case != meeting.open_case:
        raise Refused("That case is not open: reopen it first, with the reason.")
    prepared = _recheck(meeting, item, changed)
    if item.case is not None and isinstance(changed, acts.Observe):
        prepared = _without_observation(meeting, item, prepared)
    becomes = prepared.act.data()
    return Prepared(act, item.case, voids=prepared.voids, becomes=becomes, notices=prepared.notices)


def _recheck(meeting: Meeting, item: Item[Act], changed: Act) -> Prepared:
    """Check a changed entry as if it were done now: an amendment must not slip past a rule."""
    if isinstance(changed, acts.Observe | acts.RaiseQuery):
        return Prepared(_placed(meeting, changed), item.case)
    if isinstance(changed, acts.SettleParked):
        _settle_anew(meeting, changed)
        return Prepared(changed, item.case)
    handler = _HANDLERS.get(type(changed))
    return handler(meeting, changed) if handler else Prepared(changed, item.case)


def _without_observation(meeting: Meeting, item: Item[Act], prepared: Prepared) -> Prepared:
    """An outcome that needed the observation as it was does not outlive the change."""
    assert item.case is not None
    case = meeting.case(item.case)
    if case.outcome is None:
        return prepared
    outcome = meeting.question_set.outcome(case.outcome.act.outcome)
    if outcome is None or _observed_enough(_case_with(case, item, prepared.act), outcome):
        return prepared
    if case.number != meeting.open_case:
        raise Refused("That case is not open: reopen it first, with the reason.")
    notice = "The outcome rested on the observation that was changed: the panel decides again."
    return replace(prepared, voids=(case.outcome.id,), notices=(notice,))


def _case_with(case: Case, item: Item[Act], changed: Act) -> Case:
    """Return ``case`` as it would be with the changed act in the item's place."""
    new: Item[Any] = replace(item, act=changed)
    match changed:
        case acts.Answer():
            return replace(case, answers={**case.answers, changed.question: new})
        case acts.AnswerPrompt():
            return replace(case, prompt_answers={**case.prompt_answers, changed.rule: new})
        case acts.Decide():
            return replace(case, outcome=new)
        case acts.Observe():
            place = [o.id for o in case.observations].index(item.id)
            return replace(case, observations=case.observations.set(place, new))
    return case


def _merged(meeting: Meeting, entry_id: str, fields: dict[str, Any]) -> tuple[Item[Act], Act]:
    """Return what an entry recorded, and the act it would be with ``fields`` changed."""
    known = meeting.entry(entry_id)
    if known is None:
        raise Refused("There is no such entry.")
    item = find_item(meeting, entry_id)
    if item is None:
        raise Refused(
            "That entry was undone or replaced, or is not one that can be changed: record it anew instead."
        )
    if item.struck:
        raise Refused("The words of that entry were struck from the record: record it anew instead.")
    if not fields:
        raise Refused("Name what is to be changed.")
    fixed = {"action", "question", "rule", "query", "entry"} - (
        {"question"} if isinstance(item.act, acts.Observe) else set()
    )
    if fixed & fields.keys():
        raise Refused(
            f"The {clean_line(', '.join(sorted(fixed & fields.keys())))} of an entry cannot be changed."
        )
    try:
        changed = ACTS[item.act.action].model_validate({**item.act.data(), **fields})
    except ValidationError as error:
        raise Refused(f"That change is not possible: {say_invalid(error)}.") from None
    if changed == item.act:
        raise Refused("That entry already says so.")
    return item, changed


def _strike(meeting: Meeting, act: acts.StrikeText) -> Prepared:
    known = meeting.entry(act.entry)
    if known is None:
        raise Refused("There is no such entry.")
    if known.struck:
        raise Refused("The words of that entry are already struck.")
    if known.action == "open_meeting":
        raise Refused(
            "The opening of the meeting cannot be struck: it holds the roster and the question set."
        )
    return Prepared(act, known.case)


def _correct(meeting: Meeting, act: acts.CorrectMinutes) -> Prepared:
    item, changed = _merged(meeting, act.entry, act.fields)
    changed = _sound(meeting, changed)
    if item.case is not None:
        _check_still_decided(meeting, _case_with(meeting.case(item.case), item, changed))
    return Prepared(act, item.case, becomes=changed.data())


def _sound(meeting: Meeting, changed: Act) -> Act:
    """Check what a corrected entry would say, as far as that does not depend on when it is said."""
    match changed:
        case acts.Answer():
            check_answer(meeting, find_question(meeting, changed.question), changed)
        case acts.AnswerPrompt():
            _check_why(changed)
        case acts.CountPapers():
            _count_papers(meeting, changed)
        case acts.Decide():
            _check_hands(meeting, changed.count)
        case acts.Observe() | acts.RaiseQuery():
            return _placed(meeting, changed)
        case acts.SettleParked():
            _settle_anew(meeting, changed)
    return changed


def _check_still_decided(meeting: Meeting, after: Case) -> None:
    """A correction may not leave an outcome that the rules would have refused."""
    if after.outcome is None:
        return
    decide = after.outcome.act
    outcome = meeting.question_set.outcome(decide.outcome)
    if outcome is None:
        raise Refused("There is no such outcome.")
    try:
        _check_grounds(meeting, after, outcome, decide)
    except Refused as refused:
        raise Refused(f"With that correction the outcome would not stand: {refused}") from None


RELEASABLE = (
    acts.Observe, acts.Decide, acts.AnswerPrompt, acts.Answer, acts.RaiseQuery, acts.AnswerQuery, acts.Park,
    acts.SettleParked, acts.RecordAction, acts.NoteMatter, acts.DisputeFact, acts.ReplyToDispute,
)  # fmt: skip
"""What panel and force said. What concerns a person at risk, and why people came or went, is never published."""


def _release(meeting: Meeting, act: acts.ReleaseText) -> Prepared:
    if meeting.entry(act.entry) is None:
        raise Refused("There is no such entry.")
    item = find_item(meeting, act.entry)
    if item is None or not isinstance(item.act, RELEASABLE):
        raise Refused("That entry holds nothing that could be published, or it was undone or replaced.")
    if item.struck:
        raise Refused("The words of that entry were struck from the record: nothing of it is published.")
    if act.text is None and act.entry not in meeting.released:
        raise Refused("Nothing of that entry is released.")
    return Prepared(act, item.case)


# ── the minutes: checked, and their facts ────────────────────────────────────────────────────────────────


def _check_minutes(meeting: Meeting, act: acts.CheckMinutes) -> Prepared:
    if minutes_state(meeting) == "checked":
        raise Refused("The minutes are checked already, and nothing was changed since.")
    return Prepared(act)


def _open_accuracy_check(meeting: Meeting, act: acts.OpenAccuracyCheck) -> Prepared:
    before = meeting.accuracy
    if act.until < meeting.last_at.date().isoformat():
        raise Refused("That day is over: give the force a later one.")
    if before and before.act.until == act.until:
        raise Refused("The force has until that day already.")
    return Prepared(act)


def _dispute(meeting: Meeting, act: acts.DisputeFact) -> Prepared:
    if meeting.accuracy is None:
        raise Refused("The force was not asked about facts yet: use open_accuracy_check first.")
    item = find_item(meeting, act.entry)
    if item is None or not states_fact(item.act):
        raise Refused("That entry is no observation or remark that stands: name one from the accuracy sheet.")
    if item.struck:
        raise Refused("The words of that entry were struck from the record: there is nothing to dispute.")
    return Prepared(act, item.case, notices=_after_confirming(meeting))


def states_fact(act: Act) -> bool:
    """Whether the force may dispute ``act``: an observation, or an answer with a remark or in words."""
    if isinstance(act, acts.Answer):
        return bool(act.text) or isinstance(act.value, str)
    return isinstance(act, acts.Observe)


def _after_confirming(meeting: Meeting) -> tuple[str, ...]:
    if meeting.confirmed is None:
        return ()
    return ("The minutes are confirmed already: they will say that this came afterwards.",)


def _reply_to_dispute(meeting: Meeting, act: acts.ReplyToDispute) -> Prepared:
    item = find_item(meeting, act.entry)
    if item is None or not isinstance(item.act, acts.DisputeFact):
        raise Refused("That entry is not a fact that the force disputes.")
    if item.struck:
        raise Refused("The words of that entry were struck from the record: there is nothing to reply to.")
    return Prepared(act, item.case, notices=_after_confirming(meeting))


# ── the meeting's life ───────────────────────────────────────────────────────────────────────────────────


def _acknowledge(meeting: Meeting, act: acts.AcknowledgeGroundRules) -> Prepared:
    if meeting.ground_rules_at:
        raise Refused("The ground rules are already accepted.")
    return Prepared(act)


def _count_papers(meeting: Meeting, act: acts.CountPapers) -> Prepared:
    if act.back > act.out:
        raise Refused("More copies came back than went out: count again.")
    return Prepared(act)


def _adjourn(meeting: Meeting, act: acts.Adjourn) -> Prepared:
    return Prepared(act, meeting.open_case)


def _resume(meeting: Meeting, act: acts.Resume) -> Prepared:
    if not meeting.adjourned:
        raise Refused("The meeting is not adjourned.")
    return Prepared(act, meeting.open_case)


def _close_meeting(meeting: Meeting, act: acts.CloseMeeting) -> Prepared:
    if meeting.open_case is not None:
        raise Refused(f"Case {meeting.open_case} is open: close it or carry it forward first.")
    papers = meeting.papers
    outstanding = papers.act.out - papers.act.back if papers else 0
    if outstanding and not act.reason:
        word = plural(outstanding, "copy", "copies")
        raise Refused(f"{word} outstanding: collect the papers, or say why the meeting closes without them.")
    return Prepared(act)


_HANDLERS: dict[type[Act], Callable[[Meeting, Any], Prepared]] = {
    acts.MarkPresent: _mark_present,
    acts.MarkAbsent: _mark_absent,
    acts.MemberLeft: _member_left,
    acts.MemberReturned: _member_returned,
    acts.AddAttendee: _add_attendee,
    acts.ApproveObserver: _approve_observer,
    acts.HandOverChair: _hand_over_chair,
    acts.DeclareInterest: _declare_interest,
    acts.AcknowledgeGroundRules: _acknowledge,
    acts.OpenCase: _open,
    acts.SitOut: _sit_out,
    acts.SitIn: _sit_in,
    acts.StepOut: _step_out,
    acts.RuleOnLateMember: _rule_on_late,
    acts.StartReading: _reading(("none", "ended"), "The reading time is already running."),
    acts.PauseReading: _reading(("running",), "The reading time is not running."),
    acts.ResumeReading: _reading(("paused",), "The reading time is not paused."),
    acts.ExtendReading: _reading(("running", "paused"), "There is no reading time to change."),
    acts.EndReading: _reading(("running", "paused"), "There is no reading time to end."),
    acts.Answer: _answer,
    acts.Observe: _observe,
    acts.Park: _park,
    acts.SettleParked: _settle_parked,
    acts.RaiseQuery: _raise_query,
    acts.AnswerQuery: _answer_query,
    acts.RaiseUrgent: _raise_urgent,
    acts.WithholdPage: _withhold,
    acts.ReleaseText: _release,
    acts.CheckMinutes: _check_minutes,
    acts.OpenAccuracyCheck: _open_accuracy_check,
    acts.DisputeFact: _dispute,
    acts.ReplyToDispute: _reply_to_dispute,
    acts.AnswerPrompt: _answer_prompt,
    acts.Decide: _decide,
    acts.CloseCase: _close,
    acts.ReopenCase: _reopen,
    acts.CarryForward: _carry,
    acts.Undo: _undo,
    acts.Amend: _amend,
    acts.StrikeText: _strike,
    acts.CountPapers: _count_papers,
    acts.Adjourn: _adjourn,
    acts.Resume: _resume,
    acts.CloseMeeting: _close_meeting,
    acts.CorrectMinutes: _correct,
}
