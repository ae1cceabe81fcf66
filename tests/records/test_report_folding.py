"""A report of many years stays readable: long lists are folded, nothing is lost, each total is over all of it."""

import json

import pytest
from block_words import words_of_blocks
from hypothesis import given
from hypothesis import strategies as st
from report_scenes import VOLUMES, answer, item, meeting, recorded, whole
from reportlab.platypus import Paragraph
from test_annual_document import table_under, tables
from test_records_hostile import document
from test_tagging import failures

from panelroom.records import blocks as b
from panelroom.records import pdf
from panelroom.records.pdf.words import Words
from panelroom.report.annual import AnnualReport, Register
from panelroom.report.data import annual_json
from panelroom.report.document import annual_document
from panelroom.report.folding import (
    LATEST,
    MOST_MEETINGS,
    MOST_MONTHS,
    MOST_TYPES,
    MOST_WORDED,
    by_span,
    latest_periods,
)
from panelroom.volumes import Volumes

DAYS = st.dates().map(lambda day: day.isoformat())


def words(report: AnnualReport) -> str:
    return "\n".join(words_of_blocks(annual_document(report)))


# ── meetings ─────────────────────────────────────────────────────────────────────────────────────────────


def months(count: int) -> list[str]:
    """Return as many days of the report's period, several in a month."""
    return [f"203{0 if n % 12 > 2 else 1}-{n % 12 + 1:02}-{n // 12 + 1:02}" for n in range(count)]


def many(count: int, **last) -> AnnualReport:
    held = [meeting(f"M{n}", day) for n, day in enumerate(months(count))]
    held[-1] = held[-1].model_copy(update=last)
    return whole(register=Register(tuple(held)))


def test_so_many_meetings_are_listed_and_one_more_are_added_up_by_quarter():
    assert len(table_under(many(MOST_MEETINGS), "Meeting")) == MOST_MEETINGS
    rows = table_under(many(MOST_MEETINGS + 1), "Held in", "Meetings")
    assert [row[0] for row in rows] == [
        "April to June 2030",
        "July to September 2030",
        "October to December 2030",
        "January to March 2031",
        "Total",
    ]
    assert rows[-1] == ["Total", "61", "183", "122", "122", "61", "6,710"]
    for column in range(1, 7):
        *parts, total = [int(row[column].replace(",", "")) for row in rows]
        assert sum(parts) == total


def test_what_is_folded_says_how_much_it_is_and_where_the_rows_are():
    report = many(MOST_MEETINGS + 1)
    assert "61 meetings, which are added up here by when they were held. annual.json beside" in words(report)
    assert "122 cases were decided in 61 meetings, from April 2030 to March 2031." in words(report)
    assert len(json.loads(annual_json(report))["meetings"]) == MOST_MEETINGS + 1


def test_a_figure_that_does_not_agree_is_marked_in_the_row_that_holds_it():
    report = many(MOST_MEETINGS + 1, planned=9, reached=7)
    (marked,) = [row for table in tables(report) for row in table.rows if row.fault and len(row.cells) == 7]
    said = " ".join(p.text for p in marked.cells[0])
    assert "2 figures do not agree: see the end of the report." in said
    assert words(report).count("Not explained yet.") == 2


@given(st.lists(DAYS))
def test_every_row_is_in_one_span_in_order_of_time(days):
    days = sorted(days)
    spans = by_span(days, str)
    assert [day for found in spans.values() for day in found] == days
    assert len(spans) <= 24 or all(name.isdigit() for name in spans)


# ── what was said and answered ───────────────────────────────────────────────────────────────────────────


def raised(count: int) -> tuple:
    """Return as many items: of ten, two are disputed, five accepted, one answered, one closed and one open."""
    kinds = {0: "fact_disputed", 5: "fact_disputed", 8: None, 3: None, 9: None}
    return tuple(
        item(
            f"i{n:04}",
            stage={8: "answered", 9: "closed"}.get(n % 10, "sent"),
            responses=(answer("2030-08-01", kinds.get(n % 10, "accepted"), text=f"Answer {n}."),)
            if kinds.get(n % 10, "accepted")
            else (),
        )
        for n in range(count)
    )


def said_and_answered(count: int) -> AnnualReport:
    return whole(register=Register((meeting(),), raised(count)))


def test_so_many_items_are_printed_in_full():
    assert len(table_under(said_and_answered(MOST_WORDED), "Observation")) == MOST_WORDED


