"""Every PDF for people who do not see it: PDF/UA-1 and PDF/A-2a by another's validator, and what we owe beyond."""

import io
import re
import subprocess
import zlib
from collections import Counter
from itertools import groupby
from pathlib import Path

import page
import pikepdf
import pytest
from pdf_text import text_of
from record_scenes import SIX, meeting, rich
from report_scenes import whole as whole_report
from test_certificate import destruction
from test_copies import CountRow, case, picture, printed
from test_records_hostile import TEXTS, document

from panelroom.records import blocks as b
from panelroom.records import pdf
from panelroom.records.certificate import write_certificate
from panelroom.records.copies import write_count_sheet
from panelroom.records.export import export
from panelroom.records.pdf import conforming, flow, render
from panelroom.report.document import annual_document

KEPT_OPEN: list[pikepdf.Pdf] = []  # an object is gone when its file is closed
GOLDEN = Path(__file__).parents[1] / "data" / "minutes-structure.txt"
REPORT_GOLDEN = GOLDEN.with_name("report-structure.txt")
PROFILES = ("ua1", "2a")
ROWS = tuple(b.Row((b.cell(str(n)), b.cell("word " * 90), b.cell("No")), fault=n % 2 == 1) for n in range(30))
TABLE = b.Table(("No.", "Words", "Answer"), (0.1, 0.7, 0.2), ROWS)
CHART = b.Chart(
    "line",
    "Crimes by month",
    ("Jan 31", "Feb 31", "Mar 31"),
    (3, None, 1_250),
    "Example Police",
    "January 3, March 1,250; nothing is known of February.",
    b.Table(("Month", "Crimes"), (0.5, 0.5), (b.Row((b.cell("Jan 31"), b.cell("3"))),)),
)


def everything() -> b.Document:
    """A document with every kind of block there is."""
    return document(
        b.Heading(1, "One"),
        b.Heading(2, "Two"),
        b.bullets(["one", "two " * 300]),
        b.Facts((("Label", "text"), ("To be filled in", ""))),
        TABLE,
        b.Band("1", "Appropriate"),
        b.Lines("Write here", 5),
        b.Typed("a line\n02/03/2031   words   more words\n03/03/2031   words   third"),
        b.Picture(picture(), "A grey square at the left"),
        CHART,
        b.PageBreak(),
        b.Sheet("about"),
        b.para("the end"),
    )


def failures(content: bytes) -> list[str]:
    found = [f for profile in PROFILES for f in page.validate_pdf_bytes(content, profile=profile).failures]
    return [f"{failure.rule_id}: {failure.message}" for failure in found]


def test_every_kind_of_block_conforms():
    assert {type(block) for block in everything().blocks} | {b.Para} == set(b.Block.__args__)
    assert failures(pdf.render(everything())[0]) == []


def test_what_people_type_conforms():
    assert failures(pdf.render(document(*(b.para(text) for text in TEXTS.values())))[0]) == []


@pytest.mark.heavy
def test_all_that_a_meeting_leaves_conforms(tmp_path):
    with meeting(tmp_path, SIX) as scene:
        known = rich(scene)
        scene.do("open_accuracy_check", until="2026-05-14")
        first = scene.do("dispute_fact", entry=known["learning"], role="force", text="It was done.", page=7)
        scene.do("reply_to_dispute", entry=first, text="The observation stands.")
        scene.do("confirm_minutes", by=[{"role": "chair", "method": "in_person"}])
        export(*scene.parts, tmp_path / "out")
    write_certificate(tmp_path / "out", destruction())
    printed(tmp_path / "out", case(), copies=range(1, 2))
    printed(tmp_path / "out", case(pictures={1: picture()}), large=True, copies=range(2, 3))
    write_count_sheet(tmp_path / "out" / "count.pdf", [CountRow(1, 1, 4)])
    files = sorted((tmp_path / "out").rglob("*.pdf"))
    assert len(files) > 10
    assert {file.name: failures(file.read_bytes()) for file in files} == {file.name: [] for file in files}


@pytest.mark.parametrize(
    ("place", "name", "broken"),
    [
        (conforming, "_texts", lambda _: iter(())),
        (conforming, "_attributes", lambda _: None),
        (flow, "_unspoken", lambda *_: None),
        (conforming, "_describe", lambda *_: None),
    ],
    ids=["no alt", "no scope", "no artifact mark", "no description"],
)
def test_the_validator_sees_what_is_missing(monkeypatch, place, name, broken):
    monkeypatch.setattr(place, name, broken)
    assert failures(pdf.render(everything())[0])


# --- beyond what a validator notices -----------------------------------------------------------------------


def elements(content: bytes) -> list[pikepdf.Object]:
    """Return the elements of a file in the order they are read out."""
    file = pikepdf.open(io.BytesIO(content))
    KEPT_OPEN.append(file)

    def below(element):
        for kid in element.get("/K", []):
            if "/S" in kid:
                yield kid
                yield from below(kid)

    return list(below(file.Root.StructTreeRoot.K[0]))


def roles(content: bytes) -> Counter:
    return Counter(str(element.S) for element in elements(content))


def test_the_head_of_a_table_is_said_once_and_each_row_is_one_row():
    content, _ = pdf.render(document(TABLE))
    assert len(pikepdf.open(io.BytesIO(content)).pages) > 3
    found = roles(content)
    assert (found["/Table"], found["/TH"], found["/TR"], found["/TD"]) == (1, 3, 31, 90)


def test_a_paragraph_over_two_pages_is_one_paragraph():
    long = b.para("word " * 900)
    content, _ = pdf.render(document(long))
    (paragraph,) = [e for e in elements(content) if e.S == "/P"]
    assert len({kid.Pg.objgen for kid in paragraph.K}) > 1


