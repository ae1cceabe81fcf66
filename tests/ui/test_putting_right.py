"""After the meeting: what is put right or struck, what stays open at the confirmation, what a form proposes."""

from pathlib import Path

import pytest
from secretary import afterwards, fill, shows
from ui_driver import Chair, at_the_desk, script, to_questions

from panelroom import acts
from panelroom.keys import create_person
from panelroom.ui.screens.boxes import UNSEEN
from panelroom.wellbeing import MASK, Wellbeing

OBSERVATION, OTHER = "e22", "e44"
WORDS = "Victims were kept informed in the way they had asked for."
SECRET = "six other words for one person"


def said(entry: str) -> str:
    """Return what the sample meeting recorded in that entry."""
    act = script()[int(entry[1:]) - 1].act
    assert isinstance(act, acts.Observe)
    return act.text


def publish(chair: Chair, entry: str = OBSERVATION) -> None:
    assert chair.app.act(acts.ReleaseText(entry=entry, text=WORDS, by="secretary"))


async def point_at(chair: Chair, words: str) -> None:
    """Open the list of what was recorded with the arrow at the entry that holds these words."""
    await chair.press("e")
    labels = [label for _, label in chair.app.screen._options]  # type: ignore[attr-defined]
    place = next(n for n, label in enumerate(labels) if words in label)
    await chair.burst(*["down"] * place)


async def correct(chair: Chair, entry: str, more: str) -> None:
    await point_at(chair, said(entry))
    await chair.press("enter")
    await chair.type(more)
    await chair.press("enter")
    await chair.enter("A sentence was left out.")
    await chair.press("enter")


async def dispute(chair: Chair) -> str:
    """The force disputes an observation; return the entry of that."""
    assert chair.app.act(acts.OpenAccuracyCheck(until="2036-05-08"))
    text = "The log shows a call."
    assert chair.app.act(acts.DisputeFact(entry=OBSERVATION, role="Hate crime lead", text=text))
    return f"e{chair.entries}"


