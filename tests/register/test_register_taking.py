"""What a meeting brings to the register, and what reading its record again does."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from making import Room, in_room
from register_scenes import DAY, EMPTY, KEY, by_text, do, heard, move, on_disk, respond, take

from panelroom.errors import NotWritten, Refused
from panelroom.journal import Row, leaf_hash
from panelroom.records.blocks import Table
from panelroom.register import shelf as registers
from panelroom.register.changes import Updated, to_body
from panelroom.register.show import disputed, panel_text, since
from panelroom.register.spreadsheet import register_sheet
from panelroom.register.state import Register
from panelroom.register.table import response_table
from panelroom.register.taking import taken
from panelroom.store import Book, RegisterFile

Rooms = Callable[..., Room]


def said(room: Room) -> list[tuple[str, str | None]]:
    return [(i.now.sort, i.now.text) for i in take(EMPTY, room).every_item()]


def test_everything_somebody_must_act_on_is_taken_and_nothing_else(rooms: Rooms) -> None:
    room = rooms()
    heard(room)
    wording = room.meeting.question_set.by_id["q2"].wording
    assert said(room) == [
        ("feedback", "Well done."),
        ("feedback", "Nobody called."),
        ("organisational_learning", "No form asks."),
        ("query", f"The panel could not tell from the papers: {wording}"),
        ("query", "Who covers?"),
        ("organisational_learning", "Rest days."),
        ("recommendation", "Ask for it."),
    ]


def test_no_name_no_reference_and_nothing_urgent_is_in_the_register(rooms: Rooms) -> None:
    room = rooms(cases=[{"ref": "SYN/0001/31", "title": "Paint on a door", "strands": ["race"]}])
    heard(room)
    change = taken(EMPTY, room.meeting, room.book.rows())
    assert change is not None
    words = str(change.model_dump())
    for private in ("SYN/0001/31", "Paint on a door", "Member One", "'m1'", "at risk", "Chair One"):
        assert private not in words


def test_where_it_was_said_and_when_it_is_due(rooms: Rooms) -> None:
    room = rooms()
    heard(room)
    register = take(EMPTY, room)
    learning = register.items[by_text(register, "Nobody called.")]
    assert (learning.now.case, learning.now.question, learning.now.page, learning.now.to) == (
        1,
        3,
        6,
        "supervisor",
    )
    assert register.due(learning) == "2031-04-01"  # 28 days after 4 March
    action = register.items[by_text(register, "Ask for it.")]
    assert (action.owner, action.due) == ("opcc", "2031-04-01")
    assert register.due(register.items[by_text(register, "Well done.")]) is None


def test_a_query_settled_in_the_room_is_answered(rooms: Rooms) -> None:
    room = rooms()
    heard(room)
    settled, waits = (i for i in take(EMPTY, room).every_item() if i.now.sort == "query")
    assert (settled.stage, settled.now.told[0].text) == ("answered", "It exists.")
    assert (waits.stage, waits.now.settled) == ("raised", False)


def test_the_same_book_again_changes_nothing(rooms: Rooms) -> None:
    room = rooms()
    heard(room)
    assert taken(take(EMPTY, room), room.meeting, room.book.rows()) is None


def test_a_meeting_that_is_not_closed_is_refused(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    with pytest.raises(Refused, match="Only a closed meeting"):
        take(EMPTY, room)


def test_a_correction_comes_as_a_further_version_and_keeps_what_became_of_it(rooms: Rooms) -> None:
    room = rooms()
    ids = heard(room)
    register = take(EMPTY, room)
    item = by_text(register, "Nobody called.")
    register = respond(register, item, "accepted")
    room.say("correct_minutes", entry=ids["learning"], reason="Misheard.", text="Nobody wrote.")
    register = take(register, room)
    after = register.items[item]
    assert [s.text for s in after.said] == ["Nobody called.", "Nobody wrote."]
    assert (after.stage, len(after.responses), len(register.items)) == ("answered", 1, 7)


def test_a_correction_that_takes_a_query_away_withdraws_it(rooms: Rooms) -> None:
    room = rooms()
    heard(room)
    register = take(EMPTY, room)
    answered = next(i for i in register.every_item() if i.now.told)
    entry = room.meeting.case(1).answers["q2"].id
    room.say("correct_minutes", entry=entry, reason="Found.", mark="met")
    register = take(register, room)
    assert register.items[answered.id].now.withdrawn and not register.items[answered.id].open
    room.say("correct_minutes", entry=entry, reason="Not found.", mark="cannot_tell")
    assert not take(register, room).items[answered.id].now.withdrawn


def test_released_wording_comes_along_and_goes_again(rooms: Rooms) -> None:
    room = rooms()
    ids = heard(room)
    register = take(EMPTY, room)
    item = by_text(register, "Nobody called.")
    assert register.items[item].now.public is None
    room.say("release_text", entry=ids["learning"], text="Call victims early.", by="secretary")
    register = take(register, room)
    assert register.items[item].now.public == "Call victims early."
    room.say("release_text", entry=ids["learning"], by="secretary")
    assert take(register, room).items[item].now.public is None


def test_only_other_words_of_the_panel_count_as_corrected(rooms: Rooms) -> None:
    room = rooms()
    known = heard(room)
    register = take(EMPTY, room)
    item = by_text(register, "Nobody called.")

    def standing(register: Register) -> object:
        return register_sheet(register, [register.items[item]], DAY).rows[0][9]

    room.say("release_text", entry=known["learning"], text="Calls came late.", by="secretary")
    register = take(register, room)
    assert standing(register) == "Stands"
    room.say("correct_minutes", entry=known["learning"], fields={"text": "Nobody rang."}, reason="Mistyped.")
    assert standing(take(register, room)) == "Corrected"


def test_an_older_state_of_the_record_is_refused(rooms: Rooms) -> None:
    room = rooms()
    ids = heard(room)
    before, rows = room.meeting, room.book.rows()
    room.say("correct_minutes", entry=ids["learning"], reason="Misheard.", text="Nobody wrote.")
    register = take(EMPTY, room)
    with pytest.raises(Refused, match="older or another state"):
        taken(register, before, rows)


def test_another_end_of_the_same_record_is_refused(rooms: Rooms, shelf: Path) -> None:
    """Two copies that went their own ways after the meeting: the second is no later state of the first."""
    room = rooms()
    ids = heard(room)
    room.book.copy_to(shelf / "other.book")
    room.say("correct_minutes", entry=ids["learning"], reason="Misheard.", text="Nobody wrote.")
    register = take(EMPTY, room)
    with in_room(shelf / "other.book") as other:
        for text in ("A.", "B."):
            other.say("correct_minutes", entry=ids["learning"], reason="Misheard.", text=text)
        with pytest.raises(Refused, match="older or another state"):
            take(register, other)


def test_another_meeting_of_the_same_reference_is_refused(rooms: Rooms) -> None:
    first, second = rooms(), rooms()
    heard(first)
    heard(second)
    register = take(EMPTY, first)
    with pytest.raises(Refused, match="another meeting of this reference"):
        take(register, second)
    third = rooms(ref="SYN/M/2")
    heard(third)
    assert len(take(register, third).items) == 14


def test_an_altered_book_is_refused(rooms: Rooms) -> None:
    room = rooms()
    heard(room)
    rows = room.book.rows()
    altered = [*rows[:-2], replace(rows[-2], body=rows[-2].body.replace(b"Time", b"Tide")), rows[-1]]
    assert leaf_hash(altered[-2].salt, altered[-2].body) != altered[-2].leaf
    with pytest.raises(Refused, match="does not prove itself"):
        taken(EMPTY, room.meeting, altered)


# ── struck words ─────────────────────────────────────────────────────────────────────────────────────────


def bytes_of(path: Path) -> bytes:
    """Return every page of a register in clear, its free pages and its log too."""
    from making import _pages

    assert bytes(range(32)) == KEY
    return b"".join(_pages(path))


def test_struck_words_are_in_no_page_of_the_register_and_the_tracking_stays(
    rooms: Rooms, shelf: Path
) -> None:
    room = rooms()
    ids = heard(room)
    path = shelf / "a.register"
    with on_disk(path) as writer:
        writer.do(_taken(writer.register, room))
        item = by_text(writer.register, "Nobody called.")
        writer.register = move_on_disk(writer, item)
        assert b"Nobody called." in bytes_of(path)
        room.say("correct_minutes", entry=ids["learning"], reason="Misheard.", text="Nobody called. Ever.")
        writer.do(_taken(writer.register, room))
        room.say("strike_text", entry=ids["learning"], why="names_a_person")
        writer.do(_taken(writer.register, room))
        struck = writer.register.items[item]
        assert panel_text(struck) == "[struck from the record]" and [s.text for s in struck.said] == [None]
        assert (struck.stage, struck.reached["sent"]) == ("sent", "2031-03-10")
        assert b"Nobody called." not in bytes_of(path)
        assert b"Well done." in bytes_of(path)
    file = RegisterFile.open(path, KEY, write=False)
    assert b"Nobody" not in str(file.changes()).encode()
    file.close()
    assert b"Nobody called." not in bytes_of(path)


def _taken(register: object, room: Room):  # type: ignore[no-untyped-def]
    change = taken(register, room.meeting, room.book.rows())  # type: ignore[arg-type]
    assert change is not None
    return change


def move_on_disk(writer, item: str):  # type: ignore[no-untyped-def]
    writer.do(Updated(of=item, stage="sent", on="2031-03-10"))
    return writer.register


@pytest.mark.heavy
def test_reading_again_erases_what_a_full_disk_left(
    rooms: Rooms, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = rooms()
    ids = heard(room)
    path = shelf / "a.register"
    with on_disk(path) as writer:
        writer.take(room.meeting, room.book.rows())
    room.say("strike_text", entry=ids["learning"], why="names_a_person")
    with registers.reading(path, KEY) as reader:
        with monkeypatch.context() as full, on_disk(path) as writer:
            reader._db.execute("BEGIN")  # somebody looks at it: the log cannot be folded in
            reader.changes()
            full.setattr(RegisterFile, "forget", _no_room)
            with pytest.raises(NotWritten):
                writer.take(room.meeting, room.book.rows())
        reader._db.execute("ROLLBACK")
    with on_disk(path) as writer:
        assert b"Nobody called." in bytes_of(path)
        assert writer.take(room.meeting, room.book.rows()) is None
        assert b"Nobody called." not in bytes_of(path)


def _no_room(file: RegisterFile) -> None:
    raise NotWritten("There was no room.")


def test_a_fact_disputed_before_publication_comes_along_with_its_page_and_the_reply(rooms: Rooms) -> None:
    room = rooms()
    known = heard(room)
    room.say("open_accuracy_check", until="2031-03-20")
    register = take(EMPTY, room)
    item = by_text(register, "Nobody called.")
    assert not disputed(register.items[item])
    dispute = room.say("dispute_fact", entry=known["learning"], role="force", text="A call was made.", page=4)
    register = take(register, room)
    assert disputed(register.items[item])
    assert item in since(register, DAY.isoformat(), DAY)["disputed"]
    room.say("reply_to_dispute", entry=dispute.entry.id, text="Not on page 4.")
    register = take(register, room)
    assert since(register, DAY.isoformat(), DAY)["disputed"] == []
    tables = [block for block in response_table(register, DAY).blocks if isinstance(block, Table)]
    printed = "\n".join(p.text for table in tables for row in table.rows for p in row.cells[1])
    assert "Fact disputed before publication: A call was made. (page 4) - force" in printed
    assert "The panel replied: Not on page 4. - panel" in printed
    row = next(r for r in register_sheet(register, list(register.every_item()), DAY).rows if r[0] == item)
    assert "Stands" in row and "Fact disputed before publication: A call was made. (page 4) - force" in row
    room.say("strike_text", entry=dispute.entry.id, why="other")
    change = _taken(register, room)
    assert [s.id for s in change.items if s.erased] == [item] and "A call was made." not in str(change)
    assert not disputed(do(register, change).items[item])


def test_a_struck_answer_of_the_force_goes_too(rooms: Rooms) -> None:
    room = rooms()
    heard(room)
    register = take(EMPTY, room)
    answered = next(i for i in register.every_item() if i.now.told)
    reply = room.meeting.case(1).replies[0].id
    room.say("strike_text", entry=reply, why="other")
    change = _taken(register, room)
    assert [s.id for s in change.items if s.erased] == [answered.id]
    assert "It exists." not in str(change)


def test_what_is_struck_before_the_first_reading_never_comes(rooms: Rooms) -> None:
    room = rooms()
    ids = heard(room)
    room.say("strike_text", entry=ids["learning"], why="names_a_person")
    register = take(EMPTY, room)
    assert [panel_text(i) for i in register.every_item()].count("[struck from the record]") == 1
    assert "Nobody" not in str(register)


def test_a_moved_item_keeps_its_place_when_the_book_moves_on(rooms: Rooms) -> None:
    room = rooms()
    ids = heard(room)
    register = take(EMPTY, room)
    item = by_text(register, "Who covers?")
    register = move(register, item, "sent", "2031-03-09")
    room.say("correct_minutes", entry=ids["query"], reason="Fuller.", text="Who covers on rest days?")
    after = take(register, room).items[item]
    assert (after.stage, after.now.text) == ("sent", "Who covers on rest days?")
    assert isinstance(room.book, Book) and isinstance(room.book.rows()[0], Row)
    assert to_body(after.history[-1]).count("rest days") == 1
