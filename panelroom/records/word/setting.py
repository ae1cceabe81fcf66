"""From blocks to the paragraphs and tables of a Word file."""

import unicodedata
from collections.abc import Callable
from typing import Any

from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from panelroom.records import blocks as b
from panelroom.records.word.look import FAULT, HEAD, MEASURE, OUTCOMES, TALLEST, shade
from panelroom.text import clean_line, clean_text

_TONES: dict[b.Tone, str] = {"body": "Normal", "cell": "Cell", "small": "Small", "mono": "Figures"}
# The styles to write in draw it as a ruled line.
_RULE = "\t"
_Cells = tuple[tuple[b.Para, ...], ...]
_SHORT = 600
"""A row of so many characters is never cut. A longer one must be: LibreOffice hides what has no room on a page."""


class Setter:
    """Writes blocks into a Word file. Knows the heading that a table stands below."""

    def __init__(self, file: WordFile, title: str) -> None:
        self._file = file
        self._heading = title

    def furniture(self, furniture: b.Furniture, notice: str) -> None:
        """Write what stands on every page: the notice and the furniture above, the furniture below."""
        section = self._file.sections[0]
        above = b.Run(f"\n{furniture.above_left}\t{furniture.above_right}")
        _write(section.header.paragraphs[0], "Header", (b.Run(notice, True), above))
        below = b.Run(f"{furniture.below}\t{furniture.counted} ")
        _write(section.footer.paragraphs[0], "Footer", (below,))._p.append(_page_number())

    def block(self, block: b.Block) -> None:
        """Write one block."""
        _SET[type(block)](self, block)

    def paragraph(self, runs: tuple[b.Run, ...], style: str) -> Paragraph:
        """Write a paragraph at the end of the file."""
        return _write(self._file.add_paragraph(), style, runs)

    def para(self, block: b.Para) -> None:
        """A paragraph."""
        self.paragraph(block.runs, _TONES[block.tone])

    def title(self, block: b.Title) -> None:
        """The document's title, with the line above it."""
        if block.over:
            self.paragraph((b.Run(block.over),), "Subtitle")
        self.paragraph((b.Run(block.text),), "Title")

    def heading(self, block: b.Heading) -> None:
        """A heading that Word lists for navigation."""
        self._heading = block.text
        self.paragraph((b.Run(block.text),), f"Heading {block.level}")

    def bullets(self, block: b.Bullets) -> None:
        """A list."""
        for item in block.items:
            self.paragraph(item.runs, "List Bullet")

    def facts(self, block: b.Facts) -> None:
        """Labels with what they say; a ruled line where somebody is to write."""
        for label, text in block.pairs:
            self.paragraph((b.Run(label, True), b.Run(f"\t{text or _RULE}")), "Fact")

    def lines(self, block: b.Lines) -> None:
        """A label, and ruled lines to write on."""
        label = self.paragraph((b.Run(block.label, True),), "Write here")
        label.paragraph_format.keep_with_next = True
        for _ in range(block.count):
            self.paragraph((b.Run(_RULE),), "Write here")

    def table(self, block: b.Table) -> None:
        """A table whose header row is repeated on every page.

        Word takes the widths of the columns, LibreOffice those of the cells, which a new row has from the columns.
        """
        table = self._file.add_table(0, len(block.header), "Table Grid")
        table.autofit = False
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = Emu(round(MEASURE * share))
        _add_head(table, block)
        for row in block.rows:
            _add_row(table, block, row.cells, FAULT if row.fault else "")
        # What it is about, for those who do not see it (ECMA-376 part 1, 17.4.41).
        caption = OxmlElement("w:tblCaption", {qn("w:val"): clean_line(self._heading)})
        table._tbl.tblPr.append(caption)
        self.paragraph((), "Small")  # without it two tables would be one

    def band(self, block: b.Band) -> None:
        """An outcome: numeral, words, tint."""
        style = f"Outcome {block.code}" if block.code in OUTCOMES else "Outcome"
        said = f"Outcome {block.code}: " if block.code.isdigit() else "Outcome: "
        self.paragraph((b.Run(said), b.Run(block.label)), style)

    def page_break(self, _: b.PageBreak) -> None:
        """A new page."""
        self._file.add_page_break()  # type: ignore[no-untyped-call]

    def sheet(self, block: b.Sheet) -> None:
        """A new page that begins with its label."""
        self.paragraph((b.Run(block.label),), "Small").paragraph_format.page_break_before = True

    def typed(self, block: b.Typed) -> None:
        """Lines as they were typed."""
        text = clean_text(block.text).rstrip("\n").expandtabs(8)
        self.paragraph((b.Run(text),), "Typed")

    def picture(self, block: b.Picture) -> None:
        """A picture made to fit, which says what it shows."""
        from panelroom.records.pdf.pictures import readable

        shape = self._file.add_picture(readable(block.png))
        scale = min(1.0, MEASURE / shape.width, TALLEST / shape.height)
        shape.width, shape.height = Emu(round(shape.width * scale)), Emu(round(shape.height * scale))
        shape._inline.docPr.set("descr", clean_line(block.alt))

    def chart(self, block: b.Chart) -> None:
        """The table of a chart with its title and source: in a draft the figures are what is corrected."""
        self.paragraph((b.Run(block.title, True),), "Normal")
        self.table(block.table)
        self.paragraph((b.Run(f"Source: {block.source}"),), "Small")


