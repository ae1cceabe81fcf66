"""One form for everything that is typed: words, a line, a number, a choice by key.

While words are typed the room's display shows a holding page. ENTER goes from field to field; a choice as the
last field is made with one key and accepts the form, after what was typed has been read back.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, TextArea

from panelroom.ui.frame import Modal
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, join, keys, lines, plain, styled
from panelroom.ui.screens.boxes import UNSEEN, Confirm
from panelroom.ui.widgets import Literal as Shown
from panelroom.ui.widgets import Scroll, Sparing

Kind = Literal["words", "line", "number", "choice", "secret"]

MOST_LETTERS = 50_000
"""As :data:`panelroom.acts.MAX_TEXT`, which is not imported before a meeting is open."""
MOST = 10_000
"""The largest count: hands, copies, pages."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the key that makes it, the value it gives, the words for it."""

    key: str
    value: Any
    label: str


@dataclass(frozen=True, slots=True)
class Toggle:
    """Something that goes with a choice and changes with its own key, from one of ``options`` to the next."""

    key: str
    name: str
    label: str
    options: tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    ``kind``: ``words`` (as much as one likes), ``line``, ``number``, ``secret`` (no letter shows, never kept), or
    ``choice`` among ``options``.
    """

    name: str
    label: str
    kind: Kind = "words"
    options: tuple[Option, ...] = ()
    required: bool = True
    value: Any = None
    toggles: tuple[Toggle, ...] = ()
    decimal: bool = False
    """Whether a number may be something else than a count."""
    missing: str = ""
    """What is said where it is needed and empty, in a sentence; else its label says what is needed."""
    unfinished: bool = False
    """Whether its value was begun and left: one goes on writing behind it, instead of writing over it."""


def _handed_on(widget: Widget, event: events.Key) -> bool:
    """Hand on a key that came in before the ENTER ahead of it had moved on; return whether it was one.

    On a slow laptop a fast typist is ahead of the screen: the 8 of ``9 ENTER 8`` must not make 98 of the 9.
    """
    focused = widget.screen.focused
    if focused is None or focused is widget:
        return False
    event.stop()
    event.prevent_default()
    focused._forward_event(events.Key(event.key, event.character))
    return True


def _goes_on(widget: Widget, event: events.Key) -> bool:
    """Go on to the next field at once, if the key is ENTER; return whether it was."""
    if event.key != "enter" or not isinstance(widget.screen, Form):
        return False
    event.stop()
    event.prevent_default()
    widget.screen.go_on()
    return True


class Words(Sparing, TextArea):
    """A place to type as much as one likes. ENTER goes on; ctrl+j begins a new line. Nothing can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j", "new_line", "new line", show=False)]

    async def _on_key(self, event: events.Key) -> None:
        if not _handed_on(self, event) and not _goes_on(self, event):
            await super()._on_key(event)

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_copy(self) -> None:
        """Copy nothing: the clipboard outlives the meeting."""

    def action_cut(self) -> None:
        """Cut nothing."""


