"""Characters of a PDF page that nobody sees: what is left of failed redactions.

The test is a render difference. The page is painted with and without a piece of text; a character is visible
only if some pixel in its box changes visibly. So it does not matter how a character was hidden:
under a shape, in the colour of the paper, off the page, clipped away, in a layer that is off.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from panelroom.documents.pdf_chars import INVISIBLE_MODES, Box, Char, PageSpace
from panelroom.documents.pdf_paint import SEEN, Painted, Picture, objects_of, render, whole, without

TINY = 0.75
"""Points: smaller characters cannot be read."""
REPEATED = ""
_READABLE = 0.3  # of its ink: less than that of a character still showing beside a cover is not reading
_FLAT = 40  # of 255: less contrast than this is no writing in a scan
_MOST_LAYERS = 6
_MOST_OPEN = 400  # text objects side by side, or characters of one, that are compared
_MOST_OF_PAGE = 0.8


@dataclass(frozen=True)
class Sight:
    """A page ready to be looked at: its objects, its space, and the boxes of its pictures and covers."""

    page: pdfium.PdfPage
    space: PageSpace
    objects: list[Painted]

    @classmethod
    def of(cls, page: pdfium.PdfPage, space: PageSpace) -> "Sight":
        """Return the page with its objects collected."""
        return cls(page, space, objects_of(page))

    def of_kind(self, *kinds: int) -> list[Painted]:
        """Return its objects of these types, in painting order."""
        return [each for each in self.objects if each.kind in kinds]

    def boxes(self, *kinds: int) -> list[tuple[int, Box]]:
        """Return ``(order, box)`` of its objects of these types."""
        placed = ((each.order, each.box(self.space)) for each in self.of_kind(*kinds))
        return [(order, box) for order, box in placed if box]


def hidden_in(sight: Sight, chars: Sequence[Char]) -> dict[int, str]:
    """Return the check id for the index of every character that a reader of the page does not see.

    White space is neither. A word of which more than half is hidden is hidden whole. The id is :data:`REPEATED`
    for what is seen anyway, because the same character stands in the same place again.
    """
    inked = [char for char in chars if not char.text.isspace()]
    layers = _layers(inked)
    painted = [char for char in inked if char.mode not in INVISIBLE_MODES]
    unseen = _unseen(sight, painted, layers)
    unseen = _looked_at_closely(sight, unseen, layers)
    pictures = [box for _, box in sight.boxes(raw.FPDF_PAGEOBJ_IMAGE)]
    scan = _under_a_scan(sight, unseen, pictures)
    found = {char.index: "PDF-HIDDEN-TEXT" for char in unseen if char not in scan}
    invisible = [char for char in inked if char.mode in INVISIBLE_MODES] + scan
    found |= _in_the_picture(sight, invisible, pictures)
    return _whole_words(inked, found | _repeated(inked, found))


def _layers(chars: Sequence[Char]) -> list[set[int]]:
    """Return text objects in groups of which no two lie over each other: each group can be judged alone.

    A label over a black box must not make the name beneath it look seen.
    """
    over = _overlapping(chars)
    layers: list[set[int]] = [set()]
    for owner in dict.fromkeys(char.owner for char in chars):
        free = next((layer for layer in layers if not layer & over[owner]), None)
        if free is None and len(layers) < _MOST_LAYERS:
            free = set()
            layers.append(free)
        (layers[-1] if free is None else free).add(owner)
    return layers


def _overlapping(chars: Sequence[Char]) -> dict[int, set[int]]:
    """Return, for every text object, the others that have a character over one of its own."""
    members: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        members[char.owner].append(char)
    over: dict[int, set[int]] = defaultdict(set)
    for one, other in _meeting({owner: _around(char.box for char in own) for owner, own in members.items()}):
        if _some_lie_over(members[one], members[other]):
            over[one].add(other)
            over[other].add(one)
    return over


def _meeting(boxes: dict[int, Box]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of text objects whose boxes meet, looking from top to bottom."""
    open_ones: list[tuple[int, Box]] = []
    for owner, box in sorted(boxes.items(), key=lambda each: each[1].top):
        open_ones = [each for each in open_ones if each[1].bottom > box.top][-_MOST_OPEN:]
        for other, above in open_ones:
            if above.left < box.right and above.right > box.left:
                yield other, owner
        open_ones.append((owner, box))


def _some_lie_over(some: Sequence[Char], others: Sequence[Char]) -> bool:
    around = _around(char.box for char in others)
    near = [char.box for char in some if char.box.overlap(around)][:_MOST_OPEN]
    return any(_lie_over(box, other.box) for box in near for other in others[: 5 * _MOST_OPEN])


def _lie_over(one: Box, other: Box) -> bool:
    smaller = min(one.area, other.area)
    return one.overlap(other) > 0.15 * smaller


