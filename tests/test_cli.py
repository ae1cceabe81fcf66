"""The command line: exit codes, where output goes, where secrets come from, and what is left behind."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import (
    COMMANDS,
    SCRIPT,
    WORDS,
    everything_below,
    inside,
    make_book,
    one_sentence,
    panelroom,
    parser_of,
    start,
)
from making import PASSPHRASE

from panelroom import bookcase
from panelroom.cli import parser
from panelroom.keys import open_vault
from panelroom.resources import data_dir

Cli = Callable[..., Any]
SECRET = "Zofia Marker"
CASES = data_dir("sample_cases")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the played sample meeting ``a.book`` and its pass-phrase. Nobody writes in the book."""
    folder = tmp_path_factory.mktemp("desk")
    make_book(folder)
    return folder


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    """A copy of the desk to write on."""
    for name in ("a.book", "a.book.vault.age", WORDS):
        shutil.copy2(desk / name, tmp_path)
    return tmp_path


@pytest.fixture
def cli(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command line at a desk of the test's own, within this process."""
    monkeypatch.chdir(own)
    monkeypatch.setenv("PANELROOM_HOME", str(own / "home"))
    return lambda *argv: inside(capsys, *argv)


# ── help and usage ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(path: tuple[str, ...]) -> None:
    shown = parser_of(path).format_help()
    assert "Example:" in shown and f"panelroom {' '.join(path)}".strip() in shown.split("Example:")[1]
    assert "--home" in shown


def test_help_is_printed_and_is_no_error(cli: Cli) -> None:
    done = cli("meeting", "new", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Example:" in done.stdout
    assert cli("--version").stdout.startswith("panelroom ")


@pytest.mark.parametrize(
    "argv",
    [
        ["nonsense"],
        ["meeting"],
        ["show"],
        ["show", "a.book", "--pass", "x"],
        ["show", "a.book", "--passphrase", PASSPHRASE],
        ["meet", "a.book"],
        ["screen", "a.book"],
        [],
    ],
    ids=lambda argv: " ".join(argv) or "nothing",
)
def test_wrong_usage_is_exit_code_2_in_one_sentence(cli: Cli, argv: list[str]) -> None:
    done = cli(*argv)
    assert (done.returncode, done.stdout) == (2, "")
    assert PASSPHRASE not in one_sentence(done)


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("argv", [["show", "a.book"], ["keys", "person", "Ada"]], ids=str)
def test_a_secret_is_never_read_from_a_pipe(desk: Path, argv: list[str]) -> None:
    before = everything_below(desk)
    read, write = os.pipe()
    os.write(write, f"{PASSPHRASE}\n".encode() * 2)
    os.close(write)
    done = panelroom(*argv, cwd=desk, stdin=read)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--passphrase-file" in one_sentence(done)
    assert os.read(read, 10_000), "the pipe was read"
    os.close(read)
    assert everything_below(desk) == before


def test_a_closed_standard_input_is_no_terminal(desk: Path) -> None:
    done = panelroom("show", "a.book", cwd=desk, stdin=None, preexec_fn=lambda: os.close(0))
    assert done.returncode == 2
    one_sentence(done)


@pytest.mark.parametrize(
    ("content", "says"), [(b"\nx\n", "empty"), (b"\xff\xfe", "cannot be read"), (None, "cannot")]
)
def test_a_passphrase_file_that_is_none(cli: Cli, own: Path, content: bytes | None, says: str) -> None:
    if content is not None:
        (own / "mine.txt").write_bytes(content)
    done = cli("show", "a.book", "--passphrase-file", "mine.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert says in one_sentence(done)


def test_another_pass_phrase_opens_nothing(cli: Cli, own: Path) -> None:
    (own / "other.txt").write_text("an other phrase\n")
    done = cli("show", "a.book", "--passphrase-file", "other.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "other phrase" not in one_sentence(done)


def test_windows_line_ends_and_a_byte_order_mark_are_not_part_of_the_phrase(cli: Cli, own: Path) -> None:
    (own / "windows.txt").write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\n")
    assert cli("verify", "a.book", "--passphrase-file", "windows.txt").returncode == 0


# ── output ───────────────────────────────────────────────────────────────────────────────────────────────

JSON = [
    ["show", "a.book", "--passphrase-file", WORDS],
    ["verify", "a.book", "--passphrase-file", WORDS],
    ["questions", "list"],
    ["questions", "show", "kent-ipag-2020"],
    ["doctor"],
]


@pytest.mark.parametrize("argv", JSON, ids=lambda argv: " ".join(argv[:2]))
def test_json_is_one_document_and_nothing_else(cli: Cli, argv: list[str]) -> None:
    done = cli(*argv, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)


def test_output_goes_out_whatever_the_console_can_show(desk: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    done = panelroom("show", "a.book", "--passphrase-file", WORDS, cwd=desk, env=env)
    assert done.returncode == 0 and "SYN/0002/25" in done.stdout


def test_a_reader_that_goes_away_is_no_crash(desk: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = panelroom("questions", "show", "hmicfrs-2018", cwd=desk, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
def test_the_name_of_a_file_commands_no_terminal(cli: Cli, own: Path) -> None:
    name = "april\x1b[31m\u202e.book"
    refused = cli("show", own / name, "--passphrase-file", own / WORDS)
    assert refused.returncode == 1
    assert "\x1b" not in refused.stderr and "april\ufffd\ufffd.book" in refused.stderr
    written = cli("keycard", "--to", own / f"{name}.pdf")
    assert written.returncode == 0
    assert "\x1b" not in written.stdout and "\u202e" not in written.stdout


@pytest.mark.parametrize(("place", "name"), [(".", "."), ("nothing.book", "nothing.book"), ("home/..", "..")])
def test_what_is_no_file_is_not_valid_and_no_pass_phrase_is_asked_for(
    cli: Cli, place: str, name: str
) -> None:
    done = cli("verify", place)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"panelroom: There is no file {name} here: check the name.\n"


def test_a_folder_in_the_place_of_a_book_is_named_in_the_refusal(cli: Cli, own: Path) -> None:
    assert "There is no meeting book . here" in cli("show", ".", "--passphrase-file", own / WORDS).stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_cannot_be_written_is_said(desk: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = panelroom("questions", "list", cwd=desk, stdout=full)
    assert done.returncode == 1
    assert "No space left" in one_sentence(done)


# ── the data folder ──────────────────────────────────────────────────────────────────────────────────────


def test_home_before_and_after_the_command_and_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panelroom.cli.common import home_dir

    monkeypatch.setenv("PANELROOM_HOME", "from-environment")
    at = {
        ("--home", "x", "doctor"): "x",
        ("doctor", "--home", "x"): "x",
        ("--home", "x", "doctor", "--home", "y"): "y",
        ("--home", "x", "meeting", "hand-over", "b", "--to", "r", "--out", "o"): "x",
        ("meeting", "--home", "x", "hand-over", "b", "--to", "r", "--out", "o"): "x",
        ("meeting", "hand-over", "b", "--to", "r", "--out", "o", "--home", "x"): "x",
        ("doctor",): "from-environment",
    }
    for argv, where in at.items():
        assert home_dir(parser().parse_args(argv)) == Path(where), argv
    monkeypatch.delenv("PANELROOM_HOME")
    assert home_dir(parser().parse_args(["doctor"])).name == "panelroom"


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["show", "none.book", "--passphrase-file", WORDS], "no meeting book none.book"),
        (["verify", "a.book", "--against", "none.pdf", "--passphrase-file", WORDS], "neither a root"),
        (["questions", "show", "none"], "no question set none"),
        (["questions", "diff", "none", "kent-ipag-2020"], "no question set none"),
        (
            ["replay", "none.jsonl", "--book", "a.book", "--passphrase-file", WORDS],
            "none.jsonl cannot be read",
        ),
        (["export", "a.book", "--to", WORDS, "--passphrase-file", WORDS], "no file is half written"),
        (
            ["meeting", "receive", WORDS, "--as", "none.age", "--book", "n.book", "--passphrase-file", WORDS],
            "none.age",
        ),
        (
            ["meeting", "hand-over", "a.book", "--to", WORDS, "--out", "o", "--passphrase-file", WORDS],
            "age key",
        ),
        (["demo", "--headless", "--dir", "."], "is not empty"),
    ],
    ids=lambda part: " ".join(part[:2]) if isinstance(part, list) else "",
)
def test_a_refusal_is_exit_code_1_in_one_sentence_and_leaves_nothing(
    cli: Cli, own: Path, argv: list[str], says: str
) -> None:
    before = everything_below(own)
    done = cli(*argv)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in one_sentence(done)
    assert everything_below(own) == before


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--cases", ".", "holds no case"),
        ("--set", "none", "no question set none"),
        ("--date", "2026-02-30", "no such day"),
        ("--quorum", "0", "quorum"),
        ("--roster", WORDS, "not valid TOML"),
        ("--book", "a.book", "already a book a.book"),
        ("--book", "none/b.book", "folder of b.book does not exist"),
    ],
)
def test_a_meeting_that_cannot_be_made_leaves_nothing(
    cli: Cli, own: Path, option: str, value: str, says: str
) -> None:
    given = {
        "--set": "leicestershire-appendix-a",
        "--cases": str(CASES),
        "--ref": "X/1",
        "--date": "2026-04-14",
    }
    given |= {"--book": "b.book", "--passphrase-file": WORDS, option: value}
    before = everything_below(own)
    done = cli("meeting", "new", *(part for pair in given.items() for part in pair))
    assert (done.returncode, done.stdout) == (1, "")
    assert says in one_sentence(done)
    assert everything_below(own) == before


@pytest.mark.parametrize(
    "line",
    [
        {"action": "park", "text": SECRET, "colour": SECRET},
        {"action": "observe", "text": SECRET, "kind": SECRET},
        {"action": SECRET},
        {"action": "raise_query", "text": SECRET, SECRET: 1},
        {"action": "correct_minutes", "entry": SECRET, "reason": SECRET, "text": SECRET},
        {"action": "correct_minutes", "entry": "e20", "reason": SECRET, "mark": SECRET},
    ],
    ids=str,
)
def test_no_error_repeats_what_was_typed(cli: Cli, own: Path, line: dict[str, object]) -> None:
    (own / "refused.jsonl").write_text(json.dumps(line) + "\n")
    done = cli("replay", "refused.jsonl", "--book", "a.book", "--passphrase-file", WORDS)
    (own / "refused.jsonl").unlink()
    assert (done.returncode, done.stdout) == (1, "")
    said = one_sentence(done)
    assert said.startswith("line 1: ") and SECRET not in said


def test_a_second_writer_is_refused_and_a_reader_is_not(own: Path) -> None:
    (own / "park.jsonl").write_text('{"action": "strike_text", "entry": "e1", "why": "other"}\n')
    book = own / "a.book"
    with bookcase.writing(book, bookcase.book_key(book, PASSPHRASE)) as session:
        done = panelroom("replay", "park.jsonl", "--book", "a.book", "--passphrase-file", WORDS, cwd=own)
        assert done.returncode == 1 and "open somewhere else" in one_sentence(done)
        shown = panelroom("show", "a.book", "--passphrase-file", WORDS, "--json", cwd=own)
        assert json.loads(shown.stdout)["journal"] == {"entries": session.entries, "root": session.root}


# ── a disk that is full, a program that is stopped ───────────────────────────────────────────────────────


def no_file_larger_than(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


@pytest.mark.heavy
@pytest.mark.parametrize("size", [0, 5_000, 30_000])
@pytest.mark.parametrize("command", ["export", "replay", "hand-over", "demo"])
def test_a_full_disk_leaves_no_half_written_file(own: Path, command: str, size: int) -> None:
    book = ["--passphrase-file", WORDS]
    recipient = own / "secretary.recipient"
    recipient.write_text("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n")
    argv = {
        "export": ["export", "a.book", "--to", "documents", *book],
        "replay": ["replay", SCRIPT, "--book", "new.book", *book],
        "hand-over": ["meeting", "hand-over", "a.book", "--to", recipient, "--out", "record.age", *book],
        "demo": ["demo", "--headless", "--dir", "d"],
    }[command]
    before = everything_below(own)
    done = panelroom(*argv, cwd=own, preexec_fn=lambda: no_file_larger_than(size))
    assert done.returncode == 1, done.stdout
    one_sentence(done)
    for left in set(everything_below(own)) - set(before):
        assert whole(own / left), f"{left} is half written"


def whole(path: Path) -> bool:
    """Whether a file is one that a person can use: it opens as what it is, and a text file ends its last line."""
    content = path.read_bytes()
    match path.suffix:
        case ".pdf":
            return content.rstrip().endswith(b"%%EOF")
        case ".json":
            return bool(json.loads(content))
        case ".toml":
            return bool(tomllib.loads(content.decode()))
        case ".docx":
            return zipfile.ZipFile(path).testzip() is None
        case ".age":
            words = next(p / "passphrase.txt" for p in path.parents if (p / "passphrase.txt").exists())
            return bool(open_vault(path, words.read_text().strip()))
    return path.suffix in (".txt", ".csv", ".recipient") and content.endswith(b"\n")


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may mount")
def test_a_book_on_a_locked_stick_can_be_read(own: Path) -> None:
    stick = own / "stick"
    stick.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", stick], check=True)
    try:
        for name in ("a.book", "a.book.vault.age"):
            shutil.copy2(own / name, stick)
        subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
        book = ["stick/a.book", "--passphrase-file", WORDS]
        assert panelroom("verify", *book, cwd=own).returncode == 0
        assert panelroom("export", *book, "--to", "documents", cwd=own).returncode == 0
        done = panelroom("replay", SCRIPT, "--book", *book, cwd=own)
        assert done.returncode == 1 and "cannot be written" in one_sentence(done)
    finally:
        subprocess.run(["umount", stick], check=True)


def test_ctrl_c_is_one_sentence(desk: Path) -> None:
    fifo = desk / "slow.jsonl"
    os.mkfifo(fifo)
    argv = ["replay", "slow.jsonl", "--book", "a.book", "--passphrase-file", WORDS]
    with start(*argv, cwd=desk) as program:
        waiting = until(lambda: open_to_write(fifo))
        program.send_signal(signal.SIGINT)
        try:
            said = program.communicate(timeout=30)[1]
        finally:
            program.kill()
            os.close(waiting)
    fifo.unlink()
    assert program.returncode == 1 and said.startswith("panelroom: Stopped.")


def open_to_write(fifo: Path) -> int | None:
    """Return an end of the pipe once somebody reads from it."""
    try:
        return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


def until(found: Callable[[], int | None]) -> int:
    for _ in range(600):
        if (value := found()) is not None:
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come about in 30 seconds")


# ── question sets, keys, doctor ──────────────────────────────────────────────────────────────────────────


def test_a_question_set_is_checked_with_its_line(cli: Cli, own: Path) -> None:
    source = data_dir("question_sets") / "leicestershire-appendix-a.yaml"
    good, bad = own / "good.yaml", own / "bad.yaml"
    good.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    done = cli("questions", "check", "good.yaml")
    assert done.returncode == 0 and "11 questions, 3 major, 8 minor" in done.stdout
    lines = source.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip() == "severity: major")
    lines[at] = lines[at].replace("major", "grave")
    bad.write_text("\n".join(lines), encoding="utf-8")
    done = cli("questions", "check", "bad.yaml")
    assert (done.returncode, done.stdout) == (1, "")
    said = one_sentence(done)
    assert f"bad.yaml, line {at + 1}: " in said and "'major'" in said
    done = cli("questions", "diff", source.stem, "good.yaml")
    assert (done.returncode, done.stdout) == (0, "The two sets say the same.\n")


def test_a_question_set_is_shown_with_what_is_asked_only_after_certain_marks(cli: Cli, own: Path) -> None:
    source = data_dir("question_sets") / "leicestershire-appendix-a.yaml"
    condition = "    number: 2\n    applies_when: {question: q1, is: [met, cannot_tell]}\n"
    changed = source.read_text(encoding="utf-8").replace("    number: 2\n", condition)
    (own / "ours.yaml").write_text(changed, encoding="utf-8")
    shown = cli("questions", "show", "ours.yaml").stdout
    assert "     asked only after Yes or Cannot tell from the papers at question 1\n" in shown
    assert "cannot tell), after No\n" in shown and "declined, not recorded), after Yes\n" in shown


def test_six_words_are_offered(cli: Cli) -> None:
    offered = [cli("keys", "words").stdout for _ in range(2)]
    assert all(len(o.split()) == 6 for o in offered) and offered[0] != offered[1]


def test_the_doctor_says_what_is_unsafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from panelroom import doctor

    assert not any(f.unsafe for f in doctor.examine(tmp_path))
    monkeypatch.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    assert any(f.unsafe and f.what == "disk" for f in doctor.examine(tmp_path))
