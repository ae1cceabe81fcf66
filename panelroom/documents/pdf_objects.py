"""Objects of a PDF file as what they should be: a file from outside may hold anything anywhere."""

from collections.abc import Iterator
from typing import Any

import pikepdf

MOST_ITEMS = 5000
"""Items of one array, or of one tree of objects, that are looked at."""
_DEEPEST = 6


def dictionary(value: Any) -> Any:
    """Return ``value`` if it is a dictionary, else an empty one."""
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def items(value: Any) -> list[Any]:
    """Return the items of an array, none of anything else."""
    return [value[n] for n in range(min(len(value), MOST_ITEMS))] if isinstance(value, pikepdf.Array) else []


def string(value: object) -> str:
    """Return the text of a string, ``""`` for anything else."""
    return str(value) if isinstance(value, pikepdf.String) else ""


def number(value: Any, otherwise: float = 0.0) -> float:
    """Return a number, ``otherwise`` for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return otherwise


def annotations_of(page: pikepdf.Page) -> list[pikepdf.Dictionary]:
    """Return the annotations of a page in painting order."""
    return [each for each in items(page.obj.get("/Annots")) if isinstance(each, pikepdf.Dictionary)]


def strings_below(start: object) -> Iterator[str]:
    """Yield the strings in an object and what it holds, a few levels deep."""
    waiting: list[tuple[Any, int]] = [(start, 0)]
    for _ in range(MOST_ITEMS):
        if not waiting:
            return
        each, depth = waiting.pop()
        if isinstance(each, pikepdf.String):
            yield str(each)
        elif depth < _DEEPEST and isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [(value, depth + 1) for _, value in each.items()]
        elif depth < _DEEPEST and isinstance(each, pikepdf.Array):
            waiting += [(value, depth + 1) for value in items(each)]
