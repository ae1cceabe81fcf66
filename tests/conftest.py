import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from making import LEICESTERSHIRE, MEMORY, Room, in_room

# A slow or busy machine is no failure of what is tested.
settings.register_profile("panelroom", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("panelroom")


def pytest_addoption(parser: pytest.Parser) -> None:
    kills = int(os.environ.get("PANELROOM_KILLS", "60"))
    parser.addoption("--kills", type=int, default=kills, help="how often the durability proofs kill or cut")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    """A folder for books; in memory where there is one, because a synced disk would only make tests slow."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def rooms(shelf: Path) -> Iterator[Callable[..., Room]]:
    """Make rooms: ``rooms(quorum=3)`` is a meeting in a new encrypted book of its own."""
    numbers = itertools.count(1)
    with ExitStack() as stack:

        def make(set_name: str = LEICESTERSHIRE, **changes: Any) -> Room:
            room: AbstractContextManager[Room] = in_room(shelf / f"{next(numbers)}.book", set_name, **changes)
            return stack.enter_context(room)

        yield make


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case by its argument where the value is long: keys made at random differ between processes."""
    return argname if isinstance(val, str | bytes) and len(val) > 60 else None
