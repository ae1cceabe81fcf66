"""``panelroom slips``: the paper on which members mark silently."""

import argparse
from pathlib import Path

from panelroom.cli.common import Commands, add_json, out, out_json
from panelroom.text import name_of, plural


def add(commands: Commands) -> None:
    """Add the command."""
    group = commands.add_parser(
        "slips",
        help="slips to be marked silently, on paper",
        description="Slips on which members mark the questions of a case before they talk about it.",
        epilog="Example: panelroom slips print --set hmicfrs-2018 --cases 3 --members 8 --to slips.pdf",
    )
    verbs = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    sheet = verbs.add_parser(
        "print",
        help="write them as PDF",
        description="Write one page for each member and case. All slips of a case are alike: no name, no number.",
        epilog="Example: panelroom slips print --set leicestershire-appendix-a --cases 3 --members 8 --to slips.pdf",
    )
    sheet.add_argument("--set", required=True, metavar="SET", help="the id of a question set, or a file")
    sheet.add_argument("--cases", required=True, type=int, metavar="N", help="for the cases 1 to N")
    sheet.add_argument("--members", required=True, type=int, metavar="M", help="slips for each case")
    sheet.add_argument("--to", required=True, type=Path, metavar="FILE", help="the PDF file to write")
    add_json(sheet)
    sheet.set_defaults(do=_print)


def _print(arguments: argparse.Namespace) -> int:
    from panelroom.question_files import load
    from panelroom.records.files import refuse_existing
    from panelroom.records.slip_sheet import write_slips

    refuse_existing(arguments.to)
    question_set = load(arguments.set)
    path = write_slips(arguments.to, question_set, cases=arguments.cases, members=arguments.members)
    if arguments.json:
        out_json({"document": str(path), "cases": arguments.cases, "members": arguments.members})
        return 0
    each = "1 case" if arguments.cases == 1 else f"each of {arguments.cases} cases"
    out(f"Wrote {plural(arguments.members, 'slip')} for {each} to {name_of(path)}.")
    return 0
