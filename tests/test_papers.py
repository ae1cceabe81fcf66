import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panelroom.case_sheet import CaseSheet
from panelroom.errors import BadFile
from panelroom.paging import LINE_WIDTH, LINES_PER_PAGE
from panelroom.papers import (
    MAX_PAGE_CHARACTERS,
    MAX_PAGES,
    CasePapers,
    Missing,
    case_papers,
    glossary_terms_on,
    load_case,
    load_cases,
    paginate,
)
from panelroom.text import REPLACEMENT, clean_text
from panelroom.timeline import Event, body_lines, events_in

SECRET = "Wisteria"
TOML = 'ref = "SYN/0009/25"\ntitle = "Damage"\n[[documents]]\nfile = "log.txt"\ntitle = "Log"\n'


def write(
    folder: Path, text: str | bytes = "A line.\n", toml: str | bytes = TOML, name: str = "log.txt"
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def load(tmp_path: Path, text: str | bytes) -> CasePapers:
    return load_case(write(tmp_path / "01-case", text))


def events(*pages: str) -> tuple[Event, ...]:
    return events_in(body_lines(list(enumerate(pages, start=1))))


def whens(*pages: str) -> list[str]:
    return [event.when for event in events(*pages)]


# --- a case folder -----------------------------------------------------------------------------------------


def test_a_case_with_everything(tmp_path: Path) -> None:
    toml = (
        'ref = "SYN/0009/25"\ntitle = "Damage"\nstrands = ["Race", "Religion"]\nadvisory = "Strong."\n'
        'summary = "A door."\nclosed = 2025-04-28\ndays_open = 26\n'
        '[[documents]]\nfile = "log.txt"\ntitle = "Log"\nsource = "crime"\n'
        '[[documents]]\nfile = "care.md"\ntitle = "Care"\n'
        '[[missing]]\nwhat = "Record 7"\nwhy = "not provided"\n'
    )
    folder = write(tmp_path / "01-case", "one two\n\fthree", toml)
    (folder / "care.md").write_text("## 02 Apr 2025 18:40\nFour words are here.\n")
    case = load_case(folder)
    assert (case.ref, case.title, case.strands) == ("SYN/0009/25", "Damage", ("Race", "Religion"))
    assert (case.advisory, case.summary, case.closed, case.days_open) == (
        "Strong.",
        "A door.",
        date(2025, 4, 28),
        26,
    )
    assert case.missing == (Missing("Record 7", "not provided"),)
    assert [(page.number, page.document, page.text.split("\n")[0]) for page in case.pages] == [
        (1, "Log", "one two"),
        (2, "Log", "three"),
        (3, "Care", "## 02 Apr 2025 18:40"),
    ]
    assert [(d.title, d.source, d.first_page, d.last_page) for d in case.documents] == [
        ("Log", "crime", 1, 2),
        ("Care", "", 3, 3),
    ]
    assert [(event.when, event.page, event.text) for event in case.events] == [
        ("2025-04-02T18:40", 3, "Four words are here.")
    ]
    assert case.words == 3 + 4 + 4


def test_what_is_optional_may_be_left_out(tmp_path: Path) -> None:
    case = load(tmp_path, "one")
    assert (case.strands, case.advisory, case.summary, case.missing) == ((), "", "", ())
    assert (case.closed, case.days_open) == (None, None)


def test_reading_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "01-case")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    load_case(folder).search("line")
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()} == before


def test_reading_minutes_round_up(tmp_path: Path) -> None:
    assert load(tmp_path, "word " * 200).reading_minutes() == 1
    assert load(tmp_path, "word " * 201).reading_minutes() == 2
    assert load(tmp_path, "word " * 201).reading_minutes(words_per_minute=100) == 3


def test_running_headers_are_not_words_to_be_read(tmp_path: Path) -> None:
    pages = [f"FORCE PRINT page {number} of 3\n\nfour words on {number}\n" for number in (1, 2, 3)]
    assert load(tmp_path, "\f".join(pages)).words == 12


