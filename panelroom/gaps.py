"""What the dated log says about time limits: gaps between two of its entries, in the log's own words.

The limits come from the question set, with the usual ones beside them. Which entry is an allocation or a contact is
read from its words and from the label of who wrote it; a gap therefore always comes with both entries, the panel may
strike it as wrong, and nothing here marks a question. Times are taken as they are printed: the hour by which clocks
are put forward or back is not allowed for.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from panelroom.questions import QuestionSet, Timescale
from panelroom.text import plural
from panelroom.timeline import Event

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMITS = (24 * HOUR, 48 * HOUR, 7 * DAY, 10 * DAY, 28 * DAY)
"""What panels ask about: contact within a day or two, the specialist contact after 7 (at most 10) days, 28 days."""

_ALLOCATED = re.compile(r"\ballocat(?:ed|ion)\b", re.IGNORECASE)
_IN_TOUCH = re.compile(
    r"\b(?:contact(?:ed)?|visit(?:ed)?|called|call to|rang|rung|(?:tele)?phoned|met|spoke|spoken|updated?|told"
    r"|informed|e-?mailed|account|offered|scene|seen)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\b(?:contact|visit(?:ed)?|called|rang|(?:tele)?phoned)\b", re.IGNORECASE)
_VICTIM = re.compile(r"\[VICTIM(?: \d+)?\]|\bvictim\b", re.IGNORECASE)
# Whoever takes calls hears from the victim, and does not yet work on the case.
_NOT_ON_THE_CASE = re.compile(
    r"\[(?:CALL TAKER|CONTACT DESK|SUPPORT WORKER|VICTIM|WITNESS|SUSPECT|PARTNER)\b"
)
_BY_SPOC, _BY_SUPERVISOR = re.compile(r"\[SPOC\b"), re.compile(r"\[SUPERVISOR\b")


@dataclass(frozen=True, slots=True)
class Span:
    """How long something took: at ``least`` and at ``most``, equal where both entries give the minute."""

    least: timedelta
    most: timedelta

    @property
    def exact(self) -> bool:
        """Whether the dates leave no room."""
        return self.least == self.most

    def within(self, limit: timedelta) -> bool | None:
        """Whether it took no longer than ``limit``; None where the dates do not tell."""
        if self.most <= limit:
            return True
        return False if self.least > limit else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Two entries and what they are taken for; ``until`` is None where the log has no such entry.

    ``question`` is the number of the question whose limit this is about and ``limit`` that limit; both are None for a
    gap that no question asks about.
    """

    label: str
    since_is: str
    since: Event
    until_is: str
    until: Event | None
    question: int | None = None
    limit: timedelta | None = None

    @property
    def key(self) -> str:
        """What names it, as long as it is about the same two entries; nothing of the log can be read in it."""
        ends = [f"{e.when}@{e.page}" if e else "-" for e in (self.since, self.until)]
        return hashlib.sha256("|".join((str(self.question), self.label, *ends)).encode()).hexdigest()[:16]

    @property
    def span(self) -> Span | None:
        """How long it took; None where an end is not there, or its date is hidden."""
        return span(self.since, self.until) if self.until else None


def span(since: Event, until: Event) -> Span | None:
    """Return the time between two entries; None where the date of one is not known at all.

    A date without a time stands for its whole day, a month for all of its days.
    """
    first, last = _possible(since), _possible(until)
    if first is None or last is None:
        return None
    least, most = last[0] - first[1], last[1] - first[0]
    return Span(max(least, timedelta()), max(most, timedelta()))


def _possible(event: Event) -> tuple[datetime, datetime] | None:
    """Return the earliest and the latest moment that the printed date may mean; None where it means none."""
    try:
        return _moments(event)
    except (ValueError, OverflowError):
        # A year 0000, or the end of 9999, stands in a log for a date that nobody knew.
        return None


