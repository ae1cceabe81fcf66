"""A table of many rows is handed out page by page, and nobody can tell."""

import io

import pikepdf
import pytest
from pdf_text import pages_of, squeezed, text_of
from test_records_hostile import document
from test_tagging import failures, roles

from panelroom.records import blocks as b
from panelroom.records import pdf
from panelroom.records.pdf import flow

pytestmark = pytest.mark.heavy
COUNT = 130


def words(number: int) -> str:
    """Return what a row says: mostly a line, at times half a page, once more than a page holds."""
    return "word " * {7: 90, 50: 1_500}.get(number, 4 + number % 9) + f"end{number}."


def long_table(rows: int = COUNT) -> b.Table:
    body = tuple(b.Row((b.cell(f"N{n}"), b.cell(words(n))), fault=n % 3 == 0) for n in range(rows))
    return b.Table(("Number", "Words"), (0.2, 0.8), body)


def letters_of(file: bytes) -> list[list[bytes]]:
    """Return the words of each page with their places, and its tints: without the rules, which may be drawn twice."""
    with pikepdf.open(io.BytesIO(file)) as opened:
        pages = [sheet.Contents.read_bytes().split(b"\n") for sheet in opened.pages]
    return [[line for line in page if b" Tj" in line or b" re f" in line] for page in pages]


@pytest.fixture(scope="module")
def handed_out() -> bytes:
    return pdf.render(document(long_table(), b.para("the end")))[0]


def test_it_is_drawn_as_a_table_that_is_split_by_the_library(handed_out, monkeypatch):
    monkeypatch.setattr(flow, "_MANY", 10_000)
    assert letters_of(pdf.render(document(long_table(), b.para("the end")))[0]) == letters_of(handed_out)


def test_every_row_is_there_once_in_order_and_the_head_on_each_page(handed_out):
    said = squeezed(text_of(handed_out))
    places = [said.index(f"end{n}.") for n in range(COUNT)]
    assert places == sorted(places)
    assert all(said.count(f"end{n}.") == 1 for n in range(COUNT))
    assert all("Number" in page for page in pages_of(handed_out)[:-1])


def test_it_is_one_table_for_those_who_do_not_see_it(handed_out):
    found = roles(handed_out)
    assert (found["/Table"], found["/TH"], found["/TR"], found["/TD"]) == (1, 2, COUNT + 1, 2 * COUNT)
    assert failures(handed_out) == []


@pytest.mark.parametrize("above", [0, 37, 39])
def test_a_row_that_has_no_room_starts_the_next_page(above):
    lines = [b.para("line")] * above
    said = squeezed(text_of(pdf.render(document(*lines, b.Heading(1, "Below"), long_table(85)))[0]))
    assert all(said.count(f"end{n}.") == 1 for n in range(85))
