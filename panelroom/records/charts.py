"""How a chart is drawn, in plain shapes: the PDF and the web page paint the same drawing.

Measures are points, from the lower left corner. The axis begins at nought, always: a chart that is cut off below
makes a small change look large.
"""

from itertools import groupby
from typing import Literal, NamedTuple

from panelroom.reconcile import say_number
from panelroom.records import blocks as b

WIDTH, HEIGHT, LETTERS = 471.0, 210.0, 9.0
_LEFT, _RIGHT, _BELOW, _ABOVE = 42.0, 6.0, 24.0, 16.0
_LETTER = 0.52 * LETTERS
"""The usual width of a letter; labels that have less room are left out, and the table has them."""
_MOST_VALUES = 16
"""Above so many columns only the highest bears its number."""


class Bar(NamedTuple):
    """A column, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


class Rule(NamedTuple):
    """A thin line across; the axis itself is ``strong``."""

    x: float
    y: float
    to_x: float
    strong: bool = False


class Trace(NamedTuple):
    """A line through points."""

    points: tuple[tuple[float, float], ...]


class Dot(NamedTuple):
    """A value on a line."""

    x: float
    y: float


class Words(NamedTuple):
    """Words at a place, which is their beginning, middle or end."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"]
    strong: bool = False


Shape = Bar | Rule | Trace | Dot | Words


def shapes(chart: b.Chart) -> tuple[Shape, ...]:
    """Return what the chart consists of, in the order it is painted."""
    plot = _Plot(chart)
    drawn = plot.bars() if chart.kind == "bars" else plot.line()
    return (*plot.scale(), *drawn, *plot.values(), *plot.labels())


class _Plot:
    """The field of a chart: where each value stands."""

    def __init__(self, chart: b.Chart) -> None:
        self._chart = chart
        self._slot = (WIDTH - _LEFT - _RIGHT) / len(chart.values)
        self._step, self._top = _ticks(max((v for v in chart.values if v is not None), default=0))

    def _x(self, place: int) -> float:
        return round(_LEFT + self._slot * (place + 0.5), 2)

    def _y(self, value: float) -> float:
        return round(_BELOW + (HEIGHT - _BELOW - _ABOVE) * value / self._top, 2)

    def scale(self) -> list[Shape]:
        """The axis at nought, and thin lines above it with their numbers."""
        drawn: list[Shape] = []
        for value in range(0, self._top + 1, self._step):
            drawn.append(Rule(_LEFT, self._y(value), WIDTH - _RIGHT, strong=value == 0))
            drawn.append(Words(_LEFT - 6, self._y(value) - 3, say_number(value), "end"))
        return drawn

    def bars(self) -> list[Shape]:
        """A column for each value."""
        wide = round(min(self._slot * 0.7, 60), 2)
        return [
            Bar(round(self._x(n) - wide / 2, 2), self._y(0), wide, round(self._y(value) - self._y(0), 2))
            for n, value in enumerate(self._chart.values)
            if value is not None
        ]

    def line(self) -> list[Shape]:
        """A line from value to value, broken where there is none."""
        numbered = enumerate(self._chart.values)
        runs = [list(run) for there, run in groupby(numbered, lambda each: each[1] is not None) if there]
        points = [[(self._x(n), self._y(value or 0)) for n, value in run] for run in runs]
        return [
            *(Trace(tuple(run)) for run in points if len(run) > 1),
            *(Dot(x, y) for run in points for x, y in run),
        ]

    def values(self) -> list[Shape]:
        """The number above each value, or above the highest alone where they are many."""
        values = self._chart.values
        room = len(values) <= _MOST_VALUES and max(map(_wide, values)) <= self._slot
        highest = values.index(max(v for v in values if v is not None)) if any(values) else None
        return [
            Words(self._x(n), self._y(value) + 5, say_number(value), "middle", strong=n == highest)
            for n, value in enumerate(values)
            if value is not None and (room or n == highest)
        ]

    def labels(self) -> list[Shape]:
        """The label below each value, or below every second or third where they have no room."""
        labels = self._chart.labels
        widest = max(len(label) for label in labels) * _LETTER + 3
        every = max(1, -int(-widest // self._slot))
        return [
            Words(self._x(n), _BELOW - 14, label, "middle")
            for n, label in enumerate(labels)
            if n % every == 0
        ]


def _wide(value: int | None) -> float:
    return len(say_number(value or 0)) * _LETTER


def _ticks(highest: int) -> tuple[int, int]:
    """Return the distance of the thin lines and the uppermost of them: three to six, at round numbers."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * 5 >= highest:
                return step, max(step * -(-highest // step), step)
        size *= 10
