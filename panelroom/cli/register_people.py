"""``panelroom register people``: who may sit on the panel, for the next meeting's roster. Names stay here."""

import argparse
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, out, out_json
from panelroom.cli.register_common import (
    add_as_of,
    add_output,
    add_register,
    changing,
    check_free,
    day,
    day_or_now,
    looking,
    today,
)

if TYPE_CHECKING:
    from panelroom.register.people import Person

ROLES = ("chair", "member", "ethics_member", "opcc", "force", "observer", "secretary")


def add(verbs: Commands) -> None:
    """Add the commands."""
    group = verbs.add_parser(
        "people",
        help="who may sit on the panel: roles, terms, training",
        description="Names lie in the encrypted register and in the roster made from it, and in no other document.",
        epilog="Example: panelroom register people list",
    )
    people = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    listing = people.add_parser(
        "list",
        help="everybody, and training as counts",
        epilog="Example: panelroom register people list --json",
    )
    add_as_of(listing)
    add_register(listing)
    listing.set_defaults(do=_list)
    _add_put(people)
    _add_trained(people)
    _add_remove(people)
    _add_roster(people)


def _add_put(people: Commands) -> None:
    put = people.add_parser(
        "put",
        help="add somebody, or put their entry right",
        epilog="Example: panelroom register people put m4 --name 'Member Four' --role member --votes",
    )
    put.add_argument("person", metavar="ID", help="a short name of your own for this person, such as m4")
    put.add_argument("--name", required=True)
    put.add_argument("--role", required=True, choices=ROLES)
    put.add_argument("--votes", action="store_true", help="this person votes")
    put.add_argument("--from", dest="begin", metavar="DATE", help="the first day of their term")
    put.add_argument("--until", metavar="DATE", help="its last day")
    add_register(put)
    put.set_defaults(do=_put)


def _add_trained(people: Commands) -> None:
    trained = people.add_parser(
        "trained",
        help="note that somebody did a training module",
        epilog="Example: panelroom register people trained m4 --module 'unconscious bias' --on 2026-02-03",
    )
    trained.add_argument("person", metavar="ID")
    trained.add_argument("--module", required=True, metavar="NAME")
    trained.add_argument("--on", metavar="DATE", help="the day (else today)")
    add_register(trained)
    trained.set_defaults(do=_trained)


def _add_remove(people: Commands) -> None:
    remove = people.add_parser(
        "remove",
        help="remove somebody with all that is known of them",
        epilog="Example: panelroom register people remove m4",
    )
    remove.add_argument("person", metavar="ID")
    add_register(remove)
    remove.set_defaults(do=_remove)


def _add_roster(people: Commands) -> None:
    roster = people.add_parser(
        "roster",
        help="write the roster for a meeting: whose term covers that day",
        description="The file holds names: keep it with the meeting, and delete it when the book is made.",
        epilog="Example: panelroom register people roster --to roster.csv --as-of 2026-06-09",
    )
    add_output(roster, "FILE.csv")
    add_as_of(roster)
    add_register(roster)
    roster.set_defaults(do=_roster)


def _list(arguments: argparse.Namespace) -> int:
    from panelroom.register.people import serving, training

    on = today(arguments)
    with looking(arguments) as (_, file):
        people = file.people()
    counts = training(serving(people, on))
    if arguments.json:
        out_json({"people": [_shown(p, on) for p in people], "training": counts})
        return 0
    for person in people:
        out(_line(person, on))
    for count in counts:
        out(f"{count['module']}: {count['done']} of {count['of']}")
    if not people:
        out("Nobody is listed yet.")
    return 0


def _shown(person: "Person", on: Any) -> dict[str, Any]:
    from panelroom.register.people import serving

    return {**person._asdict(), "serving": bool(serving([person], on))}


def _line(person: "Person", on: Any) -> str:
    shown = _shown(person, on)
    term = f"{person.term_from or '...'} to {person.term_until or '...'}"
    votes = ", votes" if person.votes else ""
    over = "" if shown["serving"] else ", not serving"
    return f"{person.id}  {person.name}  {person.role.replace('_', ' ')}{votes}  {term}{over}"


def _put(arguments: argparse.Namespace) -> int:
    from panelroom.register.people import put

    with changing(arguments) as writer:
        person = put(
            writer.file,
            id=arguments.person,
            name=arguments.name,
            role=arguments.role,
            votes=arguments.votes,
            term_from=arguments.begin,
            term_until=arguments.until,
        )
    _say(arguments, {"id": person.id}, f"{person.id} is on the list.")
    return 0


def _trained(arguments: argparse.Namespace) -> int:
    from panelroom.register.people import train

    with changing(arguments) as writer:
        done_on = day(day_or_now(arguments.on)).isoformat()
        train(writer.file, arguments.person, arguments.module, done_on)
    _say(arguments, {"id": arguments.person, "on": done_on}, "Recorded.")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from panelroom.register.people import remove

    with changing(arguments) as writer:
        remove(writer.file, arguments.person)
    _say(arguments, {"removed": arguments.person}, "Removed with all that was known of them.")
    return 0


def _roster(arguments: argparse.Namespace) -> int:
    from panelroom.errors import UsageError
    from panelroom.records.files import make_folder, write_whole
    from panelroom.register.people import roster_file, serving

    if arguments.to.suffix.lower() != ".csv":
        raise UsageError("The file's name must end in .csv: nothing was written.")
    check_free(arguments)
    with looking(arguments) as (_, file):
        people = serving(file.people(), today(arguments))
    make_folder(arguments.to.parent)
    write_whole(arguments.to, roster_file(people))
    _say(arguments, {"roster": str(arguments.to), "people": len(people)}, str(arguments.to))
    return 0


def _say(arguments: argparse.Namespace, data: dict[str, Any], sentence: str) -> None:
    out_json(data) if arguments.json else out(sentence)
