"""``NAME.recipient``: what others need of somebody's keys, in one text file that ``age -R`` takes as it is.

::

    # panelroom recipient: Ada Officer
    age1...
    # panelroom signing key: ssh-ed25519 AAAA...
    # panelroom certificate: 64 hex digits (SHA-256 of the certificate's DER)

The last two lines are there for people, who sign; a meeting's file has none. Anybody could write such a file in
somebody's name: two people compare its fingerprint, six words, by voice.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from panelroom.errors import BadFile
from panelroom.keys.age import check_recipient
from panelroom.keys.age_header import MAX_STANZAS
from panelroom.keys.key_file import read_small, write_new
from panelroom.keys.ssh_keys import KEY_TYPE, public_bytes, public_line
from panelroom.keys.words import fingerprint_words
from panelroom.text import clean_line

_NAME, _SIGNING_KEY, _CERTIFICATE = (
    f"# panelroom {what}: " for what in ("recipient", "signing key", "certificate")
)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PublicKeys:
    """Somebody's public keys: age recipients, an OpenSSH public key line, a certificate's SHA-256 in hex.

    ``name`` is what the file says it is; empty where it does not say.
    """

    name: str
    recipients: tuple[str, ...] = ()
    signing_key: str | None = None
    certificate: str | None = None

    @property
    def words(self) -> str:
        """The fingerprint of all the keys together as six words."""
        return fingerprint_words(self._fingerprinted())

    @property
    def sha256(self) -> str:
        """The fingerprint in 64 hex digits: SHA-256 of the keys, one a line, without the last line feed."""
        return hashlib.sha256(self._fingerprinted()).hexdigest()

    def _fingerprinted(self) -> bytes:
        keys = [*self.recipients, self.signing_key, self.certificate]
        return "\n".join(key for key in keys if key).encode()


def write_public(path: Path, keys: PublicKeys) -> None:
    """Write the new file ``path``.

    Raises:
        Refused: ``path`` exists; it is unchanged.
        NotWritten: the disk did not take it.
    """
    lines = [_NAME + keys.name, *keys.recipients]
    if keys.signing_key:
        lines.append(_SIGNING_KEY + keys.signing_key)
    if keys.certificate:
        lines.append(_CERTIFICATE + keys.certificate)
    write_new(path, ("\n".join(lines) + "\n").encode())


def read_public(path: Path) -> PublicKeys:
    """Return the public keys in a recipient file, or in an OpenSSH public key file (``id_ed25519.pub``).

    Raises:
        BadFile: it is missing, holds no public key, a secret one, a damaged one, or two signing keys.
    """
    lines = _lines(path)
    recipients = _recipients(path, [each for each in lines if not each.startswith(KEY_TYPE)])
    signing = [public_line(public_bytes(each)) for each in _signing_keys(lines)]
    certificates = _after(_CERTIFICATE, lines)
    if len(signing) > 1 or len(certificates) > 1 or not all(map(_FINGERPRINT.fullmatch, certificates)):
        raise BadFile(f"The file {clean_line(path.name)} is not one person's keys: ask for it again.")
    if not recipients and not signing:
        raise BadFile(f"The file {clean_line(path.name)} holds no public key: ask for the recipient file.")
    return PublicKeys(
        name=clean_line("".join(_after(_NAME, lines)[:1])),
        recipients=tuple(recipients),
        signing_key=signing[0] if signing else None,
        certificate=certificates[0] if certificates else None,
    )


def read_recipients(path: Path) -> list[str]:
    """Return the recipients in a file: one a line; lines that begin with ``#`` and empty lines do not count.

    Raises:
        BadFile: missing, none or more than 16, or a line that is no recipient (a secret key, for example).
    """
    recipients = _recipients(path, _lines(path))
    if not recipients:
        raise _wrong_number(path)
    return recipients


def _recipients(path: Path, lines: list[str]) -> list[str]:
    recipients = [line for line in lines if line and not line.startswith("#")]
    if any("SECRET-KEY-" in line.upper() or "PRIVATE KEY" in line for line in recipients):
        raise BadFile(
            f"The file {clean_line(path.name)} holds a secret key, not a recipient: keep it to yourself and "
            "ask for the recipient file."
        )
    if len(recipients) > MAX_STANZAS:
        raise _wrong_number(path)
    for recipient in recipients:
        check_recipient(recipient)
    return recipients


def _wrong_number(path: Path) -> BadFile:
    return BadFile(f"The file {clean_line(path.name)} must hold 1 to {MAX_STANZAS} recipients (age1...).")


def _signing_keys(lines: list[str]) -> list[str]:
    return _after(_SIGNING_KEY, lines) + [line for line in lines if line.startswith(KEY_TYPE)]


def _after(label: str, lines: list[str]) -> list[str]:
    return [line.removeprefix(label) for line in lines if line.startswith(label)]


def _lines(path: Path) -> list[str]:
    try:
        text = read_small(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(
            f"The file {clean_line(path.name)} is not a text file: ask for the recipient file."
        ) from None
    return [line.strip() for line in text.splitlines()]
