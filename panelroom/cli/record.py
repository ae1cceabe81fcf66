"""``panelroom export``: documents from a book."""

import argparse
from datetime import date
from pathlib import Path

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase
from panelroom.errors import UsageError


def add(commands: Commands) -> None:
    """Add the command."""
    export = commands.add_parser(
        "export",
        help="write minutes, feedback forms and the record",
        epilog="Example: panelroom export april.book --to april-documents/ --passphrase-file words.txt",
    )
    export.add_argument("book", type=Path, metavar="BOOK")
    export.add_argument("--to", required=True, type=Path, metavar="DIR")
    export.add_argument("--return-by", metavar="DATE", help="the day that the feedback forms ask for")
    export.add_argument(
        "--name-chair",
        action=argparse.BooleanOptionalAction,
        help="name the Chair in the public minutes, or do not; else as your panel.toml set it when the book was "
        "made, and nobody without that; nobody else is ever named",
    )
    add_passphrase(export)
    add_json(export)
    export.set_defaults(do=_export)


def _export(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.desk import Desk
    from panelroom.reader import read_meeting
    from panelroom.records.export import export

    return_by = _day(arguments.return_by)
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.reading(arguments.book, key) as book:
        meeting, tree = read_meeting(book)
        set_so = Desk(book).naming().name_chair
    name_chair = set_so if arguments.name_chair is None else arguments.name_chair
    root = tree.root().hex()
    written = export(meeting, tree.size, root, arguments.to, return_by, name_chair=name_chair)
    if arguments.json:
        out_json({"documents": [str(p) for p in written]})
    else:
        out("\n".join(str(p) for p in written))
    return 0


def _day(given: str | None) -> str | None:
    """Return the day in ISO 8601."""
    try:
        return date.fromisoformat(given).isoformat() if given else None
    except ValueError:
        raise UsageError("--return-by is no day of the calendar: write it as 2026-05-29.") from None
