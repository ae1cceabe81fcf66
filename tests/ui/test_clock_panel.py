"""The clock panel: seen when asked for, honest about whose dates these are, struck by the panel, never a mark."""

from pathlib import Path
from typing import Any

import pytest
from ui_driver import SMALL, WIDE, Chair, at_the_desk, begin, closed_book, to_questions

from panelroom.desk import Desk
from panelroom.packs.case_file import CaseFile, PackedDocument, PackedEvent, Reviewed, to_papers
from panelroom.ui.screens.clocks import NOBODY, gap_words


async def opened(chair: Chair) -> str:
    await chair.press("T")
    assert chair.on == "Clocks", chair.text()
    await chair.painted()
    return chair.flat()


async def test_it_opens_at_the_question_and_says_whose_dates_these_are(shelf: Path) -> None:
    async with at_the_desk(shelf, size=WIDE) as chair:
        await to_questions(chair)
        assert "5 h 25 min" not in await chair.painted()
        await chair.press("right", "right")
        seen = await opened(chair)
        assert NOBODY in seen and "It sets no mark" in seen
        assert "> Question 3: first contact by the officer in the case, 24 hours" in seen
        assert "5 h 25 min: not longer than 24 hours from allocated, Mon 03 Mar 2025 10:05, page 4" in seen
        assert 'page 4: "Called [VICTIM 1] and introduced myself as the officer in the case."' in seen
        assert "to further contact by the SPOC: none found in the log" in seen
        await chair.press("T")
        assert chair.on == "Questions"


@pytest.mark.heavy
async def test_on_a_small_screen_every_line_can_be_reached(shelf: Path) -> None:
    async with at_the_desk(shelf, size=SMALL) as chair:
        await begin(chair)
        await chair.press("enter")
        assert chair.on == "Reading"
        await opened(chair)
        await chair.press(*["down"] * 20)
        assert "> The whole log" in (await chair.painted() and chair.flat())
        await chair.press("escape")
        assert chair.on == "Reading"


async def test_what_is_struck_stays_struck_and_is_no_part_of_the_record(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        entries, document = chair.entries, chair.document()
        await opened(chair)
        await chair.press("x")
        assert "struck: wrong for this case" in (await chair.painted() and chair.flat())
        await chair.press("escape")
        assert (chair.entries, chair.document()) == (entries, document)
    with closed_book(shelf / "april.book") as book:
        assert len(Desk(book).struck_gaps(1)) == 1 and not Desk(book).struck_gaps(2)
    async with at_the_desk(shelf) as chair:
        await chair.press("T")
        assert "struck: wrong for this case" in (await chair.painted() and chair.flat())
        await chair.press("x", "escape", "T")
        assert "struck" not in (await chair.painted() and chair.flat()).partition("ESC")[0].replace(
            "be struck", ""
        )


@pytest.mark.heavy
async def test_no_papers_no_dates(shelf: Path, tmp_path: Path) -> None:
    async with at_the_desk(shelf, papers=tmp_path / "empty") as chair:
        await to_questions(chair)
        await chair.press("T")
        assert chair.on == "Questions" and "no dates to count from" in (
            await chair.painted() and chair.flat()
        )


def case_file(**review: Any) -> CaseFile:
    document = PackedDocument(
        title="Log", source="", kind="txt", sha256="0" * 64, importer="txt", pages=1, blocks=()
    )
    event = PackedEvent(
        when="2025-04-02",
        precision="day",
        when_text="02/04/2025",
        page=1,
        actor=None,
        text="[/nope] [REDACTED]",
    )
    return CaseFile(
        ref="SYN/1", title="", documents=(document,), events=(event,), words=1, review=Reviewed(**review)
    )


def test_a_pack_says_who_confirmed_the_dates() -> None:
    assert (
        to_papers(case_file(timeline_by="Demonstration\x1b[31m officer")).timeline_by
        == "Demonstration\ufffd officer"
    )
    assert to_papers(case_file()).timeline_by == ""


def test_words_of_the_log_are_shown_as_they_stand() -> None:
    from panelroom.gaps import gaps
    from panelroom.question_files import load

    papers = to_papers(case_file())
    (whole,) = [g for g in gaps(papers.events, load("kent-ipag-2020")) if g.label == "the whole log"]
    assert '"[/nope] [REDACTED]"' in gap_words(whole, 70, here=True, struck=False).plain
    assert "[REDACTED]" not in gap_words(whole, 70, here=True, struck=True).plain
