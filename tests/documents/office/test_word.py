import io

import pytest
from making_office import (
    PACKAGE,
    Docx,
    cell,
    para,
    picture,
    row,
    run,
    style,
    table,
    text_box,
    zipped,
)
from PIL import Image

from panelroom.documents.model import Imported, numbered
from panelroom.documents.reading import Reading
from panelroom.documents.word import read_docx
from panelroom.timeline import body_lines, events_in

CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"
PAGE = '<w:r><w:br w:type="page"/></w:r>'


def read(body: str, **more: str) -> Reading:
    return read_docx(Docx(body=body, **more).data())


def blocks(reading: Reading) -> list[tuple[int, str, str]]:
    return list(reading.blocks)


def found(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [(each.id, each.severity, each.page) for each in reading.findings]


def png(colour: str = "black") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    return out.getvalue()


# --- pages -------------------------------------------------------------------------------------------------


def test_pages_end_where_word_last_had_them() -> None:
    reading = read(
        para(run("one")) + para(RENDERED, run("two ") + RENDERED, run("three")) + para(run("still three"))
    )
    assert blocks(reading) == [
        (1, "para", "one"),
        (2, "para", "two"),
        (3, "para", "three"),
        (3, "para", "still three"),
    ]


def test_a_page_end_that_was_asked_for_and_rendered_is_one() -> None:
    body = para(run("one"), PAGE) + para(RENDERED, run("two"))
    body += para(RENDERED, run("three"), properties="<w:pageBreakBefore/>")
    assert [(page, text) for page, _, text in read(body).blocks] == [(1, "one"), (2, "two"), (3, "three")]


def test_without_rendered_pages_thirty_lines_are_one() -> None:
    reading = read("".join(para(run(f"Paragraph {n}")) for n in range(45)))
    assert reading.pages == 3
    assert [sum(page == n for page, _, _ in reading.blocks) for n in (1, 2, 3)] == [15, 15, 15]


def test_a_section_begins_a_page_unless_it_goes_on() -> None:
    ends = "<w:sectPr/>"
    goes_on = '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    body = (
        para(run("one"), properties=ends)
        + para(run("two"), properties=ends)
        + para(run("two"), properties=goes_on)
    )
    reading = read(body + para(run("three")), section='<w:type w:val="nextPage"/>')
    assert [(page, text) for page, _, text in reading.blocks] == [
        (1, "one"),
        (2, "two"),
        (2, "two"),
        (3, "three"),
    ]


def test_a_row_is_not_parted_by_a_page_end_and_the_next_one_begins_it() -> None:
    ended = row(cell(para(run("a"), RENDERED, run("b"))), cell(para(run("c"), RENDERED, run("d"))))
    first = row(cell(para(RENDERED, run("e"))), cell(para(RENDERED, run("f"))))
    reading = read(table(ended) + para(run("after")) + table(first))
    assert blocks(reading) == [(1, "row", "a b | c d"), (2, "para", "after"), (3, "row", "e | f")]


# --- blocks ------------------------------------------------------------------------------------------------


