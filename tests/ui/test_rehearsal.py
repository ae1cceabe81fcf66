"""A rehearsal: whoever presses only what the guide says comes from the roll call to the closed meeting."""

import contextlib
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input
from ui_driver import LARGE, SMALL, WIDE, Chair, at_the_desk

from panelroom.clock import ManualClock
from panelroom.guidance import EVENING, SENTENCE, Where, step
from panelroom.rehearsal import in_words, prepare
from panelroom.ui.app import REHEARSE, PanelroomApp
from panelroom.ui.guide import Guide
from panelroom.ui.screens.home import Home
from panelroom.ui.screens.questions import Questions, mark_keys
from panelroom.ui.widgets import Literal

SECONDS_A_KEY = 4
"""As slowly as somebody presses who reads the words first."""
KEYS = {"SPACE": "space", "ENTER": "enter", "PGDN": "pagedown"}
SAID = "Plain words about nobody"
GUIDE = re.compile(r"NEXT +(.+?) - (.*) F7 hides this")
BOXES = ("Form", "Confirm", "Pick")
LONGEST = timedelta(minutes=10)


@contextlib.asynccontextmanager
async def rehearsing(folder: Path, size: tuple[int, int] = SMALL) -> AsyncIterator[Chair]:
    """Open a rehearsal as the command does."""
    clock = ManualClock(datetime(2031, 4, 14, 18, 0, tzinfo=UTC))
    made = prepare(folder, clock)
    app = PanelroomApp(
        folder, book=made.book, key=made.key, papers=made.papers, clock=clock, guide=Guide(made.passphrase)
    )
    async with app.run_test(size=size) as pilot:
        chair = Chair(app, pilot, clock)
        await chair.settle()
        await pilot.pause()
        yield chair


async def told(chair: Chair) -> tuple[list[str], str]:
    """Return the keys that the guide names and what it says of them, as they are painted."""
    await chair.painted()
    found = GUIDE.search(chair.flat())
    assert found, chair.text()
    return found[1].split(" then "), found[2]


async def follow(chair: Chair) -> str:
    """Press what the guide says, and nothing else; return what it said."""
    keys, words = await told(chair)
    for key in keys:
        chair.clock.advance(SECONDS_A_KEY)
        if key == SENTENCE:
            chair.clock.advance(len(SAID) / 2)
            await chair.type(SAID)
        else:
            await chair.press(KEYS.get(key, key))
    return words


def nothing_is_covered(chair: Chair) -> None:
    """What matters on the screen is there beside the guide."""
    seen, screen = chair.flat(), chair.app.screen
    assert chair.bottom().strip().endswith("F1 help"), chair.text()
    assert "REHEARSAL" in seen or chair.on == "Reading"
    if not isinstance(screen, Questions) or screen.size.width > SMALL[0]:
        return  # beside side panels the words stand in columns
    question, pending = screen.question, screen.pending()
    assert " ".join(question.wording.split()) in seen, chair.text()
    assert "MAJOR not met" in seen and "MINOR not met" in seen, chair.text()
    assert all(choice.label in seen for _, choice in mark_keys(chair.meeting, question)), chair.text()
    if pending is not None:
        assert all(option in seen for option in (pending.text, *pending.answer.options)), chair.text()


