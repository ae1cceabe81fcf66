"""The register on the command line: files, pass-phrases, exit codes, and both sides through to the documents."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import QUICK, WORDS, inside, make_book, one_sentence, panelroom
from making import PASSPHRASE

from panelroom import bookcase
from panelroom.acts import StrikeText
from panelroom.keys import open_vault
from panelroom.register import shelf
from panelroom.roster import read_roster

OFFICE = "office words of its own"
Cli = Callable[..., Any]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the played sample meeting, and a register that opens quickly and has read it."""
    folder = tmp_path_factory.mktemp("register-desk")
    make_book(folder)
    (folder / "office.txt").write_text(OFFICE + "\n", encoding="utf-8")
    (folder / "home").mkdir()
    path = folder / "home" / shelf.FILE
    key = shelf.new_register(path, OFFICE, work_factor=QUICK)
    meeting, rows = shelf.read_record(folder / "a.book", PASSPHRASE)
    with shelf.writing(path, key) as writer:
        writer.take(meeting, rows)
    return folder


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def cli(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run ``panelroom register ...`` at a desk of the test's own, within this process."""
    monkeypatch.chdir(own)
    monkeypatch.setenv("PANELROOM_HOME", str(own / "home"))
    monkeypatch.setitem(shelf.new_register.__kwdefaults__, "work_factor", QUICK)
    return lambda *argv: inside(capsys, "register", *argv, "--register-passphrase-file", "office.txt")


def read(cli: Cli, book: str = "a.book") -> dict[str, Any]:
    done = cli("import", book, "--passphrase-file", WORDS, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def items(cli: Cli, *argv: str) -> list[dict[str, Any]]:
    done = cli("list", "--json", *argv)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["items"]  # type: ignore[no-any-return]


def test_the_choices_of_the_command_line_are_those_of_the_register() -> None:
    from typing import get_args

    from panelroom.acts import Kind, Role
    from panelroom.cli import register, register_answers, register_people
    from panelroom.figures import STAGES, Sort, Status
    from panelroom.register.changes import STEPS

    assert STAGES == register.STAGES and get_args(Sort) == register.SORTS
    assert get_args(Status) == register_answers.STATUSES and STEPS == register_answers.STEPS
    assert set(get_args(Kind)) == set(register.KINDS) and set(get_args(Role)) == set(register_people.ROLES)


# ── making and reading ───────────────────────────────────────────────────────────────────────────────────


def test_the_first_import_makes_the_register(cli: Cli, own: Path) -> None:
    for path in (own / "home").iterdir():
        path.unlink()
    told = read(cli)
    assert told["made"] and len(told["added"]) == len(items(cli)) == 20
    assert len(open_vault(own / "home" / "panel.register.vault.age", OFFICE)) == 32
    again = read(cli)
    assert [again[n] for n in ("made", "added", "changed", "struck", "withdrawn")] == [False, [], [], [], []]


def test_a_register_may_lie_anywhere(cli: Cli, own: Path) -> None:
    assert cli("new", "far/our.register", "--response-days", "21").returncode == 0
    done = cli("list", "--register", "far/our.register", "--json")
    assert json.loads(done.stdout)["response_days"] == 21
    done = cli("new", "far/our.register")
    assert done.returncode == 1 and "already a register our.register" in one_sentence(done)


def test_what_is_wrong_is_said_and_nothing_is_made(cli: Cli, own: Path) -> None:
    done = cli("list", "--register", "none.register")
    assert done.returncode == 1 and "There is no register none.register" in one_sentence(done)
    (own / "office.txt").write_text("other words\n")
    done = cli("list")
    assert done.returncode == 1 and "does not open" in one_sentence(done)
    assert not (own / "none.register").exists()


def test_no_secret_is_read_from_a_pipe(own: Path) -> None:
    done = panelroom("register", "list", cwd=own)
    assert done.returncode == 2 and "--register-passphrase-file" in one_sentence(done)


def test_the_books_own_file_serves_where_no_book_is_opened(
    own: Path, cli: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    assert inside(capsys, "register", "list", "--passphrase-file", "office.txt").returncode == 0
    done = inside(capsys, "register", "import", "a.book", "--passphrase-file", WORDS)
    assert done.returncode == 2, "the register's own pass-phrase is never guessed from the book's"


def test_a_book_that_is_not_closed_makes_no_register(cli: Cli, own: Path) -> None:
    make_book(own, "open.book", lines=30)
    done = cli("import", "open.book", "--passphrase-file", WORDS, "--register", "new.register")
    assert done.returncode == 1 and "Only a closed meeting" in one_sentence(done)
    assert not list(own.glob("new.register*"))


def test_an_older_copy_of_the_book_is_refused_and_changes_nothing(cli: Cli, own: Path) -> None:
    shutil.copy2(own / "a.book", own / "old.book")
    shutil.copy2(own / "a.book.vault.age", own / "old.book.vault.age")
    with bookcase.writing(own / "a.book", bookcase.book_key(own / "a.book", PASSPHRASE)) as session:
        entry = session.meeting.case(2).observations[0].id
        session.do(StrikeText(entry=entry, why="other"))
    told = read(cli)
    assert (told["struck"], told["changed"]) == (["r2"], [])
    before = items(cli)
    done = cli("import", "old.book", "--passphrase-file", WORDS)
    assert done.returncode == 1 and "older or another state" in one_sentence(done)
    assert items(cli) == before and before[1]["text"] == "[struck from the record]"


def test_only_one_writes_at_a_time(cli: Cli, own: Path) -> None:
    path = own / "home" / shelf.FILE
    with shelf.writing(path, shelf.register_key(path, OFFICE)):
        done = cli("update", "r2", "--stage", "sent")
        assert done.returncode == 1 and "is open somewhere else" in one_sentence(done)
        assert len(items(cli)) == 20


# ── an item's way ────────────────────────────────────────────────────────────────────────────────────────


def test_an_item_from_raised_to_closed_with_both_sides(cli: Cli) -> None:
    said = items(cli)[1]["text"]
    for argv in (
        ("update", "r2", "--stage", "sent", "--on", "2026-04-20", "--owner", "hate crime lead"),
        ("update", "r2", "--stage", "relayed_to_officer", "--on", "2026-04-22"),
        ("update", "r2", "--stage", "relayed_to_supervisor", "--on", "2026-04-23"),
        (
            "respond",
            "r2",
            "--status",
            "fact_disputed",
            "--text",
            "It was done.",
            "--page",
            "4",
            "--on",
            "2026-05-01",
        ),
        ("reply", "r2", "--text", "Not in our papers.", "--on", "2026-05-05"),
        ("update", "r2", "--stage", "closed", "--on", "2026-06-01", "--note", "Agreed."),
    ):
        done = cli(*argv, "--json")
        assert done.returncode == 0, done.stderr
        json.loads(done.stdout)
    item = items(cli)[1]
    assert (item["text"], item["stage"], item["owner"]) == (said, "closed", "hate crime lead")
    assert item["responses"] == [
        {"by": "force", "status": "fact_disputed", "text": "It was done.", "page": 4, "on": "2026-05-01",
         "public_text": None}
    ]  # fmt: skip
    assert item["replies"][0]["text"] == "Not in our papers."
    assert [h["change"] for h in item["history"]] == [
        "imported", "updated", "updated", "updated", "responded", "replied", "updated",
    ]  # fmt: skip
    done = cli("update", "r2", "--stage", "sent")
    assert done.returncode == 1 and "going back needs a reason" in one_sentence(done)


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (("update", "r99", "--stage", "sent"), 1, "There is no item"),
        (("update", "r2"), 1, "nothing is changed"),
        (("update", "r2", "--stage", "done"), 2, "invalid choice"),
        (("update", "r2", "--stage", "sent", "--on", "2026-13-01"), 1, "the day: there is no such day"),
        (("update", "r2", "--due", "soon"), 1, "the day by which an answer is expected: write the day as"),
        (
            ("people", "put", "m8", "--name", "M", "--role", "member", "--from", "x"),
            1,
            "first day of the term",
        ),
        (("respond", "r2", "--status", "accepted", "--text", " "), 1, "the text must not be empty"),
        (
            ("respond", "r2", "--status", "accepted", "--text", "x", "--page", "0"),
            1,
            "the page must be at least 1",
        ),
        (("reply", "r2", "--text", "x"), 1, "has not answered r2"),
        (("theme", "link", "t1", "r2"), 1, "There is no theme"),
        (("win", "step", "w1", "--step", "proposed"), 1, "There is no system change"),
        (("response-days", "0"), 1, "the number of days must be at least 1"),
        (("list", "--as-of", "soon"), 2, "A day is written as"),
        (("export", "--to", "register.ods"), 2, "must end in"),
        (("export", "--to", "register.csv", "--meeting", "none"), 1, "knows no meeting"),
        (("people", "remove", "nobody"), 1, "Nobody of that id"),
    ],
    ids=lambda v: " ".join(v[:2]) if isinstance(v, tuple) else "",
)
def test_what_is_refused_is_one_sentence(cli: Cli, argv: tuple[str, ...], code: int, says: str) -> None:
    done = cli(*argv)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in one_sentence(done)


def test_the_list_is_what_was_asked_for(cli: Cli) -> None:
    late = items(cli, "--overdue", "--as-of", "2026-05-13")
    assert late and all(i["overdue_days"] == 1 for i in late if i["sort"] != "recommendation")
    assert items(cli, "--overdue", "--as-of", "2026-04-20") == []
    assert {i["kind"] for i in items(cli, "--kind", "record_error")} == {"record_error"}
    assert {i["sort"] for i in items(cli, "--sort", "query")} == {"query"}
    assert items(cli, "--meeting", "none") == [] == items(cli, "--stage", "closed")
    plain = cli("list", "--kind", "record_error", "--as-of", "2026-05-13").stdout
    assert (
        "r7  raised, 1 days overdue  feedback: record error" in plain
        or "r7  raised, 1 day overdue  feedback: record error" in plain
    )


def test_learning_of_somebody_and_of_the_organisation_are_told_apart(cli: Cli) -> None:
    shown = cli("list", "--kind", "learning").stdout
    assert "feedback: learning" in shown
    shown = cli("list", "--sort", "organisational_learning").stdout
    assert "organisational learning" in shown and "feedback" not in shown


def test_feedback_that_was_answered_before_it_was_relayed_is_led_to_its_end(cli: Cli) -> None:
    said = cli("respond", "r7", "--status", "accepted", "--text", "So.", "--on", "2026-05-01").stdout
    first = "'register update r7 --stage relayed_to_officer --on DATE'"
    assert "r7 is not relayed to the officer and the supervisor yet" in said and first in said
    refused = one_sentence(cli("update", "r7", "--stage", "closed"))
    assert (
        "Record the day of 'Relayed to officer' and 'Relayed to supervisor' first, then close it" in refused
    )
    for stage in ("relayed_to_officer", "relayed_to_supervisor"):
        done = cli("update", "r7", "--stage", stage, "--on", "2026-05-04")
        assert done.returncode == 0 and done.stdout.startswith("r7  answered"), done.stderr
    assert "not relayed" not in cli("respond", "r7", "--status", "accepted", "--text", "So it is.").stdout
    assert cli("update", "r7", "--stage", "closed").returncode == 0
    assert items(cli)[6]["reached"]["relayed_to_supervisor"] == "2026-05-04"


# ── words that may be published ──────────────────────────────────────────────────────────────────────────


def test_public_wording_passes_the_checks_and_the_registers_people(cli: Cli) -> None:
    assert cli("people", "put", "m9", "--name", "Zofia Marker", "--role", "member").returncode == 0
    for words, says in (("Ring 07700 900123.", "phone"), ("Zofia Marker asked.", "names somebody")):
        done = cli("respond", "r2", "--status", "accepted", "--text", "So.", "--public-text", words)
        assert done.returncode == 1 and says in one_sentence(done).lower()
        assert words not in done.stderr
        assert cli("theme", "new", words).returncode == 1
        assert cli("win", "new", words).returncode == 1
    assert items(cli)[1]["responses"] == []
    done = cli(
        "respond", "r2", "--status", "accepted", "--text", "So.", "--public-text", "This was put right."
    )
    assert done.returncode == 0
    assert items(cli)[1]["responses"][0]["public_text"] == "This was put right."


def test_who_says_it_is_a_role_and_no_name_of_the_registers_people(cli: Cli, own: Path) -> None:
    assert cli("people", "put", "m9", "--name", "Zofia Marker", "--role", "member").returncode == 0
    said = ("--status", "accepted", "--text", "So.")
    returned(own, items(cli)[1]["entry"])
    twin = (own / "form.json").read_text(encoding="utf-8")
    (own / "form.json").write_text(twin.replace("Hate crime lead", "DI Marker"), encoding="utf-8")
    for argv in (
        ("respond", "r2", *said, "--by", "Zofia Marker"),
        ("reply", "r2", "--text", "So.", "--by", "Z Marker"),
        ("update", "r2", "--stage", "sent", "--by", "Zofia"),
        ("update", "r2", "--owner", "DI Marker"),
        ("return", "form.json"),
    ):
        done = cli(*argv)
        assert done.returncode == 1 and one_sentence(done).startswith("That looks like a name")
        assert "arker" not in done.stderr
    assert items(cli)[1]["responses"] == []
    assert cli("respond", "r2", *said, "--by", "hate crime lead").returncode == 0


def test_themes_and_system_changes(cli: Cli) -> None:
    assert json.loads(cli("theme", "new", "Cover on rest days", "--json").stdout)["id"] == "t1"
    assert cli("theme", "link", "t1", "r2", "r18").returncode == 0
    assert cli("theme", "link", "t1", "r5", "--contrary").returncode == 0
    done = cli("theme", "link", "t1", "r4", "r5", "--contrary")
    assert done.returncode == 1, "all of them or none"
    (theme,) = json.loads(cli("theme", "list", "--json").stdout)["themes"]
    assert (theme["supporting"], theme["contrary"]) == (["r2", "r18"], ["r5"])
    assert cli("respond", "t1", "--status", "not_accepted", "--text", "There is cover.").returncode == 0
    assert items(cli)[1]["themes"] == ["t1"]
    assert cli("win", "new", "Cover is planned", "--item", "r18").returncode == 0
    assert cli("win", "step", "w1", "--step", "proposed", "--to", "regional group").returncode == 0
    (win,) = json.loads(cli("win", "list", "--json").stdout)["wins"]
    assert win["steps"]["observed"] == "2026-04-14" and win["proposed_to"] == "regional group"


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_documents_hold_what_was_said_and_no_name(cli: Cli, own: Path) -> None:
    cli("people", "put", "m9", "--name", "Zofia Marker", "--role", "member")
    cli("respond", "r2", "--status", "fact_disputed", "--text", "It was done.", "--page", "4")
    for name in ("r.xlsx", "r.csv", "r.pdf"):
        done = cli("export", "--to", f"out/{name}", "--as-of", "2031-01-01", "--json")
        assert json.loads(done.stdout) == {"documents": [f"out/{name}"]}, done.stderr
    assert cli("chaser", "--to", "out/chaser.pdf", "--as-of", "2031-01-01").returncode == 0
    assert cli("chaser", "--to", "out/chaser.csv").returncode == 2
    assert cli("people", "roster", "--to", "out/roster.csv", "--as-of", "2031-01-01").returncode == 0
    strings = zipfile.ZipFile(own / "out" / "r.xlsx").read("xl/sharedStrings.xml").decode()
    table = (own / "out" / "r.csv").read_text(encoding="utf-8-sig")
    for text in (strings, table):
        assert "It was done. (page 4)" in text and "Rest days left the victim" in text
        assert "Zofia" not in text and "SYN/0001" not in text
    names = ["chaser.pdf", "r.csv", "r.pdf", "r.xlsx", "roster.csv"]
    assert sorted(p.name for p in (own / "out").iterdir()) == names
    assert (own / "out" / "r.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "argv", [("export", "--to", "r.csv"), ("chaser", "--to", "r.pdf"), ("people", "roster", "--to", "r.csv")]
)
def test_a_file_that_is_there_is_written_over_only_when_it_is_asked_for(
    cli: Cli, own: Path, argv: tuple[str, ...]
) -> None:
    there = own / argv[-1]
    there.write_text("Somebody's own notes.", encoding="utf-8")
    done = cli(*argv)
    assert done.returncode == 1 and "is there already and was left as it is" in one_sentence(done)
    assert there.read_text(encoding="utf-8") == "Somebody's own notes."
    assert cli(*argv, "--force").returncode == 0
    assert b"Somebody's own notes." not in there.read_bytes()


def test_what_opens_the_next_meeting(cli: Cli) -> None:
    cli("respond", "r2", "--status", "fact_disputed", "--text", "It was done.", "--on", "2026-05-01")
    shown = json.loads(cli("since", "--json", "--as-of", "2026-06-09").stdout)
    assert shown["since"] == "2026-04-14" and shown["disputed"] == ["r2"]
    assert [i["id"] for i in shown["answered"]] == ["r2"]
    said = cli("since", "--as-of", "2026-06-09").stdout
    assert "1 answered" in said and "the panel has not replied: r2" in said


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_roster_for_the_next_meeting(cli: Cli, own: Path) -> None:
    for name, more in (("m1", ["--votes"]), ("m2", ["--votes", "--until", "2026-01-31"]), ("fo", [])):
        role = "force" if name == "fo" else "member"
        assert cli("people", "put", name, "--name", f"Person {name}", "--role", role, *more).returncode == 0
    assert (
        cli("people", "trained", "m1", "--module", "unconscious bias", "--on", "2026-02-03").returncode == 0
    )
    shown = json.loads(cli("people", "list", "--json", "--as-of", "2026-01-15").stdout)
    assert shown["training"] == [{"module": "unconscious bias", "done": 1, "of": 2}]
    assert cli("people", "roster", "--to", "roster.csv", "--as-of", "2026-06-09").returncode == 0
    members = read_roster(own / "roster.csv")
    assert [(m.id, m.role, m.votes) for m in members] == [("fo", "force", False), ("m1", "member", True)]
    assert (own / "roster.csv").stat().st_mode & 0o077 == 0
    assert cli("people", "remove", "m1").returncode == 0
    left = json.loads(cli("people", "list", "--json").stdout)
    assert [p["id"] for p in left["people"]] == ["fo", "m2"] and left["training"] == []


# ── forms that come back ─────────────────────────────────────────────────────────────────────────────────


def returned(own: Path, entry: str, **answer: Any) -> Path:
    """Write a form of the sample meeting as the force sends it back."""
    asked = {
        "id": entry,
        "point": "Observation 2.1",
        "status": "accepted",
        "text": None,
        "page": None,
    } | answer
    twin = {
        "format": "panelroom-feedback@1", "meeting": "HCSP 2026/04 (SYNTHETIC)", "case": 2, "recipient": "supervisor",
        "items": [asked], "answered": "2026-05-20", "answered_by": "Hate crime lead", "remarks": "Thank you.",
    }  # fmt: skip
    (own / "form.json").write_text(json.dumps(twin), encoding="utf-8")
    return own / "form.json"


def test_a_returned_form_is_recorded_once(cli: Cli, own: Path) -> None:
    item = next(i for i in items(cli) if i["kind"] == "learning")
    returned(own, item["entry"], status="fact_disputed", text="See the log.", page=4)
    done = cli("return", "form.json")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{item['id']}: fact disputed, recorded.", "Remarks: Thank you."]
    after = next(i for i in items(cli) if i["id"] == item["id"])
    assert after["stage"] == "answered"
    assert [(r["status"], r["text"], r["page"], r["on"]) for r in after["responses"]] == [
        ("fact_disputed", "See the log.", 4, "2026-05-20")
    ]
    again = json.loads(cli("return", "form.json", "--json").stdout)
    assert (again["recorded"], again["known"]) == ([], 1)


def test_what_no_item_follows_is_printed(cli: Cli, own: Path) -> None:
    returned(own, "e9999", text="Done since.", page=3)
    done = cli("return", "form.json")
    assert "Not followed by the register: Observation 2.1, accepted, page 3: Done since." in done.stdout
    assert done.returncode == 0


def test_a_form_that_is_none_changes_nothing(cli: Cli, own: Path) -> None:
    before = items(cli)
    (own / "form.json").write_text("{", encoding="utf-8")
    for name in ("form.json", "none.json"):
        done = cli("return", name)
        assert done.returncode == 1 and one_sentence(done)
    assert items(cli) == before


# ── the yearly report ────────────────────────────────────────────────────────────────────────────────────


def annual(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    period = ("--from", "2026-01-01", "--to", "2026-12-31", "--date", "2027-01-20", "--to-dir", "year")
    return inside(capsys, "report", "annual", *period, *argv)


def test_the_report_counts_what_the_register_holds_and_nobody_s_words(
    cli: Cli, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [item["text"] for item in items(cli)]
    done = annual(capsys, "--register-passphrase-file", "office.txt")
    assert done.returncode == 0, done.stderr
    data = json.loads((own / "year" / "annual.json").read_text(encoding="utf-8"))
    assert [meeting["decided"] for meeting in data["meetings"]] == [6]
    assert data["outcomes"] == {"1": 1, "2": 2, "3": 2, "4": 1}
    page = (own / "year" / "annual.html").read_text(encoding="utf-8")
    assert len(typed) == 20 and not [text for text in typed if text[:40] in page + json.dumps(data)]


def test_without_the_register_s_passphrase_the_report_holds_volumes_only(
    cli: Cli, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annual(capsys).returncode == 0
    assert json.loads((own / "year" / "annual.json").read_text(encoding="utf-8"))["meetings"] == []


def test_a_wrong_passphrase_of_the_register_leaves_no_report(
    cli: Cli, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "other.txt").write_text("not these words\n", encoding="utf-8")
    done = annual(capsys, "--register-passphrase-file", "other.txt")
    assert done.returncode == 1 and one_sentence(done)
    assert not (own / "year").exists()
