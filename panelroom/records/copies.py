"""Reading copies: the papers of a case on paper, numbered, so that every copy given out comes back.

A copy has the page numbers of the screen, because a member says "page 7" and everybody must find it. Each page of
the screen begins a sheet of its own; what needs several sheets says "page 7 continued". Large print is 18 points
on 26 (RNIB clear print asks for 16 to 18). File names and the file's own properties hold case and copy number,
never a reference or a title.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, groupby, product
from pathlib import Path

from panelroom.errors import BadFile, Refused
from panelroom.records.blocks import (
    Block,
    Document,
    Facts,
    Furniture,
    Heading,
    Para,
    Picture,
    Row,
    Sheet,
    Table,
    Title,
    Typed,
    bold,
    bullets,
    cell,
    para,
)
from panelroom.records.files import make_folder, write_whole
from panelroom.text import clean_line, plural

RETURN = "Return this copy before you leave"
STANCE = "We judge on what was known at the time."
DESCRIBED = "This page is a picture. What it shows is described beneath it."
UNDESCRIBED = "This page is a picture. Nobody has described what it shows."
SCREEN = "The screen in the room shows the exact words."
MASKED = "Strong words are masked. The Chair can show those of a page on the screen in the room."
MAX_COPIES = 200
# The same papers must give the same bytes, and when they were printed is nobody's business: no real time.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A page as on the screen: its number through the case (from 1), its document's title, its text."""

    number: int
    document_title: str
    text: str


