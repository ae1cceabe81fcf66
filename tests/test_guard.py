import contextlib
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no fork and no pseudo-terminals of this kind", allow_module_level=True)

from terminal import Terminal, alive

from panelroom.ui.guard import RESET, STOPPED

MARKER = "VICTIM-1-SAID"

SCREEN = """
    import ctypes, os, sys
    from panelroom.ui.hardening import harden
    harden()
    from panelroom.ui.guard import run_guarded

    def run():
        from textual.app import App
        from textual.widgets import Static
        from panelroom.ui.quiet import QuietCrash

        class Plain(App):
            def compose(self):
                yield Static("VICTIM-1-SAID", markup=False)
                yield Static(f"child {os.getpid()} READY", markup=False)

            def on_key(self, event):
                case_text = "VICTIM-1-SAID"
                if event.key == "q":
                    self.exit(return_code=0)
                elif event.key == "c":
                    raise ValueError(case_text)
                elif event.key == "x":
                    os._exit(7)
                elif event.key == "s":
                    ctypes.string_at(0)
                elif event.key == "a":
                    os.abort()

        class Quiet(QuietCrash, Plain):
            pass

        app = (Quiet if "quiet" in sys.argv else Plain)()
        app.run()
        return app.return_code or 0

    sys.exit(run() if "bare" in sys.argv else run_guarded(run))
"""


@contextlib.contextmanager
def started(tmp_path: Path, *options: str) -> Iterator[Terminal]:
    program = tmp_path / "screen.py"
    program.write_text(textwrap.dedent(SCREEN))
    with Terminal([sys.executable, str(program), *options], cols=120, rows=12, cwd=tmp_path) as terminal:
        terminal.wait_for("READY")
        assert not terminal.settings_kept()
        yield terminal


def child_of(terminal: Terminal) -> int:
    (child,) = terminal.children()
    return child


def assert_given_back(terminal: Terminal) -> None:
    assert_screen_left(terminal)
    assert terminal.termios_flags() == {"echo": True, "canonical": True, "signals": True, "crnl": True}
    assert terminal.settings_kept()


def assert_screen_left(terminal: Terminal) -> None:
    assert terminal.modes == {7, 25}
    assert terminal.kitty == {"main": 0, "alternate": 0}
    # Textual names the mouse pointer's shape; nothing else may be commanded.
    assert {*terminal.osc()} <= {b"22;default"}
    assert MARKER.encode() in terminal.alternate_bytes()
    assert MARKER not in terminal.outside_alternate().decode()
    assert "Traceback" not in terminal.outside_alternate().decode()


def said(terminal: Terminal) -> str:
    """What stands on the screen at the end."""
    return terminal.screen_text().strip()


def run_script(tmp_path: Path, body: str) -> Terminal:
    """Start a child function ``run`` with no screen, under the guard."""
    program = tmp_path / "script.py"
    head = "import os, signal, sys, time\nfrom panelroom.errors import *\nfrom panelroom.ui.guard import *\n"
    program.write_text(f"{head}def run():\n{textwrap.indent(body, '    ')}\nsys.exit(run_guarded(run))\n")
    return Terminal([sys.executable, str(program)], cols=120, cwd=tmp_path)


def test_without_the_guard_a_kill_loses_the_terminal(tmp_path: Path) -> None:
    with started(tmp_path, "bare") as terminal:
        terminal.kill(signal.SIGKILL)
        assert terminal.wait_exit() == -signal.SIGKILL
        assert {1000, 1003, 1004, 1006, 1049, 2004} <= terminal.modes
        assert 25 not in terminal.modes
        assert terminal.kitty["alternate"] == 1
        assert not terminal.termios_flags()["echo"]


def test_a_clean_end_is_left_as_it_is(tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert_given_back(terminal)
        assert RESET.encode() not in terminal.raw


@pytest.mark.heavy
@pytest.mark.parametrize(
    "end", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT]
)
def test_the_terminal_is_given_back_when_a_signal_ends_the_child(tmp_path: Path, end: signal.Signals) -> None:
    with started(tmp_path) as terminal:
        terminal.kill(end, child_of(terminal))
        assert terminal.wait_exit() == 1
        assert_given_back(terminal)
        assert said(terminal) == STOPPED


@pytest.mark.parametrize("key", ["s", "a"])
def test_the_terminal_is_given_back_when_the_child_crashes_in_c(tmp_path: Path, key: str) -> None:
    with started(tmp_path) as terminal:
        terminal.press(key)
        assert terminal.wait_exit() == 1
        assert_given_back(terminal)
        assert list(tmp_path.glob("core*")) == []


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("end", "kind"),
    [
        (signal.SIGTERM, "plain"),
        (signal.SIGHUP, "plain"),
        (signal.SIGTERM, "quiet"),
        (signal.SIGHUP, "quiet"),
        (signal.SIGINT, "quiet"),
    ],
)
def test_a_signal_to_the_parent_ends_both(tmp_path: Path, end: signal.Signals, kind: str) -> None:
    with started(tmp_path, kind) as terminal:
        child = child_of(terminal)
        terminal.kill(end)
        assert terminal.wait_exit() == 1
        assert_given_back(terminal)
        assert said(terminal) == STOPPED
        assert not alive(child)


