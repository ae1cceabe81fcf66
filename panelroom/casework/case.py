"""A case folder at the officer's desk: the documents as they would be packed, and what still stands in them."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from panelroom.case_sheet import NAME as SHEET_NAME
from panelroom.case_sheet import CaseSheet, Listed, is_file_here, read_sheet
from panelroom.casework import leftovers
from panelroom.casework.redaction import count, redacted, redacted_line
from panelroom.casework.review import Review, Settled, read_review
from panelroom.checks import (
    AIDE,
    CaseFinding,
    CheckSettings,
    LedgerWord,
    check_document,
    check_labels,
    check_text,
    ledger_of,
)
from panelroom.documents.model import Imported
from panelroom.documents.read import read_document
from panelroom.errors import BadFile
from panelroom.findings import Finding
from panelroom.packs.case_file import (
    CaseFile,
    PackedDocument,
    PackedEvent,
    PackedMissing,
    PackedPicture,
    Reviewed,
    Waiver,
)
from panelroom.text import clean_line, count_words, name_of
from panelroom.timeline import Event, body_lines, events_in

LEDGER = "T-WORD-LEDGER"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in one document of the case, and what was said of it.

    ``file`` is "" for the words of the case itself (title, advisory ...). ``key`` stays the same as long as
    the words found stay in their block, whatever is redacted around them.
    """

    file: str
    finding: Finding
    key: str
    settled: Settled | None

    @property
    def refuses(self) -> bool:
        """Whether the case cannot be sealed as long as this stands."""
        return self.finding.severity == "BLOCK" and (self.settled is None or self.settled.verdict != "waived")

    @property
    def open(self) -> bool:
        """Whether a person has still to look at it."""
        return self.finding.severity == "REVIEW" and self.settled is None


@dataclass(frozen=True, slots=True)
class CaseWord:
    """A word of the ledger, and where it stands: the file, the offsets of its start and end, the page."""

    word: str
    places: tuple[tuple[str, int, int, int], ...]

    @property
    def times(self) -> int:
        """How often it stands in the case."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated entry of the timeline with its key; ``page`` counts through the case."""

    key: str
    file: str
    event: Event
    struck: bool


