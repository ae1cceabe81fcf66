"""The words of a PDF, read back with a library that did not write it."""

import re
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2


def plain(text: str) -> str:
    """Return ``text`` in NFC with every run of white space as one space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.replace("\u00a0", " "))).strip()


def squeezed(text: str) -> str:
    """Return ``text`` in NFC without any white space: for words that a line end cuts."""
    return re.sub(r"\s+", "", plain(text))


def pages_of(path: Path | bytes) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = []
    for page in document:
        sheet = page.get_textpage()
        # PDFium gives a hyphen at the end of a line as this sign.
        texts.append(sheet.get_text_range().replace("\ufffe", "-"))
        sheet.close()
        page.close()
    document.close()
    return texts


def text_of(path: Path | bytes) -> str:
    return "\n".join(pages_of(path))


def words_in(path: Path) -> str:
    """Return all that a document of any kind holds as text."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return text_of(path) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")


FURNITURE = ("OFFICIAL - SENSITIVE - ", "Record ")


def body_of(path: Path) -> str:
    """Return the words of a document's pages without the two lines of furniture that stand on each."""
    lines = []
    for page in pages_of(path):
        found = [line for line in page.splitlines() if line.strip()]
        assert all(line.startswith(FURNITURE) for line in found[:2])
        lines += found[2:]
    return "\n".join(lines)
