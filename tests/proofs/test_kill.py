"""``kill -9`` at random moments: no acknowledged entry is lost, and at most one more than acknowledged is there.

``pytest -m heavy tests/proofs/test_kill.py --kills 300``
"""

import random
import sys
from pathlib import Path

import pytest
from making import make_book
from writing import Writer, kept, lost

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no fork or SIGKILL"),
]


def test_kill_loses_nothing(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    path = tmp_path / "a.book"
    make_book(path)
    acknowledged: dict[int, bytes] = {}
    kills = pytestconfig.getoption("--kills")
    for _ in range(kills):
        writer = Writer(path)
        writer.wait(random.uniform(0, 0.25), acts=1)
        writer.kill()
        acknowledged |= writer.acknowledged
        there = kept(path)
        assert lost(acknowledged, there) == []
        assert len(there) - max(acknowledged) in (0, 1)
    print(f"{kills} kills: {len(acknowledged)} acknowledged entries, 0 lost")
    assert len(acknowledged) >= kills


def test_the_proof_sees_a_lost_entry(tmp_path: Path) -> None:
    path = tmp_path / "a.book"
    make_book(path)
    writer = Writer(path)
    writer.wait(0, acts=3)
    writer.kill()
    there = kept(path)
    missing = max(writer.acknowledged)
    assert lost(writer.acknowledged, {k: v for k, v in there.items() if k != missing}) == [missing]
    assert lost(writer.acknowledged, there | {missing: b"other"}) == [missing]