@dataclass(frozen=True)
class CaseFolder:
    """One case as it would be packed now.

    ``originals`` are the documents as read, by file name in the order of ``case.toml``; they are read once,
    and every change to the review makes a new value of this class over the same originals.
    """

    path: Path
    sheet: CaseSheet
    originals: dict[str, Imported]
    review: Review
    settings: CheckSettings

    def reviewed(self, review: Review) -> "CaseFolder":
        """Return the case under another review."""
        return replace(self, review=review)

    @cached_property
    def documents(self) -> dict[str, Imported]:
        """The documents as they would be packed, by file name."""
        return {f: redacted(d, f, self.review.replacements) for f, d in self.originals.items()}

    @cached_property
    def cover(self) -> CaseSheet:
        """The sheet as it would be packed."""
        rules = self.review.replacements
        return replace(
            self.sheet,
            title=redacted_line(self.sheet.title, rules),
            advisory=redacted_line(self.sheet.advisory, rules),
            summary=redacted_line(self.sheet.summary, rules),
            strands=tuple(redacted_line(each, rules) for each in self.sheet.strands),
            documents=tuple(
                Listed(d.file, redacted_line(d.title, rules), redacted_line(d.source, rules))
                for d in self.sheet.documents
            ),
            missing=tuple(
                replace(m, what=redacted_line(m.what, rules), why=redacted_line(m.why, rules))
                for m in self.sheet.missing
            ),
        )

    @cached_property
    def own_words(self) -> str:
        """Everything packed that the officer typed: the cover, what pictures show, why something was waived."""
        shown = [words for pages in self.review.alt.values() for words in pages.values()]
        reasons = [each.reason for each in self.review.settled.values() if each.reason]
        typed = (redacted_line(each, self.review.replacements) for each in (*shown, *reasons))
        return "\n".join([cover_text(self.cover), *typed])

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """Everything that was found, document by document, in the order of the text."""
        by_file = [(file, finding) for file in self.documents for finding in self._in_document(file)]
        return tuple(self._keyed([*self._in_cover(), *by_file]))

    def _in_document(self, file: str) -> list[Finding]:
        document = self.documents[file]
        place = list(self.documents).index(file)
        others = [each.finding for each in self._labels if each.document == place]
        left = leftovers.find(document.text, self.review.replacements, document)
        found = _checked(_Unchecked(document, self.settings))
        return [*(each for each in found if not self._is_own_ref(document, each)), *others, *left]

    def _is_own_ref(self, document: Imported, finding: Finding) -> bool:
        """The case's own reference stands on the cover: in the papers it says no more."""
        return finding.id == "T-CRIMEREF" and document.text[finding.start : finding.end] == self.sheet.ref

    @cached_property
    def _labels(self) -> tuple[CaseFinding, ...]:
        return check_labels(list(self.documents.values()))

    def _in_cover(self) -> Iterator[tuple[str, Finding]]:
        yield from (("", finding) for finding in check_text([(1, self.own_words)], self.settings))

    def _keyed(self, found: Sequence[tuple[str, Finding]]) -> Iterator[Found]:
        seen: Counter[str] = Counter()
        for file, finding in found:
            name = _digest(*self._identity(file, finding))
            seen[name] += 1
            key = name if seen[name] == 1 else f"{name}-{seen[name]}"
            yield Found(file, finding, key, self.review.settled.get(key))

    def _identity(self, file: str, finding: Finding) -> tuple[str, ...]:
        if finding.start is None or finding.end is None:
            return file, finding.id, str(finding.page), finding.sample
        text = self.documents[file].text if file else self.own_words
        placed = self.documents[file].at(finding.start) if file else None
        return file, finding.id, placed.block.id if placed else "", text[finding.start : finding.end]

    @cached_property
    def words(self) -> tuple[CaseWord, ...]:
        """Every capitalised word no vocabulary knows, of all documents, most frequent first."""
        found: dict[str, list[tuple[str, int, int, int]]] = {}
        for file, document in self.documents.items():
            for each in _ledger(_Unchecked(document, self.settings)):
                found.setdefault(each.word, []).extend((file, *place) for place in each.places)
        ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple(CaseWord(word, tuple(places)) for word, places in ordered)

    def word_keys(self, word: str) -> tuple[str, ...]:
        """Return the keys under which a word of the ledger is ticked: one for each document it stands in."""
        return self._word_keys.get(word, ())

    @cached_property
    def _word_keys(self) -> dict[str, tuple[str, ...]]:
        files = {each.word: sorted({file for file, *_ in each.places}) for each in self.words}
        return {word: tuple(self._word_key(word, file) for file in held) for word, held in files.items()}

    def _word_key(self, word: str, file: str) -> str:
        return f"word {word} {self.originals[file].sha256[:10]}"

    def is_word_ticked(self, word: str) -> bool:
        """Whether somebody said that this word names nobody, in every document it stands in now."""
        keys = self.word_keys(word)
        return bool(keys) and all(key in self.review.settled for key in keys)

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        """The dated entries in the order of the papers, with those the officer took out."""
        entries, first = [], 0
        for file, document in self.documents.items():
            pages = [(number + first, text) for number, text in document.page_texts]
            for event in events_in(body_lines(pages)):
                key = _event_key(file, event, first)
                entries.append(Entry(key, file, event, key in self.review.struck_events))
            first += document.pages
        return tuple(entries)

    @cached_property
    def timeline_key(self) -> str:
        """The key under which this timeline is confirmed.

        It names the documents and the dates that stand in, so that a confirmation holds for no others.
        """
        sources = [document.sha256 for document in self.originals.values()]
        dates = [f"{e.event.page} {e.event.when_text}" for e in self.timeline if not e.struck]
        return f"timeline {_digest(*sources, *dates)}"

    @property
    def timeline_confirmed(self) -> Settled | None:
        """Who confirmed the timeline as it is now; None where nobody did."""
        return self.review.settled.get(self.timeline_key)

    def item_keys(self, item: str) -> tuple[str, ...]:
        """Return the keys under which a point of the tick-list is ticked: one for each document as it was read."""
        return tuple(f"aide {item} {document.sha256[:10]}" for document in self.originals.values())

    def is_item_ticked(self, item: str) -> bool:
        """Whether a point of the tick-list was ticked for every document that the case has now."""
        return all(key in self.review.settled for key in self.item_keys(item))

    @cached_property
    def reading_words(self) -> int:
        """How many words there are to be read; running headers do not count."""
        return sum(
            count_words("\n".join(line.text for line in body_lines(d.page_texts)))
            for d in self.documents.values()
        )

    @property
    def pages(self) -> int:
        """How many pages the case has."""
        return sum(document.pages for document in self.documents.values())

    @cached_property
    def refusing(self) -> tuple[Found, ...]:
        """What refuses the seal."""
        return tuple(each for each in self.found if each.refuses)

    @cached_property
    def not_looked_at(self) -> tuple[Found, ...]:
        """What a person should look at and nobody ticked; a ledger word is ticked for all of its places at once."""
        return tuple(each for each in self.found if each.open and not self._is_ticked_word(each))

    def _is_ticked_word(self, found: Found) -> bool:
        finding = found.finding
        if finding.id != LEDGER or finding.start is None or not found.file:
            return False
        word = self.documents[found.file].text[finding.start : finding.end]
        return self._word_key(word, found.file) in self.review.settled

    @cached_property
    def packed(self) -> CaseFile:
        """What would be packed."""
        cover = self.cover
        packed = {d.file: _packed(d, self.documents[d.file], self.review) for d in cover.documents}
        return CaseFile(
            ref=cover.ref,
            title=cover.title,
            strands=cover.strands,
            advisory=cover.advisory,
            summary=cover.summary,
            closed=cover.closed,
            days_open=cover.days_open,
            documents=tuple(packed.values()),
            events=tuple(_packed_event(e.event) for e in self.timeline if not e.struck),
            missing=tuple(PackedMissing(what=m.what, why=m.why) for m in cover.missing),
            words=self.reading_words,
            review=self._summary(),
        )

    def _summary(self) -> Reviewed:
        confirmed = self.timeline_confirmed
        waived = [f for f in self.found if f.settled and f.settled.verdict == "waived"]
        return Reviewed(
            replaced=dict(sorted(count(self.originals.items(), self.review.replacements).items())),
            found=dict(sorted(Counter(f.finding.id for f in self.found).items())),
            waived=tuple(
                Waiver(
                    id=f.finding.id,
                    reason=redacted_line(f.settled.reason, self.review.replacements),
                    by=f.settled.by,
                )
                for f in waived
                if f.settled
            ),
            not_looked_at=len(self.not_looked_at),
            words_ticked=sum(self.is_word_ticked(each.word) for each in self.words),
            aide=tuple(item.id for item in AIDE if self.is_item_ticked(item.id)),
            timeline_by=confirmed.by if confirmed else "",
        )


