"""Bars and tables as text: nothing is wider than the screen, nothing is lost, a longer bar is more."""

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content

from panelroom.records import blocks as b
from panelroom.report.pages import Bar, Bars
from panelroom.ui.screens.figure_text import bars, length, painted, table

WORDS = st.lists(st.text("abcdefghij łŵ中", min_size=1, max_size=12), min_size=1, max_size=9).map(" ".join)
WIDTHS = st.integers(60, 180)


@given(st.lists(st.tuples(WORDS, st.none() | st.integers(0, 10**6)), min_size=1, max_size=8), WIDTHS)
def test_every_name_and_number_is_there_and_no_line_is_too_wide(counts, width):
    found = tuple(
        Bar(" ".join(name.split()) or "x", n, "under 5" if n is None else f"{n:,}") for name, n in counts
    )
    rows = list(bars(Bars("Title", found, "the source"), width))
    assert max(row.cell_length for row in rows) <= width
    text = "".join(row.plain for row in rows).replace(" ", "")
    for bar in found:
        assert bar.name.replace(" ", "") in text and bar.words.replace(" ", "") in text
    assert rows[-1].plain == "Source: the source."


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 180))
def test_a_longer_bar_is_more_and_only_nought_has_none(one, other, room):
    most = max(one, other)
    shorter, longer = length(min(one, other), most, room), length(most, most, room)
    assert len(shorter) <= len(longer) <= room
    assert bool(longer) == bool(most)
    assert bool(shorter) == bool(min(one, other))
    assert not most or longer == "█" * room


@settings(max_examples=50)
@given(st.lists(st.tuples(WORDS, st.integers(0, 10**7), WORDS), min_size=1, max_size=6), WIDTHS)
def test_a_table_keeps_every_word_in_its_width(rows, width):
    body = tuple(b.Row((b.cell(a), b.cell(f"{n:,}"), b.cell(c))) for a, n, c in rows)
    part = b.Table(("Name", "Not established", "Source"), (0.5, 0.1, 0.4), body, centred=(1,))
    found = list(table(part, width))
    assert max(row.cell_length for row in found) <= width
    for _, n, _ in rows:
        assert any(f" {n:,} " in row.plain for row in found)
    whole = "NameNotestablishedSource" + "".join(f"{a}{n:,}{c}" for a, n, c in rows)
    assert sorted("".join(row.plain for row in found).replace(" ", "")) == sorted(whole.replace(" ", ""))
    assert any("established" in row.plain for row in found)


def test_a_figure_at_fault_is_coloured_and_words_that_look_like_markup_stand_as_they_are():
    row = b.Row((b.cell("[REDACTED] [/x]"), b.cell("3")), fault=True)
    content = painted((b.Table(("A", "B"), (0.5, 0.5), (row,)), b.bullets(["[VICTIM 1] said"])), 60)
    assert "[REDACTED] [/x]" in content.plain and "- [VICTIM 1] said" in content.plain
    assert any("$error" in str(span.style) for span in content.spans)
    assert isinstance(content, Content)
