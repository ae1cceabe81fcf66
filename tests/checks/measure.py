"""How much of what is planted the checks find: ``python tests/checks/measure.py [--seed N] [--count N]``."""

import argparse
import json
import random
import re
import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from making_texts import NAME, Made, Planted, document, entries_found, log

from panelroom.checks import CheckSettings, check_text, ledger_of
from panelroom.findings import Finding

SETTINGS = CheckSettings()
HANDWRITTEN = Path(__file__).parent / "data" / "handwritten.toml"
_MARK = re.compile(r"«([A-Z0-9-]+):([^»]*)»")


def measure_text(seed: int, count: int) -> dict[str, Any]:
    """Return the figures for ``count`` made documents with plants and as many clean ones."""
    chance = random.Random(seed)
    figures = _judged([document(chance) for _ in range(count)])
    clean = [document(chance, clean=True) for _ in range(count)]
    begun = time.perf_counter()
    alarms = Counter(f.id for made in clean for f in check_text([(1, made.text)], SETTINGS))
    return figures | {
        "clean_documents": count,
        "clean_alarms": dict(alarms),
        "clean_blocked": sum(_blocks(made) for made in clean),
        "milliseconds_per_page": round(1000 * (time.perf_counter() - begun) / count, 1),
    }


def measure_handwritten() -> dict[str, Any]:
    """Return the figures for the hand-written sentences, each a document of its own."""
    return _judged(handwritten())


def handwritten() -> list[Made]:
    """Return the hand-written sentences with their marks taken out and remembered."""
    sentences = tomllib.loads(HANDWRITTEN.read_text(encoding="utf-8"))["sentences"]
    return [_unmarked(sentence) for sentence in sentences]


def measure_timeline(seed: int, count: int) -> dict[str, int]:
    """Return how many entries of made logs the timeline lists, misses, and lists too many."""
    chance = random.Random(seed)
    made = found = surplus = 0
    for each in (log(chance) for _ in range(count)):
        expected, listed = Counter(each.entries), Counter(entries_found(each))
        made += expected.total()
        found += (expected & listed).total()
        surplus += (listed - expected).total()
    return {"entries": made, "found": found, "surplus": surplus}


def missed(documents: Sequence[Made]) -> Iterator[tuple[str, str, str]]:
    """Yield what was not found: its id, itself, and the words before it."""
    for made in documents:
        found = check_text([(1, made.text)], SETTINGS)
        for plant in made.planted:
            if not _covered(plant, found):
                yield (
                    plant.id,
                    made.text[plant.start : plant.end],
                    made.text[max(0, plant.start - 40) : plant.start],
                )


def surplus(documents: Sequence[Made]) -> Iterator[tuple[str, str]]:
    """Yield what was found where nothing was planted: its id and the words around it."""
    for made in documents:
        for finding in check_text([(1, made.text)], SETTINGS):
            start, end = finding.start or 0, finding.end or 0
            if not any(plant.start < end and start < plant.end for plant in made.planted):
                yield finding.id, made.text[max(0, start - 20) : end + 10]


def _judged(documents: Sequence[Made]) -> dict[str, Any]:
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    named: Counter[str] = Counter()
    lengths = []
    for made in documents:
        findings = check_text([(1, made.text)], SETTINGS)
        lengths.append(len(ledger_of([(1, made.text)], SETTINGS)))
        for plant in made.planted:
            planted[plant.id] += 1
            found[plant.id] += _covered(plant, findings)
            named[plant.id] += _covered(plant, [f for f in findings if f.id == plant.id])
    data = [check for check in planted if check != NAME]
    return {
        "documents": len(documents),
        "recall": {check: round(found[check] / planted[check], 3) for check in sorted(planted)},
        "under_its_own_id": {check: round(named[check] / planted[check], 3) for check in sorted(data)},
        "data_planted": sum(planted[c] for c in data),
        "data_found": round(sum(found[c] for c in data) / max(1, sum(planted[c] for c in data)), 3),
        "names_planted": planted[NAME],
        "names_listed": round(found[NAME] / max(1, planted[NAME]), 3),
        "surplus": dict(Counter(check for check, _ in surplus(documents))),
        "ledger_median": statistics.median(lengths),
    }


def _covered(plant: Planted, findings: Sequence[Finding]) -> bool:
    """Tell whether every letter and digit of the plant is inside findings: nothing of it would be left."""
    inside = {
        place for f in findings for place in range(max(plant.start, f.start or 0), min(plant.end, f.end or 0))
    }
    return len(inside) >= plant.end - plant.start


def _blocks(made: Made) -> bool:
    return any(f.severity == "BLOCK" for f in check_text([(1, made.text)], SETTINGS))


def _unmarked(sentence: str) -> Made:
    text, planted, at = "", [], 0
    for mark in _MARK.finditer(sentence):
        text += sentence[at : mark.start()]
        for word in mark[2].split() if mark[1] == NAME else [mark[2]]:
            start = len(text) + mark[2].index(word)
            planted.append(Planted(mark[1], start, start + len(word.rstrip(".").removesuffix("'s"))))
        text += mark[2]
        at = mark.end()
    return Made(text + sentence[at:], tuple(planted))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=None, help="by default a new one, which is printed")
    arguments.add_argument(
        "--count", type=int, default=200, help="documents with plants, and as many without"
    )
    arguments.add_argument("--missed", action="store_true", help="list what was missed and what was too much")
    asked = arguments.parse_args()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1_000_000)
    figures = {
        "seed": seed,
        "made": measure_text(seed, asked.count),
        "handwritten": measure_handwritten(),
        "timeline": measure_timeline(seed, asked.count),
    }
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    if asked.missed:
        chance = random.Random(seed)
        for documents in ([document(chance) for _ in range(asked.count)], handwritten()):
            for line in (*missed(documents), *surplus(documents)):
                print(line)


if __name__ == "__main__":
    main()
