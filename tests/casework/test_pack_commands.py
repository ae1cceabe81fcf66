"""The officer's half from the command line: check, redact, tick, waive, approve, build, inspect, print, destroy."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command_line import QUICK, inside

from panelroom.casework import work
from panelroom.cli.pack_review import read_case
from panelroom.errors import Refused
from panelroom.keys import create_papers_key, create_person, read_public
from panelroom.packs.signers import pin
from panelroom.records.copies import MASKED
from panelroom.sample_files import docx_of, pdf_of, write_case_folders, write_unready_case
from panelroom.wellbeing import MASK

SECRET = "six plain words for tests only"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases, one that was redacted badly, and everybody's keys."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "words.txt").write_text(f"{SECRET}\n")
    write_unready_case(folder)
    for each in write_case_folders(folder / "all")[:2]:
        shutil.move(each, folder / each.name)
    for name in ("ada", "second", "stranger"):
        create_person(folder, name, SECRET, work_factor=QUICK)
    create_papers_key(folder, "april", SECRET, work_factor=QUICK)
    pin(folder / "home", read_public(folder / "ada.recipient"))
    return folder


@pytest.fixture
def office(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> "Office":
    """A copy to work on, from within."""
    folder = Path(shutil.copytree(made, tmp_path / "office"))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PANELROOM_HOME", str(folder / "home"))
    return Office(folder, capsys)


class Office:
    """The officer's folder, and the command line run in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    def run(self, *arguments: str, code: int = 0) -> str:
        done = inside(self._capsys, *arguments)
        assert done.returncode == code, (done.stdout, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def as_json(self, *arguments: str, code: int = 0) -> Any:
        done = inside(self._capsys, *arguments, "--json")
        assert done.returncode == code, (done.stdout, done.stderr)
        return json.loads(done.stdout)


def run(office: Office, *arguments: str, code: int = 0) -> str:
    return office.run(*arguments, code=code)


def as_json(office: Office, *arguments: str, code: int = 0) -> Any:
    return office.as_json(*arguments, code=code)


def findings(office: Office, *paths: str, code: int = 0) -> list[dict[str, Any]]:
    return [
        f for file in office.as_json("pack", "check", *paths, code=code)["files"] for f in file["findings"]
    ]


BAD = "07-not-ready"
WORDS = ("--passphrase-file", "words.txt")


def build(folder: Office, *cases: str, code: int = 0, key: str = "ada") -> str:
    return run(
        folder, "pack", "build", *cases, "--to", "april.recipient", "--sign-as", key, "--out", "april.prpack",
        *WORDS, code=code,
    )  # fmt: skip


def test_the_clean_cases_are_clean_and_the_bad_one_has_its_six(office: Office) -> None:
    assert findings(office, "01-syn-0001-25", "02-syn-0002-25") == []
    found = findings(office, BAD, code=1)
    assert sorted(f["id"] for f in found) == [
        "PDF-METADATA", "T-COLLAR", "T-DOB", "T-EMAIL", "T-PHONE", "T-POSTCODE",
    ]  # fmt: skip
    text = run(office, "pack", "text", f"{BAD}/1-call-log.pdf").removesuffix("\n")
    shown = {f["id"]: text[f["start"] : f["end"]] for f in found if f["start"] is not None}
    assert shown["T-PHONE"] == "07700 900123"
    assert shown["T-EMAIL"] == "victim@example.com"
    assert "Testname" in shown["T-COLLAR"]
    assert all(words not in json.dumps(found) for words in (*shown.values(), "Jane"))


@pytest.mark.heavy
def test_it_passes_after_redact_here_and_travels_without_what_was_missed(office: Office) -> None:
    assert "T-PHONE" in run(office, "pack", "approve", BAD, "--as", "second", *WORDS, code=1)
    source = (office / BAD / "1-call-log.pdf").read_bytes()
    for words, label in (
        ("07700 900123", "[CONTACT]"), ("victim@example.com", "[CONTACT]"), ("ZZ1 1ZZ", "[ADDRESS]"),
        ("PC 99999 Testname", "[OFFICER 2]"), ("01/02/1903", "[DATE]"),
    ):  # fmt: skip
        assert "1 place" in run(office, "pack", "redact", BAD, "--replace", words, "--with", label)
        assert words not in run(office, "pack", "text", f"{BAD}/1-call-log.pdf")
    assert [f["severity"] for f in findings(office, BAD) if f["severity"] == "BLOCK"] == []
    assert (office / BAD / "1-call-log.pdf").read_bytes() == source
    run(office, "pack", "approve", BAD, "--as", "second", *WORDS)
    build(office, BAD)
    described = as_json(office, "pack", "inspect", "april.prpack", *WORDS)
    assert [c["ref"] for c in described["cases"]] == ["SYN/0007/25"]
    assert described["approvals"][0]["name"] == "second"


@pytest.mark.heavy
def test_nobody_approves_their_own_and_an_approval_is_of_one_text(office: Office) -> None:
    case = "01-syn-0001-25"
    assert "Nobody has approved" in build(office, case, code=1)
    run(office, "pack", "approve", case, "--as", "ada", *WORDS)
    assert "nobody approves their own" in build(office, case, code=1)
    run(office, "pack", "approve", case, "--as", "second", *WORDS)
    run(office, "pack", "redact", case, "--replace", "grey coat", "--with", "[CLOTHING 1]")
    assert "changed after it was approved" in build(office, case, code=1)
    assert not (office / "april.prpack").exists()
    run(office, "pack", "approve", case, "--as", "second", *WORDS)
    build(office, case)
    assert "exists already" in build(office, case, code=1)


def test_an_approval_cannot_be_forged(office: Office) -> None:
    case = "01-syn-0001-25"
    run(office, "pack", "approve", case, "--as", "stranger", *WORDS)
    review = json.loads((office / case / "review.json").read_text())
    review["approvals"][0]["public_key"] = "ssh-ed25519 " + "A" * 68
    (office / case / "review.json").write_text(json.dumps(review))
    assert "not that person's signature" in build(office, case, code=1)
    assert not (office / "april.prpack").exists()


@pytest.mark.heavy
def test_waiving_needs_a_reason_and_a_name_and_stands_in_the_pack(office: Office) -> None:
    phone = next(f for f in findings(office, BAD, code=1) if f["id"] == "T-PHONE")
    run(office, "pack", "tick", BAD, "--key", phone["key"], "--by", "A. Officer", code=1)
    run(office, "pack", "waive", BAD, "--key", phone["key"], "--reason", " ", "--by", "A. Officer", code=1)
    for found in findings(office, BAD, code=1):
        if found["severity"] == "BLOCK":
            run(
                office,
                "pack",
                "waive",
                BAD,
                "--key",
                found["key"],
                "--reason",
                "Invented",
                "--by",
                "A. Officer",
            )
    assert all(f["settled"] == "waived" for f in findings(office, BAD) if f["severity"] == "BLOCK")
    run(office, "pack", "approve", BAD, "--as", "second", *WORDS)
    build(office, BAD)
    run(office, "pack", "print", "april.prpack", "--to", "copies", *WORDS)


@pytest.mark.heavy
def test_ticks_words_items_timeline_and_what_is_not_there(office: Office) -> None:
    case = "01-syn-0001-25"
    entries = as_json(office, "pack", "timeline", case)
    assert len(entries) == 38 and {"when", "precision", "text", "page"} <= set(entries[0])
    run(office, "pack", "timeline", case, "--strike", entries[0]["key"])
    assert len(as_json(office, "pack", "timeline", case)) == 37
    run(office, "pack", "timeline", case, "--strike", "nothing", code=1)
    run(office, "pack", "timeline", case, "--confirm", code=2)
    run(office, "pack", "timeline", case, "--confirm", "--by", "A. Officer")
    run(office, "pack", "tick", case, "--item", "log-entries", "--by", "A. Officer")
    assert [i["id"] for i in as_json(office, "pack", "list", case)["items"] if i["ticked"]] == ["log-entries"]
    for wrong in (("--item", "nothing"), ("--word", "Nowhere"), ("--key", "nothing")):
        run(office, "pack", "tick", case, *wrong, "--by", "A. Officer", code=1)
    run(office, "pack", "tick", case, "--by", "A. Officer", code=2)
    run(office, "pack", "redact", case, "--replace", "Nowhere To Be Found", "--with", "[X]", code=1)
    run(office, "pack", "redact", case, "--replace", "grey coat", "--with", "grey", code=1)


def ticked(office: Office, case: str) -> list[str]:
    return [item["id"] for item in as_json(office, "pack", "list", case)["items"] if item["ticked"]]


@pytest.mark.heavy
def test_a_word_on_the_whole_case_holds_only_for_the_documents_it_was_given_for(office: Office) -> None:
    case, sheet = "01-loose", office / "01-loose" / "case.toml"
    sheet.parent.mkdir()
    (sheet.parent / "1-log.txt").write_text(
        "02/04/2025 19:02 Call taken.\n\n02/04/2025 19:40 Unit arrived.\n"
    )
    (sheet.parent / "2-care.txt").write_text("05/04/2025 10:00 Victim called back.\n")
    listed = '\n[[documents]]\nfile = "{0}"\ntitle = "{0}"\n'
    one = 'ref = "SYN/0001/25"\ntitle = "Public order"\n' + listed.format("1-log.txt")
    sheet.write_text(one)
    run(office, "pack", "tick", case, "--item", "log-entries", "--by", "A. Officer")
    assert "Not confirmed yet" in run(office, "pack", "timeline", case)
    assert "Confirmed by A. Officer" in run(
        office, "pack", "timeline", case, "--confirm", "--by", "A. Officer"
    )

    sheet.write_text(one + listed.format("2-care.txt"))
    assert "Not confirmed yet" in run(office, "pack", "timeline", case) and ticked(office, case) == []
    run(office, "pack", "timeline", case, "--confirm", "--by", "B. Officer")
    run(office, "pack", "tick", case, "--item", "log-entries", "--by", "B. Officer")
    assert ticked(office, case) == ["log-entries"]

    sheet.write_text(one)
    assert ticked(office, case) == ["log-entries"], "whoever read both read this one"
    assert "Confirmed by A. Officer" in run(office, "pack", "timeline", case)
    log = sheet.parent / "1-log.txt"
    log.write_text(log.read_text().replace("19:40", "21:40"))
    assert "Not confirmed yet" in run(office, "pack", "timeline", case) and ticked(office, case) == []


def test_a_ticked_word_is_asked_again_in_a_document_that_came_later(office: Office) -> None:
    sheet = office / "01-words" / "case.toml"
    sheet.parent.mkdir()
    (sheet.parent / "1-log.txt").write_text("Seen at the Quillmere bakery at noon.\n")
    (sheet.parent / "2-care.txt").write_text("Then the victim called, and Quillmere said that it was him.\n")
    listed = '\n[[documents]]\nfile = "{0}"\ntitle = "{0}"\n'
    one = 'ref = "SYN/0001/25"\ntitle = "Public order"\n' + listed.format("1-log.txt")
    sheet.write_text(one)
    now = datetime(2026, 4, 14, tzinfo=UTC)

    case = work.tick_words(read_case(sheet.parent), ["Quillmere"], "A. Officer", now)
    assert case.is_word_ticked("Quillmere") and case.not_looked_at == ()
    sheet.write_text(one + listed.format("2-care.txt"))
    case = read_case(sheet.parent)
    assert not case.is_word_ticked("Quillmere")
    assert {each.file for each in case.not_looked_at} == {"2-care.txt"}
    case = work.tick_words(case, ["Quillmere"], "B. Officer", now)
    assert case.is_word_ticked("Quillmere") and case.not_looked_at == ()
    assert not work.open_word(case, "Quillmere").is_word_ticked("Quillmere")
    assert not case.is_word_ticked("Nowhere")


@pytest.mark.heavy
def test_a_redacted_date_or_an_entry_put_back_has_to_be_confirmed_again(office: Office) -> None:
    case = "01-syn-0001-25"
    (first, *_) = as_json(office, "pack", "timeline", case)
    confirm = ("pack", "timeline", case, "--confirm", "--by", "A. Officer")
    assert "Confirmed by A. Officer" in run(office, *confirm)
    run(office, "pack", "redact", case, "--replace", "grey coat", "--with", "[CLOTHING 1]")
    assert "Confirmed by A. Officer" in run(office, "pack", "timeline", case), "no date was changed"
    for _ in range(2):
        assert "Not confirmed yet" in run(office, "pack", "timeline", case, "--strike", first["key"])
    run(office, *confirm)
    run(office, "pack", "redact", case, "--replace", first["when_text"], "--with", "[DATE 1]")
    assert "Not confirmed yet" in run(office, "pack", "timeline", case)


def test_the_text_of_a_case_has_the_words_of_its_cover_too(office: Office) -> None:
    case = "01-loose"
    (office / case).mkdir()
    (office / case / "1-log.txt").write_text("02/04/2025 19:02 Call taken from 07700 900123.\n")
    (office / case / "case.toml").write_text(
        'ref = "SYN/0001/25"\ntitle = "Public order"\nstrands = ["Race"]\nadvisory = "Racist words."\n'
        'summary = "Shouting at a Rivertown shop."\n[[documents]]\nfile = "1-log.txt"\ntitle = "Call log"\n'
        '[[missing]]\nwhat = "Body-worn video"\nwhy = "Not kept"\n'
    )
    run(office, "pack", "redact", case, "--replace", "Rivertown", "--with", "[PLACE 1]")
    (found,) = (f for f in findings(office, case, code=1) if f["id"] == "T-PHONE")
    waive = ("--key", found["key"], "--reason", "An invented one", "--by", "A. Officer")
    run(office, "pack", "waive", case, *waive)
    text = run(office, "pack", "text", case)
    for words in (
        "SYN/0001/25", "Public order", "Race", "Racist words.", "Shouting at a [PLACE 1] shop.", "Call log",
        "Body-worn video: Not kept", "An invented one", "Call taken from",
    ):  # fmt: skip
        assert words in text
    assert "Rivertown" not in text


def test_what_stands_in_the_officers_own_words_is_not_looked_for_in_a_document(office: Office) -> None:
    sheet = office / BAD / "case.toml"
    sheet.write_text(sheet.read_text().replace('title = "', 'title = "Call 07700 900999 ', 1))
    case = read_case(office / BAD)
    cover = next(each for each in case.found if not each.file)
    with pytest.raises(Refused, match="5 for the cover"):
        work.redact_here(case, cover, "CONTACT")


@pytest.mark.heavy
def test_a_picture_is_described(office: Office) -> None:
    from PIL import Image

    case = office / "01-syn-0001-25"
    Image.new("L", (200, 200), 200).save(case / "4-photo.png")
    with (case / "case.toml").open("a") as sheet:
        sheet.write('\n[[documents]]\nfile = "4-photo.png"\ntitle = "Photograph"\n')
    words = "A broken sign; no person is seen."
    run(office, "pack", "describe", case.name, "--document", "4-photo.png", "--page", "1", "--text", words)
    run(
        office,
        "pack",
        "describe",
        case.name,
        "--document",
        "3-care-log.txt",
        "--page",
        "1",
        "--text",
        "x",
        code=1,
    )
    leaking = "Jane Testname holds a sign, call 07700 900123"
    run(office, "pack", "describe", case.name, "--document", "4-photo.png", "--page", "1", "--text", leaking)
    assert "T-PHONE" in {f["id"] for f in findings(office, case.name, code=1)}
    run(office, "pack", "approve", case.name, "--as", "second", *WORDS, code=1)
    run(office, "pack", "describe", case.name, "--document", "4-photo.png", "--page", "1", "--text", words)
    run(office, "pack", "approve", case.name, "--as", "second", *WORDS)
    build(office, case.name)
    run(office, "meeting", "new", "--set", "leicestershire-appendix-a", "--pack", "april.prpack", "--ref", "HCSP 1",
        "--date", "2031-03-04", "--book", "april.book", *WORDS)  # fmt: skip
    copies = as_json(office, "pack", "print", "april.prpack", "--large", "--copies", "2", *WORDS)
    assert copies["copies"] == 2
    reading = ["pdftotext", "april-copies/case-01-copy-02-large.pdf", "-"]
    text = subprocess.run(reading, cwd=office.folder, capture_output=True, text=True, check=True).stdout
    assert "A broken sign; no person is seen." in " ".join(text.split())
    assert "SYN/0001/25" not in "".join(path.name for path in (office / "april-copies").iterdir())


def words_of(path: Path) -> str:
    reading = ["pdftotext", str(path), "-"]
    return " ".join(subprocess.run(reading, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.heavy
def test_printed_copies_keep_the_masks_unless_the_exact_words_are_asked_for(office: Office) -> None:
    case, word = "01-syn-0001-25", "doorway"
    run(office, "pack", "approve", case, "--as", "second", *WORDS)
    build(office, case)
    copy = office / "copies" / "case-01-copy-01.pdf"

    def printed(*options: str, code: int = 0) -> str:
        copy.unlink(missing_ok=True)
        return run(office, "pack", "print", "april.prpack", "--to", "copies", *options, *WORDS, code=code)

    assert "No strong word was masked" in printed()
    exact = words_of(copy)
    assert word in exact and MASKED not in exact
    settings = f'[wellbeing]\nstrong_words = ["{word}"]\n'
    (office / "panel.toml").write_text(settings)
    assert f"masked at {exact.count(word)} place" in printed()
    masked = words_of(copy)
    assert MASKED in masked and masked.replace(f"{MASKED} ", "").replace(MASK, word) == exact
    assert "say so before" in printed("--unmasked")
    assert words_of(copy) == exact
    (office / "panel.toml").rename(office / "ours.toml")
    printed("--settings", "ours.toml")
    assert words_of(copy) == masked
    printed("--settings", "ours.toml", "--unmasked", code=2)
    (office / "ours.toml").write_text("[wellbeing]\nstrong_word = 1\n")
    assert "ours.toml" in printed("--settings", "ours.toml", code=1)
    assert not copy.exists()


@pytest.mark.heavy
def test_copies_are_numbered_on_and_nothing_printed_is_written_over(office: Office) -> None:
    run(office, "pack", "approve", "01-syn-0001-25", "--as", "second", *WORDS)
    build(office, "01-syn-0001-25")
    printing = ("pack", "print", "april.prpack", "--to", "copies", *WORDS)
    run(office, *printing, "--copies", "2")
    before = {path.name: path.read_bytes() for path in (office / "copies").iterdir()}
    for taken in (("--large",), ("--first", "2")):
        assert "--first" in run(office, *printing, *taken, code=1)
    assert {path.name for path in (office / "copies").iterdir()} == set(before)
    run(office, *printing, "--first", "3", "--large")
    now = {path.name: path.read_bytes() for path in (office / "copies").iterdir()}
    assert set(now) - set(before) == {"case-01-copy-03-large.pdf", "count-sheet-2.pdf"}
    assert before.items() <= now.items()


@pytest.mark.heavy
def test_without_a_key_beside_the_pack_the_refusal_names_the_option_there_is(office: Office) -> None:
    run(office, "pack", "approve", "01-syn-0001-25", "--as", "second", *WORDS)
    build(office, "01-syn-0001-25")
    (office / "april.papers.age").rename(office / "home" / "april.papers.age")
    for verb in ("print", "inspect"):
        assert "name it with --key FILE" in run(office, "pack", verb, "april.prpack", *WORDS, code=1)
        run(office, "pack", verb, "april.prpack", "--key", "home/april.papers.age", *WORDS)


def test_documents_that_cannot_be_read_are_named_and_hold_up_nothing(office: Office) -> None:
    folder = office / "loose"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf_of(["Nothing here but words."]))
    (folder / "b.docx").write_bytes(docx_of(["Nothing here but words."])[:-40])
    (folder / "c.txt").write_text("Write to victim@example.com")
    files = as_json(office, "pack", "check", "loose", code=1)["files"]
    assert [bool(f["refused"]) for f in files] == [False, True, False]
    assert [f["id"] for f in files[2]["findings"]] == ["T-EMAIL"]
    run(office, "pack", "redact", "loose/c.txt", "--replace", "victim@example.com", "--with", "[CONTACT]")
    assert run(office, "pack", "text", "loose/c.txt") == "Write to [CONTACT]\n"
    run(office, "pack", "check", "nowhere.pdf", code=1)


@pytest.mark.heavy
def test_the_papers_are_destroyed_and_the_record_stays(office: Office) -> None:
    case = "01-syn-0001-25"
    run(office, "pack", "approve", case, "--as", "second", *WORDS)
    build(office, case)
    run(office, "meeting", "new", "--set", "leicestershire-appendix-a", "--pack", "april.prpack", "--ref", "HCSP 1",
        "--date", "2031-03-04", "--book", "april.book", *WORDS)  # fmt: skip
    script = [
        {"action": "count_papers", "out": 9, "in": 8},
        {"action": "close_meeting", "reason": "One is missing"},
    ]
    (office / "script.jsonl").write_text("\n".join(map(json.dumps, script)))
    run(office, "replay", "script.jsonl", "--book", "april.book", *WORDS)
    shown = as_json(office, "show", "april.book", *WORDS)
    assert "outstanding" in run(office, "destroy", "april.book", "--papers-in", "8", *WORDS, code=1)
    run(office, "destroy", "april.book", "--papers-in", "10", *WORDS, code=1)
    assert (office / "april.papers.age").exists()
    done = as_json(office, "destroy", "april.book", "--papers-in", "8", "--reason", "Lost on the way", *WORDS)
    certificate = json.loads(Path(done["json"]).read_text())
    assert certificate["copies"] == {"out": 9, "in": 8, "reason": "Lost on the way"}
    assert certificate["record_root"] == shown["journal"]["root"]
    assert Path(done["certificate"]).read_bytes().startswith(b"%PDF")
    assert not list(office.folder.rglob("*.papers.age")) and not list(office.folder.rglob("*.prpack"))
    assert as_json(office, "show", "april.book", *WORDS) == shown
    run(office, "verify", "april.book", *WORDS)
    run(office, "export", "april.book", "--to", "documents", *WORDS)
    assert "not here any more" in run(office, "destroy", "april.book", "--papers-in", "8", *WORDS, code=1)
