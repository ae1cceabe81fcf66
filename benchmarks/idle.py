"""What does the program do when nobody does anything?

    python benchmarks/idle.py [--seconds 30]

prints per cent of a processor and bytes a second to the terminal, on the roll call, with the countdown running,
at a question and with a form open.
"""

import argparse

import psutil
from evenings import begin, evening
from stopwatch import Stopwatch, folder, say


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=int, default=30)
    seconds = arguments.parse_args().seconds
    with folder() as place, evening(place).open() as program:
        begin(program)
        report(program, "roll call", seconds)
        program.key("enter", "start reading")
        program.key("enter", "PAGE-1-HEAD")
        report(program, "reading, countdown running", seconds)
        program.key("o", "Observation")
        report(program, "form open over the countdown", seconds)
        program.key("escape", "PAGE-1-HEAD")
        program.key("enter", "Question 1 of")
        report(program, "question", seconds)


def report(program: Stopwatch, what: str, seconds: int) -> None:
    """Leave the program alone for so long and print what it did."""
    program.bytes_in(0.5)
    (child,) = program.children()
    process = psutil.Process(child)
    before = sum(process.cpu_times()[:2])
    sent = program.bytes_in(seconds) / seconds
    share = (sum(process.cpu_times()[:2]) - before) / seconds * 100
    say(
        f"idle, {what}",
        f"{share:.1f} % CPU, {sent:.0f} B/s",
        "<= 1 %, <= 200 B/s",
        share <= 1 and sent <= 200,
    )


if __name__ == "__main__":
    main()
