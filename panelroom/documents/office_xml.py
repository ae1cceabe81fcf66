"""XML parts of office files: parsed without entities, without a network, and never deeper than a document is."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from panelroom.documents.reading import Hostile

Element = Any
"""An lxml element; lxml has no types of its own."""
DEEPEST = 240
"""Levels of nested elements; the walkers recurse, and Python allows a thousand calls."""
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_DECLARED = "it holds a document type declaration, which no office program writes"


def parse(data: bytes) -> Element:
    """Return the root element of an XML part.

    Raises:
        Hostile: it is not well formed, declares a document type, or is nested too deeply.
    """
    _check_declaration(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise Hostile("it is damaged: a part of it is not valid XML or is nested too deeply") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Hostile(_DECLARED)
    _check_depth(root)
    return root


def check_declarations(parts: Mapping[str, bytes]) -> None:
    """Refuse a package with a document type in any XML part, also in one that is not read.

    Raises:
        Hostile: there is one.
    """
    for name, data in parts.items():
        if name.lower().endswith((".xml", ".rels", ".rdf", ".vml")):
            _check_declaration(data)


def _check_declaration(data: bytes) -> None:
    # Encodings of two bytes a character hide the declaration from a search: their zeros go first.
    if _DOCTYPE.search(data) or (b"\0" in data and _DOCTYPE.search(data.replace(b"\0", b""))):
        raise Hostile(_DECLARED)


def _check_depth(root: Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Hostile("its parts are nested too deeply")


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(etree.QName(element).localname)


def texts_of(element: Element) -> str:
    """Return every piece of text below an element, joined by spaces."""
    return " ".join(text.strip() for text in element.itertext() if text.strip())


def is_on(value: str | None) -> bool:
    """Tell whether an on/off value is on; without a value it is (ECMA-376 part 1, 22.9.2.7)."""
    return value is None or value.strip().lower() not in ("0", "false", "off", "none")


def number(text: str | None, default: int = 0) -> int:
    """Return a whole number of sensible size, the default where there is none."""
    found = re.match(r"\s*([+-]?\d{1,9})", text or "")
    return int(found[1]) if found else default
