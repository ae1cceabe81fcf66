"""What this laptop lacks or risks, said before the meeting rather than found out in it."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from panelroom.documents.limits import memory_is_limited


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``level``: ok, note, or unsafe: with one of those nobody should meet on this laptop."""

    level: str
    what: str
    words: str

    @property
    def unsafe(self) -> bool:
        """Whether it is unsafe to meet."""
        return self.level == "unsafe"

    def as_data(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        return {"level": self.level, "what": self.what, "words": self.words}


def examine(home: Path) -> list[Finding]:
    """Return what was found, in the order a person would look."""
    checks = (_terminal, _colours, _clock, lambda: _storage(home), _swap, _disk, _limits, _parsing, _display)
    return [finding for check in checks for finding in check()]


def _terminal() -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding("note", "terminal", "not looked at: this is not running in a terminal window")
        return
    size = shutil.get_terminal_size()
    if size.columns < 80 or size.lines < 24:
        yield Finding(
            "unsafe", "terminal", f"{size.columns}x{size.lines} is too small: make it at least 80x24"
        )
    else:
        yield Finding("ok", "terminal", f"{size.columns}x{size.lines}")


def _colours() -> Iterator[Finding]:
    term, colours = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    if os.name != "nt" and term in ("", "dumb"):
        yield Finding("note", "colours", "the terminal does not say what it can do (TERM is not set)")
    else:
        yield Finding(
            "ok",
            "colours",
            "full colour" if colours else "the terminal's own colours; words carry the meaning",
        )


def _clock() -> Iterator[Finding]:
    if not 2025 <= time.localtime().tm_year <= 2100:
        yield Finding("unsafe", "clock", "the date of this laptop is wrong: set it before the meeting")
    else:
        yield Finding("ok", "clock", time.strftime("%d %B %Y %H:%M, check it against the clock on the wall"))
    if not hasattr(time, "CLOCK_BOOTTIME"):
        yield Finding("note", "clock", "this system cannot tell sleep from time passing: keep the lid open")


def _parsing() -> Iterator[Finding]:
    if memory_is_limited():
        yield Finding("ok", "documents", "each is read in a process of its own, limited in time and memory")
    else:
        yield Finding(
            "note", "documents",
            "this system cannot limit the memory of the process that reads a document: only its time is limited",
        )  # fmt: skip


def _storage(home: Path) -> Iterator[Finding]:
    place = next(p for p in (home, *home.parents) if p.exists())
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        yield Finding("unsafe", "disk", "the disk does not answer: use another laptop")
        return
    megabytes = free // 1_000_000
    if megabytes < 200:
        yield Finding("unsafe", "disk", f"{megabytes} MB free is too little: make room")
    else:
        yield Finding("ok", "disk", f"{megabytes:,} MB free")


def _swap() -> Iterator[Finding]:
    swaps = Path("/proc/swaps")
    if not swaps.exists():
        yield Finding("note", "swap", "cannot be seen on this system: memory may be written to the disk")
        return
    used = [line.split()[0] for line in swaps.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
    plain = [u for u in used if not u.startswith("/dev/dm-") and "zram" not in u]
    if plain:
        yield Finding(
            "note", "swap", "memory may be written to the disk: an encrypted disk makes that harmless"
        )
    else:
        yield Finding("ok", "swap", "none, or none in the clear")


def _disk() -> Iterator[Finding]:
    blocks = Path("/sys/block")
    if not blocks.exists():
        yield Finding(
            "note", "encryption", "cannot be seen on this system: make sure that BitLocker or FileVault is on"
        )
        return
    uuids = [p / "dm" / "uuid" for p in blocks.glob("dm-*")]
    crypt = any(u.exists() and u.read_text(encoding="utf-8").startswith("CRYPT") for u in uuids)
    words = (
        "an encrypted disk was found"
        if crypt
        else "no encrypted disk was seen: books are sealed, all else is not"
    )
    yield Finding("ok" if crypt else "note", "encryption", words)


def _limits() -> Iterator[Finding]:
    if sys.platform == "linux":
        yield Finding("ok", "crashes", "no core is ever written, and no other user can look into the program")
    else:
        yield Finding(
            "note", "crashes", "this system cannot keep a crash report from being written: turn reports off"
        )


def _display() -> Iterator[Finding]:
    if hasattr(os, "mkfifo"):
        yield Finding("ok", "second display", "panelroom screen BOOK is let in by the Chair's program")
    else:
        yield Finding("note", "second display", "panelroom screen needs --passphrase-file on this system")
