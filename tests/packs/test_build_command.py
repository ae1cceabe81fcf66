"""Sealing from the command line where something of an earlier seal lies about."""

import json
from pathlib import Path

import pytest
from command_line import inside
from making import PASSPHRASE

from panelroom.casework import work
from panelroom.casework.approval import approve
from panelroom.casework.case import read_folder
from panelroom.clock import SystemClock
from panelroom.keys import create_papers_key, create_person
from panelroom.sample_files import write_case_folders


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An approved case, everybody's keys, and the pass-phrase in a file."""
    case = read_folder(write_case_folders(tmp_path / "cases")[0])
    create_person(tmp_path, "Ada", PASSPHRASE, work_factor=10)
    second = create_person(tmp_path, "Second", PASSPHRASE, work_factor=10)
    create_papers_key(tmp_path, "april", PASSPHRASE, work_factor=10)
    work.add_approval(case, approve(case, second, SystemClock().wall()))
    (tmp_path / "words.txt").write_text(PASSPHRASE + "\n")
    monkeypatch.chdir(tmp_path)
    return case.path


@pytest.mark.heavy
def test_a_lone_signature_is_put_aside_and_said(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = ("pack", "build", office, "--to", "april.recipient", "--sign-as", "ada.vault.age",
             "--out", "april.prpack", "--passphrase-file", "words.txt")  # fmt: skip
    Path("april.prpack.sig").write_text("lone")
    done = inside(capsys, *build)
    assert done.returncode == 0 and "kept as april.prpack.sig.old" in done.stdout
    refused = inside(capsys, *build)
    assert refused.returncode == 1 and "april.prpack exists already" in refused.stderr
    Path("april.prpack").unlink()
    done = inside(capsys, *build, "--json")
    assert json.loads(done.stdout)["put_aside"] == "april.prpack.sig.old1"
    for name in ("april.prpack", "april.prpack.sig"):
        Path(name).unlink()
    assert json.loads(inside(capsys, *build, "--json").stdout)["put_aside"] is None
