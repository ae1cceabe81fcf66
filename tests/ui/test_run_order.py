"""Keeping to time, by keys: the run order, a calm line, a nudge in words, and proposals that do nothing alone."""

import re
from pathlib import Path
from typing import Any

import pytest
from ui_driver import LARGE, SMALL, WIDE, Chair, at_the_desk, begin, mark, sample_opening, to_questions

from panelroom import pace


def three_cases(minutes: float = 120) -> Any:
    opening = sample_opening(planned_minutes=minutes)
    cases = [case.model_dump() | {"words": 3000} for case in opening.cases[:3]]
    return sample_opening(planned_minutes=minutes, cases=cases)


async def slow_first_case(chair: Chair) -> None:
    """Forty minutes go into the first case, and the second cover is shown."""
    await to_questions(chair)
    await chair.wait(40 * 60)
    await mark(chair, "yyyyyyyyyyy")
    await chair.press("1", "enter", "enter")
    assert chair.on == "Cover", chair.text()


@pytest.mark.parametrize(
    "size", [SMALL, pytest.param(LARGE, marks=pytest.mark.heavy)], ids=["small", "large"]
)
async def test_the_run_order_is_one_key_away(shelf: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=size) as chair:
        assert re.search(
            r"120 min\. (On course for )?3 of 3.* finish 20:00, on time: F6", await chair.painted()
        )
        await chair.press("f6")
        text = await chair.painted()
        assert chair.on == "RunOrder"
        assert [
            w for w in ("Arrival", "Case 1", "Case 2", "Break", "Case 3", "Wrap-up") if w not in text
        ] == []
        assert "What could be done" not in text
        await chair.press("f6")
        assert chair.on == "RollCall"
        await chair.command("run order")
        assert chair.on == "RunOrder"


@pytest.mark.heavy
async def test_a_long_run_order_scrolls_and_keeps_its_keys_in_view(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=sample_opening(planned_minutes=120), size=SMALL) as chair:
        await chair.press("f6")
        text = await chair.painted()
        assert "120 min planned, the plan needs 1" in text
        assert "ESC back" in text and "┗" in text
        await chair.press(*["down"] * 6)
        assert "Carry case 6 forward" in await chair.painted()


@pytest.mark.heavy
async def test_when_it_slips_a_calm_line_names_the_key(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=SMALL) as chair:
        await to_questions(chair)
        assert "F6" not in chair.text()
        await chair.wait(40 * 60)
        await mark(chair, "y")
        assert re.search(r"1 of 3 cases, finish \d\d:\d\d, \d+ min behind: F6", await chair.painted()), (
            chair.text()
        )


@pytest.mark.heavy
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["small", "wide"])
async def test_proposals_are_words_until_the_chair_acts(shelf: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=size) as chair:
        await slow_first_case(chair)
        before, plan = chair.entries, pace.plan(chair.meeting)
        await chair.press("f6")
        text = " ".join((await chair.painted()).split())
        assert "What could be done. Nothing happens by itself:" in text
        assert "Read case 2 in 10 minutes: saves 5 min, then 3 of 3, finish 20:05" in chair.flat(), (
            chair.text()
        )
        await chair.press("down", "down")
        assert "4 Carry case 3 forward" in " ".join((await chair.painted()).split())
        assert "ESC back" in chair.text()
        await chair.press("1")
        assert chair.on == "Cover"
        assert "start reading, 10 minutes" in await chair.painted()
        await chair.press("f6", "3")
        assert "Say so when the break comes: 5 minutes" in chair.flat()
        await chair.press("f6", "4")
        assert "Why is it carried forward?" in await chair.painted()
        await chair.press("escape")
        assert (chair.entries, pace.plan(chair.meeting)) == (before, plan)
        await chair.press("f6", "4")
        await chair.enter("There was no time.")
        assert chair.entries == before + 1
        assert chair.meeting.case(3).state == "carried_forward"
        assert chair.meeting.open_case is None and chair.on == "Cover"


@pytest.mark.heavy
async def test_slips_are_proposed(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=SMALL) as chair:
        await slow_first_case(chair)
        before = chair.entries
        await chair.press("f6")
        assert "2 Confirm agreed questions together (if half are): saves" in chair.flat()
        await chair.press("2")
        assert "F5 enters them after the reading" in chair.flat()
        assert chair.entries == before


@pytest.mark.heavy
async def test_a_running_reading_is_shortened_only_when_confirmed(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=SMALL) as chair:
        await slow_first_case(chair)
        await chair.press("enter")
        assert chair.on == "Reading"
        before = chair.entries
        for answer, after in (("n", 15), ("y", 10)):
            await chair.press("f6", "1")
            assert "Shorten the reading of case 2 to 10 minutes" in chair.flat()
            await chair.press(answer)
            assert chair.meeting.timing(2).reading.allowed == after * 60
        assert chair.entries == before + 1
        assert chair.on == "Reading"


async def test_at_the_end_of_its_share_a_question_says_so_once_in_words(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=SMALL) as chair:
        await to_questions(chair)
        await chair.press("left")
        share = pace.question_seconds(chair.meeting)
        await chair.wait(share - 2)
        assert "over" not in chair.app.screen.query_one("#tally").children[1].text  # type: ignore[attr-defined]
        await chair.wait(3)
        assert "This question's share of the time is over." in chair.flat()
        assert f"of {int(share // 60)}:{int(share % 60):02}, over" in await chair.painted()
        await chair.press("left")
        await chair.wait(5)
        assert "share of the time" not in chair.flat()
        await chair.press("right", "left")
        assert "share of the time" not in chair.flat()
        await chair.wait(5)
        assert "share of the time" not in chair.flat()
        await chair.wait(share)
        assert "share of the time is over" in chair.flat()
        await chair.press("y")
        await chair.painted()
        await chair.press("enter", "left")
        await chair.wait(2 * share)
        assert "share of the time" not in chair.flat()
        assert "over" not in chair.app.screen.query_one("#tally").children[1].text  # type: ignore[attr-defined]


@pytest.mark.heavy
async def test_a_nudge_never_hides_what_is_being_said(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=SMALL) as chair:
        await to_questions(chair)
        chair.app.say("The disk is full.", refused=True)
        await chair.wait(400)
        assert "The disk is full." in chair.flat()
        assert "share of the time" not in chair.flat()


@pytest.mark.heavy
async def test_the_wrap_up_says_what_each_case_took(shelf: Path) -> None:
    async with at_the_desk(shelf, opening=three_cases(), size=SMALL) as chair:
        await begin(chair)
        await chair.press("w")
        assert "of 14 min" not in await chair.painted()
        await chair.press("q")
        await chair.press("enter")
        await chair.wait(12 * 60)
        await chair.press("enter")
        await chair.wait(9 * 60)
        await mark(chair, "yyyyyyyyyyy")
        await chair.wait(4 * 60)
        await chair.press("1", "enter", "enter", "w")
        assert "reading 12 of 15, questions 9 of" in await chair.painted(), chair.text()
        assert "decision 4 of 5" in chair.text()
