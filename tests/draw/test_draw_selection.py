"""The draw itself: fair, the same for everybody, and never an open case."""

from collections import Counter

import pytest
from frames import DISTRICTS, another_way, frame, row
from hypothesis import given, settings
from hypothesis import strategies as st

from panelroom.draw import Frame
from panelroom.draw.selection import STRATA, canonical_seed, seats, select
from panelroom.errors import Refused

COLUMNS = st.sampled_from([None, *STRATA])
rows = st.builds(
    row,
    st.integers(0, 9999),
    st.sampled_from(["closed", "closed", "open", "reopened", "not closed"]),
    st.sampled_from(["race", "race;religion", "", "disability"]),
    st.sampled_from([*DISTRICTS, "north", ""]),
)
frames = st.lists(rows, min_size=1, max_size=30, unique_by=lambda r: r.ref).filter(
    lambda made: any(r.is_closed for r in made)
)


@given(frames, st.data(), COLUMNS, st.text("abc 0123456789é", min_size=1).filter(str.strip))
def test_it_agrees_with_another_way_whatever_the_order_of_rows(made, data, column, seed):
    take = data.draw(st.integers(1, sum(r.is_closed for r in made)))
    chosen = select(Frame.of(data.draw(st.permutations(made))), canonical_seed(seed), take, column)
    assert list(chosen.drawn) == another_way(made, canonical_seed(seed), take, column)


@given(frames, st.data(), COLUMNS)
def test_only_closed_cases_are_drawn_replaced_or_in_reserve(made, data, column):
    closed = {r.ref for r in made if r.is_closed}
    take = data.draw(st.integers(1, len(closed)))
    chosen = select(Frame.of(made), "dice 3 5 2", take, column)
    spare = len(closed) - take
    aside = data.draw(st.lists(st.sampled_from(chosen.drawn), max_size=spare, unique=True))
    after = select(Frame.of(made), "dice 3 5 2", take, column, aside)
    named = [*after.drawn, *after.reserve, *aside]
    assert len(after.drawn) == take and len(set(named)) == len(named) and set(named) <= closed
    assert [ref for ref, _ in after.replaced] == aside


def test_every_case_has_the_same_chance():
    whole = frame(60)
    hits = Counter(ref for n in range(4000) for ref in select(whole, f"seed {n}", 5, None).drawn)
    expected = 4000 * 5 / len(whole.closed)
    # Drawing without putting back makes the counts a little too even: the sum is scaled by (C - 1) / (C - n).
    scale = (len(whole.closed) - 1) / (len(whole.closed) - 5)
    chi = scale * sum((hits[r.ref] - expected) ** 2 / expected for r in whole.closed)
    assert 19 < chi < 78.8  # 44 degrees of freedom: 0.001 of all draws lie above, 0.0004 below


def test_every_case_has_the_same_chance_for_every_place():
    whole = frame(9, every_open=99)
    for place in range(3):
        hits = Counter(select(whole, f"{n}", 3, None).drawn[place] for n in range(2700))
        chi = sum((hits[r.ref] - 300) ** 2 / 300 for r in whole.closed)
        assert 0.8 < chi < 26.1  # 8 degrees of freedom


def test_one_letter_of_the_seed_or_one_cell_of_an_open_case_changes_the_order():
    whole = frame(40)
    first = select(whole, "4 8 15", 30, None).drawn
    bent = [r if r.is_closed else r._replace(district="Elsewhere") for r in whole.rows]
    assert select(whole, "4 8 16", 30, None).drawn != first
    assert select(Frame.of(bent), "4 8 15", 30, None).drawn != first


def test_more_cases_begin_with_the_same_ones():
    whole = frame(40)
    assert select(whole, "s", 10, None).drawn[:4] == select(whole, "s", 4, None).drawn


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 50), min_size=1), st.data())
def test_seats_are_proportional(sizes, data):
    every = sum(sizes.values())
    take = data.draw(st.integers(1, every))
    given_seats = seats(sizes, take, {name: name.encode() for name in sizes})
    assert sum(given_seats.values()) == take
    assert all(abs(given_seats[n] - take * size / every) < 1 for n, size in sizes.items())
    assert all(given_seats[n] <= size for n, size in sizes.items())


def test_equal_remainders_are_decided_by_the_hash_and_not_by_the_name():
    whole = Frame.of(row(n, district=DISTRICTS[n % 3]) for n in range(9))
    winners = Counter(
        share.stratum
        for n in range(300)
        for share in select(whole, f"{n}", 1, "district").shares
        if share.drawn
    )
    assert set(winners) == {"north", "south", "coast"} and min(winners.values()) > 70


def test_several_strands_are_one_stratum_of_their_own():
    made = [row(n, strands="race;religion") for n in range(4)] + [row(n, strands="race") for n in range(4, 8)]
    shares = select(Frame.of(made), "s", 2, "strands").shares
    assert [(s.stratum, s.closed, s.drawn) for s in shares] == [("race", 4, 1), ("race;religion", 4, 1)]


def test_a_replacement_is_the_next_of_its_stratum_and_then_of_all():
    made = [
        row(1, district="North"),
        row(2, district="North"),
        *(row(n, district="South") for n in range(3, 9)),
    ]
    whole = Frame.of(made)
    first = select(whole, "s", 4, "district")
    north = next(ref for ref in first.drawn if ref in ("SYN/0001/25", "SYN/0002/25"))
    other = "SYN/0002/25" if north == "SYN/0001/25" else "SYN/0001/25"
    once = select(whole, "s", 4, "district", [north])
    assert once.replaced == ((north, other),)
    twice = select(whole, "s", 4, "district", [north, other])
    assert twice.replaced[1] == (other, next(r for r in first.reserve if r != other))
    assert twice.drawn[first.drawn.index(north)] == twice.replaced[1][1]


@pytest.mark.parametrize("take", [-1, 0, 46])
def test_too_few_closed_cases(take):
    with pytest.raises(Refused, match="the frame has 45 closed cases"):
        select(frame(60), "s", take, None)


def test_nothing_left_to_replace_with():
    whole = frame(3, every_open=99)
    with pytest.raises(Refused, match="No closed case is left"):
        select(whole, "s", 3, None, [whole.rows[0].ref])


def test_a_case_that_was_not_drawn_cannot_be_replaced():
    with pytest.raises(Refused, match="not among those drawn"):
        select(frame(20), "s", 3, None, ["SYN/0004/25"])


@pytest.mark.parametrize("seed", ["", " \n", "a\u200bb", "\x1b[2J", "\ud800"])
def test_a_seed_that_cannot_be_read_aloud_is_refused(seed):
    with pytest.raises(Refused, match="public seed"):
        canonical_seed(seed)


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["4", "8", "15"]), min_size=1))
def test_spaces_in_the_seed_make_no_difference(parts):
    assert canonical_seed("  ".join(parts) + "\n") == canonical_seed(" ".join(parts))
