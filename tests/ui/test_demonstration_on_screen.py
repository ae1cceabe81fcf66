"""What somebody who opens the demonstration sees: dates that an officer confirmed, and a lock that can be opened."""

from pathlib import Path

import pytest
from ui_driver import SMALL, make_book

from panelroom.demo import make_demo
from panelroom.ui.app import PanelroomApp
from panelroom.ui.screens.boxes import Lock
from panelroom.ui.widgets import Literal


@pytest.mark.parametrize("opens", ["six plain words", ""])
async def test_only_the_lock_of_a_demonstration_says_what_opens_it(shelf: Path, opens: str) -> None:
    book = shelf / "april.book"
    app = PanelroomApp(shelf / "home", book=book, key=make_book(book), opens=opens)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, Lock)
        words = "\n".join(literal.text for literal in app.screen.query(Literal))
        assert ("This is a demonstration. Its pass-phrase: six plain words" in words) == bool(opens)


@pytest.mark.heavy
async def test_home_opens_it_with_its_lock_and_its_dates(tmp_path: Path) -> None:
    made = make_demo(tmp_path / "demonstration", live=True)
    app = PanelroomApp(
        tmp_path / "home", demonstrate=lambda: (made.book, made.key, made.open_papers(), made.passphrase())
    )
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.action_demonstrate()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.opens == made.passphrase_file.read_text(encoding="utf-8").strip()
        assert app.conductor is not None and app.conductor.is_passphrase(app.opens)
        case = app.conductor.meeting.case(1)
        papers = app.conductor.papers_of(case)
        assert papers is not None and papers.timeline_by == "Demonstration officer"
