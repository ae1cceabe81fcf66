"""What was parked comes back: kept, an action, a query to the force, or dropped with the reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making import Room, everything_in, shown_from_disk
from test_session_machine import views_agree

from panelroom.conduct.afterwards import RELEASABLE
from panelroom.errors import Refused
from panelroom.meeting import every_query, unsettled
from panelroom.publication import WHAT, releasable
from panelroom.question_files import load
from panelroom.records.minutes import minutes
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record
from panelroom.register.taking import sources
from panelroom.summary import lines

Rooms = Callable[..., Room]


@pytest.fixture
def room(rooms: Rooms) -> Room:
    room = rooms()
    room.open_first()
    return room


def parked(room: Room, text: str = "Letters nobody can read.") -> str:
    return room.say("park", text=text).entry.id


def settle(room: Room, entry: str, fate: str, **fields: Any) -> str:
    return room.say("settle_parked", entry=entry, as_=fate, **fields).entry.id


def printed(room: Room) -> str:
    """Every word of the restricted minutes."""
    record = build_record(room.meeting, room.entries, room.root)
    return repr(minutes(record, load("leicestershire-appendix-a")))


def test_each_issue_says_what_became_of_it(room: Room) -> None:
    kept, done, asked, gone, left = (parked(room, f"Issue {n}.") for n in range(5))
    settle(room, kept, "kept")
    settle(room, done, "action", owner_role="secretary", due="2031-04-01", text="Ask for a rota.")
    settle(room, asked, "query")
    settle(room, gone, "dropped", reason="It is in the plan.")
    shown = room.shown()
    became = [i["settled"] and i["settled"]["as"] for i in shown["parked"]]
    assert became == ["kept", "action", "query", "dropped", None]
    assert shown["parked"][3]["settled"]["reason"] == "It is in the plan."
    assert [(a["text"], a["owner_role"], a["due"]) for a in shown["actions"]] == [
        ("Ask for a rota.", "secretary", "2031-04-01")
    ]
    assert [(q["text"], q["from"]) for q in room.case()["queries"]] == [("Issue 2.", "person")]
    assert [i.id for i in unsettled(room.meeting)] == [left]
    assert shown_from_disk(room.book) == shown
    views_agree(room.book, room.meeting)


def test_the_minutes_print_every_issue_with_what_became_of_it(room: Room) -> None:
    first, second, third = (parked(room, f"Issue {n}.") for n in "ABC")
    settle(room, first, "action", owner_role="secretary")
    settle(room, second, "dropped", reason="Not for this panel.")
    assert third
    words = printed(room)
    for said in ("Issue A. (case 1)\\nBecame an action.", "Issue B. (case 1)\\nDropped: Not for this panel."):
        assert said in words
    assert "Issue C. (case 1)\\nKept." in words
    assert words.count("Issue A.") == 2  # among the actions too


def published(room: Room) -> str:
    """Every word of the public minutes."""
    record = build_record(room.meeting, room.entries, room.root)
    return repr(public_minutes(record, room.meeting))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "dropped without a reason": ({"as_": "dropped"}, "Say why"),
    "an action of nobody": ({"as_": "action"}, "owner"),
    "kept, with an owner": ({"as_": "kept", "owner_role": "secretary"}, "Only an action"),
    "dropped, with a day": ({"as_": "dropped", "reason": "So.", "due": "2031-04-01"}, "Only an action"),
    "kept in other words": ({"as_": "kept", "text": "Else."}, "keeps its words"),
    "no parked issue": ({"as_": "kept", "entry": "e1"}, "no parked issue"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_suit_is_refused(room: Room, name: str) -> None:
    fields, said = REFUSED[name]
    with pytest.raises(Refused, match=said):
        room.say("settle_parked", **{"entry": parked(room), **fields})
    assert room.shown()["parked"][0]["settled"] is None


def asked_of_no_case(room: Room) -> str:
    """Park an issue before any case, and ask the force about it."""
    room.here("ch", "m1", "m2")
    return settle(room, parked(room, "Rotas."), "query", text="Who makes the rotas?")


def answer(room: Room, query: str, text: str = "The desk.", *, settled: bool = True) -> str:
    said = {"role": "force", "text": text, "basis": "said", "settled": settled}
    return room.say("answer_query", query=query, **said).entry.id


def test_an_issue_parked_outside_a_case_becomes_a_query_of_the_meeting(rooms: Rooms) -> None:
    room = rooms()
    asked = asked_of_no_case(room)
    room.say("acknowledge_ground_rules")
    room.say("open_case", case=1)
    answer(room, asked, "We look.", settled=False)
    answer(room, asked)
    shown = room.shown()
    (query,) = shown["queries"]
    assert (query["id"], query["text"], query["settled"]) == (asked, "Who makes the rotas?", True)
    assert [a["text"] for a in query["answers"]] == ["We look.", "The desk."]
    assert not any(case["queries"] for case in shown["cases"])
    assert [a.id for _, a in every_query(room.meeting)] == [asked]
    assert shown_from_disk(room.book) == shown
    assert "query (settled): Who makes the rotas?" in list(lines(shown))
    views_agree(room.book, room.meeting)


def test_its_answer_is_never_lost_and_undo_takes_back_the_answer_first(rooms: Rooms) -> None:
    room = rooms()
    asked = asked_of_no_case(room)
    answer(room, asked)
    with pytest.raises(Refused, match="answered that query"):
        room.say("amend", entry=asked, as_="action", owner_role="chair")
    room.say("undo")
    assert room.shown()["queries"][0]["answers"] == []
    room.say("amend", entry=asked, as_="kept", text=None)
    assert room.shown()["queries"] == []
    with pytest.raises(Refused, match="no such query"):
        answer(room, asked)
    views_agree(room.book, room.meeting)


def test_a_query_of_the_meeting_is_minuted_tracked_and_public_only_as_released(rooms: Rooms) -> None:
    room = rooms()
    asked = asked_of_no_case(room)
    replied = answer(room, asked)
    room.say("close_meeting")
    assert "Queries to the force" in printed(room) and "The desk." in printed(room)
    (source,) = sources(room.meeting)
    assert (source.sort, source.case, source.text) == ("query", None, "Who makes the rotas?")
    assert [told.text for told in source.told] == ["The desk."]
    assert not any(words in published(room) for words in ("Who makes the rotas?", "The desk."))
    room.say("release_text", entry=replied, text="The desk makes them.", by="secretary")
    assert "The force's answers on wider issues" in published(room)
    assert "The desk makes them." in published(room)
    room.say("strike_text", entry=replied, why="other")
    assert "The desk" not in published(room) + printed(room)


def test_it_is_settled_once_and_changed_by_amending(room: Room) -> None:
    entry = parked(room)
    settled = settle(room, entry, "query")
    with pytest.raises(Refused, match="settled already"):
        settle(room, entry, "kept")
    with pytest.raises(Refused, match="owner"):
        room.say("amend", entry=settled, as_="action")
    room.say("amend", entry=settled, as_="action", owner_role="secretary")
    assert room.case()["queries"] == []
    assert [a["id"] for a in room.shown()["actions"]] == [settled]
    with pytest.raises(Refused, match="cannot be changed"):
        room.say("amend", entry=settled, fields={"entry": "e1"})
    views_agree(room.book, room.meeting)


def test_undo_brings_the_issue_back(room: Room) -> None:
    entry = parked(room)
    settle(room, entry, "dropped", reason="So.")
    room.say("undo")
    assert [i.id for i in unsettled(room.meeting)] == [entry]
    settle(room, entry, "kept")
    views_agree(room.book, room.meeting)


def test_an_answer_of_the_force_is_never_lost(room: Room) -> None:
    settled = settle(room, parked(room), "query", text="Who reads them?")
    room.say("answer_query", query=settled, role="force", text="The desk.", basis="said", settled=True)
    with pytest.raises(Refused, match="answered that query"):
        room.say("amend", entry=settled, as_="dropped", reason="So.", text=None)
    room.say("carry_forward", case=1, reason="Time.")
    room.say("close_meeting")
    with pytest.raises(Refused, match="answered that query"):
        room.say("correct_minutes", entry=settled, reason="Slip.", as_="kept", text=None)
    room.say("correct_minutes", entry=settled, reason="Unclear.", text="Who reads the letters?")
    query = room.case()["queries"][0]
    assert (query["text"], query["answers"][0]["text"]) == ("Who reads the letters?", "The desk.")
    assert "Who reads the letters?" in printed(room)


def test_striking_the_issue_strikes_what_became_of_it(room: Room, tmp_path: Path) -> None:
    entry = parked(room, "Jane of Some Street.")
    settled = settle(
        room, entry, "action", owner_role="secretary", text="Write to Jane.", reason="Jane said so."
    )
    room.say("strike_text", entry=entry, why="names_a_person")
    assert b"Jane" not in everything_in(room.book.path)
    assert "Jane" not in printed(room)
    assert [a["id"] for a in room.shown()["actions"]] == [settled]
    assert unsettled(room.meeting) == ()
    views_agree(room.book, room.meeting)
    second = parked(room, "Jane again.")
    room.say("strike_text", entry=second, why="names_a_person")
    with pytest.raises(Refused, match="nothing is left"):
        settle(room, second, "kept")
    assert unsettled(room.meeting) == ()


def test_the_register_takes_what_became_of_it_and_nothing_twice(room: Room) -> None:
    for number, (fate, fields) in enumerate(
        [
            ("kept", {}),
            ("action", {"owner_role": "secretary"}),
            ("query", {}),
            ("dropped", {"reason": "So."}),
        ]
    ):
        settle(room, parked(room, f"Issue {number}."), fate, **fields)
    parked(room, "Issue 4.")
    taken = sorted((s.text, s.sort) for s in sources(room.meeting))
    assert taken == [
        ("Issue 0.", "organisational_learning"),
        ("Issue 1.", "recommendation"),
        ("Issue 2.", "query"),
        ("Issue 4.", "organisational_learning"),
    ]


def test_a_meeting_closes_with_issues_nobody_settled(room: Room) -> None:
    entry = parked(room)
    room.say("carry_forward", case=1, reason="Time.")
    room.say("close_meeting")
    with pytest.raises(Refused, match="closed"):
        settle(room, entry, "kept")
    assert "Letters nobody can read. (case 1)\\nKept." in printed(room)


def test_the_words_of_an_action_made_of_an_issue_can_be_published(room: Room) -> None:
    assert set(WHAT) == set(RELEASABLE)
    settled = settle(room, parked(room), "action", owner_role="secretary", text="Ask for a rota.")
    assert (settled, "what became of a wider issue") in [(r.entry, r.what) for r in releasable(room.meeting)]
