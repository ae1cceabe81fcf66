import random

import pytest
from making_office import (
    ODT_HIDDEN,
    ODT_STYLES,
    ODT_VISIBLE,
    WORD_HIDDEN,
    WORD_STYLES,
    WORD_VISIBLE,
    Docx,
    Odt,
    Plant,
    Planted,
    measure_hidden_office,
    measured,
    note_parts,
    placed,
    placed_odt,
)

WORD, PHRASE = "bakelimo123", "Name bakelimo123 of Here"
NOTHING_WRONG = {"leaked": 0, "false": 0, "lost": 0}


def word_file(plant: Plant, check: str = "") -> Planted:
    made = Docx(styles=WORD_STYLES)
    made.body = placed(made, plant, PHRASE if check else WORD, 10)
    note_parts(made)
    return Planted(made.data(), "docx", [] if check else [WORD], [(check, PHRASE)] if check else [])


def odt_file(plant: Plant, check: str = "") -> Planted:
    made, changes = Odt(styles=ODT_STYLES), list[str]()
    body = placed_odt(made, plant, PHRASE if check else WORD, changes)
    made.body = f"<text:tracked-changes>{''.join(changes)}</text:tracked-changes>{body}"
    return Planted(made.data(), "odt", [] if check else [WORD], [(check, PHRASE)] if check else [])


@pytest.mark.parametrize("number", range(len(WORD_HIDDEN)))
def test_text_that_word_hides_makes_one_finding_and_stays_out(number: int) -> None:
    check, plant = WORD_HIDDEN[number]
    found = measured(word_file(plant, check))
    assert found == {"planted": 1, "found": 1, "visible": 0} | NOTHING_WRONG


@pytest.mark.parametrize("number", range(len(ODT_HIDDEN)))
def test_text_that_opendocument_hides_makes_one_finding_and_stays_out(number: int) -> None:
    check, plant = ODT_HIDDEN[number]
    found = measured(odt_file(plant, check))
    assert found == {"planted": 1, "found": 1, "visible": 0} | NOTHING_WRONG


@pytest.mark.parametrize("number", range(len(WORD_VISIBLE)))
def test_text_that_word_shows_is_kept(number: int) -> None:
    found = measured(word_file(WORD_VISIBLE[number]))
    assert found == {"planted": 0, "found": 0, "visible": 1} | NOTHING_WRONG


@pytest.mark.parametrize("number", range(len(ODT_VISIBLE)))
def test_text_that_opendocument_shows_is_kept(number: int) -> None:
    found = measured(odt_file(ODT_VISIBLE[number]))
    assert found == {"planted": 0, "found": 0, "visible": 1} | NOTHING_WRONG


def test_files_with_passages_of_every_state_mixed() -> None:
    sums = measure_hidden_office(seed=random.SystemRandom().randrange(10**6), count=60)
    assert sums["planted"] > 150 and sums["visible"] == 1440
    assert sums["found"] >= 0.95 * sums["planted"]
    assert {name: sums[name] for name in NOTHING_WRONG} == NOTHING_WRONG