@dataclass(frozen=True, slots=True)
class CopyCase:
    """What is printed of one case. It has no reference.

    ``pictures`` maps a page number to a PNG that stands on that page; the page's text is then printed below it.
    ``missing`` pairs what is not in the papers with why; ``masked`` is at how many places of the pages a strong
    word was masked.

    Raises:
        BadFile: a page number is repeated or not from 1 up, or a picture belongs to no page.
    """

    number: int
    title: str
    advisory: str
    pages: tuple[CopyPage, ...]
    pictures: Mapping[int, bytes] = field(default_factory=dict)
    missing: tuple[tuple[str, str], ...] = ()
    masked: int = 0

    def __post_init__(self) -> None:
        numbers = [page.number for page in self.pages]
        if numbers != sorted({n for n in numbers if n > 0}) or not numbers:
            raise BadFile(f"The pages of case {self.number} are not numbered in order: nothing was printed.")
        if set(self.pictures) - set(numbers):
            raise BadFile(f"A picture of case {self.number} belongs to no page: nothing was printed.")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One copy to be ticked out and in: of which case, which copy, and whether it is in large print."""

    case: int
    copy: int
    large: bool = False


def write_copies(
    folder: Path,
    case: CopyCase,
    copies: range | list[int],
    *,
    large: bool,
    marking: str,
    meeting: str,
    of: int | None = None,
) -> tuple[Path, ...]:
    """Write one PDF for each number in ``copies`` into ``folder``; return their paths.

    Args:
        folder: where they go; made where it is not there. An older copy of the same number is replaced.
        case: what is printed.
        copies: the numbers on the copies, from 1.
        large: whether in large print.
        marking: the protective marking, on every sheet.
        meeting: what the cover says of the meeting.
        of: how many copies of this case there are in all; by default the highest number.

    Raises:
        Refused: the numbers are not such numbers; nothing was written.
        BadFile: a picture cannot be read; nothing was written.
        NotWritten: the disk did not take one; those named with lower numbers are whole.
    """
    from panelroom.records.pdf import count_pages, render

    total = _total(copies, of)
    documents = {copy: _document(case, copy, total, large, marking, meeting) for copy in copies}
    # Copies differ in their number only, so they have as many sheets as one another.
    sheets = count_pages(documents[copies[0]])
    make_folder(folder)
    paths = []
    for copy, document in documents.items():
        content, _ = render(document, sheets)
        path = folder / file_name(case.number, copy, large=large)
        write_whole(path, content)
        paths.append(path)
    return tuple(paths)


def file_name(case: int, copy: int, *, large: bool) -> str:
    """Return ``case-02-copy-04.pdf``, or ``case-02-copy-04-large.pdf``."""
    return f"case-{case:02d}-copy-{copy:02d}{'-large' if large else ''}.pdf"


def refuse_taken(folder: Path, cases: Iterable[int], copies: Iterable[int]) -> None:
    """Raise Refused where a copy of one of these numbers lies in ``folder``, in normal or in large print.

    A number is on one copy only: two copies with it could not be told apart on the count sheet.
    """
    for case, copy in product(cases, copies):
        if any((folder / file_name(case, copy, large=large)).exists() for large in (False, True)):
            raise Refused(
                f"Copy {copy} of case {case} lies in that folder already, so nothing was written: number on with "
                "--first, or delete those copies and their count sheet first."
            )


def free_count_sheet(folder: Path) -> Path:
    """Return where a count sheet goes: ``count-sheet.pdf``, or ``count-sheet-2.pdf`` beside an earlier one."""
    names = (f"count-sheet{f'-{n}' if n > 1 else ''}.pdf" for n in count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def _total(copies: Sequence[int], of: int | None) -> int:
    total = max(copies, default=0) if of is None else of
    if not copies or min(copies) < 1 or max(copies) > total or len(set(copies)) != len(copies):
        raise Refused("Copies are numbered from 1, each once: nothing was printed.")
    if total > MAX_COPIES:
        raise Refused(f"More than {MAX_COPIES} copies of a case are too many: nothing was printed.")
    return total


# ── one copy ─────────────────────────────────────────────────────────────────────────────────────────────


def _document(case: CopyCase, copy: int, total: int, large: bool, marking: str, meeting: str) -> Document:
    return Document(
        title="Reading copy",
        subject="",
        author="",
        language="en-GB",
        created=_NO_TIME,
        furniture=Furniture(marking, f"Case {case.number} · copy {copy} of {total}", RETURN, "Sheet"),
        blocks=(*_cover(case, copy, total, marking, meeting), *_pages(case, large)),
        print="large" if large else "reading",
        exact=SCREEN,
    )


def _cover(case: CopyCase, copy: int, total: int, marking: str, meeting: str) -> Iterator[Block]:
    yield Title(f"Case {case.number}: copy {copy} of {total}", over="Reading copy")
    yield para(bold(case.title))
    yield para(
        f"Marking: {marking}. {RETURN}. Do not write a name on it, do not copy it, do not photograph it."
    )
    yield Facts((("Meeting", meeting), ("Pages", _extent(case))))
    yield Heading(1, "Before you read")
    yield para(case.advisory or "Nobody gave an advisory for this case. It may describe hate and harm.")
    yield para("You may stop, and you may leave the room, at any time and without a reason.")
    if case.masked:
        yield para(MASKED)
    yield para(bold(STANCE))
    yield Heading(1, "Not in these papers")
    if case.missing:
        yield bullets([f"{what}: {why}" if why else what for what, why in case.missing])
    else:
        yield para("Nothing was named as missing.")
    yield Heading(1, "Counted")
    yield Facts((("Given out", ""), ("Back", "")))


def _extent(case: CopyCase) -> str:
    first, last = case.pages[0].number, case.pages[-1].number
    count = plural(len(case.pages), "page")
    return f"{count}, {first} to {last}, numbered as on the screen" if last > first else f"page {first}"


def _pages(case: CopyCase, large: bool) -> Iterator[Block]:
    for page in case.pages:
        picture = case.pictures.get(page.number)
        yield Sheet(f"page {page.number}")
        yield _over(page)
        if picture is not None:
            yield Picture(picture, DESCRIBED if page.text.strip() else UNDESCRIBED)
        yield Typed(unwrapped(page.text) if large else page.text)


def _over(page: CopyPage) -> Para:
    return para(bold(clean_line(page.document_title)), f" · page {page.number}")


# ── lines for large print ────────────────────────────────────────────────────────────────────────────────

_COLUMNS = re.compile(r"\S(?: {2,}|\t)\s*\S")
_OWN_LINE = re.compile(r"\s*(?:\d+[.:)/]|[-•*–|])")
_FIRST_WORD = re.compile(r"\s*(\[[^\]\n]*\]\S*|\S+)")  # a label such as [VICTIM 1] was never parted
_SHORTEST = 50  # columns: a page with narrower lines was not wrapped by a width


def unwrapped(text: str) -> str:
    """Return ``text`` with the lines of a paragraph joined that were only parted because a line was full.

    Wrapped again for large print they would alternate long and short. A line is joined to the one before only
    if both begin in the same column, neither has columns of its own nor a number or a sign in front, and its
    first word would not have fitted before. No word is lost and none moves.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if width < _SHORTEST:
        return text
    joined = [lines[0]]
    before = lines[0]
    for line in lines[1:]:
        if _continues(before, line, width):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
        before = line
    return "\n".join(joined)


