"""What tripped up a Chair who tried every screen: numbers, keys that must be said, forms on a small screen."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import Input
from ui_driver import (
    LARGE,
    SMALL,
    WIDE,
    Chair,
    at_the_desk,
    begin,
    here,
    make_book,
    opened_at,
    sample_opening,
    to_questions,
)

from panelroom.clock import ManualClock
from panelroom.ui.app import PanelroomApp
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.themes import THEMES
from panelroom.ui.widgets import Literal

# Each of these opens the whole program.
pytestmark = pytest.mark.heavy

TINY = (60, 20)
UNSEEN = "On one mirrored screen, blank the projector."
OBSERVER = 12


# ── what is filled in already ────────────────────────────────────────────────────────────────────────────


async def close_the_meeting(chair: Chair, out: str = "9", back: str = "9") -> None:
    await chair.press("w", "c")
    await chair.enter(out)
    await chair.enter(back)
    await chair.press("enter", "y")
    assert chair.meeting.closed_at


async def test_a_number_typed_anew_replaces_the_one_before(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "c")
        await chair.enter("9")
        await chair.enter("8")
        await chair.press("c")
        await chair.enter("9")
        await chair.enter("9")
        assert chair.document()["papers"] == {"out": 9, "in": 9}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_what_will_be_replaced_is_seen_as_selected(shelf: Path, theme: object) -> None:
    async with at_the_desk(shelf) as chair:
        chair.app.theme = theme.name  # type: ignore[attr-defined]
        await chair.press("w", "c")
        await chair.enter("9")
        await chair.enter("8")
        await chair.press("c")
        await chair.painted()
        chosen, other = backgrounds(chair, "9"), backgrounds(chair, "8")
        assert chosen and other and not chosen & other


def backgrounds(chair: Chair, words: str) -> set[str]:
    """Return the colours behind the pieces of painted text that are just these words."""
    return {
        str(segment.style.bgcolor)
        for strip in chair.strips()
        for segment in strip
        if segment.style and segment.text.strip() == words
    }


async def test_a_wrong_number_is_replaced_too(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "c")
        await chair.enter("9")
        await chair.enter("1 of 2")
        assert "A whole number from 0 to 10000 is needed, one alone" in (await chair.painted())
        await chair.enter("99999")
        assert "A whole number from 0 to 10000 is needed" in (await chair.painted())
        await chair.enter("9")
        assert chair.document()["papers"] == {"out": 9, "in": 9}


async def test_a_name_filled_in_is_replaced_and_unfinished_words_go_on(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("+")
        await chair.type("A. Gue")
        await chair.press("escape", "+")
        await chair.enter("st")
        await chair.press("m")
        assert list(chair.meeting.people.values())[-1].name == "A. Guest"
    given: list[dict[str, str] | None] = []
    async with at_the_desk(shelf) as chair:
        fields = (Field("name", "Name", "line", value="A. Before"), Field("text", "Words", value="Half"))
        chair.app.push_screen(Form("Names", fields), given.append)
        await chair.settle()
        await chair.enter("B. After")
        await chair.enter(" done")
    assert given == [{"name": "B. After", "text": "Half done"}]


async def test_keys_ahead_of_a_slow_screen_go_into_their_own_fields(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "c")
        await chair.burst("9", "enter", "8", "enter")
        assert chair.document()["papers"] == {"out": 9, "in": 8}
        await chair.press("c")
        await chair.burst("7", "enter", "7", "enter")
        assert chair.document()["papers"] == {"out": 7, "in": 7}
        await begin_after(chair)
        await chair.press("o")
        await chair.burst(*"Kind.", "enter", "g")
        (observation,) = chair.document()["cases"][0]["observations"]
        assert (observation["text"], observation["kind"]) == ("Kind.", "good_practice")


async def begin_after(chair: Chair) -> None:
    await chair.press("m")
    await to_questions(chair)


async def test_a_paper_count_is_put_right_after_closing(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await close_the_meeting(chair, "9", "9")
        await chair.press("c")
        assert "The meeting is closed. To put the count right: e" in await chair.painted()
        await chair.press("e")
        assert "paper copies: 9 out, 9 back in" in await chair.painted()
        await chair.press("1")
        await chair.press("enter")
        await chair.enter("8")
        await chair.enter("One copy was counted twice.")
        assert chair.document()["papers"] == {"out": 9, "in": 8}
        assert "9 out, 8 back in: 1 outstanding" in await chair.painted()


async def test_the_role_and_the_day_of_an_action_are_put_right_after_closing(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "a")
        await chair.enter("Write to the force.")
        await chair.enter("Secretray")
        await chair.enter("2026-05-31")
        await close_the_meeting(chair, "9", "9")
        await chair.press("e")
        assert "action: Write to the force." in await chair.painted()
        await chair.press("2")
        await chair.press("enter")
        assert "a role, not a name" in await chair.painted()
        await chair.enter("Secretary")
        await chair.enter("2026-06-31")
        await chair.enter("It was misheard.")
        assert chair.document()["actions"][0]["due"] == "2026-05-31", "there is no such day"
        assert "no such day" in (await chair.painted())
        await chair.press("e", "2")
        await chair.press("enter", "enter")
        await chair.press("backspace", "backspace")
        await chair.enter("30")
        await chair.press("enter")
        (action,) = chair.document()["actions"]
        assert (action["owner_role"], action["due"]) == ("Secretary", "2026-06-30")


async def test_a_paper_count_that_cannot_be_is_refused_after_closing(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await close_the_meeting(chair, "9", "9")
        await chair.press("e", "1", "enter")
        await chair.enter("10")
        await chair.enter("Ten, I think.")
        assert "More copies came back than went out" in (await chair.painted())
        assert chair.document()["papers"] == {"out": 9, "in": 9}


# ── numbers on the roll ──────────────────────────────────────────────────────────────────────────────────


def at_the_arrow(chair: Chair) -> str:
    """Return the number of the person the arrow points at."""
    (number,) = re.findall(r"^ +> +(\d+) ", chair.text(), re.MULTILINE)
    return str(number)


async def test_digits_typed_quickly_are_one_number(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("1", "2")
        await chair.painted()
        assert at_the_arrow(chair) == "12"
        await chair.press("space")
        there = [p.id for p in chair.meeting.people.values() if p.present]
        assert there == [list(chair.meeting.people)[11]]


async def test_digits_with_a_second_between_them_are_two_numbers(shelf: Path) -> None:
    clock = ManualClock(opened_at() + timedelta(seconds=1))
    async with at_the_desk(shelf, clock=clock) as chair:
        for seconds, arrow in ((1.0, "12"), (1.1, "2")):
            clock.advance(60)
            await chair.press("1")
            clock.advance(seconds)
            await chair.press("2")
            await chair.painted()
            assert at_the_arrow(chair) == arrow


@pytest.mark.parametrize(
    ("typed", "arrow"),
    [("1", "1"), ("9", "9"), ("10", "10"), ("13", "3"), ("0", "1"), ("112", "2"), ("99", "9")],
)
async def test_a_number_that_is_not_on_the_list_begins_anew(shelf: Path, typed: str, arrow: str) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press(*typed)
        await chair.painted()
        assert at_the_arrow(chair) == arrow


async def test_another_key_ends_a_number(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.burst("1", "space", "2", "space")
        people = list(chair.meeting.people.values())
        assert [p.present for p in people] == [True, True, *[False] * 10]


async def test_the_arrow_stays_in_view_on_a_long_roll(shelf: Path) -> None:
    roster = [{"id": f"m{n}", "name": f"Member {n}", "role": "member", "votes": True} for n in range(1, 41)]
    async with at_the_desk(shelf, opening=sample_opening(roster=roster)) as chair:
        for number in ("38", "5", "40"):
            chair.clock.advance(5)
            await chair.press(*number)
            await chair.painted()
            assert at_the_arrow(chair) == number


# ── what must be said ────────────────────────────────────────────────────────────────────────────────────


async def test_a_box_that_names_a_person_warns_of_one_mirrored_projector(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        for where, key in (("m", "i"), ("enter", "i"), ("escape", "s")):
            await chair.press(where) if where != "escape" else None
            await chair.press(key)
            await chair.painted()
            assert chair.on == "Pick" and UNSEEN in chair.flat(), chair.text()
            assert chair.conductor.desk.room().private
            await chair.press("escape")
            assert not chair.conductor.desk.room().private


async def test_an_observer_without_approval_is_seen_and_the_keys_are_said(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7)
        await chair.press("1", "2", "space")
        (row,) = [r for r in (await chair.painted()).splitlines() if "Observer from" in r]
        assert row.rstrip().endswith("not approved: v")
        await chair.press("g", "y", "enter", "enter")
        assert chair.meeting.open_case is None
        await chair.painted()
        assert "Press m, choose the observer, then v to approve, l if they leave." in chair.flat()
        await chair.press("m", "1", "2", "v")
        assert "not approved" not in await chair.painted()
        await chair.press("enter", "enter")
        assert chair.meeting.open_case == 1


async def test_the_ground_rules_are_read_on_the_cover_too(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7)
        await chair.press("enter", "enter")
        assert chair.on == "Cover"
        await chair.painted()
        assert "do that first. Press g." in chair.flat() and "g ground rules" in chair.bottom()
        await chair.press("g")
        assert "Ground rules, to be read aloud" in await chair.painted()
        await chair.press("y", "enter")
        assert chair.on == "Reading"


async def test_esc_leads_from_the_cover_to_the_members(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("escape")
        assert chair.on == "RollCall"


async def test_the_minutes_are_not_confirmed_before_the_meeting_is_closed(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "n")
        assert chair.on == "WrapUp"
        assert "confirmed after the meeting is closed" in await chair.painted()
        await close_the_meeting(chair)
        await chair.press("n")
        assert chair.on == "Form"


async def test_wrap_up_tells_part_heard_from_unopened_and_counts_withheld_pages(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        await chair.press("enter", "x", "y")
        assert len(chair.meeting.withheld) == 1, chair.text()
        chair.app.go("cover")
        await chair.settle()
        await chair.press("x")
        await chair.enter("No time is left.")
        await close_the_meeting(chair)
        rows = (await chair.painted()).splitlines()
        assert "part-heard" in rows[4] and "1 page withheld" in rows[4]
        assert "not opened" in rows[5] and "withheld" not in rows[5]


async def test_the_palette_offers_undo_ground_rules_and_documents(shelf: Path) -> None:
    async with at_the_desk(shelf, size=WIDE) as chair:
        await here(chair, 1, 2)
        await chair.command("undo")
        assert [p.present for p in chair.meeting.people.values()][:2] == [True, False]
        await chair.command("ground rules")
        assert "Ground rules, to be read aloud" in await chair.painted()
        await chair.press("y")
        await chair.command("documents")
        assert chair.on == "WrapUp"
        assert "when the meeting is closed" in await chair.painted()


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [TINY, SMALL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_form_keeps_its_title_keys_label_and_error_in_view(
    shelf: Path, size: tuple[int, int]
) -> None:
    async with at_the_desk(shelf, size=size) as chair:
        await to_questions(chair)
        await chair.press("o")
        seen = await chair.painted()
        assert "Observation" in seen and "What did the panel observe?" in seen
        assert UNSEEN in chair.flat() and "ESC leave, text is kept" in chair.flat()
        await chair.press("enter", "g")
        await chair.painted()
        assert "Still needed: What did the panel observe?" in chair.flat()
        assert "Observation" in chair.text() and "ESC leave" in chair.flat()


async def test_a_long_form_scrolls_between_its_title_and_its_keys(shelf: Path) -> None:
    fields = [Field(f"f{n}", f"The field number {n}", "line") for n in range(1, 13)]
    async with at_the_desk(shelf) as chair:
        chair.app.push_screen(Form("A long form", fields))
        await chair.settle()
        for number in range(1, 13):
            await chair.painted()
            assert "A long form" in chair.text() and f"The field number {number}" in chair.text(), (
                chair.text()
            )
            assert ("ENTER accept" if number == 12 else "ENTER next") in chair.text()
            await chair.enter("words")


async def test_a_form_says_what_enter_does_in_its_last_field(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("w", "c")
        assert "ENTER next" in await chair.painted()
        await chair.press("enter")
        assert "ENTER record" in await chair.painted()


# ── sizes ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_screen_resized_beneath_another_is_whole_when_it_is_back(shelf: Path) -> None:
    async with at_the_desk(shelf, size=SMALL) as chair:
        await to_questions(chair)
        await chair.press("left")  # so that nothing is said above the keys
        whole = await chair.painted()
        await chair.pilot.resize_terminal(*LARGE)
        await chair.press("/")
        await chair.pilot.resize_terminal(*SMALL)
        await chair.press("escape")
        assert await chair.painted() == whole


@pytest.mark.parametrize("ref", ["SYN/0001/25", "SYN/0001/25/AN-UNUSUALLY-LONG-REFERENCE", "R" * 60])
async def test_the_top_of_a_cover_keeps_a_long_reference(shelf: Path, ref: str) -> None:
    opening = sample_opening(cases=[{"ref": ref, "title": "Public order"}])
    async with at_the_desk(shelf, opening=opening) as chair:
        await chair.press("enter")
        top = (await chair.painted()).splitlines()[0]
        assert ref in top and "18:00" in top
        assert "NOT QUORATE for this case" in chair.text()


async def test_every_line_of_a_notice_keeps_its_margin(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        chair.app.say("A long notice " * 10)
        rows = [row for row in (await chair.painted()).splitlines() if "notice" in row]
        assert len(rows) == 2 and all(row.startswith(" ") and row[1] != " " for row in rows)


@pytest.mark.parametrize("size", [WIDE, LARGE], ids=["120x40", "200x60"])
async def test_home_and_the_cover_stand_in_the_middle(shelf: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(shelf, size=size) as chair:
        await begin(chair)
        await chair.painted()
        assert centred(chair, "#cover")
    app = PanelroomApp(shelf / "home")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        home = Chair(app, pilot, ManualClock(opened_at()))
        assert centred(home, "#choices")


def centred(chair: Chair, selector: str) -> bool:
    region = chair.app.screen.query_one(selector).region
    width, height = chair.app.size
    return bool(abs(region.x - (width - region.right)) <= 2 and region.y >= height // 5)


async def test_a_large_screen_shows_the_meeting_beside_its_members(shelf: Path) -> None:
    async with at_the_desk(shelf, size=LARGE) as chair:
        assert "Training room (invented)" in await chair.painted()
        await chair.press("w")
        rows = (await chair.painted()).splitlines()
        assert any("cases done" in row and "Parked issues" in row for row in rows)


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_door_says_how_a_book_is_made(tmp_path: Path) -> None:
    app: App[int] = PanelroomApp(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2")
        await pilot.pause()
        seen = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "panelroom meeting new" in seen and "demonstration" in seen
        assert app.screen.query_one("#secret", Input).region.bottom < 24


async def test_a_wrong_passphrase_is_to_be_typed_again(tmp_path: Path) -> None:
    make_book(tmp_path / "april.book")
    app = PanelroomApp(tmp_path / "home", book=tmp_path / "april.book")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press(*"wrong", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        said = app.screen.query_one("#notice", Literal).text
        assert said.endswith("Type the pass-phrase again.")
        assert app.conductor is None
