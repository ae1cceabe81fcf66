"""What holds on every screen and in every box: it fits, it can be read from the back row, F1 explains it."""

import re
from pathlib import Path
from typing import Any

import pytest
from at_home import at_home
from secretary import afterwards
from textual import events
from textual.binding import Binding
from tour import AFTERWARDS, FULL_SCREENS, OFFICE_SCREENS, office_tour, tour
from ui_driver import LARGE, SMALL, WIDE, Chair, at_the_desk, begin, coloured, contrast, mark, to_questions

from panelroom.ui.themes import THEMES
from panelroom.ui.widgets import KeyBar, Literal

TEXT, ANYTHING = 7.0, 4.5
GLYPHS = "┃│┏┓┗┛━─█▁▂▃▄▅▆▇▔▊▎▌▐▕▏ "
SIZE_IDS = {"ids": lambda size: f"{size[0]}x{size[1]}"}


def key_bar(chair: Chair) -> list[str]:
    """Return the keys that the last line names."""
    shown = chair.app.screen.query_one("#keys", KeyBar)._shown
    return [shown.plain[span.start : span.end] for span in shown.spans]


def too_faint(chair: Chair) -> list[str]:
    """Return what is painted with too little contrast."""
    found = []
    for text, front, back in coloured(chair.strips()):
        needed = ANYTHING if not text.strip(GLYPHS) else TEXT
        if contrast(front, back) < needed:
            found.append(f"{contrast(front, back):.1f} {text.strip()!r} {front.hex} on {back.hex}")
    return found


async def faint_in_both_themes(chair: Chair) -> list[str]:
    found = []
    for theme in reversed(THEMES):
        chair.app.theme = theme.name
        await chair.painted()
        found += [f"{theme.name}: {faint}" for faint in too_faint(chair)]
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("size", [SMALL, WIDE, LARGE], **SIZE_IDS)  # type: ignore[arg-type]
async def test_every_stop_fits_and_can_be_read(shelf: Path, size: tuple[int, int]) -> None:
    faint, stops = {}, []
    async with at_the_desk(shelf, size=size) as chair:
        async for stop in tour(chair):
            stops.append(stop)
            fits(chair, stop, size)
            if found := await faint_in_both_themes(chair):
                faint[stop] = found[:3]
    assert len(stops) > 50
    assert not faint


@pytest.mark.heavy
@pytest.mark.parametrize("size", [SMALL, WIDE, LARGE], **SIZE_IDS)  # type: ignore[arg-type]
async def test_every_stop_of_the_office_fits_and_can_be_read(shelf: Path, size: tuple[int, int]) -> None:
    faint, stops = {}, []
    async with at_home(shelf, size) as chair:
        async for stop in office_tour(chair):
            stops.append(stop)
            fits(chair, stop, size)
            if found := await faint_in_both_themes(chair):
                faint[stop] = found[:3]
            if chair.on in OFFICE_SCREENS and stop in ("home", "register", "figures"):
                await help_explains(chair, chair.on)
    assert len(stops) > 40
    assert not faint


def fits(chair: Chair, stop: str, size: tuple[int, int]) -> None:
    strips = chair.strips()
    assert len(strips) == size[1]
    assert all(strip.cell_length == size[0] for strip in strips)
    if chair.on in FULL_SCREENS + AFTERWARDS + OFFICE_SCREENS:
        keys = key_bar(chair)
        assert 1 <= len(keys) <= 8, (stop, keys)
        assert chair.bottom().strip() == chair.app.screen.query_one("#keys", KeyBar).text.strip(), stop
        assert "F1" in keys, (stop, keys)
    body = "\n".join(strip.text for strip in strips[1:])
    # Of the timeline's rows and of names in a column the beginning is enough.
    dated = re.compile(r"\d\d [A-Z][a-z]{2}\b.*…")
    cut = [r for r in body.splitlines() if "…" in r and "Observer from" not in r and not dated.search(r)]
    assert not cut or chair.on in ("Reading", "CommandPalette"), f"{stop}\n{chair.text()}"


