"""All benchmarks, one after the other, each in a process of its own.

    python benchmarks/run.py [NAME ...]

Everything is compared with something measured in the same run on the same machine; nothing is ever asserted.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ALL = (
    "floor", "startup", "keys", "commit", "reading", "idle", "room_latency", "growth", "minutes", "pack", "report",
    "pace",
)  # fmt: skip


def main() -> int:
    """Run those that are named, or all; return how many could not be run."""
    failed = 0
    for name in sys.argv[1:] or ALL:
        print(f"\n── {name} ──", flush=True)
        failed += subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
