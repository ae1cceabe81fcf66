"""The command-line contract: the names, files, codes and fields that other people's scripts rest on."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from command_line import SCRIPT, WORDS, everything_below, inside, make_book, one_sentence
from making import PASSPHRASE

from panelroom import acts, bookcase
from panelroom.acts import ACTS
from panelroom.keys import create_person
from panelroom.resources import data_dir

Cli = Callable[..., Any]

# As the contract writes them; a question mark after a field that may be left out.
ACTIONS = {
    "open_meeting": "ref date set quorum? decision_rule? planned_minutes? venue? panel? roster cases",
    "mark_present": "member",
    "mark_absent": "member apologies?",
    "member_left": "member",
    "member_returned": "member",
    "add_attendee": "id name role votes",
    "approve_observer": "member",
    "hand_over_chair": "member",
    "declare_interest": "member case",
    "acknowledge_ground_rules": "",
    "open_case": "case",
    "sit_out": "member case",
    "sit_in": "member case",
    "rule_on_late_member": "member case may_decide",
    "start_reading": "minutes",
    "pause_reading": "",
    "resume_reading": "",
    "extend_reading": "minutes",
    "end_reading": "",
    "answer": "question mark follow_ups? text? count? evidence?",
    "observe": "text kind level? question? to? page? member?",
    "park": "text",
    "raise_query": "text question?",
    "answer_query": "query role text basis settled",
    "raise_urgent": "text told by",
    "answer_prompt": "rule considers_inappropriate reason",
    "decide": "outcome reason? count?",
    "close_case": "",
    "reopen_case": "case reason",
    "carry_forward": "case reason",
    "undo": "",
    "amend": "entry",
    "strike_text": "entry why",
    "record_action": "text owner_role due?",
    "count_papers": "out in",
    "adjourn": "why",
    "resume": "",
    "close_meeting": "reason?",
    "confirm_minutes": "by",
    "correct_minutes": "entry reason",
}
NUMBER = (int, float)
SHOWN: dict[str, Any] = {
    "meeting": {
        "ref": str,
        "date": str,
        "set": {"id": str, "version": str, "sha256": str},
        "state": str,
        "quorum": {"needed": (int, type(None)), "present": int, "quorate": bool},
        "planned_minutes": (*NUMBER, type(None)),
        "decision_rule": str,
    },
    "cases": [
        {
            "ref": str,
            "number": int,
            "state": str,
            "quorate": bool,
            "sitting_out": int,
            "answers": {
                "q1": {
                    "mark": str,
                    "follow_ups": dict,
                    "text": (str, type(None)),
                    "count": object,
                    "evidence": object,
                }
            },
            "unanswered": list,
            "tally": dict.fromkeys(("major", "minor", "of_major", "of_minor", "major_not_established"), int),
            "advice": list,
            "prompt_answer": (dict, type(None)),
            "outcome": {"code": str, "label": str, "reason": object, "departs": bool, "count": object},
            "observations": list,
            "queries": list,
            "reading_minutes": NUMBER,
            "minutes": NUMBER,
        }
    ],
    "findings": dict.fromkeys("1234", int),
    "parked": list,
    "actions": list,
    "papers": {"out": int, "in": int},
    "journal": {"entries": int, "root": str},
}


def lacks(shape: Any, value: Any, path: str = "$") -> list[str]:
    """Return where ``value`` lacks what ``shape`` has; more fields than the contract names are welcome."""
    if isinstance(shape, dict):
        missing = [f"{path}.{key}" for key in shape if key not in value]
        return missing + [p for k in shape if k in value for p in lacks(shape[k], value[k], f"{path}.{k}")]
    if isinstance(shape, list):
        return [p for n, item in enumerate(value) for p in lacks(shape[0], item, f"{path}[{n}]")]
    return [] if isinstance(value, shape) else [f"{path} is {type(value).__name__}"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    make_book(folder)
    make_book(folder, "early.book", lines=1)
    return folder


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    for name in ("a.book", "a.book.vault.age", "early.book", "early.book.vault.age", WORDS):
        shutil.copy2(desk / name, tmp_path)
    return tmp_path


@pytest.fixture
def cli(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line at a desk of the test's own; a book's pass-phrase file comes by itself."""
    monkeypatch.chdir(own)
    monkeypatch.setenv("PANELROOM_HOME", str(own / "home"))
    return lambda *argv: inside(capsys, *argv)


