"""A case without a conclusion by keys: why, and whether it comes back; and the cover of a case that did."""

from pathlib import Path

import pytest
from ui_driver import at_the_desk, begin, sample_opening, to_questions


async def test_outcome_4_asks_what_lacked_and_whether_the_case_comes_back(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await chair.press("q", "4", "enter")
        await chair.enter("The page with the plan is missing.")
        assert chair.on == "Pick" and chair.meeting.cases[0].outcome is None
        await chair.press("escape")
        assert chair.meeting.cases[0].outcome is None, "left without an answer, nothing is decided"
        await chair.press("enter", "2")
        assert (
            "Does the Chair take this case to the next meeting?" in (await chair.painted(), chair.flat())[1]
        )
        await chair.press("y")
        outcome = chair.document()["cases"][0]["outcome"]
        assert (outcome["unresolved"], outcome["comes_back"]) == ("more_information", True)
        await chair.painted()
        assert "More information is needed. It comes back to the next meeting." in chair.flat(), chair.text()
        await chair.press("u", "4", "enter")
        await chair.press("enter", "1", "escape")
        assert chair.on == "Outcome" and chair.meeting.cases[0].outcome is None, "ESC decides nothing"
        await chair.press("enter", "1", "n")
        outcome = chair.document()["cases"][0]["outcome"]
        assert (outcome["unresolved"], outcome["comes_back"]) == ("no_agreement", False)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("consensus", "Outcome   to be decided by consensus"),
        (
            "majority_chair_casts",
            "Outcome   to be decided by majority of hands; the chair has a casting vote",
        ),
    ],
)
async def test_the_screen_says_by_which_rule_the_panel_decides(shelf: Path, rule: str, said: str) -> None:
    async with at_the_desk(shelf, opening=sample_opening(decision_rule=rule)) as chair:
        await to_questions(chair)
        await chair.press("q")
        assert said in await chair.painted()
        await chair.press("4", "enter")
        await chair.enter("The page with the plan is missing.")
        await chair.press("1", "n")
        assert said.replace("to be ", "") in await chair.painted()


@pytest.mark.heavy
async def test_the_cover_says_where_a_case_was_carried_from(shelf: Path) -> None:
    origin = {"meeting": "HCSP 2026/03", "how": "part_heard"}
    cases = [c.model_dump() for c in sample_opening().cases]
    opening = sample_opening(cases=[{**cases[0], "carried_from": origin}, *cases[1:]])
    async with at_the_desk(shelf, opening=opening) as chair:
        await begin(chair)
        await chair.painted()
        said = "Carried from HCSP 2026/03: part-heard. No mark came along: decide afresh."
        assert said in chair.flat(), chair.text()
