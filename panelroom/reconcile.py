"""Whether figures agree: totals with their rows, shares with their base, averages with the months they count.

Reports on hate crime state figures in tables, in sentences and in footnotes, and not all of them follow from each
other. Each rule here compares what is stated with what follows, and says where; none of them decides which is right.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison. ``where`` names the figure; ``finding`` says in words how the two sides differ.

    ``explanation`` is what somebody wrote about a difference; without one it stays marked wherever it is printed.
    """

    where: str
    finding: str
    stated: str
    computed: str
    agrees: bool
    explanation: str = ""

    def explained(self, by: str) -> "Check":
        """Return the same comparison with what ``by`` says about it."""
        return replace(self, explanation=by)

    @property
    def sentence(self) -> str:
        """The difference in one sentence."""
        return f"{self.where}: {self.finding}."


def disagreements(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the comparisons that do not come out."""
    return tuple(check for check in checks if not check.agrees)


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────


def total(where: str, parts: Iterable[Number], stated: Number) -> Check:
    """Compare a stated total with the sum of its parts."""
    return _check(where, "the parts add up to {computed}, not {stated}", sum(parts), stated)


def no_total(where: str, parts: Iterable[int], whole: int) -> Check:
    """Check a remark that the parts do not add up to ``whole``."""
    computed, said = sum(parts), say_number(whole)
    finding = f"the parts do add up to {said}, though a remark says that they do not"
    return Check(where, finding, f"not {said}", say_number(computed), computed != whole)


def at_most(where: str, part: int, whole: int) -> Check:
    """Check that a part is no more than the whole it is of."""
    stated, limit = say_number(part), say_number(whole)
    return Check(where, f"{stated} is more than the whole, {limit}", stated, limit, part <= whole)


def share(where: str, part: int, base: int, stated: Number, places: int = 0) -> Check:
    """Compare a stated percentage with part and base, rounded half up to ``places``."""
    finding = f"{say_number(part)} of {say_number(base)} are {{computed}}%, not {{stated}}%"
    return _check(where, finding, percent(part, base, places), stated)


def average(where: str, recorded: int, months: int, stated: Number, places: int = 0) -> Check:
    """Compare a stated monthly average with what was recorded in the months that are counted."""
    finding = f"{say_number(recorded)} over {months} months are {{computed}} a month, not {{stated}}"
    return _check(where, finding, mean(recorded, months, places), stated)


def change(where: str, before: int, after: int, stated: Number, places: int = 0) -> Check:
    """Compare a stated rise or fall in per cent with the two figures it is between."""
    finding = f"{say_number(before)} to {say_number(after)} is a change of {{computed}}%, not {{stated}}%"
    return _check(where, finding, half_up(Fraction(100 * (after - before), before), places), stated)


def growth(where: str, rows: Iterable[tuple[int, Number]], stated: Number, places: int = 0) -> Check:
    """Compare a stated rise of a total in per cent with the one its rows imply.

    Each row is the count now and its own rise in per cent, which give the count before.
    """
    pairs = [(Fraction(now), now / (1 + Fraction(rise) / 100)) for now, rise in rows]
    now, before = sum((n for n, _ in pairs), Fraction()), sum((b for _, b in pairs), Fraction())
    finding = "the rows imply a rise of {computed}%, not {stated}%"
    return _check(where, finding, half_up(100 * (now / before - 1), places), stated)


def meetings_by_cases(where: str, meetings: int, cases: int, findings: int) -> Check:
    """Compare a total of findings with so many meetings of so many cases each."""
    finding = f"{meetings} meetings of {cases} cases are {{computed}} findings, not {{stated}}"
    return _check(where, finding, meetings * cases, findings)


def same(where: str, here: Number, there: Number) -> Check:
    """Compare one figure that is stated in two places."""
    return _check(where, "one place says {stated}, another {computed}", there, here)


def _check(where: str, finding: str, computed: Number, stated: Number) -> Check:
    sides = {"stated": say_number(stated), "computed": say_number(computed)}
    return Check(where, finding.format(**sides), agrees=computed == stated, **sides)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────


def half_up(value: Number, places: int = 0) -> Fraction:
    """Return ``value`` rounded to ``places``, halves away from zero: 37.5 becomes 38 and 22.5 becomes 23."""
    scaled = abs(Fraction(value)) * 10**places
    rounded = Fraction((scaled + Fraction(1, 2)).__floor__(), 10**places)
    return -rounded if value < 0 else rounded


def percent(part: int, base: int, places: int = 0) -> Fraction:
    """Return ``part`` as a percentage of ``base``, rounded half up."""
    return half_up(Fraction(100 * part, base), places)


def mean(total: int, count: int, places: int = 0) -> Fraction:
    """Return ``total`` divided by ``count``, rounded half up."""
    return half_up(Fraction(total, count), places)


def say_number(value: Number) -> str:
    """Return ``2,691`` or ``17.9``."""
    whole = Fraction(value)
    return f"{whole.numerator:,}" if whole.denominator == 1 else f"{float(whole):,}"
