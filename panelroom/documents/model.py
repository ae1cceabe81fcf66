"""What becomes of one file from outside: typed blocks of cleaned text with page anchors.

The text of a page is made of its blocks, the text of a document of its pages, always in the same way, so that
an offset found by a check means the same place on every screen and in every command.
"""

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from panelroom.findings import Finding

BlockKind = Literal["heading", "para", "row", "list", "log", "note"]
SourceKind = Literal["pdf", "docx", "odt", "txt", "md", "png", "jpeg"]
# Blocks of these kinds stand line under line; everything else has an empty line around it.
_CLOSE: frozenset[BlockKind] = frozenset({"row", "list"})


class Block(BaseModel):
    """One paragraph, heading, table row, list item, log entry or note, cited as ``p3¶12``.

    ``page`` and ``n`` (within the page) count from 1. ``text`` is cleaned (:mod:`panelroom.text`), never
    empty; a table row's cells are joined by `` | ``. ``id`` stays the same when the file is read again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: BlockKind
    page: int
    n: int
    text: str

    @property
    def anchor(self) -> str:
        """How it is cited: ``p3¶12``."""
        return f"p{self.page}¶{self.n}"


class Placed(NamedTuple):
    """A block and the offset of its first character in the document's text."""

    start: int
    block: Block


class Imported(BaseModel):
    """One document as read: ``pages`` is how many pages it has, ``pictures`` the pages without a text layer.

    ``pictures`` maps a page number to a re-encoded grey PNG of at most 150 dpi. ``findings`` are those that
    only the original can show (hidden text, comments, metadata); what is found in the text itself is the
    business of :mod:`panelroom.checks`. ``cleaned`` counts the characters made visible or removed, by check
    id. ``sha256`` is that of the original file (hex), ``importer`` what read it and its version.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    kind: SourceKind
    sha256: str
    importer: str
    pages: int
    blocks: tuple[Block, ...]
    pictures: dict[int, bytes] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    cleaned: dict[str, int] = Field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The whole cleaned text: what would be packed, and what offsets count in."""
        return "".join(text for _, text in _laid_out(self.blocks))

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every block with the offset at which it begins in :attr:`text`."""
        placed, at = [], 0
        for block, text in _laid_out(self.blocks):
            placed.append(Placed(at + len(text) - len(block.text), block))
            at += len(text)
        return tuple(placed)

    def with_blocks(self, blocks: tuple[Block, ...]) -> "Imported":
        """Return the document with other blocks."""
        changed = self.model_copy(update={"blocks": blocks})
        # A copy brings along what was worked out of the old blocks.
        for worked_out in ("text", "placed", "page_texts"):
            changed.__dict__.pop(worked_out, None)
        return changed

    def at(self, offset: int) -> Placed | None:
        """Return the block that holds the character at ``offset``, or the one before a gap; None if none."""
        index = bisect_right(self.placed, offset, key=lambda each: each.start) - 1
        return self.placed[index] if index >= 0 else None

    def page_text(self, page: int) -> str:
        """Return the text of one page, ``""`` for a page without."""
        return "".join(text for _, text in _laid_out(b for b in self.blocks if b.page == page))

    @cached_property
    def page_texts(self) -> tuple[tuple[int, str], ...]:
        """Every page's number and text, in order."""
        return tuple((number, self.page_text(number)) for number in range(1, self.pages + 1))


def numbered(blocks: Iterable[tuple[int, BlockKind, str]]) -> tuple[Block, ...]:
    """Return blocks from ``(page, kind, cleaned text)`` in reading order; those without text are left out.

    The id is the first 16 hex digits of the SHA-256 of kind and text, with ``-2``, ``-3`` ... for repetitions,
    so that a file read again, or with a page put in, keeps what was ticked.
    """
    on_page: Counter[int] = Counter()
    same: Counter[str] = Counter()
    made = []
    for page, kind, text in blocks:
        if not text.strip():
            continue
        on_page[page] += 1
        name = hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()[:16]
        same[name] += 1
        suffix = f"-{same[name]}" if same[name] > 1 else ""
        made.append(Block(id=name + suffix, kind=kind, page=page, n=on_page[page], text=text))
    return tuple(made)


def _laid_out(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Yield each block and its text with the gap before it."""
    before: Block | None = None
    for block in blocks:
        if before is None:
            gap = ""
        elif before.page == block.page and before.kind == block.kind and block.kind in _CLOSE:
            gap = "\n"
        else:
            gap = "\n\n"
        yield block, gap + block.text
        before = block
