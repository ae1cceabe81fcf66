"""However an evening ends: no word of it outside the alternate screen, on the clipboard or in a file in clear."""

import resource
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from evening import (
    Evening,
    assert_nothing_left,
    begin,
    child_of,
    end_reading,
    hold_and_close,
    leave,
    press,
    settle,
)
from terminal import Terminal, alive

from panelroom.ui.guard import STOPPED
from panelroom.ui.hardening import crash_sentence

Program = Callable[[str], list[str]]
heavy = pytest.mark.heavy


def draft(terminal: Terminal, evening: Evening) -> None:
    """Bring case, names and half an observation onto the screen, and see that they are there."""
    begin(terminal)
    press(terminal, "o", evening.markers.typed)
    terminal.wait_for(evening.markers.typed)
    # The draft goes to the disk with the next tick.
    until = time.monotonic() + 1.5
    terminal.wait_until(lambda: time.monotonic() > until)
    shown = terminal.alternate_bytes()
    assert all(marker.encode() in shown for marker in (evening.markers.case, evening.markers.name))


def assert_given_back(terminal: Terminal) -> None:
    assert terminal.modes == {7, 25}
    assert terminal.kitty == {"main": 0, "alternate": 0}
    assert terminal.settings_kept()


@pytest.mark.parametrize(
    ("end", "whom"),
    [
        (signal.SIGKILL, "child"),
        *(
            pytest.param(end, whom, marks=heavy)
            for end, whom in [
                (signal.SIGTERM, "guard"),
                (signal.SIGINT, "guard"),
                (signal.SIGHUP, "guard"),
                (signal.SIGINT, "child"),
                (signal.SIGTERM, "child"),
                (signal.SIGHUP, "child"),
                (signal.SIGSEGV, "child"),
                (signal.SIGABRT, "child"),
            ]
        ),
    ],
)
def test_a_signal_leaves_nothing(evening: Evening, end: signal.Signals, whom: str) -> None:
    with evening.meet() as terminal:
        draft(terminal, evening)
        child = child_of(terminal)
        terminal.kill(end, child if whom == "child" else terminal.pid)
        assert terminal.wait_exit() == 1
        assert_given_back(terminal)
        assert terminal.screen_text().strip() == STOPPED
        assert_nothing_left(terminal, evening)
        assert not alive(child)


@heavy
def test_a_killed_guard_leaves_nothing(evening: Evening) -> None:
    with evening.meet() as terminal:
        draft(terminal, evening)
        child = child_of(terminal)
        terminal.kill(signal.SIGKILL)
        terminal.wait_until(lambda: not alive(child), what="the end of the child")
        terminal.wait_exit()
        assert terminal.modes == {7, 25}
        assert_nothing_left(terminal, evening)


@heavy
def test_a_closed_window_leaves_nothing(evening: Evening) -> None:
    with evening.meet() as terminal:
        draft(terminal, evening)
        child = child_of(terminal)
        terminal.hang_up()
        terminal.wait_until(lambda: not alive(child) and not alive(terminal.pid), what="the end of both")
        assert evening.found_on_disk() == []


CRASHES = {
    "paint": """
from panelroom.ui.screens.questions import Questions
def broken(self):
    case_text = self.conductor.papers_of(self.case).pages[0].text
    raise ValueError(case_text)
Questions.paint = broken
""",
    "record": """
from panelroom.session import Session
before = Session.do
def broken(self, act, **more):
    if act.action == "end_reading":
        raise RuntimeError(repr(self.meeting))
    return before(self, act, **more)
Session.do = broken
""",
    "render": """
from panelroom.ui.widgets import Literal
before = Literal.render_lines
def broken(self, crop):
    if "Question 1 of" in self.text:
        raise LookupError(self.screen.conductor.papers_of(self.screen.case).pages[0].text)
    return before(self, crop)
Literal.render_lines = broken
""",
    "tick": """
from panelroom.ui.screens.questions import Questions
def broken(self):
    raise KeyError(str(self.meeting.people))
Questions.tick = broken
""",
}
KINDS = {"paint": ValueError, "record": RuntimeError, "render": LookupError, "tick": KeyError}


@heavy
@pytest.mark.parametrize("where", CRASHES)
def test_a_crash_leaves_nothing(evening: Evening, write_program: Program, where: str) -> None:
    with evening.meet(program=write_program(CRASHES[where])) as terminal:
        draft(terminal, evening)
        press(terminal, "escape")
        end_reading(terminal)
        assert terminal.wait_exit() == 1
        assert_given_back(terminal)
        assert " ".join(terminal.screen_text().split()) == crash_sentence(KINDS[where]())
        assert_nothing_left(terminal, evening)


