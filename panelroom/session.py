"""A session: the one way to do something in a meeting, for screens, scripts and tests alike.

:meth:`Session.do` checks an act against the meeting, writes one entry, and only then moves the meeting on. If
the disk does not take the entry, nothing has happened; doing it again cannot record it twice.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from panelroom import acts
from panelroom.acts import ROLES, Act
from panelroom.clock import Clock, ClockNote, Steady, SystemClock
from panelroom.conduct import Prepared, prepare
from panelroom.errors import BookError, NotWritten, Refused
from panelroom.fold import apply, fold
from panelroom.journal import (
    SALT_BYTES,
    Entry,
    MerkleTree,
    Row,
    entry_seq,
    from_body,
    has_words,
    leaf_hash,
    struck_body,
    to_body,
)
from panelroom.meeting import Meeting
from panelroom.questions import QuestionSet
from panelroom.store import Book

_TELLING = ("amend", "correct_minutes", "release_text", "dispute_fact", "reply_to_dispute", "settle_parked")
"""Acts about the words of another entry, which may repeat them."""

_NOT_ERASED = (
    "The slips are gone, but the disk could not erase every trace of them yet:"
    " make room on it, then close the book and open it again."
)

Salts = Callable[[int], bytes]
"""Gives that many random bytes."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act that is in the journal, and what the Chair should be told about it."""

    entry: Entry
    notices: tuple[str, ...] = ()


def seal(entry: Entry, salts: Salts = os.urandom) -> Row:
    """Return the entry as a salted, hashed row."""
    salt, body = salts(SALT_BYTES), to_body(entry)
    return Row(entry.seq, leaf_hash(salt, body), salt, body)


def opening_entry(act: acts.OpenMeeting, question_set: QuestionSet, at: datetime) -> Entry:
    """Return the first entry of a journal, with the whole question set inside it."""
    whole = act.model_copy(update={"question_set": question_set.as_data(), "set": question_set.id})
    return Entry(1, at, whole)


