"""The follower: a second, read-only look at a book that somebody else is writing in, always up to date.

:meth:`Follower.look` is cheap enough to be asked many times a second: it reads one number of SQLite's, and
only where that has changed the entries that are new. Nothing it does can hold up the writer.
"""

from datetime import datetime, timedelta
from pathlib import Path

from panelroom.acts import StrikeText
from panelroom.clock import Clock, Steady, SystemClock
from panelroom.desk import Desk, RoomSettings
from panelroom.errors import BookError
from panelroom.fold import apply
from panelroom.journal import Entry, from_body
from panelroom.meeting import Meeting
from panelroom.reader import read_meeting
from panelroom.store import Book


class Follower:
    """A meeting as it stands in its book, and what the Chair lets the room see.

    Args:
        path: the book. key: its key. clock: where the time comes from.

    Attributes:
        meeting: the meeting after the newest entry seen.
        room: what the room may see.

    Raises:
        BookError, WrongKey: as :meth:`panelroom.store.Book.open`, or the book is empty or damaged.
    """

    meeting: Meeting
    room: RoomSettings

    def __init__(self, path: Path, key: bytes, clock: Clock | None = None) -> None:
        self._path, self._key = path, key
        self._steady = Steady(clock or SystemClock())
        self._open()
        # A wall clock that stands before the last entry: the writer counts on from there, and so does this.
        self._ahead = max(timedelta(0), self.meeting.last_at - self._steady.now())

    def _open(self) -> None:
        self._book = Book.open(self._path, self._key, write=False)
        try:
            self._file = self._identity()
            self._version = self._book.data_version()
            self._load()
        except BaseException:
            self._book.close()
            raise

    def _identity(self) -> tuple[int, int]:
        found = self._path.stat()
        return found.st_dev, found.st_ino

    def _load(self) -> None:
        self.meeting, tree = read_meeting(self._book)
        self._seen = tree.size
        self.room = Desk(self._book).room()

    def now(self) -> datetime:
        """Return the meeting's time, as the writer counts it but for the milliseconds an entry takes to get here."""
        return max(self._steady.now() + self._ahead, self.meeting.last_at)

    def look(self) -> bool:
        """Take in what was written since the last look; return whether anything was.

        Raises:
            BookError: the book cannot be read now; what was seen before still stands.
        """
        version = self._book.data_version()
        if version == self._version:
            return False
        room = Desk(self._book).room()
        self._take(self._new_entries())
        # Only now: a look that failed half-way is made again.
        self.room, self._version = room, version
        return True

    def _new_entries(self) -> list[Entry]:
        return [from_body(row.seq, row.body) for row in self._book.rows_after(self._seen)]

    def _take(self, entries: list[Entry]) -> None:
        if not entries:
            return
        if any(isinstance(entry.act, StrikeText) for entry in entries):
            # Older entries have lost their words: all is read again.
            self._load()
        else:
            self.meeting = _applied(self.meeting, entries)
            self._seen += len(entries)
        self._ahead = entries[-1].at - self._steady.now()

    def replaced(self) -> bool:
        """Whether another file has taken the book's place, or the book is gone."""
        try:
            return self._identity() != self._file
        except OSError:
            return True

    def reopen(self) -> None:
        """Open the book anew and read all of it.

        Raises:
            BookError, WrongKey: it cannot be opened; what was seen before still stands, and ``look`` goes on failing.
        """
        self._book.close()
        self._open()

    def close(self) -> None:
        """Let go of the book."""
        self._book.close()


def _applied(meeting: Meeting, entries: list[Entry]) -> Meeting:
    for entry in entries:
        try:
            meeting = apply(meeting, entry)
        except (AssertionError, LookupError, TypeError, ValueError):
            raise BookError(
                f"Entry {entry.id} of this book is damaged: nothing was changed; use a copy."
            ) from None
    return meeting
