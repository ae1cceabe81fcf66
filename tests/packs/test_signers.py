"""Who is trusted to sign: a file that OpenSSH reads too, in which no name ever changes its key."""

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import start
from filelock import FileLock
from packing import colleague, officer, person

from panelroom.errors import BadFile, NotWritten, Refused, UsageError
from panelroom.keys import PublicKeys
from panelroom.keys.public import write_public
from panelroom.packs import signers
from panelroom.packs.signers import FILE, Signer, pin, pinned_signers, read_signers

NAMESPACE = "panelroom-pack@v1"


def test_nobody_is_trusted_at_first(tmp_path: Path) -> None:
    assert pinned_signers(tmp_path / "home").everyone == ()


def test_who_is_pinned_is_found_by_their_key(tmp_path: Path) -> None:
    for each in (officer(), colleague()):
        pin(tmp_path / "home", each.public)
    found = pinned_signers(tmp_path / "home").who(colleague().public_signing_key, NAMESPACE)
    assert found == Signer("Ben Sergeant", colleague().public_signing_key, colleague().public.certificate)
    assert pinned_signers(tmp_path / "home").who(person("Eve").public_signing_key, NAMESPACE) is None


def test_pinning_again_changes_nothing(tmp_path: Path) -> None:
    pin(tmp_path, officer().public)
    before = (tmp_path / FILE).read_bytes()
    assert pin(tmp_path, officer().public).name == "Ada Officer"
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize("name", ["Ada Officer", "ADA officer"])
def test_a_pinned_name_keeps_its_key(tmp_path: Path, name: str) -> None:
    pin(tmp_path, officer().public)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(Refused, match="left as they are"):
        pin(tmp_path, person("Eve").public, name)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_pinned_key_keeps_its_certificate(tmp_path: Path) -> None:
    pin(tmp_path, officer().public)
    forged = PublicKeys("Ada Officer", (), officer().public_signing_key, "0" * 64)
    with pytest.raises(Refused):
        pin(tmp_path, forged)


def test_a_key_has_one_name(tmp_path: Path) -> None:
    pin(tmp_path, officer().public)
    with pytest.raises(Refused, match="another name"):
        pin(tmp_path, officer().public, "Somebody Else")


@pytest.mark.parametrize("name", ["", " ", "*", "A?", "Ada, Ben", 'A"', "!Ada", "A\\B", "#Ada"])
def test_a_name_that_openssh_would_read_otherwise_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="--as NAME"):
        pin(tmp_path / "home", PublicKeys("", (), officer().public_signing_key), name)
    assert not (tmp_path / "home").exists()


def test_a_name_cannot_add_a_line(tmp_path: Path) -> None:
    signer = pin(tmp_path, officer().public, "Ada\nEve")
    assert signer.name == "Ada Eve" and len((tmp_path / FILE).read_text().splitlines()) == 1


def test_a_file_without_signing_key_pins_nobody(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no signing key"):
        pin(tmp_path, PublicKeys("Ada", (officer().recipient,)))


def test_lines_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"# ours\nben {colleague().public_signing_key}")
    pin(tmp_path, officer().public)
    text = (tmp_path / FILE).read_text()
    assert text.startswith(f"# ours\nben {colleague().public_signing_key}\n")
    assert [each.name for each in read_signers(tmp_path / FILE).everyone] == ["ben", "Ada Officer"]


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        ("", True),
        ('namespaces="panelroom-*" ', True),
        ('namespaces="git,panelroom-pack@v1" ', True),
        ('namespaces="git" ', False),
        ('namespaces="panelroom-pack@v?" ', True),
        ('namespaces="!panelroom-pack@v1,*" ', False),
        ('namespaces="*,!panelroom-*" ', False),
        ('namespaces="panelroom-pack[@]v1" ', False),
        ('namespaces="" ', False),
        ('namespaces="panelroom-approval@v1" ', False),
    ],
)
def test_a_key_signs_only_what_it_is_for(tmp_path: Path, options: str, allowed: bool) -> None:
    (tmp_path / FILE).write_text(f"ada@example.com {options}{officer().public_signing_key} a comment\n")
    found = read_signers(tmp_path / FILE).who(officer().public_signing_key, NAMESPACE)
    assert (found is not None) is allowed


