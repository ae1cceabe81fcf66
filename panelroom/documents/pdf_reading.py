"""A PDF file as a reader sees it: visible text in blocks, pictures of pages without text, and what it hides."""

import gc
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from panelroom.documents import limits
from panelroom.documents.cleaning import clean_counted
from panelroom.documents.layout import Blocks, PageLines, blocks_of, lines_of
from panelroom.documents.pdf_chars import Box, Char, PageSpace, chars_of
from panelroom.documents.pdf_covered import covered_pictures
from panelroom.documents.pdf_fields import Field
from panelroom.documents.pdf_forms import (
    closed_up,
    paint_annotations,
    says_something,
    unpainted_values,
    with_ticks,
)
from panelroom.documents.pdf_hidden import Sight, annotation_boxes, hidden_in, reaches_out, runs_of
from panelroom.documents.pdf_lines import rules_from
from panelroom.documents.pdf_paint import render, whole
from panelroom.documents.pdf_strokes import strokes_of
from panelroom.documents.pdf_structure import Structure, structure_of
from panelroom.documents.reading import Hostile, Reading
from panelroom.findings import Finding, Severity, masked

_DPI = 150
_UNAPPLIED = "PDF-ANNOT-REDACT-UNAPPLIED"
_HIDDEN = "PDF-HIDDEN-TEXT"


def importer() -> str:
    """Return what reads PDF files and its version."""
    return f"pypdfium2 {pdfium.PYPDFIUM_INFO.version}, PDFium {pdfium.PDFIUM_INFO.version}"


def read_pdf(data: bytes, tell_pages: Callable[[int], None]) -> Reading:
    """Return what a reader of the PDF can see, and a finding for everything it hides.

    ``tell_pages`` hears how many pages there are before they are read. Raise
    :class:`~panelroom.documents.reading.Hostile` when it is damaged, encrypted or over a limit.
    """
    structure = structure_of(data)
    document = _opened(structure.data)
    try:
        pages = len(document)
        if not pages:
            raise Hostile("it has no pages")
        tell_pages(pages)
        return _Pages(document, structure).read()
    finally:
        document.close()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise Hostile("it is damaged, or it is not a PDF file") from None
    document.init_forms()
    return document


class _Pages:
    """Reads the pages one after the other, so that only one is in memory."""

    def __init__(self, document: pdfium.PdfDocument, structure: Structure) -> None:
        self._document, self._structure = document, structure
        self._findings: list[Finding] = []
        self._pictures: dict[int, bytes] = {}
        self._lines: list[PageLines] = []

    def read(self) -> Reading:
        """Return everything."""
        for number in range(1, len(self._document) + 1):
            self._lines.append(self._read_page(number))
            # Pictures held by a page's objects go now, not when the collector happens to run.
            gc.collect(0)
        for field in self._fields(None):
            if field.value and says_something(field.value):
                self._find(_HIDDEN, "BLOCK", None, masked(field.value))
        blocks, cleaned = _cleaned(blocks_of(self._lines))
        carried = self._structure.findings(" ".join(text for _, _, text in blocks), self._findings)
        return Reading(len(self._lines), blocks, self._pictures, self._findings + carried, cleaned)

    def _fields(self, page: int | None) -> list[Field]:
        return [each for each in self._structure.fields if each.page == page]

    def _read_page(self, number: int) -> PageLines:
        page = self._page(number)
        marked = annotation_boxes(page, PageSpace(page), raw.FPDF_ANNOT_REDACT)
        if paint_annotations(page, self._structure.unseen[number - 1]):
            page.close()
            page = self._page(number)
        textpage = page.get_textpage()
        try:
            return self._read_open_page(number, page, textpage, marked)
        finally:
            textpage.close()
            page.close()

    def _page(self, number: int) -> pdfium.PdfPage:
        try:
            return self._document[number - 1]
        except pdfium.PdfiumError:
            raise Hostile(f"its page {number} is damaged") from None

    def _read_open_page(
        self, number: int, page: pdfium.PdfPage, textpage: Any, marked: Sequence[Box]
    ) -> PageLines:
        if textpage.count_chars() > limits.MOST_CHARACTERS:
            raise Hostile(f"its page {number} has more than {limits.MOST_CHARACTERS} characters")
        space, fields = PageSpace(page), self._fields(number)
        chars = list(chars_of(textpage, space, limits.MOST_CHARACTERS))
        sight = Sight.of(page, space)
        hidden = self._hidden(number, sight, chars, marked) if chars else {}
        for value in unpainted_values(fields, chars, space):
            self._find(_HIDDEN, "BLOCK", number, masked(value))
        if self._structure.is_cropped(number) and reaches_out(sight, chars):
            self._find("PDF-CROP", "AUTO", number, "more is painted than the page shows")
        for severity, sample in covered_pictures(sight):
            self._find("PDF-IMAGE-UNDER-BOX", severity, number, sample)
        visible = [char for char in chars if char.index not in hidden]
        if not any(not char.text.isspace() for char in visible) and sight.objects:
            self._take_picture(number, page)
        seen = with_ticks(sight, fields, closed_up(fields, visible, space))
        return lines_of(seen, rules_from(strokes_of(sight)))

    def _hidden(
        self, number: int, sight: Sight, chars: Sequence[Char], marked: Sequence[Box]
    ) -> dict[int, str]:
        hidden = hidden_in(sight, chars)
        for box in marked:
            under = [
                c for c in chars if box.holds((c.box.left + c.box.right) / 2, (c.box.top + c.box.bottom) / 2)
            ]
            self._find(_UNAPPLIED, "BLOCK", number, masked("".join(c.text for c in under)))
            hidden |= {char.index: _UNAPPLIED for char in under}
        for kind, text in runs_of(chars, hidden):
            if kind != _UNAPPLIED:
                self._find(kind, "BLOCK", number, masked(text))
        return hidden

    def _find(self, kind: str, severity: Severity, page: int | None, sample: str) -> None:
        self._findings.append(Finding(id=kind, severity=severity, page=page, sample=sample))

    def _take_picture(self, number: int, page: pdfium.PdfPage) -> None:
        """Keep a page without text as a new grey picture: nothing of the old one's bytes travels."""
        image = render(page, _DPI / 72, whole(page)).image
        kept = BytesIO()
        image.save(kept, "PNG", optimize=False)
        self._pictures[number] = kept.getvalue()
        if sum(map(len, self._pictures.values())) > limits.MOST_PICTURES:
            raise Hostile("its pictures are too large in all: split it into smaller files")
        self._find("PDF-NO-TEXT-LAYER", "REVIEW", number, "page without text, kept as a picture")


def _cleaned(pages: Sequence[Blocks]) -> tuple[list[Any], Counter[str]]:
    blocks, counts = [], Counter[str]()
    for number, page in enumerate(pages, 1):
        for kind, text in page:
            cleaned, found = clean_counted(text)
            counts += found
            if flat := " ".join(cleaned.split()):
                blocks.append((number, kind, flat))
    return blocks, counts
