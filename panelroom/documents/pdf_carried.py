"""What a PDF file carries where no reader of its pages looks: attachments, fields, bookmarks, links, scripts.

Each thing is a :class:`Carried` with the strings in it. Rebuilding the text leaves them all behind; they are
reported so that the officer knows what the original gives away.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import pikepdf

from panelroom.documents.pdf_fields import kept_beside, value_of
from panelroom.documents.pdf_objects import (
    MOST_ITEMS,
    annotations_of,
    dictionary,
    items,
    string,
    strings_below,
)
from panelroom.documents.personal import may_identify

_MOST_ATTACHED = 2**20  # bytes of an attachment that are searched
_ORDINARY_ACTIONS = ("/GoTo", "/URI", "/Named", "/JavaScript")


class Carried(NamedTuple):
    """One thing: the check ``id``, the ``page`` it belongs to or None, and its ``text``."""

    id: str
    page: int | None
    text: str


def carried_in(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    """Yield everything the file carries besides what its pages paint."""
    yield from _attachments(pdf)
    yield from _layers(pdf)
    yield from _outline(pdf)
    yield from _scripts(pdf)
    for number, page in enumerate(pdf.pages, 1):
        yield from _of_page(number, page)


def _attachments(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    for name, attached in list(pdf.attachments.items())[:MOST_ITEMS]:
        data = b""
        with suppress(pikepdf.PdfError, ValueError):
            data = attached.get_file().read_bytes()[:_MOST_ATTACHED]
        yield Carried("PDF-ATTACHMENT", None, f"{name} {data.decode('utf-8', 'ignore')}")


def _layers(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    """Yield the layers that are switched off when the file is opened."""
    configuration = dictionary(dictionary(pdf.Root.get("/OCProperties")).get("/D"))
    for layer in items(configuration.get("/OFF")):
        yield Carried("PDF-LAYER", None, string(dictionary(layer).get("/Name")))


def _outline(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    waiting = [dictionary(pdf.Root.get("/Outlines")).get("/First")]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < MOST_ITEMS:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield Carried("PDF-OUTLINE", None, string(item.get("/Title")))
        waiting += [item.get("/Next"), item.get("/First")]


def _scripts(pdf: pikepdf.Pdf) -> Iterator[Carried]:
    names = dictionary(dictionary(pdf.Root.get("/Names")).get("/JavaScript"))
    if "/Names" in names or "/Kids" in names:
        yield Carried("PDF-JAVASCRIPT", None, "")
    yield from _action(None, pdf.Root.get("/OpenAction"))
    for action in dictionary(pdf.Root.get("/AA")).values():
        yield from _action(None, action)


def _action(page: int | None, action: object) -> Iterator[Carried]:
    kind = dictionary(action).get("/S")
    if kind == "/JavaScript":
        yield Carried("PDF-JAVASCRIPT", page, "")
    elif kind == "/URI":
        yield Carried("PDF-LINK", page, string(dictionary(action).get("/URI")))
    elif kind is not None and str(kind) not in _ORDINARY_ACTIONS:
        yield Carried("PDF-ACTION", page, string(dictionary(action).get("/F")))


def _of_page(number: int, page: pikepdf.Page) -> Iterator[Carried]:
    if "/PieceInfo" in page.obj:
        yield Carried("PDF-PIECEINFO", number, " ".join(strings_below(page.obj["/PieceInfo"])))
    for action in dictionary(page.obj.get("/AA")).values():
        yield from _action(number, action)
    for annotation in annotations_of(page):
        yield from _of_annotation(number, annotation)


def _of_annotation(number: int, annotation: pikepdf.Dictionary) -> Iterator[Carried]:
    yield from _action(number, annotation.get("/A"))
    kind, text = annotation.get("/Subtype"), string(annotation.get("/Contents"))
    if kind == "/FileAttachment":
        yield Carried("PDF-ATTACHMENT", number, text)
    elif kind == "/Widget":
        yield from _of_field(number, annotation)
    elif kind not in ("/Link", "/Popup", "/Redact") and text.strip():
        yield Carried("PDF-ANNOT-NOTE", number, text)
    if _covers(kind, annotation):
        yield Carried("PDF-ANNOT-COVER", number, "")


def _of_field(number: int, widget: pikepdf.Dictionary) -> Iterator[Carried]:
    if value := value_of(widget):
        yield Carried("PDF-FORM-FIELD", number, value)
    # Choices that were not made stand in every form: only those that could be somebody are told.
    if may_identify(kept := kept_beside(widget)):
        yield Carried("PDF-FORM-FIELD", number, kept)


def _covers(kind: object, annotation: pikepdf.Dictionary) -> bool:
    """Tell whether an annotation paints an opaque or dark area, as somebody who redacts by hand draws it."""
    if float(annotation.get("/CA", 1)) < 0.9:
        return False
    if kind in ("/Square", "/Circle", "/Polygon"):
        return bool(items(annotation.get("/IC")))
    colour = [float(c) for c in items(annotation.get("/C"))]
    if kind in ("/Highlight", "/Ink"):
        return len(colour) in (1, 3) and max(colour) < 0.35
    return kind == "/Stamp"
