"""How long the force took to answer, counted in days from when what the panel said was sent.

Where no day of sending is recorded they are counted from the meeting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from panelroom.figures import Tracked


@dataclass(frozen=True, slots=True)
class Turnaround:
    """Answers on one day. ``awaited`` is how many items were answered or have a day to be answered by.

    ``days`` are those of each answer, shortest first; ``overdue`` is how many are past their day without one.
    """

    on: date
    items: int
    awaited: int
    days: tuple[int, ...]
    overdue: int
    disputed: int

    @property
    def answered(self) -> int:
        """How many items the force has answered."""
        return len(self.days)

    @property
    def median_days(self) -> float | None:
        """The middle of the answers' days; None without answers."""
        return median(self.days) if self.days else None

    @property
    def longest_days(self) -> int | None:
        """The days of the slowest answer; None without answers."""
        return max(self.days, default=None)


def turnaround_of(items: Iterable[Tracked], on: date) -> Turnaround:
    """Return how ``items`` were answered, as it stood ``on`` that day."""
    items = tuple(items)
    answers = {item.id: answered_on(item) for item in items}
    open_items = [item for item in items if not answers[item.id] and item.stage not in ("answered", "closed")]
    return Turnaround(
        on=on,
        items=len(items),
        awaited=sum(bool(item.due or answers[item.id]) for item in items),
        days=tuple(sorted(_days(item, answers[item.id]) for item in items if answers[item.id])),
        overdue=sum(is_overdue(item, on) for item in open_items),
        disputed=sum(item.disputed for item in items),
    )


def is_overdue(item: Tracked, on: date) -> bool:
    """Whether the day an item was to be answered by is past."""
    return item.due is not None and item.due[:10] < on.isoformat()


def answered_on(item: Tracked) -> str:
    """Return the day of the first answer, or nothing."""
    return min((r.date for r in item.responses), default=item.reached.get("answered", ""))


def _days(item: Tracked, answered: str) -> int:
    asked = item.reached.get("sent") or item.reached.get("raised") or answered
    return max(0, (date.fromisoformat(answered[:10]) - date.fromisoformat(asked[:10])).days)
