"""Whom this computer trusts to sign: the data folder's ``signers``, in OpenSSH's ``allowed_signers`` format.

``ssh-keygen -Y verify -f signers -I NAME`` reads the same file. A line that panelroom writes ends with the
fingerprint of the person's certificate, which OpenSSH takes for a comment::

    "Ada Officer" namespaces="panelroom-*" ssh-ed25519 AAAA... certificate:64 hex digits
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from filelock import FileLock, Timeout

from panelroom.errors import BadFile, NotWritten, Refused, UsageError
from panelroom.keys import PublicKeys
from panelroom.keys.key_file import read_small, replace
from panelroom.keys.ssh_keys import public_bytes, public_line
from panelroom.text import clean_line

FILE = "signers"
NAMESPACES = "panelroom-*"
_PATIENCE = 10.0  # seconds that another program may take to pin somebody
_LINE = re.compile(
    r'(?:"(?P<quoted>[^"]+)"|(?P<plain>[^\s"]+))\s+'
    r'(?:(?!ssh-|ecdsa-|sk-)(?P<options>(?:[^\s"]|"[^"]*")+)\s+)?'
    r"(?P<type>(?:ssh-|ecdsa-|sk-)\S+)\s+(?P<key>\S+)(?:\s+(?P<comment>.*))?"
)
_OPTION = re.compile(r'namespaces="([^"]*)"')
_CERTIFICATE = re.compile(r"(?:^|\s)certificate:([0-9a-f]{64})(?:\s|$)")
# What OpenSSH would take for a pattern, a list or the end of the name (ssh_config(5), PATTERNS).
_NOT_IN_NAMES = frozenset('"*?!,\\#')


@dataclass(frozen=True)
class Signer:
    """One pinned person: the name by which this computer knows them, their key, for what it may be used.

    ``certificate`` is the SHA-256 (hex) of the certificate they sign documents with, where that is known.
    """

    name: str
    public_key: str
    certificate: str | None = None
    namespaces: str = NAMESPACES

    def may_sign(self, namespace: str) -> bool:
        """Whether this key may sign in ``namespace``: a pattern that matches, and none behind a ``!`` that does."""
        patterns = self.namespaces.split(",")
        refused = any(_matches(namespace, each[1:]) for each in patterns if each.startswith("!"))
        return not refused and any(_matches(namespace, each) for each in patterns)


def _matches(namespace: str, pattern: str) -> bool:
    """Match as OpenSSH does (ssh_config(5), PATTERNS): only ``*`` and ``?`` mean something else."""
    return fnmatchcase(namespace, pattern.replace("[", "[[]"))


@dataclass(frozen=True)
class Signers:
    """Everybody pinned, in the order of the file."""

    everyone: tuple[Signer, ...] = field(default=())

    def who(self, public_key: str, namespace: str) -> Signer | None:
        """Return who has this key and may sign in ``namespace``; None if nobody pinned does."""
        found = (each for each in self.everyone if each.public_key == public_key and each.may_sign(namespace))
        return next(found, None)

    def who_certified(self, certificate: str, namespace: str) -> Signer | None:
        """Return whose certificate has this SHA-256 (hex), and who may sign in ``namespace``; None if nobody's."""
        found = (
            each for each in self.everyone if each.certificate == certificate and each.may_sign(namespace)
        )
        return next(found, None)


def signers_path(home: Path) -> Path:
    """Return where the pinned signers lie in the data folder ``home``."""
    return home / FILE


def read_signers(path: Path) -> Signers:
    """Return who is pinned in the file ``path``; keys that are not Ed25519 are left out.

    Raises:
        BadFile: it is missing, cannot be read, or has a line that is not understood.
    """
    lines = enumerate(_text(path).splitlines(), 1)
    return Signers(tuple(each for number, line in lines if (each := _parse(line.strip(), number))))


