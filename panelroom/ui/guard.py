"""A small parent process that gives the terminal back, however the full-screen program ends.

A program that dies of SIGKILL or a crash in a C library cannot clean up after itself: the terminal would stay
raw, in the alternate screen, with a case on it. So the program runs in a child, and the parent, which holds
nothing and does nothing, waits for it.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from panelroom.errors import PanelroomError
from panelroom.ui.hardening import crash_sentence, prctl

if sys.platform != "win32":
    import termios

STOPPED = "panelroom was stopped. Everything recorded so far is kept; open the meeting again to go on."

REHEARSE = 75
"""The exit code of a program that was left for a rehearsal, which begins as a program of its own."""

#: Leaves every mode a full-screen program turns on. Harmless on a terminal that is in none of them.
RESET = (
    "\x1b\\"  # ends a sequence that was cut short
    "\x1b[?2026l"  # synchronised output
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    "\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # bracketed paste, focus reports, size reports
    "\x1b[<u"  # kitty keyboard: popped before the alternate screen is left, which has a stack of its own
    "\x1b[0m"
    "\x1b7\x1b[?1049l"  # leaving restores the cursor: saved first, it stays put if there is nothing to leave
    "\x1b[?7h\x1b[?25h"  # line wrap, cursor
)

_PR_SET_PDEATHSIG = 1
_STDIN, _STDERR = 0, 2
# Seconds an asked child has to end by itself before it is killed.
_GRACE = 3


def run_guarded(child: Callable[[], int]) -> int:
    """Run ``child`` in a process of its own, give the terminal back when it ends, return its exit code.

    Call it before textual is imported and before any thread is started. TERM, HUP, INT and QUIT are passed
    on; a child that does not end within three seconds of a TERM, HUP or QUIT is killed. A child that died of
    a signal gives exit code 1 and one sentence on stderr. If the parent is killed, the child gets SIGTERM
    (Linux). ``atexit`` functions do not run in the child: it closes its files itself.

    On Windows, or without a terminal on stdin and stderr, ``child`` is simply called.
    """
    if sys.platform == "win32":
        return child()
    saved = _attributes()
    if saved is None:
        return child()
    with _Watched() as watched:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            watched.release()
            _be_child(child, parent, saved)
        status = watched.wait_for(pid)
        return _after(status, saved)


def give_terminal_back(saved: list[Any]) -> None:
    """Set the attributes ``saved`` on the terminal, drop keys not yet read, leave every full-screen mode.

    A terminal that is gone is left alone.
    """
    # Keys meant for the meeting must not become a command in the shell.
    with contextlib.suppress(termios.error, OSError):
        termios.tcflush(_STDIN, termios.TCIFLUSH)
        termios.tcsetattr(_STDIN, termios.TCSANOW, saved)
    with contextlib.suppress(OSError):
        os.write(_STDERR, RESET.encode())


def _attributes() -> list[Any] | None:
    if not (os.isatty(_STDIN) and os.isatty(_STDERR)):
        return None
    try:
        return termios.tcgetattr(_STDIN)
    except termios.error:
        return None


def _after(status: int, saved: list[Any]) -> int:
    killed = os.WIFSIGNALED(status)
    # A program that stopped because of an error may not have had the time to say its last words to the terminal.
    if status or _attributes() != saved:
        give_terminal_back(saved)
    if not killed:
        return os.WEXITSTATUS(status)
    _say(STOPPED)
    return 1


def _say(sentence: str) -> None:
    with contextlib.suppress(OSError):
        os.write(_STDERR, f"{sentence}\n".encode())


class _Watched:
    """The parent's signals: blocked and waited for one by one, so that no handler can race with the child."""

    def __init__(self) -> None:
        asked = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
        # What was ignored from the start (nohup) stays ignored, in the child too.
        self._asked = [number for number in asked if signal.getsignal(number) != signal.SIG_IGN]
        self._all = {*self._asked, signal.SIGCHLD, signal.SIGALRM}

    def __enter__(self) -> "_Watched":
        self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, self._all)
        # An ignored SIGCHLD would be lost; SIGTTOU would stop us where we give the terminal back.
        self._child_handler = signal.signal(signal.SIGCHLD, lambda *_: None)
        self._ttou_handler = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        return self

    def __exit__(self, *_: object) -> None:
        for number in signal.sigpending() & self._all:
            signal.sigwait({number})
        signal.signal(signal.SIGCHLD, self._child_handler)
        signal.signal(signal.SIGTTOU, self._ttou_handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def release(self) -> None:
        """Put every watched signal back to its default: what a new program expects."""
        for number in (*self._all, signal.SIGTTOU):
            signal.signal(number, signal.SIG_DFL)
        if signal.SIGINT in self._asked:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def wait_for(self, pid: int) -> int:
        """Return the wait status of child ``pid``, passing signals on until it ends."""
        while True:
            number, from_terminal = self._next()
            if number == signal.SIGALRM:
                os.kill(pid, signal.SIGKILL)
            elif number != signal.SIGCHLD and not from_terminal:
                os.kill(pid, number)
                if number != signal.SIGINT:
                    signal.alarm(_GRACE)
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                signal.alarm(0)
                return status

    def _next(self) -> tuple[int, bool]:
        # macOS has no sigwaitinfo: there a key press may reach the child twice, which does no harm.
        if not hasattr(signal, "sigwaitinfo"):
            return signal.sigwait(self._all), False
        info = signal.sigwaitinfo(self._all)
        # A terminal sends INT and QUIT to the whole group (si_code > 0): the child has it already.
        typed = info.si_signo in (signal.SIGINT, signal.SIGQUIT) and info.si_code > 0
        return info.si_signo, typed


def _be_child(child: Callable[[], int], parent: int, saved: list[Any]) -> NoReturn:
    code = 1
    try:
        _end_with(parent)
        code = child()
    except SystemExit as leaving:
        code = _exit_code(leaving)
    except BaseException as error:
        if _attributes() != saved:
            give_terminal_back(saved)
        code = error.exit_code if isinstance(error, PanelroomError) else 1
        _say(_sentence(error))
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(code)


def _end_with(parent: int) -> None:
    prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have ended before the request was made.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _exit_code(leaving: SystemExit) -> int:
    if leaving.code is None:
        return 0
    if isinstance(leaving.code, int):
        return leaving.code & 0xFF
    _say(str(leaving.code))
    return 1


def _sentence(error: BaseException) -> str:
    if isinstance(error, PanelroomError):
        return str(error)
    return STOPPED if isinstance(error, KeyboardInterrupt) else crash_sentence(error)
