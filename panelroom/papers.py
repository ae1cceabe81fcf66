"""The papers of a case, read from a folder into memory and never written anywhere.

A case folder holds ``case.toml`` (:mod:`panelroom.case_sheet`) and the documents it lists, plain text in UTF-8
(``.txt`` or ``.md``).

Pages are numbered from 1 through the whole case, so that a member can say "page 7" and everybody finds it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from panelroom.case_sheet import NAME, CaseSheet, Listed, Missing, read_capped, read_sheet
from panelroom.dated import DatedLog
from panelroom.errors import BadFile
from panelroom.paging import in_pages, without_blank_ends
from panelroom.text import clean_line, clean_text, count_words
from panelroom.timeline import Event, Line, body_of, found_in, running_lines

__all__ = [
    "CasePapers",
    "Document",
    "Event",
    "Hit",
    "Missing",
    "Page",
    "glossary_terms_on",
    "load_case",
    "load_cases",
]

SUFFIXES = (".txt", ".md")
MAX_FILE_BYTES = 50_000_000
MAX_PAGES = 500
MAX_PAGE_CHARACTERS = 200_000
EXCERPT = 90
WITHHELD = "This page is withheld: something on it was not redacted."


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number through the case (from 1), its document's title, its cleaned text."""

    number: int
    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a case, from ``first_page`` to ``last_page``; ``source`` is the system it came from."""

    title: str
    source: str
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where searched text begins: page, line on the page and column, each from 1, and that line."""

    page: int
    line: int
    column: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class CasePapers:
    """One case as the panel reads it.

    ``log`` holds the dated entries, which are read when first asked for: ``events`` in the order of the papers,
    ``timeline()`` in the order of time. ``closed`` and ``days_open`` are None where the case does not say.
    ``timeline_by`` is who confirmed the events, "" for nobody.
    """

    ref: str
    title: str
    strands: tuple[str, ...]
    advisory: str
    summary: str
    closed: date | None
    days_open: int | None
    pages: tuple[Page, ...]
    missing: tuple[Missing, ...]
    documents: tuple[Document, ...]
    log: DatedLog = field(repr=False, compare=False)
    _body: "_Body" = field(repr=False, compare=False)
    timeline_by: str = ""

    def without(self, withheld: frozenset[int]) -> "CasePapers":
        """Return the papers with nothing shown of the pages in ``withheld`` but that they are."""
        if not withheld:
            return self
        pages = tuple(replace(p, text=WITHHELD) if p.number in withheld else p for p in self.pages)
        return replace(self, pages=pages, log=self.log.without(withheld))

    @property
    def events(self) -> tuple[Event, ...]:
        """The dated entries in the order of the papers."""
        return self.log.events()

    @property
    def words(self) -> int:
        """How many words are to be read, also on pages withheld since: running headers are not."""
        return self._body.words

    def reading_minutes(self, words_per_minute: int = 200) -> int:
        """Return the whole minutes a reader of that pace needs, rounded up."""
        return -(-self.words // words_per_minute)

    def search(self, text: str, limit: int = 1_000) -> tuple[Hit, ...]:
        """Return the first ``limit`` places of ``text`` in the order of the papers.

        Upper and lower case, and how words are spaced or wrapped, make no difference. Text that runs on over
        the end of a page is not found across it.
        """
        needle = _folded(unicodedata.normalize("NFC", text))
        return tuple(islice(_hits(self.pages, needle), limit)) if needle else ()

    def page_on(self, day: date) -> int | None:
        """Return the page of the earliest entry dated on or after ``day``, or None if there is none.

        Entries of which only the month is known are passed over.
        """
        after = [event for event in self.timeline() if event.precision in ("minute", "day")]
        return next((event.page for event in after if event.when[:10] >= day.isoformat()), None)

    def timeline(self) -> tuple[Event, ...]:
        """Return the entries by time; those without any date come last, equal ones as in the papers."""
        return tuple(sorted(self.events, key=lambda event: event.when or "~"))


def load_case(folder: Path) -> CasePapers:
    """Read one case folder into memory.

    Raises:
        BadFile: ``case.toml`` or a document is missing, too large, or not what it should be.
    """
    sheet = read_sheet(folder)
    where = clean_line(folder.name)
    if not sheet.documents:
        raise BadFile(f"case.toml in {where} lists no documents: add a [[documents]] table for each.")
    texts = [(each, _read_pages(folder, each, where)) for each in sheet.documents]
    return case_papers(sheet, [(each.title, each.source, pages) for each, pages in texts])


def case_papers(
    sheet: CaseSheet,
    documents: Iterable[tuple[str, str, Sequence[str]]],
    *,
    events: Iterable[Event] | None = None,
    timeline_by: str = "",
) -> CasePapers:
    """Return the papers of a case from its sheet and, for each document, title, source and page texts.

    ``events`` is the timeline where somebody has looked through it; else it is found in the texts. ``timeline_by`` is
    who confirmed it.
    """
    pages, parts = _numbered(documents)
    body = _Body(pages, parts)
    return CasePapers(
        ref=sheet.ref,
        title=sheet.title,
        strands=sheet.strands,
        advisory=sheet.advisory,
        summary=sheet.summary,
        closed=sheet.closed,
        days_open=sheet.days_open,
        pages=pages,
        missing=sheet.missing,
        documents=parts,
        log=DatedLog(body.entries() if events is None else iter(events)),
        _body=body,
        timeline_by=timeline_by,
    )


def load_cases(folder: Path) -> tuple[CasePapers, ...]:
    """Read every case folder in ``folder``, by folder name; a folder that holds ``case.toml`` is one case.

    A folder with documents but without ``case.toml`` is refused rather than left out unseen; folders with
    neither are passed over.

    Raises:
        BadFile: no case was found, a case cannot be read, or two cases have the same reference.
    """
    where = clean_line(folder.name)
    inside = _inside(folder)
    if folder / NAME in inside:
        return (load_case(folder),)
    cases = tuple(load_case(each) for each in inside if _looks_like_case(each))
    if not cases:
        raise BadFile(f"The folder {where} holds no case: each case is a folder with a case.toml in it.")
    if len({case.ref for case in cases}) < len(cases):
        raise BadFile(f"Two case folders in {where} give the same reference: give each case its own.")
    return cases


def glossary_terms_on(text: str, terms: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ``terms`` (term -> meaning) that stand on a page as whole words, in order of appearance.

    Terms in capitals (``VCOP``) must stand in capitals, a plural s allowed; in others case does not matter.
    ``A / B`` is one term with two spellings. Where terms overlap, the longer is meant.
    """
    spellings = sorted(
        ((part.strip(), term) for term in terms for part in term.split(" / ") if part.strip()),
        key=lambda pair: -len(pair[0]),
    )
    if not spellings:
        return ()
    any_term = re.compile("|".join(f"({_whole_word(spelling)})" for spelling, _ in spellings))
    found = (spellings[match.lastindex - 1][1] for match in any_term.finditer(text) if match.lastindex)
    return tuple(dict.fromkeys(found))


def _whole_word(spelling: str) -> str:
    words = r"\s+".join(re.escape(word) for word in spelling.split())
    if sum(character.isupper() for character in spelling) > 1 and spelling == spelling.upper():
        return rf"(?<!\w){words}s?(?!\w)"
    return rf"(?<!\w)(?i:{words})(?!\w)"


def _looks_like_case(folder: Path) -> bool:
    if folder.name.startswith(".") or not folder.is_dir():
        return False
    return any(each.name == NAME or each.suffix.lower() in SUFFIXES for each in _inside(folder))


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        where = clean_line(folder.name)
        raise BadFile(
            f"The folder {where} cannot be opened: give the folder that holds the papers."
        ) from None


# --- documents ---------------------------------------------------------------------------------------------


def _numbered(
    documents: Iterable[tuple[str, str, Sequence[str]]],
) -> tuple[tuple[Page, ...], tuple[Document, ...]]:
    """Number the pages of one document after the other."""
    pages: list[Page] = []
    parts: list[Document] = []
    for title, source, texts in documents:
        first = len(pages) + 1
        pages.extend(Page(number, title, text) for number, text in enumerate(texts, start=first))
        parts.append(Document(title, source, first, len(pages)))
    return tuple(pages), tuple(parts)


class _Body:
    """What is to be read on the pages, running lines left out: worked out when it is first asked for."""

    def __init__(self, pages: Sequence[Page], documents: Sequence[Document]) -> None:
        self._documents = [pages[each.first_page - 1 : each.last_page] for each in documents]

    @cached_property
    def _running(self) -> list[frozenset[str]]:
        return [running_lines([page.text for page in pages]) for pages in self._documents]

    @cached_property
    def words(self) -> int:
        return sum(
            count_words("\n".join(line.text for line in body_of(page.number, page.text, running)))
            for pages, running in zip(self._documents, self._running, strict=True)
            for page in pages
        )

    def entries(self) -> Iterator[Event | None]:
        """Yield the dated entries, and None for a step that found none: so they can be read a few at a time."""
        for pages, running in zip(self._documents, self._running, strict=True):
            lines: list[Line] = []
            for page in pages:
                lines += body_of(page.number, page.text, running)
                yield None
            yield from found_in(lines)


def _read_pages(folder: Path, listed: Listed, where: str) -> list[str]:
    what = f"The document {clean_line(listed.file)} in {where}"
    path = folder / listed.file
    if Path(listed.file).name != listed.file or path.suffix.lower() not in SUFFIXES:
        raise BadFile(
            f"{what} cannot be read here: name a .txt or .md file that lies in the case folder itself, or seal "
            "the case into a pack first."
        )
    pages = paginate(read_capped(path, what, MAX_FILE_BYTES))
    if not pages:
        raise BadFile(f"{what} is empty: put the text in or take it out of case.toml.")
    if len(pages) > MAX_PAGES:
        raise BadFile(f"{what} has more than {MAX_PAGES} pages: split it into several documents.")
    if any(len(page) > MAX_PAGE_CHARACTERS for page in pages):
        raise BadFile(f"{what} has a page of more than {MAX_PAGE_CHARACTERS:,} characters: split the page.")
    return pages


def paginate(text: str) -> list[str]:
    """Split a document into pages of cleaned text; no word is lost and none is divided.

    Form feeds part the pages where there are any, and a blank page between two keeps its place. Otherwise
    long lines are wrapped at 72 columns and a page takes 30 lines, ending at a blank line if one is near.
    """
    if "\f" in text:
        pages = [clean_text(page).strip("\n") for page in text.split("\f")]
        return without_blank_ends(pages)
    return without_blank_ends(in_pages(clean_text(text)))


# --- search ------------------------------------------------------------------------------------------------


def _hits(pages: Iterable[Page], needle: str) -> Iterator[Hit]:
    """Yield the places of folded text. A page is folded only if it has all the words: no second text is kept."""
    words = needle.split()
    for page in pages:
        rough = page.text.casefold()
        if all(word in rough for word in words):
            folded = _folded(page.text)
            at = folded.find(needle)
            while at >= 0:
                yield _hit(page, at)
                at = folded.find(needle, at + len(needle))


def _hit(page: Page, at: int) -> Hit:
    """Return the place that stands at index ``at`` of the folded page."""
    rest = at
    for number, line in enumerate(page.text.split("\n"), start=1):
        length = len(_folded(line))
        if rest < length:
            column = _column(line, rest)
            return Hit(page.number, number, column + 1, _excerpt(line, column))
        rest -= length + 1 if length else 0
    raise AssertionError("the page and its folded text differ")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _column(line: str, offset: int) -> int:
    """Return the index in ``line`` of the character at ``offset`` of the folded line."""
    passed = 0
    for index, character in enumerate(line):
        if character.isspace():
            passed += bool(passed) and not line[index - 1].isspace()
            continue
        width = len(character.casefold())
        if passed + width > offset:
            return index
        passed += width
    return 0


def _excerpt(line: str, column: int) -> str:
    start = max(0, column - EXCERPT // 3) if len(line) > EXCERPT else 0
    part = " ".join(line[start : start + EXCERPT].split())
    return ("…" if start else "") + part + ("…" if start + EXCERPT < len(line) else "")
