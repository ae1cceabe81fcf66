import io

from making_office import ODF, Odt, odt_cell, odt_para, odt_row, odt_style, odt_table, span
from PIL import Image

from panelroom.documents.odt import read_odt
from panelroom.documents.reading import Reading

SOFT = "<text:soft-page-break/>"


def read(body: str, **more: str) -> Reading:
    return read_odt(Odt(body=body, **more).data())


def found(reading: Reading) -> list[tuple[str, str, int | None]]:
    return [(each.id, each.severity, each.page) for each in reading.findings]


def texts(reading: Reading) -> list[tuple[int, str]]:
    return [(page, text) for page, _, text in reading.blocks]


def frame(inside: str, style_name: str = "Graphics") -> str:
    return f'<draw:frame draw:style-name="{style_name}">{inside}</draw:frame>'


def test_pages_end_where_the_program_had_them_or_the_author_wants_them() -> None:
    breaks = '<style:paragraph-properties fo:break-before="page"/>'
    body = (
        odt_para("one")
        + odt_para("two", SOFT, "three")
        + odt_para("four", style_name="P1")
        + SOFT
        + odt_para("five")
    )
    reading = read(body, automatic=odt_style("P1", "paragraph", breaks, "Standard"))
    assert texts(reading) == [(1, "one"), (1, "two"), (2, "three"), (3, "four"), (4, "five")]


def test_a_page_style_that_a_paragraph_asks_for_begins_a_page() -> None:
    asks = '<style:style style:name="P2" style:family="paragraph" style:master-page-name="Other"/>'
    following = {"Other": "Next"}
    pages = (("Standard", "header"), ("Other", "footer"), ("Unused", "header"), ("Next", "header"))
    masters = "".join(
        f'<style:master-page style:name="{name}" style:next-style-name="{following.get(name, "")}">'
        f"<style:{part}>{odt_para(name, ' ', part)}</style:{part}></style:master-page>"
        for name, part in pages
    )
    reading = read(odt_para("one") + odt_para("two", style_name="P2"), automatic=asks, masters=masters)
    seen = [(1, "Standard header"), (1, "Next header"), (1, "one"), (1, "Other footer"), (2, "two")]
    assert texts(reading) == seen
    assert found(reading) == [("ODT-HIDDEN-TEXT", "BLOCK", 1)]


def test_lists_and_headings_carry_the_numbers_that_are_printed() -> None:
    def level(number: int, form: str, shown: int = 1) -> str:
        how = f'text:level="{number}" style:num-format="{form}" style:num-suffix="." text:display-levels="{shown}"'
        return f"<text:list-level-style-number {how}/>"

    bullet = '<text:list-level-style-bullet text:level="1" text:bullet-char="-"/>'
    styles = f'<text:list-style style:name="L1">{level(1, "1")}{level(2, "a")}</text:list-style>'
    styles += f'<text:list-style style:name="L2">{bullet}</text:list-style>'
    styles += f"<text:outline-style>{level(1, '1')}{level(2, '1', 2)}</text:outline-style>"
    inner = f"<text:list><text:list-item>{odt_para('a')}</text:list-item></text:list>"
    body = (
        '<text:h text:outline-level="1">Part</text:h><text:h text:outline-level="2">Log</text:h>'
        f'<text:list text:style-name="L1"><text:list-item>{odt_para("one")}{inner}</text:list-item>'
        f"<text:list-item>{odt_para('03/03/2025 two')}{odt_para('more')}</text:list-item></text:list>"
        f'<text:list text:style-name="L2"><text:list-item>{odt_para("dot")}</text:list-item></text:list>'
    )
    assert [(kind, text) for _, kind, text in read(body, styles=styles).blocks] == [
        ("heading", "1. Part"),
        ("heading", "1.1. Log"),
        ("list", "1. one"),
        ("list", "a. a"),
        ("log", "2. 03/03/2025 two"),
        ("list", "more"),
        ("list", "• dot"),
    ]


def test_spaces_tabs_and_line_breaks() -> None:
    body = odt_para("a\n   b<text:s text:c='5'/>c<text:tab/>d<text:line-break/>03/03/2025 Rang") + odt_para(
        "e&#xA0;f"
    )
    assert [(kind, text) for _, kind, text in read(body).blocks] == [
        ("para", "a b  c  d"),
        ("log", "03/03/2025 Rang"),
        ("para", "e f"),
    ]


def test_tables_in_tables_and_spanned_cells() -> None:
    inner = odt_table(odt_row(odt_para("x"), odt_para("y")))
    spanned = odt_row(odt_para("a"), odt_cell(odt_para("b"))).replace(
        "</table:table-row>", "<table:covered-table-cell/></table:table-row>"
    )
    header = (
        f"<table:table-header-rows>{odt_row(odt_para('When'), odt_para('What'))}</table:table-header-rows>"
    )
    reading = read(odt_table(header, spanned, odt_row(odt_para("c"), odt_cell(inner))))
    assert [text for _, text in texts(reading)] == ["When | What", "a | b", "c", "x | y"]


