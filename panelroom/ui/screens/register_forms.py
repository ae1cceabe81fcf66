"""What the register's screen asks, and the changes that come of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from panelroom.errors import Refused
from panelroom.figures import STAGES as STAGE_NAMES
from panelroom.figures import Stage
from panelroom.records.files import refuse_existing, write_all
from panelroom.records.words import say_iso_day
from panelroom.register.changes import Imported, Replied, Responded, ThemeLinked, ThemeMade, Updated
from panelroom.register.given import made
from panelroom.register.state import Item, Register, stage_place
from panelroom.register.words import STAGES, STATUSES, say_relays_missing
from panelroom.text import plural
from panelroom.ui.paint import plain
from panelroom.ui.screens.asking import Asked, Values
from panelroom.ui.screens.form import Field, Option

_DAY = "The day, such as 2026-05-31"
_SECRET = Field("secret", "The register's pass-phrase (it does not show)", "secret")


def secret() -> Asked:
    """Ask for the register's pass-phrase."""
    return Asked("The register", (_SECRET,), accept="open")


def new_secret() -> Asked:
    """Ask for the pass-phrase of a new register, twice."""
    intro = plain("There is no register yet; it is made now. Without its pass-phrase nobody can open it.")
    again = Field("again", "The same again", "secret")
    return Asked("The register", (_SECRET, again), intro, (("secret", _refuse_different),), accept="make it")


def _refuse_different(values: Values) -> None:
    if values["secret"] != values["again"]:
        raise Refused("The two pass-phrases differ: nothing was made. Type it twice again.")


def say_read(change: Imported | None) -> str:
    """Return what reading a record brought."""
    if change is None:
        return "The register had read all of that record before."
    return f"Read: {plural(len(change.items), 'item')} new or changed."


def say_moved(before: Item, after: Item) -> str:
    """Return what the form of :func:`stage` changed."""
    if after.stage == before.stage and (filled := set(after.reached) - set(before.reached)):
        (name,) = filled
        kept = f"it stays at '{STAGES[after.stage]}'"
        return f"{after.id}: '{STAGES[name]}' on {say_iso_day(after.reached[name])} is recorded; {kept}."
    since = say_iso_day(after.reached[after.stage])
    if stage_place(after.stage) < stage_place(before.stage):
        return (
            f"{after.id} went back to '{STAGES[after.stage]}', {since}. Its history keeps the later stages."
        )
    return f"{after.id} is at '{STAGES[after.stage]}', {since}."


def say_answered(item: Item) -> str:
    """Return that an answer was recorded, and what is to be recorded before the item can be closed."""
    said = f"The answer to {item.id} is recorded."
    if missing := say_relays_missing(item):
        said += f" It is not relayed to {missing} yet: s records the day, before it is closed."
    return said


def write_documents(register: Register, today: date, folder: Path) -> str:
    """Write the spreadsheet, the table of both sides and the chaser sheet into a folder; return what was written.

    Raises:
        Refused: one of them is there already; nothing was written.
        NotWritten: the folder does not take them; no file is half written.
    """
    from panelroom.records.pdf import render
    from panelroom.register.chaser import chaser
    from panelroom.register.spreadsheet import register_workbook
    from panelroom.register.table import response_table

    files = {
        "register.xlsx": register_workbook(register, register.every_item(), today),
        "responses.pdf": render(response_table(register, today))[0],
        "chaser.pdf": render(chaser(register, today))[0],
    }
    for name in files:
        refuse_existing(folder / name)
    write_all(folder, files)
    return f"Written to {folder}: {', '.join(files)}."


def stage(item: Item, today: str) -> Asked:
    """Ask to which stage an item goes, and when."""
    options = tuple(Option(str(n), name, _stage(item, name)) for n, name in enumerate(STAGE_NAMES, 1))
    reason = "A reason: only to go back a stage, or to close without relaying"
    fields = (
        Field("on", _DAY, "line", value=max(today, item.reached[item.stage])),
        Field("note", reason, "line", required=False),
        Field("stage", "The stage", "choice", options),
    )
    return Asked(f"Move {item.id}", fields)


