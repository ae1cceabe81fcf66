"""Slips: entering them, forgetting which mark came with which, and what all of them agree on."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import LEICESTERSHIRE, question_set

from panelroom.errors import Refused
from panelroom.questions import QuestionSet
from panelroom.slips import (
    EMPTY,
    Slips,
    agreed,
    answers,
    enter,
    from_text,
    lay_down,
    next_question,
    say_total,
    show,
    slip_marks,
    slip_questions,
    take_back,
    to_talk_through,
    to_text,
)

SETS = (LEICESTERSHIRE, "dyfed-powys-qap", "hmicfrs-2018")
Row = tuple[str, ...]
Made = tuple[QuestionSet, list[Row]]


def typed(qs: QuestionSet, rows: list[Row], slips: Slips | None = None) -> Slips:
    """Enter these slips one after the other."""
    slips = slips or Slips()
    for row in rows:
        for mark in row:
            slips = enter(qs, slips, mark, 99)
        slips = lay_down(qs, slips)
    return slips


def looked_at(qs: QuestionSet, rows: list[Row]) -> Slips:
    return show(qs, typed(qs, rows))


def all_yes(qs: QuestionSet, **changes: str) -> Row:
    """A slip with Yes, or the first mark there is, but for the questions named."""
    return tuple(changes.get(q.id, slip_marks(qs, q)[0]) for q in slip_questions(qs))


@st.composite
def slips_of_a_set(draw: st.DrawFn) -> Made:
    """Slips that mostly agree: each strays from a common one in a few places."""
    qs = question_set(draw(st.sampled_from(SETS)))
    questions = slip_questions(qs)
    options = [(*slip_marks(qs, q), EMPTY) for q in questions]
    usual = [(o[0], o[0], "not_applicable" if "not_applicable" in o else o[0]) for o in options]
    common = [draw(st.sampled_from(each)) for each in usual]
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        row = list(common)
        for place in draw(st.lists(st.integers(0, len(questions) - 1), max_size=4)):
            row[place] = draw(st.sampled_from(options[place]))
        rows.append(tuple(row))
    return qs, rows


def by_hand(qs: QuestionSet, rows: list[Row], marks: dict[str, str]) -> dict[str, str]:
    """What may be recorded in one go, worked out from whole slips as a person would."""
    found: dict[str, str] = {}
    scale = [q for q in qs.questions if q.answer.scale]
    for question, column in zip(scale, zip(*rows, strict=True), strict=True):
        said = set(column)
        if said == {"met"}:
            may = "met" not in question.fault_when
        elif said == {"not_applicable"}:
            may = question.severity != "major" and "not_applicable" not in question.fault_when
        else:
            may = False
        before = question.applies_when
        if before and (found | marks).get(before.question) not in before.marks:
            may = False
        if may and question.id not in marks:
            found[question.id] = column[0]
    return found


@settings(deadline=None, max_examples=25)
@given(slips_of_a_set(), st.data())
def test_what_all_agree_on_is_what_a_person_would_find(made: Made, data: st.DataObject) -> None:
    qs, rows = made
    known = data.draw(st.lists(st.sampled_from(slip_questions(qs)), max_size=3, unique=True))
    marks = {q.id: data.draw(st.sampled_from(slip_marks(qs, q))) for q in known}
    slips = looked_at(qs, rows)
    together = agreed(qs, slips, marks)
    assert together == by_hand(qs, rows, marks)
    assert list(together) == [q.id for q in slip_questions(qs) if q.id in together]
    assert [(a.question, a.mark, a.count) for a in answers(slips, together)] == [
        (q, m, {m: len(rows)}) for q, m in together.items()
    ]
    left = to_talk_through(slips, together, marks)
    assert set(left) == {q.id for q in slip_questions(qs)} - set(together) - set(marks)
    for question, column in zip(slip_questions(qs), zip(*rows, strict=True), strict=True):
        assert left.get(question.id, Counter(column)) == Counter(column)


@settings(deadline=None, max_examples=25)
@given(slips_of_a_set(), st.integers(0, 9999))
def test_neither_order_nor_company_is_kept(made: Made, chance: int) -> None:
    """Deal the marks of each question out anew: other people, the same totals, and the same text in the book."""
    qs, rows = made
    dealt = random.Random(chance)
    columns = [dealt.sample(column, len(column)) for column in zip(*rows, strict=True)]
    others = list(zip(*columns, strict=True))
    one = all_yes(qs)[0]
    assert to_text(enter(qs, typed(qs, rows), one, 99)) == to_text(enter(qs, typed(qs, others), one, 99))
    assert to_text(looked_at(qs, rows)) == to_text(looked_at(qs, others))


@settings(deadline=None, max_examples=25)
@given(slips_of_a_set(), st.integers(1, 200))
def test_taking_back_goes_to_the_beginning_of_the_slip_and_no_further(made: Made, back: int) -> None:
    qs, rows = made
    before = typed(qs, rows[:-1])
    states = [before]
    for mark in rows[-1]:
        states.append(enter(qs, states[-1], mark, 99))
    states.append(lay_down(qs, states[-1]))
    assert [from_text(to_text(s)) for s in states] == states
    now = states.pop()
    for _ in range(min(back, len(states) - 1)):
        now = take_back(now)
        assert now == states.pop()
    empty = replace(now, hand=(), laid_down=False)
    with pytest.raises(Refused, match="cannot be told apart"):
        take_back(empty)


def test_nothing_is_agreed_before_the_totals_are_shown() -> None:
    qs = question_set()
    slips = typed(qs, [all_yes(qs)] * 3)
    assert agreed(qs, slips, {}) == {} and to_talk_through(slips, {}, {}) == {}
    assert len(agreed(qs, show(qs, slips), {})) == 11


def test_yes_and_does_not_apply_together_are_a_split() -> None:
    qs = question_set()
    slips = looked_at(qs, [all_yes(qs), all_yes(qs, q4="not_applicable"), all_yes(qs, q5=EMPTY)])
    together = agreed(qs, slips, {})
    assert not {"q4", "q5"} & set(together) and len(together) == 9
    left = to_talk_through(slips, together, {})
    assert [say_total(qs, qs.by_id[q], by) for q, by in left.items()] == [
        "2 Yes, 1 Does not apply",
        "2 Yes, 1 left empty",
    ]


def test_a_mark_that_must_say_why_is_left_to_the_panel() -> None:
    qs = question_set()
    slips = looked_at(qs, [all_yes(qs, q2="not_applicable", q3="not_applicable", q8="not_met_justified")] * 2)
    together = agreed(qs, slips, {})
    assert "q2" not in together and "q8" not in together and together["q3"] == "not_applicable"


def test_a_yes_that_is_a_fault_is_left_to_the_panel() -> None:
    qs = question_set()
    turned = qs.questions[0].model_copy(update={"fault_when": ("met",)})
    qs = qs.model_copy(update={"questions": (turned, *qs.questions[1:])})
    assert "q1" not in agreed(qs, looked_at(qs, [all_yes(qs)]), {})


def test_what_a_slip_cannot_say_is_refused() -> None:
    qs = question_set()
    with pytest.raises(Refused, match="Question 1 does not take that mark"):
        enter(qs, Slips(), "undecided", 5)
    with pytest.raises(Refused, match="Question 1 does not take that mark"):
        enter(qs, Slips(), "not_met_justified", 5)
    with pytest.raises(Refused, match="Every slip that is due"):
        enter(qs, typed(qs, [all_yes(qs)]), "met", 1)
    part = enter(qs, Slips(), "met", 5)
    with pytest.raises(Refused, match="not complete, 10 to go"):
        lay_down(qs, part)
    with pytest.raises(Refused, match="half entered"):
        show(qs, part)
    with pytest.raises(Refused, match="No slip is in"):
        show(qs, Slips())


def test_after_the_totals_were_shown_no_slip_follows() -> None:
    qs = question_set()
    slips = looked_at(qs, [all_yes(qs)])
    for step in (lambda: enter(qs, slips, "met", 5), lambda: take_back(slips), lambda: lay_down(qs, slips)):
        with pytest.raises(Refused, match="totals were shown"):
            step()


def test_a_set_without_marks_has_no_slip() -> None:
    qs = question_set("kent-ipag-2020")
    assert slip_questions(qs) == () and next_question(qs, Slips()) is None
