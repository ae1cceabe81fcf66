"""What the dated log says about time limits: never more than the printed dates bear out."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panelroom.gaps import LIMITS, Gap, Span, gaps, say, say_limit, say_limits, span, undated
from panelroom.papers import load_case
from panelroom.question_files import load
from panelroom.questions import QuestionSet
from panelroom.resources import data_dir
from panelroom.timeline import Event, Precision

LOADED = [load(name) for name in ("leicestershire-appendix-a", "hmicfrs-2018")]
LEICESTERSHIRE = LOADED[0]
LENGTH: dict[Precision, int] = {"minute": 16, "day": 10, "month": 7, "unknown": 4}
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
precisions = st.sampled_from(tuple(LENGTH))


def printed(moment: datetime, precision: Precision, text: str = "", actor: str | None = None) -> Event:
    """An entry of that moment, of which the papers show no more than the precision."""
    when = moment.isoformat(timespec="minutes")[: LENGTH[precision]]
    return Event(when, precision, when, 1, actor, text)


def minute(when: str, text: str = "", actor: str | None = "[OFFICER 1]") -> Event:
    return printed(datetime.fromisoformat(when), "minute", text, actor)


def about(events: list[Event], label: str) -> Gap:
    return next(gap for gap in gaps(events, LEICESTERSHIRE) if label in gap.label)


# ── how long ─────────────────────────────────────────────────────────────────────────────────────────────


@given(moments, moments, precisions, precisions)
def test_the_true_time_is_never_outside_what_is_said(
    one: datetime, other: datetime, first: Precision, second: Precision
) -> None:
    began, ended = sorted((one, other))
    found = span(printed(began, first), printed(ended, second))
    assert found is not None and timedelta() <= found.least <= ended - began <= found.most
    for limit in LIMITS:
        assert found.within(limit) in (None, ended - began <= limit)


@given(moments, moments, precisions, precisions)
def test_exact_words_only_for_exact_dates(
    one: datetime, other: datetime, first: Precision, second: Precision
) -> None:
    began, ended = sorted((one, other))
    found = span(printed(began, first), printed(ended, second))
    assert found is not None
    # Whatever lies before midnight of the same day lies at midnight: no room is left there either.
    exact = first == second == "minute" or not found.most
    assert found.exact == exact
    words = say(found)
    assert bool(re.fullmatch(r"(\d+ days?)?( ?\d+ h)?( ?\d+ min)?", words)) == exact, words
    if not exact:
        assert words.startswith(("between ", "not more than "))
        numbers = [int(n) for n in re.findall(r"\d+", words)]
        unit = timedelta(hours=1) if "hour" in words else timedelta(days=1)
        assert ended - began <= numbers[-1] * unit
        assert len(numbers) == 1 or numbers[0] * unit <= ended - began


@given(st.integers(0, 60 * 24 * 400))
def test_exact_words_say_the_very_time(minutes: int) -> None:
    taken = timedelta(minutes=minutes)
    found = {unit[0]: int(n) for n, unit in re.findall(r"(\d+) (day|h|min)", say(Span(taken, taken)))}
    assert timedelta(days=found.get("d", 0), hours=found.get("h", 0), minutes=found.get("m", 0)) == taken


@given(moments, moments, precisions, precisions)
def test_every_limit_is_told_or_named_as_not_told(
    one: datetime, other: datetime, first: Precision, second: Precision
) -> None:
    began, ended = sorted((one, other))
    found = span(printed(began, first), printed(ended, second))
    assert found is not None
    words = say_limits(found)
    for limit in LIMITS:
        if found.within(limit) is None:
            assert say_limit(limit) in words.partition("do not tell about ")[2]
    longer = re.search(r"longer than (\d+) (hour|day)", words) if not words.startswith("not") else None
    if longer:
        unit = timedelta(hours=1) if longer[2] == "hour" else timedelta(days=1)
        assert ended - began > int(longer[1]) * unit


@pytest.mark.parametrize(
    ("since", "until", "words", "limits"),
    [
        (
            "2025-04-02T18:40",
            "2025-04-07T16:30",
            "4 days 21 h 50 min",
            "longer than 48 hours, not longer than 7 days",
        ),
        ("2025-04-02", "2025-04-07", "between 4 and 6 days", "longer than 48 hours, not longer than 7 days"),
        ("2025-04-02T18:40", "2025-04-02", "not more than 6 hours", "not longer than 24 hours"),
        (
            "2025-04-02",
            "2025-04-03",
            "not more than 2 days",
            "not longer than 48 hours, the dates do not tell about 24 hours",
        ),
        (
            "2025-04-20T10:00",
            "2025-05",
            "between 10 and 42 days",
            "longer than 10 days, the dates do not tell about 28 days",
        ),
        ("2025-04-02T18:40", "2025-04-03T18:40", "1 day", "not longer than 24 hours"),
        (
            "2025-04-02T18:40",
            "2025-04-03T18:41",
            "1 day 1 min",
            "longer than 24 hours, not longer than 48 hours",
        ),
    ],
)
def test_in_words(since: str, until: str, words: str, limits: str) -> None:
    named: dict[int, Precision] = {length: name for name, length in LENGTH.items()}
    ends = [Event(when, named[len(when)], when, 1, None, "") for when in (since, until)]
    found = span(*ends)
    assert found is not None
    assert (say(found), say_limits(found)) == (words, limits)


@pytest.mark.parametrize(
    ("when", "precision"),
    [("0000", "unknown"), ("9999", "unknown"), ("9999-12", "month"), ("9999-12-31", "day")],
)
def test_a_date_that_no_calendar_has_is_no_date(when: str, precision: Precision) -> None:
    nobody_knew = Event(when, precision, when, 1, None, "Contact with [VICTIM].")
    known = minute("2025-04-02T18:40", "Report.")
    assert undated([known, nobody_knew]) == 1
    assert span(known, nobody_knew) is None
    assert all(
        gap.until is None or gap.until.when != when for gap in gaps([known, nobody_knew], LEICESTERSHIRE)
    )


def test_a_contact_before_the_clock_starts_keeps_no_limit() -> None:
    asked = LEICESTERSHIRE.as_data()
    for question in asked["questions"]:
        for timescale in question.get("timescales", ()):
            timescale["clock_starts"] = "allocation to the SPOC"
    events = [
        minute("2025-04-02T18:40", "Report."),
        minute("2025-04-03T09:00", "Called [VICTIM].", "[SPOC]"),
        minute("2025-04-20T09:00", "Allocated."),
        minute("2025-04-21T09:00", "Called [VICTIM] again.", "[SPOC]"),
    ]
    first = next(
        g for g in gaps(events, QuestionSet.model_validate(asked)) if g.label == "first SPOC contact"
    )
    assert first.until == events[3]


def test_a_hidden_date_is_no_date() -> None:
    hidden = Event("", "unknown", "[DATE 1]", 1, None, "Allocated.")
    assert span(hidden, minute("2025-04-02T18:40")) is None
    assert undated([hidden, minute("2025-04-02T18:40")]) == 1
    assert gaps([hidden], LEICESTERSHIRE) == ()
    assert gaps([], LEICESTERSHIRE) == ()


# ── from which entry to which ────────────────────────────────────────────────────────────────────────────


def test_the_sample_case_of_the_handbook() -> None:
    papers = load_case(data_dir("sample_cases") / "02-syn-0002-25")
    said = {gap.label: gap for gap in gaps(papers.events, LEICESTERSHIRE)}
    first = said["first contact by the officer in the case"]
    assert (first.question, first.since.page, first.until and first.until.page) == (3, 4, 5)
    assert first.span is not None and say(first.span) == "4 days 7 h 30 min"
    assert said["first SPOC contact"].until is None and said["first SPOC contact"].span is None
    longest = said["longest gap between updates"]
    assert longest.limit == timedelta(days=28) and longest.span and say(longest.span) == "7 days 30 min"


def test_whoever_takes_calls_is_not_yet_in_contact() -> None:
    log = [
        minute("2025-04-02T18:40", "Caller [VICTIM 1] reports damage.", "[CALL TAKER 1]"),
        minute("2025-04-02T18:50", "[VICTIM 1] rung back.", "[CALL TAKER 1]"),
        minute("2025-04-02T20:00", "Allocated to [OFFICER 2].", "[ALLOCATIONS 1]"),
        minute("2025-04-03T09:00", "Spoke to [WITNESS 1].", "[OFFICER 2]"),
        minute("2025-04-04T09:00", "Rang [VICTIM 1].", "[OFFICER 2]"),
    ]
    gap = about(log, "first contact by the officer")
    assert (gap.since, gap.until) == (log[2], log[4])
    assert about(log, "first contact with the victim").since is log[0]


def test_the_specialist_contact_is_counted_apart() -> None:
    log = [
        minute("2025-04-02T18:40", "Report.", "[CALL TAKER 1]"),
        minute("2025-04-02T19:40", "Visited [VICTIM 1].", "[OFFICER 1]"),
        minute("2025-04-09T10:00", "Visited [VICTIM 1] at home.", "[SPOC 1]"),
        minute("2025-04-09T11:00", "Note to file.", "[SPOC 1]"),
        minute("2025-05-03T10:00", "Second contact by telephone.", "[SPOC 2]"),
    ]
    assert about(log, "first SPOC contact").until is log[2]
    assert about(log, "further SPOC contact").until is log[4]
    assert about(log, "first contact by the officer").until is log[1]
    late = [log[0], log[2], minute("2025-04-10T10:00", "Visited [VICTIM 1].", "[OFFICER 1]")]
    assert about(late, "first contact by the officer").until is late[2]


def test_a_contact_that_may_have_come_first_leaves_room() -> None:
    log = [
        minute("2025-04-02T18:40", "Allocated to [OFFICER 1] at once.", "[CALL TAKER 1]"),
        printed(datetime(2025, 4, 1), "month", "Visited [VICTIM 1].", "[OFFICER 1]"),
        minute("2025-04-20T10:00", "Rang [VICTIM 1].", "[OFFICER 1]"),
    ]
    gap = about(log, "first contact by the officer")
    assert gap.until is log[1] and gap.span is not None and not gap.span.exact


texts = st.sampled_from(
    ("Allocated to [OFFICER 1].", "Rang [VICTIM 1].", "Second contact.", "Plan agreed.", "")
)
actors = st.sampled_from((None, "[CALL TAKER 1]", "[OFFICER 1]", "[SPOC 1]", "[SUPERVISOR 1]"))
entries = st.builds(printed, moments, precisions, texts, actors)


@given(st.lists(entries, max_size=8, unique_by=lambda e: e.when), st.sampled_from(LOADED))
@settings(deadline=None, max_examples=60)
def test_any_log_gives_the_same_gaps_in_any_order(log: list[Event], questions: QuestionSet) -> None:
    found = gaps(log, questions)
    assert {gap.key for gap in gaps(log[::-1], questions)} == {gap.key for gap in found}
    assert len({gap.key for gap in found}) == len(found)
    limits = {(t.label, q.number) for q in questions.questions for t in q.timescales}
    assert not log or {(g.label.removeprefix("longest "), g.question) for g in found if g.question} == limits
    for gap in found:
        assert gap.since in log and (gap.until is None or gap.until in log)


def test_a_gap_is_named_by_its_two_entries() -> None:
    log: list[Any] = [minute("2025-04-02T18:40"), minute("2025-04-03T10:00", "Allocated.")]
    before = about(log, "allocation").key
    assert about([*log, minute("2025-04-05T10:00")], "allocation").key == before
    assert about([log[0], minute("2025-04-03T10:01", "Allocated.")], "allocation").key != before
