"""Reading a book without writing in it: its meeting and its tree."""

from panelroom.errors import BookError
from panelroom.fold import fold
from panelroom.journal import MerkleTree, from_body
from panelroom.meeting import Meeting
from panelroom.store import Book


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
