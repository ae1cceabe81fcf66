"""Entering slips by keys: how many it takes, what is seen meanwhile, and what becomes of them."""

import re
from pathlib import Path
from typing import Any

import pytest
from test_display import words_on
from ui_driver import SMALL, WIDE, Chair, at_the_desk, closed_book, drop, sample_opening, to_questions

from panelroom.display import RoomPage, room_page

ROLL = ("1", "2", "4", "5", "6", "7")
SPLIT = ("yyyyyyyyyyy", "yyyyxyyyyyy", "yyyyxynyyyy", "yyyyxyyyyyy")
PANEL = [
    {"id": f"m{n}", "name": f"Member {n}", "role": "chair" if n == 1 else "member", "votes": True}
    for n in range(1, 9)
]


async def eight(chair: Chair) -> None:
    """Eight members decide; the first case is open, its reading done."""
    for place in range(1, 9):
        await chair.press(str(place), "space")
    await chair.press("g", "y", "enter", "enter", "done")
    assert chair.on == "Questions", chair.text()


async def slip(chair: Chair, letters: str) -> None:
    await chair.burst(*("space" if c == "-" else c for c in letters), "enter")


def room(chair: Chair) -> RoomPage:
    return room_page(chair.meeting, chair.conductor.room, chair.conductor.now())


def marks(chair: Chair) -> dict[str, Any]:
    case = chair.meeting.current
    assert case is not None
    return {q: (i.act.mark, i.act.count) for q, i in case.answers.items()}


@pytest.mark.parametrize(
    "size", [pytest.param(SMALL, id="80x24"), pytest.param(WIDE, id="120x40", marks=pytest.mark.heavy)]
)
async def test_eight_slips_from_the_first_mark_to_the_first_question_that_divides(
    shelf: Path, size: tuple[int, int]
) -> None:
    async with at_the_desk(shelf, opening=sample_opening(roster=PANEL, quorum=5), size=size) as chair:
        await eight(chair)
        await chair.press("f5")
        assert (room(chair).heading, room(chair).note) == ("Members mark their slips", "0 of 8 in")
        before, unseen = chair.pressed, words_on(room(chair))
        for number in range(8):
            await chair.burst(*SPLIT[number % 4])
            assert words_on(room(chair)) == unseen, "no mark changes what the room sees"
            await chair.press("enter")
            assert room(chair).note == f"{number + 1} of 8 in"
            unseen = words_on(room(chair))
        await chair.press("enter", "y")
        assert room(chair).points == (("-", "Yes: questions 1, 2, 3, 4, 6, 8, 9, 10, 11"),)
        seen = await chair.painted()
        assert "Yes: questions 1, 2, 3, 4, 6, 8, 9, 10, 11" in seen
        assert re.search(r"5 +2 Yes, 6 Does not apply\n", seen) and re.search(r"7 +6 Yes, 2 No\n", seen)
        await chair.press("enter")
        assert marks(chair) == {}, "it asks once before it records"
        await chair.press("y")
        assert chair.pressed - before <= 8 * 13
        assert marks(chair) == {f"q{n}": ("met", {"met": 8}) for n in (1, 2, 3, 4, 6, 8, 9, 10, 11)}
        assert (chair.on, room(chair).kind, chair.conductor.room.agreed) == ("Questions", "question", None)
        seen = await chair.painted()
        assert "Question 5 of 11" in seen and "Slips: 2 Yes, 6 Does not apply" in seen
        await chair.press("x")
        assert "Slips: 6 Yes, 2 No" in await chair.painted(), (
            "the next one without an answer, with its numbers"
        )
        await chair.press("n")
        assert chair.on == "Outcome"


