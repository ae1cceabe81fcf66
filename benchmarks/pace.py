"""Does stepping only through what is contested reach the third case, and how wrong is the forecast?

    python benchmarks/pace.py [--meetings 1000] [--seed 20250324]

Simulated evenings on real meetings: every act passes the rules and the fold, and plan and forecast are the
program's own. What is assumed stands below, with its source; docs/pace.md prints one run.
"""

import argparse
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from folded import VOTING, Folded
from making import QUESTIONS, START

from panelroom import pace
from panelroom.acts import Pace

EVENING = 120.0
CASES = 3  # Leicestershire update report (seed 000), paragraph 21: three are aimed at, two achieved.
RATES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# Reading: usually 10-15 minutes a case (21a); cases differ in length, some considerably (21d).
WORDS = (1500, 3500)
LONG_CASE, LONG_WORDS = 0.15, (3500, 6000)
# No source says how long a question takes. These medians are chosen so that an evening stepped plainly reaches about
# the two cases of paragraph 21; the second pair is a brisk panel. Seconds, spread as a log-normal.
AGREED_SECONDS, CONTESTED_SECONDS, SPREAD = 75.0, 165.0, 0.5
BRISK = (40.0, 120.0)
MEMBERS = len(VOTING) + 2
# Unanimous-first: marking in silence, the slips (15 s each), then the agreed block is read out and confirmed.
SILENT_SECONDS, SLIP_SECONDS, CONFIRM_SECONDS = 150.0, 15.0, 45.0
DECIDING_MINUTES, ARRIVAL_MINUTES, BREAK_MINUTES = (3.0, 8.0), (8.0, 14.0), (8.0, 13.0)
MOMENTS = (
    "when it begins",
    "first case read",
    "first case closed",
    "second case closed",
    "last case half asked",
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: the part of questions on which all agree, its seconds for each kind, how slow it is (1: as usual)."""

    agreement: float
    agreed: float
    contested: float
    drag: float


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it will go: its words, how long it is read (a ratio) and decided, and its questions in minutes."""

    words: int
    reading: float
    deciding: float
    questions: tuple[tuple[str, bool, float], ...]


def case(chance: random.Random, panel: Panel) -> Case:
    """Draw one case."""
    words = chance.randint(*(LONG_WORDS if chance.random() < LONG_CASE else WORDS))
    slow = panel.drag**0.5
    reading, deciding = slow * chance.uniform(0.9, 1.15), slow * chance.uniform(*DECIDING_MINUTES)
    return Case(words, reading, deciding, tuple(_question(chance, panel, q) for q in QUESTIONS))


def _question(chance: random.Random, panel: Panel, question: str) -> tuple[str, bool, float]:
    same = chance.random() < panel.agreement
    median = panel.agreed if same else panel.contested
    return question, same, median * panel.drag * chance.lognormvariate(0, SPREAD) / 60


class Evening:
    """One evening drawn by ``chance``, which can be held in more than one way, and the forecasts the Chair saw."""

    def __init__(
        self, chance: random.Random, panel: Panel, *, first: bool, before: Pace | None = None
    ) -> None:
        self.first = first
        self.cases = [case(chance, panel) for _ in range(CASES)]
        self.around = [chance.uniform(*ARRIVAL_MINUTES) for _ in range(2)]
        self.rests = [chance.uniform(*BREAK_MINUTES) for _ in range(CASES)]
        words = tuple(c.words for c in self.cases)
        self.folded = Folded(words, EVENING, before.model_dump() if before else None)
        self.seen: dict[str, pace.Forecast] = {}

    def look(self, moment: str) -> None:
        """Note what the forecast says now."""
        self.seen[moment] = pace.forecast(self.folded.meeting, self.folded.now)

    def run(self) -> "Evening":
        """Go through the whole evening, however long it takes."""
        folded = self.folded
        folded.begin(0)
        self.look(MOMENTS[0])
        folded.wait(self.around[0])
        for item in pace.plan(folded.meeting).items:
            if item.kind == "break":
                folded.rest(self.rests.pop())
            elif item.case is not None:
                self._case(item.case)
        folded.wait(self.around[1])
        folded.do("close_meeting")
        return self

    def _case(self, number: int) -> None:
        folded, drawn = self.folded, self.cases[number - 1]
        offered = pace.reading_minutes(folded.meeting, folded.meeting.case(number))
        usual, longest = pace.usual_and_longest(folded.meeting)
        estimate = min(float(longest), max(float(usual), drawn.words / pace.WORDS_PER_MINUTE))
        folded.read(number, estimate * drawn.reading, offered)
        if number == 1:
            self.look(MOMENTS[1])
        self._questions(number, drawn)
        folded.decide(drawn.deciding)
        if number < CASES:
            self.look(MOMENTS[1 + number])

    def _questions(self, number: int, drawn: Case) -> None:
        stepped = drawn.questions
        if self.first:
            agreed = tuple(q for q, same, _ in stepped if same)
            self.folded.wait((SILENT_SECONDS + MEMBERS * SLIP_SECONDS + CONFIRM_SECONDS * bool(agreed)) / 60)
            self.folded.ask(0, agreed)
            stepped = tuple(row for row in stepped if not row[1])
        for place, (question, _, minutes) in enumerate(stepped):
            if number == CASES and place == len(stepped) // 2:
                self.look(MOMENTS[4])
            self.folded.ask(minutes, (question,))

    @property
    def reached(self) -> int:
        """How many cases were closed in time to wrap up by the planned end."""
        until = START + timedelta(minutes=EVENING - pace.WRAP_UP_MINUTES)
        ended = [self.folded.meeting.timing(c.number).ended_at for c in self.folded.meeting.cases]
        return sum(at is not None and at <= until for at in ended)

    def errors(self) -> Iterator[tuple[str, float]]:
        """Yield how many minutes each forecast was too late (or, negative, too early)."""
        finished = self.folded.now
        for moment, seen in self.seen.items():
            yield moment, (seen.finish - finished).total_seconds() / 60


def a_panel(chance: random.Random, agreement: float, seconds: tuple[float, float]) -> Panel:
    """Return a panel of that agreement; some are slower than others."""
    return Panel(agreement, *seconds, chance.lognormvariate(0, 0.2))


def reached(seed: str, meetings: int, rate: float, seconds: tuple[float, float]) -> tuple[float, ...]:
    """Return cases reached on average and the part of evenings that reached all: plainly, and unanimous-first.

    Both ways hold the same evenings: the same panels, papers, agreement and minutes.
    """
    figures = []
    for first in (False, True):
        counts = []
        for number in range(meetings):
            chance = random.Random(f"{seed} {rate} {number}")
            counts.append(Evening(chance, a_panel(chance, rate, seconds), first=first).run().reached)
        figures += [statistics.mean(counts), sum(c == CASES for c in counts) / meetings]
    return tuple(figures)


def print_reached(seed: str, meetings: int, seconds: tuple[float, float]) -> None:
    """Print the table over agreement rates."""
    agreed, contested = seconds
    print(
        f"\nCases reached of {CASES} in {EVENING:.0f} minutes; agreed {agreed:.0f} s, contested {contested:.0f} s"
    )
    print(f"{'agreement':<12}{'plainly':>9}{'first':>9}{'gain':>8}{'all, plainly':>15}{'all, first':>13}")
    for rate in RATES:
        plain, plain_all, first, first_all = reached(seed, meetings, rate, seconds)
        print(
            f"{rate:<12.0%}{plain:>9.2f}{first:>9.2f}{first - plain:>+8.2f}{plain_all:>15.0%}{first_all:>13.0%}"
        )


def print_errors(seed: str, meetings: int, *, measured: bool) -> None:
    """Print how far the forecast was from the end that came; ``measured``: this panel met once before."""
    found: dict[str, list[float]] = defaultdict(list)
    for number in range(meetings):
        chance = random.Random(f"{seed} forecast {number}")
        panel = a_panel(chance, chance.uniform(RATES[0], RATES[-1]), (AGREED_SECONDS, CONTESTED_SECONDS))
        first = chance.random() < 0.5
        before = _earlier(random.Random(f"{seed} earlier {number}"), panel, first=first) if measured else None
        for moment, error in Evening(chance, panel, first=first, before=before).run().errors():
            found[moment].append(error)
    known = "with the pace of one meeting before" if measured else "of a panel that was never measured"
    print(f"\nThe forecast finish against the end that came, {known}, {meetings} evenings, minutes")
    print(f"{'':<24}{'mean error':>12}{'mean, signed':>14}{'9 of 10 within':>16}")
    for moment in MOMENTS:
        sizes = sorted(abs(e) for e in found[moment])
        signed, within = statistics.mean(found[moment]), sizes[int(0.9 * len(sizes))]
        print(f"{moment:<24}{statistics.mean(sizes):>12.1f}{signed:>+14.1f}{within:>16.1f}")


def _earlier(chance: random.Random, panel: Panel, *, first: bool) -> Pace | None:
    """Return the pace that this panel showed at another meeting."""
    return pace.pace_of(pace.measured(Evening(chance, panel, first=first).run().folded.meeting))


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--meetings", type=int, default=1000, help="evenings for the forecast's error")
    options.add_argument("--seed", default="20250324")
    given = options.parse_args()
    for seconds in ((AGREED_SECONDS, CONTESTED_SECONDS), BRISK):
        print_reached(given.seed, max(1, given.meetings // 5), seconds)
    for measured in (False, True):
        print_errors(given.seed, given.meetings, measured=measured)


if __name__ == "__main__":
    main()
