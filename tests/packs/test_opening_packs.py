"""Opening: the order of the checks, and that each refuses what it is there for."""

import contextlib
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from packing import (
    ABOUT,
    CASE,
    IDENTITY,
    MEMBERS,
    NOTES,
    approval,
    archive,
    colleague,
    everything,
    officer,
    sealed,
    sealed_by_hand,
    sign_again,
    soon,
    trusting,
)

from panelroom.canonical import canonical_json
from panelroom.errors import BadFile, PanelroomError, Refused, WrongKey
from panelroom.keys import decrypt_with, encrypt_to, encrypt_with_passphrase, generate_identity, recipient_of
from panelroom.packs.manifest import MAX_MANIFEST, Manifest
from panelroom.packs.opening import MAX_SIGNATURE, CheckedPack, check_signature, open_pack
from panelroom.packs.seal import MAX_PACK, signature_path
from panelroom.packs.signers import Signer, Signers


@pytest.fixture
def pack(shelf: Path) -> Path:
    return sealed(shelf / "a.prpack").path


def test_the_signer_is_known_by_the_name_pinned_here(pack: Path) -> None:
    here = Signers((Signer("Ada of the hub", officer().public_signing_key),))
    found = check_signature(pack, here)
    assert (found.name, found.public_key) == ("Ada of the hub", officer().public_signing_key)
    with open_pack(pack, IDENTITY, here, soon()) as opened:
        assert opened.signer == found and opened.sha256 == found.sha256


@pytest.mark.parametrize("signers", [Signers(), trusting(colleague())], ids=["nobody", "somebody else"])
def test_an_unpinned_signer_is_refused(pack: Path, signers: Signers) -> None:
    with pytest.raises(BadFile, match="not pinned here"):
        open_pack(pack, IDENTITY, signers, soon())
    with pytest.raises(BadFile, match="not pinned here"):
        check_signature(pack, signers)


def test_a_signer_who_is_pinned_for_something_else_is_refused(pack: Path) -> None:
    git = Signer("Ada", officer().public_signing_key, namespaces="git")
    with pytest.raises(BadFile, match="not pinned here"):
        check_signature(pack, Signers((git,)))


def test_another_pinned_persons_signature_is_not_the_packers(pack: Path) -> None:
    sign_again(pack, colleague())
    assert check_signature(pack, trusting(officer(), colleague())).name == "Ben Sergeant"
    with pytest.raises(BadFile, match="inside of this pack"):
        open_pack(pack, IDENTITY, trusting(officer(), colleague()), soon())


def test_the_signature_of_another_pack_does_not_fit(pack: Path, shelf: Path) -> None:
    other = sealed(shelf / "b.prpack")
    signature_path(pack).write_bytes(other.signature.read_bytes())
    with pytest.raises(WrongKey, match="signature does not fit"):
        everything(pack)


def test_another_identity_opens_nothing(pack: Path) -> None:
    with pytest.raises(WrongKey):
        open_pack(pack, generate_identity(), trusting(), soon())


def test_the_signature_is_checked_before_any_key_is_tried(pack: Path) -> None:
    """A hostile file must be refused before a parser sees it: even a wrong identity is not looked at."""
    pack.write_bytes(b"not an age file")
    with pytest.raises(WrongKey, match="signature does not fit"):
        open_pack(pack, "no identity at all", trusting(), soon())


def test_a_signature_can_be_checked_while_the_pass_phrase_is_typed(pack: Path) -> None:
    with CheckedPack(pack, trusting()) as checked:
        assert checked.signer.name == "Ada Officer"
        with pytest.raises(WrongKey):
            checked.open(generate_identity(), soon())
        assert checked.open(IDENTITY, soon()).read(CASE) == MEMBERS[CASE]


def test_what_was_checked_is_what_is_opened(pack: Path, shelf: Path) -> None:
    with CheckedPack(pack, trusting()) as checked:
        other = sealed(shelf / "b.prpack", members={CASE: b"swapped", NOTES: b"{}"})
        other.path.replace(pack)
        assert checked.open(IDENTITY, soon()).read(CASE) == MEMBERS[CASE]


def exchanged(shelf: Path, size: int) -> CheckedPack:
    """A checked pack on a stick that shows another one the second time, sealed in the officer's name."""
    members = {CASE: bytes(size), NOTES: b"{}"}
    checked = CheckedPack(sealed(shelf / "a.prpack", members=members).path, trusting())
    other = sealed(shelf / "b.prpack", members={**members, CASE: b"!" * size}).path.read_bytes()
    assert len(other) == (shelf / "a.prpack").stat().st_size
    (shelf / "a.prpack").write_bytes(other)
    return checked


