"""Few are said so that they mislead nobody, and point at nobody."""

from hypothesis import given
from hypothesis import strategies as st

from panelroom.report.small import guarded, say_share

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=7)


def test_a_share_of_few_has_no_percentage():
    assert say_share(9, 19) == "9 of 19"
    assert say_share(9, 24) == "9 of 24 (38%)"


def test_one_small_number_takes_the_next_with_it():
    lines = guarded({"race": 30, "religion": 9, "disability": 2})
    assert [(line.name, line.count, line.words) for line in lines] == [
        ("race", 30, "30"),
        ("religion", None, "not shown"),
        ("disability", None, "under 5"),
    ]


def test_types_that_do_not_add_up_to_the_printed_total_give_nothing_away():
    assert [line.words for line in guarded({"race": 160, "disability": 3}, total=213)] == ["160", "under 5"]
    assert [line.words for line in guarded({"race": 160, "disability": 3}, total=163)] == [
        "not shown",
        "under 5",
    ]


def test_two_small_numbers_hide_each_other():
    assert [line.words for line in guarded({"a": 9, "b": 4, "c": 1})] == ["9", "under 5", "under 5"]


@given(COUNTS)
def test_nothing_under_five_is_ever_printed_nor_left_to_a_subtraction(counts):
    lines = guarded(counts)
    assert {line.name for line in lines} == {name for name, n in counts.items() if n}
    shown = [line.count for line in lines if line.count is not None]
    assert all(count >= 5 for count in shown)
    withheld = len(lines) - len(shown)
    assert withheld != 1 or len(lines) == 1
    assert all(line.words == "under 5" for line in lines if counts[line.name] < 5)
    assert all(line.words != "under 5" for line in lines if counts[line.name] >= 5)
