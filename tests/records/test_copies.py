"""Reading copies as real PDF files, read back and measured with another library."""

import io
import re
import stat
import sys

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_text import pages_of, plain, squeezed, text_of
from PIL import Image, ImageDraw

from panelroom.errors import BadFile, NotWritten, Refused
from panelroom.papers import load_case
from panelroom.records.copies import (
    RETURN,
    STANCE,
    CopyCase,
    CopyPage,
    CountRow,
    unwrapped,
    write_copies,
    write_count_sheet,
)
from panelroom.records.pdf.look import LARGE
from panelroom.resources import data_dir

MARKING = "OFFICIAL - SENSITIVE"
MEETING = "Meeting of 4 March 2031"
LOG = """CALL LOG
Grade:         priority
Hate marker:   religion

1.   02 Apr 2025 18:40   control room   [CALL TAKER 1]
     The sign of a place of worship is broken and words were left. Caller
     [VICTIM 1] looks after the building.
"""


def picture(wide: int = 1240, high: int = 1754) -> bytes:
    image = Image.new("L", (wide, high), 255)
    ImageDraw.Draw(image).rectangle((0, 0, wide // 2, high // 2), fill=60)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def case(*texts, **more) -> CopyCase:
    pages = tuple(CopyPage(n, "Call log", text) for n, text in enumerate(texts or (LOG,), 1))
    return CopyCase(2, more.pop("title", "Criminal damage"), "Strong language is masked.", pages, **more)


def printed(folder, printed_case, *, large=False, copies=range(4, 5), **more):
    usual = {"marking": MARKING, "meeting": MEETING} | more
    return write_copies(folder, printed_case, copies, large=large, **usual)


@pytest.fixture(scope="module", params=[False, True], ids=["normal", "large"])
def sample(request, tmp_path_factory):
    """The longest sample case as one copy of nine: the path, its sheets, and the pages it was made from."""
    papers = load_case(data_dir("sample_cases") / "06-syn-0006-25")
    pages = tuple(CopyPage(p.number, p.document, p.text) for p in papers.pages)
    made = CopyCase(6, papers.title, papers.advisory, pages, missing=(("A statement", "withheld"),))
    (path,) = printed(tmp_path_factory.mktemp("copies"), made, large=request.param, of=9)
    return path, [plain(sheet) for sheet in pages_of(path)], papers, request.param


@pytest.mark.heavy
def test_every_word_of_every_page_is_on_its_sheets(sample):
    _, sheets, papers, _ = sample
    for page in papers.pages:
        own = [s for s in sheets if re.search(rf"copy 4 of 9 · page {page.number}(?: continued)?\b", s)]
        body = squeezed("".join(_body(s) for s in own))
        assert squeezed(page.text) in body, page.number


def _body(sheet: str) -> str:
    """Return the words of a sheet without its furniture."""
    body = re.sub(r"Case 6 · copy 4 of 9(?: · page \d+(?: continued)?)?", "", sheet, count=1)
    body = re.sub(r"Sheet \d+ of \d+", "", body, count=1)
    return body.replace(MARKING, "", 1).replace(RETURN, "", 1)


def test_the_page_numbers_are_those_of_the_screen_in_order(sample):
    _, sheets, papers, large = sample
    said = [re.search(r"page (\d+)( continued)?", s.partition("copy 4 of 9")[2][:24]) for s in sheets]
    found = [(int(m[1]), bool(m[2])) for m in said if m]
    assert [n for n, continued in found if not continued] == [p.number for p in papers.pages]
    assert found == sorted(found)
    assert any(continued for _, continued in found) == large


def test_every_sheet_is_marked_numbered_and_to_be_returned(sample):
    _, sheets, _, _ = sample
    for number, sheet in enumerate(sheets, 1):
        assert MARKING in sheet and "Case 6 · copy 4 of 9" in sheet and RETURN in sheet
        assert f"Sheet {number} of {len(sheets)}" in sheet


def test_the_cover_says_what_a_reader_needs(sample):
    _, sheets, papers, _ = sample
    cover = sheets[0] + (sheets[1] if "page 1" not in sheets[1] else "")
    for words in (
        papers.title,
        plain(papers.advisory),
        STANCE,
        "A statement: withheld",
        MEETING,
        "Given out",
    ):
        assert words in cover


def test_neither_the_file_nor_its_name_tells_the_case(sample):
    path, _, papers, large = sample
    document = pypdfium2.PdfDocument(path)
    properties = " ".join(document.get_metadata_dict().values())
    document.close()
    assert path.name == f"case-06-copy-04{'-large' if large else ''}.pdf"
    assert "Reading copy" in properties and "D:20000101" in properties
    for secret in (papers.ref, papers.title, "SYN", MEETING):
        assert secret not in properties


def test_nothing_is_smaller_than_promised(sample):
    path, _, _, large = sample
    sizes = _sizes(path)
    assert min(sizes) == (16 if large else 10)
    assert max(sizes, key=sizes.count) == (18 if large else 12)


def _sizes(path) -> list[float]:
    """Return the size of every text object, in points."""
    document = pypdfium2.PdfDocument(path)
    sizes = []
    for page in document:
        for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            sizes.append(round(found.get_font_size(), 1))
    document.close()
    return sizes


@pytest.mark.parametrize("large", [False, True])
def test_columns_stand_below_one_another_and_beside_what_names_them(tmp_path, large):
    (path,) = printed(tmp_path, case(LOG.replace("Hate marker:   ", "Hate remark:   ")), large=large)
    document = pypdfium2.PdfDocument(path)
    grade, hate = (_place_of(document, words) for words in ("priority", "religion"))
    named = _place_of(document, "remark:")
    document.close()
    assert grade[0] == pytest.approx(hate[0], abs=0.5) and grade[0] > 100
    assert named[1] == pytest.approx(hate[1], abs=0.5)


def _place_of(document, words) -> tuple[float, float]:
    """Return how far from the left and from below the first place of ``words`` is, in points."""
    for page in document:
        sheet = page.get_textpage()
        found = sheet.search(words).get_next()
        if found:
            left, below, *_ = sheet.get_charbox(found[0], loose=True)
            return left, below
    raise AssertionError(words)


def test_no_style_of_large_print_is_below_sixteen_points():
    assert min(style.fontSize for style in LARGE.values()) == 16
    assert (LARGE["typed"].fontSize, LARGE["typed"].leading) == (18, 26)


def test_the_same_papers_give_the_same_bytes(tmp_path):
    made = case(LOG, "second page", pictures={2: picture()})
    (one,) = printed(tmp_path / "a", made)
    (other,) = printed(tmp_path / "b", made)
    assert one.read_bytes() == other.read_bytes()


def test_a_page_that_is_a_picture(tmp_path):
    (path,) = printed(tmp_path, case(LOG, "A letter by hand.", pictures={2: picture()}), large=True)
    document = pypdfium2.PdfDocument(path)
    pictures = [len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) for page in document]
    document.close()
    assert pictures[-1] == 1 and sum(pictures) == 1
    assert "A letter by hand." in pages_of(path)[-1] and "page 2" in pages_of(path)[-1]


def test_a_picture_whose_page_has_no_words(tmp_path):
    (path,) = printed(tmp_path, case(LOG, "", pictures={2: picture()}), large=True)
    assert len(pages_of(path)) == len(pages_of(printed(tmp_path, case(LOG, "x"), large=True)[0]))


@pytest.mark.parametrize("broken", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, None])
def test_a_broken_picture_stops_everything_in_one_sentence(tmp_path, broken):
    broken = picture()[:3000] if broken is None else broken
    with pytest.raises(BadFile, match="picture"):
        printed(tmp_path, case(LOG, "x", pictures={2: broken}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (3000, 200)])
