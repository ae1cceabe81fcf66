"""Pages of a text that has none: about 30 lines of 72 columns, so that "page 7" is the same on screen and paper."""

import textwrap
from collections.abc import Sequence

LINES_PER_PAGE = 30
LINE_WIDTH = 72


def in_pages(text: str) -> list[str]:
    """Part cleaned text into pages; no word is lost and none is divided.

    Long lines are wrapped at 72 columns and a page takes 30 lines, ending at a blank line if one is near.
    """
    lines = [part for line in text.split("\n") for part in _wrapped(line)]
    pages, start = [], 0
    while start < len(lines):
        end = _page_end(lines, start)
        pages.append("\n".join(lines[start:end]).strip("\n"))
        start = next((at for at in range(end, len(lines)) if lines[at].strip()), len(lines))
    return pages


def without_blank_ends(pages: list[str]) -> list[str]:
    """Return the pages from the first to the last with text: a blank page between two keeps its place."""
    filled = [index for index, page in enumerate(pages) if page.strip()]
    return pages[filled[0] : filled[-1] + 1] if filled else []


def _wrapped(line: str) -> list[str]:
    if len(line) <= LINE_WIDTH:
        return [line]
    return textwrap.wrap(
        line,
        LINE_WIDTH,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _page_end(lines: Sequence[str], start: int) -> int:
    end = start + LINES_PER_PAGE
    if end >= len(lines):
        return len(lines)
    near = range(end, end - LINES_PER_PAGE // 4, -1)
    return next((at for at in near if not lines[at].strip()), end)
