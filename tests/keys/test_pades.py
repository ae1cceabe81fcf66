"""Signatures in PDF files: what panelroom signs holds everywhere, and whatever else somebody makes of it does not."""

import io
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import page
import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from signed_files import (
    AT,
    SUBJECT,
    YEAR,
    add_nothing_seen,
    add_remark,
    change_description,
    minutes,
    move_signature,
    person,
    replace_page,
    sign,
    signing_keys,
    tiny,
    updated,
)

from panelroom.keys import Person, pades
from panelroom.keys.pades_cms import ROOM
from panelroom.keys.pades_reading import CHANGED, DAMAGED, OTHER_PROGRAM, REPLACED, read_pdf
from panelroom.keys.signed_pdf import ReadPdf

ADA = signing_keys("Ada Secretary")
BO = signing_keys("Bo Chair")
BASE = minutes()
ONE = sign(BASE, ADA, role="secretary")
TWO = sign(ONE, BO, 2, "chair", AT + timedelta(hours=1))
TINY = sign(tiny(), ADA)


def problems(pdf: bytes) -> list[str]:
    return list(read_pdf(pdf).every_problem)


# ── what we sign ─────────────────────────────────────────────────────────────────────────────────────────


def test_two_people_sign_one_after_the_other() -> None:
    assert TWO.startswith(ONE) and ONE.startswith(BASE)
    found = read_pdf(TWO)
    assert found.holds
    first, second = found.signatures
    assert (found.status, found.subject, found.appended) == ("confirmed", SUBJECT, 0)
    assert (first.name, first.role, first.claimed_time) == ("Ada Secretary", "secretary", AT.isoformat())
    assert (second.name, second.role, second.end) == ("Bo Chair", "chair", len(TWO))
    assert first.end == len(ONE)
    assert [first.field, second.field] == ["Signature1", "Signature2"]


def test_a_persons_own_keys_sign(tmp_path: Path) -> None:
    ada: Person = person(tmp_path, "Ada Secretary")
    found = read_pdf(sign(BASE, ada))
    # The certificate begins now, and the claimed time of this test is another.
    assert found.signatures[0].fingerprint == ada.public.certificate
    assert problems(sign(BASE, ada, at=AT.replace(year=2020))) == [
        "its certificate was not valid at the claimed time"
    ]


def test_an_unsigned_file_is_read_for_what_it_is() -> None:
    assert read_pdf(BASE) == ReadPdf("confirmed", SUBJECT)
    assert read_pdf(minutes("draft")).status == "draft"
    assert read_pdf(minutes(None)).status is None


def test_a_signed_file_is_as_accessible_as_it_was() -> None:
    for signed in (ONE, TWO):
        assert list(page.validate_pdf_bytes(signed, profile="ua1").failures) == []
    assert list(page.validate_pdf_bytes(ONE, profile="2a").failures) == []
    # Of an earlier signature the validator asks what only the last can do: to cover the whole file.
    found = page.validate_pdf_bytes(TWO, profile="2a").failures
    assert [failure.rule_id for failure in found] == ["PDFA2A-SIGNATURE-BYTERANGE-001"]


def test_signing_leaves_the_description_and_draws_nothing() -> None:
    with pikepdf.open(io.BytesIO(BASE)) as before, pikepdf.open(io.BytesIO(TWO)) as after:
        assert dict(after.docinfo.items()) == dict(before.docinfo.items())
        assert after.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()
        for field in after.Root.AcroForm.Fields:
            left, bottom, right, top = map(int, field.Rect)
            assert (right - left, top - bottom) == (0, 0) and left < 0 and "/AP" not in field


needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is missing")
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing")


