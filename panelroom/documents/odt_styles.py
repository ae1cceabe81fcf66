"""OpenDocument styles: what text looks like, what is painted behind it, and where pages begin (ODF 1.3, part 3)."""

import re
from collections.abc import Iterator
from functools import cache

from panelroom.documents.office_look import Colour, Look, colour_of
from panelroom.documents.office_xml import Element

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, STYLE = f"{_NS}office:1.0}}", f"{_NS}text:1.0}}", f"{_NS}style:1.0}}"
TABLE, DRAW, META = f"{_NS}table:1.0}}", f"{_NS}drawing:1.0}}", f"{_NS}meta:1.0}}"
FO, SVG, FORM = f"{_NS}xsl-fo-compatible:1.0}}", f"{_NS}svg-compatible:1.0}}", f"{_NS}form:1.0}}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XLINK, DC = "{http://www.w3.org/1999/xlink}", "{http://purl.org/dc/elements/1.1/}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"(-?\d{0,6}\.?\d{1,6})\s*(pt|in|cm|mm|pc|px)")


def points(length: str | None) -> float | None:
    """Return a length in points, None where there is none or it is relative."""
    found = _LENGTH.fullmatch((length or "").strip())
    return float(found[1]) * _POINTS[found[2]] if found else None


class Styles:
    """The styles of a document by family and name; chains that lead back to themselves end where they do."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Element] = {}
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        for root in roots:
            if root is not None:
                self._take(root)
        self.look = cache(self._look)

    def _take(self, root: Element) -> None:
        for style in root.iter(STYLE + "style"):
            name = style.get(STYLE + "family") or "", style.get(STYLE + "name") or ""
            self._styles.setdefault(name, style)
        for style in root.iter(STYLE + "default-style"):
            self._defaults.setdefault(style.get(STYLE + "family") or "", style)
        for style in root.iter(TEXT + "list-style"):
            self.lists.setdefault(style.get(STYLE + "name") or "", style)
        for style in root.iter(TEXT + "outline-style"):
            self.outline = style

    def chain(self, family: str, name: str | None) -> Iterator[Element]:
        """Yield a style and its parents, the nearest first, and the family's default at the end."""
        seen: set[str] = set()
        while name is not None and name not in seen and (family, name) in self._styles:
            seen.add(name)
            style = self._styles[family, name]
            yield style
            name = style.get(STYLE + "parent-style-name")
        if family in self._defaults:
            yield self._defaults[family]

    def attribute(self, family: str, name: str | None, properties: str, attribute: str) -> str | None:
        """Return a formatting attribute from a style or the nearest parent that has it."""
        for style in self.chain(family, name):
            for each in style.iterchildren(f"{STYLE}{properties}-properties"):
                if (value := each.get(attribute)) is not None:
                    return str(value)
        return None

    def ground(self, family: str, name: str | None) -> Colour | None:
        """Return the colour that a paragraph, cell, row, table or frame paints behind its text."""
        return colour_of(self.attribute(family, name, family, FO + "background-color"))

    def own(self, family: str, name: str | None, attribute: str) -> str | None:
        """Return an attribute of a style itself or of the nearest parent that has it."""
        values = (style.get(attribute) for style in self.chain(family, name))
        return next((str(value) for value in values if value), None)

    def list_style(self, paragraph_style: str | None) -> str | None:
        """Return the list style that a paragraph style brings with it."""
        return self.own("paragraph", paragraph_style, STYLE + "list-style-name")

    def _look(self, family: str, name: str | None) -> Look:
        look = Look()
        for style in self.chain(family, name):
            for each in style.iterchildren(STYLE + "text-properties"):
                look = look.over(_look_of(each))
        return look


def _look_of(properties: Element) -> Look:
    display, opacity = properties.get(TEXT + "display"), properties.get(LOEXT + "opacity")
    ground = properties.get(FO + "background-color")
    automatic = properties.get(STYLE + "use-window-font-color") == "true"
    # LibreOffice writes an opacity of nothing beside the automatic colour of all ordinary text, and paints it.
    if automatic:
        opacity = "100%"
    return Look(
        vanish=None if display is None else display == "none",
        colour="auto" if automatic else colour_of(properties.get(FO + "color")),
        shade=None if ground is None else colour_of(ground) or "auto",
        size=_size(properties),
        clear=None if opacity is None else opacity.strip() in ("0%", "0", "1%"),
    )


def _size(properties: Element) -> float | None:
    """Return the size in points; letters raised or lowered to a few hundredths of it have none to speak of."""
    raised = (properties.get(STYLE + "text-position") or "").split()
    if len(raised) == 2 and raised[1] in ("1%", "2%", "3%", "4%", "5%"):
        return 0.5
    return points(properties.get(FO + "font-size"))
