"""Through an OpenDocument text in reading order: every run with the reason why a reader would not see it.

An element that no handler knows is walked through, never left out: text is dropped only on purpose.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from panelroom.documents.model import BlockKind
from panelroom.documents.odt_lists import Lists
from panelroom.documents.odt_styles import DC, FO, LOEXT, OFFICE, STYLE, TEXT, XML_ID, Styles, points
from panelroom.documents.office_look import Check, Colour, Look
from panelroom.documents.office_stream import Carried, Foot, Hidden, Item, PageEnd, Passage, Writer
from panelroom.documents.office_xml import Element, local, number

_SPACE = re.compile(r"[ \t\r\n]+")
_TINY = 1.5
"""Points: the height of a line under which nothing of its text is seen."""
# What is written down in a text but is no text: declarations, templates of indexes, programs, what changed.
_SILENT = (
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "dde-connection-decls",
    "forms", "change-info", "event-listeners", "script", "title", "desc", "glue-point",
    "alphabetical-index-mark", "enhanced-geometry", "note-citation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where the walker is: how text here looks, what lies behind it, what hides everything."""

    look: Look
    behind: Colour | None = None
    forced: Check | None = None
    in_text: bool = False
    label: str = ""
    in_list: bool = False


Handler = Callable[["Walker", Element, Place], None]


class Walker:
    """Writes one document into :attr:`writer`."""

    def __init__(self, parts: Mapping[str, bytes], styles: Styles, body: Element) -> None:
        self.parts = parts
        self.styles = styles
        self.writer = Writer()
        self.lists = Lists(styles)
        self.at_end: list[Item] = []
        self.changes = _changes(body)
        self.controls = {
            name: each for each in body.iter() for key, name in each.items() if key.endswith("}id") and name
        }
        self._label = ""
        self._told_insertion = False

    def walk(self, parent: Element, place: Place) -> None:
        """Write the text of an element and of all below it."""
        self.say(parent.text, place)
        for child in parent.iterchildren("*"):
            handler = HANDLERS.get(child.tag)
            if handler:
                handler(self, child, place)
            elif local(child) not in _SILENT and not local(child).endswith("-source"):
                self.walk(child, place)
            self.say(child.tail, place)

    def say(self, text: str | None, place: Place) -> None:
        """Write text; white space is one space (ODF 1.3 part 3, 6.1.2)."""
        if text and (place.in_text or text.strip()):
            self.sign(_SPACE.sub(" ", text), place)

    def sign(self, text: str, place: Place) -> None:
        """Write text as it is, tabs and line breaks too."""
        self.writer.write(text, place.forced or place.look.hides(place.behind))

    def take_label(self) -> str:
        """Return the number of the list item that has just begun, once."""
        label, self._label = self._label, ""
        return label

    def number_item(self, label: str) -> None:
        """Keep the number of a list item for its first paragraph."""
        self._label = label

    def tell_insertion(self) -> None:
        """Tell once that insertions are not yet accepted."""
        if not self._told_insertion:
            self._told_insertion = True
            self.writer.add(Carried("TRACKED", "BLOCK", "insertions that are not yet accepted"))


def _changes(body: Element) -> dict[str, Element]:
    """Return the insertions and deletions still tracked, by id."""
    return {
        region.get(TEXT + "id") or region.get(XML_ID) or "": change
        for region in body.iter(TEXT + "changed-region")
        for change in region.iterchildren("*")
    }


# --- paragraphs and lists ----------------------------------------------------------------------------------


def _paragraph(walker: Walker, element: Element, place: Place) -> None:
    styles, name = walker.styles, element.get(TEXT + "style-name")
    if _starts_page(styles, name) and walker.writer.items:
        walker.writer.add(PageEnd())
    label = walker.take_label()
    inside = _in_paragraph(styles, element, name, place)
    kind = _kind(styles, element, name, label, place)
    if kind == "heading" and not label and element.tag == TEXT + "h":
        label = walker.lists.heading(number(element.get(TEXT + "outline-level"), 1))
    with walker.writer.paragraph(kind):
        walker.walk(element, inside)
        if label:
            walker.writer.label(label)
    if styles.attribute("paragraph", name, "paragraph", FO + "break-after") == "page":
        walker.writer.add(PageEnd())


def _starts_page(styles: Styles, name: str | None) -> bool:
    breaks = styles.attribute("paragraph", name, "paragraph", FO + "break-before") == "page"
    return breaks or any(style.get(STYLE + "master-page-name") for style in styles.chain("paragraph", name))


def _in_paragraph(styles: Styles, element: Element, name: str | None, place: Place) -> Place:
    hidden = any(each.get(TEXT + "is-hidden") == "true" for each in element.iter(TEXT + "hidden-paragraph"))
    height = points(styles.attribute("paragraph", name, "paragraph", FO + "line-height"))
    flat = height is not None and 0 < height < _TINY
    behind = styles.ground("paragraph", name)
    return replace(
        place,
        look=styles.look("paragraph", name).over(place.look),
        behind=behind if behind is not None else place.behind,
        forced=place.forced or ("HIDDEN-TEXT" if hidden or flat else None),
        in_text=True,
    )


def _kind(styles: Styles, element: Element, name: str | None, label: str, place: Place) -> BlockKind:
    names = [style.get(STYLE + "name") or "" for style in styles.chain("paragraph", name)]
    titled = any(each in ("Title", "Subtitle") or each.startswith("Heading") for each in names)
    if element.tag == TEXT + "h" or titled:
        return "heading"
    return "list" if label or place.in_list else "para"


