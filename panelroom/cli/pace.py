"""``panelroom pace``: what a meeting took against its plan, and the pace from which the next one is planned."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase
from panelroom.text import plural

if TYPE_CHECKING:
    from panelroom.acts import Pace
    from panelroom.meeting import Meeting


def add(commands: Commands) -> None:
    """Add the command."""
    pace = commands.add_parser(
        "pace",
        help="what a meeting took, and the pace for the next plan",
        description="What each case took against its plan; with --out, the numbers for planning the next meeting.",
        epilog="Example: panelroom pace april.book --add march.pace.json --out april.pace.json",
    )
    pace.add_argument("book", type=Path, metavar="BOOK")
    pace.add_argument(
        "--add", type=Path, metavar="FILE", help="the pace file of earlier meetings; each counts once"
    )
    pace.add_argument("--out", type=Path, metavar="FILE", help="the new pace file: numbers only")
    add_passphrase(pace)
    add_json(pace)
    pace.set_defaults(do=_pace)


def _pace(arguments: argparse.Namespace) -> int:
    from panelroom import bookcase, pace, pace_file
    from panelroom.reader import read_meeting

    earlier = pace_file.read_pace(arguments.add) if arguments.add else ()
    key = bookcase.book_key(arguments.book, passphrase(arguments.passphrase_file))
    with bookcase.reading(arguments.book, key) as book:
        meeting, _ = read_meeting(book)
    mine = pace_file.latest(pace.measured(meeting))
    new = pace_file.not_held(mine, earlier)
    held = len(mine) - len(new)
    cases = pace_file.latest((*earlier, *new))
    if arguments.out:
        pace_file.write_pace(arguments.out, cases)
    measured = pace.pace_of(cases)
    if arguments.json:
        out_json(
            {**_report(meeting), "pace": measured.model_dump() if measured else None, "held_before": held}
        )
    else:
        out("\n".join([*_lines(meeting), *_say_held(held), _say_pace(measured)]))
    return 0


def _report(meeting: "Meeting") -> dict[str, Any]:
    """Return the run order as data, in minutes."""
    from panelroom import pace

    rows = pace.run_order(meeting, _until(meeting))
    return {
        "ref": meeting.opening.ref,
        "planned_minutes": pace.planned_minutes(meeting),
        "items": [
            {
                "item": row.kind,
                "case": row.case,
                "planned": round(row.minutes, 1),
                "taken": round(row.taken, 1),
                "state": row.state,
            }
            for row in rows
        ],
    }


def _until(meeting: "Meeting") -> datetime:
    return meeting.closed_at or meeting.last_at


def _lines(meeting: "Meeting") -> Iterator[str]:
    from panelroom import pace

    report, order = _report(meeting), pace.plan(meeting)
    yield f"{report['ref']}: {report['planned_minutes']:.0f} minutes planned"
    for row in report["items"]:
        name = f"Case {row['case']}" if row["case"] else row["item"].replace("_", "-").capitalize()
        if row["state"] in ("ahead", "dropped"):
            yield f"{name:<9} {row['planned']:.0f} min planned, not reached"
        elif row["case"]:
            took = pace.taken(meeting, meeting.case(row["case"]), _until(meeting))
            yield f"{name:<9} {pace.say_taken(order.parts(row['case']), took)}"
        else:
            yield f"{name:<9} {row['taken']:.0f} of {row['planned']:.0f} min"


def _say_held(cases: int) -> Iterator[str]:
    if cases:
        yield f"The pace file holds {plural(cases, 'case')} of this meeting already: each counts once."


def _say_pace(measured: "Pace | None") -> str:
    if measured is None:
        return "No closed case was read and stepped through in its own time: there is no pace to plan with."
    return (
        f"Pace over {plural(measured.cases, 'case')} (medians): reading {measured.reading:.2f} x the estimate,"
        f" {measured.question_seconds:.0f} s a question, {measured.deciding_minutes:.1f} min a decision"
    )