def test_headings_are_known_by_style_and_outline() -> None:
    styles = (
        style("Heading2", "") + style("Mine", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>') + style("Title", "")
    )
    body = "".join(
        para(run(name), properties=f'<w:pStyle w:val="{name}"/>')
        for name in ("Heading2", "Mine", "Title", "None")
    )
    assert [kind for _, kind, _ in read(body, styles=styles).blocks] == [
        "heading",
        "heading",
        "heading",
        "para",
    ]


def test_line_breaks_are_spaces_unless_an_entry_follows() -> None:
    lines = ["Call log", "for the panel", "03/03/2025 08:12 Rang", "and waited.", "03/03/2025 08:20 Left"]
    reading = read(para("<w:r><w:br/></w:r>".join(run(line) for line in lines)))
    assert [(kind, text) for _, kind, text in reading.blocks] == [
        ("para", "Call log for the panel"),
        ("log", "03/03/2025 08:12 Rang and waited."),
        ("log", "03/03/2025 08:20 Left"),
    ]


def test_a_table_of_entries_gives_its_dates_to_the_timeline() -> None:
    def entry(*cells: str) -> str:
        return row(*(cell(para(run(text))) for text in cells))

    body = table(
        entry("No", "When", "Who", "What"),
        entry("1", "03/03/2025 08:12", "[OFFICER 1]", "Rang."),
        entry("", "04/03/2025", "[OFFICER 1]", "Visited."),
        entry("05/03/2025", "09:30", "", "Closed."),
    )
    reading = read(body)
    assert [text for _, _, text in reading.blocks] == [
        "No | When | Who | What",
        "1. 03/03/2025 08:12 | [OFFICER 1] | Rang.",
        "04/03/2025 | [OFFICER 1] | Visited.",
        "05/03/2025 | 09:30 | | Closed.",
    ]
    imported = Imported(kind="docx", sha256="", importer="", pages=1, blocks=numbered(reading.blocks))
    events = events_in(body_lines(imported.page_texts))
    assert [event.when for event in events] == ["2025-03-03T08:12", "2025-03-04", "2025-03-05T09:30"]


def test_entries_inside_one_cell_each_begin_a_line() -> None:
    inside = para(run("Officer report")) + para(run("03/03/2025 Rang.")) + para(run("04/03/2025 Visited."))
    reading = read(table(row(cell(para(run("Log"))), cell(inside))))
    assert [text for _, _, text in reading.blocks] == [
        "Log | Officer report",
        "03/03/2025 Rang.",
        "04/03/2025 Visited.",
    ]


def test_a_frame_of_one_cell_changes_nothing() -> None:
    reading = read(
        table(
            row(cell(para(run("03/03/2025 Rang.")) + table(row(cell(para(run("a"))), cell(para(run("b")))))))
        )
    )
    assert [(kind, text) for _, kind, text in reading.blocks] == [
        ("log", "03/03/2025 Rang."),
        ("row", "a | b"),
    ]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def test_the_numbers_that_word_prints_are_text() -> None:
    def item(text: str, list_id: int, level: int = 0) -> str:
        numbered_as = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        return para(run(text), properties=numbered_as)

    made = Docx()
    made.part("numbering", "numbering.xml", NUMBERING, "numbering")
    made.body = (
        item("one", 1)
        + item("a", 1, 1)
        + item("b", 1, 1)
        + item("03/03/2025 two", 1)
        + item("a", 1, 1)
        + item("dot", 2)
    )
    made.body += item("seven", 3) + item("eight", 3) + item("none", 0)
    assert [(kind, text) for _, kind, text in read_docx(made.data()).blocks] == [
        ("list", "1. one"),
        ("list", "1.a) a"),
        ("list", "1.b) b"),
        ("log", "2. 03/03/2025 two"),
        ("list", "2.a) a"),
        ("list", "• dot"),
        ("list", "7. seven"),
        ("list", "8. eight"),
        ("para", "none"),
    ]


def test_headers_stand_first_and_footers_and_footnotes_last_each_once() -> None:
    made = Docx()
    for kind, root in (("header", "hdr"), ("footer", "ftr")):
        name = made.part(kind, f"{kind}.xml", para(run(f"The {kind}")), root)
        made.section += f'<w:{kind}Reference w:type="default" r:id="{name}"/>'
    made.part(
        "footnotes", "footnotes.xml", f'<w:footnote w:id="2">{para(run("Below"))}</w:footnote>', "footnotes"
    )
    ends = f"<w:sectPr>{made.section}</w:sectPr>"
    made.body = para(run("Marked"), '<w:r><w:footnoteReference w:id="2"/></w:r>', properties=ends) + para(
        run("Two")
    )
    assert blocks(read_docx(made.data())) == [
        (1, "note", "The header"),
        (1, "para", "Marked[1]"),
        (1, "note", "The footer"),
        (1, "note", "[1] Below"),
        (2, "para", "Two"),
    ]


def test_a_first_page_header_holds_for_later_sections_that_have_a_first_page() -> None:
    def made(later: str) -> Docx:
        whole = Docx()
        name = whole.part("header", "header.xml", para(run("On a first page")), "hdr")
        own = f'<w:sectPr><w:headerReference w:type="first" r:id="{name}"/></w:sectPr>'
        whole.section += later
        whole.body = para(run("One"), properties=own) + para(run("Two"))
        return whole

    seen = read_docx(made("<w:titlePg/>").data())
    assert (1, "note", "On a first page") in blocks(seen) and not seen.findings
    unseen = read_docx(made("").data())
    assert all("first page" not in text for _, _, text in blocks(unseen))
    assert [f.id for f in unseen.findings] == ["DOCX-HIDDEN-TEXT"]


def test_tick_boxes_lists_and_signs_of_a_form_are_text() -> None:
    def form(inside: str, kind: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar></w:r>'
            f'<w:r><w:instrText> {kind} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    ticked, empty = (
        form("<w:checkBox><w:checked/></w:checkBox>", "FORMCHECKBOX"),
        form("<w:checkBox/>", "FORMCHECKBOX"),
    )
    entries = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/><w:listEntry w:val="Yes"/></w:ddList>'
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    reading = read(para(ticked, empty, form(entries, "FORMDROPDOWN"), run(" end "), sign))
    assert [text for _, _, text in reading.blocks] == ["☒☐Yes end ✓"]


# --- pictures ----------------------------------------------------------------------------------------------


def test_a_page_with_only_a_picture_is_that_picture_and_asks_for_a_description() -> None:
    made = Docx(
        body=para(run("words"), PAGE)
        + para(picture("rId1"))
        + para(PAGE)
        + para(picture("rId1", "A map"), run("x"))
    )
    made.part("image", "media/image1.png", png())
    reading = read_docx(made.data())
    assert blocks(reading) == [
        (1, "para", "words"),
        (2, "para", "[PICTURE: no description]"),
        (3, "para", "[PICTURE: A map]"),
        (3, "para", "x"),
    ]
    assert list(reading.pictures) == [2]
    assert found(reading) == [("DOCX-PICTURE", "REVIEW", 2)]


def test_what_word_crops_off_is_told_and_gone() -> None:
    image = Image.new("L", (100, 20), 255)
    image.paste(0, (0, 0, 60, 20))
    out = io.BytesIO()
    image.save(out, "PNG")
    made = Docx(body=para(picture("rId1", "plan", "<a:srcRect l='60000'/>")))
    made.part("image", "media/image1.png", out.getvalue())
    reading = read_docx(made.data())
    assert found(reading) == [("DOCX-CROPPED-IMAGE", "AUTO", 1)]
    assert Image.open(io.BytesIO(reading.pictures[1])).getextrema() == (255, 255)


def test_what_a_photograph_says_of_who_took_it_is_told_once_and_gone() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Inventa Nobody"
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif)
    made = Docx(body=para(picture("rId1", "sign")) + para(picture("rId1", "sign"), PAGE))
    made.part("image", "media/image1.jpeg", out.getvalue() + b"left behind")
    reading = read_docx(made.data())
    assert found(reading) == [("IMG-EXIF", "AUTO", 1), ("IMG-TRAILING", "AUTO", 1)]
    assert "Inventa" not in repr(reading.findings)
    assert all(b"Inventa" not in each for each in reading.pictures.values())


