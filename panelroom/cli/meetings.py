"""``panelroom meeting``, ``replay``, ``show``: making, scripting, reading and handing over a meeting's book."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, add_json, add_passphrase, home_dir, out, out_json, passphrase
from panelroom.errors import BadFile
from panelroom.text import name_of, plural

if TYPE_CHECKING:
    from panelroom.acts import ListedCase
    from panelroom.desk import SealedPapers
    from panelroom.meeting_settings import MeetingSettings
    from panelroom.papers import CasePapers


def add(commands: Commands) -> None:
    """Add the commands."""
    group = commands.add_parser(
        "meeting",
        help="make a meeting's book, hand it over, receive it",
        description="Make a meeting's book, hand its record over, receive one.",
        epilog="Example: panelroom meeting new --help",
    )
    verbs = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    _add_new(verbs)
    _add_hand_over(verbs)
    _add_receive(verbs)
    _add_replay(commands)
    _add_show(commands)


def _add_new(verbs: Commands) -> None:
    new = verbs.add_parser(
        "new",
        help="make a book for a meeting",
        epilog="Example:\n  panelroom meeting new --set leicestershire-appendix-a --cases april/ --ref 'HCSP 2026/04'"
        "\n"
        "    --date 2026-04-14 --quorum 5 --roster panel.toml --book april.book --passphrase-file words.txt",
    )
    new.add_argument("--set", required=True, metavar="SET_ID_OR_FILE", help="the question set")
    papers = new.add_mutually_exclusive_group(required=True)
    papers.add_argument("--pack", type=Path, metavar="PACK", help="the sealed pack with the cases")
    papers.add_argument(
        "--cases", type=Path, metavar="DIR", help="the folder with the case folders, as plain text"
    )
    new.add_argument(
        "--papers-key",
        type=Path,
        metavar="FILE",
        help="the pack's key, MEETING.papers.age, under the same pass-phrase (else the one beside pack or book)",
    )
    new.add_argument("--ref", required=True, help="the meeting's reference")
    new.add_argument("--date", required=True, help="the meeting's date, such as 2026-04-14")
    new.add_argument(
        "--quorum", type=int, metavar="N", help="how many voting members are needed (else as panel.toml says)"
    )
    new.add_argument(
        "--roster", type=Path, metavar="FILE", help="who may be there (panel.toml or a CSV file)"
    )
    new.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="panel.toml with what your office set (else the roster, where it is one)",
    )
    new.add_argument(
        "--carried-from",
        type=Path,
        metavar="BOOK",
        help="the book of the meeting before: the cases it carried on come first, to be decided afresh",
    )
    add_passphrase(new, "--carried-from-passphrase-file")
    new.add_argument(
        "--register",
        type=Path,
        metavar="FILE",
        help="the office's register: what came of earlier feedback is shown by f on the roll call",
    )
    add_passphrase(new, "--register-passphrase-file")
    new.add_argument("--venue", help="where it is held")
    new.add_argument("--planned-minutes", type=float, metavar="N", help="how long it should take")
    new.add_argument(
        "--pace-from", type=Path, metavar="FILE", help="this panel's pace, as panelroom pace wrote it"
    )
    new.add_argument(
        "--decision-rule",
        choices=("consensus", "majority", "majority_chair_casts"),
        help="how the panel decides (else as panel.toml says; else by consensus)",
    )
    new.add_argument("--book", required=True, type=Path, metavar="BOOK", help="the book to make")
    add_passphrase(new)
    new.set_defaults(do=_new, own_book=True)


def _add_hand_over(verbs: Commands) -> None:
    over = verbs.add_parser(
        "hand-over",
        help="seal a copy of the record to the secretary",
        epilog="Example: panelroom meeting hand-over april.book --to secretary.recipient --out april.record.age",
    )
    over.add_argument("book", type=Path, metavar="BOOK")
    over.add_argument("--to", required=True, type=Path, action="append", metavar="RECIPIENT_FILE")
    over.add_argument("--out", required=True, type=Path, metavar="FILE")
    add_passphrase(over)
    over.set_defaults(do=_hand_over)


def _add_receive(verbs: Commands) -> None:
    receive = verbs.add_parser(
        "receive",
        help="open a record that was handed over",
        epilog="Example:\n  panelroom meeting receive april.record.age --as secretary.vault.age --book april.book",
    )
    receive.add_argument("file", type=Path, metavar="FILE")
    receive.add_argument("--as", required=True, dest="vault", type=Path, metavar="NAME.vault.age")
    receive.add_argument("--book", required=True, type=Path, metavar="BOOK", help="the book to make here")
    add_passphrase(receive)
    add_passphrase(receive, "--book-passphrase-file")
    receive.set_defaults(do=_receive)


def _add_replay(commands: Commands) -> None:
    replay = commands.add_parser(
        "replay",
        help="play a meeting written down as a script",
        description="Apply a script's lines in order. The first refused line stops it; everything before is kept.",
        epilog="Example: panelroom replay meeting.jsonl --book april.book --passphrase-file words.txt",
    )
    replay.add_argument("script", type=Path, metavar="SCRIPT.jsonl")
    replay.add_argument("--book", required=True, type=Path, metavar="BOOK")
    add_passphrase(replay)
    add_json(replay)
    replay.set_defaults(do=_replay)


def _add_show(commands: Commands) -> None:
    show = commands.add_parser(
        "show",
        help="what a book holds",
        epilog="Example: panelroom show april.book --passphrase-file words.txt --json",
    )
    show.add_argument("book", type=Path, metavar="BOOK")
    add_passphrase(show)
    add_json(show)
    show.set_defaults(do=_show)


def _new(arguments: argparse.Namespace) -> int:
    from panelroom.desk import remember_papers
    from panelroom.meeting_settings import read_meeting_settings
    from panelroom.naming import read_naming
    from panelroom.opening import make_meeting
    from panelroom.pace import pace_of
    from panelroom.pace_file import read_pace
    from panelroom.wellbeing import read_wellbeing

    pace = pace_of(read_pace(arguments.pace_from)) if arguments.pace_from else None
    settings = _settings_file(arguments)
    wellbeing = read_wellbeing(settings) if settings else None
    naming = read_naming(settings) if settings else None
    taken = _not_given(arguments, read_meeting_settings(settings)) if settings else {}
    carried = _carried(arguments)
    feedback = _earlier_feedback(arguments)
    secret = passphrase(arguments.passphrase_file, confirm=True)
    cases, where, fingerprint = _papers_of(arguments, secret)
    key = make_meeting(
        arguments.book,
        secret,
        question_set=arguments.set,
        cases=cases,
        carried=carried,
        pack=fingerprint,
        roster=arguments.roster,
        ref=arguments.ref,
        date=arguments.date,
        venue=arguments.venue,
        planned_minutes=arguments.planned_minutes,
        pace=pace,
        **{"quorum": arguments.quorum, "decision_rule": arguments.decision_rule} | taken,
    )
    remember_papers(arguments.book, key, where, wellbeing, feedback, naming)
    out(f"Made {arguments.book}. Open it with: panelroom meet {arguments.book}")
    if settings and taken:
        out(_taken_words(settings, taken))
    if arguments.carried_from:
        out(_carried_words(carried, cases))
    return 0


def _settings_file(arguments: argparse.Namespace) -> Path | None:
    """Return the file with what the office set: the one named, else the roster."""
    named: Path | None = arguments.settings
    if named and named.suffix.lower() == ".csv":
        raise BadFile(
            f"{name_of(named)} is a CSV file, which holds no settings: name your panel.toml with --settings."
        )
    return named or arguments.roster


def _not_given(arguments: argparse.Namespace, settings: "MeetingSettings") -> dict[str, Any]:
    """Return what the settings say of the options that were not given."""
    said = settings.model_dump(exclude_none=True)
    return {name: value for name, value in said.items() if getattr(arguments, name) is None}


def _taken_words(file: Path, taken: dict[str, Any]) -> str:
    """Return what the book took from the settings, so that whoever makes it sees a wrong line there."""
    from panelroom.records.words import RULES

    parts = [f"quorum {taken['quorum']}"] if "quorum" in taken else []
    if "decision_rule" in taken:
        parts.append(f"decisions {RULES[taken['decision_rule']]}")
    return f"From {name_of(file)}: {', '.join(parts)}."


def _earlier_feedback(arguments: argparse.Namespace) -> str | None:
    """Return what came of earlier feedback by the day of the meeting, if its register was named."""
    if arguments.register is None:
        return None
    from panelroom.cli.register_common import day, looking
    from panelroom.register.show import since_words

    with looking(arguments) as (register, _):
        return since_words(register, day(arguments.date))


def _carried(arguments: argparse.Namespace) -> "tuple[ListedCase, ...]":
    """Return the cases that the meeting before carried on."""
    if arguments.carried_from is None:
        return ()
    from panelroom import bookcase
    from panelroom.carrying import carried_on
    from panelroom.reader import read_meeting

    option = "--carried-from-passphrase-file"
    file = arguments.carried_from_passphrase_file
    secret = passphrase(file, "The pass-phrase of the meeting before", option=option)
    key = bookcase.book_key(arguments.carried_from, secret)
    with bookcase.reading(arguments.carried_from, key) as book:
        meeting, _ = read_meeting(book)
    return carried_on(meeting)


def _carried_words(carried: "tuple[ListedCase, ...]", cases: "list[CasePapers]") -> str:
    """Say how many cases were carried on, and how many of them have no papers here."""
    if not carried:
        return "The meeting before carried no case on."
    known = {papers.ref for papers in cases}
    without = sum(case.ref not in known for case in carried)
    words = f"{plural(len(carried), 'case')} carried from the meeting before, listed first."
    if not without:
        return words
    return f"{words} {without} without papers here: ask the force for them, or read from paper."


def _papers_of(
    arguments: argparse.Namespace, secret: str
) -> "tuple[list[CasePapers], Path | SealedPapers, str | None]":
    """Return the cases, where they lie, and the fingerprint of the pack, where it is one."""
    from panelroom.papers import load_cases

    if arguments.cases:
        return list(load_cases(arguments.cases)), arguments.cases, None
    from panelroom.clock import SystemClock
    from panelroom.desk import SealedPapers
    from panelroom.packs.signers import pinned_signers
    from panelroom.paper_source import find_papers_key, open_papers

    pack = arguments.pack
    key = arguments.papers_key or find_papers_key(pack, arguments.book)
    papers = open_papers(pack, key, secret, pinned_signers(home_dir(arguments)), SystemClock().wall())
    try:
        sealed = SealedPapers(pack, key, papers.pack.signer.public_key)
        return papers.every_case(), sealed, papers.pack.sha256
    finally:
        papers.close()


def _hand_over(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.handover import hand_over
    from panelroom.keys import read_recipients

    recipients = [r for file in arguments.to for r in read_recipients(file)]
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    root = hand_over(arguments.book, key, recipients, arguments.out)
    out(f"Sealed the record to {arguments.out}. Its root: {root}")
    return 0


def _receive(arguments: argparse.Namespace) -> int:
    from panelroom.handover import receive
    from panelroom.keys import open_person

    person = open_person(arguments.vault, passphrase(arguments.passphrase_file, "Your own pass-phrase"))
    secret = passphrase(arguments.book_passphrase_file, "A pass-phrase for the book here", confirm=True)
    root = receive(arguments.file, person.age_identity, arguments.book, secret)
    out(f"Opened the record into {arguments.book}. Its root: {root}")
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.opening import begin_from_script
    from panelroom.replay import play, read_script
    from panelroom.show import document

    secret = passphrase(arguments.passphrase_file)
    lines = read_script(arguments.script)
    if arguments.book.exists():
        key = bookcase.book_key(arguments.book, secret)
        begun = 0
    else:
        key = begin_from_script(arguments.book, secret, lines)
        begun = 1
    with bookcase.writing(arguments.book, key) as session:
        done = begun + play(session, lines)
        shown = document(session.meeting, session.entries, session.root)
    if arguments.json:
        out_json(shown)
    else:
        journal = shown["journal"]
        out(f"{done} lines done; the book holds {journal['entries']} entries. Root: {journal['root']}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.reader import read_meeting
    from panelroom.show import document

    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.reading(arguments.book, key) as book:
        meeting, tree = read_meeting(book)
    shown = document(meeting, tree.size, tree.root().hex())
    if arguments.json:
        out_json(shown)
    else:
        from panelroom.summary import lines

        out("\n".join(lines(shown)))
    return 0
