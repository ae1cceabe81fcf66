"""The quorum and the decision rule of all meetings, as the office set them once in its panel.toml."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import SCRIPT, WORDS, everything_below, inside, one_sentence
from making import PASSPHRASE, ROSTER

from panelroom.errors import Refused
from panelroom.meeting_settings import MeetingSettings, read_meeting_settings
from panelroom.opening import opening_act
from panelroom.resources import data_dir
from panelroom.roster import read_roster

Cli = Callable[..., Any]
SAMPLE = data_dir("sample_cases")
WANTED = '[meeting]\nquorum = 3\ndecision_rule = "majority"\n'
CASES = [{"ref": "SYN/0001/31"}]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one case, and the pass-phrase of the books to be made there."""
    case = tmp_path / "cases" / "01"
    case.mkdir(parents=True)
    (case / "log.txt").write_text("Nothing happened.\n", encoding="utf-8")
    (case / "case.toml").write_text(
        'ref = "SYN/0001/31"\ntitle = "First"\n[[documents]]\nfile = "log.txt"\ntitle = "Log"\n'
    )
    (tmp_path / WORDS).write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(desk: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return lambda *argv: inside(capsys, *argv)


def panel(text: str) -> str:
    """Write panel.toml with these settings and the nine voting members of the sample; return its name."""
    roster = (SAMPLE / "panel.toml").read_text(encoding="utf-8")
    Path("panel.toml").write_text(text + roster, encoding="utf-8")
    return "panel.toml"


def new(cli: Cli, *options: object) -> Any:
    return cli(
        "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", "cases", "--ref", "A", "--date",
        "2026-05-12", "--book", "b.book", "--passphrase-file", WORDS, *options,
    )  # fmt: skip


def made(cli: Cli) -> tuple[int | None, str]:
    """Return the quorum and the decision rule of the book."""
    shown = json.loads(cli("show", "b.book", "--json", "--passphrase-file", WORDS).stdout)["meeting"]
    return shown["quorum"]["needed"], shown["decision_rule"]


def test_a_file_without_the_table_sets_nothing(desk: Path) -> None:
    assert read_meeting_settings(Path(panel(WANTED))) == MeetingSettings(quorum=3, decision_rule="majority")
    assert read_meeting_settings(Path(panel(""))) == MeetingSettings()
    assert read_meeting_settings(desk / "roster.csv") == MeetingSettings()


def test_a_meeting_is_made_as_the_settings_say(cli: Cli) -> None:
    done = new(cli, "--roster", panel(WANTED))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1] == "From panel.toml: quorum 3, decisions by majority of hands."
    assert made(cli) == (3, "majority")


def test_an_option_given_wins_over_the_settings(cli: Cli) -> None:
    done = new(cli, "--roster", panel(WANTED), "--quorum", "4", "--decision-rule", "consensus")
    assert done.returncode == 0 and "From panel.toml" not in done.stdout
    assert made(cli) == (4, "consensus")


@pytest.mark.heavy
def test_one_option_leaves_the_other_setting(cli: Cli) -> None:
    done = new(cli, "--roster", panel(WANTED), "--quorum", "9")
    assert done.stdout.splitlines()[1] == "From panel.toml: decisions by majority of hands."
    assert made(cli) == (9, "majority")


@pytest.mark.heavy
def test_the_settings_may_stand_beside_a_roster_that_is_a_csv_file(cli: Cli) -> None:
    Path("next.csv").write_text("id,name,role,votes\na,A,chair,yes\nb,B,member,yes\nc,C,member,yes\n")
    done = new(cli, "--roster", "next.csv", "--settings", panel(WANTED))
    assert done.returncode == 0 and "quorum 3" in done.stdout
    assert made(cli) == (3, "majority")


def test_settings_in_a_csv_file_are_refused_not_passed_over(cli: Cli) -> None:
    Path("next.csv").write_text("id,name,role,votes\na,A,chair,yes\n")
    said = one_sentence(new(cli, "--roster", panel(WANTED), "--settings", "next.csv"))
    assert said == "next.csv is a CSV file, which holds no settings: name your panel.toml with --settings."


