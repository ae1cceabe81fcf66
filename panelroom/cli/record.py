"""``panelroom export`` and ``verify``: documents from a book, and whether it proves itself."""

import argparse
from datetime import date
from pathlib import Path

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase, say
from panelroom.errors import UsageError


def add(commands: Commands) -> None:
    """Add the commands."""
    export = commands.add_parser(
        "export",
        help="write minutes, feedback forms and the record",
        epilog="Example: panelroom export april.book --to april-documents/ --passphrase-file words.txt",
    )
    export.add_argument("book", type=Path, metavar="BOOK")
    export.add_argument("--to", required=True, type=Path, metavar="DIR")
    export.add_argument("--return-by", metavar="DATE", help="the day that the feedback forms ask for")
    add_passphrase(export)
    add_json(export)
    export.set_defaults(do=_export)
    verify = commands.add_parser(
        "verify",
        help="whether a book, a pack or a draw proves itself",
        description="A book: every entry matches its leaf, or was struck by a recorded entry. A pack: who sealed it.",
        epilog="Example: panelroom verify april.book --against minutes.pdf",
    )
    verify.add_argument("book", type=Path, metavar="FILE", help="a book, a pack, or the record of a draw")
    verify.add_argument("--against", metavar="MINUTES.pdf|ROOT", help="the root printed elsewhere")
    add_passphrase(verify)
    add_json(verify)
    verify.set_defaults(do=_verify)


def _export(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.reader import read_meeting
    from panelroom.records.export import export

    return_by = _day(arguments.return_by)
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.reading(arguments.book, key) as book:
        meeting, tree = read_meeting(book)
    written = export(meeting, tree.size, tree.root().hex(), arguments.to, return_by)
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


def _verify(arguments: argparse.Namespace) -> int:
    if arguments.book.suffix == ".prpack":
        from panelroom.cli.pack_seal import verify_pack

        return verify_pack(arguments.book, arguments, as_json=arguments.json)
    if arguments.book.suffix == ".json":
        from panelroom.cli.draw import verify_alone

        return verify_alone(arguments.book, as_json=arguments.json)
    return _verify_book(arguments)


def _verify_book(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.journal import verify
    from panelroom.reader import printed_root

    against = printed_root(arguments.against) if arguments.against else None
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.reading(arguments.book, key) as book:
        verdict = verify(book.rows())
    problems = list(verdict.problems)
    if against and against != verdict.root:
        problems.append(
            "The root is not the one printed there: entries were added since, or this is another copy."
        )
    if arguments.json:
        out_json(
            {
                "valid": not problems,
                "entries": verdict.entries,
                "root": verdict.root,
                "struck": verdict.struck,
                "problems": problems,
            }
        )
    else:
        out(f"{verdict.entries} entries, {verdict.struck} struck. Root: {verdict.root}")
    for problem in problems:
        say(problem)
    if not problems and not arguments.json:
        out("The record holds: every entry matches its leaf or was struck by a recorded entry.")
    return 1 if problems else 0
