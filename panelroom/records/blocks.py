"""A document before it has pages: headings, paragraphs, facts and tables as plain values.

Minutes and forms are written in these; :mod:`panelroom.records.pdf` alone knows how they look on paper. A
heading is one level deeper than the one before it at most, so that the outline never skips a level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from panelroom.errors import Refused

MARKING = "OFFICIAL - SENSITIVE"

Tone = Literal["body", "cell", "small", "mono"]
Print = Literal["usual", "reading", "large"]
"""Documents; papers read in a room, with plain furniture; the same in large print (18 on 26 points)."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph, plain or bold."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``tone``: running text, a table cell, small print, or figures to be compared."""

    runs: tuple[Run, ...]
    tone: Tone = "body"

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Title:
    """The document's title, once, at its head."""

    text: str
    over: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3. It never stands alone at the foot of a page."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, each item a paragraph."""

    items: tuple[Para, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what they say. An empty text is a line to be filled in by hand."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: each cell a few paragraphs. ``fault`` tints it; its words must say so as well."""

    cells: tuple[tuple[Para, ...], ...]
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row. ``widths`` are shares of the page's width and add up to one."""

    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    centred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """An outcome: its numeral (or nothing), and its wording."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Room to write by hand: a label and so many ruled lines."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What follows starts a page, whose furniture says ``label``; further pages say that they continue it."""

    label: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Text as it was typed: every line a line, and what stood in columns stands in columns."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture as wide as the page's text, or as high as a page allows; ``alt`` says what it shows."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures as a drawing, with the table that says the same, which no chart goes without.

    ``values`` are whole and not below nought, None where there is none; ``source`` says where they are from;
    ``alt`` states them in words, for those who do not see the drawing.

    Raises:
        Refused: it has no source.
    """

    kind: Literal["bars", "line"]
    title: str
    labels: tuple[str, ...]
    values: tuple[int | None, ...]
    source: str
    alt: str
    table: Table

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise Refused("A chart names no source and was not drawn: say where its figures are from.")


Block = (
    Para
    | Title
    | Heading
    | Bullets
    | Facts
    | Table
    | Band
    | Lines
    | PageBreak
    | Sheet
    | Typed
    | Picture
    | Chart
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page: above, left and right; below, left, beside "page x of y".

    ``counted`` is the word for a page of paper, where "page" already means something else; empty: pages are not
    counted, because they must not be told apart.
    """

    above_left: str
    above_right: str
    below: str
    counted: str = "Page"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``created`` comes from the record, never from the clock.

    ``exact`` tells a reader where the exact words are, should a character have no shape in the fonts. ``status``
    is that of minutes: only confirmed ones are signed.
    """

    title: str
    subject: str
    author: str
    language: str
    created: datetime
    furniture: Furniture
    blocks: tuple[Block, ...]
    print: Print = "usual"
    exact: str = "The machine-readable record (record.json) holds the exact words."
    status: Literal["draft", "confirmed"] | None = None


def para(*pieces: str | Run, tone: Tone = "body") -> Para:
    """Return a paragraph of plain strings and runs."""
    return Para(tuple(Run(p) if isinstance(p, str) else p for p in pieces), tone)


def bold(text: str) -> Run:
    """Return ``text`` as a bold run."""
    return Run(text, True)


def cell(*pieces: str | Run) -> tuple[Para, ...]:
    """Return a table cell of one paragraph."""
    return (para(*pieces, tone="cell"),)


def bullets(texts: Sequence[str]) -> Bullets:
    """Return a list of plain items."""
    return Bullets(tuple(para(t) for t in texts))
