"""Text from outside is shown exactly as it is, on every screen and in every box, and never breaks one."""

from pathlib import Path

import pytest
import tricky
from tricky import LABELS, NAME
from ui_driver import LARGE, SMALL, TRICKY, WIDE, Chair, at_the_desk, here


async def sees(chair: Chair, *texts: str) -> None:
    """Assert that all of these stand on the screen as painted."""
    await chair.painted()
    for text in texts:
        assert text in chair.flat(), f"{text!r} is not on the screen:\n{chair.text()}"


async def sees_labels(chair: Chair) -> None:
    """Assert that every label stands on the screen; text beside other text is not in one piece."""
    await sees(chair, *LABELS)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "size",
    [SMALL, pytest.param(WIDE, marks=pytest.mark.heavy), pytest.param(LARGE, marks=pytest.mark.heavy)],
    ids=["80x24", "120x40", "200x60"],
)
async def test_labels_survive_from_the_roll_call_to_the_closing(shelf: Path, size: tuple[int, int]) -> None:
    folder = tricky.papers(shelf)
    async with at_the_desk(shelf, opening=tricky.opening(shelf), papers=folder, size=size) as chair:
        await sees(chair, "[XX] 1", NAME, "[/nope] [XX]")
        await roll_call(chair)
        await cover(chair)
        await reading(chair)
        await questions(chair)
        await outcome(chair)
        await wrap_up(chair)
        await afterwards(chair)


async def roll_call(chair: Chair) -> None:
    await here(chair, 1, 2, 3, 4)
    await chair.press("v", "1", "i")
    await sees(chair, f"{NAME} has an interest in", tricky.REF, TRICKY)
    await chair.press("escape", "2", "c")
    await sees(chair, "[/ takes the chair?")
    await chair.press("n", "+")
    await chair.enter("[XX] [/")
    await sees(chair, "[XX] [/")
    await chair.press("o", "5", "v", "g")
    await sees(chair, TRICKY)
    await chair.press("y")
    await sees(chair, "[XX] [/", "[/nope] [XX]")
    await chair.press("enter")


async def cover(chair: Chair) -> None:
    await sees(chair, "[XX] 1", tricky.REF, TRICKY, f"{TRICKY} - {TRICKY}")
    await chair.press("s")
    await sees(chair, NAME, "[/", "[XX]")
    await chair.press("escape", "i")
    await sees(chair, NAME)
    await chair.press("escape", "x")
    await chair.type(TRICKY)
    await sees(chair, TRICKY)
    await chair.press("escape", "enter")
    assert chair.on == "Reading", chair.text()


async def reading(chair: Chair) -> None:
    await sees_labels(chair)
    await chair.press("t")
    await sees_labels(chair)
    await chair.press("g")
    await sees(chair, "OIC", TRICKY)
    await chair.press("escape", "/")
    await chair.type("[XX] [/")
    await sees(chair, "[XX] [/")
    await chair.press("enter")
    await sees(chair, "Place 1 of")
    await sees_labels(chair)
    await chair.press("]", "]", "[", "j")
    await chair.enter("[/")
    await sees(chair, "neither a page")
    await chair.press("home", "pagedown", "n", "n")
    await chair.press("j")
    await chair.enter("2")
    await sees(chair, "Diolch yn fawr – tŵ, ŷ, Ŵ", "❤")
    await chair.press("end")
    await sees_labels(chair)
    await chair.press("done")


async def questions(chair: Chair) -> None:
    assert chair.on == "Questions"
    await sees(chair, TRICKY, f"Was {TRICKY} recognised", "Yes [XX]")
    await chair.press("y")
    await sees(chair, TRICKY, f"4 {TRICKY}")
    await chair.press("4", "left")
    await sees(chair, TRICKY)
    await note_and_evidence(chair)
    await observation(chair)
    await chair.press("p")
    await chair.enter(TRICKY)
    await chair.press("k", "n")
    await chair.enter(TRICKY)
    await chair.press("k")
    await sees(chair, TRICKY)
    await chair.press("1")
    await chair.enter(TRICKY)
    await chair.enter("[XX] [/")
    await sees(chair, TRICKY, "[XX] [/")
    await chair.press("p", "y", "k")
    await sees(chair, f"settled: {TRICKY}")
    await chair.press("escape", "!")
    for words in (TRICKY, "[XX] [/", "[XX] [/"):
        await chair.type(words)
        await sees(chair, words)
        await chair.press("enter")
    await chair.press("right", "right", "right", "right", "right", "right", "right", "a")
    await chair.type(TRICKY)
    await sees(chair, TRICKY)
    await chair.press("enter", "right", "right", "d", "1", "ctrl+s", "end")


