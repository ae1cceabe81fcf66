"""The parking list by keys: one key parks from anywhere, and the wrap-up settles what was parked."""

from pathlib import Path

import pytest
from ui_driver import Chair, at_the_desk, begin, mark, to_questions

from panelroom.journal import STRUCK


async def park(chair: Chair, text: str) -> None:
    await chair.press("p")
    await chair.enter(text)


async def settle(chair: Chair, issue: int, fate: int, *typed: str) -> None:
    await chair.press("s", str(issue), str(fate))
    for text in typed:
        await chair.enter(text)


@pytest.mark.heavy
async def test_what_was_parked_is_settled_at_the_wrap_up(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        for text in ("Rotas.", "Templates.", "Letters.", "Parking."):
            await park(chair, text)
        await chair.press("p")
        assert "Parked so far: - Rotas." in (await chair.painted(), chair.flat())[1]
        await chair.press("escape", "w")
        await settle(chair, 1, 2, "", "secretary", "")
        await settle(chair, 1, 3, " Who writes them?")
        await settle(chair, 1, 4, "In the plan already.")
        await chair.painted()
        for said in (
            "Rotas. became an action",
            "Templates. became a query to the force",
            "Letters. dropped",
            "Parking. s settle",
        ):
            assert said in chair.flat(), chair.text()
        shown = chair.document()
        assert [(a["text"], a["owner_role"]) for a in shown["actions"]] == [("Rotas.", "secretary")]
        assert shown["cases"][0]["queries"][0]["text"] == "Templates. Who writes them?"
        assert shown["parked"][2]["settled"]["reason"] == "In the plan already."


async def test_a_settled_issue_can_be_settled_otherwise(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await park(chair, "Rotas.")
        await chair.press("w")
        await settle(chair, 1, 4, "No.")
        await settle(chair, 1, 2, "", "secretary", "")
        shown = chair.document()
        assert shown["parked"][0]["settled"]["as"] == "action"
        assert "reason" not in shown["parked"][0]["settled"]
        assert [a["text"] for a in shown["actions"]] == ["Rotas."]
        await chair.press("u")
        assert chair.document()["parked"][0]["settled"]["as"] == "dropped"


@pytest.mark.heavy
async def test_what_was_parked_outside_a_case_is_asked_of_the_force_and_answered(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await park(chair, "Rotas.")
        await chair.press("w", "s", "1")
        assert "A query to the force, of the whole meeting" in (await chair.painted(), chair.flat())[1]
        await chair.press("3")
        await chair.enter("")
        await chair.press("k")
        assert "The meeting, open: Rotas." in (await chair.painted(), chair.flat())[1]
        await chair.press("1")
        await chair.enter("The desk makes them.")
        await chair.enter("lead")
        await chair.press("a", "y")
        (query,) = chair.document()["queries"]
        assert (query["text"], query["settled"]) == ("Rotas.", True), chair.text()
        assert query["answers"][0]["text"] == "The desk makes them."


@pytest.mark.heavy
async def test_closing_asks_gently_and_closes_all_the_same(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await park(chair, "Rotas.")
        await mark(chair, "yyyyyyyyyyy")
        await chair.press("1", "enter", "enter", "w", "enter")
        await chair.painted()
        assert "1 parked issue is not settled" in chair.flat(), chair.text()
        await chair.press("y", "s")
        assert chair.meeting.closed_at
        assert "The meeting is closed." in (await chair.painted())


@pytest.mark.heavy
async def test_striking_an_issue_forgets_what_was_half_typed_about_it(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        await park(chair, "Rotas of Somebody Nameable.")
        await chair.press("w", "s", "1", "2")
        await chair.type(" More.")
        await chair.press("escape")
        book = chair.conductor.session.book
        assert "Nameable" in str(list(book._db["desk"].rows))
        await chair.press("e", "s", "y")
        assert chair.document()["parked"][0]["text"] == STRUCK
        assert "Nameable" not in str(list(book._db["desk"].rows))
