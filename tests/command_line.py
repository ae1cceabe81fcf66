"""The command line as people and scripts run it: real processes, and books that open quickly."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from making import PASSPHRASE

from panelroom import acts, bookcase
from panelroom.cli import parser, run
from panelroom.question_files import load
from panelroom.replay import play, read_script
from panelroom.resources import data_dir

SCRIPT = data_dir("sample_cases") / "meeting.jsonl"
WORDS = "words.txt"
QUICK = 4  # log2 of the scrypt cost: a vault carries its own, so the program opens these without waiting


def panelroom(
    *argv: object, cwd: Path, env: dict[str, str] | None = None, **kwargs: Any
) -> subprocess.CompletedProcess[str]:
    """Run ``panelroom`` in ``cwd`` with nothing to read; whatever happens, it never shows a traceback."""
    kwargs = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | kwargs
    done = subprocess.run(
        [sys.executable, "-m", "panelroom", *map(str, argv)],
        cwd=cwd,
        env=environment(cwd) | (env or {}),
        encoding="utf-8",
        timeout=120,
        check=False,
        **kwargs,
    )
    assert "Traceback" not in f"{done.stdout}{done.stderr}"
    return done


def inside(capsys: pytest.CaptureFixture[str], *argv: object) -> subprocess.CompletedProcess[str]:
    """Run the same command line within this process, where no process of its own is needed to judge it."""
    capsys.readouterr()
    try:
        code: object = run([str(a) for a in argv])
    except SystemExit as left:
        code = left.code or 0
    said = capsys.readouterr()
    assert isinstance(code, int) and "Traceback" not in said.out + said.err
    return subprocess.CompletedProcess([*map(str, argv)], code, said.out, said.err)


def start(*argv: object, cwd: Path) -> subprocess.Popen[str]:
    """Start ``panelroom`` as a shell does in the foreground, and do not wait for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "panelroom", *map(str, argv)],
        cwd=cwd,
        env=environment(cwd),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def environment(cwd: Path) -> dict[str, str]:
    """Return this environment with a data folder of the test's own."""
    return os.environ | {"PANELROOM_HOME": str(cwd / "home")}


def make_book(folder: Path, name: str = "a.book", lines: int | None = None) -> Path:
    """Make a book of the sample meeting, or of its first lines, and beside it the file with its pass-phrase."""
    script = read_script(SCRIPT)
    first = next(script)
    assert isinstance(first.act, acts.OpenMeeting)
    book = folder / name
    bookcase.new_book(book, PASSPHRASE, first.act, load(first.act.set), at=first.at, work_factor=QUICK)
    with bookcase.writing(book, bookcase.book_key(book, PASSPHRASE)) as session:
        play(session, islice(script, None if lines is None else lines - 1))
    (folder / WORDS).write_text(PASSPHRASE + "\nnot this line\n", encoding="utf-8")
    return book


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return what was said on stderr: one line that begins with the program's name."""
    assert done.stderr.startswith("panelroom: ") and done.stderr.endswith("\n"), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("panelroom: ").strip()


def everything_below(folder: Path) -> list[str]:
    """Return the paths of all files below ``folder``, but not the data folder nor a book's locks."""
    files = (p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return sorted(str(p) for p in files if p.parts[0] != "home" and not _of_a_book(folder / p))


def _of_a_book(path: Path) -> bool:
    """Whether it is what lies beside a book that was opened: its lock, an empty log and the log's index."""
    return path.name.endswith((".lock", "-shm")) or (path.name.endswith("-wal") and path.stat().st_size == 0)


def commands(found: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command's words, the empty one first."""
    yield path
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, (*path, name))


def parser_of(path: tuple[str, ...]) -> argparse.ArgumentParser:
    """Return the parser of the command with these words."""
    found = parser()
    for word in path:
        choices = next(a.choices for a in found._actions if isinstance(a, argparse._SubParsersAction))
        found = choices[word]
    return found


COMMANDS = list(commands(parser()))
