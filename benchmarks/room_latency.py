"""How long after the Chair's key does the room see it?

    python benchmarks/room_latency.py [--acts 1000] [--seed 1]

starts ``panelroom screen`` on a real pseudo-terminal beside a meeting in this process. The Chair there does that many
things by chance: marks the question shown, goes to another one, drafts in private and comes back. Printed are, in
milliseconds, from before it is written until its words have been read from the display's terminal (p50, p95, worst),
and what the display costs when nothing happens: per cent of a processor, bytes a second.
"""

import argparse
import os
import random
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
    arguments.add_argument("--acts", type=int, default=1_000)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked.acts, random.Random(asked.seed))


def measure(folder: Path, acts: int, chance: random.Random) -> None:
    """Print the display's latency over ``acts`` things the Chair does, and its cost; the book is in ``folder``."""
    path, words = folder / "bench.book", folder / "words.txt"
    words.write_text(PASSPHRASE)
    clock = SystemClock()
    bookcase.new_book(path, PASSPHRASE, opening(), question_set(), at=clock.wall(), work_factor=4)
    book = Book.open(path, bookcase.book_key(path, PASSPHRASE))
    room = ShownMeeting(book, clock)
    room.begin()
    chair = Chair(room, chance)
    command = [sys.executable, "-m", "panelroom", "screen", str(path), "--passphrase-file", str(words)]
    with Terminal(command, cols=120, rows=40) as terminal:
        terminal.wait_for("Question ", 30)
        taken = sorted(latency(chair, terminal) for _ in range(acts))
        p95 = taken[int(len(taken) * 0.95)]
        middle, worst = statistics.median(taken), taken[-1]
        print(f"act to painted, {acts:,} acts: p50 {middle:.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms")
        room.show(private=True)
        cost(terminal, "holding page")
        room.show(question="q2")
        cost(terminal, "open question, its seconds counting")
    book.close()


class Chair:
    """Somebody who does one thing after another, each of which the room sees."""

    def __init__(self, room: ShownMeeting, chance: random.Random) -> None:
        self._room, self._chance = room, chance
        self._question, self._private = "", False
        self._go()

    def act(self) -> None:
        """Do something by chance; while drafting in private, only coming back changes anything in the room."""
        if self._private:
            self._draft(private=False)
        else:
            self._chance.choice((self._mark, self._mark, self._go, self._draft))()

    def pause(self) -> float:
        """Return the seconds before the next thing."""
        return self._chance.uniform(0.05, 0.13)

    def words(self) -> list[str]:
        """Return the words by which the room sees what was done last."""
        if self._private:
            return ["One moment, please"]
        meeting = self._room.meeting
        question = next(q for q in meeting.question_set.questions if q.id == self._question)
        given = meeting.case(1).answers.get(question.id)
        mark = given.act.mark if given else None
        answer = [f"Answer: {meeting.question_set.mark_label(question, mark)}"] if mark else []
        return [f"Question {question.number} of", *answer]

    def _mark(self) -> None:
        given = self._room.meeting.case(1).answers.get(self._question)
        others = [mark for mark in ("met", "not_met", "cannot_tell") if not given or mark != given.act.mark]
        self._room.say("answer", question=self._question, mark=self._chance.choice(others))

    def _go(self) -> None:
        others = [q.id for q in self._room.meeting.question_set.questions if q.id != self._question]
        self._question = self._chance.choice(others)
        self._draft(private=False)

    def _draft(self, *, private: bool = True) -> None:
        self._private = private
        self._room.show(question=self._question, private=private)


def latency(chair: Chair, terminal: Terminal) -> float:
    """Return the milliseconds from before the Chair does something until the room has read it."""
    # Not in step with the display's looks, as no Chair is.
    time.sleep(chair.pause())
    while terminal.pump(0):
        pass
    begun = time.perf_counter()
    chair.act()
    words = chair.words()
    while not all(word in terminal.screen_text() for word in words):
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
