"""The figures on a screen are those of the documents: their blocks, and bars of the same counts."""

from hypothesis import given
from hypothesis import strategies as st
from report_scenes import ITEMS, THREE, VOLUMES, answer, item, meeting, question, recorded, whole

from panelroom.records import blocks as b
from panelroom.report.annual import AnnualReport, Register
from panelroom.report.document import annual_document
from panelroom.report.pages import Bars, Page, pages
from panelroom.volumes import Volumes


def page(report: AnnualReport, title: str) -> Page:
    (found,) = [each for each in pages(report) if each.title == title]
    return found


def bars(report: AnnualReport, title: str) -> list[Bars]:
    return [part for part in page(report, title).parts if isinstance(part, Bars)]


def cells(table: b.Table) -> list[tuple[str, ...]]:
    return [tuple(cell[0].text for cell in row.cells) for row in table.rows]


def test_the_pages_stand_in_the_order_of_the_documents():
    wrong = whole(register=Register((meeting(planned=9, questions=(question(1, not_met=1, met=2),)),), ITEMS))
    assert [each.title for each in pages(wrong)] == [
        "In short",
        "Recorded hate crime by year",
        "Recorded hate crime by month",
        "Recorded hate crime by type",
        "Positive outcomes",
        "Meetings",
        "Findings",
        "Questions most often not met",
        "Types of hate in the decided cases",
        "Factors behind throughput",
        "Tracking",
        "Figures that do not agree",
        "About the figures",
    ]


def test_what_is_no_bar_is_printed_in_the_documents_word_for_word():
    report = whole()
    blocks = annual_document(report).blocks
    printed = [*blocks, *(block.table for block in blocks if isinstance(block, b.Chart))]
    said = [part for each in pages(report) for part in each.parts if not isinstance(part, Bars | b.Bullets)]
    assert said and all(part in printed for part in said)
    lists = [part for each in pages(report) for part in each.parts if isinstance(part, b.Bullets)]
    assert len(lists) == 4 and all(part in printed for part in lists[1:])
    summary = next(block for block in blocks if isinstance(block, b.Bullets))
    assert lists[0] == summary


def test_each_chart_of_the_documents_is_bars_with_the_same_values_and_source():
    report = whole()
    charts = [block for block in annual_document(report).blocks if isinstance(block, b.Chart)]
    drawn = {part.title: part for each in pages(report) for part in each.parts if isinstance(part, Bars)}
    assert len(charts) == 3
    for chart in charts:
        found = drawn[chart.title]
        assert (tuple(bar.value for bar in found.bars), found.source) == (chart.values, chart.source)


def test_a_month_that_is_not_known_is_said_to_be():
    report = whole(volumes=Volumes((recorded("2030-01", 7), recorded("2030-03", 9))))
    (found,) = bars(report, "Recorded hate crime by month")
    assert [(bar.name, bar.value, bar.words) for bar in found.bars] == [
        ("Jan 30", 7, "7"),
        ("Feb 30", None, "not known"),
        ("Mar 30", 9, "9"),
    ]


@given(st.dictionaries(st.sampled_from(["race", "Faith", "disability", "age"]), st.integers(0, 40)))
def test_the_bars_of_types_say_what_the_table_says_and_withhold_what_it_withholds(counts):
    report = whole(register=Register((meeting(strands=counts),)))
    if not any(counts.values()):
        assert "Types of hate in the decided cases" not in [each.title for each in pages(report)]
        return
    (found,) = bars(report, "Types of hate in the decided cases")
    (table,) = [p for p in page(report, "Types of hate in the decided cases").parts if isinstance(p, b.Table)]
    for bar, (name, words) in zip(found.bars, cells(table), strict=True):
        assert bar.name == name and words.split(" of ")[0] == bar.words
        assert (bar.value is None) == (bar.words in ("under 5", "not shown"))
        assert bar.value is None or f"{bar.value:,}" == bar.words


def test_the_bars_of_questions_and_stages_are_those_of_their_tables():
    met = (question(3, not_met=9, met=15), question(1, not_met=2, met=4), question(2, met=6))
    report = whole(register=Register((meeting(found=(24, 0, 0, 0), questions=met),), ITEMS))
    (found,) = bars(report, "Questions most often not met")
    assert [(bar.name, bar.value, bar.words) for bar in found.bars] == [
        ("3. Was step 3 taken?", 9, "9 of 24 (38%)"),
        ("1. Was step 1 taken?", 2, "2 of 6"),
    ]
    stages = bars(report, "Tracking")[0]
    (table,) = [part for part in page(report, "Tracking").parts if isinstance(part, b.Table)]
    assert [(bar.name, bar.words) for bar in stages.bars] == cells(table)[:-1]


def test_the_bars_of_answers_are_the_days_the_documents_say():
    days = bars(whole(), "Tracking")[1]
    assert [(bar.name, bar.words) for bar in days.bars] == [
        ("Quickest answer", "10"),
        ("The middle one", "25"),
        ("Slowest answer", "40"),
    ]


def test_without_an_answer_there_are_no_days():
    waiting = whole(register=Register(THREE, (item("a"),)))
    assert [found.title for found in bars(waiting, "Tracking")] == ["Items by stage"]
    answered = item("a", responses=(answer("2030-07-14"),))
    assert len(bars(whole(register=Register(THREE, (answered,))), "Tracking")) == 2


def test_without_a_register_there_are_recorded_crimes_alone():
    titles = [each.title for each in pages(whole(register=None, volumes=VOLUMES))]
    assert "Meetings" not in titles and "Tracking" not in titles
    assert "Recorded hate crime by year" in titles
