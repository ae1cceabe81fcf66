"""A box of text is as tall as its text, and says that there is more only where there is more."""

from pathlib import Path

import pytest
from at_home import at_home
from ui_driver import SMALL, WIDE, Chair


def rows(chair: Chair) -> int:
    """How many rows the box takes."""
    return chair.app.screen.query_one(".box").outer_size.height


async def open_box(chair: Chair, lines: int) -> str:
    chair.app.show_text("A title", "\n".join(f"line {n}." for n in range(1, lines + 1)))
    await chair.settle()
    await chair.painted()
    return await chair.painted()


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_two_lines_take_a_small_box_that_offers_no_more(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_home(tmp_path, size, register=False) as chair:
        text = await open_box(chair, 2)
        assert rows(chair) == 10, text
        assert "line 2." in text and "ESC back" in text and "up down" not in text


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_long_text_scrolls_to_its_end_within_the_screen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_home(tmp_path, size, register=False) as chair:
        text = await open_box(chair, 60)
        assert rows(chair) <= size[1] and "A title" in text and "line 1." in text
        assert "ESC back   up down more" in text
        await chair.press(*["pagedown"] * 6)
        assert "line 60." in await chair.painted() and "A title" in chair.text()


async def test_a_box_that_no_longer_fits_says_that_there_is_more(tmp_path: Path) -> None:
    async with at_home(tmp_path, WIDE, register=False) as chair:
        assert "up down" not in await open_box(chair, 20)
        await chair.pilot.resize_terminal(*SMALL)
        await chair.painted()
        assert "up down more" in await chair.painted()


async def test_the_help_of_home_fits_and_offers_no_more(tmp_path: Path) -> None:
    async with at_home(tmp_path, WIDE, register=False) as chair:
        await chair.press("f1")
        text = await chair.painted()
        assert chair.on == "Help" and "leave panelroom" in text and "up down" not in text
        assert rows(chair) < 25
