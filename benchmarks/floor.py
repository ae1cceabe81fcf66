"""The floor: an empty Textual program, how soon it stands there and how soon a key is painted.

python benchmarks/floor.py [--starts 10] [--keys 200]
"""

import argparse

from stopwatch import EMPTY_APP, best_start, empty_keys, say, spread


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--starts", type=int, default=10)
    arguments.add_argument("--keys", type=int, default=200)
    given = arguments.parse_args()
    say("empty app, start to painted", f"{best_start(EMPTY_APP, 'READY 0', given.starts) * 1000:.0f} ms")
    painted = empty_keys(given.keys)
    say("empty app, key to painted", spread([p.seconds for p in painted]))
    say("empty app, bytes for a key", f"{sum(p.sent for p in painted) / len(painted):.0f} B")


if __name__ == "__main__":
    main()
