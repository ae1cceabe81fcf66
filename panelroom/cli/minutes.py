"""``panelroom minutes`` and ``panelroom accuracy``: what becomes of minutes once the meeting is closed."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase, refuse_names
from panelroom.errors import Refused, UsageError

if TYPE_CHECKING:
    from panelroom.acts import Act
    from panelroom.session import Recorded


def add(commands: Commands) -> None:
    """Add the commands."""
    _add_minutes(commands)
    _add_accuracy(commands)


def _add_minutes(commands: Commands) -> None:
    minutes = commands.add_parser(
        "minutes",
        help="check and confirm minutes, note what belongs in them",
        epilog="Example: panelroom minutes check april.book --by secretary --passphrase-file words.txt",
    )
    below = minutes.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = below.add_parser(
        "check",
        help="say that the minutes were compared with what was recorded",
        epilog="Example: panelroom minutes check april.book --by secretary --passphrase-file words.txt",
    )
    check.add_argument("--by", required=True, metavar="ROLE", help="who compared them: a role, never a name")
    confirm = below.add_parser(
        "confirm",
        help="confirm the minutes as a true record",
        epilog="Example: panelroom minutes confirm april.book --by chair=in_person --by opcc=e_mail",
    )
    confirm.add_argument(
        "--by",
        required=True,
        action="append",
        metavar="ROLE=METHOD",
        help="which role approved them, never a name, and how: in_person, e_mail, wet_ink or signature; several "
        "times for several roles",
    )
    note = below.add_parser(
        "note",
        help="note what belongs in the minutes beside the cases",
        epilog='Example: panelroom minutes note april.book --kind next_meeting --text "12 May 2026, 18:00"',
    )
    note.add_argument(
        "--kind", required=True, metavar="KIND", help="previous_minutes, theme, next_meeting, ..."
    )
    note.add_argument("--text", required=True, metavar="WORDS")
    for command, do in ((check, _check), (confirm, _confirm), (note, _note)):
        _add_book(command, do)


def _add_accuracy(commands: Commands) -> None:
    accuracy = commands.add_parser(
        "accuracy",
        help="ask the force about facts, and record what it disputes",
        epilog="Example: panelroom accuracy import april.book accuracy-sheet.json --passphrase-file words.txt",
    )
    below = accuracy.add_subparsers(title="commands", metavar="COMMAND", required=True)
    ask = below.add_parser(
        "open",
        help="ask the force to point to errors of fact until a day; export then writes the sheet",
        epilog="Example: panelroom accuracy open april.book --until 2026-05-08 --passphrase-file words.txt",
    )
    ask.add_argument("--until", required=True, metavar="DATE", help="the last day, such as 2026-05-08")
    ask.add_argument("--to", type=Path, metavar="DIR", help="write the sheet for the force there at once")
    _add_book(ask, _open)
    read = below.add_parser(
        "import",
        help="record what came back in the sheet's JSON twin",
        description="Who answered for the force stands in the sheet as answered_by: a role, never a name.",
        epilog="Example: panelroom accuracy import april.book accuracy-sheet.json --passphrase-file words.txt",
    )
    _add_book(read, _import)
    read.add_argument("file", type=Path, metavar="FILE.json")
    reply = below.add_parser(
        "reply",
        help="record the panel's reply to a disputed fact",
        epilog='Example: panelroom accuracy reply april.book e90 --text "The panel saw page 4."',
    )
    _add_book(reply, _reply)
    reply.add_argument("entry", metavar="ENTRY", help="the entry of the dispute, such as e90")
    reply.add_argument("--text", required=True, metavar="WORDS")


def _add_book(command: argparse.ArgumentParser, do: Any) -> None:
    command.add_argument("book", type=Path, metavar="BOOK")
    add_passphrase(command)
    add_json(command)
    command.set_defaults(do=do)


def _check(arguments: argparse.Namespace) -> int:
    return _record(arguments, "check_minutes", [arguments.by], by=arguments.by)


def _confirm(arguments: argparse.Namespace) -> int:
    approvals = [given.rpartition("=") for given in arguments.by]
    if not all(role for role, _, _ in approvals):
        raise UsageError("Say who approved the minutes and how: --by ROLE=METHOD, such as chair=in_person.")
    by = [{"role": role, "method": method} for role, _, method in approvals]
    return _record(arguments, "confirm_minutes", [role for role, _, _ in approvals], by=by)


def _note(arguments: argparse.Namespace) -> int:
    return _record(arguments, "note_matter", kind=arguments.kind, text=arguments.text)


def _open(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.records.export import asked_already, export_accuracy_sheet

    act = _act("open_accuracy_check", {"until": arguments.until})
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.writing(arguments.book, key) as session:
        done = [session.do(act)]
        meeting, entries, root = session.meeting, session.entries, session.root
    if arguments.to:
        with asked_already():
            export_accuracy_sheet(meeting, entries, root, arguments.to)
    return _say(arguments, done, _minutes_state(meeting))


def _reply(arguments: argparse.Namespace) -> int:
    return _record(arguments, "reply_to_dispute", entry=arguments.entry, text=arguments.text)


def _record(arguments: argparse.Namespace, action: str, roles: Sequence[str] = (), **fields: Any) -> int:
    """Do one act in the book, of people who are given as ``roles``, and say which entry it became."""
    from panelroom import bookcase

    act = _act(action, fields)
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.writing(arguments.book, key) as session:
        refuse_names(roles, session.meeting)
        done = [session.do(act)]
        state = _minutes_state(session.meeting)
    return _say(arguments, done, state)


def _act(action: str, fields: dict[str, Any]) -> "Act":
    from pydantic import ValidationError

    from panelroom.acts import ACTS
    from panelroom.journal import say_invalid

    try:
        return ACTS[action].model_validate(fields)
    except ValidationError as error:
        raise Refused(f"That cannot be recorded: {say_invalid(error)}. Nothing was changed.") from None


def _import(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase
    from panelroom.records.accuracy_return import new_disputes, read_accuracy_file, say_taken

    returned = read_accuracy_file(arguments.file)
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.writing(arguments.book, key) as session:
        disputes = new_disputes(returned, session.meeting)
        done = [session.do(act) for act in disputes]
        state = _minutes_state(session.meeting)
    return _say(arguments, done, state, say_taken(returned, disputes))


def _minutes_state(meeting: Any) -> str:
    from panelroom.meeting import minutes_state

    return minutes_state(meeting)


def _say(
    arguments: argparse.Namespace, done: "Sequence[Recorded]", state: str, what: str | None = None
) -> int:
    """Say what was recorded: ``what`` in words, where given, and which entries."""
    entries = [recorded.entry.id for recorded in done]
    notices = list(dict.fromkeys(notice for recorded in done for notice in recorded.notices))
    if arguments.json:
        out_json({"entries": entries, "minutes": state, "notices": notices})
        return 0
    named = f"{'Entries' if what else 'Recorded'}: {', '.join(entries)}." if entries else ""
    out(" ".join(filter(None, (what, named, f"The minutes: {state}."))))
    for notice in notices:
        out(notice)
    return 0