class Session:
    """A meeting that is being conducted, or put right afterwards.

    Args:
        book: the open book; the session is its only writer.
        clock: where the time comes from.
    """

    def __init__(self, book: Book, clock: Clock | None = None) -> None:
        self.book = book
        self._steady = Steady(clock or SystemClock())
        self._failed: tuple[Act, Entry] | None = None
        self._load()
        # A wall clock that stands before the last entry would make time run backwards.
        self._ahead = max(timedelta(0), self.meeting.last_at - self._steady.now())
        self._erase_slips()

    def _load(self) -> None:
        rows = self.book.rows()
        meeting = fold(from_body(r.seq, r.body) for r in rows)
        if meeting is None:
            raise BookError("This book is empty: nothing was recorded in it.")
        self.meeting: Meeting = meeting
        self._tree = MerkleTree(r.leaf for r in rows)

    @property
    def root(self) -> str:
        """The hex RFC 6962 root over all entries so far."""
        return self._tree.root().hex()

    @property
    def entries(self) -> int:
        """How many entries the journal has."""
        return self._tree.size

    def now(self) -> datetime:
        """Return the meeting's time: steady, and never before the last entry."""
        return max(self._steady.now() + self._ahead, self.meeting.last_at)

    def clock_notes(self) -> list[ClockNote]:
        """Return what happened to the laptop's clock since this was last asked: it slept, or was moved."""
        return self._steady.checks()

    def do(self, act: Act, *, at: datetime | None = None, happened_at: datetime | None = None) -> Recorded:
        """Check ``act``, record it, and move the meeting on.

        Raises:
            Refused: it is not allowed now; the journal is unchanged.
            NotWritten: the disk did not take it; the journal is unchanged as far as the disk can say, and
                doing it again looks first.
        """
        done = self._settle_failure(act)
        if done is not None:
            return done
        moment = self._moment(at)
        prepared = prepare(self.meeting, act)
        if isinstance(act, acts.StrikeText):
            return self._strike(act, prepared, moment, happened_at)
        entry = _entry(self._tree.size + 1, moment, happened_at, prepared)
        unsaid = self._write(act, entry, apply(self.meeting, entry))
        return Recorded(entry, (*prepared.notices, *unsaid))

    def answer_from_slips(self, answers: Sequence[acts.Answer], split: str) -> tuple[str, ...]:
        """Record what all slips agree on, in one transaction, and let the slips go with it.

        ``split`` is what the desk remembers of the other questions. Return what the Chair should be told.

        Raises:
            Refused: one of the answers is not allowed now; nothing was recorded, and the slips are kept.
            NotWritten: as :meth:`do`, for all of them together.
        """
        self.settle()
        moment, meeting = self.now(), self.meeting
        entries: list[Entry] = []
        notices: list[str] = []
        for act in answers:
            prepared = prepare(meeting, act)
            entries.append(_entry(self._tree.size + 1 + len(entries), moment, None, prepared))
            meeting = apply(meeting, entries[-1])
            notices += prepared.notices
        unsaid = self._end_slips(list(zip(answers, entries, strict=True)), meeting, split)
        return (*dict.fromkeys(notices), *unsaid)

    def throw_slips_away(self) -> tuple[str, ...]:
        """Let all slips go unrecorded; return what the Chair should be told.

        Raises:
            NotWritten: they are still there.
        """
        self.settle()
        return self._end_slips([], self.meeting, None)

    def settle(self) -> bool:
        """After a failed write, look at what the disk holds; return whether it was there all the same."""
        entries = self.entries
        self._settle_failure(None)
        return self.entries > entries

    def _moment(self, at: datetime | None) -> datetime:
        if at is None:
            return self.now()
        if at < self.meeting.last_at:
            raise Refused("That time is before the last entry: time in a meeting never goes backwards.")
        return at

    def _write(self, act: Act, entry: Entry, after: Meeting) -> tuple[str, ...]:
        """Write an entry, and move the meeting on. Slips go with the case that they belong to."""
        if after.open_case != self.meeting.open_case and self.book.holds_slips():
            return self._end_slips([(act, entry)], after, None)
        row = seal(entry)
        with self._remembering(act, entry):
            self.book.append(row)
        self._tree.append(row.leaf)
        self.meeting = after
        return ()

    def _end_slips(
        self, done: Sequence[tuple[Act, Entry]], after: Meeting, split: str | None
    ) -> tuple[str, ...]:
        """Write entries with which all slips go, and move the meeting on; return what is still to be said."""
        rows = [seal(entry) for _, entry in done]
        with self._remembering(*done[0]) if done else nullcontext():
            self.book.append_ending_slips(rows, split)
        for row in rows:
            self._tree.append(row.leaf)
        self.meeting = after
        return self._erase_slips()

    def _erase_slips(self) -> tuple[str, ...]:
        """Erase what slips that went have left, if anything; return what to say where the disk cannot yet."""
        try:
            self.book.erase_slips()
        except NotWritten:
            return (_NOT_ERASED,)
        return ()

    @contextmanager
    def _remembering(self, act: Act, entry: Entry) -> Iterator[None]:
        """Keep in mind what the disk did not take, as it was asked for: the row may be there all the same."""
        try:
            yield
        except NotWritten:
            self._failed = (act, entry)
            raise

    def _settle_failure(self, act: Act | None) -> Recorded | None:
        """After a failed write the row may be there all the same: look before the same act is done again."""
        if self._failed is None:
            return None
        asked, entry = self._failed
        self._load()
        arrived = self._tree.size >= entry.seq
        if arrived and isinstance(asked, acts.StrikeText):
            self.book.forget()
        self._erase_slips()
        self._failed = None
        return Recorded(entry) if arrived and asked == act else None

    def _strike(
        self, act: acts.StrikeText, prepared: Prepared, at: datetime, happened_at: datetime | None
    ) -> Recorded:
        keep = _options(self.meeting.question_set)
        rows = self.book.rows()
        original = _original(rows, act.entry)
        told = self._telling_of(rows, original)
        targets = [r for r in rows if r.seq in told and has_words(r.body, keep)]
        if not targets:
            raise Refused("That entry holds no free text to strike.")
        replaced = [_struck(row, keep) for row in targets]
        leaves = {f"e{r.seq}": leaf_hash(r.salt, r.body).hex() for r in replaced}
        entry = Entry(self._tree.size + 1, at, prepared.act, happened_at, prepared.case, leaves=leaves)
        with self._remembering(act, entry):
            self.book.strike(replaced, seal(entry))
        self._load()
        return Recorded(entry, prepared.notices)

    def _telling_of(self, rows: list[Row], entry_id: str) -> frozenset[int]:
        """Return the places of that entry and of all that may repeat its words, or repeat those in turn."""
        told = {entry_id}
        for row in rows:
            if self.meeting.known[row.seq - 1].action in _TELLING:
                told_of = getattr(from_body(row.seq, row.body).act, "entry", None)
                told |= {f"e{row.seq}"} if told_of in told else set()
        return frozenset(seq for entry in told if (seq := entry_seq(entry)))

    def recover(self, last_alive: datetime | None) -> bool:
        """After a power cut, stop the clocks at the moment the program was last alive.

        Return whether a case or its reading time was running; both now wait for the Chair.
        """
        meeting = self.meeting
        if meeting.state != "open" or meeting.open_case is None:
            return False
        alive = max(meeting.last_at, min(last_alive or meeting.last_at, self.now()))
        self.do(acts.Adjourn(why="other"), at=alive)
        self.do(acts.Resume())
        return True


def _entry(seq: int, at: datetime, happened_at: datetime | None, prepared: Prepared) -> Entry:
    return Entry(
        seq=seq,
        at=at,
        act=prepared.act,
        happened_at=happened_at,
        case=prepared.case,
        voids=prepared.voids,
        withdraws=prepared.withdraws,
        becomes=prepared.becomes,
    )


def _original(rows: list[Row], entry_id: str) -> str:
    """Return the entry that an amendment changes, else the entry itself: an amendment repeats its words."""
    seq = entry_seq(entry_id)
    act = from_body(seq, rows[seq - 1].body).act if seq else None
    return act.entry if isinstance(act, acts.Amend | acts.CorrectMinutes) else entry_id


def _struck(row: Row, keep: frozenset[str]) -> Row:
    return Row(row.seq, row.leaf, os.urandom(SALT_BYTES), struck_body(row.body, keep))


def _options(question_set: QuestionSet) -> frozenset[str]:
    """Return the words that answers may hold and that are no free text: the set's options, and the roles."""
    answers = [q.answer for q in question_set.questions]
    answers += [f.answer for q in question_set.questions for f in q.follow_ups]
    return frozenset(o for a in answers for o in a.options) | ROLES