@pytest.mark.heavy
def test_without_settings_and_options_nothing_is_set(cli: Cli) -> None:
    done = new(cli, "--roster", panel(""))
    assert done.returncode == 0 and done.stdout.count("\n") == 1
    assert made(cli) == (None, "consensus")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[meeting]\nquorom = 5\n", "quorom is no setting here (known: quorum, decision_rule)."),
        ("[meeting]\nquorum = 0\n", "quorum must be at least 1."),
        ("[meeting]\nquorum = true\n", "quorum must be a whole number."),
        ("[meeting]\nquorum = 2.5\n", "quorum must be a whole number."),
        ("[meeting]\nquorum = 'half'\n", "quorum must be a whole number."),
        ("[meeting]\ndecision_rule = 'vote'\n", "'consensus', 'majority' or 'majority_chair_casts'."),
        ("meeting = 3\n", "must be names with values."),
    ],
)
def test_what_the_file_gets_wrong_is_one_sentence_and_makes_nothing(cli: Cli, text: str, says: str) -> None:
    roster = panel(text)
    before = everything_below(Path())
    done = new(cli, "--roster", roster, "--quorum", "2")
    assert (done.returncode, done.stdout) == (1, "")
    said = one_sentence(done)
    assert said.startswith("panel.toml, [meeting]: ") and said.endswith(says)
    assert everything_below(Path()) == before


@pytest.mark.parametrize(
    ("text", "options"),
    [("", ("--quorum", "10")), ("[meeting]\nquorum = 10\n", ())],
    ids=["option", "setting"],
)
def test_a_quorum_that_the_roster_cannot_meet_is_refused(
    cli: Cli, text: str, options: tuple[str, ...]
) -> None:
    roster = panel(text)
    before = everything_below(Path())
    done = new(cli, "--roster", roster, *options)
    assert (done.returncode, done.stdout) == (1, "")
    said = one_sentence(done)
    assert "its quorum is 10, and the roster lists 9 voting members" in said and "lower quorum" in said
    assert everything_below(Path()) == before


def test_who_never_counts_is_not_counted_for_the_quorum_whatever_the_roster_says() -> None:
    roster = [{**person, "votes": True} for person in ROSTER]
    fields = {"ref": "A", "date": "2031-03-04", "set": "x", "cases": CASES}
    assert opening_act(**fields, roster=roster, quorum=4).quorum == 4
    with pytest.raises(Refused, match="4 voting members"):
        opening_act(**fields, roster=roster, quorum=5)
    with pytest.raises(Refused, match="1 voting member;"):
        opening_act(**fields, roster=roster[:1], quorum=2)
    assert opening_act(**fields, quorum=5).quorum == 5, "without a roster everybody walks in"


def test_a_meeting_that_was_recorded_with_such_a_quorum_still_opens(cli: Cli) -> None:
    opening = json.loads(SCRIPT.read_text(encoding="utf-8").splitlines()[0]) | {"quorum": 10}
    Path("held.jsonl").write_text(json.dumps(opening) + "\n", encoding="utf-8")
    assert cli("replay", "held.jsonl", "--book", "b.book", "--passphrase-file", WORDS).returncode == 0
    assert made(cli) == (10, "consensus")


def test_a_column_that_a_roster_does_not_have_is_told_with_those_it_has(cli: Cli) -> None:
    Path("next.csv").write_text("id,name,role,votes,phone\na,A,chair,yes,1\n")
    said = one_sentence(new(cli, "--roster", "next.csv"))
    assert said == "next.csv, person 1: phone is none of id, name, role, votes."


def test_the_example_in_the_sample_is_one(desk: Path) -> None:
    text = (SAMPLE / "panel.toml").read_text(encoding="utf-8")
    example = text.replace("# [meeting]", "[meeting]")
    for name in MeetingSettings.model_fields:
        example = example.replace(f"# {name} =", f"{name} =")
    (desk / "panel.toml").write_text(example, encoding="utf-8")
    assert read_meeting_settings(desk / "panel.toml") == MeetingSettings(quorum=5, decision_rule="consensus")
    assert read_roster(desk / "panel.toml") == read_roster(SAMPLE / "panel.toml")
    assert read_meeting_settings(SAMPLE / "panel.toml") == MeetingSettings()
