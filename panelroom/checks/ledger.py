"""The capitalised-word ledger: every word that could be a name, once, to be ticked on one screen.

No list of names is complete, least of all for the communities this is about. So nothing here knows names: what
is not usual in police papers and is written with a capital is put before the officer.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from panelroom.checks.hits import Hit
from panelroom.checks.names import MONTHS_THAT_ARE_NAMES, PARTICLES, RANKS, ROLES, TITLES, is_spoken_of
from panelroom.checks.words import Word, kind_of, runs

_TITLE_LINE = 0.75
_BEFORE_NAMES = TITLES | RANKS | ROLES


class LedgerWord(NamedTuple):
    """One word of the ledger and where it stands: offsets of start and end, and the page, for each time."""

    word: str
    places: tuple[tuple[int, int, int], ...]

    @property
    def times(self) -> int:
        """How often the word stands in the text."""
        return len(self.places)


def could_be_names(words: Sequence[Word], allowed: frozenset[str]) -> list[int]:
    """Return the indices of the words that could be names; ``allowed`` are an office's own words, casefolded."""
    shouted = _shouted(words)
    surely = {
        w.plain
        for i, w in enumerate(words)
        if not w.opens and w.shape == "Capital" and _name_like_here(words, i)
    }
    return [
        index
        for index, word in enumerate(words)
        if word.capital
        and word.plain.casefold() not in allowed
        and len(word.plain) > 1
        and _could_be(words, index, shouted, surely)
    ]


def find(words: Sequence[Word], allowed: frozenset[str], taken: Sequence[Hit]) -> Iterator[Hit]:
    """Yield a hit for each run of ledger words that no other finding covers."""
    covered = Covered(taken)
    free = [i for i in could_be_names(words, allowed) if not covered.holds(words[i])]
    for first, last in runs(words, free):
        first, last = _with_neighbours(words, first, last, covered)
        yield Hit("T-WORD-LEDGER", words[first].start, words[last].end)


class Covered:
    """Which words other findings already cover; ``taken`` do not overlap."""

    def __init__(self, taken: Sequence[Hit]) -> None:
        self._taken = sorted(taken, key=lambda hit: hit.start)

    def holds(self, word: Word) -> bool:
        """Tell whether a finding overlaps the word."""
        at = bisect_right(self._taken, word.start, key=lambda hit: hit.end)
        return at < len(self._taken) and self._taken[at].start < word.end


def _with_neighbours(words: Sequence[Word], first: int, last: int, covered: Covered) -> tuple[int, int]:
    """Return the run with an everyday word that a capital makes part of it: ``Big Kev``, ``Mei Friendly``."""
    if _joins(words, last + 1, last + 1, covered):
        last += 1
    if _joins(words, first - 1, first, covered) and not words[first - 1].opens:
        first -= 1
    return first, last


def _joins(words: Sequence[Word], index: int, later: int, covered: Covered) -> bool:
    return (
        0 <= index < len(words)
        and words[later].gap in (" ", "-")
        and words[index].shape == "Capital"
        and kind_of(words[index].plain) == "common"
        and not covered.holds(words[index])
    )


def _dated(words: Sequence[Word], index: int) -> bool:
    """Tell a month from a name: a digit stands beside it."""
    after = words[index + 1].gap if index + 1 < len(words) else ""
    return any(c.isdigit() for c in words[index].gap[-4:] + after[:4])


def _could_be(words: Sequence[Word], index: int, shouted: frozenset[int], surely: set[str]) -> bool:
    word = words[index]
    kind = kind_of(word.plain)
    if kind == "unknown":
        return len(word.plain) > 2 or word.shape == "Capital"
    if word.text in MONTHS_THAT_ARE_NAMES:
        spoken_of = word.opens and is_spoken_of(words, index)
        return (
            _beside_unknown(words, index)
            or spoken_of
            or (word.text in ("Jan", "Jun") and not _dated(words, index))
        )
    if index and words[index - 1].text in PARTICLES and words[index].gap == " " and kind == "common":
        return word.shape == "Capital"
    if kind != "name-like":
        return False
    if word.shape == "CAPITALS":
        return index not in shouted
    if word.opens:
        seen = word.plain in surely and word.text not in ("Will", "May", "Said")
        return is_spoken_of(words, index) or seen or _beside_unknown(words, index)
    return _name_like_here(words, index)


def _name_like_here(words: Sequence[Word], index: int) -> bool:
    """Tell ``Rose`` of a sentence from ``Rose`` of a title in capitals: ``Green Lane Hub``."""
    if kind_of(words[index].plain) != "name-like":
        return False
    for near in (index - 1, index + 1):
        if _side_by_side(words, index, near) and words[near].capital:
            usual = ("field",) if words[near].opens else ("field", "common")
            if kind_of(words[near].plain) in usual and words[near].plain not in _BEFORE_NAMES:
                return False
    return True


def _beside_unknown(words: Sequence[Word], index: int) -> bool:
    near = index + 1
    return (
        _side_by_side(words, index, near)
        and words[near].capital
        and not words[near].opens
        and kind_of(words[near].plain) in ("unknown", "name-like")
    )


def _side_by_side(words: Sequence[Word], index: int, near: int) -> bool:
    return 0 <= near < len(words) and words[max(index, near)].gap in (" ", "-", "\n")


def _shouted(words: Sequence[Word]) -> frozenset[int]:
    """Return the words of lines written in capitals throughout, where a capital says nothing."""
    found: set[int] = set()
    line: list[int] = []
    for index, word in enumerate(words):
        if line and ("\n" in word.gap or "  " in word.gap):
            found |= _if_shouted(words, line)
            line = []
        line.append(index)
    return frozenset(found | _if_shouted(words, line))


def _if_shouted(words: Sequence[Word], line: Sequence[int]) -> set[int]:
    loud = sum(words[i].shape == "CAPITALS" for i in line)
    known = all(kind_of(words[i].plain) != "unknown" for i in line)
    return set(line) if len(line) > 1 and known and loud >= _TITLE_LINE * len(line) else set()
