"""What may be done when: every refusal, and what an act makes void, takes back or puts right."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from making import MAJORS, MINORS, QUESTIONS, ROSTER, Room, act

from panelroom.errors import Refused
from panelroom.meeting import deciders

Rooms = Callable[..., Room]
SECRET = "Jane Smith"
CLEAN, ONE_MAJOR, FOUR_MINORS = "yyyyyyyyyyy", "yyyyyyyyyyn", "yynynnyynyy"
NOT_MANY = "yyynyynyyny"


def refused(room: Room, action: str, **fields: Any) -> str:
    """Return the sentence an act is refused with, having checked that nothing changed and nothing is repeated."""
    rows, root, before = len(room.book.rows()), room.root, room.meeting
    with pytest.raises(Refused) as refusal:
        room.say(action, **fields)
    sentence = str(refusal.value)
    assert (len(room.book.rows()), room.root) == (rows, root)
    assert room.meeting is before
    assert SECRET not in sentence and "\n" not in sentence
    assert not sentence[0].islower() and sentence.endswith((".", "?"))
    return sentence


# ── how a room gets there ────────────────────────────────────────────────────────────────────────────────

Steps = Sequence[str | tuple[str, dict[str, Any]]]


def brought(room: Room, steps: Steps) -> Room:
    """Bring a room on by short names: ``open``, ``marks LETTERS``, or an action with its fields."""
    for step in steps:
        if isinstance(step, tuple):
            room.say(step[0], **step[1])
        elif step == "open":
            room.open_first()
        elif step.startswith("marks "):
            room.mark(step[6:])
        elif step == "learning":
            room.say("observe", text="We saw.", kind="learning")
        elif step == "case done":
            brought(room, ["open", f"marks {CLEAN}", ("decide", {"outcome": "1"}), ("close_case", {})])
        else:
            room.say(step)
    return room


DECIDED: Steps = ["open", f"marks {CLEAN}", ("decide", {"outcome": "1"})]
PROMPTED: Steps = ["open", f"marks {FOUR_MINORS}"]
SAID_YES: Steps = [
    *PROMPTED,
    ("answer_prompt", {"rule": "four-minors", "considers_inappropriate": True, "reason": "So."}),
]
SAID_NO: Steps = [
    *PROMPTED,
    ("answer_prompt", {"rule": "four-minors", "considers_inappropriate": False, "reason": "No."}),
]
CLOSED: Steps = ["case done", "close_meeting"]
PRESENT = ("mark_present", {"member": "ch"})

REFUSALS: list[tuple[Steps, str, dict[str, Any], str]] = [
    # opening
    ([], "open_meeting", {"ref": SECRET, "date": "2031-03-04", "set": "x", "cases": [{"ref": "a"}]},
     "already open"),
    ([], "open_case", {"case": 1}, "ground rules have not been read and accepted"),
    (["open"], "open_case", {"case": 2}, "Case 1 is open: close it or carry it forward first"),
    (["case done"], "open_case", {"case": 1}, "Case 1 is closed: reopen it, with the reason"),
    (["acknowledge_ground_rules"], "open_case", {"case": 9}, "no such case: this meeting has 3 cases"),
    (["acknowledge_ground_rules"], "open_case", {"case": "²"}, "no such case"),
    (["acknowledge_ground_rules"], "open_case", {"case": SECRET}, "no such case"),
    (["acknowledge_ground_rules"], "acknowledge_ground_rules", {}, "already accepted"),
    (["acknowledge_ground_rules", ("mark_present", {"member": "ob"})], "open_case", {"case": 1},
     "1 observer in the room without the Chair's approval"),
    # people
    ([PRESENT], "mark_present", {"member": "ch"}, "already marked present"),
    ([], "mark_present", {"member": SECRET}, "Nobody on the roster has that id"),
    ([PRESENT], "mark_absent", {"member": "ch"}, "is in the room: use member_left"),
    ([], "member_left", {"member": "ch"}, "not in the room"),
    ([], "member_returned", {"member": "ch"}, "had not left: use mark_present"),
    ([], "add_attendee", {"id": "ch", "name": SECRET, "role": "member"}, "already on the roster"),
    ([], "approve_observer", {"member": "m1"}, "Only an observer needs"),
    ([], "hand_over_chair", {"member": "m1"}, "Only somebody in the room"),
    ([PRESENT], "hand_over_chair", {"member": "ch"}, "already in the chair"),
    ([("declare_interest", {"member": "m1", "case": 1})], "declare_interest", {"member": "m1", "case": 1},
     "already recorded"),
    ([("sit_out", {"member": "m1", "case": 1})], "sit_out", {"member": "m1", "case": 1},
     "already sits this case out"),
    ([], "sit_in", {"member": "m1", "case": 1}, "does not sit this case out"),
    (["case done"], "sit_out", {"member": "m1", "case": 1}, "Case 1 is not before the panel any more"),
    (["open"], "rule_on_late_member", {"member": "m1", "case": 1, "may_decide": True}, "no ruling is needed"),
    (["open"], "rule_on_late_member", {"member": "fo", "case": 1, "may_decide": True}, "no ruling is needed"),
    # no open case
    ([], "answer", {"question": "q1", "mark": "met"}, "No case is open: open one first"),
    ([], "observe", {"text": SECRET, "kind": "learning"}, "No case is open"),
    ([], "raise_query", {"text": SECRET}, "No case is open"),
    ([], "answer_prompt", {"rule": "four-minors", "considers_inappropriate": True, "reason": SECRET},
     "No case is open"),
    ([], "decide", {"outcome": "1"}, "No case is open"),
    ([], "close_case", {}, "No case is open"),
    ([], "start_reading", {"minutes": 5}, "No case is open"),
    # reading
    (["open"], "pause_reading", {}, "not running"),
    (["open"], "resume_reading", {}, "not paused"),
    (["open"], "extend_reading", {"minutes": 5}, "no reading time to change"),
    (["open"], "end_reading", {}, "no reading time to end"),
    (["open", ("start_reading", {"minutes": 5})], "start_reading", {"minutes": 5}, "already running"),
    (["open", ("start_reading", {"minutes": 5})], "resume_reading", {}, "not paused"),
    # answers
    (["open"], "answer", {"question": SECRET, "mark": "met"}, "has no such question"),
    (["open"], "answer", {"question": "q1"}, "Question 1 takes a mark"),
    (["open"], "answer", {"question": "q1", "mark": SECRET},
     "it takes: met, not_met, not_applicable, cannot_tell, und"),
    (["open"], "answer", {"question": "q1", "mark": "not_met_justified"}, "does not take that mark"),
    (["open"], "answer", {"question": "q11", "mark": "not_applicable", "text": SECRET},
     "does not take that mark"),
    (["open"], "answer", {"question": "q8", "mark": "not_met_justified"},
     "Say why: this mark takes major question 8"),
    (["open"], "answer", {"question": "q2", "mark": "not_applicable"},
     "Say why: this mark takes major question 2"),
    (["open"], "answer", {"question": "q1", "mark": "met", "follow_ups": {"x": SECRET}}, "no such follow-up"),
    (["open"], "answer", {"question": "q3", "mark": "met", "follow_ups": {"q3a": "avoidable"}},
     "not asked beside"),
    (["open"], "answer", {"question": "q3", "mark": "not_met", "follow_ups": {"q3a": SECRET}},
     "takes one of: avoidable"),
    (["open"], "answer", {"question": "q1", "mark": "undecided", "count": {"undecided": 1}},
     "is by mark: cannot_tell"),
    (["open"], "answer", {"question": "q1", "mark": "met", "count": {SECRET: 1}}, "is by mark"),
    (["open"], "answer", {"question": "q1", "mark": "met", "count": {"met": 7}},
     "more than the 6 people listed"),
    # what is said
    (["open"], "observe", {"text": SECRET, "kind": "learning", "question": "q99"}, "no such question"),
    (["open"], "observe", {"text": SECRET, "kind": "learning", "member": "zz"}, "Nobody on the roster"),
    (["open"], "raise_query", {"text": SECRET, "question": "q99"}, "no such question"),
    (["open"], "answer_query", {"query": SECRET, "role": "force", "text": SECRET, "basis": "said",
     "settled": True},
     "no such query"),
    (["open"], "answer_query", {"query": "1-q1", "role": "force", "text": SECRET, "basis": "said",
     "settled": True},
     "no such query"),
    (["open"], "answer_query", {"query": "9-q1", "role": "force", "text": "T", "basis": "said", "settled": True},
     "no such"),
    (["open"], "answer_query", {"query": "e1", "role": "force", "text": "T", "basis": "said", "settled": True},
     "no such"),
    (["open"], "answer_query", {"query": "²-q1", "role": "force", "text": "T", "basis": "said", "settled": True},
     "no such"),
    # deciding
    (["open", "marks yyyyyyyyyy"], "decide", {"outcome": "1"}, "1 question unanswered: 11."),
    (["open", "marks yyyyyyyyy"], "decide", {"outcome": "3", "reason": SECRET},
     "2 questions unanswered: 10, 11."),
    (["open", f"marks {CLEAN}"], "decide", {"outcome": SECRET}, "no such outcome; outcomes: 1, 2, 3, 4"),
    (["open", f"marks {CLEAN}"], "decide", {"outcome": "2"},
     "needs at least one observation of good practice"),
    (["open", f"marks {CLEAN}", ("observe", {"text": "Q", "kind": "query"})], "decide", {"outcome": "2"},
     "needs at least one observation"),
    (["open", f"marks {CLEAN}"], "decide", {"outcome": "3"}, "Outcome 3 needs a reason"),
    (["open"], "decide", {"outcome": "4"}, "Outcome 4 needs a reason"),
    (["open", f"marks {ONE_MAJOR}"], "decide", {"outcome": "1"},
     "A reason is needed: The panel chose an outcome other"),
    (["open", f"marks {ONE_MAJOR}", "learning"], "decide", {"outcome": "2"}, "A reason is needed"),
    (PROMPTED, "decide", {"outcome": "1"}, "The guide asks the panel something first"),
    ([*PROMPTED, "learning"], "decide", {"outcome": "2", "reason": SECRET},
     "The guide asks the panel something first"),
    (PROMPTED, "answer_prompt", {"rule": "four-minors", "considers_inappropriate": True},
     "Say why the panel answers so"),
    (PROMPTED, "answer_prompt", {"rule": "major-no", "considers_inappropriate": True, "reason": SECRET},
     "not ask anything"),
    (["open", f"marks {NOT_MANY}"], "answer_prompt",
     {"rule": "four-minors", "considers_inappropriate": True, "reason": SECRET}, "ask anything on these marks"),
    (SAID_YES, "decide", {"outcome": "1"}, "said it considers the case inappropriate overall"),
    (SAID_YES, "decide", {"outcome": "4"}, "Outcome 4 needs a reason"),
    (SAID_NO, "decide", {"outcome": "3"}, "Outcome 3 needs a reason"),
    (["open", f"marks {CLEAN}"], "decide", {"outcome": "1", "count": {SECRET: 1}}, "counted by outcome"),
    (["open", f"marks {CLEAN}"], "decide", {"outcome": "1", "count": {"1": 7}},
     "more than the 6 people listed"),
    # a case's end
    (["open"], "close_case", {}, "has not decided this case: decide first"),
    (["open"], "reopen_case", {"case": 1, "reason": SECRET}, "Case 1 is open: close it"),
    (["case done"], "reopen_case", {"case": 2, "reason": SECRET},
     "Case 2 is not closed: it needs opening"),
    (DECIDED, "carry_forward", {"case": 1, "reason": SECRET},
     "Case 1 is decided: close it. A changed mark"),
    (["case done"], "carry_forward", {"case": 1, "reason": SECRET}, "already closed or carried forward"),
    # putting right
    (["case done"], "undo", {}, "nothing to undo here: a closed case is reopened"),
    ([], "undo", {}, "nothing to undo here"),
    ([], "amend", {"entry": "e9", "text": SECRET}, "There is no such entry"),
    ([], "amend", {"entry": "e²", "text": SECRET}, "There is no such entry"),
    ([], "amend", {"entry": "e1", "venue": SECRET}, "not one that can be changed"),
    ([PRESENT], "amend", {"entry": "e2", "member": "m1"}, "not one that can be changed"),
    ([("park", {"text": "A"})], "amend", {"entry": "e2"}, "Name what is to be changed"),
    ([("park", {"text": "A"})], "amend", {"entry": "e2", "text": "A"}, "already says so"),
    ([("park", {"text": "A"})], "amend", {"entry": "e2", SECRET: "B"}, "That change is not possible"),
    ([("park", {"text": "A"})], "amend", {"entry": "e2", "text": ""}, "That change is not possible"),
    ([("park", {"text": "A"}), "undo"], "amend", {"entry": "e2", "text": SECRET}, "was undone or replaced"),
    ([("park", {"text": "A"}), ("strike_text", {"entry": "e2", "why": "other"})], "amend",
     {"entry": "e2", "text": SECRET}, "were struck from the record: record it anew"),
    (["open", "marks y"], "amend", {"entry": "e8", "question": "q2"},
     "question of an entry cannot be changed"),
    (["case done"], "amend", {"entry": "e8", "mark": "not_met"}, "reopen it first, with the reason"),
    (["open", "marks y"], "amend", {"entry": "e8", "mark": "no"}, "does not take that mark"),
    ([], "strike_text", {"entry": "e9", "why": "other"}, "There is no such entry"),
    ([], "strike_text", {"entry": "e1", "why": "other"}, "The opening of the meeting cannot be struck"),
    ([PRESENT], "strike_text", {"entry": "e2", "why": "other"}, "holds no free text to strike"),
    ([("park", {"text": "A"}), ("strike_text", {"entry": "e2", "why": "other"})], "strike_text",
     {"entry": "e2", "why": "other"}, "already struck"),
    ([], "correct_minutes", {"entry": "e1", "reason": SECRET}, "not closed yet: amend the entry"),
    # the meeting's life
    ([], "count_papers", {"out": 1, "in": 2}, "More copies came back than went out"),
    ([("adjourn", {"why": "break"})], "adjourn", {"why": "break"},
     "The meeting is adjourned: resume it first"),
    ([("adjourn", {"why": "break"})], "park", {"text": SECRET}, "adjourned: resume it first"),
    ([], "resume", {}, "not adjourned"),
    (["open"], "close_meeting", {}, "Case 1 is open"),
    ([("count_papers", {"out": 7, "in": 6})], "close_meeting", {}, "1 copy outstanding"),
    ([("count_papers", {"out": 7, "in": 4})], "close_meeting", {}, "3 copies outstanding"),
    ([], "confirm_minutes", {"by": [{"role": "chair", "method": "e_mail"}]}, "The meeting is not closed yet"),
    (CLOSED, "park", {"text": SECRET}, "The meeting is closed: correct the minutes"),
    (CLOSED, "undo", {}, "The meeting is closed: correct the minutes"),
    (CLOSED, "open_case", {"case": 2}, "The meeting is closed"),
    # correcting closed minutes
    (CLOSED, "correct_minutes", {"entry": "e8", "mark": "no", "reason": SECRET}, "does not take that mark"),
    (CLOSED, "correct_minutes", {"entry": "e9", "mark": "not_met", "reason": SECRET},
     "With that correction the outcome would not stand: A reason is needed"),
    (CLOSED, "correct_minutes", {"entry": "e19", "outcome": "2", "reason": SECRET},
     "needs at least one observation"),
    (CLOSED, "correct_minutes", {"entry": "e19", "outcome": "9", "reason": SECRET}, "no such outcome"),
    (CLOSED, "correct_minutes", {"entry": "e19", "count": {SECRET: 1}, "reason": SECRET},
     "counted by outcome"),
    (CLOSED, "correct_minutes", {"entry": "e99", "text": SECRET, "reason": SECRET}, "no such entry"),
    ([("count_papers", {"out": 7, "in": 7}), "close_meeting"], "correct_minutes",
     {"entry": "e2", "in": 8, "reason": SECRET}, "More copies came back"),
    (["open", ("decide", {"outcome": "4", "reason": "Time."}), "close_case", "close_meeting"],
     "correct_minutes",
     {"entry": "e8", "outcome": "1", "reason": SECRET}, "would not stand: 11 questions unanswered"),
    ([*SAID_YES, ("decide", {"outcome": "3"}), "close_case", "close_meeting"], "correct_minutes",
     {"entry": "e19", "considers_inappropriate": False, "reason": SECRET}, "not stand: Outcome 3 needs a reason"),
    ([*SAID_NO, ("decide", {"outcome": "1"}), "close_case", "close_meeting"], "correct_minutes",
     {"entry": "e19", "considers_inappropriate": True, "reason": SECRET}, "would not stand: A reason is needed"),
    ([*SAID_NO, ("decide", {"outcome": "1"}), "close_case", "close_meeting"], "correct_minutes",
     {"entry": "e19", "new_reason": None, "reason": SECRET}, "Say why the panel answers so"),
    (["open", f"marks {CLEAN}", "learning", ("decide", {"outcome": "2"}), "close_case", "close_meeting"],
     "correct_minutes", {"entry": "e19", "kind": "insight", "reason": SECRET}, "would not stand: Outcome 2 needs"),
    (["open", f"marks {CLEAN}", "learning", ("decide", {"outcome": "2"}), "close_case", "close_meeting"],
     "correct_minutes", {"entry": "e19", "question": "q99", "reason": SECRET}, "no such question"),
    (["open", f"marks {CLEAN}", "learning", ("decide", {"outcome": "2"}), "close_case"],
     "amend", {"entry": "e19", "kind": "insight"}, "reopen it first, with the reason"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "action", "fields", "says"), REFUSALS, ids=[f"{n}-{r[1]}" for n, r in enumerate(REFUSALS)]
)
def test_refusals(rooms: Rooms, steps: Steps, action: str, fields: dict[str, Any], says: str) -> None:
    sentence = refused(brought(rooms(), steps), action, **fields)
    assert says in sentence


def test_kent_has_no_verdict_and_asks_for_words_and_counts(rooms: Rooms) -> None:
    room = rooms("kent-ipag-2020", set="kent-ipag-2020")
    room.open_first()
    assert "takes a value, not a mark" in refused(room, "answer", question="k1", mark="met")
    assert "takes words" in refused(room, "answer", question="k1")
    assert "takes words" in refused(room, "answer", question="k1", value=["a"])
    assert "takes no count by mark" in refused(room, "answer", question="k1", value="W", count={SECRET: 1})
    for wrong in ("eleven", -1, {"agree": 12, "of": 11}, {"agree": 1}, True):
        assert "takes a count" in refused(room, "answer", question="k7", value=wrong)
    assert "this set reaches no verdict" in refused(room, "decide", outcome="1")
    assert "7 questions unanswered" in refused(room, "close_case")
    for number in range(1, 7):
        room.say("answer", question=str(number), value="We thought.")
    room.say("answer", question="k7", value={"agree": 3, "of": 4})
    room.say("close_case")
    assert room.case()["answers"]["k7"]["value"] == {"agree": 3, "of": 4}
    assert room.case()["state"] == "closed"


@pytest.mark.parametrize(
    ("rule", "count", "outcome", "stands"),
    [
        ("consensus", {"1": 1, "4": 3}, "1", True),
        ("majority", {"1": 3, "4": 1}, "1", True),
        ("majority", {"1": 2, "4": 2}, "1", False),
        ("majority", {"1": 1, "4": 3}, "1", False),
        ("majority", {"1": 2, "4": 2}, "4", True),
        ("majority_chair_casts", {"1": 2, "4": 2}, "1", True),
        ("majority_chair_casts", {"1": 1, "4": 2}, "1", False),
    ],
)
def test_the_decision_rule(
    rooms: Rooms, rule: str, count: dict[str, int], outcome: str, stands: bool
) -> None:
    room = brought(rooms(decision_rule=rule), ["open", f"marks {CLEAN}"])
    said = {"outcome": outcome, "count": count, "reason": "So we saw it."}
    if stands:
        room.say("decide", **said)
        assert room.case()["outcome"]["count"] == count
    else:
        assert "has not the most hands" in refused(room, "decide", **said)


# ── quorum ───────────────────────────────────────────────────────────────────────────────────────────────


def quorate_room(rooms: Rooms, *here: str) -> Room:
    room = rooms(quorum=3)
    room.open_first(*(here or ("ch", "m1", "m2")))
    room.mark(CLEAN)
    return room


def test_exactly_a_quorum_may_decide(rooms: Rooms) -> None:
    room = quorate_room(rooms)
    assert room.case()["quorate"]
    room.say("decide", outcome="1")


@pytest.mark.parametrize(
    "act_of",
    [
        ("sit_out", {"member": "m2", "case": 1}),
        ("declare_interest", {"member": "m2", "case": "SYN/0001/31"}),
        ("member_left", {"member": "m2"}),
    ],
)
def test_who_takes_no_part_does_not_count(rooms: Rooms, act_of: tuple[str, dict[str, Any]]) -> None:
    room = quorate_room(rooms)
    room.say(act_of[0], **act_of[1])
    assert "Not quorate for this case: 2 of 3 needed" in refused(room, "decide", outcome="1")
    assert not room.case()["quorate"]
    assert "Not quorate" in refused(room, "decide", outcome="4", reason=SECRET)


def test_observers_force_and_opcc_never_count_whatever_the_roster_says(rooms: Rooms) -> None:
    roster = [{**m, "votes": True} for m in ROSTER]
    room = rooms(quorum=3, roster=[*roster, {"id": "op", "name": "O", "role": "opcc", "votes": True}])
    room.here("ob")
    room.say("approve_observer", member="ob")
    room.open_first("ch", "m1", "fo", "op")
    room.mark(CLEAN)
    assert "2 of 3 needed" in refused(room, "decide", outcome="1")
    assert room.shown()["meeting"]["quorum"] == {"needed": 3, "present": 2, "quorate": False}


def test_a_member_without_a_vote_does_not_count(rooms: Rooms) -> None:
    room = rooms(quorum=1, roster=[{**ROSTER[0], "votes": False}])
    room.open_first("ch")
    room.mark(CLEAN)
    assert "0 of 1 needed" in refused(room, "decide", outcome="1")


def test_a_late_member_counts_only_by_ruling(rooms: Rooms) -> None:
    room = quorate_room(rooms, "ch", "m1")
    notices = room.say("mark_present", member="m2").notices
    assert "only if the Chair rules so" in notices[0]
    assert "2 of 3" in refused(room, "decide", outcome="1")
    room.say("rule_on_late_member", member="m2", case=1, may_decide=False)
    assert "2 of 3" in refused(room, "decide", outcome="1")
    room.say("rule_on_late_member", member="m2", case=1, may_decide=True)
    room.say("decide", outcome="1")


def test_who_comes_late_to_a_case_opened_in_an_empty_room_needs_a_ruling_too(rooms: Rooms) -> None:
    room = rooms(quorum=1)
    room.say("acknowledge_ground_rules")
    assert "not quorate" in room.say("open_case", case=1).notices[0]
    room.mark(CLEAN)
    room.here("ch")
    assert "0 of 1" in refused(room, "decide", outcome="1")
    room.say("rule_on_late_member", member="ch", case=1, may_decide=True)
    room.say("decide", outcome="1")


def test_an_attendee_who_walks_in_is_late_too(rooms: Rooms) -> None:
    room = quorate_room(rooms, "ch", "m1")
    assert room.say("add_attendee", id="m9", name="Nine", role="member", votes=True).notices
    assert "2 of 3" in refused(room, "decide", outcome="1")


def test_who_left_and_returned_counts_again_without_a_ruling(rooms: Rooms) -> None:
    room = quorate_room(rooms)
    room.say("member_left", member="m2")
    refused(room, "decide", outcome="1")
    assert room.say("member_returned", member="m2").notices == ()
    room.say("decide", outcome="1")


def test_a_late_member_is_in_time_for_the_next_case(rooms: Rooms) -> None:
    room = quorate_room(rooms)
    room.here("et")
    assert [p.id for p in deciders(room.meeting, room.meeting.case(1))] == ["ch", "m1", "m2"]
    room.say("decide", outcome="1")
    room.say("close_case")
    room.say("open_case", case=2)
    assert [p.id for p in deciders(room.meeting, room.meeting.case(2))] == ["ch", "m1", "m2", "et"]


def test_a_part_heard_case_taken_up_again_counts_who_is_there_then(rooms: Rooms) -> None:
    room = quorate_room(rooms, "ch", "m1")
    room.here("m2")
    room.say("carry_forward", case=1, reason="Not quorate.")
    assert room.case()["part_heard"]
    room.say("open_case", case=1)
    room.say("decide", outcome="1")


def test_who_heard_the_first_part_of_a_case_is_not_late_for_the_second(rooms: Rooms) -> None:
    room = quorate_room(rooms)
    room.say("carry_forward", case=1, reason="A break.")
    room.say("member_left", member="m2")
    room.say("open_case", case=1)
    room.say("member_returned", member="m2")
    room.say("decide", outcome="1")


def test_sitting_in_again_counts_again(rooms: Rooms) -> None:
    room = quorate_room(rooms)
    room.say("sit_out", member="m2", case=1)
    assert room.case()["sitting_out"] == 1
    room.say("sit_in", member="m2", case=1)
    room.say("decide", outcome="1")


def test_without_a_quorum_nobody_is_inquorate(rooms: Rooms) -> None:
    room = rooms()
    room.say("acknowledge_ground_rules")
    assert room.say("open_case", case=1).notices == ()
    room.mark(CLEAN)
    room.say("decide", outcome="1")
    assert room.shown()["meeting"]["quorum"] == {"needed": None, "present": 0, "quorate": True}


def test_the_chair_can_be_handed_over(rooms: Rooms) -> None:
    room = rooms()
    room.here("ch", "m1")
    room.say("hand_over_chair", member="m1")
    assert room.shown()["meeting"]["chair"] == "m1"
    room.say("undo")
    assert room.shown()["meeting"]["chair"] == "ch"


# ── what rests on what ───────────────────────────────────────────────────────────────────────────────────


def test_the_prompts_reason_serves_outcome_three(rooms: Rooms) -> None:
    room = brought(rooms(), [*SAID_YES, ("decide", {"outcome": "3"})])
    assert room.case()["outcome"]["reason"] == "So."
    assert not room.case()["outcome"]["departs"]


def test_a_departure_with_its_reason_is_recorded_as_one(rooms: Rooms) -> None:
    room = brought(rooms(), ["open", f"marks {ONE_MAJOR}", ("decide", {"outcome": "1", "reason": "Small."})])
    assert room.case()["outcome"]["departs"]
    assert [a["rule"] for a in room.case()["advice"]] == ["major-no"]


def test_outcome_four_with_a_reason_needs_no_answers(rooms: Rooms) -> None:
    room = brought(rooms(), ["open", ("decide", {"outcome": "4", "reason": "Time."}), "close_case"])
    assert room.case()["state"] == "closed"
    assert len(room.case()["unanswered"]) == 11


def test_a_changed_mark_voids_the_outcome_and_says_so(rooms: Rooms) -> None:
    room = brought(rooms(), DECIDED)
    assert "the panel decides again" in room.answer("q1", "not_met").notices[0]
    assert room.case()["outcome"] is None
    assert room.case()["state"] == "open"
    room.say("undo")
    assert room.case()["outcome"]["code"] == "1"


def test_the_same_mark_with_more_words_voids_nothing(rooms: Rooms) -> None:
    room = brought(rooms(), DECIDED)
    assert room.answer("q1", "met", text="On page 4.").notices == ()
    assert room.case()["outcome"]["code"] == "1"


def test_a_changed_mark_voids_the_prompts_answer_only_when_a_fault_changes(rooms: Rooms) -> None:
    room = brought(rooms(), SAID_YES)
    room.answer("q1", "cannot_tell")
    assert room.case()["prompt_answer"] is not None
    assert "ask again" in room.answer("q10", "not_met").notices[0]
    assert room.case()["prompt_answer"] is None


def test_an_amended_mark_voids_like_a_changed_one(rooms: Rooms) -> None:
    room = brought(rooms(), DECIDED)
    first = next(a.id for q, a in room.meeting.case(1).answers.items() if q == "q1")
    assert room.say("amend", entry=first, mark="not_met").notices
    assert (room.case()["outcome"], room.case()["tally"]["minor"]) == (None, 1)
    room.say("undo")
    assert (room.case()["outcome"]["code"], room.case()["tally"]["minor"]) == ("1", 0)


def test_a_second_answer_to_the_prompt_voids_the_outcome(rooms: Rooms) -> None:
    room = brought(rooms(), [*SAID_YES, ("decide", {"outcome": "3"})])
    again = {"rule": "four-minors", "considers_inappropriate": False, "reason": "On reflection."}
    assert "the panel decides again" in room.say("answer_prompt", **again).notices[0]
    assert room.case()["outcome"] is None


def test_outcome_two_does_not_outlive_its_observation(rooms: Rooms) -> None:
    room = brought(rooms(), ["open", f"marks {CLEAN}", "learning", ("decide", {"outcome": "2"})])
    seen = room.case()["observations"][0]["id"]
    assert "the panel decides again" in room.say("amend", entry=seen, kind="insight").notices[0]
    assert room.case()["outcome"] is None
    refused(room, "decide", outcome="2")
    room.say("undo")
    assert room.case()["outcome"]["code"] == "2"


def test_outcome_two_stands_while_another_observation_carries_it(rooms: Rooms) -> None:
    room = brought(rooms(), ["open", f"marks {CLEAN}", "learning", "learning", ("decide", {"outcome": "2"})])
    room.say("amend", entry=room.case()["observations"][0]["id"], kind="insight")
    assert room.case()["outcome"]["code"] == "2"


def test_a_cannot_tell_raises_a_query_that_goes_with_it(rooms: Rooms) -> None:
    room = brought(rooms(), ["open", "marks yc"])
    (query,) = room.case()["queries"]
    assert (query["id"], query["from"], query["question"], query["settled"]) == ("1-q2", "mark", "q2", False)
    room.say("answer_query", query="1-q2", role="force", text="It is on page 9.", basis="shown", settled=True)
    assert room.case()["queries"][0]["settled"]
    room.answer("q2", "met")
    assert room.case()["queries"] == []


# ── undo ─────────────────────────────────────────────────────────────────────────────────────────────────


def settled(room: Room) -> dict[str, Any]:
    """The document without what undo never takes back: the journal itself and the time."""
    shown = room.shown()
    del shown["journal"]
    for case in shown["cases"]:
        del case["minutes"], case["reading_minutes"]
    return shown


def test_undo_goes_back_one_by_one_to_the_opening_of_the_case(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    states = [settled(room)]
    said: list[tuple[str, dict[str, Any]]] = [
        ("answer", {"question": "q1", "mark": "met"}),
        ("answer", {"question": "q1", "mark": "not_met"}),
        ("observe", {"text": "One.", "kind": "learning"}),
        ("amend", {"entry": "e10", "text": "Two."}),
        ("amend", {"entry": "e10", "kind": "insight"}),
        ("member_left", {"member": "m1"}),
        ("park", {"text": "Wider."}),
        ("raise_query", {"text": "What?"}),
        ("raise_urgent", {"text": "Now.", "told": "Duty officer", "by": "chair"}),
        ("record_action", {"text": "Do.", "owner_role": "chair"}),
        ("count_papers", {"out": 4, "in": 1}),
        ("decide", {"outcome": "4", "reason": "Time."}),
    ]
    for action, fields in said:
        room.say(action, **fields)
        states.append(settled(room))
    assert all(a != b for a, b in pairwise(states))
    for state in reversed(states[:-1]):
        room.say("undo")
        assert settled(room) == state
    assert "nothing to undo" in refused(room, "undo")


def test_undo_takes_no_time_back(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.mark("y")
    room.say("start_reading", minutes=10)
    room.say("adjourn", why="break")
    room.say("resume")
    before = room.case()["reading_minutes"], room.case()["minutes"]
    room.say("undo")
    assert room.case()["answers"] == {}
    assert room.case()["reading_minutes"] == before[0] == 1.0
    assert room.case()["minutes"] == before[1] + 1
    assert len(room.meeting.breaks) == 1


def test_undo_between_cases_reaches_no_case(rooms: Rooms) -> None:
    room = brought(rooms(), ["case done", ("park", {"text": "Wider."}), "undo"])
    assert room.shown()["parked"] == []
    assert "reopened, with the reason" in refused(room, "undo")
    room.say("reopen_case", case=1, reason="We forgot.")
    refused(room, "undo")
    room.answer("q1", "not_met")
    room.say("undo")
    assert room.case()["outcome"]["code"] == "1"


def test_new_acts_after_an_undo_can_be_undone(rooms: Rooms) -> None:
    room = brought(rooms(), ["open", "marks yy", "undo", "undo", "marks n"])
    assert room.case()["answers"]["q1"]["mark"] == "not_met"
    room.say("undo")
    assert room.case()["answers"] == {}


# ── putting right ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "fields", "change", "where"),
    [
        ("park", {"text": "A"}, {"text": "B"}, lambda d: d["parked"][0]["text"] == "B"),
        ("raise_urgent", {"text": "A", "told": "x", "by": "y"}, {"text": "B"},
         lambda d: d["urgent"][0]["text"] == "B"),
        ("record_action", {"text": "A", "owner_role": "x"}, {"due": "2031-04-01"},
         lambda d: d["actions"][0]["due"] == "2031-04-01"),
        ("count_papers", {"out": 5, "in": 1}, {"in": 2}, lambda d: d["papers"]["in"] == 2),
        ("observe", {"text": "A", "kind": "learning"}, {"question": "2"},
         lambda d: d["cases"][0]["observations"][0]["question"] == "q2"),
        ("raise_query", {"text": "A"}, {"text": "B"}, lambda d: d["cases"][0]["queries"][0]["text"] == "B"),
        ("answer", {"question": "q1", "mark": "met"}, {"evidence": {"page": 3}},
         lambda d: d["cases"][0]["answers"]["q1"]["evidence"] == {"page": 3}),
        ("decide", {"outcome": "4", "reason": "A"}, {"reason": "B"},
         lambda d: d["cases"][0]["outcome"]["reason"] == "B"),
    ],
)  # fmt: skip
def test_what_was_said_in_an_open_case_can_be_amended(
    rooms: Rooms, action: str, fields: dict[str, Any], change: dict[str, Any], where: Callable[[Any], bool]
) -> None:
    room = rooms()
    room.open_first()
    entry = room.say(action, **fields).entry.id
    assert not where(room.shown())
    room.say("amend", entry=entry, **change)
    assert where(room.shown())
    room.say("undo")
    assert not where(room.shown())


def test_an_observation_of_a_closed_case_can_still_be_worded_better(rooms: Rooms) -> None:
    room = brought(
        rooms(), ["open", f"marks {CLEAN}", "learning", ("decide", {"outcome": "2"}), "close_case"]
    )
    seen = room.case()["observations"][0]["id"]
    room.say("amend", entry=seen, text="Better.", question="10")
    assert room.case()["observations"][0]["text"] == "Better."
    assert room.case()["observations"][0]["question"] == "q10"


def test_a_correction_says_what_it_was_what_it_is_and_why(rooms: Rooms) -> None:
    room = brought(
        rooms(), [*CLOSED, ("confirm_minutes", {"by": [{"role": "chair", "method": "in_person"}]})]
    )
    room.say("correct_minutes", entry="e8", mark="not_met", reason="Misheard.")
    (correction,) = room.shown()["meeting"]["corrections"]
    assert (correction["entry"], correction["reason"]) == ("e8", "Misheard.")
    assert (correction["before"], correction["after"]) == ({"mark": "met"}, {"mark": "not_met"})
    assert room.case()["answers"]["q1"]["mark"] == "not_met"
    assert room.shown()["meeting"]["state"] == "confirmed"


def test_a_correction_can_change_a_reason(rooms: Rooms) -> None:
    steps: Steps = ["open", ("decide", {"outcome": "4", "reason": "Time."}), "close_case", "close_meeting"]
    room = brought(rooms(), steps)
    room.say("correct_minutes", entry="e8", reason="A slip.", new_reason="No time.")
    assert room.case()["outcome"]["reason"] == "No time."


def test_cases_not_reached_are_carried_forward_and_told_apart(rooms: Rooms) -> None:
    room = brought(
        rooms(), ["open", "marks y", ("carry_forward", {"case": 1, "reason": "Time."}), "close_meeting"]
    )
    assert [(c["state"], c["part_heard"]) for c in room.shown()["cases"]] == [
        ("carried_forward", True),
        ("carried_forward", False),
        ("carried_forward", False),
    ]


def test_copies_outstanding_with_a_reason_let_the_meeting_close(rooms: Rooms) -> None:
    room = brought(
        rooms(), [("count_papers", {"out": 7, "in": 6}), ("close_meeting", {"reason": "One was torn."})]
    )
    assert room.shown()["meeting"]["state"] == "closed"
    assert room.shown()["papers"] == {"out": 7, "in": 6}


def test_a_struck_sentence_is_struck_in_every_version(rooms: Rooms) -> None:
    room = brought(rooms(), ["open"])
    entry = room.say("observe", text=f"{SECRET} one.", kind="learning", to=SECRET).entry.id
    room.say("amend", entry=entry, text=f"{SECRET} two.")
    room.say("strike_text", entry=entry, why="names_a_person")
    assert not [r for r in room.book.rows() if SECRET.encode() in r.body]
    (seen,) = room.case()["observations"]
    assert (seen["text"], seen["kind"], seen["id"]) == ("[struck from the record]", "learning", entry)


def test_a_strike_after_closing_keeps_the_outcome(rooms: Rooms) -> None:
    steps: Steps = [
        "open",
        f"marks {ONE_MAJOR}",
        ("decide", {"outcome": "3", "reason": SECRET}),
        "close_case",
        "close_meeting",
    ]
    room = brought(rooms(), [*steps, ("strike_text", {"entry": "e19", "why": "names_a_person"})])
    assert room.case()["outcome"]["code"] == "3"
    assert room.case()["outcome"]["reason"] == "[struck from the record]"


def test_what_may_be_done_while_adjourned(rooms: Rooms) -> None:
    room = brought(rooms(), ["open", ("adjourn", {"why": "safety"})])
    room.say("raise_urgent", text="Now.", told="Duty officer", by="chair")
    room.say("member_left", member="m1")
    room.say("carry_forward", case=1, reason="Safety.")
    room.say("close_meeting")
    assert room.shown()["meeting"]["state"] == "closed"


def test_questions_can_be_named_by_number(rooms: Rooms) -> None:
    room = brought(rooms(), ["open"])
    room.say("answer", question="11", mark="met")
    assert set(room.case()["answers"]) == {"q11"}
    assert set(QUESTIONS) == set(MAJORS) | set(MINORS)


def test_acts_are_made_as_scripts_make_them() -> None:
    assert act("count_papers", out=1, in_=1).data() == {"action": "count_papers", "out": 1, "in": 1}
