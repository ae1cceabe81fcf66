"""Through a Word document in reading order: every run with the reason why a reader would not see it.

An element that no handler knows is walked through, never left out: text is dropped only on purpose.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from panelroom.documents.model import BlockKind
from panelroom.documents.office_look import Check, Colour, Look
from panelroom.documents.office_stream import Carried, PageEnd, Writer
from panelroom.documents.office_xml import Element, local, number
from panelroom.documents.word_fields import Fields, form_field
from panelroom.documents.word_notes import Notes
from panelroom.documents.word_numbering import Numbering
from panelroom.documents.word_package import Package
from panelroom.documents.word_sections import Sections
from panelroom.documents.word_styles import Styles, Theme, look_of, shade_of
from panelroom.documents.word_symbols import symbol
from panelroom.documents.word_xml import MATH, W, on, val

SMALLEST_LINE = 30
"""Height of a line in twentieths of a point under which nothing of its text is seen."""
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADINGS = ("heading", "title", "subtitle", "überschrift", "titre")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the walker is: the part, what hides or inserts everything here, and what lies beneath a run."""

    part: str
    beneath: Look
    forced: Check | None = None
    inserted: bool = False
    behind: Colour | None = None
    style: str | None = None
    hidden: Check | None = None


Handler = Callable[["Walker", Element, Place], None]


class Walker:
    """Writes one document into :attr:`writer`."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.one("styles"), Theme(package.one("theme")))
        self.numbering = Numbering(package.one("numbering"))
        self.writer = Writer()
        self.fields = Fields()
        self.codes: list[str] = []
        self.notes = Notes(package)
        self.sections = Sections(package, self.writer)
        self._told_insertion = False

    def place(self, part: str) -> Place:
        """Return where a story of its own begins: the body, a header, a note."""
        return Place(part, self.styles.defaults)

    def story(self, root: Element, place: Place) -> None:
        """Walk a part's text with fields of its own."""
        outer, self.fields = self.fields, Fields(root)
        self.walk(root, place)
        self.codes += self.fields.codes
        self.fields = outer

    def walk(self, parent: Element, place: Place) -> None:
        """Write what is below an element."""
        for child in parent.iterchildren("*"):
            handler = HANDLERS.get(child.tag)
            if handler:
                handler(self, child, place)
            elif not (child.tag.startswith((W, MATH)) and local(child).endswith(("Pr", "PrEx"))):
                self.walk(child, place)

    def say(self, text: str, place: Place) -> None:
        """Write text of the run at this place."""
        if self.fields.in_code:
            self.fields.code(text)
            return
        hidden = place.hidden or place.forced
        if place.inserted and not hidden and text.strip() and not self._told_insertion:
            self._told_insertion = True
            self.writer.add(Carried("TRACKED", "BLOCK", "insertions that are not yet accepted"))
        self.writer.write(text, hidden)

    def run_place(self, properties: Element | None, place: Place) -> Place:
        """Return the place inside a run with these properties."""
        own_style = None if properties is None else val(properties.find(W + "rStyle"))
        direct = look_of(properties, self.styles.theme)
        look = self.styles.run_look(direct, place.style, own_style, beneath=place.beneath)
        return replace(place, hidden=place.forced or look.hides(place.behind))


# --- paragraphs --------------------------------------------------------------------------------------------


def _paragraph(walker: Walker, element: Element, place: Place) -> None:
    properties = element.find(W + "pPr")
    style = val(_own(properties, "pStyle")) or walker.styles.default("paragraph")
    place = _in_paragraph(walker, properties, style, place)
    if _starts_page(walker, properties, style):
        walker.writer.add(PageEnd())
    with walker.writer.paragraph(_kind(walker, properties, style)):
        walker.walk(element, place)
        if label := _label(walker, properties, style):
            walker.writer.label(label)
    if _own(properties, "sectPr") is not None:
        walker.sections.begin(walker)


def _own(properties: Element | None, name: str) -> Element | None:
    return None if properties is None else properties.find(W + name)


def _in_paragraph(walker: Walker, properties: Element | None, style: str | None, place: Place) -> Place:
    styles = walker.styles
    shade = shade_of(properties, styles.theme) or next(
        (found for each in styles.chain(style) if (found := shade_of(each.find(W + "pPr"), styles.theme))),
        None,
    )
    spacing = _property(walker, properties, style, "spacing")
    forced = place.forced
    if spacing is not None and spacing.get(W + "lineRule") == "exact":
        flat = 0 < number(spacing.get(W + "line"), 240) < SMALLEST_LINE
        forced = forced or ("HIDDEN-TEXT" if flat else None)
    behind = shade if isinstance(shade, tuple) else place.behind
    return replace(place, style=style, behind=behind, forced=forced, hidden=None)


def _property(walker: Walker, properties: Element | None, style: str | None, name: str) -> Element | None:
    own = _own(properties, name)
    return own if own is not None else walker.styles.paragraph_property(style, name)


def _starts_page(walker: Walker, properties: Element | None, style: str | None) -> bool:
    own = on(properties, "pageBreakBefore")
    if own is None:
        own = any(on(each.find(W + "pPr"), "pageBreakBefore") for each in walker.styles.chain(style))
    return own and bool(walker.writer.items)


def _kind(walker: Walker, properties: Element | None, style: str | None) -> BlockKind:
    level = _property(walker, properties, style, "outlineLvl")
    names = walker.styles.name(style).split("\n")
    if any(name.startswith(_HEADINGS) for name in names) or number(val(level), 9) < 9:
        return "heading"
    listed = _property(walker, properties, style, "numPr")
    if listed is not None and number(val(listed.find(W + "numId"))) != 0:
        return "list"
    return "list" if any(name.startswith("list ") and "paragraph" not in name for name in names) else "para"


