"""Dated entries of a log, found where a careful reader looks: at the start of a line, day first.

A date inside a sentence is never an entry, also where wrapping has put it at the start of a line. What is
computed here is shown beside the papers; it judges nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise
from typing import Literal, NamedTuple

Precision = Literal["minute", "day", "month", "unknown"]
LONGEST_TEXT = 120
NARROWEST_PROSE = 50  # columns; shorter lines were not wrapped, they are entries of one line each
WIDEST_PROSE = 140  # columns; longer lines are whole paragraphs, which nobody wrapped

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MASK = r"(?:_{1,4}|[Xx*?]{2,4}|\[[A-Z]+(?:[ ]\d+)?\])"
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?:[ ]?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:[ ]?(?:hrs?|hours|h|z)\b)?(?![\d:/])"
    r"|(?P<clock>\d{4})[ ]?(?:hrs?|hours|h)\b"
)
_LEAD = r"[ \t]*(?:[#>*|•-]+[ \t]*)?(?P<number>(?:\#[ ]?\d{1,5}[.):]?|\d{1,5}[.):])[ \t]+)?[*|]{0,2}[ \t]*"
_DATED = re.compile(
    _LEAD
    + r"(?P<when>(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?[ \t]+)?"
    + rf"(?:(?P<iso_year>\d{{4}})-(?P<iso_month>\d{{2}})-(?P<iso_day>\d{{2}}|{_MASK})"
    + rf"|(?P<day>\d{{1,2}}|{_MASK})(?:st|nd|rd|th)?[ \t]+(?P<month>{_MONTH})\.?,?[ \t]+(?P<year>\d{{4}})"
    + rf"|(?P<day2>\d{{1,2}}|{_MASK})(?P<mark>[/.-])(?P<month2>\d{{1,2}}|{_MASK})(?P=mark)(?P<year2>\d{{4}})"
    + rf"|(?P<day3>\d{{1,2}}|{_MASK})/(?P<month3>\d{{1,2}}|{_MASK})/(?P<year3>\d{{2}})"
    + r"|(?P<hidden>\[DATE(?:[ ]\d+)?\]))"
    + rf"(?:(?:[ \t]*[,|][ \t]*|[ \t]+(?:at[ \t]+|@[ \t]*|[-–][ \t]+)?|T)(?:{_TIME}))?)"
    + r"(?![\w/])[*]{0,2}(?P<rest>.*)",
    re.IGNORECASE,
)
_TIMED = re.compile(_LEAD + rf"(?P<when>{_TIME})(?![\w/])[*]{{0,2}}(?P<rest>.*)", re.IGNORECASE)
_COULD_START = re.compile(r"[ \t#>*|•-]*(?:[\d_\[?]|[x*?]{2}|mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
# A line that goes on like this goes on with the sentence before it.
_GOES_ON = re.compile(r"[ ]*(?:[,;)]|(?:and|or|but|was|were|is|are|had|has|when|because|which|that)\b)")
_PAGE_MARK = re.compile(
    r"\b(?:page|sheet|p\.?)\s*\d+(?:\s*(?:of|/)\s*\d+)?|^\s*-?\s*\d+\s*-?\s*$", re.IGNORECASE
)
_LABEL = re.compile(r"(?P<before>[^\[\]]{0,40}?)(?P<label>\[[A-Z][A-Z /-]*\d*\])(?P<gap>[ \t]*)(?P<after>.*)")
_NOT_PEOPLE = re.compile(
    r"\[(?:STREET|SHOP|TOWN|CONTACT|DATE|TIME|PLACE|ADDRESS|VEHICLE|SCHOOL|REDACTED)(?: \d+)?\]"
)
_SENTENCE = re.compile(r".+?[.!?][\"')\]”’]?(?=\s+[\"'(\[“‘A-Z0-9]|$)")
_SENTENCE_END = re.compile(r"[.!?:;][\"')\]”’]*$")


@dataclass(frozen=True, slots=True)
class Event:
    """One dated entry.

    ``when`` is ISO 8601 to the ``precision`` known (``2025-04-02T18:40``, ``2025-04-02``, ``2025-04``, and
    for ``unknown`` the year or nothing); ``when_text`` is the date as printed; ``page`` counts from 1 through
    the case; ``actor`` is the redaction label of the author; ``text`` the first sentence, cut at 120
    characters.
    """

    when: str
    precision: Precision
    when_text: str
    page: int
    actor: str | None
    text: str


class Line(NamedTuple):
    """One line of a document with the page it stands on."""

    page: int
    text: str


class _Start(NamedTuple):
    when: str
    precision: Precision
    when_text: str
    rest: str


def body_lines(pages: Sequence[tuple[int, str]]) -> list[Line]:
    """Return the lines of one document without its running headers and footers.

    A running line stands among the first three or last two lines of most pages, the page number aside.
    """
    running = running_lines([text for _, text in pages])
    return [line for number, text in pages for line in body_of(number, text, running)]


def body_of(number: int, text: str, running: Set[str]) -> list[Line]:
    """Return the lines of one page without those of ``running``, which :func:`running_lines` gave."""
    lines = text.split("\n")
    return [
        Line(number, line)
        for place, line in enumerate(lines)
        if not (running and _at_edge(place, len(lines)) and _without_page_number(line) in running)
    ]


def running_lines(texts: Sequence[str]) -> frozenset[str]:
    """Return the running headers and footers of the pages of one document, a # for the page number."""
    seen: Counter[str] = Counter()
    for text in texts:
        lines = text.split("\n")
        edges = (line for place, line in enumerate(lines) if _at_edge(place, len(lines)))
        seen.update({_without_page_number(line) for line in edges})
    most = len(texts) / 2
    # A day printed again at the top of the next page is not yet a running line; three times it is.
    return frozenset(
        line for line, count in seen.items() if line and count > most and count >= (2 if "#" in line else 3)
    )


