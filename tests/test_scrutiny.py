"""The rules, against a second evaluator written from the guide's words alone."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import LETTERS, MAJORS, MINORS, QUESTIONS, question_set

from panelroom import scrutiny
from panelroom.questions import QuestionSet
from panelroom.scrutiny import Decision, Tally

SET = question_set()
KENT = question_set("kent-ipag-2020")
Marks = dict[str, str]


def takes(question: str) -> list[str]:
    """The marks a question of Appendix A takes, as the guide prints them."""
    everything = ["met", "not_met", "not_applicable", "cannot_tell", "undecided"]
    if question == "q8":
        return [*everything, "not_met_justified"]
    return [m for m in everything if m != "not_applicable"] if question == "q11" else everything


MARKS = st.fixed_dictionaries({}, optional={q: st.sampled_from(takes(q)) for q in QUESTIONS})
CODES = st.sampled_from(["1", "2", "3", "4"])
SAID = st.sampled_from([None, True, False])


def advised(marks: Marks) -> list[str]:
    """ "No" to a major suggests; "no" to four or more minors prompts; nothing else counts."""
    said = []
    if "not_met" in (marks.get("q2"), marks.get("q8"), marks.get("q11")):
        said.append("major-no")
    if list(map(marks.get, MINORS)).count("not_met") > 3:
        said.append("four-minors")
    return said


def a_reason_is_due(marks: Marks, code: str, considers: bool | None) -> set[str]:
    due = set()
    if code in "12":
        due |= {"depart-reason"} if "major-no" in advised(marks) else set()
        due |= {"depart-from-own-answer"} if considers else set()
    return due


def counted(marks: Marks, questions: tuple[str, ...]) -> tuple[int, int]:
    no = [q for q in questions if marks.get(q) == "not_met"]
    asked = [q for q in questions if marks.get(q) != "not_applicable"]
    return len(no), len(asked)


def test_all_2048_yes_and_no_answers() -> None:
    seen = {"suggest": 0, "prompt only": 0, "silent": 0}
    for answers in product(("met", "not_met"), repeat=11):
        fired = [r.id for r in scrutiny.advice(SET, dict(zip(QUESTIONS, answers, strict=True)))]
        kind = "suggest" if "major-no" in fired else "prompt only" if fired else "silent"
        seen[kind] += 1
    assert seen == {"suggest": 1792, "prompt only": 163, "silent": 93}


@given(MARKS)
def test_any_marks_give_the_advice_of_the_guide(marks: Marks) -> None:
    assert [r.id for r in scrutiny.advice(SET, marks)] == advised(marks)
    assert [r.id for r in scrutiny.prompts(SET, marks)] == [r for r in advised(marks) if r == "four-minors"]


@given(MARKS)
def test_any_marks_are_counted_as_the_guide_counts(marks: Marks) -> None:
    major, of_major = counted(marks, MAJORS)
    minor, of_minor = counted(marks, MINORS)
    open_majors = sum(marks.get(q) in ("cannot_tell", "undecided") for q in MAJORS)
    assert scrutiny.tally(SET, marks) == Tally(major, minor, of_major, of_minor, open_majors)


@given(MARKS, CODES, SAID)
def test_any_decision_needs_the_reasons_the_guide_needs(marks: Marks, code: str, said: bool | None) -> None:
    decision = Decision(code, {} if said is None else {"four-minors": said})
    due = a_reason_is_due(marks, code, said)
    assert {r.id for r in scrutiny.reasons_needed(SET, marks, decision)} == due
    assert scrutiny.departs(SET, marks, decision) == bool(due)


def test_only_no_is_ever_a_fault() -> None:
    for mark in LETTERS.values():
        marks = dict.fromkeys(QUESTIONS, mark)
        tally = scrutiny.tally(SET, marks)
        assert (tally.major, tally.minor) == ((3, 8) if mark == "not_met" else (0, 0))


@pytest.mark.parametrize(
    ("question", "mark", "asks"),
    [
        ("q8", "not_met_justified", True),
        ("q2", "not_applicable", True),
        ("q1", "not_applicable", False),
        ("q2", "not_met", False),
        ("q2", None, False),
    ],
)
def test_what_takes_a_major_out_of_the_count_says_why(question: str, mark: str | None, asks: bool) -> None:
    assert scrutiny.needs_why(SET.by_id[question], mark) is asks


def test_a_set_without_severities_has_nothing_to_count_or_advise() -> None:
    assert scrutiny.tally(KENT, {}) == Tally(0, 0, 0, 0, 0)
    assert scrutiny.advice(KENT, {}) == ()


def combined(when: dict[str, object]) -> QuestionSet:
    """Appendix A with one rule more, that warns of nothing but whether it fires."""
    data = SET.as_data()
    rule = {
        "id": "mine",
        "when": when,
        "then": {"action": "suggest_outcome", "outcome": "3"},
        "wording": "Mine.",
        "in_source": False,
    }
    return QuestionSet.model_validate({**data, "rules": [rule]})


NO_MAJOR = {"count_faults": "major", "op": "==", "value": 0}
ONE_MINOR = {"count_faults": "minor", "op": ">", "value": 0}


@pytest.mark.parametrize(
    ("when", "marks", "fires"),
    [
        ({"all": [NO_MAJOR, ONE_MINOR]}, {"q1": "not_met"}, True),
        ({"all": [NO_MAJOR, ONE_MINOR]}, {"q1": "not_met", "q2": "not_met"}, False),
        ({"any": [NO_MAJOR, ONE_MINOR]}, {"q2": "not_met"}, False),
        ({"any": [NO_MAJOR, ONE_MINOR]}, {"q1": "not_met", "q2": "not_met"}, True),
        ({"not": ONE_MINOR}, {}, True),
        ({"not": ONE_MINOR}, {"q1": "not_met"}, False),
        ({"count_faults": "any", "op": "<", "value": 2}, {"q1": "not_met"}, True),
        ({"count_faults": "any", "op": "<", "value": 2}, {"q1": "not_met", "q2": "not_met"}, False),
        ({"count_faults": "any", "op": "<=", "value": 1}, {"q1": "not_met", "q2": "not_met"}, False),
        ({"count_answers": "cannot_tell", "value": 2}, {"q1": "cannot_tell", "q2": "cannot_tell"}, True),
        ({"count_answers": "cannot_tell", "value": 2}, {"q1": "cannot_tell"}, False),
        ({"present": "below_quorum"}, {}, False),
    ],
)
def test_conditions_combine(when: dict[str, object], marks: Marks, fires: bool) -> None:
    assert bool(scrutiny.advice(combined(when), marks)) is fires


def test_a_question_applies_when_its_condition_holds() -> None:
    data = SET.as_data()
    data["questions"][2]["applies_when"] = {"question": "q1", "is": ["not_met"]}
    question = QuestionSet.model_validate(data).by_id["q3"]
    assert scrutiny.applies(question, {"q1": "not_met"})
    assert not scrutiny.applies(question, {"q1": "met"})
    assert not scrutiny.applies(question, {})


def test_the_six_synthetic_cases_tally_and_advise_as_expected() -> None:
    expected = json.loads(Path(__file__).with_name("data").joinpath("synthetic_cases.json").read_text())
    assert expected["legend"] == LETTERS
    for case in expected["cases"]:
        marks = dict(zip(QUESTIONS, map(LETTERS.get, case["answers"]), strict=True))
        tally = scrutiny.tally(SET, marks)  # type: ignore[arg-type]
        assert (tally.major, tally.minor) == (case["majors"], case["minors"])
        assert [r.id for r in scrutiny.advice(SET, marks)] == case["rules"]  # type: ignore[arg-type]
