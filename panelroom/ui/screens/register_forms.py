"""What the register's screen asks, and the changes that come of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from panelroom.errors import Refused
from panelroom.figures import STAGES as STAGE_NAMES
from panelroom.journal import say_invalid
from panelroom.records.files import make_folder, write_whole
from panelroom.register.changes import Change, Imported, Replied, Responded, ThemeLinked, ThemeMade, Updated
from panelroom.register.state import Item, Register
from panelroom.register.words import STAGES, STATUSES
from panelroom.text import plural
from panelroom.ui.paint import plain
from panelroom.ui.screens.asking import Asked, Values
from panelroom.ui.screens.form import Field, Option

C = TypeVar("C", bound=Change)
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


def write_documents(register: Register, today: date, folder: Path) -> str:
    """Write the spreadsheet, the table of both sides and the chaser sheet into a folder; return what was written.

    Raises:
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
    make_folder(folder)
    for name, content in files.items():
        write_whole(folder / name, content)
    return f"Written: {', '.join(files)}."


def stage(item: Item, today: str) -> Asked:
    """Ask to which stage an item goes, and when."""
    options = tuple(Option(str(n), name, STAGES[name]) for n, name in enumerate(STAGE_NAMES, 1))
    fields = (
        Field("on", "The day", "line", value=max(today, item.reached[item.stage])),
        Field("note", "A reason, where one is needed", "line", required=False),
        Field("stage", "The stage", "choice", options),
    )
    return Asked(f"Move {item.id}", fields)


def moved(item: Item, values: Values) -> Updated:
    """Return the change that the form of :func:`stage` asks for."""
    return _made(Updated, of=item.id, **values)


def answer(item: Item, today: str) -> Asked:
    """Ask what the force answers."""
    options = tuple(Option(str(n), name, words) for n, (name, words) in enumerate(STATUSES.items(), 1))
    fields = (
        Field("text", "What the force says"),
        Field("page", "The page it points to (empty: none)", "number", required=False),
        Field("on", "The day", "line", value=max(today, *item.reached.values())),
        Field("status", "Does it accept what the panel said?", "choice", options),
    )
    return Asked(f"The force's answer to {item.id}", fields)


def answered(item: Item, values: Values) -> Responded:
    """Return the change that the form of :func:`answer` asks for."""
    return _made(Responded, of=item.id, **values)


def reply(item: Item, today: str) -> Asked:
    """Ask what the panel says to the force's answer."""
    fields = (
        Field("text", "What the panel says to it"),
        Field("on", "The day", "line", value=max(today, item.responses[-1].on)),
    )
    return Asked(f"The panel's reply on {item.id}", fields, accept="record")


def replied(item: Item, values: Values) -> Replied:
    """Return the change that the form of :func:`reply` asks for."""
    return _made(Replied, of=item.id, **values)


def owner(item: Item) -> Asked:
    """Ask who sees to an item, and by when."""
    fields = (
        Field("owner", "Who sees to it: a role, never a name", "line", required=False, value=item.owner),
        Field("due", "By when, such as 2026-05-31", "line", required=False, value=item.due),
    )
    return Asked(f"Who sees to {item.id}?", fields, accept="record")


def owned(item: Item, values: Values) -> Updated:
    """Return the change that the form of :func:`owner` asks for."""
    return _made(Updated, of=item.id, **values)


def new_theme() -> Asked:
    """Ask for the title of a theme."""
    intro = plain("In words that may be published: they are checked for personal data.")
    return Asked("A new theme", (Field("title", "The theme", "line"),), intro, accept="make it")


def theme(register: Register, values: Values) -> ThemeMade:
    """Return the change that the form of :func:`new_theme` asks for."""
    return _made(ThemeMade, id=f"t{len(register.themes) + 1}", **values)


def book() -> Asked:
    """Ask for the book of a closed meeting."""
    fields = (
        Field("book", "The book of a closed meeting", "line"),
        Field("secret", "The book's pass-phrase (it does not show)", "secret"),
    )
    return Asked("Read a meeting's record", fields, accept="read it")


def folder() -> Asked:
    """Ask where documents go."""
    intro = plain(
        "The register as a spreadsheet, both sides as a table, and what is overdue. Nobody is named."
    )
    return Asked(
        "Documents", (Field("folder", "The folder they go into", "line"),), intro, accept="write them"
    )


def linked(item: Item, theme: str, side: str) -> ThemeLinked:
    """Return the change that links an item to a theme."""
    return _made(ThemeLinked, of=theme, item=item.id, side=side)


def _made(kind: type[C], **fields: Any) -> C:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise Refused(f"That cannot be recorded: {say_invalid(error)}. Nothing was changed.") from None


def history(item: Item) -> Iterator[str]:
    """Yield a line for each change of an item: when, by whom, what."""
    for entry in item.history:
        change = entry.change
        what = "Read from the record"
        if isinstance(change, Updated):
            what = f"{STAGES[change.stage]} on {change.on}" if change.stage else "Owner or due day"
            what += f": {change.note}" if change.note else ""
        elif isinstance(change, Responded):
            what = f"Answered: {STATUSES[change.status]}"
        elif isinstance(change, Replied):
            what = "The panel replied"
        yield f"{entry.at:%Y-%m-%d %H:%M}  {change.by}: {what}"