def test_a_picture_of_any_shape_fits(tmp_path, size):
    (path,) = printed(tmp_path, case(LOG, "below", pictures={2: picture(*size)}))
    assert len(pages_of(path)) == 3


@pytest.mark.heavy
@pytest.mark.parametrize("size", [(8000, 5001), (10_000, 9_100), (20_000, 9_100)])
def test_a_picture_of_too_many_pixels(tmp_path, size, recwarn):
    with pytest.raises(BadFile):
        printed(tmp_path, case(LOG, "x", pictures={2: picture(*size)}))
    assert not recwarn.list


def test_empty_pages_keep_their_number(tmp_path):
    (path,) = printed(tmp_path, case("first", "", "third"))
    assert [re.search(r"page \d", plain(s))[0] for s in pages_of(path)[1:]] == ["page 1", "page 2", "page 3"]


HOSTILE = {
    "markup": "<b>never closed <img src='/etc/passwd'/> & {{x}}",
    "escape": "bell\a \x1b]52;c;AAAA\x07 \x1b[31mred",
    "one word": "x" * 4000,
    "many columns": "a  " * 400,
    "wide columns": f"{'a' * 60}  {'b' * 60}  {'c' * 60}",
    "a tall cell": "key:   " + "word " * 3000,
    "tabs": "a\tb\t\tc",
    "far right": " " * 300 + "here",
    "emoji": "a 😀 and 这 in a line   of columns 😀",
    "urdu": "نام:   یہ ایک",
    "only spaces": "   \n \t \n",
    "many lines": "line\n" * 400,
}


@pytest.mark.heavy
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_page_holds_is_printed(tmp_path, text, large):
    (path,) = printed(tmp_path, case(text, "the last page", title=text[:200]), large=large)
    words = squeezed(text_of(path))
    assert "thelastpage" in words and "\x1b" not in words
    if text.isascii() and text.isprintable():
        for word in {w for w in text.split() if len(w) < 40}:
            assert squeezed(word) in words


def test_a_sign_without_a_shape_is_told_on_a_sheet_of_its_own(tmp_path):
    (path,) = printed(tmp_path, case("这 is a sign."))
    last = plain(pages_of(path)[-1])
    assert "about this print" in last and "The screen in the room shows the exact words." in last
    assert "record.json" not in last


