"""What a meeting comes to, as the yearly report counts it."""

from pathlib import Path

from making import Room, in_room

from panelroom.figures import MeetingFigures, meeting_figures


def figures(room: Room) -> MeetingFigures:
    return meeting_figures(room.meeting, room.root)


def asked(found: MeetingFigures) -> dict[str, tuple[int, int, int, int, int]]:
    return {q.id: (q.met, q.not_met, q.excused, q.not_established, q.not_applicable) for q in found.questions}


def test_a_decided_case_counts_and_a_carried_one_does_not(tmp_path: Path) -> None:
    cases = [
        {"ref": f"SYN/{n}/31", "strands": s} for n, s in ((1, ["race", "religion"]), (2, ["race"]), (3, []))
    ]
    with in_room(tmp_path / "a.book", cases=cases) as room:
        room.open_first()
        room.mark("ycxyyyyayyu")
        room.say("observe", text="Words that nobody released.", kind="learning")
        room.say("decide", outcome="2")
        room.say("close_case")
        room.say("open_case", case=2)
        room.mark("nnnn")
        room.say("carry_forward", case=2, reason="Time.")
        room.say("close_meeting")
        found = figures(room)
    assert (found.planned, found.reached, found.decided, found.carried, found.part_heard) == (3, 2, 1, 2, 1)
    assert {o.code: o.cases for o in found.outcomes} == {"1": 0, "2": 1, "3": 0, "4": 0}
    assert (found.set_id, found.set_title) == (
        "leicestershire-appendix-a",
        "Scrutiny Panel Questions (Appendix A)",
    )
    assert found.strands == {"race": 1, "religion": 1}
    assert found.observations == {"learning": 1}
    counted = asked(found)
    assert counted["q1"] == (1, 0, 0, 0, 0)
    assert counted["q2"] == (0, 0, 0, 1, 0)
    assert counted["q3"] == (0, 0, 0, 0, 1)
    assert counted["q8"] == (0, 0, 1, 0, 0)
    assert counted["q11"] == (0, 0, 0, 1, 0)
    assert next(q for q in found.questions if q.id == "q3").asked == 0


def test_a_fault_is_counted_and_a_break_is_no_time_spent(tmp_path: Path) -> None:
    with in_room(tmp_path / "a.book", cases=1) as room:
        room.open_first()
        room.mark("nyyyyyyyyyy")
        before = figures(room).minutes
        room.say("adjourn", why="break")
        room.clock.advance(3600)
        room.say("resume")
        room.say("observe", text="Done well.", kind="good_practice")
        room.say("decide", outcome="2")
        found = figures(room)
    assert asked(found)["q1"] == (0, 1, 0, 0, 0)
    assert found.minutes - before == 3
    assert found.decided == 1


def test_nothing_that_was_typed_and_nobody_is_in_the_figures(tmp_path: Path) -> None:
    with in_room(tmp_path / "a.book", cases=1) as room:
        room.open_first()
        room.mark("yyyyyyyyyyy")
        room.say("observe", text="Kestrel said so.", kind="insight")
        written = figures(room).model_dump_json()
        assert MeetingFigures.model_validate_json(written) == figures(room)
    for private in ("Kestrel", "Chair One", "Member One", "SYN/0001/31"):
        assert private not in written
