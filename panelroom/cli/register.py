"""``panelroom register``: what the panel said in every meeting, and what became of it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli import register_answers, register_outputs, register_people, register_return
from panelroom.cli.common import Commands, out, out_json, passphrase
from panelroom.cli.register_common import (
    add_as_of,
    add_register,
    changing,
    day_or_now,
    looking,
    made,
    place,
    register_passphrase,
    today,
)

if TYPE_CHECKING:
    from panelroom.journal import Row
    from panelroom.meeting import Meeting
    from panelroom.register.changes import Imported

STAGES = ("raised", "sent", "relayed_to_officer", "relayed_to_supervisor", "answered", "closed")
KINDS = ("good_practice", "learning", "query", "record_error", "wider_issue", "insight")
SORTS = ("feedback", "query", "recommendation", "organisational_learning")


def add(commands: Commands) -> None:
    """Add the commands."""
    group = commands.add_parser(
        "register",
        help="what the panel said, and what became of it",
        description="What the panel said in every meeting, and what became of it. It holds no word of the papers.",
        epilog="Example: panelroom register list --overdue --register-passphrase-file office.txt",
    )
    verbs = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    _add_new(verbs)
    _add_import(verbs)
    _add_list(verbs)
    _add_update(verbs)
    register_answers.add(verbs)
    register_return.add(verbs)
    register_outputs.add(verbs)
    register_people.add(verbs)


def _add_new(verbs: Commands) -> None:
    new = verbs.add_parser(
        "new",
        help="make an empty register",
        epilog="Example: panelroom register new --response-days 21 --register-passphrase-file office.txt",
    )
    new.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the register to make")
    new.add_argument(
        "--response-days", type=int, default=28, metavar="N", help="within how many days the force answers"
    )
    add_register(new)
    new.set_defaults(do=_new)


def _add_import(verbs: Commands) -> None:
    take = verbs.add_parser(
        "import",
        help="take over what a closed meeting's record says",
        description="Again: what was corrected, struck or released since. The register is made if there is none.",
        epilog="Example:\n  panelroom register import april.book --passphrase-file words.txt"
        " --register-passphrase-file office.txt",
    )
    take.add_argument("book", type=Path, metavar="BOOK")
    add_register(take, own_book=True)
    take.set_defaults(do=_import)


def _add_list(verbs: Commands) -> None:
    listing = verbs.add_parser(
        "list",
        help="the items, with stage and what is overdue",
        epilog="Example: panelroom register list --stage sent --json --register-passphrase-file office.txt",
    )
    listing.add_argument("--stage", choices=STAGES)
    listing.add_argument("--overdue", action="store_true", help="only what the force should have answered")
    listing.add_argument("--kind", choices=KINDS)
    listing.add_argument("--sort", choices=SORTS)
    listing.add_argument("--meeting", metavar="REF", help="only of the meeting with this reference")
    add_as_of(listing)
    add_register(listing)
    listing.set_defaults(do=_list)


def _add_update(verbs: Commands) -> None:
    update = verbs.add_parser(
        "update",
        help="move an item to a stage, or give it an owner or a due day",
        epilog="Example: panelroom register update r3 --stage sent --on 2026-04-20 --owner 'force hate crime lead'",
    )
    update.add_argument("item", metavar="ID", help="the item, such as r3")
    update.add_argument("--stage", choices=STAGES)
    update.add_argument("--on", metavar="DATE", help="the day it was reached (else today)")
    update.add_argument("--owner", metavar="ROLE", help="who sees to it: a role, never a name")
    update.add_argument("--due", metavar="DATE", help="by when an answer is expected")
    update.add_argument(
        "--note", metavar="WORDS", help="the reason, where a stage is left out or gone back to"
    )
    update.add_argument("--by", metavar="ROLE", help="who says so, by role (else the secretary)")
    add_register(update)
    update.set_defaults(do=_update)


def _new(arguments: argparse.Namespace) -> int:
    path = arguments.file or place(arguments)
    _make(path, register_passphrase(arguments, confirm=True), arguments.response_days)
    if arguments.json:
        out_json({"register": str(path), "response_days": arguments.response_days})
    else:
        out(f"Made {path}. Its pass-phrase opens it; without it nobody can.")
    return 0


def _make(path: Path, secret: str, response_days: int | None = None) -> bytes:
    from panelroom.records.files import make_folder
    from panelroom.register.changes import RESPONSE_DAYS, Begun
    from panelroom.register.shelf import new_register

    begun = made(Begun, response_days=RESPONSE_DAYS if response_days is None else response_days)
    make_folder(path.parent)
    return new_register(path, secret, response_days=begun.response_days)


def _import(arguments: argparse.Namespace) -> int:
    from panelroom.register import shelf

    meeting, rows = shelf.read_record(
        arguments.book, passphrase(arguments.passphrase_file, "The book's pass-phrase")
    )
    path = place(arguments)
    is_new = not path.is_file()
    secret = register_passphrase(arguments, confirm=is_new)
    if is_new:
        _check_takeable(meeting, rows)
    key = _make(path, secret) if is_new else shelf.register_key(path, secret)
    with shelf.writing(path, key) as writer:
        known = len(writer.register.items)
        change = writer.take(meeting, rows)
    _say_import(arguments, {"register": str(path), "made": is_new, **_told(meeting, change, known)})
    return 0


def _check_takeable(meeting: "Meeting", rows: "list[Row]") -> None:
    """No register is made for a record that it could not take."""
    from panelroom.register.state import Register
    from panelroom.register.taking import taken

    taken(Register(response_days=1), meeting, rows)


def _told(meeting: "Meeting", change: "Imported | None", known: int) -> dict[str, Any]:
    """Return what an import did, item by item; ``known`` is how many items there were before."""
    shelves: dict[str, list[str]] = {name: [] for name in ("added", "changed", "struck", "withdrawn")}
    for source in change.items if change else ():
        is_new = int(source.id.removeprefix("r")) > known
        changed = "struck" if source.struck else "withdrawn" if source.withdrawn else "changed"
        shelves["added" if is_new else changed].append(source.id)
    return {"meeting": meeting.opening.ref, **shelves}


def _say_import(arguments: argparse.Namespace, told: dict[str, Any]) -> None:
    if arguments.json:
        out_json(told)
        return
    if told["made"]:
        out(f"Made the register {told['register']}.")
    counts = ", ".join(f"{len(told[name])} {name}" for name in ("added", "changed", "struck", "withdrawn"))
    out(f"Read the record of {told['meeting']}: {counts}.")


def _list(arguments: argparse.Namespace) -> int:
    from panelroom.register.show import chosen, item_document

    on = today(arguments)
    with looking(arguments) as (register, _):
        found = chosen(
            register,
            on,
            stage=arguments.stage,
            sort=arguments.sort,
            kind=arguments.kind,
            meeting=arguments.meeting,
            overdue=arguments.overdue,
        )
    items = [item_document(register, item, on) for item in found]
    if arguments.json:
        out_json({"as_of": on.isoformat(), "response_days": register.response_days, "items": items})
        return 0
    for item in items:
        out(line(item))
    if not items:
        out("There is nothing of that kind in the register.")
    return 0


def line(item: dict[str, Any]) -> str:
    """Return an item as a line and its words beneath."""
    from panelroom.register.words import say_sort
    from panelroom.text import plural

    where = item["meeting"] + (f", case {item['case']}" if item["case"] else "")
    late = f", {plural(item['overdue_days'], 'day')} overdue" if item["overdue"] else ""
    disputed = ", fact disputed" if item["disputed"] else ""
    what = say_sort(item["sort"], item["kind"]).lower()
    head = f"{item['id']}  {item['stage'].replace('_', ' ')}{late}{disputed}  {what}  ({where})"
    return f"{head}\n    {' '.join(item['text'].split())}"


def _update(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import Updated
    from panelroom.register.rules import find_item
    from panelroom.register.show import item_document
    from panelroom.register.wording import check_role

    with changing(arguments) as writer:
        check_role(writer.file, arguments.by, arguments.owner)
        item = find_item(writer.register, arguments.item)
        on = day_or_now(arguments.on, item.reached[item.stage]) if arguments.stage else arguments.on
        writer.do(
            made(
                Updated,
                of=item.id,
                stage=arguments.stage,
                on=on,
                owner=arguments.owner,
                due=arguments.due,
                note=arguments.note,
                by=arguments.by,
            )
        )
        shown = item_document(writer.register, writer.register.items[item.id], today(arguments))
    out_json(shown) if arguments.json else out(line(shown))
    return 0
