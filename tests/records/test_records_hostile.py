"""What people type and paste: nothing of it may vanish, command, or stop the documents."""

import json
import os
import subprocess
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_text import body_of, pages_of, plain, squeezed, text_of
from record_scenes import SIX, meeting, one_case, rich

from panelroom import acts
from panelroom.errors import NotWritten
from panelroom.records import pdf
from panelroom.records.blocks import Document, Furniture, Heading, Row, Table, Title, cell, para
from panelroom.records.export import export
from panelroom.records.pdf import look
from panelroom.text import clean_text

# Hundreds of files are made and read.
pytestmark = pytest.mark.heavy

LONG = " ".join(f"word{n} and" for n in range(750))
URL = "https://example.org/" + "a-very-long-path/" * 22 + "end.html?x=1&y=2"

TEXTS = {
    "image": 'See <img src="/etc/passwd"/> and <img src="http://127.0.0.1:9/x.png" width="10">.',
    "unclosed": "This is <b>bold and never ends",
    "template": "{{a}} {% b %} ${c} %s {0}",
    "entities": '5 < 6 &amp; 7 > 6 & that\'s "it" &lt;b&gt; &#x41;',
    "markup": "<font color=red>red</font> <a href='file:///etc/passwd'>link</a> <para> </para> <onDraw name=x/>",
    "bidi": "turned \u202eround\u202c and \u2066kept\u2069",
    "controls": "bell\a escape \x1b[31mred\x1b[0m nul \x00 end",
    "nfd": unicodedata.normalize("NFD", "Siân, Tŷ Gŵyr, café, façade"),
    "crlf": "first\r\nsecond\rthird\n\nfourth\ttabbed",
    "welsh": "Ŵ ŵ Ŷ ŷ â ê î ô û ẁ ẃ ẅ ỳ ÿ: mae'r dŵr yn y tŷ",
    "urdu": "یہ ایک آزمائش ہے۔",
    "punjabi": "ਇਹ ਇੱਕ ਟੈਸਟ ਹੈ।",
    "emoji": "a 😀 smile, a 🎉 party, a family 👨\u200d👩\u200d👧 and a flag 🏴",
    "cjk": "这是一个测试 テスト 시험",
    "symbols": "→ ≥ ½ € £ “quoted” – dash — … ☐ ✓",
    "url": URL,
    "long": LONG,
    "one word": "x" * 5000,
    "newlines": "\n".join("line" for _ in range(300)),
}


def document(*blocks) -> Document:
    furniture = Furniture("left", "right", "below")
    when = datetime(2026, 4, 14, 20, 0, tzinfo=UTC)
    return Document("Title", "Subject", "Author", "en-GB", when, furniture, (Title("T"), *blocks))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_observation_comes_through_whole(text):
    content, _ = pdf.render(document(para(text)))
    assert squeezed(clean_text(text)) in _without_furniture(content)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_table_cell_comes_through_whole(text):
    rows = (Row((cell("1"), cell(text), cell("§§§")), fault=True), Row((cell("2"), cell("after"), cell(""))))
    content, _ = pdf.render(document(Table(("No.", "Words", "Other"), (0.1, 0.6, 0.3), rows)))
    words = text_of(content)
    found = _without_furniture(content, header="No. Words Other")
    assert squeezed(clean_text(text)) in found.replace("§§§", "")
    assert "after" in words


def _without_furniture(content: bytes, header: str = "") -> str:
    """Return the words of all pages run together, without what stands on each page."""
    whole = ""
    for number, page in enumerate(pages := pages_of(content), 1):
        text = squeezed(page)
        for words in ("left", "right", "below", f"Page {number} of {len(pages)}", header):
            text = text.replace(squeezed(words), "", 1) if words else text
        whole += text
    return whole


@pytest.mark.parametrize("text", ["ਇਹ", "🎉", "中文", "\U0001fae8"])
def test_a_character_without_a_shape_is_kept_and_said(text):
    content, notes = pdf.render(document(para(text)))
    assert text in text_of(content)
    assert "have no shape" in notes[0] or "has no shape" in notes[0]
    assert text not in notes[0]
    assert "About this print" in text_of(content)


def test_right_to_left_words_are_said_to_be_unshaped():
    _, notes = pdf.render(document(para("یہ ایک")))
    assert "right to left" in notes[-1]


def test_plain_words_give_no_note():
    assert pdf.render(document(para("Tŷ Gŵyr – “fine” → ✓ 😀")))[1] == ()


def test_nothing_is_fetched_or_linked():
    content, _ = pdf.render(
        document(para(TEXTS["image"]), para(TEXTS["markup"]), Heading(1, TEXTS["markup"]))
    )
    for found in (b"/URI", b"/Subtype /Image", b"/Launch", b"/JavaScript", b"/EmbeddedFile", b"Helvetica"):
        assert found not in content


