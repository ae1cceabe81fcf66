"""An export never writes over what people signed or filled in; everything else it replaces."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import inside
from making import PASSPHRASE
from record_scenes import SIX, Scene, meeting, one_case

from panelroom.errors import Refused
from panelroom.keys import create_person
from panelroom.keys.pades import add_signature
from panelroom.records.export import export, export_accuracy_sheet

AT = datetime(2031, 4, 2, 10, 30, tzinfo=UTC)
FORM = "restricted/feedback"


def held(scene: Scene) -> None:
    scene.everyone_is_here()
    one_case(scene, [{"text": "Nobody rang in the first week.", "page": 5}])
    scene.do("close_meeting")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory):
    """A closed meeting of one case, whose facts the force was asked about."""
    with meeting(tmp_path_factory.mktemp("spared"), SIX[:1]) as scene:
        held(scene)
        scene.do("open_accuracy_check", until="2026-05-14")
        yield scene


@pytest.fixture
def out(scene, tmp_path: Path) -> Path:
    """The folder of its documents, exported."""
    export(*scene.parts, tmp_path / "out")
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sign(pdf: Path) -> None:
    person = create_person(pdf.parent, "Ada Secretary", PASSPHRASE, work_factor=4)
    pdf.write_bytes(add_signature(pdf.read_bytes(), person.signing_keys, place=1, role="secretary", at=AT))


def change(twin: Path, **fields: object) -> None:
    twin.write_text(json.dumps(json.loads(twin.read_bytes()) | fields), encoding="utf-8")


def answer(twin: Path) -> None:
    """Answer the first point of a twin, as a form that came back does."""
    items = json.loads(twin.read_bytes())["items"]
    change(twin, items=[items[0] | {"text": "It was the third day."}, *items[1:]])


def form(out: Path) -> Path:
    return next((out / FORM).glob("*.json"))


@pytest.mark.parametrize("name", ["restricted/minutes.pdf", "public/minutes.pdf"])
def test_what_is_signed_is_not_written_over_and_nothing_else_is(scene, out: Path, name: str) -> None:
    sign(out / name)
    (out / "public" / "minutes.html").write_text("older")
    before = contents(out)
    with pytest.raises(Refused, match=f"Nothing was written: {name} in out is signed, and would be lost"):
        export(*scene.parts, out)
    assert contents(out) == before


@pytest.mark.parametrize(
    "fill",
    [
        lambda out: answer(out / "restricted/accuracy-sheet.json"),
        lambda out: change(out / "restricted/accuracy-sheet.json", answered_by="Hate crime lead"),
        lambda out: (out / "restricted/accuracy-sheet.json").write_text('{"format": "a slip of the pen'),
        lambda out: answer(form(out)),
        lambda out: change(form(out), remarks="We asked the sergeant."),
    ],
    ids=["a fact", "who answered", "cut off", "a form", "a remark"],
)
def test_what_is_filled_in_is_not_written_over(scene, out: Path, fill: Callable[[Path], None]) -> None:
    fill(out)
    before = contents(out)
    with pytest.raises(Refused, match=r"holds answers, and would be lost. Choose another folder, or move"):
        export(*scene.parts, out)
    assert contents(out) == before


def test_a_signed_form_that_the_record_no_longer_has_is_not_removed(scene, out: Path) -> None:
    older = form(out).with_suffix(".pdf")
    older = older.rename(older.with_name(f"{older.stem}-other.pdf"))
    sign(older)
    with pytest.raises(Refused, match=r"-other.pdf in out is signed"):
        export(*scene.parts, out)
    assert older.exists()


def test_the_sheet_alone_is_not_written_over_either_and_what_nobody_touched_is(scene, out: Path) -> None:
    first = contents(out)
    (out / "restricted" / "minutes.pdf").write_bytes(b"older")
    export(*scene.parts, out)
    assert contents(out) == first
    answer(out / "restricted/accuracy-sheet.json")
    filled = contents(out)
    with pytest.raises(Refused, match=r"accuracy-sheet.json in out holds answers"):
        export_accuracy_sheet(*scene.parts, out)
    assert contents(out) == filled


def test_the_command_names_the_signed_file_and_says_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with meeting(tmp_path, SIX[:1]) as scene:
        held(scene)
    (tmp_path / "words.txt").write_text("a phrase\n")
    command = ("export", tmp_path / "meeting.book", "--passphrase-file", tmp_path / "words.txt", "--to")
    assert inside(capsys, *command, tmp_path / "out").returncode == 0
    sign(tmp_path / "out" / "restricted" / "minutes.pdf")
    refused = inside(capsys, *command, tmp_path / "out")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "restricted/minutes.pdf in out is signed" in refused.stderr
    assert "Choose another folder, or move that file elsewhere first." in refused.stderr
    assert inside(capsys, *command, tmp_path / "other").returncode == 0
