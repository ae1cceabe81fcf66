"""The spreadsheet: whatever somebody typed stays text; days are days, counts are numbers; nobody is named."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from register_scenes import EMPTY, do, move, reply, respond

from panelroom.figures import MeetingFigures
from panelroom.records.sheet import MAX_CELL, Column, Sheet, comma_separated, workbook
from panelroom.register.changes import Imported, Source, ThemeLinked, ThemeMade
from panelroom.register.spreadsheet import register_sheet, register_workbook
from panelroom.text import clean_text

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY = date(2031, 4, 10)
MADE = datetime(2031, 4, 10, tzinfo=UTC)
HOSTILE = (
    "=1+1", "@SUM(A1)", "+1+1", "-1+1", "\t=1+1", "\r=1+1", "\0=1+1", " =1+1", "\n@SUM(A1)",
    "＝1+1", "＋1", "－1", "＠SUM(A1)", "http://example.com/", "mailto:a@example.com", "internal:Sheet2!A1",
    "external:other.xlsx", "ftp://example.com", "{=1+1}", '=HYPERLINK("http://example.com")', "_x0041_", "'=1",
    "=cmd|' /C calc'!A0",
)  # fmt: skip


def figures(meeting: str = "M/1") -> MeetingFigures:
    return MeetingFigures(
        meeting=meeting, date="2031-03-04", office="O", panel="P", set_id="s", set_version="1", planned_minutes=None,
        minutes=90, planned=1, reached=1, decided=1, carried=0, part_heard=0, outcomes=(), strands={}, questions=(),
        observations={}, root="0" * 64,
    )  # fmt: skip


def hostile_register():  # type: ignore[no-untyped-def]
    """A register in which every text that somebody types is a hostile one."""
    items = tuple(
        Source(
            id=f"r{n}",
            source=f"e{n}",
            sort="feedback",
            kind="learning",
            case=n,
            page=n,
            text=text,
            owner=text,
        )
        for n, text in enumerate(HOSTILE, 1)
    )
    register = do(EMPTY, Imported(book="a" * 64, entries=99, figures=figures("=M"), items=items))
    for n, text in enumerate(HOSTILE, 1):
        register = respond(register, f"r{n}", "fact_disputed", text=text, by=text)
        register = reply(register, f"r{n}", text)
        register = do(register, ThemeMade(id=f"t{n}", title=text))
        register = do(register, ThemeLinked(of=f"t{n}", item=f"r{n}", side="supporting"))
    return register


@pytest.fixture(scope="module")
def hostile() -> bytes:
    register = hostile_register()
    return register_workbook(register, register.every_item(), DAY)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def cells(content: bytes, sheet: int = 1) -> list[list[str | float | None]]:
    """Return a sheet's values, row by row, as the file has them."""
    found = parts(content)
    # "_x005F_" is how a file says an underscore that would otherwise begin a character's number.
    strings = [
        "".join(t.text or "" for t in si.iter(f"{MAIN}t")).replace("_x005F_", "_")
        for si in etree.fromstring(found["xl/sharedStrings.xml"])
    ]
    rows = []
    for row in etree.fromstring(found[f"xl/worksheets/sheet{sheet}.xml"]).iter(f"{MAIN}row"):
        values: dict[str, str | float | None] = {}
        for cell in row.iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v")
            column = "".join(c for c in cell.get("r") if c.isalpha())
            if value is not None:
                values[column] = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
        rows.append([values.get(c) for c in COLUMNS])
    return rows


COLUMNS = [chr(65 + n) for n in range(26)]


def test_no_cell_is_a_formula_and_nothing_is_a_link(hostile: bytes) -> None:
    found = parts(hostile)
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            tree = etree.fromstring(content)
            assert not [
                e for e in tree.iter() if etree.QName(e).localname in ("f", "hyperlink", "hyperlinks")
            ]
            assert not [e for e in tree.iter() if e.get("TargetMode") == "External"], name
    assert not [
        n for n in found if "vba" in n.lower() or "external" in n.lower() or "connection" in n.lower()
    ]


def test_every_hostile_text_is_there_as_it_was_typed(hostile: bytes) -> None:
    said = [row[8] for row in cells(hostile)[1:]]
    assert said == [clean_text(text).strip() for text in HOSTILE]


