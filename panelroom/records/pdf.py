"""From blocks to a PDF. The only module that knows reportlab, and the only one that makes its paragraphs.

Every text passes :func:`markup`: NFC, no control or bidirectional characters, nothing that the paragraph
parser could take for a tag. Body text is Atkinson Hyperlegible Next; characters it lacks come from DejaVu
Sans. A character that neither has is kept in the file's text but drawn as the replacement sign, and a note
says so, in the document and to the caller. Right-to-left words run from right to left within their line, in a
simple way (no mirrored brackets, no paragraph direction); scripts that need shaping (Arabic, Gurmukhi) are not
shaped: their letters stand unjoined. The machine-readable record holds such words exactly.

The same document gives the same bytes: dates come from the document, and nothing asks the clock.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from html import escape
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image as PixelImage
from reportlab.lib.colors import HexColor
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Table as Grid

from panelroom import __version__
from panelroom.errors import BadFile
from panelroom.records import blocks as b
from panelroom.text import REPLACEMENT, clean_text, plural

TEXT, BOLD, SYMBOLS = "Atkinson", "Atkinson-Bold", "DejaVu"
_FILES = {
    TEXT: "AtkinsonHyperlegibleNext-Regular.ttf",
    BOLD: "AtkinsonHyperlegibleNext-Bold.ttf",
    SYMBOLS: "DejaVuSans.ttf",
}

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


# ── fonts ────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _fonts() -> dict[str, frozenset[int]]:
    """Register the fonts once; return font name -> the characters it really has."""
    ttfonts.makeToUnicodeCMap = _to_unicode
    folder = Path(__file__).parent / "fonts"
    has = {}
    for name, file in _FILES.items():
        font = ttfonts.TTFont(name, str(folder / file))
        pdfmetrics.registerFont(font)
        has[name] = frozenset(font.face.charToGlyph)
    for name, heavy in ((TEXT, BOLD), (BOLD, BOLD), (SYMBOLS, SYMBOLS)):
        for strong in (0, 1):
            for slant in (0, 1):
                addMapping(name, strong, slant, heavy if strong else name)
    return has


def _to_unicode(name: str, subset: list[int]) -> str:
    """Return the map from a subset's codes back to text (PDF Reference, "ToUnicode CMaps").

    reportlab's own maps code 0 to U+0000 and writes characters beyond U+FFFF with five digits, so that they
    cannot be read back.
    """
    pairs = [(code, chr(char)) for code, char in enumerate(subset) if char]
    lines = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in pairs]
    groups = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    body = "\n".join(f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar" for group in groups)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


class Glyphs:
    """Finds a font for each character, and remembers what could not be printed as it should be."""

    def __init__(self) -> None:
        self._has = _fonts()
        self._missing: dict[str, int] = {}
        self._unshaped = False

    def font_of(self, char: str, font: str) -> str:
        """Return the font that prints ``char`` in text set in ``font``."""
        code = ord(char)
        if unicodedata.bidirectional(char) in _FROM_THE_RIGHT:
            self._unshaped = True
        if code in self._has[font]:
            return font
        if code not in self._has[SYMBOLS]:
            self._stand_in(char)
        return SYMBOLS

    def _stand_in(self, char: str) -> None:
        """Draw ``char`` as the replacement sign; the file's text keeps it."""
        self._missing[char] = self._missing.get(char, 0) + 1
        face = pdfmetrics.getFont(SYMBOLS).face
        sign = ord(REPLACEMENT)
        face.charToGlyph[ord(char)] = face.charToGlyph[sign]
        face.charWidths[ord(char)] = face.charWidths[sign]

    def notes(self, exact: str) -> tuple[str, ...]:
        """Return what a reader must be told, in plain sentences, without repeating any text.

        ``exact`` is the sentence that says where the exact words are.
        """
        notes = []
        if self._missing:
            count = sum(self._missing.values())
            have = "has" if count == 1 else "have"
            notes.append(
                f"{plural(count, 'character')} of this document {have} no shape in its fonts and "
                f"{'is' if count == 1 else 'are'} printed as {REPLACEMENT}. {exact}"
            )
        if self._unshaped:
            notes.append(
                "This document holds words in a script that is written from right to left. Their letters are "
                f"printed unjoined. {exact}"
            )
        return tuple(notes)


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────

