"""Opening a pack: refused at the first thing that is wrong, before anything that could be worse is looked at.

The order is that of the cost of being wrong: sizes; the packer's signature over the whole file, against those
who are pinned here; the age header; the last chunk; the ZIP directory; the manifest and its dates; and a
document's SHA-256 each time it is read. Nothing is ever unpacked to a disk.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self

from panelroom.errors import BadFile
from panelroom.keys import open_with
from panelroom.keys.sshsig import BadSignature, claimed_key, verify
from panelroom.packs.container import StoredZip, damaged
from panelroom.packs.digests import Digests
from panelroom.packs.expiry import check_dates
from panelroom.packs.manifest import MAX_MANIFEST, NAME, Manifest, read_manifest
from panelroom.packs.seal import MAX_PACK, NAMESPACE, signature_path
from panelroom.packs.signers import Signers
from panelroom.text import name_of

MAX_SIGNATURE = 4 * 1024  # bytes
_BLOCK = 1024 * 1024  # bytes read at once
_HEAD = 128 * 1024  # bytes kept as they were signed: the age header and the nonce behind it
_AGE = b"age-encryption.org/v1\n"


@dataclass(frozen=True)
class PackSigner:
    """Who signed a pack: the name pinned here, their public key, and the SHA-256 (hex) of the pack."""

    name: str
    public_key: str
    sha256: str


class CheckedPack:
    """A pack whose signature holds. Its key is not needed for that, so it can be checked while one is typed.

    The file stays open, and its age header is kept as it was signed: what was checked is what is opened later,
    even from a stick that shows something else the second time. Close it, or use ``with``.

    Raises:
        BadFile: a file is missing, no file, or too large, or the signer is not pinned.
        WrongKey: the signature does not fit.
    """

    def __init__(self, path: Path, signers: Signers) -> None:
        armored = _signature(path)
        self._file, size = _open_capped(path, MAX_PACK)
        try:
            key, name = _pinned(armored, signers)
            self._head, sha256, sha512 = _digests(self._file, size)
            verify(armored, sha512.encode(), NAMESPACE, [key])
        except OSError:
            self.close()
            raise _gone() from None
        except BaseException:
            self.close()
            raise
        self.signer = PackSigner(name, key, sha256)

    def open(self, identity: str, now: datetime) -> "Pack":
        """Return the opened pack, which has the file from now on; ``now`` needs an offset.

        Raises:
            WrongKey: ``identity`` does not open it, or it is damaged.
            BadFile: its inside is not as it must be, or newer than this panelroom.
            Refused: it has expired, or this computer's clock is set back.
        """
        return Pack(_Headed(self._file, self._head), identity, self.signer, now)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Pack:
    """An open pack: ``manifest``, ``signer``, ``sha256`` (hex, of the sealed file), and documents by name.

    Made by :func:`open_pack` or :meth:`CheckedPack.open`. It belongs to one thread.
    """

    def __init__(self, file: "_Headed", identity: str, signer: PackSigner, now: datetime) -> None:
        self._file = file
        self.signer = signer
        self._zip = _unsealed(file, identity)
        self.manifest = self._read_manifest()
        if self.manifest.packer.public_key != signer.public_key:
            raise damaged()
        self._members = {each.name: each for each in self.manifest.members}
        check_dates(self.manifest.created, self.manifest.expires, now)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the sealed file, hex."""
        return self.signer.sha256

    def _read_manifest(self) -> Manifest:
        entries = list(self._zip.entries.values())
        if entries[0].name != NAME or entries[0].size > MAX_MANIFEST:
            raise damaged()
        manifest = read_manifest(_read(self._zip, NAME))
        if [(each.name, each.size) for each in manifest.members] != [(e.name, e.size) for e in entries[1:]]:
            raise damaged()
        return manifest

    def read(self, name: str) -> bytes:
        """Return the document ``name`` of the manifest, proved by its SHA-256 each time.

        Raises:
            BadFile: there is no such document, it is not what was sealed, or the file can no longer be read.
            WrongKey: the pack was damaged since it was opened.
        """
        member = self._members.get(name)
        if member is None:
            raise BadFile("There is no such document in this pack: look at what is in it.")
        if self._file.closed:
            raise _gone()
        content = _read(self._zip, name)
        if hashlib.sha256(content).hexdigest() != member.sha256:
            raise damaged()
        return content

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_pack(path: Path, identity: str, signers: Signers, now: datetime) -> Pack:
    """Return the pack ``path``, checked in the order of this module and opened with an age identity.

    Raises:
        BadFile: a file is missing or too large, the signer is not pinned, or the inside is not as it must be.
        WrongKey: the signature does not fit, ``identity`` does not open the pack, or it is damaged.
        Refused: it has expired, or this computer's clock is set back.
    """
    checked = CheckedPack(path, signers)
    try:
        return checked.open(identity, now)
    except BaseException:
        checked.close()
        raise


