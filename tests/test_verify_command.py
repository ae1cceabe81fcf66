"""``panelroom sign`` and ``verify``: what a person is told of signed minutes, and of the book they come from."""

import io
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import sqlcipher3.dbapi2 as driver
from command_line import QUICK, SCRIPT, inside, one_sentence, panelroom
from making import PASSPHRASE, START, opening, question_set
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from panelroom import acts, bookcase
from panelroom.cli.verify import kind_of
from panelroom.clock import SystemClock
from panelroom.keys import create_person
from panelroom.keys.pades import add_signature
from panelroom.keys.pades_reading import read_pdf
from panelroom.packs.signers import pin
from panelroom.reader import read_meeting
from panelroom.records.minutes import minutes
from panelroom.records.pdf import render
from panelroom.records.record import build_record
from panelroom.signed import reading, signing

WORDS = ("--passphrase-file", "words.txt")
CONFIRM = {
    "action": "confirm_minutes",
    "by": [{"role": "secretary", "method": "signature"}, {"role": "chair", "method": "signature"}],
}
READ = cache(read_pdf)
Done = subprocess.CompletedProcess[str]


def key_of(book: Path) -> bytes:
    return bookcase.book_key(book, PASSPHRASE)


def do(book: Path, **fields: Any) -> str:
    """Record an act in a book; return its entry."""
    with bookcase.writing(book, key_of(book)) as session:
        return session.do(acts.ACTS[fields["action"]].model_validate(fields)).entry.id


def print_minutes(book: Path, to: Path) -> None:
    with bookcase.reading(book, key_of(book)) as opened:
        meeting, tree = read_meeting(opened)
    record = build_record(meeting, tree.size, tree.root().hex())
    to.write_bytes(render(minutes(record, meeting.question_set))[0])


def copy_book(book: Path, to: Path) -> Path:
    shutil.copy(book, to)
    shutil.copy(bookcase.vault_of(book), bookcase.vault_of(to))
    return to