def test_pictures_objects_and_shapes() -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 30)).save(out, "PNG")
    filled = (
        '<style:graphic-properties draw:fill="solid" draw:fill-color="#ff0000" style:wrap="run-through"/>'
    )
    clipped = '<style:graphic-properties fo:clip="rect(0cm, 1cm, 0cm, 0cm)"/>'
    sheet = f'<office:document-content xmlns:office="{ODF}office:1.0"><p>Seen</p></office:document-content>'
    image = '<draw:image xlink:href="Pictures/1.png"/>'
    body = (
        odt_para(frame(image))
        + odt_para(frame('<draw:object xlink:href="./Object 1"/>' + image), style_name="Standard")
        + odt_para('<draw:rect draw:style-name="Cover"/>', frame(image + "<svg:desc>Plan</svg:desc>", "Cut"))
    )
    made = Odt(
        body=body, automatic=odt_style("Cover", "graphic", filled) + odt_style("Cut", "graphic", clipped)
    )
    made.parts = {"Pictures/1.png": out.getvalue(), "Object 1/content.xml": sheet}
    reading = read_odt(made.data())
    assert [text for _, text in texts(reading)] == [
        "[PICTURE: no description]",
        "[OBJECT: Seen]",
        "[PICTURE: Plan]",
    ]
    assert [name for name, _, _ in found(reading)] == [
        "ODT-PICTURE",
        "ODT-EMBEDDED",
        "ODT-PICTURE",
        "ODT-SHAPE-COVER",
        "ODT-CROPPED-IMAGE",
    ]


def test_a_page_with_only_a_picture_is_that_picture() -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 30)).save(out, "PNG")
    made = Odt(body=odt_para(frame('<draw:image xlink:href="Pictures/1.png"/><svg:desc>Plan</svg:desc>')))
    made.parts = {"Pictures/1.png": out.getvalue()}
    reading = read_odt(made.data())
    assert list(reading.pictures) == [1] and not reading.findings


def test_insertions_stay_and_deletions_go() -> None:
    about = "<office:change-info><dc:creator>Ann Example</dc:creator></office:change-info>"
    changes = [
        ("i", "<text:insertion>", "</text:insertion>"),
        ("d", "<text:deletion>", f"{odt_para('gone')}</text:deletion>"),
        ("x", "<text:deletion>", f"{odt_para('lost')}</text:deletion>"),
    ]
    regions = "".join(
        f'<text:changed-region text:id="{name}">{begin}{about}{end}</text:changed-region>'
        for name, begin, end in changes
    )
    body = f"<text:tracked-changes>{regions}</text:tracked-changes>" + odt_para(
        'a<text:change-start text:change-id="i"/>new<text:change-end text:change-id="i"/>',
        '<text:change text:change-id="d"/>',
    )
    reading = read(body)
    assert texts(reading) == [(1, "anew")]
    assert found(reading) == [
        ("ODT-TRACKED", "BLOCK", 1),
        ("ODT-TRACKED", "BLOCK", 1),
        ("ODT-TRACKED", "BLOCK", None),
        ("ODT-METADATA", "AUTO", None),
    ]


def test_people_in_the_properties_are_told_and_programs_not() -> None:
    meta = (
        "<meta:initial-creator>Jane Doe</meta:initial-creator><dc:creator>LibreOffice</dc:creator>"
        "<meta:generator>LibreOffice/7.4 Example Build</meta:generator><dc:date>2025-03-03T10:11:12</dc:date>"
        "<dc:title>Call log</dc:title><meta:user-defined>PC Ann Example</meta:user-defined>"
    )
    reading = read(odt_para("x"), meta=meta)
    assert [(each.id, each.sample) for each in reading.findings] == [
        ("ODT-METADATA", "author: J......e (8)"),
        ("ODT-METADATA", "user-defined: P..........e (14)"),
    ]


def test_form_controls_show_what_is_in_them() -> None:
    forms = (
        '<office:forms xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"><form:form>'
        '<form:text xml:id="c1" form:id="c1" form:current-value="Typed"/>'
        '<form:checkbox xml:id="c2" form:id="c2" form:label="Agreed" form:current-state="checked"/>'
        "</form:form></office:forms>"
    )
    body = forms + odt_para('<draw:control draw:control="c1"/>', '<draw:control draw:control="c2"/>')
    assert texts(read(body)) == [(1, "Typed ☒ Agreed")]


def test_spans_inherit_and_may_show_again() -> None:
    styles = odt_style("Off", "text", '<style:text-properties text:display="none"/>')
    styles += odt_style("On", "text", '<style:text-properties text:display="true"/>')
    reading = read(odt_para(span("gone" + span("seen", "On"), "Off")), styles=styles)
    assert texts(reading) == [(1, "seen")] and found(reading) == [("ODT-HIDDEN-TEXT", "BLOCK", 1)]
