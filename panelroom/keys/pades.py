"""Signing a PDF: PAdES baseline B-B (ETSI EN 319 142-1), invisible, with a person's own certificate.

Each signature is an incremental update that holds nothing else, so those before it stay valid. Its time is the
one that the signer claims: nothing is asked over a network. Nothing is drawn on a page, because a visible field
would have no place in the structure that makes the file accessible; its box lies outside the page, as PDF/A-2
and PDF/UA-1 together want it (ISO 19005-2, 6.3.2; ISO 14289-1, 7.18.1).

pyHanko brings an HTTP client that is never used: import this module only where something is signed.
"""

import io
import logging
from datetime import datetime

from asn1crypto import pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from panelroom.errors import BadFile
from panelroom.keys.pades_cms import DIGEST, ROOM, attributes, container
from panelroom.keys.person import SigningKeys

FIELD = "Signature{}"
"""A signature's field tells its place in the order; a name would stay in the file of a signer who is struck."""
_INVISIBLE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)

# What the library has to say about a file is said by us, in one sentence.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())


class _Update(IncrementalPdfFileWriter):
    """An update that adds a signature and leaves the file's description as it was signed before."""

    def _update_meta(self) -> None:
        """Keep program, title and dates: a later signature must change nothing else."""


def add_signature(pdf: bytes, person: SigningKeys, *, place: int, role: str, at: datetime) -> bytes:
    """Return ``pdf`` with the signature of ``person``, the ``place``-th in the file, from 1.

    ``role`` is what the signer says they sign as, or empty; ``at`` the time they claim. The file must have been
    checked before (:mod:`panelroom.keys.pades_reading`).

    Raises:
        BadFile: the key or the certificate is damaged.
    """
    certificate, key = _opened(person)
    spec = SigFieldSpec(
        FIELD.format(place), invis_sig_settings=_INVISIBLE, readable_field_name=f"Signature {place}"
    )
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(FIELD.format(place), _Update(io.BytesIO(pdf)))
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=_placeholder(role, at)))
    prepared, out = steps.send(SigIOSetup(md_algorithm=DIGEST))
    digest = prepared.document_digest
    signature = key.sign(attributes(certificate, digest).dump(), ec.ECDSA(hashes.SHA256()))
    steps.send(container(certificate, digest, signature))
    signed: bytes = out.getvalue()
    return signed


def _placeholder(role: str, at: datetime) -> SignatureObject:
    return SignatureObject(
        timestamp=at, subfilter=SigSeedSubFilter.PADES, reason=role or None, bytes_reserved=ROOM
    )


def _opened(person: SigningKeys) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        key = serialization.load_pem_private_key(person.certificate_key.encode(), password=None)
        certificate = x509.Certificate.load(pem.unarmor(person.certificate.encode())[2])
    except (ValueError, TypeError):
        key, certificate = None, None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadFile("The certificate in this vault is damaged: use a copy of the vault made earlier.")
    return certificate, key
