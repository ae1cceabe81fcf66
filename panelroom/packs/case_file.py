"""One case as it lies in a sealed pack: ``cases/01/case.json`` and its pages that are pictures.

The text is that of the checked and redacted documents, rebuilt; the originals stay with the officer, and only
their SHA-256, page count and importer are named here.
"""

import hashlib
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from panelroom.canonical import canonical_json
from panelroom.case_sheet import CaseSheet, Missing
from panelroom.documents.model import Block, Imported, SourceKind
from panelroom.errors import BadFile
from panelroom.papers import CasePapers, case_papers
from panelroom.text import clean_line
from panelroom.timeline import Event

VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PackedPicture(_Part):
    """A page without text: the member that holds its picture, and in words what it shows, typed by a person."""

    page: int
    member: str
    sha256: str
    alt: str


class PackedDocument(_Part):
    """One document: what it was, and its blocks, page by page within the document."""

    title: str
    source: str
    kind: SourceKind
    sha256: str
    importer: str
    pages: int
    blocks: tuple[Block, ...]
    pictures: tuple[PackedPicture, ...] = ()

    def page_texts(self) -> list[str]:
        """Return the text of every page; of a picture, the words that say what it shows."""
        shown = {each.page: _picture_words(each.alt) for each in self.pictures}
        read = Imported(
            kind=self.kind, sha256=self.sha256, importer=self.importer, pages=self.pages, blocks=self.blocks
        )
        return [text or shown.get(number, "") for number, text in read.page_texts]


class PackedEvent(_Part):
    """A dated entry the officer left in the timeline; ``page`` counts through the case."""

    when: str
    precision: Literal["minute", "day", "month", "unknown"]
    when_text: str
    page: int
    actor: str | None
    text: str


class PackedMissing(_Part):
    """What is not in the papers, and why."""

    what: str
    why: str


class Waiver(_Part):
    """A finding that was left as it is: which check, why, and who said so."""

    id: str
    reason: str
    by: str


class Reviewed(_Part):
    """What the officer did before sealing. It holds no sample of anything that was found.

    ``replaced`` counts the replacements by label, ``found`` the findings by check id as they stood at the
    end, ``not_looked_at`` those to be looked at by a person that nobody ticked; ``aide`` names the points of
    the tick-list that were ticked; ``timeline_by`` who confirmed the timeline ("" for nobody).
    """

    replaced: dict[str, int] = {}
    found: dict[str, int] = {}
    waived: tuple[Waiver, ...] = ()
    not_looked_at: int = 0
    words_ticked: int = 0
    aide: tuple[str, ...] = ()
    timeline_by: str = ""


class CaseFile(_Part):
    """One case of a pack. ``words`` counts the words to be read; events are in the order of the papers."""

    format: Literal["panelroom case"] = "panelroom case"
    version: int = VERSION
    ref: str
    title: str
    strands: tuple[str, ...] = ()
    advisory: str = ""
    summary: str = ""
    closed: date | None = None
    days_open: int | None = None
    documents: tuple[PackedDocument, ...]
    events: tuple[PackedEvent, ...] = ()
    missing: tuple[PackedMissing, ...] = ()
    words: int
    review: Reviewed

    @property
    def pages(self) -> int:
        """How many pages the case has."""
        return sum(each.pages for each in self.documents)

    def to_json(self) -> bytes:
        """Return the canonical JSON (:mod:`panelroom.canonical`) that is packed, hashed and approved."""
        return canonical_json(self.model_dump(mode="json"))

    def digest(self) -> str:
        """Return the SHA-256 of :meth:`to_json`, hex: what a second person approves."""
        return hashlib.sha256(self.to_json()).hexdigest()


def read_case_file(data: bytes) -> CaseFile:
    """Return the case in the bytes of a ``case.json``.

    Raises:
        BadFile: it is not a case, or one of a newer panelroom.
    """
    try:
        case = CaseFile.model_validate_json(data)
    except ValidationError:
        raise BadFile(
            "A case in this pack is not as panelroom writes it: the pack was left as it is; ask its packer."
        ) from None
    if case.version > VERSION:
        raise BadFile("This pack was made by a newer panelroom and was left as it is: install the newer one.")
    return case


def to_papers(case: CaseFile) -> CasePapers:
    """Return the case as the panel reads it."""
    sheet = CaseSheet(
        ref=case.ref,
        title=case.title,
        strands=case.strands,
        advisory=case.advisory,
        summary=case.summary,
        closed=case.closed,
        days_open=case.days_open,
        missing=tuple(Missing(each.what, each.why) for each in case.missing),
    )
    events = (Event(**dict(each)) for each in case.events)
    documents = [(each.title, each.source, each.page_texts()) for each in case.documents]
    by = clean_line(case.review.timeline_by)
    return case_papers(sheet, documents, events=events, timeline_by=by)


def _picture_words(alt: str) -> str:
    said = alt or "Nobody has said in words what it shows."
    return f"This page is a picture.\n\nWhat it shows, in the officer's words: {said}"
