"""The ZIP inside a pack (PKWARE APPNOTE 6.3): stored members, one after the other, and nothing else.

Name, size and CRC of the members determine every other byte of such a file: no comments, no extra fields, no data
descriptors, no gaps. So the reader writes the directory and the headers again and accepts only what is the same,
which leaves no room for two programs to see two different archives in one file.
"""

import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

from panelroom.errors import BadFile
from panelroom.keys import PayloadReader

MAX_MEMBERS = 2000
MAX_MEMBER = 64 * 1024 * 1024  # bytes; a member is read into memory as a whole
MAX_NAME = 200

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UNIX = 10, 3 << 8
_STORED, _NO_FLAGS, _NO_DISK, _NOTHING = 0, 0, 0, 0
_MIDNIGHT, _1980 = 0, 1 << 5 | 1  # the earliest time there is in a ZIP: when a file was made says too much
_OWNER_ONLY = 0o100600 << 16
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*")


@dataclass(frozen=True)
class Entry:
    """A member: its name, its size in bytes, its CRC-32."""

    name: str
    size: int
    crc: int


def damaged() -> BadFile:
    """Return the one sentence for everything that is wrong inside a pack."""
    return BadFile(
        "The inside of this pack is not as panelroom writes it, so nothing of it was used: ask the packer to "
        "seal it again."
    )


def is_safe_name(name: str) -> bool:
    """Whether a name is relative, plain ASCII, and means the same on every system."""
    return len(name) <= MAX_NAME and _NAME.fullmatch(name) is not None


def zip_stream(entries: Sequence[Entry], contents: Iterable[Iterable[bytes]]) -> io.BufferedReader:
    """Return the whole archive as a file to read from, made bit by bit as it is read."""
    members = (
        chain([_local_header(entry)], content) for entry, content in zip(entries, contents, strict=True)
    )
    return io.BufferedReader(_Chunks(chain(chain.from_iterable(members), [_directory(entries)])), 1 << 20)


class _Chunks(io.RawIOBase):
    """An iterator of bytes as a raw file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class StoredZip:
    """The archive in the plaintext behind ``reader``; its directory is checked on construction.

    ``entries`` are the members by name, in the order in which they are stored.

    Raises:
        BadFile: it is anything but what :func:`zip_stream` writes, or over a limit.
        WrongKey: a part that was needed is damaged.
    """

    def __init__(self, reader: PayloadReader) -> None:
        self._reader = reader
        entries = _read_directory(reader)
        self.entries = {entry.name: entry for entry in entries}
        self._offsets = dict(zip(self.entries, _offsets(entries)[:-1], strict=True))

    def read(self, name: str) -> bytes:
        """Return the content of a member; its CRC is not looked at, whoever needs proof has a SHA-256.

        Raises:
            KeyError: there is no such member.
            BadFile: the member's own header is not as the directory says.
            WrongKey: a part that was needed is damaged.
        """
        entry, offset = self.entries[name], self._offsets[name]
        header = _local_header(entry)
        if self._reader.read(offset, len(header)) != header:
            raise damaged()
        return self._reader.read(offset + len(header), entry.size)


def _read_directory(reader: PayloadReader) -> list[Entry]:
    start, size = _find_directory(reader)
    written = reader.read(start, size)
    entries = list(_parse_central(written[: -_END.size]))
    if not _allowed(entries) or _directory(entries) != written:
        raise damaged()
    return entries


def _find_directory(reader: PayloadReader) -> tuple[int, int]:
    """Return where the directory begins and its size up to the end of the file."""
    end = reader.read(max(reader.size - _END.size, 0), _END.size)
    if len(end) < _END.size:
        raise damaged()
    size, start = _END.unpack(end)[5:7]
    if size > MAX_MEMBERS * (_CENTRAL.size + MAX_NAME) or start + size + _END.size != reader.size:
        raise damaged()
    return start, size + _END.size


def _parse_central(data: bytes) -> Iterator[Entry]:
    at = 0
    while len(data) - at >= _CENTRAL.size:
        fields = _CENTRAL.unpack_from(data, at)
        at += _CENTRAL.size + fields[10]
        yield Entry(data[at - fields[10] : at].decode("latin-1"), size=fields[9], crc=fields[7])


def _allowed(entries: Sequence[Entry]) -> bool:
    """Whether names and sizes are; two names that differ in case only would be one file on Windows."""
    names = {entry.name.casefold() for entry in entries}
    return (
        1 <= len(entries) <= MAX_MEMBERS
        and len(names) == len(entries)
        and all(is_safe_name(entry.name) and entry.size <= MAX_MEMBER for entry in entries)
    )


def _offsets(entries: Iterable[Entry]) -> list[int]:
    """Return where each member's header begins, and, last, where the directory does."""
    return list(accumulate((len(_local_header(entry)) + entry.size for entry in entries), initial=0))


def _local_header(entry: Entry) -> bytes:
    fixed = (_VERSION, _NO_FLAGS, _STORED, _MIDNIGHT, _1980, entry.crc, entry.size, entry.size)
    return _LOCAL.pack(b"PK\3\4", *fixed, len(entry.name), _NOTHING) + entry.name.encode("latin-1")


def _central_header(entry: Entry, offset: int) -> bytes:
    same = (
        _VERSION,
        _NO_FLAGS,
        _STORED,
        _MIDNIGHT,
        _1980,
        entry.crc,
        entry.size,
        entry.size,
        len(entry.name),
    )
    ends = (_NOTHING, _NOTHING, _NO_DISK, _NOTHING, _OWNER_ONLY, offset)
    return _CENTRAL.pack(b"PK\1\2", _UNIX | _VERSION, *same, *ends) + entry.name.encode("latin-1")


def _directory(entries: Sequence[Entry]) -> bytes:
    *offsets, start = _offsets(entries)
    headers = b"".join(map(_central_header, entries, offsets))
    count = len(entries)
    end = _END.pack(b"PK\5\6", _NO_DISK, _NO_DISK, count, count, len(headers), start, _NOTHING)
    return headers + end