def test_cases_come_by_folder_name(tmp_path: Path) -> None:
    for name in ("10-c", "02-b", "01-a"):
        write(tmp_path / name, toml=TOML.replace("0009", name[:2]))
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "notes.txt").write_text("not a case")
    assert [case.ref for case in load_cases(tmp_path)] == ["SYN/01/25", "SYN/02/25", "SYN/10/25"]
    assert [case.ref for case in load_cases(tmp_path / "02-b")] == ["SYN/02/25"]


def test_start_up_does_not_pay_for_pydantic() -> None:
    code = "import sys, panelroom.papers; sys.exit('pydantic' in sys.modules or 'textual' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# --- what is refused ---------------------------------------------------------------------------------------


REFUSED = {
    "no case.toml": (None, "A", "has no case.toml"),
    "toml": (f'ref = "{SECRET}\n', "A", "not valid TOML at line 1"),
    "toml not utf-8": (b"ref = '\xff'", "A", "not UTF-8"),
    "toml too large": ("#" * 1_000_001, "A", "larger than 1 MB"),
    "unknown key": (f"{SECRET} = 1\n{TOML}", "A", "not known"),
    "ref missing": (TOML.replace("ref", "# ref"), "A", "ref is missing"),
    "ref empty": (TOML.replace("SYN/0009/25", "  "), "A", "ref is missing"),
    "ref a number": (TOML.replace('"SYN/0009/25"', "7"), "A", "ref must be text"),
    "title missing": (TOML.replace('title = "Damage"', ""), "A", "title is missing"),
    "strands": (f'strands = "{SECRET}"\n{TOML}', "A", "strands must be a list"),
    "closed": (f'closed = "{SECRET}"\n{TOML}', "A", "closed must be a date"),
    "closed with a time": (f"closed = 2025-04-28T10:00:00\n{TOML}", "A", "closed must be a date"),
    "days": (f"days_open = -1\n{TOML}", "A", "days_open must be a whole number"),
    "days true": (f"days_open = true\n{TOML}", "A", "days_open must be a whole number"),
    "missing": (f'missing = ["{SECRET}"]\n{TOML}', "A", "missing must be written as"),
    "documents": ('ref = "a"\ntitle = "b"\n', "A", "lists no documents"),
    "not there": (TOML.replace("log.txt", "other.txt"), "A", "is not there"),
    "outside": (TOML.replace("log.txt", "../log.txt"), "A", "lies in the case folder itself"),
    "a pdf": (TOML.replace("log.txt", "log.pdf"), "A", "name a .txt or .md file"),
    "not utf-8": (TOML, SECRET.encode("utf-16"), "is not UTF-8"),
    "empty": (TOML, "", "is empty"),
    "blank": (TOML, " \n\f\n ", "is empty"),
    "too many pages": (TOML, f"{SECRET}\f" * (MAX_PAGES + 1), "more than 500 pages"),
    "a huge page": (TOML, f"{SECRET}\f" + "x" * (MAX_PAGE_CHARACTERS + 1), "200,000 characters"),
    "too large": (TOML, b"x" * 50_000_001, "larger than 50 MB"),
}


@pytest.mark.parametrize(("toml", "text", "says"), REFUSED.values(), ids=REFUSED)
def test_refused_in_one_plain_sentence(
    tmp_path: Path, toml: str | bytes | None, text: str | bytes, says: str
) -> None:
    folder = write(tmp_path / "01-case", text, toml or "")
    if toml is None:
        (folder / "case.toml").unlink()
    with pytest.raises(BadFile) as refused:
        load_case(folder)
    message = str(refused.value)
    assert says in message
    assert "01-case" in message
    assert SECRET not in message
    assert "\n" not in message
    assert message.endswith(".")
    assert refused.value.__cause__ is None


def test_a_document_that_is_a_link_or_a_folder_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "01-case")
    (folder / "log.txt").rename(tmp_path / "elsewhere.txt")
    (folder / "log.txt").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(BadFile, match="is not there as a file of its own"):
        load_case(folder)
    (folder / "log.txt").unlink()
    (folder / "log.txt").mkdir()
    with pytest.raises(BadFile, match="is not there as a file of its own"):
        load_case(folder)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be opened"):
        load_cases(tmp_path / "nowhere")
    with pytest.raises(BadFile, match="holds no case"):
        load_cases(tmp_path)


