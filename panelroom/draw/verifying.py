"""Whether a record of a draw holds: by itself, and against the frame it was drawn from.

Each problem is one plain sentence. By itself a record can show that it was not altered by accident and that its
references stand in the order that hash and seed give; that no other case came before them, only the frame shows.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from panelroom.draw.frame import Frame
from panelroom.draw.record import DrawRecord, digest, selected
from panelroom.draw.selection import CASE_TAG, hashed, select
from panelroom.errors import Refused
from panelroom.text import plural


def problems_alone(record: DrawRecord) -> tuple[str, ...]:
    """Return what does not hold in the record itself; nothing if all holds."""
    return tuple(_alone(record))


def problems_against(record: DrawRecord, frame: Frame) -> tuple[str, ...]:
    """Return what differs when the draw is done again with ``frame``; nothing if the record holds."""
    return (*problems_alone(record), *_against(record, frame))


def _alone(record: DrawRecord) -> Iterator[str]:
    if digest(record.as_data()) != record.sha256:
        yield "The record was changed after it was written: its own hash does not match its fields."
    first = _before_replacing(record)
    if first is None:
        yield "The replacements do not lead to the cases drawn: one names a case that was not there."
        return
    yield from _counts(record)
    yield from _repeated(record, first)
    yield from _order(record, first)


def _before_replacing(record: DrawRecord) -> list[str] | None:
    """Return the cases as they were first drawn, or None where the replacements cannot be undone."""
    drawn = list(record.drawn)
    for each in reversed(record.replaced):
        if each.by not in drawn:
            return None
        drawn[drawn.index(each.by)] = each.ref
    return drawn


def _counts(record: DrawRecord) -> Iterator[str]:
    if len(record.drawn) != record.take:
        yield f"The record lists {plural(len(record.drawn), 'case')} drawn where it says {record.take}."
    if len(record.refused) != record.frame.rows - record.frame.closed:
        yield "The number of cases refused is not that of the cases in the frame that are not closed."
    if record.strata is None:
        return
    shares = record.strata.shares
    if sum(s.drawn for s in shares) != record.take or sum(s.closed for s in shares) != record.frame.closed:
        yield "The strata do not add up to the cases drawn and the closed cases of the frame."


def _repeated(record: DrawRecord, first: list[str]) -> Iterator[str]:
    named = [
        *first,
        *(each.by for each in record.replaced),
        *record.reserve,
        *(r.ref for r in record.refused),
    ]
    if len(set(named)) != len(named):
        yield "A case stands in the record twice: as drawn, in reserve or refused."


def _order(record: DrawRecord, first: list[str]) -> Iterator[str]:
    """With strata only the order within each list can be told; without, all of it is one order."""
    later = [each.by for each in record.replaced]
    lists = [[*first, *later, *record.reserve]] if record.strata is None else [first, list(record.reserve)]
    ranks = [[hashed(CASE_TAG, record.frame.sha256, record.seed, ref) for ref in refs] for refs in lists]
    if any(sorted(found) != found for found in ranks):
        yield "The cases do not stand in the order that the frame's hash and the seed give."


def _against(record: DrawRecord, frame: Frame) -> Iterator[str]:
    if record.frame.sha256 != frame.sha256:
        yield (
            f"The frame is not the one that was drawn from: it has {plural(len(frame.rows), 'case')}, "
            f"{len(frame.closed)} closed, hash {frame.sha256}; the record says {record.frame.rows}, "
            f"{record.frame.closed} closed, hash {record.frame.sha256}."
        )
        return
    if (record.frame.rows, record.frame.closed) != (len(frame.rows), len(frame.closed)):
        yield f"The frame has {plural(len(frame.rows), 'case')}, {len(frame.closed)} closed; the record differs."
    column = record.strata.column if record.strata else None
    try:
        chosen = select(frame, record.seed, record.take, column, [each.ref for each in record.replaced])
    except Refused as error:
        yield f"The draw cannot be done again as recorded. {error}"
        return
    again = selected(frame, chosen, column) | {"replaced": [by for _, by in chosen.replaced]}
    said = record.as_data() | {"replaced": [each.by for each in record.replaced]}
    for name, value in again.items():
        yield from _differs(name, said[name], value)


def _differs(name: str, said: Any, again: Any) -> Iterable[str]:
    if said == again:
        return ()
    if not isinstance(said, list):
        return (f"The strata differ from what the frame gives: {_shares(again)}.",)
    place = next((n for n, pair in enumerate(zip(said, again, strict=False)) if pair[0] != pair[1]), None)
    if place is None:
        return (f'Under "{name}" the record lists {len(said)}; the frame and the seed give {len(again)}.',)
    return (
        f'Under "{name}", place {place + 1}, the record says {_ref(said[place])}; the frame and the seed give '
        f"{_ref(again[place])}.",
    )


def _ref(value: Any) -> str:
    return value["ref"] if isinstance(value, dict) else str(value)


def _shares(strata: Any) -> str:
    return ", ".join(
        f"{s['stratum'] or 'none named'} {s['drawn']} of {s['closed']}" for s in strata["shares"]
    )
