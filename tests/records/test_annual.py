"""The annual report as values: every figure follows from rows."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_scenes import (
    DETAILS,
    ITEMS,
    PERIOD,
    REGISTER,
    THREE,
    answer,
    explained,
    item,
    meeting,
    question,
    whole,
)

from panelroom.report.annual import AnnualReport, Register
from panelroom.report.data import annual_data, annual_json
from panelroom.report.turnaround import turnaround_of


def of(*meetings, **more) -> AnnualReport:
    return whole(register=Register(tuple(meetings), **more))


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────


def test_outcomes_are_summed_over_the_meetings_with_their_noughts():
    (figures,) = of(*THREE).sets
    assert [(o.code, o.cases) for o in figures.outcomes] == [("1", 2), ("2", 3), ("3", 1), ("4", 0)]
    assert (figures.decided, figures.meetings) == (6, 3)
    assert annual_data(of(*THREE))["outcomes"] == {"1": 2, "2": 3, "3": 1, "4": 0}


def test_only_meetings_of_the_period_count_its_first_and_last_day_included():
    days = ("2030-03-31", "2030-04-01", "2031-03-31", "2031-04-01")
    report = of(*(meeting(f"M{day}", day) for day in days))
    assert [m.date for m in report.meetings] == ["2030-04-01", "2031-03-31"]


def test_outcomes_of_different_question_sets_are_never_added_up():
    data = annual_data(of(meeting("M1"), meeting("M2", "2030-08-01", set_id="other-set")))
    assert data["outcomes"]["example-set/1"] == data["outcomes"]["other-set/1"] == 1
    assert "1" not in data["outcomes"]


def test_questions_are_summed_and_those_most_often_not_met_come_first():
    first = meeting("M1", questions=(question(1, not_met=1, met=1), question(2, not_applicable=2)))
    second = meeting("M2", "2030-08-01", questions=(question(1, met=2), question(2, not_met=2)))
    (figures,) = of(first, second).sets
    assert [(q.number, q.not_met, q.asked, q.not_applicable) for q in figures.questions] == [
        (2, 2, 2, 2),
        (1, 1, 4, 0),
    ]


def test_a_question_that_was_reworded_is_another_question():
    second = meeting("M2", "2030-08-01", questions=(question(1, wording="In other words?"),))
    (figures,) = of(meeting("M1"), second).sets
    assert len(figures.questions) == 2


def test_types_written_with_and_without_capitals_are_one():
    report = of(meeting("M1", strands={"Race": 4}), meeting("M2", "2030-08-01", strands={"race": 3}))
    assert dict(report.strands) == {"Race": 7}


def test_two_meetings_of_one_month_are_told_apart_without_their_day():
    report = of(meeting("A", "2030-07-02"), meeting("B", "2030-07-30"), meeting("C", "2030-08-01"))
    assert list(report.names.values()) == ["July 2030 (1)", "July 2030 (2)", "August 2030"]


# ── agreement ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_figures_of_whole_meetings_agree():
    assert whole().disagreements == ()


@pytest.mark.parametrize(
    ("slip", "where"),
    [
        ({"planned": 9}, "Cases planned, July 2030"),
        ({"reached": 9}, "Cases reached, July 2030"),
        ({"decided": 3, "planned": 4, "reached": 3}, "Findings, July 2030"),
        ({"questions": (question(1, met=9),)}, "Question 1, example-set"),
    ],
)
def test_a_total_that_does_not_come_out_is_named(slip, where):
    assert where in [check.where for check in of(meeting(**slip)).disagreements]


def test_an_explanation_is_printed_with_who_gives_it():
    where = "Cases planned, July 2030"
    report = AnnualReport(PERIOD, explained(where), None, Register((meeting(planned=9),)))
    assert [check.explanation for check in report.disagreements] == ["One case was withdrawn (Secretary)"]


def test_what_does_not_agree_is_in_the_notes_of_the_data():
    data = annual_data(of(meeting(planned=9)))
    assert "Cases planned, July 2030: the parts add up to 3, not 9. Not explained yet." in data["notes"]
    assert data["disagreements"][0]["explanation"] is None


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def test_turnaround_is_counted_from_sending_to_the_first_answer():
    found = whole().turnaround
    assert (found.items, found.awaited, found.answered) == (5, 4, 2)
    assert (found.days, found.median_days, found.longest_days) == ((10, 40), 25, 40)
    assert (found.overdue, found.disputed) == (1, 1)


def test_an_item_is_overdue_the_day_after_its_day():
    due = item("x", due="2030-08-09")
    assert [turnaround_of([due], date(2030, 8, day)).overdue for day in (8, 9, 10)] == [0, 0, 1]


def test_what_is_answered_or_closed_is_never_overdue():
    late = date(2031, 1, 1)
    assert turnaround_of([item("x", responses=(answer("2030-12-01"),))], late).overdue == 0
    assert turnaround_of([item("x", stage="closed")], late).overdue == 0


def test_without_answers_there_is_no_middle():
    found = turnaround_of([item("x")], date(2030, 7, 20))
    assert (found.median_days, found.longest_days) == (None, None)
    assert annual_data(of(THREE[0]))["turnaround"]["median_days"] is None


@given(st.permutations(ITEMS))
def test_the_order_of_the_register_changes_nothing(items):
    shuffled = Register(THREE[::-1], tuple(items), REGISTER.themes, REGISTER.wins)
    assert annual_json(whole(register=shuffled)) == annual_json(whole())


def test_themes_count_the_items_of_the_period():
    old = item("old", reached={"raised": "2029-01-01"})
    theme = REGISTER.themes[0].model_copy(update={"supporting": ("a", "b", "old")})
    report = whole(register=REGISTER._replace(tracked=(*ITEMS, old), themes=(theme,)))
    assert [(t.supporting, t.contrary) for t in report.themes] == [(2, 1)]


def test_a_change_counts_in_the_year_of_each_of_its_steps():
    assert len(whole().wins) == 1
    win = REGISTER.wins[0].model_copy(update={"steps": {"observed": "2029-01-01"}})
    assert whole(register=REGISTER._replace(wins=(win,))).wins == ()


# ── the data ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_data_has_the_fields_that_others_script_against():
    data = json.loads(annual_json(whole()))
    wanted = {"period", "volumes", "outcomes", "meetings", "questions", "strands", "turnaround", "notes"}
    assert wanted <= set(data)
    assert data["period"] == {"from": "2030-04-01", "to": "2031-03-31"}
    assert {"year", "recorded", "months", "monthly_average"} <= set(data["volumes"]["years"][0])
    assert [r["target"] for r in data["positive_outcomes"]] == [22.0, 22.0, None]


def test_without_a_register_there_are_no_figures_rather_than_noughts():
    data = annual_data(whole(register=None))
    assert (data["outcomes"], data["meetings"], data["stages"], data["register"]) == ({}, [], {}, False)
    assert any("without a register" in note for note in data["notes"])


def test_nothing_withheld_on_paper_stands_in_the_data():
    few = of(meeting(strands={"race": 12, "religion": 7, "disability": 2}))
    data = annual_data(few)
    told = [(line["strand"], line["count"], line["printed"], line["of"]) for line in data["strands"]]
    assert told == [
        ("race", 12, "12", "decided cases"),
        ("religion", None, "not shown", "decided cases"),
        ("disability", None, "under 5", "decided cases"),
        ("Race", 160, "160", "recorded crimes"),
        ("Disability", None, "under 5", "recorded crimes"),
    ]
    assert "strands" not in data["meetings"][0]


def test_no_day_no_reference_and_no_unreleased_word_leaves_the_register():
    text = annual_json(whole()).decode()
    for private in ("2030-07-09", "2030-10-08", '"M1"', '"M2"'):
        assert private not in text.replace('"observed": "2030-07-09"', "")
    assert DETAILS.author in text and "null" in text


def test_an_item_without_released_words_is_only_counted():
    hidden = item("x", text=None, reply="A reply.", responses=(answer("2030-08-01", text="An answer."),))
    report = of(THREE[0], tracked=(hidden,))
    data = annual_data(report)
    assert (data["responses"], data["turnaround"]["answered"]) == ([], 1)
    assert "A reply." not in str(data) and "An answer." not in str(data)