def pdfsig(pdf: bytes, folder: Path) -> str:
    (folder / "signed.pdf").write_bytes(pdf)
    command = ["pdfsig", "-nocert", "signed.pdf"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@needs_pdfsig
def test_poppler_calls_both_valid_and_a_flipped_byte_not(tmp_path: Path) -> None:
    said = pdfsig(TWO, tmp_path)
    assert said.count("Signature is Valid.") == 2 and "ETSI.CAdES.detached" in said
    assert "Total document signed" in said.partition("Signature #2")[2]
    assert pdfsig(flipped(TWO, len(BASE) // 2), tmp_path).count("Digest Mismatch") == 2


@needs_openssl
def test_openssl_verifies_what_was_signed(tmp_path: Path) -> None:
    start, end = re.search(rb"/Contents <([0-9A-F]+)>", ONE).span(1)
    der = bytes.fromhex(ONE[start:end].decode())
    (tmp_path / "signature").write_bytes(der[: 4 + int.from_bytes(der[2:4], "big")])
    (tmp_path / "content").write_bytes(ONE[: start - 1] + ONE[end + 1 :])
    (tmp_path / "certificate").write_text(ADA.certificate)
    command = (
        "openssl cms -verify -binary -inform DER -in signature -content content -CAfile certificate -purpose any "
        "-no_check_time -partial_chain"
    )
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
    assert b"Verification successful" in done.stderr, done.stderr


# ── a byte ───────────────────────────────────────────────────────────────────────────────────────────────


def flipped(pdf: bytes, place: int, bits: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bits]) + pdf[place + 1 :]


def test_a_flipped_byte_is_said_to_be_a_change() -> None:
    place = TWO.index(b"endstream") - 10
    assert problems(flipped(TWO, place)) == [CHANGED, CHANGED]


@settings(max_examples=25, deadline=None)
@given(place=st.integers(0, len(TINY) - 1), bits=st.integers(1, 255))
def test_no_flipped_byte_holds(place: int, bits: int) -> None:
    assert (
        not read_pdf(flipped(TINY, place, bits)).holds or not read_pdf(flipped(TINY, place, bits)).signatures
    )


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_no_flipped_byte_inside_the_signature_holds(data: st.DataObject) -> None:
    start, end = re.search(rb"/Contents <([0-9A-F]+)>", TINY).span()
    place, bits = data.draw(st.integers(start, end - 1)), data.draw(st.sampled_from((1, 0x10, 0x20, 0x80)))
    assert problems(flipped(TINY, place, bits)) != []


@pytest.mark.heavy
def test_no_byte_of_the_whole_file_can_be_flipped() -> None:
    """Every fourth byte, beginning at another one each time."""
    places = range(random.randrange(4), len(TINY), 4)
    assert [place for place in places if read_pdf(flipped(TINY, place, 1 << place % 8)).holds] == []


# ── what an attacker does ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change", [replace_page, add_remark, change_description, add_nothing_seen, move_signature]
)
def test_an_appended_update_is_called_out(change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    found = read_pdf(updated(ONE, change))
    assert not found.holds and found.appended > 0
    assert any("no signature" in problem for problem in found.problems)


def test_a_change_between_two_signatures_is_called_out() -> None:
    found = read_pdf(sign(updated(ONE, replace_page), BO, 2))
    assert REPLACED in found.signatures[0].problems and found.signatures[1].problems == ()
    assert not found.holds and found.appended == 0


def test_loose_bytes_at_the_end_are_called_out() -> None:
    for more in (b"\n", b"%%EOF\n", b"more"):
        found = read_pdf(TWO + more)
        assert not found.holds, more
        assert found.problems == (DAMAGED,) or found.appended == len(more)


def test_only_the_first_signature_left_is_a_whole_file_with_one() -> None:
    found = read_pdf(TWO[: len(ONE)])
    assert found.holds and len(found.signatures) == 1


def test_another_byte_range_is_called_out() -> None:
    _, before, after, rest = map(int, re.search(rb"/ByteRange \[([0-9 ]+)\]", ONE)[1].split())
    for shorter in (b"0 %d %d %d" % (before - 1, after, rest), b"0 %d %d %d" % (before, after, rest - 1)):
        forged = re.sub(rb"(/ByteRange \[)[0-9 ]+(\])", rb"\g<1>" + shorter + rb"\2", ONE)
        assert len(forged) == len(ONE) and not read_pdf(forged).holds


def test_a_signature_moved_behind_other_content_is_called_out() -> None:
    """Signature wrapping: what was signed second is moved to the end, and something else stands in its place."""
    after, rest = map(int, re.search(rb"/ByteRange \[([0-9 ]+)\]", ONE)[1].split()[2:])
    evil = b" /Evil true " * 10
    moved = ONE[:after] + evil + ONE[after:]
    assert not read_pdf(moved).holds
    room = len(b"%d" % after)
    shifted = moved.replace(b" %d %d]" % (after, rest), b" %*d %d]" % (room, after + len(evil), rest))
    assert not read_pdf(shifted).holds


def test_a_second_spelling_of_the_signature_is_called_out() -> None:
    start, end = re.search(rb"/Contents <([0-9A-F]+)>", ONE).span(1)
    for spelled in (ONE[start:end].lower(), ONE[start : end - 2] + b"01"):
        assert OTHER_PROGRAM in problems(ONE[:start] + spelled + ONE[end:])


def test_a_hole_of_another_size_is_called_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pades, "ROOM", ROOM + 2)
    assert problems(sign(tiny(), ADA)) == [OTHER_PROGRAM]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (signing_keys(key_encipherment=True), "not one for signing"),
        (signing_keys(content_commitment=False), "not one for signing"),
        (signing_keys(key_cert_sign=True, ca=True), "not one for signing"),
        (signing_keys(curve=ec.SECP384R1()), "not one for signing"),
        (signing_keys(begins=AT - 2 * YEAR, ends=AT - YEAR), "not valid at the claimed time"),
        (signing_keys(begins=AT + timedelta(days=1)), "not valid at the claimed time"),
        (signing_keys(issuer=ec.generate_private_key(ec.SECP256R1())), "made by somebody else"),
    ],
    ids=["enciphers", "does not commit", "issues", "another curve", "ended", "not begun", "issued"],
)
def test_another_certificate_does_not_sign_minutes(keys, problem: str) -> None:
    (found,) = read_pdf(sign(tiny(), keys)).signatures
    assert any(problem in each for each in found.problems), found.problems


