"""A secretary at Home, beside a register that has read the sample meeting."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from secretary import close_sample
from ui_driver import PASSPHRASE, SMALL, Chair

from panelroom.clock import Clock, ManualClock
from panelroom.register import shelf as registers
from panelroom.register.changes import ThemeMade
from panelroom.resources import data_dir
from panelroom.ui.app import PanelroomApp

OFFICE = "office words of its own"
MONTHLY = data_dir("sample_cases") / "monthly.csv"


@asynccontextmanager
async def at_home(
    folder: Path, size: tuple[int, int] = SMALL, *, register: bool = True
) -> AsyncIterator[Chair]:
    """Run the program at Home on 10 June 2026, two months after the sample meeting."""
    clock = ManualClock(datetime(2026, 6, 10, 9, 0, tzinfo=UTC))
    if register:
        keep_register(folder, clock)
    app = PanelroomApp(folder / "home", clock=clock)
    async with app.run_test(size=size) as pilot:
        chair = Chair(app, pilot, clock)
        await chair.settle()
        await chair.painted()
        yield chair


def keep_register(folder: Path, clock: Clock) -> None:
    """Make a register in the data folder of ``folder``, and let it read the sample meeting."""
    (folder / "home").mkdir()
    path = folder / "home" / registers.FILE
    close_sample(folder / "april.book")
    key = registers.new_register(path, OFFICE, clock=clock, work_factor=4)
    with registers.writing(path, key, clock) as writer:
        writer.take(*registers.read_record(folder / "april.book", PASSPHRASE))
        writer.do(ThemeMade(id="t1", title="Contact"))


async def done(chair: Chair) -> None:
    """Wait for what takes a moment."""
    for _ in range(1000):
        if chair.on != "Working":
            break
        await chair.pilot.pause(0.02)
    await chair.painted()
    await chair.painted()


async def show_figures(chair: Chair, volumes: str = str(MONTHLY)) -> None:
    """From Home to the figures of the last twelve months."""
    await chair.press("y")
    await chair.enter(OFFICE)
    await chair.press("enter", "enter")
    await chair.enter(volumes)
    await chair.press("enter")
    await done(chair)
