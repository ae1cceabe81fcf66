"""The views for people: the record as tables, which say what the fold says (see also the state machine)."""

from collections.abc import Callable

from making import Room
from test_session_machine import rows, views_agree

Rooms = Callable[..., Room]


def played(rooms: Rooms) -> Room:
    room = rooms()
    room.open_first()
    room.mark("ynccxyyanun")
    room.say("amend", entry="e9", mark="met", evidence={"page": 4})
    room.say("observe", text="A", kind="learning", question="q3", page=2)
    room.say("observe", text="B", kind="insight")
    room.say("undo")
    room.say("raise_query", text="Who?")
    room.say("answer_query", query="1-q3", role="force", text="R", basis="said", settled=True)
    room.say("decide", outcome="3", reason="So.")
    return room


def test_the_views_agree_after_a_whole_case(rooms: Rooms) -> None:
    room = played(rooms)
    views_agree(room.book, room.meeting)
    room.say("close_case")
    room.say("close_meeting")
    room.say("correct_minutes", entry="e8", mark="not_met", reason="Misheard.")
    room.say("note_matter", kind="theme", text="Letters.")
    room.say("open_accuracy_check", until="2031-05-01")
    said = room.case()["observations"][0]["id"]
    dispute = room.say("dispute_fact", entry=said, role="lead", text="No.", page=2).entry.id
    room.say("reply_to_dispute", entry=dispute, text="Yes.")
    views_agree(room.book, room.meeting)
    assert rows(room.book, "disputes", "entry", "page") == [(said, 2)]
    room.say("strike_text", entry=room.case()["observations"][0]["id"], why="other")
    views_agree(room.book, room.meeting)
    assert [s for _, s in rows(room.book, "cases", "number", "state")] == ["closed"] + ["carried_forward"] * 2


def test_a_voided_decision_brings_no_earlier_one_back(rooms: Rooms) -> None:
    room = played(rooms)
    room.say("decide", outcome="4", reason="Or rather.")
    assert rows(room.book, "outcomes", "outcome") == [("4",)]
    room.answer("q1", "not_met")
    assert rows(room.book, "outcomes", "outcome") == []
    views_agree(room.book, room.meeting)
    room.say("undo")
    assert rows(room.book, "outcomes", "outcome") == [("4",)]


def test_a_voided_answer_to_the_prompt_brings_no_earlier_one_back(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.mark("nynnnyyyyyy")
    for yes in (True, False):
        room.say("answer_prompt", rule="four-minors", considers_inappropriate=yes, reason="So.")
    assert rows(room.book, "prompt_answers", "considers_inappropriate") == [(0,)]
    room.answer("q6", "not_met")
    assert rows(room.book, "prompt_answers", "considers_inappropriate") == []
    views_agree(room.book, room.meeting)


def test_every_view_can_be_read(rooms: Rooms) -> None:
    room = played(rooms)
    names = [r[0] for r in room.book._db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert len(names) >= 12
    for name in names:
        list(room.book.view(name))