def test_a_case_whose_toml_was_forgotten_is_not_left_out_unseen(tmp_path: Path) -> None:
    write(tmp_path / "01-a")
    write(tmp_path / "02-b")
    (tmp_path / "02-b" / "case.toml").unlink()
    with pytest.raises(BadFile, match=r"02-b has no case\.toml"):
        load_cases(tmp_path)


def test_two_cases_with_one_reference_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "01-a")
    write(tmp_path / "02-b")
    with pytest.raises(BadFile, match="the same reference"):
        load_cases(tmp_path)


# --- hostile text ------------------------------------------------------------------------------------------


def test_hostile_text_is_cleaned(tmp_path: Path) -> None:
    toml = TOML.replace("Damage", "Da\\u001b]0;x\\u0007mage").replace('"Log"', '"L\\u202eog"')
    text = "02 Apr 2025 18:40 \x1b]52;c;AAAA\x07copied\x9b31m red\u202e turned\x00"
    case = load_case(write(tmp_path / "01-case", text, toml))
    shown = "".join([case.title, case.documents[0].title, case.pages[0].text, case.events[0].text])
    assert not set(shown) & set("\x1b\x07\x9b\u202e\x00")
    assert REPLACEMENT in case.title
    assert "AAAA" not in shown
    assert case.pages[0].text == clean_text(text)


