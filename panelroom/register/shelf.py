"""The register on the shelf: making it with its vault, opening it for one writer, reading it.

A register ``NAME`` is two files, like a book: ``NAME``, encrypted, and ``NAME.vault.age``, its key under the office's
pass-phrase.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from panelroom import bookcase
from panelroom.bookcase import WORK_FACTOR, locked, place_file, vault_of
from panelroom.clock import Clock, SystemClock
from panelroom.errors import BadFile
from panelroom.journal import Row
from panelroom.keys.vault import open_vault
from panelroom.meeting import Meeting
from panelroom.reader import read_meeting
from panelroom.register.changes import RESPONSE_DAYS, Begun, Change, Entry, Imported, from_body, to_body
from panelroom.register.rules import check
from panelroom.register.state import Register, apply, fold
from panelroom.register.taking import erased_by, taken, without_words
from panelroom.store import KEY_BYTES, RegisterFile

FILE = "panel.register"
"""The register's name in the data folder."""


def new_register(
    path: Path,
    passphrase: str,
    *,
    response_days: int = RESPONSE_DAYS,
    clock: Clock | None = None,
    work_factor: int = WORK_FACTOR,
) -> bytes:
    """Make an empty register and its vault; return its key.

    Raises:
        Refused: there is already a register, or a vault, of that name; both are unchanged.
        NotWritten: the disk did not take it; no half-made register is left.
    """
    key = secrets.token_bytes(KEY_BYTES)
    first = to_body(Entry(1, (clock or SystemClock()).wall(), Begun(response_days=response_days)))
    place_file(
        path,
        key,
        passphrase,
        lambda beside: RegisterFile.create(beside, key, first),
        RegisterFile.called,
        work_factor,
    )
    return key


def register_key(path: Path, passphrase: str) -> bytes:
    """Return the key of the register at ``path``.

    Raises:
        BadFile: there is no register, or no vault, there.
        WrongKey: the pass-phrase does not open it.
    """
    if not path.is_file():
        raise BadFile(RegisterFile.missing.format(name=path.name))
    return open_vault(vault_of(path), passphrase)


class Writer:
    """The register, open for its only writer. ``file`` also holds the people, who are no part of the register."""

    def __init__(self, file: RegisterFile, clock: Clock) -> None:
        self.file = file
        self._clock = clock
        self.register: Register = read(file)

    def do(self, change: Change) -> None:
        """Check ``change``, record it, and move the register on.

        Raises:
            Refused: it is not allowed now; nothing was changed.
            NotWritten: the disk did not take it; nothing was changed.
        """
        check(self.register, change)
        entry = Entry(self.register.changes + 1, self._clock.wall(), change)
        if erased := erased_by(change):
            self.file.strike(self._replaced(erased), entry.seq, to_body(entry))
            self.register = read(self.file)
        else:
            self.file.append(entry.seq, to_body(entry))
            self.register = apply(self.register, entry)

    def do_all(self, changes: Sequence[Change]) -> None:
        """Record each of ``changes``, or none: all are checked before the first is recorded.

        Raises:
            Refused: as :meth:`do`.
            NotWritten: the disk did not take one; those before it are recorded.
        """
        for change in changes:
            check(self.register, change)
        for change in changes:
            self.do(change)

    def take(self, meeting: Meeting, rows: list[Row]) -> Imported | None:
        """Read a meeting's record, or read it again; return what it brought, None where that is nothing.

        Raises:
            Refused: as :func:`panelroom.register.taking.taken`; nothing was changed.
            NotWritten: the disk did not take it.
        """
        change = taken(self.register, meeting, rows)
        if change is not None:
            self.do(change)
        elif any(item.now.erased for item in self.register.every_item()):
            # When words were struck there may have been no room to erase every trace: "do it again" was said then.
            self.file.forget()
        return change

    def _replaced(self, erased: frozenset[str]) -> list[tuple[int, str]]:
        """Return the earlier changes that hold struck words, without them."""
        found = []
        for seq, body in self.file.changes():
            clean = to_body(without_words(from_body(seq, body), erased))
            if clean != body:
                found.append((seq, clean))
        return found


def read(file: RegisterFile) -> Register:
    """Return the register that a file holds.

    Raises:
        BookError: it is empty or damaged.
    """
    return fold(from_body(seq, body) for seq, body in file.changes())


def read_record(book: Path, passphrase: str) -> tuple[Meeting, list[Row]]:
    """Return the meeting that a book holds, and the rows that prove it.

    Raises:
        BadFile, BookError, WrongKey: there is no such book, it is damaged, or the pass-phrase does not open it.
    """
    with bookcase.reading(book, bookcase.book_key(book, passphrase)) as opened:
        return read_meeting(opened)[0], opened.rows()


@contextmanager
def writing(path: Path, key: bytes, clock: Clock | None = None) -> Iterator[Writer]:
    """Open the register at ``path`` as its only writer.

    Raises:
        BookBusy: somebody else is writing in it.
    """
    with locked(path):
        file = RegisterFile.open(path, key)
        try:
            yield Writer(file, clock or SystemClock())
        finally:
            file.close()


@contextmanager
def reading(path: Path, key: bytes) -> Iterator[RegisterFile]:
    """Open the register at ``path`` to look only: it never holds up the writer."""
    file = RegisterFile.open(path, key, write=False)
    try:
        yield file
    finally:
        file.close()