async def test_typing_a_slip(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        entries, tray = chair.entries, chair.conductor.tray
        await chair.press("f5", "enter")
        assert "No slip is in yet" in await chair.painted()

        await chair.burst(*"ynxcynya")
        one = await chair.painted()
        await chair.burst(*["u"] * 4, *["backspace"] * 4)
        await chair.burst(*"yyyyyyyy")
        assert one == await chair.painted(), "one mirrored screen shows dots, whatever the marks are"
        assert one.count("\u25cf") == 8

        await chair.press("enter")
        assert "not complete, 3 to go" in await chair.painted() and tray.slips.count == 0
        await chair.press("a")
        assert len(tray.slips.hand) == 8, "question 9 has no such mark"
        await chair.press(*"yyyy")
        assert "has all its marks" in chair.flat(), "a mark too many is no mark of the next slip"

        await chair.press("enter", "u", "u", "n", "enter")
        assert (tray.slips.count, tray.slips.hand[-1]) == (1, "not_met"), "the last slip can be opened again"
        await chair.press("x", "u", "u")
        assert "cannot be told apart" in await chair.painted() and tray.slips.count == 1
        assert chair.entries == entries, "nothing of it is an entry"


@pytest.mark.heavy
async def test_missing_slips_and_stepping_plainly_meanwhile(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        tray = chair.conductor.tray
        await chair.press("f5")
        await slip(chair, "yyyyyyyyyyy")
        await chair.press("y", "n", "escape", "right", "n", "f5")
        assert chair.on == "SlipScreen" and list(marks(chair)) == ["q2"]
        assert (tray.slips.count, len(tray.slips.hand)) == (1, 2), "what was entered stays"
        await slip(chair, "y-yyyyyyy")
        seen = await chair.painted()
        assert "2 of 6 in" in seen and "4 slips missing" in seen and "All slips say" not in seen
        await chair.press("enter")
        assert "4 slips missing. Is that all?" in chair.flat()
        await chair.press("n")
        assert not tray.slips.shown
        await chair.press("enter", "y")
        seen = await chair.painted()
        assert "record 9 answers with 2 slips each" in seen and "1 Yes, 1 left empty" in seen
        assert "q2" not in tray.agreed(), "what was stepped through before keeps its answer"


@pytest.mark.heavy
async def test_a_power_cut_in_the_middle_of_a_slip(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("f5")
        await slip(chair, "yynyyyyyyyy")
        await chair.press(*"yyn")
        clock = chair.clock
        drop(chair.app)
    async with at_the_desk(shelf, clock=clock) as chair:
        await chair.press("escape")
        assert chair.on == "SlipScreen"
        assert "1 of 6 in" in await chair.painted()
        assert chair.conductor.tray.slips.hand == ("met", "met", "not_met")


@pytest.mark.heavy
async def test_a_power_cut_after_the_confirmation_keeps_the_numbers_of_what_divides(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("f5")
        for letters in ("yyyyyyyyyyy", "yynyyyyyyyy"):
            await slip(chair, letters)
        await chair.press("enter", "y", "enter", "y")
        clock = chair.clock
        drop(chair.app)
    async with at_the_desk(shelf, clock=clock) as chair:
        await chair.press("escape")
        assert "Slips: 1 Yes, 1 No" in await chair.painted()
        await chair.press("d")
        fields = [f.value for f in chair.app.screen._fields if f.value is not None]  # type: ignore[attr-defined]
        assert fields == [1, 1]


@pytest.mark.heavy
async def test_throwing_the_slips_away_asks_first_and_leaves_nothing(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("f5", "D")
        assert "no slips to throw away" in await chair.painted()
        await slip(chair, "yyyyyyyyyyy")
        await chair.press("D", "n")
        assert chair.conductor.tray.slips.count == 1
        await chair.press("D", "y")
        assert "nothing of them was recorded" in await chair.painted()
        assert chair.conductor.tray.slips.count == 0 and marks(chair) == {}
    with closed_book(shelf / "april.book") as book:
        assert not book.holds_slips()


@pytest.mark.heavy
async def test_somebody_who_steps_out_after_their_slip_is_noticed(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("f5")
        for _ in range(6):
            await slip(chair, "yyyyyyyyyyy")
        await chair.press("f4", "s", "2", "f5")
        assert "6 of 5 in" in await chair.painted()
        await chair.press("enter")
        assert "1 slip more than members who decide this case" in chair.flat()
        assert chair.on == "SlipScreen", "what the slips say is not to be seen"
        await chair.press("D", "y")
        for _ in range(5):
            await slip(chair, "yyyyyyyyyyy")
        await chair.press("enter", "y", "enter", "y")
        assert chair.document()["cases"][0]["answers"]["q1"]["count"] == {"met": 5}


async def test_who_steps_out_by_the_scripted_sentence_may_have_left_a_slip(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("f5")
        await slip(chair, "yyyyyyyyyyy")
        await chair.press("escape", "s", "2", "y")
        await chair.painted()
        assert "Their slip may be typed already: F5 then D , and type the others." in chair.flat()
        await chair.press("f5", "D", "y", "escape", "s", "3", "y")
        await chair.painted()
        assert "somebody could be recognised." in chair.flat() and "Their slip" not in chair.flat()


@pytest.mark.heavy
async def test_slips_need_an_open_case_and_questions_with_marks(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("f5")
        assert chair.on == "RollCall" and "No case is open" in await chair.painted()
    (shelf / "kent").mkdir()
    async with at_the_desk(
        shelf / "kent", opening=sample_opening(set="kent-ipag-2020", quorum=None)
    ) as chair:
        for key in ROLL:
            await chair.press(key, "space")
        await chair.press("g", "y", "enter", "enter", "done", "f5")
        assert "nothing to put on a slip" in chair.flat()
        await chair.press("y", "space", "u", "enter")
        assert chair.on == "SlipScreen" and chair.conductor.tray.slips.count == 0


@pytest.mark.heavy
async def test_the_palette_leads_to_the_slips(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.command("members' slips")
        assert chair.on == "SlipScreen"
