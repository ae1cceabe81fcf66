"""The fold: times, persons and earlier states that stay whole."""

from collections.abc import Callable
from datetime import timedelta

from making import START, Room

from panelroom.fold import apply, begin, fold
from panelroom.journal import from_body
from panelroom.meeting import Reading, find_item

Rooms = Callable[..., Room]


def test_reading_time_is_counted_in_differences_of_at() -> None:
    reading = Reading(allowed=600, used=60, since=START)
    later = START + timedelta(seconds=30)
    assert (reading.used_at(later), reading.left_at(later), reading.state) == (90, 510, "running")
    assert Reading(allowed=600).state == "paused"
    assert Reading().state == "none"
    assert Reading(ended=True).state == "ended"


def test_reading_stops_pauses_goes_on_and_ends(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    for action, minutes in [
        ("start", 10),
        ("pause", None),
        ("resume", None),
        ("extend", -5),
        ("extend", 2.5),
    ]:
        room.say(f"{action}_reading", **({"minutes": minutes} if minutes else {}))
    reading = room.meeting.timing(1).reading
    assert (reading.allowed, reading.used_at(room.meeting.last_at)) == (450, 180)
    room.say("end_reading")
    assert room.meeting.timing(1).reading.state == "ended"
    assert room.case()["reading_minutes"] == 4.0


def test_reading_again_adds_to_what_was_read(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    for action in ("start", "end", "start"):
        room.say(f"{action}_reading", **({"minutes": 10} if action == "start" else {}))
    reading = room.meeting.timing(1).reading
    assert (reading.used, reading.allowed) == (60, 660)


def test_time_adjourned_is_not_time_spent(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.say("start_reading", minutes=10)
    room.say("adjourn", why="break")
    room.clock.advance(3600)
    room.say("resume")
    assert room.meeting.timing(1).reading.state == "paused"
    room.say("decide", outcome="4", reason="Time.")
    room.say("close_case")
    assert (room.case()["minutes"], room.case()["reading_minutes"]) == (4.0, 1.0)
    ((why, since, until),) = room.meeting.breaks
    assert (why, (until - since).total_seconds()) == ("break", 3660)


def test_the_clock_stands_still_for_a_closed_case_and_goes_on_when_reopened(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.say("decide", outcome="4", reason="Time.")
    room.say("close_case")
    room.clock.advance(3600)
    room.say("reopen_case", case=1, reason="Again.")
    room.say("close_case")
    assert room.case()["minutes"] == 3.0


def test_every_earlier_state_stays_whole(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.mark("ync")
    room.say("observe", text="A", kind="learning")
    room.say("undo")
    entries = [from_body(r.seq, r.body) for r in room.book.rows()]
    states = [begin(entries[0])]
    for entry in entries[1:]:
        states.append(apply(states[-1], entry))
    for size, state in enumerate(states, 1):
        assert fold(entries[:size]) == state


def test_no_entries_are_no_meeting() -> None:
    assert fold([]) is None


def test_things_are_found_by_their_entry_wherever_they_are_kept(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    ids = [
        room.answer("q1", "met").entry.id,
        room.say("observe", text="A", kind="learning").entry.id,
        room.say("park", text="A").entry.id,
        room.say("observe", text="B", kind="learning").entry.id,
        room.say("raise_query", text="A").entry.id,
        room.say("raise_urgent", text="A", told="B", by="C").entry.id,
        room.say("record_action", text="A", owner_role="chair").entry.id,
        room.say("count_papers", out=1, in_=1).entry.id,
        room.say("decide", outcome="4", reason="A").entry.id,
    ]
    for entry in ids:
        item = find_item(room.meeting, entry)
        assert item is not None and item.id == entry
    assert find_item(room.meeting, "e1") is None
    assert find_item(room.meeting, "e99") is None
    assert find_item(room.meeting, "nothing") is None
    room.say("undo")
    assert find_item(room.meeting, ids[-1]) is None


def test_who_is_in_the_room_is_remembered_with_the_time_it_happened(rooms: Rooms) -> None:
    room = rooms()
    room.here("m1")
    room.say("member_left", member="m1")
    moves = room.meeting.people["m1"].moves
    assert [m for m, _ in moves] == ["present", "left"]
    assert moves[1][1] - moves[0][1] == timedelta(minutes=1)


def test_a_moved_clock_is_noted(rooms: Rooms) -> None:
    room = rooms()
    room.say("clock_changed", seconds=-3600)
    assert [s for _, s in room.meeting.clock_notes] == [-3600]
