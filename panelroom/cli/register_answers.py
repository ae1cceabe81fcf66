"""``panelroom register respond``, ``reply``, ``theme`` and ``win``: both sides, and what follows from them."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, out, out_json
from panelroom.cli.register_common import (
    add_register,
    changing,
    day_or_now,
    looking,
    made,
)

if TYPE_CHECKING:
    from panelroom.register.changes import Replied, Responded
    from panelroom.register.state import Item, Register, Theme

STATUSES = ("accepted", "accepted_in_part", "not_accepted", "already_in_place", "fact_disputed")
STEPS = ("observed", "proposed", "supported", "implemented")


def add(verbs: Commands) -> None:
    """Add the commands."""
    _add_respond(verbs)
    _add_reply(verbs)
    _add_themes(verbs)
    _add_wins(verbs)


def _add_respond(verbs: Commands) -> None:
    respond = verbs.add_parser(
        "respond",
        help="record what the force answers to an item or a theme",
        description="What the panel said stays as it was said; both sides are printed.",
        epilog='Example: panelroom register respond r3 --status fact_disputed --page 4 --text "The log differs."',
    )
    respond.add_argument("of", metavar="ID", help="the item (r3) or theme (t1)")
    respond.add_argument("--status", required=True, choices=STATUSES)
    respond.add_argument("--text", required=True, metavar="WORDS", help="what the force says")
    respond.add_argument("--page", type=int, metavar="N", help="where it says the papers show it")
    respond.add_argument("--by", metavar="ROLE", help="who answers, by role (else the force)")
    _add_when_and_public(respond)
    add_register(respond)
    respond.set_defaults(do=_respond)


def _add_reply(verbs: Commands) -> None:
    reply = verbs.add_parser(
        "reply",
        help="record what the panel says to the force's answer",
        epilog='Example: panelroom register reply r3 --text "The panel was not shown that page."',
    )
    reply.add_argument("of", metavar="ID", help="the item (r3) or theme (t1)")
    reply.add_argument("--text", required=True, metavar="WORDS", help="what the panel says")
    reply.add_argument("--by", metavar="ROLE", help="who says so, by role (else the panel)")
    _add_when_and_public(reply)
    add_register(reply)
    reply.set_defaults(do=_reply)


def _add_when_and_public(command: argparse.ArgumentParser) -> None:
    command.add_argument("--on", metavar="DATE", help="the day (else today)")
    command.add_argument("--public-text", metavar="WORDS", help="the wording in which it may be published")


def _add_themes(verbs: Commands) -> None:
    group = verbs.add_parser(
        "theme",
        help="what several items say together",
        epilog="Example: panelroom register theme link t1 r3 --contrary",
    )
    themes = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    new = themes.add_parser(
        "new",
        help="name a theme, in words that may be published",
        epilog='Example: panelroom register theme new "Contact within 48 hours"',
    )
    new.add_argument("title", metavar="TITLE")
    add_register(new)
    new.set_defaults(do=_new_theme)
    link = themes.add_parser(
        "link",
        help="say which items bear a theme out, and which speak against it",
        epilog="Example: panelroom register theme link t1 r3 r8",
    )
    link.add_argument("theme", metavar="THEME")
    link.add_argument("items", nargs="+", metavar="ID")
    side = link.add_mutually_exclusive_group()
    side.add_argument("--contrary", action="store_const", const="contrary", dest="side", help="against it")
    side.add_argument("--remove", action="store_const", const="none", dest="side", help="neither after all")
    add_register(link)
    link.set_defaults(do=_link, side="supporting")
    listing = themes.add_parser("list", help="the themes", epilog="Example: panelroom register theme list")
    add_register(listing)
    listing.set_defaults(do=_list_themes)


def _add_wins(verbs: Commands) -> None:
    group = verbs.add_parser(
        "win",
        help="changes to a system that follow from what the panel said",
        epilog="Example: panelroom register win step w1 --step implemented --on 2026-09-01",
    )
    wins = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    new = wins.add_parser(
        "new",
        help="note what was observed, in words that may be published",
        epilog='Example: panelroom register win new "The form asks for gender identity" --item r3',
    )
    new.add_argument("title", metavar="TITLE")
    new.add_argument("--item", metavar="ID", help="the item it began with")
    new.add_argument("--on", metavar="DATE", help="when it was observed (else today, or the item's meeting)")
    add_register(new)
    new.set_defaults(do=_new_win)
    step = wins.add_parser(
        "step",
        help="how far it has come",
        epilog="Example: panelroom register win step w1 --step proposed --to 'system supplier'",
    )
    step.add_argument("win", metavar="WIN")
    step.add_argument("--step", required=True, choices=STEPS)
    step.add_argument("--on", metavar="DATE", help="the day (else today)")
    step.add_argument("--to", metavar="WHOM", help="to whom it was proposed: a body, never a name")
    step.add_argument("--supporter", action="append", metavar="WHO", help="who supports it; may be repeated")
    step.add_argument("--note", metavar="WORDS", help="why a day is put right")
    add_register(step)
    step.set_defaults(do=_step)
    listing = wins.add_parser("list", help="the changes", epilog="Example: panelroom register win list")
    add_register(listing)
    listing.set_defaults(do=_list_wins)


def _find(register: "Register", of: str) -> "Item | Theme":
    from panelroom.register.rules import find_item

    return register.themes.get(of) or find_item(register, of)


def _latest(register: "Register", of: str) -> str:
    """Return the latest day that is known of an item or a theme."""
    found = _find(register, of)
    reached: Any = getattr(found, "reached", {})
    days = [*reached.values(), *(r.on for r in found.responses), *(r.on for r in found.replies)]
    return max(days, default="")


def _respond(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import Responded

    return _take_down(arguments, Responded, status=arguments.status, page=arguments.page)


def _reply(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import Replied

    return _take_down(arguments, Replied)


def _take_down(arguments: argparse.Namespace, kind: "type[Responded | Replied]", **fields: Any) -> int:
    """Record what one side says to an item or a theme."""
    from panelroom.register.wording import check_publishable, check_role

    with changing(arguments) as writer:
        check_role(writer.file, arguments.by)
        notes = check_publishable(writer.file, arguments.public_text)
        day = day_or_now(arguments.on, _latest(writer.register, arguments.of))
        said = {"of": arguments.of, "text": arguments.text, "by": arguments.by, "on": day}
        change = made(kind, **said, **fields, public_text=arguments.public_text)
        writer.do(change)
        item = writer.register.items.get(change.of)
    sentence = " ".join([f"{change.of}: recorded.", *(say_to_relay(item) if item else ())])
    _say(arguments, change.model_dump(mode="json", exclude={"change"}), sentence, notes)
    return 0


def say_to_relay(item: "Item") -> Iterator[str]:
    """Yield what is to be recorded before the item is closed, where feedback was not relayed to everybody."""
    from panelroom.register.words import say_relays_missing

    if item.relays_missing:
        yield (
            f"{item.id} is not relayed to {say_relays_missing(item)} yet: record the day, before it is closed, with "
            f"'register update {item.id} --stage {item.relays_missing[0]} --on DATE'."
        )


def _say(arguments: argparse.Namespace, data: dict[str, Any], sentence: str, notes: list[str]) -> None:
    if arguments.json:
        out_json({**data, "concerns": notes})
        return
    out(sentence)
    for note in notes:
        out(f"Look again: {note}")


def _new_theme(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import ThemeMade
    from panelroom.register.wording import check_publishable

    with changing(arguments) as writer:
        notes = check_publishable(writer.file, arguments.title)
        change = made(ThemeMade, id=f"t{len(writer.register.themes) + 1}", title=arguments.title)
        writer.do(change)
    _say(arguments, {"id": change.id, "title": change.title}, f"{change.id}: {change.title}", notes)
    return 0


def _link(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import ThemeLinked
    from panelroom.register.rules import check
    from panelroom.register.show import theme_document

    with changing(arguments) as writer:
        changes = [
            made(ThemeLinked, of=arguments.theme, item=item, side=arguments.side)
            for item in dict.fromkeys(arguments.items)
        ]
        for change in changes:
            check(writer.register, change)
        for change in changes:
            writer.do(change)
        shown = theme_document(writer.register.themes[arguments.theme])
    out_json(shown) if arguments.json else out(_theme_line(shown))
    return 0


def _theme_line(theme: dict[str, Any]) -> str:
    def say(items: list[str]) -> str:
        return ", ".join(items) or "none"

    return (
        f"{theme['id']}  {theme['title']}\n"
        f"    supporting: {say(theme['supporting'])}; contrary: {say(theme['contrary'])}"
    )


def _list_themes(arguments: argparse.Namespace) -> int:
    from panelroom.register.show import theme_document

    with looking(arguments) as (register, _):
        shown = [theme_document(theme) for theme in register.every_theme()]
    if arguments.json:
        out_json({"themes": shown})
    else:
        out("\n".join(map(_theme_line, shown)) or "There are no themes yet.")
    return 0


def _new_win(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import WinMade
    from panelroom.register.rules import find_item
    from panelroom.register.wording import check_publishable

    with changing(arguments) as writer:
        notes = check_publishable(writer.file, arguments.title)
        observed = find_item(writer.register, arguments.item).date if arguments.item else None
        change = made(
            WinMade,
            id=f"w{len(writer.register.wins) + 1}",
            title=arguments.title,
            item=arguments.item,
            on=arguments.on or observed or day_or_now(None, ""),
        )
        writer.do(change)
    _say(arguments, change.model_dump(mode="json", exclude={"change"}), f"{change.id}: {change.title}", notes)
    return 0


def _step(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import WinStepped
    from panelroom.register.show import win_document
    from panelroom.register.wording import check_publishable

    with changing(arguments) as writer:
        known = writer.register.wins.get(arguments.win)
        change = made(
            WinStepped,
            of=arguments.win,
            step=arguments.step,
            on=day_or_now(arguments.on, *(known.steps.values() if known else ("",))),
            proposed_to=arguments.to,
            supporters=arguments.supporter,
            note=arguments.note,
        )
        notes = check_publishable(
            writer.file, " ".join(filter(None, (change.proposed_to, *change.supporters)))
        )
        writer.do(change)
        shown = win_document(writer.register.wins[change.of])
    _say(arguments, shown, _win_line(shown), notes)
    return 0


def _win_line(win: dict[str, Any]) -> str:
    steps = ", ".join(f"{step} {day}" for step, day in win["steps"].items())
    return f"{win['id']}  {win['title']}\n    {steps}"


def _list_wins(arguments: argparse.Namespace) -> int:
    from panelroom.register.show import win_document

    with looking(arguments) as (register, _):
        shown = [win_document(win) for win in register.every_win()]
    if arguments.json:
        out_json({"wins": shown})
    else:
        out("\n".join(map(_win_line, shown)) or "No system has been changed yet.")
    return 0
