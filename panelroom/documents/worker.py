"""The parent's side of a parse: start the child, feed it, hear its answer, and end it when it takes too much.

The answer is one line with the number of pages, as soon as it is known, and then one JSON document.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from panelroom.documents import limits
from panelroom.documents.model import SourceKind

_CHILD = "panelroom.documents.child"
_CHUNK = 2**16


class NoAnswer(Exception):
    """The child gave no answer: ``str()`` is the reason as a part of a sentence."""


def ask_child(kind: SourceKind, data: bytes) -> bytes:
    """Return the JSON document that a limited child process makes of ``data``.

    Raise :class:`NoAnswer` when it crashes, takes too much time or memory, or answers too much. The child is
    gone when this returns or raises. Threads may call it at the same time.
    """
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", _CHILD, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        env=child_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert child.stdin is not None and child.stdout is not None
    feeder = threading.Thread(target=_feed, args=(child.stdin, data), daemon=True)
    listener = _Listener(child.stdout)
    try:
        feeder.start()
        listener.start()
        return _answer(child, listener)
    finally:
        child.kill()
        child.wait()
        feeder.join()
        listener.join()
        child.stdout.close()


def child_environment() -> dict[str, str]:
    """Return this environment without the switches that make Python or Textual record what they work on."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("TEXTUAL", "PYTHON"))
    }
    # Where the program was found by its path, the child must find it too, from another folder.
    if path := os.environ.get("PYTHONPATH"):
        kept["PYTHONPATH"] = os.pathsep.join(str(Path(part).absolute()) for part in path.split(os.pathsep))
    return kept


class _Listener(threading.Thread):
    """Collects what the child says; ``pages`` and ``document`` are set as they come."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._source = source
        self.pages = 1
        self.too_much = False
        self.document = b""

    def run(self) -> None:
        line = self._source.readline(20)
        if line.strip().isdigit():
            self.pages, line = int(line), b""
        # A refusal may come before there is a number of pages.
        self.document = line + b"".join(self._up_to(limits.MOST_OUTPUT))

    def _up_to(self, most: int) -> Iterator[bytes]:
        while chunk := self._source.read(_CHUNK):
            most -= len(chunk)
            if most < 0:
                self.too_much = True
                return
            yield chunk


def _answer(child: subprocess.Popen[bytes], listener: _Listener) -> bytes:
    started = time.monotonic()
    while listener.is_alive():
        if time.monotonic() - started > limits.seconds_for(listener.pages):
            raise NoAnswer("reading it took too long")
        listener.join(0.2)
    if listener.too_much:
        raise NoAnswer("it holds more text and pictures than can be read")
    if not listener.document or child.wait(limits.SECONDS) != 0:
        raise NoAnswer("it is damaged, or built so that reading it fails")
    return listener.document


def _feed(sink: IO[bytes], data: bytes) -> None:
    # The child may be gone before it has read everything; that shows in its answer.
    with suppress(OSError):
        sink.write(data)
    with suppress(OSError):
        sink.close()
