"""``panelroom destroy``: the papers of a meeting, not its record."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase
from panelroom.errors import BadFile, UsageError
from panelroom.text import clean_line

if TYPE_CHECKING:
    from panelroom.destroying import Papers


def add(commands: Commands) -> None:
    """Add the command."""
    destroy = commands.add_parser(
        "destroy",
        help="destroy the papers of a meeting, not its record",
        description="Destroy the key of the papers and the pack on this computer, and certify it. The record stays.",
        epilog="Example: panelroom destroy april.book --papers-in 9 --by 'B. Secretary'",
    )
    destroy.add_argument("meeting", metavar="MEETING", help="the meeting's book, or MEETING.papers.age")
    destroy.add_argument(
        "--papers-in", required=True, type=int, metavar="N", help="paper copies that came back"
    )
    destroy.add_argument(
        "--papers-out", type=int, metavar="N", help="paper copies given out, if no book knows it"
    )
    destroy.add_argument(
        "--reason", metavar="TEXT", help="why copies are missing, or the meeting is still open"
    )
    destroy.add_argument("--by", default="The secretary", metavar="NAME", help="who destroys them")
    destroy.add_argument("--pack", type=Path, metavar="PACK", help="the pack, if no book knows where it lies")
    destroy.add_argument(
        "--to", type=Path, metavar="DIR", help="where to put the certificate (else beside the key)"
    )
    add_passphrase(destroy)
    add_json(destroy)
    destroy.set_defaults(do=_destroy)


def _destroy(arguments: argparse.Namespace) -> int:
    from panelroom.clock import SystemClock
    from panelroom.destroying import destroy

    if arguments.papers_in < 0:
        raise UsageError("--papers-in takes how many copies came back: nothing was destroyed.")
    papers = _papers(arguments)
    pdf, twin = destroy(
        papers,
        back=arguments.papers_in,
        reason=clean_line(arguments.reason or ""),
        by=arguments.by,
        now=SystemClock().wall(),
        folder=arguments.to or papers.key.parent,
    )
    if arguments.json:
        out_json({"certificate": str(pdf), "json": str(twin), "key": str(papers.key)})
        return 0
    out(f"The papers are destroyed: no key that was found here is left. The certificate: {pdf}")
    return 0


def _papers(arguments: argparse.Namespace) -> "Papers":
    from panelroom.destroying import papers_of_book, papers_of_key
    from panelroom.keys.papers_key import papers_key_path

    named = Path(arguments.meeting)
    if named.is_file() and not named.name.endswith(".papers.age"):
        return papers_of_book(named, passphrase(arguments.passphrase_file))
    key = named if named.is_file() else papers_key_path(Path(), arguments.meeting)
    if not key.is_file():
        raise BadFile(
            f"There is no book and no papers key {clean_line(named.name)} here: check the name. Nothing "
            "was destroyed."
        )
    return papers_of_key(key, arguments.pack, arguments.papers_out)