@dataclass(frozen=True)
class _Unchecked:
    """A document to be checked; two with the same text of the same original are the same."""

    document: Imported
    settings: CheckSettings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unchecked) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @cached_property
    def _key(self) -> tuple[str, str, str]:
        text = hashlib.sha256(self.document.text.encode()).hexdigest()
        return self.document.sha256, text, self.settings.model_dump_json()


@lru_cache(maxsize=64)
def _checked(unchecked: _Unchecked) -> tuple[Finding, ...]:
    """Check a document: one redaction leaves most documents of a case as they were."""
    return check_document(unchecked.document, unchecked.settings)


@lru_cache(maxsize=64)
def _ledger(unchecked: _Unchecked) -> tuple[LedgerWord, ...]:
    return ledger_of(unchecked.document, unchecked.settings)


def read_folder(path: Path, settings: CheckSettings | None = None) -> CaseFolder:
    """Read a case folder: its sheet, its documents, each in a limited child process, and its review.

    Raises:
        BadFile: the sheet, a document or the review is not what it should be, or a document is not there.
    """
    sheet = read_sheet(path)
    where = clean_line(path.name)
    if not sheet.documents:
        raise BadFile(f"The case {where} lists no documents yet: add one first.")
    originals = {each.file: read_listed(path, each.file) for each in sheet.documents}
    return CaseFolder(path, sheet, originals, read_review(path), settings or CheckSettings())


def read_single(path: Path, settings: CheckSettings | None = None) -> CaseFolder:
    """Read one document as if it were a case by itself, under the review kept in its folder.

    Raises:
        BadFile: as :func:`read_folder`.
    """
    sheet = CaseSheet(ref="", title="", documents=(Listed(path.name, ""),))
    originals = {path.name: read_listed(path.parent, path.name)}
    return CaseFolder(path.parent, sheet, originals, read_review(path.parent), settings or CheckSettings())


def read_listed(folder: Path, file: str) -> Imported:
    """Read one document that lies in a case folder itself.

    Raises:
        BadFile: it is not there, leads elsewhere, or cannot be read.
    """
    path = folder / file
    if Path(file).name != file or file == SHEET_NAME or not is_file_here(path):
        raise BadFile(
            f"The document {clean_line(file)} is not a file in {name_of(folder)} itself: put it there."
        )
    return read_document(path)


def cover_text(sheet: CaseSheet) -> str:
    """Return every word of the case sheet that is packed, but its reference, as text to be checked."""
    parts = [sheet.title, sheet.advisory, sheet.summary, *sheet.strands]
    parts += [word for d in sheet.documents for word in (d.title, d.source)]
    parts += [word for m in sheet.missing for word in (m.what, m.why)]
    return "\n".join(part for part in parts if part)


def _event_key(file: str, event: Event, first: int) -> str:
    return _digest(file, event.when_text, str(event.page - first), event.text)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def picture_member(sha256: str) -> str:
    """Return the name, within the case, of the member that holds a picture."""
    return f"pictures/{sha256[:16]}.png"


def _packed(listed: Listed, document: Imported, review: Review) -> PackedDocument:
    described = review.alt.get(listed.file, {})
    pictures = []
    for page, picture in sorted(document.pictures.items()):
        sha256 = hashlib.sha256(picture).hexdigest()
        words = redacted_line(described.get(page, ""), review.replacements)
        pictures.append(PackedPicture(page=page, member=picture_member(sha256), sha256=sha256, alt=words))
    return PackedDocument(
        title=listed.title,
        source=listed.source,
        kind=document.kind,
        sha256=document.sha256,
        importer=document.importer,
        pages=document.pages,
        blocks=document.blocks,
        pictures=tuple(pictures),
    )


def _packed_event(event: Event) -> PackedEvent:
    return PackedEvent(
        when=event.when,
        precision=event.precision,
        when_text=event.when_text,
        page=event.page,
        actor=event.actor,
        text=event.text,
    )