@pytest.mark.parametrize(
    "copies, of", [([], None), ([0], None), ([2, 2], None), ([3], 2), (range(1, 202), None), ([-1, 4], None)]
)
def test_copy_numbers_that_are_none(tmp_path, copies, of):
    with pytest.raises(Refused):
        printed(tmp_path / "x", case(), copies=copies, of=of)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("numbers", [(), (0,), (1, 1), (2, 1)])
def test_pages_out_of_order(numbers):
    with pytest.raises(BadFile):
        CopyCase(1, "t", "a", tuple(CopyPage(n, "d", "x") for n in numbers))


def test_a_picture_of_no_page():
    with pytest.raises(BadFile):
        case(LOG, pictures={2: picture()})


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL - SENSITIVE - PERSONAL DATA"])
def test_a_longer_marking_is_never_cut(tmp_path, marking, large):
    many = tuple(CopyPage(n, "Log", "line\n" * 60) for n in (100, 101))
    made = CopyCase(12, "t", "a", many)
    (path,) = printed(tmp_path, made, marking=marking, large=large, copies=[100], of=120)
    sheets = [plain(sheet) for sheet in pages_of(path)]
    assert "Case 12 · copy 100 of 120 · page 101 continued" in sheets[-1]
    assert all(marking in sheet and "…" not in sheet for sheet in sheets)


def test_several_copies_differ_in_their_number_only(tmp_path):
    paths = printed(tmp_path, case(), copies=[1, 3])
    texts = [text_of(path) for path in paths]
    assert [path.name for path in paths] == ["case-02-copy-01.pdf", "case-02-copy-03.pdf"]
    assert texts[0].replace("copy 1 of 3", "copy 3 of 3") == texts[1]


def test_only_large_print_runs_wrapped_lines_on(tmp_path):
    wrapped = f"{'one two ' * 8}\n{'three four ' * 6}"
    found = [pages_of(printed(tmp_path, case(wrapped), large=large)[0])[-1] for large in (False, True)]
    assert [bool(re.search(r"two\s*[\r\n]+\s*three", text)) for text in found] == [True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_copies_are_for_their_owner_and_nothing_else_is_left(tmp_path):
    (path,) = printed(tmp_path / "new" / "folder", case())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["case-02-copy-04.pdf"]


def test_a_folder_that_does_not_take_them(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotWritten):
        printed(tmp_path / "file" / "below", case())
    (tmp_path / "taken" / "case-02-copy-04.pdf").mkdir(parents=True)
    with pytest.raises(NotWritten):
        printed(tmp_path / "taken", case())
    assert [p.name for p in (tmp_path / "taken").iterdir()] == ["case-02-copy-04.pdf"]


# ── lines for large print ────────────────────────────────────────────────────────────────────────────────


def test_a_wrapped_paragraph_runs_on_and_columns_do_not():
    lines = unwrapped(LOG).split("\n")
    assert lines[:5] == LOG.split("\n")[:5]
    assert lines[5].endswith("words were left. Caller [VICTIM 1] looks after the building.")


def test_a_label_was_never_parted_so_a_line_before_one_was_full():
    text = f"{'x' * 70}\n{'word ' * 11}Caller\n[VICTIM 1], with a bag, looks after it."
    assert unwrapped(text).endswith("Caller [VICTIM 1], with a bag, looks after it.")


@pytest.mark.parametrize("first", [0, 1])
def test_a_line_with_columns_neither_runs_on_nor_is_run_on_to(first):
    lines = [f"{'Offence:':15}{'word ' * 12}end", f"{'word ' * 15}end"]
    text = "\n".join([lines[first], lines[1 - first]])
    assert unwrapped(text) == text


def test_short_lines_numbers_and_lists_stay():
    text = f"{'word ' * 14}\n2. Second\n{'word ' * 14}\n- third\n{'word ' * 14}\n\nfourth\nfifth"
    assert unwrapped(text) == text


@given(st.text("ab1.[] \n-", max_size=400))
def test_no_word_is_lost_or_moves(text):
    assert unwrapped(text).split() == text.split()


# ── the count sheet ──────────────────────────────────────────────────────────────────────────────────────


def test_every_copy_has_its_boxes_on_one_page(tmp_path):
    rows = [CountRow(c, n, large=n == 9) for c in range(1, 7) for n in range(1, 10)]
    path = write_count_sheet(tmp_path / "count.pdf", rows, meeting=MEETING)
    (sheet,) = pages_of(path)
    assert sheet.count("☐") == 2 * 54 and sheet.count("· L") == 6
    assert all(words in sheet for words in (MARKING, MEETING, "54 copies of 6 cases", "Counted by"))


def test_more_cases_than_a_line_takes(tmp_path):
    rows = [CountRow(c, n) for c in range(1, 21) for n in range(1, 30) if (c + n) % 7]
    assert text_of(write_count_sheet(tmp_path / "count.pdf", rows)).count("☐") == 2 * len(rows)


@pytest.mark.parametrize("rows", [[], [CountRow(1, 1), CountRow(1, 1, large=True)]])
def test_a_count_sheet_of_nothing_or_of_a_copy_twice(tmp_path, rows):
    with pytest.raises(Refused):
        write_count_sheet(tmp_path / "count.pdf", rows)
