"""``panelroom keys``: a person's own vault, and the public file others seal to."""

import argparse
from pathlib import Path

from panelroom.cli.common import Commands, add_passphrase, out, passphrase


def add(commands: Commands) -> None:
    """Add the command."""
    group = commands.add_parser(
        "keys",
        help="your own keys",
        description="Make your own keys, or be offered a pass-phrase.",
        epilog="Example: panelroom keys person secretary",
    )
    verbs = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    person = verbs.add_parser(
        "person",
        help="make a person's vault and recipient file",
        epilog="Example: panelroom keys person secretary --dir keys/",
    )
    person.add_argument("name", metavar="NAME")
    person.add_argument("--dir", type=Path, default=Path(), metavar="DIR", help="where to put the two files")
    add_passphrase(person)
    person.set_defaults(do=_person)
    words = verbs.add_parser(
        "words", help="offer a pass-phrase of six words", epilog="Example: panelroom keys words"
    )
    words.set_defaults(do=_words)


def _person(arguments: argparse.Namespace) -> int:
    from panelroom.keys import create_person
    from panelroom.keys.person import recipient_path, vault_path

    secret = passphrase(arguments.passphrase_file, confirm=True)
    create_person(arguments.dir, arguments.name, secret)
    vault, recipient = (
        vault_path(arguments.dir, arguments.name),
        recipient_path(arguments.dir, arguments.name),
    )
    out(f"Made {vault} (keep it, and its pass-phrase) and {recipient} (give it to whoever seals to you).")
    return 0


def _words(arguments: argparse.Namespace) -> int:
    from panelroom.keys import generate_passphrase

    out(generate_passphrase())
    return 0
