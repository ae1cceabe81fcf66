"""Who a PDF file says it is from: its information dictionary and its XMP packet (ISO 32000-1, 14.3)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from panelroom.documents.personal import is_shown, may_identify, may_name

_PERSON = frozenset(
    {
        "author",
        "creator",
        "contributor",
        "publisher",
        "company",
        "manager",
        "lastmodifiedby",
        "ownername",
        "owner",
    }
)
# The information dictionary's Creator is a program; so are these, and dates and identifiers name nobody.
_TECHNICAL = frozenset(
    {
        "producer",
        "creatortool",
        "creationdate",
        "moddate",
        "createdate",
        "modifydate",
        "metadatadate",
        "trapped",
    }
    | {
        "format",
        "documentid",
        "instanceid",
        "originaldocumentid",
        "versionid",
        "renditionclass",
        "softwareagent",
    }
    | {"when", "pdfversion", "part", "conformance", "ptex.fullbanner", "rev", "amd"}
)
_MOST = 2**20  # bytes of one packet


class Said(NamedTuple):
    """One value: ``person`` tells that it stands where a person's name belongs."""

    text: str
    person: bool


def identifying(pdf: pikepdf.Pdf, shown: frozenset[str]) -> list[str]:
    """Return the values that could identify somebody and are not among the words a reader sees anyway."""
    said = [*_information(pdf), *_packets(pdf)]
    return [
        text
        for text, person in dict.fromkeys(said)
        if (may_identify(text) or (person and may_name(text))) and not is_shown(text, shown)
    ]


def _information(pdf: pikepdf.Pdf) -> Iterator[Said]:
    information = pdf.trailer.get("/Info")
    if not isinstance(information, pikepdf.Dictionary):
        return
    for key, value in information.items():
        name = key.lstrip("/").lower()
        if isinstance(value, pikepdf.String) and name not in _TECHNICAL and name != "creator":
            yield Said(str(value), name in _PERSON)


def _packets(pdf: pikepdf.Pdf) -> Iterator[Said]:
    """Yield the values of the document's packet and of its pages' own."""
    for holder in [pdf.Root, *(page.obj for page in pdf.pages)]:
        packet = holder.get("/Metadata")
        if isinstance(packet, pikepdf.Stream):
            yield from packet_values(packet.read_bytes()[:_MOST])


def packet_values(data: bytes) -> Iterator[Said]:
    """Yield the values of one XMP packet, those of programs left out."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(data, parser) if data.strip() else None
    for element in root.iter(etree.Element) if root is not None else ():
        for attribute, value in element.attrib.items():
            yield from _said(etree.QName(attribute).localname, value)
        if element.text and element.text.strip():
            yield from _said(_property_of(element), element.text.strip())


def _property_of(element: Any) -> str:
    """Return the name of the property an element's text belongs to, past the lists around it."""
    from lxml import etree

    name = str(etree.QName(element).localname)
    while name in ("li", "Seq", "Bag", "Alt", "value", "Description") and element.getparent() is not None:
        element = element.getparent()
        name = str(etree.QName(element).localname)
    return name


def _said(name: str, text: str) -> Iterator[Said]:
    if name.lower() not in _TECHNICAL and name not in ("about", "lang", "parseType", "resource", "xmptk"):
        yield Said(text, name.lower() in _PERSON)