_SET: dict[type, Callable[[Setter, Any], None]] = {
    b.Para: Setter.para,
    b.Title: Setter.title,
    b.Heading: Setter.heading,
    b.Bullets: Setter.bullets,
    b.Facts: Setter.facts,
    b.Table: Setter.table,
    b.Band: Setter.band,
    b.Lines: Setter.lines,
    b.PageBreak: Setter.page_break,
    b.Sheet: Setter.sheet,
    b.Typed: Setter.typed,
    b.Picture: Setter.picture,
    b.Chart: Setter.chart,
}


def _page_number() -> Any:
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────


def _add_head(table: WordTable, block: b.Table) -> None:
    """Write the head, which is repeated on every page (ECMA-376 part 1, 17.4.49)."""
    row = _add_row(table, block, tuple(b.cell(text) for text in block.header), HEAD, "Column head")
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_row(table: WordTable, block: b.Table, cells: _Cells, tint: str, style: str = "") -> _Row:
    """Write a row; its paragraphs have their own styles where no ``style`` is given."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    if sum(len(p.text) for paragraphs in cells for p in paragraphs) <= _SHORT:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for number, (place, paragraphs) in enumerate(zip(row.cells, cells, strict=True)):
        if tint:
            shade(place._tc.get_or_add_tcPr(), tint)
        for paragraph in _fill(place, paragraphs, style):
            if number in block.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return row


def _fill(place: _Cell, paragraphs: tuple[b.Para, ...], style: str) -> list[Paragraph]:
    """Write the paragraphs of a cell, which has one to begin with and must keep it."""
    blocks = paragraphs or b.cell("")
    empty = [place.paragraphs[0], *(place.add_paragraph() for _ in blocks[1:])]
    return [
        _write(p, style or _TONES[block.tone], block.runs) for p, block in zip(empty, blocks, strict=True)
    ]


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def _write(paragraph: Paragraph, style: str, runs: tuple[b.Run, ...]) -> Paragraph:
    """Write the runs: the one way for words into the file, cleaned, so that XML can hold every one of them."""
    # python-docx calls a style by its name without spaces; asking it for each one takes most of the time.
    paragraph._p.style = style.replace(" ", "")
    words = [(clean_text(run.text), run.bold) for run in runs]
    if _from_the_right("".join(text for text, _ in words)):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for text, bold in words:
        written = paragraph.add_run(text)
        written.bold = bold or None
        written.font.rtl = _from_the_right(text) or None
    return paragraph


def _from_the_right(text: str) -> bool:
    """Say whether the first letter is one of a script written from right to left (UAX 9, P2 and P3)."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"
