"""What the screens say after a key, where a Chair would otherwise have to guess."""

from datetime import timedelta
from pathlib import Path

import pytest
from ui_driver import Chair, at_the_desk, begin, drop, mark, opened_at, sample_opening, to_questions

from panelroom.acts import WithholdPage
from panelroom.clock import ManualClock
from panelroom.display import room_page

NAMED = [
    {"id": "a", "name": "Araminta Quillfeather", "role": "chair", "votes": True},
    *({"id": f"m{n}", "name": f"Member {n}", "role": "member", "votes": True} for n in range(2, 8)),
]


async def undo(chair: Chair) -> str:
    await chair.press("u")
    return chair.flat()


async def note_page(chair: Chair, page: str) -> None:
    await chair.press("e", *page, "enter", "p")


async def test_undo_says_what_of_an_answer_went_and_what_stays(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("n", "left")
        await note_page(chair, "2")
        assert "Taken back: the evidence for question 1; No stays. The record keeps both." in await undo(
            chair
        )
        await chair.press("t")
        await chair.enter("A secret remark")
        said = await undo(chair)
        assert "Taken back: the note beside question 1; No stays." in said and "secret" not in said
        await chair.press("y")
        assert "Taken back: the change at question 1; No again." in await undo(chair)
        assert "Taken back: the answer to question 1." in await undo(chair)


async def test_evidence_on_a_withheld_page_is_told_of(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        assert chair.app.act(WithholdPage(page=2))
        await chair.press("n", "left")
        await note_page(chair, "2")
        assert "page 2. That page is withheld: nobody is shown it." in chair.flat()
        await note_page(chair, "1")
        assert "evidence noted, page 1." in chair.flat() and "withheld" not in chair.flat()


@pytest.mark.heavy
@pytest.mark.parametrize(("form", "said"), [(("o",), "o shows it"), (("k", "n"), "k and then n shows it")])
async def test_a_case_does_not_close_over_words_left_half_typed(
    shelf: Path, form: tuple[str, ...], said: str
) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press(*form)
        await chair.type("Half a thought")
        await chair.press("escape")
        await mark(chair, "y" * 11)
        await chair.press("1", "enter", "enter")
        assert chair.on == "Confirm" and f"was begun and not recorded: {said}." in chair.flat()
        await chair.press("n")
        assert (chair.on, chair.meeting.open_case) == ("Outcome", 1)
        await chair.press(*form)
        assert "Half a thought" in chair.flat()
        await chair.press("escape", "enter", "y")
        assert (chair.on, chair.meeting.open_case) == ("Cover", None)


@pytest.mark.heavy
async def test_a_case_closes_unasked_where_nothing_was_begun(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("o", "escape")
        await mark(chair, "y" * 11)
        await chair.press("1", "enter", "enter")
        assert (chair.on, chair.meeting.open_case) == ("Cover", None)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("form", "last"), [(("o",), ("enter", "g")), (("p",), ("enter",)), (("k", "n"), ("enter",))]
)
async def test_words_that_name_somebody_on_the_roster_are_told_of(
    shelf: Path, form: tuple[str, ...], last: tuple[str, ...]
) -> None:
    async with at_the_desk(shelf, opening=sample_opening(roster=NAMED, quorum=5)) as chair:
        for place in range(1, 8):
            await chair.press(str(place), "space")
        await chair.press("g", "y", "enter", "enter", "done")
        for words, told in (("The call taker was kind.", False), ("Quillfeather agreed.", True)):
            await chair.press(*form)
            await chair.type(words)
            await chair.press(*last)
            seen = chair.flat()
            assert ("It names somebody on the roster: ctrl+p, Edit what was recorded." in seen) is told
            if told:
                page = room_page(chair.meeting, chair.conductor.room, chair.conductor.now())
                assert "roster" not in str(page) and "Quillfeather" not in str(page)


@pytest.mark.parametrize(
    ("keys", "title", "words"),
    [
        (("o", "h", "i"), "Typing", "ESC leave; nothing is recorded."),
        (("!", "tab"), "Typing", "ctrl+s accept at once"),
        (("m", "i"), "Picking from a list", "ENTER pick what the arrow points at"),
        (("ctrl+q",), "A question", "n no: everything stays as it is"),
        (("f6",), "The run order", "nothing happens by itself"),
        (("T",), "What the dated log says", "look at both pages"),
        (("K",), "What was known at the time", "Nothing of this is recorded."),
    ],
)
async def test_f1_explains_the_box_that_is_open_and_leaves_it_as_it_is(
    shelf: Path, keys: tuple[str, ...], title: str, words: str
) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press(*keys)
        box, entries, before = chair.app.screen, chair.entries, await chair.painted()
        private = chair.conductor.room.private
        await chair.press("f1")
        await chair.painted()
        assert chair.on == "Help" and chair.flat().startswith(title) and words in chair.flat(), chair.text()
        assert chair.conductor.room.private == private, "the room sees what it saw"
        await chair.press("f1")
        assert chair.app.screen is box and await chair.painted() == before and chair.entries == entries


async def test_a_question_mark_in_a_form_is_a_question_mark(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("o")
        await chair.type("Was she called?")
        assert chair.on == "Form" and "Was she called?" in await chair.painted()


async def test_f1_opens_nothing_over_a_blank_or_a_locked_screen(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        for key, there in (("b", "Blank"), ("ctrl+l", "Lock")):
            await chair.press(key, "f1")
            assert chair.on == there


@pytest.mark.parametrize("slept", [False, True])
@pytest.mark.parametrize("reading", [True, False])
async def test_reading_time_is_spoken_of_only_while_there_is_some(
    shelf: Path, reading: bool, slept: bool
) -> None:
    async with at_the_desk(shelf) as chair:
        await (begin(chair) if reading else to_questions(chair))
        if reading:
            await chair.press("enter")
        if slept:
            chair.clock.sleep_laptop(1800)
            await chair.wait(1)
            assert "The laptop slept: the clocks stood still." in (await chair.painted(), chair.flat())[1]
            assert ("SPACE on the reading screen" in chair.flat()) == reading
            return
        drop(chair.app)
    async with at_the_desk(shelf, clock=ManualClock(opened_at() + timedelta(hours=1))) as chair:
        await chair.painted()
        assert "The meeting goes on where it stopped" in chair.flat()
        assert "Everything recorded is here. The clocks stood still in between" in chair.flat()
        assert ("the reading time is paused" in chair.flat()) == reading
