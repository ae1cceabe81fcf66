"""Books on the shelf: making one with its vault, opening it for one writer, reading it, closing it.

A book ``NAME`` is two files: ``NAME``, the encrypted journal, and ``NAME.vault.age``, its key under the
meeting's pass-phrase. The vault is written and synced before its book, and the book is made beside and
renamed, so that no moment leaves a record that nobody can open.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from panelroom import acts
from panelroom.clock import Clock, SystemClock
from panelroom.errors import BadFile, BookBusy, NotWritten, Refused
from panelroom.journal import Row
from panelroom.keys.vault import create_vault, open_vault
from panelroom.questions import QuestionSet
from panelroom.session import Session, opening_entry, seal
from panelroom.store import KEY_BYTES, Book
from panelroom.text import name_of

WORK_FACTOR = 18
"""log2 of the scrypt cost of a vault: about half a second and 256 MiB."""


def vault_of(book: Path) -> Path:
    """Return where the key of ``book`` lies."""
    return book.with_name(book.name + ".vault.age")


def new_book(
    path: Path,
    passphrase: str,
    opening: acts.OpenMeeting,
    question_set: QuestionSet,
    *,
    at: datetime | None = None,
    clock: Clock | None = None,
    work_factor: int = WORK_FACTOR,
) -> None:
    """Make a book whose journal begins with ``opening``.

    Raises:
        Refused: there is already a book, or a vault, of that name; both are unchanged.
        NotWritten: the disk did not take it; no half-made book is left.
    """
    moment = at or (clock or SystemClock()).wall()
    key = secrets.token_bytes(KEY_BYTES)
    place_book(path, key, passphrase, [seal(opening_entry(opening, question_set, moment))], work_factor)


def place_book(
    path: Path, key: bytes, passphrase: str, rows: list[Row], work_factor: int = WORK_FACTOR
) -> None:
    """Write a vault and then a book with these rows (at least one) under it.

    Raises:
        Refused, NotWritten: as :func:`new_book`.
    """
    place_file(path, key, passphrase, lambda beside: Book.create(beside, key, rows), Book.called, work_factor)


def place_file(
    path: Path,
    key: bytes,
    passphrase: str,
    create: Callable[[Path], None],
    called: str,
    work_factor: int = WORK_FACTOR,
) -> None:
    """Write a vault with ``key``, and then what ``create`` makes beside its place, which is renamed into it.

    Raises:
        Refused, NotWritten: as :func:`new_book`.
    """
    if path.exists():
        raise Refused(f"There is already a {called} {name_of(path)}: choose another name.")
    if not path.parent.is_dir():
        raise BadFile(f"The folder of {name_of(path)} does not exist: make it first.")
    create_vault(vault_of(path), key, passphrase, work_factor=work_factor)
    beside = path.with_name(path.name + ".new")
    try:
        beside.unlink(missing_ok=True)
        create(beside)
        _sync(beside)
        beside.rename(path)
        _sync(path.parent)
    except OSError as error:
        _give_up(beside, path)
        raise NotWritten(f"The {called} could not be written ({error.strerror}): nothing was kept.") from None
    except BaseException:
        _give_up(beside, path)
        raise


def _give_up(beside: Path, path: Path) -> None:
    for leftover in (beside, beside.with_name(beside.name + "-journal"), vault_of(path)):
        leftover.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def book_key(path: Path, passphrase: str) -> bytes:
    """Return the key of the book at ``path``.

    Raises:
        BadFile: there is no book, or no vault, there.
        WrongKey: the pass-phrase does not open it.
    """
    if not path.is_file():
        raise BadFile(
            f"There is no meeting book {name_of(path)} here: check the name, or make one with 'meeting new'."
        )
    return open_vault(vault_of(path), passphrase)


@contextmanager
def writing(path: Path, key: bytes, clock: Clock | None = None) -> Iterator[Session]:
    """Open the book at ``path`` as its only writer.

    Raises:
        BookBusy: somebody else is writing in it.
    """
    with locked(path):
        book = Book.open(path, key)
        try:
            yield Session(book, clock)
        finally:
            book.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Be the only writer of the file at ``path``.

    Raises:
        BookBusy: somebody else is writing in it.
        NotWritten: its folder takes no lock.
    """
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise BookBusy(
            f"{name_of(path)} is open somewhere else: close it there first. Nothing was changed."
        ) from None
    except OSError as error:
        raise NotWritten(
            f"The folder of {name_of(path)} cannot be written ({error.strerror}): nothing was changed."
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def reading(path: Path, key: bytes) -> Iterator[Book]:
    """Open the book at ``path`` to look only: it never holds up the writer."""
    book = Book.open(path, key, write=False)
    try:
        yield book
    finally:
        book.close()
