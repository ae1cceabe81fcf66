"""A secretary days after the meeting: the sample meeting, closed, as a book that the screens open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.widgets import Input
from ui_driver import SMALL, Chair, at_the_desk, make_book, script

from panelroom import bookcase
from panelroom.replay import play


def close_sample(path: Path) -> bytes:
    """Make the book of the sample meeting at ``path``, held and closed; return its key."""
    key = make_book(path)
    with bookcase.writing(path, key) as session:
        play(session, iter(script()[1:]))
    return key


@asynccontextmanager
async def afterwards(folder: Path, size: tuple[int, int] = SMALL) -> AsyncIterator[Chair]:
    """Run the program on the closed sample meeting, which is made where there is none."""
    if not (folder / "april.book").exists():
        close_sample(folder / "april.book")
    async with at_the_desk(folder, size=size) as chair:
        yield chair


async def shows(chair: Chair, words: str, seconds: float = 30) -> str:
    """Wait until the screen shows these words, whatever line they stand on; return what it shows."""
    for _ in range(int(seconds * 20)):
        await chair.painted()
        if words in chair.flat():
            return chair.flat()
        await asyncio.sleep(0.05)
    raise AssertionError(f"never saw {words!r}:\n{chair.text()}")


async def fill(chair: Chair, *values: str) -> None:
    """Fill in a form, field by field; an empty value leaves a field as it is."""
    for value in values:
        field = chair.app.focused
        if value and isinstance(field, Input):
            field.value = ""
        await chair.enter(value)