@pytest.mark.parametrize(
    "line",
    [
        "just-a-name",
        "ada ssh-ed25519",
        "ada ssh-ed25519 AAAA",
        "ssh-ed25519 {key}",
        "ada cert-authority ssh-ed25519 {key}",
        'ada valid-before="20200101" ssh-ed25519 {key}',
        'ada namespaces="git",valid-before="20200101" ssh-ed25519 {key}',
        '"ada ssh-ed25519 {key}',
    ],
)
def test_a_line_that_is_not_understood_trusts_nobody(tmp_path: Path, line: str) -> None:
    key = officer().public_signing_key.split()[1]
    (tmp_path / FILE).write_text(f"ben {colleague().public_signing_key}\n{line.format(key=key)}\n")
    with pytest.raises(BadFile):
        read_signers(tmp_path / FILE)


def test_keys_of_other_kinds_are_left_out(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        f"ben ssh-rsa AAAAB3Nz\ncy ecdsa-sha2-nistp256 AAAA\nada {officer().public_signing_key}\n"
    )
    assert [each.name for each in read_signers(tmp_path / FILE).everyone] == ["ada"]


def test_a_list_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="not there"):
        read_signers(tmp_path / "none")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match="not a list of signers"):
        read_signers(tmp_path / "binary")


@pytest.fixture
def ssh_keygen() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        pytest.skip("LOUD: ssh-keygen is not installed, so it did NOT read the list of signers")
    return found


def judged(ssh_keygen: str, folder: Path, name: str, namespace: str) -> bool:
    """Whether ssh-keygen accepts the officer's signature in that namespace under that name."""
    (folder / "sig").write_text(officer().sign(b"m", namespace))
    command = [ssh_keygen, "-Y", "verify", "-f", str(folder / FILE), "-I", name, "-n", namespace]
    command += ["-s", str(folder / "sig")]
    return subprocess.run(command, input=b"m", capture_output=True, timeout=60).returncode == 0


@pytest.mark.heavy
def test_ssh_keygen_reads_the_same_list(ssh_keygen: str, tmp_path: Path) -> None:
    pin(tmp_path, officer().public)
    assert judged(ssh_keygen, tmp_path, "Ada Officer", NAMESPACE)
    assert not judged(ssh_keygen, tmp_path, "Ben Sergeant", NAMESPACE)
    assert not judged(ssh_keygen, tmp_path, "Ada Officer", "git")


@pytest.mark.heavy
@pytest.mark.parametrize(
    "namespaces",
    [
        "*",
        "panelroom-*",
        "git",
        "git,panelroom-pack@v?",
        "!panelroom-pack@v1,*",
        "*,!git",
        "panelroom-pack[@]v1",
    ],
)
def test_ssh_keygen_agrees_on_what_a_key_is_for(ssh_keygen: str, tmp_path: Path, namespaces: str) -> None:
    (tmp_path / FILE).write_text(f'ada namespaces="{namespaces}" {officer().public_signing_key}\n')
    for namespace in (NAMESPACE, "git", "panelroom-approval@v1"):
        ours = read_signers(tmp_path / FILE).who(officer().public_signing_key, namespace)
        assert (ours is not None) is judged(ssh_keygen, tmp_path, "ada", namespace), namespace


def test_several_programs_that_pin_at_once_lose_nobody(tmp_path: Path) -> None:
    people = [person(f"Officer {number}") for number in range(6)]
    for number, each in enumerate(people):
        write_public(tmp_path / f"{number}.recipient", each.public)
    started = [start("keys", "trust", f"{number}.recipient", cwd=tmp_path) for number in range(len(people))]
    assert [process.wait(60) for process in started] == [0] * len(people)
    names = {each.name for each in pinned_signers(tmp_path / "home").everyone}
    assert names == {each.name for each in people}


def test_who_waits_too_long_for_the_list_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signers, "_PATIENCE", 0.1)
    pin(tmp_path, officer().public)
    with FileLock(tmp_path / f"{FILE}.lock"), pytest.raises(Refused, match="nobody was pinned"):
        pin(tmp_path, colleague().public)
    assert [each.name for each in pinned_signers(tmp_path).everyone] == ["Ada Officer"]


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(NotWritten, match="nobody was pinned"):
        pin(tmp_path / "home", officer().public)
