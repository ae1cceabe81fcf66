"""How long after the Chair's key does the room see it?

    python benchmarks/room_latency.py [--acts 300]

starts ``panelroom screen`` on a real pseudo-terminal beside a meeting in this process, records that many acts and
prints, in milliseconds, from before an act is written until its words have been read from the display's terminal
(p50, p95, worst), and what the display costs when nothing happens: per cent of a processor, bytes a second.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from making import PASSPHRASE, question_set
from room_meetings import ShownMeeting, opening
from terminal import Terminal

from panelroom import bookcase
from panelroom.clock import SystemClock
from panelroom.store import Book

QUIET_SECONDS = 10


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--acts", type=int, default=300)
    acts = arguments.parse_args().acts
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), acts)


def measure(folder: Path, acts: int) -> None:
    """Print the display's latency over ``acts`` acts, and its cost, with a new book in ``folder``."""
    path, words = folder / "bench.book", folder / "words.txt"
    words.write_text(PASSPHRASE)
    clock = SystemClock()
    bookcase.new_book(path, PASSPHRASE, opening(), question_set(), at=clock.wall(), work_factor=4)
    book = Book.open(path, bookcase.book_key(path, PASSPHRASE))
    room = ShownMeeting(book, clock)
    room.begin()
    room.show(question="q1")
    command = [sys.executable, "-m", "panelroom", "screen", str(path), "--passphrase-file", str(words)]
    with Terminal(command, cols=120, rows=40) as terminal:
        terminal.wait_for("Question 1 of 11", 30)
        taken = sorted(latency(room, terminal, turn) for turn in range(acts))
        p95 = taken[int(len(taken) * 0.95)]
        middle, worst = statistics.median(taken), taken[-1]
        print(f"act to painted, {acts} acts: p50 {middle:.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms")
        room.show(private=True)
        cost(terminal, "holding page")
        room.show(question="q2")
        cost(terminal, "open question, its seconds counting")
    book.close()


def latency(room: ShownMeeting, terminal: Terminal, turn: int) -> float:
    """Return the milliseconds from before an answer is recorded until the room has read it."""
    mark, words = (("met", "Answer: Yes"), ("not_met", "Answer: No"))[turn % 2]
    # Not in step with the display's looks, as no Chair is.
    time.sleep(0.05 + 0.0137 * (turn % 7))
    while terminal.pump(0):
        pass
    begun = time.perf_counter()
    room.say("answer", question="q1", mark=mark)
    while words not in terminal.screen_text():
        terminal.pump(0.001)
    return (time.perf_counter() - begun) * 1000


def cost(terminal: Terminal, what: str) -> None:
    """Print what the display uses and writes while nothing happens (Linux)."""
    for _ in range(50):
        terminal.pump(0.02)
    child = terminal.children()[0]
    used, written = cpu(child), len(terminal.raw)
    until = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < until:
        terminal.pump(0.2)
    percent = 100 * (cpu(child) - used) / QUIET_SECONDS
    print(
        f"{what}: {percent:.1f} % of a processor, {(len(terminal.raw) - written) / QUIET_SECONDS:.0f} bytes a second"
    )


def cpu(pid: int) -> float:
    """Return the processor seconds that process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