BOOK = ("--passphrase-file", WORDS)


def shown(cli: Cli, book: str) -> dict[str, Any]:
    done = cli("show", book, *BOOK, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


# ── the vocabulary ───────────────────────────────────────────────────────────────────────────────────────


def test_every_action_of_the_contract_has_its_fields() -> None:
    assert set(ACTIONS) <= set(ACTS)
    for action, line in ACTIONS.items():
        fields = {f.alias or name: f for name, f in ACTS[action].model_fields.items() if name != "action"}
        for word in line.split():
            field = fields.get(word.rstrip("?"))
            assert field is not None, f"{action} has no {word}"
            assert not (word.endswith("?") and field.is_required()), f"{action} demands {word}"


def test_kinds_and_roles_are_the_contract_s() -> None:
    kinds = {"good_practice", "learning", "query", "record_error", "wider_issue", "insight"}
    roles = {"chair", "member", "ethics_member", "opcc", "force", "observer", "secretary"}
    assert (set(get_args(acts.Kind)), set(acts.ROLES)) == (kinds, roles)


# ── show ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_show_has_every_field_of_the_contract(cli: Cli) -> None:
    document = shown(cli, "a.book")
    assert lacks(SHOWN, document) == []
    assert document["findings"] == {"1": 1, "2": 2, "3": 2, "4": 1}
    assert re.fullmatch("[0-9a-f]{64}", document["journal"]["root"])
    fired = [a for c in document["cases"] for a in c["advice"]]
    assert fired and {tuple(a)[:4] for a in fired} == {("rule", "does", "outcome", "wording")}
    assert [a["rule"] for a in document["cases"][1]["advice"]] == ["four-minors"]
    assert document["cases"][1]["prompt_answer"].keys() >= {"considers_inappropriate", "reason"}
    observed = [o for c in document["cases"] for o in c["observations"]]
    assert all({"id", "text", "kind", "level", "question", "page"} <= o.keys() for o in observed)
    asked = [q for c in document["cases"] for q in c["queries"]]
    assert all({"id", "text", "question", "from", "answers", "settled"} <= q.keys() for q in asked)
    assert {q["from"] for q in asked} <= {"mark", "person"}


def test_show_in_words_names_every_case_and_the_root(cli: Cli) -> None:
    done = cli("show", "a.book", *BOOK)
    document = shown(cli, "a.book")
    assert all(case["ref"] in done.stdout for case in document["cases"])
    assert document["journal"]["root"] in done.stdout


def test_a_book_that_has_only_begun_is_shown_with_nulls(cli: Cli) -> None:
    document = shown(cli, "early.book")
    first = document["cases"][0]
    assert (first["state"], first["outcome"], first["prompt_answer"], first["advice"]) == (
        "waiting",
        None,
        None,
        [],
    )
    assert document["papers"] is None and document["meeting"]["state"] == "open"


# ── replay ───────────────────────────────────────────────────────────────────────────────────────────────


def test_replay_makes_the_book_and_prints_what_show_prints(cli: Cli, own: Path) -> None:
    done = cli("replay", SCRIPT, "--book", "new.book", *BOOK, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads(done.stdout)
    assert made == shown(cli, "new.book")
    by_root = shown(cli, "a.book")
    by_root["journal"]["root"] = made["journal"]["root"]
    assert made == by_root, "the same script gives the same meeting; only the salts differ"


def test_replay_goes_on_in_a_book_and_stops_at_the_first_refused_line(cli: Cli, own: Path) -> None:
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()[1:]
    (own / "rest.jsonl").write_text(
        "\n".join([*lines[:8], '{"action": "close_case"}', *lines[8:]]), encoding="utf-8"
    )
    done = cli("replay", "rest.jsonl", "--book", "early.book", *BOOK, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.match(r"line 9: [A-Z].*\.$", one_sentence(done))
    assert shown(cli, "early.book")["journal"]["entries"] == 9
    (own / "rest.jsonl").write_text("\n".join(lines[8:]), encoding="utf-8")
    done = cli("replay", "rest.jsonl", "--book", "early.book", *BOOK)
    assert done.returncode == 0 and f"{len(lines) - 8} lines done" in done.stdout
    assert shown(cli, "early.book")["findings"] == shown(cli, "a.book")["findings"]


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ('{"action": "undo"}', "line 2: A new book begins with open_meeting."),
        ('{"action": "open_meeting"', "line 2: This is not one JSON object"),
        ('{"action": "open_meeting", "ref": "X"}', "line 2: open_meeting: date is missing"),
        ("", "The script is empty"),
    ],
)
def test_a_new_book_begins_with_open_meeting_or_is_not_made(
    cli: Cli, own: Path, first: str, says: str
) -> None:
    (own / "s.jsonl").write_text(f"\n{first}\n")
    before = everything_below(own)
    done = cli("replay", "s.jsonl", "--book", "new.book", *BOOK)
    assert (done.returncode, done.stdout) == (1, "")
    assert one_sentence(done).startswith(says)
    assert everything_below(own) == before


def test_time_in_a_script_never_goes_backwards(cli: Cli, own: Path) -> None:
    (own / "s.jsonl").write_text('{"action": "mark_present", "member": "b", "at": "2020-01-01T00:00:00Z"}\n')
    done = cli("replay", "s.jsonl", "--book", "early.book", *BOOK)
    assert done.returncode == 1 and "never goes backwards" in one_sentence(done)


# ── verify ───────────────────────────────────────────────────────────────────────────────────────────────


def test_verify_holds_against_its_own_minutes_and_root(cli: Cli) -> None:
    assert cli("export", "a.book", "--to", "documents", *BOOK).returncode == 0
    root = shown(cli, "a.book")["journal"]["root"]
    for against in ([], ["--against", root], ["--against", "documents/restricted/minutes.pdf"]):
        done = cli("verify", "a.book", *BOOK, *against)
        assert (done.returncode, done.stderr) == (0, ""), against
        assert root in done.stdout
        assert ("The root printed there is this one" in done.stdout) is bool(against)
    verdict = json.loads(cli("verify", "a.book", *BOOK, "--json").stdout)
    assert verdict == {"valid": True, "entries": 144, "root": root, "struck": 0, "problems": []}


def test_verify_fails_where_a_book_was_changed_or_is_another(cli: Cli, own: Path) -> None:
    root = shown(cli, "a.book")["journal"]["root"]
    done = cli("verify", "early.book", *BOOK, "--against", root)
    assert done.returncode == 1 and "another copy" in one_sentence(done)
    key = bookcase.book_key(own / "a.book", PASSPHRASE)
    with bookcase.writing(own / "a.book", key) as session:
        session.book._db.execute(
            "UPDATE journal SET body = replace(body, 'consensus', 'majority') WHERE seq = 1"
        )
        changed = session.book._db.execute("SELECT changes()").fetchone()
    assert changed == (1,)
    done = cli("verify", "a.book", *BOOK, "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["valid"] is False
    assert "Entry e1 was altered" in one_sentence(done)


def test_struck_words_leave_the_record_whole(cli: Cli, own: Path) -> None:
    document = shown(cli, "a.book")
    observed = next(o for c in document["cases"] for o in c["observations"])
    line = {"action": "strike_text", "entry": observed["id"], "why": "names_a_person"}
    (own / "s.jsonl").write_text(json.dumps(line))
    assert cli("replay", "s.jsonl", "--book", "a.book", *BOOK).returncode == 0
    verdict = json.loads(cli("verify", "a.book", *BOOK, "--json").stdout)
    assert (verdict["valid"], verdict["struck"]) == (True, 1)
    assert observed["text"] not in json.dumps(shown(cli, "a.book"))


# ── export, meeting, demo ────────────────────────────────────────────────────────────────────────────────


def test_export_writes_the_files_of_the_contract(cli: Cli, own: Path) -> None:
    done = cli("export", "a.book", "--to", "documents", *BOOK, "--json")
    written = json.loads(done.stdout)["documents"]
    assert {Path(p).relative_to("documents").as_posix() for p in written} == {
        p.relative_to(own / "documents").as_posix() for p in (own / "documents").rglob("*") if p.is_file()
    }
    assert {"documents/restricted/minutes.pdf", "documents/restricted/record.json"} <= set(written)
    forms = [Path(p).name for p in written if "/feedback/" in p]
    assert "02-syn-0002-25-supervisor.pdf" in forms
    assert all(re.fullmatch(r"\d\d-syn-\d{4}-25-[a-z-]+\.(pdf|json)", name) for name in forms)


def test_meeting_new_makes_a_book_whose_first_entry_is_its_opening(cli: Cli, own: Path) -> None:
    cases = data_dir("sample_cases")
    made = cli(
        "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", cases, "--ref", "HCSP/1", "--date",
        "2026-04-14", "--quorum", "5", "--roster", cases / "panel.toml", "--book", "b.book", *BOOK,
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    document = shown(cli, "b.book")
    assert document["journal"]["entries"] == 1
    assert document["meeting"]["quorum"] == {"needed": 5, "present": 0, "quorate": False}
    assert [c["ref"] for c in document["cases"]] == [f"SYN/000{n}/25" for n in range(1, 7)]
    assert {p["role"] for p in document["meeting"]["attendance"]} >= {"chair", "member", "force", "observer"}


def test_a_record_is_handed_over_and_received_whole(cli: Cli, own: Path) -> None:
    create_person(own, "Secretary", "her own words", work_factor=4)
    (own / "hers.txt").write_text("her own words\n")
    root = shown(cli, "a.book")["journal"]["root"]
    done = cli("meeting", "hand-over", "a.book", "--to", "secretary.recipient", "--out", "a.age", *BOOK)
    assert done.returncode == 0 and root in done.stdout
    assert (
        cli(
            "meeting", "hand-over", "a.book", "--to", "secretary.recipient", "--out", "a.age", *BOOK
        ).returncode
        == 1
    )
    keys = (
        "--as",
        "secretary.vault.age",
        "--passphrase-file",
        "hers.txt",
        "--book-passphrase-file",
        "hers.txt",
    )
    done = cli("meeting", "receive", "a.age", *keys, "--book", "hers.book")
    assert done.returncode == 0 and root in done.stdout
    done = cli("show", "hers.book", "--passphrase-file", "hers.txt", "--json")
    assert json.loads(done.stdout) == shown(cli, "a.book")
    sealed = (own / "a.age").read_bytes()
    (own / "a.age").write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    done = cli("meeting", "receive", "a.age", *keys, "--book", "other.book")
    assert done.returncode == 1 and not (own / "other.book").exists()
    one_sentence(done)


@pytest.mark.heavy
def test_the_demonstration_says_where_everything_is(cli: Cli, own: Path) -> None:
    done = cli("demo", "--headless", "--json", "--dir", "d")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document.keys() == {"dir", "pack", "book", "documents", "passphrase_file"}
    assert len(document["documents"]) > 5
    for file in (document["pack"], document["book"], document["passphrase_file"], *document["documents"]):
        assert (own / file).stat().st_size > 0
    with (own / document["passphrase_file"]).open() as words:
        assert len(words.readline().split()) == 6
    done = cli("verify", document["book"], "--passphrase-file", document["passphrase_file"])
    assert done.returncode == 0


@pytest.mark.heavy
def test_the_demonstration_goes_to_the_data_folder_and_never_over_another(cli: Cli, own: Path) -> None:
    before = {p.name for p in own.iterdir()}
    first, second = (json.loads(cli("demo", "--headless", "--json").stdout)["dir"] for _ in range(2))
    assert first != second and {Path(p).parent.parent for p in (first, second)} == {own / "home"}
    assert {p.name for p in own.iterdir()} == before | {"home"}
