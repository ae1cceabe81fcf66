"""Does an act cost the same in a long meeting as in a short one?

    python benchmarks/growth.py [--acts 38000] [--dir DIR]

replays that many acts into one book, once over many cases and once in one case full of observations, amendments
and undos, and prints acts per second around act 1,000 and around the last, their ratio, and how long the whole
journal takes to fold again. The book lies in memory where that is possible, and all times are of this process
on its processor: a synced disk, or somebody else at work on the machine, would hide the rest.
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from panelroom.acts import ACTS, Act, ListedCase, OpenMeeting
from panelroom.clock import ManualClock
from panelroom.fold import fold
from panelroom.journal import from_body
from panelroom.question_files import load
from panelroom.session import Session, opening_entry, seal
from panelroom.store import Book

SET = "leicestershire-appendix-a"
START = datetime(2031, 3, 4, 18, 0, tzinfo=UTC)
KEY = bytes(32)
WINDOW = 1000


def act(action: str, **fields: Any) -> Act:
    """Return an act as a script line would make it."""
    return ACTS[action].model_validate({"action": action, **fields})


def many_cases() -> Iterator[Act]:
    """Case after case, named by reference, with reading, marks, a query and its reply."""
    yield act("acknowledge_ground_rules")
    for number in itertools.count(1):
        yield act("open_case", case=f"SYN/{number:06}/31")
        yield act("start_reading", minutes=10)
        yield act("end_reading")
        for question in range(1, 12):
            yield act("answer", question=str(question), mark="cannot_tell" if question == 2 else "met")
        yield act(
            "answer_query", query=f"{number}-q2", role="force", text="Found.", basis="said", settled=True
        )
        yield act("decide", outcome="1")
        yield act("close_case")


def one_case() -> Iterator[Act]:
    """One case: observations, some amended, some undone, and a mark changed back and forth."""
    yield act("acknowledge_ground_rules")
    yield act("open_case", case=1)
    for seq in itertools.count(4, 6):
        yield act("observe", text="What the panel saw.", kind="learning", question="q4")
        yield act("observe", text="What else it saw.", kind="insight")
        yield act("amend", entry=f"e{seq}", text="What the panel rather saw.")
        yield act("answer", question="q1", mark="met" if seq % 12 == 4 else "not_met")
        yield act("observe", text="A slip.", kind="query")
        yield act("undo")


def measure(folder: Path, name: str, script: Iterator[Act], acts: int, cases: int) -> None:
    """Play ``acts`` of the script into a new book and print what they cost early and late."""
    listed = tuple(ListedCase(ref=f"SYN/{n:06}/31") for n in range(1, cases + 1))
    opening = OpenMeeting(ref="SYN/GROWTH/1", date="2031-03-04", set=SET, cases=listed)
    path = folder / f"{name}.book"
    Book.create(path, KEY, [seal(opening_entry(opening, load(SET), START))])
    book = Book.open(path, KEY)
    session = Session(book, ManualClock(START))
    stamps = [time.process_time()]
    for number, one in enumerate(itertools.islice(script, acts), 1):
        session.do(one, at=START + timedelta(seconds=number))
        stamps.append(time.process_time())
    rows = book.rows()
    started = time.process_time()
    folded = fold(from_body(r.seq, r.body) for r in rows)
    took = time.process_time() - started
    assert folded is not None and folded == session.meeting
    early, late = rate(stamps, WINDOW), rate(stamps, acts - WINDOW // 2)
    print(
        f"{name}: {early:6.0f} acts/s around act {WINDOW}, {late:6.0f} around act {acts - WINDOW // 2},"
        f" late/early cost {early / late:.2f}; {len(rows)} entries fold in {took:.2f} s"
    )
    views(book)
    book.close()


def rate(stamps: list[float], middle: int) -> float:
    """Return the acts per second in the window around the act with that number."""
    first, last = middle - WINDOW // 2, min(middle + WINDOW // 2, len(stamps) - 1)
    return (last - first) / (stamps[last] - stamps[first])


def views(book: Book) -> None:
    """How long the slowest views for people take at that size."""
    for name in ("cases", "answers", "outcomes", "observations", "queries"):
        started = time.process_time()
        found = sum(1 for _ in book.view(name))
        print(f"    view {name}: {found} rows in {time.process_time() - started:.2f} s")


def main() -> None:
    """Measure both kinds of meeting."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acts", type=int, default=38_000)
    parser.add_argument("--dir", type=Path, default=Path("/dev/shm") if Path("/dev/shm").is_dir() else None)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=wanted.dir) as folder:
        measure(Path(folder), "many cases", many_cases(), wanted.acts, wanted.acts // 17 + 1)
        measure(Path(folder), "one case", one_case(), wanted.acts, 1)


if __name__ == "__main__":
    main()
