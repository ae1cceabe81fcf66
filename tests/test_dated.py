"""The dated entries of a long case: read a few at a time, kept in few bytes, the same as if read at once."""

import tracemalloc
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from panelroom.case_sheet import CaseSheet
from panelroom.dated import DatedLog
from panelroom.papers import WITHHELD, case_papers
from panelroom.timeline import Event, body_lines, events_in

DAYS = ("", "2031", "2031-03", "2031-03-04", "2031-03-04T00:00", "2031-03-04T18:40", "2031-03-05")
EVENTS = st.builds(
    Event,
    when=st.sampled_from(DAYS),
    precision=st.sampled_from(("minute", "day", "month", "unknown")),
    when_text=st.text(max_size=4),
    page=st.integers(1, 9),
    actor=st.none() | st.just("[OFFICER 1]"),
    text=st.text(max_size=9),
)
STEPS = st.lists(st.none() | EVENTS, max_size=150)


@settings(deadline=None, max_examples=60)
@given(
    steps=STEPS,
    pace=st.integers(1, 50),
    withheld=st.frozensets(st.integers(1, 9), max_size=4),
    page=st.integers(0, 10),
    most=st.integers(0, 60),
)
def test_what_is_read_a_little_at_a_time_is_what_was_there(
    steps: list[Event | None], pace: int, withheld: frozenset[int], page: int, most: int
) -> None:
    log = DatedLog(iter(steps))
    begun = not log.read_on(pace)
    shown = log.without(withheld)
    while not log.read_on(pace):
        assert begun
        assert not shown.complete
    assert shown.complete
    there = [event for event in steps if event]
    left = [event for event in there if event.page not in withheld]
    assert log.events() == tuple(there)
    assert shown.events() == tuple(left)
    in_time = sorted(left, key=lambda event: event.when or "~")
    before = [event.page for event in in_time if event.page <= page]
    here = in_time.index(next(e for e in in_time if e.page == max(before))) if before else 0
    assert shown.near(page, most) == tuple(in_time[max(0, here - 3) :][:most])


def test_the_timeline_begins_three_entries_before_the_page() -> None:
    log = DatedLog(Event(f"2031-03-{n // 4:02}", "day", "", n // 4, None, f"{n}") for n in range(4, 100))
    assert [event.text for event in log.near(9, 5)] == ["33", "34", "35", "36", "37"]
    assert [event.text for event in log.near(1, 2)] == ["4", "5"]
    assert [event.text for event in log.without(frozenset({9})).near(9, 4)] == ["29", "30", "31", "32"]
    assert [event.text for event in log.near(0, 1)] == ["4"]


def test_nothing_is_read_before_it_is_asked_for() -> None:
    taken = 0

    def source() -> Iterator[Event | None]:
        nonlocal taken
        while taken < 1_000:
            taken += 1
            yield None

    log = DatedLog(source()).without(frozenset({1}))
    assert taken == 0
    assert not log.read_on(10)
    assert taken == 10
    assert log.events() == ()
    assert taken == 1_000


def test_a_page_that_no_case_has_is_kept_as_it_was_said() -> None:
    odd = [Event("", "unknown", "", page, None, "x") for page in (-1, 0, 10**30)]
    log = DatedLog(iter(odd))
    assert log.events() == tuple(odd)
    assert log.near(5, 9) == tuple(odd)


def test_entries_take_fewer_bytes_than_their_text() -> None:
    def source() -> Iterator[Event]:
        for n in range(5_000):
            when = f"2031-{n % 12 + 1:02}-{n % 28 + 1:02}T{n % 24:02}:{n % 60:02}"
            text = f"Spoke to [VICTIM {n % 9}] about entry {n:06}, as agreed with [OFFICER {n % 4}]."
            yield Event(when, "minute", when, n // 28 + 1, None, text)

    tracemalloc.start()
    try:
        log = DatedLog(source())
        while not log.read_on():
            pass
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 5_000 * 80


def test_the_entries_of_a_case_are_those_of_its_documents() -> None:
    documents = [
        [
            f"Force log, page {n}\n0{n}/03/2031\n18:40 Call. The caller waits.\n19:10 Seen\n"
            for n in (1, 2, 3)
        ],
        [],
        ["04/03/2031 08:00 A note that runs on\n", "over the page. And more.\n05/03/2031 Closed."],
    ]
    whole = case_papers(CaseSheet("r", "t"), [("T", "", pages) for pages in documents])
    numbered = [list(enumerate(documents[0], 1)), list(enumerate(documents[2], 4))]
    assert whole.events == tuple(event for pages in numbered for event in events_in(body_lines(pages)))
    half = case_papers(CaseSheet("r", "t"), [("T", "", pages) for pages in documents])
    half.log.read_on(4)
    without = half.without(frozenset({2}))
    assert without.pages[1].text == WITHHELD
    assert without.words == whole.words
    assert {event.page for event in without.events} == {1, 3, 4, 5}


def test_a_withheld_page_is_not_searched() -> None:
    papers = case_papers(CaseSheet("r", "t"), [("T", "", ["The sign broke", "the SIGN  and\nthe wall"])])
    assert [hit.page for hit in papers.search("sign")] == [1, 2]
    assert [hit.page for hit in papers.without(frozenset({1})).search("sign and the")] == [2]
    assert papers.without(frozenset({2})).search("wall") == ()
