"""Secret files on a disk that may fail: whole or not at all, and for the owner only."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from panelroom.errors import BadFile, NotWritten, Refused
from panelroom.text import clean_line

MAX_SIZE = 1024 * 1024  # bytes


def read_small(path: Path) -> bytes:
    """Return the bytes of a file of at most 1 MiB.

    Raises:
        BadFile: it is missing, cannot be read, or is larger.
    """
    name = clean_line(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except FileNotFoundError:
        raise BadFile(f"The file {name} is not there: check the folder and the name.") from None
    except OSError:
        raise BadFile(
            f"The file {name} cannot be read: check that it is a file and that it is yours."
        ) from None
    if len(data) > MAX_SIZE:
        raise BadFile(
            f"The file {name} is too large to be what it should be: check that it is the right one."
        )
    return data


def refuse_existing(path: Path) -> None:
    """Raise Refused where ``path`` exists, even as a broken link."""
    if os.path.lexists(path):
        raise Refused(
            f"The file {clean_line(path.name)} exists already and was left as it is: use another name."
        )


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, readable by its owner only, safe on the disk on return.

    Raises:
        Refused: ``path`` exists; it is unchanged.
        NotWritten: the disk did not take it; no part of it is left.
    """
    with writing_new(path) as file:
        file.write(data)


@contextlib.contextmanager
def writing_new(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into, which is in its place when the block ends well, as :func:`write_new` would.

    Raises:
        Refused, NotWritten: as :func:`write_new`.
    """
    with _beside(path) as (written, file):
        yield file
        _sync(file)
        _place_new(written, path)
        try:
            sync_folder(path.parent)
        except OSError:
            path.unlink()
            raise


def replace(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of the file ``path``: at every moment there is the old file or the new one.

    Raises:
        NotWritten: the disk did not take it; the old file is unchanged.
    """
    with _beside(path) as (written, file):
        file.write(data)
        _sync(file)
        written.replace(path)
        sync_folder(path.parent)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    written = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with _new_file(written) as file:
            yield written, file
    except OSError as error:
        raise NotWritten(
            f"The disk did not take the file {clean_line(path.name)}: check the folder and the free space, "
            "then try again."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            written.unlink()


def _new_file(path: Path) -> BinaryIO:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "wb")


def _sync(file: BinaryIO) -> None:
    """Have the disk take it, and close: Windows renames no open file."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _place_new(written: Path, path: Path) -> None:
    # A link, unlike a rename, never replaces a file that appeared meanwhile. Memory sticks often have none.
    try:
        path.hardlink_to(written)
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError:
        refuse_existing(path)
        written.rename(path)


def sync_folder(folder: Path) -> None:
    """Have the disk keep what was put into a folder or taken out of it."""
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
