"""The register's file: encrypted, synced, one writer; its views say what the fold says."""

from pathlib import Path

import pytest
from making import Room, in_room
from register_scenes import KEY, by_text, heard, on_disk

from panelroom.errors import BookBusy, BookError, NotWritten, Refused, WrongKey
from panelroom.register import shelf as registers
from panelroom.register.changes import Responded, ThemeLinked, ThemeMade, Updated
from panelroom.register.taking import taken
from panelroom.store import Book, PersonRow, RegisterFile

SECRET = b"w4711w"


def read_into(writer: registers.Writer, room: Room) -> None:
    change = taken(writer.register, room.meeting, room.book.rows())
    assert change is not None
    writer.do(change)


def test_every_commit_is_synced_and_nothing_is_readable_without_the_key(shelf: Path) -> None:
    path = shelf / "a.register"
    with on_disk(path) as writer:
        assert [writer.file._one(f"PRAGMA {p}") for p in ("journal_mode", "synchronous", "secure_delete")] == [
            "wal", 3, 1,
        ]  # fmt: skip
        writer.do(ThemeMade(id="t1", title=SECRET.decode()))
        files = b"".join(p.read_bytes() for p in shelf.iterdir())
    assert SECRET not in files and b"begun" not in files and b"SQLite format" not in files
    with pytest.raises(WrongKey):
        RegisterFile.open(path, KEY[::-1])


def test_a_change_is_there_when_it_was_acknowledged_and_not_when_it_was_refused(shelf: Path) -> None:
    path = shelf / "a.register"
    with on_disk(path) as writer:
        writer.do(ThemeMade(id="t1", title="Contact"))
        with pytest.raises(Refused):
            writer.do(Updated(of="r9", note="x"))
        with registers.reading(path, KEY) as reader:
            assert registers.read(reader) == writer.register
            assert len(reader.changes()) == 2
            with pytest.raises(NotWritten, match="The register cannot be written here"):
                reader.append(3, "{}")


def test_only_one_writes(shelf: Path) -> None:
    path = shelf / "a.register"
    with on_disk(path), pytest.raises(BookBusy, match="is open somewhere else"), on_disk(path):
        pass


def test_a_book_is_no_register_and_a_register_no_book(shelf: Path) -> None:
    with on_disk(shelf / "a.register"), in_room(shelf / "a.book"):
        pass
    with pytest.raises(BookError):
        RegisterFile.open(shelf / "a.book", KEY, write=False).changes()
    with pytest.raises(BookError):
        Book.open(shelf / "a.register", KEY, write=False).rows()


def test_a_register_of_a_newer_program_is_refused(shelf: Path) -> None:
    path = shelf / "a.register"
    with on_disk(path) as writer:
        writer.file._db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('panelroom register', 'm999', '')"
        )
    with pytest.raises(BookError, match="register was written by a newer panelroom"):
        RegisterFile.open(path, KEY)


def test_the_views_say_what_the_register_says(shelf: Path) -> None:
    with in_room(shelf / "a.book") as room, on_disk(shelf / "a.register") as writer:
        ids = heard(room)
        read_into(writer, room)
        item = by_text(writer.register, "Nobody called.")
        room.say("correct_minutes", entry=ids["learning"], reason="Misheard.", text="Nobody wrote.")
        read_into(writer, room)
        writer.do(Updated(of=item, stage="sent", on="2031-03-10"))
        writer.do(Responded(of=item, status="accepted", text="So.", on="2031-03-20"))
        writer.do(ThemeMade(id="t1", title="Contact"))
        writer.do(ThemeLinked(of="t1", item=item, side="supporting"))
        writer.do(ThemeLinked(of="t1", item=item, side="contrary"))
        views = {name: list(writer.file.view(name)) for name in VIEWS}
        held, entries = writer.register.every_item(), room.entries
    assert [(v["id"], v["panel_said"], v["sort"]) for v in views["items"]] == [
        (i.id, i.now.text, i.now.sort) for i in held
    ]
    assert [v["panel_said"] for v in views["versions"] if v["id"] == item] == [
        "Nobody called.",
        "Nobody wrote.",
    ]
    assert [(v["meeting"], v["entries"]) for v in views["meetings"]] == [("SYN/M/1", entries)]
    assert [(v["of"], v["status"], v["said"]) for v in views["responses"]] == [(item, "accepted", "So.")]
    assert [(v["item"], v["side"]) for v in views["themes"]] == [(item, "contrary")]
    assert [v["change"] for v in views["history"]][:3] == ["begun", "imported", "imported"]


VIEWS = ("history", "meetings", "versions", "items", "responses", "themes")


def test_somebody_who_is_removed_is_in_no_page(shelf: Path) -> None:
    from test_register_taking import bytes_of

    path = shelf / "a.register"
    with on_disk(path) as writer:
        for n in range(30):
            writer.file.put_person(
                PersonRow(f"m{n}", f"{SECRET.decode()} {n}", "member", True, None, None, {})
            )
            writer.file.put_training(f"m{n}", "bias", "2031-02-03")
        assert SECRET in bytes_of(path)
        assert writer.file.people()[0].training == {"bias": "2031-02-03"}
        for n in range(30):
            writer.file.remove_person(f"m{n}")
        assert writer.file.people() == []
        assert SECRET not in bytes_of(path)
        assert writer.file._one("SELECT count(*) FROM training") == 0
