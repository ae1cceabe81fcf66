"""Where pages begin: what belongs together is not parted, however much stands before it."""

from datetime import UTC, datetime

import pytest
from pdf_text import pages_of

from panelroom.records import blocks as b
from panelroom.records.pdf import render

SIGNED = ("Passed on (date)", "Answered (date)", "Answered by (role)")


def printed(*parts: b.Block) -> list[str]:
    """Return the pages of a document of these blocks."""
    document = b.Document(
        title="A form",
        subject="Pages",
        author="Nobody",
        language="en-GB",
        created=datetime(2026, 4, 14, tzinfo=UTC),
        furniture=b.Furniture("left", "right", "foot"),
        blocks=(b.Title("A form"), *parts),
    )
    return pages_of(render(document)[0])


@pytest.mark.parametrize("before", range(8, 40, 8))
def test_lines_to_write_on_stay_with_who_wrote_there(before: int) -> None:
    filler = tuple(b.para(f"Line {n}.") for n in range(before))
    pages = printed(*filler, b.Lines("What was done", 4), b.Facts(tuple((name, "") for name in SIGNED)))
    (page,) = [page for page in pages if "What was done" in page]
    assert all(name in page for name in SIGNED)


@pytest.mark.parametrize("before", range(8, 40, 8))
def test_a_case_never_begins_with_its_outcome_alone_at_the_foot_of_a_page(before: int) -> None:
    filler = tuple(b.para(f"Line {n}.") for n in range(before))
    table = b.Table(
        ("No.", "Question"), (0.2, 0.8), tuple(b.Row((b.cell(str(n)), b.cell("Was it?"))) for n in range(15))
    )
    pages = printed(
        *filler, b.Heading(1, "Case 2"), b.Band("3", "Inappropriate"), b.Heading(2, "Questions"), table
    )
    (page,) = [page for page in pages if "Case 2" in page]
    assert "Inappropriate" in page and "Was it?" in page