def test_a_byte_order_mark_is_no_character_of_the_text(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbfFirst").pages[0].text == "First"


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = write(tmp_path_factory.mktemp("any") / "01-case", data)
    try:
        case = load_case(folder)
    except BadFile:
        return
    assert all(page.text == clean_text(page.text) for page in case.pages)


# --- paging ------------------------------------------------------------------------------------------------

LINES = st.lists(st.text(st.characters(codec="utf-8"), max_size=200), max_size=90)


@settings(deadline=None)
@given(lines=LINES, feeds=st.booleans())
def test_paging_loses_no_word_and_adds_none(lines: list[str], feeds: bool) -> None:
    text = ("\n\f" if feeds else "\n").join(lines)
    assert " ".join(paginate(text)).split() == clean_text(text.replace("\f", "\n")).split()


@settings(deadline=None)
@given(words=st.lists(st.from_regex(r"[a-z]{1,40}", fullmatch=True), min_size=1, max_size=900))
def test_pages_without_form_feeds_fit_the_screen(words: list[str]) -> None:
    for page in paginate(" ".join(words)):
        lines = page.split("\n")
        assert len(lines) <= LINES_PER_PAGE
        assert all(len(line) <= LINE_WIDTH for line in lines)


def test_a_page_ends_at_a_blank_line_where_one_is_near() -> None:
    lines = [f"line {number}" for number in range(1, 60)]
    lines[26] = ""
    pages = paginate("\n".join(lines))
    assert pages[0].endswith("line 26")
    assert pages[1].startswith("line 28")


def test_a_blank_page_keeps_its_place() -> None:
    assert paginate("\fone\f\fthree\n\f") == ["one", "", "three"]


# --- the timeline ------------------------------------------------------------------------------------------

FOUND = {
    "02 Apr 2025 18:40 called": ("2025-04-02T18:40", "minute", "02 Apr 2025 18:40"),
    "Mon 03 Mar 2025 08:12   control room": ("2025-03-03T08:12", "minute", "Mon 03 Mar 2025 08:12"),
    "Monday, 3rd March 2025 at 8.12 am visit": ("2025-03-03T08:12", "minute", None),
    "03/04/2025 visit": ("2025-04-03", "day", "03/04/2025"),
    "03/04/25, 0930 hrs visit": ("2025-04-03T09:30", "minute", None),
    "3.4.2025 visit": ("2025-04-03", "day", None),
    "2025-04-02T18:40:11Z visit": ("2025-04-02T18:40", "minute", None),
    "2025-04-02 visit": ("2025-04-02", "day", "2025-04-02"),
    "12.  02 Apr 2025 18:40 called": ("2025-04-02T18:40", "minute", "02 Apr 2025 18:40"),
    "#12 02 Apr 2025 called": ("2025-04-02", "day", None),
    "| 02 Apr 2025 | 18:40 | called": ("2025-04-02T18:40", "minute", None),
    "- **02 Apr 2025** called": ("2025-04-02", "day", "02 Apr 2025"),
    "02 Apr 2025 6:40 pm called": ("2025-04-02T18:40", "minute", None),
    "02 Apr 2025 12:05 am called": ("2025-04-02T00:05", "minute", None),
    "02 Apr 2025 [TIME] called": ("2025-04-02", "day", None),
    "__ Apr 2025 18:40 called": ("2025-04", "month", "__ Apr 2025 18:40"),
    "XX/04/2025 called": ("2025-04", "month", None),
    "[DATE] Apr 2025 called": ("2025-04", "month", None),
    "2025-04-__ called": ("2025-04", "month", None),
    "[DATE] 18:40 called": ("", "unknown", "[DATE] 18:40"),
    "[DATE 2] called": ("", "unknown", "[DATE 2]"),
    "__/__/2025 called": ("2025", "unknown", None),
    "29 Feb 2024 called": ("2024-02-29", "day", None),
}


@pytest.mark.parametrize(("line", "expected"), FOUND.items())
def test_dates_at_a_line_start(line: str, expected: tuple[str, str, str | None]) -> None:
    (event,) = events(line)
    assert (event.when, event.precision) == expected[:2]
    assert expected[2] in (None, event.when_text)
    assert "2025" not in event.text


@pytest.mark.parametrize(
    "line",
    [
        "Seen on 02 Apr 2025 18:40 by the door",
        "31 Feb 2025 10:00 called",
        "29 Feb 2025 called",
        "02 Apr 2025 25:10 called",
        "02 Apr 2025 18:75 called",
        "02 Apr 2025 13:05 pm called",
        "13/13/2025 called",
        "18:40 called",
        "02/04/2025/7 is a reference",
        "12.  Called at the house",
        "1.2.25 is a section",
        "April 2025 was quiet",
        "Date: 02 Apr 2025",
    ],
)
def test_no_entry(line: str) -> None:
    assert events(line) == ()


def test_a_wrapped_sentence_is_no_entry() -> None:
    page = (
        "12.  02 Apr 2025 18:40 [OFFICER 1]\n"
        "     She told the officer that the sign was still whole on the evening of\n"
        "     01 Apr 2025 and that she had locked the door. The next visit was on\n"
        "     03/04/2025, the one after\n"
        "     that is not known.\n"
    )
    assert whens(page) == ["2025-04-02T18:40"]
    assert whens(page.replace("     that", "\f     that").split("\f")[0], "that is not known.") == [
        "2025-04-02T18:40"
    ]


def test_a_sentence_that_runs_over_the_page_is_no_entry() -> None:
    first = "03 Mar 2025 called\n" + "He had been seen by two other people on the evening of the\n"
    assert whens(first, "02 Mar 2025 by the shop, they said.") == ["2025-03-03"]
    assert whens(first.rstrip() + " day.", "04 Mar 2025 visit") == ["2025-03-03", "2025-03-04"]


def test_a_numbered_entry_needs_no_full_stop_before_it() -> None:
    first = "12.  02 Apr 2025 18:40 [OFFICER 1] Called at the house and left a card\n"
    assert whens(first + "13.  02 Apr 2025 19:20 [OFFICER 1] Called again") == [
        "2025-04-02T18:40",
        "2025-04-02T19:20",
    ]


def test_short_entries_without_full_stops_are_entries() -> None:
    assert whens("Log\n02 Apr 2025 called back\n03 Apr 2025 visited the shop on foot\n04 Apr 2025 filed") == [
        "2025-04-02",
        "2025-04-03",
        "2025-04-04",
    ]


def test_a_date_only_line_sets_the_day_for_the_times_under_it() -> None:
    page = (
        "02 Apr 2025\n  1.  18:40   crime   [OFFICER 1]\n      Called.\n19:20 Visited\nat 19:30 left\n\n"
        "03/04/2025:\n\n0700 hrs Read"
    )
    assert [(event.when, event.when_text) for event in events(page)] == [
        ("2025-04-02T18:40", "02 Apr 2025 18:40"),
        ("2025-04-02T19:20", "02 Apr 2025 19:20"),
        ("2025-04-03T07:00", "03/04/2025 0700 hrs"),
    ]


def test_the_day_holds_over_a_page_and_its_header() -> None:
    pages = [
        f"PRINTED 09/09/2025 page {n} of 2\n\n{text}"
        for n, text in [(1, "02 Apr 2025\n10:00 one."), (2, "11:00 two.")]
    ]
    assert whens(*pages) == ["2025-04-02T10:00", "2025-04-02T11:00"]


def test_a_day_printed_again_on_the_next_page_is_no_header() -> None:
    pages = (
        "02 Apr 2025\n10:00 one.\n05 Apr 2025\n11:00 two.",
        "06 Apr 2025\n09:00 three.\n02 Apr 2025\n12:00 four.",
    )
    assert whens(*pages) == ["2025-04-02T10:00", "2025-04-05T11:00", "2025-04-06T09:00", "2025-04-02T12:00"]


def test_a_date_only_line_without_times_is_an_entry_of_that_day() -> None:
    assert [
        (event.when, event.text) for event in events("02 Apr 2025\n\nVisited the shop. Left a card.")
    ] == [("2025-04-02", "Visited the shop.")]


def test_times_never_borrow_a_day_that_is_not_theirs() -> None:
    assert whens("02 Apr 2025\n10:00 one\n31 Feb 2025\n11:00 two") == ["2025-04-02T10:00"]
    assert whens("02 Apr 2025\n10:00 one\n05 Apr 2025 10:30 three\n11:00 four") == [
        "2025-04-02T10:00",
        "2025-04-05T10:30",
    ]
    assert whens("__ Apr 2025\n10:00 one") == ["2025-04"]


def test_repeated_page_headers_are_no_entries() -> None:
    pages = [
        f"03/04/2025 10:00 Crime print page {n} of 4\n\n0{n} Mar 2025 09:00 Entry {n}.\n"
        for n in (1, 2, 3, 4)
    ]
    assert whens(*pages) == [f"2025-03-0{n}T09:00" for n in (1, 2, 3, 4)]


def test_entries_at_the_top_of_every_page_are_no_headers() -> None:
    pages = [f"{n}.  02 Apr 2025 1{n}:00   crime   [OFFICER 1]\n    Called.\n" for n in (1, 2, 3)]
    assert len(events(*pages)) == 3


@pytest.mark.parametrize(
    ("entry", "actor", "text"),
    [
        ("   control room   [CALL TAKER 1]\n\nSign broken. More.", "[CALL TAKER 1]", "Sign broken."),
        (" [OFFICER 2] calls the shop.", "[OFFICER 2]", "calls the shop."),
        (" attended [OFFICER 1]; account taken.", "[OFFICER 1]", "attended [OFFICER 1]; account taken."),
        (
            "   crime   [OFFICER 2]   Called back\nand left a card. More.",
            "[OFFICER 2]",
            "Called back and left a card.",
        ),
        (" [SUPERVISOR 1]: plan agreed", "[SUPERVISOR 1]", "plan agreed"),
        (" [STREET 1] searched.", None, "[STREET 1] searched."),
        (
            " Called at the house and spoke to [WITNESS 1]",
            None,
            "Called at the house and spoke to [WITNESS 1]",
        ),
        ("   care   [CONTACT DESK 1]\nRung.", "[CONTACT DESK 1]", "Rung."),
        ("\n\n", None, ""),
    ],
)
def test_author_and_first_sentence(entry: str, actor: str | None, text: str) -> None:
    (event,) = events(f"12.  02 Apr 2025 18:40{entry}")
    assert (event.actor, event.text) == (actor, text)


def test_a_long_sentence_is_cut_between_words() -> None:
    (event,) = events("02 Apr 2025 " + "word " * 80)
    assert len(event.text) <= 120
    assert event.text.endswith("word…")


def test_text_of_the_next_entry_is_not_taken() -> None:
    assert [event.text for event in events("02 Apr 2025 10:00\n02 Apr 2025 11:00 Second.")] == ["", "Second."]


@settings(deadline=None)
@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    form=st.sampled_from(["%d %b %Y", "%a %d %B %Y", "%d/%m/%Y", "%Y-%m-%d"]),
)
def test_every_day_is_read_as_printed(day: date, form: str) -> None:
    assert whens(f"7.  {day.strftime(form)} 09:05 called") == [f"{day.isoformat()}T09:05"]


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("0123456789/-.: _[]ADETXaprmonyh\n|#*"), max_size=120))
def test_no_text_breaks_the_timeline(text: str) -> None:
    for event in events(text):
        assert len(event.text) <= 120


