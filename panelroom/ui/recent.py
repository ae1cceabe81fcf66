"""The index of books for Home: folders and dates only; what a meeting holds stays sealed."""

import contextlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

MOST = 9


@dataclass(frozen=True, slots=True)
class Recent:
    """A book that was opened here: where it lies and when it was last open (local time, to the minute)."""

    path: str
    opened: str


def recent_books(home: Path) -> list[Recent]:
    """Return the books opened lately, newest first; those that are gone are left out.

    So are those whose name holds a character that could command a terminal or deceive.
    """
    try:
        listed = json.loads((home / "recent.json").read_text(encoding="utf-8"))
        found = [Recent(str(r["path"]), str(r["opened"])) for r in listed]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [r for r in found if (r.path + r.opened).isprintable() and Path(r.path).is_file()]


def remember_book(home: Path, book: Path, now: datetime) -> None:
    """Put a book at the head of the index. An index that cannot be written is no reason to stop a meeting."""
    entry = Recent(str(book.resolve()), now.strftime("%Y-%m-%d %H:%M"))
    books = [entry, *(r for r in recent_books(home) if r.path != entry.path)][:MOST]
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = home / "recent.json.new"
        beside.write_text(json.dumps([asdict(r) for r in books]), encoding="utf-8")
        beside.replace(home / "recent.json")