def test_the_same_register_gives_the_same_bytes(hostile: bytes) -> None:
    register = hostile_register()
    assert register_workbook(register, register.every_item(), DAY) == hostile
    assert b">2031-04-10T00:00:00Z</dcterms:created>" in parts(hostile)["docProps/core.xml"]


def test_days_are_days_and_durations_numbers() -> None:
    item = Source(id="r1", source="e1", sort="query", kind="query", case=3, question=2, text="Why?")
    register = do(EMPTY, Imported(book="a" * 64, entries=9, figures=figures(), items=(item,)))
    register = move(register, "r1", "sent", "2031-03-08")
    head, row = cells(register_workbook(register, register.every_item(), DAY))
    value = dict(zip(head, row, strict=True))
    assert value["Meeting date"] == (date(2031, 3, 4) - date(1899, 12, 30)).days
    assert value["Due"] == (date(2031, 4, 5) - date(1899, 12, 30)).days
    assert (value["Days overdue"], value["Days open"], value["Days to answer"]) == (5, 37, None)
    answered = respond(register, "r1", "accepted", on="2031-03-18")
    head, row = cells(register_workbook(answered, answered.every_item(), DAY))
    value = dict(zip(head, row, strict=True))
    assert (value["Days overdue"], value["Days to answer"], value["Stage"]) == (None, 10, "Answered")
    earlier = respond(answered, "r1", "fact_disputed", on="2031-03-12")
    head, row = cells(register_workbook(earlier, earlier.every_item(), DAY))
    assert dict(zip(head, row, strict=True))["Days to answer"] == 4, "the first answer, as in the report"


def test_the_sheets_and_what_helps_to_work_in_them(hostile: bytes) -> None:
    found = parts(hostile)
    names = [s.get("name") for s in etree.fromstring(found["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    assert names == ["Register", "Lookups", "Summary", "About"]
    sheet = etree.fromstring(found["xl/worksheets/sheet1.xml"])
    assert [p.get("state") for p in sheet.iter(f"{MAIN}pane")] == ["frozen"]
    assert sheet.find(f"{MAIN}autoFilter") is not None
    lists = [v.findtext(f"{MAIN}formula1") for v in sheet.iter(f"{MAIN}dataValidation")]
    assert '"Raised,Sent,Relayed to officer,Relayed to supervisor,Answered,Closed"' in lists
    assert all(words.startswith('"') for words in lists), "a list that points to cells would be a reference"


def test_the_summary_counts_everything_once_with_its_zeroes(hostile: bytes) -> None:
    rows = {row[0]: row[1:6] for row in cells(hostile, 3)}
    assert rows["Answered"] == [len(HOSTILE), 0, 0, 0, len(HOSTILE)]
    assert rows["Raised"] == [0] * 5 and rows["Overdue"] == [0] * 5
    assert rows["All"] == rows["Fact disputed"] == rows["Answered"]


def test_a_text_too_long_for_a_cell_says_that_there_is_more() -> None:
    sheet = Sheet("S", (Column("A", 9),), (("x" * 40_000,),))
    (value,) = (row[0] for row in cells(workbook([sheet], "T", MADE))[1:])
    assert isinstance(value, str) and len(value) == MAX_CELL and value.endswith("stands in the register)")


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_cell_of_the_csv_begins_like_a_formula() -> None:
    register = hostile_register()
    content = comma_separated(register_sheet(register, register.every_item(), DAY))
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell.strip()[:1] in tuple("=+-@＝＋－＠")]
    assert [row[8].removeprefix("'") for row in rows[1:]] == [
        clean_text(t).strip().removeprefix("'") for t in HOSTILE
    ]
    assert {row[2] for row in rows[1:]} == {"2031-03-04"}


@given(st.one_of(st.text(min_size=1, max_size=30), st.text(" \t\r\n\0=+-@＝ab", min_size=1, max_size=4)))
def test_whatever_is_typed_comes_back_and_never_begins_like_a_formula(text: str) -> None:
    sheet = Sheet("S", (Column("A", 9),), ((text,),))
    try:
        content = comma_separated(sheet).decode("utf-8-sig")
    except UnicodeEncodeError:
        return  # a lone surrogate, which cleaned text has none of
    (_, (back,)) = csv.reader(io.StringIO(content, newline=""))
    assert back in (text, f"'{text}")
    assert back[0] not in "\t\r\0" and back.strip()[:1] not in tuple("=+-@＝＋－＠")
