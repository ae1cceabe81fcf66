"""Which cases are drawn: an order by hash, seats for the strata, and the next in order in place of another.

No rule here leaves room for a choice. The order depends on the whole frame and on the seed, so neither can be
changed afterwards without changing everything.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from panelroom.draw.frame import Frame, FrameRow
from panelroom.errors import Refused
from panelroom.text import REPLACEMENT, clean_line, plural

CASE_TAG = "panelroom-draw@1"
STRATUM_TAG = "panelroom-draw-stratum@1"
STRATA = ("strands", "district")
"""The columns by which a draw can be shared out."""


@dataclass(frozen=True, slots=True)
class Share:
    """A stratum: its name without upper case, its closed cases, and how many of them are drawn."""

    stratum: str
    closed: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What a draw gives: references in order.

    ``reserve`` are the next in order, as many for each stratum as it has seats. ``replaced`` pairs each
    reference that was put aside with the one that took its place. ``shares`` is empty without strata.
    """

    drawn: tuple[str, ...]
    reserve: tuple[str, ...]
    replaced: tuple[tuple[str, str], ...]
    shares: tuple[Share, ...]


def canonical_seed(text: str) -> str:
    """Return the seed as it is hashed: NFC, white space as single spaces.

    Raises:
        Refused: it is empty, or holds a character that cannot be seen.
    """
    seed = clean_line(text)
    if not seed or REPLACEMENT in seed:
        raise Refused(
            "The public seed is empty or holds a character that cannot be seen: give the published words or "
            "numbers exactly as they were published."
        )
    return seed


def hashed(tag: str, frame_sha256: str, seed: str, name: str) -> bytes:
    """Return SHA-256 over the four texts, each but the last with a line feed behind it.

    None of them can hold a line feed, so no two different sets of texts give the same bytes.
    """
    return hashlib.sha256("\n".join((tag, frame_sha256, seed, name)).encode()).digest()


def in_order(frame: Frame, seed: str) -> tuple[FrameRow, ...]:
    """Return the closed cases in the order of the draw: ascending by hash."""
    return tuple(sorted(frame.closed, key=lambda row: hashed(CASE_TAG, frame.sha256, seed, row.ref)))


def seats(sizes: Mapping[str, int], take: int, ties: Mapping[str, bytes]) -> dict[str, int]:
    """Share ``take`` seats among strata of these sizes in proportion, by the largest remainder.

    Where remainders are equal the lower of ``ties`` comes first. No stratum has more seats than cases.
    """
    every = sum(sizes.values())
    given = {name: take * size // every for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(take * sizes[name] % every), ties[name]))
    for name in by_remainder[: take - sum(given.values())]:
        given[name] += 1
    return given


def select(frame: Frame, seed: str, take: int, column: str | None, aside: Sequence[str] = ()) -> Selection:
    """Draw ``take`` of the closed cases; then put each of ``aside`` aside for the next in order.

    A replacement comes from the same stratum while that has a case left, else from the whole order.

    Raises:
        Refused: there are too few closed cases, or one of ``aside`` is not among those drawn.
    """
    ordered = in_order(frame, seed)
    if not 1 <= take <= len(ordered):
        raise Refused(
            f"{plural(take, 'case')} cannot be drawn: the frame has {plural(len(ordered), 'closed case')}. "
            "Nothing was drawn: take at least one and no more than there are, or extend the period."
        )
    strata = _strata(ordered, column)
    given = _given(strata, frame, seed, take)
    first = {ref for name, refs in strata.items() for ref in refs[: given[name]]}
    drawn = [row.ref for row in ordered if row.ref in first]
    waiting = {name: list(refs[given[name] :]) for name, refs in strata.items()}
    place = {row.ref: number for number, row in enumerate(ordered)}
    of = {ref: name for name, refs in strata.items() for ref in refs}
    replaced = []
    for ref in aside:
        by = _next(waiting, of, place, drawn, ref)
        drawn[drawn.index(ref)] = by
        replaced.append((ref, by))
    left = (ref for name, refs in waiting.items() for ref in refs[: given[name]])
    shares = tuple(Share(name, len(refs), given[name]) for name, refs in sorted(strata.items()))
    return Selection(
        tuple(drawn), tuple(sorted(left, key=place.__getitem__)), tuple(replaced), shares if column else ()
    )


def _strata(ordered: Sequence[FrameRow], column: str | None) -> dict[str, list[str]]:
    """Return stratum -> its references in order; without a column everything is one stratum."""
    strata: defaultdict[str, list[str]] = defaultdict(list)
    for row in ordered:
        strata["" if column is None else getattr(row, column).casefold()].append(row.ref)
    return dict(strata)


def _given(strata: Mapping[str, Sequence[str]], frame: Frame, seed: str, take: int) -> dict[str, int]:
    ties = {name: hashed(STRATUM_TAG, frame.sha256, seed, name) for name in strata}
    return seats({name: len(refs) for name, refs in strata.items()}, take, ties)


def _next(
    waiting: dict[str, list[str]], of: Mapping[str, str], place: Mapping[str, int], drawn: list[str], ref: str
) -> str:
    """Take the case that comes in the place of ``ref`` out of those waiting."""
    if ref not in drawn:
        raise Refused(
            "A case to be replaced is not among those drawn: nothing was changed. Give its ref as printed."
        )
    own = waiting[of[ref]]
    queue = own or min(_not_empty(waiting), key=lambda refs: place[refs[0]], default=[])
    if not queue:
        raise Refused(
            "No closed case is left to take the place of another: nothing was changed. Draw fewer cases."
        )
    return queue.pop(0)


def _not_empty(waiting: Mapping[str, list[str]]) -> Iterator[list[str]]:
    return (refs for refs in waiting.values() if refs)
