"""How documents look: colours, the measures of a page, the styles of their paragraphs."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from panelroom.records import blocks as b
from panelroom.records.pdf.fonts import BOLD, TEXT

NAVY, INK, GREY = HexColor("#12324F"), HexColor("#1A1A1A"), HexColor("#4A5560")
LINE, HEAD = HexColor("#B9C4CE"), HexColor("#E6ECF2")
FAULT = HexColor("#FBEBE0")
OUTCOMES = {
    "1": (HexColor("#00664B"), HexColor("#E3F2EC")),
    "2": (HexColor("#005A8C"), HexColor("#E2EFF7")),
    "3": (HexColor("#A33F00"), HexColor("#FBEBE0")),
    "4": (HexColor("#5B4B6B"), HexColor("#EEEAF2")),
}
"""Outcome code -> strong colour and its tint. Any other code has the navy of the headings."""

WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM = 62.0, 78.0, 64.0
MEASURE = WIDTH - 2 * SIDE
PAD = 6.0
SMALL = 0.3 * (HEIGHT - TOP - BOTTOM)
"""A table no taller than this is never cut: it moves to the next page whole."""


def style(name: str, size: float, leading: float, font: str = TEXT, **more: Any) -> ParagraphStyle:
    """Return a style in our fonts; ``size`` and ``leading`` in points, ``more`` as reportlab names it."""
    more = {"textColor": INK, "allowWidows": 0, "allowOrphans": 0, "bulletFontName": TEXT, **more}
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, **more)


STYLES = {
    "title": style("title", 25, 30, BOLD, textColor=NAVY, spaceAfter=10),
    "over": style("over", 11, 15, BOLD, textColor=GREY, spaceAfter=2),
    "h1": style("h1", 18, 23, BOLD, textColor=NAVY, spaceBefore=22, spaceAfter=7),
    "h2": style("h2", 14, 18, BOLD, textColor=NAVY, spaceBefore=15, spaceAfter=5),
    "h3": style("h3", 12, 16, BOLD, textColor=NAVY, spaceBefore=10, spaceAfter=3),
    "body": style("body", 12, 17, spaceAfter=7),
    "bullet": style("bullet", 12, 17, spaceAfter=4, leftIndent=15, bulletIndent=2),
    "small": style("small", 10, 14, textColor=GREY, spaceAfter=6),
    "mono": style("mono", 10.5, 15, spaceAfter=6),
    "cell": style("cell", 11, 15, spaceBefore=3),
    "centred": style("centred", 11, 15, alignment=1),
    "head": style("head", 10.5, 13.5, BOLD, textColor=NAVY),
    "head_centred": style("head_centred", 10, 12.5, BOLD, textColor=NAVY, alignment=1),
    "label": style("label", 11, 15, BOLD, textColor=GREY),
    "typed": style("typed", 12, 17),
}


def _enlarged(style: ParagraphStyle) -> ParagraphStyle:
    """Return the style for large print: body 18 on 26 points and nothing below 16 (RNIB clear print)."""
    size = max(16.0, min(28.0, style.fontSize * 1.5))
    room = {
        name: getattr(style, name) * 1.5
        for name in ("spaceBefore", "spaceAfter", "leftIndent", "bulletIndent")
    }
    sizes = {"fontSize": size, "bulletFontSize": size, "leading": round(size * 26 / 18)}
    return ParagraphStyle(style.name, style, **sizes, **room)


LARGE = {name: _enlarged(style) for name, style in STYLES.items()}
FURNITURE: dict[b.Print, float] = {"usual": 9, "reading": 11, "large": 16}
"""The size of what stands on every page, in points."""
