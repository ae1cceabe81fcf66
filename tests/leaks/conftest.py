import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform != "linux":
    collect_ignore_glob = ["*.py"]
else:
    from evening import Evening, copy_of, new_evening

    @pytest.fixture(scope="session")
    def made(tmp_path_factory: pytest.TempPathFactory) -> Evening:
        """One book, made by the command line from a hostile case."""
        return new_evening(tmp_path_factory.mktemp("made"))

    @pytest.fixture
    def evening(made: Evening, tmp_path: Path) -> Evening:
        return copy_of(made, tmp_path)

    @pytest.fixture
    def write_program(tmp_path: Path) -> Callable[[str], list[str]]:
        """Write a program that changes something first and then does what ``python -m panelroom`` does."""

        def write(change: str) -> list[str]:
            program = tmp_path / "changed.py"
            program.write_text(
                "import sys\nfrom panelroom.ui.hardening import harden\nharden()\n"
                f"{change}\nfrom panelroom.__main__ import main\nsys.exit(main())\n"
            )
            return [sys.executable, str(program)]

        return write
