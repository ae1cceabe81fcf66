"""Reading ends before anything is answered, whichever way the Chair goes, and the room follows."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from ui_driver import Chair, at_the_desk, begin, drop

from panelroom.acts import EndReading
from panelroom.display import RoomPage, room_page


def room(chair: Chair) -> RoomPage:
    return room_page(chair.meeting, chair.conductor.room, chair.conductor.now())


def state(chair: Chair) -> str:
    return chair.meeting.timing(1).reading.state


async def to_reading(chair: Chair) -> None:
    """The panel has read the first case for a minute."""
    await begin(chair)
    await chair.press("enter")
    await chair.wait(60)
    assert (chair.on, state(chair), room(chair).kind) == ("Reading", "running", "reading")


async def test_slips_end_the_reading_and_the_room_follows(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        await chair.press("f5")
        assert "End the reading time and mark slips?" in chair.flat()
        await chair.press("n")
        assert (chair.on, state(chair), room(chair).kind) == ("Reading", "running", "reading")
        await chair.press("f5", "y")
        assert (chair.on, state(chair), room(chair).kind) == ("SlipScreen", "ended", "slips")
        await chair.burst(*"yyyyyyyyyyn", "enter")
        await chair.press("enter", "y", "enter", "y")
        assert (chair.on, room(chair).kind) == ("Questions", "question")
        await chair.wait(5)
        assert room(chair).footer.endswith("0:05 on this question")


async def test_a_disk_that_does_not_take_the_end_leaves_the_panel_reading(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        monkeypatch.setattr(chair.app, "act", lambda act: not isinstance(act, EndReading))
        await chair.press("enter")
        assert (chair.on, state(chair)) == ("Reading", "running")


WAYS = {
    "cover and q": ("i", "q"),
    "members and slips": ("m", "f5"),
    "wrap-up and slips": ("w", "f5"),
    "paused and slips": ("space", "f5"),
}


@pytest.mark.heavy
@pytest.mark.parametrize("keys", WAYS.values(), ids=WAYS)
async def test_no_way_leads_past_the_end_of_the_reading(shelf: Path, keys: Sequence[str]) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        await chair.press(*keys)
        assert chair.on == "Confirm" and state(chair) != "ended"
        await chair.press("escape")
        assert chair.on not in ("Questions", "SlipScreen", "Outcome") and state(chair) != "ended"
        await chair.press(keys[-1], "y")
        assert chair.on in ("Questions", "SlipScreen") and state(chair) == "ended"


@pytest.mark.heavy
@pytest.mark.parametrize("place", ["questions", "outcome", "slips"])
async def test_the_list_of_commands_asks_too(shelf: Path, place: str) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        chair.app.action_go(place)
        await chair.settle()
        assert chair.on == "Confirm"
        await chair.press("y")
        assert (chair.conductor.place.screen, state(chair)) == (place, "ended")


@pytest.mark.heavy
@pytest.mark.parametrize("key", ["w", "m"])
async def test_looking_elsewhere_leaves_the_panel_reading(shelf: Path, key: str) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        await chair.press(key)
        assert (state(chair), room(chair).kind) == ("running", "reading")
        await chair.press("escape")
        assert (chair.on, state(chair)) == ("Reading", "running")


async def test_a_book_left_at_the_questions_with_the_reading_begun_opens_where_it_reads(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        chair.conductor.go(screen="questions", question="q1")
        drop(chair.app)
    async with at_the_desk(shelf, clock=chair.clock) as chair:
        await chair.press("escape")
        assert (chair.on, state(chair)) == ("Reading", "paused")


async def test_the_key_line_says_what_space_does_now(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        assert "SPACE pause" in " ".join(chair.bottom().split())
        await chair.press("space")
        assert "SPACE go on" in " ".join(chair.bottom().split())
        assert "F1 help" in " ".join(chair.bottom().split())
        await chair.press("space", "f8")
        while chair.on != "Reading":
            chair.app.pop_screen()
            await chair.settle()
        assert (state(chair), "SPACE go on" in " ".join(chair.bottom().split())) == ("paused", True)
