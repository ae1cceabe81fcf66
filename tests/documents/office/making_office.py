"""Word and OpenDocument files made from raw parts, with passages of every state planted in them.

Everything is invented. A planted passage holds a word that stands nowhere else, so that it can be looked for.
"""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from panelroom.documents.odt import read_odt
from panelroom.documents.reading import Reading
from panelroom.documents.word import read_docx
from panelroom.findings import masked
from panelroom.text import clean_line

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": OFFICE,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w10": "urn:schemas-microsoft-com:office:word",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF_NAMESPACES = " ".join(
    [
        *(
            f'xmlns:{prefix}="{ODF}{name}:1.0"'
            for prefix, name in {
                "office": "office",
                "text": "text",
                "style": "style",
                "table": "table",
                "draw": "drawing",
                "meta": "meta",
                "svg": "svg-compatible",
                "fo": "xsl-fo-compatible",
                "script": "script",
                "number": "datastyle",
            }.items()
        ),
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
    ]
)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP of these parts; the first one is stored as it is, as OpenDocument wants its mimetype."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


# --- Word --------------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def cell(*inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inside)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def style(name: str, inside: str, kind: str = "paragraph", based_on: str = "", more: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}" {more}><w:name w:val="{name}"/>{based}{inside}</w:style>'


def text_box(*inside: str, fill: str = "", fallback: str | None = None) -> str:
    """A floating DrawingML box with its VML twin, as Word writes them."""
    solid = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else ""
    content = f"<w:txbxContent>{''.join(inside)}</w:txbxContent>"
    twin = content if fallback is None else f"<w:txbxContent>{fallback}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        "<wp:anchor behindDoc='0'><wp:wrapSquare/><wp:docPr id='1' name='Box'/><a:graphic><a:graphicData><wps:wsp>"
        f"<wps:spPr>{solid}</wps:spPr><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape filled='f'><v:textbox>"
        f"{twin}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(relation: str = "rId90", description: str = "", crop: str = "") -> str:
    return (
        f"<w:r><w:drawing><wp:inline><wp:docPr id='2' name='Picture 1' descr='{description}'/><a:graphic>"
        "<a:graphicData><pic:pic><pic:nvPicPr><pic:cNvPr id='0' name=''/></pic:nvPicPr><pic:blipFill>"
        f"<a:blip r:embed='{relation}'/>{crop}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r>"
    )


@dataclass
class Docx:
    """A Word file in the making: the text of its body and its other parts."""

    body: str = ""
    styles: str = ""
    section: str = ""
    parts: dict[str, bytes | str] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    package_relations: list[tuple[str, str]] = field(default_factory=list)

    def part(self, kind: str, name: str, inside: bytes | str, root: str = "") -> str:
        """Add a part of the document and return the id of its relation."""
        relation = f"rId{len(self.relations) + 1}"
        self.relations.append((relation, kind, name))
        whole = inside if isinstance(inside, bytes) else f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"
        self.parts[f"word/{name}"] = whole
        return relation

    def data(self) -> bytes:
        if self.styles:
            self.part("styles", "styles.xml", self.styles, "styles")
        body = f"<w:body>{self.body}<w:sectPr>{self.section}</w:sectPr></w:body>"
        return zipped(
            {
                "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
                "_rels/.rels": _relations(
                    [("rId1", "officeDocument", "word/document.xml")]
                    + [(f"rId{n}", kind, name) for n, (kind, name) in enumerate(self.package_relations, 2)]
                ),
                "word/document.xml": f"<w:document {NAMESPACES}>{body}</w:document>",
                "word/_rels/document.xml.rels": _relations(self.relations),
                **self.parts,
            }
        )


def _relations(relations: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if ":" in target else "")
        + "/>"
        for name, kind, target in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


# --- OpenDocument ------------------------------------------------------------------------------------------


def span(text: str, style_name: str = "") -> str:
    named = f' text:style-name="{style_name}"' if style_name else ""
    return f"<text:span{named}>{text}</text:span>"


