"""Keys, pass-phrases and sealed files: the only package that touches cryptography.

It is safe because it is small and invents nothing. Files are age v1 (c2sp.org/age), signatures OpenSSH's
(PROTOCOL.sshsig), and in PDF files PAdES: all work without panelroom. Every primitive comes from the
``cryptography`` library; nothing is released before it is authenticated; what is not canonical, too costly or too
large is refused before any work; every refusal reads the same. The published test vectors, ``pyrage``, ``age``,
``ssh-keygen``, ``openssl`` and ``pdfsig`` judge it in the tests.
"""

from panelroom.keys.age import (
    check_recipient,
    decrypt_with,
    decrypt_with_passphrase,
    encrypt_stream_to,
    encrypt_to,
    encrypt_with_passphrase,
    generate_identity,
    open_with,
    open_with_passphrase,
    recipient_of,
)
from panelroom.keys.age_stream import PayloadFile, PayloadReader
from panelroom.keys.papers_key import create_papers_key, open_papers_key
from panelroom.keys.person import Person, create_person, open_person, write_recipient
from panelroom.keys.public import PublicKeys, read_public, read_recipients
from panelroom.keys.vault import change_passphrase, create_vault, open_vault
from panelroom.keys.words import fingerprint_words, generate_passphrase

__all__ = [
    "PayloadFile",
    "PayloadReader",
    "Person",
    "PublicKeys",
    "change_passphrase",
    "check_recipient",
    "create_papers_key",
    "create_person",
    "create_vault",
    "decrypt_with",
    "decrypt_with_passphrase",
    "encrypt_stream_to",
    "encrypt_to",
    "encrypt_with_passphrase",
    "fingerprint_words",
    "generate_identity",
    "generate_passphrase",
    "open_papers_key",
    "open_person",
    "open_vault",
    "open_with",
    "open_with_passphrase",
    "read_public",
    "read_recipients",
    "recipient_of",
    "write_recipient",
]
