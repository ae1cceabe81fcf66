"""The tray: slips survive what happens to the laptop, and nothing of them survives their confirmation."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from making import KEY, LETTERS, QUESTIONS, Room, act, everything_in, in_room, shown_from_disk

from panelroom.acts import Answer
from panelroom.bookcase import reading
from panelroom.errors import NotWritten, Refused
from panelroom.journal import verify
from panelroom.slip_tray import SlipTray
from panelroom.slips import Slips
from panelroom.ui.conductor import Conductor

Rooms = Callable[..., Room]
ONE, OTHER = "yyncyyyyxyy", "yyycnyyyxyy"
AGREED = {
    q: m for q, m in zip(QUESTIONS, (LETTERS[x] for x in ONE), strict=True) if q not in ("q3", "q4", "q5")
}
SLIP = json.dumps([LETTERS[x] for x in ONE]).encode()
"""What a slip in hand looks like in the book; nothing else does."""
MARKERS = (SLIP, b'"laid_down"', b'"hand"', b'"folded"')


def put(tray: SlipTray, *slips: str) -> None:
    for letters in slips:
        for letter in letters:
            tray.mark(LETTERS[letter])
        tray.lay_down()


def counted(room: Room) -> SlipTray:
    """Four slips of the open case, two of each kind, their totals shown."""
    tray = SlipTray(room)
    put(tray, OTHER, ONE, OTHER, ONE)
    tray.show()
    return tray


def answers(room: Room) -> dict[str, Any]:
    found: dict[str, Any] = room.case()["answers"]
    return found


def test_what_all_agree_on_becomes_answers_with_their_count(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    tray = counted(room)
    before = room.entries
    assert (tray.due, tray.slips.count) == (4, 4)
    assert tray.confirm() == ()
    assert {q: a["mark"] for q, a in answers(room).items()} == AGREED
    assert all(a["count"] == {a["mark"]: 4} for a in answers(room).values())
    assert room.entries == before + len(AGREED)
    assert shown_from_disk(room.book) == room.shown()
    assert verify(room.book.rows()).holds
    assert {q: tray.split(room.meeting.question_set.by_id[q]) for q in ("q1", "q3", "q4", "q5")} == {
        "q1": None,
        "q3": "2 Yes, 2 No",
        "q4": "4 Cannot tell from the papers",
        "q5": "2 Yes, 2 No",
    }
    assert tray.hands(room.meeting.question_set.by_id["q3"]) == {"met": 2, "not_met": 2}


def nothing_left(path: Path) -> list[bytes]:
    whole = everything_in(path)
    return [marker for marker in MARKERS if marker in whole]


def slips_in(room: Room) -> int:
    rows: int = room.book._one("SELECT count(*) FROM slips")
    return rows


@pytest.mark.parametrize("how", ["confirm", "throw_away"])
def test_nothing_of_a_slip_is_left_in_any_page(shelf: Path, how: str) -> None:
    path = shelf / "a.book"
    with in_room(path) as room, reading(path, KEY) as display:
        room.open_first()
        tray = SlipTray(room)
        put(tray, OTHER, OTHER, ONE)
        assert display.rows(), "the room's display looks on, and must not keep them in the log"
        assert nothing_left(path) == list(MARKERS), "the proof would see them"
        tray.show()
        getattr(tray, how)()
        assert slips_in(room) == 0 and nothing_left(path) == []
        # While the book is open: the file, its log and what SQLite shares with readers.
        assert {p.name for p in shelf.iterdir()} >= {"a.book", "a.book-wal", "a.book-shm"}
        room.say("park", text="The evening goes on.")
        assert nothing_left(path) == []
    assert nothing_left(path) == []


def close(room: Room) -> None:
    room.mark("yyyyyyyyyyy")
    room.say("decide", outcome="1")
    room.say("close_case")


ENDS: dict[str, Callable[[Room], object]] = {
    "close": close,
    "carry": lambda room: room.say("carry_forward", case=1, reason="No time."),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("shown", [False, True])
def test_slips_go_with_their_case(shelf: Path, end: Callable[[Room], object], shown: bool) -> None:
    path = shelf / "a.book"
    with in_room(path) as room:
        room.open_first()
        tray = SlipTray(room)
        put(tray, OTHER, ONE)
        if shown:
            tray.show()
        end(room)
        assert slips_in(room) == 0 and nothing_left(path) == []
        assert shown_from_disk(room.book) == room.shown()


def test_the_totals_left_to_the_panel_go_with_their_case(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    tray = counted(room)
    tray.confirm()
    question = room.meeting.question_set.by_id["q3"]
    assert tray.split(question)
    room.mark("..yyy")
    room.say("decide", outcome="1")
    room.say("close_case")
    room.say("reopen_case", case=1, reason="New papers.")
    assert tray.split(question) is None and tray.slips == Slips()


def test_carrying_another_case_forward_leaves_the_slips(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    tray = SlipTray(room)
    put(tray, ONE)
    room.say("carry_forward", case=3, reason="No time.")
    assert tray.slips.count == 1


def as_after_a_cut(path: Path, to: Path) -> Path:
    """Copy the files of an open book as a power cut leaves them."""
    for end in ("", "-wal"):
        to.with_name(to.name + end).write_bytes(path.with_name(path.name + end).read_bytes())
    return to


def test_a_laptop_that_dies_keeps_every_mark(shelf: Path) -> None:
    path = shelf / "a.book"
    with in_room(path) as room:
        room.open_first()
        tray = SlipTray(room)
        put(tray, ONE)
        tray.mark("met")
        tray.mark("not_met")
        cut, held = as_after_a_cut(path, shelf / "b.book"), tray.slips
    with in_room(cut) as again:
        assert SlipTray(again).slips == held
        assert (held.count, held.hand) == (1, ("met", "not_met"))


def failing(room: Room, method: str, arrives: bool) -> None:
    real = getattr(room.book, method)

    def fail(*args: Any) -> None:
        delattr(room.book, method)
        if arrives:
            real(*args)
        raise NotWritten("The disk did not take the entry: nothing was recorded.")

    setattr(room.book, method, fail)


@pytest.mark.parametrize("arrives", [False, True])
def test_a_confirmation_the_disk_did_not_take_is_whole_or_nothing(rooms: Rooms, arrives: bool) -> None:
    room = rooms()
    room.open_first()
    tray = counted(room)
    before = room.entries
    failing(room, "append_ending_slips", arrives)
    with pytest.raises(NotWritten):
        tray.confirm()
    assert room.entries == before and answers(room) == {}
    if arrives:
        assert tray.confirm() == ("The disk took it after all: what all slips said is recorded.",)
    else:
        assert tray.slips.shown
        tray.confirm()
    assert set(answers(room)) == set(AGREED) and room.entries == before + len(AGREED)
    assert slips_in(room) == 0 and shown_from_disk(room.book) == room.shown()


def test_one_answer_that_is_refused_stops_all_of_them(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    tray = counted(room)
    good = Answer(question="q1", mark="met", count={"met": 4})
    with pytest.raises(Refused):
        room.answer_from_slips([good, Answer(question="q2", mark="no_such_mark")], "{}")
    assert answers(room) == {} and tray.slips.count == 4
    room.say("adjourn", why="break")
    with pytest.raises(Refused, match="adjourned"):
        tray.confirm()
    assert tray.slips.shown


def test_traces_that_could_not_be_erased_are_erased_when_the_book_is_opened_again(shelf: Path) -> None:
    path = shelf / "a.book"
    with in_room(path) as room:
        room.open_first()
        tray = counted(room)
        failing(room, "forget", False)
        assert tray.confirm() == (
            "The slips are gone, but the disk could not erase every trace of them yet: make room on it, then close"
            " the book and open it again.",
        )
        assert set(answers(room)) == set(AGREED)
        cut = as_after_a_cut(path, shelf / "b.book")
        assert nothing_left(path) != []
    with in_room(cut):
        assert nothing_left(cut) == []


SEEN = b'"agreed": {"q1"'
"""What the room saw of slips looks like in the book."""


@contextmanager
def shown_to_the_room(path: Path) -> Iterator[Conductor]:
    """The Chair's program with the totals of two slips shown."""
    with in_room(path) as room:
        room.open_first()
    conductor = Conductor(path, KEY)
    try:
        put(conductor.tray, ONE, OTHER)
        conductor.tray.show()
        conductor.show_slips()
        assert SEEN in everything_in(path)
        yield conductor
    finally:
        conductor.close()


