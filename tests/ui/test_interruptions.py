"""Every interruption of an evening, by keys through the real screens: what was recorded stands, nothing is lost."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from ui_driver import (
    PASSPHRASE,
    Chair,
    at_the_desk,
    begin,
    drop,
    make_book,
    mark,
    opened_at,
    to_questions,
)

from panelroom.clock import ManualClock
from panelroom.desk import Desk
from panelroom.display import room_page
from panelroom.ui.app import PanelroomApp
from panelroom.ui.screens.boxes import Lock

WORDS = "Half a sentence"
FIRST, SECOND, THIRD, FOURTH, EIGHTH = "1", "2", "4", "5", "8"
"""Places of voting members on the roll; the eighth is not here at first."""


def room(chair: Chair) -> str:
    """What the room's display shows now, as its kind of page."""
    return room_page(chair.meeting, Desk(chair.conductor.session.book).room(), chair.conductor.now()).kind


async def leave(chair: Chair, *places: str) -> None:
    """These members leave; back to the case."""
    await chair.press("m")
    for place in places:
        await chair.press(place, "l")
    await chair.press("enter")


async def unlock(chair: Chair, passphrase: str = PASSPHRASE) -> None:
    await chair.type(passphrase)
    await chair.press("enter")
    for _ in range(500):
        await chair.pilot.pause(0.02)
        if "One moment" not in chair.text():
            return
    raise AssertionError("the lock does not answer")


# ── people come and go ───────────────────────────────────────────────────────────────────────────────────


async def test_quorum_lost_in_the_middle_of_a_case_holds_what_was_not_decided(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "yyy")
        await leave(chair, SECOND, THIRD)
        assert chair.on == "Questions" and "NOT QUORATE 4 of 5" in await chair.painted()
        await mark(chair, "y" * 8)
        assert len(chair.meeting.case(1).answers) == 11, "the panel may go on discussing"
        await chair.press("1", "enter")
        await chair.painted()
        assert "Not quorate for this case: 4 of 5 needed" in chair.flat(), chair.text()
        assert chair.meeting.case(1).outcome is None
        await chair.command("adjourn")
        await chair.press("2")
        assert chair.meeting.adjourned and chair.meeting.adjourned[0] == "quorum"
        await chair.press("enter", "m", SECOND, "space", "enter")
        assert "Quorate 5 of 5" in await chair.painted()
        await chair.press("q", "1", "enter")
        assert chair.on == "Outcome", chair.text()
        assert chair.document()["cases"][0]["outcome"]["code"] == "1"


