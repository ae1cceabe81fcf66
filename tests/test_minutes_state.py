"""Minutes after the meeting: draft, checked, confirmed; the force's say on facts; what is noted beside the cases."""

import json

import pytest

from panelroom import publication
from panelroom.errors import Refused
from panelroom.meeting import accuracy_open
from panelroom.records.standing import corrected_since, standing
from panelroom.summary import lines


@pytest.fixture
def room(rooms):
    """A meeting with one decided case, an observation, a remark and a matter, closed."""
    room = rooms(cases=1)
    room.open_first()
    room.mark("yyyyyyyyyyy")
    room.answer("q3", "not_met", text="Nobody rang.")
    room.observation = room.say("observe", text="Letters were clear.", kind="good_practice").entry.id
    room.say("decide", outcome="2")
    room.say("close_case")
    room.matter = room.say("note_matter", kind="theme", text="Letters.").entry.id
    room.say("close_meeting")
    return room


def minutes(room):
    return room.shown()["meeting"]["minutes"]


def dispute(room, entry=None, **fields):
    return room.say(
        "dispute_fact",
        **{"entry": entry or room.observation, "role": "force lead", "text": "They were late."} | fields,
    ).entry.id


CHANGES = {
    "correct_minutes": lambda r: {"entry": r.observation, "text": "Letters were plain.", "reason": "A slip."},
    "strike_text": lambda r: {"entry": r.observation, "why": "other"},
    "release_text": lambda r: {"entry": r.observation, "text": "Clear letters.", "by": "secretary"},
    "dispute_fact": lambda r: {"entry": r.observation, "role": "force lead", "text": "They were late."},
    "note_matter": lambda r: {"kind": "next_meeting", "text": "In May."},
}


def test_minutes_are_a_draft_then_checked_then_confirmed(room):
    assert minutes(room)["state"] == "draft" and standing(room.meeting) == "Draft, not yet confirmed"
    room.say("check_minutes", by="secretary")
    assert minutes(room)["state"] == "checked" and minutes(room)["checked"]["by"] == "secretary"
    assert standing(room.meeting).startswith("Checked on 4 March 2031, ")
    assert standing(room.meeting).endswith("by: Secretary; not yet confirmed")
    room.say("confirm_minutes", by=[{"role": "chair", "method": "in_person"}])
    assert minutes(room)["state"] == room.meeting.state == "confirmed"
    assert corrected_since(room.meeting) is None


@pytest.mark.parametrize("action", CHANGES)
def test_what_changes_checked_minutes_makes_them_a_draft_again(room, action):
    room.say("open_accuracy_check", until="2031-04-01")
    room.say("check_minutes", by="secretary")
    with pytest.raises(Refused, match="checked already"):
        room.say("check_minutes", by="chair")
    room.say(action, **CHANGES[action](room))
    assert minutes(room)["state"] == "draft"
    assert standing(room.meeting).startswith("Draft again: checked on ")
    room.say("check_minutes", by="secretary")
    assert minutes(room)["state"] == "checked"


def test_asking_the_force_changes_no_word(room):
    room.say("check_minutes", by="secretary")
    room.say("open_accuracy_check", until="2031-04-01")
    assert minutes(room)["state"] == "checked"


def test_minutes_may_be_confirmed_unchecked_and_changes_since_are_counted(room):
    room.say("confirm_minutes", by=[{"role": "chair", "method": "wet_ink"}])
    room.say("correct_minutes", entry=room.observation, text="Letters were plain.", reason="A slip.")
    room.say("correct_minutes", entry=room.observation, page=4, reason="The page.")
    room.say("strike_text", entry=room.matter, why="other")
    assert room.meeting.state == "confirmed" and minutes(room)["changed_since_confirmed"] == 3
    assert corrected_since(room.meeting) == "changed since: 2 corrections, 1 entry struck"
    assert standing(room.meeting).endswith("signed on paper; changed since: 2 corrections, 1 entry struck")
    room.say("confirm_minutes", by=[{"role": "chair", "method": "wet_ink"}])
    assert minutes(room)["changed_since_confirmed"] == 0


@pytest.mark.parametrize(
    "action, fields",
    [
        ("check_minutes", {"by": "secretary"}),
        ("open_accuracy_check", {"until": "2031-04-01"}),
        ("dispute_fact", {"entry": "e5", "role": "lead", "text": "No."}),
        ("reply_to_dispute", {"entry": "e5", "text": "Yes."}),
    ],
)
def test_none_of_it_before_the_meeting_is_closed(rooms, action, fields):
    room = rooms()
    room.open_first()
    with pytest.raises(Refused, match="not closed yet"):
        room.say(action, **fields)


def test_the_force_is_asked_until_a_day_and_may_be_given_another(room):
    with pytest.raises(Refused, match="was not asked"):
        dispute(room)
    with pytest.raises(Refused, match="is over"):
        room.say("open_accuracy_check", until="2031-03-03")
    room.say("open_accuracy_check", until="2031-03-04")
    with pytest.raises(Refused, match="until that day already"):
        room.say("open_accuracy_check", until="2031-03-04")
    assert accuracy_open(room.meeting)
    room.clock.advance(24 * 3600)
    dispute(room)
    assert not accuracy_open(room.meeting), "an answer that comes late is kept, but the day is over"
    room.say("open_accuracy_check", until="2031-04-01")
    assert accuracy_open(room.meeting)
    room.say("confirm_minutes", by=[{"role": "chair", "method": "in_person"}])
    assert not accuracy_open(room.meeting)


