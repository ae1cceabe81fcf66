"""Form fields as a PDF file keeps them (ISO 32000-1, 12.7): what each one holds, and where it is to be painted.

What is painted of a field is not what it holds: it may be hidden, show stars, or show something older.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf

from panelroom.documents.pdf_objects import MOST_ITEMS, annotations_of, dictionary, items, number, string
from panelroom.documents.personal import is_shown, words_in

_MOST_PARENTS = 8
# Annotation flags (12.5.3) and field flags (12.7.4).
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_PUSH_BUTTON, _COMB = 1 << 16, 1 << 24
_LARGEST_SIGN = 36.0  # points: what is larger was made to cover something
_MOST_TEXT = 2**20  # bytes of a value kept as a stream
_SIGNED = ("/Name", "/Reason", "/Location", "/ContactInfo")


class Field(NamedTuple):
    """One field as one place of a page shows it, or should.

    ``page`` is None for a field that no page has. ``value`` is what is to be read there, ``rect`` the place in
    the page's own space (left, bottom, right, top), ``comb`` tells that its letters stand apart in boxes, and
    ``ticked`` whether a box to tick is; None for what is no such box.
    """

    page: int | None
    value: str
    rect: tuple[float, float, float, float]
    comb: bool = False
    ticked: bool | None = None


def fields_in(pdf: pikepdf.Pdf) -> Iterator[Field]:
    """Yield the fields that hold something and the boxes to tick, page by page, then the filled ones of no page."""
    placed: set[tuple[int, int]] = set()
    for page_number, page in enumerate(pdf.pages, 1):
        for widget in annotations_of(page):
            if widget.get("/Subtype") == "/Widget":
                placed.add(widget.objgen)
                yield from _field(page_number, widget)
    for field in _ends_of(pdf):
        if field.objgen not in placed:
            yield from _field(None, field)


def made_a_form(pdf: pikepdf.Pdf) -> bool:
    """Give a file whose fields lost their form, as pages cut out of another do, an empty one; tell whether.

    Readers show such fields by the pictures that they bring along. PDFium does so only where there is a form.
    """
    lost = "/AcroForm" not in pdf.Root and any(
        each.get("/Subtype") == "/Widget" for page in pdf.pages for each in annotations_of(page)
    )
    if lost:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
    return lost


def unseen_annotations(pdf: pikepdf.Pdf, page: pikepdf.Page) -> tuple[int, ...]:
    """Return the places in the page's list of those annotations that are no part of what the page says.

    A screen does not show them, or they are the sign of a sticky note: it stands for the note, which is told, and
    hides nothing for good where it happens to lie over a word.
    """
    off = _layers_off(pdf)
    return tuple(
        n
        for n, each in enumerate(items(page.obj.get("/Annots")))
        if isinstance(each, pikepdf.Dictionary)
        and (
            _flags(each, "/F") & (_HIDDEN | _NO_VIEW)
            or dictionary(each.get("/OC")).objgen in off
            or _is_note_sign(each)
        )
    )


def _is_note_sign(annotation: pikepdf.Dictionary) -> bool:
    left, bottom, right, top = _rect(annotation)
    return annotation.get("/Subtype") == "/Text" and max(right - left, top - bottom) <= _LARGEST_SIGN


def value_of(widget: pikepdf.Dictionary) -> str:
    """Return what a field is to show, ``""`` for an empty one, a button and a signature."""
    kind, value = _inherited(widget, "/FT"), _inherited(widget, "/V")
    if kind == "/Ch":
        shown = {_text(pair[0]): _text(pair[1]) for pair in _pairs(widget)}
        chosen = items(value) if isinstance(value, pikepdf.Array) else [value]
        return ", ".join(shown.get(_text(each), _text(each)) for each in chosen).strip()
    return _text(value).strip() if kind != "/Btn" else ""


def kept_beside(widget: pikepdf.Dictionary) -> str:
    """Return what a field keeps and does not show: other choices, the value to reset to, who signed."""
    value = _inherited(widget, "/V")
    texts = [_text(_inherited(widget, "/DV")), _text(_inherited(widget, "/RV"))]
    texts += [_text(dictionary(value).get(key)) for key in _SIGNED]
    for option in items(_inherited(widget, "/Opt")):
        texts += [_text(each) for each in items(option)] or [_text(option)]
    shown = words_in(value_of(widget))
    return "\n".join(dict.fromkeys(text for text in texts if not is_shown(text, shown)))


def _field(page: int | None, widget: pikepdf.Dictionary) -> Iterator[Field]:
    flags = int(number(_inherited(widget, "/Ff")))
    if _inherited(widget, "/FT") == "/Btn" and not flags & _PUSH_BUTTON:
        yield Field(page, "", _rect(widget), ticked=str(widget.get("/AS", "/Off")) != "/Off")
    elif value := value_of(widget):
        yield Field(page, value, _rect(widget), comb=bool(flags & _COMB))


def _ends_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield the fields of the form that have no further ones below them."""
    waiting = items(dictionary(pdf.Root.get("/AcroForm")).get("/Fields"))
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < MOST_ITEMS:
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary) or field.objgen in seen:
            continue
        seen.add(field.objgen)
        below = items(field.get("/Kids"))
        waiting += below
        if not below:
            yield field


def _layers_off(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    configuration = dictionary(dictionary(pdf.Root.get("/OCProperties")).get("/D"))
    return {each.objgen for each in items(configuration.get("/OFF")) if each.is_indirect}


def _inherited(widget: pikepdf.Dictionary, key: str) -> Any:
    """Return an entry of the field, or of the nearest one above it that has it; None if none has."""
    holder: Any = widget
    for _ in range(_MOST_PARENTS):
        if key in holder:
            return holder[key]
        holder = holder.get("/Parent")
        if not isinstance(holder, pikepdf.Dictionary):
            return None
    return None


def _pairs(widget: pikepdf.Dictionary) -> Iterator[Sequence[Any]]:
    """Yield the choices whose name in the file differs from what is shown."""
    choices = (items(option) for option in items(_inherited(widget, "/Opt")))
    return (pair for pair in choices if len(pair) == 2)


def _text(value: object) -> str:
    if not isinstance(value, pikepdf.Stream):
        return string(value)
    try:
        return str(pikepdf.String(value.read_bytes()[:_MOST_TEXT]))
    except pikepdf.PdfError:
        return ""


def _flags(annotation: pikepdf.Dictionary, key: str) -> int:
    return int(number(annotation.get(key)))


def _rect(widget: pikepdf.Dictionary) -> tuple[float, float, float, float]:
    """Return where it is painted, nowhere if the file does not say."""
    sides = [number(each) for each in items(widget.get("/Rect"))]
    if len(sides) != 4:
        return (0.0, 0.0, 0.0, 0.0)
    (left, right), (bottom, top) = sorted(sides[::2]), sorted(sides[1::2])
    return (left, bottom, right, top)
