"""Registers to test with: a meeting played into a real book, and a register that has read it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from making import Room, in_room

from panelroom.clock import ManualClock
from panelroom.register import shelf as registers
from panelroom.register.changes import (
    Change,
    Entry,
    Replied,
    Responded,
    ThemeLinked,
    ThemeMade,
    Updated,
)
from panelroom.register.rules import check
from panelroom.register.state import Register, apply
from panelroom.register.taking import taken
from panelroom.store import RegisterFile

KEY = bytes(range(32))
DAY = date(2031, 3, 4)
"""The day of the meeting."""
DYFED_POWYS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "data" / "dyfed_powys_register.json").read_text(encoding="utf-8")
)
EMPTY = Register(28)


def heard(room: Room) -> dict[str, str]:
    """Play a short meeting to its end; return names for its entries."""
    room.open_first()
    room.mark("ycyyyyyyyyy")
    known = {
        "praise": room.say("observe", text="Well done.", kind="good_practice", question="q1"),
        "learning": room.say(
            "observe",
            text="Nobody called.",
            kind="learning",
            question="q3",
            page=6,
            to="supervisor",
            member="m1",
        ),
        "wide": room.say("observe", text="No form asks.", kind="learning", level="organisational"),
        "query": room.say("raise_query", text="Who covers?", question="q3"),
        "urgent": room.say("raise_urgent", text="Somebody is at risk.", told="Duty", by="Chair"),
        "parked": room.say("park", text="Rest days."),
        "action": room.say("record_action", text="Ask for it.", owner_role="opcc", due="2031-04-01"),
    }
    ids = {name: done.entry.id for name, done in known.items()}
    room.say("answer_query", query="1-q2", role="force", text="It exists.", basis="shown", settled=True)
    room.say("carry_forward", case=1, reason="Time.")
    room.say("close_meeting")
    return ids


def do(register: Register, change: Change) -> Register:
    """Check a change and apply it, as the shelf does, on no disk."""
    check(register, change)
    return apply(register, Entry(register.changes + 1, datetime(2031, 4, 1, tzinfo=UTC), change))


def take(register: Register, room: Room) -> Register:
    """Read the room's record into the register."""
    change = taken(register, room.meeting, room.book.rows())
    return register if change is None else do(register, change)


def by_text(register: Register, text: str) -> str:
    """Return the id of the item that says so."""
    return next(i.id for i in register.every_item() if i.now.text == text)


def move(register: Register, item: str, stage: str, on: str, note: str | None = None) -> Register:
    return do(register, Updated.model_validate({"of": item, "stage": stage, "on": on, "note": note}))


def respond(
    register: Register, of: str, status: str = "accepted", on: str = "2031-03-20", **more: Any
) -> Register:
    fields = {"of": of, "status": status, "text": "So.", "on": on, **more}
    return do(register, Responded.model_validate(fields))


def reply(register: Register, of: str, text: str, on: str = "2031-03-21") -> Register:
    return do(register, Replied(of=of, text=text, on=on))


@contextmanager
def on_disk(path: Path) -> Iterator[registers.Writer]:
    """The register at ``path``, made if it is not there, open for writing."""
    clock = ManualClock(datetime(2031, 4, 1, 9, 0, tzinfo=UTC))
    if not path.exists():
        from panelroom.register.changes import Begun, to_body

        RegisterFile.create(path, KEY, to_body(Entry(1, clock.wall(), Begun())))
    with registers.writing(path, KEY, clock) as writer:
        yield writer


def dyfed_powys(folder: Path) -> tuple[Register, dict[str, str]]:
    """Play the sixteen cases with every observation, and answer them as the force did; return item by observation."""
    with in_room(folder / "dp.book", "dyfed-powys-qap", set="dyfed-powys-qap", cases=16) as room:
        room.here("ch", "m1", "m2", "et")
        if room.meeting.question_set.meetings.ground_rules:
            room.say("acknowledge_ground_rules")
        for case in range(1, 17):
            _hear(room.say, case)
        room.say("close_meeting")
        register = take(EMPTY, room)
    observed = zip(DYFED_POWYS["observations"], register.every_item(), strict=True)
    items = {said["id"]: item.id for said, item in observed}
    for number, theme in enumerate(DYFED_POWYS["themes"], 1):
        register = _answer(register, f"t{number}", theme, items)
    return register, items


def _hear(say: Callable[..., Any], case: int) -> None:
    say("open_case", case=case)
    for said in DYFED_POWYS["observations"]:
        if said["case"] == case:
            say("observe", text=said["text"], kind=said["kind"])
    say("carry_forward", case=case, reason="Read, not decided.")


def _answer(register: Register, name: str, theme: dict[str, Any], items: dict[str, str]) -> Register:
    register = do(register, ThemeMade(id=name, title=theme["title"]))
    for side in ("supporting", "contrary"):
        for said in theme[side]:
            register = do(
                register, ThemeLinked.model_validate({"of": name, "item": items[said], "side": side})
            )
    register = respond(register, name, theme["status"], text=theme["text"])
    for said, text in theme["disputes"].items():
        register = respond(register, items[said], "fact_disputed", text=text)
    return register
