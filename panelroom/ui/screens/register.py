"""The register at the keyboard: what the panel said, who was told, what the force answered, what is late."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom.clock import Clock
from panelroom.records.files import make_folder
from panelroom.records.words import KINDS, say_iso_day
from panelroom.register import shelf
from panelroom.register.changes import Change, Side
from panelroom.register.show import disputed, panel_text, since_words
from panelroom.register.state import Item, Register
from panelroom.register.wording import check_publishable
from panelroom.register.words import (
    STAGES,
    STATUSES,
    say_case,
    say_relays_missing,
    say_reply,
    say_response,
    say_sort,
    say_told,
)
from panelroom.text import plural
from panelroom.ui.frame import PlainScreen
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, column, join, keys, lines, plain, styled
from panelroom.ui.screens import register_forms as forms
from panelroom.ui.screens.asking import Asked, ask
from panelroom.ui.screens.boxes import Pick, TextBox
from panelroom.ui.widgets import Literal, Scroll

_SIDES: dict[Side, str] = {"supporting": "bears it out", "contrary": "speaks against it"}
_FILTERS = ("open", "overdue", "disputed", "closed", "all")


def open_register(screen: PlainScreen, home: Path, clock: Clock) -> None:
    """Ask for the register's pass-phrase and open it on the screen; where there is none, make it first."""
    path = home / shelf.FILE
    there = path.is_file()
    ask(
        screen,
        forms.secret() if there else forms.new_secret(),
        lambda values: shelf.register_key(path, values["secret"]) if there else _make(path, values["secret"]),
        lambda key: _push(
            screen, RegisterDesk(path, key, clock), "" if there else f"Made the register: {path}."
        ),
        doing="Opening the register",
    )


def _make(path: Path, secret: str) -> bytes:
    make_folder(path.parent)
    return shelf.new_register(path, secret)


def _push(screen: PlainScreen, desk: "RegisterDesk", said: str) -> None:
    screen.app.push_screen(desk)
    desk.notice(said)


