"""What the Chair's screen and the room's display say at the same moment, and small words a Chair relies on."""

import re
from pathlib import Path

import pytest
from ui_driver import (
    SMALL,
    Chair,
    at_the_desk,
    begin,
    drop,
    here,
    mark,
    opened_at,
    sample_opening,
    to_questions,
)

from panelroom import pace
from panelroom.acts import OpenMeeting
from panelroom.clock import ManualClock
from panelroom.desk import Desk
from panelroom.display import RoomPage, room_page
from panelroom.ui.screens.reading import TAKEN_OUT

FIRST_ADVISORY = "Racist abuse outside a shop. Strong language is masked."


def room(chair: Chair) -> RoomPage:
    """What the room's display shows now."""
    return room_page(chair.meeting, Desk(chair.conductor.session.book).room(), chair.conductor.now())


def short_evening() -> OpenMeeting:
    """A meeting that is behind its plan from the first minute."""
    return sample_opening(planned_minutes=60)


# ── what to expect ───────────────────────────────────────────────────────────────────────────────────────


async def test_the_room_reads_what_to_expect_before_the_case_is_opened(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7)
        await chair.press("g", "y")
        assert room(chair).kind == "before"
        await chair.press("enter")
        assert chair.on == "Cover" and chair.meeting.open_case is None
        assert (room(chair).kind, room(chair).heading) == ("cover", "Case 1 of 6")
        assert FIRST_ADVISORY in room(chair).body
        await chair.press("right")
        assert room(chair).heading == "Case 2 of 6" and FIRST_ADVISORY not in room(chair).body
        await chair.press("left", "s")
        assert room(chair).kind == "private", "who sits out is picked unseen"
        await chair.press("escape", "enter")
        assert (chair.on, room(chair).kind) == ("Reading", "reading")


@pytest.mark.heavy
async def test_after_a_case_the_room_reads_what_to_expect_of_the_next(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y" * 11)
        await chair.press("1", "enter")
        assert room(chair).kind == "outcome", "the conclusion stays until the case is closed"
        await chair.press("enter")
        assert (chair.on, room(chair).heading) == ("Cover", "Case 2 of 6")
        await chair.press("x")
        await chair.enter("No time.")
        assert (room(chair).kind, room(chair).heading) == ("cover", "Case 3 of 6")


# ── the question's own time ──────────────────────────────────────────────────────────────────────────────


async def test_the_time_of_an_outage_is_not_the_questions(shelf: Path) -> None:
    clock = ManualClock(opened_at())
    async with at_the_desk(shelf, clock=clock) as chair:
        await to_questions(chair)
        await mark(chair, "y")
        for _ in range(10):
            await chair.wait(3)
        assert "0:30 of" in await chair.painted()
        drop(chair.app)
    clock.advance(900)
    async with at_the_desk(shelf, clock=clock) as chair:
        await chair.press("escape")
        # The program notes every few seconds that it is alive: what lies between is lost to the clock.
        kept = re.search(r"(0:1[5-9]|0:2\d|0:30) of", await chair.painted())
        assert kept, chair.text()
        assert room(chair).footer == f"Case 1 of 6, {kept[1]} on this question"
        await chair.wait(60)
        assert f"1{kept[1][1:]} of" in await chair.painted()
        await chair.press("right")
        assert "0:00 of" in await chair.painted() and "0:00 on this" in room(chair).footer


@pytest.mark.heavy
async def test_neither_a_break_nor_further_reading_is_the_questions_time(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.wait(20)
        await chair.command("adjourn")
        await chair.press("1")
        await chair.wait(600)
        await chair.press("enter")
        assert "0:20 on this question" in room(chair).footer
        await chair.press("slash", "space")
        await chair.wait(60)
        await chair.press("done")
        assert "0:20 on this question" in room(chair).footer and "0:20 of" in await chair.painted()


# ── words a Chair relies on ──────────────────────────────────────────────────────────────────────────────


async def test_space_goes_on_by_itself_and_somebody_leaves_at_their_own_name(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("space", "space")
        first, second, third = list(chair.meeting.people.values())[:3]
        assert (first.status, second.status, third.status) == ("present", "present", "expected")
        await chair.press("up", "space")
        assert chair.meeting.people[second.id].status == "left"
        await chair.press("f1")
        told = (await chair.painted(), chair.flat())[1]
        assert "the arrow goes on by itself" in told and "SPACE on their name does the same" in told


async def test_the_member_who_waits_for_a_ruling_comes_first(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("m", "8", "space", "r", "1", "m", "9", "space", "r")
        await chair.painted()
        told = chair.flat()
        assert told.index("Member I: may decide") < told.index("Member H: may decide (ruled)"), told
        assert "Member H: takes no part in deciding (ruled)" not in told
        await chair.press("2")
        assert dict(chair.meeting.case(1).rulings) == {"h": True, "i": False}


async def test_how_far_behind_the_meeting_is_stays_on_the_smallest_screen(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=short_evening(), size=SMALL) as chair:
        assert re.search(r"Run order .* finish \d\d:\d\d, \d+ min behind: F6", await chair.painted()), (
            chair.text()
        )


@pytest.mark.parametrize("room", [60, 45, 30, 15])
def test_of_the_forecast_the_drift_goes_last(room: int) -> None:
    expected = pace.Forecast(4, 6, opened_at(), -112)
    said = pace.say_within(expected, room)
    assert len(said) <= room and said.endswith("112 min behind")
    assert ("4 of 6" in said) == (room > 15) and ("finish 18:00" in said) == (room > 30)
    assert ("On course" in said) == (room == 60)


async def test_what_was_taken_out_of_the_papers_is_not_called_masked(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("enter")
        assert "[racist" in await chair.painted()
        await chair.press("v")
        assert TAKEN_OUT in (await chair.painted(), chair.flat())[1], chair.text()
