"""What a pattern finds: an id and a place in the shadow."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

Keep = Callable[[re.Match[str]], bool]


class Hit(NamedTuple):
    """One occurrence in the shadow: from ``start`` up to ``end``."""

    id: str
    start: int
    end: int


def hits(check: str, pattern: re.Pattern[str], text: str, keep: Keep | None = None) -> Iterator[Hit]:
    """Yield a hit for each match that ``keep`` accepts: the group ``it`` where the pattern has one, else all."""
    group: str | int = "it" if "it" in pattern.groupindex else 0
    for found in pattern.finditer(text):
        if keep is None or keep(found):
            yield Hit(check, *found.span(group))


def digits_of(text: str) -> str:
    """Return the digits alone."""
    return "".join(c for c in text if c.isdigit())


def before(found: re.Match[str], size: int) -> str:
    """Return up to ``size`` characters in front of a match, in small letters, not over a paragraph break."""
    start = found.start("it") if "it" in found.re.groupindex else found.start()
    return found.string[max(0, start - size) : start].rsplit("\n\n", 1)[-1].lower()
