"""The list of recorded crimes: read as spreadsheets write it, refused where it must be guessed at, checked."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom.errors import BadFile
from panelroom.reconcile import disagreements
from panelroom.volumes import Recorded, Volumes, read_volumes

HEADER = "month,recorded,strand,source,note,months,monthly_average"
GOOD = (
    f"{HEADER}\n2030-01,201,,Ŵales Police,,,\n2030-02,196,,Ŵales Police,,,\n2029,2691,,Ŵales Police,,12,224\n"
)
SECRET = "Zofia Marker"


def read(folder: Path, content: str | bytes) -> Volumes:
    file = folder / "monthly.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_volumes(file)


def found(folder: Path, *rows: str) -> list[str]:
    """Return the differences that the list shows, in sentences."""
    return [check.sentence for check in disagreements(read(folder, "\n".join((HEADER, *rows))).checks)]


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        codecs.BOM_UTF8 + GOOD.encode(),
        codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le"),
        GOOD.replace("Ŵ", "W").replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        "sep=,\n" + GOOD,
        GOOD.replace("2691", '"2,691"').replace("2030-01", "Jan-30").replace("2030-02", "February 2030"),
        GOOD.replace("month,", "Month,").replace("monthly_average", "Monthly Average"),
        GOOD.replace(HEADER, HEADER + ",,").replace("Police,,,", "Police,,,,,").replace("12,224", "12,224,,"),
    ],
    ids=range(10),
)
def test_a_list_is_read_as_spreadsheets_write_it(tmp_path, content):
    volumes = read(tmp_path, content)
    assert [(y.year, y.recorded, y.months, y.monthly_average) for y in volumes.years] == [
        (2029, 2691, 12, 224),
        (2030, 397, 2, 199),
    ]
    assert [(m.period, m.recorded) for m in volumes.months] == [("2030-01", 201), ("2030-02", 196)]
    assert volumes.name == "monthly.csv"
    assert disagreements(volumes.checks) == ()


def test_the_older_csv_of_excel_and_other_columns_are_told_of(tmp_path):
    volumes = read(tmp_path, f"{HEADER},victim\n2030-01,1,,Caf\xe9,,,,{SECRET}\n".encode("cp1252"))
    assert volumes.months[0].source == "Café"
    assert ["Windows-1252" in volumes.notices[0], "1 column" in volumes.notices[1]] == [True, True]
    assert SECRET not in str(volumes.notices)


@pytest.mark.parametrize(
    ("written", "period"),
    [("2030-10", "2030-10"), ("Oct-30", "2030-10"), ("October 2030", "2030-10"), ("Sept-30", "2030-09")],
)
def test_a_month_may_be_written_as_spreadsheets_do(tmp_path, written, period):
    assert read(tmp_path, f"month,recorded,source\n{written},5,Police\n").months[0].period == period


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2030-13,5,,Police,,,", "a month that is none"),
        ("01/10/2030,5,,Police,,,", "a month that is none"),
        ("Octember-30,5,,Police,,,", "a month that is none"),
        (f"{SECRET},5,,Police,,,", "a month that is none"),
        ("2030-10,-5,,Police,,,", "no whole number"),
        ("2030-10,5.5,,Police,,,", "no whole number"),
        ("2030-10,٥,,Police,,,", "no whole number"),
        ("2030-10,about 5,,Police,,,", "no whole number"),
        ("2030-10,,,Police,,,", "no whole number"),
        ("2030-10,5,,,,,", "names no source"),
        ("2030,5,,Police,,,", "a year alone without months"),
        ("2030,5,,Police,,13,", "a year alone without months"),
        ("2030-10,5,,Police,,3,", "a month with several"),
        ("2030,5,,Police,,12,many", "a monthly_average"),
        (f"2030-10,5,,{'x' * 1001},,,", "over 1,000 characters"),
        ("2029-01,7,,Police,,,", "more than once"),
        ("2030-10,5,,Police", "more or fewer cells"),
    ],
)
def test_what_would_have_to_be_guessed_is_one_sentence_with_its_line(tmp_path, row, says):
    with pytest.raises(BadFile) as refused:
        read(tmp_path, f"{HEADER}\n2029-01,7,,Police,,,\n{row}\n")
    said = str(refused.value)
    assert says in said and "line 3" in said and said.startswith("monthly.csv")
    assert SECRET not in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "lacks 3 columns"),
        (HEADER.encode(), "no figures"),
        (GOOD.replace("source", "where").encode(), "lacks 1 column: source"),
        (GOOD.replace("note", "month").encode(), "column month twice"),
        (b"PK\x03\x04" + b"x" * 20, "is a workbook"),
        (GOOD.encode().replace(b"201", b"2\x001"), "NUL"),
        (GOOD.encode() + b'2030-03,"5', "not whole"),
    ],
)
def test_a_file_that_is_no_list_is_one_sentence(tmp_path, content, says):
    with pytest.raises(BadFile, match=says):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(BadFile, match="not there as a file"):
        read_volumes(tmp_path / "none.csv")


# ── what does not agree ──────────────────────────────────────────────────────────────────────────────────


def test_a_year_that_its_months_do_not_add_up_to(tmp_path):
    assert found(tmp_path, "2030,30,,Police,,2,", "2030-01,10,,Police,,,", "2030-02,19,,Police,,,") == [
        "2030, line 2: the parts add up to 29, not 30."
    ]
    assert found(tmp_path, "2030,30,,Police,,12,", "2030-01,10,,Police,,,", "2030-02,19,,Police,,,") == []
    assert found(tmp_path, "2030,28,,Police,,12,", "2030-01,10,,Police,,,", "2030-02,19,,Police,,,") == [
        "2030, line 2: 29 is more than the whole, 28."
    ]
    assert found(tmp_path, "2030,28,,Police,,1,", "2030-01,10,,Police,,,", "2030-02,19,,Police,,,") == [
        "2030, line 2, months covered: one place says 1, another 2."
    ]


def test_strands_that_are_more_than_their_total(tmp_path):
    assert found(tmp_path, "2030-01,10,,Police,,,", "2030-01,11,Race,Police,,,") == [
        "Race in 2030-01, line 3: 11 is more than the whole, 10.",
        "All strands in 2030-01, line 2: 11 is more than the whole, 10.",
    ]
    assert found(
        tmp_path, "2030-01,10,,Police,,,", "2030-01,6,Race,Police,,,", "2030-01,5,Faith,Police,,,"
    ) == ["All strands in 2030-01, line 2: 11 is more than the whole, 10."]
    assert found(tmp_path, "2030-01,6,Race,Police,,,", "2030-01,5,Faith,Police,,,") == []


def test_an_average_that_does_not_follow(tmp_path):
    assert found(tmp_path, "2024,2029,,Police,,10,169") == [
        "2024, line 2, monthly average: 2,029 over 10 months are 203 a month, not 169."
    ]


def test_the_note_of_a_row_explains_its_difference_by_name(tmp_path):
    rows = (
        "2030-01,10,,Police,A report may have two types,,",
        "2030-01,6,Race,Police,,,",
        "2030-01,5,Faith,Police,,,",
    )
    (check,) = disagreements(read(tmp_path, "\n".join((HEADER, *rows))).checks)
    assert check.explanation == "A report may have two types"


# ── any list ─────────────────────────────────────────────────────────────────────────────────────────────


@given(
    st.dictionaries(st.tuples(st.integers(2000, 2009), st.integers(1, 12)), st.integers(0, 5_000), min_size=1)
)
def test_what_is_summed_is_what_was_given(counts):
    rows = [Recorded(2, f"{y}-{m:02}", n, "Police") for (y, m), n in sorted(counts.items())]
    volumes = Volumes(tuple(rows))
    assert volumes.total == sum(year.recorded for year in volumes.years) == sum(counts.values())
    assert sum(year.months for year in volumes.years) == len(counts)
    assert volumes.peak is not None and volumes.peak.recorded == max(counts.values())
    assert all(
        abs(year.monthly_average * year.months - year.recorded) <= year.months / 2 for year in volumes.years
    )
    assert disagreements(volumes.checks) == ()
