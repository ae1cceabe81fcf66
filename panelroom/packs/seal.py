"""Sealing a pack: members -> stored ZIP -> age file, and the packer's SSH signature beside it."""

import contextlib
import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from panelroom import __version__
from panelroom.errors import BadFile, UsageError
from panelroom.keys import Person, encrypt_stream_to
from panelroom.keys.key_file import refuse_existing, write_new, writing_new
from panelroom.packs.container import MAX_MEMBER, MAX_MEMBERS, Entry, is_safe_name, zip_stream
from panelroom.packs.digests import Digests
from panelroom.packs.manifest import MAX_MANIFEST, NAME, Manifest, PackAbout
from panelroom.text import clean_line

NAMESPACE = "panelroom-pack@v1"
MAX_PACK = 1024 * 1024 * 1024  # bytes
_ROOM = 8 * 1024 * 1024  # bytes for headers, directory and the tags of the chunks
_BLOCK = 256 * 1024  # bytes read at once

Content = bytes | Path


@dataclass(frozen=True)
class Sealed:
    """What was made: both files, the manifest, and the SHA-256 (hex) and size of the pack in bytes.

    ``aside`` is where a signature was moved that lay there without its pack, as a power cut may leave one.
    """

    path: Path
    signature: Path
    manifest: Manifest
    sha256: str
    size: int
    aside: Path | None = None

    @property
    def words(self) -> str:
        """What to do with both files, and what was put aside, in a sentence or two."""
        bring = f"Bring {clean_line(self.path.name)} and {clean_line(self.signature.name)} to the meeting."
        if self.aside is None:
            return bring
        return (
            f"{bring} A signature without its pack lay here, as after a power cut: it is kept as "
            f"{clean_line(self.aside.name)}, in case its pack lies elsewhere."
        )


@dataclass(frozen=True)
class _Measured:
    entry: Entry
    sha256: str


def signature_path(path: Path) -> Path:
    """Return where the signature of the pack ``path`` lies: ``NAME.prpack.sig``."""
    return path.with_name(path.name + ".sig")


def seal_pack(
    path: Path, members: Mapping[str, Content], about: PackAbout, recipients: Sequence[str], packer: Person
) -> Sealed:
    """Seal ``members`` (content, or the file that has it, by name) to ``recipients`` and sign as ``packer``.

    Content that is in files passes through in pieces of 256 KiB. The pack is in its place only after its
    signature is. A signature that lies there without a pack signs nothing: it is moved aside, never deleted,
    because its pack may lie on a stick.

    Raises:
        Refused: the pack exists; it and its signature are unchanged.
        BadFile: a member's file cannot be read or changed meanwhile, a recipient is malformed, or ``packer`` has
            no signing key.
        UsageError: too many or too large members, a name that is none, recipients that do not go together, or an
            ``about`` that does not fit the members or holds an approval that is not valid or the packer's own.
        NotWritten: the disk did not take it; no part of it is left.
    """
    signature = signature_path(path)
    refuse_existing(path)
    _check(members)
    with ThreadPoolExecutor(max_workers=2) as pool:
        measured = list(pool.map(_measure, members.keys(), members.values()))
    manifest = _manifest(about, measured, packer)
    entries, contents = _with_manifest(manifest, measured, members)
    with contextlib.ExitStack() as undo:
        with writing_new(path) as file, Digests() as digests:
            target = _Digesting(file, digests)
            encrypt_stream_to(zip_stream(entries, contents), target, recipients)
            sha256, sha512 = digests.finish()
            # The large file first: between both names there is then no time for a power cut but the shortest.
            _to_disk(file)
            aside = _put_aside(signature, undo)
            write_new(signature, packer.sign(sha512.encode(), NAMESPACE).encode())
            undo.callback(signature.unlink, missing_ok=True)
        undo.pop_all()
    return Sealed(path, signature, manifest, sha256, target.size, aside)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _put_aside(signature: Path, undo: contextlib.ExitStack) -> Path | None:
    """Move a signature without its pack to a free name; return that, or None where there was none."""
    if not os.path.lexists(signature):
        return None
    names = (signature.with_name(f"{signature.name}.old{number or ''}") for number in count())
    aside = next(name for name in names if not os.path.lexists(name))
    signature.rename(aside)
    undo.callback(aside.rename, signature)
    return aside


def _check(members: Mapping[str, Content]) -> None:
    if len(members) >= MAX_MEMBERS or not all(map(is_safe_name, members)):
        raise UsageError(
            f"A pack holds up to {MAX_MEMBERS - 1} members with plain relative names: nothing was sealed."
        )


def _measure(name: str, content: Content) -> _Measured:
    digest, crc, size = hashlib.sha256(), 0, 0
    for block in _blocks(content):
        digest.update(block)
        crc, size = zlib.crc32(block, crc), size + len(block)
        if size > MAX_MEMBER:
            raise UsageError(
                f"A document is over {MAX_MEMBER >> 20} MiB: nothing was sealed; leave it out or split it."
            )
    return _Measured(Entry(name, size, crc), digest.hexdigest())


def _blocks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    try:
        with content.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError:
        raise BadFile(
            f"The file {clean_line(content.name)} cannot be read, so nothing was sealed: check that it is there."
        ) from None


def _manifest(about: PackAbout, measured: Sequence[_Measured], packer: Person) -> Manifest:
    values: dict[str, Any] = {
        **about.model_dump(),
        "id": secrets.token_hex(16),
        "created": datetime.now(UTC).replace(microsecond=0),
        "packer": {"name": packer.name, "public_key": packer.public_signing_key},
        "panelroom": __version__,
        "members": [{"name": m.entry.name, "size": m.entry.size, "sha256": m.sha256} for m in measured],
    }
    try:
        return Manifest.model_validate(values)
    except ValidationError:
        raise UsageError(
            "The pack contradicts itself, so nothing was sealed: each case and list must be among its members, "
            "and each approval must be valid and not the packer's own."
        ) from None


def _with_manifest(
    manifest: Manifest, measured: Sequence[_Measured], members: Mapping[str, Content]
) -> tuple[list[Entry], list[Iterator[bytes]]]:
    """Return the entries and contents of the archive, the manifest before the members."""
    first = manifest.to_bytes()
    entries = [Entry(NAME, len(first), zlib.crc32(first)), *(each.entry for each in measured)]
    if len(first) > MAX_MANIFEST or sum(entry.size for entry in entries) > MAX_PACK - _ROOM:
        raise UsageError(f"A pack holds up to {MAX_PACK >> 20} MiB: nothing was sealed; make two.")
    contents = [_same(each.entry, members[each.entry.name]) for each in measured]
    return entries, [iter([first]), *contents]


def _same(entry: Entry, content: Content) -> Iterator[bytes]:
    """Yield the content again; a file that was measured a moment ago must not have changed since."""
    crc, size = 0, 0
    for block in _blocks(content):
        crc, size = zlib.crc32(block, crc), size + len(block)
        if size > entry.size:
            break
        yield block
    if (size, crc) != (entry.size, entry.crc):
        raise BadFile("A document changed while the pack was sealed, so nothing was sealed: try again.")


class _Digesting:
    """A file to write into; what went through is also counted and digested."""

    def __init__(self, file: BinaryIO, digests: Digests) -> None:
        self._file = file
        self._digests = digests
        self.size = 0

    def write(self, data: bytes, /) -> None:
        self._file.write(data)
        self._digests.update(data)
        self.size += len(data)
