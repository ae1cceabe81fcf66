"""Pages of an office file: where its program last had them, or else as many lines as a page of text holds."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from panelroom.documents.cleaning import clean_counted
from panelroom.documents.model import BlockKind
from panelroom.documents.office_stream import Carried, Foot, Hidden, Item, PageEnd, Passage, Shown
from panelroom.documents.picture import carried_by, grey_page
from panelroom.documents.plain import begins_entry, within_limits
from panelroom.documents.reading import Hostile, Reading
from panelroom.findings import Finding, Severity, masked
from panelroom.paging import LINE_WIDTH, LINES_PER_PAGE
from panelroom.text import clean_line

Family = Literal["DOCX", "ODT"]
_CLOSE: tuple[BlockKind, ...] = ("row", "list")
_COLUMNS = re.compile(r"\t| {3,}")
NOT_DESCRIBED = "no description"


def paged(items: Sequence[Item], extras: Iterable[Hidden | Carried], family: Family) -> Reading:
    """Return the items of an office file as blocks on pages, with one finding for each thing it hides.

    ``extras`` is what the file carries on no page. Where the file does not say where its pages ended, a page
    takes about 30 lines of 72 columns and ends between two blocks.

    Raises:
        Hostile: it has more pages, or more text on a page, than a document of a case.
    """
    pages = _Pages(family, rendered=any(isinstance(i, PageEnd) and i.rendered for i in items))
    for item in items:
        pages.take(item)
    pages.end()
    for extra in extras:
        pages.take(extra)
    return within_limits(pages.reading())


class _Pages:
    def __init__(self, family: Family, *, rendered: bool) -> None:
        self._family = family
        self._rendered = rendered
        self._page = 1
        self._lines = 0
        self._ended = False
        # A page end that the author asked for is rendered too: the second mark says the same once more.
        self._asked = False
        self._last: BlockKind | None = None
        self._blocks: list[tuple[int, BlockKind, str]] = []
        self._feet: list[tuple[int, str]] = []
        self._shown: list[tuple[int, Shown]] = []
        self._findings: list[Finding] = []
        self._looked_into: set[bytes] = set()
        self._cleaned: Counter[str] = Counter()

    def take(self, item: Item) -> None:
        match item:
            case Passage(kind, text):
                for block_kind, block in self._cleaned_blocks(kind, text):
                    self._put(block_kind, block)
            case Hidden(check, text):
                self._find(check, "BLOCK", masked(clean_line(text)))
            case Carried(check, severity, sample):
                self._find(check, severity, sample)
            case Foot(text):
                self._feet += [(self._page, block) for _, block in self._cleaned_blocks("note", text)]
            case Shown():
                self._show(item)
            case PageEnd(rendered):
                self._end_page(rendered)

    def end(self) -> None:
        """End the last page: what is found from here on stands on none."""
        self._ended = True

    def _find(self, check: str, severity: Severity, sample: str) -> None:
        page = None if self._ended else self._page
        self._findings.append(
            Finding(id=f"{self._family}-{check}", severity=severity, page=page, sample=sample)
        )

    def _end_page(self, rendered: bool) -> None:
        if rendered and self._asked and not self._lines:
            self._asked = False
            return
        self._asked = not rendered
        self._turn()

    def _turn(self) -> None:
        self._page += 1
        self._lines = 0
        self._last = None

    def _cleaned_blocks(self, kind: BlockKind, text: str) -> Iterable[tuple[BlockKind, str]]:
        cleaned, counts = clean_counted(text)
        self._cleaned += counts
        for block in _parted(cleaned):
            entry = kind in ("para", "list") and begins_entry(block)
            yield "log" if entry else kind, block

    def _put(self, kind: BlockKind, text: str) -> None:
        takes = -(-len(text) // LINE_WIDTH) + (0 if kind == self._last and kind in _CLOSE else 1)
        if not self._rendered and self._lines and self._lines + takes > LINES_PER_PAGE + 1:
            self._turn()
        self._lines += takes
        self._last = kind
        self._blocks.append((self._page, kind, text))

    def _show(self, picture: Shown) -> None:
        description = clean_line(picture.description)
        self._put("para", f"[PICTURE: {description or NOT_DESCRIBED}]")
        self._shown.append((self._page, picture))
        self._tell_carried(picture.data)
        if not description:
            self._find("PICTURE", "REVIEW", "a picture without a description")

    def _tell_carried(self, picture: bytes | None) -> None:
        """Tell once what a picture's own file says of who took it and where, however often it is shown."""
        if picture is None or picture in self._looked_into:
            return
        self._looked_into.add(picture)
        told = (each.model_copy(update={"page": self._page}) for each in carried_by(picture))
        self._findings.extend(told)

    def reading(self) -> Reading:
        notes = [(page, "note", text) for page, text in self._feet]
        blocks: list[tuple[int, BlockKind, str]] = [*self._blocks, *notes]  # type: ignore[list-item]
        found = [finding.page or 1 for finding in self._findings]
        last = max([1, *found, *(page for page, _, _ in blocks)])
        return Reading(
            pages=last,
            blocks=sorted(blocks, key=lambda block: block[0]),
            pictures=self._pictures(),
            findings=self._findings,
            cleaned=self._cleaned,
        )

    def _pictures(self) -> dict[int, bytes]:
        """Draw the pictures that have a page to themselves."""
        filled = Counter(page for page, kind, _ in self._blocks if kind != "note")
        drawn: dict[int, bytes] = {}
        for page, picture in self._shown:
            if filled[page] != 1 or picture.data is None:
                continue
            try:
                drawn[page] = grey_page(picture.data, picture.crop)
            except Hostile:
                sample = "a picture that cannot be drawn"
                self._findings.append(
                    Finding(id=f"{self._family}-PICTURE", severity="REVIEW", page=page, sample=sample)
                )
        return drawn


def _parted(text: str) -> Iterable[str]:
    """Yield the parts of a passage: a line break is a space unless the line after it begins an entry."""
    part = ""
    for line in text.split("\n"):
        flat = _spaced(line)
        if part and flat and begins_entry(flat, part):
            yield part
            part = flat
        else:
            part = f"{part} {flat}".strip()
    if part:
        yield part


def _spaced(line: str) -> str:
    """Return a line with single spaces; tabs and wide gaps, which make columns, are two."""
    columns = (" ".join(column.split()) for column in _COLUMNS.split(line))
    return "  ".join(filter(None, columns))
