"""What every check of an act begins with: its result, and the case or person that an act names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from panelroom.acts import Act
from panelroom.errors import Refused
from panelroom.meeting import Case, Meeting, Person
from panelroom.text import plural


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act that may be done, with what the journal records beside it and what the Chair should be told."""

    act: Act
    case: int | None = None
    voids: tuple[str, ...] = ()
    withdraws: str | None = None
    becomes: dict[str, Any] | None = None
    notices: tuple[str, ...] = ()


Check = Callable[[Meeting, Any], Prepared]
"""Whether an act is allowed now, and what follows; raises :class:`~panelroom.errors.Refused`."""

Checks = dict[type[Act], Check]
"""The check of each kind of act; one that is not there is always allowed."""


def open_case(meeting: Meeting) -> Case:
    """Return the case that is open; raise :class:`~panelroom.errors.Refused` where none is."""
    case = meeting.current
    if case is None:
        raise Refused("No case is open: open one first.")
    return case


def find_case(meeting: Meeting, ref: str | int) -> Case:
    """Return the case with that reference, or else that number; raise ``Refused`` where there is none."""
    if ref in meeting.numbers:
        return meeting.case(meeting.numbers[str(ref)])
    if str(ref).isdecimal() and 1 <= int(ref) <= len(meeting.cases):
        return meeting.case(int(ref))
    raise Refused(f"There is no such case: this meeting has {plural(len(meeting.cases), 'case')}.")


def find_person(meeting: Meeting, member: str) -> Person:
    """Return the person with that id; raise ``Refused`` where there is none."""
    if member not in meeting.people:
        raise Refused("Nobody on the roster has that id: use add_attendee for somebody new.")
    return meeting.people[member]
