"""Home: what would you like to do? And the door to a meeting: its pass-phrase."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from panelroom.text import unquoted
from panelroom.ui.frame import PlainScreen
from panelroom.ui.paint import KEY, bold, join, lines, plain, styled
from panelroom.ui.recent import Recent, recent_books
from panelroom.ui.screens.boxes import Confirm, Pick
from panelroom.ui.widgets import Literal, Scroll, Secret

if TYPE_CHECKING:
    from panelroom.paper_source import Elsewhere, PaperSource

AFTER = """
Open the book of the meeting. Once it is closed, the first screen says what is left to do:

  wording for the public, what the public will read, corrections,
  the minutes confirmed, the documents, handing the record over, its proof.

If the meeting was held on another laptop, have its record handed over to your own keys, and open it here:
back, then 2. You need no papers for any of this.

In a terminal:

  panelroom meeting receive april.record.age --as secretary.vault.age --book april.book
  panelroom release april.book
  panelroom export april.book --to DOCUMENTS
  panelroom verify april.book --against minutes.pdf
"""


MADE_BEFOREHAND = (
    "The officer makes a book for each meeting beforehand, in a terminal: panelroom meeting new. To see a meeting"
    " without one: ESC, then 4, the demonstration."
)
HELD_BEFORE = (
    "The book of the meeting that was held: a file such as april.book. If it is on another laptop, have its record"
    " handed over: ESC, then 3 and 2."
)
AGAIN = "Type the pass-phrase again."


class Home(PlainScreen):
    """The first thing anybody sees."""

    HELP_TITLE = "Home"
    HELP = """
1 : prepare papers: from redacted documents to a sealed pack
2 : run a meeting: open a book by its name
3 : after the meeting: a book of this computer, or a record that was handed over
4 : a demonstration with invented cases
5 : rehearse a meeting, with a guide; nothing of it stays
r : the register: what became of what the panel said
y : the figures of a year, or of any period: recorded crimes, findings, answers, as bars and tables
a - i : one of the recent meetings
F9 : light or dark
q : leave panelroom; everywhere else ctrl+q does
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "prepare", "prepare", show=False),
        Binding("2", "run", "run", show=False),
        Binding("3", "after", "after", show=False),
        Binding("4", "app.demonstrate", "demonstrate", show=False),
        Binding("5", "app.rehearse", "rehearse", show=False),
        Binding("r", "register", "register", show=False),
        Binding("y", "figures", "figures", show=False),
        Binding("q", "app.leave", "quit", show=False),
    ]

    def body(self) -> ComposeResult:
        """Yield the choices and the recent meetings."""
        yield Literal(id="choices")
        yield Literal(id="recent")

    def paint(self) -> None:
        """Show the choices."""
        self.paint_frame(
            bold("panelroom"),
            "",
            (("1-5 r y", "choose"), ("F1", "help"), ("F9", "light or dark"), ("q", "leave")),
        )
        self.literal("#choices").show(_choices())
        self.literal("#recent").show(_recent(recent_books(self.app.home)))

    def on_screen_resume(self) -> None:
        """A meeting may have been opened since."""
        self.paint()

    def on_key(self, event: events.Key | None = None) -> None:
        """A letter opens a recent meeting."""
        super().on_key()
        if event and event.character and "a" <= event.character <= "i":
            books = recent_books(self.app.home)
            place = ord(event.character) - ord("a")
            if place < len(books):
                event.stop()
                self.app.push_screen(Unlock(Path(books[place].path)))

    def action_prepare(self) -> None:
        """Go to the pack desk."""
        from panelroom.ui.office import Office
        from panelroom.ui.screens.pack_desk import PackDesk

        self.app.push_screen(PackDesk(Office(self.app.home, self.app.clock)))

    def action_after(self) -> None:
        """Open a book of this computer or a record that was handed over, or say what comes after a meeting."""
        options = (
            (self._open_held, "A meeting whose book is on this computer"),
            (self._receive, "A record that was handed over to you"),
            (lambda: self.app.show_text("After the meeting", AFTER), "What there is to do, in words"),
        )

        def picked(then: Callable[[], None] | None) -> None:
            if then:
                then()

        self.app.push_screen(Pick("After the meeting: what do you have?", options), picked)

    def _open_held(self) -> None:
        self.app.push_screen(Unlock(None, hint=HELD_BEFORE))

    def _receive(self) -> None:
        from panelroom.ui.screens.receiving import ask_receive

        ask_receive(self)

    def action_register(self) -> None:
        """Open the register."""
        from panelroom.ui.screens.register import open_register

        open_register(self, self.app.home, self.app.clock)

    def action_figures(self) -> None:
        """Open the figures of a period."""
        from panelroom.ui.screens.figures import open_figures

        open_figures(self, self.app.home, self.app.clock)

    def action_run(self) -> None:
        """Ask for the book."""
        self.app.push_screen(Unlock(None))


