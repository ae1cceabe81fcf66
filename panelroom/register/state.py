"""The register: what its changes add up to. A pure fold, without a clock, a disk or a rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pyrsistent import PMap, pmap

from panelroom.errors import BookError
from panelroom.figures import STAGES, MeetingFigures, Stage
from panelroom.register.changes import (
    Begun,
    Change,
    DaysSet,
    Entry,
    Imported,
    Replied,
    Responded,
    Side,
    Source,
    Step,
    ThemeLinked,
    ThemeMade,
    Updated,
    WinMade,
    WinStepped,
)

RELAYS: tuple[Stage, ...] = ("relayed_to_officer", "relayed_to_supervisor")


@dataclass(frozen=True, slots=True)
class Item:
    """Something the panel said, and what became of it. ``reached`` is stage -> the day it was reached.

    ``said`` holds every wording the record has had, the latest last; ``due`` the day given to it, if any was.
    """

    id: str
    meeting: str
    date: str
    said: tuple[Source, ...]
    stage: Stage
    reached: Mapping[Stage, str]
    owner: str | None = None
    due: str | None = None
    responses: tuple[Responded, ...] = ()
    replies: tuple[Replied, ...] = ()
    history: tuple[Entry, ...] = ()

    @property
    def now(self) -> Source:
        """What the record says now."""
        return self.said[-1]

    @property
    def open(self) -> bool:
        """Whether something is still to come of it."""
        return self.stage != "closed" and not self.now.withdrawn

    @property
    def wants_answer(self) -> bool:
        """Whether the force is to answer at all. Praise is relayed, but nobody is chased to answer it."""
        praise = self.now.sort == "feedback" and self.now.kind == "good_practice"
        return not (praise or self.now.struck or self.now.withdrawn)

    @property
    def awaits_answer(self) -> bool:
        """Whether the force has yet to answer."""
        return self.wants_answer and self.stage not in ("answered", "closed")

    @property
    def relays_missing(self) -> tuple[Stage, ...]:
        """To whom it has yet to be relayed. Only feedback is relayed, to officer and supervisor."""
        if self.now.sort != "feedback":
            return ()
        return tuple(stage for stage in RELAYS if stage not in self.reached)

    def left_out(self, stage: Stage) -> bool:
        """Whether the item went past a stage without its day being recorded."""
        return stage not in self.reached and stage_place(stage) < stage_place(self.stage)


@dataclass(frozen=True, slots=True)
class Theme:
    """What several items say together: ``sides`` is item -> whether it bears the theme out or speaks against it."""

    id: str
    title: str
    sides: Mapping[str, Side] = field(default_factory=dict)
    responses: tuple[Responded, ...] = ()
    replies: tuple[Replied, ...] = ()

    def items(self, side: Side) -> tuple[str, ...]:
        """Return the items on that side, in the order they were linked."""
        return tuple(i for i, s in self.sides.items() if s == side)


@dataclass(frozen=True, slots=True)
class SystemChange:
    """A change to a system: ``steps`` is step -> the day it was taken; ``item`` what the panel had said."""

    id: str
    title: str
    item: str | None
    steps: Mapping[Step, str]
    proposed_to: str | None = None
    supporters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting the register knows: its figures, and the state of the record they were taken from."""

    book: str
    entries: int
    figures: MeetingFigures


@dataclass(frozen=True, slots=True)
class Register:
    """The whole state of the register after its latest change. Everything is in the order it came."""

    response_days: int
    changes: int = 1
    meetings: PMap[str, Held] = field(default_factory=pmap)
    items: PMap[str, Item] = field(default_factory=pmap)
    themes: PMap[str, Theme] = field(default_factory=pmap)
    wins: PMap[str, SystemChange] = field(default_factory=pmap)

    def every_item(self) -> list[Item]:
        """Return the items in the order they came."""
        return [self.items[f"r{n}"] for n in range(1, len(self.items) + 1)]

    def every_theme(self) -> list[Theme]:
        """Return the themes in the order they were made."""
        return [self.themes[f"t{n}"] for n in range(1, len(self.themes) + 1)]

    def every_win(self) -> list[SystemChange]:
        """Return the changes to systems in the order they were noted."""
        return [self.wins[f"w{n}"] for n in range(1, len(self.wins) + 1)]

    def of_meeting(self, meeting: str) -> list[Item]:
        """Return the items of the meeting with that reference."""
        return [item for item in self.every_item() if item.meeting == meeting]

    def due(self, item: Item) -> str | None:
        """Return the day by which an answer is expected: the one given, else counted from when it was sent.

        What was never sent counts from its meeting, so that it is not forgotten on a desk.
        """
        if item.due or not item.wants_answer:
            return item.due
        since = date.fromisoformat(item.reached.get("sent") or item.date)
        return (since + timedelta(days=self.response_days)).isoformat()

    def overdue(self, item: Item, on: date) -> int:
        """Return by how many days an answer is late on that day; 0 where it is not."""
        due = self.due(item)
        if due is None or not item.awaits_answer:
            return 0
        return max(0, (on - date.fromisoformat(due)).days)


def fold(entries: Iterable[Entry]) -> Register:
    """Return the register that the entries add up to.

    Raises:
        BookError: a change is missing, out of its place, or cannot follow those before it.
    """
    register: Register | None = None
    for place, entry in enumerate(entries, 1):
        try:
            if entry.seq != place:
                raise ValueError(place)
            register = _begin(entry) if register is None else apply(register, entry)
        except (LookupError, TypeError, ValueError):
            raise BookError(
                f"Change {place} of this register is missing or damaged: nothing was changed; use a copy."
            ) from None
    if register is None:
        raise BookError("This register is empty: use a copy.")
    return register


