"""Cases that were not concluded come into the next book, first, with how far they came and no mark of before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import WORDS, inside
from making import PASSPHRASE, Room, opening
from test_session_machine import rows, views_agree

from panelroom import acts
from panelroom.bookcase import book_key, new_book, reading, writing
from panelroom.carrying import carried_first, carried_on
from panelroom.errors import Refused
from panelroom.figures import meeting_figures
from panelroom.opening import opening_act
from panelroom.question_files import load
from panelroom.reader import read_meeting
from panelroom.records.blocks import Document, Table
from panelroom.records.minutes import minutes
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record
from panelroom.resources import data_dir

Rooms = Callable[..., Room]
SAMPLE = data_dir("sample_cases")


def heard(room: Room) -> Room:
    """Five cases: concluded, no agreement and back, more information and not back, part-heard, unopened."""
    room.open_first()
    room.mark("yyyyyyyyyyy")
    room.say("decide", outcome="1")
    room.say("close_case")
    for case, fields in (
        (2, {"unresolved": "no_agreement", "comes_back": True}),
        (3, {"unresolved": "more_information"}),
    ):
        room.say("open_case", case=case)
        room.say("decide", outcome="4", reason="Open.", **fields)
        room.say("close_case")
    room.say("open_case", case=4)
    room.answer("q1", "met")
    room.say("carry_forward", case=4, reason="Time.")
    room.say("close_meeting")
    return room


def test_only_what_is_unfinished_or_wanted_back_is_carried(rooms: Rooms) -> None:
    room = heard(rooms(cases=5))
    carried = carried_on(room.meeting)
    assert [(c.ref[:8], c.carried_from and c.carried_from.how) for c in carried] == [
        ("SYN/0002", "no_agreement"),
        ("SYN/0004", "part_heard"),
        ("SYN/0005", "unopened"),
    ]
    assert {c.carried_from.meeting for c in carried if c.carried_from} == {"SYN/M/1"}
    shown = room.shown()
    assert shown["unresolved"] == {"no_agreement": 1, "more_information": 1}
    assert [c["outcome"]["comes_back"] for c in shown["cases"][:3]] == [False, True, False]


def test_a_script_may_say_that_a_case_does_not_come_back(rooms: Rooms) -> None:
    room = rooms(cases=1)
    room.open_first()
    room.say("decide", outcome="4", reason="Open.", comes_back=False)
    assert room.shown()["cases"][0]["outcome"]["comes_back"] is False
    assert room.meeting.cases[0].outcome and "comes_back" not in room.meeting.cases[0].outcome.act.data()


def test_an_outcome_without_a_type_can_come_back_too(rooms: Rooms) -> None:
    room = rooms(cases=1)
    room.open_first()
    room.say("decide", outcome="4", reason="Open.", comes_back=True)
    room.say("close_case")
    room.say("close_meeting")
    assert [c.carried_from and c.carried_from.how for c in carried_on(room.meeting)] == ["no_conclusion"]


def test_a_conclusion_neither_lacks_anything_nor_comes_back(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    room.mark("yyyyyyyyyyy")
    for fields in ({"unresolved": "no_agreement"}, {"comes_back": True}):
        with pytest.raises(Refused, match="without a conclusion"):
            room.say("decide", outcome="1", **fields)
    decided = room.say(
        "decide", outcome="4", reason="So.", unresolved="no_agreement", comes_back=True
    ).entry.id
    with pytest.raises(Refused, match="without a conclusion"):
        room.say("amend", entry=decided, outcome="1")


def test_a_meeting_that_goes_on_carries_nothing_yet(rooms: Rooms) -> None:
    with pytest.raises(Refused, match="not closed yet"):
        carried_on(rooms().meeting)


OUTCOMES_SAID = [("All cases decided", "3"), ("Of outcome 4: the panel did not agree", "1"),
                 ("Of outcome 4: more information is needed", "1")]  # fmt: skip


def last_rows(document: Document) -> list[tuple[str, ...]]:
    """The end of the table of outcomes, as words."""
    (table,) = [b for b in document.blocks if isinstance(b, Table) and b.header == ("Outcome", "Cases")]
    cells = [[" ".join(run.text for p in c for run in p.runs) for c in row.cells] for row in table.rows]
    return [tuple(row) for row in cells[-3:]]


def test_both_minutes_say_what_lacked_and_the_public_ones_no_reason(rooms: Rooms) -> None:
    room = heard(rooms(cases=5))
    record = build_record(room.meeting, room.entries, room.root)
    public = public_minutes(record, room.meeting)
    for document in (minutes(record, load("leicestershire-appendix-a")), public):
        assert last_rows(document) == OUTCOMES_SAID
    said = repr(public)
    assert all(f"{words}.'" in said for words in ("The panel did not agree", "More information is needed"))
    assert "comes back" not in said and "Open." not in said


def test_the_figures_of_the_year_keep_what_lacked_and_the_view_says_it(rooms: Rooms) -> None:
    room = heard(rooms(cases=5))
    found = meeting_figures(room.meeting, room.root)
    assert {o.code: o.unresolved for o in found.outcomes if o.unresolved} == {
        "4": {"no_agreement": 1, "more_information": 1}
    }
    views_agree(room.book, room.meeting)
    assert rows(room.book, "outcomes", "case_number", "unresolved", "comes_back") == [
        (1, None, 0),
        (2, "no_agreement", 1),
        (3, "more_information", 0),
    ]


def listed(ref: str, pages: int | None = None, how: acts.HowCarried | None = None) -> acts.ListedCase:
    origin = acts.CarriedFrom(meeting="HCSP 2026/03", how=how) if how else None
    return acts.ListedCase(ref=ref, title="A", pages=pages, carried_from=origin)


def test_carried_cases_come_first_with_their_new_papers_or_with_none() -> None:
    fresh = [listed("A", 3), listed("B", 4)]
    carried = [listed("Z", 9, "unopened"), listed("B", 7, "part_heard")]
    cases = carried_first(fresh, carried)
    assert [(c.ref, c.pages, bool(c.carried_from)) for c in cases] == [
        ("Z", None, True),
        ("B", 4, True),
        ("A", 3, False),
    ]


@pytest.mark.parametrize("carried", [(), (acts.ListedCase(ref="A"),)], ids=["new", "carried"])
def test_of_two_cases_with_one_reference_none_is_lost_unsaid(carried: tuple[acts.ListedCase, ...]) -> None:
    fresh = [acts.ListedCase(ref="A", pages=3), acts.ListedCase(ref="A", pages=4)]
    with pytest.raises(Refused, match="a case is listed twice"):
        opening_act(ref="R", date="2026-05-01", set="x", cases=carried_first(fresh, carried))


def test_the_minutes_say_what_lacked_and_where_a_case_came_from(rooms: Rooms) -> None:
    origin = {"meeting": "HCSP 2026/03", "how": "part_heard"}
    room = rooms(cases=[{"ref": "SYN/0001/31", "carried_from": origin}])
    room.open_first()
    room.say("decide", outcome="4", reason="So.", unresolved="more_information", comes_back=True)
    record = build_record(room.meeting, room.entries, room.root)
    said = repr(minutes(record, load("leicestershire-appendix-a")))
    assert "Carried from HCSP 2026/03: part-heard. The panel decided afresh." in said
    assert "More information is needed. It comes back to the next meeting." in said
    assert room.case()["carried_from"] == origin


# ── by command ───────────────────────────────────────────────────────────────────────────────────────────


def before(folder: Path, *, closed: bool = True) -> Path:
    """The book of the meeting before: a sample case part-heard, and one without papers here not opened."""
    path = folder / "april.book"
    first = opening(cases=[{"ref": "SYN/0006/25"}, {"ref": "SYN/0099/25"}], ref="HCSP 2026/04")
    new_book(path, PASSPHRASE, first, load(first.set), work_factor=4)
    (folder / WORDS).write_text(PASSPHRASE, encoding="utf-8")
    with writing(path, book_key(path, PASSPHRASE)) as session:
        session.do(acts.MarkPresent(member="ch"))
        session.do(acts.AcknowledgeGroundRules())
        session.do(acts.OpenCase(case=1))
        session.do(acts.CarryForward(case=1, reason="Time."))
        if closed:
            session.do(acts.CloseMeeting())
    return path


def make_next(capsys: pytest.CaptureFixture[str], folder: Path, cases: Path, book: Path) -> Any:
    words = folder / WORDS
    return inside(
        capsys, "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", cases, "--ref", "HCSP 2026/05",
        "--date", "2026-05-12", "--book", folder / "may.book", "--passphrase-file", words,
        "--carried-from", book, "--carried-from-passphrase-file", words,
    )  # fmt: skip


@pytest.mark.heavy
def test_the_next_book_lists_first_what_the_one_before_carried_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = make_next(capsys, tmp_path, SAMPLE, before(tmp_path))
    assert (made.returncode, made.stderr) == (0, "")
    assert "2 cases carried from the meeting before, listed first. 1 without papers here" in made.stdout
    key = book_key(tmp_path / "may.book", PASSPHRASE)
    with reading(tmp_path / "may.book", key) as book:
        meeting, _ = read_meeting(book)
    cases = [(c.ref, c.listed.pages, c.listed.carried_from, c.begun) for c in meeting.cases]
    heard = acts.CarriedFrom(meeting="HCSP 2026/04", how="part_heard")
    unopened = acts.CarriedFrom(meeting="HCSP 2026/04", how="unopened")
    assert cases[:2] == [("SYN/0006/25", 69, heard, False), ("SYN/0099/25", None, unopened, False)]
    assert [(ref, origin) for ref, _, origin, _ in cases[2:]] == [
        (f"SYN/000{n}/25", None) for n in range(1, 6)
    ]


def test_a_meeting_that_is_not_closed_gives_no_book(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = make_next(capsys, tmp_path, SAMPLE, before(tmp_path, closed=False))
    assert made.returncode == 1 and "not closed yet" in made.stderr
    assert not (tmp_path / "may.book").exists()
