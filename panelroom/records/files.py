"""Documents on a disk that may fail: each is whole or not there, and for its owner only."""

import contextlib
import errno
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from panelroom.errors import NotWritten, Refused
from panelroom.text import name_of


def make_folder(folder: Path) -> None:
    """Make ``folder`` and what is missing above it, for their owner alone.

    Raises:
        NotWritten: it cannot be made.
    """
    try:
        for part in (*reversed(folder.parents), folder):
            if not part.exists():
                part.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise NotWritten(
            f"The folder {name_of(folder)} could not be made ({error.strerror}): nothing was written. "
            "Choose another."
        ) from None


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` beside its place and rename it; an older file of that name is there until then.

    Raises:
        NotWritten: the disk did not take it; nothing of it is left.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write_synced(beside, content)
        beside.replace(path)
    except OSError as error:
        raise NotWritten(
            f"The file {name_of(path)} could not be written ({error.strerror}): no part of it is left. "
            "Choose another folder, or make room, and try again."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write every file of ``files`` into ``folder``, or none: all lie beside their places before one is renamed.

    Raises:
        NotWritten: the disk did not take them; the files that were there are as they were.
    """
    make_folder(folder)
    paths = {folder / name: content for name, content in sorted(files.items())}
    beside = {path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.part") for path in paths}
    try:
        for path, content in paths.items():
            _refuse_folder(path)
            _write_synced(beside[path], content)
        for path, part in beside.items():
            part.replace(path)
    except OSError as error:
        raise NotWritten(
            f"The documents could not be written to {name_of(folder)} ({error.strerror}): no file is half "
            "written. Choose another folder, or make room, and try again."
        ) from None
    finally:
        for part in beside.values():
            with contextlib.suppress(OSError):
                part.unlink()
    return list(paths)


def _refuse_folder(path: Path) -> None:
    """Raise OSError where a folder has the place of a file: renaming would stop half-way."""
    if path.is_dir() and not path.is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def refuse_existing(path: Path) -> None:
    """Raise Refused where ``path`` exists, even as a broken link."""
    if os.path.lexists(path):
        raise Refused(f"{name_of(path)} is there already and was left as it is: choose another place.")


def _write_synced(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
