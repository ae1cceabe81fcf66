"""Small numbers: how few are said so that they mislead nobody and point at nobody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from panelroom.reconcile import Check, percent
from panelroom.volumes import Volumes

LEAST_BASE = 20
"""Of fewer than this no percentage is printed: one case more or less would change it by several points."""
LEAST_COUNT = 5
UNDER = f"under {LEAST_COUNT}"
WITHHELD = "not shown"
_DIFFERS = "it does not follow from the other figures; small numbers are not shown"


@dataclass(frozen=True, slots=True)
class Counted:
    """A count as it may be printed: ``count`` is None where it is withheld, and ``words`` say how."""

    name: str
    count: int | None
    words: str


def say_share(part: int, base: int) -> str:
    """Return ``9 of 24 (38%)``, or ``9 of 12`` where the base is too small for a percentage."""
    if base < LEAST_BASE:
        return f"{part} of {base}"
    return f"{part} of {base} ({int(percent(part, base))}%)"


def guarded(counts: Mapping[str, int], total: int | None = None) -> tuple[Counted, ...]:
    """Return the counts, the largest first, with each below five withheld. Noughts are left out.

    Where only one is withheld the next smallest is too, if the counts add up to a ``total`` that is printed, or no
    total is known here: otherwise a subtraction would give it away.
    """
    ordered = sorted(((name, n) for name, n in counts.items() if n), key=lambda each: (-each[1], each[0]))
    few = {name for name, n in ordered if n < LEAST_COUNT}
    others = [name for name, _ in ordered if name not in few]
    can_be_worked_out = len(few) == 1 and total in (None, sum(counts.values()))
    second = others[-1] if can_be_worked_out and others else None
    return tuple(_counted(name, n, few, second) for name, n in ordered)


def type_lines(volumes: Volumes) -> Iterator[tuple[str, Counted]]:
    """Yield each month or year that has types, with each of them as it may be printed."""
    totals = {row.period: row.recorded for row in volumes.rows if not row.strand}
    grouped: dict[str, dict[str, int]] = defaultdict(dict)
    for row in volumes.strands:
        grouped[row.period][row.strand] = row.recorded
    for period, counts in grouped.items():
        for line in guarded(counts, totals.get(period)):
            yield period, line


def veiled(checks: Iterable[Check], volumes: Volumes) -> Iterator[Check]:
    """Yield the checks, those on the types of a period without their numbers where one of these is withheld."""
    periods = tuple(f" in {period}, " for period, line in type_lines(volumes) if line.count is None)
    for check in checks:
        if any(period in check.where for period in periods):
            yield replace(check, finding=_DIFFERS, stated=WITHHELD, computed=WITHHELD)
        else:
            yield check


def _counted(name: str, count: int, few: set[str], second: str | None) -> Counted:
    if name in few:
        return Counted(name, None, UNDER)
    if name == second:
        return Counted(name, None, WITHHELD)
    return Counted(name, count, f"{count:,}")
