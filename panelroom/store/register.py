"""The register's file: every change ever made to it, in order, and the people who may sit on the panel.

A change is never altered, but for words that were struck from a meeting's record: these go from here too. People
are rows of their own, because a name must be gone when somebody leaves.
"""

from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from panelroom.store.cipher import SealedFile, make_views, plainly

migrations = Migrations("panelroom register")


@migrations()
def m001_changes(db: Database) -> None:
    """The changes, the people, their training, and the views."""
    db.execute("CREATE TABLE changes (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    db.execute(
        "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, votes INTEGER NOT NULL,"
        " term_from TEXT, term_until TEXT) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE training (person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,"
        " module TEXT NOT NULL, done_on TEXT NOT NULL, PRIMARY KEY (person, module)) WITHOUT ROWID"
    )
    make_views(db, "register_views.sql")


class PersonRow(NamedTuple):
    """Somebody who may sit on the panel. Days are ISO 8601; ``training`` is module -> the day it was done."""

    id: str
    name: str
    role: str
    votes: bool
    term_from: str | None
    term_until: str | None
    training: dict[str, str]


class RegisterFile(SealedFile):
    """An open register."""

    called = "register"
    missing = "There is no register {name} here: check the name, or make one with 'register new'."
    migrations = migrations

    @classmethod
    def create(cls, path: Path, key: bytes, first: str) -> None:
        """Write a new register whose first change is ``first``, at ``path``, which must not exist.

        Raises:
            BookError: there is something at ``path``; it is unchanged.
            NotWritten: the disk did not take it; no part of it is left.
        """
        cls._create(path, key, lambda db: _insert(db, 1, first))

    @plainly
    def changes(self) -> list[tuple[int, str]]:
        """Return every change with its place, in order."""
        return [(n, str(body)) for n, body in self._db.execute("SELECT seq, body FROM changes ORDER BY seq")]

    @plainly
    def append(self, seq: int, body: str) -> None:
        """Add one change: one insert, one transaction, on the disk when this returns.

        Raises:
            NotWritten: it was not recorded.
        """
        with self._db.atomic():
            _insert(self._db, seq, body)

    @plainly
    def strike(self, replaced: list[tuple[int, str]], seq: int, body: str) -> None:
        """Replace the bodies of changes that held struck words, and add the change that says so."""
        with self._db.atomic():
            for place, clean in replaced:
                self._db.execute("UPDATE changes SET body = ? WHERE seq = ?", [clean, place])
            _insert(self._db, seq, body)
        self.forget()

    @plainly
    def people(self) -> list[PersonRow]:
        """Return the people, by their ids."""
        training: dict[str, dict[str, str]] = {}
        for person, module, day in self._db.execute(
            "SELECT person, module, done_on FROM training ORDER BY module"
        ):
            training.setdefault(person, {})[module] = day
        found = self._db.execute(
            "SELECT id, name, role, votes, term_from, term_until FROM people ORDER BY id"
        )
        return [PersonRow(i, n, r, bool(v), f, u, training.get(i, {})) for i, n, r, v, f, u in found]

    @plainly
    def put_person(self, person: PersonRow) -> None:
        """Add somebody, or put their name, role and term right; their training stays."""
        with self._db.atomic():
            self._db.execute(
                "INSERT INTO people (id, name, role, votes, term_from, term_until) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role,"
                " votes = excluded.votes, term_from = excluded.term_from, term_until = excluded.term_until",
                [*person[:6]],
            )

    @plainly
    def put_training(self, person: str, module: str, day: str) -> None:
        """Note that somebody who is listed did a training module."""
        with self._db.atomic():
            self._db.execute(
                "INSERT OR REPLACE INTO training (person, module, done_on) VALUES (?, ?, ?)",
                [person, module, day],
            )

    @plainly
    def remove_person(self, person: str) -> None:
        """Remove somebody with all that is known of them, so that no page of the file holds it."""
        with self._db.atomic():
            self._db.execute("DELETE FROM people WHERE id = ?", [person])
        self.forget()


def _insert(db: Database, seq: int, body: str) -> None:
    db.execute("INSERT INTO changes (seq, body) VALUES (?, ?)", [seq, body])
