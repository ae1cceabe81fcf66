"""From the last outcome to what is left to do: what a Chair meets who is tired and does not want to lose anything."""

from pathlib import Path

import pytest
from ui_driver import SIZES, SMALL, Chair, at_the_desk, begin, mark, to_questions

from panelroom.display import RoomPage, room_page

# Each of these opens the whole program.
pytestmark = pytest.mark.heavy

ALL_YES = "yyyyyyyyyyy"


async def everything_marked(chair: Chair) -> None:
    await to_questions(chair)
    await mark(chair, ALL_YES)
    assert chair.on == "Outcome", chair.text()


async def every_case_taken(chair: Chair) -> None:
    await begin(chair)
    for case in chair.meeting.cases:
        chair.app.action_go("cover")
        await chair.settle()
        await chair.press("x")
        await chair.enter(f"No time is left for case {case.number}.")
    assert chair.on == "WrapUp", chair.text()


async def closed(chair: Chair) -> None:
    await every_case_taken(chair)
    await chair.press("enter", "y")
    assert chair.meeting.closed_at


def in_the_room(chair: Chair) -> RoomPage:
    conductor = chair.app.conductor
    assert conductor is not None
    return room_page(conductor.meeting, conductor.room, conductor.now())


# ── the room ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_room_sees_no_question_while_the_chair_looks_at_the_wrap_up(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("y", "w")
        aside = in_the_room(chair)
        assert (aside.heading, aside.footer) == ("One moment, please", "Case 1 of 6")
        await chair.press("q")
        assert in_the_room(chair).heading.startswith("Question")


@pytest.mark.parametrize("key", ["w", "m"])
async def test_the_room_is_told_that_all_is_marked_and_the_outcome_comes_back(shelf: Path, key: str) -> None:
    async with at_the_desk(shelf) as chair:
        await everything_marked(chair)
        before = in_the_room(chair)
        await chair.press(key)
        aside = in_the_room(chair)
        assert aside.heading == "Every question is answered"
        assert "on this question" not in aside.footer
        await chair.press("escape")
        assert chair.on == "Outcome" and in_the_room(chair) == before


# ── closing ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_open_case_is_said_before_anything_is_asked(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("w", "enter")
        assert chair.on == "WrapUp"
        await chair.painted()
        assert "Case 1 is open: close it or carry it forward first. q goes back to it" in chair.flat()
        await chair.press("q", "f4", "x")
        assert chair.on == "Form", "what the sentence says must work"


async def test_without_a_case_to_go_back_to_q_says_what_comes_next(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await every_case_taken(chair)
        assert "q back" not in await chair.painted()
        await chair.press("q")
        assert chair.on == "WrapUp"
        assert "ENTER closes the meeting" in await chair.painted()
        await chair.press("enter")
        await chair.painted()
        assert "The paper copies are not counted." in chair.flat()


# ── the roll call ────────────────────────────────────────────────────────────────────────────────────────


async def test_esc_on_the_roll_call_goes_back_or_says_how(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("escape")
        assert chair.on == "RollCall"
        assert "ENTER goes to the case" in await chair.painted()
        await to_questions(chair)
        await chair.press("right", "m", "escape")
        assert chair.on == "Questions" and chair.app.screen.question.number == 2  # type: ignore[attr-defined]


# ── what does not fit ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_everything_on_the_wrap_up_is_reached_by_keys(shelf: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(shelf, size=size) as chair:
        await begin(chair)
        for number in range(12):
            await chair.press("p")
            await chair.enter(f"Wider issue {number}.")
        await chair.press("w")
        first = await chair.painted()
        assert "ENTER  close the meeting" in first and "Paper copies" in first
        assert "ctrl+q leave" in first and "F1 help" in first
        assert ("PGDN more below" in first) == (size == SMALL), first
        await chair.press("pagedown", "pagedown")
        last = await chair.painted()
        assert "Wider issue 11." in last and "Actions" in last
        assert ("PGUP more above" in last) == (size == SMALL), last
        assert "more below" not in last


# ── once it is closed ────────────────────────────────────────────────────────────────────────────────────


async def test_a_closed_meeting_opens_at_what_is_left_to_do(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await closed(chair)
    async with at_the_desk(shelf) as chair:
        assert chair.on == "After"
        await chair.press("escape")
        assert chair.on == "WrapUp" and "ctrl+q leave" in await chair.painted()
        await chair.press("escape")
        assert chair.on == "After"


async def test_on_the_wrap_up_of_a_closed_meeting_no_key_is_silent(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await closed(chair)
        for key in ("q", "escape", "enter", "r", "f", "v", "h"):
            await chair.press(key)
            assert chair.on == "After", key
            await chair.press("w")
        for key in ("a", "c", "s", "o", "p", "k", "!", "u"):
            await chair.press(key)
            assert chair.on == "WrapUp", key
            assert "The meeting is closed" in chair.app.screen.literal("#notice").text, key  # type: ignore[attr-defined]
        for key in ("e", "d", "n"):
            await chair.press(key)
            assert chair.on != "WrapUp", key
            await chair.press("escape")
        for key in ("m", "f5"):
            await chair.press(key)
            assert chair.on == "After", key
            assert "The meeting is closed: this is what is left to do." in await chair.painted()
            await chair.press("w")
