"""Time, injected: three readings of one clock, one to turn by hand, and a live time that runs steadily.

Nothing else in the program asks the system for the time.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

#: Seconds by which two readings may drift apart before it counts as a sleep or a moved clock.
TOLERANCE = 2.0


class Clock(Protocol):
    """Three readings of the time; only differences of the last two mean anything."""

    def wall(self) -> datetime:
        """Return the date and time on the wall: aware, with the local offset. People can move it."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards and stand still while the machine sleeps."""

    def boottime(self) -> float:
        """Return seconds that never run backwards and go on while the machine sleeps."""


class SystemClock:
    """The machine's own clocks.

    Where there is no CLOCK_BOOTTIME (Windows, macOS), :meth:`boottime` is :meth:`monotonic`: a sleep then
    cannot be told apart, and on some of them shows as a moved wall clock instead.
    """

    def wall(self) -> datetime:
        """Return the local date and time with its offset."""
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        """Return the monotonic clock in seconds."""
        return time.monotonic()

    def boottime(self) -> float:
        """Return CLOCK_BOOTTIME in seconds, or the monotonic clock where there is none."""
        number: int | None = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if number is None else time.clock_gettime(number)


class ManualClock:
    """A clock that only moves when told: for rehearsals, scripts and tests.

    Args:
        start: what the wall clock shows first; aware.

    Raises:
        ValueError: ``start`` has no offset.
    """

    def __init__(self, start: datetime) -> None:
        if start.utcoffset() is None:
            raise ValueError("A clock needs a start with its offset from UTC.")
        self._wall = start
        self._monotonic = 0.0
        self._boottime = 0.0

    def wall(self) -> datetime:
        """Return what the wall clock shows."""
        return self._wall

    def monotonic(self) -> float:
        """Return the seconds the machine has been awake since ``start``."""
        return self._monotonic

    def boottime(self) -> float:
        """Return the seconds since ``start``, awake or asleep."""
        return self._boottime

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` (not negative) pass with the machine awake."""
        self.sleep_laptop(seconds)
        self._monotonic += seconds

    def sleep_laptop(self, seconds: float) -> None:
        """Let ``seconds`` (not negative) pass with the machine asleep: monotonic time stands still."""
        if seconds < 0:
            raise ValueError("Time does not run backwards; use move_wall to change the wall clock.")
        self._boottime += seconds
        self.move_wall(seconds)

    def move_wall(self, seconds: float) -> None:
        """Put the wall clock forward, or back if ``seconds`` is negative; no time passes."""
        self._wall += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class ClockNote:
    """Something that happened to the clock.

    Attributes:
        kind: ``"slept"``: the machine slept. ``"moved"``: somebody changed the wall clock.
        seconds: how long it slept; or how far the wall clock moved, negative for back.
        at: the steady time at which it was noticed.
    """

    kind: Literal["slept", "moved"]
    seconds: float
    at: datetime


class Steady:
    """Live time: the wall clock at opening, carried on by boottime. Moving the wall clock does not move it.

    The offset from UTC is that of the opening, so a meeting across a change to summer time keeps one.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._opened = clock.wall()
        self._opened_boot = clock.boottime()
        self._latest = self._opened
        self._asleep = self._sleep_gap()
        self._shift = self._wall_gap()

    def now(self) -> datetime:
        """Return the steady time: aware, and never before one returned earlier."""
        since = timedelta(seconds=self._clock.boottime() - self._opened_boot)
        self._latest = max(self._latest, self._opened + since)
        return self._latest

    def checks(self) -> list[ClockNote]:
        """Return what happened to the clock since it was last noted; call it every second or so.

        Gaps smaller than :data:`TOLERANCE` are kept and added up, so many small moves count as one.
        """
        notes = []
        slept, moved = self._sleep_gap() - self._asleep, self._wall_gap() - self._shift
        if slept > TOLERANCE:
            self._asleep += slept
            notes.append(ClockNote("slept", slept, self.now()))
        if abs(moved) > TOLERANCE:
            self._shift += moved
            notes.append(ClockNote("moved", moved, self.now()))
        return notes

    def _sleep_gap(self) -> float:
        return self._clock.boottime() - self._clock.monotonic()

    def _wall_gap(self) -> float:
        since = self._clock.boottime() - self._opened_boot
        return (self._clock.wall() - self._opened).total_seconds() - since
