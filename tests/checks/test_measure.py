"""The aims of the checks, on made papers of a new seed and on hand-written sentences."""

import random

import pytest
from making_texts import document
from measure import handwritten, measure_handwritten, measure_text, measure_timeline

SEED = 20_311


@pytest.mark.heavy
def test_made_papers_reach_the_aims() -> None:
    figures = measure_text(SEED, 60)
    assert figures["data_found"] >= 0.95, figures["recall"]
    assert figures["names_listed"] >= 0.94
    assert figures["ledger_median"] <= 14
    assert figures["clean_blocked"] == 0
    assert sum(figures["clean_alarms"].values()) <= 6, figures["clean_alarms"]


def test_hand_written_sentences_reach_the_aims() -> None:
    figures = measure_handwritten()
    assert figures["data_planted"] >= 80 and figures["names_planted"] >= 40
    assert figures["data_found"] >= 0.95, figures["recall"]
    assert figures["names_listed"] >= 0.90


def test_the_timeline_lists_the_entries_and_no_more() -> None:
    figures = measure_timeline(SEED, 60)
    assert figures["found"] >= 0.9 * figures["entries"] and figures["surplus"] == 0, figures


def test_the_same_seed_makes_the_same_papers() -> None:
    assert document(random.Random(5)) == document(random.Random(5))
    assert document(random.Random(5)) != document(random.Random(6))


def test_what_is_planted_stands_where_it_is_said_to_stand() -> None:
    for made in [document(random.Random(seed)) for seed in range(20)] + handwritten():
        assert all(made.text[plant.start : plant.end].strip() for plant in made.planted)
        assert "«" not in made.text and "{" not in made.text


@pytest.mark.heavy
def test_many_made_papers_reach_the_aims() -> None:
    figures = measure_text(SEED + 1, 500)
    assert figures["data_found"] >= 0.95 and figures["names_listed"] >= 0.94 and figures["clean_blocked"] == 0
