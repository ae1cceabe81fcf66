"""``panelroom keys``: a person's own keys, a meeting's, and whose signatures this computer trusts."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelroom.cli.common import (
    Commands,
    add_json,
    add_passphrase,
    home_dir,
    is_terminal,
    out,
    out_json,
    passphrase,
)
from panelroom.errors import Refused

if TYPE_CHECKING:
    from panelroom.keys import PublicKeys


def add(commands: Commands) -> None:
    """Add the command."""
    group = commands.add_parser(
        "keys",
        help="your own keys, a meeting's, and whom you trust",
        description="Make your own keys or a meeting's, compare and trust other people's, be offered a pass-phrase.",
        epilog="Example: panelroom keys person secretary",
    )
    verbs = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    _add_person(verbs)
    _add_meeting(verbs)
    _add_trust(verbs)
    _add_fingerprint(verbs)
    words = verbs.add_parser(
        "words", help="offer a pass-phrase of six words", epilog="Example: panelroom keys words"
    )
    words.set_defaults(do=_words)


def _add_person(verbs: Commands) -> None:
    person = verbs.add_parser(
        "person",
        help="make a person's vault and recipient file",
        description="Make NAME.vault.age (what you open and sign with) and NAME.recipient (give it to others).",
        epilog="Example: panelroom keys person secretary --dir keys/",
    )
    person.add_argument("name", metavar="NAME")
    _add_making(person)
    person.set_defaults(do=_person)


def _add_meeting(verbs: Commands) -> None:
    meeting = verbs.add_parser(
        "meeting",
        help="make the key of a meeting's papers",
        description="Make MEETING.papers.age (it opens the pack, under the meeting's pass-phrase) and "
        "MEETING.recipient (give it to the officer who packs).",
        epilog='Example: panelroom keys meeting "HCSP 2026/04" --dir keys/',
    )
    meeting.add_argument("meeting", metavar="MEETING")
    _add_making(meeting)
    meeting.set_defaults(do=_meeting)


def _add_making(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--dir",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="where to put the two files; made if it is not there",
    )
    command.add_argument(
        "--hybrid",
        action="store_true",
        help="protect against a later quantum computer too (older age programs cannot open it)",
    )
    add_passphrase(command)
    add_json(command)


def _add_trust(verbs: Commands) -> None:
    trust = verbs.add_parser(
        "trust",
        help="accept what a person signs",
        description="Pin a person's signing key and certificate on this computer, after you compared the six words.",
        epilog="Example: panelroom keys trust ada-officer.recipient",
    )
    trust.add_argument("file", type=Path, metavar="FILE", help="their recipient file")
    trust.add_argument("--as", dest="known_as", metavar="NAME", help="the name to know them by")
    trust.add_argument("--words", metavar="WORDS", help="the six words they read out: refused if they differ")
    add_json(trust)
    trust.set_defaults(do=_trust)


def _add_fingerprint(verbs: Commands) -> None:
    fingerprint = verbs.add_parser(
        "fingerprint",
        help="six words that name a public file, to compare by voice",
        epilog="Example: panelroom keys fingerprint april.recipient",
    )
    fingerprint.add_argument("file", type=Path, metavar="FILE", help="a recipient file or OpenSSH public key")
    add_json(fingerprint)
    fingerprint.set_defaults(do=_fingerprint)


def _person(arguments: argparse.Namespace) -> int:
    from panelroom.keys import create_person
    from panelroom.keys.person import recipient_path, vault_path
    from panelroom.records.files import make_folder

    secret = passphrase(arguments.passphrase_file, confirm=True)
    make_folder(arguments.dir)
    person = create_person(arguments.dir, arguments.name, secret, hybrid=arguments.hybrid)
    vault, recipient = vault_path(arguments.dir, person.name), recipient_path(arguments.dir, person.name)
    if arguments.json:
        out_json({"vault": str(vault), "recipient": str(recipient), **_described(person.public)})
        return 0
    out(f"Made {vault} (keep it, and its pass-phrase) and {recipient} (give it to whoever seals to you).")
    out(f"Your six words, for whoever asks by voice: {person.public.words}")
    return 0


def _meeting(arguments: argparse.Namespace) -> int:
    from panelroom.keys import create_papers_key
    from panelroom.keys.papers_key import meeting_recipient_path, papers_key_path
    from panelroom.records.files import make_folder

    secret = passphrase(arguments.passphrase_file, "The meeting's pass-phrase", confirm=True)
    make_folder(arguments.dir)
    public = create_papers_key(arguments.dir, arguments.meeting, secret, hybrid=arguments.hybrid)
    papers = papers_key_path(arguments.dir, arguments.meeting)
    recipient = meeting_recipient_path(arguments.dir, arguments.meeting)
    if arguments.json:
        out_json({"papers": str(papers), "recipient": str(recipient), **_described(public)})
        return 0
    out(f"Made {papers} (keep it for the meeting) and {recipient} (give it to the officer who packs).")
    out(f"Six words to compare with the officer by voice: {public.words}")
    return 0


def _trust(arguments: argparse.Namespace) -> int:
    from panelroom.keys import read_public
    from panelroom.packs.signers import pin, signers_path

    keys = read_public(arguments.file)
    if not arguments.json:
        _show(keys)
    _compare(keys, arguments)
    home = home_dir(arguments)
    signer = pin(home, keys, arguments.known_as)
    if arguments.json:
        pinned = {"pinned": signer.name, "signers": str(signers_path(home))}
        out_json({**pinned, **_described(keys)})
        return 0
    out(f"Pinned: this computer accepts what {signer.name} signs.")
    if not arguments.words:
        out(f"If {signer.name} reads out other words, remove the line from {signers_path(home)}.")
    return 0


def _compare(keys: "PublicKeys", arguments: argparse.Namespace) -> None:
    """Refuse where the words differ; at a terminal, without --words, ask."""
    if arguments.words is not None:
        same = arguments.words.casefold().split() == keys.words.split()
    elif is_terminal(sys.stdin) and is_terminal(sys.stdout) and not arguments.json:
        out("Does this person, on the phone or beside you, read out the same six words? (y/n)")
        same = sys.stdin.readline().strip().casefold() in ("y", "yes")
    else:
        same = True
    if not same:
        raise Refused(
            "The words were not the same, so nobody was pinned: ask the person for their file again."
        )


def _fingerprint(arguments: argparse.Namespace) -> int:
    from panelroom.keys import read_public

    keys = read_public(arguments.file)
    if arguments.json:
        out_json(_described(keys))
    else:
        _show(keys)
    return 0


def _show(keys: "PublicKeys") -> None:
    out(f"Name    {keys.name or '(the file does not say)'}")
    out(f"Words   {keys.words}")
    out(f"Hex     {keys.sha256}")
    if keys.certificate:
        # Acrobat and openssl show this one.
        out(f"Certificate, SHA-256  {keys.certificate}")


def _described(keys: "PublicKeys") -> dict[str, object]:
    return {
        "name": keys.name,
        "words": keys.words,
        "sha256": keys.sha256,
        "recipients": list(keys.recipients),
        "signing_key": keys.signing_key,
        "certificate": keys.certificate,
    }


def _words(arguments: argparse.Namespace) -> int:
    from panelroom.keys import generate_passphrase

    out(generate_passphrase())
    return 0
