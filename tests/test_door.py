import os
import secrets
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from panelroom.door import NO_DOOR, Door, Knock, knock
from panelroom.errors import BadFile, UsageError

if sys.platform == "win32":
    pytest.skip("Windows has no named pipes of this kind", allow_module_level=True)

KEY = secrets.token_bytes(32)


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "april.book"
    path.touch()
    return path


@pytest.fixture
def door(book: Path) -> Iterator[Door]:
    opened = Door(book, KEY)
    yield opened
    opened.close()


def folder_of(runtime: Path) -> Path:
    return runtime / f"panelroom-{os.geteuid()}"


def pipe_of(runtime: Path) -> Path:
    return next(folder_of(runtime).iterdir())


def test_the_key_goes_through_once_somebody_waits(door: Door, book: Path) -> None:
    assert not door.tick()
    with Knock(book) as waiting:
        assert waiting.key() is None
        assert door.tick()
        assert waiting.key() == KEY
        assert waiting.key() is None
    assert not door.tick()


def test_a_display_that_waits_is_let_in_from_another_thread(door: Door, book: Path) -> None:
    got: list[bytes | None] = []
    display = threading.Thread(target=lambda: got.append(knock(book, 10)))
    display.start()
    deadline = time.monotonic() + 10
    while not door.tick():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    display.join()
    assert got == [KEY]


def test_two_displays_are_let_in_one_after_the_other(door: Door, book: Path) -> None:
    with Knock(book) as one, Knock(book) as other:
        assert (one.key(), other.key()) == (None, None)
        assert door.tick()
        assert one.key() == KEY
        assert other.key() is None
        assert door.tick()
        assert other.key() == KEY


def test_nobody_opens(book: Path) -> None:
    assert knock(book, 0.2) is None


def test_the_same_book_by_another_name(door: Door, book: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.book"
    link.symlink_to(book)
    with Knock(link) as waiting:
        waiting.key()
        assert door.tick()
        assert waiting.key() == KEY


def test_another_book_has_another_door(door: Door, tmp_path: Path) -> None:
    with Knock(tmp_path / "may.book") as waiting:
        waiting.key()
        assert not door.tick()


def test_only_this_user_can_come_near(door: Door, runtime: Path) -> None:
    folder, pipe = folder_of(runtime).lstat(), pipe_of(runtime).lstat()
    assert stat.S_IMODE(folder.st_mode) == 0o700
    assert stat.S_IMODE(pipe.st_mode) == 0o600
    assert stat.S_ISFIFO(pipe.st_mode)
    assert "april" not in pipe_of(runtime).name


def test_the_key_is_in_no_file(door: Door, book: Path, tmp_path: Path) -> None:
    with Knock(book) as waiting:
        waiting.key()
        door.tick()
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert files == [book]
        assert waiting.key() == KEY


def test_closing_takes_the_pipe_away(book: Path, runtime: Path) -> None:
    Door(book, KEY).close()
    assert list(folder_of(runtime).iterdir()) == []


def test_a_pipe_left_by_a_killed_program_is_replaced_and_who_waits_there_is_let_in(book: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from panelroom.door import Door;"
        "Door(Path(sys.argv[1]), bytes(32)); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(book)], check=False).returncode == -9
    with Knock(book) as waiting:
        assert waiting.key() is None
        door = Door(book, KEY)
        assert waiting.key() is None
        assert door.tick()
        assert waiting.key() == KEY
        door.close()


def test_a_file_in_the_pipes_place_is_refused_and_left_alone(door: Door, book: Path, runtime: Path) -> None:
    pipe = pipe_of(runtime)
    pipe.unlink()
    pipe.write_bytes(bytes(32))
    assert not door.tick()
    assert knock(book, 0.2) is None
    with pytest.raises(BadFile, match="Something else lies"):
        Door(book, KEY)
    assert pipe.read_bytes() == bytes(32)


def test_a_link_in_the_pipes_place_is_refused(book: Path, runtime: Path, tmp_path: Path, door: Door) -> None:
    pipe, elsewhere = pipe_of(runtime), tmp_path / "elsewhere"
    pipe.rename(elsewhere)
    pipe.symlink_to(elsewhere)
    with Knock(book) as waiting:
        assert waiting.key() is None
        with pytest.raises(OSError, match="No such device"):
            os.open(elsewhere, os.O_WRONLY | os.O_NONBLOCK)
    reader = os.open(elsewhere, os.O_RDONLY | os.O_NONBLOCK)
    assert not door.tick()
    os.close(reader)
    with pytest.raises(BadFile, match="Something else lies"):
        Door(book, KEY)


def test_a_pipe_that_others_may_open_is_refused(door: Door, book: Path, runtime: Path) -> None:
    pipe_of(runtime).chmod(0o666)
    with Knock(book) as waiting:
        assert waiting.key() is None
        assert not door.tick()


def test_a_folder_that_others_may_enter_is_refused(book: Path, runtime: Path) -> None:
    folder_of(runtime).mkdir()
    folder_of(runtime).chmod(0o755)
    for enter in (lambda: Door(book, KEY), lambda: Knock(book)):
        with pytest.raises(BadFile, match="not this user's alone"):
            enter()


def test_a_folder_behind_a_link_is_refused(book: Path, runtime: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    folder_of(runtime).symlink_to(tmp_path / "real")
    with pytest.raises(BadFile, match="not this user's alone"):
        Door(book, KEY)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of somebody else's")
def test_what_belongs_to_another_user_is_refused(door: Door, book: Path, runtime: Path) -> None:
    pipe = pipe_of(runtime)
    os.chown(pipe, 12345, 12345)
    with Knock(book) as waiting:
        assert waiting.key() is None
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        assert not door.tick()
        os.close(reader)
    with pytest.raises(BadFile, match="Something else lies"):
        Door(book, KEY)
    os.chown(folder_of(runtime), 12345, 12345)
    with pytest.raises(BadFile, match="not this user's alone"):
        Door(book, KEY)


def test_without_a_runtime_folder_the_temporary_one_serves(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    door = Door(book, KEY)
    assert (tmp_path / f"panelroom-{os.geteuid()}").is_dir()
    door.close()


def test_where_there_are_no_pipes_the_way_in_is_named(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("panelroom.door.sys.platform", "win32")
    assert not Door(book, KEY).tick()
    with pytest.raises(UsageError, match="--passphrase-file"):
        Knock(book)
    assert "--passphrase-file" in NO_DOOR
