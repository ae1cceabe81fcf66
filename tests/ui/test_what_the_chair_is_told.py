"""What the screens say after a key, where a Chair would otherwise have to guess."""

from pathlib import Path

import pytest
from ui_driver import Chair, at_the_desk, mark, sample_opening, to_questions

from panelroom.acts import WithholdPage
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
