"""A pack, a vault and a meeting's key made once open for ever."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from packing import ABOUT, MEMBERS, NAMESPACE

from panelroom.errors import Refused
from panelroom.keys import decrypt_with, encrypt_to, open_papers_key, open_person, read_public
from panelroom.keys.sshsig import verify
from panelroom.packs.opening import open_pack
from panelroom.packs.signers import read_signers

GOLDEN = Path(__file__).parent / "golden"
PHRASE = "six plain words for tests only"


def test_the_golden_pack_opens_with_the_golden_key() -> None:
    identity = open_papers_key(GOLDEN / "april.papers.age", PHRASE)
    signers = read_signers(GOLDEN / "signers")
    with open_pack(GOLDEN / "april.prpack", identity, signers, datetime(2040, 1, 1, tzinfo=UTC)) as pack:
        assert pack.signer.name == pack.manifest.packer.name == "Ada Officer"
        assert (pack.manifest.meeting, pack.manifest.cases) == (ABOUT.meeting, ABOUT.cases)
        assert [each.name for each in pack.manifest.approvals] == ["Ben Sergeant"]
        assert {name: pack.read(name) for name in MEMBERS} == MEMBERS
    with pytest.raises(Refused):
        open_pack(GOLDEN / "april.prpack", identity, signers, datetime(2100, 1, 1, tzinfo=UTC))


def test_the_golden_vault_opens_signs_and_receives() -> None:
    ada = open_person(GOLDEN / "ada-officer.vault.age", PHRASE)
    assert ada.public == read_public(GOLDEN / "ada-officer.recipient")
    assert decrypt_with(encrypt_to(b"x", [ada.recipient]), ada.age_identity) == b"x"
    (pinned,) = read_signers(GOLDEN / "signers").everyone
    assert verify(ada.sign(b"m", NAMESPACE), b"m", NAMESPACE, [pinned.public_key])
    assert pinned.certificate == ada.public.certificate