def test_what_was_signed_is_what_is_read_from_a_stick_that_lies(shelf: Path) -> None:
    with exchanged(shelf, 1) as checked:
        assert checked.open(IDENTITY, soon()).read(CASE) == b"\0"
    with pytest.raises(WrongKey, match="signature does not fit"):
        check_signature(shelf / "a.prpack", trusting())


def test_a_large_pack_from_a_stick_that_lies_shows_nothing(shelf: Path) -> None:
    with exchanged(shelf, 200_000) as checked, pytest.raises(WrongKey):
        checked.open(IDENTITY, soon()).read(CASE)


@pytest.mark.skipif(os.name != "posix", reason="counts open files")
@pytest.mark.parametrize("identity", [IDENTITY, generate_identity()])
def test_no_file_stays_open(pack: Path, identity: str) -> None:
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208
    for signers in (trusting(), Signers()):
        with contextlib.suppress(PanelroomError):
            open_pack(pack, identity, signers, soon()).close()
    signature_path(pack).write_text("x")
    with pytest.raises(WrongKey):
        check_signature(pack, trusting())
    assert len(os.listdir("/dev/fd")) == before  # noqa: PTH208


def test_a_document_that_is_not_there(pack: Path) -> None:
    with open_pack(pack, IDENTITY, trusting(), soon()) as opened:
        for name in ("no-such", "manifest.json", ""):
            with pytest.raises(BadFile, match="no such document"):
                opened.read(name)


def test_a_closed_pack_reads_nothing(pack: Path) -> None:
    with open_pack(pack, IDENTITY, trusting(), soon()) as opened:
        pass
    with pytest.raises(BadFile, match="can no longer be read"):
        opened.read(CASE)


def test_nothing_is_written_while_reading(pack: Path, shelf: Path) -> None:
    before = {path.name: path.read_bytes() for path in shelf.iterdir()}
    everything(pack)
    assert {path.name: path.read_bytes() for path in shelf.iterdir()} == before


# --- files that are none --------------------------------------------------------------------------


def test_a_missing_pack_or_signature_is_one_sentence(pack: Path) -> None:
    signature_path(pack).rename(pack.with_name("elsewhere"))
    with pytest.raises(BadFile, match=r"a\.prpack\.sig is not there"):
        everything(pack)
    pack.with_name("elsewhere").rename(signature_path(pack))
    pack.unlink()
    with pytest.raises(BadFile, match=r"a\.prpack is not there"):
        everything(pack)


def test_sizes_come_first(pack: Path) -> None:
    with pack.open("r+b") as file:
        file.truncate(MAX_PACK + 1)  # sparse: takes no room
    with pytest.raises(BadFile, match="too large"):
        everything(pack, Signers())
    signature_path(pack).write_bytes(bytes(MAX_SIGNATURE + 1))
    with pytest.raises(BadFile, match=r"a\.prpack\.sig is no file, or too large"):
        everything(pack)


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
@pytest.mark.parametrize("which", ["pack", "signature"])
@pytest.mark.parametrize("what", ["pipe", "folder"])
def test_nothing_but_a_file_is_even_opened(pack: Path, which: str, what: str) -> None:
    path = pack if which == "pack" else signature_path(pack)
    path.unlink()
    path.mkdir() if what == "folder" else os.mkfifo(path)
    with pytest.raises(BadFile, match="is no file"):
        everything(pack)


def test_a_signature_that_is_no_text(pack: Path) -> None:
    signature_path(pack).write_bytes(b"\xff" * 300)
    with pytest.raises(WrongKey, match="signature does not fit"):
        everything(pack)


# --- dates ----------------------------------------------------------------------------------------


def test_a_pack_opens_until_the_end_of_its_last_day(shelf: Path) -> None:
    path = sealed(shelf / "a.prpack", said={"expires": date(2099, 5, 1)}).path
    assert everything(path, now=datetime(2099, 5, 1, 23, 59, 59, tzinfo=UTC))
    with pytest.raises(Refused, match="until 2099-05-01"):
        everything(path, now=datetime(2099, 5, 2, tzinfo=UTC))


def test_the_last_day_is_that_of_the_room(shelf: Path) -> None:
    path, east = (
        sealed(shelf / "a.prpack", said={"expires": date(2099, 5, 1)}).path,
        timezone(timedelta(hours=2)),
    )
    assert everything(path, now=datetime(2099, 5, 1, 23, 0, tzinfo=east))
    with pytest.raises(Refused):
        everything(path, now=datetime(2099, 5, 2, 1, 0, tzinfo=east))


def test_a_clock_that_is_set_back_opens_nothing(pack: Path) -> None:
    with pytest.raises(Refused, match="set the date and time"):
        everything(pack, now=datetime.now(UTC) - timedelta(hours=1))
    assert everything(pack, now=datetime.now(UTC) - timedelta(minutes=5))