@pytest.mark.heavy
async def test_a_correction_says_that_wording_is_withdrawn_only_where_it_was_published(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        publish(chair)
        await correct(chair, OTHER, " It was noted.")
        assert "Corrected; the minutes print both." in chair.flat() and "withdrawn" not in chair.flat()
        await correct(chair, OBSERVATION, " It was noted.")
        assert "Corrected; the minutes print both. What was published of it is withdrawn" in chair.flat()
        assert not chair.meeting.released
        before = chair.entries
        await correct(chair, OTHER, "")
        assert chair.on == "Form" and "Nothing is changed yet" in chair.flat()
        assert chair.entries == before


@pytest.mark.heavy
async def test_the_words_are_shown_before_they_are_struck_and_are_nowhere_offered_after(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        publish(chair)
        await point_at(chair, said(OBSERVATION))
        await chair.press("s")
        assert said(OBSERVATION) in await shows(chair, "Strike these words for good")
        assert UNSEEN not in chair.flat()
        await chair.press("n")
        assert not chair.meeting.known[int(OBSERVATION[1:]) - 1].struck
        await point_at(chair, said(OBSERVATION))
        await chair.press("s", "y")
        assert "What was published of it is withdrawn" in await shows(
            chair, "struck from the record for good"
        )
        assert "none made, 1 entry struck" in chair.flat()
        await chair.press("e")
        assert not any("struck" in label for _, label in chair.app.screen._options)  # type: ignore[attr-defined]
        await chair.press("escape", "w")
        first = next(row for row in (await chair.painted()).splitlines() if "SYN/0001/25" in row)
        assert "observation" not in first


@pytest.mark.heavy
async def test_a_strike_during_the_meeting_is_unseen_by_the_room_and_strong_words_stay_masked(
    shelf: Path,
) -> None:
    async with at_the_desk(shelf) as chair:
        chair.conductor.wellbeing = Wellbeing(strong_words=("beastly",))
        await to_questions(chair)
        long = "A beastly thing was said to Jo Example. " * 40
        assert chair.app.act(acts.Observe(text=f"{long}It ends here.", kind="learning"))
        await chair.command("Edit what was recorded")
        await chair.press("s")
        seen = await shows(chair, "Strike these words for good")
        assert UNSEEN in seen and chair.conductor.desk.room().private
        assert f"A {MASK} thing was said to Jo Example." in seen and "beastly" not in seen
        assert "It ends here." not in seen and "Keep them" in seen
        await chair.press(*["down"] * 12)
        assert "It ends here." in await chair.painted()
        await chair.press("n")
        assert not chair.conductor.desk.room().private


@pytest.mark.heavy
async def test_papers_counted_hold_no_words_to_strike(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await point_at(chair, "paper copies")
        await chair.press("s")
        assert chair.on == "After" and "only numbers in it, no words to strike" in await chair.painted()


async def test_the_list_of_wording_shows_what_is_published(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        publish(chair)
        assert "What the public will read as the wording stands now" in chair.flat()
        await chair.press("r", "l")
        seen = await shows(chair, "Case 1, observation, published")
        assert f"Case 1, observation, published: {WORDS}" in seen and said(OBSERVATION) not in seen
        assert "not yet looked at: Rest days left" in seen


async def test_wording_says_what_the_force_disputes_and_what_a_dispute_is_about(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await dispute(chair)
        await chair.press("r")
        seen = await shows(chair, "Case 1, observation")
        assert said(OBSERVATION) in seen and "The force disputes a fact in it: The log shows a call." in seen
        await chair.press("l")
        labels = [label for _, label in chair.app.screen._options]  # type: ignore[attr-defined]
        place = next(n for n, label in enumerate(labels) if "fact the force disputes" in label)
        await chair.burst(*["down"] * place, "enter")
        seen = await shows(chair, "Case 1, fact the force disputes")
        assert f"It is about: {said(OBSERVATION)}" in seen


async def test_an_empty_role_is_asked_for_in_one_sentence(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        for key, *choice in (("c", "enter"), ("n", "enter", "i")):
            await chair.press(key, *choice)
            assert "Type a role, such as secretary." in chair.flat() and "Still needed" not in chair.flat()
            await chair.press("escape")
        assert chair.app.act(acts.CheckMinutes(by="secretary"))
        await chair.press("c")
        assert chair.on == "After" and "The minutes are checked already" in await chair.painted()


async def test_a_disputed_fact_without_a_reply_is_told_before_the_minutes_are_confirmed(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        disputed = await dispute(chair)
        await chair.press("n")
        await shows(chair, "1 disputed fact without the panel's reply")
        assert "The force may answer until 8 May 2036" in chair.flat()
        await chair.enter("Chair")
        await chair.press("i")
        assert "1 disputed fact without the panel's reply" in await shows(chair, "Approved by: Chair")
        await chair.press("1")
        assert chair.meeting.confirmed is not None
        await shows(chair, "The minutes are confirmed, with 1 disputed fact without the panel's reply. Root")
        assert chair.app.act(acts.ReplyToDispute(entry=disputed, text="The panel read page 3."))
        await shows(chair, "The minutes are confirmed. Root")
        await chair.press("n")
        assert "without the panel's reply" not in await shows(chair, "They are confirmed already")


@pytest.mark.heavy
async def test_minutes_with_an_older_root_are_to_be_written_again(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        root = chair.conductor.session.root
        for again in (False, True):
            await chair.press("p")
            await fill(chair, root)
            seen = await shows(chair, "it was recorded.")
            assert ("Write the documents again" in seen) is again
            assert ("The record holds, but those minutes are older" in seen) is again
            await chair.press("escape")
            publish(chair)


@pytest.mark.parametrize(
    "own",
    [("april.recipient",), ("spring.recipient", "spring.papers.age")],
    ids=["papers destroyed", "another meeting's"],
)
async def test_the_meetings_own_keys_are_never_proposed_for_the_hand_over(
    shelf: Path, own: tuple[str, ...]
) -> None:
    create_person(shelf, "Ada Secretary", SECRET, work_factor=10)
    for name in own:
        (shelf / name).write_bytes((shelf / "ada-secretary.recipient").read_bytes())
    async with afterwards(shelf) as chair:
        await chair.press("h")
        assert chair.app.screen.query_one("#to").value == "ada-secretary.recipient"  # type: ignore[attr-defined]
        await chair.press("escape")
        (shelf / "ada-secretary.recipient").unlink()
        await chair.press("h")
        assert chair.app.screen.query_one("#to").value == ""  # type: ignore[attr-defined]
