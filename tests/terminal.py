"""A real pseudo-terminal for tests: what a person, a projector and the scrollback get to see.

The program runs as it would under a shell: a small leader holds the terminal and starts it as the foreground
job. Everything it writes is kept as bytes and painted on an emulated screen, one for the main screen and one
for the alternate::

    with Terminal([sys.executable, "app.py"]) as terminal:
        terminal.wait_for("READY")
        terminal.press("down", "enter", "some text")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit() == 1
"""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

# The leader: takes the terminal, starts the job in the foreground, reports its process id and its wait
# status, and then holds the terminal until the test lets go, as a shell does.
_LEADER = """
import fcntl, os, signal, sys, termios
report, hold = int(sys.argv[1]), int(sys.argv[2])
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if job == 0:
    os.close(report); os.close(hold)
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execvp(sys.argv[3], sys.argv[3:])
os.write(report, b"%d\\n" % job)
os.write(report, b"%d\\n" % os.waitpid(job, 0)[1])
os.tcsetpgrp(0, os.getpgrp())
os.read(hold, 1)
"""

# Text, or one whole control sequence: a string (OSC, DCS, SOS, PM, APC), CSI, ESC and a byte; or the
# beginning of one that another sequence cuts short, as after a kill.
_TOKEN = re.compile(
    rb"\x1b(?P<string>[\]PX^_])(?P<payload>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    rb"|\x1b[ -/]*[0-OQ-WYZ\\`-~]"
    rb"|[^\x1b]+"
    rb"|(?P<cut>\x1b\[[0-?]*[ -/]*(?=[^ -~])|\x1b[ -/]*(?=[^ -~])|\x1b[\]PX^_][^\x07\x1b]*(?=\x1b[^\\]))"
)
_C1 = re.compile("[\x80-\x9f]")
# What pyte 0.8 would print or misread: kitty keyboard, private DA and SGR, mode queries, cursor shapes,
# window reports.
_NOT_FOR_PYTE = re.compile(rb"[<=>?].*[ucmq]|.*\$p|.* q|.*t")
_ALTERNATE_MODES = frozenset({47, 1047, 1049})

KEYS = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "shift+tab": b"\x1b[Z", "backspace": b"\x7f",
    "space": b" ", "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "insert": b"\x1b[2~", "delete": b"\x1b[3~",
    "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~",
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~",
    "f6": b"\x1b[17~", "f7": b"\x1b[18~", "f8": b"\x1b[19~", "f9": b"\x1b[20~", "f10": b"\x1b[21~",
}  # fmt: skip
KEYS |= {f"ctrl+{chr(96 + n)}": bytes([n]) for n in range(1, 27)}


def alive(pid: int) -> bool:
    """Return whether process ``pid`` runs; one that has ended and is not yet buried does not (Linux)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Terminal:
    """A program on a terminal of ``cols`` x ``rows`` cells.

    Args:
        argv: the program and its arguments.
        env: variables set on top of this process's own, of which those of Textual are left out.
        cwd: the folder it runs in.

    Attributes:
        raw: every byte it wrote.
        pid: its process id.
        modes: the private modes now on (25 cursor, 1049 alternate screen, 1000 mouse, ...).
        kitty: kitty keyboard levels now pushed, for the main and the alternate screen.
    """

    def __init__(
        self,
        argv: Sequence[str],
        cols: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        cwd: Path | str | None = None,
    ) -> None:
        self.raw = b""
        self.modes = {7, 25}
        self.kitty = {"main": 0, "alternate": 0}
        self._parts: dict[str, bytes] = {"main": b"", "alternate": b""}
        self._strings: list[tuple[str, bytes]] = []
        self._cut: list[bytes] = []
        self._pending = b""
        self._status: int | None = None
        self._screens = {name: pyte.Screen(cols, rows) for name in self._parts}
        self._streams = {name: pyte.ByteStream(screen) for name, screen in self._screens.items()}
        # The program's end is kept open, so that its settings can be read after it has gone.
        self._fd, self._slave = pty.openpty()
        self._settings = termios.tcgetattr(self._slave)
        self.resize(cols, rows)
        self._start([*argv], env or {}, cwd)

    def _start(self, argv: list[str], env: Mapping[str, str], cwd: Path | str | None) -> None:
        self._report, report = os.pipe()
        hold, self._hold = os.pipe()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        for name in ("COLUMNS", "LINES", "NO_COLOR"):
            kept.pop(name, None)
        self._leader = subprocess.Popen(
            [sys.executable, "-ISc", _LEADER, str(report), str(hold), *argv],
            stdin=self._slave, stdout=self._slave, stderr=self._slave, pass_fds=(report, hold), cwd=cwd,
            env={**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **env},
            start_new_session=True,
        )  # fmt: skip
        os.close(report)
        os.close(hold)
        self._reports = os.fdopen(self._report, "rb", buffering=0)
        self.pid = int(self._reports.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What a person does

    def press(self, *keys: str) -> None:
        """Type: each of ``keys`` is a name in :data:`KEYS` or literal text."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key.encode()))

    def resize(self, cols: int, rows: int) -> None:
        """Give the window another size; the program is told as by a terminal."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        for screen in self._screens.values():
            screen.resize(rows, cols)

    def kill(self, number: signal.Signals, pid: int | None = None) -> None:
        """Send a signal to the program, or to another process ``pid``."""
        os.kill(pid or self.pid, number)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._fd)
        self._fd = -1

    # What a person sees

    def wait_for(self, text: str, timeout: float = 10) -> None:
        """Wait until ``text`` is on the screen; TimeoutError shows what was there instead."""
        self.wait_until(lambda: text in self.screen_text(), timeout, repr(text))

    def wait_until(self, holds: Callable[[], bool], timeout: float = 10, what: str = "it") -> None:
        """Read what the program writes until ``holds()``."""
        deadline = time.monotonic() + timeout
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(f"Never saw {what}. The screen:\n{self.screen_text()}")
            self.pump(0.02)

    def screen_text(self) -> str:
        """Return the screen now shown, main or alternate, its rows right-trimmed and joined by newlines."""
        return "\n".join(row.rstrip() for row in self._screens[self._shown].display)

    def pump(self, seconds: float) -> bool:
        """Read, answer and paint what arrives within ``seconds``; return whether anything did."""
        if self._fd < 0:
            time.sleep(seconds)
            return False
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        with contextlib.suppress(OSError):
            self._receive(os.read(self._fd, 1 << 16))
        return True

    def wait_exit(self, timeout: float = 10) -> int:
        """Wait for the program's end and return its exit code, negative if a signal ended it.

        After :meth:`hang_up` nobody knows it: see :func:`alive`.
        """
        deadline = time.monotonic() + timeout
        while self._status is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"It is still running. The screen:\n{self.screen_text()}")
            self.pump(0.02)
            if select.select([self._reports], [], [], 0)[0]:
                self._status = int(self._reports.readline())
        while self.pump(0.05):
            pass
        return os.waitstatus_to_exitcode(self._status)

    # What it left behind

    def alternate_bytes(self) -> bytes:
        """Return what was written while the alternate screen was shown."""
        return self._parts["alternate"]

    def outside_alternate(self) -> bytes:
        """Return what was written to the main screen: it stays in the scrollback."""
        return self._parts["main"]

    def osc(self) -> list[bytes]:
        """Return the operating system commands seen: window titles, clipboard writes, links."""
        return [payload for kind, payload in self._strings if kind == "]"]

    def escape_report(self) -> list[str]:
        """List every control string (OSC, DCS, SOS, PM, APC), C1 character and unfinished sequence seen."""
        strings = [f"ESC {kind} {payload!r}" for kind, payload in self._strings]
        controls = [f"C1 {found!r}" for found in _C1.findall(self.raw.decode(errors="replace"))]
        unfinished = [f"unfinished {start!r}" for start in (*self._cut, self._pending) if start]
        return strings + controls + unfinished

    def termios_flags(self) -> dict[str, bool]:
        """Return which of a shell's settings are on: echo, canonical, signals, crnl."""
        attributes = termios.tcgetattr(self._slave)
        local, input_ = attributes[3], attributes[0]
        return {
            "echo": bool(local & termios.ECHO),
            "canonical": bool(local & termios.ICANON),
            "signals": bool(local & termios.ISIG),
            "crnl": bool(input_ & termios.ICRNL),
        }

    def settings_kept(self) -> bool:
        """Return whether the terminal's settings are, to the last one, those from before the start."""
        return termios.tcgetattr(self._slave) == self._settings

    def unread_keys(self) -> int:
        """Return how many typed bytes wait for whoever reads the terminal next: the shell."""
        return int.from_bytes(fcntl.ioctl(self._slave, termios.FIONREAD, bytes(4)), sys.byteorder)

    def children(self) -> list[int]:
        """Return the process ids of the program's children (Linux)."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                # The name may hold spaces; it ends at the last bracket. Then: state, parent.
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == self.pid and state != "Z":
                    found.append(int(folder.name))
        return found

    def close(self) -> None:
        """End whatever of the program still runs and let go of the terminal."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        os.close(self._hold)
        self._leader.kill()
        self._leader.wait()
        self._reports.close()
        for fd in (self._fd, self._slave):
            if fd >= 0:
                os.close(fd)

    # The emulator

    @property
    def _shown(self) -> str:
        return "alternate" if self.modes & _ALTERNATE_MODES else "main"

    def _receive(self, data: bytes) -> None:
        self.raw += data
        data, self._pending = self._pending + data, b""
        at = 0
        while at < len(data):
            token = _TOKEN.match(data, at)
            if token is None:
                self._pending = data[at:]
                return
            self._take(token)
            at = token.end()

    def _take(self, token: re.Match[bytes]) -> None:
        before = self._shown
        csi = token["csi"]
        if token["cut"]:
            self._cut.append(token[0])
            return
        if token["string"]:
            self._strings.append((token["string"].decode(), token["payload"]))
        elif csi is not None:
            self._control(csi)
        # The switch itself belongs to neither screen's text: count it where it leads.
        self._parts[self._shown] += token[0]
        if before == self._shown and not token["string"] and not (csi and _NOT_FOR_PYTE.fullmatch(csi)):
            self._streams[self._shown].feed(token[0])

    def _control(self, csi: bytes) -> None:
        if changed := re.fullmatch(rb"\?([0-9;]+)([hl])", csi):
            numbers = {int(number) for number in changed[1].split(b";")}
            self._switch(numbers, changed[2] == b"h")
        elif csi.endswith(b"u") and csi[:1] in b"<>":
            levels = int(csi[1:-1] or 1) if csi[:1] == b"<" else -1
            self.kitty[self._shown] = max(0, self.kitty[self._shown] - levels)
        elif answer := self._answer(csi):
            os.write(self._fd, answer)

    def _switch(self, numbers: set[int], on: bool) -> None:
        before, main = self._shown, self._screens["main"]
        if 1049 in numbers:
            # As xterm: the cursor is restored even where there is no alternate screen to leave.
            main.save_cursor() if on else main.restore_cursor()
        self.modes = self.modes | numbers if on else self.modes - numbers
        if self._shown == "alternate" != before:
            self._screens["alternate"].reset()

    def _answer(self, csi: bytes) -> bytes:
        if csi in (b"c", b"0c"):
            return b"\x1b[?62;22c"
        if csi in (b">c", b">0c"):
            return b"\x1b[>0;10;0c"
        if csi == b"5n":
            return b"\x1b[0n"
        if csi == b"6n":
            cursor = self._screens[self._shown].cursor
            return b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1)
        if asked := re.fullmatch(rb"\?([0-9]+)\$p", csi):
            return b"\x1b[?%d;%d$y" % (int(asked[1]), self._mode_state(int(asked[1])))
        return b""

    def _mode_state(self, number: int) -> int:
        """DECRPM: 0 unknown, 1 set, 2 reset. Size reports (2048) are unknown to this terminal."""
        if number not in {7, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026}:
            return 0
        return 1 if number in self.modes else 2
