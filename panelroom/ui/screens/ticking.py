"""Three lists to go through with the space bar: words that could be names, the timeline, the tick-list."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from panelroom.casework import work
from panelroom.casework.case import CaseFolder, CaseWord
from panelroom.checks import AIDE
from panelroom.errors import PanelroomError
from panelroom.text import clean_line, plural
from panelroom.ui.frame import PlainScreen
from panelroom.ui.office import Office
from panelroom.ui.paint import BOLD, KEY, bold, column, hanging, join, lines, plain, styled
from panelroom.ui.screens.redacting import LABEL, ask_everywhere
from panelroom.ui.widgets import Literal, Scroll


class Ticking(PlainScreen):
    """A list with one place marked; SPACE ticks it.

    Args:
        office: the desk. case: the case as it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("pageup", "move(-10)", "up", show=False),
        Binding("pagedown", "move(10)", "down", show=False),
        Binding("home", "move(-9999)", "first", show=False),
        Binding("end", "move(9999)", "last", show=False),
        Binding("space", "tick", "tick", show=False),
        Binding("A", "all", "all", show=False),
        Binding("q,escape", "back", "back", show=False),
    ]
    TITLE_WORDS: ClassVar[str]
    INTRO: ClassVar[str]
    NEEDS_NAME: ClassVar[bool] = True
    GOES_ON: ClassVar[bool] = True
    """Whether SPACE goes on to the next row."""
    _KEYS: ClassVar[Sequence[tuple[str, str]]]
    _KEYS_OF_NONE: ClassVar[Sequence[tuple[str, str]]] = (("q", "back"), ("F1", "help"))
    """The keys that do something where there is no row."""

    def __init__(self, office: Office, case: CaseFolder) -> None:
        super().__init__()
        self.office, self.case = office, case
        self._at = 0

    def body(self) -> ComposeResult:
        """Yield the list, and beneath it what stands around the marked place."""
        yield Literal(id="intro")
        with Scroll(id="list"):
            yield Literal(id="rows")
        yield Literal(id="around")

    @abstractmethod
    def count(self) -> int:
        """Return how many rows there are."""

    @abstractmethod
    def row(self, place: int) -> tuple[bool, str]:
        """Return whether a row is ticked, and its words."""

    @abstractmethod
    def turn(self, place: int) -> CaseFolder:
        """Return the case with that row ticked, or not any more."""

    def around(self, place: int) -> str | Content:
        """Return what stands around a row in the papers."""
        return ""

    def paint(self) -> None:
        """Show the list."""
        if not self.is_mounted:
            return
        self._at = max(0, min(self.count() - 1, self._at))
        ticked = sum(self.row(place)[0] for place in range(self.count()))
        left = join(bold(self.case.sheet.ref), f"   {self.TITLE_WORDS}")
        shown = self._KEYS if self.count() else self._KEYS_OF_NONE
        self.paint_frame(left, f"{ticked} of {self.count()}", shown)
        self.literal("#intro").show(lines(self.INTRO, ""))
        rows = [self._painted(place) for place in range(self.count())]
        self.literal("#rows").show(lines(*rows) if rows else plain("There are none."))
        self.literal("#around").show(lines("", self.around(self._at)) if self.count() else plain(""))

    def _painted(self, place: int) -> Content:
        ticked, words = self.row(place)
        here = place == self._at
        head = join(styled(" > " if here else "   ", KEY), f"[{'x' if ticked else ' '}]  ")
        return hanging(head, words, self.size.width - 6, BOLD if here else "")

    def _row_of(self, place: int) -> int:
        """Return how many screen rows stand above a place."""
        return sum(len(self._painted(n).plain.split("\n")) for n in range(place))

    def action_move(self, by: int) -> None:
        """Move up or down."""
        self._at = max(0, min(self.count() - 1, self._at + by))
        self.paint()
        area = self.query_one("#list", Scroll)
        area.scroll_to(y=max(0, self._row_of(self._at) - area.size.height // 2), animate=False)

    def action_tick(self) -> None:
        """Tick the marked row, or take the tick away."""
        if not self.count() or (self.NEEDS_NAME and not self._named()):
            return
        if self._keep(lambda: self.turn(self._at)) and self.GOES_ON:
            self.action_move(1)

    def action_all(self) -> None:
        """Tick what is left."""
        if not self._named():
            return
        for place in range(self.count()):
            if not self.row(place)[0] and not self._keep(lambda at=place: self.turn(at)):  # type: ignore[misc]
                return
        self.paint()

    def _keep(self, deed: Callable[[], CaseFolder]) -> bool:
        try:
            self.case = deed()
        except PanelroomError as error:
            self.notice(str(error), refused=True)
            return False
        self.office.put(self.case)
        self.paint()
        return True

    def _named(self) -> bool:
        if not self.office.name:
            self.notice("Say who you are first: q, q, then i on the pack desk.", refused=True)
        return bool(self.office.name)

    def action_back(self) -> None:
        """Back to the case."""
        self.app.pop_screen()


class Ledger(Ticking):
    """Every capitalised word that no vocabulary knows."""

    TITLE_WORDS = "Words that could be names"
    INTRO = "SPACE ticks a word that names nobody, wherever it stands. r redacts it."
    HELP_TITLE = TITLE_WORDS
    HELP = """
Every capitalised word that no vocabulary of the field knows: most names that were missed are among them.

up down : move
left right : the other places where the word stands, where there are more than three
SPACE : this word names nobody, in any of its places (again: take the tick away)
r : it is a name: a label takes its place everywhere in the case
A : tick all that are left, after you read them
q ESC : back to the case
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "redact", "redact", show=False),
        Binding("right", "places(1)", "further places", show=False),
        Binding("left", "places(-1)", "places before", show=False),
    ]
    PLACES: ClassVar[int] = 3
    """How many places of a word stand below the list at once."""
    _KEYS = (
        ("up down", "move"),
        ("SPACE", "names nobody"),
        ("r", "redact"),
        ("A", "tick all"),
        ("q", "back"),
        ("F1", "help"),
    )

    def __init__(self, office: Office, case: CaseFolder) -> None:
        super().__init__(office, case)
        self._leafed = ("", 0)

    def count(self) -> int:
        """Return how many words there are."""
        return len(self.case.words)

    def row(self, place: int) -> tuple[bool, str]:
        """Return a word and how often it stands there."""
        word = self.case.words[place]
        return self.case.is_word_ticked(word.word), f"{word.word}   {plural(word.times, 'time')}"

    def turn(self, place: int) -> CaseFolder:
        """Tick a word, or not."""
        word = self.case.words[place].word
        if self.case.is_word_ticked(word):
            return work.open_word(self.case, word)
        return work.tick_words(self.case, [word], self.office.name, self.office.now())

    def around(self, place: int) -> Content:
        """Return a few of the places where the word stands: its tick holds for all of them."""
        word = self.case.words[place]
        first = self._first_place(word)
        shown = [self._in_its_line(*each) for each in word.places[first : first + self.PLACES]]
        if word.times <= self.PLACES:
            return lines(*shown)
        last = first + len(shown)
        which = f"{first + 1} to {last}" if len(shown) > 1 else f"{last}"
        return lines(bold(f"Place {which} of {word.times}: left and right show the others."), *shown)

    def _first_place(self, word: CaseWord) -> int:
        """Return which place stands first below the list: the word's own first one when another was gone to."""
        gone_to, first = self._leafed
        return first if gone_to == word.word and first < word.times else 0

    def _in_its_line(self, file: str, start: int, end: int, page: int) -> Content:
        """Return a place on one line, with as much around it as there is room for."""
        text = self.case.documents[file].text
        head = f"{column(clean_line(file), 16)}  {page}  "
        room = max(10, (self.size.width - 8 - len(head) - (end - start)) // 2)
        before = text[max(0, start - room) : start].replace("\n", " ")
        while plain(before).cell_length > room:
            before = before[1:]
        after = text[end : end + room].replace("\n", " ")
        whole = join(plain(head), plain(before), bold(text[start:end]), plain(after))
        return whole.truncate(max(20, self.size.width - 6))

    def action_places(self, by: int) -> None:
        """Show the places further on, or those before."""
        if not self.case.words:
            return
        word = self.case.words[self._at]
        first = self._first_place(word) + by * self.PLACES
        if 0 <= first < word.times:
            self._leafed = (word.word, first)
            self.paint()

    def action_redact(self) -> None:
        """Put a label in the place of the word everywhere."""
        if not self.case.words:
            return
        word = self.case.words[self._at].word

        def taken(case: CaseFolder, said: str) -> None:
            self._keep(lambda: case)
            self.notice(said)

        ask_everywhere(self, word, LABEL, lambda: self.case, taken)


class TimelineDesk(Ticking):
    """The dated entries as the panel will see them."""

    TITLE_WORDS = "Timeline"
    INTRO = "Compare with the papers. SPACE takes an entry out; SPACE again puts it back. c confirms the timeline."
    NEEDS_NAME = False
    GOES_ON = False
    HELP_TITLE = TITLE_WORDS
    HELP = """
The dated entries found in the papers. Gaps between them are what a panel looks at, so they must be right.

up down : move
SPACE : take an entry out that is none (again: put it back)
c : confirm: you compared the timeline with the papers. It holds for these documents and
    dates only: confirm again when one was added, taken out or changed
q ESC : back to the case
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "confirm", "confirm", show=False)]
    _KEYS = (("up down", "move"), ("SPACE", "out or in"), ("c", "confirm"), ("q", "back"), ("F1", "help"))
    _KEYS_OF_NONE = (("c", "confirm"), ("q", "back"), ("F1", "help"))

    def count(self) -> int:
        """Return how many entries there are."""
        return len(self.case.timeline)

    def row(self, place: int) -> tuple[bool, str]:
        """Return an entry; ticked means that it stays."""
        entry = self.case.timeline[place]
        return not entry.struck, f"{entry.event.when_text}   page {entry.event.page}   {entry.event.text}"

    def turn(self, place: int) -> CaseFolder:
        """Take an entry out, or put it back."""
        return work.strike_event(self.case, self.case.timeline[place].key)

    def action_all(self) -> None:
        """Entries are in from the beginning."""

    def around(self, place: int) -> str:
        """Return who confirmed the timeline."""
        confirmed = self.case.timeline_confirmed
        return f"Confirmed by {confirmed.by}." if confirmed else "Not confirmed yet."

    def action_confirm(self) -> None:
        """Confirm the timeline."""
        if self._named():
            self._keep(lambda: work.confirm_timeline(self.case, self.office.name, self.office.now()))


class Items(Ticking):
    """The points that no program can check."""

    TITLE_WORDS = "Tick-list"
    INTRO = "What no program can find. SPACE ticks a point when it is done."
    HELP_TITLE = TITLE_WORDS
    HELP = """
The points of Kent Police's aide memoire, and those that only a person can judge.

up down : move
SPACE : done (again: take the tick away)
q ESC : back to the case
"""
    _KEYS = (("up down", "move"), ("SPACE", "done"), ("q", "back"), ("F1", "help"))

    def count(self) -> int:
        """Return how many points there are."""
        return len(AIDE)

    def row(self, place: int) -> tuple[bool, str]:
        """Return a point."""
        return self.case.is_item_ticked(AIDE[place].id), AIDE[place].wording

    def turn(self, place: int) -> CaseFolder:
        """Tick a point, or not."""
        item = AIDE[place].id
        if self.case.is_item_ticked(item):
            return work.open_item(self.case, item)
        return work.tick_item(self.case, item, self.office.name, self.office.now())

    def action_all(self) -> None:
        """Tick nothing: each point is something somebody did, and is ticked by itself."""
        self.notice("SPACE ticks a point when it is done, each by itself.")

    def around(self, place: int) -> str:
        """Return where the point comes from."""
        return f"Source: {AIDE[place].source}"


TICKED: dict[str, type[Ticking]] = {"ledger": Ledger, "timeline": TimelineDesk, "items": Items}
"""The lists by name."""
