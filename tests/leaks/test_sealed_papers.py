"""Papers read out of a sealed pack are on the screen and nowhere else; once destroyed, only the record is left."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from evening import Evening, assert_nothing_left, begin, leave, press, settle, walk
from test_no_network import foreign_calls, needs_strace, traced, whole_evening

from panelroom.casework import work
from panelroom.casework.approval import approve
from panelroom.casework.building import Plan, build_pack
from panelroom.casework.case import CaseFolder, read_folder
from panelroom.clock import SystemClock
from panelroom.desk import SealedPapers, remember_papers
from panelroom.keys import Person, create_papers_key, create_person
from panelroom.keys.papers_key import papers_key_path
from panelroom.opening import make_meeting
from panelroom.packs.signers import Signer, Signers
from panelroom.paper_source import open_papers

MEETING = "april"
WEAK = 10
"""log2 of the scrypt cost of keys that guard nothing."""

heavy = pytest.mark.heavy


@pytest.fixture
def sealed(evening: Evening, tmp_path: Path) -> Evening:
    """An evening whose book reads the hostile cases out of a sealed pack; no copy of them lies in its place."""
    books = evening.book.parent
    for made_from_folder in books.iterdir():
        made_from_folder.unlink()
    secret = evening.words.read_text().strip()
    office = tmp_path / "office"
    office.mkdir()
    officer = create_person(office, "Ada", secret, work_factor=WEAK)
    second = create_person(office, "Second", secret, work_factor=WEAK)
    public = create_papers_key(books, MEETING, secret, work_factor=WEAK)
    shutil.copytree(evening.inputs / "cases", office / "cases")
    cases = [_approved(folder, second) for folder in sorted((office / "cases").iterdir())]
    pack = books / f"{MEETING}.prpack"
    build_pack(pack, cases, Plan(MEETING), public.recipients, officer)
    _make_book(
        evening, secret, SealedPapers(pack, papers_key_path(books, MEETING), officer.public_signing_key)
    )
    return evening


def _approved(folder: Path, second: Person) -> CaseFolder:
    now = SystemClock().wall()
    case = read_folder(folder)
    for found in case.refusing:
        case = work.waive(case, found.key, "A. Officer", "Invented", now)
    return work.add_approval(case, approve(case, second, now))


def _make_book(evening: Evening, secret: str, papers: SealedPapers) -> None:
    packer = Signers((Signer("Ada", papers.packer),))
    opened = open_papers(papers.pack, papers.key, secret, packer, SystemClock().wall())
    try:
        key = make_meeting(
            evening.book, secret, question_set="leicestershire-appendix-a", cases=opened.every_case(),
            pack=opened.pack.sha256, roster=evening.inputs / "panel.toml", ref=MEETING, date="2031-03-04", quorum=2,
        )  # fmt: skip
    finally:
        opened.close()
    remember_papers(evening.book, key, papers)


@pytest.mark.heavy
def test_the_papers_are_painted_and_lie_nowhere_in_clear(sealed: Evening) -> None:
    assert sealed.found_on_disk() == []
    with sealed.meet() as terminal:
        begin(terminal)
        assert sealed.markers.case in terminal.screen_text()
        assert terminal.modes & {1049} and sealed.found_on_disk() == []
        press(terminal, "/", sealed.markers.case, "enter", see="Place 1 of")
        assert leave(terminal) == 0
        assert sealed.markers.case.encode() in terminal.alternate_bytes()
        assert_nothing_left(terminal, sealed)
    assert {"april.book", "april.prpack", "april.prpack.sig", "april.papers.age"} <= _names(sealed)


def _names(evening: Evening) -> set[str]:
    return {file.name for file in evening.book.parent.iterdir()}


@heavy
def test_no_screen_of_a_whole_evening_leaves_them_anywhere(sealed: Evening) -> None:
    with sealed.meet() as terminal:
        seen = walk(terminal, sealed)
        assert all(sealed.markers.case in seen[name] for name in ("page 1", "page 2", "timeline"))
        assert sealed.found_on_disk() == []
        assert leave(terminal) == 0
        assert_nothing_left(terminal, sealed)


@pytest.mark.heavy
def test_papers_that_leak_would_be_found(sealed: Evening, write_program: Callable[[str], list[str]]) -> None:
    note = sealed.place / "tmp" / "unpacked.json"
    change = f"""
import os, pathlib
from panelroom.packs.opening import Pack
before = Pack.read
def leaking(self, name):
    data = before(self, name)
    if name.startswith("cases/01"):
        pathlib.Path({str(note)!r}).write_bytes(data)
        os.write(1, b"\x1b[?1049l" + data[:2000] + b"\x1b[?1049h")
    return data
Pack.read = leaking
"""
    with sealed.meet(program=write_program(change)) as terminal:
        press(terminal, *["space"] * 4, "g", "y", "enter")
        settle(terminal)
        assert sealed.markers.case.encode() in terminal.outside_alternate()
        assert sealed.found_on_disk() == [f"{sealed.markers.case} in {note}"]


@heavy
@needs_strace
def test_reading_a_pack_speaks_to_nobody(sealed: Evening, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    whole_evening(sealed, traced(log))
    assert "socketpair" in log.read_text()
    assert foreign_calls(log) == []


@heavy
def test_once_the_papers_are_destroyed_the_record_opens_without_them(sealed: Evening) -> None:
    words = ("--passphrase-file", str(sealed.words))
    with sealed.meet() as terminal:
        begin(terminal)
        assert leave(terminal) == 0
    before = _shown(sealed)
    sealed.command("destroy", str(sealed.book), "--papers-in", "0", "--reason", "A test", *words)
    assert not _names(sealed) & {"april.prpack", "april.prpack.sig", "april.papers.age"}
    assert _shown(sealed) == before
    sealed.command("verify", str(sealed.book), *words)
    with sealed.terminal("meet", str(sealed.book), *words) as terminal:
        terminal.wait_for("The key to the papers is not here", timeout=60)
        press(terminal, "enter", see="Question 1 of")
        assert leave(terminal) == 0
        assert sealed.markers.case.encode() not in terminal.raw
        assert_nothing_left(terminal, sealed)


def _shown(evening: Evening) -> object:
    run = evening.command("show", str(evening.book), "--json", "--passphrase-file", str(evening.words))
    return json.loads(run.stdout)