def events_in(lines: Sequence[Line]) -> tuple[Event, ...]:
    """Return the dated entries among the body lines of one document, in the order of the papers.

    A line with only a date gives its day to the times beneath it. Masked dates stay partial. An impossible
    date stays text: it makes no entry, and no time beneath it borrows an earlier day.
    """
    return tuple(event for event in found_in(lines) if event)


def found_in(lines: Sequence[Line]) -> Iterator[Event | None]:
    """Yield the entries of :func:`events_in` one by one, and None for a line that only heads others."""
    last = (len(lines), None)
    for (index, start), (end, _) in pairwise(chain(_starts(lines), [last])):
        yield _event(lines, index, start, end) if start and start.when_text else None


def _starts(lines: Sequence[Line]) -> Iterator[tuple[int, _Start]]:
    """Yield ``(line index, start)``; a date-only line that heads timed lines has an empty ``when_text``."""
    width = max((len(line.text) for line in lines), default=0)
    day: _Start | None = None
    for index, line in enumerate(lines):
        if not _COULD_START.match(line.text):
            continue
        dated = _DATED.match(line.text)
        found = dated or (_TIMED.match(line.text) if day else None)
        if not found or _inside_sentence(lines, index, found, width):
            continue
        start = _timed(found, day) if day and not dated else _dated(found)
        if dated:
            day = _day_for_times(start, day, alone=not _has_words(found["rest"]) and not _clock(found))
        if start and dated and start is day:
            start = _heading(lines, index, start)
        if start:
            yield index, start


def _day_for_times(start: _Start | None, day: _Start | None, *, alone: bool) -> _Start | None:
    """Return the day that times beneath belong to; an entry of another day ends the one before."""
    if start and alone:
        return start
    return day if start and day and start.when[:10] == day.when else None


def _heading(lines: Sequence[Line], index: int, start: _Start) -> _Start:
    following = next((line.text for line in lines[index + 1 :] if line.text.strip()), "")
    return start._replace(when_text="") if _TIMED.match(following) else start


def _dated(found: re.Match[str]) -> _Start | None:
    when_text = " ".join(found["when"].split())
    if found["hidden"]:
        return _Start("", "unknown", when_text, found["rest"])
    part = found.groupdict()
    year = part["iso_year"] or part["year"] or part["year2"] or "20" + (part["year3"] or "")
    month = part["iso_month"] or part["month"] or part["month2"] or part["month3"]
    day = part["iso_day"] or part["day"] or part["day2"] or part["day3"]
    known = _partial(year, month, day)
    clock = _clock(found)
    if known is None or clock is None:
        return None
    when, precision = known
    if precision == "day" and clock:
        return _Start(f"{when}T{clock}", "minute", when_text, found["rest"])
    return _Start(when, precision, when_text, found["rest"])