async def note_and_evidence(chair: Chair) -> None:
    await chair.press("t")
    await chair.type(TRICKY)
    await sees(chair, TRICKY)
    await chair.press("enter")
    await sees(chair, f"Note: {TRICKY}")
    await chair.press("/", "e", "enter")
    await sees(chair, "Evidence: page")


async def observation(chair: Chair) -> None:
    await chair.press("o")
    await chair.type(TRICKY)
    await sees(chair, TRICKY)
    await chair.press("enter")
    await sees(chair, TRICKY)
    await chair.press("g")


async def outcome(chair: Chair) -> None:
    await chair.press("escape", "q")
    assert chair.on == "Outcome"
    await sees(chair, TRICKY)
    await mark_the_rest(chair)
    await sees(chair, f"The guide asks: {TRICKY} Four or more")
    await chair.press("y")
    await chair.type(TRICKY)
    await sees(chair, f"{TRICKY} Four or more", TRICKY)
    await chair.press("enter")
    await sees(chair, f"Yes, inappropriate {TRICKY}")
    await chair.press("h")
    await sees(chair, f"4 {TRICKY}")
    await chair.press("escape", "4", "r")
    await chair.enter(TRICKY)
    await sees(chair, f"Reason {TRICKY}")
    await chair.press("enter", "1", "n")
    await sees(chair, "Decided.", f"Reason {TRICKY}")
    await entries(chair)
    await chair.press("enter")
    assert chair.meeting.case(1).state == "closed"


async def mark_the_rest(chair: Chair) -> None:
    """Answer what is left with No, which makes the guide ask its question."""
    await chair.press("q", "j")
    for _ in range(40):
        if chair.on == "Outcome":
            return
        pending = chair.app.screen.pending()  # type: ignore[attr-defined]
        await chair.press("enter" if pending else "n")
    raise AssertionError("the questions do not end")


async def entries(chair: Chair) -> None:
    await chair.command("edit what")
    await sees(
        chair,
        f"observation: {TRICKY}",
        f"wider issue: {TRICKY}",
        f"outcome: {TRICKY}",
        f"remark: {TRICKY}",
    )
    await chair.press("enter")
    await sees(chair, TRICKY)
    await chair.press("escape")


async def wrap_up(chair: Chair) -> None:
    await chair.press("w")
    await sees(chair, tricky.REF, TRICKY)
    await chair.press("a")
    await chair.enter(TRICKY)
    await chair.type("[XX] [/")
    await sees(chair, TRICKY, "[XX] [/")
    await chair.press("enter", "enter")
    await sees(chair, f"{TRICKY} ([XX] [/)")
    await chair.press("enter", "y", "e", "enter")
    await sees(chair, TRICKY)


async def afterwards(chair: Chair) -> None:
    await chair.press("escape", "enter")
    assert chair.on == "After"
    await sees(chair, "[XX] 1")
    await chair.press("e")
    await sees(chair, f"observation: {TRICKY}", f"action: {TRICKY}")
    await chair.press("escape", "r")
    assert chair.on == "Release"
    await sees(chair, TRICKY)
    await chair.press("enter")
    await chair.enter("secretary")
    await chair.type(TRICKY)
    await sees(chair, TRICKY)
    await chair.press("enter")
    await sees(chair, "It names somebody on the roster.", TRICKY)
    await chair.press("escape", "l")
    await sees(chair, TRICKY)
    await chair.press("escape", "v", "down", "down")
    await sees(chair, TRICKY)
    await chair.press("escape", "q")
    assert chair.on == "After"


async def test_long_and_foreign_words_are_typed_shown_and_kept(shelf: Path) -> None:
    folder = tricky.papers(shelf)
    text = f"{tricky.LONG} {tricky.WELSH} {tricky.URDU} {tricky.EMOJI} {TRICKY}"
    async with at_the_desk(shelf, opening=tricky.opening(shelf), papers=folder) as chair:
        await here(chair, 1, 2)
        await chair.press("g", "y", "enter", "enter", "done", "o")
        await chair.paste(text)
        await chair.press("enter")
        await sees(chair, *LABELS)
        await chair.press("l")
        (item,) = chair.meeting.case(1).observations
        assert item.act.text == text
        await chair.command("edit what")
        await sees(chair, "word1 word2")
        await chair.press("enter")
        await sees(chair, *LABELS)


async def test_a_typed_escape_sequence_never_reaches_the_record(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2, 4, 5, 6)
        await chair.press("p")
        await chair.enter("red \x1b[31m and \u202eturned")
        (item,) = chair.meeting.parked
        assert "\x1b" not in item.act.text and "\u202e" not in item.act.text
        await chair.press("w")
        assert "\x1b" not in await chair.painted()
