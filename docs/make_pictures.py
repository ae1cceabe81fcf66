"""Make the pictures of the documentation: the real program on the demonstration's invented cases, key by key.

``python docs/make_pictures.py`` writes ``docs/pictures/*.svg``. It needs the test extra, because the tests'
driver presses the keys.
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "tests" / "ui")]

from at_home import at_home, show_figures  # noqa: E402
from ui_driver import Chair, at_the_desk, here, mark  # noqa: E402

from panelroom.ui.app import PanelroomApp  # noqa: E402
from panelroom.ui.room_app import RoomApp  # noqa: E402

SIZE = (80, 24)
FONTS = "DejaVu Sans Mono, Menlo, Consolas, monospace"


def write(app: App[Any], name: str) -> None:
    """Write what ``app`` shows as ``pictures/NAME.svg``."""
    (HERE / "pictures" / f"{name}.svg").write_text(self_contained(app.export_screenshot(title="panelroom")))


def self_contained(svg: str) -> str:
    """Return the picture without the fonts it would fetch from elsewhere."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: (?:Fira Code|arial)[^;]*;", f"font-family: {FONTS};", svg)


async def home(folder: Path) -> None:
    """Write the picture of Home."""
    app = PanelroomApp(folder / "nobody")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        write(app, "home")


async def figures(folder: Path) -> None:
    """Write the picture of recorded crimes by month, as a secretary sees them."""
    async with at_home(folder) as chair:
        await show_figures(chair)
        await chair.press("right", "right")
        await keep(chair, "figures")


async def evening(folder: Path) -> None:
    """Go through the second case as a Chair would, and write a picture at each screen."""
    async with at_the_desk(folder) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7, 8)
        await chair.press("3", "a", "9", "down", "space", "g", "y")
        await keep(chair, "roll-call")
        await chair.press("enter", "right")
        await keep(chair, "cover")
        await chair.press("enter")
        await chair.wait(138)
        await chair.press("pagedown", "pagedown")
        await keep(chair, "reading")
        await chair.wait(400)
        await chair.press("enter")
        await slips(chair)
        await mark(chair, "yyny")
        await chair.press("n")
        await chair.wait(48)
        await keep(chair, "question")
        await shown_in_the_room(chair)
        await chair.press("enter", "o")
        await chair.enter("Rest days left nobody to call. Somebody else on the team could have.")
        await chair.press("l")
        await mark(chair, "nyynyy")
        if chair.on == "Questions":
            await chair.press("q")
        await keep(chair, "advice")
        await chair.press("y")
        await chair.enter("Four gaps together left the victim alone for too long.")
        await chair.press("3")
        await keep(chair, "outcome")
        await chair.press("enter", "enter", "w")
        await keep(chair, "wrap-up")


async def slips(chair: Chair) -> None:
    """Enter the members' slips, write a picture of what they say, and throw them away."""
    await chair.press("f5")
    while (tray := chair.conductor.tray).slips.count < tray.due:
        divided = "n" if tray.slips.count % 3 else "y"
        await chair.press(*f"yy{divided}yyyyy{divided}yy", "enter")
    await chair.press("enter", "y")
    await keep(chair, "slips")
    await chair.press("D", "y", "escape")


async def keep(chair: Chair, name: str) -> None:
    """Write the picture of the Chair's screen."""
    await chair.painted()
    write(chair.app, name)


async def shown_in_the_room(chair: Chair) -> None:
    """Write the picture of what the room's display shows at this moment."""
    app = RoomApp(chair.conductor.path, chair.conductor._key)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1.0)
        write(app, "room")


def main() -> None:
    """Write every picture."""
    (HERE / "pictures").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(home(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(figures(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(evening(Path(folder)))


if __name__ == "__main__":
    main()
