"""Two real programs on two terminals: the Chair's, and the room's display beside it."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import PASSPHRASE, question_set
from room_meetings import SECRETS, opening

from panelroom import bookcase
from panelroom.clock import SystemClock

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from terminal import Terminal

pytestmark = pytest.mark.heavy


@pytest.fixture
def place(tmp_path: Path) -> Path:
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    act = opening(quorum=2)
    bookcase.new_book(
        tmp_path / "april.book", PASSPHRASE, act, question_set(), at=SystemClock().wall(), work_factor=4
    )
    (tmp_path / "words.txt").write_text(PASSPHRASE)
    return tmp_path


def start(place: Path, *argv: str, cols: int = 80, rows: int = 24) -> Terminal:
    env = {"XDG_RUNTIME_DIR": str(place / "run"), "PANELROOM_HOME": str(place / "home")}
    return Terminal([sys.executable, "-m", "panelroom", *argv], cols=cols, rows=rows, env=env, cwd=place)


def chair(place: Path) -> Terminal:
    return start(place, "meet", "april.book", "--passphrase-file", "words.txt", cols=120, rows=40)


@pytest.fixture
def screen(place: Path) -> Iterator[Terminal]:
    with start(place, "screen", "april.book") as terminal:
        yield terminal
        # Whatever happened: no name and no secret ever went to the projector.
        assert [s for s in (*SECRETS, PASSPHRASE) if s.encode() in terminal.raw] == []


def both(one: Terminal, other: Terminal, words: str, timeout: float = 20) -> None:
    """Wait for words on one terminal while the other's output is read too, or its program would stand still."""
    deadline = time.monotonic() + timeout
    while words not in one.screen_text():
        assert time.monotonic() < deadline, f"never saw {words!r} but:\n{one.screen_text()}"
        one.pump(0.02)
        other.pump(0.02)


def test_the_display_is_let_in_follows_and_outlives_the_chairs_program(place: Path, screen: Terminal) -> None:
    screen.wait_for("Please wait for the Chair.", 30)
    with chair(place) as first:
        both(first, screen, "Roll call", 30)
        both(screen, first, "We begin shortly.")
        first.press("b")
        deadline = time.monotonic() + 10
        while screen.screen_text().strip():
            assert time.monotonic() < deadline
            screen.pump(0.02)
            first.pump(0.02)
        first.press("b")
        both(screen, first, "We begin shortly.")
        for pid in (*first.children(), first.pid):
            os.kill(pid, signal.SIGKILL)
        first.wait_exit()
    for _ in range(50):
        screen.pump(0.02)
    assert "We begin shortly." in screen.screen_text()
    with chair(place) as second:
        both(second, screen, "Roll call", 30)
        second.press("f2")
        both(screen, second, "One moment, please")


def test_leaving_gives_the_terminal_back(place: Path, screen: Terminal) -> None:
    screen.wait_for("Please wait for the Chair.", 30)
    screen.press("q")
    screen.wait_for("Press q again")
    screen.press("q")
    assert screen.wait_exit() == 0
    assert screen.settings_kept()
    assert screen.modes == {7, 25}
    assert screen.screen_text().strip() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_display_that_is_stopped_leaves_nothing_on_the_projector(
    place: Path, screen: Terminal, number: signal.Signals
) -> None:
    screen.wait_for("Please wait for the Chair.", 30)
    children = screen.children()
    screen.kill(number, children[0])
    assert screen.wait_exit() == 1
    assert screen.modes == {7, 25}
    assert "panelroom was stopped" in screen.screen_text()


def test_with_a_pass_phrase_file_it_needs_no_door(place: Path) -> None:
    with start(place, "screen", "april.book", "--passphrase-file", "words.txt") as terminal:
        terminal.wait_for("We begin shortly.", 30)


def test_what_cannot_be_shown_is_said_in_one_sentence(place: Path) -> None:
    (place / "wrong.txt").write_text("other words")
    for argv, words in (
        (("screen", "no.book"), "There is no meeting book no.book here"),
        (("screen", "april.book", "--passphrase-file", "wrong.txt"), "pass-phrase"),
    ):
        with start(place, *argv) as terminal:
            assert terminal.wait_exit(30) == 1
            assert words in terminal.screen_text()
            assert "Traceback" not in terminal.screen_text()
