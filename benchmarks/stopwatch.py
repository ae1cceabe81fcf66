"""A stopwatch for full-screen programs: when are the bytes of a paint read from a real pseudo-terminal?

Bytes are stamped as they are read and painted on the emulated screen afterwards, so that the emulator's own work
is in no figure. A latency ends with the last chunk of bytes needed until the screen shows what was expected.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from select import select

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from terminal import KEYS, Terminal

COLS, ROWS = 120, 40
_STILL = 0.05
# What an installation has, a checkout may not: modules compiled beforehand. Every program here gets them.
_COMPILED = tempfile.TemporaryDirectory(prefix="compiled")
_ENV = {"PYTHONPYCACHEPREFIX": _COMPILED.name, "PYTHONDONTWRITEBYTECODE": ""}

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    keys = 0
    def compose(self):
        yield Static("READY 0")
    def on_key(self):
        self.keys += 1
        self.query_one(Static).update(f"READY {self.keys}")
Empty().run()
"""
EMPTY_APP = (sys.executable, "-c", EMPTY)
PANELROOM = (sys.executable, "-m", "panelroom")


@dataclass(frozen=True, slots=True)
class Painted:
    """What a key did: seconds until what was expected was painted, and all bytes that were sent for it."""

    seconds: float
    sent: int


class Stopwatch(Terminal):
    """A program on a terminal of 120 x 40 cells, timed from outside."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._began = time.perf_counter()
        super().__init__(argv, COLS, ROWS, {**_ENV, **(env or {})})

    def start(self, text: str, timeout: float = 60) -> float:
        """Return the seconds from the start of the program until ``text`` was on the screen."""
        return self._until(text, self._began, timeout).seconds

    def key(self, key: str, text: str, timeout: float = 10) -> Painted:
        """Press a key; return when ``text`` was on the screen, and how much was sent until it was still."""
        began = time.perf_counter()
        os.write(self._fd, KEYS.get(key, key.encode()))
        return self._until(text, began, timeout)

    def bytes_in(self, seconds: float) -> int:
        """Return how many bytes the program sends by itself in that time."""
        before = len(self.raw)
        self._take_chunks(self._chunks(time.perf_counter() + seconds, still=seconds))
        return len(self.raw) - before

    def _until(self, text: str, began: float, timeout: float) -> Painted:
        deadline, hit, before = time.perf_counter() + timeout, None, len(self.raw)
        while hit is None:
            if time.perf_counter() > deadline:
                raise TimeoutError(f"never saw {text!r}:\n{self.screen_text()}")
            for stamp, data in self._chunks(deadline, _STILL):
                self._receive(data)
                if hit is None and text in self.screen_text():
                    hit = stamp - began
        return Painted(hit, len(self.raw) - before)

    def _take_chunks(self, chunks: list[tuple[float, bytes]]) -> None:
        for _, data in chunks:
            self._receive(data)

    def _chunks(self, deadline: float, still: float) -> list[tuple[float, bytes]]:
        """Read until nothing has come for ``still`` seconds, or until the deadline."""
        chunks: list[tuple[float, bytes]] = []
        while (now := time.perf_counter()) < deadline:
            wait = min(deadline - now, still) if chunks else deadline - now
            if not select([self._fd], [], [], wait)[0]:
                break
            try:
                chunks.append((0.0, os.read(self._fd, 1 << 16)))
            except OSError:
                break
            chunks[-1] = (time.perf_counter(), chunks[-1][1])
        return chunks


def spread(seconds: Sequence[float]) -> str:
    """Return ``p50 / p95 / p99`` in milliseconds."""
    return " / ".join(f"{part(seconds, q) * 1000:.1f}" for q in (50, 95, 99)) + " ms (p50 / p95 / p99)"


def part(values: Sequence[float], percent: int) -> float:
    """Return that percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def best_start(argv: Sequence[str], text: str, times: int, env: Mapping[str, str] | None = None) -> float:
    """Return the best of ``times`` starts, in seconds until ``text`` is on the screen."""
    return min(_one_start(argv, text, env) for _ in range(times))


def _one_start(argv: Sequence[str], text: str, env: Mapping[str, str] | None) -> float:
    with Stopwatch(argv, env) as program:
        return program.start(text)


def empty_keys(times: int) -> list[Painted]:
    """Return what ``times`` keys do in the empty program."""
    with Stopwatch(EMPTY_APP) as program:
        program.start("READY 0")
        program.bytes_in(0.3)
        return [program.key("x", f"READY {n}") for n in range(1, times + 1)]


def say(what: str, measured: str, budget: str = "", met: bool | None = None) -> None:
    """Print one row: what, what was measured, its budget, and whether it is met."""
    verdict = "" if met is None else "meets" if met else "MISSES"
    print(f"{what:<48} {measured:<44} {budget:<24} {verdict}".rstrip(), flush=True)


@contextmanager
def folder(*, in_memory: bool = False) -> Iterator[Path]:
    """A folder for one measurement, in memory where asked for and possible."""
    memory = "/dev/shm" if in_memory and Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)
