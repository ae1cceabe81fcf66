"""The numbers and bullets that Word prints before paragraphs (ECMA-376 part 1, 17.9)."""

import re
from collections import defaultdict

from panelroom.documents.office_numbers import BULLET, numeral
from panelroom.documents.office_xml import Element, number
from panelroom.documents.word_xml import W, val

_STYLES = {"lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a", "upperLetter": "A"}
_LEVELS = 9


class Numbering:
    """Counts the numbered paragraphs of a document as they come."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._restarted: set[tuple[str, int]] = set()
        for each in () if root is None else root.iterchildren(W + "abstractNum"):
            levels = {number(level.get(W + "ilvl")): level for level in each.iterchildren(W + "lvl")}
            self._levels[each.get(W + "abstractNumId") or ""] = levels
        for each in () if root is None else root.iterchildren(W + "num"):
            self._take_list(each)

    def _take_list(self, each: Element) -> None:
        name = each.get(W + "numId") or ""
        self._lists[name] = val(each.find(W + "abstractNumId")) or ""
        for changed in each.iterchildren(W + "lvlOverride"):
            level, start = number(changed.get(W + "ilvl")), changed.find(W + "startOverride")
            if start is not None:
                self._starts[name, level] = number(val(start), 1)

    def label(self, list_id: str, level: int) -> str:
        """Count a paragraph of this list and level (from 0) and return what is printed before it."""
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if level not in levels or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts[abstract]
        self._count(counts, list_id, level, levels)
        return self._printed(levels, level, counts)

    def _count(self, counts: list[int | None], list_id: str, level: int, levels: dict[int, Element]) -> None:
        own_start = self._starts.get((list_id, level))
        if own_start is not None and (list_id, level) not in self._restarted:
            self._restarted.add((list_id, level))
            counts[level] = None
        for above in range(level):
            if counts[above] is None:
                counts[above] = _start(levels.get(above))
        now = counts[level]
        start = own_start if own_start is not None else _start(levels[level])
        counts[level] = start if now is None else now + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)

    def _printed(self, levels: dict[int, Element], level: int, counts: list[int | None]) -> str:
        if _format(levels[level]) == "bullet":
            return BULLET

        def one(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            style = _STYLES.get(_format(levels.get(at)), "1")
            return numeral(counts[at] or 0, style) if _format(levels.get(at)) != "none" else ""

        return re.sub(r"%([1-9])", one, val(levels[level].find(W + "lvlText")) or "")


def _start(level: Element | None) -> int:
    return 1 if level is None else number(val(level.find(W + "start")), 0)


def _format(level: Element | None) -> str:
    return "decimal" if level is None else val(level.find(W + "numFmt")) or "decimal"