def test_a_list_has_its_signs_apart_from_its_words():
    content, _ = pdf.render(document(b.bullets(["one", "two"])))
    found = roles(content)
    assert (found["/L"], found["/LI"], found["/Lbl"], found["/LBody"]) == (1, 2, 2, 2)
    assert text_of(content).count("•") == 2


def test_an_outcome_is_read_out_as_one_paragraph():
    content, _ = pdf.render(document(b.Band("2", "Appropriate with observations")))
    (paragraph,) = [e for e in elements(content) if e.S == "/P"]
    assert len(paragraph.K) == 3


def test_words_from_the_right_are_read_out_in_their_order():
    words = "یہ ایک آزمائش ہے۔"
    content, _ = pdf.render(document(b.para(words)))
    assert words in [str(e.ActualText) for e in elements(content) if "/ActualText" in e]


def test_the_description_says_the_same_in_both_places():
    content, _ = pdf.render(document(b.para("words")))
    file = pikepdf.open(io.BytesIO(content))
    info = {str(key): str(value) for key, value in file.docinfo.items()}
    assert info["/CreationDate"] == info["/ModDate"] == "D:20260414200000+00'00'"
    with file.open_metadata() as metadata:
        assert metadata["dc:title"] == info["/Title"] == "Title"
        assert metadata["dc:creator"] == [info["/Author"]] == ["Author"]
        assert metadata["dc:description"] == info["/Subject"] == "Subject"
        assert metadata["pdf:Producer"] == info["/Producer"]
        assert metadata["xmp:CreatorTool"] == info["/Creator"]
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2026-04-14T20:00:00Z"
    assert file.Root.ViewerPreferences.DisplayDocTitle
    assert str(file.Root.Lang) == "en-GB"


def test_every_piece_of_every_page_belongs_to_one_element():
    """A validator is content with pieces that belong to nothing; a screen reader would be silent there."""
    content, _ = pdf.render(everything())
    said = Counter((kid.Pg.objgen, int(kid.MCID)) for e in elements(content) for kid in e.K if "/MCID" in kid)
    drawn: Counter = Counter()
    for sheet in pikepdf.open(io.BytesIO(content)).pages:
        for operands, operator in pikepdf.parse_content_stream(sheet):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                drawn[(sheet.obj.objgen, int(operands[1].MCID))] += 1
    assert said == drawn
    assert set(said.values()) == {1}


def test_nothing_in_the_file_says_when_it_was_made():
    """The colour profile that comes with Pillow holds the present moment."""
    first = conforming._srgb()
    conforming._srgb.cache_clear()
    assert conforming._srgb() == first
    assert first[24:36] == bytes(12)
    assert first[36:40] == b"acsp"


def outline(content: bytes) -> list[str]:
    """Return what a document consists of, in order: headings, lists, tables with their rows, runs of paragraphs."""
    file = pikepdf.open(io.BytesIO(content))
    of = [(str(e.S)[1:], len(e.K)) for e in file.Root.StructTreeRoot.K[0].K]
    lines = [f"{role} of {count}" if role in ("L", "Table") else role for role, count in of]
    return [f"{line} x {n}" if (n := len(list(same))) > 1 else line for line, same in groupby(lines)]


@pytest.fixture
def minutes(tmp_path) -> Path:
    with meeting(tmp_path, SIX) as scene:
        rich(scene)
        export(*scene.parts, tmp_path / "out")
    return tmp_path / "out" / "restricted" / "minutes.pdf"


def test_the_structure_of_minutes_is_as_it_was(minutes):
    """One title, and a table of questions for each case."""
    assert "\n".join(outline(minutes.read_bytes())) == GOLDEN.read_text().strip()


def test_the_structure_of_a_report_is_as_it_was():
    """One title, a table beside each chart, and the sections of a report to a police and crime panel in order."""
    content = render(annual_document(whole_report()))[0]
    assert "\n".join(outline(content)) == REPORT_GOLDEN.read_text().strip()


@pytest.mark.heavy
def test_poppler_sees_the_same_structure(minutes):
    printed = subprocess.run(
        ["pdfinfo", "-struct", minutes], capture_output=True, text=True, check=True
    ).stdout
    seen = Counter(re.findall(r"^ *([A-Z][A-Za-z0-9]*)(?: \((?:block|inline)\))?:?$", printed, re.MULTILINE))
    expected = Counter({role[1:]: count for role, count in roles(minutes.read_bytes()).items()})
    assert seen == expected + Counter(Document=1)


def test_no_stream_ends_with_a_carriage_return():
    """One in 256 compressed streams does by chance; here such chances are tried until one is met."""
    kept = conforming._end_streams_plainly
    met = 0
    for number in range(2000):
        file = pikepdf.new()
        stream = file.make_stream(b"")
        packed = zlib.compress(b"words" * number)
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        file.Root.Tried = stream
        if packed.endswith(b"\r"):
            met += 1
            kept(file)
            assert not file.Root.Tried.read_raw_bytes().endswith(b"\r")
            assert file.Root.Tried.read_bytes() == b"words" * number
    assert met
    ends = [s.read_raw_bytes()[-1:] for s in _streams(pdf.render(everything())[0])]
    assert len(ends) > 8 and b"\r" not in ends


def _streams(content: bytes) -> list[pikepdf.Stream]:
    KEPT_OPEN.append(pikepdf.open(io.BytesIO(content)))
    return [each for each in KEPT_OPEN[-1].objects if isinstance(each, pikepdf.Stream)]