@pytest.mark.parametrize(
    "size",
    [pytest.param(size, marks=pytest.mark.heavy) for size in (SMALL, WIDE, LARGE)],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
async def test_the_guide_alone_leads_through_the_meeting(tmp_path: Path, size: tuple[int, int]) -> None:
    said: list[str] = []
    async with rehearsing(tmp_path, size) as chair:
        began, held = chair.clock.wall(), chair.meeting
        while not chair.app._exit and len(said) < 100:
            await told(chair)
            nothing_is_covered(chair)
            said.append(await follow(chair))
            assert chair.app._exit or chair.on not in BOXES, chair.text()
            held = chair.meeting if chair.app.conductor else held
        took, pressed = chair.clock.wall() - began, chair.pressed
        assert chair.app._exit and chair.app.return_value == 0, chair.text()
    assert held.closed_at is not None
    assert [case.outcome.act.outcome for case in held.cases if case.outcome] == ["2", "1"]
    assert held.cases[0].observations and held.cases[1].prompt_answers and held.parked and held.papers
    assert {person.status for person in held.people.values()} == {"present", "apologies"}
    assert set(said) >= {" ".join(each.words.split()) for each in EVENING}
    assert took < LONGEST, took
    assert pressed < 170, pressed


async def test_the_first_steps(tmp_path: Path) -> None:
    async with rehearsing(tmp_path) as chair:
        said = [await follow(chair) for _ in range(14)]
        nothing_is_covered(chair)
        assert chair.on == "Questions" and len(chair.meeting.current.answers) == 2  # type: ignore[union-attr]
        assert re.search(r"07700 900\d{3}.*@example\.org", chair.conductor.wellbeing.support)
        assert said[0].startswith("This is the roll call") and "Yes: y" in said[-1]
        await follow(chair)
        assert chair.meeting.cases[0].observations[0].act.text == SAID


async def test_one_key_hides_the_guide_and_brings_it_back(tmp_path: Path) -> None:
    async with rehearsing(tmp_path) as chair:
        before, entries = await chair.painted(), chair.entries
        await chair.press("f7")
        assert "NEXT" not in await chair.painted()
        await chair.press("space", "g")
        assert "NEXT" not in await chair.painted()
        await chair.press("f7", "n")
        assert "NEXT SPACE" in (await chair.painted() and chair.flat())
        assert chair.entries == entries + 1
        await chair.press("u")
        assert (await told(chair))[0] == ["SPACE"] and "NEXT" in before


async def test_it_stays_beneath_a_box_and_the_lock_but_not_on_a_blank_screen(tmp_path: Path) -> None:
    async with rehearsing(tmp_path) as chair:
        await chair.press("i")
        assert (await told(chair))[0] == ["SPACE"]
        await chair.press("escape", "b")
        await chair.painted()
        assert chair.flat() == "The screen is blank. b brings the meeting back"
        await chair.press("b")
        await chair.press("f7", "ctrl+l")
        await chair.painted()
        words = chair.flat().partition("pass-phrase of this rehearsal: ")[2]
        assert len(words.split()) == 6
        assert chair.app.screen.query_one("#secret", Input).password
        await chair.enter(words)
        for _ in range(100):
            if chair.on == "Blank":
                break
            await chair.pilot.pause(0.1)
        assert chair.on == "Blank"


async def test_no_meeting_has_a_guide(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("f7")
        assert not chair.app.screen.query("#guide") and "NEXT" not in await chair.painted()


def test_whoever_left_the_path_is_told_the_way_back(tmp_path: Path) -> None:
    from panelroom import bookcase

    made = prepare(tmp_path)
    with bookcase.writing(made.book, made.key) as session:
        meeting = session.meeting
    assert step(meeting, Where("cover")).keys == ("g", "y")  # type: ignore[union-attr]
    assert step(meeting, Where("wrap_up")).keys == ("q",)  # type: ignore[union-attr]
    assert step(meeting, Where("questions")) is None and step(meeting, Where("release")) is None


def test_the_steps_in_words() -> None:
    paragraphs = in_words().split("\n\n")
    assert len(paragraphs) == len(EVENING) > 20
    assert paragraphs[0].startswith("SPACE - This is the roll call.")


async def test_home_offers_it_first(tmp_path: Path) -> None:
    app = PanelroomApp(tmp_path / "home")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Home)
        words = "\n".join(literal.text for literal in app.screen.query(Literal))
        assert "5   rehearses a whole meeting" in words and "5   Rehearse a meeting" in words
        await pilot.press("5")
    assert app.return_value == REHEARSE
    assert not (tmp_path / "home").exists()
