"""The words of a text with what matters for telling a name: capitals, and whether a sentence begins there."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from panelroom.checks.vocabulary import common_words, field_words, words_that_are_names

Shape = Literal["small", "Capital", "CAPITALS", "mixed"]
Kind = Literal["field", "common", "name-like", "unknown"]

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['.&](?=[^\W\d_])|-(?=[^\W\d_]))*")
_OPENS = re.compile(r"(?:^|[.!?:;|•)\]]|\n\n|  |[\"“”(*>#]|(?:^|\n)[ ]?(?:[-–]|\d{1,4}[.)]?))[\s\"'“”(*_-]*$")
_SUFFIX = re.compile(r"(?:'s|s'|')$", re.IGNORECASE)
_PART = re.compile(r"[-.&]")


class Word(NamedTuple):
    """One word: its place in the shadow, its shape, whether it ``opens`` a sentence or a line, the ``gap`` before it.

    ``plain`` is the word in small letters without a possessive ending.
    """

    text: str
    start: int
    end: int
    shape: Shape
    opens: bool
    gap: str
    plain: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital or with one behind a prefix, as in ``d'Souza``."""
        return self.shape != "small"


def words_of(shadow: str) -> tuple[Word, ...]:
    """Return the words of a shadow that keeps its line ends; masked labels hold none."""
    found, last = [], 0
    for match in _WORD.finditer(shadow):
        gap = shadow[last : match.start()]
        opens = not last or (
            gap != " " and bool(_OPENS.search(shadow[max(0, match.start() - 12) : match.start()]))
        )
        found.append(
            Word(match[0], match.start(), match.end(), _shape(match[0]), opens, gap, _plain(match[0]))
        )
        last = match.end()
    return tuple(found)


def _plain(text: str) -> str:
    small = text.lower()
    return _SUFFIX.sub("", small) if "'" in small else small


@lru_cache(maxsize=20_000)
def _shape(text: str) -> Shape:
    letters = text.removesuffix("'s")
    if letters.islower() or not any(c.isupper() for c in letters):
        return "small" if letters.islower() else "Capital"
    if letters.isupper():
        return "CAPITALS" if len(letters) > 1 else "Capital"
    return "Capital" if letters[0].isupper() else "mixed"


@lru_cache(maxsize=20_000)
def kind_of(word: str) -> Kind:
    """Return what a word in small letters is; one with hyphens or full stops is the least usual of its parts."""
    if word in field_words():
        return "field"
    parts = [p for p in _PART.split(word) if len(p) > 1]
    kinds = {_kind_of_part(p) for p in parts}
    for kind in ("unknown", "name-like", "common", "field"):
        if kind in kinds:
            return kind
    return "common"


def _kind_of_part(part: str) -> Kind:
    for form in (part, _SUFFIX.sub("", part), part.removesuffix("s") if len(part) > 4 else part):
        if form in field_words():
            return "field"
        if form in words_that_are_names():
            return "name-like"
        if form in common_words():
            return "common"
    return "unknown"


def follows(words: Sequence[Word], index: int, *, line_end: bool = True) -> bool:
    """Tell whether nothing but one space, hyphen or line end stands between this word and the one before."""
    gap = words[index].gap
    return index > 0 and (gap in (" ", "-", ". ") or (line_end and gap == "\n"))


def runs(words: Sequence[Word], chosen: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each run of chosen words that stand side by side."""
    first = last = -1
    for index in chosen:
        if last >= 0 and index == last + 1 and words[index].gap in (" ", "-", "\n"):
            last = index
            continue
        if last >= 0:
            yield first, last
        first = last = index
    if last >= 0:
        yield first, last
