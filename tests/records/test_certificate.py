"""The certificate of destruction: complete, honest, the same on paper and for programs, never written over."""

import hashlib
import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pdf_text import pages_of, plain, squeezed, text_of
from pydantic import ValidationError

from panelroom.errors import NotWritten, Refused
from panelroom.records.certificate import HONEST, Destruction, write_certificate

WHEN = datetime(2031, 3, 5, 9, 12, tzinfo=timezone(timedelta(hours=1)))
FULL = {
    "meeting": "SYN/M/1",
    "destroyed_at": WHEN,
    "by": "Panel secretary",
    "fingerprints": [
        {"what": "Papers key", "hex": "ab12" * 16, "words": "anvil brisk cobalt dune ember frost"},
        {"what": "Recipient", "hex": "cd34" * 16, "words": "grove heron inlet jolly kayak lemon"},
    ],
    "pack": {"name": "march.prpack", "sha256": "0f" * 32},
    "record_root": "e1" * 32,
    "copies": {"out": 12, "in": 11, "reason": "One was shredded by a member, who signed for it."},
    "gone": ["The papers key of the meeting.", "The reading places kept on this laptop."],
    "remains": [
        {"what": "The record", "held_by": "Panel secretary"},
        {"what": "The sealed pack", "held_by": "Force liaison"},
    ],
    "notes": ["The memory stick was wiped."],
}


def destruction(**changes) -> Destruction:
    return Destruction.model_validate(FULL | changes)


def test_everything_stands_on_paper(tmp_path):
    pdf, _ = write_certificate(tmp_path, destruction())
    text, words = squeezed(text_of(pdf)), plain(text_of(pdf))
    for said in _texts(FULL):
        assert squeezed(said) in text
    for said in (
        *HONEST,
        "5 March 2031, 09:12",
        "12 out, 11 back: 1 copy is missing.",
        "OFFICIAL - SENSITIVE",
    ):
        assert squeezed(said) in text
    assert "(UTC+01:00)" in words


def _texts(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


def test_the_twin_says_the_same_and_the_paper_prints_its_hash(tmp_path):
    pdf, twin = write_certificate(tmp_path, destruction())
    data = json.loads(twin.read_bytes())
    assert (data.pop("format"), data.pop("version")) == ("panelroom-destruction", 1)
    assert data.pop("destroyed_at") == "2031-03-05T09:12:00+01:00"
    assert data.pop("notes") == [*HONEST, *FULL["notes"]]
    assert data == {name: FULL[name] for name in data}
    assert hashlib.sha256(twin.read_bytes()).hexdigest() in squeezed(text_of(pdf))
    lines = [line for line in twin.read_text(encoding="utf-8").splitlines() if line.startswith(' "')]
    assert lines == sorted(lines)


def test_the_same_destruction_gives_the_same_bytes(tmp_path):
    one, other = (write_certificate(tmp_path / name, destruction()) for name in ("a", "b"))
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in other]


def test_a_certificate_is_never_written_over(tmp_path):
    paths = write_certificate(tmp_path, destruction())
    before = [p.read_bytes() for p in paths]
    assert [p.name for p in paths] == [f"destruction-certificate-syn-m-1.{kind}" for kind in ("pdf", "json")]
    with pytest.raises(Refused, match="left as it is"):
        write_certificate(tmp_path, destruction(by="Somebody else"))
    assert [p.read_bytes() for p in paths] == before


@pytest.mark.parametrize("gone", [0, 1])
def test_half_a_certificate_is_not_written_over_either(tmp_path, gone):
    paths = write_certificate(tmp_path, destruction())
    before = paths[1 - gone].read_bytes()
    paths[gone].unlink()
    with pytest.raises(Refused):
        write_certificate(tmp_path, destruction(by="Somebody else"))
    assert paths[1 - gone].read_bytes() == before and not paths[gone].exists()


def test_the_least_that_can_be_said(tmp_path):
    least = destruction(
        fingerprints=[],
        pack=None,
        record_root=None,
        copies=None,
        remains=[],
        notes=[],
        gone=["The papers key."],
    )
    words = plain(text_of(write_certificate(tmp_path, least)[0]))
    assert "None were counted out." in words and "Nothing was named." in words
    assert all(plain(note) in words for note in HONEST)


@pytest.mark.parametrize(
    "copies, said",
    [({"out": 12, "in": 12}, "12 copies out, all back."), ({"out": 1, "in": 1}, "1 copy out, all")],
)
def test_copies_that_are_all_back(tmp_path, copies, said):
    assert said in plain(text_of(write_certificate(tmp_path, destruction(copies=copies))[0]))


@pytest.mark.parametrize(
    "changes",
    [
        {"destroyed_at": datetime(2031, 3, 5)},
        {"by": " "},
        {"copies": {"out": 1, "in": 2}},
        {"copies": {"out": 2, "in": 1}},
        {"copies": {"out": 2, "in": 1, "reason": " \n"}},
        {"copies": {"out": 0, "in": -1}},
        {"record_root": "xyz"},
        {"pack": {"name": "a", "sha256": "0"}},
        {"unknown": 1},
    ],
)
def test_what_is_not_accounted_for_is_no_destruction(changes):
    with pytest.raises(ValidationError):
        destruction(**changes)


def test_hostile_words_are_words(tmp_path):
    odd = "<b>x <img src='/etc/passwd'/> \x1b[31m \u202e {{y}} & 😀 " + "long" * 300
    pdf, twin = write_certificate(
        tmp_path, destruction(by=odd, gone=[odd] * 9, remains=[{"what": odd, "held_by": odd}] * 9)
    )
    assert b"\x1b" not in twin.read_bytes() and "\x1b" not in text_of(pdf)
    assert "<b>x<imgsrc='/etc/passwd'/>" in squeezed(text_of(pdf))
    assert len(pages_of(pdf)) > 2


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_it_is_for_its_owner(tmp_path):
    for path in write_certificate(tmp_path / "new", destruction()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_a_folder_that_does_not_take_it(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotWritten):
        write_certificate(tmp_path / "file", destruction(destroyed_at=datetime(2031, 1, 1, tzinfo=UTC)))
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


FULL_DISK = """
import resource, sys
from pathlib import Path
from panelroom.errors import NotWritten
from panelroom.records.certificate import Destruction, write_certificate

destroyed = Destruction.model_validate_json(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))
try:
    write_certificate(Path(sys.argv[1]), destroyed)
except NotWritten as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_that_is_full_after_the_first_file_keeps_neither(tmp_path):
    argv = [sys.executable, "-c", FULL_DISK, str(tmp_path), destruction().model_dump_json(by_alias=True)]
    done = subprocess.run(argv, check=True, capture_output=True, encoding="utf-8")
    assert "destruction-certificate-syn-m-1.pdf could not be written" in done.stdout
    assert list(tmp_path.iterdir()) == []