@pytest.mark.heavy
def test_a_leak_would_be_found(evening: Evening, write_program: Program) -> None:
    change = """
import os, pathlib
from panelroom.ui.screens.questions import Questions
def broken(self):
    pathlib.Path(HOME, "note.txt").write_text(self.conductor.papers_of(self.case).pages[0].text, "utf-16-le")
    self.app._driver.write("\\x1b]52;c;anything\\x07")
    os.write(1, ("\\x1b[?1049l" + str(self.meeting.people)).encode())
Questions.paint = broken
""".replace("HOME", repr(str(evening.place / "home")))
    with evening.meet(program=write_program(change)) as terminal:
        begin(terminal)
        end_reading(terminal)
        settle(terminal)
        assert [c for c in terminal.osc() if c.startswith(b"52")]
        assert evening.markers.name.encode() in terminal.outside_alternate()
        assert [f"{evening.markers.case} in {evening.place / 'home' / 'note.txt'}"] == evening.found_on_disk()


@heavy
def test_nothing_can_be_copied_or_photographed(evening: Evening) -> None:
    secret = evening.words.read_text().strip()
    with evening.terminal("meet", str(evening.book)) as terminal:
        terminal.wait_for("Open a meeting")
        everything = ("home", "\x1b[1;2F", "ctrl+a", "ctrl+c", "ctrl+x")
        press(terminal, secret, *everything)
        press(terminal, *["ctrl+u", "ctrl+k"], secret, "enter", see="Roll call")
        settle(terminal)
        press(terminal, "ctrl+p", "screenshot", see="No matches found")
        press(terminal, *everything, "escape", "ctrl+c")
        _drag(terminal)
        draft(terminal, evening)
        press(terminal, *everything)
        press(terminal, evening.markers.typed, "\x1b[1;2H", "ctrl+c", "ctrl+insert")
        press(terminal, "escape", "/", evening.markers.case, *everything, "escape")
        _drag(terminal)
        press(terminal, "ctrl+z")
        assert leave(terminal) == 0
        assert_nothing_left(terminal, evening)


def _drag(terminal: Terminal) -> None:
    """Select with the mouse, as terminals report it, and copy."""
    press(terminal, "\x1b[<0;2;2M", "\x1b[<32;80;12M", "\x1b[<0;80;12m", "ctrl+c")


@pytest.mark.heavy
def test_files_are_for_their_owner_only(evening: Evening) -> None:
    with evening.meet() as terminal:
        begin(terminal)
        assert _open_to_others(evening.place) == []
        assert leave(terminal) == 0
    assert _open_to_others(evening.place) == []
    written = {file.name for file in evening.place.rglob("*")}
    assert {"april.book", "april.book.vault.age", "recent.json"} <= written


def _open_to_others(place: Path) -> list[str]:
    paths = [path for path in place.rglob("*") if not path.is_symlink()]
    return [f"{path} {stat.filemode(path.stat().st_mode)}" for path in paths if path.stat().st_mode & 0o077]


@heavy
@pytest.mark.parametrize("end", ["kill", "leave"])
def test_the_secretarys_screens_leave_nothing(evening: Evening, end: str) -> None:
    hold_and_close(evening)
    with evening.terminal("meet", str(evening.book), "--passphrase-file", str(evening.words)) as terminal:
        terminal.wait_for("After the meeting", timeout=60)
        press(terminal, "v", see="What the public will read")
        press(terminal, "escape", "r", see=evening.markers.typed)
        press(terminal, "l", see="Everything that could be published")
        press(terminal, "escape", "enter", "secretary", "enter", f"{evening.markers.name} said", see="said")
        press(terminal, "enter", see="names somebody")
        press(terminal, "home", "\x1b[1;2F", "ctrl+a", "ctrl+c", "ctrl+x", "ctrl+p", "escape")
        settle(terminal)
        assert evening.markers.name.encode() in terminal.alternate_bytes()
        if end == "leave":
            assert leave(terminal) == 0
        else:
            terminal.kill(signal.SIGKILL, child_of(terminal))
            assert terminal.wait_exit() == 1
        assert_given_back(terminal)
        assert_nothing_left(terminal, evening)


@heavy
def test_a_segmentation_fault_leaves_no_core(evening: Evening) -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    pattern = Path("/proc/sys/kernel/core_pattern").read_text()
    if pattern.startswith("|") or before[1] == 0:
        pytest.skip("this system writes no core files beside a program, or lets nobody raise the limit")
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        with evening.meet() as terminal:
            begin(terminal)
            terminal.kill(signal.SIGSEGV, child_of(terminal))
            assert terminal.wait_exit() == 1
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
    assert [file for file in evening.place.rglob("*") if file.name.startswith("core")] == []
