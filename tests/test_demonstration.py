"""What the demonstration publishes: its secretary's own wording, each of it something that could be published."""

from pathlib import Path

import pytest
from command_line import SCRIPT, inside, make_book
from making import PASSPHRASE

from panelroom import bookcase, publication
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record
from panelroom.replay import play, read_script
from panelroom.resources import data_dir

AFTERWARDS = data_dir("sample_cases") / "afterwards.jsonl"


def test_its_public_minutes_hold_what_was_released_and_nothing_speaks_against_it(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    with bookcase.writing(book, bookcase.book_key(book, PASSPHRASE)) as session:
        done = play(session, read_script(AFTERWARDS))
        meeting = session.meeting
        rows = [row for row in publication.releasable(meeting) if row.released]
        assert len(rows) == done > 8 and {row.what for row in rows} >= {
            "observation",
            "wider issue",
            "action",
        }
        assert not [c for row in rows for c in publication.concerns(meeting, row.released or "")]
        assert all(row.released != row.words for row in rows if row.what == "observation")
        printed = str(public_minutes(build_record(meeting, session.entries, session.root), meeting).blocks)
    assert [row.entry for row in rows if (row.released or "") not in printed.replace("\\'", "'")] == []


def test_no_more_hands_go_up_in_it_than_there_are_people_who_decide(tmp_path: Path) -> None:
    lines = list(read_script(SCRIPT))[1:]
    assert any(getattr(line.act, "count", None) for line in lines)
    book = make_book(tmp_path, lines=1)
    with bookcase.writing(book, bookcase.book_key(book, PASSPHRASE)) as session:
        told = [notice for line in lines for notice in session.do(line.act, at=line.at).notices]
    assert [notice for notice in told if "counted" in notice] == []


@pytest.mark.heavy
def test_the_chair_is_named_by_the_option_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = make_book(tmp_path)
    words = ("--passphrase-file", tmp_path / "words.txt")
    for option, named in (((), False), (("--name-chair",), True)):
        done = inside(capsys, "export", book, "--to", tmp_path / "out", *option, *words)
        page = (tmp_path / "out/public/minutes.html").read_text(encoding="utf-8")
        assert done.returncode == 0 and ("A. Chair" in page) is named
