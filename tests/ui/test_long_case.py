"""A case of hundreds of pages: its first page shows at once, its timeline when it is read."""

import asyncio
import time
from pathlib import Path

import pytest
from ui_driver import LARGE, WIDE, Chair, at_the_desk, begin, sample_opening

from panelroom.dated import A_FEW, DatedLog

PAGES = 120
STILL = "Still being read: a long case."
LATER = "still being read: ask again in a moment"


def long_case(folder: Path) -> Path:
    """Write the papers of the first case of the sample meeting anew, with an entry in each of 28 lines a page."""
    ref = sample_opening().cases[0].ref
    pages = (
        f"HEAD-{page}\n"
        + "\n".join(
            f"{page % 28 + 1:02}/0{page // 28 + 1}/2031 18:{n:02} Entry {page}-{n}." for n in range(28)
        )
        for page in range(1, PAGES + 1)
    )
    case = folder / "papers" / "1"
    case.mkdir(parents=True)
    (case / "log.txt").write_text("\f".join(pages))
    documents = '[[documents]]\nfile = "log.txt"\ntitle = "Log"\n'
    (case / "case.toml").write_text(f'ref = "{ref}"\ntitle = "Long"\nstrands = ["Race"]\n{documents}')
    return case.parent


class Gate:
    """A laptop so slow that nothing is read of a log until the gate is opened."""

    opened = False


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate, read_on = Gate(), DatedLog.read_on

    def slowly(log: DatedLog, steps: int = A_FEW) -> bool:
        if gate.opened:
            return read_on(log, steps)
        time.sleep(0.001)
        return False

    monkeypatch.setattr(DatedLog, "read_on", slowly)
    return gate


async def opened(chair: Chair, gate: Gate) -> None:
    gate.opened = True
    papers = chair.conductor.papers_of(chair.meeting.case(1))
    assert papers is not None
    while not papers.log.complete:
        await asyncio.sleep(0.001)
    await chair.settle()
    assert STILL not in await chair.painted()


async def test_pages_turn_while_the_timeline_is_still_being_read(tmp_path: Path, gate: Gate) -> None:
    async with at_the_desk(tmp_path, papers=long_case(tmp_path), size=WIDE) as chair:
        await begin(chair)
        await chair.press("enter")
        assert "HEAD-1 " in chair.text()
        assert STILL in chair.text()
        assert "No dated entries" not in chair.text()
        await chair.press("pagedown")
        assert "HEAD-2 " in chair.text()
        await chair.press("j")
        await chair.enter("77")
        assert "HEAD-77 " in chair.text()
        await chair.press("/")
        await chair.enter("entry 119-3.")
        assert "Place 1 of 1, page 119" in chair.text()
        await opened(chair, gate)
        assert "> 08 May 18:00 Entry 119-0." in chair.text()


async def test_a_date_and_the_time_limits_wait_for_the_timeline(tmp_path: Path, gate: Gate) -> None:
    async with at_the_desk(tmp_path, papers=long_case(tmp_path)) as chair:
        await begin(chair)
        await chair.press("enter", "j")
        await chair.enter("04/02/2031")
        assert LATER in chair.flat()
        await chair.press("T")
        assert LATER in chair.flat()
        assert chair.on == "Reading"
        await opened(chair, gate)
        await chair.press("j")
        await chair.enter("04/02/2031")
        assert "page 31 of 120" in chair.text()
        await chair.press("T")
        assert chair.on == "Clocks"


@pytest.mark.heavy
async def test_a_page_withheld_before_the_timeline_is_read_is_not_in_it(tmp_path: Path, gate: Gate) -> None:
    async with at_the_desk(tmp_path, papers=long_case(tmp_path), size=WIDE) as chair:
        await begin(chair)
        await chair.press("enter", "pagedown", "x", "y")
        assert "This page is withheld" in await chair.painted()
        assert STILL in chair.text()
        await opened(chair, gate)
        assert "Entry 1-27." in chair.text()
        assert "Entry 2-" not in chair.text()
        assert "Entry 3-0." in chair.text()


@pytest.mark.heavy
async def test_the_questions_show_the_timeline_once_it_is_read(tmp_path: Path, gate: Gate) -> None:
    async with at_the_desk(tmp_path, papers=long_case(tmp_path), size=LARGE) as chair:
        await begin(chair)
        await chair.press("enter", "done")
        assert chair.on == "Questions"
        assert STILL in chair.text()
        await opened(chair, gate)
        assert "Entry 1-0." in chair.text()
