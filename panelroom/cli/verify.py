"""``panelroom verify``: whether a book, signed minutes, a pack or a draw proves itself."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase, say
from panelroom.errors import BadFile, UsageError
from panelroom.text import name_of

if TYPE_CHECKING:
    from panelroom.signed.printed import BookCheck, Printed


def add(commands: Commands) -> None:
    """Add the command."""
    verify = commands.add_parser(
        "verify",
        help="whether a book, signed minutes, a pack or a draw proves itself",
        description="A book: every entry matches its leaf, or was struck by a recorded entry. Minutes as PDF: who "
        "signed them, whether they are as they were signed, and with --book whether the book bears them out. "
        "A pack: who sealed it.",
        epilog="Example: panelroom verify april.book --against minutes.pdf\n"
        "         panelroom verify minutes.pdf --book april.book",
    )
    verify.add_argument(
        "file", type=Path, metavar="FILE", help="a book, a PDF, a pack, or the record of a draw"
    )
    verify.add_argument("--against", metavar="MINUTES.pdf|ROOT", help="of a book: the root printed elsewhere")
    verify.add_argument("--book", type=Path, metavar="BOOK", help="of a PDF: the book it was made from")
    verify.add_argument(
        "--signers", type=Path, metavar="FILE", help="whose signatures to accept (else those pinned here)"
    )
    add_passphrase(verify)
    add_json(verify)
    verify.set_defaults(do=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    if not arguments.file.is_file():
        raise BadFile(f"There is no file {name_of(arguments.file)} here: check the name.")
    kind = kind_of(arguments.file)
    if arguments.book and kind != "pdf":
        raise UsageError("--book goes with a PDF: give the minutes first, then --book BOOK.")
    if arguments.against and kind != "book":
        raise UsageError("--against goes with a book: to check a PDF, give --book BOOK.")
    if kind == "pack":
        from panelroom.cli.pack_seal import verify_pack

        return verify_pack(arguments.file, arguments, as_json=arguments.json)
    if kind == "draw":
        from panelroom.cli.draw import verify_alone

        return verify_alone(arguments.file, as_json=arguments.json)
    if kind == "pdf":
        from panelroom.cli.verify_pdf import verify_pdf

        return verify_pdf(arguments)
    return _verify_book(arguments)


def kind_of(path: Path) -> Literal["pdf", "pack", "draw", "book"]:
    """Return what a file is, by its first bytes and its name; a book is known by the vault beside it.

    Raises:
        BadFile: it cannot be read, or is nothing of the kind.
    """
    from panelroom.bookcase import vault_of

    if vault_of(path).exists():
        return "book"  # its first bytes are random, and may look like anything
    head = _first_bytes(path)
    if head.startswith(b"%PDF-") or path.suffix == ".pdf":
        return "pdf"
    if head.startswith(b"age-encryption.org/v1") or path.suffix == ".prpack":
        return "pack"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") or path.suffix == ".json":
        return "draw"
    raise BadFile(
        f"{name_of(path)} is nothing that verify can check: give minutes as PDF, a pack, the record of a draw, "
        f"or a book that has its vault, {name_of(vault_of(path))}, beside it."
    )


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(32)
    except OSError as error:
        raise BadFile(
            f"{name_of(path)} cannot be read ({error.strerror}): look at its permissions, or copy it here again."
        ) from None


# ── a book ───────────────────────────────────────────────────────────────────────────────────────────────


def _verify_book(arguments: argparse.Namespace) -> int:
    from panelroom.signed.printed import printed_root

    printed = printed_root(arguments.against) if arguments.against else None
    check = check_book(arguments.file, arguments.passphrase_file, printed)
    problems = [*check.problems, *_goes_on(check)]
    if arguments.json:
        against = {"since": since_data(check)} if printed else {}
        out_json(book_data(check, problems) | against)
    else:
        out(f"{check.verdict.entries} entries, {check.verdict.struck} struck. Root: {check.verdict.root}")
    for problem in problems:
        say(problem)
    if not problems and not arguments.json:
        out("The record holds: every entry matches its leaf or was struck by a recorded entry.")
        if printed:
            out("The root printed there is this one: it was made from exactly this record.")
    return 1 if problems else 0


def _goes_on(check: "BookCheck") -> list[str]:
    """Return that the root is not the printed one any more, where the book only went on."""
    if check.since is None:
        return []
    return [
        f"The root is not the one printed there, because the book goes on after it: {check.since}. All that it rests "
        "on is in this book, unaltered. Export the documents again for the later root."
    ]


def check_book(book: Path, secret: Path | None, printed: "Printed | None") -> "BookCheck":
    """Return whether a book proves itself, and, where there is a printed root, whether it bears that out."""
    from panelroom import bookcase
    from panelroom.signed.printed import check_rows

    key = bookcase.book_key(book, passphrase(secret))
    with bookcase.reading(book, key) as opened:
        return check_rows(opened.rows(), printed)


def book_data(check: "BookCheck", problems: list[str]) -> dict[str, Any]:
    """Return what is said of a book, as data."""
    return {
        "valid": not problems,
        "entries": check.verdict.entries,
        "root": check.verdict.root,
        "struck": check.verdict.struck,
        "problems": problems,
    }


def since_data(check: "BookCheck") -> dict[str, int] | None:
    """Return how much was added to a book since the printed root, as data; None where nothing was."""
    from dataclasses import asdict

    return asdict(check.since) if check.since else None
