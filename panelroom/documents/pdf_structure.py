"""What a PDF file is made of besides its painted pages, as findings; and a copy PDFium reads as a person would."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from panelroom.documents import limits
from panelroom.documents.pdf_carried import Carried, carried_in
from panelroom.documents.pdf_fields import Field, fields_in, made_a_form, unseen_annotations
from panelroom.documents.pdf_leftover import leftovers
from panelroom.documents.pdf_metadata import identifying
from panelroom.documents.pdf_objects import number
from panelroom.documents.personal import is_shown, may_identify, words_in
from panelroom.documents.reading import Hostile
from panelroom.findings import Finding, Severity, masked

# What a clean file has too: reported only where it could identify somebody.
_ORDINARY = ("PDF-LINK", "PDF-OUTLINE", "PDF-PIECEINFO")
_FOR_REVIEW = ("PDF-ANNOT-NOTE", "PDF-ANNOT-COVER")
_HIDDEN_IDS = ("PDF-HIDDEN-TEXT", "PDF-IMAGE-UNDER-BOX", "PDF-OCR-UNDER-BOX", "PDF-ANNOT-REDACT-UNAPPLIED")
_SPOKEN = re.compile(rb"/ActualText\s*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_UNSPOKEN = b"/XctualText"  # as long as the name it replaces, and no reader knows it


@dataclass(frozen=True)
class Structure:
    """A file's structure.

    ``data`` is what PDFium should read, ``fields`` the form fields that hold something, ``unseen`` the places of
    the annotations that are no part of what a page says, page by page.
    """

    pdf: pikepdf.Pdf
    original: bytes
    data: bytes
    spoken: tuple[tuple[int, str], ...]
    fields: tuple[Field, ...]
    unseen: tuple[tuple[int, ...], ...]

    def is_cropped(self, page_number: int) -> bool:
        """Tell whether that page, from 1, is larger than what is shown of it."""
        page = self.pdf.pages[page_number - 1]
        return any(abs(number(a) - number(b)) > 1 for a, b in zip(page.cropbox, page.mediabox, strict=False))

    def findings(self, shown: str, on_pages: list[Finding]) -> list[Finding]:
        """Return what the file carries, given the text its pages show and what was found ``on_pages``."""
        words = words_in(shown)
        covered = {each.page for each in on_pages if each.id in _HIDDEN_IDS}
        carried = [
            *carried_in(self.pdf),
            *(Carried("PDF-ACTUALTEXT", page, text) for page, text in self.spoken),
        ]
        told = [found for each in carried if (found := _finding(each, words, covered))]
        if names := identifying(self.pdf, words):
            told.append(Finding(id="PDF-METADATA", severity="AUTO", sample=masked(names[0])))
        orphans = leftovers(self.pdf, self.original, words)
        told += [Finding(id="PDF-ORPHAN", severity="AUTO", sample=masked(text[:200])) for text in orphans]
        return [*told, *_revisions(self.original)]


def structure_of(data: bytes) -> Structure:
    """Return the structure of a PDF file.

    Raise :class:`~panelroom.documents.reading.Hostile` when it is damaged beyond repair, needs a password, or
    has too many pages.
    """
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
        pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise Hostile("it is protected by a password: save a copy without one") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        raise Hostile("it is damaged, or it is not a PDF file") from None
    if pages > limits.MOST_PAGES:
        raise Hostile(
            f"it has {pages} pages, and at most {limits.MOST_PAGES} are read: split it into smaller files"
        )
    spoken = tuple(_unspoken(pdf))
    unseen = tuple(unseen_annotations(pdf, page) for page in pdf.pages)
    changed = made_a_form(pdf) or bool(spoken)
    return Structure(pdf, data, _saved(pdf) if changed else data, spoken, tuple(fields_in(pdf)), unseen)


def _finding(carried: Carried, shown: frozenset[str], covered: set[int | None]) -> Finding | None:
    personal = may_identify(carried.text)
    on_page = is_shown(carried.text, shown)
    if carried.id in _ORDINARY and (not personal or (on_page and carried.id == "PDF-OUTLINE")):
        return None
    if carried.id == "PDF-ACTUALTEXT" and on_page:
        return None
    if carried.id == "PDF-ANNOT-COVER" and carried.page in covered:
        return None  # what it covers was found, and blocks
    review = carried.id in _FOR_REVIEW or personal
    severity: Severity = "REVIEW" if review else "AUTO"
    return Finding(id=carried.id, severity=severity, page=carried.page, sample=masked(carried.text[:200]))


def _revisions(data: bytes) -> Iterator[Finding]:
    """Yield a finding for earlier revisions left in the file (ISO 32000-1, 7.5.6); a linearised file has none."""
    ends = data.count(b"startxref")
    if ends > (2 if b"/Linearized" in data[:2048] else 1):
        yield Finding(id="PDF-INCREMENTAL", severity="AUTO", sample=f"{ends} revisions")


def _unspoken(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Take the texts that stand for what is painted out of every page, and yield them with their page.

    PDFium would read them in place of what a reader sees.
    """
    for page_number, page in enumerate(pdf.pages, 1):
        yield from ((page_number, text) for text in _from_page(pdf, page))


def _from_page(pdf: pikepdf.Pdf, page: pikepdf.Page) -> Iterator[str]:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    yield from _from_resources(page.obj.get("/Resources"), 0)
    for stream in streams:
        yield from _from_stream(stream)


def _from_resources(resources: object, depth: int) -> Iterator[str]:
    if not isinstance(resources, pikepdf.Dictionary) or depth > 4:
        return
    for properties in _values(resources.get("/Properties")):
        if isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties:
            yield str(properties["/ActualText"])
            del properties["/ActualText"]
    for inner in _values(resources.get("/XObject")):
        if isinstance(inner, pikepdf.Stream) and inner.get("/Subtype") == "/Form":
            yield from _from_stream(inner)
            yield from _from_resources(inner.get("/Resources"), depth + 1)


def _values(dictionary: object) -> list[pikepdf.Object]:
    return [value for _, value in dictionary.items()] if isinstance(dictionary, pikepdf.Dictionary) else []


def _from_stream(stream: object) -> Iterator[str]:
    if not isinstance(stream, pikepdf.Stream):
        return
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return  # PDFium will read of it what it can
    if len(data) > limits.MOST_CONTENT:
        raise Hostile("one of its pages is packed to unfold to far more than a page needs")
    if b"/ActualText" in data:
        stream.write(data.replace(b"/ActualText", _UNSPOKEN))
        yield from (_decoded(found[1]) for found in _SPOKEN.finditer(data))


def _decoded(token: bytes) -> str:
    try:
        return str(pikepdf.Object.parse(token))
    except pikepdf.PdfError:
        return ""


def _saved(pdf: pikepdf.Pdf) -> bytes:
    kept = BytesIO()
    pdf.save(kept, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return kept.getvalue()
