"""The Word draft: everything said, a draft on every page, nothing hidden in it, and correctable in any office."""

import io
import re
import shutil
import subprocess
import zipfile

import docx
import pytest
from block_words import words_of_blocks
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pdf_text import squeezed, text_of
from test_copies import picture
from test_records_hostile import TEXTS, document
from test_tagging import everything

from panelroom.documents.read import read_document
from panelroom.errors import BadFile
from panelroom.records import blocks as b
from panelroom.records.pdf import look as paper
from panelroom.records.word import look, word_draft
from panelroom.text import clean_text

NOTICE = "DRAFT for correction. The signed PDF is the record."


def opened(found: b.Document):
    return docx.Document(io.BytesIO(word_draft(found, NOTICE)))


def body(found: b.Document) -> list[tuple[str, str]]:
    """Return style and words of each paragraph outside tables, behind the notice."""
    return [(p.style.name, p.text) for p in opened(found).paragraphs][1:]


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_whatever_is_typed_comes_through(text):
    rows = (b.Row((b.cell(text), b.cell("", b.bold(text))), fault=True),)
    found = opened(
        document(
            b.Heading(1, text),
            b.para(text),
            b.bullets([text]),
            b.Facts(((text, "is"),)),
            b.Table((text, "Words"), (0.5, 0.5), rows),
            b.Band("1", text),
            b.Lines(text, 1),
            b.Typed(text),
            b.Sheet(text),
        )
    )
    wanted = squeezed(clean_text(text))
    said = [squeezed(p.text) for p in found.paragraphs]
    assert said[2:5] == [wanted] * 3
    assert said[5] == wanted + "is"
    assert said[7] == "Outcome1:" + wanted
    assert [said[8], said[10], said[11]] == [wanted] * 3
    (table,) = found.tables
    assert [squeezed(table.cell(*place).text) for place in ((0, 0), (1, 0), (1, 1))] == [wanted] * 3


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_makes_a_file_that_can_be_read(text):
    found = opened(document(b.para(text), b.Typed(text), b.Facts(((text, text),))))
    assert squeezed(found.paragraphs[2].text) == squeezed(clean_text(text))


def test_our_own_reader_finds_every_word_and_nothing_hidden(the_minutes, tmp_path):
    path = tmp_path / "minutes.docx"
    path.write_bytes(word_draft(the_minutes, NOTICE))
    found = read_document(path)
    assert {finding.id for finding in found.findings} == {"DOCX-METADATA"}
    whole = squeezed(" ".join(block.text for block in found.blocks))
    texts = words_of_blocks(the_minutes)
    assert len(texts) > 500
    assert [text for text in texts if squeezed(text) not in whole] == []
    headings = [squeezed(h.text) for h in the_minutes.blocks if isinstance(h, b.Heading)]
    read = [squeezed(block.text) for block in found.blocks if block.kind == "heading"]
    assert [text for text in headings if text not in read] == []


def test_every_kind_of_block_is_read_back(tmp_path):
    path = tmp_path / "blocks.docx"
    path.write_bytes(word_draft(everything(), NOTICE))
    found = read_document(path)
    assert {block.kind for block in found.blocks} == {"heading", "para", "list", "row", "log", "note"}
    texts = [block.text for block in found.blocks]
    for text in (
        NOTICE,
        "T",
        "One",
        "Two",
        "• one",
        "Outcome 1: Appropriate",
        "Write here",
        "about",
        "the end",
    ):
        assert text in texts
    assert "No. | Words | Answer" in texts


# ── a draft, and how it is built ─────────────────────────────────────────────────────────────────────────


def test_it_says_that_it_is_a_draft_at_its_head_and_on_every_page(the_minutes):
    found = opened(the_minutes)
    assert (found.paragraphs[0].style.name, found.paragraphs[0].text) == ("Notice", NOTICE)
    (section,) = found.sections
    above = section.header.paragraphs[0].text
    furniture = the_minutes.furniture
    assert above == f"{NOTICE}\n{furniture.above_left}\t{furniture.above_right}"
    assert section.footer.paragraphs[0].text.startswith(f"{furniture.below}\tPage ")
    assert not section.different_first_page_header_footer


def test_each_block_has_the_style_that_says_what_it_is():
    assert body(document(b.Heading(1, "One"), b.Heading(2, "Two"), b.Heading(3, "Three"))) == [
        ("Title", "T"),
        ("Heading 1", "One"),
        ("Heading 2", "Two"),
        ("Heading 3", "Three"),
    ]
    assert body(document(b.Title("A", over="B"), b.bullets(["x", "y"]), b.para("z", tone="mono")))[1:] == [
        ("Subtitle", "B"),
        ("Title", "A"),
        ("List Bullet", "x"),
        ("List Bullet", "y"),
        ("Figures", "z"),
    ]


