"""Somebody alters a pack: every bit, every length, every order of its chunks. All of it is refused."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from packing import (
    CASE,
    IDENTITY,
    MEMBERS,
    RECIPIENT,
    everything,
    officer,
    sealed,
    sign_again,
    soon,
    trusting,
)

from panelroom.errors import PanelroomError, WrongKey
from panelroom.keys import generate_identity, recipient_of
from panelroom.keys.age_header import parse_header
from panelroom.keys.sshsig import verify
from panelroom.packs.opening import check_signature, open_pack
from panelroom.packs.seal import NAMESPACE, signature_path

NONCE, SEALED_CHUNK = 16, 64 * 1024 + 16  # bytes


@pytest.fixture
def pack(shelf: Path) -> Path:
    return sealed(shelf / "a.prpack", members={CASE: b"x", "glossary.json": b"y"}).path


def flips(data: bytes) -> Iterator[bytes]:
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        yield bytes(changed)


def refused(path: Path) -> None:
    with pytest.raises(PanelroomError):
        everything(path)


@pytest.mark.heavy
def test_every_flipped_bit_of_a_pack_breaks_its_signature(pack: Path) -> None:
    for changed in flips(pack.read_bytes()):
        pack.write_bytes(changed)
        with pytest.raises(WrongKey, match="signature does not fit"):
            check_signature(pack, trusting())


def test_every_flipped_bit_of_a_signature_is_refused(pack: Path) -> None:
    for changed in flips(signature_path(pack).read_bytes()):
        signature_path(pack).write_bytes(changed)
        refused(pack)


@pytest.mark.heavy
def test_every_flipped_bit_is_refused_even_if_the_packer_signs_it(pack: Path) -> None:
    """So neither the signature nor the encryption is the only wall."""
    for changed in flips(pack.read_bytes()):
        pack.write_bytes(changed)
        sign_again(pack)
        refused(pack)


@pytest.mark.parametrize("signed", [False, True], ids=["as it was signed", "signed again"])
def test_every_truncation_is_refused(pack: Path, signed: bool) -> None:
    whole = pack.read_bytes()
    for length in range(len(whole)):
        pack.write_bytes(whole[:length])
        if signed:
            sign_again(pack)
        refused(pack)


def test_every_truncation_of_a_signature_is_refused(pack: Path) -> None:
    whole = signature_path(pack).read_bytes()
    for length in range(len(whole)):
        signature_path(pack).write_bytes(whole[:length])
        refused(pack)


# --- chunks ---------------------------------------------------------------------------------------


def large(path: Path, seed: int) -> Path:
    """A pack of five chunks."""
    content = random.Random(seed).randbytes(280_000)
    return sealed(path, members={**MEMBERS, "large.bin": content}).path


def parts(path: Path) -> tuple[bytes, list[bytes]]:
    """Return what stands before the chunks, and the sealed chunks."""
    whole = path.read_bytes()
    start = parse_header(whole).length + NONCE
    return whole[:start], [whole[at : at + SEALED_CHUNK] for at in range(start, len(whole), SEALED_CHUNK)]


def put_together(path: Path, head: bytes, chunks: list[bytes]) -> None:
    path.write_bytes(head + b"".join(chunks))
    sign_again(path)


def test_the_cutting_itself_changes_nothing(shelf: Path) -> None:
    path = large(shelf / "a.prpack", 1)
    head, chunks = parts(path)
    put_together(path, head, chunks)
    assert len(chunks) == 5 and everything(path)["large.bin"] == random.Random(1).randbytes(280_000)


@pytest.mark.parametrize("dropped", range(5))
def test_a_dropped_chunk_is_refused(shelf: Path, dropped: int) -> None:
    path = large(shelf / "a.prpack", 1)
    head, chunks = parts(path)
    put_together(path, head, chunks[:dropped] + chunks[dropped + 1 :])
    refused(path)


def test_every_other_order_of_the_chunks_is_refused(shelf: Path) -> None:
    path = large(shelf / "a.prpack", 1)
    head, chunks = parts(path)
    for order in list(permutations(range(5)))[1:]:
        put_together(path, head, [chunks[index] for index in order])
        refused(path)


@pytest.mark.parametrize("again", range(5))
def test_a_repeated_chunk_is_refused(shelf: Path, again: int) -> None:
    path = large(shelf / "a.prpack", 1)
    head, chunks = parts(path)
    put_together(path, head, [*chunks[: again + 1], *chunks[again:]])
    refused(path)


@pytest.mark.parametrize("replaced", range(5))
def test_a_chunk_of_another_pack_is_refused(shelf: Path, replaced: int) -> None:
    path, other = large(shelf / "a.prpack", 1), large(shelf / "b.prpack", 2)
    head, chunks = parts(path)
    put_together(path, head, [*chunks[:replaced], parts(other)[1][replaced], *chunks[replaced + 1 :]])
    refused(path)


def test_the_header_of_another_pack_is_refused(shelf: Path) -> None:
    path, other = large(shelf / "a.prpack", 1), large(shelf / "b.prpack", 2)
    put_together(path, parts(other)[0], parts(path)[1])
    refused(path)


# --- other programs agree -------------------------------------------------------------------------


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"LOUD: {name} is not installed, so it did NOT judge this pack")
    return found


def run(folder: Path, *command: str, given: bytes = b"") -> bytes:
    return subprocess.run(
        command, input=given, capture_output=True, check=True, timeout=60, cwd=folder
    ).stdout


SIZES = [0, 1, 65535, 65536, 65537, 131072, 300001]


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_a_pack_and_we_open_what_it_seals(shelf: Path, size: int) -> None:
    import pyrage  # type: ignore[import-untyped]

    members = {**MEMBERS, "large.bin": os.urandom(size)}
    path = sealed(shelf / "a.prpack", members=members).path
    plain = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(IDENTITY)])
    path.write_bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(RECIPIENT)]))
    sign_again(path)
    assert everything(path) == members


@pytest.mark.heavy
@pytest.mark.parametrize("size", SIZES)
def test_a_pack_opens_and_verifies_by_hand(shelf: Path, size: int) -> None:
    members = {**MEMBERS, "large.bin": os.urandom(size)}
    sealed(shelf / "a.prpack", members=members, recipients=[recipient_of(generate_identity()), RECIPIENT])
    (shelf / "id").write_text(IDENTITY + "\n")
    (shelf / "allowed_signers").write_text(f"officer {officer().public_signing_key}\n")
    plain = run(shelf, tool("age"), "-d", "-i", "id", "a.prpack")
    (shelf / "x.zip").write_bytes(plain)
    assert b"No errors detected" in run(shelf, tool("unzip"), "-t", "x.zip")
    assert run(shelf, tool("unzip"), "-p", "x.zip", "large.bin") == members["large.bin"]
    verify_it = (
        "sha512sum a.prpack | cut -c1-128 | tr -d '\\n' | "
        f"{tool('ssh-keygen')} -Y verify -f allowed_signers -I officer -n panelroom-pack@v1 -s a.prpack.sig"
    )
    assert b"Good" in run(shelf, "sh", "-c", verify_it)


@pytest.mark.heavy
@pytest.mark.parametrize("size", SIZES)
def test_a_pack_sealed_and_signed_by_hand_opens(shelf: Path, size: int) -> None:
    members = {**MEMBERS, "large.bin": os.urandom(size)}
    path = sealed(shelf / "a.prpack", members=members).path
    (shelf / "id").write_text(IDENTITY + "\n")
    plain = run(shelf, tool("age"), "-d", "-i", "id", "a.prpack")
    path.write_bytes(run(shelf, tool("age"), "-r", RECIPIENT, given=plain))
    (shelf / "key").write_text(officer().signing_keys.signing_key)
    (shelf / "key").chmod(0o600)
    digest = run(shelf, "sha512sum", "a.prpack")[:128]
    signature = run(shelf, tool("ssh-keygen"), "-Y", "sign", "-f", "key", "-n", NAMESPACE, given=digest)
    signature_path(path).write_bytes(signature)
    assert verify(signature.decode(), digest, NAMESPACE, [officer().public_signing_key])
    with open_pack(path, IDENTITY, trusting(), soon()) as opened:
        assert opened.read("large.bin") == members["large.bin"]
