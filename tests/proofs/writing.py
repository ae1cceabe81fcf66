"""A writer in a process of its own, which says on a pipe what was acknowledged, and what is left after it died."""

import os
import random
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from making import KEY, Room, in_room

from panelroom.fold import fold
from panelroom.journal import MerkleTree, from_body, verify
from panelroom.store import Book

Setup = Callable[[Room], None]


class Writer:
    """A child process that does one act after another and writes ``seq leaf`` once each is acknowledged."""

    def __init__(self, path: Path, setup: Setup | None = None, *, strikes: bool = True) -> None:
        self.acknowledged: dict[int, bytes] = {}
        self._heard = b""
        self._pipe, says = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._pipe)
            _write_for_ever(path, says, setup, strikes)
        os.close(says)

    def wait(self, seconds: float, acts: int = 0) -> None:
        """Listen for some time, and until that many acts are acknowledged; fail after half a minute."""
        until, last = time.monotonic() + seconds, time.monotonic() + 30
        wanted = len(self.acknowledged) + acts
        while (now := time.monotonic()) < until or (len(self.acknowledged) < wanted and now < last):
            self._listen(0.01)
        assert len(self.acknowledged) >= wanted, "the writer did not write"

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        while self._listen(0):
            pass
        os.close(self._pipe)

    def stop(self) -> None:
        """Hold the writer still; what it acknowledged until then is known when this returns."""
        os.kill(self.pid, signal.SIGSTOP)
        os.waitpid(self.pid, os.WUNTRACED)
        while self._listen(0):
            pass

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def _listen(self, seconds: float) -> bool:
        if not select.select([self._pipe], [], [], seconds)[0]:
            return False
        heard = os.read(self._pipe, 65536)
        *lines, self._heard = (self._heard + heard).split(b"\n")
        for line in lines:
            seq, leaf = line.split()
            self.acknowledged[int(seq)] = bytes.fromhex(leaf.decode())
        return bool(heard)


def _write_for_ever(path: Path, says: int, setup: Setup | None, strikes: bool) -> None:
    """Never returns: in the child nothing of the test's own may run on."""
    with suppress(BaseException), in_room(path) as room:
        if setup:
            setup(room)
        while True:
            _one_act(room, strikes)
            leaf = room.book.rows_after(room.entries - 1)[0].leaf
            os.write(says, f"{room.entries} {leaf.hex()}\n".encode())
    os._exit(1)


def _one_act(room: Room, strikes: bool) -> None:
    turn = room.entries % 25
    if strikes and turn == 24:
        room.say("strike_text", entry=f"e{room.entries - 5}", why="other")
    elif turn == 12:
        room.say("undo")
    else:
        room.say("park", text="Something the panel said. " * random.randint(1, 40))


def kept(path: Path) -> dict[int, bytes]:
    """Open what is left, check that it is sound, and return seq -> leaf."""
    book = Book.open(path, KEY)
    try:
        rows = book.rows()
    finally:
        book.close()
    verdict = verify(rows)
    assert verdict.holds, verdict.problems
    assert verdict.root == MerkleTree(r.leaf for r in rows).root().hex()
    assert fold(from_body(r.seq, r.body) for r in rows) is not None
    return {r.seq: r.leaf for r in rows}


def lost(acknowledged: dict[int, bytes], there: dict[int, bytes]) -> list[int]:
    """Return which acknowledged entries are not there, or are not what was acknowledged."""
    return [seq for seq, leaf in acknowledged.items() if there.get(seq) != leaf]
