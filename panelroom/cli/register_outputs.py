"""``panelroom register export``, ``chaser``, ``since`` and ``response-days``: what others see of it."""

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
    looking,
    made,
    today,
)

if TYPE_CHECKING:
    from datetime import date

    from panelroom.register.state import Register


def add(verbs: Commands) -> None:
    """Add the commands."""
    export = verbs.add_parser(
        "export",
        help="the register as a spreadsheet, or the table of both sides as a PDF",
        description="XLSX and CSV hold a row for each item; PDF is the table of observations and responses.",
        epilog="Example: panelroom register export --to register.xlsx --register-passphrase-file office.txt",
    )
    add_output(export, "FILE.xlsx|.csv|.pdf")
    export.add_argument("--meeting", metavar="REF", help="only of the meeting with this reference")
    add_as_of(export)
    add_register(export)
    export.set_defaults(do=_export)
    chaser = verbs.add_parser(
        "chaser",
        help="the sheet that asks for overdue answers, by who sees to them",
        epilog="Example: panelroom register chaser --to chaser.pdf --register-passphrase-file office.txt",
    )
    add_output(chaser, "FILE.pdf")
    add_as_of(chaser)
    add_register(chaser)
    chaser.set_defaults(do=_chaser)
    since = verbs.add_parser(
        "since",
        help="what came of earlier feedback since the last meeting",
        epilog="Example: panelroom register since --json --register-passphrase-file office.txt",
    )
    since.add_argument(
        "--from", dest="begin", metavar="DATE", help="since this day (else the latest meeting)"
    )
    add_as_of(since)
    add_register(since)
    since.set_defaults(do=_since)
    days = verbs.add_parser(
        "response-days",
        help="within how many days the force is expected to answer",
        epilog="Example: panelroom register response-days 21 --register-passphrase-file office.txt",
    )
    days.add_argument("days", type=int, metavar="N")
    add_register(days)
    days.set_defaults(do=_days)


def _export(arguments: argparse.Namespace) -> int:
    from panelroom.errors import UsageError

    makers = {".xlsx": _xlsx, ".csv": _csv, ".pdf": _pdf}
    if (make := makers.get(arguments.to.suffix.lower())) is None:
        raise UsageError("The file's name must end in .xlsx, .csv or .pdf: nothing was written.")
    check_free(arguments)
    on = today(arguments)
    with looking(arguments) as (register, _):
        _check_meeting(register, arguments.meeting)
    _write(arguments, make(register, on, arguments.meeting))
    return 0


def _check_meeting(register: "Register", meeting: str | None) -> None:
    from panelroom.errors import Refused

    if meeting is not None and meeting not in register.meetings:
        raise Refused("The register knows no meeting of that reference: nothing was written.")


def _write(arguments: argparse.Namespace, content: bytes) -> None:
    from panelroom.records.files import make_folder, write_whole

    make_folder(arguments.to.parent)
    write_whole(arguments.to, content)
    out_json({"documents": [str(arguments.to)]}) if arguments.json else out(str(arguments.to))


def _xlsx(register: "Register", on: "date", meeting: str | None) -> bytes:
    from panelroom.register.show import chosen
    from panelroom.register.spreadsheet import register_workbook

    return register_workbook(register, chosen(register, on, meeting=meeting), on)


def _csv(register: "Register", on: "date", meeting: str | None) -> bytes:
    from panelroom.records.sheet import comma_separated
    from panelroom.register.show import chosen
    from panelroom.register.spreadsheet import register_sheet

    return comma_separated(register_sheet(register, chosen(register, on, meeting=meeting), on))


def _pdf(register: "Register", on: "date", meeting: str | None) -> bytes:
    from panelroom.records.pdf import render
    from panelroom.register.table import response_table

    return render(response_table(register, on, meeting))[0]


def _chaser(arguments: argparse.Namespace) -> int:
    from panelroom.errors import UsageError
    from panelroom.records.pdf import render
    from panelroom.register.chaser import chaser

    if arguments.to.suffix.lower() != ".pdf":
        raise UsageError("The file's name must end in .pdf: nothing was written.")
    check_free(arguments)
    with looking(arguments) as (register, _):
        document = chaser(register, today(arguments))
    _write(arguments, render(document)[0])
    return 0


def _since(arguments: argparse.Namespace) -> int:
    from panelroom.register.show import since

    begin = day(arguments.begin).isoformat() if arguments.begin else None
    with looking(arguments) as (register, _):
        shown = since(register, begin, today(arguments))
    if arguments.json:
        out_json(shown)
    else:
        _say_since(shown)
    return 0


def _say_since(shown: dict[str, Any]) -> None:
    from panelroom.cli.register import line

    out(f"Since {shown['since']}:")
    for name in ("closed", "answered", "overdue", "moved", "waiting"):
        out(f"{len(shown[name])} {name}")
        for item in shown[name]:
            out(f"  {line(item)}")
    if shown["disputed"]:
        out(f"Disputed, and the panel has not replied: {', '.join(shown['disputed'])}")
    for win in shown["wins"]:
        out(f"Changed: {win['title']} ({', '.join(win['steps'])})")


def _days(arguments: argparse.Namespace) -> int:
    from panelroom.register.changes import DaysSet

    with changing(arguments) as writer:
        change = made(DaysSet, response_days=arguments.days)
        writer.do(change)
    if arguments.json:
        out_json({"response_days": change.response_days})
    else:
        out(f"An answer is expected within {change.response_days} days.")
    return 0
