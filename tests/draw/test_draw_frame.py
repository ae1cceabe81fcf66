"""A frame as spreadsheets write it: understood without a guess, or refused with its line."""

import codecs

import pytest
from frames import HEADER, csv_of, frame, write
from hypothesis import given
from hypothesis import strategies as st

from panelroom.draw import Frame, FrameRow, read_frame
from panelroom.draw.frame import canonical_cell, canonical_day, canonical_row, reads_both_ways
from panelroom.draw.look_alikes import as_it_looks
from panelroom.errors import BadFile

GOOD = f"""{HEADER}
SYN/0001/25,closed,Race,North,2025-04-28
SYN/0002/25,open,Religion,Ŵyddgrug,
SYN/0003/25,Closed,Religion;Race,South,2025-05-02
"""
SAME = {
    "byte-order mark": GOOD.encode("utf-8-sig"),
    "windows line ends": GOOD.replace("\n", "\r\n").encode(),
    "old mac line ends": GOOD.replace("\n", "\r").encode(),
    "semicolons": GOOD.replace(";", "|").replace(",", ";").encode(),
    "unicode text": codecs.BOM_UTF16_LE + GOOD.replace(",", "\t").replace("\n", "\r\n").encode("utf-16-le"),
    "big-endian": codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"),
    "sep line": b"sep=,\r\n" + GOOD.encode(),
    "empty lines": (GOOD.replace("\n", "\n\n") + ",,,,\n  ,\n\n").encode(),
    "no line end": GOOD.rstrip("\n").encode(),
    "capitals in the header": GOOD.replace(HEADER, "Ref,STATUS,Strands, District ,Closed On").encode(),
    "spaces": GOOD.replace(",", " , ").encode(),
    "apostrophes": GOOD.replace("\nSYN", "\n'SYN").encode(),
    "day first": GOOD.replace("2025-04-28", "28/04/2025").replace("2025-05-02", "2.5.2025").encode(),
    "times of day": GOOD.replace("2025-04-28", "28/04/2025 00:00").replace("05-02", "05-02T00:00:00").encode(),
    "all in quotation marks": "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in GOOD.splitlines()
    ).encode(),
    "strands on lines of one cell": GOOD.replace("Religion;Race", '"race\r\nreligion, RACE"').encode(),
    "surplus empty cells": GOOD.replace("\nSYN/0001/25,closed,Race,North,2025-04-28",
                                        "\nSYN/0001/25,closed,Race,North,2025-04-28,,,").encode(),
    "another order of rows": "\n".join([HEADER, *reversed(GOOD.splitlines()[1:])]).encode(),
    "decomposed": GOOD.replace("Ŵ", "W\u0302").encode(),
}  # fmt: skip


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_what_makes_no_difference_makes_none(tmp_path, content):
    plain = read_frame(write(tmp_path, GOOD))
    assert read_frame(write(tmp_path, content, "other.csv")).sha256 == plain.sha256
    assert [r.ref for r in plain.closed] == ["SYN/0001/25", "SYN/0003/25"]
    assert plain.rows[2] == FrameRow("SYN/0003/25", "closed", "race;religion", "South", "2025-05-02")


def test_windows_1252_is_read_with_a_notice(tmp_path):
    found = read_frame(write(tmp_path, GOOD.replace("Ŵyddgrug", "Côte").encode("cp1252")))
    assert found.rows[1].district == "Côte"
    assert any("Windows-1252" in notice for notice in found.notices)


def test_columns_that_are_not_ours_change_nothing_and_are_named(tmp_path):
    lines = GOOD.splitlines()
    wider = "\n".join([f"victim,{lines[0]},notes", *(f"Someone,{line},x" for line in lines[1:])])
    found = read_frame(write(tmp_path, wider))
    assert found.sha256 == read_frame(write(tmp_path, GOOD, "plain.csv")).sha256
    assert "2 columns beyond the five were ignored (victim, notes)" in found.notices[0]
    assert "Someone" not in "".join(found.notices)