def _unseen(sight: Sight, chars: Sequence[Char], layers: Sequence[set[int]]) -> list[Char]:
    """Return the characters that change nothing on the page, or next to nothing, when they are left out."""
    page = whole(sight.page)
    seen = render(sight.page, 1.0, page)
    texts = sight.of_kind(raw.FPDF_PAGEOBJ_TEXT)
    covers = _covers(sight)
    found = []
    for layer in layers:
        with without(each for each in texts if each.key in layer):
            changes = seen.changes(render(sight.page, 1.0, page))
        for char in (char for char in chars if char.owner in layer):
            if char.size < TINY or not changes.shows(char.box) or _touched(char, covers):
                found.append(char)
    return found


def _covers(sight: Sight) -> list[Box]:
    """Return the boxes of shapes and annotations that could hide a part of a character."""
    shapes = [
        box
        for _, box in sight.boxes(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
        if box.width > 3 and box.height > 3 and box.area < _MOST_OF_PAGE * _area(sight)
    ]
    return [*shapes[:2000], *annotation_boxes(sight.page, sight.space)]


def reaches_out(sight: Sight, chars: Iterable[Char]) -> bool:
    """Tell whether words or pictures lie beyond what is shown of the page."""
    shown = whole(sight.page).grown(1)
    boxes = [char.box for char in chars if not char.text.isspace()]
    boxes += [box for _, box in sight.boxes(raw.FPDF_PAGEOBJ_IMAGE)]
    return any(not shown.holds(*box[:2]) or not shown.holds(*box[2:]) for box in boxes)


def annotation_boxes(page: pdfium.PdfPage, space: PageSpace, *subtypes: int) -> list[Box]:
    """Return where the page's annotations of these types lie; without types, those that can cover something."""
    found = []
    for index in range(min(2000, raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        kind, rect = raw.FPDFAnnot_GetSubtype(annotation), raw.FS_RECTF()
        wanted = kind in subtypes if subtypes else kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
        if wanted and raw.FPDFAnnot_GetRect(annotation, rect):
            found.append(space.box(rect.left, rect.bottom, rect.right, rect.top))
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _touched(char: Char, covers: Iterable[Box]) -> bool:
    """Tell whether an edge of a cover runs through the character, so that only a part of it may be seen."""
    ink = char.box.area
    return any(0.3 * ink < char.box.overlap(cover) < 0.98 * ink for cover in covers)


def _area(sight: Sight) -> float:
    return whole(sight.page).area


def _looked_at_closely(sight: Sight, suspects: Sequence[Char], layers: Sequence[set[int]]) -> list[Char]:
    """Return the suspects that are hidden in colour and enlarged too.

    A thin stroke, or one as light as its ground, may be lost in a small grey picture; and where a cover leaves
    less than :data:`_READABLE` of a character's ink, it is hidden.
    """
    if not suspects:
        return []
    texts = sight.of_kind(raw.FPDF_PAGEOBJ_TEXT)
    others = [each for each in sight.objects if each.kind != raw.FPDF_PAGEOBJ_TEXT]
    area = _around(char.box for char in suspects).grown(2)
    seen = render(sight.page, 3.0, area, colour=True)
    with without(others):
        bare = render(sight.page, 3.0, area, colour=True, annotations=False)
    found = []
    for layer in layers:
        mine = [char for char in suspects if char.owner in layer]
        if not mine:
            continue
        with without(each for each in texts if each.key in layer):
            shown = seen.changes(render(sight.page, 3.0, area, colour=True))
            with without(others):
                ink = bare.changes(render(sight.page, 3.0, area, colour=True, annotations=False))
        found += [char for char in mine if char.size < TINY or not _legible(char, shown, ink)]
    return sorted(found, key=lambda char: char.index)


def _legible(char: Char, shown: Picture, ink: Picture) -> bool:
    """Tell whether enough of the character's ink shows on the page; a blank glyph has nothing to show."""
    if not shown.shows(char.box):
        return False
    on_paper = _strength(ink, char.box)
    return on_paper == 0 or _strength(shown, char.box) >= _READABLE * on_paper


def _strength(changes: Picture, box: Box) -> int:
    """Return how many pixels in the box change visibly."""
    part = changes.part(box)
    return sum(part.histogram()[SEEN * 3 :]) if part is not None else 0


def _around(boxes: Iterable[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def _under_a_scan(sight: Sight, unseen: Sequence[Char], pictures: Sequence[Box]) -> list[Char]:
    """Return the unseen characters that are the text layer of a scanned page, laid beneath its picture."""
    scans = [box for box in pictures if box.area >= _MOST_OF_PAGE * _area(sight)]
    return [
        char for char in unseen if char.size >= TINY and any(_middle_in(scan, char.box) for scan in scans)
    ]


def _in_the_picture(sight: Sight, chars: Sequence[Char], pictures: Sequence[Box]) -> dict[int, str]:
    """Judge invisible text word by word: over writing in a picture it is that writing, over a flat part it is not."""
    if not chars:
        return {}
    with without(sight.of_kind(raw.FPDF_PAGEOBJ_TEXT)):
        shown = render(sight.page, 2.0, whole(sight.page))
    found: dict[int, str] = {}
    for word in words_of(chars):
        box = _around(char.box for char in word)
        # Text that clips lets through whatever is painted after it.
        clips = word[0].mode == raw.FPDF_TEXTRENDERMODE_CLIP
        over_picture = clips or any(_middle_in(picture, box) for picture in pictures)
        if over_picture and not _is_flat(shown, box):
            continue
        kind = "PDF-OCR-UNDER-BOX" if over_picture else "PDF-HIDDEN-TEXT"
        found |= {char.index: kind for char in word}
    return found


def _repeated(chars: Sequence[Char], found: dict[int, str]) -> dict[int, str]:
    """Return the hidden characters that are the shadow of a seen one, as bold by printing twice is."""
    if not found:
        return {}
    seen: dict[str, list[Char]] = defaultdict(list)
    for char in chars:
        if char.index not in found:
            seen[char.text].append(char)
    hidden = (char for char in chars if char.index in found)
    return {
        char.index: REPEATED
        for char in hidden
        if any(other.box.overlap(char.box) > 0.5 * char.box.area > 0 for other in seen[char.text])
    }


def words_of(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Yield runs of characters that belong together: of one text object or close to each other on a line."""
    word: list[Char] = []
    for char in chars:
        if word and not _goes_on(word[-1], char):
            yield word
            word = []
        word.append(char)
    if word:
        yield word


def _goes_on(before: Char, char: Char) -> bool:
    before_cell, cell = before.cell.turned_back(before.turned), char.cell.turned_back(char.turned)
    near = abs(cell.left - before_cell.right) < 0.15 * max(before.size, 1.0)
    return (
        near and char.index - before.index <= 1 and abs(char.baseline - before.baseline) < 0.5 * before.size
    )


def _middle_in(outer: Box, inner: Box) -> bool:
    return outer.holds((inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2)


def _is_flat(shown: Picture, box: Box) -> bool:
    """Tell whether nothing is written there: the lightest and darkest twelfth are left aside as noise and edge."""
    part = shown.part(box, inset=0.04)
    if part is None:
        return True
    counts = part.histogram()[:256]
    aside = sum(counts) / 12
    return _level(reversed(counts), aside, downwards=True) - _level(counts, aside) < _FLAT


def _level(counts: Iterable[int], share: float, *, downwards: bool = False) -> int:
    passed = 0
    for level, count in enumerate(counts):
        passed += count
        if passed > share:
            return 255 - level if downwards else level
    return 0 if downwards else 255


def _whole_words(chars: Sequence[Char], found: dict[int, str]) -> dict[int, str]:
    if not found:
        return found
    for word in words_of(chars):
        ids = Counter(found[char.index] for char in word if char.index in found)
        if len(word) > ids.total() > len(word) / 2:
            most = ids.most_common(1)[0][0]
            found |= {char.index: found.get(char.index, most) for char in word}
    return found


def runs_of(chars: Sequence[Char], found: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Yield ``(check id, text)`` for every run of hidden characters that lie together and say something."""
    hidden = _with_spaces(chars, found)
    for _, run in groupby(hidden, key=lambda each: each[0]):
        members = [char for _, char in run]
        text = "".join(char.text for char in members)
        kinds = Counter(found[char.index] for char in members if char.index in found)
        if sum(c.isalnum() for c in text) >= 2 and kinds[REPEATED] <= len(members) / 2:
            yield kinds.most_common(1)[0][0], text


def _with_spaces(chars: Sequence[Char], found: dict[int, str]) -> Iterator[tuple[int, Char]]:
    """Yield ``(run number, character)`` for hidden characters and the white space between them."""
    run, before, gap = 0, None, list[Char]()
    for char in chars:
        if char.text.isspace():
            gap.append(char)
            continue
        if char.index in found:
            if before is None or _far(before, char) or found[before.index] != found[char.index]:
                run += 1
            elif before is not None:
                yield from ((run, each) for each in gap)
            yield run, char
        before, gap = (char if char.index in found else None), []


def _far(before: Char, char: Char) -> bool:
    size = max(before.size, char.size, 1.0)
    if abs(char.baseline - before.baseline) < 0.5 * size:
        before_cell, cell = before.cell.turned_back(before.turned), char.cell.turned_back(char.turned)
        return abs(cell.left - before_cell.right) > 3 * size
    return abs(char.baseline - before.baseline) > 2.5 * size
