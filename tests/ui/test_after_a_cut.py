"""After a power cut the meeting goes on where it stopped: same screen, same page, the clocks stood still."""

import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ui_driver import (
    PASSPHRASE,
    Chair,
    at_the_desk,
    begin,
    closed_book,
    drop,
    make_book,
    mark,
    opened_at,
    to_questions,
)

from panelroom.clock import ManualClock
from panelroom.desk import Desk
from panelroom.resources import data_dir


def an_hour_later() -> ManualClock:
    return ManualClock(opened_at() + timedelta(hours=1))


async def goes_on(chair: Chair) -> None:
    assert "The meeting goes on where it stopped" in await chair.painted()
    await chair.press("escape")


@pytest.mark.heavy
@pytest.mark.parametrize("seconds", [1, 138, 599])
async def test_the_reading_time_is_right_to_the_second(shelf: Path, seconds: int) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("-", "enter", "n", "n", "end")
        page = chair.app.screen.page  # type: ignore[attr-defined]
        for _ in range(seconds if seconds < 10 else 2):
            await chair.wait(seconds / (seconds if seconds < 10 else 2))
        drop(chair.app)
    async with at_the_desk(shelf, clock=an_hour_later()) as chair:
        await goes_on(chair)
        assert chair.on == "Reading" and page == 11
        assert "page 11 of 11" in await chair.painted()
        left = 600 - seconds
        assert f"Paused   {left // 60}:{left % 60:02} of 10:00" in chair.text()
        await chair.wait(30)
        assert f"Paused   {left // 60}:{left % 60:02} of 10:00" in await chair.painted()
        await chair.press("space")
        await chair.wait(1)
        assert f"Reading   {(left - 1) // 60}:{(left - 1) % 60:02}" in await chair.painted()


@pytest.mark.heavy
async def test_the_question_is_kept_and_every_answer(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "yny")
        await chair.press("left")
        question, entries = chair.app.screen.question.id, chair.entries  # type: ignore[attr-defined]
        drop(chair.app)
    async with at_the_desk(shelf, clock=an_hour_later()) as chair:
        await goes_on(chair)
        assert chair.on == "Questions"
        assert chair.app.screen.question.id == question  # type: ignore[attr-defined]
        assert list(chair.meeting.case(1).marks.values()) == ["met", "not_met", "met"]
        assert chair.entries == entries + 2  # adjourned where it stopped, resumed now


@pytest.mark.heavy
@pytest.mark.parametrize("screen", ["RollCall", "Cover", "WrapUp"])
async def test_between_cases_the_same_screen_comes_back(shelf: Path, screen: str) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press(*{"RollCall": "m", "WrapUp": "w"}.get(screen, ""))
        assert chair.on == screen
        drop(chair.app)
    async with at_the_desk(shelf, clock=an_hour_later()) as chair:
        assert chair.on == screen


@pytest.mark.heavy
async def test_the_outcome_screen_comes_back_with_nothing_decided(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await mark(chair, "y" * 11)
        await chair.press("1")
        drop(chair.app)
    async with at_the_desk(shelf, clock=an_hour_later()) as chair:
        await goes_on(chair)
        screen: Any = chair.app.screen
        assert chair.on == "Outcome" and screen._chosen is None
        assert chair.meeting.case(1).outcome is None
        await chair.press("1", "enter", "enter")
        assert chair.meeting.case(1).state == "closed"


@pytest.mark.heavy
async def test_a_break_is_still_a_break(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.command("adjourn")
        await chair.press("1")
        drop(chair.app)
    async with at_the_desk(shelf, clock=an_hour_later()) as chair:
        assert chair.on == "Break" and chair.meeting.state == "adjourned"
        await chair.press("enter")
        assert chair.on == "Questions" and chair.meeting.state == "open"


@pytest.mark.heavy
async def test_what_the_room_saw_as_private_or_blank_is_not_left_so(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("f2", "b")
        drop(chair.app)
    async with at_the_desk(shelf, clock=an_hour_later()) as chair:
        await goes_on(chair)
        assert "PRIVATE" not in await chair.painted() and not chair.conductor.room.blank


# ── a real process, really killed ────────────────────────────────────────────────────────────────────────

RUN = """
import sys
from pathlib import Path
from panelroom.ui.hardening import harden
harden()
from panelroom import bookcase
from panelroom.ui.app import PanelroomApp

book, words, papers = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
app = PanelroomApp(book.parent / "home", book=book, key=bookcase.book_key(book, words), papers=papers)
app.run(mouse=False)
"""


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
async def test_a_killed_process_loses_nothing_it_acknowledged(shelf: Path) -> None:
    from terminal import Terminal

    book = shelf / "april.book"
    make_book(book)
    command = [sys.executable, "-c", RUN, str(book), PASSPHRASE, str(data_dir("sample_cases"))]
    with Terminal(command, cols=80, rows=24, cwd=shelf) as terminal:
        terminal.wait_for("Not here yet")
        for place in "124567":
            terminal.press(place, " ")
        terminal.wait_for("Quorate 6 of 5")
        terminal.press("g")
        terminal.wait_for("Accepted by everybody")
        terminal.press("y")
        terminal.press("enter")
        terminal.wait_for("start reading")
        terminal.press("enter")
        terminal.wait_for("page 1 of 11")
        terminal.press("enter")
        terminal.wait_for("only begun")
        terminal.press("y")
        terminal.wait_for("Question 1 of 11")
        terminal.press("y", "enter")
        terminal.wait_for("Question 2 of 11")
        terminal.press("o")
        terminal.wait_for("What did the panel observe")
        terminal.press("Half a sentence")
        terminal.wait_until(lambda: _draft_on_disk(shelf / "april.book", "Half a sentence"))
        terminal.kill(signal.SIGKILL)
        terminal.wait_exit()
    with closed_book(book) as left:
        assert Desk(left).place().screen == "questions"
    async with at_the_desk(shelf) as chair:
        await goes_on(chair)
        assert chair.on == "Questions" and "Question 2 of 11" in await chair.painted()
        assert chair.meeting.case(1).marks == {"q1": "met"}
        await chair.press("o")
        assert "Half a sentence" in await chair.painted()


def _draft_on_disk(path: Path, text: str) -> bool:
    from panelroom import bookcase

    with bookcase.reading(path, bookcase.book_key(path, PASSPHRASE)) as book:
        return text in str(Desk(book).draft("observation 1"))
