"""Everything that can happen to the register, one typed change each; what it holds is what they add up to.

What the panel said is only ever brought by :class:`Imported`, out of a meeting's record. Every text passes
:func:`panelroom.text.clean_text` here, whichever way it came.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from panelroom.acts import Day, Id, Kind, Label, Words
from panelroom.canonical import canonical_json
from panelroom.errors import BookError
from panelroom.figures import MeetingFigures, Sort, Stage, Status
from panelroom.journal import STRUCK
from panelroom.whole import Page, Whole

FORMAT = 1
_ENVELOPE = ("v", "at")
RESPONSE_DAYS = 28
"""Within how many days the force is expected to answer, unless the office says otherwise."""

Days = Annotated[Whole, Field(ge=1, le=730)]
Side = Literal["supporting", "contrary", "none"]
Step = Literal["observed", "proposed", "supported", "implemented"]
STEPS: tuple[Step, ...] = ("observed", "proposed", "supported", "implemented")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Told(_Part):
    """What the force had said by the record already: who by role, on what basis, and whether it settles a query.

    ``disputed`` is a fact that the force disputed before publication, with its page; ``replied`` is what the panel
    said to that.
    """

    role: Label
    text: Words
    basis: Literal["papers", "shown", "said", "disputed", "replied"]
    settled: bool
    page: Page | None = None

    @property
    def of_a_dispute(self) -> bool:
        """Whether it is a fact disputed before publication, or the panel's reply to one."""
        return self.basis in ("disputed", "replied")


class Source(_Part):
    """What the panel said, as the record of its meeting has it.

    ``id`` is the register's, ``source`` the record's: an entry, or the query a mark raises (``5-q2``). ``text`` is
    None once it was struck from the record; ``withdrawn`` says that a correction took it away. ``public`` is the
    wording released for publication. ``owner`` and ``due`` are those an action was given in the meeting.
    """

    id: Id
    source: Id
    sort: Sort
    kind: Kind | None = None
    case: int | None = None
    question: int | None = None
    to: Label | None = None
    page: Page | None = None
    text: Words | None = None
    public: Words | None = None
    told: tuple[Told, ...] = ()
    owner: Label | None = None
    due: Day | None = None
    struck: bool = False
    withdrawn: bool = False

    @property
    def settled(self) -> bool:
        """Whether the force's latest answer in the room settles a query."""
        return bool(self.told) and self.told[-1].settled

    @property
    def disputed(self) -> bool:
        """Whether the force disputed a fact in it before publication; what was struck of that counts as none."""
        return any(told.basis == "disputed" and STRUCK not in told.text for told in self.told)

    @property
    def erased(self) -> bool:
        """Whether words were struck from it: then no earlier wording may be kept either."""
        return self.struck or any(
            STRUCK in (words or "") for words in (self.text, *(t.text for t in self.told))
        )


class Change(_Part):
    """The base. ``by`` is who made it, by role."""

    change: str
    by: Label = "secretary"


class Begun(Change):
    """The first change: the register is there."""

    change: Literal["begun"] = "begun"
    response_days: Days = RESPONSE_DAYS


class DaysSet(Change):
    """From now on the force is expected to answer within so many days."""

    change: Literal["days_set"] = "days_set"
    response_days: Days


class Imported(Change):
    """A meeting's record was read: its figures, and what is new or changed of what the panel said.

    ``book`` is the leaf (hex) of the record's first entry, which no other book has; ``entries`` how many there were.
    """

    change: Literal["imported"] = "imported"
    book: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    entries: Annotated[int, Field(ge=1)]
    figures: MeetingFigures
    items: tuple[Source, ...] = ()


class Updated(Change):
    """An item moved to a stage on a day, or got another owner or due day.

    A stage that the item had gone past without its day is filled in, and the item stays where it is; with a ``note``
    it goes back there.
    """

    change: Literal["updated"] = "updated"
    of: Id
    stage: Stage | None = None
    on: Day | None = None
    owner: Label | None = None
    due: Day | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _something(self) -> "Updated":
        if (self.stage is None) != (self.on is None):
            raise ValueError("a stage and the day it was reached belong together")
        if self.stage is None and self.owner is None and self.due is None and self.note is None:
            raise ValueError("nothing is changed: give a stage, an owner, a due day or a note")
        return self


class Responded(Change):
    """The force answered an item or a theme. ``page`` is where it says the papers show it."""

    change: Literal["responded"] = "responded"
    by: Label = "force"
    of: Id
    status: Status
    text: Words
    page: Page | None = None
    on: Day
    public_text: Words | None = None


class Replied(Change):
    """The panel answered what the force said of an item or a theme."""

    change: Literal["replied"] = "replied"
    by: Label = "panel"
    of: Id
    text: Words
    on: Day
    public_text: Words | None = None


class ThemeMade(Change):
    """A theme was found. Its title may be published."""

    change: Literal["theme_made"] = "theme_made"
    id: Id
    title: Label


class ThemeLinked(Change):
    """An item bears a theme out, or speaks against it, or neither after all."""

    change: Literal["theme_linked"] = "theme_linked"
    of: Id
    item: Id
    side: Side


class WinMade(Change):
    """A change to a system that the panel's work may bring about. Its title may be published."""

    change: Literal["win_made"] = "win_made"
    id: Id
    title: Label
    item: Id | None = None
    on: Day


class WinStepped(Change):
    """A change to a system came a step further on a day."""

    change: Literal["win_stepped"] = "win_stepped"
    of: Id
    step: Step
    on: Day
    proposed_to: Label | None = None
    supporters: tuple[Label, ...] = ()
    note: Words | None = None


CHANGES: dict[str, type[Change]] = {
    cls.model_fields["change"].default: cls
    for cls in (
        Begun, DaysSet, Imported, Updated, Responded, Replied, ThemeMade, ThemeLinked, WinMade, WinStepped,
    )
}  # fmt: skip
"""Name -> change."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as it was recorded: its place from 1, and when."""

    seq: int
    at: datetime
    change: Change


def to_body(entry: Entry) -> str:
    """Return the entry's canonical JSON."""
    data = entry.change.model_dump(mode="json")
    return canonical_json({**data, "v": FORMAT, "at": entry.at.isoformat()}).decode()


def from_body(seq: int, body: str) -> Entry:
    """Return the entry a stored body holds.

    Raises:
        BookError: it was written by a newer panelroom, or is damaged.
    """
    try:
        data = json.loads(body)
        if data["v"] > FORMAT:
            raise BookError("This register was written by a newer panelroom: update panelroom to open it.")
        kind = CHANGES[data["change"]]
        fields = {k: v for k, v in data.items() if k not in _ENVELOPE}
        return Entry(seq, datetime.fromisoformat(data["at"]), kind.model_validate(fields))
    except (ValidationError, KeyError, TypeError, ValueError):
        raise BookError(
            f"Change {seq} of this register is damaged: nothing was changed; use a copy."
        ) from None
