"""A person's own certificate for signing documents (X.509, RFC 5280): P-256, made and signed by themselves.

It proves "this person's key as this office knows it", by its fingerprint; nobody else vouches for it.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from panelroom.errors import BadFile

VALID = timedelta(days=3652)  # ten years
MAX_NAME = 64  # bytes of UTF-8 in a common name (RFC 5280, appendix A.1)


def make_certificate(name: str, created: datetime) -> tuple[str, str]:
    """Return a new secret key (PKCS #8) and its certificate, both PEM, for ``name`` (1 to 64 bytes of UTF-8).

    The certificate is valid for ten years from ``created``, and only for signing: digitalSignature and
    contentCommitment (RFC 5280, section 4.2.1.3).
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(created)
        .not_valid_after(created + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret.decode(), made.public_bytes(pem).decode()


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def is_for_signing(certificate: x509.Certificate) -> bool:
    """Whether a certificate is like those of :func:`make_certificate`: P-256, for signing and nothing else."""
    key = certificate.public_key()
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        basics = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    on_curve = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    return on_curve and usage == _signing_only() and not basics.ca


def certificate_fingerprint(certificate: str) -> str:
    """Return the SHA-256 of a PEM certificate's DER, 64 hex digits, as Acrobat and ``openssl`` show it.

    Raises:
        BadFile: it is damaged.
    """
    try:
        return x509.load_pem_x509_certificate(certificate.encode()).fingerprint(hashes.SHA256()).hex()
    except ValueError:
        raise BadFile(
            "The certificate in this vault is damaged: use a copy of the vault made earlier."
        ) from None
