"""Observation, force response, status: what the panel said and what the force answered, side by side on paper.

A theme comes with the cases that bear it out and those that speak against it. An answer to a theme answers none of
its cases: a case that was passed over is printed as not answered. Where the force says that the panel was wrong, the
cases that the panel relied on are named beside it.
"""

from collections.abc import Iterator
from datetime import date

from panelroom.records.blocks import (
    MARKING,
    Block,
    Document,
    Furniture,
    Heading,
    Para,
    Row,
    Table,
    Title,
    bold,
    para,
)
from panelroom.records.words import say_day
from panelroom.register.show import disputed, panel_text
from panelroom.register.state import Item, Register, Theme
from panelroom.register.words import (
    DISPUTING,
    STATUSES,
    moment_of,
    say_case,
    say_reply,
    say_response,
    say_told,
)
from panelroom.text import plural

_HEADER = ("Observation", "Force response", "Status")
_WIDTHS = (0.38, 0.38, 0.24)


def response_table(register: Register, today: date, meeting: str | None = None) -> Document:
    """Return the table of what was said and answered, as it stands on that day; of one meeting, or of all."""
    heading = "Observations and the force's responses"
    return Document(
        title=heading,
        subject="",
        author="",
        language="en-GB",
        created=moment_of(today),
        furniture=Furniture(MARKING, heading, f"Register, change {register.changes}"),
        blocks=tuple(_blocks(register, today, meeting)),
        exact="The register holds the exact words.",
    )


def _blocks(register: Register, today: date, meeting: str | None) -> Iterator[Block]:
    shown = [i for i in register.every_item() if meeting in (None, i.meeting) and not i.now.withdrawn]
    ids = {item.id for item in shown}
    themes = [t for t in register.every_theme() if ids.intersection(_linked(t))]
    grouped = {item for theme in themes for item in _linked(theme)}
    yield Title("Observations and the force's responses", over=meeting or "")
    yield para(f"Marking: {MARKING}.")
    yield para(
        f"As the register stood on {say_day(today)}. What the panel said is printed as its record has it; "
        "what the force disputes is printed beside it, not instead of it."
    )
    if themes:
        yield Heading(1, "By theme")
        rows = (_theme_row(register, theme, ids, today) for theme in themes)
        yield Table(_HEADER, _WIDTHS, tuple(rows))
    alone = [item for item in shown if item.id not in grouped]
    if alone:
        yield Heading(1, "Single items" if themes else "Items")
        yield Table(_HEADER, _WIDTHS, tuple(_item_row(register, item, today) for item in alone))
    if not shown:
        yield para("The register holds nothing of that kind.")


def _linked(theme: Theme) -> tuple[str, ...]:
    return (*theme.items("supporting"), *theme.items("contrary"))


def _items(register: Register, names: tuple[str, ...], shown: set[str]) -> list[Item]:
    return [register.items[name] for name in names if name in shown]


def _theme_row(register: Register, theme: Theme, shown: set[str], today: date) -> Row:
    supporting = _items(register, theme.items("supporting"), shown)
    contrary = _items(register, theme.items("contrary"), shown)
    return Row(
        (
            (_cell(bold=theme.title), *_observed(register, supporting, contrary)),
            tuple(_answers(register, theme, [*supporting, *contrary])),
            tuple(_theme_status(register, theme, supporting, today)),
        ),
        fault=disputed(theme) or any(disputed(item) for item in supporting),
    )


def _observed(register: Register, supporting: list[Item], contrary: list[Item]) -> Iterator[Para]:
    for item in supporting:
        yield _cell(f" {panel_text(item)}", bold=f"{say_case(register, item)}:")
    for item in contrary:
        yield _cell(f" {panel_text(item)}", bold=f"{say_case(register, item)}, which speaks against it:")


def _answers(register: Register, theme: Theme, items: list[Item]) -> Iterator[Para]:
    yield from _both_sides("", theme)
    for item in items:
        yield from _both_sides(f"{say_case(register, item)}. ", item)
    if not theme.responses and not any(item.responses or item.now.disputed for item in items):
        yield _cell("None yet.")


def _both_sides(where: str, of: Item | Theme) -> Iterator[Para]:
    """Yield what was disputed before publication, then every answer and every reply, in the order of their days."""
    if isinstance(of, Item):
        before = (say_told(told) for told in of.now.told if told.of_a_dispute)
        yield from (_cell(f" {words}", bold=f"{where}{label}") for label, words in before)
    said = [(r.on, 0, _cell(say_response(r), bold=where)) for r in of.responses]
    said += [(r.on, 1, _cell(f" {say_reply(r)}", bold=f"{where}The panel replied:")) for r in of.replies]
    yield from (paragraph for *_, paragraph in sorted(said, key=lambda one: one[:2]))


def _theme_status(register: Register, theme: Theme, items: list[Item], today: date) -> Iterator[Para]:
    if theme.responses:
        latest = theme.responses[-1].status
        yield _cell(bold=STATUSES[latest])
        if latest in DISPUTING and items:
            cases = ", ".join(dict.fromkeys(say_case(register, item).lower() for item in items))
            yield _cell(f"The panel's record says otherwise of {cases}.")
    for item in items:
        yield _cell(f"{say_case(register, item)}: {_status(register, item, today).lower()}")


def _item_row(register: Register, item: Item, today: date) -> Row:
    answers = tuple(_both_sides("", item)) or (_cell("None yet."),)
    page = f" (page {item.now.page})" if item.now.page else ""
    observed = _cell(f" {panel_text(item)}{page}", bold=f"{say_case(register, item)}:")
    return Row(((observed, *_told(item)), answers, (_cell(_status(register, item, today)),)), disputed(item))


def _told(item: Item) -> Iterator[Para]:
    """Yield what the force had answered in the room already."""
    for label, words in (say_told(told) for told in item.now.told if not told.of_a_dispute):
        yield _cell(f" {words}", bold=label)


def _status(register: Register, item: Item, today: date) -> str:
    if item.responses:
        return STATUSES[item.responses[-1].status]
    if item.now.settled:
        return "Settled in the room"
    if late := register.overdue(item, today):
        return f"Not answered, {plural(late, 'day')} overdue"
    if item.stage in ("answered", "closed"):
        return "Answered" if item.stage == "answered" else "Closed"
    return "Not answered" if item.awaits_answer else "No answer asked for"


def _cell(text: str = "", *, bold: str = "") -> Para:
    return para(*([_bold(bold)] if bold else []), *([text] if text else []), tone="cell")


_bold = bold
