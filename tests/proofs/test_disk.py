"""A full disk, and a disk that fails: said plainly, nothing half-done, and the same act again is recorded once."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import Room, in_room, make_book, opening, question_set, shown_from_disk

from panelroom.bookcase import new_book
from panelroom.errors import NotWritten
from panelroom.journal import verify

HERE = Path(__file__).parent
pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if sys.platform != "linux" or not shutil.which("cc"):
        pytest.skip("a failing disk needs Linux and a C compiler")
    library = tmp_path_factory.mktemp("shim") / "failing_disk.so"
    source = str(HERE / "failing_disk.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"], check=True)
    return library


@pytest.mark.parametrize(("how", "rounds"), [("sync", 40), ("write", 40), ("half", 40)])
def test_a_disk_that_fails(tmp_path: Path, shim: Path, how: str, rounds: int) -> None:
    make_book(tmp_path / "a.book")
    failing = tmp_path / "failing"
    failing.mkdir()
    paths = os.pathsep.join([str(HERE), str(HERE.parent)])
    env = os.environ | {"LD_PRELOAD": str(shim), "FAILING": str(failing), "PYTHONPATH": paths}
    script = str(HERE / "on_failing_disk.py")
    command = [sys.executable, script, str(tmp_path / "a.book"), how, str(rounds)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    print(
        f"{how}: {seen['refusals']} failures; {seen['there']} rows were on the disk all the same; none twice"
    )
    assert seen["refusals"] == rounds
    assert all("disk" in s for s in seen["said"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 kB that can be made larger."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("a small disk can only be mounted by root")
    place = tmp_path / "small"
    place.mkdir()
    mount("-t", "tmpfs", "-o", "size=600k", "small", place)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def mount(*options: str | Path) -> None:
    subprocess.run(["mount", *map(str, options)], check=True)


def filled(room: Room, text: str) -> str:
    for _ in range(500):
        try:
            room.say("park", text=text)
        except NotWritten as refusal:
            return str(refusal)
    raise AssertionError("the disk never filled")


def test_a_full_disk_is_said_and_survived(small_disk: Path) -> None:
    path = small_disk / "a.book"
    make_book(path)
    with in_room(path) as room:
        for size in (2000, 4000, 6000):
            text = "x" * 10_000
            assert filled(room, text).startswith("The disk is full: nothing was recorded")
            entries, root = room.entries, room.root
            assert "The disk is full" in filled(room, text)
            assert (room.entries, room.root) == (entries, root)
            assert len(room.book.rows()) == entries
            mount("-o", f"remount,size={size}k", small_disk)
            assert room.say("park", text=text).entry.seq == entries + 1 == len(room.book.rows())
            assert shown_from_disk(room.book) == room.shown()
        assert verify(room.book.rows()).holds
        last = room.root
    with in_room(path) as room:
        assert room.root == last


def test_a_strike_on_a_full_disk_is_finished_when_there_is_room(small_disk: Path) -> None:
    path = small_disk / "a.book"
    make_book(path)
    with in_room(path) as room:
        room.say("park", text="Jane Smith")
        filled(room, "x" * 1000)
        with pytest.raises(NotWritten):
            room.say("strike_text", entry="e2", why="names_a_person")
        mount("-o", "remount,size=4000k", small_disk)
        room.say("strike_text", entry="e2", why="names_a_person")
        assert sum(b"strike_text" in r.body for r in room.book.rows()) == 1
        assert verify(room.book.rows()).struck == 1
        assert shown_from_disk(room.book) == room.shown()


@pytest.mark.parametrize("room_left", [0, 1, 8, 20, 60])
def test_a_book_that_does_not_fit_leaves_nothing(small_disk: Path, room_left: int) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (600 - room_left) * 1024)
    with pytest.raises(NotWritten):
        new_book(small_disk / "a.book", "words", opening(), question_set(), work_factor=10)
    assert list(small_disk.iterdir()) == [filler]
    filler.unlink()
    new_book(small_disk / "a.book", "words", opening(), question_set(), work_factor=10)
