"""Putting right: what an undone, amended, struck or corrected entry becomes, and what falls with it.

A changed entry is held against the same rules as a new one: no amendment slips past them.
"""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from panelroom import acts
from panelroom.acts import ACTS, Act
from panelroom.conduct.answers import check_answer, check_hands, find_question
from panelroom.conduct.course import count_papers
from panelroom.conduct.deciding import check_grounds, check_why, observed_enough
from panelroom.conduct.ground import Check, Checks, Prepared
from panelroom.conduct.remarks import placed, settle_anew
from panelroom.errors import Refused
from panelroom.journal import say_invalid
from panelroom.meeting import Case, Item, Meeting, find_item
from panelroom.text import clean_line


def _undo(meeting: Meeting, act: acts.Undo) -> Prepared:
    if meeting.undoable is None:
        raise Refused("There is nothing to undo here: a closed case is reopened, with the reason.")
    entry_id, _ = meeting.undoable
    known = meeting.entry(entry_id)
    return Prepared(act, known.case if known else None, withdraws=entry_id)


_OPEN_CASE_ONLY = ("answer", "answer_prompt", "decide")


def amend(meeting: Meeting, act: acts.Amend, check: Check) -> Prepared:
    """Check an amendment; ``check`` holds the entry as it becomes against the rules for a new one."""
    item, changed = _merged(meeting, act.entry, act.fields)
    if item.act.action in _OPEN_CASE_ONLY and item.case != meeting.open_case:
        raise Refused("That case is not open: reopen it first, with the reason.")
    prepared = _recheck(meeting, item, changed, check)
    if item.case is not None and isinstance(changed, acts.Observe):
        prepared = _without_observation(meeting, item, prepared)
    becomes = prepared.act.data()
    return Prepared(act, item.case, voids=prepared.voids, becomes=becomes, notices=prepared.notices)


def _recheck(meeting: Meeting, item: Item[Act], changed: Act, check: Check) -> Prepared:
    """Check a changed entry as if it were done now: an amendment must not slip past a rule."""
    if isinstance(changed, acts.Observe | acts.RaiseQuery):
        return Prepared(placed(meeting, changed), item.case)
    if isinstance(changed, acts.SettleParked):
        settle_anew(meeting, changed)
        return Prepared(changed, item.case)
    return check(meeting, changed)


def _without_observation(meeting: Meeting, item: Item[Act], prepared: Prepared) -> Prepared:
    """An outcome that needed the observation as it was does not outlive the change."""
    assert item.case is not None
    case = meeting.case(item.case)
    if case.outcome is None:
        return prepared
    outcome = meeting.question_set.outcome(case.outcome.act.outcome)
    if outcome is None or observed_enough(_case_with(case, item, prepared.act), outcome):
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
            check_why(changed)
        case acts.CountPapers():
            count_papers(meeting, changed)
        case acts.Decide():
            check_hands(meeting, changed.count)
        case acts.Observe() | acts.RaiseQuery():
            return placed(meeting, changed)
        case acts.SettleParked():
            settle_anew(meeting, changed)
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
        check_grounds(meeting, after, outcome, decide)
    except Refused as refused:
        raise Refused(f"With that correction the outcome would not stand: {refused}") from None


CHECKS: Checks = {
    acts.Undo: _undo,
    acts.StrikeText: _strike,
    acts.CorrectMinutes: _correct,
}
