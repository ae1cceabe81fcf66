"""The book: encrypted, synced, striking words for good, and plain about what it cannot do."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from making import KEY, Room, act, everything_in, in_room, make_book

from panelroom.errors import BookBusy, BookError, NotWritten, WrongKey
from panelroom.journal import verify
from panelroom.store import Book
from panelroom.store.cipher import explain

Rooms = Callable[..., Room]
SECRET = b"w4711w"


def test_nothing_of_a_book_is_readable_without_its_key(shelf: Path) -> None:
    with in_room(shelf / "a.book") as room:
        room.say("park", text=SECRET.decode())
        files = b"".join(p.read_bytes() for p in shelf.iterdir())
        assert SECRET not in files and b"open_meeting" not in files and b"SQLite format" not in files
        assert SECRET in everything_in(shelf / "a.book")


@pytest.mark.parametrize("key", [bytes(32), KEY[::-1]])
def test_another_key_opens_nothing_and_prints_nothing(
    shelf: Path, key: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    make_book(shelf / "a.book")
    for write in (True, False):
        with pytest.raises(WrongKey, match="nothing was changed"):
            Book.open(shelf / "a.book", key, write=write)
    assert capfd.readouterr() == ("", "")


def test_a_missing_book_is_not_made(shelf: Path) -> None:
    with pytest.raises(BookError, match="There is no meeting book"):
        Book.open(shelf / "a.book", KEY)
    assert list(shelf.iterdir()) == []


@pytest.mark.parametrize("write", [True, False])
def test_an_empty_file_is_no_book_and_stays_as_it_is(shelf: Path, write: bool) -> None:
    path = shelf / "cut-off.book"
    path.touch()
    with pytest.raises(BookError, match=r"cut-off\.book is an empty file.*nothing was changed"):
        Book.open(path, KEY, write=write)
    assert path.read_bytes() == b""
    assert [p.name for p in shelf.iterdir() if p.name.startswith("cut-off")] == ["cut-off.book"]


@pytest.mark.parametrize("place", [5000, 30])
def test_a_flipped_bit_is_noticed(shelf: Path, place: int) -> None:
    path = shelf / "a.book"
    make_book(path)
    whole = bytearray(path.read_bytes())
    whole[place] ^= 1
    path.write_bytes(whole)
    with pytest.raises((WrongKey, BookError)):
        Book.open(path, KEY).rows()


def test_every_commit_is_synced(rooms: Rooms) -> None:
    book = rooms().book
    assert book._one("PRAGMA journal_mode") == "wal"
    assert book._one("PRAGMA synchronous") == 3
    assert book._one("PRAGMA secure_delete") == 1
    assert book._one("PRAGMA temp_store") == 2


def test_a_place_that_cannot_keep_a_log_is_refused(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_book(shelf / "a.book")
    real = Book._one
    monkeypatch.setattr(Book, "_one", lambda self, sql: "delete" if "WAL" in sql else real(self, sql))
    with pytest.raises(BookError, match="move the book to a local disk"):
        Book.open(shelf / "a.book", KEY)


def test_a_struck_sentence_is_in_no_page_of_the_book(shelf: Path) -> None:
    path = shelf / "a.book"
    with in_room(path) as room:
        for n in range(40):
            room.say("park", text=f"{SECRET.decode()} and more {n} " * 30)
        room.book.note("draft", SECRET.decode())
        assert everything_in(path).count(SECRET) > 40
        room.book.note("draft", None)
        for n in range(40):
            room.say("strike_text", entry=f"e{n + 2}", why="names_a_person")
        assert SECRET not in everything_in(path)
        assert verify(room.book.rows()).struck == 40
    assert SECRET not in everything_in(path)


def test_rows_after_gives_the_rest(rooms: Rooms) -> None:
    room = rooms()
    for n in range(3):
        room.say("park", text=str(n))
    assert [r.seq for r in room.book.rows_after(2)] == [3, 4]
    assert room.book.rows_after(4) == []


def test_the_same_place_is_not_written_twice(rooms: Rooms) -> None:
    room = rooms()
    with pytest.raises(NotWritten):
        room.book.append(room.book.rows()[0])
    assert len(room.book.rows()) == 1


def test_the_desk_remembers_and_forgets(shelf: Path) -> None:
    with in_room(shelf / "a.book") as room:
        assert room.book.noted("place") is None
        room.book.note("place", "here")
        room.book.note("place", "there")
        assert room.book.noted("place") == "there"
    with in_room(shelf / "a.book") as room:
        assert room.book.noted("place") == "there"
        room.book.note("place", None)
        assert room.book.noted("place") is None
        assert room.entries == 1


def test_a_reader_sees_each_commit_and_never_holds_the_writer_up(shelf: Path) -> None:
    with in_room(shelf / "a.book") as room:
        reader = Book.open(shelf / "a.book", KEY, write=False)
        seen = reader.data_version()
        for n in range(20):
            room.say("park", text=str(n))
            assert reader.data_version() != seen
            seen = reader.data_version()
            assert len(reader.rows()) == room.entries
        reader.close()


def test_a_reader_cannot_write(shelf: Path) -> None:
    make_book(shelf / "a.book")
    reader = Book.open(shelf / "a.book", KEY, write=False)
    with pytest.raises(NotWritten, match="cannot be written here"):
        reader.note("place", "x")
    reader.close()


def test_closing_says_whether_somebody_still_reads(shelf: Path) -> None:
    make_book(shelf / "a.book")
    book = Book.open(shelf / "a.book", KEY)
    assert book.close()
    assert not (shelf / "a.book-wal").exists()


def test_a_copy_is_a_whole_book_under_the_same_key(rooms: Rooms, shelf: Path) -> None:
    room = rooms()
    room.say("park", text="A")
    room.book.copy_to(shelf / "copy.book")
    with in_room(shelf / "copy.book") as copy:
        assert copy.root == room.root
    assert b"SQLite format" not in (shelf / "copy.book").read_bytes()


def test_a_book_is_not_made_over_another(shelf: Path) -> None:
    make_book(shelf / "a.book")
    whole = (shelf / "a.book").read_bytes()
    with pytest.raises(BookError, match=r"already a file a\.book: nothing was changed"):
        make_book(shelf / "a.book")
    assert (shelf / "a.book").read_bytes() == whole


def test_an_unknown_migration_is_refused_by_writer_and_reader(shelf: Path) -> None:
    path = shelf / "a.book"
    make_book(path)
    book = Book.open(path, KEY)
    book._db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('panelroom book', 'm999', '')"
    )
    book.close()
    for write in (True, False):
        with pytest.raises(BookError, match="newer panelroom: update panelroom"):
            Book.open(path, KEY, write=write)


def test_a_second_process_is_told_the_book_is_busy(shelf: Path) -> None:
    path = shelf / "a.book"
    with in_room(path) as room:
        room.book._db.execute("BEGIN IMMEDIATE")
        script = (
            "from pathlib import Path; from panelroom.store import Book; from panelroom.errors import BookBusy\n"
            f"book = Book.open(Path({str(path)!r}), bytes(range(32)))\n"
            "book._db.execute('PRAGMA busy_timeout=50')\n"
            "try:\n    book.note('a', 'b')\nexcept BookBusy as busy:\n    print(busy)\n"
        )
        said = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout
        room.book._db.execute("ROLLBACK")
    assert "Another program holds this book: nothing was recorded" in said


@pytest.mark.parametrize(
    ("said", "kind", "says"),
    [
        ("database or disk is full", NotWritten, "The disk is full"),
        ("database is locked", BookBusy, "Another program holds this book"),
        ("attempt to write a readonly database", NotWritten, "permissions"),
        ("disk I/O error", NotWritten, "The disk did not take the entry"),
    ],
)
def test_what_the_driver_says_becomes_a_plain_sentence(said: str, kind: type[Exception], says: str) -> None:
    error = explain(Exception(said))
    assert type(error) is kind
    assert says in str(error) and "nothing was recorded" in str(error)


def test_a_key_of_another_length_is_a_mistake_of_the_program(shelf: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Book.create(shelf / "a.book", b"short", [])
    assert act("undo").action == "undo"
