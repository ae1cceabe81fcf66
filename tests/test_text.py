import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom.text import (
    REPLACEMENT,
    clean_line,
    clean_text,
    count_words,
    name_of,
    plural,
    slug,
    unquoted,
    visible,
)

HOSTILE = st.sampled_from(
    ["\x1b", "\x1b[", "\x1b]52;c;", "\x1b]0;", "\x1bP", "\x1b_", "\x1b\\", "\x07", "\x9b", "\x9d", "\x9c",
     "\r", "\n", "\r\n", "\t", "\u200d", "\u200c", "\ufe0f", "\ufe0e", "\u202e", "\U000e0041", "\ud800",
     "\ufdd0", "\uffff", "👩", "❤", "🏴", "\u2329", "\u2adc", "\u0338", "e\u0301", "\u094d", "क", "ی", "1",
     "\u20e3", "31m", "SECRET", " "]
)  # fmt: skip
TEXTS = st.lists(st.one_of(HOSTILE, st.text(max_size=5)), max_size=12).map("".join)

INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
ALLOWED = {"\n", "\t", "\u200c", "\u200d"}

ORDINARY = {
    "Welsh": "Dŵr, tŷ, ŵy a'r Heddlu; y digwyddiad – «gelyniaeth» ar sail anabledd.",
    "Urdu": "متاثرہ شخص نے بتایا کہ ملزم نے گالی دی؛ پولیس کو اطلاع دی گئی۔",
    "Punjabi (Gurmukhi)": "ਪੀੜਤ ਨੇ ਦੱਸਿਆ ਕਿ ਦੋਸ਼ੀ ਨੇ ਉਸ ਨੂੰ ਧਮਕੀ ਦਿੱਤੀ।",
    "Punjabi (Shahmukhi)": "پنجابی وچ لکھیا گیا بیان",
    "Hebrew": "בית הכנסת",
    "Polish": "Zażółć gęślą jaźń",
    "English": "Tom & \"Jerry\" <b> {{a}} 5 < 6 &amp; £20 — [REDACTED] [/nope] 100% 'ok'…",
}
JOINED = {
    "family": "👨\u200d👩\u200d👧\u200d👦",
    "rainbow flag": "🏳\ufe0f\u200d🌈",
    "heart on fire": "❤\ufe0f\u200d🔥",
    "wheelchair, skin tone": "👩🏾\u200d🦽",
    "keycap": "1\ufe0f\u20e3",
    "Persian non-joiner": "می\u200cخواهم",
    "Sinhala joiner": "ශ\u0dca\u200dර\u0dd3",
    "Bengali joiner": "র\u200d\u09cdযাব",
    "Hindi non-joiner": "क\u094d\u200cष",
}
HIDDEN = {
    "OSC 52": ("a\x1b]52;c;ZXZpbA==\x07b", "a\ufffdb"),
    "OSC 0, ended by ST": ("a\x1b]0;title\x1b\\b", "a\ufffdb"),
    "OSC, 8 bit": ("a\x9d0;title\x9cb", "a\ufffdb"),
    "OSC 8 link": ("\x1b]8;;http://x\x07here\x1b]8;;\x07", "\ufffdhere\ufffd"),
    "DCS": ("a\x1bPq#0\x1b\\b", "a\ufffdb"),
    "APC": ("a\x1b_Gdata\x1b\\b", "a\ufffdb"),
    "CSI": ("a\x1b[31mb\x1b[2Jc", "a\ufffdb\ufffdc"),
    "CSI, 8 bit": ("a\x9b31mb", "a\ufffdb"),
    "reset": ("a\x1bcb", "a\ufffdb"),
    "character set": ("a\x1b(0b", "a\ufffdb"),
    "lone escape at the end": ("a\x1b", "a\ufffd"),
    "C1 next line": ("a\x85b", "a\ufffdb"),
    "bell, backspace, delete": ("a\x07b\x08c\x7f", "a\ufffdb\ufffdc\ufffd"),
    "bidi override": ("a\u202eb\u202cc\u2066d\u2069", "a\ufffdb\ufffdc\ufffdd\ufffd"),
    "bidi marks": ("a\u200eb\u200fc\u061cd", "a\ufffdb\ufffdc\ufffdd"),
    "tag characters": ("a\U000e0048\U000e0049", "a\ufffd\ufffd"),
    "variation selectors as data": ("a\ufe00\ufe0f\U000e0100", "a\ufffd\ufffd\ufffd"),
    "zero-width in a word": ("a\u200bb a\u200db a\u200cb 1\ufe0f2", "a\ufffdb a\ufffdb a\ufffdb 1\ufffd2"),
    "joiner after a letter": ("क\u200dख", "क\ufffdख"),
    "joiner after a picture": ("👩\u200da, a\ufe0f\u200d👩", "👩\ufffda, a\ufffd\ufffd👩"),
    "Hangul filler": ("a\u3164b", "a\ufffdb"),
    "soft hyphen, word joiner, BOM": ("a\u00adb\u2060c\ufeff", "a\ufffdb\ufffdc\ufffd"),
    "separators": ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
    "surrogate": ("a\ud800b", "a\ufffdb"),
    "noncharacters": ("a\ufdd0b\uffffc", "a\ufffdb\ufffdc"),
}  # fmt: skip


