"""The sample cases as the files an office would be given: PDF, Word and plain text, made from ``sample_cases/``.

Every page of the text becomes a page of the file, so that the pages keep their numbers. Nothing in them is
about anybody: the seventh folder is a copy of the first case that was redacted badly, to show what is found.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

from panelroom.case_sheet import NAME, CaseSheet, Listed, read_sheet, to_toml
from panelroom.keys.key_file import write_new
from panelroom.papers import paginate
from panelroom.resources import data_dir

NOT_READY = "07-not-ready"
"""The folder of the case that was redacted badly."""

_LEADING, _SIZE, _TOP, _LEFT = 14, 10, 780, 60  # points
_MISSED = (
    "Caller can be reached on 07700 900123 or victim@example.com.",
    "Statement taken at home, ZZ1 1ZZ, by PC 99999 Testname.",
    "Date of birth of [VICTIM 1]: 01/02/1903.",
)
_AUTHOR = "Jane Testname"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPES = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f"{_XML}<Relationships "
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_MOMENT = (2026, 1, 1, 0, 0, 0)


def write_case_folders(folder: Path) -> tuple[Path, ...]:
    """Write the six sample cases below ``folder``, ready to be checked; return their folders in order."""
    sources = sorted(each for each in data_dir("sample_cases").iterdir() if (each / NAME).is_file())
    return tuple(_write_case(source, folder / source.name) for source in sources)


def write_unready_case(folder: Path) -> Path:
    """Write the first case as somebody left it who redacted badly; return its folder."""
    source = min(each for each in data_dir("sample_cases").iterdir() if (each / NAME).is_file())
    sheet, place = read_sheet(source), folder / NOT_READY
    place.mkdir(parents=True)
    pages = paginate((source / sheet.documents[0].file).read_text(encoding="utf-8"))
    missed = [*pages[:-1], "\n".join([pages[-1], "", *_MISSED])]
    write_new(place / "1-call-log.pdf", pdf_of(missed, author=_AUTHOR))
    documents = (replace(sheet.documents[0], file="1-call-log.pdf"),)
    changed = replace(sheet, ref="SYN/0007/25", documents=documents)
    write_new(place / NAME, to_toml(changed).encode())
    return place


def _write_case(source: Path, place: Path) -> Path:
    sheet = read_sheet(source)
    place.mkdir(parents=True)
    listed = [_write_document(source, place, number, each) for number, each in enumerate(sheet.documents)]
    write_new(place / NAME, to_toml(_with(sheet, listed)).encode())
    return place


def _with(sheet: CaseSheet, listed: Sequence[Listed]) -> CaseSheet:
    return replace(sheet, documents=tuple(listed))


def _write_document(source: Path, place: Path, number: int, listed: Listed) -> Listed:
    """Write the first document of a case as PDF, the second for Word, the others as they are."""
    text = (source / listed.file).read_text(encoding="utf-8")
    suffix, data = (
        (".pdf", pdf_of(paginate(text))),
        (".docx", docx_of(paginate(text))),
        (".txt", text.encode()),
    )[min(number, 2)]
    name = Path(listed.file).stem + suffix
    write_new(place / name, data)
    return replace(listed, file=name)


def pdf_of(pages: Sequence[str], *, author: str = "") -> bytes:
    """Return a PDF (A4, Courier) with a page for each text, line by line."""
    import pikepdf

    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Courier,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for text in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(_drawn(text))
    if author:
        pdf.docinfo["/Author"] = author
    written = io.BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _drawn(text: str) -> bytes:
    lines = [line.encode("cp1252", "replace") for line in text.split("\n")]
    shown = b"".join(b"(" + _quoted(line) + b") Tj T*\n" for line in lines)
    begin = f"BT /F1 {_SIZE} Tf {_LEADING} TL {_LEFT} {_TOP} Td\n".encode()
    return begin + shown + b"ET\n"


def _quoted(line: bytes) -> bytes:
    return line.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def docx_of(pages: Sequence[str]) -> bytes:
    """Return a Word file with a page for each text, and a paragraph for each heading, entry and text below it."""
    # As Word writes it: where a page was asked for, and where it began when the file was last looked at.
    body = '<w:p><w:r><w:br w:type="page"/><w:lastRenderedPageBreak/></w:r></w:p>'.join(
        "".join(_paragraph(words) for words in _paragraphs(text)) for text in pages
    )
    document = f'{_XML}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), text)
    return written.getvalue()


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a page: what is indented below an entry's first line runs on as one."""
    for group in re.split(r"\n\s*\n", text):
        below: list[str] = []
        for line in group.split("\n"):
            if line.startswith("     "):
                below.append(line.strip())
            else:
                yield line
        if below:
            yield " ".join(below)


def _paragraph(line: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
