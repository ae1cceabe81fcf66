"""From blocks to what stands on a page, and to what each of it is in the structure of the file."""

import unicodedata
from collections.abc import Callable
from itertools import groupby, pairwise
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import ActionFlowable, CondPageBreak, Flowable, Spacer
from reportlab.platypus import PageBreak as NewPage

from panelroom.records import blocks as b
from panelroom.records.pdf.charts import Chart
from panelroom.records.pdf.flow import Figure, Line, StayTogether, StayWhole, headed, rows, ruled
from panelroom.records.pdf.fonts import BOLD, FROM_THE_RIGHT, Glyphs
from panelroom.records.pdf.look import (
    BOTTOM,
    GREY,
    HEAD,
    HEIGHT,
    LARGE,
    MEASURE,
    NAVY,
    OUTCOMES,
    STYLES,
    TOP,
)
from panelroom.records.pdf.look import (
    style as make_style,
)
from panelroom.records.pdf.pictures import readable
from panelroom.records.pdf.tags import Element, Role
from panelroom.records.pdf.typed import COLUMN_GAP, UNPADDED, Typed, indent, typed_cells, typed_places
from panelroom.records.pdf.words import Words, markup
from panelroom.text import clean_line, clean_text

HEADINGS: dict[int, Role] = {1: "H2", 2: "H3", 3: "H4"}
"""The title is the one heading of the first level."""


