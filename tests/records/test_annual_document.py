"""The annual report as people read it: in its order, in counts, both sides printed, what is wrong marked."""

import io
import re
import zipfile

import page
import pytest
from block_words import words_of_blocks
from lxml import html
from pdf_text import squeezed, text_of
from report_scenes import (
    DETAILS,
    REGISTER,
    THREE,
    answer,
    explained,
    item,
    meeting,
    question,
    recorded,
    whole,
)

from panelroom.records import blocks as b
from panelroom.report.annual import AnnualReport, Register
from panelroom.report.data import annual_data
from panelroom.report.document import annual_document
from panelroom.report.making import annual_files
from panelroom.volumes import Volumes


def words(report: AnnualReport) -> str:
    return "\n".join(words_of_blocks(annual_document(report)))


def headings(report: AnnualReport, level: int = 1) -> list[str]:
    return [x.text for x in annual_document(report).blocks if isinstance(x, b.Heading) and x.level == level]


def tables(report: AnnualReport) -> list[b.Table]:
    found = annual_document(report).blocks
    return [x if isinstance(x, b.Table) else x.table for x in found if isinstance(x, b.Table | b.Chart)]


def table_under(report: AnnualReport, *header: str) -> list[list[str]]:
    """Return the words of the rows of the table whose header begins so."""
    (found,) = [table for table in tables(report) if table.header[: len(header)] == header]
    return [[" / ".join(p.text for p in cell) for cell in row.cells] for row in found.rows]


def test_the_sections_stand_in_the_order_of_such_papers():
    assert headings(whole()) == [
        "Purpose of this report",
        "What the Police and Crime Panel is asked",
        "Summary",
        "Background: recorded hate crime",
        "Establishment of the panel",
        "Meetings and findings",
        "Factors behind throughput",
        "Notable practice",
        "Areas for improvement",
        "Tracking",
        "What changed",
        "Themes",
        "Reflections of the Chair",
        "Recommendations",
        "About the figures",
    ]


def test_the_front_says_what_it_is():
    said = words(whole())
    for each in ("Scrutiny officer", "20 May 2031", "OFFICIAL", "1 April 2030 to 31 March 2031"):
        assert each in said
    assert "1. Does the panel support the work?\n2. Has the panel recommendations?" in said


def test_outcomes_are_printed_with_noughts_and_total():
    assert table_under(whole(), "Outcome", "Cases") == [
        ["1  Appropriate and consistent with policy", "2"],
        ["2  Appropriate but with observations", "3"],
        ["3  Inappropriate and inconsistent with policy", "1"],
        ["4  The panel reached no conclusion", "0"],
        ["Total", "6"],
    ]
    assert "6 cases were decided in: July 2030, October 2030 and January 2031." in words(whole())


def test_what_was_lacking_for_a_conclusion_stands_below_the_total_it_is_no_part_of():
    told = meeting("M1", "2030-07-09", (0, 0, 0, 2), lacked={"no_agreement": 1, "more_information": 1})
    older = meeting("M2", "2030-10-08", (0, 1, 0, 1))
    for both, last in (
        ((told,), []),
        ((told, older), [["Of outcome 4: what was lacking is not recorded", "1"]]),
    ):
        report = whole(register=Register(both))
        assert table_under(report, "Outcome", "Cases")[4:] == [
            ["Total", "2" if len(both) == 1 else "4"],
            ["Of outcome 4: the panel did not agree", "1"],
            ["Of outcome 4: more information is needed", "1"],
            *last,
        ]
    data = annual_data(report)
    assert data["unresolved"] == {"4": {"no_agreement": 1, "more_information": 1}}
    assert [m["unresolved"] for m in data["meetings"]] == [data["unresolved"], {}]


def test_more_that_lacked_something_than_had_no_conclusion_is_marked():
    report = whole(register=Register((meeting(found=(1, 0, 0, 1), lacked={"no_agreement": 2}),)))
    (check,) = report.disagreements
    assert check.sentence == "What cases with outcome 4 lacked, July 2030: 2 is more than the whole, 1."


