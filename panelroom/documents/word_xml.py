"""Names of WordprocessingML, in the transitional and the strict form alike."""

from panelroom.documents.office_xml import Element, is_on
from panelroom.documents.office_xml import parse as parse_any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# The strict form (ISO/IEC 29500-1) has the same names under other addresses.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/picture",
        "{http://schemas.openxmlformats.org/drawingml/2006/picture}",
    ),
)


def parse(data: bytes) -> Element:
    """Return the root of a part, its names in the transitional form (see office_xml.parse)."""
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, name in _STRICT:
            data = data.replace(strict, name[1:-1].encode())
    return parse_any(data)


def val(element: Element | None) -> str | None:
    """Return an element's ``w:val``, None without element or value."""
    return None if element is None else element.get(W + "val")


def on(parent: Element | None, name: str) -> bool | None:
    """Return whether an on/off property is on, None where nothing is said."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else is_on(val(found))
