"""The straight lines of a PDF page: table rules and the edges of boxes."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from panelroom.documents.pdf_chars import Box
from panelroom.documents.pdf_hidden import Sight
from panelroom.documents.pdf_paint import Painted

_MOST_SEGMENTS = 5000  # on a page: a drawing has more, a table has not
_MOST_IN_PATH = 400
_STRAIGHT = 0.6  # points


def strokes_of(sight: Sight) -> list[Box]:
    """Return the level and upright lines of the page's paths, as boxes of the thickness they have on paper."""
    left, found = _MOST_SEGMENTS, list[Box]()
    for path in sight.of_kind(raw.FPDF_PAGEOBJ_PATH):
        count = raw.FPDFPath_CountSegments(path.handle)
        box = path.box(sight.space)
        if box is None or left < count:
            continue
        left -= count
        if min(box.width, box.height) <= 2.5:
            found.append(box)
        elif 0 < count <= _MOST_IN_PATH:
            found += _straight(sight, path, count)
    return found


def _straight(sight: Sight, path: Painted, count: int) -> Iterator[Box]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path.handle, matrix)
    before = first = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path.handle, index)
        point = _point(sight, path, matrix, segment)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            yield from _level_or_upright(before, point)
        else:
            first = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _level_or_upright(point, first)
        before = point


def _point(sight: Sight, path: Painted, matrix: Any, segment: Any) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    across = matrix.a * x.value + matrix.c * y.value + matrix.e
    down = matrix.b * x.value + matrix.d * y.value + matrix.f
    a, b, c, d, e, f = path.matrix
    return sight.space.point(a * across + c * down + e, b * across + d * down + f)


def _level_or_upright(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    across, down = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if min(across[1] - across[0], down[1] - down[0]) < _STRAIGHT:
        yield Box(across[0], down[0], across[1], down[1])