def odt_para(*inside: str, style_name: str = "Standard") -> str:
    return f'<text:p text:style-name="{style_name}">{"".join(inside)}</text:p>'


def odt_style(name: str, family: str, inside: str, parent: str = "") -> str:
    based = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{based}>{inside}</style:style>'


def odt_row(*cells: str, more: str = "") -> str:
    inside = "".join(each if each.startswith("<table:table-cell") else odt_cell(each) for each in cells)
    return f"<table:table-row {more}>{inside}</table:table-row>"


def odt_cell(*inside: str, style_name: str = "") -> str:
    named = f' table:style-name="{style_name}"' if style_name else ""
    return f"<table:table-cell{named}>{''.join(inside)}</table:table-cell>"


def odt_table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


@dataclass
class Odt:
    """An OpenDocument text in the making."""

    body: str = ""
    automatic: str = ""
    styles: str = ""
    masters: str = ""
    meta: str = ""
    parts: dict[str, bytes | str] = field(default_factory=dict)

    def data(self) -> bytes:
        return zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": (
                    f"<office:document-content {ODF_NAMESPACES}><office:automatic-styles>{self.automatic}"
                    f"</office:automatic-styles><office:body><office:text>{self.body}</office:text></office:body>"
                    "</office:document-content>"
                ),
                "styles.xml": (
                    f"<office:document-styles {ODF_NAMESPACES}><office:styles>{self.styles}</office:styles>"
                    f"<office:master-styles>{self.masters}</office:master-styles></office:document-styles>"
                ),
                "meta.xml": (
                    f"<office:document-meta {ODF_NAMESPACES}><office:meta>{self.meta}</office:meta>"
                    "</office:document-meta>"
                ),
                "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0"/>',
                **self.parts,
            }
        )


# --- planting ----------------------------------------------------------------------------------------------


@dataclass
class Planted:
    """A file with what was planted in it: words a reader sees, and ``(check id, whole passage)`` hidden ones."""

    data: bytes
    kind: str
    visible: list[str]
    hidden: list[tuple[str, str]]

    def read(self) -> Reading:
        return read_docx(self.data) if self.kind == "docx" else read_odt(self.data)


Plant = Callable[[str], str]
"""Makes body XML around a passage."""


def _r(properties: str) -> Plant:
    return lambda text: para(run("Seen: "), run(text, properties), run(" end."))


def _styled(name: str) -> Plant:
    return lambda text: para(run(text), properties=f'<w:pStyle w:val="{name}"/>')


def _wrapped(tag: str, runs: Plant | None = None) -> Plant:
    inner = runs or run
    return lambda text: para(f'<w:{tag} w:id="7" w:author="Author">{inner(text)}</w:{tag}>', run(" end."))


def _deleted_run(text: str) -> str:
    return run(text).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")


def _in_cell(properties: str) -> Plant:
    def made(text: str) -> str:
        return table(row(cell(para(run("Seen"))), cell(para(run(text)), properties=properties)))

    return made


def _in_table_style(name: str) -> Plant:
    def made(text: str) -> str:
        head = row(cell(para(run(text))), cell(para()))
        look = f'<w:tblStyle w:val="{name}"/><w:tblLook w:val="0020" w:firstRow="1"/>'
        return table(head, row(cell(para(run("Seen"))), cell(para(run("too")))), properties=look)

    return made