def _timed(found: re.Match[str], day: _Start) -> _Start | None:
    clock = _clock(found)
    if clock is None:
        return None
    when_text = f"{day.when_text} {found['when'].strip()}"
    if day.precision == "day":
        return _Start(f"{day.when}T{clock}", "minute", when_text, found["rest"])
    return _Start(day.when, day.precision, when_text, found["rest"])


def _partial(year: str, month: str, day: str) -> tuple[str, Precision] | None:
    """Return what is known of a date, or None when no calendar has it."""
    number = _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else None
    if number is None and not month.isdigit():
        return year, "unknown"
    number = number or int(month)
    try:
        shown = date(int(year), number, int(day) if day.isdigit() else 1).isoformat()
    except ValueError:
        return None
    return (shown, "day") if day.isdigit() else (shown[:7], "month")


def _clock(found: re.Match[str]) -> str | None:
    """Return ``HH:MM``, ``""`` where no time is printed, or None where it is impossible."""
    digits = found["clock"]
    if not digits and not found["hour"]:
        return ""
    hour, minute = (
        (int(digits[:2]), int(digits[2:])) if digits else (int(found["hour"]), int(found["minute"]))
    )
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _inside_sentence(lines: Sequence[Line], index: int, found: re.Match[str], width: int) -> bool:
    """Tell a wrapped sentence that happens to go on with a date from a new entry."""
    if found["number"]:
        return False
    before = _line_before(lines, index)
    if not before or _SENTENCE_END.search(before):
        return False
    word = lines[index].text.split(maxsplit=1)[0]
    prose = NARROWEST_PROSE <= width <= WIDEST_PROSE and " | " not in before
    wrapped = prose and len(before) + 1 + len(word) > width
    return wrapped or bool(_GOES_ON.match(found["rest"]))


def _line_before(lines: Sequence[Line], index: int) -> str:
    """Return the line above; at the top of a page the last one with text of the page before."""
    above = index - 1
    while above >= 0 and lines[above].page != lines[index].page and not lines[above].text.strip():
        above -= 1
    return lines[above].text.rstrip() if above >= 0 else ""


def _event(lines: Sequence[Line], index: int, start: _Start, end: int) -> Event:
    """Return the entry that starts at a line; the next one starts at ``end``."""
    actor, text = _actor_and_text(start.rest.strip(" \t|:;,-–"))
    below = _paragraph_below(lines, index, end, skip_blank=not text)
    sentence = _first_sentence(" ".join([text, *below]))
    return Event(start.when, start.precision, start.when_text, lines[index].page, actor, sentence)


def _actor_and_text(rest: str) -> tuple[str | None, str]:
    """Split ``control room   [CALL TAKER 1]   words`` into the author's label and the words after it."""
    found = _LABEL.match(rest)
    if not found or _NOT_PEOPLE.match(found["label"]) or len(found["before"].split()) > 3:
        return None, rest
    after = found["after"]
    column = len(found["gap"]) > 1 or after[:1] in ":|" or after[:2] in ("- ", "– ")
    if not after or not found["before"].strip() or column:
        return found["label"], after.lstrip(" \t|:;,-–")
    return found["label"], rest


def _paragraph_below(lines: Sequence[Line], index: int, end: int, *, skip_blank: bool) -> Iterator[str]:
    for below in range(index + 1, end):
        text = lines[below].text.strip()
        if not text and not skip_blank and lines[below].page == lines[below - 1].page:
            return
        skip_blank = skip_blank and not text
        if text:
            yield text


def _first_sentence(text: str) -> str:
    flat = " ".join(text[: LONGEST_TEXT * 4].split())
    found = _SENTENCE.match(flat)
    sentence = found[0] if found else flat
    if len(sentence) <= LONGEST_TEXT:
        return sentence
    return sentence[: LONGEST_TEXT - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _at_edge(place: int, count: int) -> bool:
    return place < 3 or place >= count - 2


def _without_page_number(line: str) -> str:
    return _PAGE_MARK.sub("#", line.strip())
