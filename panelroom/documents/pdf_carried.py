"""What a PDF file carries where no reader of its pages looks: attachments, fields, bookmarks, links, scripts.

Each thing is a :class:`Carried` with the strings in it. Rebuilding the text leaves them all behind; they are
reported so that the officer knows what the original gives away.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pikepdf

_MOST_ITEMS = 5000
_MOST_ATTACHED = 2**20  # bytes of an attachment that are searched
_ORDINARY_ACTIONS = ("/GoTo", "/URI", "/Named", "/JavaScript")
_HIDDEN = 2  # annotation flag (ISO 32000-1, 12.5.3)


class Carried(NamedTuple):
    """One thing: the check ``id``, the ``page`` it belongs to or None, and its ``text``."""

    id: str
    page: int | None
    text: str


class Field(NamedTuple):
    """A filled form field as a reader sees it: the page, its caption and its value."""

    page: int
    caption: str
    value: str


def carried_in(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    """Yield everything the file carries besides what its pages paint."""
    yield from _attachments(pdf)
    yield from _layers(pdf)
    yield from _outline(pdf)
    yield from _scripts(pdf)
    for number, page in enumerate(pdf.pages, 1):
        yield from _of_page(number, page)


def fields_in(pdf: pikepdf.Pdf) -> Iterator[Field]:
    """Yield the filled form fields, page by page: PDFium paints them, but they are not text of the page."""
    for number, page in enumerate(pdf.pages, 1):
        for annotation in _annotations(page):
            if annotation.get("/Subtype") == "/Widget" and not int(annotation.get("/F", 0)) & _HIDDEN:
                yield from _filled(number, annotation)


def _attachments(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    for name, attached in list(pdf.attachments.items())[:_MOST_ITEMS]:
        data = b""
        with suppress(pikepdf.PdfError, ValueError):
            data = attached.get_file().read_bytes()[:_MOST_ATTACHED]
        yield Carried("PDF-ATTACHMENT", None, f"{name} {data.decode('utf-8', 'ignore')}")


def _layers(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    """Yield the layers that are switched off when the file is opened."""
    configuration = _dictionary(_dictionary(pdf.Root.get("/OCProperties")).get("/D"))
    for layer in _items(configuration.get("/OFF")):
        yield Carried("PDF-LAYER", None, _string(_dictionary(layer).get("/Name")))


def _outline(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    waiting = [_dictionary(pdf.Root.get("/Outlines")).get("/First")]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_ITEMS:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield Carried("PDF-OUTLINE", None, _string(item.get("/Title")))
        waiting += [item.get("/Next"), item.get("/First")]


def _scripts(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    names = _dictionary(_dictionary(pdf.Root.get("/Names")).get("/JavaScript"))
    if "/Names" in names or "/Kids" in names:
        yield Carried("PDF-JAVASCRIPT", None, "")
    yield from _action(None, pdf.Root.get("/OpenAction"))
    for action in _dictionary(pdf.Root.get("/AA")).values():
        yield from _action(None, action)


def _action(page: int | None, action: object) -> Iterator[Carried]:
    kind = _dictionary(action).get("/S")
    if kind == "/JavaScript":
        yield Carried("PDF-JAVASCRIPT", page, "")
    elif kind == "/URI":
        yield Carried("PDF-LINK", page, _string(_dictionary(action).get("/URI")))
    elif kind is not None and str(kind) not in _ORDINARY_ACTIONS:
        yield Carried("PDF-ACTION", page, _string(_dictionary(action).get("/F")))


def _of_page(number: int, page: pikepdf.Page) -> Iterator[Carried]:
    if any(abs(float(a) - float(b)) > 1 for a, b in zip(page.cropbox, page.mediabox, strict=False)):
        yield Carried("PDF-CROP", number, "")
    if "/PieceInfo" in page.obj:
        yield Carried("PDF-PIECEINFO", number, " ".join(_strings_below(page.obj["/PieceInfo"])))
    for action in _dictionary(page.obj.get("/AA")).values():
        yield from _action(number, action)
    for annotation in _annotations(page):
        yield from _of_annotation(number, annotation)


def _of_annotation(number: int, annotation: pikepdf.Dictionary) -> Iterator[Carried]:
    yield from _action(number, annotation.get("/A"))
    kind, text = annotation.get("/Subtype"), _string(annotation.get("/Contents"))
    if kind == "/FileAttachment":
        yield Carried("PDF-ATTACHMENT", number, text)
    elif kind == "/Widget":
        for field in _filled(number, annotation):
            yield Carried("PDF-FORM-FIELD", number, field.value)
    elif kind not in ("/Link", "/Popup", "/Redact") and text.strip():
        yield Carried("PDF-ANNOT-NOTE", number, text)
    if _covers(kind, annotation):
        yield Carried("PDF-ANNOT-COVER", number, "")


def _covers(kind: object, annotation: pikepdf.Dictionary) -> bool:
    """Tell whether an annotation paints an opaque or dark area, as somebody who redacts by hand draws it."""
    if float(annotation.get("/CA", 1)) < 0.9:
        return False
    if kind in ("/Square", "/Circle", "/Polygon"):
        return bool(_items(annotation.get("/IC")))
    colour = [float(c) for c in _items(annotation.get("/C"))]
    if kind in ("/Highlight", "/Ink"):
        return len(colour) in (1, 3) and max(colour) < 0.35
    return kind == "/Stamp"


def _filled(number: int, widget: pikepdf.Dictionary) -> Iterator[Field]:
    holder, value, kind, caption = widget, None, None, ""
    for _ in range(8):
        value = holder.get("/V") if value is None else value
        kind = kind or holder.get("/FT")
        caption = caption or _string(holder.get("/TU")) or _string(holder.get("/T"))
        parent = holder.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            break
        holder = parent
    if kind == "/Btn":
        shown = "" if str(widget.get("/AS", "/Off")) == "/Off" else "[x]"
    else:
        shown = _string(value) or ", ".join(_string(each) for each in _items(value))
    if shown.strip() and kind != "/Sig":
        yield Field(number, caption, shown)


def _annotations(page: pikepdf.Page) -> list[pikepdf.Dictionary]:
    found = _items(page.obj.get("/Annots"))
    return [each for each in found if isinstance(each, pikepdf.Dictionary)]


def _strings_below(start: object) -> Iterator[str]:
    """Yield the strings in an object and what it holds, a few levels deep."""
    waiting: list[tuple[Any, int]] = [(start, 0)]
    for _ in range(_MOST_ITEMS):
        if not waiting:
            return
        each, depth = waiting.pop()
        if isinstance(each, pikepdf.String):
            yield str(each)
        elif depth < 6 and isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [(value, depth + 1) for _, value in each.items()]
        elif depth < 6 and isinstance(each, pikepdf.Array):
            waiting += [(value, depth + 1) for value in _items(each)]


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def _items(value: Any) -> list[Any]:
    return [value[n] for n in range(min(len(value), _MOST_ITEMS))] if isinstance(value, pikepdf.Array) else []


def _string(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""
