"""What was known at the time: one key from the papers, the questions and the outcome; later entries are hindsight."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui_driver import SIZES, Chair, at_the_desk, begin, to_questions

from panelroom.gaps import came_later
from panelroom.timeline import Event
from panelroom.ui.screens.known_then import NO_DATES, STANCE, decided_at, entry_words


def event(when: str, text: str = "Spoke to [VICTIM 1].") -> Event:
    precision = {16: "minute", 10: "day", 7: "month"}.get(len(when), "unknown")
    return Event(when, precision, when, 1, None, text)  # type: ignore[arg-type]


DECIDED_AT_NOON, DECIDED_THAT_DAY = event("2025-04-03T12:00"), event("2025-04-03")


@pytest.mark.parametrize(
    ("when", "after_noon", "after_the_day"),
    [
        ("2025-04-03T11:59", False, None),
        ("2025-04-03T12:00", False, None),
        ("2025-04-03T12:01", True, None),
        ("2025-04-02", False, False),
        ("2025-04-03", None, None),
        ("2025-04-04", True, True),
        ("2025-04-04T00:00", True, True),
        ("2025-03", False, False),
        ("2025-04", None, None),
        ("2025-05", True, True),
        ("2024", False, False),
        ("", None, None),
    ],
)
def test_an_entry_is_later_only_where_its_date_says_so(
    when: str, after_noon: bool | None, after_the_day: bool | None
) -> None:
    assert came_later(event(when), DECIDED_AT_NOON) is after_noon
    assert came_later(event(when), DECIDED_THAT_DAY) is after_the_day


DAYS = st.dates(date(2024, 1, 1), date(2026, 1, 1)).map(date.isoformat)
MOMENTS = st.builds("{}T{:02}:30".format, DAYS, st.integers(0, 23))
WHENS = st.one_of(DAYS, MOMENTS, DAYS.map(lambda day: day[:7]))


@given(WHENS, WHENS)
def test_no_two_entries_are_each_later_than_the_other(one: str, other: str) -> None:
    there, back = came_later(event(one), event(other)), came_later(event(other), event(one))
    assert not (there and back)
    if there:
        assert back is False and one > other


@given(st.lists(WHENS, min_size=1).map(sorted), st.dates(date(2024, 1, 1), date(2026, 1, 1)))
def test_the_panel_begins_at_the_closing_and_nothing_before_it_is_hindsight(
    whens: list[str], closed: date
) -> None:
    events = [event(when) for when in whens]
    at = decided_at(events, closed)
    assert all(came_later(each, events[at]) is not True for each in events[:at])
    assert decided_at(events, None) == len(events) - 1


def test_words_of_the_log_are_shown_as_they_stand_and_never_wider_than_the_box() -> None:
    row = entry_words(event("2025-04-04", "[/nope] [REDACTED] " * 9), DECIDED_AT_NOON, 60, here=True)
    assert row.plain.startswith(" > hindsight  2025-04-04")
    assert "[/nope] [REDACTED]" in row.plain and row.cell_length == 60


async def opened(chair: Chair) -> str:
    await chair.press("K")
    assert chair.on == "KnownThen", chair.text()
    await chair.painted()
    return chair.flat()


async def test_one_key_from_the_papers_the_questions_and_the_outcome(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("enter")
        for key, screen in (("done", "Questions"), ("q", "Outcome")):
            entries = chair.entries
            seen = await opened(chair)
            assert STANCE in seen and "> known" in seen and "hindsight " not in seen
            await chair.press("escape")
            assert chair.entries == entries
            await chair.press(key)
            assert chair.on == screen
        await opened(chair)
        await chair.press("K")
        assert chair.on == "Outcome"


@pytest.mark.heavy
@pytest.mark.parametrize("size", SIZES)
async def test_what_came_after_the_decision_pointed_at_is_hindsight(
    shelf: Path, size: tuple[int, int]
) -> None:
    async with at_the_desk(shelf, size=size) as chair:
        await to_questions(chair)
        await opened(chair)
        await chair.press(*["pageup"] * 9, "down")
        rows = re.findall(r"┃ +(> )?(known|hindsight|unclear) {2,}\S", await chair.painted())
        assert [word for _, word in rows] == ["known", "known"] + ["hindsight"] * (len(rows) - 2)
        assert len(rows) >= 8 and rows[1][0] == "> ", chair.text()
        assert "The decision" in chair.flat() and "ESC back" in chair.flat()


@pytest.mark.heavy
async def test_without_papers_the_stance_is_said_all_the_same(shelf: Path, tmp_path: Path) -> None:
    async with at_the_desk(shelf, papers=tmp_path / "empty") as chair:
        await to_questions(chair)
        await chair.press("K")
        await chair.painted()
        assert STANCE in chair.flat() and NO_DATES in chair.flat()
        await chair.press("escape")
        assert chair.on == "Questions"
