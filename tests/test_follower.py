from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from making import KEY, START
from room_meetings import ShownMeeting, shown_meeting

from panelroom.clock import ManualClock
from panelroom.desk import RoomSettings
from panelroom.errors import BookError
from panelroom.follower import Follower
from panelroom.journal import STRUCK


@pytest.fixture
def room(shelf: Path) -> Iterator[ShownMeeting]:
    with shown_meeting(shelf, ManualClock(START)) as opened:
        yield opened


@pytest.fixture
def follower(room: ShownMeeting) -> Iterator[Follower]:
    follower = Follower(room.book.path, KEY, ManualClock(START))
    yield follower
    follower.close()


def test_it_says_whether_anything_is_new(room: ShownMeeting, follower: Follower) -> None:
    assert not follower.look()
    room.begin()
    assert follower.look()
    assert follower.meeting == room.meeting
    assert not follower.look()
    room.show("cover")
    assert follower.look()
    assert follower.room == RoomSettings("cover")


def test_words_that_were_struck_are_forgotten(room: ShownMeeting, follower: Follower) -> None:
    room.begin()
    room.say("observe", text="observationtext", kind="learning")
    follower.look()
    assert follower.meeting.case(1).observations[0].act.text == "observationtext"
    room.say("strike_text", entry=f"e{room.entries}", why="names_a_person")
    follower.look()
    assert follower.meeting.case(1).observations[0].act.text == STRUCK
    assert "observationtext" not in repr(follower.meeting)


def test_the_time_is_the_writers_not_this_clocks(room: ShownMeeting) -> None:
    """The laptop's clock was put forward after the meeting was opened, and before the display was."""
    here = ManualClock(START + timedelta(hours=1))
    follower = Follower(room.book.path, KEY, here)
    room.begin()
    follower.look()
    assert follower.now() == room.meeting.last_at
    here.advance(30)
    assert follower.now() == room.meeting.last_at + timedelta(seconds=30)
    follower.close()


def test_a_clock_behind_the_last_entry_counts_on_from_it(room: ShownMeeting) -> None:
    here = ManualClock(START - timedelta(days=900))
    follower = Follower(room.book.path, KEY, here)
    here.advance(30)
    assert follower.now() == START + timedelta(seconds=30)
    follower.close()


def test_a_damaged_entry_changes_nothing(room: ShownMeeting, follower: Follower) -> None:
    room.begin()
    follower.look()
    before = follower.meeting
    room.book._db.execute("INSERT INTO journal VALUES (900, x'00', x'00', '{}')")
    for _ in range(2):
        with pytest.raises(BookError):
            follower.look()
    assert follower.meeting == before
    room.book._db.execute("DELETE FROM journal WHERE seq = 900")
    assert follower.look()
    room.answer(1, "met")
    assert follower.look()
    assert follower.meeting == room.meeting
