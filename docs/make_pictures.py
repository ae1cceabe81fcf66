"""Make the pictures of the documentation: the real program on the demonstration's invented cases, key by key.

``python docs/make_pictures.py`` writes the screens, ``docs/pictures/*.svg``, and pages of what is printed,
``docs/pictures/*.png``. It needs the test extra, because the tests' driver presses the keys, and ``pdftoppm``.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "tests" / "ui")]

from at_home import at_home, show_figures  # noqa: E402
from secretary import close_sample, shows  # noqa: E402
from ui_driver import PASSPHRASE, Chair, at_the_desk, here, mark  # noqa: E402

from panelroom import bookcase  # noqa: E402
from panelroom.cli import run  # noqa: E402
from panelroom.replay import play, read_script  # noqa: E402
from panelroom.resources import data_dir  # noqa: E402
from panelroom.ui.room_app import RoomApp  # noqa: E402

SIZE = (80, 24)
PAGES = (
    ("restricted/minutes.pdf", 1, "minutes"),
    ("public/minutes.pdf", 4, "public-minutes"),
    ("restricted/feedback/02-syn-0002-25-supervisor.pdf", 1, "feedback-form"),
    ("annual.pdf", 1, "annual-report"),
)
"""What is printed, the page that is shown, and what its picture is called."""
FONTS = "DejaVu Sans Mono, Menlo, Consolas, monospace"


def write(app: App[Any], name: str) -> None:
    """Write what ``app`` shows as ``pictures/NAME.svg``."""
    (HERE / "pictures" / f"{name}.svg").write_text(self_contained(app.export_screenshot(title="panelroom")))


def self_contained(svg: str) -> str:
    """Return the picture without the fonts it would fetch from elsewhere."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: (?:Fira Code|arial)[^;]*;", f"font-family: {FONTS};", svg)


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
        await chair.press("enter", "right", "enter")
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
        await chair.press("y")
        await chair.enter("Four gaps together left the victim alone for too long.")
        await chair.press("3")
        await keep(chair, "outcome")


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
    app = RoomApp(chair.conductor.path, chair.conductor._key, chair.clock)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1.0)
        write(app, "room")


async def afterwards(folder: Path) -> None:
    """Ask the force about facts as a secretary would, and write a picture of what it disputes."""
    async with at_the_desk(folder, name="closed.book") as chair:
        await keep(chair, "after")
        await chair.press("f", "a", "enter", "enter")
        await shows(chair, "Written:")
        await chair.press("t", "2", "enter")
        await chair.enter("3")
        await chair.enter("The log shows a call on the second day, at the hour the victim had asked for.")
        await chair.press("enter")
        await chair.enter("The panel read page 3 again: nobody answered that call.")
        await chair.press("up")
        await keep(chair, "facts")


def printed(folder: Path) -> None:
    """Write a page of the minutes, of the public minutes, of a feedback form and of the annual report."""
    words, book = folder / "words.txt", folder / "printed.book"
    words.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    key = close_sample(book)
    with bookcase.writing(book, key) as session:
        play(session, read_script(data_dir("sample_cases") / "afterwards.jsonl"))
    secret = ("--passphrase-file", words)
    of_register = ("--register-passphrase-file", words, "--home", folder / "home")
    panelroom("export", book, "--to", folder, *secret)
    panelroom("register", "import", book, *secret, *of_register)
    volumes = data_dir("sample_cases") / "monthly.csv"
    period = ("--from", "2026-04-01", "--to", "2027-03-31", "--date", "2027-05-20")
    panelroom("report", "annual", *period, "--volumes", volumes, "--to-dir", folder, *of_register)
    for file, page, name in PAGES:
        show_page(folder / file, page, name)


def panelroom(*argv: object) -> None:
    """Run a command, which must be done."""
    if code := run([str(each) for each in argv]):
        raise SystemExit(code)


def show_page(pdf: Path, page: int, name: str) -> None:
    """Write a page of ``pdf`` as ``pictures/NAME.png``."""
    place = HERE / "pictures" / name
    number = ("-f", str(page), "-l", str(page), "-singlefile")
    subprocess.run(["pdftoppm", "-r", "72", "-png", *number, pdf, place], check=True)


def main() -> None:
    """Write every picture."""
    (HERE / "pictures").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "office").mkdir()
        asyncio.run(figures(folder / "office"))
        asyncio.run(evening(folder))
        close_sample(folder / "closed.book")
        asyncio.run(afterwards(folder))
        printed(folder)


if __name__ == "__main__":
    main()
