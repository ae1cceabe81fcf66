"""Making the files of a report in memory, so that all of them can be written or none."""

from panelroom.records.blocks import Document
from panelroom.report.annual import AnnualReport
from panelroom.report.data import annual_json
from panelroom.report.document import annual_document
from panelroom.report.ethics import ethics_document, ethics_json

NOTICE = "For correction. The PDF is the report."


def annual_files(report: AnnualReport) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the four files of the annual report, and what its maker should be told about them."""
    made, told = document_files("annual", annual_document(report))
    return made | {"annual.json": annual_json(report)}, told


def ethics_files(report: AnnualReport) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the four files of the themes note, and what its maker should be told about them."""
    made, told = document_files("themes", ethics_document(report))
    return made | {"themes.json": ethics_json(report)}, told


def document_files(stem: str, document: Document) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return a document as PDF, web page and Word draft, and notes on what could not be printed as it should be."""
    from panelroom.records.html import web_page
    from panelroom.records.pdf import render
    from panelroom.records.word import word_draft

    pdf, told = render(document)
    files = {
        f"{stem}.pdf": pdf,
        f"{stem}.html": web_page(document),
        f"{stem}.docx": word_draft(document, NOTICE),
    }
    return files, told
