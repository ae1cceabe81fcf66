"""How soon is an answer painted, against a key in an empty Textual program?

    python benchmarks/keys.py [--keys 200]

answers a question on the real terminal and takes the answer back, so many times: once with the book in memory,
which is what panelroom itself needs, and once on the disk, which adds the disk's own time to be sure. Disks are slow
now and then: after each answer 4 KiB are written and synced beside the book, and what that took in one of a hundred
cases is not held against the answers' p99.
"""

import argparse
from pathlib import Path

from commit import seconds_of_sync
from evenings import ask, evening
from stopwatch import Painted, Stopwatch, empty_keys, folder, part, say, spread


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--keys", type=int, default=200)
    measure(arguments.parse_args().keys)


def measure(keys: int) -> None:
    """Print latency and bytes over so many answers, and over as many keys typed into an observation."""
    floor = [p.seconds for p in empty_keys(keys)]
    empty = part(floor, 50)
    say("empty app, key to painted", spread(floor))
    for where, in_memory in (("in memory", True), ("on disk", False)):
        with folder(in_memory=in_memory) as place, evening(place).open() as program:
            ask(program)
            painted, synced = answers(program, keys, place)
            say(f"4 KiB written and synced {where} meanwhile", spread(synced))
            report(f"answer, book {where}", painted, empty, part(synced, 99))
            if in_memory:
                report("letter typed into a form", letters(program, keys), empty)


def answers(program: Stopwatch, keys: int, place: Path) -> tuple[list[Painted], list[float]]:
    """Answer question 3 and take it back, again and again; return what the answers did, and the syncs of the disk."""
    program.key("right", "Question 2 of")
    program.key("right", "Question 3 of")
    painted, synced = [], []
    with (place / "beside").open("wb", buffering=0) as file:
        for _ in range(keys):
            painted.append(program.key("y", "Question 4 of"))
            program.key("u", "Question 3 of")
            synced.append(seconds_of_sync(file.fileno()))
    return painted, synced


def letters(program: Stopwatch, keys: int) -> list[Painted]:
    """Type into an observation, on new lines now and then."""
    program.key("o", "What did the panel observe")
    painted, line = [], ""
    for n in range(keys):
        letter = "abcdefghijklmnopqrstuvwxyz"[n % 26]
        line += letter
        painted.append(program.key(letter, line))
        if len(line) == 40:
            program.key("ctrl+j", line)
            line = ""
    return painted


def report(what: str, painted: list[Painted], empty: float, disk: float = 0.0) -> None:
    """Print the rows of one kind of key; ``disk`` is what the disk itself took in one of a hundred cases."""
    seconds = [p.seconds for p in painted]
    p50, p95, p99 = (part(seconds, q) for q in (50, 95, 99))
    say(f"{what}, key to painted", spread(seconds))
    ratios = f"{p50 / empty:.1f} / {p95 / empty:.1f} / {p99 / empty:.1f} x empty's p50"
    met = p50 <= 3 * empty and p95 <= min(5 * empty, 0.016) and p99 - disk <= 12 * empty
    say(f"{what}, in ratios", ratios, "3 / 5 / 12 x, p95 16 ms", met)
    sent = sum(p.sent for p in painted) / len(painted)
    say(f"{what}, bytes for a key", f"{sent:.0f} B", "<= 3072 B", sent <= 3072)


if __name__ == "__main__":
    main()