def test_names_and_roles_come_out_cleaned() -> None:
    (found,) = read_pdf(
        sign(tiny(), signing_keys("Ada \x1b[31m\u202eTERCES"), role="chair\x1b]0;x\x07 " * 99)
    ).signatures
    assert not any(character in found.name + found.role for character in "\x1b\x07\u202e")
    assert found.name.startswith("Ada ") and len(found.role) <= 200


def test_the_key_must_be_that_of_the_certificate() -> None:
    mixed = type(ADA)("", BO.certificate_key, ADA.certificate)
    assert "it was not made with the key of its certificate, or was changed since" in problems(
        sign(tiny(), mixed)
    )


def test_the_same_key_does_not_count_twice() -> None:
    assert "the same key signed it twice" in read_pdf(sign(TINY, ADA, 2)).problems


@pytest.mark.parametrize("permission", [fields.MDPPerm.NO_CHANGES, fields.MDPPerm.ANNOTATE])
def test_another_programs_certification_is_not_ours(permission: fields.MDPPerm) -> None:
    """A signature that allows changes (DocMDP) would leave a door open that nobody looks at."""
    meta = signers.PdfSignatureMetadata(
        field_name="S", certify=True, docmdp_permissions=permission, subfilter=fields.SigSeedSubFilter.PADES
    )
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(pem.unarmor(ADA.certificate.encode())[2]),
        signing_key=asn1_keys.PrivateKeyInfo.load(pem.unarmor(ADA.certificate_key.encode())[2]),
        cert_registry=SimpleCertificateStore(),
    )
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(tiny())), meta, signer)
    assert OTHER_PROGRAM in problems(out.getvalue())
    assert not read_pdf(updated(out.getvalue(), add_remark)).holds


# ── what breaks a reader ─────────────────────────────────────────────────────────────────────────────────


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(BASE)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="o", user="", R=6))
    return out.getvalue()


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n9\n%%EOF\n",
        BASE[: len(BASE) // 2],
        ONE[:-30],
        BASE.replace(b"/Type /Catalog", b"/Type /Catalog /AcroForm " + b"[" * 3000 + b"]" * 3000),
        tiny().replace(b"/Pages 2 0 R", b"/Pages 1 0 R"),
    ],
    ids=["empty", "head", "loop", "half", "no end", "deep", "round"],
)
def test_a_broken_file_is_a_problem_and_nothing_else(hostile: bytes) -> None:
    found = read_pdf(hostile)
    assert found.signatures == () and (not found.holds or found.status)


def test_an_encrypted_file_is_said_to_be_one() -> None:
    assert "encrypted" in problems(encrypted())[0]


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 800))
def test_nothing_that_is_appended_or_cut_raises(more: bytes, cut: int) -> None:
    for pdf in (TINY + more, TINY[: len(TINY) - cut], more):
        found = read_pdf(pdf)
        assert pdf == TINY or not found.holds or found.signatures == ()
