"""Destroying papers that were moved: what is found is destroyed wherever it lies, and nothing more is certified."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from packing import colleague, officer, sealed
from ui_driver import PASSPHRASE, make_book, sample_opening

from panelroom import bookcase
from panelroom.clock import SystemClock
from panelroom.desk import SealedPapers, remember_papers
from panelroom.destroying import destroy, papers_of_book
from panelroom.errors import BadFile, PanelroomError
from panelroom.keys import create_papers_key
from panelroom.keys.papers_key import papers_key_path
from panelroom.paper_source import Elsewhere, papers_for

PACK, SIGNATURE, KEY = "april.prpack", "april.prpack.sig", "april.papers.age"


@dataclass
class Evening:
    """A book in one folder; pack, signature and key in another, where the book knows them."""

    books: Path
    stick: Path

    @property
    def book(self) -> Path:
        return self.books / "april.book"

    def certified(self) -> dict[str, object]:
        """Destroy the papers; return what the certificate says."""
        papers = papers_of_book(self.book, PASSPHRASE)
        now = datetime(2031, 3, 5, 9, 12, tzinfo=UTC)
        _, twin = destroy(papers, back=0, reason="A test", by="B", now=now, folder=self.books)
        said: dict[str, object] = json.loads(twin.read_text())
        return said

    def left(self) -> set[str]:
        """The names of what is left of the papers."""
        return {path.name for path in (*self.books.iterdir(), *self.stick.iterdir())} & {PACK, SIGNATURE, KEY}


@pytest.fixture
def evening(shelf: Path) -> Evening:
    made = Evening(shelf / "books", shelf / "stick")
    made.books.mkdir()
    made.stick.mkdir()
    public = create_papers_key(made.stick, "april", PASSPHRASE, work_factor=10)
    pack = sealed(made.stick / PACK, recipients=public.recipients)
    key = make_book(made.book, sample_opening(pack=pack.sha256))
    where = SealedPapers(pack.path, papers_key_path(made.stick, "april"), officer().public_signing_key)
    remember_papers(made.book, key, where)
    return made


def test_what_was_moved_beside_the_book_is_destroyed_there(evening: Evening) -> None:
    for name in (PACK, SIGNATURE, KEY):
        (evening.stick / name).rename(evening.books / name)
    said = evening.certified()
    assert not evening.left()
    assert said["pack"]["name"] == PACK  # type: ignore[index]


def test_the_key_beside_a_moved_pack_is_destroyed(evening: Evening) -> None:
    (evening.stick / KEY).rename(evening.books / KEY)
    evening.certified()
    assert not evening.left()


def test_every_copy_a_meeting_would_find_goes_and_is_named(evening: Evening) -> None:
    shutil.copy(evening.stick / KEY, evening.books / KEY)
    gone = evening.certified()["gone"]
    assert not evening.left()
    assert f"A copy of the key in another folder ({KEY})" in gone  # type: ignore[operator]


def test_where_no_key_is_nothing_is_certified_and_nobody_says_that_it_is_gone(evening: Evening) -> None:
    (evening.stick / KEY).rename(evening.stick / "elsewhere.age")
    with pytest.raises(BadFile, match="Nothing was destroyed, and it may still exist elsewhere"):
        papers_of_book(evening.book, PASSPHRASE)
    assert evening.left() == {PACK, SIGNATURE}


@pytest.mark.parametrize("secret", ["another six plain words for tests", PASSPHRASE])
def test_another_key_of_that_name_is_left_alone(evening: Evening, shelf: Path, secret: str) -> None:
    """Where only the name is right, neither the pass-phrase nor, with the same one, the pack is opened by it."""
    (evening.stick / KEY).unlink()
    (shelf / "other").mkdir()
    create_papers_key(shelf / "other", "april", secret, work_factor=10)
    (shelf / "other" / KEY).rename(evening.books / KEY)
    before = (evening.books / KEY).read_bytes()
    with pytest.raises(BadFile, match="it may still exist elsewhere"):
        papers_of_book(evening.book, PASSPHRASE)
    assert (evening.books / KEY).read_bytes() == before


def test_another_pack_of_that_name_is_left_alone(evening: Evening, shelf: Path) -> None:
    other = sealed(shelf / PACK)
    (shelf / PACK).rename(evening.books / PACK)
    (evening.stick / PACK).unlink()
    said = evening.certified()
    assert said.get("pack") is None
    assert hashlib.sha256((evening.books / PACK).read_bytes()).hexdigest() == other.sha256


def test_a_pack_of_another_officer_is_told_as_that(evening: Evening, shelf: Path) -> None:
    """Not as a signer to be pinned: pinning does not open this meeting to their pack."""
    sealed(shelf / "may.prpack", packer=colleague())
    with pytest.raises(PanelroomError, match="made with another officer's pack") as refused:
        papers_for(
            evening.book, bookcase.book_key(evening.book, PASSPHRASE), PASSPHRASE, SystemClock().wall(),
            Elsewhere(pack=shelf / "may.prpack", key=evening.stick / KEY),
        )  # fmt: skip
    assert "keys trust" not in str(refused.value)
