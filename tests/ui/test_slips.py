"""Slips of a nervous hand: what a wrong, held or repeated key must not do, and how it is put right."""

from pathlib import Path
from typing import Any

import pytest
from ui_driver import at_the_desk, begin, mark, to_questions


async def test_esc_does_not_open_the_lock(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("ctrl+l", "escape")
        if chair.on == "Blank":
            await chair.press("b")
        await chair.press("escape", "escape", "b", "enter")
        assert chair.on == "Lock"
        assert "VCOP" not in await chair.painted()


@pytest.mark.heavy
async def test_a_reason_typed_for_one_outcome_is_not_recorded_for_another(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y" * 7 + "n" + "y" * 3)
        await chair.press("1", "r")
        await chair.enter("We think it fine")
        await chair.press("h")
        await chair.enter("4")
        await chair.press("enter", "enter", "enter", "3", "enter")
        assert chair.on == "Form", "outcome 3 asks for its own reason"
        assert "We think it fine" in chair.flat(), "what was typed is offered again"
        await chair.press("enter")
        (decided,) = [c.outcome.act for c in chair.meeting.cases if c.outcome]
        assert (decided.outcome, decided.count) == ("3", None)


async def test_a_reason_typed_on_other_marks_is_asked_for_again(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y" * 10 + "n")
        await chair.press("3", "r")
        await chair.enter("No review was made")
        await chair.press("q", "y")
        outcome: Any = chair.app.screen
        assert chair.on == "Outcome" and outcome._chosen is None and outcome._reason is None


async def test_what_else_is_missing_is_said_before_a_reason_is_typed(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("q", "3", "enter")
        assert chair.on == "Outcome"
        assert "11 questions unanswered" in await chair.painted()
        await chair.press("j")
        assert chair.on == "Questions"


async def test_a_held_enter_does_not_end_the_reading(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("enter", *["enter"] * 5)
        assert chair.on == "Confirm"
        await chair.press("n")
        assert chair.on == "Reading"
        assert chair.meeting.timing(1).reading.state == "running"


async def test_esc_does_not_end_the_reading_and_space_takes_it_up_again(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("enter")
        await chair.wait(60)
        await chair.press("escape")
        assert chair.on == "Reading" and chair.meeting.timing(1).reading.state == "running"
        left = chair.meeting.timing(1).reading.left_at(chair.clock.wall())
        await chair.press("enter")
        assert chair.on == "Questions" and "SPACE reads on" in await chair.painted()
        await chair.press("/", "space")
        reading = chair.meeting.timing(1).reading
        assert reading.state == "running"
        assert reading.left_at(chair.clock.wall()) == pytest.approx(left, abs=1)
        await chair.press("done", "/", "escape")
        assert chair.on == "Questions"


async def test_why_an_old_mark_was_given_does_not_stay_beside_the_new_one(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press(*["right"] * 7, "a")
        await chair.enter("Low risk")
        await chair.press("left", "y")
        answer = chair.meeting.case(1).answers["q8"].act
        assert (answer.mark, answer.text) == ("met", None)


async def test_a_note_stays_beside_a_changed_mark_and_the_change_is_said(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("right", "y", "left", "t")
        await chair.enter("Seen on page 2.")
        await chair.press("n")
        answer = chair.meeting.case(1).answers["q2"].act
        assert (answer.mark, answer.text) == ("not_met", "Seen on page 2.")
        assert "Question 2 was Yes, now No" in await chair.painted()


async def test_the_same_mark_again_keeps_its_follow_ups(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("y", "1")
        before = chair.meeting.case(1).answers["q1"].act
        assert before.follow_ups
        await chair.press("left", "y")
        assert chair.meeting.case(1).answers["q1"].act.follow_ups == before.follow_ups


@pytest.mark.heavy
@pytest.mark.parametrize("key", ["x", "c"])
async def test_nothing_is_followed_up_where_nothing_applies(shelf: Path, key: str) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press(*["right"] * 4, key)
        assert "q5" in chair.meeting.case(1).answers
        screen: Any = chair.app.screen
        assert screen.question.id == "q6"


async def test_enter_does_not_pass_over_a_question_unseen(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("enter")
        screen: Any = chair.app.screen
        assert screen.question.id == "q1" and "no answer yet" in await chair.painted()


@pytest.mark.heavy
async def test_hands_without_a_number_are_no_division(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        entries = chair.entries
        await chair.press("d", "ctrl+s")
        assert chair.entries == entries and "No hands were counted" in await chair.painted()


async def test_more_hands_than_people_are_said(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("d")
        await chair.enter("4")
        await chair.type("4")
        await chair.press("ctrl+s")
        assert "8 hands counted, but 6 people" in await chair.painted()


@pytest.mark.heavy
async def test_evidence_beyond_the_last_page_is_not_noted(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("right", "y", "left", "e")
        await chair.enter("99")
        await chair.press("p")
        assert chair.meeting.case(1).answers["q2"].act.evidence is None
        assert "end with page" in await chair.painted()


async def test_the_cover_is_one_key_away_from_the_questions(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("f4")
        assert chair.on == "Cover"
        await chair.press("enter")
        assert chair.on == "Questions"


async def test_the_chair_rules_on_a_late_member_where_the_member_is_seen(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("m", "8", "space")
        assert "came late: r" in await chair.painted()
        await chair.press("r", "2")
        (ruled,) = [c.rulings for c in chair.meeting.cases if c.rulings]
        assert list(ruled.values()) == [False]
        assert "came late" not in await chair.painted()