def test_a_rate_without_a_figure_is_not_available_and_never_nought():
    assert table_under(whole(), "Period", "Rate") == [
        ["2030", "17%", "22%", "not available", "5 points below", "Example Police"],
        ["January 2031", "17.9%", "22%", "not available", "4.1 points below", "Example Police"],
        ["2029", "not available", "not available", "not available", "not available", "Example Police"],
    ]


def test_training_is_counts():
    assert table_under(whole(), "Training") == [["Unconscious bias", "8 of 8"]]


def test_both_sides_are_printed_and_a_dispute_with_its_page_and_reply():
    found = table_under(whole(), "Observation", "Force response")
    assert found[0] == ["Released words a. / July 2030, case 1", "This was done since.", "Accepted"]
    assert found[1] == [
        "Released words b. / July 2030, case 1, question 4 / The panel's reply: The page was not in the papers.",
        "The log shows it. (page 7 of the papers)",
        "Fact disputed",
    ]
    assert found[2][1:] == ["None yet", "Overdue since 8 November 2030"]
    assert len(found) == 3
    assert "1 further item has no wording released for the public." in words(whole())


def test_a_fact_disputed_before_publication_is_told_beside_the_words_and_still_awaits_its_answer():
    early = item("p", disputed_before=True)
    both = item("q", disputed_before=True, responses=(answer("2030-07-22", text="Done."),), stage="answered")
    praise = item("r", kind="good_practice", due=None, disputed_before=True)
    report = whole(register=Register(THREE, (early, both, praise)))
    said = "The force disputed a fact in this before publication."
    assert [row[1:] for row in table_under(report, "Observation", "Force response")] == [
        [said, "Overdue since 9 August 2030"],
        [f"{said} / Done.", "Accepted"],
        [said, "Open"],
    ]
    assert "In 2 the force disputes a fact; this report prints what was released of both sides." in words(
        report
    )
    assert [i["disputed_before_publication"] for i in annual_data(report)["responses"]] == [True] * 3


def test_what_was_closed_without_an_answer_is_never_called_answered():
    report = whole(register=Register(THREE, (item("z", stage="closed"),)))
    assert table_under(report, "Observation", "Force response") == [
        ["Released words z. / July 2030, case 1", "None", "Closed without an answer"]
    ]


def test_praise_stands_under_notable_practice():
    said = words(whole())
    assert said.index("Notable practice") < said.index("A call was taken with great care.")
    assert said.index("A call was taken with great care.") < said.index("Areas for improvement")


def test_questions_leave_out_what_does_not_apply_and_say_so():
    many = meeting("M1", found=(30, 0, 0, 0), questions=(question(3, not_met=9, met=15, not_applicable=6),))
    report = whole(register=Register((many,)))
    assert table_under(report, "Question") == [["3. Was step 3 taken?", "Minor", "9 of 24 (38%)", "0", "0"]]
    assert "not applicable are left out" in words(report)


def test_no_percentage_of_few_cases_is_printed_anywhere():
    said = words(whole(details=DETAILS.model_copy(update={"rates": ()})))
    assert "%" not in said


def test_types_are_shares_of_types_and_say_so():
    report = whole(register=Register((meeting("M1", strands={"race": 16, "religion": 9}),)))
    assert "Shares are of the 25 types named, not of cases." in words(report)
    assert table_under(report, "Type", "Times named") == [
        ["Race", "16 of 25 (64%)"],
        ["Religion", "9 of 25 (36%)"],
    ]


def test_small_numbers_take_total_and_shares_with_them():
    report = whole(register=Register((meeting("M1", strands={"race": 16, "religion": 9, "disability": 2}),)))
    assert table_under(report, "Type", "Times named") == [
        ["Race", "16"],
        ["Religion", "not shown"],
        ["Disability", "under 5"],
    ]
    assert "27" not in words(report)


