"""What an undo took back, in words: of an answer that stays, only what went."""

from panelroom import acts
from panelroom.meeting import Meeting, find_item
from panelroom.questions import Question

_BESIDE = {
    "evidence": "the evidence for",
    "follow_ups": "what was noted beneath",
    "text": "the note beside",
    "count": "the hands for",
}
"""What stands beside a mark -> its name, before the question's number."""


def taken_back_words(before: Meeting, after: Meeting, entry: str) -> str:
    """Return what went when that entry was taken back, without anything that somebody wrote.

    Args:
        before: the meeting with the entry. after: the meeting without it. entry: its id.
    """
    item = find_item(before, entry)
    if item is not None and isinstance(item.act, acts.Answer) and item.case is not None:
        given = after.case(item.case).answers.get(item.act.question)
        question = before.question_set.by_id[item.act.question]
        return _of_answer(before, question, item.act, given.act if given else None)
    known = before.entry(entry)
    return (known.action if known else "act").replace("_", " ")


def _of_answer(meeting: Meeting, question: Question, was: acts.Answer, now: acts.Answer | None) -> str:
    here = f"question {question.number}"
    if now is None:
        return f"the answer to {here}"
    if (was.mark, was.value) != (now.mark, now.value):
        return f"the change at {here}; {_answered(meeting, question, now)} again"
    gone = [words for name, words in _BESIDE.items() if getattr(was, name) != getattr(now, name)]
    what = f"{' and '.join(gone)} {here}" if gone else f"what was changed at {here}"
    return f"{what}; {_answered(meeting, question, now)} stays"


def _answered(meeting: Meeting, question: Question, answer: acts.Answer) -> str:
    """Return the mark as the set prints it; what was typed is only called the answer."""
    return meeting.question_set.mark_label(question, answer.mark) if answer.mark else "the answer"
