"""Power cuts: the book lies on ext4 on a loop device; at random moments the device is copied as it stands.

A copy of the backing file holds what reached the disk, and nothing of what the kernel still had in memory: it is
what a machine finds after its power was cut. The writer is held still while it is taken. The same book with
``synchronous=NORMAL`` is the positive control: it must lose something, else the harness could not see a loss.
"""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from making import Room, make_book
from writing import Setup, Writer, kept, lost

MEGABYTES = 32


def _why_not() -> str | None:
    """Say why no loop device can be mounted here, or ``None``."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "a loop device can only be mounted by root"
    if not all(map(shutil.which, ("mkfs.ext4", "mount", "umount"))):
        return "mkfs.ext4, mount or umount is missing"
    return None if Path("/dev/loop-control").exists() else "there are no loop devices here"


WHY_NOT = _why_not()
pytestmark = [pytest.mark.heavy, pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))]


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def mounted(image: Path) -> Iterator[Path]:
    place = image.with_suffix(".mounted")
    place.mkdir(exist_ok=True)
    run("mount", "-o", "loop", str(image), str(place))
    try:
        yield place
    finally:
        run("umount", str(place))


def found_after_a_cut(image: Path) -> dict[int, bytes]:
    """Copy the device as it stands, mount the copy (ext4 replays its own log), and open the book there."""
    copy = image.with_name("cut.img")
    run("cp", "--sparse=always", str(image), str(copy))
    with mounted(copy) as place:
        return kept(place / "a.book")


def cut(tmp_path: Path, cuts: int, setup: Setup | None = None, *, control: bool = False) -> tuple[int, int]:
    """Return (acknowledged entries, those lost at some cut), over that many cuts.

    A positive control strikes nothing, because striking syncs the whole log, and ends with the first loss.
    """
    image = tmp_path / "disk.img"
    run("truncate", "-s", f"{MEGABYTES}M", str(image))
    run("mkfs.ext4", "-q", str(image))
    gone: set[int] = set()
    with mounted(image) as place:
        make_book(place / "a.book")
        run("sync", "-f", str(place))
        writer = Writer(place / "a.book", setup, strikes=not control)
        try:
            for _ in range(cuts):
                writer.wait(random.uniform(0, 0.3), acts=1)
                writer.stop()
                gone.update(lost(writer.acknowledged, found_after_a_cut(image)))
                writer.go_on()
                if control and gone:
                    break
        finally:
            writer.kill()
    return len(writer.acknowledged), len(gone)


def test_a_power_cut_loses_nothing(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    cuts = pytestconfig.getoption("--kills")
    acknowledged, gone = cut(tmp_path, cuts)
    print(f"{cuts} power cuts: {acknowledged} acknowledged entries, {gone} lost")
    assert acknowledged >= cuts
    assert gone == 0


def careless(room: Room) -> None:
    room.book._db.execute("PRAGMA synchronous=NORMAL")


def test_the_harness_sees_what_a_less_careful_setting_loses(tmp_path: Path) -> None:
    acknowledged, gone = cut(tmp_path, 60, careless, control=True)
    print(f"positive control, synchronous=NORMAL, until a loss: {acknowledged} acknowledged, {gone} lost")
    assert gone > 0