def test_page_on_and_time_order(tmp_path: Path) -> None:
    case = load(tmp_path, "05 Apr 2025 one\n\f02 Apr 2025 two\n\f__ Apr 2025 three\n\f09 Apr 2025 10:00 four")
    assert [case.page_on(date(2025, 4, day)) for day in (1, 2, 3, 5, 6, 9, 10)] == [2, 2, 1, 1, 4, 4, None]
    assert [event.page for event in case.events] == [1, 2, 3, 4]
    assert [event.page for event in case.timeline()] == [3, 2, 1, 4]


# --- search ------------------------------------------------------------------------------------------------


def test_search_folds_case_and_spacing(tmp_path: Path) -> None:
    case = load(tmp_path, "One Straße and\n   \n the\tOther side\n\fThe other SIDE")
    assert [(hit.page, hit.line, hit.column) for hit in case.search("THE  other\nside")] == [
        (1, 3, 2),
        (2, 1, 1),
    ]
    assert [(hit.page, hit.line, hit.column) for hit in case.search("and the other")] == [(1, 1, 12)]
    assert case.search("STRASSE")[0].excerpt == "One Straße and"
    assert case.search("side the") == ()
    assert case.search(" \n") == ()
    assert case.search("nothing like it") == ()
    assert len(case.search("e", limit=2)) == 2


