"""Columns of running text on a page, read one after the other.

A table has columns too, and its rows must stay rows. Text runs on within a column: its lines fill the width, follow
each other without gaps, and mostly begin in the middle of a sentence. The cells of a row begin together instead.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from panelroom.documents.pdf_lines import Cell, Line, Rules

_LEAST_LINES = 6
_LEAST_WIDTH = 11.0  # font sizes: some 25 letters
_FILLED = 0.75  # of the column's width
_RUNS_ON = 0.4  # of its lines
_CLOSE = 0.8  # of its lines, at the usual distance
_ONE_LEADING = 1.35
_ROW_GAP = 1.45  # leadings without a line in either column: rows end so, paragraphs side by side do seldom
_LINES_A_GAP = 8
_MOST_GUTTERS = 4


def in_columns(lines: Sequence[Line], rules: Rules) -> list[Line] | None:
    """Return the lines with columns of text one after the other; None where the page has none."""
    found = _parted(list(lines), rules, _MOST_GUTTERS)
    unchanged = len(found) == len(lines) and all(a is b for a, b in zip(found, lines, strict=True))
    return None if unchanged else found


def _parted(lines: list[Line], rules: Rules, most: int) -> list[Line]:
    """Return the lines with those at the first gutter that parts columns put apart, and so on within these."""
    for start in _gutters(lines) if most else ():
        runs = list(_runs(lines, start))
        parts = [_columns(run, start, rules) for run in runs]
        if any(parts):
            return [
                line
                for run, part in zip(runs, parts, strict=True)
                for column in part or [run]
                for line in _parted(column, rules, most - 1)
            ]
    return lines


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Return where columns could begin: places at which many cells do, and not as the first of the page."""
    if not lines:
        return []
    left = min(line.left for line in lines) + _LEAST_WIDTH * median(line.size for line in lines)
    starts = Counter(round(cell.left) for line in lines for cell in line.cells if cell.left > left)
    often = [start for start, count in starts.most_common(_MOST_GUTTERS) if count >= _LEAST_LINES]
    return sorted(float(each) for each in often)


def _runs(lines: Sequence[Line], start: float) -> Iterator[list[Line]]:
    """Yield the lines in runs, those that reach over the gutter before ``start`` by themselves."""
    run: list[Line] = []
    for line in lines:
        if any(cell.left < start - 1 and cell.right > start - 0.6 * line.size for cell in line.cells):
            if run:
                yield run
            yield [line]
            run = []
        else:
            run.append(line)
    if run:
        yield run


def _columns(run: Sequence[Line], start: float, rules: Rules) -> list[list[Line]]:
    """Return what stands above two columns and these, nothing where the run is no text in columns."""
    above = _above(run, start)
    run = run[len(above) :]
    left = _column(run, [[cell for cell in line.cells if cell.left < start - 1] for line in run])
    right = _column(run, [[cell for cell in line.cells if cell.left >= start - 1] for line in run])
    if not _is_prose(left) or _is_ruled(run, start, rules):
        return []
    if not _is_prose(right) and in_columns(right, rules) is None:
        return []
    if _gaps(run, left) * _LINES_A_GAP > min(len(left), len(right)):
        return []
    return [above, left, right]


def _above(run: Sequence[Line], start: float) -> list[Line]:
    """Return the lines of a run before the one beside which the right column begins."""
    right = next((line for line in run if line.right > start), None)
    return [line for line in run if right and _distance(line, right) > line.size]


def _column(run: Sequence[Line], cells: Sequence[list[Cell]]) -> list[Line]:
    """Return the part of every line that stands in one column."""
    margin = max((part[-1].right for part in cells if part), default=0.0)
    return [
        line if part == line.cells and line.margin == margin else _part(line, part, margin)
        for line, part in zip(run, cells, strict=True)
        if part
    ]


def _part(line: Line, cells: list[Cell], margin: float) -> Line:
    first = line.first_word
    if cells[0] is not line.cells[0]:
        word = cells[0].text.split()[0]
        first = (cells[0].right - cells[0].left) * len(word) / len(cells[0].text)
    return replace(line, cells=cells, first_word=first, margin=margin)


def _is_prose(column: Sequence[Line]) -> bool:
    if len(column) < _LEAST_LINES:
        return False
    size, leading = median(line.size for line in column), _leading(column)
    width = max(line.right for line in column) - min(line.left for line in column)
    filled = median(line.right - line.left for line in column)
    runs_on = sum(line.text[0].islower() for line in column) / len(column)
    close = sum(_distance(*each) <= _ONE_LEADING * leading for each in pairwise(column)) / (len(column) - 1)
    whole = sum(len(line.cells) == 1 for line in column) / len(column)
    return (
        width >= _LEAST_WIDTH * size
        and filled >= _FILLED * width
        and runs_on >= _RUNS_ON
        and min(close, whole) >= _CLOSE
    )


def _leading(column: Sequence[Line]) -> float:
    return median(_distance(*each) for each in pairwise(column))


def _distance(upper: Line, lower: Line) -> float:
    return lower.baseline - upper.baseline


def _is_ruled(run: Sequence[Line], start: float, rules: Rules) -> bool:
    """Tell whether a rule runs through both columns between their lines, as between the rows of a table."""
    top, bottom = run[0].baseline, run[-1].baseline - run[-1].size
    return any(top < y < bottom and left < start - 1 and right > start for y, left, right in rules.across)


def _gaps(run: Sequence[Line], column: Sequence[Line]) -> int:
    """Return how often both columns leave a line or more empty at the same height."""
    leading = _leading(column)
    return sum(_distance(*each) > _ROW_GAP * leading for each in pairwise(run))
