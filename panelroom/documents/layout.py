"""From characters with places to blocks: lines, table rows, paragraphs, headings and log entries.

Text order is visual: from top to bottom, in a line from left to right. Structure is read from sizes and gaps
alone, so nothing a producer claims about a document can change its order.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from panelroom.documents.model import BlockKind
from panelroom.documents.pdf_chars import ASLANT, Char
from panelroom.documents.pdf_columns import in_columns
from panelroom.documents.pdf_lines import Cell, Line, Rules
from panelroom.timeline import Line as TextLine
from panelroom.timeline import events_in

_CELL_GAP = 1.0  # font sizes: a wider gap divides cells ...
_SPACED_GAP = 1.8  # ... unless spaces were typed into it, as justified text has them
_WORD_GAP = 0.2
_SAME_LINE = 0.4
_HEADING = 1.15
_LARGE = 2.5
_ONE_PARAGRAPH = 1.25  # times the page's usual distance of lines
_FARTHEST_LINES = 3.0  # font sizes
_LIST_MARK = re.compile(r"(?:[•‣◦▪●○■□–—*-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_ONLY_MARK = re.compile(r"[•‣◦▪●○■□–—*-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]")
_SENTENCE_END = re.compile(r"[.!?:;][\"')\]”’]*$")
# A wrapped sentence that goes on with a date was broken after one of these, or after a comma.
_BEFORE_A_DATE = re.compile(
    r"(?:,|\b(?:on|at|of|from|since|until|till|to|between|and|or|by|before|after|for|dated|the|was|is|around|about))$",
    re.IGNORECASE,
)
_DAY = "1 January 2000"
_PAGE_MARK = re.compile(r"(?:page|sheet|p\.?)?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_SOFT_HYPHEN = "\u00ad"


@dataclass(slots=True)
class PageLines:
    """The lines of one page from top to bottom, those of turned text apart, and the rules drawn on it."""

    lines: list[Line]
    turned: list[str] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)


Blocks = list[tuple[BlockKind, str]]


def lines_of(chars: Sequence[Char], rules: Rules) -> PageLines:
    """Return the lines of one page, read in the direction most of it is written in."""
    ways = Counter(char.turned for char in chars if not char.text.isspace())
    ways.pop(ASLANT, None)
    main = max(ways, key=lambda turned: ways[turned], default=0)
    across = {turned: _lines_across(chars, rules, turned) for turned in (main, *(set(ways) - {main}))}
    notes = [line.text for turned, lines in across.items() if turned != main for line in lines]
    aslant = _aslant_texts([char for char in chars if char.turned == ASLANT])
    return PageLines(across[main], [*notes, *(text for text in aslant if text)], rules.turned_back(main))


def _lines_across(chars: Sequence[Char], rules: Rules, turned: int) -> list[Line]:
    """Return the lines written in one direction, as if the page lay that way."""
    level = [_level(char) for char in chars if char.turned == turned]
    back = rules.turned_back(turned)
    lines = [line for group in _apart_in_size(level) for line in _upright_lines(group, back)]
    return sorted(lines, key=lambda line: line.baseline)


def _level(char: Char) -> Char:
    if char.turned == 0:
        return char
    return replace(char, box=char.box.turned_back(char.turned), cell=char.cell.turned_back(char.turned))


def blocks_of(pages: Sequence[PageLines]) -> list[Blocks]:
    """Return the blocks of every page; what runs along the top or bottom of most pages becomes notes."""
    running = _running(pages)
    vocabulary = {word for page in pages for line in page.lines for word in _WORD.findall(line.text.lower())}
    return [_page_blocks(page, running, vocabulary) for page in pages]


def _upright_lines(chars: Sequence[Char], rules: Rules) -> Iterator[Line]:
    return (line for group in _by_baseline(chars) if (line := _line(group, rules)))


def _apart_in_size(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Part letters far larger than the text, as a watermark's are: they lie behind its lines, not in them."""
    if not chars:
        return
    usual = median(char.size for char in chars)
    yield [char for char in chars if char.size <= _LARGE * usual]
    yield [char for char in chars if char.size > _LARGE * usual]


def _by_baseline(chars: Sequence[Char]) -> Iterator[list[Char]]:
    group: list[Char] = []
    for char in sorted((c for c in chars if not c.text.isspace()), key=lambda c: (c.baseline, c.cell.left)):
        if group and char.baseline - group[0].baseline > _SAME_LINE * max(char.size, group[0].size):
            yield group
            group = []
        group.append(char)
    if group:
        yield group


