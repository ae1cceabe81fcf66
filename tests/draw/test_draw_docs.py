"""What docs/draw.md says can be done by hand gives what panelroom gives."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from frames import WHEN, csv_of, frame, sha256, write

from panelroom.draw import DrawRecord, draw_cases, read_frame

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "draw.md").read_text(encoding="utf-8")


@pytest.fixture
def by_hand(tmp_path):
    """Run the lines of the page, in a Python that cannot see panelroom."""
    (block,) = re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE)
    assert block.count("\n") <= 20
    write(tmp_path, block, "by_hand.py")

    def run(*argv):
        argv = [sys.executable, "-I", "by_hand.py", *map(str, argv)]
        done = subprocess.run(argv, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8")
        return done.stdout.splitlines()

    return run


AWKWARD = """\ufeffDISTRICT_,ref,status,strands,district,closed_on,notes
x,'SYN/2/25, Closed ,"Race;  Religion;race",Cofe\u0301,28/04/2025,
x,SYN/10/25,CLOSED,"religion,race",North  Coast,2025-04-28,"a, b"
x,SYN/1/25,open,,,,

"x","SYN/3/25","closed","Disability\nrace","",,""
"""


@pytest.mark.parametrize("text", [csv_of(frame(50).rows), AWKWARD], ids=["plain", "awkward"])
def test_the_lines_of_the_page_give_the_same_draw(tmp_path, by_hand, text):
    path = write(tmp_path, text)
    whole = read_frame(path)
    record = draw_cases(whole, seed=" 4 8  15\n", take=3, at=WHEN)
    assert by_hand("frame.csv", " 4 8  15\n", 3) == [record.frame.sha256, *record.drawn]


def test_the_line_for_a_shell_gives_the_order():
    assert r"printf 'panelroom-draw@1\n%s\n%s\n%s'" in PAGE
    record = draw_cases(frame(20), seed="4 8 15", take=15, at=WHEN)
    hashes = [sha256("panelroom-draw@1", record.frame.sha256, record.seed, ref) for ref in record.drawn]
    assert hashes == sorted(hashes)


def test_a_draw_never_changes():
    """A record made once must hold for ever: these are the bytes of the first version."""
    record = draw_cases(frame(20), seed="4 8 15", take=3, at=WHEN, strata="district", drawn_by="Secretary")
    kept = json.loads((Path(__file__).parent / "first_version.json").read_text(encoding="utf-8"))
    assert record.as_data() == kept


def test_every_field_of_the_record_is_explained():
    table = re.findall(r"(?m)^\| (`.*?) \|", PAGE.partition("## What `draw.json` says")[2])
    assert [name for cell in table for name in re.findall(r"`(\w+)`", cell)] == list(DrawRecord.model_fields)
