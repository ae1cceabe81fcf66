"""OpenDocument text (.odt): what a reader sees as blocks on pages, and a finding for everything else in the file."""

from collections.abc import Iterator

from panelroom.documents.archive import unpacked
from panelroom.documents.odt_styles import DC, MANIFEST, META, OFFICE, STYLE, TEXT, XLINK, Styles
from panelroom.documents.odt_walk import Place, Walker, rest
from panelroom.documents.office_carried import carried, could_identify, files_inside, people
from panelroom.documents.office_pages import paged
from panelroom.documents.office_stream import Carried, Foot, Item, PageEnd, Passage
from panelroom.documents.office_xml import Element, check_declarations, local, parse
from panelroom.documents.reading import Hostile, Reading

_PEOPLE = {"initial-creator": "author", "creator": "last changed by", "printed-by": "printed by"}
_COUNTS = ("generator", "document-statistic", "editing-cycles", "editing-duration")


def read_odt(data: bytes) -> Reading:
    """Return what a reader sees of an OpenDocument text, and a finding for all text and people that it hides.

    Raises:
        Hostile: it is not an OpenDocument text, damaged, under a password, over a limit, or declares a
            document type.
    """
    if not data.startswith(b"PK"):
        raise Hostile("it is not an OpenDocument text")
    parts = unpacked(data)
    check_declarations(parts)
    roots = {
        name: parse(parts[name]) for name in ("content.xml", "styles.xml", "meta.xml") if parts.get(name)
    }
    _check_password(parts)
    body = _body(roots.get("content.xml"))
    try:
        walker = Walker(parts, Styles(roots["content.xml"], roots.get("styles.xml")), body)
        _headers(walker, roots.get("styles.xml"), _masters(roots))
        walker.walk(body, Place(walker.styles.look("paragraph", None)))
        items = [*walker.writer.items, *rest(walker), *_extras(parts, roots)]
    except RecursionError:
        raise Hostile("its parts are nested too deeply") from None
    return paged(items, "ODT")


def _check_password(parts: dict[str, bytes]) -> None:
    manifest = parts.get("META-INF/manifest.xml")
    if manifest and parse(manifest).find(f".//{MANIFEST}encryption-data") is not None:
        raise Hostile("it is protected by a password")


def _body(root: Element | None) -> Element:
    body = None if root is None else root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Hostile("it is not an OpenDocument text: it holds no text document")
    return body


# --- headers and footers -----------------------------------------------------------------------------------


def _masters(roots: dict[str, Element]) -> set[str]:
    """Return the page styles that the document uses: the standard one and those that a style asks for."""
    named = {
        each.get(STYLE + "master-page-name")
        for root in roots.values()
        for each in root.iter(STYLE + "style")
        if each.get(STYLE + "master-page-name")
    }
    return {"Standard", *(str(name) for name in named)}


def _headers(walker: Walker, styles: Element | None, used: set[str]) -> None:
    """Write headers and footers once each; those switched off, or of pages that are not used, nobody sees."""
    told: set[str] = set()
    for master in () if styles is None else styles.iter(STYLE + "master-page"):
        for each in master.iterchildren(f"{STYLE}*"):
            if not local(each).startswith(("header", "footer")):
                continue
            seen = each.get(STYLE + "display") != "false" and (master.get(STYLE + "name") or "") in used
            with walker.writer.collecting() as items:
                look = walker.styles.look("paragraph", None)
                walker.walk(each, Place(look, forced=None if seen else "HIDDEN-TEXT"))
            _put(walker, items, told, footer=local(each).startswith("footer"))


def _put(walker: Walker, items: list[Item], told: set[str], *, footer: bool) -> None:
    for item in items:
        if not isinstance(item, Passage):
            if not isinstance(item, PageEnd):
                walker.writer.add(item)
        elif item.text.strip() not in told:
            told.add(item.text.strip())
            walker.writer.add(Foot(item.text) if footer else Passage("note", item.text))


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
    elif name not in _COUNTS and could_identify(text):
        yield from carried("METADATA", [text], what=f"{name}: ")


def _outside(roots: dict[str, Element]) -> Iterator[str]:
    for root in roots.values():
        for each in root.iter("*"):
            address = each.get(XLINK + "href") or ""
            if ":" in address or address.startswith(("/", "..")):
                yield address
