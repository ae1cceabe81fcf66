"""Pictures in a PDF that something was drawn over: a scan with boxes over its names.

The page is compared with its pictures alone. A tile that is flat on the page and full of contrast in the picture
lies under a cover; tiles that touch make one place.
"""

from collections.abc import Iterator

import pypdfium2.raw as raw

from panelroom.documents.pdf_chars import Box
from panelroom.documents.pdf_hidden import Sight, annotation_boxes
from panelroom.documents.pdf_paint import Picture, render, without
from panelroom.findings import Severity

_TILE = 6  # points
_FLAT = 6  # of 255: a drawn shape has one colour
_CONTRAST = 70
_DARK, _LIGHT = 60, 245
_LEAST_TILES = 3
_LEAST_PICTURE = 24.0  # points


def covered_pictures(sight: Sight) -> list[tuple[Severity, str]]:
    """Return ``(severity, what it looks like)`` for every place where a picture lies under a cover.

    BLOCK where the cover is as dark or as light as redactions are, REVIEW for other colours.
    """
    area = _under_covers(sight)
    if area is None:
        return []
    shown = render(sight.page, 1.0, area)
    with without(each for each in sight.objects if each.kind != raw.FPDF_PAGEOBJ_IMAGE):
        bare = render(sight.page, 1.0, area, annotations=False)
    tiles = dict(_covered_tiles(shown, bare))
    return [_place(tiles, group) for group in _touching(set(tiles)) if len(group) >= _LEAST_TILES]


def _under_covers(sight: Sight) -> Box | None:
    """Return the part of the page where something is drawn over a picture, None where nothing is."""
    pictures = [
        (order, box)
        for order, box in sight.boxes(raw.FPDF_PAGEOBJ_IMAGE)
        if box.width >= _LEAST_PICTURE and box.height >= _LEAST_PICTURE / 2
    ]
    if not pictures:
        return None
    covers = [*sight.boxes(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)]
    covers += [(len(sight.objects), box) for box in annotation_boxes(sight.page, sight.space)]
    under = [
        picture
        for order, picture in pictures
        if any(above > order and cover.overlap(picture) > _TILE * _TILE for above, cover in covers)
    ]
    if not under:
        return None
    left, top, right, bottom = zip(*under, strict=True)
    return Box(
        max(0.0, min(left)),
        max(0.0, min(top)),
        min(sight.space.width, max(right)),
        min(sight.space.height, max(bottom)),
    )


def _covered_tiles(shown: Picture, bare: Picture) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the places of covered tiles and the grey level of what covers them."""
    across, down = shown.image.width // _TILE, shown.image.height // _TILE
    for y in range(down):
        for x in range(across):
            place = (x * _TILE, y * _TILE, (x + 1) * _TILE, (y + 1) * _TILE)
            low, high = _range(bare, place)
            if high - low < _CONTRAST:
                continue
            darkest, lightest = _range(shown, place)
            if lightest - darkest <= _FLAT:
                yield (x, y), darkest


def _range(picture: Picture, place: tuple[int, int, int, int]) -> tuple[int, int]:
    levels = picture.image.crop(place).tobytes()
    return min(levels), max(levels)


def _touching(tiles: set[tuple[int, int]]) -> Iterator[set[tuple[int, int]]]:
    left = set(tiles)
    while left:
        group, reached = set(), {left.pop()}
        while reached:
            x, y = reached.pop()
            group.add((x, y))
            near = {(x + dx, y + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-1, 0, 1)} & left
            left -= near
            reached |= near
        yield group


def _place(tiles: dict[tuple[int, int], int], group: set[tuple[int, int]]) -> tuple[Severity, str]:
    level = sorted(tiles[tile] for tile in group)[len(group) // 2]
    like_redaction = level <= _DARK or level >= _LIGHT
    across, down = zip(*group, strict=True)
    width, height = (max(across) - min(across) + 1) * _TILE, (max(down) - min(down) + 1) * _TILE
    return ("BLOCK" if like_redaction else "REVIEW"), f"picture under a drawn box, {width} x {height} pt"
