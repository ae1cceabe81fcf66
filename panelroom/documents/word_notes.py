"""Footnotes and endnotes, which a reader sees at the end of a page or of the document, and comments, which not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from panelroom.documents.office_numbers import roman
from panelroom.documents.office_stream import Foot, Hidden, Item, Passage
from panelroom.documents.office_xml import Element
from panelroom.documents.word_package import Package
from panelroom.documents.word_xml import W

if TYPE_CHECKING:
    from panelroom.documents.word_walk import Place, Walker

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


class Notes:
    """The notes and comments of a document by id; each is taken once."""

    def __init__(self, package: Package) -> None:
        self._parts = {kind: _part(package, kind) for kind in ("footnotes", "endnotes", "comments")}
        self._notes = {
            kind: {each.get(W + "id"): each for each in _notes(package.one(kind), kind.removesuffix("s"))}
            for kind in self._parts
        }
        self._numbers = {"footnotes": 0, "endnotes": 0}
        self.at_end: list[Item] = []

    def footnote(self, walker: "Walker", reference: Element, place: "Place") -> None:
        """Write the mark of a footnote here and its text at the end of the page."""
        self._numbers["footnotes"] += 1
        mark = f"[{self._numbers['footnotes']}]"
        for item in self._taken(walker, "footnotes", reference, mark, place):
            walker.writer.add(Foot(item.text) if isinstance(item, Passage) else item)

    def endnote(self, walker: "Walker", reference: Element, place: "Place") -> None:
        """Write the mark of an endnote here and keep its text for the end of the document."""
        self._numbers["endnotes"] += 1
        mark = f"[{roman(self._numbers['endnotes'])}]"
        for item in self._taken(walker, "endnotes", reference, mark, place):
            if isinstance(item, Passage):
                self.at_end.append(Passage("note", item.text))
            else:
                walker.writer.add(item)

    def comment(self, walker: "Walker", reference: Element) -> None:
        """Keep a comment as hidden at the place where it hangs."""
        note = self._notes["comments"].pop(reference.get(W + "id"), None)
        if note is not None:
            walker.writer.add(Hidden("COMMENT", _words(note)))

    def unseen(self) -> Iterator[Hidden]:
        """Yield the notes and comments that no place in the text refers to: nobody sees them."""
        for kind, notes in self._notes.items():
            for note in notes.values():
                if (words := _words(note)).strip():
                    yield Hidden("COMMENT" if kind == "comments" else "HIDDEN-TEXT", words)

    def _taken(
        self, walker: "Walker", kind: str, reference: Element, mark: str, place: "Place"
    ) -> Sequence[Item]:
        note = self._notes[kind].pop(reference.get(W + "id"), None)
        if reference.get(W + "customMarkFollows") is None:
            walker.say(mark, place)
        if note is None:
            return []
        inside = replace(walker.place(self._parts[kind]), forced=place.hidden or place.forced)
        with walker.writer.collecting() as items:
            walker.story(note, inside)
        text = " ".join(item.text.strip() for item in items if isinstance(item, Passage))
        others: list[Item] = [item for item in items if not isinstance(item, Passage)]
        return [*others, Passage("note", f"{mark} {text}")] if text.strip() else others


def _part(package: Package, kind: str) -> str:
    return next(iter(package.related(package.main, kind)), "")


def _notes(root: Element | None, name: str) -> list[Element]:
    found = [] if root is None else list(root.iter(W + name))
    return [each for each in found if each.get(W + "type") not in _SEPARATORS]


def _words(note: Element) -> str:
    paragraphs = list(note.iter(W + "p")) or [note]
    said = ("".join(each.text or "" for each in p.iter(W + "t", W + "delText")) for p in paragraphs)
    return " ".join(filter(None, said))
