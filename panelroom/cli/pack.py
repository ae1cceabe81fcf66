"""``panelroom pack``: from redacted documents to sealed papers. Everything the pack desk does can be done here."""

from panelroom.cli import pack_review, pack_seal
from panelroom.cli.common import Commands


def add(commands: Commands) -> None:
    """Add the command."""
    group = commands.add_parser(
        "pack",
        help="check, redact, approve, seal and print the papers",
        description="From a folder with redacted documents to sealed papers. The source files are never changed.",
        epilog="Example: panelroom pack check april/01-case",
    )
    verbs = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    pack_review.add(verbs)
    pack_seal.add(verbs)
