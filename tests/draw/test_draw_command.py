"""``panelroom draw`` as an officer and a script use it."""

import json
import stat
import sys
from pathlib import Path
from shutil import copyfile

import pytest
from command_line import WORDS, make_book
from frames import csv_of, frame, write

from panelroom.cli import draw as command
from panelroom.cli.common import Parser, say
from panelroom.errors import PanelroomError

SEED = ("--public-seed", "4 8 15 16 23 42")


@pytest.fixture
def draw(tmp_path, monkeypatch, capsys):
    """Run ``panelroom draw`` in a folder with ``frame.csv``; return exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, csv_of(frame(40).rows))

    def run(*argv):
        whole = Parser(prog="panelroom")
        command.add(whole.add_subparsers(parser_class=Parser))
        try:
            arguments = whole.parse_args(["draw", *map(str, argv)])
            code = arguments.do(arguments)
        except PanelroomError as error:
            say(str(error))
            code = error.exit_code
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        assert said.err == "" or said.err.endswith("\n")
        return code, said.out, said.err

    return run


def taken(*more):
    return ("frame.csv", "--take", 3, *SEED, "--out", "draw.json", *more)


def test_draw_and_verify(draw, tmp_path):
    code, said, wrong = draw(*taken("--drawn-by", "Panel secretary"))
    record = json.loads((tmp_path / "draw.json").read_text(encoding="utf-8"))
    assert (code, wrong) == (0, "")
    assert "40 cases: 30 closed, 10 not closed and never drawn (10 open)." in said
    assert [f"{n}. {ref}" in said for n, ref in enumerate(record["drawn"], 1)] == [True] * 3
    assert record["frame"]["sha256"] in said and record["drawn_by"] == "Panel secretary"
    code, said, wrong = draw("--verify", "draw.json", "--frame", "frame.csv")
    assert (code, wrong) == (0, "") and said.startswith("The draw holds")


def test_the_same_again_in_any_order_of_rows(draw, tmp_path):
    assert json.loads(draw(*taken("--json"))[1])["drawn"] == json.loads(draw(*taken("--json"))[1])["drawn"]
    first = (tmp_path / "draw.json").read_bytes()
    write(tmp_path, csv_of(reversed(frame(40).rows)))
    assert draw(*taken())[0] == 0
    assert (tmp_path / "draw.json").read_bytes() == first


def test_the_hash_to_publish_is_the_one_in_the_record(draw, tmp_path):
    printed = json.loads(draw("frame.csv", "--frame-hash", "--json")[1])
    draw(*taken())
    assert printed == json.loads((tmp_path / "draw.json").read_text())["frame"]
    assert printed["sha256"] in draw("frame.csv", "--frame-hash")[1]


def test_it_says_how_many_heavy_cases_came_before_and_draws_no_differently(draw, tmp_path):
    make_book(tmp_path, "january.book")
    for name in ("january.book", "january.book.vault.age"):
        copyfile(tmp_path / name, tmp_path / name.replace("january", "copy"))
    alone = json.loads(draw(*taken("--json"))[1])
    record = (tmp_path / "draw.json").read_bytes()
    after = ("--after", "january.book", "--passphrase-file", WORDS)
    code, said, _ = draw(*taken(*after, "--after", "./january.book", "--after", "copy.book"))
    assert (
        code == 0
        and "Of the 6 cases heard, 6 had a content advisory, 6 at most in a row, 6 at the end." in said
    )
    told = json.loads(draw(*taken("--json", *after))[1])
    assert told.pop("heard_before") == {"heard": 6, "heavy": 6, "in_a_row": 6, "lately": 6}
    assert told == alone and (tmp_path / "draw.json").read_bytes() == record
    (tmp_path / "draw.json").unlink()
    (tmp_path / WORDS).write_text("another\n", encoding="utf-8")
    assert draw(*taken(*after))[0] == 1 and not (tmp_path / "draw.json").exists()
    assert draw("frame.csv", "--frame-hash", *after)[0] == 2


def test_strata_are_explained(draw):
    said = draw(*taken("--strata", "district"))[1]
    assert [said.count(f"  {name}: ") for name in ("north", "south", "coast")] == [1, 1, 1]


def test_a_replacement_is_added_to_the_same_record_only(draw, tmp_path):
    first = json.loads(draw(*taken("--json"))[1])
    put_aside = ("--replace", first["drawn"][0], "--reason", "An appeal was lodged.")
    code, said, _ = draw(*taken(*put_aside))
    assert code == 0 and f"{first['drawn'][0]} was put aside for {first['reserve'][0]}" in said
    kept = (tmp_path / "draw.json").read_bytes()
    for again in (taken(), ("frame.csv", "--take", 4, *SEED, "--out", "draw.json")):
        code, _, wrong = draw(*again)
        assert code == 1 and "is not this draw: it was left as it is" in wrong
    assert (tmp_path / "draw.json").read_bytes() == kept
    assert draw("--verify", "draw.json", "--frame", "frame.csv")[0] == 0


def test_a_file_that_is_no_draw_is_never_written_over(draw, tmp_path):
    write(tmp_path, "my letter", "draw.json")
    code, _, wrong = draw(*taken())
    assert code == 1 and "left as it is" in wrong
    assert (tmp_path / "draw.json").read_text() == "my letter"


def test_an_altered_record_or_frame_does_not_hold(draw, tmp_path):
    draw(*taken())
    whole = (tmp_path / "draw.json").read_text()
    (tmp_path / "draw.json").write_text(whole.replace("4 8 15", "4 8 16"))
    code, said, wrong = draw("--verify", "draw.json", "--frame", "frame.csv")
    assert code == 1 and said == "" and 'Under "drawn", place 1' in wrong
    (tmp_path / "draw.json").write_text(whole)
    write(tmp_path, csv_of(frame(41).rows))
    code, said, _ = draw("--verify", "draw.json", "--frame", "frame.csv", "--json")
    verdict = json.loads(said)
    assert code == 1 and not verdict["valid"] and "41 cases" in verdict["problems"][0]


def test_what_can_be_said_without_the_frame(draw, tmp_path, capsys):
    draw(*taken())
    assert command.verify_alone(tmp_path / "draw.json", as_json=False) == 0
    assert "only the frame shows" in capsys.readouterr().out
    write(tmp_path, (tmp_path / "draw.json").read_bytes().replace(b'"take": 3', b'"take": 4'), "draw.json")
    assert command.verify_alone(tmp_path / "draw.json", as_json=True) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["valid"], said["frame_checked"]) == (False, False) and len(said["problems"]) == 2


@pytest.mark.parametrize(
    "argv, said",
    [
        ((), "Give one frame"),
        (("frame.csv",), "--take and --public-seed and --out"),
        (("frame.csv", "--take", 3, *SEED), "Drawing needs --out"),
        (("frame.csv", "--take", "three"), "invalid int value"),
        (taken("--replace", "x"), "a --reason of its own"),
        (taken("--strata", "gender"), "--strata takes strands or district"),
        (("--verify", "draw.json"), "give --frame"),
    ],
)
def test_wrong_usage(draw, tmp_path, argv, said):
    code, printed, wrong = draw(*argv)
    assert (code, printed) == (2, "") and said in wrong and wrong.count("\n") == 1
    assert not (tmp_path / "draw.json").exists()


def test_too_many_is_refused_and_nothing_is_written(draw, tmp_path):
    code, printed, wrong = draw("frame.csv", "--take", 31, *SEED, "--out", "draw.json")
    assert (code, printed) == (1, "") and "30 closed cases" in wrong and wrong.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["frame.csv"]


def test_words_for_not_closed_are_counted(draw, tmp_path):
    rows = [r._replace(status=f"word {n % 7}" if n % 8 else "") for n, r in enumerate(frame(40).rows)]
    write(tmp_path, csv_of(rows))
    said = draw("frame.csv", "--frame-hash")[1]
    assert "40 not closed" in said and "5 without a status" in said and ", ...)" in said
    code, _, wrong = draw(*taken())
    assert code == 1 and "0 closed cases" in wrong


def test_notices_go_to_stderr_and_leave_the_json_alone(draw, tmp_path):
    lines = csv_of(frame(40).rows).splitlines()
    write(tmp_path, "\n".join([lines[0] + ",victim", *(line + ",Someone" for line in lines[1:])]))
    code, said, wrong = draw(*taken("--json"))
    assert code == 0 and json.loads(said)["take"] == 3
    assert "(victim)" in wrong and "Someone" not in said + wrong
    assert [warning in wrong for warning in json.loads(said)["warnings"]] == [True]


def test_a_list_that_could_be_american_is_told_of_everywhere_but_in_the_record(draw, tmp_path):
    rows = [r._replace(closed_on=f"0{n % 9 + 1}/12/2025") for n, r in enumerate(frame(40).rows)]
    write(tmp_path, csv_of(rows))
    for argv in (("frame.csv", "--frame-hash"), taken(), ("--verify", "draw.json", "--frame", "frame.csv")):
        code, said, wrong = draw(*argv, "--json")
        assert code == 0 and "day first or month first" in wrong
        assert json.loads(said)["warnings"] == [wrong.removeprefix("panelroom: ").rstrip("\n")]
    assert "warnings" not in json.loads((tmp_path / "draw.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_record_is_for_its_owner_and_nothing_lies_beside_it(draw, tmp_path):
    draw(*taken())
    assert stat.S_IMODE((tmp_path / "draw.json").stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["draw.json", "frame.csv"]


def test_a_folder_that_is_not_there(draw):
    code, _, wrong = draw("frame.csv", "--take", 3, *SEED, "--out", Path("nowhere") / "draw.json")
    assert code == 1 and "could not be written" in wrong
