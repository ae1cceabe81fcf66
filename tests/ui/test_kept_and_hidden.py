"""Nothing typed is lost, nothing private is seen, nothing is decided for the panel, nothing is locked mid-case."""

import contextlib
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ui_driver import PASSPHRASE, SMALL, Chair, at_the_desk, begin, drop, here, mark, to_questions

WORDS = "Half a sentence, [REDACTED]"


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────

FORMS = {
    "observation": ("o",),
    "park": ("p",),
    "query": ("k", "n"),
    "urgent": ("!",),
    "note": ("y", "enter", "left", "t"),
    "why": ("right", "right", "right", "right", "right", "right", "right", "a"),
}


@pytest.mark.heavy
@pytest.mark.parametrize("form", FORMS)
async def test_esc_keeps_the_draft_and_the_form_brings_it_back(shelf: Path, form: str) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press(*FORMS[form])
        entries = chair.entries
        await chair.type(WORDS)
        await chair.press("escape")
        assert chair.on == "Questions" and chair.entries == entries
        assert WORDS not in await chair.painted()
        again = 2 if form == "query" else 1
        await chair.press(*FORMS[form][-again:])
        assert WORDS in (await chair.painted()).replace("\n", "")
        assert chair.entries == entries


@pytest.mark.heavy
async def test_a_draft_survives_a_power_cut(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("o")
        await chair.type(WORDS)
        await chair.wait(1)
        drop(chair.app)
    async with at_the_desk(shelf) as chair:
        assert not chair.meeting.case(1).observations
        await chair.press("escape", "o")
        assert WORDS in await chair.painted()
        await chair.press("enter", "g")
        assert [o.act.text for o in chair.meeting.case(1).observations] == [WORDS]
        await chair.press("o")
        assert WORDS not in await chair.painted()


async def test_a_note_left_at_one_question_does_not_turn_up_at_another(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "yy")
        await chair.press("left", "t")
        await chair.type(WORDS)
        await chair.press("escape", "left", "t")
        assert WORDS not in await chair.painted()


@pytest.mark.heavy
async def test_an_observation_left_in_one_case_does_not_turn_up_in_another(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("o")
        await chair.type(WORDS)
        await chair.press("escape")
        await mark(chair, "y" * 11)
        await chair.press("1", "enter", "enter", "y", "enter", "o")
        assert "Case 2" not in WORDS and chair.meeting.open_case == 2
        assert WORDS not in await chair.painted()


@pytest.mark.heavy
async def test_the_room_sees_nothing_while_words_are_typed(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        for keys, leave in ((("o",), ("escape",)), (("p",), ("escape",)), (("p",), ("x", "enter"))):
            assert not chair.conductor.desk.room().private
            await chair.press(*keys)
            assert chair.conductor.desk.room().private
            assert "PRIVATE" in await chair.painted() or chair.on == "Form"
            await chair.press(*leave)
            assert not chair.conductor.desk.room().private
        await chair.press("f2", "o")
        await chair.press("escape")
        assert chair.conductor.desk.room().private
        assert "PRIVATE" in await chair.painted()
        await chair.press("f2")
        assert not chair.conductor.desk.room().private


async def test_the_room_sees_nothing_while_members_are_picked(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("i")
        assert chair.conductor.desk.room().private
        await chair.press("escape")
        assert not chair.conductor.desk.room().private
        await begin(chair)
        await chair.press("s")
        assert chair.conductor.desk.room().private
        await chair.press("2")
        assert not chair.conductor.desk.room().private
        assert chair.meeting.case(1).out == {"b"}
        assert "Member B" not in await chair.painted()


# ── the lock ─────────────────────────────────────────────────────────────────────────────────────────────


async def unlock(chair: Chair, passphrase: str) -> None:
    await chair.type(passphrase)
    await chair.press("enter")
    for _ in range(100):
        await chair.pilot.pause(0.02)
        if "One moment" not in chair.text():
            await chair.painted()
            return
    raise AssertionError("the lock does not answer")


async def test_the_lock_opens_to_the_pass_phrase_only_and_shows_a_blank_first(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        entries, before = chair.entries, await chair.painted()
        await chair.press("ctrl+l")
        locked = await chair.painted()
        assert "Locked" in locked and "Question" not in locked and "SYN" not in locked
        assert chair.conductor.desk.room().blank
        await chair.press("escape", "ctrl+q", "ctrl+p", "ctrl+l", "f1", "f9")
        assert chair.on == "Lock" and chair.app.theme == "projector-dark"
        await unlock(chair, "not the pass-phrase")
        assert chair.on == "Lock"
        assert "That is not the pass-phrase. Nothing was opened." in chair.flat()
        assert "not the pass-phrase" not in chair.text().split("That is")[0]
        await unlock(chair, PASSPHRASE)
        assert chair.on == "Blank" and "Question" not in await chair.painted()
        await chair.press("b")
        assert await chair.painted() == before and chair.entries == entries
        assert not chair.conductor.desk.room().blank


@pytest.mark.heavy
async def test_the_lock_comes_over_a_form_too_and_its_words_are_kept(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("o")
        await chair.type(WORDS)
        await chair.press("ctrl+l")
        assert chair.on == "Lock" and WORDS not in await chair.painted()
        await unlock(chair, PASSPHRASE)
        await chair.press("b")
        assert chair.on == "Form" and WORDS in await chair.painted()
        await chair.type(" more")
        await chair.press("enter", "g")
        assert chair.meeting.case(1).observations[0].act.text == WORDS + " more"


@pytest.mark.heavy
async def test_the_idle_lock_applies_before_between_and_after_never_during_a_case(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.wait(599)
        assert chair.on == "RollCall"
        await idle_locks(chair, "RollCall")
        await begin(chair)
        await idle_locks(chair, "Cover")
        await chair.press("enter")
        await idle_does_not_lock(chair, "Reading")
        await chair.press("enter")
        await idle_does_not_lock(chair, "Questions")
        await chair.command("adjourn")
        await chair.press("1")
        await idle_locks(chair, "Break")
        await chair.press("enter")
        await idle_does_not_lock(chair, "Questions")
        await mark(chair, "y" * 11)
        await idle_does_not_lock(chair, "Outcome")
        await chair.press("1", "enter", "enter", "w", "enter", "y")
        assert chair.meeting.closed_at
        await idle_locks(chair, "WrapUp")


async def idle_locks(chair: Chair, on: str) -> None:
    await chair.wait(601)
    assert chair.on == "Lock"
    await chair.wait(601)
    assert sum(type(s).__name__ == "Lock" for s in chair.app.screen_stack) == 1
    await unlock(chair, PASSPHRASE)
    assert chair.on == "Blank"
    await chair.press("b")
    assert chair.on == on


async def idle_does_not_lock(chair: Chair, on: str) -> None:
    await chair.wait(3600)
    assert chair.on == on


async def test_somebody_who_types_is_not_idle(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "a")
        for letter in "a long action":
            await chair.type(letter)
            await chair.wait(300)
        assert chair.on == "Form"


# ── nothing is decided for the panel ─────────────────────────────────────────────────────────────────────


@pytest.mark.heavy
async def test_nothing_is_chosen_beforehand(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        screen: Any = chair.app.screen
        assert screen.answer is None and "[ " not in (await chair.painted()).split("[1]")[0]
        await chair.press("o", "enter")
        assert " chosen" not in await chair.painted()
        await chair.press("enter")
        assert "Still needed" in await chair.painted()
        await chair.press("escape")
        await mark(chair, "ynyyyyyyyyy")
        assert chair.on == "Outcome" and "The guide says" in chair.flat()
        outcome: Any = chair.app.screen
        assert outcome._chosen is None and " > " not in await chair.painted()
        entries = chair.entries
        await chair.press("enter")
        assert "Choose an outcome first" in await chair.painted() and chair.entries == entries
        await chair.press("3")
        assert chair.entries == entries and chair.meeting.case(1).outcome is None
        assert "chosen, not yet decided" in await chair.painted()


async def test_the_next_case_begins_with_nothing_chosen(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y" * 11)
        await chair.press("1", "enter", "enter", "enter", "done")
        await mark(chair, "y" * 11)
        outcome: Any = chair.app.screen
        assert chair.meeting.open_case == 2 and outcome._chosen is None and outcome._reason is None


async def test_keys_that_come_faster_than_the_disk_are_done_in_their_order(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.burst("1", "space", "2", "space", "4", "space", "5", "space", "6", "space", "7", "space")
        assert [p.id for p in chair.meeting.people.values() if p.present] == [
            "chair",
            "b",
            "d",
            "e",
            "f",
            "g",
        ]
        await chair.press("g", "y", "enter", "enter", "done")
        await chair.burst("y", "enter", "n", "y", "y", "n", "2", "1", "2", "c")
        marks = {"q1": "met", "q2": "not_met", "q3": "met", "q4": "met", "q5": "not_met", "q6": "cannot_tell"}
        assert chair.meeting.case(1).marks == marks
        given = chair.meeting.case(1).answers["q5"].act.follow_ups
        assert given == {"q5_first": "not made", "q5_further": "made", "q5a": "not avoidable"}
        await chair.burst("u", "left", "left", "p")
        await chair.enter("In its turn")
        assert [p.act.text for p in chair.meeting.parked] == ["In its turn"]


# ── undo ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.heavy
async def test_undo_everywhere(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2)
        await undo(chair, "mark present")
        assert not chair.meeting.people["b"].present
        await here(chair, 2)
        await begin_again(chair)
        await chair.press("s", "2")
        await undo(chair, "sit out")
        assert not chair.meeting.case(1).out
        await chair.press("enter", "p")
        await chair.enter("Wider")
        await undo(chair, "park")
        assert not chair.meeting.parked and chair.on == "Reading"
        await chair.press("done", "y", "enter", "n")
        await undo(chair, "the answer to question 2")
        assert "q2" not in chair.meeting.case(1).answers
        assert chair.app.screen.question.id == "q2"  # type: ignore[attr-defined]
        await mark(chair, "y" * 10)
        await chair.press("1", "enter")
        await undo(chair, "decide")
        assert chair.meeting.case(1).outcome is None
        await chair.press("1", "enter", "enter", "w", "c")
        await chair.enter("3")
        await chair.enter("3")
        await undo(chair, "count papers")
        assert chair.meeting.papers is None
        entries = chair.entries
        await chair.press("u")
        assert chair.entries == entries and "Taken back" not in await chair.painted()


async def begin_again(chair: Chair) -> None:
    await here(chair, 4, 5, 6, 7)
    await chair.press("g", "y", "enter")
    assert chair.on == "Cover"


async def undo(chair: Chair, what: str) -> None:
    entries = chair.entries
    await chair.press("u")
    assert f"Taken back: {what}. The record keeps both." in await chair.painted()
    assert chair.entries == entries + 1


# ── refused acts ─────────────────────────────────────────────────────────────────────────────────────────


async def refused(chair: Chair, keys: tuple[str, ...], says: str) -> None:
    entries = chair.entries
    await chair.press(*keys)
    await chair.painted()
    assert says in chair.flat(), chair.text()
    assert chair.entries == entries, chair.meeting.known[-1]


@pytest.mark.heavy
async def test_what_is_refused_is_said_and_changes_nothing(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await refused(chair, ("enter", "enter"), "ground rules")
        await chair.press("m")
        await begin(chair)
        await chair.press("enter", "done")
        await refused(chair, ("e",), "Answer the question first")
        await refused(chair, ("t",), "Answer the question first")
        await refused(chair, ("/", "e"), "Answer a question first")
        await chair.press("enter")
        await refused(chair, ("q", "1", "enter"), "11 questions unanswered")
        await chair.press("q")
        await mark(chair, "ynynnyynyyn")
        await refused(chair, ("enter",), "Choose an outcome first")
        await refused(chair, ("2", "enter"), "observation")
        await chair.press("w")
        await refused(chair, ("enter",), "Case 1 is open")
        assert chair.meeting.closed_at is None


@pytest.mark.heavy
@pytest.mark.parametrize("hands", ["-1", "1.5", "99999", "1e5"])
async def test_hands_that_cannot_be_are_refused_and_break_nothing(shelf: Path, hands: str) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        entries = chair.entries
        await chair.press("d")
        await chair.enter(hands)
        await chair.press("enter", "enter", "enter")
        assert chair.entries == entries
        assert chair.on in ("Form", "Questions")


@pytest.mark.heavy
@pytest.mark.parametrize("page", ["", "0", "-3", "2.5", "999999"])
async def test_a_page_that_cannot_be_is_never_recorded_as_looked_not_found(shelf: Path, page: str) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y")
        await chair.press("left", "e")
        await chair.enter(page)
        await chair.press("p")
        assert chair.meeting.case(1).answers["q1"].act.evidence is None, chair.text()


async def test_a_note_is_cleaned_like_every_text(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y")
        await chair.press("left", "t")
        await chair.paste("red \x1b[31m and \u202eturned")
        await chair.press("enter")
        text = chair.meeting.case(1).answers["q1"].act.text
        assert text and "\x1b" not in text and "\u202e" not in text


@pytest.mark.heavy
async def test_too_many_words_are_refused_and_kept(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y")
        await chair.press("left", "t")
        entries = chair.entries
        await chair.paste("word " * 10_100)
        await chair.press("enter")
        assert chair.entries == entries and chair.app._exception is None
        assert chair.on in ("Form", "Questions")


async def test_a_date_that_is_none_is_said_and_the_words_are_kept(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "a")
        await chair.enter(WORDS)
        await chair.enter("OPCC officer")
        await refused(chair, (*"next week", "enter"), "What you typed is kept")
        await chair.press("a")
        assert WORDS in await chair.painted() and "next week" in chair.text()


# ── the disk refuses ─────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def a_disk_that_takes_nothing() -> Iterator[None]:
    """No file of this process may grow: writes fail as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
async def test_what_the_disk_does_not_take_is_kept_on_the_screen(shelf: Path) -> None:
    async with at_the_desk(shelf, size=SMALL) as chair:
        await to_questions(chair)
        entries = chair.entries
        with a_disk_that_takes_nothing():
            await chair.press("o")
            await chair.type(WORDS)
            await chair.press("enter", "g")
            assert "nothing was recorded" in await chair.painted(), chair.text()
            assert chair.entries == entries and not chair.meeting.case(1).observations
            await chair.press("o")
            assert WORDS in await chair.painted()
            await chair.press("escape", "y")
            assert not chair.meeting.case(1).answers
            await chair.press("right", "left", "b")
            assert chair.on == "Blank"
            await chair.press("b", "/", "pagedown", "enter", "f2", "f2")
            assert chair.on == "Questions"
            await chair.wait(5)
        await chair.press("o")
        assert WORDS in await chair.painted()
        await chair.press("enter", "g")
        assert [o.act.text for o in chair.meeting.case(1).observations] == [WORDS]
        assert chair.entries == entries + 1
