"""The figures by keys alone: found on Home, those of the documents, for any period, at every size."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from at_home import MONTHLY, OFFICE, at_home, done, show_figures
from command_line import inside
from hypothesis import example, given
from hypothesis import strategies as st
from secretary import fill
from ui_driver import SIZES, Chair

from panelroom.register import shelf as registers
from panelroom.ui.screens.figure_forms import last_twelve_months
from panelroom.ui.screens.figure_text import painted


async def every_line(chair: Chair) -> str:
    """Return the words of all pages, each read to its end."""
    seen: list[str] = []
    await chair.press("home")
    for _ in chair.app.screen._figures.pages:  # type: ignore[attr-defined]
        await chair.painted()
        while True:
            seen.append(await chair.painted())
            if "more below" not in chair.bottom():
                break
            await chair.press("pagedown")
        await chair.press("right")
    return " ".join("\n".join(seen).split())


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
@example(date(2032, 2, 29))
def test_the_usual_period_is_the_twelve_months_that_end_today(today: date) -> None:
    since, until = last_twelve_months(today)
    assert until == today
    assert (since - timedelta(1)).replace(day=1) == today.replace(year=today.year - 1, day=1)
    assert 365 <= (until - since).days + 1 <= 366


async def test_home_names_the_register_and_the_figures(shelf: Path) -> None:
    async with at_home(shelf, register=False) as chair:
        assert "r The register what became of what the panel said" in chair.flat()
        assert "y The year in figures the annual report, as bars and tables" in chair.flat()
        assert "r y choose" in chair.bottom()
        await chair.press("y")
        assert "There is no register yet: only recorded crimes can be shown." in chair.flat()
        await chair.press("enter", "enter", "enter", "enter")
        assert "Still needed: The list of recorded crimes" in chair.flat()
        await chair.enter(str(MONTHLY))
        await chair.press("enter")
        await done(chair)
        assert chair.on == "FiguresDesk" and "without a register" in chair.flat(), chair.text()
        assert "11 June 2025 to 10 June 2026" in chair.flat()
        await chair.press("right")
        assert "2028 117 2029 126 2030 135" in chair.flat(), chair.text()
        assert "Source: Example Police." in chair.flat() and "█" in chair.text()
        await chair.press("q")
        assert chair.on == "Home"


@pytest.mark.heavy
async def test_the_screen_shows_what_report_annual_computes(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with at_home(shelf) as chair:
        await show_figures(chair)
        seen = await every_line(chair)
        whole = [painted(page.parts, 78).plain for page in chair.app.screen._figures.pages]  # type: ignore[attr-defined]
    (shelf / "words.txt").write_text(OFFICE)
    said = inside(
        capsys, "report", "annual", "--from", "2025-06-11", "--to", "2026-06-10", "--date", "2026-06-10",
        "--to-dir", shelf / "out", "--volumes", MONTHLY, "--register", shelf / "home" / registers.FILE,
        "--register-passphrase-file", shelf / "words.txt", "--json",
    )  # fmt: skip
    data = json.loads(said.stdout)
    for question in data["questions"]:
        if question["not_met"]:
            assert f"{question['number']}. {question['wording']}"[:30] in seen
            assert f"{question['not_met']} of {question['asked']}" in seen
    for year in data["volumes"]["years"]:
        assert f"{year['year']} {year['recorded']:,} {year['months']} {year['monthly_average']}" in seen
    for strand in data["strands"]:
        assert strand["printed"] in seen
    assert data["turnaround"]["overdue"] and f"{data['turnaround']['overdue']} are overdue" in seen
    for text in whole:
        for line in text.splitlines():
            assert " ".join(line.split()) in seen


@pytest.mark.heavy
async def test_another_period_needs_no_pass_phrase_and_keeps_what_was_typed(shelf: Path) -> None:
    async with at_home(shelf) as chair:
        await show_figures(chair)
        assert "1 meeting decided 6 cases." in chair.flat()
        await chair.press("end", "p")
        assert "pass-phrase" not in chair.flat() and str(MONTHLY)[:30] in chair.flat(), chair.text()
        await fill(chair, "2027-01-01", "2026-01-01", "", "")
        assert "The first day is after the last" in chair.flat()
        await chair.press("shift+tab")
        await fill(chair, "1 May", "2027-12-31", "", "")
        assert "A day is written as 2030-04-01" in chair.flat(), chair.text()
        await fill(chair, "2027-01-01", "2027-12-31", "", "")
        await done(chair)
        assert "1 January 2027 to 31 December 2027" in chair.flat() and "page 1 of" in chair.flat()
        assert "0 meetings decided 0 cases." in chair.flat(), chair.text()
        await chair.press("p", "escape")
        assert chair.on == "FiguresDesk"


@pytest.mark.heavy
async def test_a_wrong_pass_phrase_or_list_comes_back_and_says_why(shelf: Path) -> None:
    async with at_home(shelf) as chair:
        await chair.press("y")
        await fill(chair, "other words", "", "", "", "")
        await done(chair)
        assert "does not open" in chair.flat() and chair.on == "Sheet", chair.text()
        (shelf / "bad.csv").write_text("month,recorded,source\n2030-01,many,Example Police\n")
        await fill(chair, OFFICE, "", "", str(shelf / "bad.csv"), "")
        await done(chair)
        assert "bad.csv has a count that is no whole number" in chair.flat(), chair.text()


@pytest.mark.heavy
async def test_the_report_is_written_from_the_figures(shelf: Path) -> None:
    (shelf / "report.toml").write_text('author = "Scrutiny officer"\n')
    async with at_home(shelf) as chair:
        await show_figures(chair)
        await chair.press("p")
        await fill(chair, "", "", "", str(shelf / "report.toml"))
        await done(chair)
        await chair.press("d")
        await chair.enter(str(shelf / "out"))
        await done(chair)
        assert "Written: annual.docx, annual.html, annual.json, annual.pdf." in chair.flat(), chair.text()
    data = json.loads((shelf / "out" / "annual.json").read_text())
    assert (data["author"], data["meetings"][0]["decided"]) == ("Scrutiny officer", 6)


@pytest.mark.heavy
@pytest.mark.parametrize("size", SIZES)
async def test_more_room_shows_more(shelf: Path, size: tuple[int, int]) -> None:
    async with at_home(shelf, size) as chair:
        await show_figures(chair)
        titles = ("Recorded hate crime by year", "Questions most often not met", "About the figures")
        assert all((title in chair.flat()) == (size[0] > 80) for title in titles[1:])
        assert ("Monthly average of recorded" in chair.flat()) == (size[0] == 200), chair.text()
        await chair.press("end")
        assert "Every figure was computed from rows" in await chair.painted()


@pytest.mark.heavy
async def test_the_palette_of_home_leads_there(shelf: Path) -> None:
    async with at_home(shelf) as chair:
        await chair.command("year in fig")
        assert chair.on == "Sheet" and "The figures of a period" in chair.flat(), chair.text()
        await chair.press("escape")
        await chair.command("register")
        assert "The register's pass-phrase" in chair.flat() and "From" not in chair.flat()
