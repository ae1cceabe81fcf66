"""The structure of a document for people who do not see it: what each piece of a page is, in reading order.

A document is a tree of elements (ISO 32000-1, 14.8): headings, paragraphs, lists, tables, figures. What is drawn
is marked with the element it belongs to, or as an artifact: rules, grounds, and what stands on every page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from reportlab.pdfgen.canvas import Canvas

Role = Literal[
    "Document", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"
]
Box = tuple[float, float, float, float]


class Mark(NamedTuple):
    """A piece of content: the page it is on, from 0, and its number among the marked pieces of that page."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """One element of the structure.

    ``scope`` says what a header cell heads, ``alt`` what a figure shows, ``spoken`` what is read out where the
    letters stand in another order on the page. ``box`` is where a figure was drawn: left, bottom, right, top in
    points.
    """

    role: Role
    scope: Literal["", "Column", "Row"] = ""
    alt: str = ""
    spoken: str = ""
    box: Box | None = None
    kids: "list[Element | Mark]" = field(default_factory=list)

    def add(self, role: Role, **more: Any) -> "Element":
        """Return a new element, the last of this one."""
        kid = Element(role, **more)
        self.kids.append(kid)
        return kid

    def elements(self) -> "list[Element]":
        """Return the elements directly beneath."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def holds_content(self) -> bool:
        """Whether anything of it was drawn."""
        return any(isinstance(kid, Mark) or kid.holds_content() for kid in self.kids)


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas on which every piece of content is marked. Marks are never put inside each other."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._marked = 0
        super().__init__(*args, **options)

    def showPage(self) -> None:
        """End the page; the next one numbers its pieces anew."""
        super().showPage()
        self._marked = 0

    @contextmanager
    def content(self, element: Element | None) -> Iterator[None]:
        """Mark what is drawn as a piece of ``element``, or as an artifact where there is none."""
        self.begin(element)
        yield
        self.end()

    def begin(self, element: Element | None = None, *, furniture: bool = False) -> None:
        """Begin a piece; ``furniture`` is what stands on every page."""
        if element is None:
            self._code.append(f"/Artifact <</Type /{'Pagination' if furniture else 'Layout'}>> BDC")
            return
        element.kids.append(Mark(self.getPageNumber() - 1, self._marked))
        self._code.append(f"/{element.role} <</MCID {self._marked}>> BDC")
        self._marked += 1

    def end(self) -> None:
        """End the piece that was begun."""
        self._code.append("EMC")
