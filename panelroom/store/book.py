"""The Book: one meeting's journal in one encrypted file.

Beside the journal lie the views of the ``views*.sql`` files, for people with a SQLCipher shell,
and ``desk``: what the program itself must remember between two runs and what the room's display shows. ``slips``
holds what members marked silently, until it is confirmed.
"""

from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from panelroom.journal import Row
from panelroom.store.cipher import SealedFile, make_views, plainly

migrations = Migrations("panelroom book")

_SPLIT, _TO_ERASE = "split", "to erase"


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
    make_views(db, "views.sql")


@migrations()
def m003_minutes(db: Database) -> None:
    """The views of what is noted beside the cases and of what the force disputes."""
    make_views(db, "views_minutes.sql")


@migrations()
def m004_slips(db: Database) -> None:
    """Members' slips until they are confirmed: a table beside the journal, empty most of the time."""
    db.execute("CREATE TABLE slips (case_number INTEGER PRIMARY KEY, held TEXT NOT NULL)")


@migrations()
def m005_parked(db: Database) -> None:
    """The views of parked issues with what became of them, and of the actions and queries that some became."""
    for name in ("parked", "actions", "queries"):
        db.execute(f"DROP VIEW {name}")
    make_views(db, "views_parked.sql")


@migrations()
def m006_unresolved(db: Database) -> None:
    """The view of outcomes says of a case without a conclusion what was lacking, and whether it comes back."""
    db.execute("DROP VIEW outcomes")
    make_views(db, "views_outcomes.sql")


class Book(SealedFile):
    """An open meeting book."""

    called = "book"
    missing = "There is no meeting book {name} here: check the name, or make one with 'meeting new'."
    migrations = migrations

    @classmethod
    def create(cls, path: Path, key: bytes, rows: list[Row]) -> None:
        """Write a new book that already holds ``rows``, at ``path``, which must not exist.

        Raises:
            BookError: there is something at ``path``; it is unchanged.
            NotWritten: the disk did not take it; no part of it is left.
        """

        def fill(db: Database) -> None:
            for row in rows:
                _insert(db, row)

        cls._create(path, key, fill)

    @plainly
    def rows(self) -> list[Row]:
        """Return the whole journal, in order."""
        return [_row(r) for r in self._db.execute("SELECT seq, leaf, salt, body FROM journal ORDER BY seq")]

    @plainly
    def rows_after(self, seq: int) -> list[Row]:
        """Return the entries after ``seq``, in order."""
        found = self._db.execute(
            "SELECT seq, leaf, salt, body FROM journal WHERE seq > ? ORDER BY seq", [seq]
        )
        return [_row(r) for r in found]

    @plainly
    def append(self, row: Row) -> None:
        """Add one entry: one insert, one transaction, on the disk when this returns.

        Raises:
            NotWritten: it was not recorded.
        """
        # Each statement outside a transaction is one of its own: BEGIN and COMMIT would only take time.
        _insert(self._db, row)

    @plainly
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

    @plainly
    def append_ending_slips(self, rows: list[Row], split: str | None = None) -> None:
        """Add entries and let all slips go, in one transaction; ``split`` is what the desk remembers of them.

        What is left of them in free pages and in the log is erased by :meth:`erase_slips`.

        Raises:
            NotWritten: nothing was recorded, and the slips are still there.
        """
        with self._db.atomic():
            for row in rows:
                _insert(self._db, row)
            self._db.execute("DELETE FROM slips")
            self._put(_SPLIT, split)
            self._put(_TO_ERASE, "slips")

    @plainly
    def erase_slips(self) -> None:
        """Erase what slips that went have left in free pages and in the log, if that is still to be done.

        Raises:
            NotWritten: there was no room for it; it is still to be done.
        """
        if self.noted(_TO_ERASE):
            self.forget()
            self.note(_TO_ERASE, None)

    @plainly
    def slips(self, case: int) -> str | None:
        """Return the slips that were put down for a case."""
        row = self._db.execute("SELECT held FROM slips WHERE case_number = ?", [case]).fetchone()
        return None if row is None else str(row[0])

    @plainly
    def split(self) -> str | None:
        """Return what is remembered of confirmed slips: the totals of the questions that divided the panel."""
        return self.noted(_SPLIT)

    @plainly
    def put_slips(self, case: int, held: str) -> None:
        """Keep these slips of a case from now on, in place of those before."""
        with self._db.atomic():
            self._db.execute("INSERT OR REPLACE INTO slips (case_number, held) VALUES (?, ?)", [case, held])

    @plainly
    def holds_slips(self) -> bool:
        """Whether there are slips, or totals of slips, of any case."""
        return bool(self._one("SELECT count(*) FROM slips")) or self.split() is not None

    @plainly
    def note(self, name: str, value: str | None) -> None:
        """Remember ``value`` on the desk under ``name``, or forget it."""
        self.note_all({name: value})

    @plainly
    def note_all(self, values: Mapping[str, str | None]) -> None:
        """Remember each value on the desk under its name, or forget it: all of them at once, or none."""
        with self._db.atomic():
            for name, value in values.items():
                self._put(name, value)

    def _put(self, name: str, value: str | None) -> None:
        if value is None:
            self._db.execute("DELETE FROM desk WHERE name = ?", [name])
        else:
            self._db.execute("INSERT OR REPLACE INTO desk (name, value) VALUES (?, ?)", [name, value])

    @plainly
    def noted(self, name: str) -> str | None:
        """Return what the desk remembers under ``name``."""
        row = self._db.execute("SELECT value FROM desk WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])


def _insert(db: Database, row: Row) -> None:
    db.conn.execute(
        "INSERT INTO journal (seq, leaf, salt, body) VALUES (?, ?, ?, ?)",
        [row.seq, row.leaf, row.salt, row.body.decode()],
    )


def _row(row: tuple[int, bytes, bytes, str]) -> Row:
    seq, leaf, salt, body = row
    return Row(seq, leaf, salt, body.encode())