class Unlock(PlainScreen):
    """Ask for a book and its pass-phrase, before the room fills.

    Args:
        book: the book, or ``None`` to ask for it.
        elsewhere: where its sealed papers lie, if somebody said so.
        hint: what to know about a book that is asked for.
    """

    AUTO_FOCUS: ClassVar[str | None] = None
    HELP_TITLE = "Open a meeting"
    HELP = """
Type the pass-phrase before the room fills. It does not show, and is not kept anywhere.

The sealed pack and its key are found where they were, or beside the book. Nothing else is read: only the pack
that the meeting was made with.

F2 : say where they lie, if they are somewhere else: a stick under another letter, another laptop
TAB : the other field
ENTER : open the meeting
ESC : back
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", show=False),
        Binding("tab", "app.focus_next", "next", show=False),
        Binding("shift+tab", "app.focus_previous", "previous", show=False),
        Binding("f2", "moved", "papers moved", show=False),
    ]

    class Tried(Message):
        """The pass-phrase was tried: the key and the sealed papers, or why there is no key."""

        def __init__(
            self, book: Path, key: bytes | None, why: str, papers: "PaperSource | None" = None
        ) -> None:
            super().__init__()
            self.book, self.key, self.why, self.papers = book, key, why, papers

    def __init__(
        self, book: Path | None, elsewhere: "Elsewhere | None" = None, *, hint: str = MADE_BEFOREHAND
    ) -> None:
        super().__init__()
        self._hint = hint
        self._given = {
            "book": book,
            "pack": elsewhere.pack if elsewhere else None,
            "papers-key": elsewhere.key if elsewhere else None,
        }
        self.set_class(elsewhere is not None, "moved")

    def body(self) -> ComposeResult:
        """Yield the fields; those for papers that moved are seen when they are asked for."""
        with Scroll(id="door"):
            yield Literal(bold("Open a meeting"))
            if self._given["book"] is None:
                yield Literal(f"\n{self._hint}", id="made")
            yield from self._path("book", "\nBook")
            with Vertical(id="moved"):
                yield from self._path("pack", "The sealed pack, NAME.prpack (empty: where it was)")
                yield from self._path("papers-key", "Its key, MEETING.papers.age (empty: where it was)")
            yield Literal("Pass-phrase (it does not show)", classes="label")
            yield Secret()

    def _path(self, name: str, label: str) -> ComposeResult:
        given = self._given[name]
        yield Literal(label, classes="label")
        field = Input(_shown(given) if given else "", id=name)
        field.cursor_blink = False
        yield field

    def _typed(self, name: str) -> Path | None:
        """Return the path in a field: that given, where nobody changed it, since it may not show as it is."""
        typed, given = self.query_one(f"#{name}", Input).value, self._given[name]
        if given and typed == _shown(given):
            return given
        return Path(unquoted(typed)).expanduser() if typed.strip() else None

    def on_mount(self) -> None:
        """Ready to type, at once: Textual's focus() waits behind the keys that were typed already."""
        super().on_mount()
        self.set_focus(self.query_one("#secret" if self._given["book"] else "#book", Input))
        self.call_after_refresh(self._load)

    @work(thread=True, exit_on_error=False, group="load")
    def _load(self) -> None:
        """Load what a meeting needs while somebody types, so that the roll call paints at once."""
        import panelroom.bookcase
        import panelroom.paper_source
        import panelroom.ui.conductor
        import panelroom.ui.screens.cover
        import panelroom.ui.screens.outcome
        import panelroom.ui.screens.questions
        import panelroom.ui.screens.reading
        import panelroom.ui.screens.roll_call
        import panelroom.ui.screens.slips
        import panelroom.ui.screens.wrap_up  # noqa: F401

    def paint(self) -> None:
        """Show the frame."""
        self.paint_frame(
            bold("panelroom"),
            "",
            (
                ("ENTER", "open"),
                ("TAB", "other field"),
                ("F2", "papers moved"),
                ("ESC", "back"),
                ("F1", "help"),
            ),
        )

    def action_moved(self) -> None:
        """Ask where the sealed papers lie, or take it that they are where they were."""
        moved = not self.has_class("moved")
        self.set_class(moved, "moved")
        self.query_one("#pack" if moved else "#secret", Input).focus()

    def action_back(self) -> None:
        """Back to Home, or out of the program where there is no Home behind."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit(0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """ENTER: on to the next field, or try the pass-phrase."""
        if event.input.id != "secret":
            self.focus_next(Input)
            return
        secret, event.input.value = event.value, ""
        self.notice("Opening ... this takes a moment, so that guessing takes for ever.")
        self._try(self._typed("book") or Path(), secret, self._moved_to())

    def _moved_to(self) -> "Elsewhere | None":
        """Return where the papers are said to lie now, if the fields for it are shown and filled in."""
        pack, key = self._typed("pack"), self._typed("papers-key")
        if not self.has_class("moved") or not (pack or key):
            return None
        from panelroom.paper_source import Elsewhere

        return Elsewhere(pack, key)

    @work(thread=True, exclusive=True, exit_on_error=False, group="unlock")
    def _try(self, book: Path, secret: str, elsewhere: "Elsewhere | None") -> None:
        from panelroom.errors import PanelroomError, WrongKey

        try:
            from panelroom import bookcase
            from panelroom.paper_source import papers_for

            key = bookcase.book_key(book, secret)
            papers = papers_for(book, key, secret, self.app.clock.wall(), elsewhere)
            tried = self.Tried(book, key, "", papers)
        except WrongKey as error:
            tried = self.Tried(book, None, f"{error} {AGAIN}")
        except PanelroomError as error:
            tried = self.Tried(book, None, str(error))
        except OSError as error:
            tried = self.Tried(book, None, f"The book cannot be read ({error.strerror}).")
        self.post_message(tried)

    def on_unlock_tried(self, event: Tried) -> None:
        """Open the meeting, or say why not; without its papers only if the Chair wants it so."""
        from panelroom.paper_source import NoPapers

        if event.key is None:
            self.notice(event.why, refused=True)
        elif isinstance(event.papers, NoPapers) and event.papers.missed:
            self._ask(event, event.papers.problem or "")
        else:
            self._open(event)

    def _ask(self, event: Tried, problem: str) -> None:
        """Ask before the room fills, while a stick can still be fetched."""

        def answered(yes: bool | None) -> None:
            if yes:
                self._open(event)
            elif not self.has_class("moved"):
                self.action_moved()

        self.notice("")
        self.app.push_screen(Confirm(problem, "open without the papers", "not yet"), answered)

    def _open(self, event: Tried) -> None:
        assert event.key is not None
        if problem := self.app.open_meeting(event.book, event.key, event.papers):
            self.notice(problem, refused=True)


def _shown(book: Path) -> str:
    from panelroom.text import clean_line

    return clean_line(str(book))


def _choices() -> Content:
    rows = (
        ("1", "Prepare papers", "for the OPCC officer, weeks before"),
        ("2", "Run a meeting", "for the Chair, in the room"),
        ("3", "After the meeting", "for the secretary: wording, minutes, proof"),
        ("4", "See a demonstration", "with six invented cases"),
        ("5", "Rehearse a meeting", "for a new Chair, ten minutes, with a guide"),
        ("r", "The register", "what became of what the panel said"),
        ("y", "The year in figures", "the annual report, as bars and tables"),
    )
    return lines(
        bold("What would you like to do?"),
        "",
        *(join(styled(f"   {key}   ", KEY), bold(f"{what:<22}"), who) for key, what, who in rows),
    )


def _recent(books: list[Recent]) -> Content:
    if not books:
        return lines(
            plain("No meeting has been opened on this laptop yet."),
            "",
            join(styled("New here?   5", KEY), "   rehearses a whole meeting; nothing of it stays."),
        )
    rows = [
        join(
            styled(f"   {chr(ord('a') + n)}   ", KEY),
            bold(f"{Path(r.path).name:<22}"),
            f"last open {r.opened}",
        )
        for n, r in enumerate(books)
    ]
    return lines(bold("Recent meetings"), "", *rows)