def test_headings_have_their_outline_and_lists_their_signs():
    found = opened(document())
    levels = [found.styles[f"Heading {n}"].element.xpath("string(.//w:outlineLvl/@w:val)") for n in (1, 2, 3)]
    assert levels == ["0", "1", "2"]
    assert found.styles["List Bullet"].element.xpath(".//w:numPr")


def test_a_table_has_a_head_that_is_repeated_and_its_widths_twice():
    rows = tuple(b.Row((b.cell(str(n)), b.cell("x")), fault=n == 1) for n in range(2))
    found = opened(document(b.Heading(1, "Figures"), b.Table(("No.", "Words"), (0.25, 0.75), rows, (0,))))
    (table,) = found.tables
    heads = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
    assert heads == [True, False, False]
    wanted = [round(look.MEASURE * share / 635) for share in (0.25, 0.75)]
    assert [round(column.width / 635) for column in table.columns] == wanted
    assert all([round(cell.width / 635) for cell in row.cells] == wanted for row in table.rows)
    assert table._tbl.tblPr.xpath("string(./w:tblCaption/@w:val)") == "Figures"
    tints = [row.cells[0]._tc.xpath("string(./w:tcPr/w:shd/@w:fill)") for row in table.rows]
    assert tints == [look.HEAD, "", look.FAULT]
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [1, None]
    assert {p.style.name for cell in table.rows[0].cells for p in cell.paragraphs} == {"Column head"}


def test_only_a_short_row_is_kept_on_one_page():
    rows = (b.Row((b.cell("short"),)), b.Row((b.cell("long " * 200),)))
    (table,) = opened(document(b.Table(("Words",), (1.0,), rows))).tables
    assert [bool(row._tr.xpath("./w:trPr/w:cantSplit")) for row in table.rows] == [True, True, False]


def test_two_tables_stay_two():
    table = b.Table(("A",), (1.0,), (b.Row((b.cell("1"),)),))
    assert len(opened(document(table, table)).tables) == 2
    content = members(word_draft(document(table, table), NOTICE))["word/document.xml"]
    tags = [etree.QName(e).localname for e in etree.fromstring(content)[0]]
    assert [tag for tag in tags if tag != "sectPr"][-4:] == ["tbl", "p", "tbl", "p"]


def test_an_outcome_has_its_numeral_its_words_and_its_colours():
    found = body(document(b.Band("3", "Inappropriate"), b.Band("none", "No outcome")))
    assert found[1:] == [("Outcome 3", "Outcome 3: Inappropriate"), ("Outcome", "Outcome: No outcome")]
    for code, (strong, tint) in paper.OUTCOMES.items():
        written = tuple(colour.hexval()[2:].upper() for colour in (strong, tint))
        assert look.OUTCOMES[code] == written


def test_what_is_to_be_filled_in_has_a_line():
    found = body(document(b.Facts((("Date", "today"), ("Signature", ""))), b.Lines("Remarks", 2)))
    assert found[1:3] == [("Fact", "Date\ttoday"), ("Fact", "Signature\t\t")]
    assert found[3:] == [("Write here", "Remarks"), ("Write here", "\t"), ("Write here", "\t")]
    leaders = opened(document()).styles["Write here"].element.xpath(".//w:tab/@w:leader")
    assert leaders == ["underscore"]


def test_typed_lines_keep_their_columns():
    ((style, text),) = body(document(b.Typed("a  b\tc\n\n  d\n")))[1:]
    assert (style, text) == ("Typed", "a  b    c\n\n  d")


def test_a_picture_fits_and_says_what_it_shows():
    found = opened(document(b.Picture(picture(), 'A "grey"\nsquare')))
    (shape,) = found.inline_shapes
    assert shape.width <= look.MEASURE
    assert shape.height <= look.TALLEST
    assert abs(shape.width / shape.height - 1240 / 1754) < 0.01
    assert shape._inline.docPr.get("descr") == 'A "grey" square'


def test_a_broken_picture_is_one_sentence():
    with pytest.raises(BadFile, match="cannot be read"):
        word_draft(document(b.Picture(picture()[:200], "half")), NOTICE)


def test_a_new_page_begins_where_it_should():
    found = opened(document(b.PageBreak(), b.Sheet("about")))
    assert found.paragraphs[2]._p.xpath(".//w:br[@w:type='page']")
    assert found.paragraphs[3].paragraph_format.page_break_before


def test_words_from_the_right_run_from_the_right():
    found = opened(document(b.para(TEXTS["urdu"]), b.para("left")))
    assert [bool(p._p.xpath("./w:pPr/w:bidi")) for p in found.paragraphs[2:]] == [True, False]
    assert [p.runs[0].font.rtl for p in found.paragraphs[2:]] == [True, None]


