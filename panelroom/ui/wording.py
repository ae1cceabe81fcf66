"""How far the wording of a closed meeting was looked over: what is published, what stays unpublished, what waits.

What is published stands in the record. That somebody looked at an entry and leaves it unpublished is noted on the
book's desk and is no part of the record. The note holds for the words that were looked at: a corrected entry waits
again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from panelroom import acts
from panelroom.desk import Desk
from panelroom.meeting import Meeting, find_item
from panelroom.text import clean_text

if TYPE_CHECKING:
    from panelroom.publication import Concern, Releasable

State = Literal["waiting", "published", "kept back"]

STATES: dict[State, str] = {
    "waiting": "not yet looked at",
    "published": "published",
    "kept back": "stays unpublished",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that could be published, and how far it was looked over."""

    row: "Releasable"
    state: State

    @property
    def where(self) -> str:
        """What the entry is and where it belongs: ``Case 2, observation``."""
        return f"Case {self.row.case}, {self.row.what}" if self.row.case else self.row.what.capitalize()


class Wording:
    """The wording of one book, entry by entry.

    Args:
        desk: where it is noted what stays unpublished.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def entries(self, meeting: Meeting) -> tuple[Entry, ...]:
        """Return every entry that could be published, in the order of the meeting."""
        # The check of names is imported only where something is published: a meeting that opens would wait for it.
        from panelroom.publication import releasable

        noted = self._desk.kept_back()
        return tuple(Entry(row, _state(meeting, row, noted)) for row in releasable(meeting))

    def keep_back(self, meeting: Meeting, entry: str) -> None:
        """Note that the words were looked at and stay unpublished."""
        self._desk.put_kept_back({**self._desk.kept_back(), entry: _mark(meeting, entry)})

    def let_wait(self, entry: str) -> None:
        """Forget that the words were looked at."""
        noted = self._desk.kept_back()
        if noted.pop(entry, None) is not None:
            self._desk.put_kept_back(noted)


def _state(meeting: Meeting, row: "Releasable", noted: dict[str, str]) -> State:
    if row.released is not None:
        return "published"
    return "kept back" if noted.get(row.entry) == _mark(meeting, row.entry) else "waiting"


def _mark(meeting: Meeting, entry: str) -> str:
    """Return what is another one once the words are; never the words, which may have to be struck."""
    item = find_item(meeting, entry)
    return str(item.changed_at or item.at) if item else ""


def found_in(meeting: Meeting, words: str) -> "tuple[Concern, ...]":
    """Return what the publication check finds in ``words`` as the record would hold them."""
    from panelroom.publication import concerns

    return concerns(meeting, clean_text(words))


def beside(meeting: Meeting, entry: str) -> Iterator[str]:
    """Yield what belongs to an entry: that the force disputes it, or the words that it disputes or replies to."""
    item = find_item(meeting, entry)
    if item is not None and isinstance(item.act, acts.DisputeFact | acts.ReplyToDispute):
        about = find_item(meeting, item.act.entry)
        words = (getattr(about.act, "text", None) or getattr(about.act, "reason", None)) if about else None
        yield f"It is about: {words or 'what was struck since'}"
    for case in meeting.cases:
        for dispute in case.disputes:
            if dispute.act.entry == entry and not dispute.struck:
                yield f"The force disputes a fact in it: {dispute.act.text}"


def refusal(found: "tuple[Concern, ...]") -> str:
    """Return why a wording cannot be published, in one line; empty where nothing refuses it."""
    blocking = [concern.sentence for concern in found if concern.blocks]
    return f"Not published: {' '.join(blocking)} Use other words." if blocking else ""


_LONGEST_ROLE = 80
ROLE_MISSING = "Type a role, such as secretary."
"""What is said where the field for a role was left empty."""


def role_refused(meeting: Meeting, role: str) -> str:
    """Return why this cannot be the role of whoever looks over or approves; empty where it can."""
    from panelroom.publication import is_role

    if not is_role(role, (person.name for person in meeting.people.values())):
        return "That looks like a name: give the role alone, such as secretary."
    return "That is too long for a role: shorten it." if len(role) > _LONGEST_ROLE else ""


def wording_draft(entry: str) -> str:
    """Return the name under which unfinished wording of an entry is kept."""
    return f"release {entry}"


def taken_over_draft(entry: str) -> str:
    """Return the name under which wording is kept that began with the panel's words."""
    return f"release {entry} as recorded"


def answer_drafts(entry: str) -> tuple[str, str]:
    """Return the names under which an unfinished dispute of an entry, and an unfinished reply to one, are kept."""
    return f"dispute {entry}", f"reply {entry}"


def progress(entries: tuple[Entry, ...]) -> str:
    """Return ``12 of 40 looked at, 7 published``."""
    looked = sum(entry.state != "waiting" for entry in entries)
    published = sum(entry.state == "published" for entry in entries)
    return f"{looked} of {len(entries)} looked at, {published} published"