WORD_STYLES = (
    style("Secret", "<w:rPr><w:vanish/></w:rPr>")
    + style("Deeper", "", based_on="Secret")
    + style("Deepest", "", based_on="Deeper")
    + style("SecretWord", "<w:rPr><w:vanish/></w:rPr>", "character")
    + style("Bar", '<w:rPr><w:shd w:val="clear" w:fill="000000"/></w:rPr>', "character")
    + style("BarLine", '<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>')
    + style("White", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>', "character")
    + style("Round", "", based_on="About")
    + style("About", "", based_on="Round")
    + style(
        "DarkHead",
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr></w:tblStylePr>',
        "table",
    )
    + style(
        "BlueHead",
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr>',
        "table",
    )
    + style("BlueHeadByHand", "", "table", based_on="BlueHead")
    + style("heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
)
WORD_HIDDEN: list[tuple[str, Plant]] = [
    ("DOCX-TRACKED", _wrapped("del", _deleted_run)),
    ("DOCX-TRACKED", _wrapped("moveFrom")),
    ("DOCX-HIDDEN-TEXT", _r("<w:vanish/>")),
    ("DOCX-HIDDEN-TEXT", _r('<w:rStyle w:val="SecretWord"/>')),
    ("DOCX-HIDDEN-TEXT", _styled("Secret")),
    ("DOCX-HIDDEN-TEXT", _styled("Deepest")),
    ("DOCX-HIDDEN-TEXT", _r('<w:sz w:val="2"/>')),
    ("DOCX-HIDDEN-TEXT", lambda t: table(row(cell(para(run(t))), properties="<w:hidden/>"))),
    (
        "DOCX-HIDDEN-TEXT",
        lambda t: para(run(t), properties='<w:spacing w:line="10" w:lineRule="exact"/>'),
    ),
    ("DOCX-HIDDEN-TEXT", lambda t: para(text_box(para(run("Box")), fallback=para(run("Box " + t))))),
    ("DOCX-TRACKED", lambda t: table(row(cell(para(run(t))), properties='<w:del w:id="1" w:author="X"/>'))),
    ("DOCX-BLACKOUT", _r('<w:highlight w:val="black"/>')),
    ("DOCX-BLACKOUT", _r('<w:color w:val="000000"/><w:highlight w:val="black"/>')),
    ("DOCX-BLACKOUT", _r('<w:shd w:val="clear" w:fill="000000"/>')),
    ("DOCX-BLACKOUT", _r('<w:shd w:val="solid" w:color="000000" w:fill="auto"/>')),
    ("DOCX-BLACKOUT", _r('<w:shd w:val="clear" w:color="auto" w:fill="auto" w:themeFill="text1"/>')),
    ("DOCX-BLACKOUT", _r('<w:color w:val="0A0A0A"/><w:shd w:val="clear" w:fill="111111"/>')),
    ("DOCX-BLACKOUT", _r('<w:rStyle w:val="Bar"/>')),
    ("DOCX-BLACKOUT", _styled("BarLine")),
    ("DOCX-BLACKOUT", lambda t: para(run(t), properties='<w:shd w:val="clear" w:fill="000000"/>')),
    ("DOCX-BLACKOUT", _in_cell('<w:shd w:val="clear" w:fill="000000"/>')),
    ("DOCX-BLACKOUT", _in_table_style("DarkHead")),
    ("DOCX-BLACKOUT", lambda t: para(text_box(para(run(t)), fill="000000"))),
    ("DOCX-INVISIBLE-COLOUR", _r('<w:color w:val="FFFFFF"/>')),
    ("DOCX-INVISIBLE-COLOUR", _r('<w:color w:val="FDFDFD"/>')),
    ("DOCX-INVISIBLE-COLOUR", _r('<w:color w:val="FFFFFF" w:themeColor="background1"/>')),
    ("DOCX-INVISIBLE-COLOUR", _r('<w:rStyle w:val="White"/>')),
    ("DOCX-INVISIBLE-COLOUR", _r('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>')),
    ("DOCX-INVISIBLE-COLOUR", _r("<w14:textFill><w14:noFill/></w14:textFill>")),
    ("DOCX-COMMENT", lambda t: "COMMENT"),
    ("DOCX-HIDDEN-TEXT", lambda t: "GLOSSARY"),
    ("DOCX-HIDDEN-TEXT", lambda t: "FIRST HEADER"),
]
WORD_VISIBLE: list[Plant] = [
    lambda t: para(run(t)),
    _styled("heading 1"),
    _styled("Round"),
    _r("<w:b/><w:i/><w:strike/>"),
    _r('<w:vanish w:val="0"/>'),
    _r("<w:webHidden/>"),
    _r('<w:highlight w:val="yellow"/>'),
    _r('<w:highlight w:val="black"/><w:color w:val="FFFFFF"/>'),
    _r('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'),
    _r('<w:color w:val="C00000"/>'),
    _r('<w:rStyle w:val="SecretWord"/><w:vanish w:val="0"/>'),
    _in_cell('<w:shd w:val="clear" w:fill="D9D9D9"/>'),
    _in_table_style("BlueHead"),
    lambda t: table(
        row(cell(para(run("A")), table(row(cell(para(run(t))), cell(para(run("b")))))), cell(para()))
    ),
    lambda t: table(row(cell(para(run(t))))),
    _wrapped("smartTag"),
    _wrapped("customXml"),
    lambda t: para(f"<w:hyperlink w:anchor='x'>{run(t)}</w:hyperlink>"),
    lambda t: (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{para(run(t))}</w:sdtContent></w:sdt>"
    ),
    lambda t: para(f"<w:sdt><w:sdtPr/><w:sdtContent>{run(t)}</w:sdtContent></w:sdt>"),
    lambda t: para(text_box(para(run(t)))),
    lambda t: para(text_box(para(run(t)), fill="FFFF00"), run("host")),
    lambda t: para(f"<w:fldSimple w:instr='PAGE'>{run(t)}</w:fldSimple>"),
    lambda t: para(
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run(t)}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    ),
    lambda t: para("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", run(t)),
    lambda t: para(f"<w:r><w:ruby><w:rt>{run('up')}</w:rt><w:rubyBase>{run(t)}</w:rubyBase></w:ruby></w:r>"),
    lambda t: para(f"<m:oMath><m:r><m:t>{t}</m:t></m:r></m:oMath>"),
    lambda t: para(run(t[: len(t) // 2]), "<w:proofErr w:type='spellStart'/>", run(t[len(t) // 2 :])),
    lambda t: para(f"<w:bdo w:val='ltr'>{run(t)}</w:bdo>"),
    lambda t: para(f"<mc:AlternateContent><mc:Fallback>{run(t)}</mc:Fallback></mc:AlternateContent>"),
    lambda t: para(f"<w:r><w:pict><v:shape><v:textpath string='{t}'/></v:shape></w:pict></w:r>"),
    lambda t: para(picture("rId99", t)),
    lambda t: "FOOTNOTE",
    lambda t: "ENDNOTE",
    lambda t: "HEADER",
    lambda t: "FOOTER",
]


def plant_docx(chance: random.Random, *, clean: bool = False) -> Planted:
    """Return a Word file with up to eight hidden passages among twelve visible ones."""
    made = Docx(styles=WORD_STYLES)
    visible = [_word(chance) for _ in range(12)]
    hidden = (
        [] if clean else [(_phrase(chance), *chance.choice(WORD_HIDDEN)) for _ in range(chance.randint(1, 8))]
    )
    body = [placed(made, chance.choice(WORD_VISIBLE), word, 10 + n) for n, word in enumerate(visible)]
    for n, (phrase, _, plant) in enumerate(hidden):
        body.insert(chance.randint(0, len(body)), placed(made, plant, phrase, 50 + n))
    made.body = "".join(body)
    note_parts(made)
    return Planted(made.data(), "docx", visible, [(check, phrase) for phrase, check, _ in hidden])


def placed(made: Docx, plant: Plant, text: str, number: int) -> str:
    """Return the body XML of a passage; one that stands in another part is put there."""
    xml = plant(text)
    content = para(run(text))
    if xml in ("FOOTNOTE", "ENDNOTE", "COMMENT"):
        kind = xml.lower()
        _gathered(made)[f"{kind}s"] += f'<w:{kind} w:id="{number}" w:author="Author">{content}</w:{kind}>'
        return para(run("Marked"), f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>')
    if xml == "GLOSSARY":
        block = f"<w:docPart><w:docPartPr/><w:docPartBody>{content}</w:docPartBody></w:docPart>"
        made.part(
            "glossaryDocument",
            f"glossary{number}.xml",
            f"<w:docParts>{block}</w:docParts>",
            "glossaryDocument",
        )
        return para()
    if xml in ("HEADER", "FOOTER", "FIRST HEADER"):
        kind = xml.split()[-1].lower()
        name = made.part(kind, f"{kind}{number}.xml", content, "hdr" if kind == "header" else "ftr")
        page = "first" if " " in xml else "default"
        made.section += f'<w:{kind}Reference w:type="{page}" r:id="{name}"/>'
        return para()
    return xml


def _gathered(made: Docx) -> dict[str, str]:
    """Return the texts of notes that wait for their part, kept on the file in the making."""
    return made.__dict__.setdefault("gathered", {"footnotes": "", "endnotes": "", "comments": ""})


def note_parts(made: Docx) -> None:
    for kind, inside in _gathered(made).items():
        if inside:
            made.part(kind, f"{kind}.xml", inside, kind)


def _t(properties: str) -> str:
    return f"<style:text-properties {properties}/>"


ODT_STYLES = (
    odt_style("Standard", "paragraph", "")
    + odt_style("Secret", "text", _t('text:display="none"'))
    + odt_style("SecretLine", "paragraph", _t('text:display="none"'))
    + odt_style("Deeper", "paragraph", "", "SecretLine")
    + odt_style("Tiny", "text", _t('fo:font-size="1pt"'))
    + odt_style("Bar", "text", _t('fo:background-color="#000000"'))
    + odt_style("BarInk", "text", _t('fo:background-color="#000000" fo:color="#000000"'))
    + odt_style("BarLine", "paragraph", '<style:paragraph-properties fo:background-color="#000000"/>')
    + odt_style("BarCell", "table-cell", '<style:table-cell-properties fo:background-color="#000000"/>')
    + odt_style("White", "text", _t('fo:color="#ffffff"'))
    + odt_style("NearWhite", "text", _t('fo:color="#fefefe"'))
    + odt_style("Clear", "text", _t('loext:opacity="0%" fo:color="#000000"'))
    + odt_style("Bold", "text", _t('fo:font-weight="bold" fo:color="#c00000"'))
    + odt_style("WhiteOnBlue", "text", _t('fo:color="#ffffff" fo:background-color="#1f3864"'))
    + odt_style(
        "Auto", "text", _t('fo:color="#ffffff" style:use-window-font-color="true" loext:opacity="0%"')
    )
    + odt_style("Loop", "paragraph", "", "Pool")
    + odt_style("Pool", "paragraph", "", "Loop")
    + odt_style("Grey", "table-cell", '<style:table-cell-properties fo:background-color="#d9d9d9"/>')
    + odt_style(
        "BlackBox", "graphic", '<style:graphic-properties draw:fill="solid" draw:fill-color="#000000"/>'
    )
)


def _s(style_name: str) -> Plant:
    return lambda text: odt_para("Seen: ", span(text, style_name), " end.")


def _odt_box(style_name: str) -> Plant:
    return lambda text: odt_para(
        f'<draw:frame draw:style-name="{style_name}"><draw:text-box>{odt_para(text)}</draw:text-box></draw:frame>host'
    )


ODT_HIDDEN: list[tuple[str, Plant]] = [
    ("ODT-TRACKED", lambda t: "DELETED"),
    (
        "ODT-COMMENT",
        lambda t: odt_para(
            f"<office:annotation><dc:creator>Author</dc:creator>{odt_para(t)}</office:annotation>on"
        ),
    ),
    ("ODT-HIDDEN-TEXT", _s("Secret")),
    ("ODT-HIDDEN-TEXT", lambda t: odt_para(t, style_name="SecretLine")),
    ("ODT-HIDDEN-TEXT", lambda t: odt_para(t, style_name="Deeper")),
    ("ODT-HIDDEN-TEXT", _s("Tiny")),
    (
        "ODT-HIDDEN-TEXT",
        lambda t: odt_para(f'On <text:hidden-text text:is-hidden="true" text:string-value="{t}"/>'),
    ),
    ("ODT-HIDDEN-TEXT", lambda t: odt_para(f'<text:hidden-paragraph text:is-hidden="true"/>{t}')),
    ("ODT-HIDDEN-TEXT", lambda t: f'<text:section text:display="none">{odt_para(t)}</text:section>'),
    (
        "ODT-HIDDEN-TEXT",
        lambda t: odt_table(odt_row(odt_para(t), odt_para(""), more='table:visibility="collapse"')),
    ),
    ("ODT-BLACKOUT", _s("Bar")),
    ("ODT-BLACKOUT", _s("BarInk")),
    ("ODT-BLACKOUT", lambda t: odt_para(t, style_name="BarLine")),
    (
        "ODT-BLACKOUT",
        lambda t: odt_table(odt_row(odt_cell(odt_para(t), style_name="BarCell"), odt_para("b"))),
    ),
    ("ODT-BLACKOUT", _odt_box("BlackBox")),
    ("ODT-INVISIBLE-COLOUR", _s("White")),
    ("ODT-INVISIBLE-COLOUR", _s("NearWhite")),
    ("ODT-INVISIBLE-COLOUR", _s("Clear")),
    ("ODT-HIDDEN-TEXT", lambda t: "UNUSED HEADER"),
]
ODT_VISIBLE: list[Plant] = [
    lambda t: odt_para(t),
    lambda t: f'<text:h text:outline-level="1">{t}</text:h>',
    _s("Bold"),
    _s("WhiteOnBlue"),
    _s("Auto"),
    lambda t: odt_para(t, style_name="Loop"),
    lambda t: odt_para(span(span(t, "Bold"), "Auto")),
    lambda t: odt_para(f'<text:a xlink:href="#x">{t}</text:a>'),
    lambda t: odt_para(f"<text:bookmark text:name='b'/>{t}<text:s text:c='3'/>after"),
    lambda t: odt_para(f"<text:date>{t}</text:date>"),
    lambda t: odt_para(f"<text:placeholder>{t}</text:placeholder>"),
    lambda t: f"<text:list><text:list-item>{odt_para(t)}</text:list-item></text:list>",
    lambda t: f"<text:section>{odt_para(t)}</text:section>",
    lambda t: (
        f"<text:table-of-content><text:index-body>{odt_para(t)}</text:index-body></text:table-of-content>"
    ),
    lambda t: odt_table(odt_row(odt_cell(odt_para(t), style_name="Grey"), odt_para("b"))),
    lambda t: odt_table(odt_row(odt_cell(odt_table(odt_row(odt_para(t), odt_para("b")))), odt_para("c"))),
    _odt_box("None"),
    lambda t: odt_para(f"<draw:custom-shape>{odt_para(t)}</draw:custom-shape>"),
    lambda t: odt_para(
        f'<text:hidden-text text:is-hidden="false" text:string-value="">{t}</text:hidden-text>'
    ),
    lambda t: odt_para(
        f"<text:ruby><text:ruby-base>{t}</text:ruby-base><text:ruby-text>u</text:ruby-text></text:ruby>"
    ),
    lambda t: odt_para(
        "Noted<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
        f"<text:note-body>{odt_para(t)}</text:note-body></text:note>"
    ),
    lambda t: odt_para(
        "Noted<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation>"
        f"<text:note-body>{odt_para(t)}</text:note-body></text:note>"
    ),
    lambda t: odt_para(
        f'<draw:frame><draw:image xlink:href="Pictures/0.png"/><svg:desc>{t}</svg:desc></draw:frame>'
    ),
    lambda t: odt_para(f"<text:unheard-of>{t}</text:unheard-of>"),
    lambda t: "HEADER",
]


def plant_odt(chance: random.Random, *, clean: bool = False) -> Planted:
    """Return an OpenDocument text with up to eight hidden passages among twelve visible ones."""
    made = Odt(styles=ODT_STYLES)
    visible = [_word(chance) for _ in range(12)]
    hidden = (
        [] if clean else [(_phrase(chance), *chance.choice(ODT_HIDDEN)) for _ in range(chance.randint(1, 8))]
    )
    changes: list[str] = []
    body = [placed_odt(made, chance.choice(ODT_VISIBLE), word, changes) for word in visible]
    for phrase, _, plant in hidden:
        body.insert(chance.randint(0, len(body)), placed_odt(made, plant, phrase, changes))
    tracked = f"<text:tracked-changes>{''.join(changes)}</text:tracked-changes>" if changes else ""
    made.body = tracked + "".join(body)
    return Planted(made.data(), "odt", visible, [(check, phrase) for phrase, check, _ in hidden])


def placed_odt(made: Odt, plant: Plant, text: str, changes: list[str]) -> str:
    xml = plant(text)
    if xml == "DELETED":
        name = f"ct{len(changes)}"
        about = "<office:change-info><dc:creator>Author</dc:creator></office:change-info>"
        deletion = f"<text:deletion>{about}{odt_para(text)}</text:deletion>"
        changes.append(f'<text:changed-region text:id="{name}">{deletion}</text:changed-region>')
        return odt_para(f'Before<text:change text:change-id="{name}"/>after')
    if xml.endswith("HEADER"):
        page = "Standard" if xml == "HEADER" else f"Unused{len(made.masters)}"
        header = f"<style:header>{odt_para(text)}</style:header>"
        made.masters += f'<style:master-page style:name="{page}">{header}</style:master-page>'
        return ""
    return xml


_SYLLABLES = ("ba", "ke", "li", "mo", "nu", "pra", "sti", "tor", "vel", "win", "zan", "gri", "dol", "fen")


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=5)) + str(chance.randint(100, 999))


def _phrase(chance: random.Random) -> str:
    return f"Name {_word(chance)} of {chance.choice(('Here', 'There'))}"


def measure_hidden_office(seed: int, count: int) -> dict[str, int]:
    """Read ``count`` planted and ``count`` clean files made from a seed; return what was found and what was lost.

    ``found`` of ``planted`` hidden passages made a BLOCK finding of their own id; ``leaked`` still stand in
    the text; ``false`` BLOCK findings belong to nothing planted; ``lost`` visible words of ``visible`` are gone.
    """
    chance = random.Random(seed)
    sums = dict.fromkeys(("planted", "found", "leaked", "false", "visible", "lost"), 0)
    for index in range(2 * count):
        plant = plant_docx if chance.random() < 0.5 else plant_odt
        made = plant(chance, clean=bool(index % 2))
        for name, value in measured(made).items():
            sums[name] += value
    return sums


def measured(made: Planted) -> dict[str, int]:
    """Return the same counts for one file."""
    reading = made.read()
    text = "\n".join(block for _, _, block in reading.blocks)
    blocks = [(each.id, each.sample) for each in reading.findings if each.severity == "BLOCK"]
    found = 0
    for check, phrase in made.hidden:
        wanted = (check, masked(clean_line(phrase)))
        if wanted in blocks:
            blocks.remove(wanted)
            found += 1
    return {
        "planted": len(made.hidden),
        "found": found,
        "leaked": sum(phrase.split()[1] in text for _, phrase in made.hidden),
        "false": len(blocks),
        "visible": len(made.visible),
        "lost": sum(word not in text for word in made.visible),
    }


if __name__ == "__main__":
    import sys

    print(measure_hidden_office(int(sys.argv[1]), int(sys.argv[2])))
