"""Sealing: whole or not at all, never over another file, and only what hangs together."""

import errno
import io
import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from datetime import UTC, date, datetime
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

import pytest
from packing import (
    ABOUT,
    CASE,
    DIGEST,
    IDENTITY,
    MEMBERS,
    NOTES,
    RECIPIENT,
    approval,
    archive,
    colleague,
    everything,
    officer,
    sealed,
    soon,
    trusting,
)

from panelroom import __version__
from panelroom.errors import BadFile, NotWritten, PanelroomError, Refused, UsageError
from panelroom.keys import Person, generate_identity, recipient_of
from panelroom.keys.age_header import FILE_KEY_SIZE, parse_header
from panelroom.keys.age_stream import seal_payload
from panelroom.keys.sshsig import verify
from panelroom.packs import seal
from panelroom.packs.container import MAX_MEMBER, MAX_MEMBERS
from panelroom.packs.manifest import APPROVAL, NAME, Manifest, PackedCase, PackedQuestions, read_manifest
from panelroom.packs.opening import open_pack
from panelroom.packs.seal import NAMESPACE


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_was_sealed_is_what_is_read(shelf: Path) -> None:
    made = sealed(shelf / "a.prpack")
    assert files(shelf) == {"a.prpack", "a.prpack.sig"}
    assert everything(shelf / "a.prpack") == MEMBERS
    assert made.sha256 == sha256((shelf / "a.prpack").read_bytes()).hexdigest()
    assert made.size == (shelf / "a.prpack").stat().st_size


def test_the_manifest_says_everything(shelf: Path) -> None:
    questions = PackedQuestions(id="set", version="1", sha256="0" * 64, file="questions.yaml")
    about = ABOUT.model_copy(
        update={
            "question_set": questions,
            "approvals": (approval(colleague()),),
            "expires": date(2099, 1, 1),
        }
    )
    made = sealed(shelf / "a.prpack", members={**MEMBERS, "questions.yaml": b"id: set"}, about=about).manifest
    with open_pack(shelf / "a.prpack", IDENTITY, trusting(), soon()) as pack:
        assert pack.manifest == made
    assert made.packer.name == "Ada Officer" and made.packer.public_key == officer().public_signing_key
    assert made.panelroom == __version__ and len(made.id) == 32
    assert abs((made.created - datetime.now(UTC)).total_seconds()) < 60
    assert [(m.name, m.size) for m in made.members] == [
        (CASE, len(MEMBERS[CASE])),
        (NOTES, 2),
        ("questions.yaml", 7),
    ]
    assert made.members[1].sha256 == sha256(b"{}").hexdigest()
    assert read_manifest(made.to_bytes()) == made


def test_two_packs_of_the_same_have_different_ids(shelf: Path) -> None:
    assert sealed(shelf / "a.prpack").manifest.id != sealed(shelf / "b.prpack").manifest.id


def test_the_signature_is_over_the_digest_in_hex(shelf: Path) -> None:
    made = sealed(shelf / "a.prpack")
    digest = sha512(made.path.read_bytes()).hexdigest().encode()
    assert verify(made.signature.read_text(), digest, NAMESPACE, [officer().public_signing_key])


def test_nothing_of_the_content_is_in_the_files(shelf: Path) -> None:
    made = sealed(shelf / "a.prpack")
    whole = made.path.read_bytes() + made.signature.read_bytes()
    assert b"invented" not in whole and b"SYN" not in whole and b"Ada" not in whole


def test_every_recipient_can_open(shelf: Path) -> None:
    other = generate_identity()
    sealed(shelf / "a.prpack", recipients=[RECIPIENT, recipient_of(other)])
    for identity in (IDENTITY, other):
        with open_pack(shelf / "a.prpack", identity, trusting(), soon()) as pack:
            assert pack.read(CASE) == MEMBERS[CASE]


def test_a_hybrid_pack_opens(shelf: Path) -> None:
    identity = generate_identity(hybrid=True)
    sealed(shelf / "a.prpack", recipients=[recipient_of(identity)])
    with open_pack(shelf / "a.prpack", identity, trusting(), soon()) as pack:
        assert pack.read(CASE) == MEMBERS[CASE]


def test_members_may_be_files(shelf: Path) -> None:
    content = os.urandom(700_001)
    (shelf / "large").write_bytes(content)
    sealed(shelf / "a.prpack", members={**MEMBERS, "large.bin": shelf / "large", "empty": b""})
    assert everything(shelf / "a.prpack") == {**MEMBERS, "large.bin": content, "empty": b""}


