"""Reading: the case page by page, the countdown, the dated entries beside it, search, jump and glossary."""

import contextlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from panelroom import acts
from panelroom.meeting import Case
from panelroom.papers import CasePapers, Event, Hit, glossary_terms_on
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, join, lines, minutes_seconds, plain, styled
from panelroom.ui.screens.boxes import Confirm, Covering, TextBox
from panelroom.ui.screens.clocks import show_clocks
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.known_then import show_known
from panelroom.ui.screens.log import LATER, STILL, log_is_read
from panelroom.ui.widgets import BigTime, Literal, Scroll
from panelroom.wellbeing import MASK

WARN_SECONDS = 120
TAKEN_OUT = (
    "Nothing on this page is masked. Words in [brackets] stand for what was taken out before the papers came:"
    " nobody here can show it."
)
_LABEL = re.compile(r"\[[^\[\]\n]+\]")
"""A redaction label, such as ``[VICTIM 1]``."""
LEAST_SECONDS = 5
"""A reading time that has not lasted so long was begun, or ended, by a key that was held down."""


class Reading(MeetingScreen):
    """The reading screen; during the questions it is also where the panel looks into the papers."""

    NAME = "reading"
    HELP_TITLE = "Reading"
    HELP = """
Everybody reads. The countdown warns at two minutes and at zero; it never ends the reading by itself.

PGDN PGUP : next or previous page (also the arrow keys and n, N)
SPACE : pause the countdown, or go on
+ - : one minute more or less
5 : five minutes more
/ : search the case; then ] and [ go to the next and previous place
j : jump to a page, or to a date such as 15/04 or 15 Apr 2025
t : the timeline of dated entries, on or off
T : what the dated log says about time limits; it marks nothing
K : what was known at the time of a decision, and what is hindsight
g : the abbreviations on this page in plain words
e : note this page as the evidence for the question being discussed
i : somebody sits this case out (private)
s : somebody knows who this is: the words to say, and the record of it (private)
v : show the strong words on this page, until it is turned, the screen blank, or a break taken
x : stop! Something on this page is not redacted: it is hidden at once, and withheld for good
ENTER : done reading, on to the questions (or back to the question); SPACE here takes up the reading again
b : blank the screen at once
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "app.record('step_out')", "somebody steps out", show=False),
        Binding("pagedown,n,right", "page(1)", "next page", show=False),
        Binding("pageup,N,left", "page(-1)", "previous page", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
        Binding("home", "first", "first", show=False),
        Binding("end", "last", "last", show=False),
        Binding("space", "pause", "pause, or go on", show=False),
        Binding("plus,equals_sign", "extend(1)", "a minute more", show=False),
        Binding("minus", "extend(-1)", "a minute fewer", show=False),
        Binding("5", "extend(5)", "five more", show=False),
        Binding("slash", "find", "search", show=False),
        Binding("right_square_bracket", "next_hit(1)", "next place", show=False),
        Binding("left_square_bracket", "next_hit(-1)", "previous place", show=False),
        Binding("j", "jump", "jump to a page or date", show=False),
        Binding("t", "timeline", "timeline", show=False),
        Binding("T", "clocks", "time limits", show=False),
        Binding("K", "known", "known at the time", show=False),
        Binding("g", "glossary", "abbreviations", show=False),
        Binding("e", "evidence", "evidence", show=False),
        Binding("i", "app.go('cover')", "sit out", show=False),
        Binding("v", "reveal", "strong words", show=False),
        Binding("x", "stop", "stop: not redacted", show=False),
        Binding("enter", "done", "reading is over", show=False),
        Binding("escape", "back", "back", show=False),
    ]
    _KEYS = (
        ("PGDN", "next"),
        ("/", "find"),
        ("j", "jump"),
        ("g", "words"),
        ("SPACE", "pause"),
        ("x", "stop"),
        ("ENTER", "done"),
        ("F1", "help"),
    )
    _KEYS_PAUSED = tuple((key, "go on" if key == "SPACE" else does) for key, does in _KEYS)
    _KEYS_LOOKING = (
        ("PGDN", "next"),
        ("/", "find"),
        ("j", "jump"),
        ("g", "words"),
        ("e", "evidence"),
        ("x", "stop"),
        ("ENTER", "back"),
        ("F1", "help"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._case_number = 0
        self._page = 1
        self._timeline: bool | None = None
        self._hits: tuple[Hit, ...] = ()
        self._hit = 0
        self._searched = ""
        self._warned = ""
        self._revealed = False
        """Whether the strong words on this page show: until it is turned, or everything is hidden."""

    def body(self) -> ComposeResult:
        """Yield the page at the left, the clock and timeline at the right, the words of the page below."""
        with Horizontal(id="across"):
            with Scroll(id="page"):
                yield Literal(id="text")
            with Vertical(id="words"):
                yield Literal(id="terms")
            with Vertical(id="side"):
                yield BigTime(id="clock")
                yield Literal(id="state")
                with Scroll(id="events"):
                    yield Literal(id="timeline")

    # what is before us

    @property
    def case(self) -> Case:
        """The case being read."""
        case = self.current_case
        return case if case is not None else self.meeting.case(max(1, self._case_number))

    @property
    def papers(self) -> CasePapers | None:
        """Its papers."""
        return self.conductor.papers_of(self.case)

    @property
    def page(self) -> int:
        """The page being shown."""
        return self._page

    @property
    def looking(self) -> bool:
        """Whether the panel has done its reading and is looking something up."""
        return self.meeting.timing(self.case.number).reading.state in ("ended", "none")

    def on_screen_resume(self) -> None:
        """Come back to the page that was open; another case begins at its first."""
        number = self.case.number
        if number != self._case_number:
            remembered = self._case_number == 0 and self.conductor.place.case == number
            self._case_number = number
            self._page = self.conductor.place.page if remembered else 1
            self._hits = ()
        if self.conductor.place.screen != self.NAME:
            self._revealed = False
        super().on_screen_resume()
        self._paint_page()

    def on_screen_suspend(self) -> None:
        """Mask the strong words again where everything is hidden: nobody is warned when it comes back."""
        if self.conductor.room.blank or self.meeting.adjourned:
            self._revealed = False

    def on_resize(self) -> None:
        """Lay out anew; a wide screen shows the timeline of itself."""
        super().on_resize()
        self._paint_page()

    # painting

    def paint(self) -> None:
        """Show clock and page."""
        if not self.is_mounted:
            return
        side = self._timeline if self._timeline is not None else self.has_class("wide")
        self.set_class(bool(side), "with-side")
        self.paint_top()

    def paint_top(self) -> None:
        """Show the top line with the countdown in figures, and the big clock where there is room."""
        case, now = self.case, self.conductor.now()
        reading = self.meeting.timing(case.number).reading
        where = f"page {self._page} of {len(self.papers.pages)}" if self.papers else ""
        left = join(bold(case.ref), f"   {where}" if where else "")
        keys = {"running": self._KEYS, "paused": self._KEYS_PAUSED}.get(reading.state, self._KEYS_LOOKING)
        self.paint_frame(left, self._countdown(), keys)
        big, state = "", ""
        if reading.state in ("running", "paused"):
            seconds = reading.left_at(now)
            big = minutes_seconds(max(0.0, seconds))
            state = _state_words(reading.state, seconds)
            self._warn(seconds)
        self.query_one("#clock", BigTime).show(big)
        self.query_one("#clock").display = bool(big)
        self.literal("#state").show(bold(state))

    def _countdown(self) -> Content:
        reading = self.meeting.timing(self.case.number).reading
        if reading.state not in ("running", "paused"):
            return join(bold("Looking into the papers"), "   ", self.top_right(self.case))
        left = reading.left_at(self.conductor.now())
        of = minutes_seconds(reading.allowed)
        words = "Paused" if reading.state == "paused" else "Reading"
        # Beside the big clock a second one that ticks would only be restless.
        big = self.has_class("with-side") and reading.state == "running" and left >= 0
        figure = f"{words}   {of} in all" if big else f"{words}   {minutes_seconds(left)} of {of}"
        private = [styled("PRIVATE  ", FAULT)] if self.conductor.room.private else []
        return join(*private, styled(figure, FAULT if left < 0 or reading.state == "paused" else BOLD))

    def _warn(self, seconds: float) -> None:
        """Say once that two minutes are left, and once that the time is over."""
        words = "over" if seconds <= 0 else "two" if seconds <= WARN_SECONDS else ""
        if words != self._warned:
            self._warned = words
            if words == "two":
                self.notice("Two minutes of reading time are left.   + adds a minute")
            elif words == "over":
                self.notice("The reading time is over.   + adds a minute, ENTER goes on to the questions")

    def _paint_page(self) -> None:
        if not self.is_mounted:
            return
        papers = self.papers
        if papers is None:
            self.literal("#text").show(
                self.conductor.papers_problem
                or "The papers of this case are not in the folder: the panel reads from paper. The clock runs."
            )
            self.literal("#timeline").show("")
            return
        self._page = max(1, min(len(papers.pages), self._page))
        page = papers.pages[self._page - 1]
        self.literal("#text").show(self._marked(page.text, self._text()))
        self.query_one("#page", Scroll).scroll_home(animate=False)
        self.literal("#timeline").show(self._timeline_here(papers))
        self.literal("#terms").show(self._terms(page.text) if self.has_class("widest") else "")
        self.paint_top()

    def _marked(self, text: str, shown: str) -> Content:
        """Return the page as it is shown, the place that was searched for standing out: a mask where it is one."""
        content = plain(shown)
        if not self._hits:
            return content
        hit = self._hits[self._hit]
        if hit.page != self._page:
            return content
        rows = text.split("\n")
        start = sum(len(row) + 1 for row in rows[: hit.line - 1]) + hit.column - 1
        before = text[:start] if shown == text else self.conductor.wellbeing.masked(text[:start])
        if not shown.startswith(before):
            return content
        is_mask = shown != text and shown.startswith(MASK, len(before))
        length = len(MASK) if is_mask else max(1, len(self._searched))
        return content.stylize("reverse bold", len(before), len(before) + length)

    def _terms(self, text: str) -> Content:
        meanings = self._glossary()
        rows = [lines(bold(term), meanings[term], "") for term in glossary_terms_on(text, meanings)]
        return lines(bold("Words on this page"), "", *rows) if rows else plain("")

    def _glossary(self) -> dict[str, str]:
        return {
            t.term: f"{t.expansion}. {t.meaning}" if t.expansion else t.meaning
            for t in self.meeting.question_set.terms
        }

    def _timeline_here(self, papers: CasePapers) -> Content:
        """Return the timeline from a little before the first entry on this page, or on the last page with one."""
        if not log_is_read(self, papers):
            return STILL
        near = papers.log.near(self._page, self.size.height)
        return timeline_words(self.conductor.wellbeing.masked_events(near), self._page)

    def log_was_read(self) -> None:
        """Show the timeline, now that all of it is there."""
        if self.is_mounted and self.papers is not None:
            self.literal("#timeline").show(self._timeline_here(self.papers))

    # strong words

    def action_reveal(self) -> None:
        """Show the strong words on this page, after asking once; the record notes nothing of it."""
        if self.papers is None or MASK not in self._text():
            self.notice(self._nothing_to_show())
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._revealed = True
                self._paint_page()

        question = f"Show the strong words on page {self._page}? Say so aloud first: anybody may look away."
        self.app.push_screen(
            Confirm(question, "Show them until the page is turned", "Leave them masked"), answered
        )

    def _nothing_to_show(self) -> str:
        """Return why there is no strong word to show here: a label is no mask, though it looks like one."""
        if self._revealed:
            return "The strong words on this page are shown already, until it is turned."
        labelled = self.papers is not None and _LABEL.search(self._text())
        return TAKEN_OUT if labelled else "Nothing on this page is masked."

    def _text(self) -> str:
        """Return the page as it is shown: strong words masked, unless the Chair revealed them."""
        assert self.papers is not None
        text = self.papers.pages[self._page - 1].text
        return text if self._revealed else self.conductor.wellbeing.masked(text)

    # something is not redacted

    def action_stop(self) -> None:
        """Hide everything at once, and withhold this page unless it was a mistake."""
        if self.papers is None:
            return
        page, case = self._page, self.case
        self.conductor.show_room(blank=True)

        def answered(yes: bool | None) -> None:
            self.conductor.show_room(blank=False)
            if yes and self.app.act(acts.WithholdPage(page=page, case=case.number)):
                self._paint_page()
                self.notice(
                    f"Page {page} is withheld. Collect the paper copies, and tell the data protection officer."
                )

        question = f"Every screen is blank. Is something on page {page} not redacted?"
        self.app.push_screen(
            Covering(question, "Withhold this page for everyone, for good", "No, it was a mistake"), answered
        )

    # moving about

    def _turn_to(self, page: int) -> None:
        if self.papers is None:
            return
        self._page, self._revealed = max(1, min(len(self.papers.pages), page)), False
        self._paint_page()
        self.conductor.go(page=self._page)

    def action_page(self, by: int) -> None:
        """Turn the page; a page longer than the screen is read to its end first."""
        view = self.query_one("#page", Scroll)
        if by > 0 and view.scroll_y < view.max_scroll_y:
            view.scroll_to(y=view.scroll_y + max(1, view.size.height - 2), animate=False)
        elif by < 0 and view.scroll_y > 0:
            view.scroll_to(y=max(0, view.scroll_y - view.size.height + 2), animate=False)
        elif self.papers and not 1 <= self._page + by <= len(self.papers.pages):
            self.notice("This is the last page." if by > 0 else "This is the first page.")
        else:
            self._turn_to(self._page + by)

    def action_scroll(self, by: int) -> None:
        """Move a line up or down on the page."""
        view = self.query_one("#page", Scroll)
        view.scroll_to(y=view.scroll_y + by, animate=False)

    def action_first(self) -> None:
        """Turn to the first page."""
        self._turn_to(1)

    def action_last(self) -> None:
        """Turn to the last page."""
        if self.papers:
            self._turn_to(len(self.papers.pages))

    def action_find(self) -> None:
        """Search the case."""

        def given(values: dict[str, Any] | None) -> None:
            if values and self.papers:
                self._searched = str(values["words"])
                self._hits, self._hit = self.papers.search(self._searched), -1
                if self._hits:
                    self.action_next_hit(1)
                else:
                    self.notice("That is nowhere in this case's papers.")

        fields = (Field("words", "Search this case for", "line", value=self._searched or None),)
        self.app.push_screen(Form("Search", fields, accept="search"), given)

    def action_next_hit(self, by: int) -> None:
        """Go to the next or previous place found."""
        if not self._hits:
            self.notice("Search first: /")
            return
        self._hit = (self._hit + by) % len(self._hits)
        hit = self._hits[self._hit]
        self._turn_to(hit.page)
        self.query_one("#page", Scroll).scroll_to(y=max(0, hit.line - 5), animate=False)
        self.notice(f"Place {self._hit + 1} of {len(self._hits)}, page {hit.page}.   ] next   [ previous")

    def action_jump(self) -> None:
        """Jump to a page or a date."""

        def given(values: dict[str, Any] | None) -> None:
            if values and self.papers:
                self._jump(str(values["to"]), self.papers)

        fields = (Field("to", "A page number, or a date such as 15/04/2025 or 15 Apr", "line"),)
        self.app.push_screen(Form("Jump to", fields, accept="jump"), given)

    def _jump(self, to: str, papers: CasePapers) -> None:
        if to.isdigit() and 1 <= int(to) <= len(papers.pages):
            self._turn_to(int(to))
            return
        if not log_is_read(self, papers):
            self.notice(LATER)
            return
        years = [int(event.when[:4]) for event in papers.events if event.when]
        day = read_date(to, years[0] if years else None)
        page = papers.page_on(day) if day else None
        if page:
            self._turn_to(page)
        elif day:
            self.notice("No entry is dated on or after that day.")
        else:
            self.notice(f"That is neither a page from 1 to {len(papers.pages)} nor a date.", refused=True)

    def action_timeline(self) -> None:
        """Show the timeline beside the page, or not."""
        shown = self._timeline if self._timeline is not None else self.has_class("wide")
        self._timeline = not shown
        self.paint()

    def action_clocks(self) -> None:
        """Show what the dated log says about time limits."""
        show_clocks(self, self.case)

    def action_known(self) -> None:
        """Show what was known when a decision was made."""
        show_known(self, self.case)

    def action_glossary(self) -> None:
        """Say in plain words what the abbreviations on this page mean."""
        if self.papers is None:
            return
        meanings = self._glossary()
        found = glossary_terms_on(self.papers.pages[self._page - 1].text, meanings)
        text = lines(*(lines(bold(term), meanings[term], "") for term in found))
        nothing = plain("No abbreviation on this page is in the glossary.")
        self.app.push_screen(TextBox(f"Words on page {self._page}", text if found else nothing))

    def action_evidence(self) -> None:
        """Note this page as the evidence for the question being discussed."""
        self.app.pin_evidence(self._page)

    # the clock

    def action_pause(self) -> None:
        """Pause the countdown, or go on."""
        state = self.meeting.timing(self.case.number).reading.state
        if state in ("running", "paused"):
            self.app.act(acts.PauseReading() if state == "running" else acts.ResumeReading())
        else:
            self._read_on()

    def _read_on(self) -> None:
        """Take up a reading time that was ended too soon."""
        left = self.meeting.timing(self.case.number).reading.left_at(self.conductor.now())
        if left < LEAST_SECONDS:
            self.notice("No reading time is left.   +  gives a minute, 5 five minutes")
        else:
            self.app.act(acts.StartReading(minutes=left / 60))

    def action_extend(self, minutes: int) -> None:
        """Give more or fewer minutes; more of them take up a reading time that was over."""
        if self.looking and minutes > 0:
            self.app.act(acts.StartReading(minutes=minutes))
        else:
            self.app.act(acts.ExtendReading(minutes=minutes))

    def action_done(self) -> None:
        """On to the questions, or back to the one being discussed; never by a key that was held down too long."""
        reading = self.meeting.timing(self.case.number).reading
        if reading.state == "running" and reading.used_at(self.conductor.now()) < LEAST_SECONDS:

            def answered(yes: bool | None) -> None:
                if yes:
                    self._end()

            self.app.push_screen(
                Confirm("The reading has only begun. Is it over?", "On to the questions"), answered
            )
        else:
            self._end()

    def _end(self) -> None:
        if self.looking:
            self.app.go("questions")
        else:
            self.app.end_reading("questions")

    def action_back(self) -> None:
        """Back to the question, if the panel is only looking something up."""
        if self.looking:
            self.app.go("questions")
        else:
            self.notice("ENTER ends the reading time.   SPACE pauses it")


_DAY_FORMATS = ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d-%m-%Y")


def read_date(text: str, year: int | None) -> date | None:
    """Return the date somebody typed, day first; where they gave no year, in ``year``."""
    words = " ".join(text.replace(",", " ").split())
    for written in (words, *([f"{words}/{year}", f"{words} {year}"] if year else [])):
        for pattern in _DAY_FORMATS:
            with contextlib.suppress(ValueError):
                return datetime.strptime(written, pattern).date()
    return None


def _state_words(state: str, seconds: float) -> str:
    if state == "paused":
        return "paused - SPACE goes on"
    if seconds <= 0:
        return "the time is over"
    if seconds <= WARN_SECONDS:
        return (
            "two minutes left"
            if seconds > WARN_SECONDS - 60
            else "less than a minute"
            if seconds < 60
            else "a minute left"
        )
    return "reading"


def _short_date(event: Event) -> str:
    """Return ``02 Apr 18:40``, or what the papers say where the date is not whole."""
    if event.precision == "minute":
        return datetime.fromisoformat(event.when).strftime("%d %b %H:%M")
    if event.precision == "day":
        return date.fromisoformat(event.when).strftime("%d %b      ")
    return event.when_text or "undated"


def timeline_words(events: Sequence[Event], page: int | None = None) -> Content:
    """Return these dated entries, those on ``page`` standing out.

    Give no more than the screen has rows: a case may have tens of thousands.
    """
    rows = [bold("Timeline")]
    for event in events:
        here = event.page == page
        row = join(styled("> " if here else "  ", KEY), _short_date(event), " ", event.text)
        rows.append(row.stylize("bold") if here else row)
    return lines(*rows) if len(rows) > 1 else plain("No dated entries were found.")