def pinned_signers(home: Path) -> Signers:
    """Return who is pinned in the data folder ``home``: nobody where nobody was yet; errors as above."""
    path = signers_path(home)
    return read_signers(path) if path.exists() else Signers()


def _text(path: Path) -> str:
    try:
        return read_small(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"The file {clean_line(path.name)} is not a list of signers: give another.") from None


def _parse(line: str, number: int) -> Signer | None:
    if not line or line.startswith("#"):
        return None
    found = _LINE.fullmatch(line)
    option = _OPTION.fullmatch(found["options"]) if found and found["options"] else None
    if found is None or (found["options"] and option is None):
        raise BadFile(
            f"Line {number} of the list of signers is not understood, so nobody was trusted by it: it should be "
            "a name, a key type and a key."
        )
    if found["type"] != "ssh-ed25519":
        return None
    certificate = _CERTIFICATE.search(found["comment"] or "")
    return Signer(
        name=clean_line(found["quoted"] or found["plain"]),
        public_key=public_line(public_bytes(f"{found['type']} {found['key']}")),
        certificate=certificate[1] if certificate else None,
        namespaces=option[1] if option else "*",
    )


def pin(home: Path, keys: PublicKeys, name: str | None = None) -> Signer:
    """Trust the signatures of ``keys`` under ``name`` (else the name in the file), for good.

    Who is pinned with the same key already stays as they are. Programs that pin at the same time wait for each
    other, so that none loses what another wrote.

    Raises:
        BadFile: ``keys`` holds no signing key, or the list of signers is damaged.
        UsageError: there is no name, or it holds a character that OpenSSH gives a meaning.
        Refused: the name is pinned with another key, or the key under another name, or another program does not
            let go of the list; nothing was changed.
        NotWritten: the disk did not take it; the list is unchanged.
    """
    signer = _signer(keys, clean_line(name or keys.name))
    with _only_writer(home):
        known = pinned_signers(home)
        if signer not in known.everyone:
            _refuse_contradiction(signer, known)
            _add(signers_path(home), signer)
    return signer


@contextmanager
def _only_writer(home: Path) -> Iterator[None]:
    """Keep other programs from the list while it is read, judged and written."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(home / f"{FILE}.lock", timeout=_PATIENCE, mode=0o600)
        lock.acquire()
    except Timeout:
        raise Refused(
            "Another panelroom holds the list of signers: nobody was pinned; close it, or try again in a moment."
        ) from None
    except OSError as error:
        raise NotWritten(
            f"The data folder cannot be written ({error.strerror}): nobody was pinned."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _add(path: Path, signer: Signer) -> None:
    before = _text(path) if path.exists() else ""
    separator = "\n" if before and not before.endswith("\n") else ""
    replace(path, f"{before}{separator}{_line(signer)}\n".encode())


def _signer(keys: PublicKeys, name: str) -> Signer:
    if keys.signing_key is None:
        raise BadFile(
            "This file holds no signing key, so nobody was pinned: its owner may have to make new keys with "
            "'panelroom keys person'."
        )
    if not name or _NOT_IN_NAMES & set(name):
        raise UsageError('Nobody was pinned: give a name without " * ? ! , \\ or # with --as NAME.')
    return Signer(name, keys.signing_key, keys.certificate)


def _refuse_contradiction(signer: Signer, known: Signers) -> None:
    for each in known.everyone:
        if each.name.casefold() == signer.name.casefold():
            raise Refused(
                "Other keys are pinned under this name and were left as they are: if the person really has new "
                "ones, compare the six words by voice and pin them with --as under a name of their own."
            )
        if each.public_key == signer.public_key:
            raise Refused(
                "This key is pinned under another name and was left as it is: one person, one name, or nobody "
                "could tell who signed."
            )


def _line(signer: Signer) -> str:
    comment = f" certificate:{signer.certificate}" if signer.certificate else ""
    return f'"{signer.name}" namespaces="{signer.namespaces}" {signer.public_key}{comment}'