# ── nothing else ─────────────────────────────────────────────────────────────────────────────────────────


def test_its_properties_are_those_of_the_document():
    content = word_draft(document(b.para("words")), NOTICE)
    said = docx.Document(io.BytesIO(content)).core_properties
    assert (said.title, said.subject, said.author, said.language) == ("Title", "Subject", "Author", "en-GB")
    assert said.last_modified_by == "Author"
    assert said.created.isoformat() == said.modified.isoformat() == "2026-04-14T20:00:00+00:00"
    assert b"python-docx" not in b"".join(members(content).values())
    assert b"Macintosh" not in b"".join(members(content).values())


def test_a_title_longer_than_a_property_holds_is_cut_there_alone():
    whole = document(b.Title("x" * 400))
    long = b.Document(**{name: getattr(whole, name) for name in b.Document.__slots__} | {"title": "x" * 400})
    found = opened(long)
    assert found.core_properties.title == "x" * 255
    assert "x" * 400 in [p.text for p in found.paragraphs]


def test_the_package_holds_what_it_needs_and_nothing_active_or_remote(the_minutes):
    parts = members(word_draft(the_minutes, NOTICE))
    assert set(parts) == {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/fontTable.xml", "word/footer1.xml", "word/header1.xml", "word/numbering.xml",
        "word/settings.xml", "word/styles.xml", "word/theme/theme1.xml", "word/webSettings.xml",
    }  # fmt: skip
    assert not [name for name, content in parts.items() if b"TargetMode" in content]
    assert b"rsid" not in parts["word/settings.xml"]
    fields = re.findall(rb'w:instr="([^"]*)"|w:instrText', b"".join(parts.values()))
    assert fields == [b"PAGE"]


def test_the_language_and_the_fonts_are_named_everywhere():
    parts = members(word_draft(everything(), NOTICE))
    styles = etree.fromstring(parts["word/styles.xml"])
    assert {each.get(qn("w:val")) for each in styles.iter(qn("w:lang"))} == {"en-GB"}
    named = {each.get(qn("w:ascii")) for each in styles.iter(qn("w:rFonts"))}
    assert named == {"Arial", "Courier New"}
    table = etree.fromstring(parts["word/fontTable.xml"])
    assert {each.get(qn("w:name")) for each in table} == named
    assert len(table.findall(f".//{qn('w:altName')}")) == 2


def test_the_table_styles_are_those_in_use():
    kinds = [style.name for style in opened(document()).styles if style.type == WD_STYLE_TYPE.TABLE]
    assert kinds == ["Normal Table", "Table Grid"]


def test_what_follows_what_is_as_word_wants_it():
    """Word may call a file damaged whose properties are in another order (ECMA-376 part 1, 17.3.1.26)."""
    order = "pStyle keepNext keepLines pageBreakBefore numPr shd tabs bidi spacing ind contextualSpacing jc"
    places = {name: place for place, name in enumerate([*order.split(), "outlineLvl", "rPr"])}
    for name, content in members(word_draft(everything(), NOTICE)).items():
        if name in ("word/document.xml", "word/styles.xml"):
            for properties in etree.fromstring(content).iter(qn("w:pPr")):
                found = [etree.QName(e).localname for e in properties if etree.QName(e).localname in places]
                assert found == sorted(found, key=places.__getitem__)


def test_the_same_document_gives_the_same_bytes(the_minutes):
    for each in (the_minutes, everything()):
        content = word_draft(each, NOTICE)
        assert content == word_draft(each, NOTICE)
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            assert {(m.date_time, m.create_system) for m in file.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}


# ── as an office sees it ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.heavy
def test_an_office_program_prints_every_word(the_minutes, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine: the draft was not opened by an office program")
    long = tuple(b.Row((b.cell(str(n)), b.cell("word " * 1200 + f"end{n}"))) for n in range(3))
    for name, each in (("minutes", the_minutes), ("long", document(b.Table(("A", "B"), (0.1, 0.9), long)))):
        (tmp_path / f"{name}.docx").write_bytes(word_draft(each, NOTICE))
        home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
        subprocess.run([*command, tmp_path / f"{name}.docx"], check=True, capture_output=True, timeout=180)
    printed = squeezed(text_of(tmp_path / "minutes.pdf"))
    observed = [
        block.text for block in the_minutes.blocks if isinstance(block, b.Para) and len(block.text) < 80
    ]
    assert len(observed) > 20
    assert [text for text in observed if squeezed(text) not in printed] == []
    printed = squeezed(text_of(tmp_path / "long.pdf"))
    assert [n for n in range(3) if f"end{n}" not in printed] == []
