import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from panelroom.ui.hardening import crash_sentence

MARKER = "VICTIM-1-SAID"


def hardened(body: str, *flags: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run ``body`` in a fresh interpreter, after harden()."""
    program = f"from panelroom.ui.hardening import harden\nharden()\n{textwrap.dedent(body)}"
    argv = [sys.executable, *flags, "-c", program]
    environment = {**os.environ, **env}
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)


def told(body: str, *flags: str, **env: str) -> object:
    done = hardened(f"import json\n{textwrap.dedent(body)}\nprint(json.dumps(told))", *flags, **env)
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_switches_are_forgotten_before_textual_reads_them() -> None:
    names = ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_ANYTHING", "PYTHONFAULTHANDLER")
    env = dict.fromkeys((*names, "PYTHONASYNCIODEBUG"), "1") | {"TEXTUALLY_OTHER": "kept"}
    body = """
        import os
        from textual import constants
        kept = [n for n in os.environ if n.startswith(("TEXTUAL", "PYTHONFAULT", "PYTHONASYNCIO"))]
        told = kept, constants.LOG_FILE, constants.SCREENSHOT_DELAY
    """
    assert told(body, **env) == [["TEXTUALLY_OTHER"], None, -1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_no_core_and_no_reader() -> None:
    body = """
        import ctypes, os, resource
        dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if hasattr(ctypes.CDLL(None), "prctl") else 0
        told = resource.getrlimit(resource.RLIMIT_CORE), dumpable, os.umask(0)
    """
    assert told(body) == [[0, 0], 0, 0o077]


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    hardened(f"open({str(tmp_path / 'new')!r}, 'w').close()")
    if sys.platform != "win32":
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


def test_the_fault_handler_is_off() -> None:
    body = "import faulthandler; told = faulthandler.is_enabled()"
    assert told(body, "-X", "faulthandler") is False


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_a_crash_in_c_prints_nothing_and_leaves_no_core(tmp_path: Path) -> None:
    body = f"import os, ctypes; os.chdir({str(tmp_path)!r}); ctypes.string_at(0)"
    done = hardened(body, "-X", "faulthandler")
    assert done.returncode < 0
    assert done.stdout + done.stderr == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "body",
    [
        f"raise ValueError('{MARKER}')",
        f"import threading; t = threading.Thread(target=lambda: [][int('{MARKER}')]); t.start(); t.join()",
    ],
    ids=["main", "thread"],
)
def test_an_error_is_one_sentence_without_its_message(body: str) -> None:
    done = hardened(body)
    assert done.stderr == crash_sentence(ValueError()) + "\n"


def test_an_error_in_a_destructor_is_silent() -> None:
    body = f"""
        class Paper:
            def __del__(self):
                raise ValueError("{MARKER}")
        Paper()
    """
    done = hardened(body)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_sentence_names_what_went_wrong_in_a_worker() -> None:
    class WorkerFailed(Exception):
        error = KeyError(MARKER)

    assert "(KeyError)" in crash_sentence(WorkerFailed())
    assert MARKER not in crash_sentence(WorkerFailed())


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_what_the_program_needs_of_proc_still_works() -> None:
    # A process that is not dumpable sees its own /proc entries as root's: only another user notices.
    body = """
        import os, subprocess
        from pathlib import Path
        if os.getuid() == 0:
            os.setuid(65534)
        assert os.stat("/proc/self/environ").st_uid == 0
        assert os.listdir("/proc/self/fd")
        assert Path("/proc/self/status").read_text()
        assert Path("/proc/self/maps").read_text()
        assert os.readlink("/proc/self/exe")
        read, write = os.pipe()
        os.write(write, b"from a descriptor")
        with open(f"/dev/fd/{read}", "rb", buffering=0) as descriptor:
            assert descriptor.read(17) == b"from a descriptor"
        assert subprocess.run(["/bin/echo", "child"], capture_output=True, check=True).stdout
        print("all")
    """
    done = hardened(body)
    assert (done.stdout, done.stderr) == ("all\n", "")


def test_worker_processes_still_start() -> None:
    body = """
        import multiprocessing
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            told = pool.apply(abs, (-4,))
    """
    assert told(body) == 4
