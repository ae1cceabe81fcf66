"""What a reader sees of a PDF page's form fields and comment shapes.

They are painted into the page in the order of its list, as ISO 32000-1, 12.5.2 has it: PDFium itself would lay
every field above every shape, and a name under a black shape would look seen. From then on their words are text
of the page like all other.
"""

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from panelroom.documents.pdf_chars import Box, Char, PageSpace
from panelroom.documents.pdf_fields import Field
from panelroom.documents.pdf_hidden import Sight
from panelroom.documents.pdf_paint import render, whole, without
from panelroom.documents.personal import may_identify

_MOST_ANNOTATIONS = 5000
_LONG = 8  # letters and digits: so much alike is no accident


def paint_annotations(page: pdfium.PdfPage, unseen: Sequence[int]) -> bool:
    """Make fields and shapes a part of a page with fields, and take those at the places ``unseen`` out of any page.

    Return whether the page changed and must be opened anew.
    """
    has_fields = page.formenv and _has_fields(page)
    for index in reversed(unseen):
        raw.FPDFPage_RemoveAnnot(page.raw, index)
    # Without a form, PDFium has not drawn the shapes that come without a picture of their own.
    if not has_fields:
        return bool(unseen)
    _keep_size(page)
    return bool(raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def _has_fields(page: pdfium.PdfPage) -> bool:
    for index in range(min(_MOST_ANNOTATIONS, raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind == raw.FPDF_ANNOT_WIDGET:
                return True
    return False


def _keep_size(page: pdfium.PdfPage) -> None:
    """Write down the size that a page inherits: PDFium would make it a Letter page and cut its top off."""
    shown, sides = raw.FS_RECTF(), [ctypes.c_float() for _ in range(4)]
    if not raw.FPDF_GetPageBoundingBox(page.raw, shown):
        return
    place = (shown.left, shown.bottom, shown.right, shown.top)
    if not raw.FPDFPage_GetMediaBox(page.raw, *sides):
        raw.FPDFPage_SetMediaBox(page.raw, *place)
    raw.FPDFPage_SetCropBox(page.raw, *place)


def unpainted_values(fields: Sequence[Field], chars: Sequence[Char], space: PageSpace) -> Iterator[str]:
    """Yield the values that the page does not paint: hidden fields, stars for a password, an older picture.

    What is painted and cannot be seen is found with the other characters.
    """
    on_page = _plain("".join(char.text for char in chars))
    for field in fields:
        value = _plain(field.value)
        inside = _plain("".join(char.text for char in _within(chars, space.box(*field.rect))))
        painted = value in inside or (len(value) >= _LONG and value in on_page)
        if not painted and says_something(field.value):
            yield field.value


def says_something(value: str) -> bool:
    """Tell whether a value could tell a reader of a person: a counter of the form's own does not."""
    return sum(c.isalpha() for c in value) >= 2 or may_identify(value)


def with_ticks(sight: Sight, fields: Sequence[Field], chars: Sequence[Char]) -> list[Char]:
    """Return the visible characters with ``[x]`` or ``[ ]`` in place of the marks of boxes to tick."""
    boxes = {sight.space.box(*field.rect): field for field in fields if field.ticked is not None}
    seen = _changing(sight, list(boxes)) if boxes else []
    left = [char for char in chars if not any(_holds(box, char) for box in seen)]
    return [*left, *(_mark(box, bool(boxes[box].ticked), left) for box in seen)]


def closed_up(fields: Sequence[Field], chars: Sequence[Char], space: PageSpace) -> list[Char]:
    """Return the characters with those of a field that parts its letters brought together into words."""
    found = {char.index: char for char in chars}
    for field in fields:
        inside = _within(chars, space.box(*field.rect)) if field.comb else []
        for char, after in pairwise(inside):
            if after.box.left > char.cell.right:
                found[char.index] = replace(
                    char,
                    box=char.box._replace(right=after.box.left),
                    cell=char.cell._replace(right=after.box.left),
                )
    return list(found.values())


def _changing(sight: Sight, boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes in which something is seen that lies wholly inside."""
    area = whole(sight.page)
    placed = [(each, each.box(sight.space)) for each in sight.objects]
    inside = [each for each, box in placed if box and any(_around(outer.grown(2), box) for outer in boxes)]
    seen = render(sight.page, 1.0, area)
    with without(inside):
        changes = seen.changes(render(sight.page, 1.0, area))
    return [box for box in boxes if box.area and changes.shows(box)]


def _around(outer: Box, inner: Box) -> bool:
    return outer.holds(inner.left, inner.top) and outer.holds(inner.right, inner.bottom)


def _mark(box: Box, ticked: bool, chars: Sequence[Char]) -> Char:
    """Return the mark as a character on the line of the words beside it."""
    middle = (box.top + box.bottom) / 2
    beside = [c for c in chars if c.turned == 0 and c.cell.top <= middle <= c.cell.bottom]
    nearest = min(beside, key=lambda c: max(c.cell.left - box.right, box.left - c.cell.right), default=None)
    baseline, size = (
        (nearest.baseline, nearest.size) if nearest else (box.bottom - 0.2 * box.height, box.height)
    )
    return Char(-1, "[x]" if ticked else "[ ]", box, box, baseline, size, 0, 0, 0, True)


def _within(chars: Sequence[Char], box: Box) -> list[Char]:
    return [char for char in chars if _holds(box, char)]


def _holds(box: Box, char: Char) -> bool:
    cell = char.cell
    return box.holds((cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