def test_both_sides_are_kept_beside_the_entry(room):
    room.say("open_accuracy_check", until="2031-04-01")
    first = dispute(room, page=4)
    remark = room.meeting.case(1).answers["q3"].id
    second = dispute(room, remark)
    reply = room.say("reply_to_dispute", entry=first, text="The panel saw page 3.").entry.id
    found = room.case()["disputes"]
    assert [(d["id"], d["entry"], d["page"]) for d in found] == [
        (first, room.observation, 4),
        (second, remark, None),
    ]
    assert found[0]["replies"] == [{"id": reply, "text": "The panel saw page 3."}]
    assert room.case()["observations"][0]["text"] == "Letters were clear."
    said = list(lines(room.shown()))
    at = said.index("  good practice: Letters were clear.")
    assert said[at + 1 : at + 4] == [
        f"    {first}: the force disputes this (force lead, page 4): They were late.",
        f"    {reply}: the panel replies: The panel saw page 3.",
        f"    {second}: the force disputes the remark {remark} (force lead): They were late.",
    ]


def test_only_what_states_a_fact_is_disputed_and_only_a_dispute_replied_to(room):
    room.say("open_accuracy_check", until="2031-04-01")
    unsaid = room.meeting.case(1).answers["q1"].id
    for entry in (room.matter, room.meeting.case(1).outcome.id, unsaid, "e1", "e999", "nothing"):
        with pytest.raises(Refused):
            dispute(room, entry)
        with pytest.raises(Refused):
            room.say("reply_to_dispute", entry=entry, text="No.")


def test_an_answer_after_the_confirmation_is_kept_and_said(room):
    room.say("open_accuracy_check", until="2031-04-01")
    room.say("confirm_minutes", by=[{"role": "chair", "method": "in_person"}])
    done = room.say("dispute_fact", entry=room.observation, role="lead", text="Late.")
    assert done.notices and minutes(room)["changed_since_confirmed"] == 1


def test_striking_an_observation_strikes_what_was_said_about_it(room):
    room.say("open_accuracy_check", until="2031-04-01")
    first = dispute(room, text="Jane Nameless wrote them.")
    reply = room.say("reply_to_dispute", entry=first, text="Jane Nameless signed.").entry.id
    room.say("correct_minutes", entry=reply, text="Jane Nameless signed it.", reason="A word.")
    room.say("release_text", entry=first, text="Jane was late.", by="secretary")
    other = dispute(room, room.meeting.case(1).answers["q3"].id, text="Somebody rang.")
    room.say("strike_text", entry=room.observation, why="names_a_person")
    assert b"Jane" not in b"".join(row.body for row in room.book.rows())
    assert room.meeting.released == {}
    with pytest.raises(Refused, match="struck"):
        dispute(room)
    with pytest.raises(Refused, match="struck"):
        room.say("reply_to_dispute", entry=first, text="No.")
    assert [d["text"] for d in room.case()["disputes"] if d["id"] == other] == ["Somebody rang."]


def test_striking_a_dispute_leaves_the_observation(room):
    room.say("open_accuracy_check", until="2031-04-01")
    first = dispute(room, text="Jane Nameless wrote them.")
    room.say("reply_to_dispute", entry=first, text="Not Jane.")
    room.say("strike_text", entry=first, why="names_a_person")
    assert b"Jane" not in b"".join(row.body for row in room.book.rows())
    assert room.case()["observations"][0]["text"] == "Letters were clear."


def test_a_correction_takes_back_what_was_released_of_the_dispute_too(room):
    room.say("open_accuracy_check", until="2031-04-01")
    first = dispute(room)
    reply = room.say("reply_to_dispute", entry=first, text="Indeed.").entry.id
    listed = {row.entry: row.what for row in publication.releasable(room.meeting)}
    assert listed[first] == "fact the force disputes" and listed[reply] == "the panel's reply to the force"
    for entry in (room.observation, first, reply, room.matter):
        room.say("release_text", entry=entry, text="Public words.", by="secretary")
    room.say("correct_minutes", entry=room.observation, page=2, reason="The page.")
    assert set(room.meeting.released) == {room.matter}


def test_what_a_dispute_is_about_cannot_be_changed(room):
    room.say("open_accuracy_check", until="2031-04-01")
    first = dispute(room)
    with pytest.raises(Refused, match="entry of an entry cannot be changed"):
        room.say("correct_minutes", entry=first, fields={"entry": "e3"}, reason="x")
    room.say("correct_minutes", entry=first, page=7, reason="The page was misread.")
    assert room.case()["disputes"][0]["page"] == 7


def test_a_matter_is_noted_amended_and_undone(rooms):
    room = rooms()
    room.here("ch", "m1", "m2", "et")
    entry = room.say("note_matter", kind="previous_minutes", text="Agreed.").entry.id
    room.say("amend", entry=entry, text="Agreed as they stand.")
    room.say("note_matter", kind="wellbeing_offer", text="A quiet room.")
    assert [m["text"] for m in room.shown()["matters"]] == ["Agreed as they stand.", "A quiet room."]
    room.say("undo")
    assert [m["id"] for m in room.shown()["matters"]] == [entry]
    assert json.dumps(room.shown()["matters"]).count("Agreed") == 1
