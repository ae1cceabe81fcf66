"""The rules by which figures agree, for any figures."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom import reconcile

COUNTS = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("value", "rounded"), [("22.5", 23), ("37.5", 38), ("202.9", 203), ("-2.5", -3), ("0.49", 0), ("-0.2", 0)]
)
def test_halves_go_away_from_nought(value, rounded):
    assert reconcile.half_up(Fraction(value)) == rounded


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3))
def test_rounding_is_that_of_decimal_arithmetic(value, places):
    exact = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert reconcile.half_up(Fraction(value), places) == Fraction(exact)


@given(st.lists(COUNTS, max_size=9), st.integers(-9, 9))
def test_a_total_agrees_with_its_parts_and_nothing_else(parts, slip):
    check = reconcile.total("here", parts, sum(parts) + slip)
    assert check.agrees == (slip == 0)
    assert reconcile.no_total("here", parts, sum(parts) + slip).agrees == (slip != 0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_percentage_agrees_only_as_it_rounds(part, base):
    right = reconcile.percent(part, base)
    assert reconcile.share("here", part, base, right).agrees
    assert not reconcile.share("here", part, base, right + 1).agrees


@given(st.lists(st.tuples(st.integers(1, 10**5), st.integers(-50, 200)), min_size=1, max_size=6))
def test_the_rise_of_a_total_lies_between_those_of_its_rows(rows):
    rises = [rise for _, rise in rows]
    found = Fraction(reconcile.growth("here", rows, 10**9).computed.replace(",", ""))
    assert min(rises) <= found <= max(rises)


def test_a_difference_is_one_sentence_and_can_be_explained():
    check = reconcile.average("2024", 2_029, 12, 203)
    assert check.sentence == "2024: 2,029 over 12 months are 169 a month, not 203."
    assert check.explained("ten months").explanation == "ten months"
    assert reconcile.disagreements([check, reconcile.same("x", 1, 1)]) == (check,)


def test_numbers_are_said_as_people_write_them():
    assert [reconcile.say_number(n) for n in (2_691, Fraction("17.9"), 0)] == ["2,691", "17.9", "0"]