def test_of_more_the_latest_are_printed_and_every_disputed_fact_with_both_sides():
    count = MOST_WORDED + 10
    rows = table_under(said_and_answered(count), "Observation")
    printed = [row[0].split(".")[0] for row in rows]
    wanted = [n for n in range(count) if n % 5 == 0 or n >= count - LATEST]
    assert printed == [f"Released words i{n:04}" for n in wanted]
    assert all(row[1] == f"Answer {n}." for row, n in zip(rows, wanted, strict=True) if n % 5 == 0)


def test_all_of_them_are_counted_and_all_words_are_in_the_data():
    count = MOST_WORDED + 10
    report = said_and_answered(count)
    assert table_under(report, "Raised in") == [
        ["July to September 2030", "310", "248", "62", "31"],
        ["Total", "310", "248", "62", "31"],
    ]
    assert table_under(report, "Latest answer") == [
        ["Accepted", "155"],
        ["Fact disputed", "62"],
        ["Answered", "31"],
        ["Closed without an answer", "31"],
        ["Not answered", "31"],
        ["Total", "310"],
    ]
    assert "310 observations have released words, and all of them are counted here." in words(report)
    texts = {each["text"] for each in json.loads(annual_json(report))["responses"]}
    assert texts == {f"Released words i{n:04}." for n in range(count)}


def test_of_many_notes_on_good_practice_the_latest_are_printed():
    notes = tuple(item(f"g{n:03}", kind="good_practice", due=None) for n in range(LATEST + 1))
    said = words(whole(register=Register((meeting(),), notes)))
    assert f"The latest {LATEST} of {LATEST + 1} released notes" in said
    assert "g000" not in said and "g001" in said and f"g{LATEST:03}" in said


# ── recorded crimes ──────────────────────────────────────────────────────────────────────────────────────


def by_month(count: int) -> Volumes:
    return Volumes(tuple(recorded(f"{2020 + n // 12}-{n % 12 + 1:02}", 100 + n) for n in range(count)))


def test_of_many_months_the_latest_are_drawn_and_listed_and_the_years_hold_the_others():
    report = whole(volumes=by_month(MOST_MONTHS + 12))
    (chart,) = [x for x in annual_document(report).blocks if isinstance(x, b.Chart) and x.kind == "line"]
    assert len(chart.values) == len(chart.table.rows) == MOST_MONTHS
    assert chart.alt.count(" 20") == MOST_MONTHS + 1  # with the highest month
    assert "12 earlier months are in the figures by year" in words(report)
    years = table_under(report, "Year")
    assert sum(int(row[1].replace(",", "")) for row in years) == report.volumes.total
    assert "The latest" not in words(whole(volumes=by_month(MOST_MONTHS)))
    assert "1 earlier month is in the figures by year" in words(whole(volumes=by_month(MOST_MONTHS + 1)))


def test_of_many_counts_of_types_whole_periods_are_printed():
    rows = [recorded(f"{2020 + n // 12}-{n % 12 + 1:02}", 50, strand=s) for n in range(49) for s in "ABC"]
    report = whole(volumes=Volumes(tuple(rows)))
    table = table_under(report, "Type", "Month or year")
    assert len(table) == MOST_TYPES and [row[0] for row in table] == ["A", "B", "C"] * 40
    assert "27 earlier counts left out" in words(report)
    assert "left out. annual.json" not in words(whole(volumes=VOLUMES))


@given(st.lists(st.sampled_from("abcdefg")), st.integers(0, 20))
def test_the_latest_periods_are_never_cut(rows, most):
    kept = latest_periods(rows, str, most)
    assert all(kept.count(period) == rows.count(period) for period in kept)
    assert not kept or max(rows) in kept
    assert len(kept) <= most or len(set(kept)) == 1
    assert bool(kept) == bool(rows)


# ── a paragraph keeps its lines ──────────────────────────────────────────────────────────────────────────


def test_keeping_the_lines_of_a_paragraph_changes_no_byte(monkeypatch: pytest.MonkeyPatch):
    long = "word " * 90
    rows = [(b.cell(f"N{n}"), b.cell("שלום 12 עולם ", long if n == 7 else "")) for n in range(85)]
    table = b.Table(("Number", "מילים ועוד"), (0.2, 0.8), tuple(map(b.Row, rows)))
    blocks = document(table, b.para(long * 12), b.bullets([long]))
    kept = pdf.render(blocks, total=9)
    monkeypatch.setattr(Words, "wrap", Paragraph.wrap)
    assert pdf.render(blocks, total=9) == kept


@pytest.mark.heavy
def test_a_folded_report_is_accessible_and_fit_for_an_archive():
    held = many(MOST_MEETINGS + 1, planned=9).register.meetings
    report = whole(register=Register(held, raised(MOST_WORDED + 10)), volumes=by_month(MOST_MONTHS + 12))
    assert failures(pdf.render(annual_document(report))[0]) == []
