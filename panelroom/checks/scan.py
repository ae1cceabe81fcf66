"""All checks over one text: patterns on the shadow, the stronger finding where two overlap, places mapped back."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from panelroom.checks import births, contacts, identifiers, ledger, names, places, police
from panelroom.checks.catalogue import severity_of
from panelroom.checks.hits import Hit
from panelroom.checks.settings import CheckSettings
from panelroom.checks.shadow import Shadow, masked_labels
from panelroom.checks.words import Word, kind_of, words_of
from panelroom.documents.model import Imported
from panelroom.findings import Finding, masked

Pages = Sequence[tuple[int, str]]
_PAGE_GAP = "\n\n"

# Where two findings overlap, the earlier in this list is the one to show.
_STRONGEST_FIRST = (
    "T-EMAIL",
    "T-DRIVING",
    "T-CARD",
    "T-NINO",
    "T-NHS",
    "T-PNC",
    "T-CRO",
    "T-PASSPORT",
    "T-ACCOUNT",
    "T-SORTCODE",
    "T-DOB",
    "T-PHONE",
    "T-IMEI",
    "T-URL",
    "T-W3W",
    "T-HANDLE",
    "T-IP",
    "T-WARRANT",
    "T-COLLAR",
    "T-POSTCODE",
    "T-ADDRESS",
    "T-CRIMEREF",
    "T-VRM",
    "T-PERSON-CUE",
    "T-WORD-LEDGER",
)
_RANK = {check: place for place, check in enumerate(_STRONGEST_FIRST)}
_RANK_AHEAD = re.compile(rf"{police.RANKS}\b")
_NUMBER_BEHIND = re.compile(r"[ ]?[ (/-]\d{2,6}\)?(?![\w:/])")
_LABEL_WORD = re.compile(r"[A-Za-z][\w'/&-]*")
_REDACTED = re.compile(r"(?:[xX*_.#█■-]{1,}|\d{1,3})")


class Text:
    """One document's text with its pages, ready to be checked.

    Offsets are those of :attr:`Imported.text`; for plain pages, of their texts joined by an empty line.
    """

    def __init__(self, document: Imported | Pages, settings: CheckSettings) -> None:
        self._settings = settings
        if isinstance(document, Imported):
            self.text = document.text
            self._firsts = [(placed.start, placed.block.page) for placed in document.placed]
        else:
            self.text, self._firsts = _joined(document)
        self._shadow = Shadow(self.text)
        self._lined = _without_labels(self._shadow.lined)
        self._flat = self._lined.replace("\n", " ")

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Everything found, in order, without overlaps, in the shadow's own places."""
        strong = _without_overlaps([*self._patterns(), *names.find(self._words)])
        joined = _with_names(strong, self._words, self._lined)
        allowed = frozenset(self._settings.allowed_words)
        kept = [h for h in joined if h.id != "T-PERSON-CUE" or not self._allows(h, allowed)]
        return tuple(sorted([*kept, *ledger.find(self._words, allowed, kept)], key=lambda hit: hit.start))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each hit, with its page and its place in the text."""
        for hit in self.hits:
            span = self._shadow.span(hit.start, hit.end)
            yield Finding(
                id=hit.id,
                severity=severity_of(hit.id),
                page=self._page(span.start),
                start=span.start,
                end=span.end,
                sample=masked(self.text[span.start : span.end]),
            )

    def ledger(self) -> tuple[ledger.LedgerWord, ...]:
        """Return the words that could be names, those that occur least often last, then by the alphabet."""
        words = self._words
        places: dict[str, list[tuple[int, int, int]]] = {}
        shown: dict[str, str] = {}
        for index in self._listed():
            span = self._shadow.span(words[index].start, words[index].end)
            places.setdefault(words[index].plain, []).append(
                (span.start, span.end, self._page(span.start) or 1)
            )
            shown.setdefault(words[index].plain, re.sub(r"(?:'s|')$", "", words[index].text))
        made = [ledger.LedgerWord(shown[plain], tuple(at)) for plain, at in places.items()]
        return tuple(sorted(made, key=lambda word: (-word.times, word.word.casefold())))

    def _listed(self) -> list[int]:
        """Return the words of the ledger and of the names that a cue gave away, in order."""
        cued = ledger.Covered([h for h in self.hits if h.id in ("T-PERSON-CUE", "T-COLLAR")])
        names_too = ("T-PERSON-CUE", "T-COLLAR", "T-WORD-LEDGER")
        other = ledger.Covered([h for h in self.hits if h.id not in names_too])
        found = set(ledger.could_be_names(self._words, frozenset(self._settings.allowed_words)))
        for index, word in enumerate(self._words):
            if other.holds(word):
                found.discard(index)
            elif cued.holds(word) and _is_a_name(word):
                found.add(index)
        return sorted(found)

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        return words_of(self._lined)

    def _patterns(self) -> Iterator[Hit]:
        yield from contacts.find(self._flat, self._settings)
        yield from identifiers.find(self._flat)
        yield from births.find(self._flat)
        yield from places.find(self._flat)
        yield from police.find(self._flat, self._settings)

    def _allows(self, hit: Hit, allowed: frozenset[str]) -> bool:
        if not allowed:
            return False
        inside = words_of(self._lined[hit.start : hit.end])
        return all(word.plain.casefold() in allowed for word in inside)

    def _page(self, offset: int) -> int | None:
        page = None
        for first, number in self._firsts:
            if first > offset:
                break
            page = number
        return page


def check_text(pages: Pages | Imported, settings: CheckSettings) -> tuple[Finding, ...]:
    """Return what the text itself gives away: one finding for each occurrence, in order, none over another.

    ``pages`` are a document as imported, or ``(number, cleaned text)``. Offsets count in
    :attr:`Imported.text`, for plain pages in their texts joined by an empty line.
    """
    return tuple(Text(pages, settings).findings())


def check_document(document: Imported, settings: CheckSettings) -> tuple[Finding, ...]:
    """Return what only the original file shows, then what the text gives away."""
    return (*document.findings, *check_text(document, settings))


def ledger_of(pages: Pages | Imported, settings: CheckSettings) -> tuple[ledger.LedgerWord, ...]:
    """Return every word that could be a name, once, with its places; offsets as in :func:`check_text`."""
    return Text(pages, settings).ledger()


def _joined(pages: Pages) -> tuple[str, list[tuple[int, int]]]:
    text, firsts = "", []
    for number, page in pages:
        if page:
            text += _PAGE_GAP if text else ""
            firsts.append((len(text), number))
            text += page
    return text, firsts


def _without_labels(lined: str) -> str:
    """Return the shadow with redaction labels masked: words in brackets none of which could be a name."""
    return masked_labels(lined, is_label)


def is_label(inner: str) -> bool:
    """Tell whether what stands between square brackets is a label: ``VICTIM 1``, ``racist word``, ``redacted``."""
    words = _LABEL_WORD.findall(inner)
    numbered = bool(re.search(r"[\s-]?(?:\d{1,3}|[A-Z])$", inner)) and len(words) <= 4
    kinds = {kind_of(w.lower()) for w in words}
    if not words:
        return bool(_REDACTED.fullmatch(inner.strip()))
    if re.search(r"\d{4,}|@", inner) or inner.lower() in ("at", "dot"):
        return False
    return kinds <= {"field", "common"} or (numbered and inner.isupper() and "unknown" not in kinds)


def _is_a_name(word: Word) -> bool:
    plain = word.plain.rstrip(".")
    return plain not in names.RANKS and kind_of(plain) != "field" and len(plain) > 1


def _without_overlaps(found: Sequence[Hit]) -> list[Hit]:
    """Return the hits that stand: of two that overlap the one that blocks, the more specific, the longer."""

    def strength(hit: Hit) -> tuple[bool, int, int]:
        return severity_of(hit.id) != "BLOCK", _RANK[hit.id], hit.start - hit.end

    kept: list[Hit] = []
    taken = bytearray(max((h.end for h in found), default=0))
    for hit in sorted(set(found), key=strength):
        if any(taken[hit.start : hit.end]):
            continue
        taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
        kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _with_names(found: Sequence[Hit], words: Sequence[Word], lined: str) -> list[Hit]:
    """Join an officer's number and name into one finding: ``PC 1234 Smith``, ``PC Smith (1234)``."""
    by_start = {word.start: index for index, word in enumerate(words)}
    made: list[Hit] = []
    for place, hit in enumerate(found):
        limit = found[place + 1].start if place + 1 < len(found) else len(lined)
        number = _NUMBER_BEHIND.match(lined, hit.end, limit) if hit.id == "T-PERSON-CUE" else None
        if hit.id == "T-COLLAR":
            hit = hit._replace(end=_end_of_surname(words, by_start, hit.end, limit))
        elif number and _RANK_AHEAD.match(lined, hit.start):
            hit = Hit("T-COLLAR", hit.start, number.end())
        made.append(hit)
    return made


def _end_of_surname(words: Sequence[Word], by_start: dict[int, int], end: int, limit: int) -> int:
    """Return where the name directly behind ``end`` ends; ``end`` where none begins."""
    index = by_start.get(end + 1, len(words))
    for word in words[index : index + 3]:
        apart = word.start != end + 1 or word.end > limit or (word.opens and word.gap.strip())
        if apart or not word.capital or kind_of(word.plain) not in ("unknown", "name-like"):
            break
        end = word.end
    return end
