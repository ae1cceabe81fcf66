"""Sitting at the Chair's keyboard: the real program on a real book, keys in, the painted screen out.

::

    async with at_the_desk(folder) as chair:
        await chair.press("space", "enter")
        assert "Case 1 of 6" in chair.text()

Nothing is replaced but the clock, which stands still until a test turns it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from making import question_set
from textual import events
from textual.app import App
from textual.color import Color
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip

from panelroom import bookcase, show
from panelroom.acts import OpenMeeting
from panelroom.clock import ManualClock
from panelroom.meeting import Meeting
from panelroom.replay import Line, read_script
from panelroom.resources import data_dir
from panelroom.store import Book
from panelroom.ui.app import PanelroomApp
from panelroom.ui.conductor import Conductor
from panelroom.ui.screens.reading import LEAST_SECONDS

PASSPHRASE = "six plain words for tests only"
TRICKY = "[REDACTED] [VICTIM 1] [/nope] [XX] [/"
SMALL, WIDE, LARGE = (80, 24), (120, 40), (200, 60)
SIZES = (SMALL, WIDE, LARGE)
_QUIET_ROUNDS = 12


@cache
def script() -> tuple[Line, ...]:
    """The sample meeting, line by line."""
    return tuple(read_script(data_dir("sample_cases") / "meeting.jsonl"))


def sample_opening(**changes: Any) -> OpenMeeting:
    """The first act of the sample meeting, with some of its fields changed."""
    first = script()[0].act
    assert isinstance(first, OpenMeeting)
    return OpenMeeting.model_validate(first.data() | changes)


def opened_at() -> datetime:
    at = script()[0].at
    assert at is not None
    return at


def make_book(path: Path, opening: OpenMeeting | None = None) -> bytes:
    """Make a real encrypted book at ``path`` under :data:`PASSPHRASE`; return its key."""
    opening = opening or sample_opening()
    bookcase.new_book(path, PASSPHRASE, opening, question_set(opening.set), at=opened_at(), work_factor=10)
    return bookcase.book_key(path, PASSPHRASE)


class Chair:
    """Somebody at the keyboard of the running program."""

    def __init__(self, app: PanelroomApp, pilot: Pilot[Any], clock: ManualClock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock
        self.pressed = 0
        """How many keys were pressed so far, typed letters among them."""

    # keys in

    async def press(self, *keys: str) -> None:
        """Press these keys one after the other, and let each have its effect."""
        for key in keys:
            self._send(key)
            await self.settle()

    async def burst(self, *keys: str) -> None:
        """Press keys faster than they can be done, as when the disk is slow."""
        for key in keys:
            self._send(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, letter by letter, faster than the screen follows."""
        for character in text:
            self._send("ctrl+j" if character == "\n" else character)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Put a text in at once, as a terminal pastes it."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    def _send(self, key: str) -> None:
        """Press a key; ``done`` is ENTER after a little reading."""
        if key == "done":
            self.clock.advance(LEAST_SECONDS)
            key = "enter"
        character = key if len(key) == 1 else " " if key == "space" else None
        name = _character_to_key(key) if len(key) == 1 else key
        self.app.post_message(events.Key(name, character))
        self.pressed += 1

    async def enter(self, text: str) -> None:
        """Type a text and press ENTER."""
        await self.type(text)
        await self.press("enter")

    async def command(self, words: str) -> None:
        """Choose a command from the palette."""
        await self.press("ctrl+p")
        await self.pilot.pause()
        await self.type(words)
        await self.pilot.pause(0.3)
        await self.press("enter")
        await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        """Let time pass, the program looking at its clock once at the end of it."""
        self.clock.advance(seconds)
        self.app._tick()
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is waiting to be done."""
        quiet = 0
        while quiet < _QUIET_ROUNDS and self.app._exception is None and not self.app._exit:
            await asyncio.sleep(0)
            quiet = 0 if any(_busy(self.app)) else quiet + 1

    async def painted(self) -> str:
        """Wait for the screen to be painted; return it as text."""
        await self.pilot.pause()
        return self.text()

    # the screen out

    def strips(self) -> list[Strip]:
        """Return what is painted, line by line."""
        return self.app.screen._compositor.render_strips()

    def text(self) -> str:
        """Return what is painted as text, without the blanks at the ends of lines."""
        return "\n".join(strip.text.rstrip() for strip in self.strips())

    def flat(self) -> str:
        """Return the painted words with single blanks, whatever line they stand on and whatever frames them."""
        bare = "".join(" " if c in "┃│┏┓┗┛━█▁▔▊▎▌▐▕▏" else c for c in self.text())
        return " ".join(bare.split())

    def bottom(self) -> str:
        """Return the last line: the keys."""
        return self.strips()[-1].text.rstrip()

    # what the program knows

    @property
    def conductor(self) -> Conductor:
        assert self.app.conductor is not None
        return self.app.conductor

    @property
    def meeting(self) -> Meeting:
        return self.conductor.meeting

    @property
    def entries(self) -> int:
        return self.conductor.session.entries

    @property
    def on(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    def document(self) -> dict[str, Any]:
        session = self.conductor.session
        return show.document(session.meeting, session.entries, session.root)


def _busy(app: App[Any]) -> Iterator[bool]:
    yield not app._message_queue.empty()
    for screen in app.screen_stack:
        # A screen that was covered before it was painted keeps its callbacks until it is seen again.
        yield not screen.is_running or (screen is app.screen and bool(screen._callbacks))
        for node in screen.walk_children(with_self=True):
            yield not node._message_queue.empty()


@contextlib.asynccontextmanager
async def at_the_desk(
    folder: Path,
    *,
    opening: OpenMeeting | None = None,
    size: tuple[int, int] = SMALL,
    papers: Path | None = None,
    clock: ManualClock | None = None,
    name: str = "april.book",
) -> AsyncIterator[Chair]:
    """Run the program on the book in ``folder``, which is made where there is none."""
    book = folder / name
    key = bookcase.book_key(book, PASSPHRASE) if book.exists() else make_book(book, opening)
    clock = clock or ManualClock(opened_at() + timedelta(seconds=1))
    app = PanelroomApp(
        folder / "home", book=book, key=key, papers=papers or data_dir("sample_cases"), clock=clock
    )
    async with app.run_test(size=size) as pilot:
        chair = Chair(app, pilot, clock)
        await chair.settle()
        await pilot.pause()
        yield chair


async def here(chair: Chair, *places: int) -> None:
    """Mark the people at these places of the roll as present."""
    for place in places:
        await chair.press(str(place), "space")


async def begin(chair: Chair) -> None:
    """Six voting members are here and have accepted the ground rules; the first cover is shown."""
    await here(chair, 1, 2, 4, 5, 6, 7)
    await chair.press("g", "y", "enter")
    assert chair.on == "Cover", chair.text()


async def to_questions(chair: Chair) -> None:
    """From the roll call to the first question of the first case."""
    await begin(chair)
    await chair.press("enter", "done")
    assert chair.on == "Questions", chair.text()


async def mark(chair: Chair, letters: str) -> None:
    """Mark the questions from the present one on; a follow-up is passed over."""
    for letter in letters:
        await chair.press(letter)
        if chair.on == "Questions" and chair.app.screen.pending() is not None:  # type: ignore[attr-defined]
            await chair.press("enter")


def drop(app: PanelroomApp) -> None:
    """Let go of the book as a power cut does: nothing is closed in order and nothing more is written."""
    conductor, app.conductor = app.conductor, None
    assert conductor is not None
    if conductor.door:
        conductor.door.close()
    # Only the lock and the handle go; the note "alive" stays, which is what a cut leaves behind.
    conductor._stack.close()


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours after WCAG 2.1: 1 (none) to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def coloured(strips: Iterable[Strip]) -> Iterator[tuple[str, Color, Color]]:
    """Yield every painted piece of text that is not blank, with its colour and its background."""
    for strip in strips:
        for segment in strip:
            style = segment.style
            if not segment.text.strip() or style is None or style.color is None or style.bgcolor is None:
                continue
            front, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            yield segment.text, *((back, front) if style.reverse else (front, back))


@contextlib.contextmanager
def closed_book(path: Path) -> Iterator[Book]:
    """Look into a book that nobody has open."""
    book = Book.open(path, bookcase.book_key(path, PASSPHRASE))
    try:
        yield book
    finally:
        book.close()