def _line(chars: Sequence[Char], rules: Rules) -> Line | None:
    ordered = sorted(chars, key=lambda c: (c.cell.left, c.index))
    size = median(char.size for char in ordered)
    line = Line(
        [Cell(ordered[0].cell.left, ordered[-1].cell.right, "")], median(c.baseline for c in ordered), size
    )
    edges = rules.beside(line)
    line.cells = [cell for part in _parts(ordered, size, edges) if (cell := _cell(part, size)).text]
    line.first_word = _first_word(ordered, size)
    _hang(line.cells)
    return line if line.cells else None


def _hang(cells: list[Cell]) -> None:
    """Put a bullet or number that hangs before its item into the item's cell."""
    if len(cells) > 1 and _ONLY_MARK.fullmatch(cells[0].text):
        mark, item = cells[0], cells[1]
        cells[:2] = [Cell(mark.left, item.right, f"{mark.text} {item.text}")]


def _parts(chars: Sequence[Char], size: float, edges: Sequence[float]) -> Iterator[list[Char]]:
    """Divide a line at wide gaps and at the rules that run through it."""
    part: list[Char] = []
    for char in chars:
        if part and (_wide_gap(part[-1], char, size) or _rule_between(part[-1], char, edges)):
            yield part
            part = []
        part.append(char)
    if part:
        yield part


def _wide_gap(before: Char, char: Char, size: float) -> bool:
    return char.cell.left - before.cell.right > size * (_SPACED_GAP if char.spaced else _CELL_GAP)


def _rule_between(before: Char, char: Char, edges: Sequence[float]) -> bool:
    return any(
        before.box.right - 1 <= x <= char.box.left + 1 and char.box.left > before.box.right for x in edges
    )


def _cell(chars: Sequence[Char], size: float) -> Cell:
    pieces: list[str] = []
    for n, char in enumerate(chars):
        if n and _space_between(chars[n - 1], char, size):
            pieces.append(" ")
        pieces.append(char.text)
    text = "".join(pieces)
    return Cell(chars[0].cell.left, chars[-1].cell.right, _logical(" ".join(text.split())))


def _space_between(before: Char, char: Char, size: float) -> bool:
    gap = char.cell.left - before.cell.right
    return gap > _WORD_GAP * size or (char.spaced and gap > 0.05 * size)


def _logical(text: str) -> str:
    """Return text of a script that runs to the left in the order it is read; digits keep theirs."""
    ways = Counter(unicodedata.bidirectional(c) for c in text) if not text.isascii() else Counter[str]()
    if ways["R"] + ways["AL"] <= ways["L"]:
        return text
    return re.sub(r"[0-9A-Za-z.,:/-]+", lambda found: found[0][::-1], text[::-1])


def _first_word(chars: Sequence[Char], size: float) -> float:
    """Return the width of the first word, in points."""
    last = chars[0]
    for char in chars[1:]:
        if _space_between(last, char, size):
            break
        last = char
    return last.cell.right - chars[0].cell.left


def _aslant_texts(chars: Sequence[Char]) -> Iterator[str]:
    """Yield slanting text in the order it was drawn, a piece for every stroke of writing."""
    pieces: list[str] = []
    before: Char | None = None
    for char in chars:
        if before and (char.turned != before.turned or _apart(before, char)):
            yield " ".join("".join(pieces).split())
            pieces = []
        pieces.append(char.text)
        before = char
    yield " ".join("".join(pieces).split())


def _apart(before: Char, char: Char) -> bool:
    near = before.cell.grown(1.5 * max(before.size, char.size))
    return near.overlap(char.cell.grown(0.1)) == 0