_PLAIN = re.compile(r"[\x20-\x7e\n]*")
_SPACES = re.compile(r"[ \t]+")


def markup(text: str, font: str, glyphs: Glyphs) -> str:
    """Return ``text`` as paragraph markup that prints it and can do nothing else."""
    clean = clean_text(text)
    if _PLAIN.fullmatch(clean):
        return _escaped(clean)
    return "".join(
        _escaped(piece) if face == font else f'<font name="{face}">{_escaped(piece)}</font>'
        for face, piece in _by_font(clean, font, glyphs)
    )


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


def _by_font(text: str, font: str, glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    """Yield the text in pieces that one font prints; white space goes with the piece before it."""
    face, start = font, 0
    for place, char in enumerate(text):
        wanted = face if char.isspace() else glyphs.font_of(char, font)
        if wanted != face:
            if place > start:
                yield face, text[start:place]
            face, start = wanted, place
    yield face, text[start:]


def _style(name: str, size: float, leading: float, font: str = TEXT, **more: Any) -> ParagraphStyle:
    more = {"textColor": INK, "allowWidows": 0, "allowOrphans": 0, "bulletFontName": TEXT, **more}
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, **more)


STYLES = {
    "title": _style("title", 25, 30, BOLD, textColor=NAVY, spaceAfter=10),
    "over": _style("over", 11, 15, BOLD, textColor=GREY, spaceAfter=2),
    "h1": _style("h1", 18, 23, BOLD, textColor=NAVY, spaceBefore=22, spaceAfter=7),
    "h2": _style("h2", 14, 18, BOLD, textColor=NAVY, spaceBefore=15, spaceAfter=5),
    "h3": _style("h3", 12, 16, BOLD, textColor=NAVY, spaceBefore=10, spaceAfter=3),
    "body": _style("body", 12, 17, spaceAfter=7),
    "bullet": _style("bullet", 12, 17, spaceAfter=4, leftIndent=15, bulletIndent=2),
    "small": _style("small", 10, 14, textColor=GREY, spaceAfter=6),
    "mono": _style("mono", 10.5, 15, spaceAfter=6),
    "cell": _style("cell", 11, 15, spaceBefore=3),
    "centred": _style("centred", 11, 15, alignment=1),
    "head": _style("head", 10.5, 13.5, BOLD, textColor=NAVY),
    "head_centred": _style("head_centred", 10, 12.5, BOLD, textColor=NAVY, alignment=1),
    "label": _style("label", 11, 15, BOLD, textColor=GREY),
    "typed": _style("typed", 12, 17),
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


_FROM_THE_RIGHT = frozenset({"R", "AL"})


class _Words(Paragraph):  # type: ignore[misc]
    """A paragraph whose right-to-left words are turned round line by line, as they are drawn.

    Programs that read a PDF expect such letters in the order of the page, and turn them back themselves.
    """

    def drawPara(self, debug: int = 0) -> None:
        """Draw the lines."""
        lines = self.blPara.lines
        for place, line in enumerate(lines):
            if isinstance(line, tuple):
                lines[place] = (line[0], _as_seen(" ".join(line[1])).split(" "))
                continue
            for piece in line.words:
                piece.text = _as_seen(piece.text)
        super().drawPara(debug)


def _as_seen(text: str) -> str:
    """Return ``text`` with each stretch of right-to-left words in the order of the page, numbers kept."""
    places = [n for n, char in enumerate(text) if unicodedata.bidirectional(char) in _FROM_THE_RIGHT]
    if not places:
        return text
    first, last = places[0], places[-1] + 1
    turned = _NUMBER.sub(lambda number: number[0][::-1], text[first:last])[::-1]
    return text[:first] + turned + text[last:]


_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


# ── typed lines ──────────────────────────────────────────────────────────────────────────────────────────

TYPED_COLUMNS = 72
"""So many columns of a typed page share the width of a printed one."""
COLUMN_GAP = "\u00a0\u00a0"
_UNPADDED = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


class _Cell(NamedTuple):
    """What stands between two gaps of a typed line: the column it begins in, from 0, and its words."""

    column: int
    text: str


def _typed_cells(line: str) -> list[_Cell]:
    """Part a line where two spaces or more, or a tab, made columns of it."""
    return [_Cell(found.start(), found[0]) for found in _CELL.finditer(line.expandtabs(8))]


_CELL = re.compile(r"\S+(?: \S+)*")


def _indent(column: int) -> float:
    """Return how far from the left what was typed in ``column`` begins, in points; at most a third of a line."""
    place: float = min(column * MEASURE / TYPED_COLUMNS, MEASURE / 3)
    return place


def _typed_places(lines: list[list[_Cell]], style: ParagraphStyle) -> list[float] | None:
    """Return where each column begins, in points: where it was typed, or behind the widest before it.

    None where the last would have less than a quarter of the line, and not enough of it.
    """
    widths = [max(_width(cell.text, style) for cell in column) for column in zip(*lines, strict=True)]
    places = [_indent(lines[0][0].column)]
    for width, cell in zip(widths, lines[0][1:], strict=False):
        places.append(max(places[-1] + width + style.fontSize, cell.column * MEASURE / TYPED_COLUMNS))
    return places if MEASURE - places[-1] >= min(MEASURE / 4, widths[-1] + 1) else None


def _width(text: str, style: ParagraphStyle) -> float:
    pieces = _by_font(text, style.fontName, Glyphs())
    width: float = sum(pdfmetrics.stringWidth(piece, font, style.fontSize) for font, piece in pieces)
    return width


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────

MAX_PIXELS = 40_000_000


def _readable(png: bytes) -> io.BytesIO:
    """Return the picture as a file, if all of it can be read: reportlab would only notice while it draws.

    Raises:
        BadFile: it is no whole PNG of at most 40 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PixelImage.DecompressionBombWarning)
            image = PixelImage.open(io.BytesIO(png), formats=("PNG",))
        if image.width * image.height > MAX_PIXELS:
            raise ValueError
        image.load()
    except (OSError, ValueError, SyntaxError, Warning, PixelImage.DecompressionBombError):
        raise BadFile("A picture of these papers cannot be read: take it into the papers again.") from None
    return io.BytesIO(png)


# ── from blocks to what stands on a page ─────────────────────────────────────────────────────────────────


class _Setter:
    """Turns blocks into flowables. Holds the one call that makes a paragraph."""

    def __init__(self, document: b.Document) -> None:
        self.glyphs = Glyphs()
        self._styles = LARGE if document.print == "large" else STYLES
        self._exact = document.exact

    def words(
        self, runs: str | tuple[b.Run, ...], style: ParagraphStyle, bullet: str | None = None
    ) -> Flowable:
        """Return the runs as one paragraph."""
        if isinstance(runs, str):
            runs = (b.Run(runs),)
        text = "".join(self._run(run, style) for run in runs)
        return _Words(text, style, bulletText=bullet)

    def _run(self, run: b.Run, style: ParagraphStyle) -> str:
        if run.bold and style.fontName != BOLD:
            return f'<font name="{BOLD}">{markup(run.text, BOLD, self.glyphs)}</font>'
        return markup(run.text, style.fontName, self.glyphs)

    def story(self, blocks: tuple[b.Block, ...]) -> list[Flowable]:
        """Return the blocks as flowables, with a last section of notes where something cannot be printed."""
        story = [flowable for block in blocks for flowable in self.block(block)]
        notes = self.notes()
        if notes:
            apart = [b.Sheet("about this print")] if any(isinstance(each, b.Sheet) for each in blocks) else []
            ending: list[b.Block] = [*apart, b.Heading(1, "About this print"), *map(b.para, notes)]
            story += [flowable for block in ending for flowable in self.block(block)]
        for place, flowable in enumerate(story):
            if isinstance(flowable, _StayTogether):
                flowable.following = story[place + 1 : place + 9]
        return story

    def notes(self) -> tuple[str, ...]:
        """Return what a reader must be told about the print."""
        return self.glyphs.notes(self._exact)

    def block(self, block: b.Block) -> list[Flowable]:
        """Return one block as flowables."""
        return _SET[type(block)](self, block)

    def para(self, block: b.Para) -> list[Flowable]:
        """A paragraph."""
        return [self.words(block.runs, self._styles[block.tone])]

    def title(self, block: b.Title) -> list[Flowable]:
        """The document's title, with the line above it."""
        over = [self.words(block.over, self._styles["over"])] if block.over else []
        return [*over, _outlined(self.words(block.text, self._styles["title"]), 0, block.text)]

    def heading(self, block: b.Heading) -> list[Flowable]:
        """A heading, which never stands alone at the foot of a page."""
        style = self._styles[f"h{block.level}"]
        words = _outlined(self.words(block.text, style), block.level, block.text)
        return [_StayTogether(), words]

    def bullets(self, block: b.Bullets) -> list[Flowable]:
        """A list."""
        return [self.words(item.runs, self._styles["bullet"], "•") for item in block.items]

    def facts(self, block: b.Facts) -> list[Flowable]:
        """Labels and what they say, in two columns without a frame."""
        cells = [
            [self.words(label, self._styles["label"]), self.words(text, self._styles["cell"])]
            for label, text in block.pairs
        ]
        blank = [n for n, (_, text) in enumerate(block.pairs) if not text]
        style: list[tuple[Any, ...]] = [
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            *(("LINEBELOW", (1, n), (1, n), 0.7, GREY) for n in blank),
            *(("TOPPADDING", (0, n), (-1, n), 9) for n in blank),
        ]
        return [_rows(cells, (MEASURE * 0.27, MEASURE * 0.73), style, 8)]

    def table(self, block: b.Table) -> list[Flowable]:
        """A table whose header is repeated on every page."""
        head = [self.words(text, self._column_style(block, n, "head")) for n, text in enumerate(block.header)]
        rows = [
            [
                [self.words(p.runs, self._column_style(block, n, p.tone)) for p in cell]
                for n, cell in enumerate(row.cells)
            ]
            for row in block.rows
        ]
        style: list[tuple[Any, ...]] = [
            ("BACKGROUND", (0, 0), (-1, 0), HEAD),
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, NAVY),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            *(("BACKGROUND", (0, n), (-1, n), FAULT) for n, row in enumerate(block.rows, 1) if row.fault),
        ]
        widths = tuple(MEASURE * share for share in block.widths)
        return [_rows([head, *rows], widths, style, 10, header=1)]

    def _column_style(self, block: b.Table, column: int, tone: str) -> ParagraphStyle:
        if column not in block.centred:
            return self._styles[tone]
        return self._styles["head_centred" if tone == "head" else "centred"]

    def band(self, block: b.Band) -> list[Flowable]:
        """An outcome: big numeral, words, tint."""
        strong, tint = OUTCOMES.get(block.code, (NAVY, HEAD))
        over = self.words("Outcome", _style("outcome_over", 10, 12, BOLD, textColor=strong))
        label = self.words(block.label, _style("outcome", 13.5, 18, BOLD, textColor=strong))
        numeral = self.words(block.code, _style("numeral", 27, 29, BOLD, textColor=strong))
        cells = [[[over, numeral], label]] if block.code.isdigit() else [[[over, label]]]
        widths = (70.0, MEASURE - 70.0) if block.code.isdigit() else (MEASURE,)
        style = [
            ("BACKGROUND", (0, 0), (-1, -1), tint),
            ("LINEBEFORE", (0, 0), (0, -1), 4, strong),
            ("LEFTPADDING", (0, 0), (0, -1), 12),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ]
        return [_rows(cells, widths, style, 9)]

    def lines(self, block: b.Lines) -> list[Flowable]:
        """Ruled lines to write on, which stay with their label."""
        blank = [[None] for _ in range(block.count)]
        style = [("LINEBELOW", (0, 0), (-1, -1), 0.7, GREY)]
        ruled = Grid(
            blank, [MEASURE], [25] * block.count, style=style, hAlign="LEFT", spaceAfter=12, splitInRow=1
        )
        label = [self.words(block.label, self._styles["label"])] if block.label else []
        return [CondPageBreak(25 * block.count + 20), *label, ruled]

    def page_break(self, _: b.PageBreak) -> list[Flowable]:
        """A new page."""
        return [NewPage()]

    def sheet(self, block: b.Sheet) -> list[Flowable]:
        """A new page with a label of its own, which must be known before the page begins."""
        return [ActionFlowable(("label", block.label)), NewPage()]

    def typed(self, block: b.Typed) -> list[Flowable]:
        """Lines as they were typed; neighbours that begin in the same columns keep them in common."""
        style = self._styles["typed"]
        lines = [_typed_cells(line) for line in clean_text(block.text).rstrip("\n").split("\n")]
        story: list[Flowable] = []
        for columns, group in groupby(lines, key=lambda cells: tuple(cell.column for cell in cells)):
            if len(columns) > 1:
                story += self._typed_columns(list(group), style)
            else:
                story += [self._typed_line(cells, style) for cells in group]
        return story

    def _typed_line(self, cells: list[_Cell], style: ParagraphStyle) -> Flowable:
        """Return a line as a paragraph; what stood in columns runs on behind a gap."""
        if not cells:
            return Spacer(0, style.leading / 2)
        text = (COLUMN_GAP + " ").join(cell.text for cell in cells)
        return self.words(text, ParagraphStyle("typed_line", style, leftIndent=_indent(cells[0].column)))

    def _typed_columns(self, lines: list[list[_Cell]], style: ParagraphStyle) -> list[Flowable]:
        """Return lines with the same columns as rows below one another, or as paragraphs if they have no room."""
        places = _typed_places(lines, style)
        if places is None and len(lines) == 1:
            return [self._typed_line(lines[0], style)]
        if places is None:
            return [flowable for line in lines for flowable in self._typed_columns([line], style)]
        widths = [after - before for before, after in pairwise([*places, MEASURE])]
        rows = [["", *(self.words(cell.text, style) for cell in cells)] for cells in lines]
        # The head of an entry stays with the beginning of it.
        return [CondPageBreak(4 * style.leading), _rows(rows, (places[0], *widths), _UNPADDED, 0)]

    def picture(self, block: b.Picture) -> list[Flowable]:
        """A picture, made to fit."""
        picture = Image(_readable(block.png))
        scale = min(MEASURE / picture.imageWidth, 0.86 * (HEIGHT - TOP - BOTTOM) / picture.imageHeight)
        picture.drawWidth, picture.drawHeight = picture.imageWidth * scale, picture.imageHeight * scale
        picture.hAlign = "LEFT"
        return [picture, Spacer(0, 8)]


