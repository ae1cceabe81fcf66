"""Corrections after a meeting, in the words the minutes use elsewhere: what an entry said, and what it says now."""

from dataclasses import dataclass
from typing import Any

from panelroom import acts
from panelroom.meeting import Correction, Item, Meeting, find_item
from panelroom.questions import Question, QuestionSet
from panelroom.records import words
from panelroom.records.words import say_moment


@dataclass(frozen=True, slots=True)
class Change:
    """An entry put right after closing; each change as (what, before, after)."""

    when: str
    about: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


PRIVATE_FIELDS = frozenset({"member"})
"""Fields of an act that no document prints: they would say who held a view."""

_FIELDS = {
    "mark": "Mark",
    "value": "Answer",
    "text": "Words",
    "count": "Hands",
    "evidence": "Evidence",
    "follow_ups": "Follow-ups",
    "reason": "Reason",
    "outcome": "Outcome",
    "kind": "Kind",
    "level": "Level",
    "question": "Question",
    "page": "Page",
    "to": "For",
    "owner_role": "Owner",
    "due": "Due",
    "told": "Told",
    "by": "By",
    "considers_inappropriate": "Considers the case inappropriate",
    "out": "Copies out",
    "in": "Copies back",
    "role": "Role",
    "basis": "Basis",
    "settled": "Settled",
    "as": "What becomes of it",
    "unresolved": "What was lacking",
    "comes_back": "Comes back",
}
_ABOUT = {
    "answer_prompt": "the answer to the guide's question",
    "decide": "outcome",
    "raise_query": "query to the force",
    "answer_query": "the force's answer",
    "park": "parked issue",
    "settle_parked": "what became of a parked issue",
    "record_action": "action",
    "raise_urgent": "urgent matter",
    "count_papers": "paper copies",
    "note_matter": "matter noted",
    "dispute_fact": "what the force disputes",
    "reply_to_dispute": "the panel's reply to the force",
}


def change(meeting: Meeting, correction: Correction) -> Change:
    """Return a correction in words."""
    item = find_item(meeting, correction.of)
    changes = tuple(
        (
            _FIELDS.get(name, name),
            _said(meeting, item, name, correction.before.get(name)),
            _said(meeting, item, name, correction.after.get(name)),
        )
        for name in correction.after
        if name not in PRIVATE_FIELDS
    )
    return Change(say_moment(correction.at), _about(meeting, item), correction.reason, changes)


def _about(meeting: Meeting, item: Item[acts.Act] | None) -> str:
    if item is None:
        return "An entry"
    case = f"Case {item.case}, " if item.case else ""
    act = item.act
    what = _ABOUT.get(act.action, act.action)
    if isinstance(act, acts.Answer):
        what = f"question {meeting.question_set.by_id[act.question].number}"
    elif isinstance(act, acts.Observe) and item.case:
        place = [o.id for o in meeting.case(item.case).observations].index(item.id) + 1
        what = f"observation {item.case}.{place}"
    text = case + what
    return text[0].upper() + text[1:]


def _said(meeting: Meeting, item: Item[acts.Act] | None, name: str, value: Any) -> str:
    """Return one side of a change in the words the minutes use elsewhere."""
    question_set = meeting.question_set
    if value in (None, {}, []):
        return "nothing"
    if item is not None and isinstance(item.act, acts.Answer):
        return _said_of_answer(question_set, question_set.by_id[item.act.question], name, value)
    if name == "outcome":
        outcome = question_set.outcome(value)
        return f"{value}: {outcome.label}" if outcome else str(value)
    if name == "count":
        return words.say_hands(value, words.outcome_labels(question_set)) or "nothing"
    if name == "due":
        return words.say_iso_day(value)
    if name == "question":
        question = question_set.by_id.get(value)
        return f"question {question.number}" if question else str(value)
    table = {
        "kind": words.KINDS | words.MATTERS,
        "level": words.LEVELS,
        "basis": words.BASES,
        "role": words.ROLES,
        "as": words.FATES,
        "unresolved": words.UNRESOLVED,
    }
    return table.get(name, {}).get(value) or words.say_value(value)


def _said_of_answer(question_set: QuestionSet, question: Question, name: str, value: Any) -> str:
    if name == "mark":
        return question_set.mark_label(question, value)
    if name == "count":
        return words.say_hands(value, words.mark_labels(question_set, question)) or "nothing"
    if name == "evidence":
        return words.say_evidence(acts.Evidence.model_validate(value))
    if name == "follow_ups":
        labels = {f.id: f.text for f in question.follow_ups}
        return "; ".join(f"{labels.get(k, k)} {words.say_value(v)}" for k, v in value.items())
    return words.say_value(value, question.answer)