def test_how_far_the_panel_came_and_why():
    said = words(whole())
    assert "6 of 8 planned cases were reached, and 6 were decided." in said
    assert "A meeting reached 2 cases and took between 110 and 130 minutes, without breaks." in said
    assert "1 of 3 meetings with a planned length took longer than it." in said
    assert "1. Papers are read in the meeting." in said


# ── what does not agree ──────────────────────────────────────────────────────────────────────────────────


def marked(report: AnnualReport) -> list[b.Row]:
    return [row for table in tables(report) for row in table.rows if row.fault]


def test_a_figure_that_does_not_agree_is_marked_where_it_stands_until_it_is_explained():
    wrong = Register((meeting(planned=9),))
    report = whole(register=wrong)
    assert len(marked(report)) == 2
    said = words(report)
    assert "Does not agree: the parts add up to 3, not 9." in said and "Not explained yet." in said
    assert "1 figure of this report does not agree and nobody has said why yet." in said
    better = whole(register=wrong, details=explained("Cases planned, July 2030"))
    assert marked(better) == []
    assert words(better).count("One case was withdrawn (Secretary)") == 2


def test_a_type_that_does_not_agree_is_marked_where_it_stands():
    rows = (recorded("2030-01", 100), recorded("2030-01", 120, strand="Race"))
    report = whole(volumes=Volumes(rows))
    assert "Does not agree: 120 is more than the whole, 100." in words(report)
    assert len(marked(report)) == 3


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", "Does not agree: 178 is more than the whole, 171."),
        ("Some have two", "178 is more than the whole, 171: Some have two"),
    ],
)
def test_types_that_are_too_many_together_are_told_once_and_under_no_single_type(note, said):
    types = {"Race": 121, "Religion": 33, "Sexual orientation": 24}
    rows = [recorded("2030-08", 171, note=note)]
    rows += [recorded("2030-08", count, strand=name) for name, count in types.items()]
    report = whole(volumes=Volumes(tuple(rows)))
    by_type = next(table for table in tables(report) if table.header[0] == "Type" and len(table.header) == 4)
    assert len(by_type.rows) == 3 and not any(row.fault or len(row.cells[0]) > 1 for row in by_type.rows)
    assert words(report).count(f"All types in August 2030. {said}") == 1


def test_one_answer_has_no_middle_and_one_meeting_no_plural():
    alone = meeting(minutes=200, planned_minutes=180)
    answered = item("r1", responses=(answer("2030-07-26"),), stage="answered")
    said = words(whole(register=Register((alone,), (answered,))))
    assert "The answer took 14 days from the day of sending" in said and "the middle one" not in said
    assert "1 of 1 meeting with a planned length took longer than it." in said


def test_readers_see_the_title_of_a_question_set_and_its_id_only_where_it_tells_two_apart():
    alone = whole(register=Register((meeting(set_title="Questions to a force"),)))
    assert "Question set used: Questions to a force, version 1." in words(alone)
    assert "example-set" not in words(alone)
    both = (
        meeting("A", "2030-07-02", set_title="Questions to a force", questions=(question(1, met=9),)),
        meeting("B", "2030-08-01", set_title="Questions to a force", set_id="other-set"),
        meeting("C", "2030-09-01", set_title="Our own", set_id="own-set"),
    )
    report = whole(register=Register(both))
    assert [heading for heading in headings(report, 2) if heading.startswith("Findings")] == [
        "Findings, Questions to a force (example-set)",
        "Findings, Questions to a force (other-set)",
        "Findings, Our own",
    ]
    assert "Questions most often not met, Our own" in headings(report, 2)
    wheres = [check.where for check in report.disagreements]
    assert wheres == ["Question 1, Questions to a force (example-set)"]


def test_an_explanation_may_name_the_question_set_by_its_id():
    wrong = Register((meeting(set_title="Our own", questions=(question(1, met=9),)),))
    for where in ("Question 1, Our own", "Question 1, example-set"):
        (check,) = whole(register=wrong, details=explained(where)).disagreements
        assert (check.where, check.explanation) == (
            "Question 1, Our own",
            "One case was withdrawn (Secretary)",
        )


