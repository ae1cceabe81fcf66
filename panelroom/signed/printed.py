"""The root that minutes carry, and what became of the book since: the same, older, longer, or another.

The Merkle tree hash of RFC 6962 over the first n entries can be computed from any later state of the book. So a
book that only went on still shows the root that was printed; an older copy, or one whose entries were exchanged,
cannot.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from panelroom.documents import limits
from panelroom.errors import BadFile
from panelroom.journal import MerkleTree, Row, Verdict, from_body, verify
from panelroom.keys.signed_pdf import ReadPdf
from panelroom.signed.reading import read_file
from panelroom.text import clean_line, plural

_SUBJECT = re.compile(r"Record of (\d{1,9}) entr(?:y|ies), root ([0-9a-f]{64})")
_SUBJECT_BYTES = re.compile(_SUBJECT.pattern.encode())
_ROOT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Printed:
    """A root, in hex, and how many entries it stands for, where that is known."""

    root: str
    entries: int | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """What was added to a book after the printed root: corrections, strikes, and other entries."""

    corrections: int = 0
    strikes: int = 0
    others: int = 0

    def __str__(self) -> str:
        said = (
            (self.corrections, plural(self.corrections, "correction")),
            (self.strikes, plural(self.strikes, "strike")),
            (self.others, plural(self.others, "other entry", "other entries")),
        )
        return ", ".join(words for count, words in said if count)


@dataclass(frozen=True, slots=True)
class BookCheck:
    """Whether a book proves itself and bears out a printed root; ``since`` is what was added to it after that."""

    verdict: Verdict
    problems: tuple[str, ...]
    since: Since | None = None


def printed_root(root_or_pdf: str) -> Printed:
    """Return the root given in hex, or the one that minutes written by panelroom carry, signed or not.

    Raises:
        BadFile: it is neither 64 hex digits nor such a file, or the file does not hold.
    """
    text = root_or_pdf.strip().lower()
    if _ROOT.fullmatch(text):
        return Printed(text)
    path = Path(root_or_pdf)
    if not path.is_file():
        raise BadFile("That is neither a root of 64 hex digits nor a file that can be read.")
    _, found = read_file(path)
    if not found.holds:
        raise BadFile(
            f"{clean_line(path.name)} does not hold, so its root says nothing: {found.every_problem[0]}."
        )
    printed = root_in(found)
    if printed is None:
        raise BadFile(
            f"{clean_line(path.name)} carries no root: compare with the root printed in the minutes by hand."
        )
    return printed


def stated_root(path: Path) -> str:
    """Return the root that a file says it was made from, unproved: it tells an old file from a new one, no more.

    Empty where there is none, or no such file.
    """
    try:
        found = _SUBJECT_BYTES.search(path.read_bytes()[: limits.MOST_BYTES])
    except OSError:
        return ""
    return found[2].decode() if found else ""


def root_in(found: ReadPdf) -> Printed | None:
    """Return the root a file carries, if it does."""
    said = _SUBJECT.fullmatch(found.subject)
    return Printed(said[2], int(said[1])) if said else None


def check_rows(rows: Sequence[Row], printed: Printed | None) -> BookCheck:
    """Return whether a book of these rows proves itself, and bears out the printed root, if there is one."""
    verdict = verify(rows)
    if printed is None or not verdict.holds:
        return BookCheck(verdict, verdict.problems)
    entries = printed.entries or _entries_of(rows, printed.root)
    if problem := _unlike(rows, printed, entries):
        return BookCheck(verdict, (problem,))
    return BookCheck(verdict, (), _since(rows[entries:]))


def _unlike(rows: Sequence[Row], printed: Printed, entries: int | None) -> str | None:
    """Return how the book does not bear out a root of so many entries; None where it does."""
    if entries is None:
        return (
            "The root is not the one printed there, and never was: this is an older copy of the book, another copy, "
            "or another book."
        )
    if len(rows) < entries:
        return (
            f"This is an older copy of the book, rolled back to {plural(len(rows), 'entry', 'entries')}: what is "
            f"printed rests on {entries}. Look for the later copy, or for the right book."
        )
    if _root_of(rows[:entries]) != printed.root:
        return (
            f"The root of the first {plural(entries, 'entry', 'entries')} is not the one printed there: entries were "
            "altered together with their leaves, or this is another copy or another book."
        )
    return None


def _root_of(rows: Sequence[Row]) -> str:
    return MerkleTree(row.leaf for row in rows).root().hex()


def _entries_of(rows: Sequence[Row], root: str) -> int | None:
    """Return after how many entries the book had this root."""
    tree = MerkleTree()
    for row in rows:
        tree.append(row.leaf)
        if tree.root().hex() == root:
            return tree.size
    return None


def _since(rows: Sequence[Row]) -> Since | None:
    if not rows:
        return None
    kinds = Counter(from_body(row.seq, row.body).act.action for row in rows)
    corrections, strikes = kinds["correct_minutes"], kinds["strike_text"]
    return Since(corrections, strikes, kinds.total() - corrections - strikes)
