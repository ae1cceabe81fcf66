"""The full-screen program: which screen is shown, and the acts that are the same everywhere.

It starts with Home alone; what belongs to a meeting is imported while the pass-phrase is being worked on.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from panelroom.clock import Clock, SystemClock
from panelroom.errors import PanelroomError
from panelroom.ui.frame import Modal, PlainScreen
from panelroom.ui.guard import REHEARSE
from panelroom.ui.quiet import QuietCrash
from panelroom.ui.recent import remember_book
from panelroom.ui.screens.boxes import Blank, Confirm, Help, Lock, TextBox
from panelroom.ui.screens.home import Home, Unlock
from panelroom.ui.themes import THEMES

if TYPE_CHECKING:
    from panelroom.acts import Act
    from panelroom.paper_source import Elsewhere, PaperSource
    from panelroom.ui.conductor import Conductor
    from panelroom.ui.guide import Guide
    from panelroom.ui.meeting_screen import MeetingScreen

_HERE = Path(__file__).parent
IDLE_SECONDS = 600
"""Without a key for so long, the screen locks itself: before and after the meeting and in breaks only."""
_HEARTBEAT = 5
_COMES_WITHIN = 5
"""Seconds for which keys wait for a screen that is opening."""
_OF_A_CASE = ("reading", "questions", "slips", "outcome")
"""Screens that are there only while a case is open."""
_AFTER_READING = {
    "questions": "go on to the questions",
    "slips": "mark slips",
    "outcome": "go on to the outcome",
}
"""Screens on which the panel answers: the reading time ends before them, and what is asked about it."""
_AFTERWARDS = ("after", "accuracy", "release")
"""Screens that are there only once the meeting is closed."""
_STILL_THERE = ("wrap_up", *_AFTERWARDS)
"""Screens that a closed meeting has; on the others everything would be refused."""
_WHILE_OPEN = ("observe", "park", "query", "urgent", "adjourn", "step_out")
"""What can be recorded from anywhere, but no more once the meeting is closed."""


class PanelroomApp(QuietCrash[int], inherit_bindings=False):
    """The program.

    Args:
        home: the data folder. book: open this book at once. key: its key, where it is known already.
        papers: the folder with the case papers, or the opened papers. clock: where the time comes from.
        elsewhere: where the sealed papers are said to lie now, if the book is still to be unlocked.
        demonstrate: makes a demonstration meeting and returns its book, key, papers and pass-phrase.
        opens: the pass-phrase of a demonstration, which its lock says: nobody was told it, and nothing is secret.
        guide: what a rehearsal says beside its screens; None in a meeting.
    """

    TITLE = "panelroom"
    CSS_PATH: ClassVar[Any] = [_HERE / "app.tcss", *sorted((_HERE / "screens").glob("*.tcss"))]
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = True
    # Over every box and every field too: a person who walks past must not read on.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "lock", "lock", show=False, priority=True),
        Binding("f7", "guide", "guide of a rehearsal", show=False, priority=True),
        Binding("f8", "alarm", "alarm: the room empties", show=False, priority=True),
    ]

    class Demonstrated(Message):
        """A demonstration is ready."""

        def __init__(self, book: Path, key: bytes, papers: "PaperSource", opens: str) -> None:
            super().__init__()
            self.book, self.key, self.papers, self.opens = book, key, papers, opens

    class NotDemonstrated(Message):
        """There is none, and why."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    view: var[int] = var(0)
    """Grows with every act: screens paint anew when it does."""

    def __init__(
        self,
        home: Path,
        *,
        book: Path | None = None,
        key: bytes | None = None,
        papers: "Path | PaperSource | None" = None,
        elsewhere: "Elsewhere | None" = None,
        clock: Clock | None = None,
        demonstrate: "Callable[[], tuple[Path, bytes, PaperSource, str]] | None" = None,
        opens: str = "",
        guide: "Guide | None" = None,
    ) -> None:
        super().__init__()
        self.guide = guide
        self._choose_theme()
        self.home = home
        self.conductor: Conductor | None = None
        self._book, self._key, self._papers, self._elsewhere = book, key, papers, elsewhere
        self._clock: Clock = clock or SystemClock()
        self._demonstrate = demonstrate
        self.opens = opens
        self._drafts: dict[str, dict[str, Any]] = {}
        self._unkept: set[str] = set()
        self._accepted: str | None = None
        self._left: tuple[int | None, str] = (None, "questions")
        self._last_key = self._clock.monotonic()
        self._beat = 0

    def on_mount(self) -> None:
        """Show Home, or the meeting that was asked for."""
        super().on_mount()
        self.push_screen(Home())
        if self._book is not None and self._key is not None:
            problem = self.open_meeting(self._book, self._key)
            if problem:
                self.exit(1, message=Content(problem))
        elif self._book is not None:
            self.push_screen(Unlock(self._book, self._elsewhere))
        self.set_interval(1.0, self._tick)

    def _choose_theme(self) -> None:
        # Before the style sheets are read: a theme set later would have all of them read again.
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(PanelroomApp.theme, THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())

    def on_unmount(self) -> None:
        """Leave the book in good order."""
        if self.conductor:
            self.conductor.close()
            self.conductor = None

    # ── opening and leaving ──────────────────────────────────────────────────────────────────────────────

    @property
    def clock(self) -> Clock:
        """Where the time comes from."""
        return self._clock

    def open_meeting(self, book: Path, key: bytes, papers: "PaperSource | None" = None) -> str | None:
        """Open a book and go to where the Chair was; return a sentence where that is not possible."""
        from panelroom.ui.conductor import Conductor

        try:
            self.conductor = Conductor(book, key, self._clock, papers or self._papers)
        except PanelroomError as error:
            if papers:
                papers.close()
            return str(error)
        self.conductor.paint_first(self.call_after_refresh)
        remember_book(self.home, book, self._clock.wall())
        self._install_screens()
        interrupted = self.conductor.interrupted
        self.go(self._first_screen())
        if self.conductor.meeting.adjourned:
            self.action_record("break")
        if interrupted:
            self._say_interrupted()
        return None

    def _say_interrupted(self) -> None:
        """Say that nothing is lost; of the reading time only while there is one to go on with."""
        assert self.conductor is not None
        said = "Everything recorded is here. The clocks stood still in between"
        if self.conductor.still_reading:
            said += "; the reading time is paused. Press SPACE on the reading screen to go on reading"
        self.push_screen(TextBox("The meeting goes on where it stopped", Content(f"{said}.")))

    def _install_screens(self) -> None:
        from panelroom.ui.screens.cover import Cover
        from panelroom.ui.screens.outcome import Outcome
        from panelroom.ui.screens.questions import Questions
        from panelroom.ui.screens.reading import Reading
        from panelroom.ui.screens.roll_call import RollCall
        from panelroom.ui.screens.slips import SlipScreen
        from panelroom.ui.screens.wrap_up import WrapUp

        self._install(RollCall, Cover, Reading, Questions, SlipScreen, Outcome, WrapUp)

    def _install_afterwards(self) -> None:
        """Install the screens of a closed meeting: not before, because the room waits for what they import."""
        from panelroom.ui.screens.accuracy import Accuracy
        from panelroom.ui.screens.after import After
        from panelroom.ui.screens.release import Release

        self._install(After, Accuracy, Release)

    def _install(self, *screens: "type[MeetingScreen]") -> None:
        for screen in screens:
            if not self.is_screen_installed(screen.NAME):
                self.install_screen(screen(), screen.NAME)

    def _first_screen(self) -> str:
        assert self.conductor is not None
        meeting, place = self.conductor.meeting, self.conductor.place
        if meeting.closed_at:
            return "after"
        if meeting.open_case is None and place.screen in _OF_A_CASE:
            return "cover"
        if self.conductor.still_reading and place.screen in _AFTER_READING:
            return "reading"
        return place.screen

    def go(self, name: str) -> None:
        """Show a screen of the meeting; to one that answers only once the reading time is over."""
        if self.conductor is None:
            return
        if name in _OF_A_CASE and self.conductor.meeting.open_case is None:
            name = "cover"
        if self.conductor.still_reading and name in _AFTER_READING:
            self._ask_whether_read(name)
            return
        if self.conductor.meeting.closed_at and name not in _STILL_THERE:
            name = "after"
            self.call_later(self.say, "The meeting is closed: this is what is left to do.")
        if name in _AFTERWARDS:
            self._install_afterwards()
        if self.conductor.place.screen in _OF_A_CASE:
            self._left = self.conductor.meeting.open_case, self.conductor.place.screen
        # Boxes over the screen belong to it, and the meeting's screens lie one over Home.
        while len(self.screen_stack) > 3 or isinstance(self.screen, Unlock):
            self.pop_screen()
        if isinstance(self.screen, Home):
            self.push_screen(name)
        elif self.screen is not self.get_screen(name):
            self.switch_screen(name)

    def _ask_whether_read(self, name: str) -> None:
        """Ask whether the reading time is over; only then go on."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.end_reading(name)

        question = f"The panel is still reading. End the reading time and {_AFTER_READING[name]}?"
        self.push_screen(Confirm(question, "End it", "Read on"), answered)

    def end_reading(self, name: str) -> None:
        """End the reading time and show that screen; say how much of the time was left."""
        from panelroom import acts
        from panelroom.ui.paint import minutes_seconds

        assert self.conductor is not None
        left = self.conductor.reading_left
        if not self.act(acts.EndReading()):
            return
        self.go(name)
        if left >= 60:
            reads_on = "" if name == "slips" else "   /  then SPACE  reads on"
            said = f"The reading ended with {minutes_seconds(left)} left.{reads_on}"
            # The other screen may only now be laid out for the first time.
            self.screen.call_after_refresh(self.say, said)

    def action_go(self, name: str) -> None:
        """Show a screen of the meeting."""
        self.go(name)

    def next_case(self) -> None:
        """Go to where the next case is: the open one's place, the next cover, or the wrap-up."""
        from panelroom.ui.screens.cover import Cover, next_case

        if self.conductor is None:
            return
        meeting = self.conductor.meeting
        number = next_case(meeting)
        if number is None:
            self.go("after" if meeting.closed_at else "wrap_up")
            return
        if meeting.open_case is None:
            cover = self.get_screen("cover")
            assert isinstance(cover, Cover)
            cover.show_case(number)
            self.go("cover")
            return
        state = meeting.timing(number).reading.state
        self.go("reading" if state in ("running", "paused") else "questions" if state == "ended" else "cover")

    def back_to_case(self) -> None:
        """Go back to the screen on which the open case was left; without an open case, to the next one."""
        if self.conductor is None:
            return
        meeting, (case, screen) = self.conductor.meeting, self._left
        if case is not None and case == meeting.open_case and meeting.timing(case).reading.state == "ended":
            self.go(screen)
        else:
            self.next_case()

    def action_next_case(self) -> None:
        """Go to where the next case is."""
        self.next_case()

    def action_leave(self) -> None:
        """Quit, after asking."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.exit(0)

        self.push_screen(Confirm("Leave panelroom? Everything recorded is kept.", "Leave", "Stay"), answered)

    def action_rehearse(self) -> None:
        """Leave Home for a rehearsal: it leaves nothing here, so it does not begin here either."""
        self.exit(REHEARSE)

    def action_demonstrate(self) -> None:
        """Open a demonstration meeting with invented cases."""
        if self._demonstrate is None:
            return
        screen = self.screen
        assert isinstance(screen, PlainScreen)
        screen.notice("Preparing the demonstration: drawing, checking and sealing six invented cases ...")
        self._prepare_demonstration()

    @work(thread=True, exclusive=True, exit_on_error=False, group="demonstration")
    def _prepare_demonstration(self) -> None:
        assert self._demonstrate is not None
        try:
            self.post_message(self.Demonstrated(*self._demonstrate()))
        except (PanelroomError, OSError) as error:
            words = (
                str(error) if isinstance(error, PanelroomError) else "The demonstration could not be written."
            )
            self.post_message(self.NotDemonstrated(words))

    def on_panelroom_app_demonstrated(self, event: Demonstrated) -> None:
        """Open the demonstration."""
        if self.conductor is not None:
            event.papers.close()
        elif problem := self.open_meeting(event.book, event.key, event.papers):
            self._say(problem)
        else:
            self.opens = event.opens

    def on_panelroom_app_not_demonstrated(self, event: NotDemonstrated) -> None:
        """Say why there is no demonstration."""
        self._say(event.why)

    def _say(self, why: str) -> None:
        if isinstance(self.screen, PlainScreen):
            self.screen.notice(why, refused=True)

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────

    def act(self, act: "Act") -> bool:
        """Record an act; say what follows from it, or why it was refused. Return whether it was recorded."""
        if self.conductor is None:
            return False
        try:
            recorded = self.conductor.do(act)
        except PanelroomError as error:
            kept = " What you typed is kept: open the form again." if self._accepted else ""
            self._accepted = None
            self.say(f"{error}{kept}", refused=True)
            self.view += 1
            return False
        if self._accepted:
            self.keep_draft(self._accepted, None)
            self._accepted = None
        self.view += 1
        if recorded.notices:
            self.say(" ".join(recorded.notices))
        return True

    def act_on(self, kind: "type[Act]", values: dict[str, Any]) -> bool:
        """Record an act made of what was typed."""
        from pydantic import ValidationError

        from panelroom.journal import say_invalid

        try:
            act = kind.model_validate(values)
        except ValidationError as error:
            self.say(f"That was not recorded: {say_invalid(error)}. What you typed is kept.", refused=True)
            self._accepted = None
            return False
        return self.act(act)

    def say(self, text: str, *, refused: bool = False) -> None:
        """Say something on the screen beneath any box."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, PlainScreen):
                screen.notice(text, refused=refused)
                return

    def undo(self) -> str | None:
        """Take the latest act back; return the id of the entry taken back."""
        from panelroom import acts
        from panelroom.meeting import find_item
        from panelroom.ui.taken_back import taken_back_words

        assert self.conductor is not None
        before = self.conductor.meeting
        if not self.act(acts.Undo()):
            return None
        assert before.undoable is not None
        entry = before.undoable[0]
        self.say(
            f"Taken back: {taken_back_words(before, self.conductor.meeting, entry)}. The record keeps both."
        )
        item = find_item(before, entry)
        return getattr(item.act, "question", None) if item else None

    def pin_evidence(self, page: int | None) -> None:
        """Note a page (or, with ``None``, that it was looked for and not found) beside the present question."""
        from panelroom import acts
        from panelroom.ui.screens.questions import Questions

        questions = self.get_screen("questions")
        assert self.conductor is not None and isinstance(questions, Questions)
        answer = questions.answer if self.conductor.meeting.open_case else None
        if answer is None:
            self.say("Answer a question first; then a page can be noted as its evidence.", refused=True)
            return
        last = self._last_page()
        if page and last and page > last:
            self.say(f"The papers of this case end with page {last}: nothing was noted.", refused=True)
            return
        evidence = {"page": page} if page else {"not_found": True}
        if self.act_on(acts.Answer, {**answer.act.data(), "evidence": evidence}):
            where = f"page {page}" if page else "looked, not found"
            hidden = " That page is withheld: nobody is shown it." if self._withheld(page) else ""
            self.say(f"Question {questions.question.number}: evidence noted, {where}.{hidden}")

    def _withheld(self, page: int | None) -> bool:
        """Whether a page of the open case is shown to nobody any more."""
        from panelroom.meeting import withheld_pages

        meeting = self.conductor.meeting if self.conductor else None
        return bool(meeting and meeting.current and page in withheld_pages(meeting, meeting.current))

    def _last_page(self) -> int | None:
        """Return the last page of the open case, if anybody knows it."""
        case = self.conductor.meeting.current if self.conductor else None
        if self.conductor is None or case is None:
            return None
        papers = self.conductor.papers_of(case)
        return len(papers.pages) if papers else case.listed.pages

    def action_record(self, what: str) -> None:
        """Record something that can be recorded from anywhere: see :mod:`panelroom.ui.recording`."""
        if self.conductor is None:
            return
        if self.conductor.meeting.closed_at and what in _WHILE_OPEN:
            words = (
                "The meeting is closed: nothing new is recorded. To put something right: e, with the reason."
            )
            self.say(words, refused=True)
            return
        from panelroom.ui import recording

        recording.ANYWHERE[what](self)

    # ── the room, the screen and the lock ────────────────────────────────────────────────────────────────

    def set_private(self, private: bool) -> bool:
        """Show the room a holding page, or not; return what it was before."""
        if self.conductor is None:
            return False
        before = self.conductor.room.private
        with contextlib.suppress(PanelroomError):
            self.conductor.show_room(private=private)
        if before != private:
            self.view += 1
        return before

    def action_private(self) -> None:
        """Switch to private and back."""
        if self.conductor is not None:
            private = not self.conductor.room.private
            self.set_private(private)
            self.say(
                "Private: the room's display shows a holding page."
                if private
                else "The room sees the meeting again."
            )

    def action_room_tally(self) -> None:
        """Show the room the running tally, or not."""
        if self.conductor is not None:
            tally = not self.conductor.room.tally
            self.conductor.show_room(tally=tally)
            self.say(
                "The room sees the running tally." if tally else "The room sees the tally when all is marked."
            )

    def action_blank(self) -> None:
        """Blank every display at once."""
        if self.conductor is None:
            return
        self.conductor.show_room(blank=True)

        def back(_: Any) -> None:
            if self.conductor:
                self.conductor.show_room(blank=False)

        self.push_screen(Blank(), back)

    def action_lock(self) -> None:
        """Lock the screen; after unlocking it is blank first."""
        if self.conductor is None or isinstance(self.screen, Lock):
            return
        self.conductor.show_room(blank=True)

        def opened(_: Any) -> None:
            self._last_key = self._clock.monotonic()
            if not isinstance(self.screen, Blank):
                self.action_blank()

        self.push_screen(Lock(), opened)

    def action_guide(self) -> None:
        """Hide the guide of a rehearsal, or bring it back."""
        if self.guide is None:
            return
        self.guide.shown = not self.guide.shown
        for strip in self.screen.query("#guide"):
            strip.display = self.guide.shown
        self.view += 1

    def action_alarm(self) -> None:
        """An alarm empties the room: adjourned for safety, every display blank, locked until somebody is back.

        It locks even where the meeting is not open or the disk does not take the entry.
        """
        from panelroom import acts

        if self.conductor is None or isinstance(self.screen, Lock):
            return
        if self.conductor.meeting.state == "open" and self.act(acts.Adjourn(why="safety")):
            self.action_record("break")
        self.action_lock()

    def action_other_theme(self) -> None:
        """Dark on light, or light on dark."""
        self.theme = THEMES[1].name if self.theme == THEMES[0].name else THEMES[0].name

    def action_explain(self) -> None:
        """Explain the screen, or the box over it, in plain English."""
        screen = self.screen
        if isinstance(screen, PlainScreen | Modal) and screen.HELP:
            self.push_screen(Help(screen.HELP_TITLE, screen.HELP.strip() + screen.EVERYWHERE))

    def show_text(self, title: str, text: str) -> None:
        """Show a page of our own text."""
        self.push_screen(TextBox(title, Content(text.strip("\n"))))

    # ── text being typed ─────────────────────────────────────────────────────────────────────────────────

    def kept_draft(self, name: str | None) -> dict[str, Any]:
        """Return what was typed into that form and not accepted."""
        if name is None or self.conductor is None:
            return {}
        if name not in self._drafts:
            with contextlib.suppress(PanelroomError):
                self._drafts[name] = self.conductor.desk.draft(name)
        return self._drafts.get(name, {})

    def keep_draft(self, name: str | None, values: dict[str, Any] | None) -> None:
        """Keep what is typed, on the disk too; ``None`` forgets it."""
        if name is None or self.conductor is None:
            return
        if values == self._drafts.get(name, {}) and name not in self._unkept:
            return
        self._drafts[name] = values or {}
        # What the disk does not take now is offered to it again.
        self._unkept.add(name)
        with contextlib.suppress(PanelroomError):
            self.conductor.desk.put_draft(name, values)
            self._unkept.discard(name)

    def accepted_draft(self, name: str | None, values: dict[str, Any]) -> None:
        """A form was accepted: its text is kept until the act is in the journal."""
        self.keep_draft(name, values)
        self._accepted = name

    # ── time ─────────────────────────────────────────────────────────────────────────────────────────────

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is at the keyboard, whoever the key is for; what is pressed while it closes is lost."""
        if not self._exit and isinstance(event, events.Key | events.Paste):
            await self._arrived()
        if self._exit and isinstance(event, events.InputEvent):
            # Nothing is mounted any more: a key that opened a form would find it empty, and end in a fault.
            return
        if isinstance(event, events.Key):
            self._last_key = self._clock.monotonic()
            if not event.is_forwarded and self.focused is None:
                await self._key_in_turn(event)
                return
        await super().on_event(event)

    async def _arrived(self) -> None:
        """Wait for the screen that the last key called for: what is typed behind that key is meant for it.

        Else the first letters of a pass-phrase would reach nobody, or the screen beneath as its commands.
        """
        await self._flush_next_callbacks()
        # Where nothing is awaited, nothing can come between this and the key.
        if self.screen_stack and not self.screen.is_mounted:
            # Never for ever: a screen that does not come must not take the keyboard with it.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.screen._mounted_event.wait(), _COMES_WITHIN)

    async def _key_in_turn(self, event: events.Key) -> None:
        """Do all that a key does before the next one is looked at.

        Textual handles a screen's keys in one queue and its bindings in another: on a busy disk a digit would
        overtake the SPACE before it, and the wrong person would be marked.
        """
        if await self._check_bindings(event.key, priority=True):
            return
        handler = getattr(self.screen, "on_key", None)
        if handler is not None:
            handler(event)
        if not event._stop_propagation:
            await self._check_bindings(event.key)

    def _tick(self) -> None:
        conductor = self.conductor
        # While the program closes, a last beat may find no screen left.
        if conductor is None or not self.screen_stack:
            return
        self._beat += 1
        conductor.note_on_desk()
        with contextlib.suppress(PanelroomError):
            for said in conductor.watch_clock():
                self.view += 1
                self.say(said)
            if conductor.reading_runs or self._beat % _HEARTBEAT == 0:
                conductor.still_alive()
        if conductor.knock():
            self.say("The room's display has joined.")
        # While a screen is taken away, its widgets go before it does.
        with contextlib.suppress(NoMatches):
            self._tick_screens()
        if self._may_lock() and self._clock.monotonic() - self._last_key > IDLE_SECONDS:
            self.action_lock()

    def _tick_screens(self) -> None:
        # A screen beneath a box is not seen, and painting it would paint the box as well, whole.
        tick = getattr(self.screen, "tick", None)
        if tick is not None and self.screen.is_mounted:
            tick()
        for screen in self.screen_stack:
            keep = getattr(screen, "keep", None)
            if keep is not None and screen.is_mounted:
                keep()

    def _may_lock(self) -> bool:
        """Whether the idle lock applies: never while a case is being read or discussed."""
        assert self.conductor is not None
        meeting = self.conductor.meeting
        return not isinstance(self.screen, Lock) and (
            meeting.open_case is None or meeting.adjourned is not None
        )

    # ── the command palette ──────────────────────────────────────────────────────────────────────────────

    def action_command_palette(self) -> None:
        """Offer every command; over a box there is none, else the palette would lead past the lock."""
        if isinstance(self.screen, PlainScreen):
            super().action_command_palette()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer our own commands only: the stock ones would write pictures of a case to the disk."""
        if isinstance(screen, Home):
            yield SystemCommand("Register", "What became of what the panel said", screen.action_register)
            yield SystemCommand(
                "The year in figures", "The annual report, as bars and tables", screen.action_figures
            )
        if self.conductor is not None:
            if self.conductor.meeting.closed_at:
                for name, words in _PLACES_AFTER:
                    yield SystemCommand(f"Go to {words}", "", partial(self.go, name))
            yield SystemCommand(
                "Observation",
                "Record an observation about the open case",
                partial(self.action_record, "observe"),
            )
            yield SystemCommand(
                "Park", "Park a wider issue for the wrap-up", partial(self.action_record, "park")
            )
            yield SystemCommand(
                "Queries", "Queries to the force and their answers", partial(self.action_record, "query")
            )
            yield SystemCommand(
                "Urgent matter",
                "A person at risk, possible misconduct",
                partial(self.action_record, "urgent"),
            )
            yield SystemCommand(
                "Edit what was recorded", "Amend or strike an entry", partial(self.action_record, "edit")
            )
            yield SystemCommand(
                "Run order",
                "Planned and taken, and what could be done",
                partial(self.action_record, "run_order"),
            )
            yield SystemCommand("Adjourn", "All clocks stand still", partial(self.action_record, "adjourn"))
            yield SystemCommand("Alarm", "The room empties: adjourned, blank and locked", self.action_alarm)
            yield SystemCommand("Blank", "Blank every display", self.action_blank)
            yield SystemCommand("Lock", "Lock with the pass-phrase", self.action_lock)
            yield SystemCommand("Private", "The room sees a holding page, or not", self.action_private)
            yield SystemCommand("Tally in the room", "Show the running tally, or not", self.action_room_tally)
            for name, words in _PLACES:
                yield SystemCommand(f"Go to {words}", "", partial(self.go, name))
        yield SystemCommand("Light or dark", "Change the projector theme", self.action_other_theme)
        yield SystemCommand("Help", "Explain this screen", self.action_explain)
        yield SystemCommand("Leave", "Quit panelroom", self.action_leave)


_PLACES = (
    ("roll_call", "roll call"),
    ("cover", "the case's cover"),
    ("reading", "the papers"),
    ("questions", "the questions"),
    ("slips", "the members' slips"),
    ("outcome", "the outcome"),
    ("wrap_up", "wrap-up"),
)

_PLACES_AFTER = (
    ("after", "what is left to do after the meeting"),
    ("accuracy", "facts, asked of the force"),
    ("release", "the wording for the public"),
)