def test_a_pack_without_a_last_day_opens_later(pack: Path) -> None:
    assert everything(pack, now=datetime(2199, 1, 1, tzinfo=UTC))


# --- what only the packer's own key could have made -----------------------------------------------


def plaintext(pack: Path) -> bytes:
    return decrypt_with(pack.read_bytes(), IDENTITY)


def manifest_of(pack: Path) -> Manifest:
    with open_pack(pack, IDENTITY, trusting(), soon()) as opened:
        return opened.manifest


def test_sealing_by_hand_is_no_reason_for_refusal(pack: Path, shelf: Path) -> None:
    assert everything(sealed_by_hand(shelf / "b.prpack", plaintext(pack))) == MEMBERS


def by_hand(
    shelf: Path, first: bytes, others: dict[str, bytes] = MEMBERS, name: str = "manifest.json"
) -> Path:
    return sealed_by_hand(shelf / "b.prpack", archive([(name, first), *others.items()]))


@pytest.mark.parametrize(
    "others",
    [
        {CASE: MEMBERS[CASE]},
        {**MEMBERS, "more": b"x"},
        {NOTES: MEMBERS[NOTES], CASE: MEMBERS[CASE]},
        {**MEMBERS, NOTES: b"{ }"},
    ],
    ids=["one is missing", "one too many", "another order", "another size"],
)
def test_members_must_be_those_of_the_manifest(pack: Path, shelf: Path, others: dict[str, bytes]) -> None:
    first = manifest_of(pack).to_bytes()
    assert everything(by_hand(shelf, first)) == MEMBERS
    with pytest.raises(BadFile, match="inside of this pack"):
        open_pack(by_hand(shelf, first, others), IDENTITY, trusting(), soon())


def test_a_document_with_another_digest_is_refused_when_read(pack: Path, shelf: Path) -> None:
    path = by_hand(shelf, manifest_of(pack).to_bytes(), {**MEMBERS, NOTES: b"[]"})
    with open_pack(path, IDENTITY, trusting(), soon()) as opened:
        assert opened.read(CASE) == MEMBERS[CASE]
        for _ in range(2):
            with pytest.raises(BadFile, match="inside of this pack"):
                opened.read(NOTES)


def test_the_manifest_is_the_first_member(pack: Path, shelf: Path) -> None:
    first = manifest_of(pack).to_bytes()
    for path in (
        by_hand(shelf, first, name="Manifest.json"),
        sealed_by_hand(shelf / "c.prpack", archive([*MEMBERS.items(), ("manifest.json", first)])),
    ):
        with pytest.raises(BadFile, match="inside of this pack"):
            everything(path)


