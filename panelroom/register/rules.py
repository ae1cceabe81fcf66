"""What the register allows now. Pure: it looks at the register and the change, and refuses in one sentence."""

from panelroom.errors import Refused
from panelroom.figures import Stage
from panelroom.register.changes import (
    STEPS,
    Change,
    Replied,
    Responded,
    ThemeLinked,
    Updated,
    WinMade,
    WinStepped,
)
from panelroom.register.state import RELAYS, Item, Register, Theme, stage_place
from panelroom.register.words import STAGES


def check(register: Register, change: Change) -> None:
    """Raise Refused where the register does not allow ``change``.

    Raises:
        Refused: what speaks against it, and what to do; nothing was changed.
    """
    if isinstance(change, Updated):
        _check_update(find_item(register, change.of), change)
    elif isinstance(change, Responded):
        _check_response(_find_either(register, change.of), change)
    elif isinstance(change, Replied):
        _check_reply(_find_either(register, change.of), change)
    elif isinstance(change, ThemeLinked):
        _check_link(register, change)
    elif isinstance(change, WinMade) and change.item is not None:
        find_item(register, change.item)
    elif isinstance(change, WinStepped):
        _check_step(register, change)


def find_item(register: Register, item_id: str) -> Item:
    """Return the item with that id.

    Raises:
        Refused: there is none.
    """
    if (item := register.items.get(item_id)) is None:
        raise Refused(
            "There is no item of that number in the register: nothing was changed. See 'register list'."
        )
    return item


def _find_either(register: Register, of: str) -> Item | Theme:
    return register.themes.get(of) or find_item(register, of)


def _check_update(item: Item, change: Updated) -> None:
    if change.stage is None or change.on is None:
        return
    target = stage_place(change.stage)
    goes_back = target <= stage_place(item.stage) and not item.left_out(change.stage)
    if goes_back and change.note is None:
        raise Refused(
            f"{item.id} is at '{STAGES[item.stage]}' already, and going back needs a reason: nothing was changed. "
            "Give the reason as a note."
        )
    before = [day for stage, day in item.reached.items() if stage_place(stage) < target]
    if before and change.on < max(before):
        raise Refused(
            f"That day is before an earlier stage of {item.id} ({max(before)}): nothing was changed. "
            f"Give {max(before)} or a later day."
        )
    if item.left_out(change.stage):
        _check_filled_in(item, change.stage, change.on)
    _check_relayed(item, change)


def _check_filled_in(item: Item, stage: Stage, on: str) -> None:
    """Feedback may be relayed after it was answered, in either order; but not before it was sent, nor once closed."""
    later: tuple[Stage, ...] = (*RELAYS, "closed") if stage == "sent" else ("closed",)
    days = [item.reached[each] for each in later if each in item.reached]
    if days and on > min(days):
        raise Refused(
            f"That day is after a later stage of {item.id} ({min(days)}): nothing was changed. "
            f"Give {min(days)} or an earlier day."
        )


def _check_relayed(item: Item, change: Updated) -> None:
    """Feedback that nobody passed on is not done with, unless it is said why."""
    missing = item.relays_missing
    if change.stage == "closed" and missing and change.note is None:
        stages = " and ".join(f"'{STAGES[stage]}'" for stage in missing)
        raise Refused(
            f"{item.id} was not relayed to both officer and supervisor: nothing was changed. Record the day of "
            f"{stages} first, then close it; or give the reason for closing it without them as a note."
        )


def _check_response(of: Item | Theme, change: Responded) -> None:
    if not isinstance(of, Item):
        return
    latest = of.date if of.stage in ("answered", "closed") else max(of.reached.values())
    if change.on < latest:
        raise Refused(
            f"That day is before {of.id} reached its stage ({latest}): nothing was changed. "
            f"Give {latest} or a later day."
        )


def _check_reply(of: Item | Theme, change: Replied) -> None:
    if not of.responses:
        raise Refused(f"The force has not answered {of.id} yet: there is nothing to reply to.")
    if change.on < of.responses[-1].on:
        raise Refused(
            f"That day is before the answer of the force ({of.responses[-1].on}): nothing was changed. "
            "Give the same or a later day."
        )


def _check_link(register: Register, change: ThemeLinked) -> None:
    if (theme := register.themes.get(change.of)) is None:
        raise Refused("There is no theme of that number: nothing was changed. See 'register theme list'.")
    find_item(register, change.item)
    if theme.sides.get(change.item, "none") == change.side:
        raise Refused(f"{change.item} stands so in {theme.id} already: nothing was changed.")


def _check_step(register: Register, change: WinStepped) -> None:
    if (win := register.wins.get(change.of)) is None:
        raise Refused(
            "There is no system change of that number: nothing was changed. See 'register win list'."
        )
    if change.step in win.steps and change.note is None:
        raise Refused(
            f"{win.id} was '{change.step}' on {win.steps[change.step]} already: nothing was changed. "
            "To put the day right, give the reason as a note."
        )
    place = STEPS.index(change.step)
    if any(day > change.on for step, day in win.steps.items() if STEPS.index(step) < place):
        raise Refused(f"That day is before an earlier step of {win.id}: nothing was changed.")
    if any(day < change.on for step, day in win.steps.items() if STEPS.index(step) > place):
        raise Refused(f"That day is after a later step of {win.id}: nothing was changed.")
