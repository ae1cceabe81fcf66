"""Stop: something on a page is not redacted."""

from pathlib import Path

from ui_driver import at_the_desk, here

WITHHELD = "This page is withheld: something on it was not redacted."


async def reading(chair) -> None:  # type: ignore[no-untyped-def]
    await here(chair, 1, 2, 3, 4, 5, 6, 7)
    await chair.press("g", "y", "enter", "enter", "j")
    await chair.enter("2")
    assert "page 2 of" in chair.text()


async def test_a_page_is_hidden_at_once_and_withheld_for_good(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as chair:
        await reading(chair)
        papers = chair.app.conductor.papers_of(chair.app.conductor.meeting.case(1))
        words = papers.pages[1].text.split("\n\n")[1][:30]
        assert words in chair.text()
        await chair.press("x")
        assert words not in await chair.painted()
        assert chair.app.conductor.room.blank
        await chair.press("y")
        assert WITHHELD in await chair.painted()
        assert not chair.app.conductor.room.blank
        withheld = chair.app.conductor.meeting.withheld[0]
        assert (withheld.case, withheld.page, len(withheld.present)) == (1, 2, 7)
        assert all(
            event.page != 2
            for event in chair.app.conductor.papers_of(chair.app.conductor.meeting.case(1)).events
        )
        await chair.press("j")
        await chair.enter("1")
        await chair.press("j")
        await chair.enter("2")
        await chair.press("u")
        assert WITHHELD in await chair.painted()
    async with at_the_desk(tmp_path) as chair:
        papers = chair.app.conductor.papers_of(chair.app.conductor.meeting.case(1))
        assert papers.pages[1].text == WITHHELD
        assert not papers.search(words)


async def test_a_mistake_changes_nothing(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as chair:
        await reading(chair)
        before = chair.text()
        await chair.press("x", "n")
        assert (await chair.painted()) == before
        assert not chair.app.conductor.meeting.withheld
        assert not chair.app.conductor.room.blank
