"""The clock panel: what the dated log says about time limits. It is shown when asked for, and marks nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from panelroom.gaps import Gap, gaps, say, say_limit, say_limits, undated
from panelroom.meeting import Case
from panelroom.papers import CasePapers, Event
from panelroom.text import plural
from panelroom.ui.frame import Modal
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, hanging, join, keys, lines, plain, styled
from panelroom.ui.screens.log import LATER, log_is_read
from panelroom.ui.widgets import Literal, Scroll
from panelroom.wellbeing import Wellbeing

WHAT_IT_IS = "Read from the first sentence of each entry: look at both pages. It sets no mark."
NOBODY = "Nobody has confirmed the dates of this log."
_AROUND = 9
"""Columns of a box that hold no words: its border, its margins, the scroll bar."""


class Clocks(Modal):
    """The gaps of a case, one under the other; ``x`` strikes the one the arrow points at, or brings it back.

    Args:
        found: the gaps. whose: what is to be said of the dates. struck: the keys of the gaps struck so far.
        keep: keeps those struck from now on. at: the place of the gap to begin at.
    """

    HELP_TITLE = "What the dated log says"
    HELP = """
How long it took from one dated entry to the next, beside the limits of the questions. It sets and suggests no mark. \
Which entry is a contact is read from its first sentence, and that can be wrong: look at both pages.

up down : move the arrow
x : strike a line that is wrong for this case, or bring it back
ESC : back
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,T,enter,q", "dismiss_empty", "back", show=False),
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("x", "strike", "strike", show=False),
    ]

    def __init__(
        self,
        found: Sequence[Gap],
        whose: str,
        struck: frozenset[str],
        keep: Callable[[frozenset[str]], None],
        at: int = 0,
    ) -> None:
        super().__init__()
        self._found, self._whose, self._struck, self._keep = tuple(found), whose, struck, keep
        self._at = at

    def compose(self) -> ComposeResult:
        """Show whose dates these are, and the gaps."""
        with Vertical(classes="box tall"):
            yield Literal(bold("What the dated log says"))
            yield Literal(f"{self._whose} {WHAT_IT_IS}")
            with Scroll(id="gaps"):
                if not self._found:
                    yield Literal("The log has no dated entries to count from.")
                for place in range(len(self._found)):
                    yield Literal(self._row(place), classes="option")
            yield Literal(keys(("up down", "move"), ("x", "strike, or bring back"), ("ESC", "back")))

    def on_mount(self) -> None:
        """Begin at the gap that the question before the panel asks about."""
        self.call_after_refresh(self._show_row)

    def _row(self, place: int) -> Content:
        gap, here = self._found[place], place == self._at
        width = min(110, self.app.size.width * 9 // 10) - _AROUND
        return gap_words(gap, width, here=here, struck=gap.key in self._struck)

    def _show_row(self) -> None:
        rows = list(self.query(".option").results(Literal))
        for place, row in enumerate(rows):
            row.show(self._row(place))
        if rows:
            rows[self._at].scroll_visible(animate=False)

    def action_move(self, by: int) -> None:
        """Move up or down."""
        self._at = max(0, min(len(self._found) - 1, self._at + by))
        self._show_row()

    def action_strike(self) -> None:
        """Strike the gap the arrow points at as wrong for this case, or bring it back."""
        if self._found:
            self._struck = self._struck ^ {self._found[self._at].key}
            self._keep(self._struck)
            self._show_row()


def show_clocks(screen: MeetingScreen, case: Case, question: int | None = None) -> None:
    """Open the clock panel of a case, at the limits of the question with that number where it names any."""
    papers = screen.conductor.papers_of(case)
    if papers is None:
        screen.notice("The papers of this case are not on this laptop, so there are no dates to count from.")
        return
    if not log_is_read(screen, papers):
        screen.notice(LATER)
        return
    wellbeing = screen.conductor.wellbeing
    found = [_masked(gap, wellbeing) for gap in gaps(papers.events, screen.meeting.question_set)]
    at = next((place for place, gap in enumerate(found) if question and gap.question == question), 0)
    struck = screen.conductor.desk.struck_gaps(case.number)

    def keep(keys: frozenset[str]) -> None:
        screen.conductor.desk.put_struck_gaps(case.number, keys)

    screen.app.push_screen(Clocks(found, _whose(papers), struck, keep, at))


def _masked(gap: Gap, wellbeing: Wellbeing) -> Gap:
    """Return the gap with strong words masked: what it is taken for was read from the words themselves."""
    since, *until = wellbeing.masked_events([gap.since, *([gap.until] if gap.until else [])])
    return replace(gap, since=since, until=until[0] if until else None)


def _whose(papers: CasePapers) -> str:
    """Return who confirmed the dates, and how many entries have none."""
    by = f"The dates were confirmed by {papers.timeline_by}." if papers.timeline_by else NOBODY
    without = undated(papers.events)
    return f"{by} Without a date, and not counted: {plural(without, 'entry', 'entries')}." if without else by


def gap_words(gap: Gap, width: int, *, here: bool, struck: bool) -> Content:
    """Return a gap in words: what it is about, how long, and both entries with what they say."""
    arrow = styled(" > " if here else "   ", KEY)
    head = hanging(arrow, _head(gap), width, BOLD if here else "")
    if struck:
        return lines(head, join("     ", styled("struck: wrong for this case", FAULT)), "")
    return lines(
        head,
        hanging(plain("     "), _taken(gap), width),
        hanging(plain("     from  "), _entry(gap.since_is, gap.since), width),
        hanging(plain("     to    "), _entry(gap.until_is, gap.until), width),
        "",
    )


def _head(gap: Gap) -> str:
    if gap.question is None or gap.limit is None:
        return gap.label.capitalize()
    return f"Question {gap.question}: {gap.label}, {say_limit(gap.limit)}"


def _entry(taken_for: str, event: Event | None) -> str:
    if event is None:
        return f"{taken_for}: none found in the log"
    return f'{taken_for}, {event.when_text}, page {event.page}: "{event.text}"'


def _taken(gap: Gap) -> str:
    if gap.until is None:
        return "not to be told"
    taken = gap.span
    return f"{say(taken)}: {say_limits(taken, gap.limit)}" if taken else "not to be told from these dates"