def test_the_file_is_named_whose_lines_do_not_agree():
    rows = (recorded("2030-01", 100), recorded("2030-01", 120, strand="Race"))
    lines = "Lines are those of monthly.csv, the list of recorded crimes."
    report = whole(volumes=Volumes(rows, name="monthly.csv"))
    assert f"Those that nobody has explained stay marked. {lines}" in words(report)
    assert lines in annual_data(report)["notes"]
    assert "Lines are those" not in words(whole(register=Register((meeting(planned=9),))))


def test_a_difference_never_says_a_number_that_is_withheld():
    rows = (
        recorded("2030-01", 103),
        recorded("2030-01", 101, strand="Race"),
        recorded("2030-01", 3, strand="Disability"),
        recorded("2030-02", 2),
        recorded("2030-02", 4, strand="Faith", months=1, stated_average=3),
    )
    report = whole(volumes=Volumes(rows))
    assert len(report.disagreements) == 4
    said = " ".join(check.sentence + check.stated + check.computed for check in report.disagreements)
    assert "small numbers are not shown" in said
    assert not {"104", "103", "101", "4", "3"} & set(re.findall(r"\d+", said.replace("line 2", "")))


def test_a_report_in_which_all_agrees_has_no_such_section():
    assert "Figures that do not agree" not in headings(whole())


# ── without ──────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_register_it_says_so_and_prints_no_figure_of_the_panel():
    report = whole(register=None)
    said = words(report)
    assert said.count("without a register") == 3
    assert "Tracking" not in headings(report) and "Total" not in said
    assert "2,691" in said


def test_without_anything_it_still_is_a_report():
    report = whole(register=None, volumes=None, details=DETAILS.model_copy(update={"rates": ()}))
    assert "No list of recorded crimes was given" in words(report)


def test_a_period_without_a_meeting_says_so():
    assert "No meeting was held in this period." in words(whole(register=Register()))


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    made, told = annual_files(whole())
    assert told == ()
    return made


def test_the_pdf_is_accessible_and_fit_for_an_archive(files):
    for profile in ("ua1", "2a"):
        assert page.validate_pdf_bytes(files["annual.pdf"], profile=profile).failures == []


def test_all_that_the_report_says_is_in_each_file(files):
    wanted = [squeezed(text) for text in words_of_blocks(annual_document(whole())) if text]
    tree = html.document_fromstring(files["annual.html"].decode("utf-8"))
    page_words = squeezed(tree.find("body").text_content())
    assert [text for text in wanted if text not in page_words] == []
    printed = squeezed(text_of(files["annual.pdf"]))
    assert [text for text in wanted if len(text) < 30 and text not in printed] == []
    with zipfile.ZipFile(io.BytesIO(files["annual.docx"])) as package:
        draft = html.document_fromstring(package.read("word/document.xml")).text_content()
    assert "Released words b." in draft and "Monthly average of recorded hate crimes" in draft


def test_two_builds_are_the_same_bytes(files):
    assert annual_files(whole())[0] == files


def test_each_chart_has_its_source_words_and_table():
    charts = [x for x in annual_document(whole()).blocks if isinstance(x, b.Chart)]
    assert len(charts) == 3
    for chart in charts:
        assert chart.source and chart.table.rows
        for value in chart.values:
            assert value is None or f"{value}" in chart.alt


def test_one_of_the_three_meetings_taken_away_is_seen():
    assert words(whole(register=Register(THREE[:2]))) != words(whole(register=Register(THREE)))


def test_hostile_words_are_only_words():
    bad = item("x", text="<script>alert(1)</script> {{a}} \u202e")
    made, _ = annual_files(whole(register=REGISTER._replace(tracked=(bad,))))
    assert b"<script" not in made["annual.html"]