def check_signature(path: Path, signers: Signers) -> PackSigner:
    """Return who signed the pack ``path``; no key is needed. Errors as :class:`CheckedPack`."""
    with CheckedPack(path, signers) as checked:
        return checked.signer


class _Headed:
    """The pack's file with the beginning that was digested, whatever is read there now.

    The key in that header is known to nobody who could exchange the rest, and every chunk is authenticated with
    it: so the signature stands for all that is read later without digesting it again.
    """

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        self._file = file
        self._head = head
        self._at = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._at = self._file.seek(offset, whence)
        return self._at

    def read(self, size: int, /) -> bytes:
        data = self._head[self._at : self._at + size]
        if not data:
            self._file.seek(self._at)
            data = self._file.read(size)
        self._at += len(data)
        return data

    @property
    def closed(self) -> bool:
        return self._file.closed

    def close(self) -> None:
        self._file.close()


def _pinned(armored: str, signers: Signers) -> tuple[str, str]:
    """Return the key that a signature names, and by which name it is pinned here."""
    key = claimed_key(armored)
    pinned = signers.who(key, NAMESPACE)
    if pinned is None:
        raise BadFile(
            "This pack is signed by somebody who is not pinned here, so it was not opened: ask the packer for "
            "their recipient file, compare its six words by voice, then 'panelroom keys trust FILE'."
        )
    return key, pinned.name


def _signature(path: Path) -> str:
    file, size = _open_capped(signature_path(path), MAX_SIGNATURE)
    with file:
        try:
            return file.read(size + 1).decode("ascii")
        except UnicodeDecodeError:
            raise BadSignature from None
        except OSError:
            raise _unreadable(path) from None


def _open_capped(path: Path, most: int) -> tuple[BinaryIO, int]:
    """Open an ordinary file of at most ``most`` bytes; nothing else is even opened, a pipe would wait."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            raise BadFile(
                f"The file {name_of(path)} is no file, or too large for what it should be: it was not opened."
            )
        file = path.open("rb", buffering=0)
        return file, os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise BadFile(
            f"The file {name_of(path)} is not there: a pack comes with its signature beside it; copy both."
        ) from None
    except OSError:
        raise _unreadable(path) from None


def _digests(file: BinaryIO, size: int) -> tuple[bytes, str, str]:
    """Return the beginning, SHA-256 and SHA-512 (hex) of the file, of which ``size`` bytes are read."""
    head = b""
    with Digests() as digests:
        while size > 0 and (block := file.read(min(size, _BLOCK))):
            head += block[: _HEAD - len(head)]
            digests.update(block)
            size -= len(block)
        return head, *digests.finish()


def _unsealed(file: _Headed, identity: str) -> StoredZip:
    """Open the age file and the archive in it; a pack is never armoured, which would all go into memory."""
    try:
        file.seek(0)
        if file.read(len(_AGE)) != _AGE:
            raise damaged()
        return StoredZip(open_with(file, identity))
    except OSError:
        raise _gone() from None


def _read(archive: StoredZip, name: str) -> bytes:
    try:
        return archive.read(name)
    except OSError:
        raise _gone() from None


def _unreadable(path: Path) -> BadFile:
    return BadFile(f"The file {name_of(path)} cannot be read: check that it is a file and that it is yours.")


def _gone() -> BadFile:
    return BadFile(
        "The pack can no longer be read: if it lies on a memory stick, put that back, then open it again."
    )