def test_a_picture_that_cannot_be_drawn_is_for_the_officer() -> None:
    made = Docx(body=para(picture("rId1", "plan")))
    made.part("image", "media/image1.emf", b"\1\0\0\0rubbish")
    assert found(read_docx(made.data())) == [("DOCX-PICTURE", "REVIEW", 1)]


def test_a_filled_shape_in_front_of_the_page_is_for_the_officer() -> None:
    floating = text_box(para(run("x")), fill="FF0000").replace("<wp:wrapSquare/>", "<wp:wrapNone/>")
    assert found(read(para(floating))) == [("DOCX-SHAPE-COVER", "REVIEW", 1)]
    vml = "<w:r><w:pict><v:rect style='position:absolute;z-index:1' fillcolor='black'/></w:pict></w:r>"
    assert found(read(para(vml))) == [("DOCX-SHAPE-COVER", "REVIEW", 1)]
    assert not found(read(para(text_box(para(run("x")), fill="FFFF00"))))


# --- what else a file carries ------------------------------------------------------------------------------


def with_core(**values: str) -> Reading:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    made = Docx(body=para(run("x")), package_relations=[("metadata/core-properties", "docProps/core.xml")])
    made.parts["docProps/core.xml"] = f'<coreProperties xmlns="{CORE}">{inside}</coreProperties>'
    return read_docx(made.data())