@pytest.mark.parametrize("gate", [clean_text, visible])
@given(text=TEXTS)
def test_nothing_that_commands_or_hides_survives(gate: Callable[[str], str], text: str) -> None:
    invisible = {c for c in gate(text) if unicodedata.category(c) in INVISIBLE}
    assert {c for c in invisible - ALLOWED if not visible_format(c)} == set()


def visible_format(character: str) -> bool:
    """A few characters of category Cf are drawn: Arabic number signs, Kaithi and Egyptian marks."""
    drawn = [(0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2)]
    drawn += [(0x110BD, 0x110CD), (0x13430, 0x1343F)]
    return any(low <= ord(character) <= high for low, high in drawn)


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(TEXTS)
def test_the_result_is_nfc_and_can_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_is_plainly_visible_is_only_normalised(text: str) -> None:
    kept = clean_text(re.sub("[\u115f\u1160\u3164\uffa0]", "", text))
    assert kept == unicodedata.normalize("NFC", re.sub("[\u115f\u1160\u3164\uffa0]", "", text))


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", JOINED.values(), ids=JOINED)
def test_joiners_that_spell_are_kept(text: str) -> None:
    assert clean_text(f"a {text} b") == unicodedata.normalize("NFC", f"a {text} b")


@pytest.mark.parametrize(("text", "expected"), HIDDEN.values(), ids=HIDDEN)
def test_what_commands_or_hides_becomes_visible(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@pytest.mark.parametrize("opening", ["\x1b]0;", "\x1bP", "\x1b_", "\x9d", "\x90", "\x1b[", "\x1b"])
def test_an_unfinished_sequence_swallows_no_text(opening: str) -> None:
    page = "The officer took a statement.\n" * 3
    cleaned = clean_text(f"{opening}\n{page}")
    assert cleaned.endswith(page)
    assert cleaned.startswith(REPLACEMENT)
    assert "statement" in clean_text(f"{opening}the statement was read")
    assert page.strip() in clean_text(f"{opening}\n{page}\x07")


def test_line_ends_and_tabs() -> None:
    assert clean_text("a\r\nb\rc\n\td") == "a\nb\nc\n\td"


@given(TEXTS)
def test_a_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert not set(line) & set("\n\t\r")
    assert line == line.strip()
    assert "  " not in line


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("one  two\nthree", 3), ("yes - no …", 2), ("دو لفظ", 2)]
)
def test_words_are_counted(text: str, count: int) -> None:
    assert count_words(text) == count


def test_plural() -> None:
    assert plural(0, "minor") == "0 minors"
    assert plural(1, "minor") == "1 minor"
    assert plural(2, "body", "bodies") == "2 bodies"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("SYN/0002/25", "syn-0002-25"),
        ("../../etc", "etc"),
        ("Tŷ Gwyn", "ty-gwyn"),
        ("حالة", "case"),
        ("", "case"),
    ],
)
def test_slug(reference: str, expected: str) -> None:
    assert slug(reference) == expected


@pytest.mark.parametrize("device", ["CON", "nul", "Aux.", "COM1", "lpt9"])
def test_no_slug_names_a_windows_device(device: str) -> None:
    assert slug(device) == f"case-{device.lower().rstrip('.')}"


@given(st.text())
def test_a_slug_is_a_plain_name_of(reference: str) -> None:
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,63}[a-z0-9])?", slug(reference))


def test_the_letters_of_a_name_of_stay_as_they_are_written() -> None:
    assert visible("cafe\u0301.book") == "cafe\u0301.book"


def test_a_place_without_a_name_is_called_as_it_was_given() -> None:
    assert [name_of(Path(name)) for name in ("a/april.book", ".", "/", "a\x1b[31m.book")] == [
        "april.book", ".", "/", "a\ufffd.book",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dragged", "path"),
    [
        ("'/a b/log.pdf'", "/a b/log.pdf"),
        ('"C:\\a b\\log.pdf" ', "C:\\a b\\log.pdf"),
        ("/a\\ b/log\\(1\\).pdf", "/a b/log(1).pdf"),
        ("C:\\(old)\\log.pdf", "C:\\(old)\\log.pdf"),
        ("'", "'"),
    ],
)
def test_a_path_loses_what_dragging_it_added(dragged: str, path: str) -> None:
    assert unquoted(dragged) == path
