"""The chaser sheet: what should have been answered by now, by who sees to it."""

from collections.abc import Iterator
from datetime import date

from panelroom.records.blocks import (
    MARKING,
    Block,
    Document,
    Furniture,
    Heading,
    Row,
    Table,
    Title,
    cell,
    para,
)
from panelroom.records.words import say_day, say_iso_day
from panelroom.register.show import chosen, panel_text
from panelroom.register.state import Item, Register
from panelroom.register.words import STAGES, moment_of, say_case, say_sort
from panelroom.text import plural

NOBODY = "Police force"
"""Who sees to what was given to nobody in particular."""


def chaser(register: Register, today: date) -> Document:
    """Return the sheet that asks for every overdue answer on that day; longest overdue first."""
    heading = "Answers that are overdue"
    return Document(
        title=heading,
        subject="",
        author="",
        language="en-GB",
        created=moment_of(today),
        furniture=Furniture(MARKING, heading, f"Register, change {register.changes}"),
        blocks=tuple(_blocks(register, today)),
        exact="The register holds the exact words.",
    )


def _blocks(register: Register, today: date) -> Iterator[Block]:
    late = sorted(chosen(register, today, overdue=True), key=lambda item: -register.overdue(item, today))
    yield Title("Answers that are overdue", over=say_day(today))
    yield para(f"Marking: {MARKING}.")
    if not late:
        yield para("Nothing is overdue.")
        return
    yield para(
        f"{plural(len(late), 'answer is', 'answers are')} overdue. Please answer each: accepted, accepted in part, "
        "not accepted, already in place, or fact disputed, with the page of the papers where there is one."
    )
    for owner in dict.fromkeys(item.owner or NOBODY for item in late):
        yield Heading(1, owner)
        rows = (_row(register, item, today) for item in late if (item.owner or NOBODY) == owner)
        yield Table(
            ("Item", "What the panel said", "Stage", "Overdue"), (0.25, 0.41, 0.17, 0.17), tuple(rows)
        )


def _row(register: Register, item: Item, today: date) -> Row:
    late = plural(register.overdue(item, today), "day")
    since = say_iso_day(item.reached[item.stage])
    return Row(
        (
            cell(f"{item.id}. {say_case(register, item)}. {say_sort(item.now.sort, item.now.kind)}"),
            cell(panel_text(item)),
            cell(f"{STAGES[item.stage]}, {since}"),
            cell(f"{late}; due {say_iso_day(register.due(item) or '')}"),
        )
    )
