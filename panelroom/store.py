"""The Book: one meeting's journal in one encrypted SQLite file (SQLCipher 4, raw 256-bit key).

The only module that knows SQLite. Its write-ahead log is synced at every commit, so an entry that was
acknowledged survives a power cut; the setting is read back when the book is opened, and a book that would be
less careful is refused. Beside the journal lie the views of ``views.sql``, for people with a SQLCipher shell,
and ``desk``: what the program itself must remember between two runs and what the room's display shows.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

import sqlcipher3
import sqlcipher3.dbapi2 as driver

# sqlite-utils must find the encrypted driver under the name it looks for, before it is imported.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", driver)

from sqlite_utils import Database  # noqa: E402
from sqlite_utils.migrations import Migrations  # noqa: E402

from panelroom.errors import BookBusy, BookError, NotWritten, WrongKey  # noqa: E402
from panelroom.journal import Row  # noqa: E402

KEY_BYTES = 32
P = ParamSpec("P")
R = TypeVar("R")

migrations = Migrations("panelroom book")


@migrations()
def m001_journal(db: Database) -> None:
    """The journal, and the desk beside it."""
    db.execute(
        "CREATE TABLE journal (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, salt BLOB NOT NULL, body TEXT NOT NULL)"
    )
    db.execute("CREATE TABLE desk (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")


@migrations()
def m002_views(db: Database) -> None:
    """Indexes that keep the views quick, and the views."""
    for name, path in (("withdrawn", "$.withdraws"), ("voiding", "$.voids")):
        db.execute(
            f"CREATE INDEX {name} ON journal (json_extract(body, '{path}'))"
            f" WHERE json_extract(body, '{path}') IS NOT NULL"
        )
    db.execute(
        "CREATE INDEX changing ON journal (json_extract(body, '$.entry'))"
        " WHERE json_extract(body, '$.becomes') IS NOT NULL"
    )
    _create_views(db, "views.sql")


@migrations()
def m003_minutes(db: Database) -> None:
    """The views of what is noted beside the cases and of what the force disputes."""
    _create_views(db, "views_minutes.sql")


def _create_views(db: Database, file: str) -> None:
    for statement in Path(__file__).with_name(file).read_text(encoding="utf-8").split(";\n"):
        if "CREATE VIEW" in statement:
            db.execute(statement)


def _plainly(method: Callable[Concatenate["Book", P], R]) -> Callable[Concatenate["Book", P], R]:
    """Turn what the driver raises into this program's errors."""

    @wraps(method)
    def guarded(self: "Book", *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except driver.Error as error:
            raise _explain(error) from None

    return guarded  # type: ignore[return-value]  # wraps() forgets that it is a method


def _explain(error: Exception) -> BookError:
    said = str(error).lower()
    if "full" in said:
        return NotWritten("The disk is full: nothing was recorded. Make room on the disk, then do it again.")
    if "locked" in said or "busy" in said:
        return BookBusy(
            "Another program holds this book: nothing was recorded. Close it there, then do it again."
        )
    if "readonly" in said or "read-only" in said:
        return NotWritten(
            "The book cannot be written here: nothing was recorded. Check the folder's permissions."
        )
    return NotWritten(
        "The disk did not take the entry: nothing was recorded. Check the disk, then do it again."
    )


class Book:
    """An open meeting book. It belongs to the thread that opened it."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self._db = db

    @classmethod
    def create(cls, path: Path, key: bytes, rows: list[Row]) -> None:
        """Write a new book that already holds ``rows``, at ``path``, which must not exist.

        Raises:
            BookError: there is something at ``path``; it is unchanged.
            NotWritten: the disk did not take it; no part of it is left.
        """
        if path.exists():
            raise BookError(f"There is already a file {path.name}: nothing was changed; choose another name.")
        try:
            db = _connect(path, key, write=True)
            try:
                db.execute("PRAGMA synchronous=EXTRA")
                migrations.apply(db)
                with db.atomic():
                    for row in rows:
                        _insert(db, row)
            finally:
                db.close()
        except driver.Error as error:
            path.unlink(missing_ok=True)
            raise _explain(error) from None

    @classmethod
    def open(cls, path: Path, key: bytes, *, write: bool = True) -> "Book":
        """Open the book at ``path``; with ``write=False`` a reader that never holds up the writer.

        Raises:
            BookError: there is no book there, or its disk cannot keep what is written safe.
            WrongKey: the key does not open it, or the file is damaged.
        """
        if not path.is_file():
            raise BookError(
                f"There is no meeting book {path.name} here: check the name, or make one with 'meeting new'."
            )
        try:
            db = _connect(path, key, write=write)
        except driver.Error:
            raise WrongKey(
                f"{path.name} cannot be opened with this key, or it is damaged: nothing was changed."
            ) from None
        book = cls(path, db)
        try:
            book._check_known()
            if write:
                book._prepare()
        except driver.Error as error:
            db.close()
            raise _explain(error) from None
        except BaseException:
            db.close()
            raise
        return book

    def _prepare(self) -> None:
        self._db.execute("PRAGMA synchronous=EXTRA")
        mode = self._one("PRAGMA journal_mode=WAL")
        if mode != "wal" or self._one("PRAGMA synchronous") != 3:
            raise BookError(
                "This folder cannot keep a book safe through a power cut: move the book to a local disk."
            )
        migrations.apply(self._db)

    def _check_known(self) -> None:
        known = {m.name for m in migrations._migrations}
        if not known.issuperset(m.name for m in migrations.applied(self._db)):
            raise BookError("This book was written by a newer panelroom: update panelroom to open it.")

    @_plainly
    def rows(self) -> list[Row]:
        """Return the whole journal, in order."""
        return [_row(r) for r in self._db.execute("SELECT seq, leaf, salt, body FROM journal ORDER BY seq")]

    @_plainly
    def rows_after(self, seq: int) -> list[Row]:
        """Return the entries after ``seq``, in order."""
        found = self._db.execute(
            "SELECT seq, leaf, salt, body FROM journal WHERE seq > ? ORDER BY seq", [seq]
        )
        return [_row(r) for r in found]

    @_plainly
    def append(self, row: Row) -> None:
        """Add one entry: one insert, one transaction, on the disk when this returns.

        Raises:
            NotWritten: it was not recorded.
        """
        with self._db.atomic():
            _insert(self._db, row)

    @_plainly
    def strike(self, replaced: list[Row], row: Row) -> None:
        """Replace the salt and body of entries, keeping their leaves, and add the entry that says so."""
        with self._db.atomic():
            for old in replaced:
                self._db.execute(
                    "UPDATE journal SET salt = ?, body = ? WHERE seq = ?",
                    [old.salt, old.body.decode(), old.seq],
                )
            _insert(self._db, row)
        self.forget()

    def forget(self) -> None:
        """Empty the write-ahead log and rewrite the file, so that replaced words are in no page of either.

        Raises:
            NotWritten: there was no room for it; what was struck is struck all the same.
        """
        try:
            self._one("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("VACUUM")
            self._one("PRAGMA wal_checkpoint(TRUNCATE)")
        except driver.Error:
            raise NotWritten(
                "The words were struck, but the disk could not erase every trace of them:"
                " make room on it, then do it again."
            ) from None

    @_plainly
    def note(self, name: str, value: str | None) -> None:
        """Remember ``value`` on the desk under ``name``, or forget it."""
        with self._db.atomic():
            if value is None:
                self._db.execute("DELETE FROM desk WHERE name = ?", [name])
            else:
                self._db.execute("INSERT OR REPLACE INTO desk (name, value) VALUES (?, ?)", [name, value])

    @_plainly
    def noted(self, name: str) -> str | None:
        """Return what the desk remembers under ``name``."""
        row = self._db.execute("SELECT value FROM desk WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    @_plainly
    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        return int(self._one("PRAGMA data_version"))

    @_plainly
    def view(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of one of the views for people."""
        return iter(list(self._db[name].rows))

    @_plainly
    def copy_to(self, path: Path) -> None:
        """Write a consistent copy, under the same key, to the new file ``path``."""
        self._db.execute("VACUUM INTO ?", [str(path)])

    def close(self) -> bool:
        """Close the book, folding its write-ahead log in; return whether that was possible.

        It is not while another process still reads: then the newest entries stay in the file beside the book.
        """
        try:
            row = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            folded = row is not None and row[0] == 0
        except driver.Error:
            folded = False
        self._db.close()
        return folded

    def _one(self, sql: str) -> Any:
        row = self._db.execute(sql).fetchone()
        return None if row is None else row[0]


def _connect(path: Path, key: bytes, *, write: bool) -> Database:
    """Open and unlock; a wrong key shows at the first read, so one is made here."""
    if len(key) != KEY_BYTES:
        raise ValueError("a book's key has 32 bytes")
    mode = "rwc" if write else "ro"
    if not write and _cannot_change(path):
        mode = "ro&immutable=1"
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}"
    conn = driver.connect(uri, uri=True, timeout=5.0, isolation_level=None)
    try:
        # Silent before the key: a wrong one would otherwise be reported on the screen.
        conn.execute("PRAGMA cipher_log_level=NONE")
        conn.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        conn.execute("PRAGMA cipher_memory_security=ON")
        for setting in ("foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF", "temp_store=MEMORY"):
            conn.execute(f"PRAGMA {setting}")
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return Database(conn, execute_plugins=False)
    except BaseException:
        conn.close()
        raise


def _cannot_change(path: Path) -> bool:
    """Whether the book lies whole where nothing can be written, as on a locked stick.

    SQLite could not put there the index that readers and a writer share, and needs none.
    """
    log = path.with_name(path.name + "-wal")
    return not os.access(path.parent, os.W_OK) and not log.exists()


def _insert(db: Database, row: Row) -> None:
    db.execute(
        "INSERT INTO journal (seq, leaf, salt, body) VALUES (?, ?, ?, ?)",
        [row.seq, row.leaf, row.salt, row.body.decode()],
    )


def _row(row: tuple[int, bytes, bytes, str]) -> Row:
    seq, leaf, salt, body = row
    return Row(seq, leaf, salt, body.encode())
