"""Small signed PDF files, the people who sign them, and what an attacker makes of them."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from making import PASSPHRASE
from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from panelroom.keys import Person, create_person
from panelroom.keys.pades import add_signature
from panelroom.keys.person import SigningKeys
from panelroom.records import blocks as b
from panelroom.records.pdf import render

ROOT = "ab" * 32
SUBJECT = f"Record of 12 entries, root {ROOT}"
AT = datetime(2031, 4, 2, 10, 30, tzinfo=UTC)
YEAR = timedelta(days=365)


def minutes(status: Any = "confirmed") -> bytes:
    """Return minutes of one page, as panelroom writes them."""
    document = b.Document(
        title="Minutes of the panel",
        subject=SUBJECT,
        author="Office",
        language="en-GB",
        created=AT,
        furniture=b.Furniture("left", "right", "below"),
        blocks=(b.Title("Minutes"), b.para("The panel met.")),
        status=status,
    )
    return render(document)[0]


def tiny() -> bytes:
    """Return a PDF of a few hundred bytes: to change each of them in turn."""
    file, out = pikepdf.new(), io.BytesIO()
    file.add_blank_page(page_size=(200, 200))
    file.docinfo["/Producer"] = "panelroom"
    file.docinfo["/PanelroomStatus"] = "confirmed"
    file.save(out, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def person(folder: Path, name: str) -> Person:
    return create_person(folder, name, PASSPHRASE, work_factor=4)


def sign(pdf: bytes, by: Person | SigningKeys, place: int = 1, role: str = "", at: datetime = AT) -> bytes:
    keys = by.signing_keys if isinstance(by, Person) else by
    return add_signature(pdf, keys, place=place, role=role, at=at)


def signing_keys(
    name: str = "Ada Secretary",
    *,
    begins: datetime = AT - YEAR,
    ends: datetime = AT + YEAR,
    curve: ec.EllipticCurve | None = None,
    ca: bool = False,
    issuer: ec.EllipticCurvePrivateKey | None = None,
    **usage: bool,
) -> SigningKeys:
    """Return keys whose certificate is like panelroom's but for what is said."""
    key = ec.generate_private_key(curve or ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    uses = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    bits = {use: use in uses[:2] for use in uses} | usage
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), begins, ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**bits), critical=True)
        .sign(issuer or key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SigningKeys("", secret.decode(), made.public_bytes(pem).decode())


# ── attacks ──────────────────────────────────────────────────────────────────────────────────────────────


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Return the file with an update appended to it, as any editor could."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(out)
    assert out.getvalue().startswith(pdf) and len(out.getvalue()) > len(pdf)
    return out.getvalue()


def replace_page(writer: IncrementalPdfFileWriter) -> None:
    """Show another page: the shadow attack."""
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)


def add_remark(writer: IncrementalPdfFileWriter) -> None:
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    remark = DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Text")}
    )
    page["/Annots"] = type(page["/Annots"])([*page["/Annots"], writer.add_object(remark)])
    writer.update_container(page)


def change_description(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Info"]["/Subject"] = type(writer.trailer["/Info"]["/Subject"])(
        SUBJECT.replace("ab", "cd")
    )
    writer.mark_update(writer.trailer.raw_get("/Info"))


def add_nothing_seen(writer: IncrementalPdfFileWriter) -> None:
    """Put away an object that nothing shows yet."""
    writer.add_object(DictionaryObject({pdf_name("/Hidden"): pdf_name("/Yes")}))


def move_signature(writer: IncrementalPdfFileWriter) -> None:
    """Take the signature out of the signed bytes into an update that nobody signed: signature wrapping."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    seal: IndirectObject = field.raw_get("/V")
    writer.mark_update(seal)
