"""Reading a PDF's signatures strictly: only what :mod:`panelroom.keys.pades` writes holds, to the last byte.

A PDF may be changed by appending, and a signature covers what came before it. So of a file that holds this must
be true: one revision that panelroom wrote, then revisions that are each one signature and nothing else, the last
of which ends the file. Every byte is signed but a signature itself, and that must be written in the one way in
which we write it. No certificate, revocation or time is looked up anywhere.

pyHanko brings an HTTP client that is never used, and a file from outside may be hostile: import this module only
in the limited child (:mod:`panelroom.signed.child`) and in tests.
"""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel, StandardDiffPolicy
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import SigFieldCreationRule, SigFieldModificationRule
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from panelroom.keys.certificate import is_for_signing
from panelroom.keys.pades_cms import ROOM, container
from panelroom.keys.signed_pdf import ReadPdf, ReadSignature
from panelroom.text import clean_line

MOST_SIGNATURES = 16
_LONGEST = 200  # characters of a text
DAMAGED = "it is damaged, or was changed since it was written"
CHANGED = "the file was changed since it was signed"
REPLACED = (
    "something other than a signature was added after it: what the pages show may not be what was signed"
)
OTHER_PROGRAM = (
    "it is not written as panelroom writes signatures: only the program that wrote it can judge it"
)

# Only a further signature may follow; forms, remarks, pages and the file's description stay as they were.
_ONLY_SIGNATURES = StandardDiffPolicy(
    global_rules=[CatalogModificationRule(ignored_keys=frozenset({"/AcroForm"}))],
    form_rule=FormUpdatingRule([SigFieldCreationRule(), SigFieldModificationRule()]),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


def read_pdf(pdf: bytes) -> ReadPdf:
    """Return what the PDF says of itself, and whether its signatures hold. It may be hostile: nothing is raised."""
    try:
        return _read(pdf)
    except Exception:  # the parser has no one error for what a damaged file does to it
        return ReadPdf(problems=(DAMAGED,))


def _read(pdf: bytes) -> ReadPdf:
    reader = PdfFileReader(io.BytesIO(pdf))
    if reader.encrypted:
        return ReadPdf(problems=("it is encrypted: panelroom writes no such file",))
    found = reader.embedded_signatures
    if len(found) > MOST_SIGNATURES:
        return ReadPdf(problems=(f"it has more than {MOST_SIGNATURES} signatures",))
    signatures = sorted((_signature(pdf, each) for each in found), key=lambda each: each.end)
    info = reader.trailer_view["/Info"] if "/Info" in reader.trailer_view else DictionaryObject()
    status = str(info.get("/PanelroomStatus", ""))
    return ReadPdf(
        status=status if info.get("/Producer") == "panelroom" and status in ("draft", "confirmed") else None,
        subject=_said(info, "/Subject"),
        signatures=tuple(signatures),
        appended=len(pdf) - signatures[-1].end if signatures else 0,
        problems=tuple(_wrong_with_file(pdf, reader, signatures)),
    )


def _said(parts: DictionaryObject, key: str) -> str:
    """Return a text that the file says of itself, cleaned, and not longer than anybody would write it."""
    return clean_line(str(parts.get(key, ""))[: 4 * _LONGEST])[:_LONGEST]


def _wrong_with_file(pdf: bytes, reader: PdfFileReader, signatures: list[ReadSignature]) -> Iterator[str]:
    """Yield what is wrong with the whole: anything in it but one document and its signatures."""
    if reader.xrefs.total_revisions != 1 + len(signatures):
        yield "it holds an update that is no signature: what the pages show may not be what was signed"
    elif signatures and signatures[-1].end != len(pdf):
        yield "something was appended after the last signature, which nobody signed"
    if len({each.fingerprint for each in signatures}) < len(signatures):
        yield "the same key signed it twice"


# ── one signature ────────────────────────────────────────────────────────────────────────────────────────


def _signature(pdf: bytes, found: EmbeddedPdfSignature) -> ReadSignature:
    der = found.signer_cert.dump()
    certificate = x509.load_der_x509_certificate(der)
    claimed = found.self_reported_timestamp
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return ReadSignature(
        field=clean_line(found.field_name)[:_LONGEST],
        name=clean_line(str(names[0].value))[:_LONGEST] if len(names) == 1 else "",
        fingerprint=hashlib.sha256(der).hexdigest(),
        role=_said(found.sig_object, "/Reason"),
        claimed_time=claimed.isoformat() if claimed else None,
        certificate_until=certificate.not_valid_after_utc.isoformat(),
        end=_byte_range(found)[2] + _byte_range(found)[3],
        problems=(*_wrong_with_seal(pdf, found), *_wrong_with_certificate(certificate, claimed)),
    )


def _byte_range(found: EmbeddedPdfSignature) -> tuple[int, int, int, int]:
    """Return what is signed: so many bytes from the first position, and so many from the third."""
    first, before, after, rest = map(int, found.byte_range)
    return first, before, after, rest


def _wrong_with_seal(pdf: bytes, found: EmbeddedPdfSignature) -> Iterator[str]:
    """Yield what is wrong with the signature itself."""
    if not _is_ours(pdf, found):
        yield OTHER_PROGRAM
    found.compute_integrity_info(diff_policy=_ONLY_SIGNATURES)
    intact, valid = _integrity(found)
    if not intact:
        yield CHANGED
    if not valid:
        yield "it was not made with the key of its certificate, or was changed since"
    if intact and valid and not _only_signatures_follow(found):
        yield REPLACED


def _integrity(found: EmbeddedPdfSignature) -> tuple[bool, bool]:
    """Return whether the digest of the signed bytes is the signed one, and whether the signature of it holds."""
    try:
        intact, valid = validate_sig_integrity(
            found.signer_info, found.signer_cert, "data", found.compute_digest()
        )
    except Exception:  # what is built to fail, fails; the sentence for that is the caller's
        return False, False
    return intact, valid


def _only_signatures_follow(found: EmbeddedPdfSignature) -> bool:
    result = found.diff_result
    # To sign is to fill in a form's field; our policy knows no other kind of field.
    return isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.FORM_FILLING


def _is_ours(pdf: bytes, found: EmbeddedPdfSignature) -> bool:
    """Whether the signature leaves out nothing but itself, and is written in the one way in which we write it."""
    start, before, after, _ = _byte_range(found)
    written = pdf[before:after]
    signer = found.signer_info
    digest = find_unique_cms_attribute(signer["signed_attrs"], "message_digest").native
    der = container(found.signer_cert, digest, signer["signature"].native).dump()
    exactly = b"<" + der.hex().upper().ljust(ROOM, "0").encode() + b">"
    return (
        start == 0
        and written == exactly
        and found.sig_object_type == "/Sig"
        and found.sig_object.get("/SubFilter") == "/ETSI.CAdES.detached"
        and "/Reference" not in found.sig_object
    )


def _wrong_with_certificate(certificate: x509.Certificate, claimed: datetime | None) -> Iterator[str]:
    """Yield what is wrong with the certificate; whether it is the signer's, only a fingerprint can tell."""
    if not is_for_signing(certificate):
        yield "its certificate is not one for signing documents"
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, ValueError, TypeError):
        yield "its certificate was changed, or made by somebody else than its owner"
    if claimed is None or claimed.utcoffset() is None:
        yield "it does not say when it was made"
    elif not certificate.not_valid_before_utc <= claimed <= certificate.not_valid_after_utc:
        yield "its certificate was not valid at the claimed time"
