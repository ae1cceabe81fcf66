"""How soon is an answer on the disk, against 4 KiB written and synced?

    python benchmarks/commit.py [--acts 300] [--dir DIR]

records answers and, in turn with them, writes 4 KiB to a file beside the book and calls fdatasync.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from evenings import PASSPHRASE, evening
from stopwatch import part, say, spread

from panelroom import acts, bookcase
from panelroom.session import Session

PAGE = os.urandom(4096)


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--acts", type=int, default=300)
    arguments.add_argument("--dir", type=Path, default=None, help="a folder on the disk to be measured")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.dir) as name:
        measure(Path(name), given.acts)


def measure(place: Path, times: int) -> None:
    """Print the two, and their ratio."""
    made = evening(place)
    key = bookcase.book_key(made.book, PASSPHRASE)
    committed, synced = [], []
    with bookcase.writing(made.book, key) as session, (place / "beside").open("wb", buffering=0) as file:
        begin(session)
        for turn in range(times):
            committed.append(seconds_of_answer(session, turn))
            synced.append(seconds_of_sync(file.fileno()))
    ratio = part(committed, 50) / part(synced, 50)
    say("4 KiB written and synced", spread(synced))
    say("answer to committed", spread(committed))
    say("answer to committed, in ratio", f"{ratio:.2f} x (p50)", "<= 3 x", ratio <= 3)


def begin(session: Session) -> None:
    """Bring the meeting to its first question."""
    for member in session.meeting.people:
        session.do(acts.MarkPresent(member=member))
    session.do(acts.AcknowledgeGroundRules())
    session.do(acts.OpenCase(case=1))


def seconds_of_answer(session: Session, turn: int) -> float:
    """Answer one of the questions; return how long it took until it was on the disk."""
    answer = acts.Answer(question=f"q{turn % 11 + 1}", mark=("met", "not_met")[turn // 11 % 2])
    began = time.perf_counter()
    session.do(answer)
    return time.perf_counter() - began


def seconds_of_sync(handle: int) -> float:
    """Append 4 KiB and sync them."""
    began = time.perf_counter()
    os.write(handle, PAGE)
    os.fdatasync(handle)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