@pytest.mark.parametrize(
    "size",
    [SMALL, pytest.param(WIDE, marks=pytest.mark.heavy)],
    **SIZE_IDS,  # type: ignore[arg-type]
)
async def test_every_question_is_whole(shelf: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(shelf, size=size) as chair:
        await to_questions(chair)
        for question in chair.meeting.question_set.questions:
            await chair.painted()
            seen = chair.flat()
            assert " ".join(question.wording.split()) in seen, chair.text()
            assert f"Question {question.number} of 11" in seen
            assert "MAJOR not met" in seen and "MINOR not met" in seen
            for _, choice in _marks(chair):
                assert choice.label in seen
            await chair.press("n")
            await chair.painted()
            for follow_up in question.follow_ups:
                if not follow_up.shown("not_met"):
                    continue
                assert follow_up.text in chair.flat(), chair.text()
                assert "MINOR not met" in chair.flat(), chair.text()
                assert all(option in chair.flat() for option in follow_up.answer.options), chair.text()
                await chair.press("1")
                await chair.painted()


def _marks(chair: Chair) -> list[Any]:
    from panelroom.ui.screens.questions import mark_keys

    screen: Any = chair.app.screen
    return mark_keys(chair.meeting, screen.question)


# ── F1, ctrl+p, ctrl+q ───────────────────────────────────────────────────────────────────────────────────

NAMES = {
    "pagedown": "PGDN", "pageup": "PGUP", "space": "SPACE", "enter": "ENTER", "slash": "/", "plus": "+",
    "equals_sign": "+", "minus": "-", "right_square_bracket": "]", "left_square_bracket": "[",
    "exclamation_mark": "!", "question_mark": "?", "f4": "F4", "f6": "F6",
    "backspace": "BACKSPACE",
}  # fmt: skip


_TO_THE_NEXT = ((), ("enter",), ("done",), ("f5",), ("escape",), ("w",))

_MOVES = {"up", "down", "PGUP", "PGDN", "home", "end", "escape"}
"""Keys that do what everybody expects; help need not name them."""


async def full_screens(chair: Chair) -> Any:
    """Stop at each of the screens, once."""
    here: tuple[tuple[str, ...], ...] = ((), *_TO_THE_NEXT)
    for name, keys in zip(FULL_SCREENS, here, strict=True):
        await (begin(chair) if name == "Cover" else chair.press(*keys))
        if name == "Outcome":
            await mark(chair, "ynynnyynynn")
        assert chair.on == name, chair.text()
        await chair.painted()
        yield name


async def screens_afterwards(chair: Chair) -> Any:
    """Stop at each screen of the closed meeting, once."""
    for name, key in zip(AFTERWARDS, ((), ("f",), ("q", "r")), strict=True):
        await chair.press(*key)
        assert chair.on == name, chair.text()
        await chair.painted()
        yield name


def words_of(box: Any) -> str:
    return "\n".join(literal.text for literal in box.query(Literal))


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("desk", "screens"),
    [(at_the_desk, full_screens), (afterwards, screens_afterwards)],
    ids=["meeting", "afterwards"],
)
async def test_on_every_screen(shelf: Path, desk: Any, screens: Any) -> None:
    async with desk(shelf, size=WIDE) as chair:
        async for name in screens(chair):
            fits(chair, name, WIDE)
            assert not await faint_in_both_themes(chair)
            await help_explains(chair, name)
            await palette_offers_our_commands_only(chair)
            await leaving_asks(chair, name)
            await blanking_comes_back(chair, name)


async def help_explains(chair: Chair, name: str) -> None:
    keys = key_bar(chair)
    own = [b for b in type(chair.app.screen).BINDINGS if isinstance(b, Binding)]
    await chair.press("f1")
    assert chair.on == "Help"
    assert chair.app.screen._title in await chair.painted()  # type: ignore[attr-defined]
    told = {key for line in words_of(chair.app.screen).splitlines() for key in line[:12].split()}
    told |= set(re.findall(r"[\]\[]|\bn\b|\bN\b|left|right", words_of(chair.app.screen)))
    named = [k for key in keys for k in re.split(r"[ /]", key) if k] if "/" not in keys else keys
    missing = [key for key in named if key not in told and key not in ("F1", "1-4", "1-5", "/")]
    assert not missing, f"{name}: help does not name {missing}"
    for binding in own:
        forms = {NAMES.get(key, key) for key in binding.key.split(",")}
        assert forms & told or forms <= _MOVES, f"{name}: {binding.key}"
    await chair.press("escape")
    assert chair.on == name


async def palette_offers_our_commands_only(chair: Chair) -> None:
    titles = {command.title for command in chair.app.get_system_commands(chair.app.screen)}
    assert not titles & {"Screenshot", "Theme", "Keys", "Maximize", "Minimize", "Show keys and help panel"}
    assert {"Observation", "Adjourn", "Lock", "Edit what was recorded", "Leave"} <= titles
    entries = chair.entries
    await chair.press("ctrl+p")
    await chair.pilot.pause()
    await chair.type("s")
    await chair.pilot.pause(0.2)
    assert "Observation" in chair.text()
    assert not re.search("screenshot|theme\\b.*switch|keys and help", chair.text(), re.IGNORECASE)
    await chair.press("escape")
    assert chair.entries == entries, chair.meeting.known[-1]


async def leaving_asks(chair: Chair, name: str) -> None:
    await chair.press("ctrl+q")
    assert "Leave panelroom? Everything recorded is kept." in await chair.painted()
    await chair.press("n")
    assert chair.on == name and chair.app._exit is False


async def blanking_comes_back(chair: Chair, name: str) -> None:
    before = await chair.painted()
    await chair.press("b")
    await chair.painted()
    assert chair.flat() == "The screen is blank. b brings the meeting back"
    assert chair.conductor.desk.room().blank
    await chair.press("x", "1", "y")
    assert chair.on == "Blank"
    await chair.press("b")
    assert await chair.painted() == before and chair.on == name
    assert not chair.conductor.desk.room().blank


async def test_leaving_leaves(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("ctrl+q", "y")
        assert chair.app._exit and chair.app.return_value == 0


async def test_a_key_pressed_while_it_closes_does_nothing(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        entries, screen = chair.entries, chair.app.screen
        chair.app.exit(0)
        for key in ("exclamation_mark", "w", "enter", "u"):
            await chair.app.on_event(events.Key(key, None))
        assert chair.app.screen is screen and chair.entries == entries


async def test_other_theme_and_back(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await chair.press("f9")
        assert chair.app.theme == "projector-light"
        await chair.press("f9")
        assert chair.app.theme == "projector-dark"
