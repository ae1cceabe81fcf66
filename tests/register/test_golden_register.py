"""A register of every release must open for ever and say what it said."""

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from panelroom.register import shelf as registers
from panelroom.register.changes import CHANGES, from_body

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
FILES = sorted(GOLDEN.glob("*.register"))


def maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_golden_register", GOLDEN / "make_register.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=FILES, ids=lambda p: p.stem)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for name in (request.param.name, f"{request.param.name}.vault.age"):
        shutil.copy(GOLDEN / name, tmp_path)
    return tmp_path / request.param.name


def test_there_is_one_of_the_first_format() -> None:
    assert [p.name for p in FILES][:1] == ["v1.register"]


def test_a_golden_register_opens_and_says_what_it_said(golden: Path) -> None:
    from test_golden_book import missing

    make = maker()
    stored = json.loads((GOLDEN / f"{golden.name}.json").read_text(encoding="utf-8"))
    with registers.writing(golden, registers.register_key(golden, make.PASSPHRASE)) as writer:
        now = json.loads(json.dumps(make.said(writer.register)))
        assert missing(stored, now) == []
        assert [p.training for p in writer.file.people()] == [{"unconscious bias": "2031-02-03"}]


def test_every_kind_of_change_is_in_one_of_them(golden: Path) -> None:
    with registers.reading(golden, registers.register_key(golden, maker().PASSPHRASE)) as file:
        kinds = {from_body(seq, body).change.change for seq, body in file.changes()}
    assert kinds == set(CHANGES) or golden.name != FILES[-1].name
