"""Charts: never without source and table, from nought up, the same drawing on paper and in the browser."""

import io
import itertools
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pdf_text import text_of
from test_records_hostile import TEXTS, document
from test_tagging import CHART, elements, failures

from panelroom.errors import Refused
from panelroom.records import blocks as b
from panelroom.records import charts, pdf
from panelroom.records.html import web_page
from panelroom.records.word import word_draft

VALUES = st.lists(st.none() | st.integers(0, 40_000), min_size=1, max_size=60)


def chart_of(values, kind="bars", labels=None) -> b.Chart:
    labels = tuple(labels or (f"L{n}" for n in range(len(values))))
    return replace(CHART, kind=kind, values=tuple(values), labels=labels)


def only(chart: b.Chart, kind: type) -> list:
    return [shape for shape in charts.shapes(chart) if isinstance(shape, kind)]


@pytest.mark.parametrize("source", ["", "  "])
def test_a_chart_without_a_source_is_refused(source):
    with pytest.raises(Refused, match="names no source"):
        replace(CHART, source=source)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_columns_are_as_high_as_their_values(values):
    found = only(chart_of(values), charts.Bar)
    known = [value for value in values if value is not None]
    assert len(found) == len(known)
    highest = max(known, default=0)
    for bar, value in zip(found, known, strict=True):
        assert bar.y == min(r.y for r in only(chart_of(values), charts.Rule))
        assert bar.y + bar.height <= charts.HEIGHT
        if highest:
            most = max(each.height for each in found)
            assert bar.height == pytest.approx(most * value / highest, abs=0.03)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_the_scale_begins_at_nought_and_reaches_the_highest(values):
    scale = [shape.text for shape in only(chart_of(values), charts.Words) if shape.anchor == "end"]
    numbers = [int(text.replace(",", "")) for text in scale]
    assert numbers[0] == 0 and 2 <= len(numbers) <= 6
    assert numbers[-1] >= max((v for v in values if v is not None), default=0)


def test_a_line_is_broken_where_nothing_is_known():
    chart = chart_of([1, 2, None, 4, 5, None, 7], "line")
    assert [len(trace.points) for trace in only(chart, charts.Trace)] == [2, 2]
    assert len(only(chart, charts.Dot)) == 5


def test_labels_that_have_no_room_are_left_out_evenly():
    chart = chart_of([1] * 48, labels=["Oct 2031"] * 48)
    places = [shape.x for shape in only(chart, charts.Words) if shape.text == "Oct 2031"]
    assert 2 < len(places) < 48
    assert len({round(b - a, 1) for a, b in itertools.pairwise(places)}) == 1


def test_the_highest_of_many_bears_its_number():
    numbers = [s.text for s in only(chart_of([*range(40), 977, *range(40)]), charts.Words) if s.y > 30]
    assert numbers.count("977") == 1


def test_paper_and_page_show_the_same_drawing():
    chart = chart_of([3, None, 1_250], "bars", ["Jan 31", "Feb 31", "Mar 31"])
    tree = html.document_fromstring(web_page(document(chart)).decode("utf-8"))
    words = [shape.text for shape in charts.shapes(chart) if isinstance(shape, charts.Words)]
    assert [text.text for text in tree.xpath("//svg/text")] == words
    assert len(tree.xpath("//svg/rect")) == 2
    content, _ = pdf.render(document(chart))
    printed = text_of(content)
    assert [word for word in words if word not in printed] == []
    file = pikepdf.open(io.BytesIO(content))
    drawn = pikepdf.parse_content_stream(file.pages[0])
    boxes = [[float(n) for n in operands] for operands, operator in drawn if str(operator) == "re"]
    for bar in only(chart, charts.Bar):
        assert any(box == pytest.approx([bar.x, bar.y, bar.width, bar.height]) for box in boxes)


def test_who_does_not_see_the_drawing_hears_its_numbers():
    content, _ = pdf.render(document(CHART))
    (figure,) = [e for e in elements(content) if e.S == "/Figure"]
    assert str(figure.Alt) == CHART.alt and "/BBox" in figure.A
    tree = html.document_fromstring(web_page(document(CHART)).decode("utf-8"))
    (svg,) = tree.xpath("//svg")
    assert svg.get("role") == "img"
    said = {
        name: tree.get_element_by_id(svg.get(f"aria-{name}")).text for name in ("labelledby", "describedby")
    }
    assert said == {"labelledby": CHART.title, "describedby": CHART.alt}


def test_the_table_stands_beside_the_chart_everywhere():
    content, _ = pdf.render(document(CHART))
    assert "Jan 31" in text_of(content) and "Source: Example Police" in text_of(content)
    tree = html.document_fromstring(web_page(document(CHART)).decode("utf-8"))
    assert tree.xpath("//table//td//text()") == ["Jan 31", "3"]
    assert b"word/document.xml" in word_draft(document(CHART), "DRAFT")


@pytest.mark.parametrize("name", ["markup", "urdu", "emoji", "template", "bidi"])
def test_whatever_a_label_holds_does_nothing_and_conforms(name):
    text = TEXTS[name]
    chart = replace(CHART, title=text, labels=(text, text, text), source=text, alt=text)
    assert failures(pdf.render(document(chart))[0]) == []
    tree = html.document_fromstring(web_page(document(chart)).decode("utf-8"))
    assert {e.tag for e in tree.xpath("//svg//*")} <= {
        "title",
        "desc",
        "rect",
        "line",
        "polyline",
        "circle",
        "text",
    }