class Line(Sparing, Input):
    """A one-line field whose text can be neither copied nor cut."""

    def _on_paste(self, event: events.Paste) -> None:
        if self.password:
            return
        # Textual would take the first line and drop the others without a word.
        event.stop()
        event.prevent_default()
        self.replace(" ".join(event.text.split()), *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        if not _handed_on(self, event) and not _goes_on(self, event):
            await super()._on_key(event)

    def action_copy(self) -> None:
        """Copy nothing: the clipboard outlives the meeting."""

    def action_cut(self) -> None:
        """Cut nothing."""


class Choose(Shown, can_focus=True):
    """A choice made with one key."""

    def __init__(self, field: Field) -> None:
        self.options = field.options
        self.toggles = field.toggles
        self.at = dict.fromkeys((t.name for t in field.toggles), 0)
        self.value: Any = field.value
        super().__init__(id=field.name)
        self._show()

    def _show(self) -> None:
        rows = [self._row(o) for o in self.options]
        beside = [
            join(styled(f"  {t.key}  ", KEY), f"{t.label}: ", styled(t.options[self.at[t.name]][1], BOLD))
            for t in self.toggles
        ]
        self.show(lines(*rows, *beside))

    def beside(self) -> dict[str, Any]:
        """Return what the toggles stand at, by name."""
        return {t.name: t.options[self.at[t.name]][0] for t in self.toggles}

    def _row(self, option: Option) -> Content:
        chosen = option.value == self.value and self.value is not None
        row = join(
            styled(f"  {option.key}  ", KEY), styled(option.label, BOLD) if chosen else plain(option.label)
        )
        return join(row, styled("   chosen", BOLD)) if chosen else row

    def on_key(self, event: events.Key) -> None:
        """Choose by key, or change what goes with the choice."""
        if _handed_on(self, event):
            return
        for toggle in self.toggles:
            if event.character == toggle.key:
                event.stop()
                self.at[toggle.name] = (self.at[toggle.name] + 1) % len(toggle.options)
                self._show()
                return
        for option in self.options:
            if event.character == option.key:
                event.stop()
                self.value = option.value
                self._show()
                assert isinstance(self.screen, Form)
                self.screen.go_on()
                return


class Form(Modal):
    """A form over the screen; it gives back name -> value, or ``None`` when it was left.

    Args:
        title: what is being recorded.
        fields: the fields, in order.
        draft: the name under which unfinished text is kept; a form with one is filled in unseen by the room.
        intro: what to know beforehand.
        accept: what ENTER does in the last field, in a word.
        check: returns why what was typed cannot be accepted, else nothing; the form stays as it is then.
        doubt: returns what to ask before it is accepted, else nothing; after a no the form stays as it is.
    """

    HELP_TITLE = "Typing"
    HELP = """
Nothing is recorded or changed before the last field is accepted.

ENTER : on to the next field; in the last one, accept what is typed
ctrl+j : a new line, where there is room for more than one
tab : the next field; shift+tab the one before
a letter, a digit : makes the choice beside it; where a choice comes last, that accepts the form
ctrl+s : accept at once, if nothing that is needed is empty
ESC : leave; nothing is recorded. Words meant for the record wait here for the next time
"""
    # Textual would glide to the field, and past its label.
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", show=False),
        Binding("tab", "app.focus_next", "next", show=False),
        Binding("shift+tab", "app.focus_previous", "previous", show=False),
        Binding("ctrl+s", "accept", "accept", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        draft: str | None = None,
        intro: Content | None = None,
        accept: str | None = None,
        check: Callable[[dict[str, Any]], str] | None = None,
        doubt: Callable[[dict[str, Any]], str] | None = None,
    ) -> None:
        super().__init__()
        self._check, self._doubt = check, doubt
        self._title = title
        self._fields = tuple(fields)
        self._draft = draft
        self._intro = intro
        self._accept = accept or ("record" if draft else "accept")
        self._was_private = False

    @property
    def _typed(self) -> bool:
        """Whether what is typed here is meant for the record: the room does not see it being written."""
        conductor = self.app.conductor
        return self._draft is not None and not (conductor and conductor.meeting.closed_at)

    def compose(self) -> ComposeResult:
        """Lay out the fields under one another; they scroll between the title and what ENTER does."""
        kept = self.app.kept_draft(self._draft)
        with Vertical(classes="box"):
            with Vertical(classes="head"):
                yield Shown(bold(self._title), classes="title")
                if self._typed and self.app.conductor:
                    yield Shown(UNSEEN)
            with Scroll(classes="fields"):
                if self._intro is not None:
                    yield Shown(self._intro, classes="intro")
                for field in self._fields:
                    with Vertical(classes="field"):
                        yield Shown(plain(field.label), classes="label")
                        yield self._widget(field, kept)
            with Vertical(classes="foot"):
                yield Shown(id="wrong")
                yield Shown(id="hint")

    def _hint(self, name: str) -> Content:
        """Return what the keys do in the field of that name."""
        widget = self.query_one(f"#{name}")
        does = self._accept if name == self._fields[-1].name else "next"
        pairs = [("ESC", "leave, text is kept" if self._draft else "leave")]
        if not isinstance(widget, Choose) or widget.value is not None:
            pairs.insert(0, ("ENTER", does))
        if isinstance(widget, Words):
            pairs.append(("ctrl+j", "new line"))
        return keys(*pairs)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the whole field with its label, and what ENTER does there."""
        assert event.widget.id is not None
        self.query_one("#hint", Shown).show(self._hint(event.widget.id))
        # At once, since Textual would move the field to the middle, without its label.
        self._show_field(immediate=True)

    def on_resize(self) -> None:
        """Use the rows there are, and lose neither the field nor its label."""
        super().on_resize()
        self.call_after_refresh(self._show_field)

    def _show_field(self, immediate: bool = False) -> None:
        if self.focused and isinstance(place := self.focused.parent, Widget):
            place.scroll_visible(animate=False, immediate=immediate)

    def _widget(self, field: Field, kept: Mapping[str, Any]) -> Widget:
        if field.kind == "choice":
            return Choose(field)
        value = kept.get(field.name, field.value)
        text = "" if value is None else str(value)
        return (
            _words(field, text)
            if field.kind == "words"
            else _line(field, text, field.unfinished or field.name in kept)
        )

    def on_mount(self) -> None:
        """Begin at the first field, unseen by the room where words are typed."""
        # At once: Textual's focus() waits behind the keys that were typed before the form was there.
        self.set_focus(self.query_one(f"#{self.starts_at()}"), scroll_visible=False)
        if self._typed:
            self._was_private = self.app.set_private(True)

    def starts_at(self) -> str:
        """Return the name of the field to begin with."""
        return self._fields[0].name

    def on_unmount(self) -> None:
        """Let the room see again what it saw before."""
        if self._typed:
            self.app.set_private(self._was_private)

    def values(self) -> dict[str, Any]:
        """Return what the fields hold, without the empty ones."""
        found = {f.name: self._value(f) for f in self._fields}
        for choice in self.query(Choose):
            found |= choice.beside()
        return {name: value for name, value in found.items() if value not in (None, "")}

    def _value(self, field: Field) -> Any:
        widget = self.query_one(f"#{field.name}")
        if isinstance(widget, Choose):
            return widget.value
        if isinstance(widget, Words):
            return widget.text.strip()
        assert isinstance(widget, Input)
        if field.kind == "secret":
            return widget.value
        return _number(widget.value) if field.kind == "number" else widget.value.strip()

    def go_on(self) -> None:
        """Go on to the next field; from the last one, accept the form."""
        focused = self.focused
        names = [f.name for f in self._fields]
        place = names.index(focused.id) if focused and focused.id in names else len(names) - 1
        if wrong := self._no_number(self._fields[place]):
            self._refuse(self._fields[place], wrong)
        elif place + 1 < len(names):
            self.query_one("#wrong", Shown).show("")
            self.set_focus(self.query_one(f"#{names[place + 1]}"), scroll_visible=False)
        else:
            self.action_accept()

    def on_key(self, event: events.Key) -> None:
        """ENTER on a choice goes on with what is chosen."""
        if event.key == "enter":
            event.stop()
            self.go_on()

    def action_accept(self) -> None:
        """Accept the form, if every field that is needed is filled in."""
        given = self.values()
        for field in self._fields:
            if wrong := _wrong(field, given.get(field.name)):
                self._refuse(field, wrong)
                return
        if self._check and (wrong := self._check(given)):
            self._refuse(self._fields[0], wrong)
        elif self._doubt and (question := self._doubt(given)):
            self._ask(question, given)
        else:
            self._accepted(given)

    def _ask(self, question: str, given: dict[str, Any]) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._accepted(given)

        self.app.push_screen(Confirm(question), answered)

    def _accepted(self, given: dict[str, Any]) -> None:
        self.app.accepted_draft(self._draft, self._texts())
        self.dismiss(given)

    def _no_number(self, field: Field) -> str | None:
        """Return why what stands in a field for a number is none; an empty field may wait."""
        value = self.values().get(field.name)
        return _wrong(field, value) if field.kind == "number" and value is not None else None

    def _refuse(self, field: Field, wrong: str) -> None:
        """Say what is wrong, and go back to the field; a number is selected, so that typing replaces it."""
        self.query_one("#wrong", Shown).show(styled(wrong, FAULT))
        widget = self.query_one(f"#{field.name}")
        widget.focus()
        if field.kind == "number" and isinstance(widget, Input):
            widget.action_select_all()

    def action_leave(self) -> None:
        """Leave; what was typed is kept for the next time."""
        self.keep()
        self.dismiss(None)

    def keep(self) -> None:
        """Keep what is typed so far."""
        self.app.keep_draft(self._draft, self._texts())

    def _texts(self) -> dict[str, Any]:
        secret = {f.name for f in self._fields if f.kind == "secret"}
        return {k: v for k, v in self.values().items() if isinstance(v, str) and k not in secret}


def _words(field: Field, text: str) -> Words:
    """Return a place for words, its cursor behind what is there: one goes on writing."""
    area = Words(text, id=field.name, compact=False, show_line_numbers=False)
    area.cursor_blink = False
    area.move_cursor(area.document.end)
    return area


def _line(field: Field, text: str, unfinished: bool) -> Line:
    """Return a place for a line; what it holds is selected, so that typing replaces it, unless it is unfinished."""
    line = Line(
        text,
        id=field.name,
        # Never Textual's own kind for numbers: it drops what is no digit, and makes 45 of "4 and 5".
        type="text",
        password=field.kind == "secret",
        select_on_focus=field.kind == "number" or not unfinished,
    )
    line.cursor_blink = False
    return line


def _wrong(field: Field, value: Any) -> str | None:
    """Return why a field cannot be accepted as it is, if it cannot."""
    if value is None:
        return (field.missing or f"Still needed: {field.label}") if field.required else None
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        return f"That is longer than a record can hold ({MOST_LETTERS} letters): shorten it."
    if field.kind != "number" or (field.decimal and not isinstance(value, str)):
        return None
    if field.decimal:
        return f"One number alone is needed, such as 4 or 4.5: {field.label}"
    counts = isinstance(value, int) and 0 <= value <= MOST
    return None if counts else f"A whole number from 0 to {MOST} is needed, one alone: {field.label}"


_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.][0-9]{0,15})?")


def _number(text: str) -> int | float | str:
    """Return the number that was typed, or the text where it is anything else."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    return int(value) if value.is_integer() else value