def _running(pages: Sequence[PageLines]) -> set[str]:
    """Return what stands at the edge of most pages, numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_without_digits(line.text) for line in _edge_lines(page)})
    return {text for text, count in seen.items() if count >= 2 and count > len(pages) / 2}


def _edge_lines(page: PageLines) -> list[Line]:
    return [*page.lines[:3], *page.lines[max(3, len(page.lines) - 3) :]]


def _without_digits(text: str) -> str:
    return _DIGITS.sub("#", text)


def _page_blocks(page: PageLines, running: set[str], vocabulary: set[str]) -> Blocks:
    notes = {
        id(line)
        for line in _edge_lines(page)
        if _without_digits(line.text) in running or _is_mark(page, line)
    }
    body = [line for line in page.lines if id(line) not in notes]
    ordered = _in_reading_order(page, body)
    usual = _Measure.of([line for line in ordered if id(line) not in notes])
    made = _Blocks(usual, page.rules, vocabulary)
    for line in ordered:
        if id(line) in notes:
            made.note(line)
        else:
            made.add(line)
    turned: Blocks = [("note", text) for text in page.turned]
    return [*made.done(), *turned]


def _in_reading_order(page: PageLines, body: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a page with columns of text one after the other, the notes around them."""
    columns = in_columns(body, page.rules)
    if columns is None:
        return page.lines
    of_body, first = {id(line) for line in body}, body[0].baseline
    notes = [line for line in page.lines if id(line) not in of_body]
    above = [line for line in notes if line.baseline < first]
    return [*above, *columns, *notes[len(above) :]]