def changed(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda found: found | values


@pytest.mark.parametrize(
    "change",
    [
        changed(format="another"),
        changed(version=0),
        changed(version="1"),
        changed(id="x"),
        changed(created="2031-03-04T10:00:00"),
        changed(created="yesterday"),
        changed(packer=None),
        changed(packer={"name": "Ada", "public_key": "ssh-rsa AAAA"}),
        changed(meeting=7),
        changed(meeting="a\x1b[2J"),
        changed(meeting="x" * 501),
        changed(meeting=" padded "),
        changed(expires="31/12/2099"),
        changed(surplus=1),
        changed(members=[]),
        changed(glossary="../up"),
        changed(approvals=[approval(officer()).model_dump(mode="json")]),
        changed(approvals=[approval(colleague(), digest="0" * 64).model_dump(mode="json")]),
        changed(approvals=[approval(colleague(), signature="").model_dump(mode="json")]),
        lambda found: {key: value for key, value in found.items() if key != "meeting"},
    ],
    ids=range(20),
)
def test_a_manifest_that_is_none_is_refused(
    pack: Path, shelf: Path, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    good = manifest_of(pack).model_dump(mode="json")
    assert everything(by_hand(shelf, canonical_json(good))) == MEMBERS
    with pytest.raises(BadFile, match="inside of this pack"):
        everything(by_hand(shelf, canonical_json(change(good))))


@pytest.mark.parametrize(
    "spell",
    [
        lambda text: text + b"\n",
        lambda text: text.replace(b":", b": ", 1),
        lambda text: text.replace(b'"version":1', b'"version":1.0'),
        lambda text: text.replace(b'"version":1', b'"version":2,"version":1'),
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"SYN/M/1", b"SYN\\/M/1"),
        lambda text: b"",
        lambda text: b"[]",
        lambda text: b"[" * 100_000,
        lambda text: b"\xff",
        lambda text: text + b" " * MAX_MANIFEST,
    ],
    ids=range(11),
)
def test_a_manifest_has_one_spelling(pack: Path, shelf: Path, spell: Callable[[bytes], bytes]) -> None:
    first = manifest_of(pack).to_bytes()
    assert spell(first) != first
    with pytest.raises(BadFile, match="inside of this pack"):
        everything(by_hand(shelf, spell(first)))


def test_a_newer_pack_asks_for_a_newer_program(pack: Path, shelf: Path) -> None:
    newer = manifest_of(pack).model_dump(mode="json") | {"version": 2, "and": "more"}
    with pytest.raises(BadFile, match="newer panelroom"):
        everything(by_hand(shelf, canonical_json(newer)))


def test_a_pack_that_names_another_packer_is_refused(pack: Path, shelf: Path) -> None:
    other = manifest_of(pack).model_dump(mode="json")
    other["packer"]["public_key"] = colleague().public_signing_key
    with pytest.raises(BadFile, match="inside of this pack"):
        everything(by_hand(shelf, canonical_json(other)))


@pytest.mark.parametrize("plain", [b"", b"x", b"PK\5\6" + bytes(18), os.urandom(300_000)], ids=range(4))
def test_an_age_file_of_something_else_is_no_pack(shelf: Path, plain: bytes) -> None:
    with pytest.raises(BadFile, match="inside of this pack"):
        everything(sealed_by_hand(shelf / "b.prpack", plain))


def test_an_armoured_pack_is_refused_before_it_fills_the_memory(pack: Path) -> None:
    import pyrage  # type: ignore[import-untyped]

    recipient = pyrage.x25519.Recipient.from_str(recipient_of(IDENTITY))
    pack.write_bytes(pyrage.encrypt(plaintext(pack), [recipient], armored=True))
    sign_again(pack)
    with pytest.raises(BadFile, match="inside of this pack"):
        everything(pack)


# --- the age header -------------------------------------------------------------------------------


def test_a_work_factor_of_23_is_refused_at_once(pack: Path) -> None:
    hostile = encrypt_with_passphrase(plaintext(pack), "a phrase", work_factor=10).replace(
        b" 10\n", b" 23\n", 1
    )
    pack.write_bytes(hostile)
    sign_again(pack)
    began = datetime.now(UTC)
    with pytest.raises(WrongKey):
        everything(pack)
    assert datetime.now(UTC) - began < timedelta(seconds=1)


def test_seventeen_stanzas_are_refused(pack: Path) -> None:
    sixteen = encrypt_to(plaintext(pack), [recipient_of(IDENTITY)] * 16)
    pack.write_bytes(sixteen)
    sign_again(pack)
    assert everything(pack) == MEMBERS
    stanza = sixteen.split(b"-> ")[1]
    pack.write_bytes(sixteen.replace(b"-> ", b"-> " + stanza + b"-> ", 1))
    sign_again(pack)
    with pytest.raises(WrongKey):
        everything(pack)


def test_no_refusal_tells_what_is_in_the_pack(pack: Path, shelf: Path) -> None:
    bad = manifest_of(pack).model_dump(mode="json") | {"surplus": "invented secret"}
    with pytest.raises(BadFile) as refused:
        everything(by_hand(shelf, canonical_json(bad)))
    assert "invented" not in str(refused.value) and ABOUT.meeting not in str(refused.value)
    assert refused.value.__cause__ is None and refused.value.__suppress_context__


def test_an_approval_is_proved_by_whoever_opens_the_pack(shelf: Path) -> None:
    path = sealed(shelf / "a.prpack", said={"approvals": (approval(colleague()),)}).path
    assert [each.name for each in manifest_of(path).approvals] == ["Ben Sergeant"]
    assert everything(path) == MEMBERS


def test_an_approved_case_cannot_be_exchanged_by_the_packer(shelf: Path) -> None:
    first = manifest_of(sealed(shelf / "a.prpack", said={"approvals": (approval(colleague()),)}).path)
    changed_case = b'{"text": "another case"}'
    other = sealed(shelf / "c.prpack", members={**MEMBERS, CASE: changed_case}).manifest
    mixed = other.model_dump(mode="json") | {"approvals": first.model_dump(mode="json")["approvals"]}
    with pytest.raises(BadFile, match="inside of this pack"):
        everything(by_hand(shelf, canonical_json(mixed), {**MEMBERS, CASE: changed_case}))


def test_a_manifest_that_is_too_large_is_refused(pack: Path, shelf: Path) -> None:
    good = manifest_of(pack).model_dump(mode="json")
    one = approval(colleague()).model_dump(mode="json")
    assert everything(by_hand(shelf, canonical_json(good | {"approvals": [one] * 100}))) == MEMBERS
    many = canonical_json(good | {"approvals": [one] * 9000})
    assert len(many) > MAX_MANIFEST
    with pytest.raises(BadFile, match="inside of this pack"):
        everything(by_hand(shelf, many))
