"""The numbers and bullets of OpenDocument lists and numbered headings (ODF 1.3 part 3, 19.880 and 16.31)."""

from panelroom.documents.odt_styles import STYLE, TEXT, XML_ID, Styles
from panelroom.documents.office_numbers import BULLET, numeral
from panelroom.documents.office_xml import Element, number

_LEVELS = 10


class Lists:
    """Counts list items and numbered headings as they come."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[tuple[str, list[int]]] = []
        self._last: dict[str, list[int]] = {}
        self._ids: dict[str, list[int]] = {}
        self._headings = [0] * _LEVELS

    def enter(self, element: Element) -> None:
        """Begin a list, perhaps inside another, whose style it takes if it names none."""
        outer = self._open[-1] if self._open else None
        name = element.get(TEXT + "style-name") or (outer[0] if outer else "")
        if outer:
            counts = outer[1]
            counts[len(self._open) :] = [0] * (_LEVELS - len(self._open))
        else:
            counts = self._counts(element, name)
        self._open.append((name, counts))

    def _counts(self, element: Element, name: str) -> list[int]:
        earlier = self._ids.get(element.get(TEXT + "continue-list") or "")
        if earlier is None and element.get(TEXT + "continue-numbering") == "true":
            earlier = self._last.get(name)
        counts = list(earlier) if earlier else [0] * _LEVELS
        self._last[name] = counts
        self._ids[element.get(XML_ID) or ""] = counts
        return counts

    def leave(self) -> None:
        """End the list begun last."""
        self._open.pop()

    @property
    def depth(self) -> int:
        """How many lists are open, one inside another."""
        return len(self._open)

    def label(self, item: Element) -> str:
        """Count a list item and return what is printed before it."""
        name, counts = self._open[-1]
        depth = min(len(self._open), _LEVELS)
        level = _level(self._styles.lists.get(name), depth)
        first = 1 if level is None else number(level.get(TEXT + "start-value"), 1)
        start = item.get(TEXT + "start-value")
        now = counts[depth - 1]
        counts[depth - 1] = number(start, 1) if start else (now + 1 if now else first)
        return "" if level is None else _printed(self._styles.lists.get(name), level, counts, depth)

    def heading(self, depth: int) -> str:
        """Count a heading of this level and return its number, ``""`` if headings have none."""
        depth = min(max(1, depth), _LEVELS)
        self._headings[depth - 1] += 1
        self._headings[depth:] = [0] * (_LEVELS - depth)
        level = _level(self._styles.outline, depth)
        return "" if level is None else _printed(self._styles.outline, level, self._headings, depth)


def _level(style: Element | None, depth: int) -> Element | None:
    levels = () if style is None else style.iterchildren("*")
    return next((level for level in levels if level.get(TEXT + "level") == str(depth)), None)


def _printed(style: Element | None, level: Element, counts: list[int], depth: int) -> str:
    if level.tag == TEXT + "list-level-style-bullet":
        return BULLET if level.get(TEXT + "bullet-char", "•").strip() else ""
    shown = min(max(1, number(level.get(TEXT + "display-levels"), 1)), depth)
    numbers = []
    for at in range(depth - shown + 1, depth + 1):
        each = _level(style, at)
        form = "" if each is None else each.get(STYLE + "num-format") or ""
        if form:
            numbers.append(numeral(counts[at - 1] or 1, form))
    if not numbers:
        return ""
    prefix, suffix = level.get(STYLE + "num-prefix") or "", level.get(STYLE + "num-suffix") or ""
    return f"{prefix}{'.'.join(numbers)}{suffix}".strip()
