"""Books on the shelf: vault first, one writer, no half-made book."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from making import PASSPHRASE, START, opening, question_set

from panelroom import bookcase
from panelroom.bookcase import book_key, new_book, place_book, reading, vault_of, writing
from panelroom.errors import BadFile, BookBusy, NotWritten, PanelroomError, Refused, WrongKey
from panelroom.store import Book


def make(path: Path) -> bytes:
    new_book(path, PASSPHRASE, opening(), question_set(), at=START, work_factor=10)
    return book_key(path, PASSPHRASE)


def test_a_new_book_opens_with_its_pass_phrase_and_no_other(shelf: Path) -> None:
    key = make(shelf / "a.book")
    assert sorted(p.name for p in shelf.iterdir()) == ["a.book", "a.book.vault.age"]
    with writing(shelf / "a.book", key) as session:
        assert session.entries == 1
    with pytest.raises(WrongKey):
        book_key(shelf / "a.book", PASSPHRASE + " ")


def test_two_books_under_one_pass_phrase_have_different_keys(shelf: Path) -> None:
    assert make(shelf / "a.book") != make(shelf / "b.book")


@pytest.mark.skipif(os.name == "nt", reason="file modes are not Windows's")
def test_the_vault_is_for_its_owner_only(shelf: Path) -> None:
    make(shelf / "a.book")
    assert stat.S_IMODE(vault_of(shelf / "a.book").stat().st_mode) == 0o600


@pytest.mark.parametrize("there", ["a.book", "a.book.vault.age"])
def test_nothing_that_is_there_is_overwritten(shelf: Path, there: str) -> None:
    (shelf / there).write_bytes(b"mine")
    with pytest.raises(Refused):
        make(shelf / "a.book")
    assert [p.name for p in shelf.iterdir()] == [there]
    assert (shelf / there).read_bytes() == b"mine"


def test_a_missing_folder_is_named(shelf: Path) -> None:
    with pytest.raises(BadFile, match=r"folder of a\.book does not exist"):
        make(shelf / "none" / "a.book")


def test_a_missing_book_or_vault_is_named(shelf: Path) -> None:
    with pytest.raises(BadFile, match=r"no meeting book a\.book"):
        book_key(shelf / "a.book", PASSPHRASE)
    make(shelf / "a.book")
    vault_of(shelf / "a.book").unlink()
    with pytest.raises(BadFile):
        book_key(shelf / "a.book", PASSPHRASE)


def test_no_half_made_book_is_left(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bookcase, "_sync", full)
    with pytest.raises(NotWritten, match="No space left on device"):
        make(shelf / "a.book")
    assert list(shelf.iterdir()) == []


def test_what_a_crash_left_beside_does_not_stand_in_the_way(shelf: Path) -> None:
    (shelf / "a.book.new").write_bytes(b"half")
    make(shelf / "a.book")
    assert not (shelf / "a.book.new").exists()


def test_a_second_writer_is_refused_and_a_reader_is_not(shelf: Path) -> None:
    path = shelf / "a.book"
    key = make(path)
    with writing(path, key) as session:
        with pytest.raises(BookBusy, match="open somewhere else"), writing(path, key):
            pass
        assert "open somewhere else" in elsewhere(path, key)
        with reading(path, key) as book:
            assert len(book.rows()) == session.entries
    with writing(path, key) as session:
        assert session.entries == 1


def elsewhere(path: Path, key: bytes) -> str:
    """What another process is told when it would write."""
    script = (
        "from pathlib import Path; from panelroom.bookcase import writing; from panelroom.errors import BookBusy\n"
        f"try:\n    with writing(Path({str(path)!r}), bytes.fromhex({key.hex()!r})): print('in')\n"
        "except BookBusy as busy: print(busy)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_lock_goes_with_a_session_that_fails(shelf: Path) -> None:
    path = shelf / "a.book"
    key = make(path)
    with pytest.raises(RuntimeError), writing(path, key):
        raise RuntimeError
    with pytest.raises(WrongKey), writing(path, bytes(32)):
        pass
    with writing(path, key) as session:
        assert session.entries == 1


def test_a_book_is_placed_with_all_its_rows(shelf: Path) -> None:
    make(shelf / "a.book")
    with reading(shelf / "a.book", book_key(shelf / "a.book", PASSPHRASE)) as book:
        rows = book.rows()
    place_book(shelf / "b.book", b"k" * 32, PASSPHRASE, rows, 10)
    assert Book.open(shelf / "b.book", b"k" * 32, write=False).rows() == rows


def test_an_empty_pass_phrase_makes_nothing(shelf: Path) -> None:
    with pytest.raises(PanelroomError):
        new_book(shelf / "a.book", "", opening(), question_set(), at=START, work_factor=10)
    assert list(shelf.iterdir()) == []
