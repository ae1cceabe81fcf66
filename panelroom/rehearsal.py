"""A rehearsal: a short meeting on two invented cases, in a folder that is gone afterwards.

The book lies under a pass-phrase that nobody but this rehearsal has ever had: should a power cut leave the folder
behind, nothing opens it. The papers are read where they are installed, and written nowhere.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from panelroom import bookcase
from panelroom.clock import Clock, SystemClock
from panelroom.errors import NotWritten
from panelroom.guidance import EVENING
from panelroom.keys.words import generate_passphrase
from panelroom.opening import listed_case, opening_act
from panelroom.paper_source import FolderPapers
from panelroom.papers import load_case
from panelroom.question_files import load
from panelroom.resources import data_dir

CASES = ("05-syn-0005-25", "03-syn-0003-25")
"""The folders of the cases that are rehearsed: short ones."""
WORK_FACTOR = 12
"""log2 of the scrypt cost: the pass-phrase is on the screen, and lives for minutes."""
MINUTES = 60
_QUESTIONS = "leicestershire-appendix-a"
_PANEL = (
    ("chair", "A. Chair", "chair", True),
    ("b", "Member B", "member", True),
    ("c", "Member C", "member", True),
    ("d", "Member D", "member", True),
    ("force", "Force Hate Crime Lead", "force", False),
)
_QUORUM = 3


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A meeting to rehearse: its folder, book, key and pass-phrase, and the papers of its cases."""

    folder: Path
    book: Path
    key: bytes
    passphrase: str
    papers: FolderPapers


@contextlib.contextmanager
def vanishing_folder() -> Iterator[Path]:
    """Give a new folder for its owner alone, and remove it with all that is in it, however the rehearsal ends.

    Raises:
        NotWritten: there is no place for temporary files.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="panelroom-rehearsal-"))
    except OSError as error:
        raise NotWritten(f"There is no place for a rehearsal ({error.strerror}): nothing was made.") from None
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Remove the folder of a rehearsal, as far as it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: Path, clock: Clock | None = None) -> Rehearsal:
    """Make the book of a rehearsal in ``folder``; the meeting begins now.

    Raises:
        NotWritten: the folder cannot be written.
        BadFile: the installation lacks the sample cases.
    """
    passphrase, book = generate_passphrase(), folder / "rehearsal.book"
    now = (clock or SystemClock()).wall()
    questions = load(_QUESTIONS)
    opening = opening_act(
        ref="REHEARSAL",
        date=now.date().isoformat(),
        set=questions.id,
        quorum=_QUORUM,
        planned_minutes=MINUTES,
        panel="A rehearsal: everybody and everything in it is invented",
        roster=[dict(zip(("id", "name", "role", "votes"), person, strict=True)) for person in _PANEL],
        cases=[listed_case(load_case(data_dir("sample_cases") / name)) for name in CASES],
    )
    bookcase.new_book(book, passphrase, opening, questions, at=now, work_factor=WORK_FACTOR)
    papers = FolderPapers(data_dir("sample_cases"))
    return Rehearsal(folder, book, bookcase.book_key(book, passphrase), passphrase, papers)


def in_words() -> str:
    """Return the steps of a rehearsal as text, one a paragraph, each beginning with its keys."""
    return "\n\n".join(step.text for step in EVENING)
