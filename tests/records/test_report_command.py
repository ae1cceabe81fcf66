"""``panelroom report`` as a secretary and a script use it."""

import json
import tomllib
from pathlib import Path

import pytest
from command_line import everything_below, inside, one_sentence

from panelroom.records import files as writing
from panelroom.records.files import write_all
from panelroom.resources import data_dir

ROOT = Path(__file__).parents[2]
FOUR = ["annual.docx", "annual.html", "annual.json", "annual.pdf"]
PERIOD = ("--from", "2030-04-01", "--to", "2031-03-31", "--date", "2031-05-20")
SECRET = "Zofia Marker"


@pytest.fixture
def report(tmp_path, monkeypatch, capsys):
    """Run ``panelroom report annual`` in a folder with ``monthly.csv``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "monthly.csv").write_bytes((data_dir("sample_cases") / "monthly.csv").read_bytes())
    return lambda *more: inside(capsys, "report", "annual", *PERIOD, "--to-dir", "out", *more)


def written(folder: Path) -> dict:
    return json.loads((folder / "out" / "annual.json").read_text(encoding="utf-8"))


def test_the_four_files_are_written_and_named(report, tmp_path):
    done = report("--volumes", "monthly.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FOUR
    assert [Path(line).name for line in done.stdout.split()] == FOUR
    years = {y["year"]: (y["recorded"], y["monthly_average"]) for y in written(tmp_path)["volumes"]["years"]}
    assert years == {2028: (1404, 117), 2029: (1512, 126), 2030: (1219, 135)}


def test_json_is_the_data_and_the_documents(report, tmp_path):
    done = report("--volumes", "monthly.csv", "--json")
    said = json.loads(done.stdout)
    assert done.stderr == ""
    assert [Path(path).name for path in said.pop("documents")] == FOUR
    assert said == written(tmp_path)


def test_the_same_again_is_the_same_bytes(report, tmp_path):
    report("--volumes", "monthly.csv")
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    report("--volumes", "monthly.csv")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first


def test_what_is_written_comes_from_the_details_and_options_go_before(report, tmp_path):
    shown = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    toml = shown.partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(toml)
    (tmp_path / "report.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "requests.txt").write_text("One?\n\nTwo?\n", encoding="utf-8")
    (tmp_path / "chair.txt").write_bytes("\ufeffTŷ Gŵyr.\r\n".encode())
    done = report(
        "--details", "report.toml", "--author", "Somebody", "--requests", "requests.txt",
        "--reflections", "chair.txt",
    )  # fmt: skip
    assert done.returncode == 0
    data = written(tmp_path)
    assert (data["author"], data["requests"], data["reflections"]) == (
        "Somebody",
        ["One?", "Two?"],
        "Tŷ Gŵyr.",
    )
    assert data["positive_outcomes"][0]["percent"] == 17.9
    assert data["recommendations"] == ["Hold one more meeting a year."]


def test_every_entry_and_field_is_explained(report, tmp_path):
    from panelroom.report.details import Details

    shown = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    report()
    assert [
        name for name in Details.model_fields if f"`{name}`" not in shown and f"[[{name}]]" not in shown
    ] == []
    assert [name for name in written(tmp_path) if f"`{name}`" not in shown] == []


def test_a_difference_that_nobody_explained_is_said_aloud(report, tmp_path):
    (tmp_path / "monthly.csv").write_text("month,recorded,source,months\n2030,9,P,1\n2030-01,8,P,\n")
    done = report("--volumes", "monthly.csv")
    assert done.returncode == 0
    assert "the parts add up to 8, not 9. It is marked in the report" in one_sentence(done)


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (["--volumes", "none.csv"], 1, "not there as a file"),
        (["--details", "none.toml"], 1, "cannot be read"),
        (["--details", "bad.toml"], 1, "not valid TOML at line 1"),
        (["--details", "odd.toml"], 1, "rates.1.percent is not what it should be"),
        (["--details", "more.toml"], 1, "In more.toml, there is an entry that is not known: docs"),
        (["--reflections", "monthly.xlsx"], 1, "cannot be read"),
        (["--register", "r.register"], 1, "There is no register r.register here"),
        (["--from", "2032-01-01"], 2, "--from is after --to"),
        (["--from", "1 April"], 2, "--from takes a day"),
        (["--date", "2031-02-30"], 2, "--date takes a day"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(report, tmp_path, argv, code, says):
    (tmp_path / "bad.toml").write_text(f'author = "{SECRET}\ndate = 2031-05-20\n')
    (tmp_path / "odd.toml").write_text(f'[[rates]]\nperiod = "2030"\nsource = "P"\npercent = "{SECRET}"\n')
    (tmp_path / "more.toml").write_text(f'"{SECRET}" = 1\n')
    before = everything_below(tmp_path)
    done = report(*argv)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in one_sentence(done) and SECRET not in done.stderr
    assert everything_below(tmp_path) == before


def test_a_folder_in_the_place_of_one_file_leaves_the_others_as_they_were(report, tmp_path):
    (tmp_path / "out" / "annual.pdf").mkdir(parents=True)
    (tmp_path / "out" / "annual.html").write_text("old")
    done = report()
    assert done.returncode == 1 and "no file is half written" in one_sentence(done)
    assert (tmp_path / "out" / "annual.html").read_text() == "old"
    assert everything_below(tmp_path / "out") == ["annual.html"]


def test_a_disk_that_fills_up_at_the_last_file_leaves_the_earlier_ones_old(tmp_path, monkeypatch):
    real = writing._write_synced

    def full(path: Path, content: bytes) -> None:
        if content == b"last":
            raise OSError(28, "No space left on device")
        real(path, content)

    (tmp_path / "a.txt").write_text("old")
    monkeypatch.setattr(writing, "_write_synced", full)
    with pytest.raises(writing.NotWritten, match="No space left"):
        write_all(tmp_path, {"a.txt": b"new", "z.txt": b"last"})
    assert everything_below(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"
