"""After the meeting: the minutes checked, words released, facts disputed and replied to."""

from panelroom import acts
from panelroom.acts import Act
from panelroom.conduct.ground import Checks, Prepared
from panelroom.errors import Refused
from panelroom.meeting import Meeting, find_item, minutes_state

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


CHECKS: Checks = {
    acts.ReleaseText: _release,
    acts.CheckMinutes: _check_minutes,
    acts.OpenAccuracyCheck: _open_accuracy_check,
    acts.DisputeFact: _dispute,
    acts.ReplyToDispute: _reply_to_dispute,
}
