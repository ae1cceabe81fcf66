"""``python -m panelroom`` and the ``panelroom`` command."""

import sys


def main() -> int:
    """Run the command line; return the exit code."""
    from panelroom.ui.hardening import harden

    harden()
    from panelroom.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
