"""The dated entries of a case: read a few at a time, kept in few bytes.

A log of 2,000 pages has tens of thousands of entries. Finding them takes seconds, which nobody should wait for who
only wants to read its first page; and as objects they would take more memory than all the text.
"""

import json
import sys
import zlib
from array import array
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice

from panelroom.timeline import Event

AT_ONCE = 2_000
"""Steps that nobody notices (some 50 ms): the entries of most cases are all read by then."""
A_FEW = 30
"""Steps between two keys (some 1 ms)."""
_MOST_PAGES = 1_000_000  # a page beyond is on no page: what a pack says of one may be any number
_BUNCH = 32  # entries that are folded together
_AT_HAND = 64  # bunches unfolded: more than one screen needs


class _Entries:
    """All entries, in the order of the papers. It belongs to one thread.

    ``source`` yields them, and None for a step that found none.
    """

    def __init__(self, source: Iterator[Event | None]) -> None:
        self._source: Iterator[Event | None] | None = source
        self._folded: list[bytes] = []
        self._loose: list[Event] = []
        self._when: list[str] = []
        self._unfolded = lru_cache(maxsize=_AT_HAND)(self._unfold)
        self.pages = array("q")
        self.by_time = array("q")

    @property
    def complete(self) -> bool:
        return self._source is None

    def read_on(self, steps: int) -> bool:
        if self._source is None:
            return True
        taken = list(islice(self._source, steps))
        for event in taken:
            if event is not None:
                self._add(event)
        if len(taken) < steps:
            self._finish()
        return self.complete

    def _add(self, event: Event) -> None:
        self.pages.append(event.page if 0 < event.page <= _MOST_PAGES else 0)
        self._when.append(sys.intern(event.when))  # many share their day or minute
        self._loose.append(event)
        if len(self._loose) == _BUNCH:
            rows = [(e.when, e.precision, e.when_text, e.page, e.actor, e.text) for e in self._loose]
            self._folded.append(zlib.compress(json.dumps(rows).encode(), level=1))
            self._loose.clear()

    def _finish(self) -> None:
        """Put all into the order of time; those without any date come last, equal ones as in the papers."""
        self._source = None
        self.by_time.extend(sorted(range(len(self._when)), key=lambda place: self._when[place] or "~"))
        self._when.clear()

    def __getitem__(self, place: int) -> Event:
        bunch, at = divmod(place, _BUNCH)
        return self._unfolded(bunch)[at] if bunch < len(self._folded) else self._loose[at]

    def _unfold(self, bunch: int) -> list[Event]:
        return [Event(*row) for row in json.loads(zlib.decompress(self._folded[bunch]))]


class DatedLog:
    """The dated entries of a case as the panel sees them: without those of the pages in ``withheld``.

    Nothing is read until :meth:`read_on`, or one of the others, asks for it; all but :meth:`read_on` read to the end.
    """

    def __init__(self, source: Iterator[Event | None]) -> None:
        self._entries = _Entries(source)
        self._withheld: frozenset[int] = frozenset()

    def without(self, withheld: frozenset[int]) -> "DatedLog":
        """Return the same log, as far as it is read, without the entries of these pages as well."""
        other = DatedLog.__new__(DatedLog)
        other._entries = self._entries
        other._withheld = self._withheld | withheld
        return other

    def read_on(self, steps: int = A_FEW) -> bool:
        """Read a little more; return whether all is read."""
        return self._entries.read_on(steps)

    @property
    def complete(self) -> bool:
        """Whether all is read."""
        return self._entries.complete

    def events(self) -> tuple[Event, ...]:
        """Return the entries in the order of the papers."""
        entries = self._whole()
        shown = (place for place, page in enumerate(entries.pages) if page not in self._withheld)
        return tuple(entries[place] for place in shown)

    def near(self, page: int, most: int) -> tuple[Event, ...]:
        """Return at most so many entries in the order of time, from a little before the first one on ``page``.

        Where the page has none, from the last page before it that has one; else from the earliest.
        """
        entries, places = self._whole(), self._in_time
        here = next((self._first[p] for p in range(page, 0, -1) if p in self._first), 0)
        start = max(0, here - 3)
        return tuple(entries[place] for place in places[start : start + most])

    def _whole(self) -> _Entries:
        while not self._entries.complete:
            self._entries.read_on(AT_ONCE)
        return self._entries

    @cached_property
    def _in_time(self) -> "array[int]":
        entries = self._whole()
        if not self._withheld:
            return entries.by_time
        return array("q", (place for place in entries.by_time if entries.pages[place] not in self._withheld))

    @cached_property
    def _first(self) -> dict[int, int]:
        """Where in the order of time the first entry of each page stands."""
        pages = self._entries.pages
        first: dict[int, int] = {}
        for at, place in enumerate(self._in_time):
            first.setdefault(pages[place], at)
        return first
