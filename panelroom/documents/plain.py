"""Plain text and Markdown: pages as printed, and blocks that keep the columns of a police log."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from panelroom.documents.cleaning import clean_counted
from panelroom.documents.limits import MOST_CHARACTERS, MOST_PAGES
from panelroom.documents.model import BlockKind
from panelroom.documents.reading import Hostile, Reading
from panelroom.findings import Finding, masked
from panelroom.paging import in_pages, without_blank_ends
from panelroom.timeline import Line, events_in

_LIST = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+\S")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINED = re.compile(r"\s{0,3}(?:=+|-{2,})\s*$")
_RULE = re.compile(r"\s{0,3}([-*_])\s*(?:\1\s*){2,}$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
# A comment that is never closed hides the rest of the file (CommonMark 0.31, 4.6).
_COMMENT = re.compile(r"<!-->|<!--->|<!--(.*?)(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(\s*<?([^\s()<>]*)>?(?:\s+\"([^\"]*)\")?\s*\)")


def read_text(data: bytes, kind: Literal["txt", "md"]) -> Reading:
    """Return the blocks of a plain text or Markdown file; form feeds part the pages where there are any.

    Bytes are UTF-8, UTF-16 with a byte-order mark, or else Windows-1252.

    Raises:
        Hostile: it holds binary data.
    """
    text, cleaned = _decoded(data), Counter[str]()
    pages = [] if "\f" not in text else text.split("\f")
    if pages:
        counted = [clean_counted(page) for page in pages]
        pages, cleaned = [page for page, _ in counted], sum((more for _, more in counted), Counter[str]())
    else:
        text, cleaned = clean_counted(text)
        pages = [text]
    findings: list[Finding] = []
    if kind == "md":
        pages = list(_without_comments(pages, findings))
    pages = [page.strip("\n") for page in pages] if len(pages) > 1 else in_pages(pages[0])
    pages = without_blank_ends(pages)
    blocks = list(_markdown(pages) if kind == "md" else _plain(pages))
    return within_limits(Reading(len(pages), blocks, findings=findings, cleaned=cleaned))


def within_limits(reading: Reading) -> Reading:
    """Return a reading that has no more pages, and no more text on one, than a document of a case may have.

    Raises:
        Hostile: it has.
    """
    if reading.pages > MOST_PAGES:
        raise Hostile(f"it has more than {MOST_PAGES} pages: split it into smaller files")
    on_page: Counter[int] = Counter()
    for page, _, text in reading.blocks:
        on_page[page] += len(text)
    if any(characters > MOST_CHARACTERS for characters in on_page.values()):
        raise Hostile(
            f"it has a page of more than {MOST_CHARACTERS:,} characters: split it into smaller pages"
        )
    return reading


def begins_entry(line: str, before: str = "", width: int = 0) -> bool:
    """Tell whether ``line`` begins an entry of a log: with a date, a time, or an entry's number and date.

    ``before`` is the line above and ``width`` the longest line: a date in a wrapped sentence begins nothing.
    """
    above = [Line(1, "01/01/2000:"), Line(1, " " * width), Line(1, before)]
    return any(event.page == 2 for event in events_in([*above, Line(2, line)]))


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Hostile("it holds binary data, not text")
    return text


# --- blocks ----------------------------------------------------------------------------------------------


def _plain(pages: Sequence[str]) -> Iterator[tuple[int, BlockKind, str]]:
    width = _width(pages)
    for number, page in enumerate(pages, start=1):
        for group in _groups(page):
            for part in _entries(group, width):
                text = "\n".join(part)
                yield number, "log" if begins_entry(part[0], width=width) else "para", text


def _width(pages: Sequence[str]) -> int:
    return max((len(line) for page in pages for line in page.split("\n")), default=0)


def _groups(page: str) -> Iterator[list[str]]:
    """Yield the runs of lines between blank lines."""
    group: list[str] = []
    for line in [*page.split("\n"), ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _entries(group: list[str], width: int) -> Iterator[list[str]]:
    """Part a group before each line that begins an entry."""
    starts = [at for at in range(1, len(group)) if begins_entry(group[at], group[at - 1], width)]
    for start, end in zip([0, *starts], [*starts, len(group)], strict=True):
        yield group[start:end]


# --- Markdown ----------------------------------------------------------------------------------------------


def _without_comments(pages: list[str], findings: list[Finding]) -> Iterator[str]:
    """Yield the pages without their comments, which may run over a page's end."""
    parted = "\f".join(pages)

    def gone(comment: re.Match[str]) -> str:
        page = parted.count("\f", 0, comment.start()) + 1
        hidden = comment[1] or ""
        if hidden.strip():
            findings.append(Finding(id="MD-HTML-COMMENT", severity="BLOCK", page=page, sample=masked(hidden)))
        return "\f" * comment[0].count("\f")

    yield from _COMMENT.sub(gone, parted).split("\f")


def _markdown(pages: Sequence[str]) -> Iterator[tuple[int, BlockKind, str]]:
    width = _width(pages)
    for number, page in enumerate(pages, start=1):
        for group in _groups(page):
            for kind, text in _marked(group, width):
                if text:
                    yield number, kind, _LINK.sub(_link, text)


def _marked(group: list[str], width: int) -> Iterator[tuple[BlockKind, str]]:
    """Yield the headings, items, rows, entries and paragraphs of a group of lines."""
    kind: BlockKind = "para"
    held: list[str] = []
    for at, line in enumerate(group):
        if held and kind == "para" and _UNDERLINED.match(line) and not _RULE.match(held[0]):
            yield "heading", " ".join(held)
            held = []
            continue
        begun = _begun(line, group[at - 1] if at else "", width)
        if held and (begun or kind == "heading"):
            yield kind, _unmarked(held, kind)
            held = []
        kind = begun or (kind if held else "para")
        held.append(line)
    if held:
        yield kind, _unmarked(held, kind)


def _begun(line: str, before: str, width: int) -> BlockKind | None:
    """Return the kind of block that begins with this line, None where the one above goes on."""
    if _HEADING.match(line):
        return "heading"
    if line.lstrip().startswith("|"):
        return "row"
    if begins_entry(line, before, width):
        return "log"
    if _LIST.match(line) and not _RULE.match(line):
        return "list"
    return None


def _unmarked(lines: list[str], kind: BlockKind) -> str:
    """Return a block without the signs that only lay it out; a row that was wrapped is one line again."""
    if kind == "heading" and (found := _HEADING.match(lines[0])):
        return found[2]
    row = " ".join(line.strip() for line in lines)
    if kind == "row":
        return (
            ""
            if _TABLE_RULE.fullmatch(row)
            else " | ".join(cell.strip() for cell in row.strip("|").split("|"))
        )
    return "\n".join(lines)


def _link(found: re.Match[str]) -> str:
    """Keep what a reader sees of a link, and where it leads if that is not the same."""
    picture, shown, target, title = found.groups()
    extra = f' "{title}"' if title else ""
    if picture:
        return f"[PICTURE: {shown.strip() or 'no description'}] ({target}){extra}"
    return shown + extra if shown.strip() == target else f"{shown} ({target}){extra}"
