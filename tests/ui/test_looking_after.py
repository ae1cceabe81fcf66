"""Looking after the people, by keys: strong words page by page, stepping out, the support card."""

from pathlib import Path

import pytest
from ui_driver import LARGE, PASSPHRASE, SMALL, Chair, at_the_desk, begin, make_book

from panelroom import bookcase
from panelroom.desk import Desk
from panelroom.ui.screens.stepping_out import ALOUD
from panelroom.ui.widgets import Literal
from panelroom.wellbeing import MASK, Wellbeing

CARD = "Ring 07700 900123, at any hour."
WORD = "stood"


def cared_for(shelf: Path) -> None:
    """A book whose office wrote a support card, and lists a word that stands in the first sample case."""
    book = shelf / "april.book"
    with bookcase.writing(book, make_book(book)) as session:
        Desk(session.book).put_wellbeing(Wellbeing(support=CARD, strong_words=(WORD,)))


async def to_reading(chair: Chair) -> None:
    await begin(chair)
    await chair.press("enter")
    await chair.painted()


@pytest.mark.heavy
async def test_strong_words_show_on_one_page_until_it_is_turned(shelf: Path) -> None:
    cared_for(shelf)
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        entries = chair.entries
        assert MASK in chair.flat() and f" {WORD} " not in chair.flat()
        await chair.press("v")
        await chair.painted()
        assert "anybody may look away" in chair.flat()
        await chair.press("n", "v", "y")
        await chair.painted()
        assert MASK not in chair.flat() and f" {WORD} " in chair.flat(), chair.text()
        await chair.press("end", "home")
        await chair.painted()
        assert MASK in chair.flat() and f" {WORD} " not in chair.flat()
        assert chair.entries == entries, "the record notes nothing of it"


@pytest.mark.heavy
async def test_a_blank_screen_a_lock_and_an_alarm_mask_strong_words_again(shelf: Path) -> None:
    cared_for(shelf)
    unlock = (*PASSPHRASE, "enter")
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        for hide, come_back in (
            (("b",), ("b",)),
            (("ctrl+l",), (*unlock, "b")),
            (("f8",), (*unlock, "b", "enter")),
        ):
            await chair.press("v", "y", "f1", "escape")
            await chair.painted()
            assert f" {WORD} " in chair.flat(), "help hides nothing"
            await chair.press(*hide)
            for key in come_back:
                await chair.press(key)
                while chair.on == "Lock" and key == "enter":
                    await chair.pilot.pause(0.05)
            await chair.painted()
            assert chair.on == "Reading", chair.text()
            assert MASK in chair.flat() and f" {WORD} " not in chair.flat(), hide


async def test_a_search_finds_a_strong_word_and_shows_where_its_mask_stands(shelf: Path) -> None:
    cared_for(shelf)
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        for words, standing_out in ((WORD, MASK), ("walked", "walked")):
            await chair.press("slash", *["backspace"] * 20)
            await chair.enter(words)
            await chair.painted()
            assert f" {WORD} " not in chair.flat() and MASK in chair.flat(), chair.text()
            page = chair.app.screen.query_one("#text", Literal).render()
            (place,) = [span for span in page.spans if "reverse" in str(span.style)]
            assert page.plain[place.start : place.end] == standing_out


@pytest.mark.heavy
@pytest.mark.parametrize("key", ["T", "K", None])
async def test_no_panel_of_the_dated_log_shows_a_strong_word(shelf: Path, key: str | None) -> None:
    book = shelf / "april.book"
    with bookcase.writing(book, make_book(book)) as session:
        Desk(session.book).put_wellbeing(Wellbeing(strong_words=("Caller", "Allocated")))
    async with at_the_desk(shelf, size=LARGE) as chair:
        await to_reading(chair)
        await chair.press("done", *([key] if key else []))
        await chair.painted()
        if key == "K":
            await chair.press(*["pageup"] * 9)
            await chair.painted()
        assert MASK in chair.flat(), chair.text()
        assert "Allocated to" not in chair.flat() and "Caller [" not in chair.flat()


async def test_stepping_out_gives_the_sentence_and_names_nobody(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_reading(chair)
        await chair.press("s")
        assert chair.conductor.room.private
        await chair.press("2")
        assert chair.conductor.room.private
        await chair.painted()
        assert ALOUD.split(".")[0] in chair.flat(), chair.text()
        await chair.press("n")
        assert chair.document()["recognised"] == [] and not chair.conductor.room.private
        await chair.press("s", "2", "y")
        assert not chair.conductor.room.private
        assert [r["case"] for r in chair.document()["recognised"]] == [1]
        assert chair.document()["cases"][0]["sitting_out"] == 1
        await chair.painted()
        assert "data protection officer" in chair.flat()
        await chair.press("done", "s", "escape", "q", "s", "escape")
        assert chair.on == "Outcome"


@pytest.mark.heavy
async def test_who_sits_a_case_out_comes_back_with_the_same_key(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("s", "2")
        assert "Quorate 5 of 5" in await chair.painted() and "Member B" not in chair.text()
        await chair.press("s")
        assert chair.conductor.desk.room().private
        await chair.press("2")
        assert "Quorate 6 of 5" in await chair.painted() and "Member B" not in chair.text()
        assert not chair.conductor.desk.room().private and not chair.meeting.case(1).out


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_long_support_card_keeps_its_margin_at_the_wrap_up(
    shelf: Path, size: tuple[int, int]
) -> None:
    book = shelf / "april.book"
    with bookcase.writing(book, make_book(book)) as session:
        Desk(session.book).put_wellbeing(Wellbeing(support=" ".join([CARD] * 4)))
    async with at_the_desk(shelf, size=size) as chair:
        await chair.press("w")
        rows = (await chair.painted()).splitlines()
        heading = next(n for n, row in enumerate(rows) if "Before you go" in row)
        margin = rows[heading].index("Before") + 2
        for row in rows[heading + 1 : heading + 3]:
            assert not row[margin - 2 : margin].strip() and row[margin] != " ", chair.text()


async def test_the_support_card_is_shown_in_a_break_and_at_the_wrap_up(shelf: Path) -> None:
    cared_for(shelf)
    async with at_the_desk(shelf) as chair:
        await chair.press("w")
        await chair.painted()
        assert CARD in chair.flat(), chair.text()
        await chair.command("adjourn")
        await chair.press("1")
        await chair.painted()
        assert chair.on == "Break" and CARD in chair.flat(), chair.text()
