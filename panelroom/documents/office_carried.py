"""What an office file carries beside its text: told only where it could identify somebody."""

import re
from collections.abc import Iterable, Iterator

from panelroom.documents.office_stream import Carried
from panelroom.documents.office_xml import parse, texts_of
from panelroom.documents.picture import is_blank
from panelroom.documents.reading import Hostile
from panelroom.findings import Severity, masked
from panelroom.text import clean_line

# What programs write where a person's name belongs.
_NOBODY = re.compile(
    r"(?:microsoft(?: office)?(?: word)?(?: user)?|windows user|ms office user|(?:default |local )?user"
    r"|admin(?:istrator)?|author|owner|unknown|guest|anonymous|default|test|none|n/?a"
    r"|python-docx|docx4j|apache poi|pandoc|odfpy|libreoffice|openoffice(?:\.org)?|google(?: docs)?|writer"
    r"|dell|hp|lenovo|acer|asus|[\W\d_]*)",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"\b(?:microsoft|libreoffice|openoffice|python-docx|normal\.dot|template)\w*", re.IGNORECASE
)
_TELLING = re.compile(
    r"@|[0-9][0-9 ()-]{4,}[0-9]|\\\\\w|[A-Za-z]:\\|/home/|/Users/|file:|mailto:|tel:"
    r"|\b[A-Z][a-z'’-]+[ ,]+(?:[A-Z]\.? )?(?:[A-Z][a-z'’-]+|[A-Z]{2,})"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|PS|DS|DI|PCSO)\b",
)


def names_somebody(value: str) -> bool:
    """Tell whether a value that should be a person's name is one, and not what a program puts there."""
    flat = clean_line(value)
    return any(c.isalpha() for c in flat) and not _NOBODY.fullmatch(flat)


def could_identify(value: str) -> bool:
    """Tell whether free text holds what could be a name, a number, an address or somebody's folder."""
    return bool(_TELLING.search(_PRODUCT.sub("", clean_line(value))))


def carried(
    check: str, values: Iterable[str], severity: Severity = "AUTO", what: str = ""
) -> Iterator[Carried]:
    """Yield one finding for each different value that could identify somebody."""
    for value in dict.fromkeys(clean_line(value) for value in values):
        if could_identify(value):
            yield Carried(check, severity, f"{what}{masked(value)}")


def people(names: Iterable[str], what: str) -> Iterator[Carried]:
    """Yield one METADATA finding for each different person's name."""
    for name in dict.fromkeys(clean_line(name) for name in names):
        if names_somebody(name):
            yield Carried("METADATA", "AUTO", f"{what}: {masked(name)}")


def strings_of(data: bytes) -> str:
    """Return the texts of a part that may or may not be XML, for a look at what it could tell."""
    try:
        return texts_of(parse(data))
    except Hostile:
        return data.decode("utf-8", errors="ignore")


def files_inside(parts: dict[str, bytes]) -> Iterator[Carried]:
    """Yield the thumbnails, macros and embedded files among the parts of a package."""
    for name in sorted(parts):
        low = name.lower()
        if "thumbnail" in low and parts[name] and not is_blank(parts[name]):
            yield Carried("THUMBNAIL", "AUTO", "a small picture of the first page as it was")
        elif low.endswith("vbaproject.bin") or low.startswith(("basic/", "scripts/")):
            if not low.endswith(("-lc.xml", "-lb.xml")):  # lists of programs, empty in most files
                yield Carried("MACRO", "AUTO", f"a program of {len(parts[name]):,} bytes")
        elif "/embeddings/" in low:
            yield Carried("EMBEDDED", "AUTO", f"a file of {len(parts[name]):,} bytes")
