"""From blocks to a PDF that people who cannot see it can read as well: PDF/UA-1 and PDF/A-2a.

The only package that knows reportlab, and :meth:`panelroom.records.pdf.setting.Setter.words` the only place that
makes its paragraphs. The same document gives the same bytes: dates come from the document, and nothing asks the
clock. The machine-readable record holds words exactly that no font can print.
"""

import io
from typing import NamedTuple

from panelroom.records import blocks as b
from panelroom.records.pdf.conforming import conform
from panelroom.records.pdf.pages import Pages
from panelroom.records.pdf.setting import Setter
from panelroom.records.pdf.tags import Element, TaggedCanvas


class _Built(NamedTuple):
    drawn: bytes
    structure: Element
    notes: tuple[str, ...]
    pages: int


def render(document: b.Document, total: int | None = None) -> tuple[bytes, tuple[str, ...]]:
    """Return the document as a PDF, and notes on what could not be printed as it should be.

    ``total`` is how many pages it has, where that is known. Otherwise it is built twice: the first time only to
    count them.
    """
    built = _build(document, count_pages(document) if total is None else total)
    return conform(built.drawn, built.structure, document), built.notes


def count_pages(document: b.Document) -> int:
    """Return how many pages of paper the document takes."""
    return _build(document, 0).pages


def _build(document: b.Document, total: int) -> _Built:
    setter, file = Setter(document), io.BytesIO()
    story = setter.story(document.blocks)
    pages = Pages(file, document, total)
    pages.build(story, canvasmaker=TaggedCanvas)
    return _Built(file.getvalue(), setter.structure, setter.notes(), pages.page)
