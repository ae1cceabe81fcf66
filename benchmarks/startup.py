"""How soon does the program stand there, against an empty Textual program?

    python benchmarks/startup.py [--starts 10]

measures, best of so many starts taken in turn: ``panelroom`` until Home is painted; the right pass-phrase until
the roll call is painted, with a vault so weak that deriving its key takes no time; and which of the heavy packages
are imported before Home is painted.
"""

import argparse
import subprocess
import sys

from evenings import PASSPHRASE, Evening, evening
from stopwatch import EMPTY_APP, PANELROOM, best_start, folder, say

HEAVY = (
    "pyhanko", "reportlab", "pydantic", "sqlite_utils", "sqlcipher3", "pypdfium2", "cryptography", "ruamel",
    "pyrsistent", "asyncio.subprocess", "http", "markdown_it", "tree_sitter",
)  # fmt: skip
BUDGETED = {"pyhanko", "reportlab", "pydantic", "sqlite_utils", "pypdfium2", "cryptography", "ruamel"}

PAINT_HOME = f"""
import asyncio, pathlib, sys
import panelroom.cli
from panelroom.ui.app import PanelroomApp

async def home():
    async with PanelroomApp(pathlib.Path(sys.argv[1])).run_test() as pilot:
        await pilot.pause()
        print(*(name for name in {HEAVY} if name in sys.modules))

asyncio.run(home())
"""


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--starts", type=int, default=10)
    measure(arguments.parse_args().starts)


def measure(starts: int) -> None:
    """Print the best of so many starts."""
    with folder() as place:
        meeting = evening(place)
        empty = home = roll_call = float("inf")
        for _ in range(starts):
            empty = min(empty, best_start(EMPTY_APP, "READY 0", 1))
            home = min(home, best_start(PANELROOM, "q leave", 1, meeting.env))
            roll_call = min(roll_call, unlocked(meeting))
        imported = set(imported_at_home(meeting))
    say("empty app, start to painted", f"{empty * 1000:.0f} ms")
    say(
        "panelroom, start to painted Home",
        f"{home * 1000:.0f} ms, {home / empty:.2f} x empty",
        "<= 1.5 x empty",
        home <= 1.5 * empty,
    )
    say(
        "pass-phrase to painted roll call",
        f"{roll_call * 1000:.0f} ms, {roll_call / empty:.2f} x empty",
        "<= 1.0 x empty + key",
        roll_call <= empty,
    )
    named = ", ".join(sorted(imported)) or "none"
    say("heavy packages imported at Home", named, "none", not imported & BUDGETED)


def unlocked(meeting: Evening) -> float:
    """Return the seconds from the ENTER after the pass-phrase until the roll call is painted."""
    with meeting.open(ask=True) as program:
        program.start("Open a meeting")
        program.key(PASSPHRASE, "•" * len(PASSPHRASE))
        return program.key("enter", "Ground rules").seconds


def imported_at_home(meeting: Evening) -> list[str]:
    """Return which of the heavy packages are there once Home is painted."""
    run = [sys.executable, "-c", PAINT_HOME, str(meeting.folder / "data")]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()


if __name__ == "__main__":
    main()
