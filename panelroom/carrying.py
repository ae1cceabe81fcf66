"""What one meeting carries to the next: which cases, and how far they came. Of their marks nothing goes along.

The panel that takes a case up again decides it afresh: who sits there may be others, and so may the papers.
"""

from collections.abc import Iterable, Iterator

from panelroom.acts import CarriedFrom, HowCarried, ListedCase
from panelroom.errors import Refused
from panelroom.meeting import Case, Meeting


def carried_on(meeting: Meeting) -> tuple[ListedCase, ...]:
    """Return the cases that a closed meeting carries on, in its order, each with how far it came there.

    Those are the cases not opened, those part-heard, and those without a conclusion that the Chair wants back.

    Raises:
        Refused: the meeting is not closed yet, so that nobody knows what it will carry.
    """
    if not meeting.closed_at:
        raise Refused("The meeting that cases are carried from is not closed yet: close it first.")
    return tuple(_carried(meeting))


def _carried(meeting: Meeting) -> Iterator[ListedCase]:
    for case in meeting.cases:
        if (how := _how(case)) is not None:
            origin = CarriedFrom(meeting=meeting.opening.ref, how=how)
            yield case.listed.model_copy(update={"carried_from": origin})


def _how(case: Case) -> HowCarried | None:
    if case.state == "carried_forward":
        return "part_heard" if case.begun else "unopened"
    if case.outcome is None or not case.outcome.act.comes_back:
        return None
    return case.outcome.act.unresolved or "no_conclusion"


def carried_first(listed: Iterable[ListedCase], carried: Iterable[ListedCase]) -> tuple[ListedCase, ...]:
    """Return the cases of a new meeting, those carried from an earlier one first.

    A carried case is listed as its new papers have it; one that has no new papers is listed all the same, without
    pages, for a case must not be lost between two meetings.
    """
    fresh = list(listed)
    first = [_again(fresh, case) for case in carried]
    return (*first, *fresh)


def _again(fresh: list[ListedCase], carried: ListedCase) -> ListedCase:
    """Return a carried case as it is listed now, and take its new papers out of ``fresh``.

    One case only is taken out: of two with one reference the other stays, so that the opening refuses them.
    """
    now = next((case for case in fresh if case.ref == carried.ref), None)
    if now is None:
        now = carried.model_copy(update={"pages": None, "words": None})
    else:
        fresh.remove(now)
    return now.model_copy(update={"carried_from": carried.carried_from})
