"""What a person signs with, what a meeting's papers open with, and the files that others get of both."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from panelroom.errors import BadFile, Refused, UsageError, WrongKey
from panelroom.keys import (
    Person,
    create_papers_key,
    create_person,
    create_vault,
    decrypt_with,
    encrypt_to,
    fingerprint_words,
    generate_identity,
    open_papers_key,
    open_person,
    open_vault,
    read_public,
    read_recipients,
    recipient_of,
)
from panelroom.keys.certificate import certificate_fingerprint, make_certificate
from panelroom.keys.papers_key import meeting_recipient_path, papers_key_path
from panelroom.keys.public import PublicKeys, write_public
from panelroom.keys.sshsig import verify

PHRASE = "one two three four five six"
QUICK = 4


@pytest.fixture
def ada(tmp_path: Path) -> Person:
    return create_person(tmp_path, "Ada Officer", PHRASE, work_factor=QUICK)


def certificate_of(person: Person) -> x509.Certificate:
    return x509.load_pem_x509_certificate(person.signing_keys.certificate.encode())


def test_a_person_signs_and_everybody_can_check_it(ada: Person, tmp_path: Path) -> None:
    opened = open_person(tmp_path / "ada-officer.vault.age", PHRASE)
    assert opened == ada
    assert verify(opened.sign(b"m", "n"), b"m", "n", [ada.public_signing_key]) == ada.public_signing_key


def test_two_people_have_nothing_in_common(ada: Person, tmp_path: Path) -> None:
    ben = create_person(tmp_path, "Ben", PHRASE, work_factor=QUICK)
    for what in ("signing_key", "certificate_key", "certificate"):
        assert getattr(ada.signing_keys, what) != getattr(ben.signing_keys, what)
    assert ada.public.words != ben.public.words


def test_the_certificate_is_for_signing_only_and_the_persons_own(ada: Person) -> None:
    found = certificate_of(ada)
    usage = found.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.digital_signature and usage.value.content_commitment
    others = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    assert not any(getattr(usage.value, other) for other in others)
    assert not found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert found.subject == found.issuer and found.subject.rfc4514_string() == "CN=Ada Officer"
    found.verify_directly_issued_by(found)


def test_the_certificate_is_valid_for_ten_years(ada: Person) -> None:
    found = certificate_of(ada)
    assert found.not_valid_before_utc.isoformat() == ada.created
    assert found.not_valid_after_utc - found.not_valid_before_utc == timedelta(days=3652)


def test_the_certificate_belongs_to_the_key(ada: Person) -> None:
    key = load_pem_private_key(ada.signing_keys.certificate_key.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
    assert key.public_key() == certificate_of(ada).public_key()


def test_two_certificates_of_one_name_differ() -> None:
    at = datetime(2031, 3, 4, tzinfo=UTC)
    one, two = (certificate_fingerprint(make_certificate("Ada", at)[1]) for _ in range(2))
    assert one != two


def test_a_damaged_certificate_is_one_sentence() -> None:
    with pytest.raises(BadFile, match="certificate in this vault is damaged"):
        certificate_fingerprint("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")


@pytest.mark.parametrize("name", ["", " \n ", "x" * 65, "é" * 33])
def test_a_name_that_no_certificate_holds_makes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="nothing was made"):
        create_person(tmp_path, name, PHRASE, work_factor=QUICK)
    assert not list(tmp_path.iterdir())


def old_vault(folder: Path) -> Path:
    """The vault of somebody whose keys were made when there was no signing yet."""
    document = {
        "format": "panelroom person",
        "version": 1,
        "name": "Secretary",
        "created": "2026-11-22T10:00:00+00:00",
        "age_identity": generate_identity(),
    }
    path = folder / "old.vault.age"
    create_vault(path, json.dumps(document).encode(), PHRASE, work_factor=QUICK)
    return path


def test_an_old_vault_opens_what_was_sealed_to_it(tmp_path: Path) -> None:
    old = open_person(old_vault(tmp_path), PHRASE)
    assert decrypt_with(encrypt_to(b"the record", [old.recipient]), old.age_identity) == b"the record"
    assert old.public == PublicKeys("Secretary", (old.recipient,))


def test_an_old_vault_says_that_it_cannot_sign(tmp_path: Path) -> None:
    old = open_person(old_vault(tmp_path), PHRASE)
    with pytest.raises(BadFile, match="make new ones with 'panelroom keys person"):
        old.sign(b"m", "n")
    with pytest.raises(BadFile, match="make new ones"):
        old.public_signing_key  # noqa: B018


@pytest.mark.parametrize(
    ("part", "value", "says"),
    [
        ("signing_key", None, "lacks a part"),
        ("certificate_key", 7, "lacks a part"),
        ("certificate", None, "lacks a part"),
        ("signing_key", "x", "signing key in this vault is damaged"),
    ],
)
def test_a_vault_that_lacks_a_signing_part_is_refused(
    ada: Person, tmp_path: Path, part: str, value: object, says: str
) -> None:
    path = tmp_path / "ada-officer.vault.age"
    document = json.loads(open_vault(path, PHRASE)) | {part: value}
    path.unlink()
    create_vault(path, json.dumps(document).encode(), PHRASE, work_factor=QUICK)
    with pytest.raises(BadFile, match=says):
        open_person(path, PHRASE)


# --- what others get ------------------------------------------------------------------------------


def test_the_public_file_says_all_that_others_need(ada: Person, tmp_path: Path) -> None:
    path = tmp_path / "ada-officer.recipient"
    assert read_public(path) == ada.public
    assert read_recipients(path) == [ada.recipient]
    assert ada.public.certificate == sha256(certificate_of(ada).public_bytes(Encoding.DER)).hexdigest()


def test_a_fingerprint_covers_every_key_and_stays_the_same() -> None:
    whole = PublicKeys("Ada", ("age1x",), "ssh-ed25519 A", "00")
    assert whole.sha256 == sha256(b"age1x\nssh-ed25519 A\n00").hexdigest()
    assert whole.words == fingerprint_words(b"age1x\nssh-ed25519 A\n00")
    other = [
        PublicKeys("Ada", ("age1y",), "ssh-ed25519 A", "00"),
        PublicKeys("Ada", ("age1x",), "ssh-ed25519 B", "00"),
        PublicKeys("Ada", ("age1x",), "ssh-ed25519 A", "01"),
        PublicKeys("Ada", ("age1x",)),
    ]
    assert len({each.words for each in [whole, *other]}) == 5


def test_an_openssh_public_key_file_can_be_read(ada: Person, tmp_path: Path) -> None:
    path = tmp_path / "id_ed25519.pub"
    path.write_text(ada.public_signing_key + " ada@example.com\n")
    assert read_public(path) == PublicKeys("", (), ada.public_signing_key)


def test_a_name_in_a_public_file_is_cleaned(ada: Person, tmp_path: Path) -> None:
    path = tmp_path / "x.recipient"
    path.write_text(f"# panelroom recipient: A\x1b[31mda\t \n{ada.recipient}\n")
    assert read_public(path).name == "A\ufffdda"


@pytest.mark.parametrize(
    "lines",
    [
        ["# nothing"],
        ["# panelroom signing key: ssh-ed25519 AAAA"],
        ["# panelroom certificate: " + "0" * 64],
        ["{recipient}", "# panelroom certificate: 00"],
        ["{recipient}", "# panelroom certificate: " + "0" * 64, "# panelroom certificate: " + "1" * 64],
        ["{signing}", "{signing}"],
        ["{identity}"],
        ["-----BEGIN OPENSSH PRIVATE KEY-----"],
        ["something else"],
        ["{recipient}"] * 17,
    ],
)
def test_what_is_no_public_file_is_refused(ada: Person, tmp_path: Path, lines: list[str]) -> None:
    given = {"recipient": ada.recipient, "signing": ada.public_signing_key, "identity": ada.age_identity}
    path = tmp_path / "x.recipient"
    path.write_text("\n".join(line.format(**given) for line in lines))
    with pytest.raises(BadFile) as refused:
        read_public(path)
    assert ada.age_identity not in str(refused.value)


def test_a_public_file_is_never_replaced(ada: Person, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        write_public(tmp_path / "ada-officer.recipient", PublicKeys("Ben", (ada.recipient,)))
    assert read_public(tmp_path / "ada-officer.recipient") == ada.public


# --- a meeting's papers ---------------------------------------------------------------------------


@pytest.mark.parametrize("hybrid", [False, True], ids=["x25519", "hybrid"])
def test_a_meetings_key_opens_what_the_officer_seals(tmp_path: Path, hybrid: bool) -> None:
    made = create_papers_key(tmp_path, "SYN/M 1", PHRASE, hybrid=hybrid, work_factor=QUICK)
    assert {path.name for path in tmp_path.iterdir()} == {"syn-m-1.papers.age", "syn-m-1.recipient"}
    assert read_public(tmp_path / "syn-m-1.recipient") == made
    sealed = encrypt_to(b"the papers", read_recipients(tmp_path / "syn-m-1.recipient"))
    identity = open_papers_key(tmp_path / "syn-m-1.papers.age", PHRASE)
    assert decrypt_with(sealed, identity) == b"the papers"
    assert recipient_of(identity) == made.recipients[0]


def test_a_meetings_key_is_never_made_twice(tmp_path: Path) -> None:
    create_papers_key(tmp_path, "M", PHRASE, work_factor=QUICK)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for lost in (None, papers_key_path(tmp_path, "M")):
        if lost:
            before.pop(lost)
            lost.unlink()
        with pytest.raises(Refused):
            create_papers_key(tmp_path, "M", PHRASE, work_factor=QUICK)
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert meeting_recipient_path(tmp_path, "M") in before


def test_papers_open_with_their_phrase_only(tmp_path: Path, ada: Person) -> None:
    create_papers_key(tmp_path, "M", PHRASE, work_factor=QUICK)
    with pytest.raises(WrongKey):
        open_papers_key(tmp_path / "m.papers.age", "another")
    create_vault(tmp_path / "other.age", b"\xff\x00 something", PHRASE, work_factor=QUICK)
    for wrong in ("other.age", "ada-officer.vault.age"):
        with pytest.raises(BadFile, match="key of a meeting's papers"):
            open_papers_key(tmp_path / wrong, PHRASE)


# --- by hand --------------------------------------------------------------------------------------


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"LOUD: {name} is not installed, so it did NOT judge these keys")
    return found


@pytest.mark.heavy
@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_keys_in_a_vault_work_without_panelroom(ada: Person, tmp_path: Path) -> None:
    document = json.loads(open_vault(tmp_path / "ada-officer.vault.age", PHRASE))
    key = tmp_path / "key"
    key.write_text(document["signing_key"])
    key.chmod(0o600)
    command = [tool("ssh-keygen"), "-Y", "sign", "-f", str(key), "-n", "file"]
    assert subprocess.run(command, input=b"m", capture_output=True, check=True).stdout.decode() == ada.sign(
        b"m", "file"
    )


@pytest.mark.heavy
def test_a_recipient_file_is_one_for_age_as_it_is(ada: Person, tmp_path: Path) -> None:
    command = [tool("age"), "-R", str(tmp_path / "ada-officer.recipient")]
    sealed = subprocess.run(command, input=b"the record", capture_output=True, check=True).stdout
    assert decrypt_with(sealed, ada.age_identity) == b"the record"


@pytest.mark.heavy
def test_a_papers_file_is_an_identity_file_for_age(tmp_path: Path) -> None:
    made = create_papers_key(tmp_path, "M", PHRASE, work_factor=QUICK)
    identity = tmp_path / "id"
    identity.write_bytes(open_vault(tmp_path / "m.papers.age", PHRASE))
    command = [tool("age"), "-d", "-i", str(identity)]
    sealed = encrypt_to(b"the papers", made.recipients)
    assert subprocess.run(command, input=sealed, capture_output=True, check=True).stdout == b"the papers"