def short_meeting(path: Path) -> None:
    """Make a book of a meeting that read one case, observed two things and closed."""
    bookcase.new_book(path, PASSPHRASE, opening(1), question_set(), at=START, work_factor=QUICK)
    for member in ("ch", "m1"):
        do(path, action="mark_present", member=member)
    do(path, action="acknowledge_ground_rules")
    do(path, action="open_case", case=1)
    do(path, action="observe", kind="learning", text="Nobody called back.", page=1)
    do(path, action="observe", kind="learning", text="Ask Somebody Nameable.", page=4)
    do(path, action="carry_forward", case=1, reason="Time ran out.")
    do(path, action="close_meeting")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting, confirmed; its minutes as draft, confirmed, and signed; three people, two of them pinned here."""
    folder = tmp_path_factory.mktemp("office")
    book, people = folder / "a.book", {}
    (folder / "words.txt").write_text(PASSPHRASE + "\n")
    short_meeting(book)
    copy_book(book, folder / "older.book")
    print_minutes(book, folder / "draft.pdf")
    do(book, **CONFIRM)
    print_minutes(book, folder / "minutes.pdf")
    for name in ("Ada Secretary", "Bo Chair", "Mallory"):
        people[name] = create_person(folder, name, PASSPHRASE, work_factor=QUICK)
        if name != "Mallory":
            pin(folder / "home", people[name].public)
    pdf, now = (folder / "minutes.pdf").read_bytes(), SystemClock().wall()
    for place, (name, role) in enumerate((("Ada Secretary", "secretary"), ("Bo Chair", "chair")), 1):
        pdf = add_signature(pdf, people[name].signing_keys, place=place, role=role, at=now)
    (folder / "signed.pdf").write_bytes(pdf)
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that office, where files are read in this process: a child of its own takes a second each."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANELROOM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(reading, "read_bytes", READ)
    monkeypatch.setattr(signing, "read_bytes", READ)
    return tmp_path


@pytest.fixture
def signed(office: Path) -> Path:
    """The office, with minutes that the secretary and then the Chair signed."""
    (office / "signed.pdf").replace(office / "minutes.pdf")
    return office


def verdict(capsys: pytest.CaptureFixture[str], *argv: object) -> dict[str, Any]:
    """Return what verify says as data; its exit code must agree with it."""
    done = inside(capsys, "verify", *argv, "--json")
    said: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if said["valid"] else 1)
    assert done.stderr.splitlines() == [f"panelroom: {problem}" for problem in said["problems"]]
    return said


def change(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def append_page_change(path: Path) -> None:
    """Append an update that shows another first page, as any editor could."""
    content, out = path.read_bytes(), io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)
    writer.write(out)
    path.write_bytes(out.getvalue())


# ── signing and what holds ───────────────────────────────────────────────────────────────────────────────


def test_two_people_sign_in_turn(office: Path, capsys) -> None:
    before = (office / "minutes.pdf").read_bytes()
    for place, key in enumerate(("Ada Secretary", "bo-chair.vault.age"), 1):
        done = inside(capsys, "sign", "minutes.pdf", "--as", key, *WORDS)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"signature {place}. The time in it is a claimed time." in done.stdout
    assert (office / "minutes.pdf").read_bytes().startswith(before)
    assert verdict(capsys, "minutes.pdf")["valid"]


def test_both_signatures_hold_and_the_book_bears_them_out(signed: Path, capsys) -> None:
    done = inside(capsys, "verify", "minutes.pdf", "--book", "a.book", *WORDS)
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "minutes.pdf, confirmed: made from 10 entries.",
        "Signature 1: Ada Secretary, as secretary; claimed time ",
        "Signature 2: Bo Chair, as chair; claimed time ",
        "the key is pinned here as Bo Chair; it covers the whole file",
        "The book bears it out",
        "It holds: 2 signatures",
        "not a qualified signature",
    ):
        assert words in done.stdout, words


def test_what_verify_says_as_data(signed: Path, capsys) -> None:
    said = verdict(capsys, "minutes.pdf")
    assert (said["valid"], said["status"], said["entries"], said["book"]) == (True, "confirmed", 10, None)
    first, second = said["signatures"]
    certificate = json.loads(
        inside(capsys, "keys", "fingerprint", "ada-secretary.recipient", "--json").stdout
    )
    assert first["fingerprint"] == certificate["certificate"]
    assert (first["name"], first["role"], first["pinned"]) == ("Ada Secretary", "secretary", "Ada Secretary")
    assert (first["covers_whole_file"], second["covers_whole_file"]) == (False, True)
    assert said["problems"] == first["problems"] == [] and said["appended_bytes"] == 0


def test_the_fingerprint_of_the_certificate_is_shown(office: Path, capsys) -> None:
    shown = inside(capsys, "keys", "fingerprint", "ada-secretary.recipient").stdout
    data = json.loads(inside(capsys, "keys", "fingerprint", "ada-secretary.recipient", "--json").stdout)
    assert f"Certificate, SHA-256  {data['certificate']}\n" in shown


def test_another_place_for_the_signed_file(office: Path, capsys) -> None:
    before = (office / "minutes.pdf").read_bytes()
    done = inside(
        capsys, "sign", "minutes.pdf", "--as", "Ada Secretary", "--out", "out.pdf", *WORDS, "--json"
    )
    said = json.loads(done.stdout)
    assert (said["signed"], said["place"], said["name"]) == ("out.pdf", 1, "Ada Secretary")
    assert (office / "minutes.pdf").read_bytes() == before
    assert (office / "out.pdf").read_bytes().startswith(before)
    again = inside(capsys, "sign", "minutes.pdf", "--as", "Bo Chair", "--out", "out.pdf", *WORDS)
    assert again.returncode == 1 and "there already" in one_sentence(again)


# ── what is not signed ───────────────────────────────────────────────────────────────────────────────────


def spoil(path: Path, how: str) -> None:
    """Make of minutes what nobody may sign."""
    content = path.read_bytes()
    if how == "another program's":
        with pikepdf.open(path, allow_overwriting_input=True) as file:
            file.docinfo["/Producer"] = "another program"
            file.save(path)
    elif how == "encrypted":
        with pikepdf.open(path, allow_overwriting_input=True) as file:
            file.save(path, encryption=pikepdf.Encryption(owner="o", user="", R=6))
    elif how == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif how == "no PDF":
        path.write_bytes(b"Minutes\n")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("another program's", "not minutes that panelroom wrote"),
        ("encrypted", "it is encrypted"),
        ("cut", "damaged"),
        ("no PDF", "is no PDF"),
    ],
)
def test_what_is_not_panelrooms_whole_file_is_not_signed(office: Path, capsys, how: str, why: str) -> None:
    spoil(office / "minutes.pdf", how)
    refused(office, capsys, why)


def refused(office: Path, capsys, why: str, name: str = "minutes.pdf", key: str = "Ada Secretary") -> None:
    """Try to sign a file: it must be refused with these words and stay as it was."""
    before, files = (office / name).read_bytes(), sorted(office.iterdir())
    done = inside(capsys, "sign", name, "--as", key, *WORDS)
    assert done.returncode == 1 and why in one_sentence(done)
    assert ((office / name).read_bytes(), sorted(office.iterdir())) == (before, files)


def test_a_draft_is_not_signed(office: Path, capsys) -> None:
    refused(office, capsys, "DRAFT", "draft.pdf")


def test_nobody_signs_twice(signed: Path, capsys) -> None:
    refused(signed, capsys, "signed this file already")


def test_nobody_signs_behind_a_signature_that_does_not_hold(signed: Path, capsys) -> None:
    change(signed / "minutes.pdf", 5000)
    refused(signed, capsys, "already does not hold", key="Mallory")


def test_a_signature_that_would_not_hold_is_not_made(office: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(SystemClock, "wall", lambda clock: START.replace(year=2001))
    refused(office, capsys, "its certificate was not valid at the claimed time")


def test_a_role_is_short(office: Path, capsys) -> None:
    done = inside(capsys, "sign", "minutes.pdf", "--as", "Ada Secretary", "--role", "x" * 61, *WORDS)
    assert done.returncode == 2 and "at most 60 characters" in one_sentence(done)


# ── what does not hold ───────────────────────────────────────────────────────────────────────────────────


def test_unsigned_minutes_prove_nothing(office: Path, capsys) -> None:
    said = verdict(capsys, "minutes.pdf")
    assert said["signatures"] == [] and "is not signed" in said["problems"][0]


def test_a_flipped_byte_is_called_out(signed: Path, capsys) -> None:
    change(signed / "minutes.pdf", 5000)
    said = verdict(capsys, "minutes.pdf")
    assert all("changed since" in problem for problem in said["problems"])


def test_an_appended_update_is_called_out(signed: Path, capsys) -> None:
    append_page_change(signed / "minutes.pdf")
    said = verdict(capsys, "minutes.pdf")
    assert "holds an update that is no signature" in said["problems"][0] and said["appended_bytes"] > 0


def test_a_key_that_nobody_pinned_is_called_out(office: Path, capsys) -> None:
    inside(capsys, "sign", "minutes.pdf", "--as", "Mallory", *WORDS)
    said = verdict(capsys, "minutes.pdf")
    assert said["signatures"][0]["pinned"] is None
    assert said["problems"] == [
        "Signature 1 (Mallory) is not by anybody known here: this computer does not know the key: compare the "
        "certificate's fingerprint with the signer by voice, and pin it with 'panelroom keys trust'."
    ]


def test_another_key_with_the_same_name_is_called_out(office: Path, capsys) -> None:
    create_person(office / "home", "Ada Secretary", PASSPHRASE, work_factor=QUICK)
    vault = office / "home" / "ada-secretary.vault.age"
    inside(capsys, "sign", "minutes.pdf", "--as", vault, "--role", "secretary", *WORDS)
    (problem,) = verdict(capsys, "minutes.pdf")["problems"]
    assert "another key than the one pinned under that name" in problem


def test_who_may_only_seal_packs_signs_no_minutes(signed: Path, capsys) -> None:
    signers = (signed / "home" / "signers").read_text()
    (signed / "narrow").write_text(signers.replace('"panelroom-*"', '"panelroom-pack@v1"'))
    (signed / "wide").write_text(signers)
    assert verdict(capsys, "minutes.pdf", "--signers", "wide")["valid"]
    assert not verdict(capsys, "minutes.pdf", "--signers", "narrow")["valid"]


# ── the book ─────────────────────────────────────────────────────────────────────────────────────────────


def alter(book: Path) -> None:
    conn = driver.connect(str(book), isolation_level=None)
    conn.execute(f"PRAGMA key=\"x'{key_of(book).hex()}'\"")
    conn.execute("UPDATE journal SET body = replace(body, 'consensus', 'majority') WHERE seq = 1")
    assert conn.execute("SELECT changes()").fetchone() == (1,)
    conn.close()


def test_an_altered_entry_is_called_out_by_name(signed: Path, capsys) -> None:
    alter(signed / "a.book")
    said = verdict(capsys, "minutes.pdf", "--book", "a.book", *WORDS)
    assert said["book"]["valid"] is False and all(each["valid"] for each in said["signatures"])
    assert said["problems"] == ["Entry e1 was altered: it does not match its leaf, and no entry struck it."]


@pytest.mark.parametrize(
    "argv",
    [
        ("minutes.pdf", "--book", "older.book"),
        ("older.book", "--against", "minutes.pdf"),
    ],
)
def test_a_book_that_was_rolled_back_is_called_out(signed: Path, capsys, argv: tuple[str, ...]) -> None:
    (problem,) = verdict(capsys, *argv, *WORDS)["problems"]
    assert "rolled back to 9 entries: what is printed rests on 10" in problem


def test_another_book_is_called_out(signed: Path, capsys) -> None:
    do(copy_book(signed / "older.book", signed / "other.book"), **{**CONFIRM, "by": CONFIRM["by"][:1]})
    (problem,) = verdict(capsys, "minutes.pdf", "--book", "other.book", *WORDS)["problems"]
    assert "The root of the first 10 entries is not the one printed there" in problem


def go_on(book: Path) -> dict[str, int]:
    """Correct and strike in a confirmed meeting; return how much."""
    with bookcase.reading(book, key_of(book)) as opened:
        meeting, _ = read_meeting(opened)
    first, second = [i.id for case in meeting.cases for i in case.observations][:2]
    do(book, action="correct_minutes", entry=first, reason="The page was wrong.", page=2)
    do(book, action="correct_minutes", entry=first, reason="The page was wrong again.", page=3)
    do(book, action="strike_text", entry=second, why="names_a_person")
    return {"corrections": 2, "strikes": 1, "others": 0}


def test_what_was_corrected_and_struck_since_is_counted(signed: Path, capsys) -> None:
    since = go_on(signed / "a.book")
    said = verdict(capsys, "minutes.pdf", "--book", "a.book", *WORDS)
    assert said["valid"] and said["book"]["since"] == since
    done = inside(capsys, "verify", "minutes.pdf", "--book", "a.book", *WORDS)
    assert "It goes on after that: 2 corrections, 1 strike." in done.stdout


@pytest.mark.parametrize("against", ["minutes.pdf", "root"])
def test_a_book_that_went_on_is_not_the_printed_one_but_holds_it(signed: Path, capsys, against: str) -> None:
    root = verdict(capsys, "a.book", *WORDS)["root"]
    assert verdict(capsys, "a.book", "--against", "minutes.pdf", *WORDS)["valid"]
    since = go_on(signed / "a.book")
    said = verdict(capsys, "a.book", "--against", root if against == "root" else against, *WORDS)
    assert said["since"] == since
    assert "the book goes on after it: 2 corrections, 1 strike" in said["problems"][0]


def test_the_root_of_a_changed_file_says_nothing(signed: Path, capsys) -> None:
    change(signed / "minutes.pdf", 5000)
    done = inside(capsys, "verify", "a.book", "--against", "minutes.pdf", *WORDS)
    assert done.returncode == 1 and "its root says nothing" in one_sentence(done)


def test_a_pdf_without_a_root_is_borne_out_by_no_book(office: Path, capsys) -> None:
    with pikepdf.open("minutes.pdf", allow_overwriting_input=True) as file:
        file.docinfo["/Subject"] = "About something"
        file.save("minutes.pdf")
    said = verdict(capsys, "minutes.pdf", "--book", "a.book", *WORDS)
    assert "carries no root" in said["problems"][-1]
    done = inside(capsys, "verify", "a.book", "--against", "minutes.pdf", *WORDS)
    assert "carries no root" in one_sentence(done)


# ── what a file is ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a", b"%PDF-1.7\n", "pdf"),
        ("a", b"age-encryption.org/v1\n", "pack"),
        ("a", b'\xef\xbb\xbf {"format"', "draw"),
        ("a.pdf", b"PDF", "pdf"),
        ("a.prpack", b"", "pack"),
        ("a.json", b"[", "draw"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(tmp_path: Path, name: str, head: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(head)
    assert kind_of(tmp_path / name) == kind


def test_a_book_may_begin_like_anything(tmp_path: Path) -> None:
    (tmp_path / "a.book").write_bytes(b"{%PDF-")
    bookcase.vault_of(tmp_path / "a.book").touch()
    assert kind_of(tmp_path / "a.book") == "book"


@pytest.mark.parametrize(
    ("name", "content"), [("notes.txt", b"Notes"), ("empty", b""), ("a.book", b"\x00\xff")]
)
def test_of_anything_else_it_says_what_it_can_check_and_asks_for_no_secret(
    tmp_path: Path, capsys, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    done = inside(capsys, "verify", tmp_path / name)
    assert done.returncode == 1
    said = one_sentence(done)
    assert said.startswith(f"{name} is nothing that verify can check: give minutes as PDF, a pack, ")
    assert f"{name}.vault.age" in said and "pass-phrase" not in said


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("a.book", "--book", "a.book"), "--book goes with a PDF"),
        (("minutes.pdf", "--against", "ab" * 32), "--against goes with a book"),
        (("minutes.pdf", "--book", "a.book"), "A pass-phrase is needed"),
    ],
)
def test_wrong_usage(office: Path, capsys, argv: tuple[str, ...], why: str) -> None:
    done = inside(capsys, "verify", *argv)
    assert done.returncode == 2 and why in one_sentence(done)


# ── processes of their own ───────────────────────────────────────────────────────────────────────────────


def test_a_file_is_read_in_a_limited_child(made: Path) -> None:
    found = reading.read_bytes((made / "minutes.pdf").read_bytes())
    assert (found.status, found.signatures, found.holds) == ("confirmed", (), True)


@pytest.mark.parametrize("why", ["too slow", "killed", "says nothing"])
def test_a_file_that_breaks_its_reader_does_not_hold(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    program = {
        "too slow": "import time; time.sleep(9)",
        "killed": "import os; os.abort()",
        "says nothing": "",
    }
    monkeypatch.setattr(reading, "_PATIENCE", 0.5)
    real = subprocess.run

    def run(argv: list[str], **more: Any) -> Any:
        return real([sys.executable, "-c", program[why]], **more)

    monkeypatch.setattr(reading.subprocess, "run", run)
    assert reading.read_bytes(b"%PDF-").problems


def bomb() -> bytes:
    """A PDF whose list of objects takes two gigabytes when it is unpacked."""
    import zlib

    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(bytes(2**24)) for _ in range(128)) + packed.flush()
    head = b"%%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode /Length %d >>\n"
    return head % len(data) + b"stream\n" + data + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def test_the_program_starts_without_what_signs() -> None:
    program = (
        "import sys; from panelroom.cli import parser; parser(); import panelroom.signed.signing\n"
        "import panelroom.cli.verify_pdf\n"
        "print(*{'pyhanko', 'aiohttp', 'asn1crypto'} & set(sys.modules), end='')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.heavy
def test_a_bomb_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "minutes.pdf").write_bytes(bomb())
    done = panelroom("verify", "minutes.pdf", cwd=tmp_path)
    assert done.returncode == 1 and "minutes.pdf does not hold" in one_sentence(done)


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is missing")
def test_signing_and_verifying_open_no_socket(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    for argv in (
        ("sign", "minutes.pdf", "--as", "Ada Secretary", *WORDS),
        ("verify", "minutes.pdf", "--book", "a.book", *WORDS),
    ):
        command = [
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=network",
            "-o",
            "calls",
            sys.executable,
            "-m",
            "panelroom",
            *argv,
        ]
        environment = os.environ | {"PANELROOM_HOME": str(tmp_path / "home")}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert [line for line in (tmp_path / "calls").read_text().splitlines() if "(" in line] == []


def by_hand(pdf: Path, number: str) -> str:
    """Do what the documentation says for somebody without panelroom; return what openssl says of a signature."""
    page = (Path(__file__).parent.parent / "docs" / "signatures.md").read_text(encoding="utf-8")
    program = page.partition("```python\n")[2].partition("```")[0]
    check = next(line for line in page.splitlines() if line.startswith("openssl cms -verify")).replace(
        "sig0", f"sig{number}"
    )
    check = check.replace("covered.0", f"covered.{number}")
    for command in (["pdfsig", "-nocert", "-dump", pdf.name], [sys.executable, "-c", program], check.split()):
        done = subprocess.run(command, cwd=pdf.parent, capture_output=True, text=True, check=False)
    return done.stderr


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is missing")
def test_from_the_meeting_to_twice_signed_minutes_by_commands_alone(tmp_path: Path) -> None:
    """A secretary's evening, with nothing but the program, and another program's judgement at the end."""
    (tmp_path / "words.txt").write_text(PASSPHRASE + "\n")
    (tmp_path / "confirm.jsonl").write_text(json.dumps(CONFIRM) + "\n")
    documents = tmp_path / "documents" / "restricted" / "minutes.pdf"

    def run(*argv: object) -> Done:
        done = panelroom(*argv, *WORDS, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done

    run("replay", SCRIPT, "--book", "a.book")
    run("replay", "confirm.jsonl", "--book", "a.book")
    run("export", "a.book", "--to", "documents")
    for name in ("Secretary", "Chair"):
        run("keys", "person", name)
        assert panelroom("keys", "trust", f"{name.lower()}.recipient", cwd=tmp_path).returncode == 0
        run("sign", documents, "--as", name, "--role", name.lower())
    assert "It holds: 2 signatures" in run("verify", documents, "--book", "a.book").stdout
    run("verify", "a.book", "--against", documents)
    said = subprocess.run(
        ["pdfsig", "-nocert", documents], capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid.") == 2
    for number in "01":
        assert "successful" in by_hand(documents, number)
    change(documents, 5000)
    assert "failure" in by_hand(documents, "0")
    assert panelroom("verify", documents, cwd=tmp_path).returncode == 1
