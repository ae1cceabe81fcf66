"""The room's display: a second program, on the projector, that shows what the Chair lets the room see.

It opens the book only to read, never asks for a secret, and goes on by itself when the Chair's program was
stopped and started again.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from panelroom.clock import Clock
from panelroom.display import RoomPage, room_page
from panelroom.door import Knock
from panelroom.errors import BookBusy, BookError, NotWritten, PanelroomError, WrongKey
from panelroom.follower import Follower
from panelroom.ui.board import Board
from panelroom.ui.quiet import QuietCrash
from panelroom.ui.themes import DARK, LIGHT, THEMES

LOOK_SECONDS = 0.04
"""How often the display looks whether the book has changed."""
TICK_SECONDS = 0.25
RETRY_SECONDS = 1.0
LEAVE_SECONDS = 4.0

WAITING = RoomPage(
    "waiting",
    "panelroom",
    ("Please wait for the Chair.",),
    note="This display opens by itself when the meeting is open on the Chair's screen.",
    footer="Enlarge the letters until the back row can read this.   d  light or dark   q  leave",
)
LEAVING = "Press q again to leave the display."


class RoomApp(QuietCrash[int], inherit_bindings=False):
    """Follows one book.

    Args:
        path: the book.
        key: its key, where it is known; else the display waits at the Chair's door.
        clock: where the time comes from.
    """

    CSS_PATH = "room.tcss"
    TITLE = "panelroom"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "other_theme", "light or dark", show=False),
        Binding("q,ctrl+q,ctrl+c", "leave", "leave", show=False),
    ]

    def __init__(self, path: Path, key: bytes | None = None, clock: Clock | None = None) -> None:
        super().__init__()
        self._path, self._key, self._clock = path, key, clock
        # Held, not looked for: it outlives its place on a screen that is being taken down.
        self._board = Board()
        self._knock: Knock | None = None
        self._follower: Follower | None = None
        self._lost = False
        self._leave_until = 0.0
        self._next: asyncio.TimerHandle | None = None
        self._due: dict[Callable[[], None], float] = {}

    def compose(self) -> ComposeResult:
        """Yield the board."""
        yield self._board

    def on_mount(self) -> None:
        """Begin to follow."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        self._board.show(WAITING)
        self._go_on()

    def on_unmount(self) -> None:
        """Let go of book and door."""
        if self._next:
            self._next.cancel()
        if self._follower:
            self._follower.close()
        if self._knock:
            self._knock.close()

    def action_other_theme(self) -> None:
        """Change between light letters on dark and dark letters on light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_leave(self) -> None:
        """Leave, when asked twice within a few seconds."""
        if time.monotonic() < self._leave_until:
            self.exit(0)
        self._leave_until = time.monotonic() + LEAVE_SECONDS
        self._paint()

    def _go_on(self) -> None:
        """Look, and look again a little later: on the loop itself, which costs half of what a timer does."""
        try:
            self._step()
        except Exception as error:
            self._handle_exception(error)
            return
        self._next = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._go_on)

    def _step(self) -> None:
        if self._follower is None:
            self._every(TICK_SECONDS, self._enter)
        else:
            self._look(self._follower)
            self._every(RETRY_SECONDS, self._stay_with_the_book)
        self._every(TICK_SECONDS, self._paint)

    def _every(self, seconds: float, do: Callable[[], None]) -> None:
        now = time.monotonic()
        if now >= self._due.get(do, 0.0):
            self._due[do] = now + seconds
            do()

    # coming in

    def _enter(self) -> None:
        if self._key is None:
            self._key = self._knocked()
        if self._key is not None:
            self._open(self._key)

    def _knocked(self) -> bytes | None:
        if self._knock is None:
            self._knock = Knock(self._path)
        return self._knock.key()

    def _open(self, key: bytes) -> None:
        try:
            self._follower = Follower(self._path, key, self._clock)
        except (BookBusy, NotWritten, OSError):
            return
        except WrongKey:
            self._key = None
            return
        except BookError as error:
            self.exit(1, return_code=1, message=Text(str(error)))
            return
        if self._knock:
            self._knock.close()
            self._knock = None
        self._paint()

    # following

    def _look(self, follower: Follower) -> None:
        try:
            changed = follower.look()
        except PanelroomError:
            # The page that was last shown stays; the book is opened again within a second.
            self._lost = True
            return
        if changed:
            self._paint()

    def _stay_with_the_book(self) -> None:
        """Open the book again where reading it failed or another file has taken its place."""
        follower = self._follower
        if follower is None or not (self._lost or follower.replaced()):
            return
        try:
            follower.reopen()
            self._lost = False
        except WrongKey:
            # It is another meeting's book: its own Chair has to let the display in.
            self._follower = self._key = None
        except (PanelroomError, OSError):
            self._lost = True

    def _paint(self) -> None:
        follower = self._follower
        page = room_page(follower.meeting, follower.room, follower.now()) if follower else WAITING
        if time.monotonic() < self._leave_until:
            page = replace(page, footer=LEAVING)
        self._board.show(page)
