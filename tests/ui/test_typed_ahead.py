"""What is typed faster than a screen opens goes to that screen: never to nobody, never to the one beneath."""

import asyncio
from pathlib import Path

import pytest
from at_home import OFFICE, at_home, done
from textual import events
from textual.widgets import Input
from ui_driver import PASSPHRASE, Chair, make_book

from panelroom.ui.recent import remember_book
from panelroom.ui.screens.home import Unlock


def typed(chair: Chair) -> str:
    """What stands in the field that takes the keys."""
    field = chair.app.focused
    assert isinstance(field, Input), chair.text()
    return field.value


async def test_a_pass_phrase_typed_right_behind_r_opens_the_register(tmp_path: Path) -> None:
    async with at_home(tmp_path) as secretary:
        await secretary.burst("r", *OFFICE, "enter")
        await done(secretary)
        assert secretary.on == "RegisterDesk", secretary.text()


async def test_both_pass_phrases_of_a_new_register_can_be_typed_at_once(tmp_path: Path) -> None:
    async with at_home(tmp_path, register=False) as secretary:
        await secretary.burst("r", *OFFICE, "enter", *OFFICE, "enter")
        await done(secretary)
        assert secretary.on == "RegisterDesk", secretary.text()


@pytest.mark.parametrize("door", ["r", "y", "2", "31", "32", "1i", "1n", "1k1", "a"])
async def test_every_door_of_home_gets_all_letters_typed_behind_its_key(tmp_path: Path, door: str) -> None:
    make_book(tmp_path / "april.book")
    async with at_home(tmp_path, register=False) as secretary:
        remember_book(secretary.app.home, tmp_path / "april.book", secretary.clock.wall())
        await secretary.burst(*door, *"abq45 abc")
        assert typed(secretary) == "abq45 abc"
        assert len(secretary.app.screen_stack) == 3 + door.startswith("1"), "a letter opened something else"


async def test_a_pass_phrase_pasted_right_behind_its_key_is_all_there(tmp_path: Path) -> None:
    async with at_home(tmp_path, register=False) as secretary:
        secretary._send("r")
        secretary.app.post_message(events.Paste(PASSPHRASE))
        await secretary.settle()
        assert typed(secretary) == PASSPHRASE


async def test_a_letter_behind_the_last_enter_is_no_command_of_home(tmp_path: Path) -> None:
    acted = []
    async with at_home(tmp_path) as secretary:
        remember_book(secretary.app.home, tmp_path / "april.book", secretary.clock.wall())
        for moments in range(8):
            await secretary.burst("r", *"wrong")
            secretary._send("enter")
            for _ in range(moments):
                await asyncio.sleep(0)
            secretary._send("a")
            await secretary.settle()
            await done(secretary)
            if any(isinstance(screen, Unlock) for screen in secretary.app.screen_stack):
                acted.append(moments)
            await secretary.press("escape", "escape")
            assert secretary.on == "Home", secretary.text()
    assert not acted
