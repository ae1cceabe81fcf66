"""Two other implementations judge ours, both ways: pyrage (Rust) and the ``age`` command (Go)."""

import os
import random
import shutil
import subprocess
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest

from panelroom.errors import WrongKey
from panelroom.keys import (
    decrypt_with,
    decrypt_with_passphrase,
    encrypt_to,
    encrypt_with_passphrase,
    generate_identity,
    recipient_of,
)

SIZES = [0, 1, 65535, 65536, 65537, 131072, 300001]
IDENTITY = generate_identity()
RECIPIENT = recipient_of(IDENTITY)
PHRASE = "una frase con accento: perché"


def some_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_ours(size: int) -> None:
    sealed = encrypt_to(some_bytes(size), [RECIPIENT, recipient_of(generate_identity())])
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(IDENTITY)]) == some_bytes(size)


@pytest.mark.parametrize("armored", [False, True], ids=["binary", "armoured"])
@pytest.mark.parametrize("size", SIZES)
def test_we_open_pyrages(size: int, armored: bool) -> None:
    sealed = pyrage.encrypt(some_bytes(size), [pyrage.x25519.Recipient.from_str(RECIPIENT)], armored=armored)
    assert decrypt_with(sealed, IDENTITY) == some_bytes(size)


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_ours_under_a_passphrase(size: int) -> None:
    sealed = encrypt_with_passphrase(some_bytes(size), PHRASE, work_factor=10)
    assert pyrage.passphrase.decrypt(sealed, PHRASE) == some_bytes(size)


@pytest.mark.heavy
def test_we_open_pyrages_under_a_passphrase() -> None:
    for size in SIZES:  # pyrage picks a work factor that takes about a second
        assert decrypt_with_passphrase(
            pyrage.passphrase.encrypt(some_bytes(size), PHRASE), PHRASE
        ) == some_bytes(size)


def test_keys_mean_the_same_to_pyrage() -> None:
    theirs = pyrage.x25519.Identity.generate()
    assert recipient_of(str(theirs)) == str(theirs.to_public())
    assert str(pyrage.x25519.Identity.from_str(IDENTITY).to_public()) == RECIPIENT


# --- the age command ------------------------------------------------------------------------------


@pytest.fixture
def age() -> str:
    found = shutil.which("age")
    if found is None:
        pytest.skip("LOUD: the age command is not installed, so it did NOT judge these files")
    return found


def run(*command: str, given: bytes = b"") -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True, timeout=60).stdout


@pytest.mark.heavy
@pytest.mark.parametrize("size", SIZES)
def test_age_opens_ours(age: str, tmp_path: Path, size: int) -> None:
    (tmp_path / "id").write_text(IDENTITY + "\n")
    sealed = encrypt_to(some_bytes(size), [recipient_of(generate_identity()), RECIPIENT])
    assert run(age, "-d", "-i", str(tmp_path / "id"), given=sealed) == some_bytes(size)


@pytest.mark.heavy
@pytest.mark.parametrize("options", [(), ("-a",)], ids=["binary", "armoured"])
@pytest.mark.parametrize("size", SIZES)
def test_we_open_ages(age: str, size: int, options: tuple[str, ...]) -> None:
    sealed = run(age, "-r", RECIPIENT, *options, given=some_bytes(size))
    assert decrypt_with(sealed, IDENTITY) == some_bytes(size)


@pytest.mark.heavy
def test_a_key_of_age_keygen_works_here(age: str) -> None:
    lines = run(str(Path(age).with_name("age-keygen"))).decode().splitlines()
    identity = next(line for line in lines if line.startswith("AGE-SECRET-KEY-1"))
    assert f"# public key: {recipient_of(identity)}" in lines


@pytest.mark.heavy
def test_age_opens_our_vault_by_hand_and_we_open_its(age: str, tmp_path: Path) -> None:
    ours, theirs, plain = tmp_path / "ours.age", tmp_path / "theirs.age", tmp_path / "plain"
    ours.write_bytes(encrypt_with_passphrase(b"by hand", PHRASE, work_factor=10))
    at_a_terminal([age, "-d", "-o", str(plain), str(ours)], typed=1)
    assert plain.read_bytes() == b"by hand"
    at_a_terminal([age, "-p", "-o", str(theirs), str(plain)], typed=2)
    assert decrypt_with_passphrase(theirs.read_bytes(), PHRASE) == b"by hand"
    with pytest.raises(WrongKey):
        decrypt_with_passphrase(theirs.read_bytes(), PHRASE + "!")


def at_a_terminal(command: list[str], typed: int) -> None:
    """Run ``command`` under a terminal of its own and type the pass-phrase each time it asks."""
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 1024)
        except OSError:  # Linux says so when the child has closed its end
            break
        if typed and shown.rstrip().endswith(b":"):
            os.write(terminal, PHRASE.encode() + b"\n")
            shown, typed = b"", typed - 1
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, shown.decode(errors="replace")