def test_people_in_the_properties_are_told() -> None:
    reading = with_core(creator="Jane Doe", lastModifiedBy="J Doe", title="Statement of Ann Example")
    assert [(each.id, each.severity, each.page, each.sample) for each in reading.findings] == [
        ("DOCX-METADATA", "AUTO", None, "author: J......e (8)"),
        ("DOCX-METADATA", "AUTO", None, "last changed by: J...e (5)"),
        ("DOCX-METADATA", "AUTO", None, "title: S..........e (24)"),
    ]


@pytest.mark.parametrize("nobody", ["Microsoft Office User", "python-docx", "", "User", "admin"])
def test_programs_in_the_properties_are_nobody(nobody: str) -> None:
    reading = with_core(
        creator=nobody, lastModifiedBy=nobody, title="Call log", created="2025-03-03T10:00:00Z"
    )
    assert not reading.findings


def test_extras_that_could_identify_are_told_and_others_not() -> None:
    made = Docx(body=para(run("x")))
    made.part(
        "settings",
        "settings.xml",
        '<w:docVars><w:docVar w:name="n" w:val="Ann Example"/></w:docVars>',
        "settings",
    )
    made.part("hyperlink", "mailto:ann@example.com", b"")
    made.part("attachedTemplate", "file:///C:/Users/ann/x.dotx", b"")
    for name in ("word/mailto:ann@example.com", "word/file:///C:/Users/ann/x.dotx"):
        del made.parts[name]
    made.parts["customXml/item1.xml"] = "<case><officer>PC Ann Example</officer></case>"
    made.parts["customXml/item2.xml"] = "<sources/>"
    made.parts["word/vbaProject.bin"] = b"macro"
    made.parts["word/embeddings/sheet.xlsx"] = b"PK"
    made.parts["docProps/thumbnail.png"] = png("white")
    made.body += para(
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> AUTHOR \"Ann Example\" </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    made.body += para("<w:fldSimple w:instr=' PAGE \\* MERGEFORMAT '>" + run("1") + "</w:fldSimple>")
    names = [each.id.removeprefix("DOCX-") for each in read_docx(made.data()).findings]
    assert names == ["FIELD-CODE", "DOCVARS", "CUSTOMXML", "EXTERNAL", "EXTERNAL", "EMBEDDED", "MACRO"]


def test_who_commented_and_changed_is_told_once() -> None:
    made = Docx(body=para("<w:ins w:id='1' w:author='Ann Example'>" + run("new") + "</w:ins>", run(" old")))
    made.part(
        "comments",
        "comments.xml",
        f"<w:comment w:id='0' w:author='Ann Example'>{para(run('Why?'))}</w:comment>",
        "comments",
    )
    reading = read_docx(made.data())
    assert [text for _, _, text in reading.blocks] == ["new old"]
    assert found(reading) == [
        ("DOCX-TRACKED", "BLOCK", 1),
        ("DOCX-COMMENT", "BLOCK", None),
        ("DOCX-METADATA", "AUTO", None),
    ]


def test_typed_bars_are_text_and_hide_nothing() -> None:
    black = '<w:highlight w:val="black"/>'
    reading = read(para(run("Seen "), run("████", black), run(" XXXX ", black), run("by us")))
    assert [text for _, _, text in reading.blocks] == ["Seen ████ XXXX by us"] and not reading.findings


def test_a_file_with_its_parts_elsewhere_is_read() -> None:
    made = Docx(body=para(run("found"))).data()
    assert read_docx(made).blocks == [(1, "para", "found")]
    strict = "http://purl.oclc.org/ooxml"
    kind = f"{strict}/officeDocument/relationships/officeDocument"
    relation = f'<Relationship Id="a" Type="{kind}" Target="/a/b.xml"/>'
    inside = "<w:p><w:r><w:t>strict</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    moved = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>',
        "a/b.xml": f'<w:document xmlns:w="{strict}/wordprocessingml/main"><w:body>{inside}</w:body></w:document>',
    }
    assert read_docx(zipped(moved)).blocks == [(1, "para", "strict")]
