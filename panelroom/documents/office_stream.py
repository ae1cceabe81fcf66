"""The reading order of an office file: what its walker writes down, before it is parted into pages.

A walker writes text with the reason why a reader would not see it, if there is one. What is seen becomes
passages; each run of what is not becomes one :class:`Hidden`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from panelroom.documents.model import BlockKind
from panelroom.documents.office_look import Check
from panelroom.documents.picture import Crop
from panelroom.documents.plain import begins_entry
from panelroom.findings import Severity


class Passage(NamedTuple):
    """A paragraph, heading, row or item that a reader sees; ``\\n`` in it is a line break."""

    kind: BlockKind
    text: str


class Hidden(NamedTuple):
    """A run of text that a reader does not see."""

    check: Check
    text: str


class Carried(NamedTuple):
    """Something else that the file carries; ``sample`` is already masked."""

    check: str
    severity: Severity
    sample: str


class Foot(NamedTuple):
    """A note that stands at the end of the page it belongs to."""

    text: str


class Shown(NamedTuple):
    """A picture; ``data`` is None where it cannot be drawn."""

    description: str
    data: bytes | None = None
    crop: Crop = Crop()


class PageEnd(NamedTuple):
    """The end of a page: asked for by the author, or ``rendered``: where the writing program last had one."""

    rendered: bool = False


# What a page style's own header says before anybody writes in it: "Page 1 of 3".
_PAGE_WORDS = re.compile(r"(?:page|of|date|[\W\d_])*", re.IGNORECASE)

Item = Passage | Hidden | Carried | Foot | Shown | PageEnd


@dataclass(slots=True)
class _Paragraph:
    kind: BlockKind
    seen: list[str]
    check: Check | None = None
    unseen: str = ""
    after: tuple[Item, ...] = ()


class Writer:
    """Takes text in reading order and keeps it as items in :attr:`items`."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._open: _Paragraph | None = None

    @contextmanager
    def paragraph(self, kind: BlockKind = "para") -> Iterator[None]:
        """Write what comes into one passage."""
        outer, self._open = self._open, _Paragraph(kind, [])
        yield
        self._close(self._open)
        self._open = outer

    @contextmanager
    def collecting(self) -> Iterator[list[Item]]:
        """Collect what is written instead of keeping it: a cell, a note, a header."""
        outer = self.items, self._open
        self.items, self._open = collected, _ = list[Item](), None
        yield collected
        self.items, self._open = outer

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Put what is written, such as a text box, behind the paragraph that it hangs on."""
        with self.collecting() as collected:
            yield
        if self._open is None:
            self.items.extend(collected)
        else:
            self._open.after += tuple(collected)

    def write(self, text: str, hidden: Check | None = None) -> None:
        """Write text; ``hidden`` says why a reader would not see it."""
        if not text:
            return
        if self._open is None:
            with self.paragraph():
                self.write(text, hidden)
            return
        if hidden is None and not text.strip():
            self._open.seen.append(text)
            return
        if hidden != self._open.check:
            self._end_hidden(self._open)
        if hidden is None:
            self._open.seen.append(text)
        else:
            self._open.check = hidden
            self._open.unseen += text

    def label(self, text: str) -> None:
        """Write the number or bullet that stands before a paragraph's text; alone it is not worth a passage."""
        if self._open is not None:
            self._open.seen.insert(0, _Label(text + " "))

    def add(self, item: Item) -> None:
        """Keep something that is not text, at this place."""
        if isinstance(item, PageEnd) and self._open is not None:
            self._end_hidden(self._open)
            self._pass(self._open)
        self.items.append(item)

    def _close(self, paragraph: _Paragraph) -> None:
        self._end_hidden(paragraph)
        self._pass(paragraph)
        self.items.extend(paragraph.after)

    def _pass(self, paragraph: _Paragraph) -> None:
        """Keep what was seen so far as a passage; what follows in the same paragraph goes on as another."""
        words = "".join(part for part in paragraph.seen if not isinstance(part, _Label))
        if not words.strip():
            return
        self.items.append(Passage(paragraph.kind, "".join(paragraph.seen)))
        paragraph.seen = []
        if paragraph.kind == "log":
            paragraph.kind = "para"

    def _end_hidden(self, paragraph: _Paragraph) -> None:
        check, text = paragraph.check, paragraph.unseen
        paragraph.check, paragraph.unseen = None, ""
        if check == "BLACKOUT" and _is_mask(text):
            paragraph.seen.append(text)  # bars typed by the redactor: there is nothing under them
        elif check and text.strip():
            self.items.append(Hidden(check, text))


