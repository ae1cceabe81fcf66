"""Looking after the people: strong words wait, heavy cases are counted, whoever recognises somebody steps out."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import WORDS, inside
from hypothesis import given
from hypothesis import strategies as st
from making import PASSPHRASE, Room, opening, question_set
from test_session_machine import views_agree

from panelroom.bookcase import book_key, reading
from panelroom.demo import make_demo
from panelroom.desk import Desk
from panelroom.errors import BadFile, Refused
from panelroom.fold import fold
from panelroom.meeting import Meeting
from panelroom.question_files import load
from panelroom.records.minutes import minutes
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record
from panelroom.resources import data_dir
from panelroom.session import opening_entry
from panelroom.wellbeing import (
    MASK,
    Exposure,
    Wellbeing,
    exposure,
    heavy_in_a_row,
    read_wellbeing,
    say_exposure,
)

Rooms = Callable[..., Room]
STRONG = ("blasted", "flaming heck")


def settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "panel.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Oh BLASTED thing.", f"Oh {MASK} thing."),
        ("Flaming\n  heck, he said.", f"{MASK}, he said."),
        ("Unblasted, blastedly.", "Unblasted, blastedly."),
        ("flaming torches", "flaming torches"),
    ],
)
def test_strong_words_are_masked_whole_and_nothing_else_is(text: str, shown: str) -> None:
    assert Wellbeing(strong_words=STRONG).masked(text) == shown


@given(st.lists(st.sampled_from([*STRONG, "calm", "words.", "\n", "  "])))
def test_no_strong_word_is_left_however_words_come_together(parts: list[str]) -> None:
    shown = Wellbeing(strong_words=STRONG).masked(" ".join(parts))
    assert not [word for word in STRONG if word in shown]
    assert shown.count("calm") == parts.count("calm")


def test_the_panel_s_file_sets_it(tmp_path: Path) -> None:
    path = settings(tmp_path, '[wellbeing]\nsupport = "Ring 07700 900123."\nstrong_words = ["blasted"]\n')
    assert read_wellbeing(path) == Wellbeing(support="Ring 07700 900123.", strong_words=("blasted",))
    assert read_wellbeing(settings(tmp_path, "")) == Wellbeing()
    assert read_wellbeing(tmp_path / "roster.csv") == Wellbeing()


@pytest.mark.parametrize(
    "text",
    [
        "[wellbeing]\nsuport = 'x'",
        "[wellbeing]\nstrong_words = ['']",
        "[[",
        "wellbeing = 3",
        f"x = {'[' * 50_000}",
    ],
    ids=["misspelt", "empty word", "no TOML", "no table", "deep"],
)
def test_what_the_file_gets_wrong_is_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read_wellbeing(settings(tmp_path, text))
    assert "\n" not in str(refusal.value) and "panel.toml" in str(refusal.value)


@pytest.mark.heavy
def test_the_book_remembers_it_unseen_by_the_record(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sample = data_dir("sample_cases")
    roster = (sample / "panel.toml").read_text(encoding="utf-8")
    panel = settings(tmp_path, re.sub("(?m)^support = .*", 'support = "Ring the Chair."', roster))
    (tmp_path / WORDS).write_text(PASSPHRASE, encoding="utf-8")
    made = inside(
        capsys, "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", sample, "--ref", "A", "--date",
        "2026-05-12", "--roster", panel, "--book", tmp_path / "a.book", "--passphrase-file", tmp_path / WORDS,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with reading(tmp_path / "a.book", book_key(tmp_path / "a.book", PASSPHRASE)) as book:
        assert Desk(book).wellbeing().support == "Ring the Chair."
        assert b"Ring the Chair" not in b"".join(row.body for row in book.rows())


def test_heavy_cases_in_a_row_are_counted_where_they_were_heard(rooms: Rooms) -> None:
    heavy = {"advisory": "Violence."}
    cases = [{"ref": f"C{n}", **(heavy if n != 2 else {})} for n in range(6)]
    room = rooms(cases=cases)
    assert heavy_in_a_row(room.meeting) == 0
    room.open_first()
    for number in range(1, 6):
        if number > 1:
            room.say("open_case", case=number)
        room.answer("q1", "met")
        room.say("carry_forward", case=number, reason="Time.")
    assert heavy_in_a_row(room.meeting) == 2


def test_in_a_row_is_as_the_panel_heard_them_and_not_as_they_were_listed(rooms: Rooms) -> None:
    heavy = {"advisory": "Violence."}
    room = rooms(cases=[{"ref": "A", **heavy}, {"ref": "B"}, {"ref": "C", **heavy}])
    room.open_first()
    room.say("carry_forward", case=1, reason="Time.")
    for number in (3, 2):
        room.say("open_case", case=number)
        room.say("carry_forward", case=number, reason="Time.")
    assert heavy_in_a_row(room.meeting) == 2


@pytest.mark.heavy
def test_the_demonstration_has_a_support_card_with_invented_contacts_only(tmp_path: Path) -> None:
    made = make_demo(tmp_path / "d")
    with reading(made.book, made.key) as book:
        wellbeing = Desk(book).wellbeing()
    assert re.findall(r"\d[\d ]+\d|\S+@\S+(?=[., ])", wellbeing.support) == [
        "07700 900456",
        "support@example.org.",
    ]
    assert wellbeing.strong_words


def heard(date: str, cases: str) -> Meeting:
    """A meeting that opened a case for each letter: ``h`` heavy, ``l`` light; ``-`` was not reached."""
    advisory = {"h": {"advisory": "Violence."}}
    first = opening([{"ref": f"C{n}", **advisory.get(kind, {})} for n, kind in enumerate(cases)], date=date)
    at = datetime(2031, 3, 4, 18, tzinfo=UTC)
    meeting = fold([opening_entry(first, question_set(), at)])
    assert meeting is not None
    there = frozenset({"ch"})
    pairs = zip(meeting.cases, cases, strict=True)
    begun = [case if kind == "-" else replace(case, there=there) for case, kind in pairs]
    return replace(meeting, cases=tuple(begun))


@pytest.mark.parametrize(
    ("meetings", "found"),
    [
        ((), Exposure(0, 0, 0, 0)),
        (("--",), Exposure(0, 0, 0, 0)),
        (("ll",), Exposure(2, 0, 0, 0)),
        (("hl-", "lhh-"), Exposure(5, 3, 2, 2)),
        (("lh", "hh", "hl"), Exposure(6, 4, 4, 0)),
    ],
)
def test_heavy_cases_are_counted_from_meeting_to_meeting(meetings: tuple[str, ...], found: Exposure) -> None:
    in_time = [heard(f"2031-0{month}-04", cases) for month, cases in enumerate(meetings, 1)]
    assert exposure(in_time) == exposure(in_time[::-1]) == found
    assert ("had a content advisory" in say_exposure(found)) is bool(found.heard)


# ── somebody knows who this is ───────────────────────────────────────────────────────────────────────────


def test_whoever_steps_out_decides_no_more_and_nobody_reads_who_it_was(rooms: Rooms) -> None:
    room = rooms(quorum=3)
    room.open_first("ch", "m1", "m2")
    room.say("step_out", member="m1", case=1)
    assert (room.case()["sitting_out"], room.case()["quorate"]) == (1, False)
    noted = room.shown()["recognised"]
    assert [(n["case"], set(n)) for n in noted] == [(1, {"id", "case", "at"})]
    record = build_record(room.meeting, room.entries, room.root)
    restricted = repr(minutes(record, load(opening().set)))
    assert "Possible re-identification" in restricted
    assert restricted.count("Member One") == 1, "in the attendance alone"
    room.say("carry_forward", case=1, reason="Quorum.")
    room.say("close_meeting")
    record = build_record(room.meeting, room.entries, room.root)
    assert "re-identification" not in repr(public_minutes(record, room.meeting))
    views_agree(room.book, room.meeting)


def test_a_member_steps_out_once_and_only_of_an_open_case(rooms: Rooms) -> None:
    room = rooms()
    room.open_first()
    with pytest.raises(Refused, match="not open"):
        room.say("step_out", member="m1", case=2)
    room.say("step_out", member="m1", case=1)
    with pytest.raises(Refused, match="already"):
        room.say("step_out", member="m1", case=1)
    room.say("undo")
    assert room.shown()["recognised"] == [] and room.case()["sitting_out"] == 0
    room.say("adjourn", why="break")
    room.say("step_out", member="m2", case=1)
    assert room.case()["sitting_out"] == 1