def _is_mark(page: PageLines, line: Line) -> bool:
    """Tell whether it is a page number alone at the very edge."""
    return line in (page.lines[0], page.lines[-1]) and bool(_PAGE_MARK.fullmatch(line.text.strip(" -–|")))


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is usual on a page: the size of its text, the distance of its lines, its right margin, in points."""

    size: float
    leading: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Measure":
        if not lines:
            return cls(12.0, 14.0, 0.0)
        sizes = [line.size for line in lines for _ in range(len(line.text))]
        size = median(sizes)
        gaps = [b.baseline - a.baseline for a, b in pairwise(lines)]
        close = [gap for gap in gaps if 0 < gap <= _FARTHEST_LINES * size]
        rights = sorted(line.right for line in lines)
        return cls(size, median(close) if close else 1.2 * size, rights[int(0.95 * (len(rights) - 1))])


class _Blocks:
    """Puts the lines of one page together, from top to bottom."""

    def __init__(self, usual: _Measure, rules: Rules, vocabulary: set[str]) -> None:
        self._usual, self._rules, self._vocabulary = usual, rules, vocabulary
        self._done: Blocks = []
        self._kind: BlockKind = "para"
        self._lines: list[Line] = []
        self._columns: list[Cell] = []

    def done(self) -> Blocks:
        """Return the blocks; nothing can be added after."""
        self._end()
        return self._done

    def note(self, line: Line) -> None:
        """Add a running line."""
        self._end()
        self._done.append(("note", line.text))

    def add(self, line: Line) -> None:
        """Add a line to the block it belongs to, or begin a new one with it."""
        if self._lines and self._columns and self._same_row(line):
            self._merge(line)
        elif self._lines and not self._columns and self._goes_on(line):
            self._lines.append(line)
        else:
            self._end()
            self._begin(line)

    def _begin(self, line: Line) -> None:
        self._lines = [line]
        self._columns = list(line.cells) if len(line.cells) > 1 else []
        if starts_entry(line.text):
            self._kind = "log"
        elif self._columns:
            self._kind = "row"
        elif line.size > _HEADING * self._usual.size:
            self._kind = "heading"
        else:
            self._kind = "list" if _LIST_MARK.match(line.text) else "para"

    def _end(self) -> None:
        if not self._lines:
            return
        if self._columns:
            text = " | ".join(cell.text for cell in self._columns)
        else:
            text = _reflowed([line.text for line in self._lines], self._vocabulary)
        # A date may have been wrapped inside its cell.
        kind: BlockKind = "log" if self._kind == "row" and starts_entry(text) else self._kind
        self._done.append((kind, text))
        self._lines, self._columns = [], []

    def _same_row(self, line: Line) -> bool:
        last = self._lines[-1]
        if self._rules.between(last, line):
            return False
        if line.baseline - last.baseline > _FARTHEST_LINES * max(line.size, last.size):
            return False
        if self._in_one_grid_row(last, line):
            return True
        close = line.baseline - last.baseline <= 1.6 * max(line.size, last.size)
        return close and all(self._column_at(cell) for cell in line.cells)

    def _in_one_grid_row(self, last: Line, line: Line) -> bool:
        """Tell whether the same rules divide both lines, with cells on both sides of one of them."""
        edges = [x for x in self._rules.beside(last) if x in self._rules.beside(line)]
        first = self._lines[0]
        return any(first.left < x < first.right for x in edges)

    def _column_at(self, cell: Cell) -> int:
        """Return the number of the column, not the first, that begins where the cell does, else 0."""
        starts = enumerate(self._columns)
        return next((n for n, each in starts if n and abs(each.left - cell.left) < 0.5 * self._usual.size), 0)

    def _merge(self, line: Line) -> None:
        edges = self._rules.beside(line)
        for cell in line.cells:
            n = self._column_at(cell) or self._place(cell, edges)
            if n is None:
                continue
            old = self._columns[n]
            text = _reflowed([old.text, cell.text], self._vocabulary)
            self._columns[n] = Cell(old.left, max(old.right, cell.right), text)
        self._lines.append(line)

    def _place(self, cell: Cell, edges: Sequence[float]) -> int | None:
        """Return the column of a cell by the rules around it; None after a new column was made for it."""
        number = sum(x <= cell.left + 1 for x in edges)
        for n, each in enumerate(self._columns):
            if sum(x <= each.left + 1 for x in edges) == number:
                return n
        at = sum(each.left < cell.left for each in self._columns)
        self._columns.insert(at, cell)
        return None

    def _goes_on(self, line: Line) -> bool:
        last = self._lines[-1]
        if len(line.cells) > 1 or self._rules.between(last, line):
            return False
        if self._kind == "heading" or line.size > _HEADING * self._usual.size:
            close = line.baseline - last.baseline < 1.5 * last.size
            return self._kind == "heading" and close and abs(line.size - last.size) < 0.1 * last.size
        if not self._near(last, line):
            return False
        if starts_entry(line.text):
            return self._is_full(last, line) and bool(_BEFORE_A_DATE.search(last.text))
        marked = _LIST_MARK.match(line.text)
        if marked and (self._kind == "list" or not self._is_mid_sentence(last, line)):
            return False
        return self._is_full(last, line) and not self._is_indented(line)

    def _near(self, last: Line, line: Line) -> bool:
        size = max(last.size, line.size)
        gap = line.baseline - last.baseline
        alike = min(last.size, line.size) > size / _HEADING
        return alike and gap <= min(_ONE_PARAGRAPH * self._usual.leading, _FARTHEST_LINES * size)

    def _is_mid_sentence(self, last: Line, line: Line) -> bool:
        return (
            self._is_full(last, line)
            and not _SENTENCE_END.search(last.text)
            and line.text[0] not in "•‣◦▪●○■□"
        )

    def _is_full(self, last: Line, line: Line) -> bool:
        """Tell whether the next line's first word had no room on the last one."""
        stack = max(each.right for each in self._lines)
        margin = stack if len(self._lines) >= 4 else max(stack, last.margin or self._usual.right)
        return last.right + 0.25 * last.size + line.first_word > margin - 0.5 * last.size

    def _is_indented(self, line: Line) -> bool:
        """Tell whether a new paragraph begins by its indent; entries and lists hang."""
        if self._kind in ("log", "list"):
            return False
        left = min(each.left for each in self._lines)
        return line.left > left + 0.9 * line.size and len(self._lines) > 1


def starts_entry(text: str) -> bool:
    """Tell whether a line begins with a date, or a time beneath a date, as an entry of a log does."""
    if not text[:1].isascii() or not any(c.isdigit() or c in "_[?*Xx" for c in text[:16]):
        return False
    day = TextLine(1, _DAY)
    return any(event.when_text != _DAY for event in events_in((day, TextLine(1, text[:400]))))


def _reflowed(texts: Sequence[str], vocabulary: set[str]) -> str:
    flowed = ""
    for text in texts:
        flowed = text if not flowed else _joined(flowed, text, vocabulary)
    return flowed.replace(_SOFT_HYPHEN + " ", "")


def _joined(before: str, after: str, vocabulary: set[str]) -> str:
    """Join two lines; a hyphen goes only where it is soft, or where the whole word stands elsewhere in the text."""
    if before.endswith(_SOFT_HYPHEN):
        return before[:-1] + after
    if not (before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower()):
        return f"{before} {after}"
    first, second = _WORD.findall(before)[-1], _WORD.match(after)
    whole = first + (second[0] if second else "")
    return (before[:-1] if whole.lower() in vocabulary else before) + after
