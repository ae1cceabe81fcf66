"""Blocks in the order a reader sees them: rows, paragraphs, headings and entries of a log."""

import io

import pytest
from making_pdf import read
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from panelroom import timeline
from panelroom.documents.layout import starts_entry
from panelroom.documents.model import Imported, numbered

STYLES = getSampleStyleSheet()
PROSE = (
    "The caller reports that the same group has shouted at her on three evenings. She is worried for her "
    "children, who play outside, and asks whether an officer could visit the street after school. "
) * 3
ENTRIES = [
    ("02/04/2031 18:40", "[CALL TAKER 1]", PROSE),
    ("02/04/2031 19:05", "[OFFICER 1]", "Attended. " + PROSE),
    ("03/04/2031 09:15", "[SUPERVISOR 1]", "Reviewed."),
]


def drawn(*lines: tuple[float, float, str], size: float = 11) -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, invariant=1)
    canvas.setFont("Helvetica", size)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return kept.getvalue()


def flowed(*story: object) -> bytes:
    kept = io.BytesIO()
    SimpleDocTemplate(kept, invariant=1).build(list(story))
    return kept.getvalue()


def log_table(grid: bool) -> bytes:
    rows = [[Paragraph(cell, STYLES["BodyText"]) for cell in row] for row in ENTRIES]
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if grid else []
    return flowed(Table(rows, colWidths=[75, 95, 280], style=[*lines, ("VALIGN", (0, 0), (-1, -1), "TOP")]))


def events(data: bytes) -> list[tuple[str, str | None]]:
    reading = read(data)
    imported = Imported(
        kind="pdf", sha256="", importer="", pages=reading.pages, blocks=numbered(reading.blocks)
    )
    found = timeline.events_in(timeline.body_lines(imported.page_texts))
    return [(event.when, event.actor) for event in found]


def test_a_paragraph_is_one_block() -> None:
    blocks = read(
        flowed(Paragraph("What happened", STYLES["Heading1"]), Paragraph(PROSE, STYLES["BodyText"]))
    ).blocks
    assert blocks == [(1, "heading", "What happened"), (1, "para", PROSE.strip())]


def test_a_ruled_log_keeps_each_entry_whole() -> None:
    blocks = read(log_table(grid=True)).blocks
    assert blocks == [(1, "log", " | ".join(row).strip()) for row in ENTRIES]
    assert [when for when, _ in events(log_table(grid=True))] == [
        "2031-04-02T18:40",
        "2031-04-02T19:05",
        "2031-04-03T09:15",
    ]


def test_plain_entries_begin_with_their_date() -> None:
    lines = [f"{when} {who} {text.strip()}" for when, who, text in ENTRIES]
    data = flowed(*(Paragraph(line, STYLES["BodyText"]) for line in lines))
    assert read(data).blocks == [(1, "log", line) for line in lines]
    assert events(data) == [
        ("2031-04-02T18:40", "[CALL TAKER 1]"),
        ("2031-04-02T19:05", "[OFFICER 1]"),
        ("2031-04-03T09:15", "[SUPERVISOR 1]"),
    ]


def test_a_date_that_wrapping_put_first_is_no_entry() -> None:
    wide = "The report was first made by telephone and the officer called back on"
    data = drawn((72, 700, wide), (72, 686, "12 March 2031 to arrange a visit."))
    assert read(data).blocks == [(1, "para", f"{wide} 12 March 2031 to arrange a visit.")]


def test_a_wide_gap_makes_cells() -> None:
    data = drawn((72, 700, "Role"), (200, 700, "Label"), (72, 680, "Victim"), (200, 680, "[VICTIM 1]"))
    assert read(data).blocks == [(1, "row", "Role | Label"), (1, "row", "Victim | [VICTIM 1]")]


def test_a_hanging_mark_belongs_to_its_item() -> None:
    data = drawn(
        (72, 700, "1."), (108, 700, "Called the office"), (72, 680, "2."), (108, 680, "Wrote a letter")
    )
    assert read(data).blocks == [(1, "list", "1. Called the office"), (1, "list", "2. Wrote a letter")]


def test_order_is_visual_whatever_was_drawn_first() -> None:
    data = drawn((72, 600, "Third"), (72, 700, "First"), (72, 650, "Second"))
    assert [text for _, _, text in read(data).blocks] == ["First", "Second", "Third"]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("the harass-", "ment. She said harassment.", "the harassment. She said harassment."),
        ("a well-", "known place", "a well-known place"),
    ],
)
def test_a_hyphen_goes_only_where_the_whole_word_is_known(first: str, second: str, whole: str) -> None:
    lead = "A line that is as wide as a line of this paragraph will ever be, and then "
    data = drawn((72, 700, lead + first), (72, 686, second))
    assert read(data).blocks == [(1, "para", lead + whole)]


@pytest.mark.parametrize("size", [4, 8, 11])
@pytest.mark.parametrize("words", ["she had had enough", "0 7 7 0 0", "I I", "it was that that she saw"])
def test_the_same_word_drawn_twice_side_by_side_is_two_words(words: str, size: int) -> None:
    lines, x = [], 72.0
    for word in words.split():
        lines.append((x, 700.0, word))
        x += stringWidth(word + " ", "Helvetica", size)
    assert read(drawn(*lines, size=size)).blocks == [(1, "para", words)]


def test_running_lines_are_notes() -> None:
    kept = io.BytesIO()
    canvas = Canvas(kept, invariant=1)
    for page in (1, 2, 3):
        canvas.drawString(72, 800, "OFFICIAL - SENSITIVE")
        canvas.drawString(72, 700, f"Body {'abc'[page - 1]}")
        canvas.drawString(72, 30, f"Page {page} of 3")
        canvas.showPage()
    canvas.save()
    kinds = [kind for _, kind, _ in read(kept.getvalue()).blocks]
    assert kinds == ["note", "para", "note"] * 3


def test_control_characters_are_made_visible_and_counted() -> None:
    reading = read(drawn((72, 700, "Caf\u00e9 07700 900123")))
    assert reading.blocks == [(1, "para", "Café 07700 900123")] and not reading.cleaned


@pytest.mark.parametrize(
    ("line", "is_entry"),
    [
        ("02/04/2031 18:40 call", True),
        ("18:40 call", True),
        ("3. 02/04/2031 call", True),
        ("2 April 2031", True),
        ("She called on 2 April 2031", False),
        ("12 people came", False),
        ("", False),
    ],
)
def test_what_begins_an_entry(line: str, is_entry: bool) -> None:
    assert starts_entry(line) is is_entry
