"""A secretary at the register, by keys alone, on the smallest screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import make_book
from making import PASSPHRASE, in_room
from register_scenes import heard
from ui_driver import LARGE, SMALL, WIDE, Chair, coloured, contrast

from panelroom.clock import ManualClock
from panelroom.register import shelf as registers
from panelroom.register.changes import ThemeMade
from panelroom.register.state import Item, Register
from panelroom.ui.app import PanelroomApp

# Each of these opens the whole program.
pytestmark = pytest.mark.heavy

ITEMS = {f"r{n}" for n in range(1, 8)}
OFFICE = "office words of its own"


class Office:
    """The program at Home, beside a register that has read a meeting."""

    def __init__(self, folder: Path, chair: Chair) -> None:
        self.path, self.chair = folder / "home" / registers.FILE, chair

    def register(self) -> Register:
        key = registers.register_key(self.path, OFFICE)
        with registers.reading(self.path, key) as file:
            return registers.read(file)

    def item(self, name: str) -> Item:
        return self.register().items[name]

    async def open(self, secret: str = OFFICE) -> None:
        await self.chair.press("r")
        await self.chair.enter(secret)
        await self.done()

    async def said(self, words: str) -> None:
        """Wait until the screen says so."""
        for _ in range(1000):
            if words in self.chair.flat():
                return
            await self.chair.pilot.pause(0.02)
        raise AssertionError(self.chair.text())

    async def done(self) -> None:
        """Wait for what takes a moment."""
        for _ in range(1000):
            if self.chair.on != "Working":
                break
            await self.chair.pilot.pause(0.02)
        await self.chair.painted()


def says(chair: Chair, words: str) -> bool:
    """Whether the screen says so, wherever its lines break: a path breaks anywhere."""
    return "".join(words.split()) in "".join(chair.flat().split())


@asynccontextmanager
async def at_home(folder: Path, size: tuple[int, int] = SMALL) -> AsyncIterator[Office]:
    (folder / "home").mkdir()
    clock = ManualClock(datetime(2031, 4, 10, 9, 0, tzinfo=UTC))
    key = registers.new_register(folder / "home" / registers.FILE, OFFICE, clock=clock, work_factor=4)
    with (
        in_room(folder / "a.book") as room,
        registers.writing(folder / "home" / registers.FILE, key, clock) as writer,
    ):
        heard(room)
        writer.take(room.meeting, room.book.rows())
        writer.do(ThemeMade(id="t1", title="Contact"))
    app = PanelroomApp(folder / "home", clock=clock)
    async with app.run_test(size=size) as pilot:
        chair = Chair(app, pilot, clock)
        await chair.settle()
        yield Office(folder, chair)


async def test_an_item_by_keys_alone_from_home_to_the_panels_reply(shelf: Path) -> None:
    async with at_home(shelf) as office:
        chair = office.chair
        await office.open()
        assert chair.on == "RegisterDesk", chair.text()
        assert "> r1" in chair.text() and "7 items open, 5 overdue" in chair.text()
        await chair.press("down")
        assert "Panel: Nobody called." in chair.flat() and "9 late" in chair.text()
        await chair.press("s", "enter", "enter", "2")
        assert (office.item("r2").stage, office.item("r2").reached["sent"]) == ("sent", "2031-04-10")
        await chair.press("a")
        await chair.enter("The log says otherwise.")
        await chair.enter("4")
        await chair.press("enter", "5")
        assert office.item("r2").responses[0].page == 4
        assert "Force, fact disputed: The log says otherwise. (page 4)" in chair.flat()
        await chair.press("p")
        await chair.enter("It was not in our papers.")
        await chair.press("enter")
        assert office.item("r2").replies[0].text == "It was not in our papers."
        await chair.press("t", "down", "enter")
        assert office.register().themes["t1"].items("contrary") == ("r2",)
        assert "Theme: Contact, speaks against it" in chair.flat()
        await chair.press("enter")
        assert "panel: The panel replied" in chair.flat(), chair.text()


async def test_a_refusal_comes_back_with_what_was_typed(shelf: Path) -> None:
    async with at_home(shelf) as office:
        chair = office.chair
        await office.open()
        await chair.press("s", "enter", "enter", "6")
        assert "was not relayed to both officer and supervisor" in chair.flat()
        assert office.item("r1").stage == "raised"
        await chair.press("tab")
        await chair.enter("The officer has left.")
        await chair.press("6")
        assert office.item("r1").stage == "closed", chair.text()
        assert "6 items open" in chair.text() and "> r2" in chair.text()


async def test_an_answer_before_the_relays_is_led_on_to_a_closed_item(shelf: Path) -> None:
    async with at_home(shelf) as office:
        chair = office.chair
        await office.open()
        await chair.press("down", "a")
        await chair.enter("We agree.")
        await chair.press("enter", "enter", "1")
        assert "It is not relayed to the officer and the supervisor yet: s records the day" in chair.flat()
        await chair.press("s", "enter", "enter", "6")
        assert "Record the day of 'Relayed to officer' and 'Relayed to supervisor' first" in chair.flat()
        await chair.press("escape", "s")
        assert "Relayed to officer, day not recorded" in chair.flat()
        await chair.press("enter", "enter", "3")
        assert "'Relayed to officer' on 10 April 2031 is recorded; it stays at 'Answered'." in chair.flat()
        assert "Not relayed yet to the supervisor" in chair.flat()
        await chair.press("s", "enter", "enter", "4", "s", "enter", "enter", "6")
        assert office.item("r2").stage == "closed" and len(office.item("r2").responses) == 1
        assert "r2 is at 'Closed', 10 April 2031." in chair.flat()


async def test_a_day_that_is_none_is_refused_in_plain_words(shelf: Path) -> None:
    async with at_home(shelf) as office:
        chair = office.chair
        await office.open()
        await chair.press("s")
        await chair.enter("10 April")
        await chair.press("enter", "2")
        assert "the day: write the day as 2026-05-08" in chair.flat()
        assert office.item("r1").stage == "raised"


async def test_an_office_worker_sees_the_sort_and_the_keys_without_help(shelf: Path) -> None:
    async with at_home(shelf) as office:
        chair = office.chair
        await office.open()
        for words in (
            "Feedback: learning",
            "Organisational learning",
            "Query to the force",
            "Recommendation",
        ):
            assert any(row[:9].strip(" >") in ITEMS and words in row for row in chair.text().splitlines()), (
                words
            )
        for words in (
            "o owner",
            "w since last meeting",
            "t theme",
            "n new theme",
            "d documents",
            "i read a record",
        ):
            assert words in chair.flat()
        await chair.press("f", "f")
        assert "No item is disputed. f shows the next kind." in chair.flat()


async def test_owner_due_day_filter_and_what_opens_a_meeting(shelf: Path) -> None:
    async with at_home(shelf) as office:
        chair = office.chair
        await office.open()
        await chair.press("o")
        await chair.enter("hate crime lead")
        await chair.enter("2031-05-01")
        assert (office.item("r1").owner, office.item("r1").due) == ("hate crime lead", "2031-05-01")
        await chair.press("f")
        assert "5 items overdue" in chair.text()
        await chair.press("p")
        assert "has not answered r2 yet: a records its answer" in chair.flat()
        await chair.press("w")
        assert "Since 4 March 2031" in chair.flat() and "5 items overdue" in chair.flat()
        await chair.press("escape", "f", "f", "f", "f")
        assert "7 items open" in chair.text()
        await chair.press("q")
        assert chair.on == "Home"


@pytest.mark.parametrize("size", [SMALL, WIDE, LARGE])
async def test_nothing_is_cut_off_and_everything_can_be_read(shelf: Path, size: tuple[int, int]) -> None:
    async with at_home(shelf, size) as office:
        chair = office.chair
        await office.open()
        for keys in ((), ("s",), ("a",), ("o",), ("t",), ("w",), ("enter",), ("f1",)):
            await chair.press(*keys)
            await chair.painted()
            assert "…" not in chair.text(), chair.text()
            assert (
                min(contrast(front, back) for text, front, back in coloured(chair.strips()) if text.isalnum())
                >= 7
            )
            if keys:
                await chair.press("escape")
        assert chair.on == "RegisterDesk" and "F1 help" in chair.bottom()


async def test_another_pass_phrase_opens_nothing(shelf: Path) -> None:
    async with at_home(shelf) as office:
        await office.open("other words")
        assert office.chair.on == "Sheet" and "does not open" in office.chair.flat()


async def test_a_first_register_from_an_empty_folder_to_its_documents(shelf: Path) -> None:
    book = make_book(shelf)
    app = PanelroomApp(shelf / "home", clock=ManualClock(datetime(2031, 4, 10, tzinfo=UTC)))
    async with app.run_test(size=SMALL) as pilot:
        chair = Chair(app, pilot, app.clock)  # type: ignore[arg-type]
        office = Office(shelf, chair)
        await chair.settle()
        await chair.press("r")
        await chair.enter(OFFICE)
        await chair.enter("other words")
        assert "The two pass-phrases differ" in chair.flat() and not office.path.exists()
        await chair.enter(OFFICE)
        await chair.enter(OFFICE)
        await office.done()
        assert chair.on == "RegisterDesk" and "Press i to read the record" in chair.flat(), chair.text()
        assert says(chair, f"Made the register: {office.path}.")
        await chair.press("s")
        assert chair.flat().count("The register is empty. Press i") == 2
        await chair.press("i")
        await chair.enter(str(book))
        await chair.enter(PASSPHRASE)
        await office.done()
        assert "Read: 20 items new or changed." in chair.flat()
        await chair.press("n")
        await chair.enter("Ring 07700 900123")
        assert "may not be published" in chair.flat()
        await chair.type(" ")
        await chair.press("escape", "n")
        await chair.enter("Cover on rest days")
        assert [t.title for t in office.register().every_theme()] == ["Cover on rest days"]
        assert "The theme 'Cover on rest days' is in the register." in chair.flat()
        await chair.press("d")
        await chair.enter(str(shelf / "out"))
        await office.done()
        assert says(chair, f"Written to {shelf / 'out'}: register.xlsx, responses.pdf, chaser.pdf.")
        assert sorted(p.name for p in (shelf / "out").iterdir()) == [
            "chaser.pdf",
            "register.xlsx",
            "responses.pdf",
        ]
        (shelf / "out" / "register.xlsx").unlink()
        (shelf / "out" / "responses.pdf").unlink()
        mine = shelf / "out" / "chaser.pdf"
        mine.write_bytes(b"notes")
        await chair.press("d")
        await chair.enter(str(shelf / "out"))
        await office.said("chaser.pdf is there already and was left as it is")
        assert chair.on == "Sheet"
        assert [path.name for path in (shelf / "out").iterdir()] == ["chaser.pdf"]
        assert mine.read_bytes() == b"notes"
