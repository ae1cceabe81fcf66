"""A session: what was asked is recorded once, whatever the disk does, and the time never runs backwards."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from making import KEY, START, Room, act, in_room, make_book, shown_from_disk

from panelroom.errors import BookError, NotWritten, Refused
from panelroom.journal import Row, verify
from panelroom.session import Session, seal
from panelroom.store import Book

Rooms = Callable[..., Room]


def failing(book: Book, method: str, arrives: bool) -> None:
    """Let the next call of a method fail as a disk does: before the row is there, or after."""
    real = getattr(book, method)

    def fail(*args: Any) -> None:
        delattr(book, method)
        if arrives:
            real(*args)
        raise NotWritten("The disk did not take the entry: nothing was recorded.")

    setattr(book, method, fail)


ASKED = [
    ("park", {"text": "Wider."}),
    ("open_case", {"case": "SYN/0001/31"}),
    ("declare_interest", {"case": "2", "member": "m1"}),
]


@pytest.mark.parametrize("arrives", [False, True])
@pytest.mark.parametrize(("action", "fields"), ASKED)
def test_doing_again_what_the_disk_did_not_take_records_it_once(
    rooms: Rooms, action: str, fields: dict[str, Any], arrives: bool
) -> None:
    room = rooms()
    room.say("acknowledge_ground_rules")
    before = room.meeting
    failing(room.book, "append", arrives)
    with pytest.raises(NotWritten):
        room.say(action, **fields)
    assert room.meeting is before
    assert room.say(action, **fields).entry.id == "e3"
    assert [json.loads(r.body)["action"] for r in room.book.rows()][2:] == [action]
    assert shown_from_disk(room.book) == room.shown()


@pytest.mark.parametrize("arrives", [False, True])
def test_doing_something_else_after_a_failure_looks_first(rooms: Rooms, arrives: bool) -> None:
    room = rooms()
    failing(room.book, "append", arrives)
    with pytest.raises(NotWritten):
        room.say("park", text="One.")
    room.say("park", text="Two.")
    assert [p["text"] for p in room.shown()["parked"]] == (["One.", "Two."] if arrives else ["Two."])
    assert shown_from_disk(room.book) == room.shown()
    room.say("park", text="Two.")
    assert len(room.shown()["parked"]) == (3 if arrives else 2)


@pytest.mark.parametrize("method", ["strike", "forget"])
@pytest.mark.parametrize("arrives", [False, True])
def test_a_strike_the_disk_did_not_take_can_be_done_again(rooms: Rooms, method: str, arrives: bool) -> None:
    room = rooms()
    room.say("park", text="Jane Smith.")
    failing(room.book, method, arrives)
    with pytest.raises(NotWritten):
        room.say("strike_text", entry="e2", why="names_a_person")
    room.say("strike_text", entry="e2", why="names_a_person")
    assert room.entries == len(room.book.rows()) == 3
    assert verify(room.book.rows()).holds
    assert shown_from_disk(room.book) == room.shown()
    room.say("park", text="Next.")


def test_a_strike_whose_words_could_not_be_forgotten_is_finished_later(rooms: Rooms) -> None:
    room = rooms()
    room.say("park", text="Jane Smith.")
    failing(room.book, "forget", False)
    with pytest.raises(NotWritten):
        room.say("strike_text", entry="e2", why="names_a_person")
    forgotten = []
    room.book.forget = lambda: forgotten.append(True)  # type: ignore[method-assign]
    room.say("park", text="Next.")
    assert forgotten == [True]


def test_time_given_never_goes_backwards(rooms: Rooms) -> None:
    room = rooms()
    room.do(act("park", text="A"), at=START + timedelta(hours=2))
    with pytest.raises(Refused, match="never goes backwards"):
        room.do(act("park", text="B"), at=START + timedelta(hours=1))
    assert room.say("park", text="C").entry.at >= START + timedelta(hours=2)
    room.do(act("park", text="D"), at=room.meeting.last_at, happened_at=START)
    assert room.meeting.parked[-1].at == START


def test_a_laptop_whose_clock_stands_before_the_last_entry_goes_on_from_there(shelf: Path) -> None:
    with in_room(shelf / "a.book") as room:
        room.do(act("park", text="A"), at=START + timedelta(days=1))
    with in_room(shelf / "a.book") as room:
        late = START + timedelta(days=1)
        assert room.say("park", text="B").entry.at == late + timedelta(minutes=1)
        assert room.say("park", text="C").entry.at == late + timedelta(minutes=2)


def test_opening_again_changes_nothing(shelf: Path) -> None:
    with in_room(shelf / "a.book") as room:
        room.open_first()
        room.mark("ync")
        room.say("undo")
        shown, root = room.shown(), room.root
    with in_room(shelf / "a.book") as room:
        assert (room.shown(), room.root) == (shown, root)
        room.say("undo")
        assert "q3" not in room.case()["answers"]


def test_after_a_power_cut_the_clocks_stop_when_the_program_was_last_alive(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.say("start_reading", minutes=10)
    alive = room.meeting.last_at + timedelta(seconds=90)
    room.clock.advance(3600)
    assert room.recover(alive)
    reading = room.meeting.timing(1).reading
    assert (reading.state, reading.used) == ("paused", 90)
    assert room.meeting.timing(1).spent == 60 + 90
    assert room.meeting.state == "open"
    room.say("close_meeting") if room.meeting.open_case is None else room.say("resume_reading")


@pytest.mark.parametrize("alive", [None, START, START + timedelta(days=9)])
def test_recovery_never_goes_outside_what_can_be_true(rooms: Rooms, alive: Any) -> None:
    room = rooms()
    room.open_first()
    room.clock.advance(60)
    assert room.recover(alive)
    assert room.meeting.last_at <= room.now()


def test_there_is_nothing_to_recover_between_cases(rooms: Rooms) -> None:
    room = rooms()
    assert not room.recover(None)
    assert room.entries == 1


DAMAGE: list[Callable[[list[Row]], list[Row]]] = [
    lambda rows: rows[1:],
    lambda rows: [*rows[:1], *rows[2:]],
    lambda rows: [rows[0], Row(2, rows[1].leaf, rows[1].salt, b"{}"), rows[2]],
    lambda rows: [Row(1, rows[1].leaf, rows[1].salt, rows[1].body), *rows[1:]],
    lambda rows: [
        rows[0],
        Row(2, rows[1].leaf, rows[1].salt, rows[1].body.replace(b'"text"', b'"txt"')),
        rows[2],
    ],
    lambda rows: [Row(1, b"", b"", rows[0].body.replace(b'"questions"', b'"quest"')), *rows[1:]],
    lambda rows: [*rows, Row(4, b"", b"", b'{"v":1,"at":"2031-03-04T18:00:00+00:00","action":"undo"}')],
    lambda rows: [*rows, Row(4, b"", b"", b'{"v":1,"at":"2031-03-04T18:00:00+00:00","action":"close_case"}')],
    lambda rows: [
        *rows,
        Row(4, b"", b"", b'{"v":1,"at":"2031-03-04T18:00:00+00:00","action":"mark_present","member":"zz"}'),
    ],
    lambda rows: [
        *rows,
        Row(4, b"", b"", b'{"v":1,"at":"2031-03-04T18:00:00+00:00","action":"open_case","case":99}'),
    ],
]


@pytest.mark.parametrize("damage", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_journal_is_refused_in_one_sentence(
    shelf: Path, damage: Callable[[list[Row]], list[Row]]
) -> None:
    path = shelf / "a.book"
    with in_room(path) as room:
        room.say("park", text="A")
        room.say("park", text="B")
        rows = room.book.rows()
    worse = shelf / "b.book"
    Book.create(worse, KEY, damage(rows))
    book = Book.open(worse, KEY)
    with pytest.raises(BookError, match=r"Entry e\d of this book is (damaged|missing)"):
        Session(book)
    book.close()


def test_a_book_without_entries_is_refused(shelf: Path) -> None:
    Book.create(shelf / "a.book", KEY, [])
    book = Book.open(shelf / "a.book", KEY)
    with pytest.raises(BookError, match="empty"):
        Session(book)
    book.close()


def test_a_system_clock_serves_as_well(shelf: Path) -> None:
    make_book(shelf / "a.book")
    book = Book.open(shelf / "a.book", KEY)
    session = Session(book)
    first = session.do(act("park", text="A")).entry
    assert first.at >= START and first.seq == session.entries == 2
    assert seal(first).body == book.rows()[1].body
    book.close()
