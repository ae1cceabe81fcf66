"""The documentation: what it says is there is there, and what it shows can be run."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import COMMANDS, make_book, panelroom
from making import PASSPHRASE

from panelroom.acts import ACTS
from panelroom.keys import open_vault
from panelroom.papers import load_case
from panelroom.question_files import load_file
from panelroom.questions import Action, Answer, Condition, Outcome, Question, QuestionSet, Rule
from panelroom.show import document

ROOT = Path(__file__).resolve().parent.parent
MARKS = ROOT / "question_sets" / "leicestershire-appendix-a.yaml"
DOCS = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return the fenced blocks of that language."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", read(name))


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row."""
    lines = re.findall(r"(?m)^\| (.*?) ?\|$", text)
    return [[cell.strip() for cell in line.split("|")] for line in lines if not line.startswith("---")]


def section(name: str, heading: str) -> str:
    return read(name).partition(f"## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("page", DOCS, ids=lambda p: p.name)
def test_every_link_and_picture_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith("http"):
            file, _, anchor = target.partition("#")
            there = page.parent / file if file else page
            assert there.exists(), target
            assert not anchor or anchor in anchors(there), target


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"(?m)^#+ (.*)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in headings}


def test_the_readme_leads_to_every_page() -> None:
    assert [p.name for p in (ROOT / "docs").glob("*.md") if f"docs/{p.name}" not in read("README.md")] == []


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "pictures").glob("*.svg")), ids=lambda p: p.stem)
def test_a_picture_is_used_or_made_and_fetches_nothing(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    assert f'"{picture.stem}"' in read("docs/make_pictures.py")
    assert "url(http" not in text and "@import" not in text and "href" not in text
    assert "SYN" in text or "Example&#160;Police" in text or picture.stem == "room"


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "pictures").iterdir()), ids=lambda p: p.name)
def test_a_document_shows_each_picture_and_it_is_small(picture: Path) -> None:
    assert any(f"pictures/{picture.name})" in page.read_text(encoding="utf-8") for page in DOCS)
    assert f'"{picture.stem}"' in read("docs/make_pictures.py")
    assert picture.stat().st_size < 150_000


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_two_commands_of_the_readme() -> None:
    shown = blocks("README.md", "sh")
    assert "python3 -m pip install . && python3 -m panelroom demo\n" in shown
    assert 'python3 -m pip install ".[test]" && python3 -m pytest\n' in shown


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_its_place_in_the_docs(path: tuple[str, ...]) -> None:
    assert f"### `{' '.join(('panelroom', *path))}`\n" in read("docs/commands.md")


def test_no_command_is_documented_that_is_not_there() -> None:
    known = {" ".join(("panelroom", *path)) for path in COMMANDS}
    assert set(re.findall(r"(?m)^### `(.*)`$", read("docs/commands.md"))) == known


def commands_of(name: str) -> list[list[str]]:
    """Return the panelroom commands in the shell examples of a page, in order."""
    lines = "".join(blocks(name, "sh")).replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("panelroom ")]


