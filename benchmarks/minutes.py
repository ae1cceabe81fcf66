"""What does it cost that minutes are accessible?

    python benchmarks/minutes.py [--cases 5] [--times 7]

makes the restricted minutes of an invented meeting, about twenty pages, as panelroom does (tagged, PDF/UA-1 and
PDF/A-2a), and lays the same blocks out on reportlab's own canvas, without marks, structure or metadata. Both build
twice, for "page x of y". The best of several times of each, of this process on its processor, is compared.
"""

import argparse
import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from stopwatch import folder, say

from panelroom.acts import ACTS, ListedCase, OpenMeeting
from panelroom.clock import ManualClock
from panelroom.question_files import load
from panelroom.records.blocks import Document
from panelroom.records.minutes import minutes
from panelroom.records.pdf import count_pages, render
from panelroom.records.pdf.pages import Pages
from panelroom.records.pdf.setting import Setter
from panelroom.records.pdf.tags import Element, TaggedCanvas
from panelroom.records.record import build_record
from panelroom.session import Session, opening_entry, seal
from panelroom.store import Book

SET = "leicestershire-appendix-a"
START = datetime(2031, 3, 4, 18, 0, tzinfo=UTC)
KEY = bytes(32)
BUDGET = 1.6
OBSERVATION = (
    "The log shows when the victim was told of each step, and by whom; what was not said is when the next contact "
    "was due, and nobody noted whether an interpreter had been offered. "
)


class PlainCanvas(TaggedCanvas):
    """A canvas that marks nothing."""

    @contextmanager
    def content(self, element: Element | None) -> Iterator[None]:
        """Draw without a mark."""
        yield

    def begin(self, element: Element | None = None, *, furniture: bool = False) -> None:
        """Begin nothing."""

    def end(self) -> None:
        """End nothing."""


def invented(path: Path, cases: int) -> Document:
    """Return the minutes of a meeting in a new book at ``path``: eleven marks and six observations a case."""
    question_set = load(SET)
    listed = tuple(ListedCase(ref=f"SYN/{n:04}/31", strands=("race",)) for n in range(1, cases + 1))
    opening = OpenMeeting(ref="SYN/M/1", date="2031-03-04", set=SET, cases=listed)
    Book.create(path, KEY, [seal(opening_entry(opening, question_set, START))])
    book = Book.open(path, KEY)
    try:
        session = Session(book, ManualClock(START + timedelta(minutes=1)))
        for name, fields in _evening(cases):
            session.do(ACTS[name].model_validate({"action": name, **fields}))
        return minutes(build_record(session.meeting, session.entries, session.root), question_set)
    finally:
        book.close()


def _evening(cases: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "acknowledge_ground_rules", {}
    for case in range(1, cases + 1):
        yield "open_case", {"case": case}
        for question in range(1, 12):
            yield "answer", {"question": f"q{question}", "mark": "met", "text": OBSERVATION}
        for number in range(1, 7):
            yield (
                "observe",
                {"text": OBSERVATION * 3, "kind": "learning" if number % 2 else "good_practice"},
            )
        yield "decide", {"outcome": "2"}
        yield "close_case", {}


def plain(document: Document) -> None:
    """Lay the document out twice on a canvas that marks nothing."""
    total = 0
    for _ in range(2):
        story = Setter(document).story(document.blocks)
        pages = Pages(io.BytesIO(), document, total)
        pages.build(story, canvasmaker=PlainCanvas)
        total = pages.page


def best(works: Sequence[Callable[[Document], object]], document: Document, times: int) -> list[float]:
    """Return the least seconds of so many times for each, done in turn."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, seconds in zip(works, taken, strict=True):
            began = time.process_time()
            work(document)
            seconds.append(time.process_time() - began)
    return [min(seconds) for seconds in taken]


def main() -> None:
    """Measure both and print the ratio."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--cases", type=int, default=5)
    arguments.add_argument("--times", type=int, default=7)
    asked = arguments.parse_args()
    with folder(in_memory=True) as place:
        document = invented(place / "minutes.book", asked.cases)
    bare, tagged = best((plain, render), document, asked.times)
    say("pages of the minutes", str(count_pages(document)))
    say("plain reportlab", f"{bare * 1000:.0f} ms")
    ratio = tagged / bare
    say("tagged, PDF/UA-1 and PDF/A-2a", f"{tagged * 1000:.0f} ms, {ratio:.2f} x plain", f"<= {BUDGET} x",
        ratio <= BUDGET)  # fmt: skip


if __name__ == "__main__":
    main()