def _label(walker: Walker, properties: Element | None, style: str | None) -> str:
    listed = _property(walker, properties, style, "numPr")
    if listed is None:
        return ""
    inherited = walker.styles.paragraph_property(style, "numPr")
    name = val(listed.find(W + "numId")) or (None if inherited is None else val(inherited.find(W + "numId")))
    level = val(listed.find(W + "ilvl")) or (None if inherited is None else val(inherited.find(W + "ilvl")))
    return walker.numbering.label(name or "", number(level))


# --- runs --------------------------------------------------------------------------------------------------


def _run(walker: Walker, element: Element, place: Place) -> None:
    walker.walk(element, walker.run_place(element.find(W + "rPr"), place))


def _text(walker: Walker, element: Element, place: Place) -> None:
    walker.say(" ".join((element.text or "").replace("\t", " ").split("\n")), place)


def _deleted_text(walker: Walker, element: Element, place: Place) -> None:
    _text(walker, element, replace(place, hidden="TRACKED"))


def _said(text: str) -> Handler:
    return lambda walker, element, place: walker.say(text, place)


def _break(walker: Walker, element: Element, place: Place) -> None:
    if element.get(W + "type") == "page" and not (place.hidden or place.forced):
        walker.writer.add(PageEnd())
    else:
        walker.say("\n", place)


def _rendered_page_end(walker: Walker, element: Element, place: Place) -> None:
    walker.writer.add(PageEnd(rendered=True))


def _symbol(walker: Walker, element: Element, place: Place) -> None:
    walker.say(symbol(element.get(W + "font") or "", element.get(W + "char") or ""), place)


def _ruby(walker: Walker, element: Element, place: Place) -> None:
    for part, before, after in (("rubyBase", "", ""), ("rt", " (", ")")):
        for each in element.iterchildren(W + part):
            walker.say(before, place)
            walker.walk(each, place)
            walker.say(after, place)


def _denominator(walker: Walker, element: Element, place: Place) -> None:
    walker.say("/", place)
    walker.walk(element, place)


# --- tracked changes, fields, notes, alternatives ----------------------------------------------------------


def _removed(walker: Walker, element: Element, place: Place) -> None:
    walker.walk(element, replace(place, forced="TRACKED", hidden="TRACKED"))


def _inserted(walker: Walker, element: Element, place: Place) -> None:
    walker.walk(element, replace(place, inserted=True))


def _simple_field(walker: Walker, element: Element, place: Place) -> None:
    walker.fields.simple(element.get(W + "instr") or "")
    walker.walk(element, place)


def _field_mark(walker: Walker, element: Element, place: Place) -> None:
    if element.get(W + "fldCharType") == "begin":
        walker.say(form_field(element), place)
    walker.fields.mark(element)


def _field_code(walker: Walker, element: Element, place: Place) -> None:
    walker.fields.code(element.text or "")


def _footnote(walker: Walker, element: Element, place: Place) -> None:
    walker.notes.footnote(walker, element, place)


def _endnote(walker: Walker, element: Element, place: Place) -> None:
    walker.notes.endnote(walker, element, place)


def _comment(walker: Walker, element: Element, place: Place) -> None:
    walker.notes.comment(walker, element)


def _alternatives(walker: Walker, element: Element, place: Place) -> None:
    """Word shows the first choice that it understands; other words in the fallback nobody sees."""
    choice, fallback = element.find(_MC + "Choice"), element.find(_MC + "Fallback")
    if choice is None:
        if fallback is not None:
            walker.walk(fallback, place)
        return
    walker.walk(choice, place)
    seen = set(_words(choice))
    unseen = " ".join(word for word in _words(fallback) if word not in seen)
    with walker.writer.aside(), walker.writer.paragraph():
        walker.writer.write(unseen, "HIDDEN-TEXT")


def _words(element: Element | None) -> list[str]:
    return [] if element is None else "".join(each.text or "" for each in element.iter(W + "t")).split()


def _content(walker: Walker, element: Element, place: Place) -> None:
    for content in element.iterchildren(W + "sdtContent"):
        walker.walk(content, place)


def _included(walker: Walker, element: Element, place: Place) -> None:
    """Word shows a whole other file here: only its place can be kept, and the officer must look at it."""
    walker.writer.add(Carried("ALTCHUNK", "REVIEW", "a file shown inside this one, which is not read"))
    with walker.writer.paragraph():
        walker.say("[INCLUDED FILE: not read]", place)


def _handlers() -> dict[str, Handler]:
    from panelroom.documents import word_drawings, word_tables

    word: dict[str, Handler] = {
        "p": _paragraph,
        "r": _run,
        "t": _text,
        "delText": _deleted_text,
        "tab": _said("\t"),
        "ptab": _said("\t"),
        "cr": _said("\n"),
        "br": _break,
        "noBreakHyphen": _said("-"),
        "sym": _symbol,
        "ruby": _ruby,
        "lastRenderedPageBreak": _rendered_page_end,
        "del": _removed,
        "moveFrom": _removed,
        "ins": _inserted,
        "moveTo": _inserted,
        "fldSimple": _simple_field,
        "fldChar": _field_mark,
        "instrText": _field_code,
        "delInstrText": _field_code,
        "footnoteReference": _footnote,
        "endnoteReference": _endnote,
        "commentReference": _comment,
        "sdt": _content,
        "altChunk": _included,
    }
    math: dict[str, Handler] = {"r": _run, "t": _text, "den": _denominator}
    return {
        **{W + name: handler for name, handler in word.items()},
        **{MATH + name: handler for name, handler in math.items()},
        _MC + "AlternateContent": _alternatives,
        **word_tables.HANDLERS,
        **word_drawings.HANDLERS,
    }


HANDLERS = _handlers()