def _moments(event: Event) -> tuple[datetime, datetime] | None:
    if event.precision == "minute":
        moment = datetime.fromisoformat(event.when)
        return moment, moment
    if event.precision == "day":
        day = datetime.fromisoformat(event.when)
        return day, day + DAY
    parts = [int(part) for part in event.when.split("-") if part]
    if not parts:
        return None
    if event.precision == "month":
        year, month = parts[:2]
        return datetime(year, month, 1), datetime(year + month // 12, month % 12 + 1, 1)
    year = parts[0]
    return datetime(year, 1, 1), datetime(year + 1, 1, 1)


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────


def say(taken: Span) -> str:
    """Return ``4 days 22 h``, or, where the dates leave room, ``between 4 and 6 days``."""
    if taken.exact:
        return _say_exact(taken.least)
    least, most = taken.least // DAY, -(-taken.most // DAY)
    if taken.most <= DAY:
        return f"not more than {plural(-(-taken.most // HOUR), 'hour')}"
    return f"between {least} and {plural(most, 'day')}" if least else f"not more than {plural(most, 'day')}"


def _say_exact(taken: timedelta) -> str:
    minutes = taken // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [plural(days, "day")] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{rest} min"] if rest or not parts else []
    return " ".join(parts)


def say_limits(taken: Span, limit: timedelta | None = None) -> str:
    """Return between which limits it lies: ``longer than 48 hours, not longer than 7 days``.

    Limits about which the dates do not tell are named as such. ``limit`` is one to look at besides the usual ones.
    """
    limits = sorted({*LIMITS, *([limit] if limit else [])})
    passed = [each for each in limits if taken.within(each) is False]
    kept = [each for each in limits if taken.within(each)]
    open_ = [each for each in limits if taken.within(each) is None]
    said = [f"longer than {say_limit(passed[-1])}"] if passed else []
    said += [f"not longer than {say_limit(kept[0])}"] if kept else []
    said += [f"the dates do not tell about {', '.join(map(say_limit, open_))}"] if open_ else []
    return ", ".join(said)


def say_limit(limit: timedelta) -> str:
    """Return ``24 hours`` or ``28 days``: a limit of up to two days in hours, as the guides write it."""
    if limit <= 48 * HOUR or limit % DAY:
        return plural(round(limit / HOUR), "hour")
    return plural(limit // DAY, "day")


# ── what the log holds ───────────────────────────────────────────────────────────────────────────────────


class _Log:
    """The entries with a date, sorted by the moments it may mean, and which of them are taken for what.

    ``contacts``: an officer says that they were in touch with the victim. ``spoc_contacts``: those of the specialist
    contact, whose entries need not name the victim.
    """

    def __init__(self, dated: Sequence[tuple[tuple[datetime, datetime], Event]]) -> None:
        self.entries = [event for _, event in dated]
        # A date of which only the month is known may stand before the report, and is not taken for it.
        self.report = min(dated, key=lambda pair: pair[0][1])[1]
        self.contacts = [event for event in self.entries if event is not self.report and _is_contact(event)]
        self.spoc_contacts = [
            e for e in self.entries if _by_spoc(e) and (_is_contact(e) or _CONTACT.search(e.text))
        ]
        self.allocation = self.first(lambda event: bool(_ALLOCATED.search(event.text)))

    def first(self, wanted: Callable[[Event], bool]) -> Event | None:
        return next((event for event in self.entries if wanted(event)), None)


def _by_spoc(event: Event) -> bool:
    return bool(event.actor and _BY_SPOC.match(event.actor))


def _is_contact(event: Event) -> bool:
    if event.actor and _NOT_ON_THE_CASE.match(event.actor):
        return False
    return bool(_IN_TOUCH.search(event.text) and _VICTIM.search(event.text))


def undated(events: Sequence[Event]) -> int:
    """Return how many entries have no date that could be counted from."""
    return sum(_possible(event) is None for event in events)


def gaps(events: Sequence[Event], questions: QuestionSet) -> tuple[Gap, ...]:
    """Return what the log says: first about the limits of the questions, in their order, then in general."""
    dated = [(moments, event) for event in events if (moments := _possible(event))]
    if not dated:
        return ()
    log = _Log(sorted(dated, key=lambda pair: pair[0]))
    return (*_asked_about(log, questions), *_in_general(log))


def _asked_about(log: _Log, questions: QuestionSet) -> Iterator[Gap]:
    for question in questions.questions:
        by_spoc = 0
        for timescale in question.timescales:
            if "spoc" in timescale.label.casefold():
                yield _about_spoc(log, timescale, question.number, by_spoc)
                by_spoc += 1
            elif timescale.repeats:
                yield _longest(log, timescale, question.number)
            else:
                yield _about_contact(log, timescale, question.number)


def _limit(timescale: Timescale) -> timedelta:
    return timescale.limit * (HOUR if timescale.unit == "hours" else DAY)


def _about_contact(log: _Log, timescale: Timescale, number: int) -> Gap:
    since_is, since = _start(log, timescale)
    later = (e for e in log.contacts if e is not since and not _by_spoc(e) and _may_follow(since, e))
    until_is = "contact with the victim"
    return Gap(timescale.label, since_is, since, until_is, next(later, None), number, _limit(timescale))


def _may_follow(since: Event, event: Event) -> bool:
    """Whether the printed dates leave it possible that ``event`` came after ``since``, or at once."""
    taken = span(since, event)
    return taken is not None and (taken.most > timedelta() or event.when == since.when)


def _about_spoc(log: _Log, timescale: Timescale, number: int, before: int) -> Gap:
    """Return the gap until the specialist contact's entry that comes after ``before`` others."""
    since_is, since = _start(log, timescale)
    later = [event for event in log.spoc_contacts if _may_follow(since, event)]
    until = next(iter(later[before:]), None)
    until_is = "further contact by the SPOC" if before else "contact by the SPOC"
    return Gap(timescale.label, since_is, since, until_is, until, number, _limit(timescale))


def _start(log: _Log, timescale: Timescale) -> tuple[str, Event]:
    """Return the entry at which the clock starts, as the question set says; the report where it does not say."""
    words = timescale.clock_starts.casefold()
    if "allocation" in words and "report" not in words and log.allocation:
        return "allocated", log.allocation
    return "reported", log.report


def _longest(log: _Log, timescale: Timescale, number: int) -> Gap:
    """Return the longest time without a contact."""
    contacts, limit = log.contacts, _limit(timescale)
    if len(contacts) < 2:
        since_is, since = ("contact", contacts[0]) if contacts else ("reported", log.report)
        return Gap(timescale.label, since_is, since, "next contact", None, number, limit)
    since, until = max(pairwise(contacts), key=_length)
    return Gap(f"longest {timescale.label}", "contact", since, "next contact", until, number, limit)


def _length(pair: tuple[Event, Event]) -> timedelta:
    taken = span(*pair)
    return taken.most if taken else timedelta()


def _in_general(log: _Log) -> Iterator[Gap]:
    contact = next(iter(log.contacts), None)
    supervisor = log.first(lambda event: bool(event.actor and _BY_SUPERVISOR.match(event.actor)))
    for label, until_is, until in (
        ("allocation", "allocated", log.allocation),
        ("first contact with the victim", "contact with the victim", contact),
        ("first entry by a supervisor", "entry by a supervisor", supervisor),
        ("the whole log", "last entry", log.entries[-1]),
    ):
        yield Gap(label, "reported", log.report, until_is, until)
