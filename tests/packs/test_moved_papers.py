"""A pack that is not where it was: found beside the book, or named, and never any other than the meeting's own."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from packing import colleague, officer, sealed
from terminal import Terminal
from ui_driver import PASSPHRASE, SMALL, Chair, make_book, sample_opening

from panelroom import bookcase
from panelroom.cli import run
from panelroom.clock import SystemClock
from panelroom.desk import Desk, SealedPapers, remember_papers
from panelroom.errors import PanelroomError, Refused
from panelroom.keys import create_papers_key
from panelroom.keys.papers_key import papers_key_path
from panelroom.paper_source import Elsewhere, PackPapers, papers_for
from panelroom.ui.app import PanelroomApp

NAMES = ("april.prpack", "april.prpack.sig", "april.papers.age")


@dataclass
class Carried:
    """A book in one folder; the pack, its signature and its key on a stick."""

    book: Path
    stick: Path
    key: bytes
    recipient: str

    @property
    def pack(self) -> Path:
        return self.stick / "april.prpack"

    def to(self, folder: Path, *names: str) -> Path:
        """Carry these files, or all, into another folder."""
        folder.mkdir(exist_ok=True)
        for name in names or NAMES:
            (self.stick / name).rename(folder / name)
        return folder

    @property
    def known(self) -> SealedPapers:
        """Where the book says that the papers lie."""
        with bookcase.reading(self.book, self.key) as opened:
            found = Desk(opened).sealed_papers()
        assert found is not None
        return found

    @property
    def problem(self) -> str | None:
        """Why there are no papers, as the Chair is told; None where they are opened."""
        papers = papers_for(self.book, self.key, PASSPHRASE, SystemClock().wall())
        assert papers is not None
        with closing(papers):
            return papers.problem

    @contextmanager
    def named(self, pack: Path | None = None, key: Path | None = None) -> Iterator[PackPapers]:
        """Open the papers where somebody says they lie."""
        papers = papers_for(self.book, self.key, PASSPHRASE, SystemClock().wall(), Elsewhere(pack, key))
        assert isinstance(papers, PackPapers)
        with closing(papers):
            yield papers


@pytest.fixture
def carried(shelf: Path) -> Carried:
    stick, books = shelf / "stick", shelf / "books"
    stick.mkdir()
    books.mkdir()
    public = create_papers_key(stick, "april", PASSPHRASE, work_factor=10)
    made = sealed(stick / "april.prpack", recipients=public.recipients)
    key = make_book(books / "april.book", sample_opening(pack=made.sha256))
    where = SealedPapers(made.path, papers_key_path(stick, "april"), officer().public_signing_key)
    remember_papers(books / "april.book", key, where)
    return Carried(books / "april.book", stick, key, public.recipients[0])


def test_papers_are_read_where_they_were(carried: Carried) -> None:
    before = carried.known
    assert carried.problem is None and carried.known == before


def test_a_stick_in_another_place_is_named_once(carried: Carried, shelf: Path) -> None:
    there = carried.to(shelf / "other")
    with carried.named(there / "april.prpack") as papers:
        assert papers.pack.manifest.meeting == "SYN/M/1"
    assert carried.known.pack == there / "april.prpack" and carried.known.key == there / "april.papers.age"
    assert carried.problem is None


def test_pack_and_key_may_lie_apart(carried: Carried, shelf: Path) -> None:
    carried.to(shelf / "keys", "april.papers.age")
    there = carried.to(shelf / "other", "april.prpack", "april.prpack.sig")
    with pytest.raises(PanelroomError, match=r"\(april\.papers\.age\).*--papers-key FILE"):
        carried.named(there / "april.prpack").__enter__()
    with carried.named(there / "april.prpack", shelf / "keys" / "april.papers.age"):
        pass
    assert carried.problem is None


def test_what_lies_beside_the_book_is_found_and_remembered(carried: Carried) -> None:
    books = carried.to(carried.book.parent)
    assert carried.problem is None
    assert carried.known == replace(carried.known, pack=books / NAMES[0], key=books / NAMES[2])


def test_a_path_of_another_kind_of_computer_is_understood(carried: Carried) -> None:
    carried.to(carried.book.parent)
    noted = '{"pack": "E:\\\\panel\\\\april.prpack", "key": "E:\\\\april.papers.age", "packer": "%s"}'
    with bookcase.writing(carried.book, carried.key) as session:
        session.book.note("sealed papers", noted % officer().public_signing_key)
    assert carried.problem is None


def test_what_is_missing_is_named(carried: Carried, shelf: Path) -> None:
    before = carried.known
    carried.to(shelf / "away", "april.prpack", "april.prpack.sig")
    assert carried.problem is not None
    assert "The pack april.prpack is not where it was" in carried.problem and "--pack" in carried.problem
    assert "put the stick in" in carried.problem and "april.prpack.sig" in carried.problem
    carried.to(shelf / "away", "april.papers.age")
    assert "not here (april.papers.age), nor is the pack (april.prpack)" in carried.problem
    (shelf / "away" / "april.prpack").rename(carried.pack)
    (shelf / "away" / "april.prpack.sig").rename(carried.stick / "april.prpack.sig")
    assert "not here (april.papers.age): destroyed" in carried.problem and "nor is" not in carried.problem
    assert carried.known == before


def test_a_pack_without_its_signature_is_said(carried: Carried, shelf: Path) -> None:
    carried.to(carried.book.parent, "april.prpack")
    assert carried.problem is not None and "april.prpack.sig is not there" in carried.problem


@pytest.mark.parametrize(("packer", "says"), [(officer(), "not the one this"), (colleague(), "not pinned")])
def test_no_other_pack_is_opened_even_if_it_is_named(
    carried: Carried, shelf: Path, packer: object, says: str
) -> None:
    before = carried.known
    other = sealed(shelf / "may.prpack", recipients=[carried.recipient], packer=packer)
    with pytest.raises(PanelroomError, match=says):
        carried.named(other.path, before.key).__enter__()
    carried.to(shelf / "away", "april.prpack", "april.prpack.sig")
    for end in ("", ".sig"):
        (shelf / f"may.prpack{end}").rename(carried.book.parent / f"april.prpack{end}")
    assert carried.problem is not None and says in carried.problem
    assert carried.known == before


def test_a_meeting_without_sealed_papers_takes_no_pack(carried: Carried, shelf: Path) -> None:
    key = make_book(shelf / "plain.book")
    with pytest.raises(Refused, match="not made with a sealed pack"):
        papers_for(shelf / "plain.book", key, PASSPHRASE, SystemClock().wall(), Elsewhere(pack=carried.pack))
    assert papers_for(shelf / "plain.book", key, PASSPHRASE, SystemClock().wall()) is None


# ── as the Chair does it ─────────────────────────────────────────────────────────────────────────────────


async def test_at_the_door_the_chair_says_where_the_papers_are(carried: Carried, shelf: Path) -> None:
    there = carried.to(shelf / "other")
    app = PanelroomApp(shelf / "home", book=carried.book, clock=SystemClock())
    async with app.run_test(size=SMALL) as pilot:
        chair = Chair(app, pilot, None)  # type: ignore[arg-type]
        await chair.settle()
        assert "NAME.prpack" not in chair.text() and "F2 papers moved" in chair.text()
        await chair.press("f2")
        assert "NAME.prpack" in chair.text()
        await chair.enter(str(there / "nothing.prpack"))
        await chair.enter(str(there / "april.papers.age"))
        await chair.enter(PASSPHRASE)
        await until(chair, "The pack nothing.prpack is not where it was")
        await chair.press("shift+tab", "shift+tab", "end", *["backspace"] * len("nothing.prpack"))
        await chair.enter("april.prpack")
        await chair.press("enter")
        await chair.enter(PASSPHRASE)
        await until(chair, "Roll call")
        assert app.conductor is not None and app.conductor.papers_problem is None
    assert carried.known.pack == there / "april.prpack"


async def test_the_chair_is_asked_before_a_meeting_opens_without_its_papers(
    carried: Carried, shelf: Path
) -> None:
    carried.to(shelf / "away")
    app = PanelroomApp(shelf / "home", book=carried.book, clock=SystemClock())
    async with app.run_test(size=SMALL) as pilot:
        chair = Chair(app, pilot, None)  # type: ignore[arg-type]
        await chair.settle()
        await chair.enter(PASSPHRASE)
        await until(chair, "open without the papers")
        assert "(april.papers.age), nor is the pack (april.prpack)" in chair.flat()
        await chair.press("n")
        assert app.conductor is None and "NAME.prpack" in chair.text()
        await chair.press("tab", "tab")
        await chair.enter(PASSPHRASE)
        await until(chair, "open without the papers")
        await chair.press("y")
        await until(chair, "Roll call")


async def until(chair: Chair, words: str) -> None:
    """Wait until the screen shows these words."""
    for _ in range(400):
        if words in " ".join((await chair.painted()).split()):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never saw {words!r}:\n{chair.text()}")


@pytest.mark.heavy
def test_on_the_command_line_it_is_an_option(carried: Carried, shelf: Path) -> None:
    there = carried.to(shelf / "other")
    (shelf / "words.txt").write_text(PASSPHRASE + "\n")
    meet = [sys.executable, "-m", "panelroom", "--home", str(shelf / "home"), "meet", str(carried.book)]
    words = ["--passphrase-file", str(shelf / "words.txt")]
    with Terminal([*meet, *words, "--pack", str(there / "none.prpack")]) as terminal:
        assert terminal.wait_exit(60) == 1
        assert "The pack none.prpack is not where it was" in " ".join(terminal.screen_text().split())
    with Terminal([*meet, *words, "--pack", str(there / "april.prpack")]) as terminal:
        terminal.wait_for("Roll call", 60)
    with Terminal([*meet, "--pack", str(there / "april.prpack")]) as terminal:
        terminal.wait_for("april.prpack", 60)
        terminal.press(PASSPHRASE, "enter")
        terminal.wait_for("Roll call", 60)


def test_papers_are_a_pack_or_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(["meet", "april.book", "--pack", "april.prpack", "--cases", "april"])
    assert left.value.code == 2 and "not allowed with" in capsys.readouterr().err
