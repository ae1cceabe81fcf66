"""Reading a book without writing in it: its meeting, its tree, and a root printed elsewhere."""

import re
from pathlib import Path

from panelroom.errors import BadFile, BookError
from panelroom.journal import MerkleTree, from_body
from panelroom.meeting import Meeting, fold
from panelroom.store import Book

_ROOT = re.compile(rb"Record of \d+ entr(?:y|ies), root ([0-9a-f]{64})\b")
_MAX_PDF = 200_000_000


def read_meeting(book: Book) -> tuple[Meeting, MerkleTree]:
    """Return the meeting a book holds, and the Merkle tree over its leaves.

    Raises:
        BookError: the book is empty or damaged.
    """
    rows = book.rows()
    meeting = fold(from_body(r.seq, r.body) for r in rows)
    if meeting is None:
        raise BookError("This book is empty: nothing was recorded in it.")
    return meeting, MerkleTree(r.leaf for r in rows)


def printed_root(root_or_pdf: str) -> str:
    """Return the hex root given, or the one that minutes written by panelroom carry in their properties.

    Raises:
        BadFile: it is neither a root of 64 hex digits nor such a file.
    """
    text = root_or_pdf.strip().lower()
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return text
    path = Path(root_or_pdf)
    try:
        if path.stat().st_size > _MAX_PDF:
            raise BadFile(f"{path.name} is too large to be minutes.")
        found = _ROOT.search(path.read_bytes())
    except OSError:
        raise BadFile("That is neither a root of 64 hex digits nor a file that can be read.") from None
    if found is None:
        raise BadFile(f"{path.name} carries no root: compare with the root printed in the minutes by hand.")
    return found.group(1).decode()