_SET: dict[type, Callable[[_Setter, Any], list[Flowable]]] = {
    b.Para: _Setter.para,
    b.Title: _Setter.title,
    b.Heading: _Setter.heading,
    b.Bullets: _Setter.bullets,
    b.Facts: _Setter.facts,
    b.Table: _Setter.table,
    b.Band: _Setter.band,
    b.Lines: _Setter.lines,
    b.PageBreak: _Setter.page_break,
    b.Sheet: _Setter.sheet,
    b.Typed: _Setter.typed,
    b.Picture: _Setter.picture,
}


def _outlined(words: Flowable, level: int, text: str) -> Flowable:
    """Mark a heading for the outline of the file."""
    words.outline = (level, clean_text(text))
    return words


class _StayTogether(CondPageBreak):  # type: ignore[misc]
    """Starts a page where a heading would stand alone: the beginning of what follows must fit below it."""

    def __init__(self) -> None:
        super().__init__(0)
        self.following: list[Flowable] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the page, or take no room."""
        self.height = sum(self._needs())
        size: tuple[float, float] = super().wrap(width, height)
        return size

    def _needs(self) -> Iterator[float]:
        """Yield the heights of the headings, a short lead-in, and the first thing below them."""
        led_in = False
        for flowable in self.following:
            if isinstance(flowable, _Rows):
                yield flowable.least()
                return
            if not isinstance(flowable, Paragraph):
                continue
            tall = flowable.wrap(MEASURE, HEIGHT)[1]
            space = flowable.getSpaceBefore() + flowable.getSpaceAfter()
            if hasattr(flowable, "outline"):
                yield space + tall
            elif led_in or tall > 3 * flowable.style.leading:
                yield min(tall, 2 * flowable.style.leading)
                return
            else:
                led_in = True
                yield space + tall


def _rows(
    cells: list[Any], widths: tuple[float, ...], style: list[tuple[Any, ...]], after: float, header: int = 0
) -> Flowable:
    """Return a table of left-aligned rows with even padding, so many points above what comes after.

    The first ``header`` rows are repeated on every page.
    """
    usual = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    return _Rows(
        cells,
        colWidths=list(widths),
        repeatRows=header,
        splitInRow=1,
        hAlign="LEFT",
        spaceAfter=after,
        style=usual + style,
    )


class _Rows(Grid):  # type: ignore[misc]
    """A table that starts a page rather than cut a row that would fit there, and cuts one that would not.

    Without a cut, a row taller than a page would stop the whole document.
    """

    def least(self) -> float:
        """Return the least height with which this table can begin on a page: all of it, if it is small."""
        self._calc(MEASURE, HEIGHT)
        whole: float = sum(self._rowHeights)
        first: float = sum(self._rowHeights[: self.repeatRows + 1])
        return whole if whole <= SMALL else first

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split at ``height``; nothing where the table, or its first row, is better moved to the next page."""
        if height < self.least() <= HEIGHT - TOP - BOTTOM:
            return []
        halves: list[Flowable] = super().split(width, height)
        return halves


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────