@pytest.mark.heavy
def test_the_examples_run_one_after_the_other(tmp_path: Path) -> None:
    for folder in ("sample_cases", "question_sets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "words.txt").write_text(PASSPHRASE + "\n")
    examples = commands_of("docs/commands.md")
    # The recipient must be there before something is sealed to it, wherever the page explains it.
    examples.sort(key=lambda argv: argv[:2] != ["keys", "person"])
    assert len(examples) > 12
    for argv in examples:
        done = panelroom(*argv, cwd=tmp_path)
        assert done.returncode == 0, f"{argv}: {done.stderr}"


def test_the_examples_of_the_readme_are_commands() -> None:
    from panelroom.cli import parser

    examples = [argv for argv in commands_of("README.md") if argv != ["demo"]]
    assert len(examples) >= 5
    for argv in examples:
        parser().parse_args(argv)


# ── scripts and what show prints ─────────────────────────────────────────────────────────────────────────


def test_every_act_stands_in_the_docs_with_its_fields() -> None:
    said = {
        cells[0].strip("`"): re.findall(r"`(\w+)`(\??)", cells[1])
        for cells in rows(section("docs/scripts.md", "Acts"))[1:]
    }
    assert list(said) == list(ACTS)
    for action, fields in said.items():
        skipped = {"action", "fields", "question_set"}
        known = {f.alias or n: f for n, f in ACTS[action].model_fields.items() if n not in skipped}
        assert fields == [(n, "" if f.is_required() else "?") for n, f in known.items()], action


def test_every_value_an_act_takes_stands_in_the_docs() -> None:
    text = section("docs/scripts.md", "Acts")
    schemas = [kind.model_json_schema() for kind in ACTS.values()]
    values = {v for schema in schemas for v in listed(schema) if v not in ACTS}
    assert {"good_practice", "names_a_person", "wet_ink"} <= values
    assert [v for v in sorted(values) if f"`{v}`" not in text] == []


def listed(schema: Any) -> list[str]:
    """Return every value of every list of allowed values in a JSON schema."""
    if isinstance(schema, list):
        return [v for part in schema for v in listed(part)]
    if not isinstance(schema, dict):
        return []
    own = [v for v in schema.get("enum", []) if isinstance(v, str)]
    return own + [v for part in schema.values() for v in listed(part)]


def test_every_field_of_the_shown_document_stands_in_the_docs(tmp_path: Path) -> None:
    from panelroom import bookcase

    book = make_book(tmp_path)
    with bookcase.writing(book, bookcase.book_key(book, PASSPHRASE)) as session:
        shown = document(session.meeting, session.entries, session.root)
    whole, of_case = (
        rows(part) for part in section("docs/scripts.md", "What `show` prints").split("A case has:")
    )
    assert words_of(whole, column=0) == list(shown)
    assert words_of(of_case, column=0) == list(shown["cases"][0])
    for cells, value in zip(whole[1:], shown.values(), strict=True):
        item = value[0] if isinstance(value, list) and value else value
        if isinstance(item, dict) and cells[0] not in ("`cases`", "`findings`"):
            assert [w for w in item if f"`{w}`" not in cells[1]] == []
    for name in ("tally", "outcome", "advice", "observations", "queries"):
        value = next(c[name] for c in shown["cases"] if c[name])
        text = next(c[1] for c in of_case if c[0] == f"`{name}`")
        assert [w for w in (value[0] if isinstance(value, list) else value) if f"`{w}`" not in text] == []


def words_of(table: list[list[str]], column: int) -> list[str]:
    return [w for cells in table[1:] for w in re.findall(r"`(\w+)`", cells[column])]


def test_the_script_lines_in_the_docs_are_acts() -> None:
    from panelroom.replay import parse_line

    for line in "".join(blocks("docs/scripts.md", "json")).splitlines():
        parse_line(1, line)


# ── files people write ───────────────────────────────────────────────────────────────────────────────────


def test_the_smallest_question_set_is_one(tmp_path: Path) -> None:
    file = tmp_path / "our-panel.yaml"
    file.write_text(blocks("docs/question-sets.md", "yaml")[0], encoding="utf-8")
    found = load_file(file)
    assert (found.id, len(found.questions), len(found.rules)) == ("our-panel", 2, 1)


@pytest.mark.parametrize(
    "model", [QuestionSet, Question, Answer, Outcome, Rule, Condition, Action], ids=lambda m: m.__name__
)
def test_every_name_in_a_question_set_is_explained(model: Any) -> None:
    names = {f.alias or n for n, f in model.model_fields.items()}
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", read("docs/question-sets.md")))))
    assert names - words == set()


def test_every_kind_of_answer_and_rule_is_explained() -> None:
    text = read("docs/question-sets.md")
    values = {
        v for m in (Answer, Condition, Action) for v in listed(m.model_json_schema()) if v.isidentifier()
    }
    assert [v for v in sorted(values) if v not in text] == []


def test_the_case_of_the_docs_is_read(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(blocks("docs/case-folders.md", "toml")[0], encoding="utf-8")
    for name in ("1-call-log.txt", "2-crime-log.txt"):
        (tmp_path / name).write_text("1. 02 Apr 2025 18:40   control room\n\nIt began.\n", encoding="utf-8")
    case = load_case(tmp_path)
    assert (case.ref, len(case.documents), case.missing[0].what) == ("SYN/0002/25", 2, "Linked record 0007")


def test_every_entry_of_case_toml_is_explained() -> None:
    from panelroom.case_sheet import _KEYS

    explained = words_of(rows(section("docs/case-folders.md", "case.toml")), column=0)
    tables = re.findall(r"`\[\[(\w+)\]\]`", section("docs/case-folders.md", "case.toml"))
    assert {*explained, *tables} == _KEYS


def test_the_dates_of_the_docs_are_understood(tmp_path: Path) -> None:
    wanted = {
        "02 Apr 2025 18:40": ("2025-04-02T18:40", "minute"),
        "2 April 2025 at 6.40pm": ("2025-04-02T18:40", "minute"),
        "02/04/2025": ("2025-04-02", "day"),
        "02.04.2025": ("2025-04-02", "day"),
        "2025-04-02": ("2025-04-02", "day"),
        "XX/04/2025": ("2025-04", "month"),
        "[DATE 1]": ("", "unknown"),
        "4. 02 Apr 2025 19:02   control room   [CALL TAKER 1]": ("2025-04-02T19:02", "minute"),
    }
    (tmp_path / "case.toml").write_text('ref="X"\ntitle="T"\n[[documents]]\nfile="a.txt"\ntitle="A"\n')
    for written, understood in wanted.items():
        assert f"`{written}`" in read("docs/case-folders.md")
        (tmp_path / "a.txt").write_text(f"{written}\nSomething happened here.\n", encoding="utf-8")
        events = load_case(tmp_path).events
        assert [(e.when, e.precision) for e in events] == [understood], written


# ── the record ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_record_is_verified_by_hand_as_the_docs_say(tmp_path: Path) -> None:
    book = make_book(tmp_path, "april.book", lines=30)
    (tmp_path / "key.bin").write_bytes(open_vault(tmp_path / "april.book.vault.age", PASSPHRASE))
    (tmp_path / "by_hand.py").write_text(blocks("docs/record.md", "python")[0])

    def by_hand() -> str:
        argv = [sys.executable, "-I", "by_hand.py"]
        return subprocess.run(argv, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    from panelroom import bookcase

    with bookcase.writing(book, (tmp_path / "key.bin").read_bytes()) as session:
        root = session.root
    assert by_hand() == f"30 {root}\n"
    with bookcase.writing(book, (tmp_path / "key.bin").read_bytes()) as session:
        session.book._db.execute("UPDATE journal SET body = replace(body, 'mark_', 'mork_') WHERE seq = 2")
    assert by_hand() == f"e2 was struck, or altered\n30 {root}\n"


def test_every_view_of_a_book_is_listed() -> None:
    views = {
        view
        for file in (ROOT / "panelroom" / "store").glob("views*.sql")
        for view in re.findall(r"CREATE VIEW (\w+)", file.read_text(encoding="utf-8"))
    }
    assert sorted(words_of(rows(section("docs/record.md", "Looking into it")), column=0)) == sorted(views)


def test_every_view_of_a_register_is_listed() -> None:
    views = re.findall(r"CREATE VIEW (\w+)", read("panelroom/store/register_views.sql"))
    assert sorted(words_of(rows(section("docs/register.md", "Looking into it")), column=0)) == sorted(views)


# ── keys and modules ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("page", "keys"), [("docs/chairs.md", 25), ("docs/secretaries.md", 18)])
def test_every_key_of_a_page_is_a_key_of_a_screen(page: str, keys: int) -> None:
    screens = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "panelroom" / "ui").rglob("*.py"))
    bound = {key for keys in re.findall(r'Binding\("([^"]+)"', screens) for key in keys.split(",")}
    names = {
        "plus": "+",
        "minus": "-",
        "slash": "/",
        "exclamation_mark": "!",
        "pagedown": "pgdn",
        "pageup": "pgup",
        "escape": "esc",
    }
    known = {names.get(key, key) for key in bound} | set("1234")
    known |= {c.key for scale in load_file(MARKS).scales.values() for c in scale if c.key}
    said = re.findall(r"`([^`]|[A-Z]+|[Ff]\d|ctrl\+.|left|right)`", read(page))
    assert len(set(said)) >= keys
    assert sorted({key for key in said if key not in known and key.lower() not in known}) == []


def test_the_architecture_names_every_module() -> None:
    layers = words_of(rows(read("docs/architecture.md")), column=1)
    modules = {
        p.stem
        for p in (ROOT / "panelroom").iterdir()
        if (p.is_dir() or p.suffix == ".py") and "__" not in p.name and p.name != "data"
    }
    assert sorted(layers) == sorted(modules)
