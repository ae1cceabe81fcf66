"""The words in which the register says stages, sorts and answers."""

from datetime import UTC, date, datetime, time

from panelroom.acts import Kind
from panelroom.figures import Sort, Stage, Status
from panelroom.records.words import say_iso_day
from panelroom.register.changes import Replied, Responded, Told
from panelroom.register.state import Item, Register

STAGES: dict[Stage, str] = {
    "raised": "Raised",
    "sent": "Sent",
    "relayed_to_officer": "Relayed to officer",
    "relayed_to_supervisor": "Relayed to supervisor",
    "answered": "Answered",
    "closed": "Closed",
}
SORTS: dict[Sort, str] = {
    "feedback": "Feedback",
    "query": "Query to the force",
    "recommendation": "Recommendation",
    "organisational_learning": "Organisational learning",
}
_FEEDBACK: dict[Kind, str] = {
    "good_practice": "good practice",
    "learning": "learning",
    "query": "query",
    "record_error": "record error",
    "wider_issue": "wider issue",
    "insight": "insight",
}
_RECIPIENTS: dict[Stage, str] = {
    "relayed_to_officer": "the officer",
    "relayed_to_supervisor": "the supervisor",
}
STATUSES: dict[Status, str] = {
    "accepted": "Accepted",
    "accepted_in_part": "Accepted in part",
    "not_accepted": "Not accepted",
    "already_in_place": "Already in place",
    "fact_disputed": "Fact disputed",
}
_TOLD = {"disputed": "Fact disputed before publication", "replied": "The panel replied"}
DISPUTING: frozenset[Status] = frozenset({"not_accepted", "fact_disputed"})
"""Answers that say the panel was wrong."""


def say_case(register: Register, item: Item) -> str:
    """Return ``Case 4``, with the meeting's reference where the register holds more than one."""
    case = f"Case {item.now.case}" if item.now.case else "The meeting"
    return case if len(register.meetings) == 1 else f"{item.meeting}, {case.lower()}"


def say_sort(sort: Sort, kind: Kind | None) -> str:
    """Return ``Feedback: learning`` or ``Organisational learning``: the one is relayed, the other is not."""
    return f"Feedback: {_FEEDBACK[kind]}" if sort == "feedback" and kind else SORTS[sort]


def say_relays_missing(item: Item) -> str:
    """Return ``the officer and the supervisor``: to whom feedback has yet to be relayed; empty where to nobody."""
    return " and ".join(_RECIPIENTS[stage] for stage in item.relays_missing)


def say_told(told: Told) -> tuple[str, str]:
    """Return what the record says was answered already: before which words it stands, and those."""
    page = f" (page {told.page})" if told.page else ""
    return f"{_TOLD.get(told.basis, 'Answered in the room')}:", f"{told.text}{page} - {told.role}"


def say_response(response: Responded) -> str:
    """Return what the force answered, with the page it points to, the day and who by role."""
    page = f" (page {response.page})" if response.page else ""
    return f"{response.text}{page} - {response.by}, {say_iso_day(response.on)}"


def say_reply(reply: Replied) -> str:
    """Return what the panel said to it."""
    return f"{reply.text} - {reply.by}, {say_iso_day(reply.on)}"


def moment_of(day: date) -> datetime:
    """Return the time a document about that day carries: its first minute, so that a day gives one file."""
    return datetime.combine(day, time(), UTC)
