"""The signature inside a signed PDF (CMS, RFC 5652), in the one way in which panelroom writes it.

One signer, their certificate, SHA-256 and ECDSA; signed beside the document's digest is what PAdES B-B asks for
and no more (ETSI EN 319 142-1, 6.3). What stands around a signature is itself not signed, so a reader builds the
signature anew from its parts and compares: a second spelling would let a byte change and nobody notice.
"""

from asn1crypto import cms, x509
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute

DIGEST = "sha256"
ROOM = 8192
"""Hex digits that a file keeps for a signature, a few times what one takes; the rest are zeros."""


def attributes(certificate: x509.Certificate, digest: bytes) -> cms.CMSAttributes:
    """Return what is signed: the document's SHA-256, and which certificate is meant (RFC 5035)."""
    return cms.CMSAttributes(
        [
            simple_cms_attribute("content_type", "data"),
            simple_cms_attribute("message_digest", digest),
            simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)),
        ]
    )


def container(certificate: x509.Certificate, digest: bytes, signature: bytes) -> cms.ContentInfo:
    """Return the whole: the certificate, what was signed, and the ECDSA signature of it."""
    algorithm = {"algorithm": DIGEST}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {
                "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                    {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                )
            }
        ),
        "digest_algorithm": algorithm,
        "signed_attrs": attributes(certificate, digest),
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [algorithm],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signer],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})
