"""The running program talks to nobody: seen from outside by strace, and in a network that has nobody in it."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from evening import PROGRAM, Evening, begin, child_of, copy_of, leave, press

pytestmark = pytest.mark.heavy

# asyncio wakes its own loop through a pair of sockets that nobody else can reach.
_OWN = re.compile(r"socketpair\(AF_UNIX, SOCK_STREAM(\|SOCK_CLOEXEC)?, 0, \[\d+, \d+\]\)\s+= 0")
_NOT_A_CALL = re.compile(r"\+\+\+|---|strace: Process|<\.\.\. \w+ resumed>")
# Moves bytes through the pair above; refused on anything that is not a socket, and there is no other.
_ON_OWN = re.compile(
    r"(sendto|recvfrom)\(\d+, |[gs]etsockopt\(\d+, SOL_SOCKET|get(sock|peer)name\(\d+, \{sa_family=AF_UNIX\}"
)


def can(*command: str) -> bool:
    """Whether this system lets us run the command."""
    return (
        shutil.which(command[0]) is not None
        and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    )


TRACE = ("strace", "-f", "-qq", "-e", "trace=network", "-o", "/dev/null")
needs_strace = pytest.mark.skipif(not can(*TRACE), reason="strace is missing or not permitted here")
NOBODY = ("unshare", "-n") if os.geteuid() == 0 else ("unshare", "-rn")
needs_unshare = pytest.mark.skipif(not can(*NOBODY), reason="this system lets nobody make an empty network")


def traced(log: Path) -> tuple[str, ...]:
    return (*TRACE[:-1], str(log), *PROGRAM)


def foreign_calls(log: Path) -> list[str]:
    """Return the network calls other than those of the loop's own pair of sockets."""
    calls = [line.split(maxsplit=1)[1] for line in log.read_text().splitlines()]
    return [c for c in calls if not (_OWN.match(c) or _NOT_A_CALL.match(c) or _ON_OWN.match(c))]


def whole_evening(evening: Evening, program: tuple[str, ...]) -> None:
    secret = evening.words.read_text().strip()
    with evening.terminal("meet", str(evening.book), program=program) as terminal:
        terminal.wait_for("Open a meeting", timeout=60)
        press(terminal, secret, "enter")
        terminal.wait_for("Roll call", timeout=60)
        begin(terminal)
        press(terminal, "o", "words", "enter", "g", "enter", "y", "q", "w", "f1", "escape")
        assert leave(terminal) == 0


@needs_strace
def test_an_evening_speaks_to_nobody(evening: Evening, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    whole_evening(evening, traced(log))
    assert foreign_calls(log) == []
    assert len(re.findall(_OWN, log.read_text())) == 1


@needs_strace
def test_the_demonstration_speaks_to_nobody(evening: Evening, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    run = subprocess.run(
        [*traced(log), "demo", "--headless", "--dir", str(evening.place / "demo")],
        env={**os.environ, **evening.env}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert foreign_calls(log) == []


@needs_strace
def test_the_display_speaks_to_nobody(evening: Evening, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    with (
        evening.meet(program=traced(tmp_path / "chair")) as chair,
        evening.terminal("screen", str(evening.book), program=traced(log)) as room,
    ):
        chair.wait_until(lambda: room.pump(0.05) and "Please wait" not in room.screen_text(), timeout=30)
        begin(chair)
        room.wait_for("Reading", timeout=20)
        press(room, "q", "q")
        assert room.wait_exit() == 0
        assert leave(chair) == 0
    assert foreign_calls(log) + foreign_calls(tmp_path / "chair") == []


@needs_strace
def test_a_call_would_be_seen(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    body = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    subprocess.run([*traced(log)[: len(TRACE)], PROGRAM[0], "-c", body], check=True)
    assert any("AF_INET" in call for call in foreign_calls(log))


@needs_unshare
def test_it_works_where_there_is_no_network(evening: Evening) -> None:
    whole_evening(evening, (*NOBODY, *PROGRAM))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start it as another user")
def test_no_other_process_of_the_user_can_read_its_memory(made: Evening) -> None:
    nobody = 65534
    with tempfile.TemporaryDirectory() as folder:
        evening = copy_of(made, Path(folder))
        for path in (Path(folder), *Path(folder).rglob("*")):
            os.chown(path, nobody, nobody)
        as_nobody = ("setpriv", f"--reuid={nobody}", f"--regid={nobody}", "--clear-groups", *PROGRAM)
        with evening.terminal("meet", str(evening.book), program=as_nobody) as terminal:
            terminal.wait_for("Open a meeting", timeout=60)
            process = Path(f"/proc/{child_of(terminal)}")
            # What is not dumpable belongs to root in /proc, whoever runs it.
            assert (process / "environ").stat().st_uid == 0
            assert (process / "mem").stat().st_uid == 0
            assert f"\nUid:\t{nobody}\t" in (process / "status").read_text()