BAD = {
    "a column is missing": (GOOD.replace(",district", ",place"), "lacks 1 column: district."),
    "no header": (GOOD.partition("\n")[2], "lacks 5 columns"),
    "a column twice": (GOOD.replace(HEADER, HEADER + ",Ref").replace(",2025-04-28", ",2025-04-28,x"), "twice"),
    "the same ref": (GOOD + "SYN/0001/25,closed,x,y,\n", "line 5 (as line 2)"),
    "the same ref but for capitals": (GOOD + "syn/0001/25,closed,x,y,\n", "line 5 (as line 2)"),
    "the same ref but for spaces": (GOOD + "SYN / 0001/25,closed,x,y,\n", "line 5 (as line 2)"),
    "the same ref after a cell of three lines": (
        GOOD.replace("North", '"N\no\nrth"') + "SYN/0001/25,closed,x,y,\n",
        "line 7 (as line 2)",
    ),
    "the same ref in other letter shapes": (GOOD + "ＳＹＮ/0001/25,closed,x,y,\n", "line 5 (as line 2)"),
    "the same ref with a Cyrillic S": (GOOD + "ЅYN/0001/25,closed,x,y,\n", "line 5 (as line 2)"),
    "the same ref with full-width digits": (GOOD + "SYN/０００３/25,closed,x,y,\n", "line 5 (as line 4)"),
    "the same ref with another dash": (
        GOOD.replace("SYN/0001/25", "SYN-1") + "SYN\u20111,closed,x,y,\n",
        "line 5 (as line 2)",
    ),
    "the same ref below a sep line": ("sep=,\n" + GOOD + "SYN/0001/25,closed,x,y,\n", "line 6 (as line 3)"),
    "a number a spreadsheet shortened": (GOOD + "2.5E+10,closed,x,y,\n", "line 5"),
    "a month 13": (GOOD + "SYN/9/25,closed,x,y,04/28/2025\n", "line 5"),
    "a day 31 of April": (GOOD + "SYN/9/25,closed,x,y,2025-04-31\n", "line 5"),
    "a short year": (GOOD + "SYN/9/25,open,x,y,28/04/25\n", "line 5"),
    "a serial number": (GOOD + "SYN/9/25,closed,x,y,45775\n", "line 5"),
    "two separators": (GOOD + "SYN/9/25,closed,x,y,28/04-2025\n", "line 5"),
    "two bad dates": (GOOD + "SYN/9/25,closed,x,y,soon\nSYN/8/25,closed,x,y,late\n", "lines 5, 6."),
    "no ref": (GOOD + "' ,closed,x,y,\n", "without a ref in line 5"),
    "a cell too many": (GOOD + "SYN/9/25,closed,x,y,2025-04-01,z\n", "line 5"),
    "a cell too few": (GOOD + "SYN/9/25,closed,x\n", "line 5"),
    "a hidden character": (GOOD + "SYN/9\u200b/25,closed,x,y,\n", "cannot be seen or was lost in an export in line"),
    "an escape sequence": (GOOD + "SYN/9/25,closed,x,\x1b[2Jy,\n", "line 5"),
    "an open quotation mark": (GOOD + '"SYN/9/25,closed,x,y,\n', "after line 4"),
    "a quotation mark inside": (GOOD + 'SYN/9/25,closed,"a"b,y,\n', "after line 4"),
    "a huge cell": (GOOD + f"SYN/9/25,closed,{'x' * 1001},y,\n", "line 5"),
    "a cell beyond what csv reads": (GOOD + f"SYN/9/25,closed,{'x' * 200_000},y,\n", "after line 4"),
    "no rows": (HEADER + "\n,,,,\n", "no cases"),
    "nothing": ("", "lacks 5 columns"),
    "NUL": (GOOD.encode().replace(b"Race", b"Ra\0ce"), "NUL"),
    "UTF-16 without its mark": (GOOD.replace("Ŵ", "W").encode("utf-16-le"), "NUL"),
    "half a UTF-16 character": (codecs.BOM_UTF16_LE + b"a", "cannot be read"),
    "no known encoding": (GOOD.encode() + b"\x81\xff\x8d", "cannot be read"),
    "a workbook": (b"PK\x03\x04" + b"x" * 100, "workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"x" * 100, "workbook"),
}  # fmt: skip


@pytest.mark.parametrize("content, said", BAD.values(), ids=BAD)
def test_what_could_be_read_in_two_ways_is_refused(tmp_path, content, said):
    with pytest.raises(BadFile) as refusal:
        read_frame(write(tmp_path, content))
    assert said in str(refusal.value)
    assert not any(word in str(refusal.value) for word in ("SYN", "Religion", "soon", "\x1b"))


@pytest.mark.parametrize("make", ["missing", "folder"])
def test_a_frame_that_is_no_file(tmp_path, make):
    path = tmp_path / "x.csv"
    if make == "folder":
        path.mkdir()
    with pytest.raises(BadFile, match=r"x\.csv is not there as a file"):
        read_frame(path)


def test_many_lines_are_counted_not_listed(tmp_path):
    with pytest.raises(BadFile, match=r"lines 2, .*, 11 and 90 more\."):
        read_frame(write(tmp_path, HEADER + "\n" + "x,closed,x,y,never\n" * 100))


def test_a_closed_case_without_a_day_is_told(tmp_path):
    found = read_frame(write(tmp_path, GOOD.replace("2025-04-28", "")))
    assert found.notices == ("1 closed case without a closing date: check that they are closed.",)


def dated(*days):
    return HEADER + "\n" + "".join(f"SYN/{n}/25,closed,x,y,{day}\n" for n, day in enumerate(days))


@pytest.mark.parametrize(
    "days, told",
    [
        (("01/02/2025", "12.11.2025", ""), True),
        (("01/02/2025", "2025-05-28"), True),
        (("01/02/2025", "13/02/2025"), False),
        (("05/05/2025", "1/1/2025 00:00"), False),
        (("2025-02-01", "2025-03-04"), False),
    ],
)
def test_dates_that_could_all_be_american_are_told(tmp_path, days, told):
    found = read_frame(write(tmp_path, dated(*days)))
    assert any("day first or month first" in notice for notice in found.notices) == told
    assert found.rows[0].closed_on == canonical_day(days[0])


@given(st.dates(), st.dates())
def test_a_frame_is_told_of_when_another_reading_would_differ(first, second):
    days = [f"{day:%d/%m/}{day.year:04}" for day in (first, second)]
    turned = all(day.day <= 12 for day in (first, second))
    differs = any(day.day != day.month for day in (first, second))
    found = {reads_both_ways(day) for day in days}
    assert (True in found and False not in found) == (turned and differs)


LOOKS = {
    "A": "АΑ", "B": "ВΒ", "C": "С", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "K": "КΚ", "M": "МΜ", "O": "ОΟ", "P": "РΡ",
    "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "ΥУ", "N": "Ν", "Z": "Ζ", "0": "０", "9": "９", "-": "–", "/": "⁄",
}  # fmt: skip


@given(st.lists(st.sampled_from("".join(LOOKS)), min_size=1), st.data())
def test_refs_that_look_the_same_are_the_same(letters, data):
    other = [data.draw(st.sampled_from(each + LOOKS[each])) for each in letters]
    assert as_it_looks("".join(other)) == as_it_looks("".join(letters).lower())


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-"), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-"))
def test_refs_that_differ_stay_apart(one, other):
    assert (as_it_looks(one) == as_it_looks(other)) == (one == other)


@pytest.mark.heavy
def test_a_hundred_thousand_rows(tmp_path):
    big = frame(100_000)
    assert read_frame(write(tmp_path, csv_of(reversed(big.rows)))) == Frame(big.rows)


@given(st.permutations(frame(12).rows))
def test_the_order_of_rows_never_counts(rows):
    assert Frame.of(rows).sha256 == frame(12).sha256


def test_every_cell_counts():
    rows = frame(3).rows
    changed = [
        Frame.of([rows[0]._replace(**{column: "2024-01-01"}), *rows[1:]]).sha256
        for column in FrameRow._fields
    ]
    assert len({*changed, frame(3).sha256}) == 6


@given(st.text())
def test_cleaning_a_cell_twice_changes_nothing_but_apostrophes(text):
    once = canonical_cell(text)
    assert "\n" not in once and once == once.strip()
    assert once.startswith("'") or canonical_cell(once) == once


@given(st.text(), st.text(), st.text())
def test_a_canonical_row_is_canonical(ref, status, strands):
    row = canonical_row({"ref": ref, "status": status, "strands": strands, "district": "", "closed_on": ""})
    assert row.strands.split(";") == sorted(set(row.strands.split(";")))
