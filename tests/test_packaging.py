"""Packages: what is in them, what they rest on, and that each runs from another folder."""

import json
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public License|Affero", re.IGNORECASE)


# ── licences ─────────────────────────────────────────────────────────────────────────────────────────────


def needed(name: str, seen: set[str]) -> None:
    """Put the run-time dependencies of ``name`` into ``seen``, and theirs."""
    for line in distribution(name).requires or []:
        requirement = Requirement(line)
        if requirement.name in seen or (
            requirement.marker and not requirement.marker.evaluate({"extra": ""})
        ):
            continue
        seen.add(requirement.name)
        needed(requirement.name, seen)


def licence_of(found: Distribution) -> str:
    """Return what a package says of its licence: its metadata's words, and the first lines of licence files."""
    metadata = found.metadata
    said = [metadata.get("License-Expression") or "", (metadata.get("License") or "").strip()[:80]]
    said += [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    for file in found.files or []:
        if ".dist-info" in file.parts[0] and re.match(r"licen[cs]e|copying", file.name, re.IGNORECASE):
            said.append(file.read_text(encoding="utf-8").strip()[:200])
    return "\n".join(filter(None, said))


def test_no_run_time_dependency_is_under_the_gpl() -> None:
    names: set[str] = set()
    needed("panelroom", names)
    assert {"textual", "rich", "sqlcipher3", "pydantic_core", "reportlab"} <= {
        n.replace("-", "_") for n in names
    }
    licences = {name: licence_of(distribution(name)) for name in names}
    assert [n for n, licence in licences.items() if not licence] == []
    assert {n: licence for n, licence in licences.items() if COPYLEFT.search(licence)} == {}


@pytest.mark.parametrize(
    ("licence", "caught"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-or-later", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
    ],
)
def test_the_gpl_would_be_seen(licence: str, caught: bool) -> None:
    assert bool(COPYLEFT.search(licence)) is caught


def test_the_licence_is_the_eupl_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    assert [int(n) for n in re.findall(r"(?m)^(\d+)\.[A-Z]", text)] == list(range(1, 16))
    assert text.rstrip().endswith(
        "All other changes or additions to this Appendix require the production of a new EUPL version."
    )


def test_the_notice_names_everything_that_others_made() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    licences = [p.relative_to(ROOT).as_posix() for p in (ROOT / "panelroom").rglob("*.LICENCE.txt")]
    assert len(licences) == 4
    assert all(path in notice for path in licences)


# ── packages ─────────────────────────────────────────────────────────────────────────────────────────────


def run(*argv: object, cwd: Path) -> str:
    environment = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PANELROOM_HOME", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        [*map(str, argv)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, the wheel that was built from it, and the sdist unpacked."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    return folder


@pytest.mark.heavy
def test_the_wheel_holds_the_program_its_data_and_its_licences(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    data = {
        f"panelroom/data/{p.relative_to(ROOT).as_posix()}"
        for p in files(ROOT / "question_sets", ROOT / "sample_cases")
    }
    program = {p.relative_to(ROOT).as_posix() for p in files(ROOT / "panelroom")}
    assert data | program <= names
    outside = {n for n in names if not n.startswith("panelroom/") and ".dist-info/" not in n}
    assert outside == set()
    licences = {n.partition("/licenses/")[2] for n in names if "/licenses/" in n}
    assert {"LICENSE", "NOTICE", "panelroom/keys/eff_long_wordlist.LICENCE.txt"} <= licences


def files(*folders: Path) -> list[Path]:
    return [p for f in folders for p in f.rglob("*") if p.is_file() and "__pycache__" not in p.parts]


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_each_installation_runs_from_another_folder(built: Path, tmp_path: Path, kind: str) -> None:
    environment, elsewhere = tmp_path / "environment", tmp_path / "elsewhere"
    elsewhere.mkdir()
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    what = {
        "wheel": [next(built.glob("*.whl"))],
        "sdist": [next(built.glob("*.tar.gz"))],
        "editable": ["-e", next((built / "unpacked").iterdir())],
    }[kind]
    run(programs / "python", "-m", "pip", "install", *what, cwd=elsewhere)
    sets = json.loads(run(programs / "panelroom", "questions", "list", "--json", cwd=elsewhere))
    assert {s["id"] for s in sets} == {p.stem for p in (ROOT / "question_sets").glob("*.yaml")} - {"glossary"}
    demo = json.loads(
        run(programs / "panelroom", "demo", "--headless", "--json", "--home", "home", cwd=elsewhere)
    )
    assert (elsewhere / demo["book"]).is_file() and len(demo["documents"]) > 5
    program = run(programs / "python", "-c", "import panelroom; print(panelroom.__file__)", cwd=elsewhere)
    assert Path(program.strip()).is_relative_to(environment if kind != "editable" else built)