def _begin(entry: Entry) -> Register:
    if not isinstance(entry.change, Begun):
        raise TypeError("the first change begins a register")
    return Register(entry.change.response_days)


def apply(register: Register, entry: Entry) -> Register:
    """Return the register after one more change."""
    after = _APPLY[type(entry.change)](register, entry)
    return replace(after, changes=entry.seq)


def stage_place(stage: Stage) -> int:
    """Return where a stage stands among the stages, from 0."""
    return STAGES.index(stage)


def _days_set(register: Register, entry: Entry) -> Register:
    assert isinstance(entry.change, DaysSet)
    return replace(register, response_days=entry.change.response_days)


def _imported(register: Register, entry: Entry) -> Register:
    change = entry.change
    assert isinstance(change, Imported)
    items = register.items.evolver()
    for source in change.items:
        known = register.items.get(source.id)
        items[source.id] = _again(known, source, entry) if known else _first(change, source, entry)
    held = Held(change.book, change.entries, change.figures)
    return replace(
        register, items=items.persistent(), meetings=register.meetings.set(change.figures.meeting, held)
    )


def _first(change: Imported, source: Source, entry: Entry) -> Item:
    """Return a new item: what the force settled in the room was raised and answered there."""
    day = change.figures.date
    reached: dict[Stage, str] = {"raised": day, **({"answered": day} if source.settled else {})}
    stage: Stage = "answered" if source.settled else "raised"
    return Item(
        source.id, change.figures.meeting, day, (source,), stage, reached, source.owner, source.due,
        history=(entry,),
    )  # fmt: skip


def _again(item: Item, source: Source, entry: Entry) -> Item:
    """Return an item whose wording the record has changed; where words were struck no earlier wording is kept."""
    earlier = () if source.erased else item.said
    return replace(item, said=(*earlier, source), history=(*item.history, entry))


def _updated(register: Register, entry: Entry) -> Register:
    change = entry.change
    assert isinstance(change, Updated)
    item = register.items[change.of]
    if change.stage is not None and change.on is not None:
        fills_in = change.note is None and item.left_out(change.stage)
        item = (_filled_in if fills_in else _moved)(item, change.stage, change.on)
    item = replace(
        item,
        owner=change.owner or item.owner,
        due=change.due or item.due,
        history=(*item.history, entry),
    )
    return replace(register, items=register.items.set(item.id, item))


def _filled_in(item: Item, stage: Stage, on: str) -> Item:
    """Return the item with the day of a stage that was left out; it stays where it is."""
    return replace(item, reached={**item.reached, stage: on})


def _moved(item: Item, stage: Stage, on: str) -> Item:
    kept = {s: d for s, d in item.reached.items() if stage_place(s) < stage_place(stage)}
    return replace(item, stage=stage, reached={**kept, stage: on})


def _responded(register: Register, entry: Entry) -> Register:
    change = entry.change
    assert isinstance(change, Responded)
    if change.of in register.themes:
        theme = register.themes[change.of]
        return _with_theme(register, replace(theme, responses=(*theme.responses, change)))
    item = register.items[change.of]
    if stage_place(item.stage) < stage_place("answered"):
        item = _moved(item, "answered", change.on)
    item = replace(item, responses=(*item.responses, change), history=(*item.history, entry))
    return replace(register, items=register.items.set(item.id, item))


def _replied(register: Register, entry: Entry) -> Register:
    change = entry.change
    assert isinstance(change, Replied)
    if change.of in register.themes:
        theme = register.themes[change.of]
        return _with_theme(register, replace(theme, replies=(*theme.replies, change)))
    item = register.items[change.of]
    item = replace(item, replies=(*item.replies, change), history=(*item.history, entry))
    return replace(register, items=register.items.set(item.id, item))


def _theme_made(register: Register, entry: Entry) -> Register:
    assert isinstance(entry.change, ThemeMade)
    return _with_theme(register, Theme(entry.change.id, entry.change.title))


def _theme_linked(register: Register, entry: Entry) -> Register:
    change = entry.change
    assert isinstance(change, ThemeLinked)
    theme = register.themes[change.of]
    return _with_theme(register, replace(theme, sides={**theme.sides, change.item: change.side}))


def _with_theme(register: Register, theme: Theme) -> Register:
    return replace(register, themes=register.themes.set(theme.id, theme))


def _win_made(register: Register, entry: Entry) -> Register:
    change = entry.change
    assert isinstance(change, WinMade)
    win = SystemChange(change.id, change.title, change.item, {"observed": change.on})
    return replace(register, wins=register.wins.set(win.id, win))


def _win_stepped(register: Register, entry: Entry) -> Register:
    change = entry.change
    assert isinstance(change, WinStepped)
    win = register.wins[change.of]
    supporters = dict.fromkeys((*win.supporters, *change.supporters))
    win = replace(
        win,
        steps={**win.steps, change.step: change.on},
        proposed_to=change.proposed_to or win.proposed_to,
        supporters=tuple(supporters),
    )
    return replace(register, wins=register.wins.set(win.id, win))


_APPLY: dict[type[Change], Callable[[Register, Entry], Register]] = {
    DaysSet: _days_set,
    Imported: _imported,
    Updated: _updated,
    Responded: _responded,
    Replied: _replied,
    ThemeMade: _theme_made,
    ThemeLinked: _theme_linked,
    WinMade: _win_made,
    WinStepped: _win_stepped,
}
