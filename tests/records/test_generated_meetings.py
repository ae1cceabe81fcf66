"""What no document may say, and what every document must, over meetings made by chance."""

import re
from pathlib import Path

import pytest
from generated import PRIVATE, PUBLIC, generated, released
from making import LEICESTERSHIRE
from pdf_text import plain, squeezed, text_of

from panelroom.records.accuracy import accuracy_sheet
from panelroom.records.export import make
from panelroom.records.feedback import forms
from panelroom.records.html import web_page
from panelroom.records.json_record import json_record
from panelroom.records.minutes import minutes
from panelroom.records.pdf import render
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record

FEW, MANY = range(10), range(10, 210)
ROOT = "0" * 64
KENT = "kent-ipag-2020"


def words_of(name: str, content: bytes) -> str:
    return text_of(content) if name.endswith(".pdf") else content.decode()


def nothing_private(scene) -> int:
    """See that the public files hold what was released and no private word; return how much was released."""
    document = public_minutes(build_record(*scene.parts), scene.session.meeting)
    files = {"minutes.pdf": render(document)[0], "minutes.html": web_page(document)}
    for name, content in files.items():
        said = words_of(name, content).casefold()
        assert re.findall(rf"{PRIVATE}\w*", said) == [], name
        assert PRIVATE.encode() not in content.replace(b"\r", b"\n").split(b"stream\n")[0], name
        for text in released(scene):
            for word in re.findall(rf"{PUBLIC}\w*", text):
                assert word in squeezed(said), name
    return len(released(scene))


def documents(scene) -> list[object]:
    """Everything that is written of a meeting, as it is before it becomes pages, under one root."""
    held = scene.session.meeting
    record = build_record(held, scene.session.entries, ROOT)
    sheets = [minutes(record, held.question_set), public_minutes(record, held), accuracy_sheet(record)]
    return [*sheets, *forms(record), json_record(held, record)]


@pytest.mark.parametrize("seed", FEW)
def test_nothing_private_is_published(shelf, seed):
    with generated(shelf, seed) as scene:
        nothing_private(scene)


@pytest.mark.heavy
def test_nothing_private_is_published_of_two_hundred_meetings(shelf):
    found = 0
    for seed in MANY:
        folder = shelf / str(seed)
        folder.mkdir()
        with generated(folder, seed, set_id=KENT if seed % 8 == 0 else LEICESTERSHIRE) as scene:
            found += nothing_private(scene)
    assert found > 200


@pytest.mark.parametrize("seed", [*FEW, *(pytest.param(s, marks=pytest.mark.heavy) for s in MANY)])
def test_who_sat_out_makes_no_difference(shelf, seed):
    written = []
    for apart in ("m2", "m5"):
        folder = shelf / apart
        folder.mkdir()
        with generated(folder, seed, apart) as scene:
            written.append(documents(scene))
    assert written[0] == written[1]


def test_somebody_does_sit_out_in_these_meetings(shelf):
    """Else the test above would prove nothing."""
    apart = 0
    for seed in FEW:
        folder = shelf / str(seed)
        folder.mkdir()
        with generated(folder, seed) as scene:
            apart += sum("m2" in case.out | case.interests for case in scene.session.meeting.cases)
    assert apart > 5


@pytest.mark.parametrize("seed", [0, *(pytest.param(s, marks=pytest.mark.heavy) for s in MANY[:20])])
def test_every_observation_is_in_the_restricted_minutes(shelf, seed):
    with generated(shelf, seed) as scene:
        held = scene.session.meeting
        said = squeezed(text_of(render(minutes(build_record(*scene.parts), held.question_set))[0]))
        for case in held.cases:
            for item in (*case.observations, *case.disputes, *case.dispute_replies):
                assert squeezed(plain(item.act.text)) in said


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [3, 11])
def test_two_who_sat_out_give_the_same_bytes_twice(shelf, tmp_path: Path, seed):
    written = []
    for apart in ("m2", "m5"):
        folder = shelf / apart
        folder.mkdir()
        with generated(folder, seed, apart) as scene:
            held = scene.session.meeting
            for _ in range(2):
                written.append(make(build_record(held, scene.session.entries, ROOT), held).files)
    assert all(files == written[0] for files in written)