def _stage(item: Item, name: Stage) -> str:
    """Return a stage with the day it was reached, or that its day was left out."""
    if name in item.reached:
        return f"{STAGES[name]}, {say_iso_day(item.reached[name])}"
    return f"{STAGES[name]}, day not recorded" if item.left_out(name) else STAGES[name]


def moved(item: Item, values: Values) -> Updated:
    """Return the change that the form of :func:`stage` asks for."""
    return made(Updated, of=item.id, **values)


def answer(item: Item, today: str) -> Asked:
    """Ask what the force answers."""
    options = tuple(Option(str(n), name, words) for n, (name, words) in enumerate(STATUSES.items(), 1))
    fields = (
        Field("text", "What the force says"),
        Field("page", "The page it points to (empty: none)", "number", required=False),
        Field("on", _DAY, "line", value=max(today, *item.reached.values())),
        Field("status", "Does it accept what the panel said?", "choice", options),
    )
    return Asked(f"The force's answer to {item.id}", fields)


def answered(item: Item, values: Values) -> Responded:
    """Return the change that the form of :func:`answer` asks for."""
    return made(Responded, of=item.id, **values)


def reply(item: Item, today: str) -> Asked:
    """Ask what the panel says to the force's answer."""
    fields = (
        Field("text", "What the panel says to it"),
        Field("on", _DAY, "line", value=max(today, item.responses[-1].on)),
    )
    return Asked(f"The panel's reply on {item.id}", fields, accept="record")


def replied(item: Item, values: Values) -> Replied:
    """Return the change that the form of :func:`reply` asks for."""
    return made(Replied, of=item.id, **values)


def owner(item: Item) -> Asked:
    """Ask who sees to an item, and by when."""
    fields = (
        Field("owner", "Who sees to it: a role, never a name", "line", required=False, value=item.owner),
        Field("due", "By when, such as 2026-05-31", "line", required=False, value=item.due),
    )
    return Asked(f"Who sees to {item.id}?", fields, accept="record")


def owned(item: Item, values: Values) -> Updated:
    """Return the change that the form of :func:`owner` asks for."""
    return made(Updated, of=item.id, **values)


def new_theme() -> Asked:
    """Ask for the title of a theme."""
    intro = plain("In words that may be published: they are checked for personal data.")
    return Asked("A new theme", (Field("title", "The theme", "line"),), intro, accept="make it")


def theme(register: Register, values: Values) -> ThemeMade:
    """Return the change that the form of :func:`new_theme` asks for."""
    return made(ThemeMade, id=f"t{len(register.themes) + 1}", **values)


def book() -> Asked:
    """Ask for the book of a closed meeting."""
    fields = (
        Field("book", "The book of a closed meeting", "line"),
        Field("secret", "The book's pass-phrase (it does not show)", "secret"),
    )
    return Asked("Read a meeting's record", fields, accept="read it")


def folder(today: str) -> Asked:
    """Ask where documents go; each day has a folder of its own unless somebody says otherwise."""
    intro = plain(
        "The register as a spreadsheet, both sides as a table, and what is overdue. Nobody is named."
    )
    return Asked(
        "Documents",
        (Field("folder", "The folder they go into", "line", value=f"~/panelroom-register-{today}"),),
        intro,
        accept="write them",
    )


def linked(item: Item, theme: str, side: str) -> ThemeLinked:
    """Return the change that links an item to a theme."""
    return made(ThemeLinked, of=theme, item=item.id, side=side)


def history(item: Item) -> Iterator[str]:
    """Yield a line for each change of an item: when, by whom, what."""
    for entry in item.history:
        change = entry.change
        what = "Read from the record"
        if isinstance(change, Updated):
            what = f"{STAGES[change.stage]}, {change.on}" if change.stage else "Owner or due day"
            what += f": {change.note}" if change.note else ""
        elif isinstance(change, Responded):
            what = f"Answered: {STATUSES[change.status]}"
        elif isinstance(change, Replied):
            what = "The panel replied"
        yield f"{entry.at:%Y-%m-%d %H:%M}  {change.by}: {what}"
