"""The door: how the Chair's process lets the room's display in, so that nobody types a secret at a projector.

A named pipe lies in a folder that only this user can enter, under a name made from the book's path. The
display waits at the pipe; the Chair's process, when it next looks, hands the book's key through it. What goes
through a pipe is never on a disk, and there is no socket.
"""

import contextlib
import hashlib
import os
import select
import stat
import sys
import tempfile
import time
from pathlib import Path

from panelroom.errors import BadFile, UsageError
from panelroom.store import KEY_BYTES

NO_DOOR = (
    "On this system the Chair's screen cannot let the display in: "
    "start it with 'panelroom screen BOOK --passphrase-file FILE'."
)
_AGAIN = 0.1


class Door:
    """The Chair's side: open while the meeting is, closed with it; for the one process that writes in the book.

    Where the system has no named pipes the door is a wall: it stands there and lets nobody in.

    Args:
        book_path: the book. key: its key of 32 bytes.

    Raises:
        BadFile: the folder or the pipe's place is not safe.
    """

    def __init__(self, book_path: Path, key: bytes) -> None:
        self._key = key
        self._pipe: Path | None = None
        if sys.platform != "win32":
            self._pipe = _pipe_of(book_path)
            _place_pipe(self._pipe)

    def tick(self) -> bool:
        """Hand the key to a display that waits; return whether one did. Call it about once a second."""
        if self._pipe is None:
            return False
        try:
            # Refused with ENXIO as long as nobody waits at the other end.
            end = os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError:
            return False
        try:
            return _is_our_pipe(end) and os.write(end, self._key) == len(self._key)
        except OSError:
            # Whoever waited has gone.
            return False
        finally:
            os.close(end)

    def close(self) -> None:
        """Take the pipe away."""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.unlink()
        self._pipe = None


class Knock:
    """The display's side: waits at the door of a book, without ever blocking.

    Raises:
        UsageError: this system has no named pipes.
        BadFile: the folder the pipe should be in is not safe.
    """

    def __init__(self, book_path: Path) -> None:
        if sys.platform == "win32":
            raise UsageError(NO_DOOR)
        self._pipe = _pipe_of(book_path)
        self._end: int | None = None

    def __enter__(self) -> "Knock":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def key(self) -> bytes | None:
        """Return the key if it was handed through, else ``None``: knock again a little later."""
        self._stand_at_the_pipe()
        if self._end is None or not select.select([self._end], [], [], 0)[0]:
            return None
        try:
            handed = os.read(self._end, KEY_BYTES)
        except BlockingIOError:
            return None
        return handed if len(handed) == KEY_BYTES else None

    def _stand_at_the_pipe(self) -> None:
        """Wait at the pipe that is there now: the Chair's program may have been started anew."""
        if self._end is not None and not _still_there(self._end, self._pipe):
            self.close()
        if self._end is None:
            self._end = _open_to_read(self._pipe)

    def close(self) -> None:
        """Go away from the door."""
        if self._end is not None:
            os.close(self._end)
            self._end = None


def knock(book_path: Path, timeout: float) -> bytes | None:
    """Wait at the door of a book for up to ``timeout`` seconds; return its key, or ``None``.

    Raises:
        UsageError, BadFile: as :class:`Knock`.
    """
    deadline = time.monotonic() + timeout
    with Knock(book_path) as waiting:
        while True:
            key = waiting.key()
            if key is not None or time.monotonic() >= deadline:
                return key
            time.sleep(_AGAIN)


def _pipe_of(book_path: Path) -> Path:
    name = hashlib.sha256(os.fsencode(book_path.resolve())).hexdigest()[:32]
    return _folder() / f"{name}.door"


def _folder() -> Path:
    """Return this user's own folder for doors, made if need be.

    Raises:
        BadFile: something there is not ours alone.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    where = Path(runtime) if runtime and Path(runtime).is_dir() else Path(tempfile.gettempdir())
    folder = where / f"panelroom-{os.geteuid()}"
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
    except OSError as error:
        raise BadFile(f"The folder for the room's display cannot be made ({error.strerror}).") from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise BadFile(
            f"The folder {folder.name} for the room's display is not this user's alone: no display is let in. "
            "Remove it, then open the meeting again."
        )
    return folder


def _place_pipe(pipe: Path) -> None:
    """Put a new pipe there, in the place of one that a program left when it was killed."""
    try:
        if os.path.lexists(pipe):
            _refuse_what_is_no_pipe(pipe)
            pipe.unlink()
        os.mkfifo(pipe, 0o600)
    except OSError as error:
        raise BadFile(f"The door for the room's display cannot be made ({error.strerror}).") from None


def _refuse_what_is_no_pipe(pipe: Path) -> None:
    found = pipe.lstat()
    if not stat.S_ISFIFO(found.st_mode) or found.st_uid != os.geteuid():
        raise BadFile(
            "Something else lies where the door for the room's display should be: no display is let in. "
            f"Remove {pipe.name} from the folder {pipe.parent.name}, then open the meeting again."
        )


def _open_to_read(pipe: Path) -> int | None:
    try:
        end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return None
    if _is_our_pipe(end):
        return end
    os.close(end)
    return None


def _is_our_pipe(end: int) -> bool:
    found = os.fstat(end)
    return stat.S_ISFIFO(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077


def _still_there(end: int, pipe: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(end), pipe.lstat())
    except OSError:
        return False
