"""The key card: one page that says what the screens' own bindings say."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page
import pytest
from command_line import inside
from pdf_text import pages_of, plain
from textual.binding import Binding

from panelroom.question_files import load
from panelroom.records.keycard import TITLE, ScreenKeys, write_keycard
from panelroom.ui.app import PanelroomApp
from panelroom.ui.frame import PlainScreen
from panelroom.ui.keycard import EVERYWHERE, MOVES, SCREENS, card, shown
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.screens.cover import Cover

WHEN = datetime(2031, 3, 5, 9, 12, tzinfo=UTC)
MARKS = load("leicestershire-appendix-a")


def written(folder: Path, screens: Any = None) -> Path:
    path = folder / "keys.pdf"
    write_keycard(path, screens or card(MARKS, PanelroomApp.BINDINGS), WHEN)
    return path


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The words of the one page."""
    (text,) = pages_of(written(tmp_path_factory.mktemp("card")))
    return plain(text)


def row_of(text: str, name: str) -> str:
    """Return the words of one screen's row."""
    names = [*(screen.HELP_TITLE for screen in SCREENS), EVERYWHERE, "F1 explains every screen"]
    following = names[names.index(name) + 1]
    return text.partition(f"{name} ")[2].partition(f"{following} ")[0] or text.partition(f"{name} ")[2]


def bindings_of(screen: type) -> list[Binding]:
    return [b for b in screen.__dict__["BINDINGS"] if isinstance(b, Binding)]


@pytest.mark.parametrize(
    "screen", [*SCREENS, MeetingScreen, PlainScreen, PanelroomApp], ids=lambda s: s.__name__
)
def test_every_binding_is_on_the_card(printed: str, screen: Any) -> None:
    row = row_of(printed, screen.HELP_TITLE if screen in SCREENS else EVERYWHERE)
    for binding in bindings_of(screen):
        key = binding.key.split(",")[0]
        if key in MOVES:
            continue
        does = re.escape(binding.description)
        # Keys that do the same stand before it together.
        assert re.search(rf"(?:^| ){re.escape(shown(key))}(?: \S+)*? {does}(?: |$)", row), (key, row)


def test_the_marks_and_digits_are_on_the_card() -> None:
    keys = {screen.name: dict(screen.keys) for screen in card(MARKS, PanelroomApp.BINDINGS)}
    assert keys["Questions"]["n"] == "No" and keys["Questions"]["c"] == "Cannot tell from the papers"
    assert keys["Questions"]["1-3"] == "the follow-up beneath the question"
    assert keys["Advice and outcome"]["1-4"] == "choose an outcome"


def test_a_new_key_cannot_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cover, "BINDINGS", [*Cover.BINDINGS, Binding("z", "stretch", "a stretch")])
    assert ("z", "a stretch") in {s.name: s.keys for s in card(MARKS, PanelroomApp.BINDINGS)}["Case cover"]


def test_it_is_one_accessible_page(tmp_path: Path) -> None:
    content = written(tmp_path).read_bytes()
    found = [
        f for profile in ("ua1", "2a") for f in page.validate_pdf_bytes(content, profile=profile).failures
    ]
    assert found == []
    assert len(pages_of(content)) == 1 and TITLE in pages_of(content)[0]


def test_more_keys_make_smaller_letters_not_a_second_page(tmp_path: Path) -> None:
    longer = tuple(
        ScreenKeys(s.name, (*s.keys, ("F7", "something of middling length")))
        for s in card(MARKS, PanelroomApp.BINDINGS)
    )
    assert len(pages_of(written(tmp_path, longer))) == 1


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "keys.pdf"
    done = inside(capsys, "keycard", "--to", path)
    assert done.returncode == 0 and pages_of(path)
    before = path.read_bytes()
    again = inside(capsys, "keycard", "--to", path)
    assert again.returncode == 1 and "left as it is" in again.stderr and path.read_bytes() == before
    unknown = inside(capsys, "keycard", "--to", tmp_path / "b.pdf", "--set", "nowhere")
    assert unknown.returncode == 1 and not (tmp_path / "b.pdf").exists()
    assert inside(capsys, "keycard").returncode == 2
