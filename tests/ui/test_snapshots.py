"""Four screens as pictures: whoever changes how a screen looks sees it here, and says so with --snapshot-update."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tricky
from textual.pilot import Pilot
from ui_driver import TRICKY, WIDE, Chair, here, make_book, opened_at

from panelroom.clock import ManualClock
from panelroom.ui.app import PanelroomApp

Snap = Callable[..., bool]


async def roll_call(chair: Chair) -> None:
    await here(chair, 1, 2, 3)
    assert tricky.NAME in await chair.painted()


async def cover(chair: Chair) -> None:
    await roll_call(chair)
    await chair.press("g", "y", "enter")
    assert TRICKY in await chair.painted()


async def reading(chair: Chair) -> None:
    await cover(chair)
    await chair.press("enter")
    await chair.painted()
    assert all(label in chair.text() for label in tricky.LABELS)


async def question(chair: Chair) -> None:
    await reading(chair)
    await chair.press("enter", "y")
    await chair.painted()
    assert TRICKY in chair.flat()


@pytest.mark.parametrize(
    ("screen", "size"),
    [(roll_call, (80, 24)), (cover, (80, 24)), (reading, WIDE), (question, (80, 24))],
    ids=["roll-call", "cover", "reading", "question"],
)
def test_the_screen_looks_as_before(
    shelf: Path, snap_compare: Snap, screen: Callable[[Chair], Awaitable[None]], size: tuple[int, int]
) -> None:
    papers = tricky.papers(shelf)
    key = make_book(shelf / "april.book", tricky.opening(shelf))
    clock = ManualClock(opened_at() + timedelta(seconds=1))
    app = PanelroomApp(shelf / "home", book=shelf / "april.book", key=key, papers=papers, clock=clock)

    async def to_there(pilot: Pilot[Any]) -> None:
        chair = Chair(app, pilot, clock)
        await chair.settle()
        await screen(chair)
        await pilot.pause()

    assert snap_compare(app, run_before=to_there, terminal_size=size)
