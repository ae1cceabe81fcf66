"""``panelroom register return``: the answers of a feedback form that came back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, out, out_json
from panelroom.cli.register_answers import say_to_relay
from panelroom.cli.register_common import add_register, changing, day

if TYPE_CHECKING:
    from panelroom.records.feedback_return import FeedbackReturn
    from panelroom.register.returning import Taken


def add(verbs: Commands) -> None:
    """Add the command."""
    command = verbs.add_parser(
        "return",
        help="record the answers of a feedback form that came back",
        description="The JSON twin of a form, filled in by the force. The same form again changes nothing.",
        epilog="Example: panelroom register return 02-syn-0002-25-supervisor.json",
    )
    command.add_argument("form", type=Path, metavar="FORM.json")
    command.add_argument("--on", metavar="DATE", help="the day of an answer that names none (else today)")
    add_register(command)
    command.set_defaults(do=_return)


def _return(arguments: argparse.Namespace) -> int:
    from panelroom.clock import SystemClock
    from panelroom.records.feedback_return import read_return
    from panelroom.records.returned import returned_bytes
    from panelroom.register.returning import answers
    from panelroom.register.wording import check_role

    returned = read_return(returned_bytes(arguments.form))
    on = day(arguments.on) if arguments.on else SystemClock().wall().date()
    with changing(arguments) as writer:
        check_role(writer.file, returned.role)
        taken = answers(writer.register, returned, on.isoformat())
        writer.do_all(taken.new)
        answered = [writer.register.items[of] for of in dict.fromkeys(change.of for change in taken.new)]
    if arguments.json:
        out_json(_data(returned, taken))
    else:
        to_relay = [words for item in answered for words in say_to_relay(item)]
        out("\n".join([*_said(returned, taken), *to_relay]))
    return 0


def _data(returned: "FeedbackReturn", taken: "Taken") -> dict[str, Any]:
    return {
        "meeting": returned.meeting,
        "case": returned.case,
        "recorded": [change.model_dump(mode="json", exclude={"change"}) for change in taken.new],
        "known": taken.known,
        "without_item": [answer._asdict() for answer in taken.without_item],
        "open": list(returned.open),
        "passed_on": returned.passed_on.isoformat() if returned.passed_on else None,
        "remarks": returned.remarks,
    }


def _said(returned: "FeedbackReturn", taken: "Taken") -> list[str]:
    """Return what was recorded, and everything on the form that has no place in the register."""
    lines = [f"{change.of}: {change.status.replace('_', ' ')}, recorded." for change in taken.new]
    if taken.known:
        lines.append(f"Recorded before: {taken.known}.")
    for answer in taken.without_item:
        page = f", page {answer.page}" if answer.page else ""
        words = f": {answer.text}" if answer.text else ""
        lines.append(
            f"Not followed by the register: {answer.point}, {answer.status.replace('_', ' ')}{page}{words}"
        )
    if returned.open:
        lines.append(f"Without an answer: {len(returned.open)}.")
    if returned.passed_on:
        lines.append(
            f"Passed on to the recipient on {returned.passed_on.isoformat()}: see 'register update'."
        )
    if returned.remarks:
        lines.append(f"Remarks: {returned.remarks}")
    return lines
