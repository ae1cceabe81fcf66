"""What came of earlier feedback comes out of the office's register and opens the next meeting."""

from pathlib import Path
from typing import Any

import pytest
from at_home import OFFICE, keep_register
from command_line import WORDS, inside
from making import PASSPHRASE
from ui_driver import at_the_desk

from panelroom.bookcase import book_key, writing
from panelroom.clock import SystemClock
from panelroom.desk import Desk
from panelroom.register.shelf import FILE
from panelroom.resources import data_dir

SAID = "Since 2026-04-14\n\n1 item overdue\n  r1  [VICTIM 1] waited. [/nope]"


def make_meeting(capsys: pytest.CaptureFixture[str], folder: Path, register: Path, words: str) -> Any:
    for name, secret in ((WORDS, PASSPHRASE), ("office.txt", words)):
        (folder / name).write_text(secret, encoding="utf-8")
    return inside(
        capsys, "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", data_dir("sample_cases"),
        "--ref", "HCSP 2026/05", "--date", "2026-05-12", "--book", folder / "may.book", "--passphrase-file",
        folder / WORDS, "--register", register, "--register-passphrase-file", folder / "office.txt",
    )  # fmt: skip


@pytest.mark.heavy
def test_a_new_book_takes_over_what_the_register_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    keep_register(tmp_path, SystemClock())
    register = tmp_path / "home" / FILE
    wrong = make_meeting(capsys, tmp_path, register, "other words")
    assert wrong.returncode == 1 and not (tmp_path / "may.book").exists()
    assert make_meeting(capsys, tmp_path, register, OFFICE).returncode == 0
    with writing(tmp_path / "may.book", book_key(tmp_path / "may.book", PASSPHRASE)) as session:
        said = Desk(session.book).feedback()
    assert said.startswith("Since 14 April 2026\n")
    assert "Three of the fourteen reports are not linked to the series." in said


async def test_the_roll_call_shows_it_and_its_key(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        assert "Earlier feedback" not in chair.text()
        await chair.press("f")
        assert "on paper" in await chair.painted()
        chair.conductor.desk.put_feedback(SAID)
        await chair.press("enter", "m")
        assert "Earlier feedback          read it out: f" in await chair.painted()
        await chair.press("f")
        assert "r1  [VICTIM 1] waited. [/nope]" in await chair.painted()
        await chair.press("escape")
        assert chair.on == "RollCall"