@pytest.mark.parametrize(
    "end",
    [
        lambda chair: chair.confirm_slips(),
        lambda chair: chair.throw_slips_away(),
        lambda chair: chair.do(act("carry_forward", case=1, reason="No time.")),
    ],
    ids=["confirm", "throw away", "carry"],
)
def test_what_the_room_saw_of_slips_goes_with_them(shelf: Path, end: Callable[[Conductor], object]) -> None:
    path = shelf / "a.book"
    with shown_to_the_room(path) as conductor:
        end(conductor)
        assert conductor.room.agreed is None and SEEN not in everything_in(path)


def test_what_ends_no_case_leaves_the_room_what_it_sees_of_slips(shelf: Path) -> None:
    with shown_to_the_room(shelf / "a.book") as conductor:
        agreed = conductor.room.agreed
        with pytest.raises(Refused):
            conductor.do(act("close_case"))
        conductor.do(act("carry_forward", case=2, reason="No time."))
        assert conductor.room.agreed == agreed == conductor.desk.room().agreed


def test_a_question_that_was_answered_before_keeps_its_answer(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.answer("q1", "not_met")
    tray = counted(room)
    assert "q1" not in tray.agreed() and "q1" not in tray.to_talk_through()
    tray.confirm()
    assert answers(room)["q1"]["mark"] == "not_met"


def test_slips_wait_for_those_who_decide(rooms: Rooms) -> None:
    room = rooms()
    room.open_first("ch", "m1")
    tray = SlipTray(room)
    put(tray, ONE, ONE)
    with pytest.raises(Refused, match="Every slip that is due"):
        tray.mark("met")
    room.say("sit_out", member="m1", case=1)
    assert (tray.due, tray.slips.count) == (1, 2)
    room.say("member_left", member="ch")
    tray.throw_away()
    with pytest.raises(Refused, match="Nobody who decides"):
        tray.mark("met")


@pytest.mark.parametrize("leave", [("sit_out", {"case": 1}), ("step_out", {"case": 1}), ("member_left", {})])
@pytest.mark.parametrize("shown", [False, True])
def test_the_slip_of_somebody_who_decides_no_more_never_counts(
    rooms: Rooms, leave: tuple[str, dict[str, Any]], shown: bool
) -> None:
    room = rooms()
    room.open_first()
    tray = SlipTray(room)
    put(tray, ONE, ONE, ONE, ONE)
    if shown:
        tray.show()
    action, fields = leave
    room.say(action, member="m1", **fields)
    entries = room.entries
    with pytest.raises(Refused, match="1 slip more than members who decide this case"):
        tray.confirm() if shown else tray.show()
    assert (room.entries, tray.slips.count, tray.slips.shown) == (entries, 4, shown), "the slips are kept"
    tray.throw_away()
    put(tray, ONE, ONE, ONE)
    tray.show()
    tray.confirm()
    assert answers(room)["q1"]["count"] == {"met": 3}


def test_without_a_case_there_are_no_slips(rooms: Rooms) -> None:
    tray = SlipTray(rooms())
    assert (tray.slips, tray.due) == (Slips(), 0)
    for step in (tray.confirm, tray.show, tray.lay_down, lambda: tray.mark("met")):
        with pytest.raises(Refused):
            step()


def test_slips_are_in_no_document_script_or_proof(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    before = (room.shown(), room.book.rows())
    put(SlipTray(room), ONE, OTHER)
    assert (room.shown(), room.book.rows()) == before
    room.do(act("park", text="Wider."))
    assert verify(room.book.rows()).holds