def _list(walker: Walker, element: Element, place: Place) -> None:
    walker.lists.enter(element)
    for child in element.iterchildren("*"):
        walker.number_item(walker.lists.label(child) if child.tag == TEXT + "list-item" else "")
        walker.walk(child, replace(place, in_list=True))
    walker.number_item("")
    walker.lists.leave()


def _section(walker: Walker, element: Element, place: Place) -> None:
    name, display = element.get(TEXT + "style-name"), element.get(TEXT + "display")
    hidden = display == "none" or element.get(TEXT + "is-hidden") == "true"
    behind = walker.styles.ground("section", name)
    forced: Check | None = place.forced or ("HIDDEN-TEXT" if hidden else None)
    walker.walk(element, replace(place, forced=forced, behind=behind or place.behind))


# --- runs --------------------------------------------------------------------------------------------------


def _span(walker: Walker, element: Element, place: Place) -> None:
    look = walker.styles.look("text", element.get(TEXT + "style-name")).over(place.look)
    walker.walk(element, replace(place, look=look))


def _link(walker: Walker, element: Element, place: Place) -> None:
    name = element.get(TEXT + "style-name")
    look = walker.styles.look("text", name).over(place.look) if name else place.look
    walker.walk(element, replace(place, look=look))


def _spaces(walker: Walker, element: Element, place: Place) -> None:
    walker.sign(" " * min(max(1, number(element.get(TEXT + "c"), 1)), 200), place)


def _tab(walker: Walker, element: Element, place: Place) -> None:
    walker.sign("\t", place)


def _line_break(walker: Walker, element: Element, place: Place) -> None:
    walker.sign("\n", place)


def _page_end(walker: Walker, element: Element, place: Place) -> None:
    walker.writer.add(PageEnd(rendered=True))


def _hidden_text(walker: Walker, element: Element, place: Place) -> None:
    shown = "".join(element.itertext())
    if element.get(TEXT + "is-hidden") == "true" or not shown.strip():
        unseen = element.get(TEXT + "string-value") or shown
        walker.writer.write(unseen, place.forced or "HIDDEN-TEXT")
    else:
        walker.walk(element, place)


def _ruby(walker: Walker, element: Element, place: Place) -> None:
    for name, before, after in (("ruby-base", "", ""), ("ruby-text", " (", ")")):
        for each in element.iterchildren(TEXT + name):
            walker.sign(before, place)
            walker.walk(each, place)
            walker.sign(after, place)


# --- notes, comments, changes ------------------------------------------------------------------------------


def _note(walker: Walker, element: Element, place: Place) -> None:
    citation, body = element.find(TEXT + "note-citation"), element.find(TEXT + "note-body")
    mark = f"[{''.join(citation.itertext()).strip() if citation is not None else '*'}]"
    walker.sign(mark, place)
    with walker.writer.collecting() as items:
        if body is not None:
            forced = place.forced or place.look.hides(place.behind)
            walker.walk(body, Place(walker.styles.look("paragraph", None), forced=forced))
    text = " ".join(item.text.strip() for item in items if isinstance(item, Passage))
    for item in items:
        if not isinstance(item, Passage):
            walker.writer.add(item)
    if not text.strip():
        return
    if element.get(TEXT + "note-class") == "endnote":
        walker.at_end.append(Passage("note", f"{mark} {text}"))
    else:
        walker.writer.add(Foot(f"{mark} {text}"))


def _annotation(walker: Walker, element: Element, place: Place) -> None:
    words = _words(element)
    if words.strip():
        walker.writer.add(Hidden("COMMENT", words))


def _words(element: Element) -> str:
    """Return the paragraphs of an annotation or a deletion, without who wrote it and when."""
    paragraphs = element.iter(TEXT + "p", TEXT + "h")
    return " ".join("".join(each.itertext()) for each in paragraphs)


def _change(walker: Walker, element: Element, place: Place) -> None:
    """The place where something was deleted: what it was stands at the head of the document."""
    change = walker.changes.pop(element.get(TEXT + "change-id") or "", None)
    if change is not None and change.tag == TEXT + "deletion":
        _deletion(walker, change)
    elif change is not None and change.tag == TEXT + "insertion":
        walker.tell_insertion()


def _deletion(walker: Walker, change: Element) -> None:
    words = _words(change)
    if words.strip():
        walker.writer.add(Hidden("TRACKED", words))


def unplaced(walker: Walker) -> Iterator[Hidden]:
    """Yield the deletions whose place nothing in the text says."""
    for change in walker.changes.values():
        if change.tag == TEXT + "deletion" and (words := _words(change)).strip():
            yield Hidden("TRACKED", words)


def _handlers() -> dict[str, Handler]:
    from panelroom.documents import odt_frames, odt_tables

    return {
        **{TEXT + name: handler for name, handler in _TEXT_HANDLERS.items()},
        OFFICE + "annotation": _annotation,
        OFFICE + "annotation-end": _silent,
        LOEXT + "ruby": _ruby,
        DC + "creator": _silent,
        DC + "date": _silent,
        **odt_tables.HANDLERS,
        **odt_frames.HANDLERS,
    }


def _silent(walker: Walker, element: Element, place: Place) -> None:
    """Nothing of these is text."""


_TEXT_HANDLERS: dict[str, Handler] = {
    "p": _paragraph,
    "h": _paragraph,
    "list": _list,
    "section": _section,
    "span": _span,
    "a": _link,
    "s": _spaces,
    "tab": _tab,
    "line-break": _line_break,
    "soft-page-break": _page_end,
    "hidden-text": _hidden_text,
    "ruby": _ruby,
    "note": _note,
    "change": _change,
    "change-start": _change,
}
HANDLERS = _handlers()