class _Pages(BaseDocTemplate):  # type: ignore[misc]
    """Pages with their furniture. ``total`` is the number of pages, known from a first build."""

    def __init__(self, file: io.BytesIO, document: b.Document, total: int) -> None:
        super().__init__(
            file,
            pagesize=A4,
            title=document.title,
            subject=document.subject,
            author=document.author,
            creator=f"panelroom {__version__}",
            producer="panelroom",
            lang=document.language,
            displayDocTitle=True,
            invariant=1,
            pageCompression=1,
            initialFontName=TEXT,
        )
        self._furniture = document.furniture
        self._size = FURNITURE[document.print]
        self._total = total
        self._label = ""
        self._headings = 0
        frame = Frame(SIDE, BOTTOM, MEASURE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", frame, onPage=self._furnish))

    def afterFlowable(self, flowable: Flowable) -> None:
        """Give each heading its place in the outline."""
        outline = getattr(flowable, "outline", None)
        if outline is None:
            return
        level, text = outline
        self._headings += 1
        name = f"heading-{self._headings}"
        self.canv.bookmarkPage(name)
        self.canv.addOutlineEntry(text, name, level, closed=level > 1)

    def handle_label(self, label: str) -> None:
        """Take the label of the page that begins next (reportlab calls this by its name)."""
        self._label = label

    def _furnish(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        size, furniture = self._size, self._furniture
        above, below = HEIGHT - 37 - size, 44.5 - size / 2
        canvas.setFillColor(GREY)
        share = 0.5 if size == FURNITURE["usual"] else 1
        taken = _line(canvas, self._above_right(), above, size, right=True, room=MEASURE * share)
        room = MEASURE - taken - 12
        if share == 1 and pdfmetrics.stringWidth(furniture.above_left, TEXT, size) > room:
            # A marking is never cut short for a number beside it.
            _line(canvas, furniture.above_left, above + size * 1.25, size, room=MEASURE)
        else:
            _line(canvas, furniture.above_left, above, size, room=room)
        sheet = f"{furniture.counted} {self.page} of {self._total}"
        taken = _line(canvas, sheet, below, size, right=True, room=MEASURE * 0.3)
        _line(canvas, furniture.below, below, size, room=MEASURE - taken - 12)
        canvas.setStrokeColor(LINE)
        canvas.line(SIDE, above - 7, WIDTH - SIDE, above - 7)
        canvas.line(SIDE, below + size + 5, WIDTH - SIDE, below + size + 5)

    def _above_right(self) -> str:
        """Return what stands there on this page; the next page with the same label continues it."""
        text = " · ".join(part for part in (self._furniture.above_right, self._label) if part)
        if self._label and not self._label.endswith("continued"):
            self._label += " continued"
        return text


def _line(canvas: Canvas, text: str, y: float, size: float, *, room: float, right: bool = False) -> float:
    """Draw one line of furniture at ``y``, cut to ``room``; return its width. All in points."""
    glyphs = Glyphs()
    pieces = list(_by_font(_cut(clean_text(text), size, room), TEXT, glyphs))
    width: float = sum(pdfmetrics.stringWidth(piece, font, size) for font, piece in pieces)
    x = WIDTH - SIDE - width if right else SIDE
    for font, piece in pieces:
        canvas.setFont(font, size)
        canvas.drawString(x, y, piece)
        x += pdfmetrics.stringWidth(piece, font, size)
    return width


def _cut(text: str, size: float, room: float) -> str:
    text = _SPACES.sub(" ", text.replace("\n", " "))
    if pdfmetrics.stringWidth(text, TEXT, size) <= room:
        return text
    while text and pdfmetrics.stringWidth(text + "…", TEXT, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _canvas(created: datetime) -> Callable[..., Canvas]:
    """Return what makes a canvas whose file was created at ``created``."""

    def make(*args: Any, **options: Any) -> Canvas:
        canvas = Canvas(*args, **options)
        stamp = TimeStamp(invariant=1)
        moment = created.astimezone(UTC)
        stamp.t, stamp.YMDhms = moment.timestamp(), moment.timetuple()[:6]
        stamp.lt = moment.timetuple()
        canvas._doc._timeStamp = stamp
        return canvas

    return make


def render(document: b.Document, total: int | None = None) -> tuple[bytes, tuple[str, ...]]:
    """Return the document as a PDF, and notes on what could not be printed as it should be.

    ``total`` is how many pages it has, where that is known. Otherwise it is built twice: the first time only to
    count them.
    """
    content, notes, _ = _build(document, count_pages(document) if total is None else total)
    return content, notes


def count_pages(document: b.Document) -> int:
    """Return how many pages of paper the document takes."""
    return _build(document, 0)[2]


def _build(document: b.Document, total: int) -> tuple[bytes, tuple[str, ...], int]:
    setter, file = _Setter(document), io.BytesIO()
    story = setter.story(document.blocks)
    pages = _Pages(file, document, total)
    pages.build(story, canvasmaker=_canvas(document.created))
    return file.getvalue(), setter.notes(), pages.page
