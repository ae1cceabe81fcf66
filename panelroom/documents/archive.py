"""A ZIP file from outside, unpacked in memory under limits that are counted while it is read.

What the ZIP's directory claims about sizes is never believed: a bomb lies there.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from panelroom.documents.reading import Hostile

MOST_MEMBERS = 2_000
MOST_MEMBER = 50_000_000
MOST_IN_ALL = 100_000_000
MOST_RATIO = 200
SMALL = 1_000_000
"""Bytes under which a member may unpack to any multiple of its size: blank tables do."""
_CHUNK = 65_536
_LOCAL_HEADER = 30  # bytes before the name (PKWARE APPNOTE, 4.3.7)


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return every file in a ZIP by name, folders left out.

    Raises:
        Hostile: it is damaged, encrypted, over a limit, or its members leave the archive, share a name or
            overlap.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_directory(members)
            _check_overlap(data, members, archive.start_dir)
            return _read_all(archive, [each for each in members if not each.is_dir()])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error):
        raise Hostile("it is damaged: its parts cannot be unpacked") from None
    except (RuntimeError, ValueError, OverflowError, OSError, IndexError):
        raise Hostile("it is damaged or encrypted: its parts cannot be unpacked") from None


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Hostile(f"it holds more than {MOST_MEMBERS:,} parts")
    # Names of parts do not tell capitals apart (ECMA-376 part 2, 6.2.2.3): two such would be one.
    if len({each.filename.casefold() for each in members}) < len(members):
        raise Hostile("two of its parts have the same name")
    for each in members:
        if _leaves_archive(each.filename):
            raise Hostile("one of its parts has a name that leads out of the file")
        if each.flag_bits & 0x1:
            raise Hostile("it is protected by a password")
        if each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Hostile("it is packed in a way that Word and LibreOffice do not use")


def _leaves_archive(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or any(c in name for c in "\\:\0")


def _check_overlap(data: bytes, members: Iterable[zipfile.ZipInfo], end: int) -> None:
    """Refuse members that share bytes: a few kilobytes used again and again unpack to any size."""
    free = 0
    for each in sorted(members, key=lambda member: member.header_offset):
        if each.header_offset < free:
            raise Hostile("its parts overlap each other")
        lengths = data[each.header_offset + 26 : each.header_offset + _LOCAL_HEADER]
        name, extra = struct.unpack("<HH", lengths)
        free = each.header_offset + _LOCAL_HEADER + name + extra + each.compress_size
    if free > end:
        raise Hostile("its parts overlap its table of contents")


def _read_all(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MOST_IN_ALL
    for each in members:
        parts[each.filename] = _read(archive, each, left)
        left -= len(parts[each.filename])
    return parts


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    most = min(MOST_MEMBER, max(SMALL, MOST_RATIO * member.compress_size))
    read = bytearray()
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            read += chunk
            if len(read) > most:
                raise Hostile(f"one of its parts unpacks to more than {most / 1_000_000:,.1f} MB")
            if len(read) > left:
                raise Hostile(f"it unpacks to more than {MOST_IN_ALL // 1_000_000} MB")
    return bytes(read)
