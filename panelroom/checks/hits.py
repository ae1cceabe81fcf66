"""What a pattern finds: an id and a place in the shadow."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

Keep = Callable[[re.Match[str]], bool]


class Hit(NamedTuple):
    """One occurrence in the shadow: from ``start`` up to ``end``."""

    id: str
    start: int
    end: int


def hits(
    check: str,
    pattern: re.Pattern[str],
    text: str,
    keep: Keep | None = None,
    *,
    needs: tuple[str, ...] = (),
) -> Iterator[Hit]:
    """Yield a hit for each match that ``keep`` accepts: the group ``it`` where the pattern has one, else all.

    ``needs`` are parts of words, in small letters, one of which is in every match: most texts have none of them,
    and looking for a plain word costs a hundredth of what a pattern does.
    """
    if needs and not any(word in _in_small_letters(text) for word in needs):
        return
    group: str | int = "it" if "it" in pattern.groupindex else 0
    for found in pattern.finditer(text):
        if keep is None or keep(found):
            yield Hit(check, *found.span(group))


@lru_cache(maxsize=2)
def _in_small_letters(text: str) -> str:
    return text.lower()


def digits_of(text: str) -> str:
    """Return the digits alone."""
    return "".join(c for c in text if c.isdigit())


def before(found: re.Match[str], size: int) -> str:
    """Return up to ``size`` characters in front of a match, in small letters, not over a paragraph break."""
    start = found.start("it") if "it" in found.re.groupindex else found.start()
    return found.string[max(0, start - size) : start].rsplit("\n\n", 1)[-1].lower()
