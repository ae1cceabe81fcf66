"""OpenDocument text (.odt): what a reader sees as blocks on pages, and a finding for everything else in the file."""

from collections.abc import Iterator, Mapping

from panelroom.documents.archive import unpacked
from panelroom.documents.odt_styles import DC, META, OFFICE, STYLE, TEXT, XLINK, Styles
from panelroom.documents.odt_walk import Place, Walker, unplaced
from panelroom.documents.office_carried import carried, could_identify, files_inside, people
from panelroom.documents.office_pages import paged
from panelroom.documents.office_stream import Carried, Hidden, Running
from panelroom.documents.office_xml import Element, check_declarations, local, parse
from panelroom.documents.reading import Hostile, Reading

_PEOPLE = {"initial-creator": "author", "creator": "last changed by", "printed-by": "printed by"}
_UNREAD = ("META-INF/", "Basic/", "Dialogs/")
# Times, counts and programs.
_NOT_TELLING = ("generator", "document-statistic", "editing-cycles", "editing-duration", "date")


def read_odt(data: bytes) -> Reading:
    """Return what a reader sees of an OpenDocument text, and a finding for all text and people that it hides.

    Raises:
        Hostile: it is not an OpenDocument text, damaged, under a password, over a limit, or declares a
            document type.
    """
    if not data.startswith(b"PK"):
        raise Hostile("it is not an OpenDocument text")
    parts = unpacked(data)
    # Old programs declare a type in these, and so does every program that keeps macros; none of them is parsed.
    check_declarations({name: part for name, part in parts.items() if not name.startswith(_UNREAD)})
    roots = {
        name: parse(parts[name]) for name in ("content.xml", "styles.xml", "meta.xml") if parts.get(name)
    }
    _check_password(parts)
    body = _body(roots.get("content.xml"))
    try:
        walker = Walker(parts, Styles(roots["content.xml"], roots.get("styles.xml")), body)
        _headers(walker, roots.get("styles.xml"), _used_pages(roots))
        walker.walk(body, Place(walker.styles.look("paragraph", None)))
        items = [*walker.writer.items, *walker.at_end]
        extras: list[Hidden | Carried] = [*unplaced(walker), *_extras(parts, roots)]
    except RecursionError:
        raise Hostile("its parts are nested too deeply") from None
    return paged(items, extras, "ODT")


def _check_password(parts: dict[str, bytes]) -> None:
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Hostile("it is protected by a password")


def _body(root: Element | None) -> Element:
    body = None if root is None else root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Hostile("it is not an OpenDocument text: it holds no text document")
    return body


# --- headers and footers -----------------------------------------------------------------------------------


def _used_pages(roots: Mapping[str, Element]) -> set[str]:
    """Return the page styles in use: the standard one, those that a style asks for, and what follows them."""
    each = [style for root in roots.values() for style in root.iter(STYLE + "style", STYLE + "master-page")]
    following = {
        style.get(STYLE + "name"): style.get(STYLE + "next-style-name")
        for style in each
        if style.tag == STYLE + "master-page"
    }
    used: set[str] = set()
    waiting: list[str | None] = ["Standard", *(style.get(STYLE + "master-page-name") for style in each)]
    while waiting:
        name = waiting.pop()
        if name and name not in used:
            used.add(name)
            waiting.append(following.get(name))
    return used


def _headers(walker: Walker, styles: Element | None, used: set[str]) -> None:
    """Write headers and footers once each; those switched off, or of pages that are not used, nobody sees."""
    masters = [] if styles is None else list(styles.iter(STYLE + "master-page"))
    parts = [
        (each, each.get(STYLE + "display") != "false" and master.get(STYLE + "name") in used)
        for master in masters
        for each in master.iterchildren(f"{STYLE}*")
        if local(each).startswith(("header", "footer"))
    ]
    running = Running(walker.writer)
    for each, seen in sorted(parts, key=lambda part: not part[1]):
        place = Place(walker.styles.look("paragraph", None), forced=None if seen else "HIDDEN-TEXT")
        with running.taking(footer=local(each).startswith("footer")):
            walker.walk(each, place)


# --- what the file carries ---------------------------------------------------------------------------------


def _extras(parts: dict[str, bytes], roots: dict[str, Element]) -> Iterator[Carried]:
    meta, content = roots.get("meta.xml"), roots["content.xml"]
    for each in () if meta is None else meta.iter(f"{META}*", f"{DC}*"):
        yield from _property(each)
    authors = [each.text or "" for each in content.iter(DC + "creator", META + "creator-initials")]
    yield from people(authors, "author of a change or comment")
    values = (each.get(OFFICE + "string-value") or "" for each in content.iter(TEXT + "user-field-decl"))
    yield from carried("DOCVARS", values)
    yield from carried("EXTERNAL", _outside(roots))
    if any(name.startswith("Versions/") for name in parts):
        yield Carried("EMBEDDED", "AUTO", "an earlier version of the document")
    yield from files_inside(parts)


def _property(element: Element) -> Iterator[Carried]:
    name, text = local(element), (element.text or "").strip()
    if name in _PEOPLE:
        yield from people([text], _PEOPLE[name])
    elif not name.endswith(_NOT_TELLING) and could_identify(text):
        yield from carried("METADATA", [text], what=f"{name}: ")


def _outside(roots: dict[str, Element]) -> Iterator[str]:
    for root in roots.values():
        for each in root.iter("*"):
            address = each.get(XLINK + "href") or ""
            if ":" in address or address.startswith(("/", "..")):
                yield address
