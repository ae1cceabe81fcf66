"""What a PDF page paints: its objects switched on and off, and pictures of it.

Switching is PDFium's own: an object that is not active is left out when the page is rendered, also inside a
form XObject. Nothing is written back into the file.
"""

import ctypes
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from panelroom.documents.pdf_chars import Box, PageSpace

SEEN = 8
"""Of 255: the least change of a pixel that somebody could see."""
_DEEPEST = 12  # form XObjects inside form XObjects
_MOST_OBJECTS = 200_000
_MOST_RENDERED = 9_000_000  # pixels: an A4 page at 72 dpi has half a million


Matrix = tuple[float, float, float, float, float, float]
"""``a b c d e f`` of ISO 32000-1, 8.3.3: ``(x, y)`` becomes ``(ax + cy + e, bx + dy + f)``."""
_AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Painted:
    """One object of a page: ``key`` is its identity, ``kind`` PDFium's type, ``order`` its place in the painting.

    ``matrix`` leads from the space it is drawn in, a form XObject's perhaps, to that of the page.
    """

    key: int
    kind: int
    order: int
    matrix: Matrix
    handle: Any

    def box(self, space: PageSpace) -> Box | None:
        """Return where it lies on the page, None where PDFium cannot say."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(self.handle, left, bottom, right, top):
            return None
        corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
        a, b, c, d, e, f = self.matrix
        placed = [space.point(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
        across, down = zip(*placed, strict=True)
        return Box(min(across), min(down), max(across), max(down))


def objects_of(page: pdfium.PdfPage) -> list[Painted]:
    """Return the page's objects in painting order, those inside form XObjects too (the forms themselves not)."""
    found: list[Painted] = []
    for handle, matrix in _below(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _AS_IT_IS, 0):
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        found.append(Painted(key, raw.FPDFPageObj_GetType(handle), len(found), matrix, handle))
        if len(found) >= _MOST_OBJECTS:
            break
    return found


def _below(
    parent: Any, count: Callable[..., int], get: Callable[..., Any], outer: Matrix, depth: int
) -> Iterator[tuple[Any, Matrix]]:
    for index in range(count(parent)):
        handle = get(parent, index)
        if not handle:
            continue
        if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
            yield handle, outer
        elif depth < _DEEPEST:
            inner = _inside(outer, _matrix_of(handle))
            yield from _below(
                handle, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1
            )


def _matrix_of(handle: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, found):
        return _AS_IT_IS
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _inside(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


@contextmanager
def without(objects: Iterable[Painted]) -> Iterator[None]:
    """Leave these objects out of what is rendered."""
    switched = list(objects)
    for each in switched:
        raw.FPDFPageObj_SetIsActive(each.handle, False)
    try:
        yield
    finally:
        for each in switched:
            raw.FPDFPageObj_SetIsActive(each.handle, True)


class Picture:
    """A part of a page as pixels; positions are points of the page as shown."""

    def __init__(self, image: Image.Image, scale: float, area: Box) -> None:
        self.image, self.scale, self.area = image, scale, area

    @cached_property
    def _marks(self) -> bytes:
        return self.image.point([255 * (level >= SEEN) for level in range(256)]).tobytes()

    def shows(self, box: Box) -> bool:
        """Tell whether some pixel in the box of a grey picture is at least :data:`SEEN`."""
        left, top, right, bottom = self._pixels(box)
        wide, marks = self.image.width, self._marks
        return any(marks.find(b"\xff", y * wide + left, y * wide + right) >= 0 for y in range(top, bottom))

    def _pixels(self, box: Box) -> tuple[int, int, int, int]:
        """Return the pixels a box touches: a left, top, right and bottom that leave nothing where it lies outside."""
        scale, area = self.scale, self.area
        left, top = math.floor((box.left - area.left) * scale), math.floor((box.top - area.top) * scale)
        right, bottom = math.ceil((box.right - area.left) * scale), math.ceil((box.bottom - area.top) * scale)
        return max(0, left), max(0, top), min(self.image.width, right), min(self.image.height, bottom)

    def part(self, box: Box, *, inset: float = 0.0) -> Image.Image | None:
        """Return the pixels of ``box``, every side moved in by the share ``inset``; None if it lies outside."""
        dx, dy = box.width * inset, box.height * inset
        left, top, right, bottom = self._pixels(
            Box(box.left + dx, box.top + dy, box.right - dx, box.bottom - dy)
        )
        return self.image.crop((left, top, right, bottom)) if right > left and bottom > top else None

    def changes(self, other: "Picture") -> "Picture":
        """Return how much every pixel differs, 0 to 255, the largest of its colours."""
        from PIL import ImageChops

        differs = ImageChops.difference(self.image, other.image)
        if differs.mode != "L":
            red, green, blue = differs.split()
            differs = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        return Picture(differs, self.scale, self.area)


def whole(page: pdfium.PdfPage) -> Box:
    """Return the page as shown."""
    return Box(0.0, 0.0, *page.get_size())


def render(
    page: pdfium.PdfPage, wanted: float, area: Box, *, colour: bool = False, annotations: bool = True
) -> Picture:
    """Return a part of the page as shown, on white, at most ``wanted`` pixels for each point."""
    width, height = page.get_size()
    left, top = max(0, math.floor(area.left)), max(0, math.floor(area.top))
    right, bottom = (
        min(math.ceil(width), math.ceil(area.right)),
        min(math.ceil(height), math.ceil(area.bottom)),
    )
    area = Box(left, top, max(right, left + 1), max(bottom, top + 1))
    scale = min(wanted, (_MOST_RENDERED / (area.width * area.height)) ** 0.5)
    size = max(1, round(area.width * scale)), max(1, round(area.height * scale))
    kind = raw.FPDFBitmap_BGRx if colour else raw.FPDFBitmap_Gray
    bitmap = pdfium.PdfBitmap.new_native(*size, kind)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    flags = (raw.FPDF_ANNOT if annotations else 0) | (0 if colour else raw.FPDF_GRAYSCALE)
    place = (-round(left * scale), -round(top * scale), round(width * scale), round(height * scale))
    raw.FPDF_RenderPageBitmap(bitmap.raw, page.raw, *place, 0, flags)
    if annotations and page.formenv:
        raw.FPDF_FFLDraw(page.formenv.raw, bitmap.raw, page.raw, *place, 0, flags)
    image = bitmap.to_pil().convert("RGB" if colour else "L")
    picture = Picture(image.copy(), scale, area)
    bitmap.close()
    return picture