class Running:
    """Headers and footers: each text is told once, and of those that nobody sees only what is not seen elsewhere."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._told: set[str] = set()

    @contextmanager
    def taking(self, *, footer: bool) -> Iterator[None]:
        """Take what is written as a header, or as a footer at the end of its page."""
        with self._writer.collecting() as items:
            yield
        for item in items:
            self._take(item, footer=footer)

    def _take(self, item: Item, *, footer: bool) -> None:
        if isinstance(item, Passage | Hidden):
            text = " ".join(item.text.split())
            if text in self._told or (isinstance(item, Hidden) and _PAGE_WORDS.fullmatch(text)):
                return
            self._told.add(text)
        if isinstance(item, Passage):
            self._writer.add(Foot(item.text) if footer else Passage("note", item.text))
        elif not isinstance(item, PageEnd):
            self._writer.add(item)


class _Label(str):
    __slots__ = ()


def _is_mask(text: str) -> bool:
    letters = {character for character in text.lower() if character.isalnum()}
    return not letters or letters == {"x"}


def row_of(cells: Sequence[Sequence[Item]]) -> list[Item]:
    """Return the items of one table row: its cells joined by `` | `` into one passage.

    A row of one cell is only a frame: what is in it stays as it is. A nested row, and a line in a cell that
    begins an entry of a log, each part the row.
    """
    filled = [cell for cell in cells if cell]
    if len(cells) == 1:
        return list(filled[0]) if filled else []
    before, after = _page_ends(filled)
    row = _Row()
    for cell in cells:
        row.take(cell)
    row.end()
    return [*before, *row.items, *after]


def _page_ends(cells: Sequence[Sequence[Item]]) -> tuple[list[PageEnd], list[PageEnd]]:
    """Return the page ends before any text of a row and those inside it, as its longest cell has them."""
    before: list[PageEnd] = []
    inside: list[PageEnd] = []
    for cell in cells:
        first = next((at for at, item in enumerate(cell) if isinstance(item, Passage | Shown)), len(cell))
        leading = [item for item in cell[:first] if isinstance(item, PageEnd)]
        rest = [item for item in cell[first:] if isinstance(item, PageEnd)]
        before, inside = max(before, leading, key=len), max(inside, rest, key=len)
    return before, inside


class _Row:
    def __init__(self) -> None:
        self.items: list[Item] = []
        self._cells: list[list[str]] = []

    def take(self, cell: Sequence[Item]) -> None:
        self._cells.append([])
        for item in cell:
            if isinstance(item, Passage) and item.kind == "row":
                self.end()
                self.items.append(item)
                self._cells = [[]]
            elif isinstance(item, Passage):
                for line in item.text.split("\n"):
                    self._line(" ".join(line.split()))
            elif not isinstance(item, PageEnd):
                self.items.append(item)

    def _line(self, line: str) -> None:
        if self._cells[-1] and begins_entry(line, self._cells[-1][-1]):
            self.end()
            self._cells = [[]]
        if line:
            self._cells[-1].append(line)

    def end(self) -> None:
        texts = [" ".join(lines) for lines in self._cells]
        if any(texts):
            self.items.append(Passage("row", _joined(texts)))
        self._cells = []


def _joined(texts: list[str]) -> str:
    """Join cells so that a date begins the line, its entry's number before it if there is one."""
    first = next(index for index, text in enumerate(texts) if text)
    last = max(index for index, text in enumerate(texts) if text)
    texts = texts[first : last + 1]
    if len(texts) > 1 and texts[0].isdecimal() and len(texts[0]) < 6 and begins_entry(texts[1]):
        texts[:2] = [f"{texts[0]}. {texts[1]}"]
    return " | ".join(texts)
