"""A PDF page as lines of cells, and the straight rules drawn on it; in points, y downwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from panelroom.documents.pdf_chars import Box


@dataclass(frozen=True, slots=True)
class Rules:
    """The straight lines drawn on a page: ``across`` as ``(y, left, right)``, ``down`` as ``(x, top, bottom)``."""

    across: tuple[tuple[float, float, float], ...] = ()
    down: tuple[tuple[float, float, float], ...] = ()

    def turned_back(self, turns: int) -> "Rules":
        """Return the rules as they lie when the paper is turned anticlockwise by ``turns`` quarters."""
        if not turns:
            return self
        boxes = [Box(left, y, right, y) for y, left, right in self.across]
        boxes += [Box(x, top, x, bottom) for x, top, bottom in self.down]
        return rules_from([box.turned_back(turns) for box in boxes])

    def between(self, upper: "Line", lower: "Line") -> bool:
        """Tell whether a rule divides two lines."""
        left, right = max(upper.left, lower.left), min(upper.right, lower.right)
        if left > right:
            left, right = min(upper.left, lower.left), max(upper.right, lower.right)
        return any(
            upper.baseline - 0.1 * upper.size <= y <= lower.baseline - 0.5 * lower.size
            and start < right
            and end > left
            for y, start, end in self.across
        )

    def beside(self, line: "Line") -> list[float]:
        """Return where rules that run through this line's height divide it, from left to right."""
        middle = line.baseline - 0.3 * line.size
        places = sorted(x for x, top, bottom in self.down if top <= middle <= bottom)
        return [x for n, x in enumerate(places) if n == 0 or x - places[n - 1] > 2]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line without a wide gap."""

    left: float
    right: float
    text: str


@dataclass(slots=True)
class Line:
    """One line as shown: its cells, the height it stands on, and its size in points.

    ``first_word`` is the width of its first word, ``margin`` where the column it stands in ends; 0 where it stands
    in none, and the page's own margin counts.
    """

    cells: list[Cell]
    baseline: float
    size: float
    first_word: float = 0.0
    margin: float = 0.0

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.cells[-1].right

    @property
    def text(self) -> str:
        """Its cells, joined as a table row's."""
        return " | ".join(cell.text for cell in self.cells)


def rules_from(strokes: Sequence[Box]) -> Rules:
    """Return the rules among thin boxes: at least 12 points long and at most 2.5 thick."""
    across = [((b.top + b.bottom) / 2, b.left, b.right) for b in strokes if b.height <= 2.5 and b.width >= 12]
    down = [((b.left + b.right) / 2, b.top, b.bottom) for b in strokes if b.width <= 2.5 and b.height >= 6]
    return Rules(tuple(across), tuple(down))
