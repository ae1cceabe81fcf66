"""A book of every release must open for ever, say what it said, and prove itself."""

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from test_session_machine import views_agree

from panelroom import show
from panelroom.acts import ACTS
from panelroom.bookcase import book_key, reading, writing
from panelroom.journal import from_body, verify

GOLDEN = Path(__file__).with_name("data") / "golden"
BOOKS = sorted(GOLDEN.glob("*.book"))


def passphrase() -> str:
    spec = importlib.util.spec_from_file_location("make_golden", GOLDEN / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    said: str = module.PASSPHRASE
    return said


def missing(stored: Any, now: Any, where: str = "") -> list[str]:
    """Where ``now`` does not say what was stored; fields that came later do not matter."""
    if isinstance(stored, dict) and isinstance(now, dict):
        return [m for k, v in stored.items() for m in missing(v, now.get(k, "nothing"), f"{where}.{k}")]
    if isinstance(stored, list) and isinstance(now, list) and len(stored) == len(now):
        return [m for n, v in enumerate(stored) for m in missing(v, now[n], f"{where}[{n}]")]
    return [] if stored == now else [where]


@pytest.fixture(params=BOOKS, ids=lambda p: p.stem)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    book: Path = request.param
    for name in (book.name, f"{book.name}.vault.age"):
        shutil.copy(GOLDEN / name, tmp_path)
    return tmp_path / book.name


def test_there_is_one_for_the_first_release() -> None:
    assert [b.name for b in BOOKS][:1] == ["v1.book"]


def test_a_golden_book_opens_and_says_what_it_said(golden: Path) -> None:
    stored = json.loads((GOLDEN / f"{golden.stem}.json").read_text(encoding="utf-8"))
    with writing(golden, book_key(golden, passphrase())) as session:
        now = show.document(session.meeting, session.entries, session.root)
        assert missing(stored, now) == []
        assert stored["journal"]["root"] == session.root
        views_agree(session.book, session.meeting)


def test_a_golden_book_proves_itself(golden: Path) -> None:
    with reading(golden, book_key(golden, passphrase())) as book:
        rows = book.rows()
    verdict = verify(rows)
    assert verdict.holds
    assert verdict.struck == 1
    done = {from_body(r.seq, r.body).act.action for r in rows}
    newest = max(GOLDEN.glob("*.book"))
    assert done == set(ACTS) if golden.name == newest.name else done < set(ACTS)


def test_what_differs_is_found() -> None:
    assert missing({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}], "c": 4}) == [".a[1].b"]
    assert missing({"a": [1]}, {"a": [1, 2]}) == [".a"]
    assert missing({"a": None}, {}) == [".a"]
