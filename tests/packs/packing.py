"""Packs to test with: an invented officer, a meeting's key, and packs that only an attacker would make."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256, sha512
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from panelroom.keys import Person, encrypt_stream_to, generate_identity, recipient_of
from panelroom.keys.certificate import make_certificate
from panelroom.keys.person import SigningKeys
from panelroom.keys.ssh_keys import generate_signing_key
from panelroom.packs.container import Entry, zip_stream
from panelroom.packs.manifest import APPROVAL, Approval, PackAbout, PackedCase
from panelroom.packs.opening import open_pack
from panelroom.packs.seal import NAMESPACE, Sealed, seal_pack, signature_path
from panelroom.packs.signers import Signer, Signers

IDENTITY = generate_identity()
RECIPIENT = recipient_of(IDENTITY)
CASE = "cases/01-syn-0001-25.json"
NOTES = "glossary.json"
MEMBERS = {CASE: b'{"text": "an invented case"}', NOTES: b"{}"}
DIGEST = sha256(MEMBERS[CASE]).hexdigest()
ABOUT = PackAbout(
    meeting="SYN/M/1",
    cases=(PackedCase(number=1, ref="SYN/0001/25", title="A shop", pages=2, words=4, file=CASE),),
    glossary=NOTES,
)


def person(name: str) -> Person:
    """Make somebody without a vault, which would only cost time."""
    created = datetime(2031, 3, 1, 9, 0, tzinfo=UTC)
    signing = SigningKeys(generate_signing_key(), *make_certificate(name, created))
    return Person(name, created.isoformat(), generate_identity(), signing)


@cache
def officer() -> Person:
    return person("Ada Officer")


@cache
def colleague() -> Person:
    return person("Ben Sergeant")


def trusting(*people: Person) -> Signers:
    return Signers(tuple(Signer(each.name, each.public_signing_key) for each in people or (officer(),)))


def soon() -> datetime:
    """A moment after everything that was sealed until now."""
    return datetime.now(UTC) + timedelta(seconds=5)


def approval(approver: Person, digest: str = DIGEST, **changes: Any) -> Approval:
    values = {
        "case": 1,
        "name": approver.name,
        "public_key": approver.public_signing_key,
        "digest": digest,
        "signature": approver.sign(digest.encode(), APPROVAL),
        "at": datetime(2031, 3, 2, 9, 0, tzinfo=UTC),
    }
    return Approval.model_validate(values | changes)


def sealed(path: Path, **changes: Any) -> Sealed:
    """Seal the small pack, or one that differs: ``members``, ``about``, ``recipients``, ``packer``."""
    return seal_pack(
        path,
        changes.pop("members", MEMBERS),
        changes.pop("about", ABOUT).model_copy(update=changes.pop("said", {})),
        changes.pop("recipients", [RECIPIENT]),
        changes.pop("packer", None) or officer(),
    )


def sign_again(path: Path, packer: Person | None = None) -> None:
    """Sign whatever lies there, as a packer who is pinned and hostile would."""
    digest = sha512(path.read_bytes()).hexdigest()
    signature_path(path).write_text((packer or officer()).sign(digest.encode(), NAMESPACE))


def sealed_by_hand(path: Path, plaintext: bytes) -> Path:
    """Seal any plaintext, signed by the officer."""
    target = BytesIO()
    encrypt_stream_to(BytesIO(plaintext), target, [RECIPIENT])
    path.write_bytes(target.getvalue())
    sign_again(path)
    return path


def archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive with these members, whatever they are called."""
    listed = list(members)
    entries = [Entry(name, len(content), crc32(content)) for name, content in listed]
    return zip_stream(entries, [[content] for _, content in listed]).read()


def everything(path: Path, signers: Signers | None = None, now: datetime | None = None) -> dict[str, bytes]:
    """Open the pack and read all of it."""
    with open_pack(path, IDENTITY, signers or trusting(), now or soon()) as pack:
        return {member.name: pack.read(member.name) for member in pack.manifest.members}