@pytest.mark.heavy
async def test_what_was_decided_before_the_quorum_was_lost_stands(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y" * 11)
        await chair.press("1", "enter", "enter", "enter", "done")
        await mark(chair, "yn")
        await leave(chair, SECOND, THIRD, FOURTH)
        await chair.press("f4", "x")
        await chair.enter("No quorum any more.")
        first, second = chair.document()["cases"][:2]
        assert (first["state"], first["outcome"]["code"]) == ("closed", "1")
        assert (second["state"], second["part_heard"]) == ("carried_forward", True)
        assert {q: a["mark"] for q, a in second["answers"].items()} == {"q1": "met", "q2": "not_met"}


@pytest.mark.heavy
async def test_a_late_member_decides_only_by_the_chair_s_ruling(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await leave(chair, SECOND)
        assert "Quorate 5 of 5" in await chair.painted()
        await chair.press("m", EIGHTH, "space")
        await chair.painted()
        assert "has not read the open case" in chair.flat(), chair.text()
        await chair.press("enter")
        assert "Quorate 5 of 5" in await chair.painted()
        await chair.press("m", "r", "1", "enter")
        assert "Quorate 6 of 5" in await chair.painted()


@pytest.mark.heavy
async def test_a_walk_in_is_taken_down_and_does_not_count_for_a_case_unread(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("m", "+")
        await chair.enter("A. Guest")
        await chair.press("m")
        added = list(chair.meeting.people.values())[-1]
        assert (added.name, added.present) == ("A. Guest", True)
        await chair.press("enter")
        assert "Quorate 6 of 5" in await chair.painted()


@pytest.mark.heavy
async def test_the_chair_hands_over_to_the_deputy_in_the_middle_of_a_case(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "yn")
        before = chair.meeting.chair
        await chair.press("m", SECOND, "c", "y", "1", "l", "enter")
        assert chair.on == "Questions" and chair.meeting.chair != before
        assert "Quorate 5 of 5" in await chair.painted()
        await mark(chair, "y" * 9)
        await chair.press("1", "r")
        await chair.enter("Agreed.")
        await chair.press("enter")
        assert chair.document()["cases"][0]["state"] == "decided"


async def test_a_chair_who_leaves_without_a_deputy_is_told_of(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("m", FIRST, "l")
        assert (
            "Nobody is in the chair now: choose the deputy, then c."
            in (await chair.painted(), chair.flat())[1]
        )
        assert "not chairing: c" in chair.text().splitlines()[4]
        await chair.press(SECOND, "c", "y")
        assert "not chairing" not in await chair.painted()
        await chair.press(FIRST, "space")
        rows = (await chair.painted()).splitlines()[4:6]
        assert "former chair" in rows[0] and " chair " in rows[1], "one person alone is called the chair"


# ── the laptop ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.heavy
async def test_a_laptop_that_slept_stops_the_reading_time_where_it_was(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("enter")
        await chair.wait(60)
        chair.clock.sleep_laptop(1800)
        await chair.wait(1)
        assert "The laptop slept" in (await chair.painted(), chair.flat())[1]
        reading = chair.meeting.timing(1).reading
        assert reading.state == "paused" and 55 <= reading.used <= 65
        await chair.press("space")
        assert chair.meeting.timing(1).reading.state == "running"


@pytest.mark.heavy
@pytest.mark.parametrize("hours", [-3, 5])
async def test_a_changed_clock_is_noted_and_changes_no_time(shelf: Path, hours: int) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("enter")
        await chair.wait(60)
        chair.clock.move_wall(hours * 3600)
        await chair.wait(1)
        assert "clock was changed: noted" in (await chair.painted(), chair.flat())[1]
        await chair.wait(60)
        reading = chair.meeting.timing(1).reading
        assert reading.state == "running" and 120 <= reading.used_at(chair.conductor.now()) <= 125
        assert [round(seconds / 3600) for _, seconds in chair.meeting.clock_notes] == [hours]


@pytest.mark.heavy
async def test_a_dead_battery_keeps_marks_and_the_words_being_typed(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "yn")
        await chair.press("o")
        await chair.type(WORDS)
        await chair.wait(1)
        drop(chair.app)
    async with at_the_desk(shelf, clock=ManualClock(opened_at() + timedelta(hours=1))) as chair:
        assert "The meeting goes on where it stopped" in await chair.painted()
        await chair.press("escape", "o")
        assert WORDS in await chair.painted()
        assert list(chair.meeting.case(1).marks.values()) == ["met", "not_met"]
        assert chair.meeting.timing(1).spent_at(chair.conductor.now()) < 600


# ── the room ─────────────────────────────────────────────────────────────────────────────────────────────


async def nothing(chair: Chair) -> None:
    """Leave everything as it is."""


async def typing(chair: Chair) -> None:
    await chair.press("o")
    await chair.type(WORDS)


async def deciding(chair: Chair) -> None:
    await chair.press("q")


Doing = Callable[[Chair], Awaitable[None]]


@pytest.mark.parametrize(
    "doing",
    [
        pytest.param(nothing, marks=pytest.mark.heavy),
        typing,
        pytest.param(deciding, marks=pytest.mark.heavy),
    ],
)
async def test_an_alarm_adjourns_blanks_and_locks_with_one_key(shelf: Path, doing: Doing) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y")
        await doing(chair)
        there = chair.on
        await chair.press("f8")
        assert isinstance(chair.app.screen, Lock) and room(chair) == "blank"
        assert chair.meeting.adjourned and chair.meeting.adjourned[0] == "safety"
        assert "SYN" not in await chair.painted() and WORDS not in chair.text()
        entries = chair.entries
        await chair.wait(1200)
        await chair.press("f8", "escape", "enter")
        assert isinstance(chair.app.screen, Lock) and chair.entries == entries
        await unlock(chair)
        await chair.press("b")
        assert chair.on == "Break" and room(chair) == ("private" if doing is typing else "break")
        await chair.press("enter")
        assert chair.on == there and chair.meeting.state == "open"
        assert chair.meeting.timing(1).spent_at(chair.conductor.now()) < 600
        assert [why for why, _, _ in chair.meeting.breaks] == ["safety"]
        assert doing is not typing or WORDS in await chair.painted()


@pytest.mark.heavy
async def test_the_palette_knows_the_alarm_too(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.command("alarm")
        assert isinstance(chair.app.screen, Lock) and chair.meeting.state == "adjourned"


@pytest.mark.heavy
async def test_an_alarm_in_a_break_or_after_the_meeting_only_locks(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.command("adjourn")
        await chair.press("1", "f8")
        await unlock(chair)
        await chair.press("b", "enter")
        assert [why for why, _, _ in chair.meeting.breaks] == ["break"]
        await chair.press("w", "enter", "y")
        entries = chair.entries
        await chair.press("f8")
        assert isinstance(chair.app.screen, Lock) and chair.entries == entries


@pytest.mark.heavy
async def test_a_wrong_key_is_taken_back_with_one(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y")
        before = chair.document()["cases"]
        await chair.press("n", "u")
        assert chair.document()["cases"] == before
        entries = chair.entries
        await chair.press("~", "Z", "f7", "ctrl+t")
        assert chair.entries == entries, "a key that means nothing does nothing"


@pytest.mark.heavy
async def test_a_wrong_pass_phrase_opens_nothing(shelf: Path) -> None:
    make_book(shelf / "april.book")
    app = PanelroomApp(shelf / "home", book=shelf / "april.book")
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(*"wrong", "enter")
        await app.workers.wait_for_complete()
        assert app.conductor is None
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("ctrl+l")
        await unlock(chair, "wrong")
        assert isinstance(chair.app.screen, Lock) and room(chair) == "blank"