class Setter:
    """Turns blocks into flowables. Holds the one call that makes a paragraph."""

    def __init__(self, document: b.Document) -> None:
        self.glyphs = Glyphs()
        self.structure = Element("Document")
        self._styles = LARGE if document.print == "large" else STYLES
        self._exact = document.exact

    def words(self, runs: str | tuple[b.Run, ...], style: ParagraphStyle, element: Element) -> Words:
        """Return the runs as one paragraph, a piece of ``element``."""
        if isinstance(runs, str):
            runs = (b.Run(runs),)
        words = Words("".join(self._run(run, style) for run in runs), style)
        words.element = element
        plain = clean_text("".join(run.text for run in runs))
        if any(unicodedata.bidirectional(char) in FROM_THE_RIGHT for char in plain):
            element.spoken = f"{element.spoken} {plain}".lstrip()
        return words

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
            if isinstance(flowable, StayTogether):
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
        return [self.words(block.runs, self._styles[block.tone], self.structure.add("P"))]

    def title(self, block: b.Title) -> list[Flowable]:
        """The document's title, with the line above it."""
        add = self.structure.add
        over = [self.words(block.over, self._styles["over"], add("P"))] if block.over else []
        return [*over, _outlined(self.words(block.text, self._styles["title"], add("H1")), 0, block.text)]

    def heading(self, block: b.Heading) -> list[Flowable]:
        """A heading, which never stands alone at the foot of a page."""
        style = self._styles[f"h{block.level}"]
        words = self.words(block.text, style, self.structure.add(HEADINGS[block.level]))
        return [StayTogether(), _outlined(words, block.level, block.text)]

    def bullets(self, block: b.Bullets) -> list[Flowable]:
        """A list."""
        items = self.structure.add("L")
        return [self._item(item, items.add("LI")) for item in block.items]

    def _item(self, item: b.Para, element: Element) -> Flowable:
        bullet = element.add("Lbl")
        words = self.words(item.runs, self._styles["bullet"], element.add("LBody").add("P"))
        words.bullet = bullet
        return words

    def facts(self, block: b.Facts) -> list[Flowable]:
        """Labels and what they say, in two columns without a frame."""
        items = self.structure.add("L")
        cells = [self._fact(label, text, items.add("LI").add("LBody")) for label, text in block.pairs]
        blank = [n for n, (_, text) in enumerate(block.pairs) if not text]
        style: list[tuple[Any, ...]] = [
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            *(("LINEBELOW", (1, n), (1, n), 0.7, GREY) for n in blank),
            *(("TOPPADDING", (0, n), (-1, n), 9) for n in blank),
        ]
        return [rows(cells, (MEASURE * 0.27, MEASURE * 0.73), style, 8)]

    def _fact(self, label: str, text: str, element: Element) -> list[Flowable]:
        return [
            self.words(label, self._styles["label"], element.add("P")),
            self.words(text, self._styles["cell"], element.add("P")),
        ]

    def table(self, block: b.Table) -> list[Flowable]:
        """A table whose header is repeated on every page."""
        table = self.structure.add("Table")
        top = table.add("TR")
        head = [
            self.words(text, self._column_style(block, n, "head"), top.add("TH", scope="Column").add("P"))
            for n, text in enumerate(block.header)
        ]
        body = [Line(self._row(block, row, table.add("TR")), row.fault) for row in block.rows]
        return [headed(head, body, tuple(MEASURE * share for share in block.widths))]

    def _row(self, block: b.Table, row: b.Row, element: Element) -> list[list[Flowable]]:
        return [
            [self.words(p.runs, self._column_style(block, n, p.tone), column.add("P")) for p in cell]
            for n, (cell, column) in enumerate((cell, element.add("TD")) for cell in row.cells)
        ]

    def _column_style(self, block: b.Table, column: int, tone: str) -> ParagraphStyle:
        if column not in block.centred:
            return self._styles[tone]
        return self._styles["head_centred" if tone == "head" else "centred"]

    def band(self, block: b.Band) -> list[Flowable]:
        """An outcome: big numeral, words, tint."""
        strong, tint = OUTCOMES.get(block.code, (NAVY, HEAD))
        # One paragraph, so that it is read out as one: "Outcome 1 Appropriate".
        said = self.structure.add("P")
        over = self.words("Outcome", make_style("outcome_over", 10, 12, BOLD, textColor=strong), said)
        numeral = self.words(block.code, make_style("numeral", 27, 29, BOLD, textColor=strong), said)
        label = self.words(block.label, make_style("outcome", 13.5, 18, BOLD, textColor=strong), said)
        cells = [[[over, numeral], label]] if block.code.isdigit() else [[[over, label]]]
        widths = (70.0, MEASURE - 70.0) if block.code.isdigit() else (MEASURE,)
        commands = [
            ("BACKGROUND", (0, 0), (-1, -1), tint),
            ("LINEBEFORE", (0, 0), (0, -1), 4, strong),
            ("LEFTPADDING", (0, 0), (0, -1), 12),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ]
        band = rows(cells, widths, commands, 9)
        band.leads_on = True
        return [band]

    def lines(self, block: b.Lines) -> list[Flowable]:
        """Ruled lines to write on, which stay with their label and with what is filled in below them."""
        style = self._styles["label"]
        label = [self.words(block.label, style, self.structure.add("P"))] if block.label else []
        return [StayWhole(), *label, ruled(block.count)]

    def page_break(self, _: b.PageBreak) -> list[Flowable]:
        """A new page."""
        return [NewPage()]

    def sheet(self, block: b.Sheet) -> list[Flowable]:
        """A new page with a label of its own, which must be known before the page begins."""
        return [ActionFlowable(("label", block.label)), NewPage()]

    def typed(self, block: b.Typed) -> list[Flowable]:
        """Lines as they were typed; neighbours that begin in the same columns keep them in common."""
        style = self._styles["typed"]
        lines = [typed_cells(line) for line in clean_text(block.text).rstrip("\n").split("\n")]
        story: list[Flowable] = []
        for columns, group in groupby(lines, key=lambda cells: tuple(cell.column for cell in cells)):
            if len(columns) > 1:
                story += self._typed_columns(list(group), style)
            else:
                story += [self._typed_line(cells, style) for cells in group]
        return story

    def _typed_line(self, cells: list[Typed], style: ParagraphStyle) -> Flowable:
        """Return a line as a paragraph; what stood in columns runs on behind a gap."""
        if not cells:
            return Spacer(0, style.leading / 2)
        text = (COLUMN_GAP + " ").join(cell.text for cell in cells)
        indented = ParagraphStyle("typed_line", style, leftIndent=indent(cells[0].column))
        return self.words(text, indented, self.structure.add("P"))

    def _typed_columns(self, lines: list[list[Typed]], style: ParagraphStyle) -> list[Flowable]:
        """Return lines with the same columns as rows below one another, or as paragraphs if they have no room."""
        places = typed_places(lines, style)
        if places is None and len(lines) == 1:
            return [self._typed_line(lines[0], style)]
        if places is None:
            return [flowable for line in lines for flowable in self._typed_columns([line], style)]
        widths = [after - before for before, after in pairwise([*places, MEASURE])]
        cells = [self._typed_row(line, style, self.structure.add("P")) for line in lines]
        # The head of an entry stays with the beginning of it.
        return [CondPageBreak(4 * style.leading), rows(cells, (places[0], *widths), UNPADDED, 0)]

    def _typed_row(self, line: list[Typed], style: ParagraphStyle, element: Element) -> list[Any]:
        return [[], *(self.words(cell.text, style, element) for cell in line)]

    def picture(self, block: b.Picture) -> list[Flowable]:
        """A picture, made to fit."""
        picture = Figure(readable(block.png), self.structure.add("Figure", alt=clean_line(block.alt)))
        scale = min(MEASURE / picture.imageWidth, 0.86 * (HEIGHT - TOP - BOTTOM) / picture.imageHeight)
        picture.drawWidth, picture.drawHeight = picture.imageWidth * scale, picture.imageHeight * scale
        picture.hAlign = "LEFT"
        return [picture, Spacer(0, 8)]

    def chart(self, block: b.Chart) -> list[Flowable]:
        """A chart below its title, then its source, then its table; title and drawing stay on one page."""
        title = self.words(block.title, self._styles["label"], self.structure.add("P"))
        title.names_a_chart = True
        figure = Chart(block, self.glyphs, self.structure.add("Figure", alt=clean_line(block.alt)))
        source = self.para(b.para(f"Source: {block.source}", tone="small"))
        together = CondPageBreak(figure.height + 4 * title.style.leading)
        return [together, title, Spacer(0, 4), figure, *source, *self.table(block.table)]


_SET: dict[type, Callable[[Setter, Any], list[Flowable]]] = {
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


def _outlined(words: Flowable, level: int, text: str) -> Flowable:
    """Mark a heading for the outline of the file."""
    words.outline = (level, clean_text(text))
    return words