def test_an_exit_without_cleaning_up_keeps_its_code(tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        terminal.press("x")
        assert terminal.wait_exit() == 7
        assert_given_back(terminal)


def test_a_crash_in_the_app_says_its_type_only(tmp_path: Path) -> None:
    with started(tmp_path, "quiet") as terminal:
        terminal.press("c")
        assert terminal.wait_exit() == 1
        assert_given_back(terminal)
        assert "(ValueError)" in terminal.outside_alternate().decode()


def test_keys_typed_into_a_dying_app_do_not_reach_the_shell(tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        child = child_of(terminal)
        terminal.kill(signal.SIGSTOP, child)
        terminal.press("a remark about the case\n")
        terminal.kill(signal.SIGKILL, child)
        assert terminal.wait_exit() == 1
        assert terminal.unread_keys() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_no_orphan_goes_on_painting(tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        child = child_of(terminal)
        terminal.kill(signal.SIGKILL)
        terminal.wait_until(lambda: not alive(child), what="the end of the child")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_quiet_app_leaves_the_screen_itself_if_the_parent_is_killed(tmp_path: Path) -> None:
    with started(tmp_path, "quiet") as terminal:
        child = child_of(terminal)
        terminal.kill(signal.SIGKILL)
        terminal.wait_until(lambda: not alive(child), what="the end of the child")
        terminal.wait_exit()
        # The settings are the shell's again by then: a program in the background must not touch them.
        assert_screen_left(terminal)


@pytest.mark.heavy
def test_a_closed_window_leaves_nothing_running(tmp_path: Path) -> None:
    with started(tmp_path, "quiet") as terminal:
        child = child_of(terminal)
        terminal.hang_up()
        terminal.wait_until(lambda: not alive(child) and not alive(terminal.pid), what="the end of both")


@pytest.mark.parametrize(
    ("body", "code", "sentence"),
    [
        ("return 0", 0, ""),
        ("return 2", 2, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit(3)", 3, ""),
        ("sys.exit('Plain words.')", 1, "Plain words."),
        ("raise Refused('The case is closed.')", 1, "The case is closed."),
        ("raise UsageError('Which book?')", 2, "Which book?"),
        ("raise KeyboardInterrupt", 1, STOPPED),
        ("os.kill(os.getpid(), signal.SIGKILL)", 1, STOPPED),
        ("os.kill(os.getppid(), signal.SIGTERM); time.sleep(9)", 1, STOPPED),
    ],
)
def test_exit_codes_and_sentences(tmp_path: Path, body: str, code: int, sentence: str) -> None:
    with run_script(tmp_path, body) as terminal:
        assert terminal.wait_exit() == code
        assert said(terminal) == sentence


def test_an_unforeseen_error_names_its_type_only(tmp_path: Path) -> None:
    with run_script(tmp_path, f"raise RuntimeError('{MARKER}')") as terminal:
        assert terminal.wait_exit() == 1
        assert "(RuntimeError)" in terminal.screen_text()
        assert MARKER.encode() not in terminal.raw


@pytest.mark.heavy
def test_a_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    body = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('READY', flush=True); time.sleep(60)"
    with run_script(tmp_path, body) as terminal:
        terminal.wait_for("READY")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit(timeout=8) == 1


def test_ctrl_c_at_a_prompt_reaches_the_child_once(tmp_path: Path) -> None:
    body = textwrap.dedent("""
        seen = []
        signal.signal(signal.SIGINT, lambda *_: seen.append(1))
        print("READY", flush=True)
        time.sleep(1)
        return len(seen)
    """)
    with run_script(tmp_path, body) as terminal:
        terminal.wait_for("READY")
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 1


def test_the_child_starts_with_default_signal_handlers(tmp_path: Path) -> None:
    # What whoever started the tests ignores (nohup: SIGHUP) stays ignored in every program below them.
    here = [n for n in (15, 1, 17, 22, 14, 3) if signal.getsignal(n) != signal.SIG_IGN]
    body = textwrap.dedent(f"""
        default = [signal.getsignal(n) == signal.SIG_DFL for n in {here}]
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
        return 0 if all(default) and not blocked else 5
    """)
    with run_script(tmp_path, body) as terminal:
        assert terminal.wait_exit() == 0


def test_without_a_terminal_the_function_is_simply_called(tmp_path: Path) -> None:
    program = (
        "import os, sys; from panelroom.ui.guard import run_guarded; before = os.getpid();"
        "sys.exit(run_guarded(lambda: 4 if os.getpid() == before else 5))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], input="", capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (4, "", "")


def test_giving_back_twice_moves_nothing(tmp_path: Path) -> None:
    body = textwrap.dedent(f"""
        print("first line", flush=True)
        os.write(2, {RESET!r}.encode() * 2)
        print("second line", flush=True)
        return 0
    """)
    with run_script(tmp_path, body) as terminal:
        assert terminal.wait_exit() == 0
        assert terminal.screen_text().strip() == "first line\nsecond line"
