"""The figures of the annual report at the keyboard: the same report that the documents print, page by page."""

from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from panelroom.clock import Clock
from panelroom.register import shelf
from panelroom.report.saying import say_period
from panelroom.ui.frame import PlainScreen
from panelroom.ui.paint import BOLD, KEY, bold, join, lines, plain, styled
from panelroom.ui.screens import figure_forms as forms
from panelroom.ui.screens.asking import Values, ask
from panelroom.ui.screens.figure_text import beside, painted
from panelroom.ui.widgets import Literal, Scroll

_TITLE = 34
"""Cells for the title of a page in the list."""


def open_figures(screen: PlainScreen, home: Path, clock: Clock) -> None:
    """Ask for the period, and for the register's pass-phrase where there is one; show the figures."""
    path = home / shelf.FILE
    there = path.is_file()
    today = clock.wall().date()

    def read(values: Values) -> tuple[Values, forms.Figures]:
        register = None
        if there:
            with shelf.reading(path, shelf.register_key(path, values["secret"])) as file:
                register = shelf.read(file)
        given = {name: value for name, value in values.items() if name != "secret"}
        return given, forms.figures(given, register, today)

    ask(
        screen,
        forms.choose({}, today, secret=there, register=there),
        read,
        lambda found: _push(screen, FiguresDesk(*found, clock)),
        doing="Computing the figures",
    )


def _push(screen: PlainScreen, desk: "FiguresDesk") -> None:
    screen.app.push_screen(desk)


class FiguresDesk(PlainScreen):
    """One page of figures; beside it the list of all of them where there is room, and on the widest the next page."""

    HELP_TITLE = "The figures"
    HELP = """
The figures of the annual report, for a period: what was recorded, what the panel found, how the force answered.
They are those that the documents print. Small numbers are withheld here as they are there.

left right : the page before, the next one
home end : the first page, the last one
up down : the lines above, the lines below
PGUP PGDN : by a screen
p : another period, or other files
d : documents: the annual report as PDF, web page, Word draft and data
q ESC : back
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "page before", show=False),
        Binding("right", "turn(1)", "next page", show=False),
        Binding("home", "turn(-1000)", "first page", show=False),
        Binding("end", "turn(1000)", "last page", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("pageup", "scroll(-12)", "up", show=False),
        Binding("pagedown", "scroll(12)", "down", show=False),
        Binding("p", "period", "period", show=False),
        Binding("d", "documents", "documents", show=False),
        Binding("q,escape", "back", "back", show=False),
    ]

    def __init__(self, given: Values, figures: forms.Figures, clock: Clock) -> None:
        super().__init__()
        self._given, self._figures, self._clock = given, figures, clock
        self._at = 0
        self._laid_out: dict[tuple[int, int], Content] = {}

    def body(self) -> ComposeResult:
        """Yield the list of pages, the page, and the one after it."""
        with Horizontal():
            yield Literal(id="titles")
            for name in ("page", "beside"):
                with Scroll(id=name):
                    yield Literal(id=f"{name}-figures")

    # what is shown

    def paint(self) -> None:
        """Show the page, and what stands beside it."""
        if not self.is_mounted:
            return
        pages = self._figures.pages
        self.paint_frame(
            join(bold("Figures"), "   ", say_period(self._figures.report.period)),
            f"page {self._at + 1} of {len(pages)}",
            self._keys(),
        )
        self.literal("#titles").show(self._titles())
        self._paint_page("page", self._at)
        self._paint_page("beside", self._at + 1)

    def _keys(self) -> tuple[tuple[str, str], ...]:
        area = self.query_one("#page", Scroll)
        more = "more below" if area.scroll_y < area.max_scroll_y else "scroll"
        return (
            ("left right", "others"),
            ("up down", more),
            ("p", "period"),
            ("d", "documents"),
            ("q", "back"),
            ("F1", "help"),
        )

    def _titles(self) -> Content:
        rows: list[Content] = []
        for place, page in enumerate(self._figures.pages):
            here = place == self._at
            head = styled(" > " if here else "   ", KEY)
            rows += beside(head, styled(page.title, BOLD if here else "").wrap(_TITLE))
        return lines(*rows)

    def _paint_page(self, name: str, place: int) -> None:
        if width := self.query_one(f"#{name}", Scroll).size.width:
            self.literal(f"#{name}-figures").show(self._page_text(place, width))

    def _page_text(self, place: int, width: int) -> Content:
        """Return a page as text, laid out once for each width; nothing after the last."""
        if place >= len(self._figures.pages):
            return plain("")
        if (place, width) not in self._laid_out:
            page = self._figures.pages[place]
            text = lines(styled(page.title, KEY), "", painted(page.parts, width))
            self._laid_out[place, width] = text
        return self._laid_out[place, width]

    # moving about

    def action_turn(self, by: int) -> None:
        """Turn to another page."""
        self._at = max(0, min(len(self._figures.pages) - 1, self._at + by))
        for name in ("page", "beside"):
            self.query_one(f"#{name}", Scroll).scroll_home(animate=False)
        self._repaint()

    def action_scroll(self, by: int) -> None:
        """Show the lines above or below."""
        for name in ("page", "beside"):
            self.query_one(f"#{name}", Scroll).scroll_relative(y=by, animate=False)
        self._repaint()

    def _repaint(self) -> None:
        """Paint now, and again when it is known whether there are lines below."""
        self.paint()
        self.call_after_refresh(self.paint)

    def action_back(self) -> None:
        """Back to where the figures were opened."""
        self.app.pop_screen()

    # other figures, and documents

    def action_period(self) -> None:
        """Ask for another period, or other files."""
        register, today = self._figures.register, self._clock.wall().date()

        def read(values: Values) -> tuple[Values, forms.Figures]:
            return values, forms.figures(values, register, today)

        def shown(found: tuple[Values, forms.Figures]) -> None:
            self._given, self._figures = found
            self._laid_out.clear()
            self.action_turn(-self._at)

        asked = forms.choose(self._given, today, secret=False, register=register is not None)
        ask(self, asked, read, shown, doing="Computing the figures")

    def action_documents(self) -> None:
        """Write the annual report."""
        report = self._figures.report

        def write(values: dict[str, Any]) -> str:
            return forms.write_documents(report, Path(values["folder"]).expanduser())

        ask(self, forms.folder(), write, self.notice, doing="Writing documents")
