"""A feedback form that came back: its answers, as changes of the register.

The register follows what the panel put in words, its queries and its actions. An answer to anything else on the
form, such as a question that was not met, has no item: it is handed back, so that somebody records it by hand.
"""

from typing import NamedTuple

from panelroom.errors import Refused
from panelroom.records.feedback_return import FeedbackAnswer, FeedbackReturn
from panelroom.records.twins import STATUSES
from panelroom.register.changes import Responded
from panelroom.register.state import Item, Register


class Taken(NamedTuple):
    """What a form brings: new answers, those that were known already, and those to points without an item."""

    new: tuple[Responded, ...]
    known: int
    without_item: tuple[FeedbackAnswer, ...]


def answers(register: Register, returned: FeedbackReturn, on: str) -> Taken:
    """Return what ``returned`` brings; ``on`` is the day (ISO 8601) where the form names none.

    Raises:
        Refused: the register has not read the record of that meeting, or the form answers nothing.
    """
    if returned.meeting not in register.meetings:
        raise Refused(
            "The register has not read the record of the meeting that this form is of: nothing was recorded. "
            "Read it with 'register import', then take the form again."
        )
    if not returned.answers:
        raise Refused("No point of this form is answered: nothing was recorded. Each answer needs a status.")
    items = {item.now.source: item for item in register.of_meeting(returned.meeting)}
    pairs = [(items.get(answer.id), answer) for answer in returned.answers]
    found = [(item, _change(item, answer, returned, on)) for item, answer in pairs if item]
    new = tuple(change for item, change in found if not _is_known(item, change))
    return Taken(new, len(found) - len(new), tuple(answer for item, answer in pairs if item is None))


def _change(item: Item, answer: FeedbackAnswer, returned: FeedbackReturn, on: str) -> Responded:
    return Responded(
        by=returned.role or "force",
        of=item.id,
        status=answer.status,
        text=answer.text or f"{STATUSES[answer.status]}.",
        page=answer.page,
        on=returned.date.isoformat() if returned.date else on,
    )


def _is_known(item: Item, change: Responded) -> bool:
    """Whether that answer was recorded before, on whatever day: a form may be taken twice."""
    return any(
        change.model_copy(update={"on": r.on, "public_text": r.public_text}) == r for r in item.responses
    )
