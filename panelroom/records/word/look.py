"""How a draft looks in Word: its page, its styles, its colours; all as on paper, in fonts that every office has."""

from typing import NamedTuple

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.parfmt import ParagraphFormat

TEXT, TYPED = "Arial", "Courier New"
_FALL_BACK = ((TEXT, "Liberation Sans", "swiss"), (TYPED, "Liberation Mono", "modern"))

NAVY, INK, GREY, LINE, HEAD, FAULT = "12324F", "1A1A1A", "4A5560", "B9C4CE", "E6ECF2", "FBEBE0"
OUTCOMES = {
    "1": ("00664B", "E3F2EC"),
    "2": ("005A8C", "E2EFF7"),
    "3": ("A33F00", "FBEBE0"),
    "4": ("5B4B6B", "EEEAF2"),
}
"""Outcome code -> strong colour and its tint. Any other code has the navy of the headings."""

_WIDTH, _HEIGHT, _SIDE, _EDGE = Cm(21.0), Cm(29.7), Cm(2.2), Cm(2.5)  # A4
MEASURE = Length(_WIDTH - 2 * _SIDE)
TALLEST = Cm(21)
_LABEL = Cm(4.5)


class _Look(NamedTuple):
    """A style of paragraphs: sizes and room in points, ``spacing`` of lines as a multiple."""

    name: str
    size: float
    colour: str = INK
    bold: bool = False
    before: float = 0
    after: float = 0
    spacing: float | None = None
    font: str = ""


_STYLES = (
    _Look("Normal", 12, after=7, spacing=1.2, font=TEXT),
    _Look("Subtitle", 11, GREY, bold=True, after=2),
    _Look("Title", 24, NAVY, bold=True, after=10),
    _Look("Heading 1", 18, NAVY, bold=True, before=20, after=7),
    _Look("Heading 2", 14, NAVY, bold=True, before=14, after=5),
    _Look("Heading 3", 12, NAVY, bold=True, before=10, after=3),
    _Look("List Bullet", 12, after=4),
    _Look("Header", 9, GREY),
    _Look("Footer", 9, GREY),
    _Look("Notice", 12, NAVY, bold=True, after=12),
    _Look("Cell", 11, before=3, after=3, spacing=1.15),
    _Look("Column head", 10, NAVY, bold=True, before=3, after=3, spacing=1.1),
    _Look("Small", 10, GREY, after=6),
    _Look("Figures", 10.5, after=6),
    _Look("Fact", 11, after=4),
    _Look("Write here", 11, GREY, before=10),
    _Look("Typed", 10, after=8, font=TYPED),
)


def set_page(file: WordFile) -> None:
    """Set A4 and its margins."""
    section = file.sections[0]
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = _SIDE
    section.top_margin = section.bottom_margin = _EDGE


def set_styles(file: WordFile, language: str) -> None:
    """Set every style that is used, in fonts by name and in ``language``; the table styles that are not go."""
    _forget_styles(file)
    for said in file.styles.element.iter(qn("w:lang")):
        said.set(qn("w:val"), language)
    for look in _STYLES:
        _set_style(file, look)
    for code, (strong, tint) in {"": (NAVY, HEAD), **OUTCOMES}.items():
        look = _Look(f"Outcome {code}".rstrip(), 13, strong, bold=True, before=6, after=8)
        style = _set_style(file, look)
        shade(style.element.get_or_add_pPr(), tint)
    _set_tabs(file)
    _rule_tables(file)
    _name_fall_backs(file)


def _forget_styles(file: WordFile) -> None:
    """Take out unused table styles, and the fonts of a theme, which would go before any that is named."""
    for style in list(file.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    for fonts in list(file.styles.element.iter(qn("w:rFonts"))):
        fonts.getparent().remove(fonts)


def _set_style(file: WordFile, look: _Look) -> ParagraphStyle:
    """Return the style, made where there is none."""
    styles, name = file.styles, look.name
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if name != "Normal":
        style.base_style = styles["Normal"]
    _forget_look(style)
    font, layout = style.font, style.paragraph_format
    font.size, font.color.rgb, font.bold = Pt(look.size), RGBColor.from_string(look.colour), look.bold
    if look.font:
        font.name = look.font
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing = look.spacing
    return style


def _forget_look(style: ParagraphStyle) -> None:
    """Take out the template's letters and rules; what makes it a heading or a list stays."""
    for own in style.element.xpath("./w:rPr | ./w:pPr/w:pBdr"):
        own.getparent().remove(own)


def _set_tabs(file: WordFile) -> None:
    """Set the columns of facts and furniture, and the rule that a tab draws where somebody is to write."""
    for name in ("Header", "Footer"):
        stops = _layout(file, name).tab_stops
        stops.clear_all()
        stops.add_tab_stop(MEASURE, WD_TAB_ALIGNMENT.RIGHT)
    fact = _layout(file, "Fact")
    fact.left_indent, fact.first_line_indent = _LABEL, Length(-_LABEL)
    for name in ("Fact", "Write here"):
        _layout(file, name).tab_stops.add_tab_stop(MEASURE, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def _rule_tables(file: WordFile) -> None:
    """Draw the rules below the rows only (ECMA-376 part 1, 17.4.38)."""
    for side in file.styles["Table Grid"].element.find(f".//{qn('w:tblBorders')}"):
        below = side.tag in (qn("w:bottom"), qn("w:insideH"))
        side.set(qn("w:val"), "single" if below else "nil")
        side.set(qn("w:color"), LINE)


def _layout(file: WordFile, name: str) -> ParagraphFormat:
    style = file.styles[name]
    assert isinstance(style, ParagraphStyle)
    layout: ParagraphFormat = style.paragraph_format
    return layout


def _name_fall_backs(file: WordFile) -> None:
    """Name for each font the free one of the same widths (ECMA-376 part 1, 17.8.3.1)."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:family w:val="{family}"/></w:font>'
        for name, other, family in _FALL_BACK
    )
    (table,) = (
        each.target_part for each in file.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    table._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


# What comes after the ground of a paragraph (ECMA-376 part 1, 17.3.1.26): Word refuses another order.
_AFTER_SHADE = ("tabs", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr")


def shade(properties: BaseOxmlElement, tint: str) -> None:
    """Lay a ground behind a paragraph or a cell."""
    ground = OxmlElement("w:shd", {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): tint})
    properties.insert_element_before(ground, *(f"w:{name}" for name in _AFTER_SHADE))