def test_a_large_file_passes_through_in_pieces(shelf: Path) -> None:
    with (shelf / "large").open("wb") as file:
        file.truncate(48 * 1024 * 1024)
    tracemalloc.start()
    try:
        sealed(shelf / "a.prpack", members={**MEMBERS, "large.bin": shelf / "large"})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_every_byte_follows_from_the_inputs_and_the_random_numbers(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the work is divided: archive, payload and digests are what each of them is alone."""
    monkeypatch.setattr(os, "urandom", bytes)
    members = {**MEMBERS, "large.bin": bytes(range(251)) * 40_000, "odd.bin": b"odd" * 70_001}
    made = sealed(shelf / "a.prpack", members=members)
    payload, whole = io.BytesIO(), made.path.read_bytes()
    inside = archive([(NAME, made.manifest.to_bytes()), *members.items()])
    seal_payload(io.BytesIO(inside), payload, file_key=bytes(FILE_KEY_SIZE))
    assert whole[parse_header(whole).length :] == payload.getvalue()
    assert (made.size, made.sha256) == (len(whole), sha256(whole).hexdigest())
    digest = sha512(whole).hexdigest().encode()
    assert verify(made.signature.read_text(), digest, NAMESPACE, [officer().public_signing_key])


class _NoMemory:
    def update(self, data: bytes) -> None:
        raise MemoryError


def test_a_digest_that_fails_leaves_nothing(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It works beside the encryption, and fails where the seal is made."""
    monkeypatch.setattr("panelroom.packs.digests.hashlib.sha512", _NoMemory)
    before = threading.active_count()
    with pytest.raises(MemoryError):
        sealed(shelf / "a.prpack", members={**MEMBERS, "large.bin": bytes(9_000_000)})
    assert not files(shelf) and threading.active_count() == before


@pytest.mark.parametrize("there", [{"a.prpack"}, {"a.prpack", "a.prpack.sig"}])
def test_a_pack_never_replaces_a_file(shelf: Path, there: set[str]) -> None:
    for name in there:
        (shelf / name).write_bytes(b"somebody else's")
    with pytest.raises(Refused, match="exists already"):
        sealed(shelf / "a.prpack")
    assert files(shelf) == there
    assert {(shelf / name).read_bytes() for name in there} == {b"somebody else's"}


def test_a_signature_without_its_pack_makes_way_and_is_kept(shelf: Path) -> None:
    for number in ("", "1"):
        lone = f"of a pack on a stick {number}".encode()
        (shelf / "a.prpack.sig").write_bytes(lone)
        made = sealed(shelf / "a.prpack")
        assert made.aside == shelf / f"a.prpack.sig.old{number}" and made.aside.read_bytes() == lone
        assert f"kept as a.prpack.sig.old{number}, in case" in made.words
        assert everything(made.path) == MEMBERS
        made.path.unlink()
    (shelf / "a.prpack.sig").unlink()
    made = sealed(shelf / "a.prpack")
    assert made.aside is None and made.words == "Bring a.prpack and a.prpack.sig to the meeting."


def test_a_seal_that_fails_leaves_a_lone_signature_where_it_was(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "a.prpack.sig").write_bytes(b"lone")
    disk_takes(monkeypatch, 3)
    with pytest.raises(NotWritten):
        sealed(shelf / "a.prpack")
    assert files(shelf) == {"a.prpack.sig"} and (shelf / "a.prpack.sig").read_bytes() == b"lone"


CUT = """
import os, signal, sys
from pathlib import Path
from packing import sealed

link = Path.hardlink_to

def cut(path, target):
    if path.suffix == ".prpack":
        os.kill(os.getpid(), signal.SIGKILL)
    link(path, target)

Path.hardlink_to = cut
sealed(Path(sys.argv[1]))
"""
"""A power cut between the two names, as near as a process can come to it."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that kills")
def test_a_cut_between_signature_and_pack_never_blocks_the_next_seal(shelf: Path) -> None:
    program = [sys.executable, "-c", CUT, str(shelf / "a.prpack")]
    done = subprocess.run(program, cwd=Path(__file__).parent, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (shelf / "a.prpack").exists() and (shelf / "a.prpack.sig").exists()
    assert sealed(shelf / "a.prpack").aside
    assert everything(shelf / "a.prpack") == MEMBERS


@pytest.mark.parametrize("synced", range(5))
def test_a_failing_disk_leaves_nothing(shelf: Path, monkeypatch: pytest.MonkeyPatch, synced: int) -> None:
    """The pack, the signature, its folder, the pack's name, its folder: whichever the disk does not take."""
    disk_takes(monkeypatch, synced)
    with pytest.raises(NotWritten):
        sealed(shelf / "a.prpack")
    assert not files(shelf)


def disk_takes(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Let the disk be full after so many syncs."""
    left, fsync = [most], os.fsync

    def full(handle: int) -> None:
        if not left[0]:
            raise OSError(errno.ENOSPC, "disk full")
        left[0] -= 1
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)


def test_the_pack_is_there_only_after_its_signature(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, link = [], Path.hardlink_to

    def note(path: Path, target: Path) -> None:
        seen.append(path.name)
        link(path, target)

    monkeypatch.setattr(Path, "hardlink_to", note)
    sealed(shelf / "a.prpack")
    assert seen == ["a.prpack.sig", "a.prpack"]


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"members": {"../up": b"x"}}, UsageError, "plain relative names"),
        ({"members": {**MEMBERS, "manifest.json": b"{}"}}, UsageError, "contradicts itself"),
        ({"members": {**MEMBERS, CASE.upper(): b"{}"}}, UsageError, "contradicts itself"),
        ({"members": {**MEMBERS, **{f"m{n}": b"" for n in range(MAX_MEMBERS)}}}, UsageError, "1999 members"),
        ({"members": {**MEMBERS, "large": bytes(MAX_MEMBER + 1)}}, UsageError, "over 64 MiB"),
        ({"members": {NOTES: b"{}"}}, UsageError, "contradicts itself"),
        ({"members": {**MEMBERS, "x": Path("/nowhere")}}, BadFile, "cannot be read"),
        ({"recipients": []}, UsageError, "1 to 16 recipients"),
        ({"recipients": ["age1x"]}, BadFile, "whole age key"),
        ({"said": {"cases": (*ABOUT.cases, *ABOUT.cases)}}, UsageError, "contradicts itself"),
        ({"said": {"glossary": "not-there.json"}}, UsageError, "contradicts itself"),
        ({"said": {"approvals": (approval(colleague()),) * 9000}}, UsageError, "up to 1024 MiB"),
        ({"packer": Person("Old", "2026", generate_identity())}, BadFile, "make new ones"),
    ],
    ids=range(13),
)
def test_what_does_not_hang_together_is_not_sealed(
    shelf: Path, changes: dict[str, Any], error: type[PanelroomError], says: str
) -> None:
    with pytest.raises(error, match=says):
        sealed(shelf / "a.prpack", **changes)
    assert not files(shelf)


@pytest.mark.parametrize(
    "make",
    [
        lambda: approval(officer()),
        lambda: approval(colleague(), signature=colleague().sign(DIGEST.encode(), NAMESPACE)),
        lambda: approval(colleague(), signature=officer().sign(DIGEST.encode(), APPROVAL)),
        lambda: approval(colleague(), digest="cd" * 32),
        lambda: approval(colleague(), signature=""),
        lambda: approval(colleague(), case=2),
    ],
    ids=["one's own", "another namespace", "another's", "another content", "none", "no such case"],
)
def test_an_approval_that_is_not_valid_seals_nothing(shelf: Path, make: Any) -> None:
    with pytest.raises(UsageError, match="each approval must be valid"):
        sealed(shelf / "a.prpack", said={"approvals": (make(),)})
    assert not files(shelf)


@pytest.mark.parametrize("after", [b"after!", b"longer than before", b"short", b""])
def test_a_file_that_changes_meanwhile_is_noticed(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, after: bytes
) -> None:
    """It is read twice: once for the manifest, which comes first, and once for the pack."""
    (shelf / "notes").write_bytes(b"before")
    manifest = seal._manifest

    def meanwhile(*given: Any) -> Manifest:
        (shelf / "notes").write_bytes(after)
        return manifest(*given)

    monkeypatch.setattr(seal, "_manifest", meanwhile)
    with pytest.raises(BadFile, match="changed while the pack was sealed"):
        sealed(shelf / "a.prpack", members={**MEMBERS, "notes": shelf / "notes"})
    assert files(shelf) == {"notes"}


def test_text_that_could_command_is_cleaned(shelf: Path) -> None:
    case = PackedCase(number=1, ref="S\x1b[2JYN", title="A\nB", pages=1, words=1, file=CASE)
    made = sealed(shelf / "a.prpack", said={"cases": (case,)}).manifest
    assert (made.cases[0].ref, made.cases[0].title) == ("S\ufffdYN", "A B")