def _continues(before: str, line: str, width: int) -> bool:
    first = _FIRST_WORD.match(line)
    if first is None or not before.strip() or _OWN_LINE.match(line):
        return False
    if _COLUMNS.search(before) or _COLUMNS.search(line) or _margin(before) != _margin(line):
        return False
    return len(before.rstrip()) + 1 + len(first[1]) > width


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


# ── counting out and in ──────────────────────────────────────────────────────────────────────────────────


def write_count_sheet(
    path: Path, rows: Sequence[CountRow], *, marking: str = "OFFICIAL - SENSITIVE", meeting: str = ""
) -> Path:
    """Write a sheet on which each copy is ticked when it is given out and when it is back; return ``path``.

    Raises:
        Refused: there are no copies, or one stands twice; nothing was written.
        NotWritten: the disk did not take it.
    """
    from panelroom.records.pdf import render

    if not rows or len({(row.case, row.copy) for row in rows}) != len(rows):
        raise Refused("A count sheet needs copies, each of them once: nothing was written.")
    content, _ = render(_count_document(rows, marking, meeting))
    write_whole(path, content)
    return path


def _count_document(rows: Sequence[CountRow], marking: str, meeting: str) -> Document:
    cases = sorted({row.case for row in rows})
    blocks: tuple[Block, ...] = (
        Title("Copies out and in", over="Count sheet"),
        para(
            f"{plural(len(rows), 'copy', 'copies')} of {plural(len(cases), 'case')}. L: large print.",
            tone="small",
        ),
        *(_count_table(rows, cases[n : n + _ACROSS]) for n in range(0, len(cases), _ACROSS)),
        Facts((("Out", ""), ("In", ""), ("Counted by", ""))),
    )
    return Document(
        title="Count sheet",
        subject="",
        author="",
        language="en-GB",
        created=_NO_TIME,
        furniture=Furniture(marking, meeting, "Keep this sheet with the record", "Sheet"),
        blocks=blocks,
        exact=SCREEN,
    )


_ACROSS = 8  # cases beside one another: the two boxes need their room


def _count_table(rows: Sequence[CountRow], cases: list[int]) -> Table:
    """Return the table of these cases: a row for each copy number, a column for each case."""
    wanted = sorted((row for row in rows if row.case in cases), key=lambda row: row.copy)
    share = 0.9 / len(cases)
    lines = []
    for copy, group in groupby(wanted, key=lambda row: row.copy):
        here = {row.case: row for row in group}
        lines.append(Row((cell(bold(str(copy))), *(cell(_tick(here.get(case))) for case in cases))))
    header = ("Copy", *(f"Case {case}\nout · in" for case in cases))
    return Table(header, (0.1, *(share for _ in cases)), tuple(lines))


def _tick(row: CountRow | None) -> str:
    if row is None:
        return "–"
    return f"☐ · ☐{' · L' if row.large else ''}"