@settings(deadline=None)
@given(
    lines=st.lists(st.text(st.sampled_from("ab SSİ\t é"), max_size=12), min_size=1, max_size=6),
    where=st.integers(0, 200),
    length=st.integers(1, 6),
)
def test_what_is_there_is_found_where_it_is(lines: list[str], where: int, length: int) -> None:
    text = clean_text("\n".join(lines))
    case = _case_of(text)
    needle = text[where % max(1, len(text)) :][:length].strip()
    if not needle:
        return
    hits = case.search(needle)
    assert hits
    for hit in hits:
        line = text.split("\n")[hit.line - 1]
        assert needle.casefold()[0] in line[hit.column - 1].casefold()


def _case_of(text: str) -> CasePapers:
    return case_papers(CaseSheet("r", "t"), [("Log", "", [text])])


def test_an_excerpt_of_a_long_line_shows_the_place(tmp_path: Path) -> None:
    case = load(tmp_path, "x " * 300 + "needle " + "y " * 300 + "\n\f")
    (hit,) = case.search("needle")
    assert "needle" in hit.excerpt
    assert hit.excerpt.startswith("…")
    assert hit.excerpt.endswith("…")
    assert len(hit.excerpt) < 100


# --- glossary ----------------------------------------------------------------------------------------------

TERMS = {
    "OIC": "a",
    "VCOP": "b",
    "SPOC": "c",
    "Hate crime": "d",
    "Hate crime checklist": "e",
    "LGBT / LGBT+": "f",
    "PIN": "g",
}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The SPOC rang, then the OIC, then the SPOC.", ("SPOC", "OIC")),
        ("SPOCs and VCOP-form (OIC)", ("SPOC", "VCOP", "OIC")),
        ("spoc, choice, PINK, a pin", ()),
        ("A hate\n   CRIME was recorded", ("Hate crime",)),
        ("hate crime checklist", ("Hate crime checklist",)),
        ("an LGBT+ group", ("LGBT / LGBT+",)),
        ("", ()),
    ],
)
def test_glossary_terms_are_whole_words_in_order(text: str, terms: tuple[str, ...]) -> None:
    assert glossary_terms_on(text, TERMS) == terms


def test_no_glossary_no_terms() -> None:
    assert glossary_terms_on("OIC", {}) == ()