def test_the_file_holds_only_fonts_of_ours():
    content, _ = pdf.render(document(para("plain"), para("✓ ŵ")))
    fonts = {part.split(b" ")[0].split(b"\n")[0] for part in content.split(b"/BaseFont /")[1:]}
    assert {name.split(b"+")[1] for name in fonts} <= {
        b"AtkinsonHyperlegibleNext-Regular",
        b"AtkinsonHyperlegibleNext-Bold",
        b"DejaVuSans",
    }


def test_hostile_words_everywhere_in_a_meeting(tmp_path):
    with meeting(
        tmp_path, [acts.ListedCase(ref="A/<b>&amp;/é", title=TEXTS["unclosed"])], venue="<i>Room"
    ) as scene:
        scene.everyone_is_here()
        texts = {k: v for k, v in TEXTS.items() if k != "one word"}
        one_case(scene, [{"text": text, "to": text[:60] or None} for text in texts.values()])
        scene.do("park", text=TEXTS["markup"])
        scene.do("raise_urgent", text=TEXTS["bidi"], told="<b>", by="&")
        scene.do("record_action", text=TEXTS["long"], owner_role="<img>")
        scene.do("close_meeting")
        paths = export(*scene.parts, tmp_path / "out")
        observations = [o.act.text for o in scene.session.meeting.cases[0].observations]
    minutes = squeezed(body_of(tmp_path / "out/restricted/minutes.pdf"))
    for text in observations:
        assert squeezed(text) in minutes
    assert all(p.name.isascii() and len(p.name) < 120 for p in paths)
    data = json.loads((tmp_path / "out/restricted/record.json").read_text(encoding="utf-8"))
    assert [o["text"] for o in data["cases"][0]["observations"]] == observations


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), min_size=1, max_size=4))
def test_any_text_makes_a_file_that_can_be_read(texts):
    rows = tuple(Row((cell(text), cell(text[::-1]))) for text in texts)
    content, _ = pdf.render(document(*(para(t) for t in texts), Table(("A", "B"), (0.5, 0.5), rows)))
    assert content.startswith(b"%PDF-")
    assert "T" in text_of(content)


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf", "Zs"]), min_size=1, max_size=300)
)
def test_any_western_text_is_found_again(text):
    assert squeezed(text) in squeezed(text_of(pdf.render(document(para(text)))[0]))


@pytest.mark.parametrize("height", range(420, 700, 7))
def test_a_long_row_is_cut_wherever_the_page_ends(height):
    rows = tuple(Row((cell(str(n)), cell(f"begin{n} {LONG[: height * 9]} end{n}"))) for n in range(3))
    content, _ = pdf.render(
        document(*(para("filler") for _ in range(height % 29)), Table(("A", "B"), (0.1, 0.9), rows))
    )
    words = plain(text_of(content))
    for n in range(3):
        assert f"begin{n} " in words and f"end{n}" in words


def test_two_builds_are_the_same_bytes():
    one = document(*(para(t) for t in TEXTS.values()))
    assert pdf.render(one)[0] == pdf.render(one)[0]


def test_outcome_colours_can_be_read():
    for strong, tint in look.OUTCOMES.values():
        assert _contrast(strong, tint) >= 5.5
    assert _contrast(look.INK, look.FAULT) >= 7


def _contrast(one, other) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.rgb()]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_no_text_is_smaller_than_nine_points():
    assert min(style.fontSize for style in look.STYLES.values()) >= 9


def test_a_folder_that_takes_nothing_is_one_sentence(tmp_path):
    (tmp_path / "out").write_text("a file, not a folder")
    with (
        meeting(tmp_path, SIX[:1], quorum=None) as scene,
        pytest.raises(NotWritten, match="could not be written to out"),
    ):
        export(*scene.parts, tmp_path / "out")


def test_a_full_disk_leaves_the_old_file_whole(tmp_path, monkeypatch):
    with meeting(tmp_path, SIX[:1], quorum=None) as scene:
        paths = export(*scene.parts, tmp_path / "out")
        before = {p: p.read_bytes() for p in paths}
        scene.everyone_is_here()

        def full(_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(NotWritten, match="No space left"):
            export(*scene.parts, tmp_path / "out")
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_files_are_for_their_owner_alone(tmp_path):
    with meeting(tmp_path, SIX[:1], quorum=None) as scene:
        paths = export(*scene.parts, tmp_path / "a" / "out")
    assert {p.stat().st_mode & 0o777 for p in paths} == {0o600}
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "a").rglob("*") if p.is_dir()} == {0o700}


def test_qpdf_finds_nothing_wrong(tmp_path):
    with meeting(tmp_path, SIX) as scene:
        rich(scene)
        paths = export(*scene.parts, tmp_path / "out")
    hostile = tmp_path / "hostile.pdf"
    hostile.write_bytes(pdf.render(document(*(para(t) for t in TEXTS.values())))[0])
    for path in (*paths, hostile):
        if path.suffix == ".pdf":
            done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
