"""``panelroom rehearse``: however it ends, nothing of it stays; without a terminal its steps are printed."""

import signal
import sys
from pathlib import Path

import pytest
from command_line import inside
from evening import child_of, leave, press
from terminal import Terminal

from panelroom.rehearsal import in_words

OVER = "The rehearsal is over. Nothing of it is left on this computer."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Folders for everything a program may write to."""
    for name in ("home", "tmp", "run", "cwd"):
        (tmp_path / name).mkdir(mode=0o700)
    return tmp_path


def env(place: Path) -> dict[str, str]:
    return {
        "HOME": str(place / "home"),
        "PANELROOM_HOME": str(place / "data"),
        "TMPDIR": str(place / "tmp"),
        "XDG_RUNTIME_DIR": str(place / "run"),
    }


def rehearse(place: Path, *arguments: str) -> Terminal:
    return Terminal([sys.executable, "-m", "panelroom", *arguments], 80, 24, env(place), place / "cwd")


def left(place: Path) -> list[str]:
    return [str(path) for path in place.rglob("*") if path.is_file() or path.is_socket()]


def begun(terminal: Terminal, place: Path) -> None:
    """Wait until the meeting is on the screen, and see that its book is in the folder that is to vanish."""
    terminal.wait_for("This is the roll call", timeout=60)
    press(terminal, "space", see="Present 1 of 4")
    (folder,) = (place / "tmp").glob("panelroom-rehearsal-*")
    assert (folder / "rehearsal.book").is_file() and (folder.stat().st_mode & 0o077) == 0


@pytest.mark.heavy
def test_leaving_leaves_nothing(place: Path) -> None:
    with rehearse(place, "rehearse") as terminal:
        begun(terminal, place)
        assert leave(terminal) == 0
        assert OVER in terminal.screen_text()
    assert left(place) == [] and not (place / "data").exists()


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("end", "whom"),
    [
        (signal.SIGTERM, "guard"),
        (signal.SIGINT, "guard"),
        (signal.SIGHUP, "guard"),
        (signal.SIGTERM, "child"),
        (signal.SIGKILL, "child"),
        (signal.SIGKILL, "guard"),
    ],
)
def test_a_signal_leaves_nothing(place: Path, end: signal.Signals, whom: str) -> None:
    with rehearse(place, "rehearse") as terminal:
        begun(terminal, place)
        terminal.kill(end, child_of(terminal) if whom == "child" else terminal.pid)
        terminal.wait_exit()
        terminal.wait_until(lambda: left(place) == [], what="the end of the folder")
    assert list((place / "tmp").iterdir()) == [] and not (place / "data").exists()


@pytest.mark.heavy
def test_home_goes_to_a_rehearsal_and_comes_back(place: Path) -> None:
    with rehearse(place) as terminal:
        terminal.wait_for("New here?", timeout=60)
        press(terminal, "5")
        begun(terminal, place)
        press(terminal, "ctrl+q", see="Leave panelroom?")
        press(terminal, "y")
        terminal.wait_for("New here?", timeout=60)
        assert leave(terminal) == 0
    assert left(place) == []


def test_without_a_terminal_the_steps_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = inside(capsys, "rehearse")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == in_words() + "\n"
    assert not list(tmp_path.glob("panelroom-rehearsal-*"))
