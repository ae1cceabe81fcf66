"""Sections of a Word document: where they begin a page, and their headers and footers, each told once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from panelroom.documents.office_look import Check
from panelroom.documents.office_stream import PageEnd, Running, Writer
from panelroom.documents.office_xml import Element
from panelroom.documents.word_package import Package
from panelroom.documents.word_xml import R, W, on, val

if TYPE_CHECKING:
    from panelroom.documents.word_walk import Walker


class Sections:
    """The sections in order; each is described by the ``w:sectPr`` at its end."""

    def __init__(self, package: Package, writer: Writer) -> None:
        self._sections = list(package.body().iter(W + "sectPr"))
        self._running = Running(writer)
        self._next = 0
        self._even = bool(on(package.one("settings"), "evenAndOddHeaders"))

    def begin(self, walker: "Walker") -> None:
        """Begin the next section: on a new page unless it says otherwise, with its headers and footers."""
        if self._next >= len(self._sections):
            return
        section = self._sections[self._next]
        if self._next and (val(section.find(W + "type")) or "nextPage") not in ("continuous", "nextColumn"):
            walker.writer.add(PageEnd())
        self._next += 1
        references = [
            (reference, self._unseen(self._next - 1, reference))
            for kind in ("header", "footer")
            for reference in section.iterchildren(f"{W}{kind}Reference")
        ]
        for reference, unseen in sorted(references, key=lambda each: each[1] is not None):
            self._tell(walker, reference, unseen)

    def _unseen(self, place: int, reference: Element) -> Check | None:
        """Return why nobody sees a header: one for first or even pages that no section it holds for has."""
        kind = reference.get(W + "type")
        first = kind == "first" and not any(on(s, "titlePg") for s in self._held_for(place, reference))
        return "HIDDEN-TEXT" if first or (kind == "even" and not self._even) else None

    def _held_for(self, place: int, reference: Element) -> Iterator[Element]:
        """Yield the sections with this header: its own and those after it, up to one that has another."""
        yield self._sections[place]
        for section in self._sections[place + 1 :]:
            if any(r.get(W + "type") == "first" for r in section.iterchildren(reference.tag)):
                return
            yield section

    def _tell(self, walker: "Walker", reference: Element, unseen: Check | None) -> None:
        relation = walker.package.relations(walker.package.main).get(reference.get(R + "id") or "")
        root = None if relation is None else walker.package.root(relation.target)
        if relation is not None and root is not None:
            with self._running.taking(footer=reference.tag == W + "footerReference"):
                walker.story(root, replace(walker.place(relation.target), forced=unseen))
