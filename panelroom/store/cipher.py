"""What every encrypted file has in common: how it is unlocked, kept safe through a power cut, and closed.

The write-ahead log is synced at every commit, so what was acknowledged survives a power cut; the setting is read
back when a file is opened, and a file that would be less careful is refused.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar
from urllib.parse import quote

import sqlcipher3
import sqlcipher3.dbapi2 as driver

# sqlite-utils must find the encrypted driver under the name it looks for, before it is imported.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", driver)

from sqlite_utils import Database  # noqa: E402
from sqlite_utils.migrations import Migrations  # noqa: E402

from panelroom.errors import BookBusy, BookError, NotWritten, WrongKey  # noqa: E402

KEY_BYTES = 32
P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound="SealedFile")


def plainly(method: Callable[Concatenate[F, P], R]) -> Callable[Concatenate[F, P], R]:
    """Turn what the driver raises into this program's errors."""

    @wraps(method)
    def guarded(self: F, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except driver.Error as error:
            raise explain(error, self.called) from None

    return guarded  # type: ignore[return-value]  # wraps() forgets that it is a method


def explain(error: Exception, called: str = "book") -> BookError:
    """Return what went wrong with a file of that kind, in this program's words."""
    said = str(error).lower()
    if "full" in said:
        return NotWritten("The disk is full: nothing was recorded. Make room on the disk, then do it again.")
    if "locked" in said or "busy" in said:
        return BookBusy(
            f"Another program holds this {called}: nothing was recorded. Close it there, then do it again."
        )
    if "readonly" in said or "read-only" in said:
        return NotWritten(
            f"The {called} cannot be written here: nothing was recorded. Check the folder's permissions."
        )
    return NotWritten(
        "The disk did not take the entry: nothing was recorded. Check the disk, then do it again."
    )


class SealedFile:
    """An open encrypted file. It belongs to the thread that opened it."""

    called: ClassVar[str]
    """What people call such a file, in messages."""
    missing: ClassVar[str]
    """What to say where there is none, with ``{name}``."""
    migrations: ClassVar[Migrations]

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self._db = db

    @classmethod
    def _create(cls, path: Path, key: bytes, fill: Callable[[Database], None]) -> None:
        """Write a new file at ``path``, which must not exist; ``fill`` puts in what it holds at first."""
        if path.exists():
            raise BookError(f"There is already a file {path.name}: nothing was changed; choose another name.")
        try:
            db = _connect(path, key, write=True)
            try:
                db.execute("PRAGMA synchronous=EXTRA")
                cls.migrations.apply(db)
                with db.atomic():
                    fill(db)
            finally:
                db.close()
        except driver.Error as error:
            path.unlink(missing_ok=True)
            raise explain(error, cls.called) from None

    @classmethod
    def open(cls, path: Path, key: bytes, *, write: bool = True) -> Self:
        """Open the file at ``path``; with ``write=False`` a reader that never holds up the writer.

        Raises:
            BookError: there is no such file there, or its disk cannot keep what is written safe.
            WrongKey: the key does not open it, or the file is damaged.
        """
        if not path.is_file():
            raise BookError(cls.missing.format(name=path.name))
        if path.stat().st_size == 0:
            # SQLite would take it for a new file, and begin one in it.
            raise BookError(
                f"{path.name} is an empty file, as a copy that was cut off leaves it: nothing was changed."
                f" Copy the {cls.called} again."
            )
        try:
            db = _connect(path, key, write=write)
        except driver.Error:
            raise WrongKey(
                f"{path.name} cannot be opened with this key, or it is damaged: nothing was changed."
            ) from None
        opened = cls(path, db)
        try:
            opened._check_known()
            if write:
                opened._prepare()
        except driver.Error as error:
            db.close()
            raise explain(error, cls.called) from None
        except BaseException:
            db.close()
            raise
        return opened

    def _prepare(self) -> None:
        self._db.execute("PRAGMA synchronous=EXTRA")
        mode = self._one("PRAGMA journal_mode=WAL")
        if mode != "wal" or self._one("PRAGMA synchronous") != 3:
            raise BookError(
                f"This folder cannot keep a {self.called} safe through a power cut: "
                f"move the {self.called} to a local disk."
            )
        self.migrations.apply(self._db)

    def _check_known(self) -> None:
        known = {m.name for m in self.migrations._migrations}
        if not known.issuperset(m.name for m in self.migrations.applied(self._db)):
            raise BookError(
                f"This {self.called} was written by a newer panelroom: update panelroom to open it."
            )

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

    @plainly
    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        return int(self._one("PRAGMA data_version"))

    @plainly
    def view(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of one of the views for people."""
        return iter(list(self._db[name].rows))

    @plainly
    def copy_to(self, path: Path) -> None:
        """Write a consistent copy, under the same key, to the new file ``path``."""
        self._db.execute("VACUUM INTO ?", [str(path)])

    def close(self) -> bool:
        """Close the file, folding its write-ahead log in; return whether that was possible.

        It is not while another process still reads: then the newest entries stay in the file beside it.
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


def make_views(db: Database, file: str) -> None:
    """Make the views that the file of that name beside this module holds."""
    for statement in Path(__file__).with_name(file).read_text(encoding="utf-8").split(";\n"):
        if "CREATE VIEW" in statement:
            db.execute(statement)


def _connect(path: Path, key: bytes, *, write: bool) -> Database:
    """Open and unlock; a wrong key shows at the first read, so one is made here."""
    if len(key) != KEY_BYTES:
        raise ValueError("a file's key has 32 bytes")
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
    """Whether the file lies whole where nothing can be written, as on a locked stick.

    SQLite could not put there the index that readers and a writer share, and needs none.
    """
    log = path.with_name(path.name + "-wal")
    return not os.access(path.parent, os.W_OK) and not log.exists()
