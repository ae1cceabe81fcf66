"""The conductor: one open meeting as the screens see it. It holds the session and knows no widget.

Screens call :meth:`Conductor.do` with an act and paint ``meeting``, which is replaced after every act. What is
only for this evening at this laptop - where the Chair is, what the room may see, text being typed - goes to
the book's desk.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom import acts, bookcase
from panelroom.acts import Act
from panelroom.clock import Clock
from panelroom.desk import Desk, Place, RoomSettings
from panelroom.door import Door
from panelroom.errors import PanelroomError
from panelroom.journal import from_body
from panelroom.meeting import Case, Meeting, withheld_pages
from panelroom.paper_source import FolderPapers, NoPapers, PaperSource
from panelroom.papers import CasePapers
from panelroom.session import Recorded, Session
from panelroom.slip_tray import SlipTray

if TYPE_CHECKING:
    from panelroom.signed.printed import BookCheck, Printed

_MAY_END_CASE = (acts.CloseCase, acts.CarryForward)
"""With the case its slips go, and first what the room saw of them: one erasing then takes both."""


class Conductor:
    """An open book with its session, desk, papers and the door for the room's display.

    Args:
        path: the book. key: its 32-byte key. clock: where the time comes from.
        papers: the folder with the case papers, where the book does not remember one, or the opened papers.

    Raises:
        PanelroomError: as :func:`panelroom.bookcase.writing`.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        clock: Clock | None = None,
        papers: Path | PaperSource | None = None,
    ) -> None:
        self.path = path
        self._key = key
        self._unsaid = False
        self._later: Callable[[Callable[[], None]], object] = _now
        self._stack = ExitStack()
        self.session: Session = self._stack.enter_context(bookcase.writing(path, key, clock))
        self.desk = Desk(self.session.book)
        self.tray = SlipTray(self.session)
        if isinstance(papers, Path):
            self.desk.put_papers(papers)
        self.room: RoomSettings = self.desk.room()
        self.place: Place = self.desk.place()
        # Whoever stopped while private or blank does not want the room to stay so for ever.
        self.show_room(private=False, blank=False)
        self.wellbeing = self.desk.wellbeing()
        self.interrupted = self._recover()
        with contextlib.suppress(PanelroomError):
            self.still_alive()
        self._source = self._papers_from(papers)
        self._papers: dict[tuple[int, frozenset[int]], CasePapers | None] = {}
        self.door: Door | None = None
        with contextlib.suppress(PanelroomError, OSError):
            self.door = Door(path, key)

    def close(self) -> None:
        """Leave in good order: the log is folded in, the lock given back."""
        if self.door:
            self.door.close()
        self.note_on_desk()
        with contextlib.suppress(PanelroomError):
            self.desk.put_alive(None)
        self._source.close()
        self._stack.close()

    def _recover(self) -> bool:
        alive = self.desk.alive()
        return alive is not None and self.session.recover(alive)

    def _papers_from(self, papers: Path | PaperSource | None) -> PaperSource:
        if papers is not None and not isinstance(papers, Path):
            return papers
        if papers is None and self.desk.sealed_papers() is not None:
            return NoPapers(
                "The sealed papers were not opened: leave, and open the meeting by its pass-phrase."
            )
        folder = self.desk.papers()
        if folder is None:
            return NoPapers("This book names no folder with case papers: the panel reads from paper.")
        return FolderPapers(folder)

    @property
    def papers_problem(self) -> str | None:
        """Why there are no papers, in one sentence; None where there are."""
        return self._source.problem

    @property
    def meeting(self) -> Meeting:
        """The meeting after its latest entry."""
        return self.session.meeting

    def now(self) -> datetime:
        """Return the meeting's time."""
        return self.session.now()

    def papers_of(self, case: Case) -> CasePapers | None:
        """Return the papers of a case, if they are on this laptop."""
        withheld = withheld_pages(self.meeting, case)
        wanted = (case.number, withheld)
        if wanted not in self._papers:
            self._papers[wanted] = self._source.of(case.ref, withheld)
        return self._papers[wanted]

    def do(self, act: Act) -> Recorded:
        """Record an act.

        Raises:
            Refused, NotWritten: as :meth:`panelroom.session.Session.do`.
        """
        if self.room.agreed is None or not isinstance(act, _MAY_END_CASE):
            return self.session.do(act)
        self._hide_slips()
        try:
            return self.session.do(act)
        finally:
            if self.meeting.open_case is not None:
                with contextlib.suppress(PanelroomError):
                    self.show_slips()

    @property
    def reading_runs(self) -> bool:
        """Whether a countdown is running."""
        number = self.meeting.open_case
        return number is not None and self.meeting.timing(number).reading.state == "running"

    @property
    def still_reading(self) -> bool:
        """Whether the reading time of the open case goes on, paused or not."""
        case = self.meeting.current
        return case is not None and self.meeting.timing(case.number).reading.state in ("running", "paused")

    @property
    def reading_left(self) -> float:
        """The seconds of reading time that the open case has left; negative when over."""
        case = self.meeting.current
        return self.meeting.timing(case.number).reading.left_at(self.now()) if case else 0.0

    def still_alive(self) -> None:
        """Note the time, so that after a power cut the clocks are right."""
        self.desk.put_alive(self.now())

    def knock(self) -> bool:
        """Let a display that waits at the door in; return whether there was one."""
        return self.door is not None and self.door.tick()

    def taken_back(self) -> Iterator[tuple[str, str]]:
        """Yield the id and words of entries that were undone: the journal keeps them until they are struck."""
        known = self.meeting.known
        gone = {n for n, entry in enumerate(known, 1) if not entry.live and not entry.struck}
        for row in self.session.book.rows() if gone else ():
            act = from_body(row.seq, row.body).act if row.seq in gone else None
            words = getattr(act, "text", None) or getattr(act, "reason", None)
            if words:
                yield f"e{row.seq}", str(words)

    def watch_clock(self) -> Iterator[str]:
        """Record that the laptop slept or its clock was moved; yield what to tell the Chair."""
        for note in self.session.clock_notes():
            if note.kind == "moved":
                self.do(acts.ClockChanged(seconds=round(note.seconds, 1)))
                yield "The laptop's clock was changed: noted. The meeting's clocks go on as before."
            elif self.session.recover(self.now() - timedelta(seconds=note.seconds)):
                goes_on = " SPACE on the reading screen goes on reading." if self.still_reading else ""
                yield f"The laptop slept: the clocks stood still.{goes_on}"

    def hand_over(self, recipients: list[str], out: Path) -> str:
        """Seal the record to ``recipients`` in the new file ``out``; return its root. Safe to call in a thread.

        Raises:
            Refused, NotWritten: as :func:`panelroom.handover.hand_over`.
        """
        from panelroom.handover import hand_over

        return hand_over(self.path, self._key, recipients, out)

    def proof(self, printed: "Printed | None") -> "BookCheck":
        """Return whether the record, read anew from the disk, proves itself and bears out a printed root.

        Safe to call in a thread.
        """
        from panelroom.signed.printed import check_rows

        with bookcase.reading(self.path, self._key) as book:
            return check_rows(book.rows(), printed)

    def is_passphrase(self, passphrase: str) -> bool:
        """Whether this is the pass-phrase of the open book. Takes as long as opening it does."""
        try:
            return bookcase.book_key(self.path, passphrase) == self._key
        except PanelroomError:
            return False

    def paint_first(self, later: Callable[[Callable[[], None]], object]) -> None:
        """Give ``later`` what can wait until the screen is painted: to note on the desk where the Chair is."""
        self._later = later

    def note_on_desk(self) -> None:
        """Note on the desk what is new; a disk that does not take it stops no meeting, and is asked again."""
        if self._unsaid:
            with contextlib.suppress(PanelroomError):
                self.desk.put_place_and_room(self.place, self.room)
                self._unsaid = False

    def _move(self, place: Place, room: RoomSettings) -> None:
        self._unsaid = self._unsaid or (place, room) != (self.place, self.room)
        self.place, self.room = place, room

    def show_room(self, **changes: Any) -> None:
        """Change what the room may see, at once: something may have to vanish from it."""
        self._move(self.place, replace(self.room, **changes))
        self.note_on_desk()

    def show_slips(self) -> None:
        """Let the room see how many slips are in and, once their totals are shown, what all of them agree on."""
        slips = self.tray.slips
        agreed = self.tray.agreed() if slips.shown else None
        self.show_room(slips_in=slips.count, slips_due=self.tray.due, agreed=agreed)

    def confirm_slips(self) -> tuple[str, ...]:
        """Record what all slips agree on, and let the slips go; return what to tell the Chair.

        Raises:
            Refused, NotWritten: as :meth:`panelroom.slip_tray.SlipTray.confirm`.
        """
        self._hide_slips()
        return self.tray.confirm()

    def throw_slips_away(self) -> tuple[str, ...]:
        """Let all slips of the open case go unrecorded; return what to tell the Chair."""
        self._hide_slips()
        return self.tray.throw_away()

    def _hide_slips(self) -> None:
        # First, so that what the room saw of them is erased from the file together with them.
        self.show_room(slips_in=None, agreed=None)

    def go(self, **changes: Any) -> None:
        """Remember where the Chair is now, and let the room's display follow."""
        case = self.meeting.open_case
        # Page and question belong to a case: another one begins at its first.
        before = self.place if self.place.case == case else Place(self.place.screen, case)
        place = replace(before, **changes)
        asked = self._asked(place.question)
        room = replace(self.room, view=place.screen, page=place.page, question=place.question, asked=asked)
        self._move(place, room)
        if self._unsaid:
            self._later(self.note_on_desk)

    def _asked(self, question: str | None) -> float | None:
        """Return when the question came up, in seconds of talk about its case; one that stays keeps its time."""
        if question is None:
            return None
        stays = question == self.room.question and self.room.asked is not None
        return self.room.asked if stays else self._talked()

    def _talked(self) -> float:
        number = self.meeting.open_case
        return self.meeting.timing(number).talked_at(self.now()) if number else 0.0

    @property
    def question_seconds(self) -> float:
        """How long the question has been before the panel: neither breaks nor a laptop that was off count."""
        return max(0.0, self._talked() - (self.room.asked or 0.0))

    @contextlib.contextmanager
    def private(self) -> Iterator[None]:
        """Keep what is done inside unseen by the room."""
        before = self.room.private
        self.show_room(private=True)
        try:
            yield
        finally:
            self.show_room(private=before)


def _now(do: Callable[[], None]) -> None:
    do()
