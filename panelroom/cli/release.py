"""``panelroom release``: in which wording an entry may be published, entry by entry."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from panelroom.cli.common import (
    Commands,
    add_json,
    add_passphrase,
    out,
    out_json,
    passphrase,
    refuse_names,
    say,
)

if TYPE_CHECKING:
    from panelroom.acts import ReleaseText


def add(commands: Commands) -> None:
    """Add the command."""
    release = commands.add_parser(
        "release",
        help="which words of a closed meeting may be published",
        description="Without ENTRY: what could be published, beside its public wording.",
        epilog='Example: panelroom release april.book e22 --text "Victims were kept informed." --by secretary',
    )
    release.add_argument("book", type=Path, metavar="BOOK")
    release.add_argument("entry", nargs="?", metavar="ENTRY", help="the entry, such as e22")
    wording = release.add_mutually_exclusive_group()
    wording.add_argument("--text", metavar="WORDS", help="the wording that is published")
    wording.add_argument("--withdraw", action="store_true", help="publish nothing of it any more")
    release.add_argument("--by", metavar="ROLE", help="who looked it over: a role, never a name")
    add_passphrase(release)
    add_json(release)
    release.set_defaults(do=_release)


def _release(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase

    if arguments.entry is None:
        return _list(arguments)
    if not arguments.by or (arguments.text is None and not arguments.withdraw):
        say("Say what is published and who looked it over: --text WORDS (or --withdraw) and --by ROLE.")
        return 2
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    return _release_one(arguments, key)


def _release_one(arguments: argparse.Namespace, key: bytes) -> int:
    from panelroom import bookcase, publication
    from panelroom.errors import Refused

    act = _act(arguments)
    with bookcase.writing(arguments.book, key) as session:
        refuse_names([act.by], session.meeting)
        found = publication.concerns(session.meeting, act.text) if act.text else ()
        if blocking := [concern.sentence for concern in found if concern.blocks]:
            raise Refused(
                f"That wording is not released. {' '.join(blocking)} Nothing was changed: use other words."
            )
        session.do(act)
    if arguments.json:
        out_json({"entry": arguments.entry, "text": act.text, "concerns": [c.sentence for c in found]})
    else:
        out(f"{arguments.entry}: {'published as given' if act.text else 'not published any more'}.")
        for concern in found:
            out(f"Look again: {concern.sentence}")
    return 0


def _act(arguments: argparse.Namespace) -> "ReleaseText":
    from pydantic import ValidationError

    from panelroom.acts import ReleaseText
    from panelroom.errors import Refused
    from panelroom.journal import say_invalid

    try:
        return ReleaseText(entry=arguments.entry, text=arguments.text, by=arguments.by)
    except ValidationError as error:
        raise Refused(f"That cannot be released: {say_invalid(error)}. Nothing was changed.") from None


def _list(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase, publication
    from panelroom.reader import read_meeting

    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.reading(arguments.book, key) as book:
        meeting, _ = read_meeting(book)
    rows = publication.releasable(meeting)
    if arguments.json:
        out_json({"entries": [row._asdict() for row in rows]})
        return 0
    for row in rows:
        where = f"case {row.case}, " if row.case else ""
        out(f"{row.entry}  {where}{row.what}\n  restricted: {row.words}\n  public:     {row.released or '-'}")
    return 0
