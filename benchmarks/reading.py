"""A case of 2,000 pages: its first page, the turn of a page, a search, and how much memory it takes.

    python benchmarks/reading.py [--pages 2000] [--turns 200]

The search is compared with ``grep`` and with ``less`` going to the same words in the same files.
"""

import argparse
import subprocess
import time
from pathlib import Path

import psutil
from evenings import Evening, begin, evening
from stopwatch import EMPTY_APP, Stopwatch, best_start, folder, part, say, spread

from panelroom.papers import load_cases


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--pages", type=int, default=2000)
    arguments.add_argument("--turns", type=int, default=200)
    given = arguments.parse_args()
    with folder() as place:
        short, long = place / "short", place / "long"
        short.mkdir(), long.mkdir()
        measure(evening(short), evening(long, given.pages), given.pages, given.turns)


def measure(short: Evening, long: Evening, pages: int, turns: int) -> None:
    """Print what the long case costs, against an empty program and against a short case."""
    empty = best_start(EMPTY_APP, "READY 0", 5)
    loaded = min(seconds(lambda: load_cases(long.cases)) for _ in range(3))
    few = resident_in(short)
    with long.open() as program:
        begin(program)
        program.key("enter", "start reading")
        opened = program.key("enter", "PAGE-1-HEAD").seconds
        turned = [program.key("pagedown", f"PAGE-{n}-HEAD").seconds for n in range(2, turns + 2)]
        found = in_app_search(program, pages)
        many = resident(program)
    first = opened + loaded
    say("first page: read the files, paint the page", f"{loaded * 1000:.0f} + {opened * 1000:.0f} ms")
    say("first page, in ratio", f"{first / empty:.2f} x empty", "<= 2 x empty", first <= 2 * empty)
    say("page turn", spread(turned), "p95 <= 16 ms", part(turned, 95) <= 0.016)
    searches(long, pages, found)
    text = sum(file.stat().st_size for file in long.cases.rglob("*.txt"))
    more = many - few
    say(
        f"memory for {text / 1e6:.1f} MB of text",
        f"{more / 1e6:.1f} MB more, {more / text:.2f} x text",
        "<= 3 x text",
        more <= 3 * text,
    )


def searches(long: Evening, pages: int, in_app: float) -> None:
    """Print the search beside what less and grep need."""
    words = f"PAGE-{pages}-HEAD"
    files = sorted(str(file) for file in (long.cases / "1").glob("*.txt"))
    (case,) = [c for c in load_cases(long.cases) if len(c.pages) == pages]
    index = seconds(lambda: case.search(words))
    again = min(seconds(lambda: case.search(words)) for _ in range(5))
    grep = min(
        seconds(lambda: subprocess.run(["grep", "-c", words, *files], capture_output=True)) for _ in range(5)
    )
    less = in_less(long, words)
    say("search, the first and then the next", f"{index * 1000:.1f}, then {again * 1000:.1f} ms")
    say("search with grep, process and all", f"{grep * 1000:.1f} ms")
    say("search in less, key to painted", f"{less * 1000:.1f} ms")
    say("search in panelroom, key to painted", f"{in_app * 1000:.1f} ms", "faster than less", in_app < less)


def in_app_search(program: Stopwatch, pages: int) -> float:
    """Search for the last page from the second but last search on: the index is there, as after any search."""
    for words, see in (("PAGE-1-HEAD", "Place 1 of 1, page 1."), (f"PAGE-{pages}-HEAD", f"page {pages}.")):
        program.key("/", "Search this case")
        program.key("ctrl+u", "Search this case") if words != "PAGE-1-HEAD" else None
        program.key(words, words)
        found = program.key("enter", see).seconds
    return found


def in_less(long: Evening, words: str) -> float:
    """Return how long less needs from the ENTER of a search until the place is painted."""
    whole = long.folder / "whole.txt"
    whole.write_bytes(
        b"\n".join(f.read_bytes() for f in sorted((long.cases / "1").glob("*.txt"), key=_number))
    )
    with Stopwatch(["less", str(whole)], {"LESS": "", "LESSHISTFILE": "-"}) as program:
        program.start("PAGE-1-HEAD")
        program.key(f"/{words}", words)
        return program.key("enter", f"{words}\n04/03").seconds


def _number(file: Path) -> int:
    return int(file.stem)


def seconds(do: object) -> float:
    """Return how long a call takes."""
    assert callable(do)
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def resident_in(short: Evening) -> int:
    """Return the memory of the program with the short case on the screen."""
    with short.open() as program:
        begin(program)
        program.key("enter", "start reading")
        program.key("enter", "PAGE-1-HEAD")
        return resident(program)


def resident(program: Stopwatch) -> int:
    """Return the resident bytes of the process that paints."""
    (child,) = program.children()
    return int(psutil.Process(child).memory_info().rss)


if __name__ == "__main__":
    main()
