"""``panelroom keys`` as people and scripts run it."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from command_line import inside, one_sentence, panelroom

from panelroom.keys import create_person, fingerprint_words, open_papers_key, open_person, read_public
from panelroom.packs.signers import pinned_signers

PHRASE = "one two three four five six"
Cli = Callable[..., CompletedProcess[str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANELROOM_HOME", str(tmp_path / "home"))
    (tmp_path / "words.txt").write_text(PHRASE + "\n")
    return lambda *argv: inside(capsys, "keys", *argv)


@pytest.fixture
def ada(cli: Cli, tmp_path: Path) -> Path:
    """The recipient file of somebody."""
    create_person(tmp_path, "Ada Officer", PHRASE, work_factor=4)
    return tmp_path / "ada-officer.recipient"


@pytest.mark.heavy
def test_a_person_is_made_and_described(cli: Cli, tmp_path: Path) -> None:
    done = cli("person", "Ada", "--dir", "keys", "--hybrid", "--json", "--passphrase-file", "words.txt")
    said = json.loads(done.stdout)
    assert done.returncode == 0 and not done.stderr
    assert Path(said["vault"]) == Path("keys/ada.vault.age")
    made = open_person(tmp_path / said["vault"], PHRASE)
    assert made.age_identity.startswith("AGE-SECRET-KEY-PQ-1")
    assert read_public(tmp_path / said["recipient"]) == made.public
    assert (said["words"], said["sha256"]) == (made.public.words, made.public.sha256)
    assert "SECRET" not in done.stdout


def test_a_meetings_key_is_made_and_its_words_are_said(cli: Cli, tmp_path: Path) -> None:
    done = cli("meeting", "SYN/M 1", "--passphrase-file", "words.txt")
    public = read_public(tmp_path / "syn-m-1.recipient")
    assert done.returncode == 0 and public.words in done.stdout and "syn-m-1.papers.age" in done.stdout
    assert open_papers_key(tmp_path / "syn-m-1.papers.age", PHRASE)


def test_the_folder_for_the_keys_is_made_for_its_owner_alone(cli: Cli, tmp_path: Path) -> None:
    done = cli("meeting", "April", "--dir", "new/keys", "--passphrase-file", "words.txt")
    assert done.returncode == 0 and (tmp_path / "new" / "keys" / "april.papers.age").exists()
    assert os.name == "nt" or (tmp_path / "new" / "keys").stat().st_mode & 0o077 == 0


def test_keys_that_exist_are_left_alone(cli: Cli) -> None:
    for verb in ("person", "meeting"):
        assert cli(verb, verb, "--passphrase-file", "words.txt").returncode == 0
        done = cli(verb, verb, "--passphrase-file", "words.txt")
        assert done.returncode == 1 and "exists already" in one_sentence(done)


def test_a_key_needs_a_terminal_or_a_file(tmp_path: Path) -> None:
    for verb in ("person", "meeting"):
        done = panelroom("keys", verb, "Ada", cwd=tmp_path)
        assert done.returncode == 2 and "--passphrase-file" in one_sentence(done)
    assert not list(tmp_path.glob("*.age"))


def test_trust_shows_the_words_first_and_pins(cli: Cli, ada: Path, tmp_path: Path) -> None:
    keys = read_public(ada)
    done = cli("trust", ada)
    assert done.returncode == 0
    assert done.stdout.index(keys.words) < done.stdout.index("Pinned")
    (signer,) = pinned_signers(tmp_path / "home").everyone
    assert (signer.name, signer.public_key, signer.certificate) == (
        "Ada Officer",
        keys.signing_key,
        keys.certificate,
    )


def test_trust_with_the_words_that_were_read_out(cli: Cli, ada: Path, tmp_path: Path) -> None:
    words = read_public(ada).words
    done = cli("trust", ada, "--words", fingerprint_words(b"another"), "--json")
    assert done.returncode == 1 and "nobody was pinned" in one_sentence(done)
    assert not pinned_signers(tmp_path / "home").everyone
    done = cli("trust", ada, "--words", f" {words.upper()} ", "--json")
    assert json.loads(done.stdout)["pinned"] == "Ada Officer"


def test_trust_under_a_name_of_ones_own(cli: Cli, ada: Path, tmp_path: Path) -> None:
    assert cli("trust", ada, "--as", "Ada of the hub").returncode == 0
    assert [each.name for each in pinned_signers(tmp_path / "home").everyone] == ["Ada of the hub"]


def test_other_keys_for_a_pinned_name_are_refused(cli: Cli, ada: Path, tmp_path: Path) -> None:
    assert cli("trust", ada).returncode == 0
    before = (tmp_path / "home" / "signers").read_bytes()
    (tmp_path / "forged").mkdir()
    create_person(tmp_path / "forged", "Ada Officer", PHRASE, work_factor=4)
    done = cli("trust", tmp_path / "forged" / "ada-officer.recipient")
    assert done.returncode == 1 and "left as they are" in one_sentence(done)
    assert (tmp_path / "home" / "signers").read_bytes() == before


def test_home_says_where_the_signers_are(cli: Cli, ada: Path, tmp_path: Path) -> None:
    assert cli("trust", ada, "--home", tmp_path / "other").returncode == 0
    assert pinned_signers(tmp_path / "other").everyone and not (tmp_path / "home").exists()


def test_a_meetings_file_cannot_be_trusted_to_sign(cli: Cli, tmp_path: Path) -> None:
    cli("meeting", "M", "--passphrase-file", "words.txt")
    done = cli("trust", "m.recipient")
    assert done.returncode == 1 and "no signing key" in one_sentence(done)


def test_a_fingerprint_in_words_and_hex(cli: Cli, ada: Path) -> None:
    keys = read_public(ada)
    done = cli("fingerprint", ada)
    assert keys.words in done.stdout and keys.sha256 in done.stdout
    assert json.loads(cli("fingerprint", ada, "--json").stdout)["signing_key"] == keys.signing_key


def test_a_vault_has_no_public_fingerprint(cli: Cli, ada: Path) -> None:
    done = cli("fingerprint", ada.with_name("ada-officer.vault.age"))
    assert done.returncode == 1 and "not a text file" in one_sentence(done)


@pytest.mark.heavy
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "code"), [(b"y\n", 0), (b"n\n", 1), (b"\n", 1), (b"\x04", 1)])
def test_at_a_terminal_the_person_is_asked(ada: Path, tmp_path: Path, typed: bytes, code: int) -> None:
    import pty
    import sys

    child, terminal = pty.fork()
    if child == 0:
        argv = [sys.executable, "-m", "panelroom", "keys", "trust", str(ada)]
        os.execve(sys.executable, argv, os.environ | {"PANELROOM_HOME": str(tmp_path / "home")})
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 1024)
        except OSError:  # Linux says so when the child has closed its end
            break
        if typed and b"(y/n)" in shown:
            os.write(terminal, typed)
            typed = b""
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code, shown.decode()
    assert bool(pinned_signers(tmp_path / "home").everyone) is (code == 0)
