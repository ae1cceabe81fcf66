from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom.documents.limits import MOST_PAGES
from panelroom.documents.model import Imported, numbered
from panelroom.documents.plain import begins_entry, read_text
from panelroom.documents.reading import Hostile, Reading
from panelroom.papers import paginate
from panelroom.timeline import body_lines, events_in

SAMPLES = sorted((Path(__file__).parents[3] / "sample_cases").glob("*/*.txt"))
LOG = st.lists(
    st.sampled_from(
        [
            "", "    she said that on", "A line of prose that is as wide as a wrapped line",
            "03 March 2025", "08:12 Unit assigned.", "1. 04/03/2025 09:00 [OFFICER 1] rang",
            "05 March 2025 and then went on", "2025-03-06 Visited.",
            "that ends without a stop", "#4 07/03/2025 10.15hrs Closed", "\f", "Heading", "10 March 2025 at the shop",
        ]
    ),
    max_size=60,
)  # fmt: skip


def imported(reading: Reading) -> Imported:
    return Imported(kind="txt", sha256="", importer="", pages=reading.pages, blocks=numbered(reading.blocks))


def kinds(text: str, kind: str = "md") -> list[tuple[str, str]]:
    return [(each, block) for _, each, block in read_text(text.encode(), kind).blocks]  # type: ignore[arg-type]


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def assert_same_pages_and_events(text: str) -> None:
    old = paginate(text)
    new = imported(read_text(text.encode(), "txt"))
    assert [lines_of(page) for _, page in new.page_texts] == [lines_of(page) for page in old]
    assert events_in(body_lines(new.page_texts)) == events_in(body_lines(list(enumerate(old, start=1))))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_sample_has_the_same_pages_and_events_as_in_the_room(path: Path) -> None:
    assert_same_pages_and_events(path.read_text(encoding="utf-8"))


@given(st.text(alphabet=st.sampled_from("ab .\n\f0:/é\u200b"), max_size=3_000))
def test_any_text_has_the_same_pages_as_in_the_room(text: str) -> None:
    new = imported(read_text(text.encode(), "txt"))
    assert [lines_of(page) for _, page in new.page_texts] == [lines_of(page) for page in paginate(text)]


@given(LOG)
def test_every_line_of_a_log_is_kept_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    kept = [
        line for _, page in imported(read_text(text.encode(), "txt")).page_texts for line in lines_of(page)
    ]
    assert kept == [line for page in paginate(text) for line in lines_of(page)]


def test_an_entry_begins_a_block_of_its_own_and_keeps_its_columns() -> None:
    text = "1.   Mon 03 Mar 2025 08:12   control room\n     Caller shaken.\n2.   Mon 03 Mar 2025 08:15   unit\n\nEnd."
    assert kinds(text, "txt") == [
        ("log", "1.   Mon 03 Mar 2025 08:12   control room\n     Caller shaken."),
        ("log", "2.   Mon 03 Mar 2025 08:15   unit"),
        ("para", "End."),
    ]


@pytest.mark.parametrize(
    ("line", "before", "begins"),
    [
        ("03/03/2025 rang", "", True),
        ("08:12 unit assigned", "", True),
        ("14. 3 March 2025 at home", "", True),
        ("on 3 March 2025", "", False),
        ("3 March 2025 and then left", "he was seen on", False),
        ("3 people came", "", False),
    ],
)
def test_only_dates_and_times_at_the_start_begin_an_entry(line: str, before: str, begins: bool) -> None:
    assert begins_entry(line, before) is begins


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_code_it_was_written_in(codec: str) -> None:
    reading = read_text("Café – “quoted”".encode(codec), "txt")
    assert reading.blocks == [(1, "para", "Café – “quoted”")] and not reading.cleaned


def test_binary_data_is_refused() -> None:
    with pytest.raises(Hostile, match="binary"):
        read_text(b"MZ\0\0\1", "txt")


def test_what_deceives_is_made_visible_and_counted() -> None:
    reading = read_text("a\u200bb \x1b[2Jc".encode(), "txt")
    assert reading.blocks == [(1, "para", "a\ufffdb \ufffdc")]
    assert reading.cleaned == {"TXT-INVISIBLE": 1, "TXT-CONTROL": 1}


@pytest.mark.parametrize(
    "tag", ["<b>", "</td>", '<a href="x">', "<br/>", "[/bold]", "[/]", "[link=http://a.example]"]
)
def test_markup_in_the_text_is_counted_and_stays(tag: str) -> None:
    reading = read_text(f"He said {tag}no".encode(), "txt")
    assert reading.cleaned == {"TXT-MARKUP": 1}
    assert reading.blocks == [(1, "para", f"He said {tag}no")]


@pytest.mark.parametrize(
    "words", ["<redacted>", "[VICTIM 1]", "a < b and b > c", "<ada@example.com>", "[/ ]"]
)
def test_what_people_write_in_brackets_is_no_markup(words: str) -> None:
    assert not read_text(words.encode(), "txt").cleaned


def test_limits_of_pages() -> None:
    with pytest.raises(Hostile, match="500 pages"):
        read_text("\f".join(["x"] * (MOST_PAGES + 1)).encode(), "txt")
    with pytest.raises(Hostile, match="200,000"):
        read_text(b"word " * 50_000 + b"\fx", "txt")


def test_markdown_is_read_as_its_blocks() -> None:
    text = "---\nref: 1\n---\n\n# Head #\n\nUnder\n===\n\n- one\n  more\n- two\n1. three\n\n"
    text += "| 03/03/2025 | rang |\n|---|---|\n| 04/03/2025 | " + "again " * 12 + "|\n\n<b>raw</b>"
    assert kinds(text) == [
        ("para", "---\nref: 1\n---"),
        ("heading", "Head"),
        ("heading", "Under"),
        ("list", "- one\n  more"),
        ("list", "- two"),
        ("list", "1. three"),
        ("row", "03/03/2025 | rang"),
        ("row", "04/03/2025 | " + "again " * 11 + "again"),
        ("para", "<b>raw</b>"),
    ]


def test_where_a_link_leads_is_shown_if_it_says_something_else() -> None:
    text = "[here](https://a.example) [https://a.example](https://a.example)\n![a map](m.png)"
    shown = "here (https://a.example) https://a.example\n[PICTURE: a map] (m.png)"
    assert kinds(text) == [("para", shown)]


@pytest.mark.parametrize("comment", ["<!-- Jane -->", "<!--\nJane\n-->", "<!-- Jane"])
def test_a_comment_is_hidden_text(comment: str) -> None:
    reading = read_text(f"Seen. {comment}".encode(), "md")
    assert [text for _, _, text in reading.blocks] == ["Seen. "]
    assert [(f.id, f.severity, f.page, f.sample) for f in reading.findings] == [
        ("MD-HTML-COMMENT", "BLOCK", 1, "J..e (4)")
    ]


def test_a_comment_over_a_page_end_keeps_the_pages() -> None:
    reading = read_text(b"one <!-- a\fb --> two\fthree", "md")
    assert [(page, text.strip()) for page, _, text in reading.blocks] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]
