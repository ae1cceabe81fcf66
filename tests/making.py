"""Small meetings and books to test with: everything in them is invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from panelroom import show
from panelroom.acts import ACTS, Act, OpenMeeting
from panelroom.clock import ManualClock
from panelroom.fold import fold
from panelroom.journal import MerkleTree, from_body
from panelroom.question_files import load
from panelroom.questions import QuestionSet
from panelroom.session import Recorded, Session, opening_entry, seal
from panelroom.store import Book

PASSPHRASE = "six plain words for tests only"
KEY = bytes(range(32))
PAGE, RESERVED = 4096, 80  # bytes, as SQLCipher 4 has them
START = datetime(2031, 3, 4, 18, 0, tzinfo=UTC)
MEMORY = Path("/dev/shm")
"""Where a synced book is quick, on systems that have it."""

LEICESTERSHIRE = "leicestershire-appendix-a"
MINORS = ("q1", "q3", "q4", "q5", "q6", "q7", "q9", "q10")
MAJORS = ("q2", "q8", "q11")
QUESTIONS = tuple(f"q{n}" for n in range(1, 12))
LETTERS = {
    "y": "met",
    "n": "not_met",
    "a": "not_met_justified",
    "x": "not_applicable",
    "c": "cannot_tell",
    "u": "undecided",
}

ROSTER = [
    {"id": "ch", "name": "Chair One", "role": "chair", "votes": True},
    {"id": "m1", "name": "Member One", "role": "member", "votes": True},
    {"id": "m2", "name": "Member Two", "role": "member", "votes": True},
    {"id": "et", "name": "Ethics One", "role": "ethics_member", "votes": True},
    {"id": "fo", "name": "Force One", "role": "force", "votes": False},
    {"id": "ob", "name": "Observer One", "role": "observer", "votes": False},
]


@cache
def question_set(name: str = LEICESTERSHIRE) -> QuestionSet:
    return load(name)


def act(action: str, **fields: Any) -> Act:
    """Return an act as a script line would make it; ``in_`` stands for ``in``."""
    return ACTS[action].model_validate({"action": action, **{k.rstrip("_"): v for k, v in fields.items()}})


def opening(cases: int | list[dict[str, Any]] = 3, **changes: Any) -> OpenMeeting:
    if isinstance(cases, int):
        cases = [{"ref": f"SYN/{n:04}/31", "strands": ["race"]} for n in range(1, cases + 1)]
    fields: dict[str, Any] = {
        "ref": "SYN/M/1",
        "date": "2031-03-04",
        "set": LEICESTERSHIRE,
        "roster": ROSTER,
        "cases": cases,
    }
    return OpenMeeting.model_validate(fields | changes)


class Room(Session):
    """A session that takes script lines, one minute of a turned clock apart."""

    def __init__(self, book: Book, clock: ManualClock) -> None:
        super().__init__(book, clock)
        self.clock = clock

    def say(self, action: str, **fields: Any) -> Recorded:
        self.clock.advance(60)
        return self.do(act(action, **fields))

    def here(self, *members: str) -> None:
        for member in members:
            self.say("mark_present", member=member)

    def open_first(self, *members: str) -> None:
        """Bring these members in (by default the voting four), accept the ground rules and open case 1."""
        self.here(*(members or ("ch", "m1", "m2", "et")))
        self.say("acknowledge_ground_rules")
        self.say("open_case", case=1)

    def mark(self, letters: str) -> None:
        """Answer questions 1, 2, ... with these letters (see LETTERS); a dot leaves one out."""
        for question, letter in zip(QUESTIONS, letters, strict=False):
            if letter != ".":
                self.answer(question, LETTERS[letter])

    def answer(self, question: str, mark: str, **fields: Any) -> Recorded:
        asks = mark == "not_met_justified" or (mark == "not_applicable" and question in MAJORS)
        return self.say(
            "answer", question=question, mark=mark, **({"text": "It was agreed."} if asks else {}) | fields
        )

    def shown(self) -> dict[str, Any]:
        return show.document(self.meeting, self.entries, self.root)

    def case(self, number: int = 1) -> dict[str, Any]:
        found: dict[str, Any] = self.shown()["cases"][number - 1]
        return found


def make_book(path: Path, set_name: str = LEICESTERSHIRE, **changes: Any) -> None:
    first = opening_entry(opening(**changes), question_set(set_name), START)
    Book.create(path, KEY, [seal(first)])


@contextmanager
def in_room(path: Path, set_name: str = LEICESTERSHIRE, **changes: Any) -> Iterator[Room]:
    """A meeting in a new encrypted book at ``path``, or the one that is there already."""
    if not path.exists():
        make_book(path, set_name, **changes)
    book = Book.open(path, KEY)
    try:
        yield Room(book, ManualClock(START + timedelta(minutes=1)))
    finally:
        book.close()


def shown_from_disk(book: Book) -> dict[str, Any]:
    """Return the document folded anew from what the book holds."""
    rows = book.rows()
    meeting = fold(from_body(r.seq, r.body) for r in rows)
    assert meeting is not None
    return show.document(meeting, len(rows), MerkleTree(r.leaf for r in rows).root().hex())


def everything_in(path: Path) -> bytes:
    """Return every byte of the book at ``path`` in clear: all tables, every page, free ones too, and its log."""
    return _tables(path) + b"".join(_pages(path))


def _tables(path: Path) -> bytes:
    conn = driver.connect(str(path), isolation_level=None)
    try:
        conn.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
        names = [n for (n,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {"journal", "desk"} <= set(names)
        rows = [str(row) for name in names for row in conn.execute(f'SELECT * FROM "{name}"')]
    finally:
        conn.close()
    return "\n".join(rows).encode()


def _pages(path: Path) -> Iterator[bytes]:
    """Decrypt page by page, without SQLite, as SQLCipher 4 lays pages out: AES-256-CBC, the IV before the MAC."""
    whole = path.read_bytes()
    for start in range(0, len(whole), PAGE):
        page = whole[start : start + PAGE]
        yield _clear(page[16:] if start == 0 else page)
    log = path.with_name(path.name + "-wal")
    whole = log.read_bytes()[32:] if log.exists() else b""
    for start in range(0, len(whole), PAGE + 24):
        frame = whole[start + 24 : start + 24 + PAGE]
        first = int.from_bytes(whole[start : start + 4], "big") == 1
        yield _clear(frame[16:] if first else frame)


def _clear(page: bytes) -> bytes:
    body, vector = page[:-RESERVED], page[-RESERVED : 16 - RESERVED]
    undo = Cipher(algorithms.AES(KEY), modes.CBC(vector)).decryptor()
    return bytes(undo.update(body) + undo.finalize())
