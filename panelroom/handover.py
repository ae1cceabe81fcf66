"""Handing a record over: a consistent, verified copy of the journal, sealed to the secretary.

The file is an age v1 file; inside is one JSON document with every row (leaf, salt, body). No key of the book
travels: whoever receives it makes a book of their own, and the root shows that nothing changed on the way.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from panelroom import bookcase
from panelroom.canonical import canonical_json
from panelroom.errors import BadFile, Refused
from panelroom.journal import Row, Verdict, from_body, verify
from panelroom.keys import decrypt_with, encrypt_to
from panelroom.keys.key_file import refuse_existing, write_new
from panelroom.store import KEY_BYTES

FORMAT = "panelroom-record@1"
MAX_BYTES = 500_000_000


def hand_over(book: Path, key: bytes, recipients: list[str], out: Path) -> str:
    """Seal the record of ``book`` to ``recipients`` in the new file ``out``; return its root.

    Raises:
        Refused: the record does not prove itself, or ``out`` exists.
        NotWritten: the disk did not take it; no part of it is left.
    """
    refuse_existing(out)
    with bookcase.reading(book, key) as source:
        rows = source.rows()
    verdict = _must_hold(rows)
    document = {"format": FORMAT, "root": verdict.root, "rows": [_packed(r) for r in rows]}
    write_new(out, encrypt_to(canonical_json(document), recipients))
    return verdict.root


def receive(file: Path, identity: str, book: Path, passphrase: str) -> str:
    """Open a record that was handed over into the new book ``book``; return its root.

    Raises:
        BadFile: the file is no such record.
        WrongKey: it is not sealed to this identity, or it is damaged.
        Refused: it does not prove itself, or there is such a book already.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadFile(f"{file.name} is too large to be a record.")
        sealed = file.read_bytes()
    except OSError as error:
        raise BadFile(f"{file.name} cannot be read ({error.strerror}).") from None
    rows, root = _unpack(file, decrypt_with(sealed, identity))
    verdict = _must_hold(rows)
    if verdict.root != root:
        raise Refused("The record does not match the root it was handed over with: nothing was kept.")
    bookcase.place_book(book, secrets.token_bytes(KEY_BYTES), passphrase, rows)
    return root


def _must_hold(rows: list[Row]) -> Verdict:
    verdict = verify(rows)
    if not verdict.holds or not rows:
        raise Refused(
            "The record does not prove itself, so it was not passed on: run panelroom verify on the book."
        )
    return verdict


def _packed(row: Row) -> list[Any]:
    return [row.seq, row.leaf.hex(), row.salt.hex(), row.body.decode()]


def _unpack(file: Path, plain: bytes) -> tuple[list[Row], str]:
    try:
        document = json.loads(plain)
        if document["format"] != FORMAT:
            raise ValueError
        rows = [
            Row(s, bytes.fromhex(leaf), bytes.fromhex(salt), b.encode())
            for s, leaf, salt, b in document["rows"]
        ]
        for row in rows:
            from_body(row.seq, row.body)
        return rows, str(document["root"])
    except (ValueError, KeyError, TypeError):
        raise BadFile(
            f"{file.name} is no record that was handed over, or a newer panelroom made it."
        ) from None