class RegisterDesk(PlainScreen):
    """The items in a list, the chosen one whole beneath it."""

    DEFAULT_CSS = """
    RegisterDesk #items { height: 1fr; scrollbar-size-vertical: 1; }
    RegisterDesk #more { height: auto; padding: 0 1; }
    RegisterDesk #item { height: 1fr; border-top: solid $accent; scrollbar-size-vertical: 1; }
    """
    HELP_TITLE = "The register"
    HELP = """
Every item of feedback, query and action, with its stage. What the panel said is never changed here.

up down : choose an item
ENTER : both sides and the whole history
f : show what is open, overdue, disputed, closed, or all
s : move it to a stage, or record the day of one that was left out
a : record what the force answers
p : record what the panel says to that
o : who sees to it, and by when
t : link it to a theme
n : a new theme
i : read the record of a closed meeting, or read it again
d : documents: the spreadsheet, both sides as a table, what is overdue
w : what came of earlier feedback since the last meeting
q ESC : back
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("pageup", "move(-8)", "up", show=False),
        Binding("pagedown", "move(8)", "down", show=False),
        Binding("enter", "whole", "whole", show=False),
        Binding("f", "filter", "filter", show=False),
        Binding("s", "stage", "stage", show=False),
        Binding("a", "answer", "answer", show=False),
        Binding("p", "reply", "reply", show=False),
        Binding("o", "owner", "owner", show=False),
        Binding("t", "theme", "theme", show=False),
        Binding("n", "new_theme", "new theme", show=False),
        Binding("i", "read", "read", show=False),
        Binding("d", "documents", "documents", show=False),
        Binding("w", "since", "since", show=False),
        Binding("q,escape", "back", "back", show=False),
    ]
    _KEYS = (
        ("ENTER", "history"),
        ("f", "filter"),
        ("s", "stage"),
        ("a", "answer"),
        ("p", "reply"),
        ("o", "owner"),
        ("q", "back"),
        ("F1", "help"),
    )
    _MORE = (
        ("i", "read a record"),
        ("w", "since last meeting"),
        ("t", "theme"),
        ("n", "new theme"),
        ("d", "documents"),
    )

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        super().__init__()
        self._path, self._key, self._clock = path, key, clock
        self._at = 0
        self._filter = "open"
        self._left: dict[str, dict[str, Any]] = {}
        self.register: Register = self._read()

    def _read(self) -> Register:
        with shelf.reading(self._path, self._key) as file:
            return shelf.read(file)

    def body(self) -> ComposeResult:
        """Yield the list and the chosen item."""
        with Scroll(id="items"):
            yield Literal(id="rows")
        with Scroll(id="item"):
            yield Literal(id="said")
        yield Literal(keys(*self._MORE), id="more")

    # what is shown

    @property
    def today(self) -> str:
        """The day on the wall."""
        return self._clock.wall().date().isoformat()

    def late(self, item: Item) -> int:
        """Return by how many days an answer is late."""
        return self.register.overdue(item, self._clock.wall().date())

    def shown(self) -> list[Item]:
        """Return the items that the filter lets through."""
        suits: dict[str, Callable[[Item], bool]] = {
            "open": lambda item: item.open,
            "overdue": lambda item: self.late(item) > 0,
            "disputed": disputed,
            "closed": lambda item: not item.open,
            "all": lambda item: True,
        }
        return [item for item in self.register.every_item() if suits[self._filter](item)]

    def chosen(self) -> Item | None:
        """Return the item under the cursor."""
        items = self.shown()
        return items[min(self._at, len(items) - 1)] if items else None

    def _item(self) -> Item | None:
        """Return the item under the cursor; where there is none, say why."""
        item = self.chosen()
        if item is None:
            self.notice(self._say_nothing(), refused=True)
        return item

    def paint(self) -> None:
        """Show the list and the chosen item."""
        if not self.is_mounted:
            return
        items = self.shown()
        self._at = max(0, min(self._at, len(items) - 1))
        late = sum(1 for item in self.register.every_item() if self.late(item))
        right = f"{plural(len(items), 'item')} {self._filter}"
        right += "" if self._filter == "overdue" else f", {late} overdue"
        self.paint_frame(bold("Register"), right, self._KEYS)
        rows = [self._row(item, place == self._at) for place, item in enumerate(items)]
        self.literal("#rows").show(lines(*rows) if rows else plain(self._say_nothing()))
        item = self.chosen()
        self.literal("#said").show(lines(self._said(item), *_to_relay(item)) if item else plain(""))

    def _say_nothing(self) -> str:
        """Return why the list is empty, and which key goes on."""
        if not self.register.items:
            return (
                "The register is empty. Press i to read the record of a closed meeting: "
                "what the panel said there becomes the items of this list."
            )
        return f"No item is {self._filter}. f shows the next kind."

    def _row(self, item: Item, here: bool) -> Content:
        late = self.late(item)
        return join(
            styled(" > " if here else "   ", KEY),
            styled(column(item.id, 6), BOLD if here else ""),
            column(STAGES[item.stage], 22),
            styled(column(f"{late} late" if late else "", 9), FAULT),
            column("Fact disputed" if disputed(item) else "", 14),
            say_sort(item.now.sort, item.now.kind),
        )

    def _said(self, item: Item) -> Content:
        page = f", page {item.now.page}" if item.now.page else ""
        due, late = self.register.due(item), self.late(item)
        lateness = f", {plural(late, 'day')} late" if late else ""
        told = [join(bold(f"{label} "), words) for label, words in map(say_told, item.now.told)]
        return lines(
            join(bold(f"{item.id}  {say_case(self.register, item)}{page}"), f"  {_whole_sort(item)}"),
            join(bold("Panel: "), panel_text(item)),
            *told,
            *(join(bold(f"Force, {STATUSES[r.status].lower()}: "), say_response(r)) for r in item.responses),
            *(join(bold("Panel replied: "), say_reply(r)) for r in item.replies),
            f"Owner: {item.owner or '-'}   Due: {say_iso_day(due) if due else '-'}{lateness}",
            *(join(bold("Theme: "), words) for words in self._themes(item)),
        )

    def _themes(self, item: Item) -> Iterator[str]:
        for theme in self.register.every_theme():
            if words := _SIDES.get(theme.sides.get(item.id, "none")):
                yield f"{theme.title}, {words}"

    # moving about

    def action_move(self, by: int) -> None:
        """Move up or down."""
        self._at = max(0, min(len(self.shown()) - 1, self._at + by))
        self.paint()
        self.query_one("#items", Scroll).scroll_to(y=max(0, self._at - 3), animate=False)
        self.query_one("#item", Scroll).scroll_home(animate=False)

    def action_filter(self) -> None:
        """Show the next kind of items."""
        self._filter = _FILTERS[(_FILTERS.index(self._filter) + 1) % len(_FILTERS)]
        self._at = 0
        self.paint()

    def action_whole(self) -> None:
        """Show both sides and the history."""
        if item := self._item():
            history = forms.history(item)
            self.app.push_screen(TextBox(f"Item {item.id}", lines(self._said(item), "", *history)))

    def action_since(self) -> None:
        """Show what came of earlier feedback."""
        words = since_words(self.register, self._clock.wall().date())
        self.app.push_screen(TextBox("Since the last meeting", plain(words)))

    def action_back(self) -> None:
        """Back to where the register was opened."""
        self.app.pop_screen()

    # changing

    def action_stage(self) -> None:
        """Move the item to a stage."""
        if item := self._item():
            self._ask(
                forms.stage(item, self.today),
                lambda values: forms.moved(item, values),
                lambda: forms.say_moved(item, self.register.items[item.id]),
            )

    def action_answer(self) -> None:
        """Record what the force answers."""
        if item := self._item():
            self._ask(
                forms.answer(item, self.today),
                lambda values: forms.answered(item, values),
                lambda: forms.say_answered(self.register.items[item.id]),
            )

    def action_reply(self) -> None:
        """Record what the panel says to it."""
        if (item := self._item()) and not item.responses:
            self.notice(f"The force has not answered {item.id} yet: a records its answer.", refused=True)
        elif item:
            said = f"The panel's reply on {item.id} is recorded."
            self._ask(forms.reply(item, self.today), lambda values: forms.replied(item, values), lambda: said)

    def action_owner(self) -> None:
        """Say who sees to the item, and by when."""
        if item := self._item():
            said = f"Who sees to {item.id}, and by when, is recorded."
            self._ask(forms.owner(item), lambda values: forms.owned(item, values), lambda: said)

    def action_theme(self) -> None:
        """Link the item to a theme."""
        if not (item := self._item()):
            return
        options = [
            ((theme.id, side), f"{theme.title}: {words}")
            for theme in self.register.every_theme()
            for side, words in _SIDES.items()
        ]
        empty = "There is no theme yet: n makes one."

        def picked(choice: tuple[str, str] | None) -> None:
            if choice:
                self._try(lambda: self._do(forms.linked(item, *choice)), f"{item.id} is linked to the theme.")

        self.app.push_screen(Pick("Which theme?", options, empty=empty), picked)

    def action_new_theme(self) -> None:
        """Name a new theme."""

        def make(values: dict[str, Any]) -> str:
            change = forms.theme(self.register, values)
            with shelf.writing(self._path, self._key, self._clock) as writer:
                check_publishable(writer.file, change.title)
                writer.do(change)
                self.register = writer.register
            return f"The theme '{change.title}' is in the register. t links the chosen item to it."

        ask(self, forms.new_theme(), make, self.notice)

    def action_read(self) -> None:
        """Read the record of a closed meeting."""

        def read(values: dict[str, Any]) -> str:
            meeting, rows = shelf.read_record(Path(values["book"]).expanduser(), values["secret"])
            with shelf.writing(self._path, self._key, self._clock) as writer:
                return forms.say_read(writer.take(meeting, rows))

        def done(said: str) -> None:
            self.register = self._read()
            self.paint()
            self.notice(said)

        ask(self, forms.book(), read, done, doing="Reading the record")

    def action_documents(self) -> None:
        """Write the spreadsheet, the table and the chaser sheet."""
        register, today = self.register, self._clock.wall().date()

        def write(values: dict[str, Any]) -> str:
            return forms.write_documents(register, today, Path(values["folder"]).expanduser())

        ask(self, forms.folder(self.today), write, self.notice, doing="Writing documents")

    def _ask(self, asked: Asked, made: Callable[[dict[str, Any]], Change], said: Callable[[], str]) -> None:
        def done(_: None) -> None:
            self._left.pop(asked.title, None)
            self.paint()
            self.notice(said())

        def left(values: dict[str, Any]) -> None:
            # Only for words that somebody wrote: a day or a choice is given again in one key.
            self._left.pop(asked.title, None)
            if values.get("text"):
                self._left[asked.title] = values
                self.notice("Nothing is recorded. What you typed waits here: the same key goes on with it.")

        kept = self._left.get(asked.title)
        form = asked.again(kept, "") if kept else asked
        ask(self, form, lambda values: self._do(made(values)), done, back=left)

    def _do(self, change: Change) -> None:
        with shelf.writing(self._path, self._key, self._clock) as writer:
            writer.do(change)
            self.register = writer.register

    def _try(self, deed: Callable[[], None], said: str) -> None:
        from panelroom.errors import PanelroomError

        try:
            deed()
        except PanelroomError as error:
            self.notice(str(error), refused=True)
        else:
            self.notice(said)
        self.paint()


def _whole_sort(item: Item) -> str:
    """Return of what sort an item is, with the kind of observation that organisational learning came from."""
    sort, kind = say_sort(item.now.sort, item.now.kind), item.now.kind
    if item.now.sort != "organisational_learning" or kind in (None, "learning"):
        return sort
    return f"{sort} ({KINDS[kind].lower()})"


def _to_relay(item: Item) -> Iterator[str]:
    """Yield what stands between feedback and its closing."""
    if item.open and (missing := say_relays_missing(item)):
        yield f"Not relayed yet to {missing}: s records the day. Closed without, it needs a reason."
