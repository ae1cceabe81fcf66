"""The characters of a PDF page as PDFium places them, in points from the top left corner of the page as shown."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_FINE = 100  # device units for each point, so that whole device numbers are exact enough
INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
"""Text render modes that paint nothing themselves (ISO 32000-1, 9.3.6)."""


ASLANT = 4
"""The direction of text that runs neither along nor across the page."""


class Box(NamedTuple):
    """A rectangle in points, y downwards; ``left <= right`` and ``top <= bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Square points."""
        return self.width * self.height

    def overlap(self, other: "Box") -> float:
        """Return the area both share, in square points."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, across) * max(0.0, down)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether the point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def turned_back(self, turns: int) -> "Box":
        """Return it as it lies when the paper is turned anticlockwise by ``turns`` quarters, about the corner."""
        corners = [_turned_back(x, y, turns) for x, y in ((self.left, self.top), (self.right, self.bottom))]
        (x0, x1), (y0, y1) = (sorted(each) for each in zip(*corners, strict=True))
        return Box(x0, y0, x1, y1)

    def grown(self, by: float) -> "Box":
        """Return it with every side moved outwards by ``by`` points."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def _turned_back(x: float, y: float, turns: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turns % 4]


@dataclass(frozen=True, slots=True)
class Char:
    """One character.

    ``box`` is its ink, ``cell`` the space it takes in the line, ``size`` the font size as shown. ``turned`` is
    its direction in quarter turns clockwise, 0 for ordinary text, or :data:`ASLANT`; ``baseline`` is the height
    it stands on once that direction is turned level. ``owner`` names the text object it belongs to, ``mode``
    is that object's text render mode. ``spaced`` tells that a space is drawn before it.
    """

    index: int
    text: str
    box: Box
    cell: Box
    baseline: float
    size: float
    turned: int
    owner: int
    mode: int
    spaced: bool


class PageSpace:
    """Turns positions of a page's own space into points from the top left corner of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.width: float
        self.height: float
        self.width, self.height = page.get_size()
        origin = self._device(page, 0, 0)
        right, up = self._device(page, 1000, 0), self._device(page, 0, 1000)
        self._origin = origin
        self._x = ((right[0] - origin[0]) / 1000, (right[1] - origin[1]) / 1000)
        self._y = ((up[0] - origin[0]) / 1000, (up[1] - origin[1]) / 1000)

    def _device(self, page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (int(self.width * _FINE), int(self.height * _FINE))
        raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return one position."""
        return (
            self._origin[0] + x * self._x[0] + y * self._y[0],
            self._origin[1] + x * self._x[1] + y * self._y[1],
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle of the page's own space."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        if x0 > x1:
            x0, x1 = x1, x0
        return Box(x0, y0, x1, y1) if y0 <= y1 else Box(x0, y1, x1, y0)

    def quarter_turns(self, a: float, b: float) -> int:
        """Return the direction of a vector of the page's own space, in quarter turns clockwise; ASLANT between."""
        across = a * self._x[0] + b * self._y[0]
        down = a * self._x[1] + b * self._y[1]
        turns = math.atan2(down, across) / (math.pi / 2)
        return round(turns) % 4 if abs(turns - round(turns)) < 0.12 else ASLANT


def chars_of(textpage: pdfium.PdfTextPage, space: PageSpace, most: int) -> Iterator[Char]:
    """Yield the page's characters in the order they are drawn, spaces that PDFium made up left out.

    ``most`` ends the reading of a page that has more.
    """
    places = _Places(textpage.raw, space)
    strokes: dict[int, _Stroke] = {}
    spaced = False
    for index in range(min(textpage.count_chars(), most)):
        if raw.FPDFText_IsGenerated(textpage.raw, index) == 1:
            continue
        owner = raw.FPDFText_GetTextObject(textpage.raw, index)
        if not owner:
            continue
        key = ctypes.addressof(owner.contents)
        if key not in strokes:
            strokes[key] = places.stroke(index, key, owner)
        char = places.char(index, strokes[key], spaced)
        spaced = char.text.isspace()
        yield char


class _Stroke(NamedTuple):
    """What all characters of one text object share (ISO 32000-1, 9.4.3: it shows one string on one line)."""

    baseline: float
    size: float
    turned: int
    owner: int
    mode: int


class _Places:
    """Asks PDFium where characters are, with the same few buffers for all of them: a page has thousands."""

    def __init__(self, textpage: Any, space: PageSpace) -> None:
        self._textpage, self._space = textpage, space
        self._rect = raw.FS_RECTF()
        self._doubles = [ctypes.c_double() for _ in range(4)]

    def stroke(self, index: int, key: int, owner: Any) -> _Stroke:
        """Return what the character shares with the others of its text object ``owner``."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._textpage, index, matrix)
        size = raw.FPDFText_GetFontSize(self._textpage, index) * math.hypot(matrix.c, matrix.d)
        turned = self._space.quarter_turns(matrix.a, matrix.b)
        x, y = self._doubles[:2]
        raw.FPDFText_GetCharOrigin(self._textpage, index, x, y)
        baseline = _turned_back(*self._space.point(x.value, y.value), turned)[1]
        return _Stroke(baseline, abs(size), turned, key, raw.FPDFTextObj_GetTextRenderMode(owner))

    def char(self, index: int, stroke: _Stroke, spaced: bool) -> Char:
        """Return one character."""
        text = _text(raw.FPDFText_GetUnicode(self._textpage, index))
        return Char(index, text, self._ink(index), self._cell(index), *stroke, spaced)

    def _ink(self, index: int) -> Box:
        left, right, bottom, top = self._doubles
        raw.FPDFText_GetCharBox(self._textpage, index, left, right, bottom, top)
        return self._space.box(left.value, bottom.value, right.value, top.value)

    def _cell(self, index: int) -> Box:
        raw.FPDFText_GetLooseCharBox(self._textpage, index, self._rect)
        return self._space.box(self._rect.left, self._rect.bottom, self._rect.right, self._rect.top)


def _text(code: int) -> str:
    # PDFium marks a hyphen at the end of a line as 2, and what a font does not name as 0 or above Unicode.
    if code == 2:
        return "-"
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
