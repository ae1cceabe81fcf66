"""``panelroom pace`` and ``meeting new --pace-from``: what it took feeds the next plan, in numbers alone."""

import json
from pathlib import Path

import pytest
from command_line import WORDS, inside, make_book, one_sentence
from making import PASSPHRASE

from panelroom import bookcase, pace, pace_file
from panelroom.errors import BadFile, Refused
from panelroom.reader import read_meeting
from panelroom.resources import data_dir

ROWS = (pace.Measured(1.25, 90.5, 4.0), pace.Measured(0.8, 60.0, 6.25))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / WORDS).write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("PANELROOM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.heavy
def test_a_meeting_tells_its_time_and_the_next_is_planned_with_it(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = make_book(desk)
    said = inside(capsys, "pace", book, "--out", "one.json", "--passphrase-file", WORDS)
    assert said.returncode == 0
    assert "Case 1" in said.stdout and "Pace over " in said.stdout
    shown = json.loads(inside(capsys, "pace", book, "--json", "--passphrase-file", WORDS).stdout)
    assert [i["item"] for i in shown["items"]][:2] == ["arrival", "case"]
    both = ("--add", "one.json", "--out", "two.json", "--passphrase-file", WORDS, "--json")
    twice = json.loads(inside(capsys, "pace", book, *both).stdout)
    assert (twice["held_before"], shown["held_before"]) == (6, 0)
    assert twice["pace"]["cases"] == shown["pace"]["cases"]
    made = inside(
        capsys, "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", data_dir("sample_cases"),
        "--ref", "M/2", "--date", "2031-05-01", "--book", "next.book", "--pace-from", "two.json",
        "--passphrase-file", WORDS,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with bookcase.reading(desk / "next.book", bookcase.book_key(desk / "next.book", PASSPHRASE)) as opened:
        meeting, _ = read_meeting(opened)
    assert meeting.opening.pace and meeting.opening.pace.model_dump() == twice["pace"]


def test_a_meeting_that_is_added_again_counts_once_whatever_its_book_is_called(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = make_book(desk, lines=80)
    inside(capsys, "pace", earlier, "--out", "one.json", "--passphrase-file", WORDS)
    held = len(pace_file.read_pace(desk / "one.json"))
    assert 0 < held < 6, "the meeting was still going on"
    whole = make_book(desk, "another-name.book")
    add = ("--add", "one.json", "--out", "two.json", "--passphrase-file", WORDS)
    said = inside(capsys, "pace", whole, *add)
    assert f"The pace file holds {held} cases of this meeting already: each counts once." in said.stdout
    assert "Pace over 6 cases (medians)" in said.stdout
    assert len(pace_file.read_pace(desk / "two.json")) == 6


def test_another_meeting_is_added_to_the_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = make_book(desk)
    pace_file.write_pace(desk / "march.json", ROWS)
    add = ("--add", "march.json", "--out", "both.json", "--passphrase-file", WORDS)
    said = inside(capsys, "pace", book, *add)
    assert "Pace over 8 cases" in said.stdout and "already" not in said.stdout
    assert pace_file.read_pace(desk / "both.json")[:2] == ROWS


def test_the_file_holds_numbers_and_nothing_else(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = make_book(desk)
    said = inside(capsys, "pace", book, "--out", "one.json", "--passphrase-file", WORDS)
    assert "Case 1    " in said.stdout and "Pace over 6 cases (medians)" in said.stdout
    document = json.loads((desk / "one.json").read_text())
    assert set(document) == {"format", "cases"}
    assert document["cases"]
    assert all(isinstance(v, int | float) for row in document["cases"] for v in row.values())
    assert (desk / "one.json").stat().st_mode & 0o077 == 0


def test_what_is_written_is_read_and_only_the_latest_are_kept(tmp_path: Path) -> None:
    pace_file.write_pace(tmp_path / "a.json", ROWS)
    assert pace_file.read_pace(tmp_path / "a.json") == ROWS
    pace_file.write_pace(tmp_path / "b.json", ROWS[:1] * 40 + ROWS[1:])
    kept = pace_file.read_pace(tmp_path / "b.json")
    assert (len(kept), kept[-1]) == (pace_file.MOST_CASES, ROWS[1])
    with pytest.raises(Refused):
        pace_file.write_pace(tmp_path / "a.json", ROWS[:1])
    assert pace_file.read_pace(tmp_path / "a.json") == ROWS


def test_a_clock_that_ran_overnight_leaves_a_file_that_can_be_read(tmp_path: Path) -> None:
    overnight = pace.Measured(reading=144.0, question_seconds=200_000.0, deciding_minutes=30_000.0)
    pace_file.write_pace(tmp_path / "a.json", (overnight,))
    assert pace.pace_of(pace_file.read_pace(tmp_path / "a.json")) == pace.pace_of([overnight])


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"[]", b"{}", b'{"format": "panelroom-pace@2", "cases": []}', b"[" * 100_000,
        b'{"format": "panelroom-pace@1", "cases": [{"reading": NaN, "question_seconds": 1, "deciding_minutes": 1}]}',
        b'{"format": "panelroom-pace@1", "cases": [{"reading": -1, "question_seconds": 1, "deciding_minutes": 1}]}',
        b'{"format": "panelroom-pace@1", "cases": [], "ref": "X"}',
        b'{"format": "panelroom-pace@1", "cases": []}' + b" " * 200_000,
    ],
    ids=["empty", "bytes", "list", "nothing", "later", "deep", "nan", "negative", "more", "large"],
)  # fmt: skip
def test_anything_else_is_refused_in_one_sentence(
    desk: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "odd.json").write_bytes(content)
    with pytest.raises(BadFile):
        pace_file.read_pace(desk / "odd.json")
    done = inside(
        capsys, "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", data_dir("sample_cases"),
        "--ref", "M/2", "--date", "2031-05-01", "--book", "next.book", "--pace-from", "odd.json",
        "--passphrase-file", WORDS,
    )  # fmt: skip
    assert done.returncode == 1
    assert one_sentence(done)
    assert not (desk / "next.book").exists()
