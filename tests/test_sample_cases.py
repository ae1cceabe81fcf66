"""Every proof point of the six sample cases stands in their papers, and nothing stands there that must not."""

import importlib.util
import re
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from panelroom.papers import CasePapers, load_cases
from panelroom.resources import data_dir

FOLDER = data_dir("sample_cases")
HEADER = re.compile(r"SYNTHETIC - TRAINING MATERIAL   (SYN/\d{4}/25)   (.+?)   page (\d+) of (\d+)")
DAY = re.compile(r"[A-Z][a-z]{2} \d{2} [A-Z][a-z]{2} 20\d{2}")
HEAD = re.compile(r"(\d{1,3})\.\s+(\S.*?)   (\S.*?)   (\[[A-Z ]+ \d\])")
FORMS = ("%a %d %b %Y %H:%M", "%d %b %Y %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M")
MASKED = {"racist word", "religious insult", "homophobic word", "disablist word", "transphobic word"}
REMOVED = {"name removed", "names removed"}
PEOPLE = (
    "VICTIM|WITNESS|SUSPECT|CALL TAKER|OFFICER|SUPERVISOR|SPOC|PARTNER|SUPPORT WORKER|ALLOCATIONS|RECORDS|EXHIBITS"
    "|CRIME DESK|CONTACT DESK|INTELLIGENCE"
)
LABEL = re.compile(rf"(?:{PEOPLE}|STREET|SHOP|RELIGION) \d|TOWN|CONTACT")
NUMBERS = range(1, 7)


class Entry(NamedTuple):
    document: str
    number: int
    page: int
    when: str
    system: str
    author: str
    text: str


@cache
def case(number: int) -> CasePapers:
    return load_cases(FOLDER)[number - 1]


@cache
def entries(number: int) -> list[Entry]:
    """Read the entries a second way, by their numbers, so that the timeline has something to be held against."""
    found: list[Entry] = []
    day = ""
    for page in case(number).pages:
        for line in page.text.split("\n")[1:]:
            head = HEAD.fullmatch(line)
            if DAY.fullmatch(line):
                day = line
            elif head:
                when = _when(head[2] if " " in head[2] else f"{day} {head[2]}")
                found.append(Entry(page.document, int(head[1]), page.number, when, head[3], head[4], ""))
            elif found and found[-1].document == page.document and not line.startswith("FORCE SHEET"):
                found[-1] = found[-1]._replace(text=f"{found[-1].text} {line.strip()}".strip())
    return found


def _when(text: str) -> str:
    for form in FORMS:
        try:
            when = datetime.strptime(text, form)
        except ValueError:
            continue
        assert "%a" not in form or when.strftime("%a") == text[:3], f"wrong weekday: {text}"
        return f"{when:%Y-%m-%dT%H:%M}"
    raise AssertionError(f"not a date as the sample cases print them: {text}")


def flat(number: int) -> str:
    return " ".join(" ".join(page.text.split("\n")[1:]) for page in case(number).pages)


def found(number: int, when: str, author: str, pattern: str) -> list[Entry]:
    return [
        entry
        for entry in entries(number)
        if entry.when == when
        and entry.author == f"[{author}]"
        and re.search(pattern, f"{entry.text}", re.IGNORECASE)
    ]


def by(number: int, author: str) -> list[Entry]:
    return [entry for entry in entries(number) if entry.author.startswith(f"[{author}")]


def hours(number: int, start: tuple[str, str, str], end: tuple[str, str, str]) -> float:
    (first,), (second,) = found(number, *start), found(number, *end)
    return (datetime.fromisoformat(second.when) - datetime.fromisoformat(first.when)) / timedelta(hours=1)


# --- what every case has -----------------------------------------------------------------------------------


def test_the_six_cases_in_their_order() -> None:
    assert [case(number).ref for number in NUMBERS] == [f"SYN/000{number}/25" for number in NUMBERS]
    assert [path.name for path in sorted(FOLDER.glob("*/"))][:6] == [f"0{n}-syn-000{n}-25" for n in NUMBERS]


COVERS = {
    1: (("Race",), date(2025, 3, 24), date(2025, 3, 3), 21, range(8, 17)),
    2: (("Religion",), date(2025, 4, 28), date(2025, 4, 2), 26, range(8, 17)),
    3: (("Sexual orientation",), date(2025, 6, 4), date(2025, 5, 5), 30, range(8, 17)),
    4: (("Disability",), date(2025, 7, 12), date(2025, 6, 9), 33, range(8, 17)),
    5: (("Race",), date(2025, 7, 20), date(2025, 7, 14), 6, range(8, 17)),
    6: (("Transgender identity",), date(2025, 6, 18), date(2024, 9, 4), 287, range(68, 73)),
}


@pytest.mark.parametrize("number", NUMBERS)
def test_cover(number: int) -> None:
    strands, closed, opened, days, pages = COVERS[number]
    papers = case(number)
    assert (papers.strands, papers.closed, papers.days_open) == (strands, closed, days)
    assert (closed - opened).days == days
    assert len(papers.pages) in pages
    assert papers.advisory
    assert papers.title
    assert papers.summary
    assert 1 <= len(papers.documents) <= 3
    times = [entry.when[:10] for entry in entries(number)]
    assert (min(times), max(times)) == (opened.isoformat(), closed.isoformat())


@pytest.mark.parametrize("number", NUMBERS)
def test_every_page_is_marked_and_numbered_through_the_case(number: int) -> None:
    papers = case(number)
    for page in papers.pages:
        lines = page.text.split("\n")
        header = HEADER.fullmatch(lines[0])
        assert header
        assert header.groups() == (papers.ref, page.document, str(page.number), str(len(papers.pages)))
        assert len(lines) <= 30
        assert all(len(line) <= 72 for line in lines)
        assert page.text.isascii()


@pytest.mark.parametrize("number", NUMBERS)
def test_no_label_is_parted_by_the_end_of_a_line(number: int) -> None:
    assert not [line for line in _lines(number) if re.search(r"\[[^\]]*$", line)]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_document_warns_at_its_top(number: int) -> None:
    for document in case(number).documents:
        page = case(number).pages[document.first_page - 1]
        assert page.text.split("\n")[2].startswith("Content warning: this file describes ")


@pytest.mark.parametrize("number", NUMBERS)
def test_entries_are_numbered_through_each_document(number: int) -> None:
    numbers: dict[str, list[int]] = {}
    for entry in entries(number):
        numbers.setdefault(entry.document if number < 6 else "one log", []).append(entry.number)
        assert entry.text
    assert all(each == list(range(1, len(each) + 1)) for each in numbers.values())


@pytest.mark.parametrize("number", NUMBERS)
def test_the_timeline_has_every_entry_and_no_more(number: int) -> None:
    events = [(event.when, event.page, event.actor) for event in case(number).events]
    assert events == [(entry.when, entry.page, entry.author) for entry in entries(number)]
    assert all(event.precision == "minute" for event in case(number).events)
    for event, entry in zip(case(number).events, entries(number), strict=True):
        assert entry.text.startswith(event.text.rstrip("…"))


# --- what stands in each case ------------------------------------------------------------------------------

PRESENT = [
    # S1
    (
        1,
        "2025-03-03T08:12",
        "CALL TAKER 1",
        r"\[racist word\].*\"because of where I am from\.\".*priority.*marker: race",
    ),
    (1, "2025-03-03T08:51", "OFFICER 1", r"first account.*victims' code.*each box completed \(VCOP\)"),
    (
        1,
        "2025-03-03T08:51",
        "OFFICER 1",
        r"text message every two weeks, evenings only.*man spoken to.*not want.*court",
    ),
    (1, "2025-03-03T09:40", "OFFICER 1", r"public order offence, hate strand race"),
    (1, "2025-03-03T10:05", "ALLOCATIONS 1", r"allocated to \[OFFICER 2\]"),
    (1, "2025-03-03T15:30", "OFFICER 2", r"called \[VICTIM 1\]"),
    (
        1,
        "2025-03-04T09:00",
        "OFFICER 2",
        r"investigation plan.*camera.*two neighbours.*identify.*community resolution",
    ),
    (1, "2025-03-04T11:15", "SUPERVISOR 1", r"plan.*agreed.*door camera"),
    (
        1,
        "2025-03-05T14:00",
        "OFFICER 2",
        r"victim support and the local hate crime service offered.*accepted",
    ),
    (1, "2025-03-10T10:20", "SPOC 1", r"visited \[VICTIM 1\].*day 7"),
    (1, "2025-03-16T19:05", "OFFICER 2", r"update to \[VICTIM 1\] by text as agreed"),
    (1, "2025-03-18T09:55", "OFFICER 3", r"suspect identified"),
    (1, "2025-03-18T14:30", "OFFICER 2", r"\[SUSPECT 1\] interviewed"),
    (
        1,
        "2025-03-20T19:10",
        "OFFICER 2",
        r"update to \[VICTIM 1\] by text.*content with a community resolution",
    ),
    (1, "2025-03-22T11:00", "OFFICER 2", r"community resolution agreed"),
    (
        1,
        "2025-03-24T09:30",
        "SUPERVISOR 1",
        r"reviewed before filing.*rationale: the victim's wish.*first offence.*file\.",
    ),
    # S2
    (
        2,
        "2025-04-02T18:40",
        "CALL TAKER 1",
        r"sign of place of worship broken, words left.*marker: religion\. sub-marker recorded",
    ),
    (2, "2025-04-02T19:20", "OFFICER 1", r"VCOP completed"),
    (2, "2025-04-03T09:00", "ALLOCATIONS 1", r"allocated to \[OFFICER 2\]"),
    (2, "2025-04-03T10:00", "SUPERVISOR 1", r"priority visit.*camera"),
    (2, "2025-04-07T16:30", "OFFICER 2", r"first contact with \[VICTIM 1\].*rest days"),
    (
        2,
        "2025-04-07T16:30",
        "OFFICER 2",
        r"asked what he and the congregation want.*visible patrols.*every monday",
    ),
    (2, "2025-04-07T17:40", "OFFICER 2", r"patrols requested"),
    (2, "2025-04-14T17:00", "OFFICER 2", r"monday call to \[VICTIM 1\] as agreed"),
    (2, "2025-04-21T17:10", "OFFICER 2", r"monday call to \[VICTIM 1\] as agreed"),
    (2, "2025-04-28T10:00", "OFFICER 2", r"monday call to \[VICTIM 1\] as agreed"),
    (2, "2025-04-07T19:15", "OFFICER 4", r"on foot outside"),
    (2, "2025-04-15T09:20", "SUPERVISOR 1", r"second look"),
    (2, "2025-04-02T20:20", "OFFICER 1", r"criminal damage, religiously aggravated\. one religion"),
    (2, "2025-04-28T14:30", "SUPERVISOR 1", r"reviewed.*rationale.*file\."),
    # S3
    (3, "2025-05-05T11:05", "CALL TAKER 1", r"remarks from the man next door, made through the party wall"),
    (3, "2025-05-05T11:09", "CALL TAKER 1", r"hate marker: yes"),
    (
        3,
        "2025-05-06T07:00",
        "OFFICER 1",
        r"take the case.*acting sergeant.*sole supervisor of this team for the week",
    ),
    (3, "2025-05-06T07:00", "OFFICER 1", r"the inspector agreed that no separate supervision is needed"),
    (3, "2025-05-06T10:00", "OFFICER 1", r"first contact.*VCOP completed"),
    (3, "2025-05-06T13:00", "OFFICER 1", r"investigation plan"),
    (3, "2025-05-06T10:40", "OFFICER 1", r"support offered.*declined"),
    (3, "2025-05-12T17:30", "SPOC 1", r"day 7\. welfare only, no case news"),
    (3, "2025-06-04T11:30", "SPOC 1", r"second contact.*day 30, the case having passed 28 days"),
    (3, "2025-05-06T10:25", "OFFICER 1", r"update rhythm: none agreed"),
    (3, "2025-06-04T10:00", "OFFICER 1", r"update to \[VICTIM 1\].*the first since 6 may"),
    (3, "2025-05-05T11:31", "CALL TAKER 2", r"recorded on the incident system as anti-social behaviour"),
    (3, "2025-06-04T16:00", "SUPERVISOR 1", r"^inspector\. reviewed before filing.*rationale.*file\."),
    # S4
    (4, "2025-06-09T10:44", "CALL TAKER 1", r"hate marker: disability"),
    (4, "2025-06-09T11:20", "OFFICER 1", r"VCOP completed"),
    (4, "2025-06-09T13:00", "ALLOCATIONS 1", r"allocated to \[OFFICER 2\]"),
    (
        4,
        "2025-06-09T15:00",
        "OFFICER 2",
        r"called \[VICTIM 1\].*asked what she wants.*every week, on a monday",
    ),
    (4, "2025-06-10T08:30", "OFFICER 2", r"investigation plan.*which is what she asked for"),
    (4, "2025-06-10T11:00", "SUPERVISOR 1", r"plan read and agreed"),
    (4, "2025-06-24T10:15", "SUPERVISOR 1", r"second entry"),
    (4, "2025-06-10T14:00", "OFFICER 2", r"support.*offered\. both accepted"),
    (4, "2025-06-16T10:30", "SPOC 1", r"visited \[VICTIM 1\].*day 7"),
    (4, "2025-07-08T10:00", "SPOC 1", r"second contact.*day 29"),
    (4, "2025-06-16T16:00", "OFFICER 2", r"monday call"),
    (4, "2025-06-23T16:10", "OFFICER 2", r"monday call"),
    (4, "2025-06-30T16:05", "OFFICER 2", r"monday call"),
    (4, "2025-07-07T16:00", "OFFICER 2", r"monday call"),
    (4, "2025-07-12T07:55", "OFFICER 2", r"^no further lines, file\.$"),
    # S5
    (5, "2025-07-14T20:02", "VICTIM 1", r"\[racist word\].*row about parking"),
    (5, "2025-07-14T20:31", "CALL TAKER 1", r"hate marker: race"),
    (
        5,
        "2025-07-15T10:30",
        "OFFICER 1",
        r"visited \[VICTIM 1\].*VCOP form reference SYN/V/0005/25, see care log, force sheet 3",
    ),
    (
        5,
        "2025-07-15T10:30",
        "OFFICER 1",
        r"asked how he wants it dealt with.*would like the neighbour warned",
    ),
    (5, "2025-07-15T13:10", "OFFICER 1", r"investigation plan"),
    (5, "2025-07-15T11:05", "OFFICER 1", r"support offered.*declined"),
    (5, "2025-07-16T09:15", "OFFICER 1", r"spoken to supv re this one"),
    (5, "2025-07-18T17:15", "OFFICER 1", r"\[SUSPECT 1\] warned"),
    (5, "2025-07-15T07:40", "CRIME DESK 1", r"a crime or a hate incident.*malicious communication"),
    (5, "2025-07-20T11:20", "SUPERVISOR 1", r"review and rationale before filing.*file\."),
]


@pytest.mark.parametrize(("number", "when", "author", "pattern"), PRESENT)
def test_proof_point(number: int, when: str, author: str, pattern: str) -> None:
    assert len(found(number, when, author, pattern)) == 1


ABSENT = [
    (2, r"\bplan"),
    (2, r"spoc|single point|hate crime team"),
    (2, r"support|referr|advoca|counsell"),
    (3, r"wish|preference|would (?:like|want)|how (?:he|they) want|asked (?:him )?what he"),
    (3, r"harass"),
    (4, r"rationale"),
    (5, r"vcop completed|rights"),
    (5, r"sheet 3 of"),
    (6, r"\bSPOC contact\b"),
]


@pytest.mark.parametrize(("number", "pattern"), ABSENT)
def test_what_must_be_absent(number: int, pattern: str) -> None:
    assert not re.search(pattern, flat(number), re.IGNORECASE)


def test_supervisors_write_when_they_should_and_not_otherwise() -> None:
    assert [entry.when[:10] for entry in by(1, "SUPERVISOR")] == ["2025-03-04", "2025-03-24"]
    assert [entry.when[:10] for entry in by(2, "SUPERVISOR")] == ["2025-04-03", "2025-04-15", "2025-04-28"]
    assert [entry.when for entry in by(3, "SUPERVISOR")] == ["2025-06-04T16:00"]
    assert [entry.when[:10] for entry in by(4, "SUPERVISOR")] == ["2025-06-10", "2025-06-24"]
    assert [entry.when for entry in by(5, "SUPERVISOR")] == ["2025-07-20T11:20"]


def test_contacts_by_the_specialist() -> None:
    days = {number: [_day(number, entry) for entry in by(number, "SPOC")] for number in NUMBERS}
    assert {number: sorted(set(each)) for number, each in days.items()} == {
        1: [7, 8, 11],
        2: [],
        3: [7, 30],
        4: [7, 29],
        5: [],
        6: [7, 28, 244],
    }


def _day(number: int, entry: Entry) -> int:
    return (date.fromisoformat(entry.when[:10]) - COVERS[number][2]).days


def test_first_contact_after_allocation() -> None:
    allocated = r"allocated"
    assert hours(
        1, ("2025-03-03T10:05", "ALLOCATIONS 1", allocated), ("2025-03-03T15:30", "OFFICER 2", "called")
    ) == pytest.approx(5 + 25 / 60)
    assert (
        hours(2, ("2025-04-03T09:00", "ALLOCATIONS 1", allocated), ("2025-04-07T16:30", "OFFICER 2", "first"))
        == 103.5
    )
    assert (
        hours(
            3, ("2025-05-06T07:00", "OFFICER 1", "take"), ("2025-05-06T10:00", "OFFICER 1", "first contact")
        )
        == 3
    )
    assert (
        hours(
            4, ("2025-06-09T13:00", "ALLOCATIONS 1", allocated), ("2025-06-09T15:00", "OFFICER 2", "called")
        )
        == 2
    )
    assert (
        hours(
            5, ("2025-07-15T08:00", "ALLOCATIONS 1", allocated), ("2025-07-15T10:30", "OFFICER 1", "visited")
        )
        == 2.5
    )


def test_nobody_had_contact_for_the_oic_before_the_first_contact_in_case_2() -> None:
    between = [entry for entry in entries(2) if "2025-04-03" <= entry.when < "2025-04-07T16:30"]
    assert len(between) >= 3
    assert not [entry for entry in between if "[VICTIM 1]" in entry.text]


def test_gaps_between_updates() -> None:
    weekly = [date.fromisoformat(e.when[:10]) for e in entries(2) if e.text.startswith("Monday call")]
    assert weekly == [date(2025, 4, 14), date(2025, 4, 21), date(2025, 4, 28)]
    (update,) = found(3, "2025-06-04T10:00", "OFFICER 1", "update")
    (last,) = found(3, "2025-05-06T10:00", "OFFICER 1", "first contact")
    assert datetime.fromisoformat(update.when) - datetime.fromisoformat(last.when) == timedelta(days=29)
    monday = [date.fromisoformat(e.when[:10]) for e in entries(4) if e.text.startswith("Monday call")]
    assert {(b - a).days for a, b in pairwise([date(2025, 6, 9), *monday])} == {7}
    assert (date(2025, 7, 12) - monday[-1]).days <= 7


def test_case_3_tells_the_victim_nothing_between_the_two_updates() -> None:
    between = [entry for entry in entries(3) if "2025-05-06T13:00" <= entry.when < "2025-06-04T10:00"]
    told = [entry.when[:10] for entry in between if "[VICTIM 1]" in entry.text]
    assert told == ["2025-05-21", "2025-05-12"]
    assert found(3, "2025-05-21T16:25", "CALL TAKER 1", "no news on the log that can be given")


def test_case_3_is_no_crime_on_the_record() -> None:
    assert re.search(r"anti-social behaviour incident \(not recorded as a crime\)", flat(3))


def test_case_4_lacks_the_flag_and_any_supervisor_after_the_last_line() -> None:
    assert re.search(r"Hate strand: +- +Disability flag: +not set", flat(4))
    after = [entry for entry in entries(4) if entry.when >= "2025-07-12T07:55"]
    assert {entry.author for entry in after} == {"[OFFICER 2]", "[RECORDS 1]"}
    assert not [entry for entry in after if re.search(r"review|superv|reason", entry.text, re.IGNORECASE)]


def test_case_5_lacks_the_page_with_the_form() -> None:
    assert re.findall(r"FORCE SHEET (\d) OF 4", flat(5)) == ["1", "2", "4"]
    assert len(case(5).missing) == 1
    assert "VCOP" in case(5).missing[0].what
    assert [entry.when[:10] for entry in entries(5) if "VCOP" in entry.text] == ["2025-07-15"]


def test_what_the_covers_say_is_missing() -> None:
    assert [len(case(number).missing) for number in NUMBERS] == [0, 1, 1, 0, 1, 0]
    assert case(2).missing[0].what == "Linked record 0007"
    assert "linked record 0007" in flat(2)


# --- case 6, from its recipe -------------------------------------------------------------------------------


@cache
def recipe() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_s6", FOLDER / "make_s6.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # The folder travels in the wheel: no compiled copy may be left in it.
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def test_case_6_is_what_its_recipe_makes(tmp_path: Path) -> None:
    recipe().write(recipe().texts().items(), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (FOLDER / "06-syn-0006-25").glob("*.txt")}
    assert made == kept
    assert len(kept) == 3


def log(number: int) -> Entry:
    return entries(6)[number - 1]


NEEDLES = {
    1: ("2024-09-04", "CALL TAKER", r"hate marker: transgender identity"),
    4: ("2024-09-04", "ALLOCATIONS 1", r"allocated to \[OFFICER 2\]"),
    6: ("2024-09-04", "OFFICER 1", r"VCOP completed"),
    9: ("2024-09-05", "SUPERVISOR 1", r"linked to this record"),
    11: ("2024-09-06", "OFFICER 2", r"^investigation plan\."),
    19: ("2024-09-11", "SPOC 1", r"visited \[VICTIM 1\]\. day 7"),
    22: ("2024-09-13", "OFFICER 2", r"support offered to \[VICTIM 1\]"),
    30: ("2024-09-17", "OFFICER 2", r"her wishes:.*passage lit"),
    47: ("2024-09-25", "OFFICER 2", r"acted on the wishes of \[VICTIM 1\]"),
    61: ("2024-10-02", "SPOC 1", r"second contact.*day 28"),
    97: ("2025-01-17", "OFFICER 4", r"first contact with \[VICTIM 1\] as third OIC"),
    98: ("2025-01-17", "OFFICER 4", r"investigation plan revised"),
    120: ("2025-03-10", "OFFICER 4", r"^update to \[VICTIM 1\]"),
    129: ("2025-04-14", "OFFICER 4", r"^update to \[VICTIM 1\].*first for five weeks"),
    140: ("2025-05-06", "SPOC 1", r"further contact with \[VICTIM 1\]"),
    178: ("2025-06-18", "SUPERVISOR 1", r"reviewed before filing.*rationale"),
    180: ("2025-06-18", "RECORDS 1", r"filed"),
}


@pytest.mark.parametrize("number", NEEDLES)
def test_case_6_needle(number: int) -> None:
    day, author, pattern = NEEDLES[number]
    assert log(number).number == number
    assert log(number).when.startswith(day)
    assert log(number).author.startswith(f"[{author}")
    assert re.search(pattern, log(number).text, re.IGNORECASE)


def test_case_6_needles_stand_nowhere_else() -> None:
    def at(pattern: str) -> list[int]:
        return [entry.number for entry in entries(6) if re.search(pattern, entry.text, re.IGNORECASE)]

    assert at("VCOP") == [6]
    assert at("support offered") == [22]
    assert at("investigation plan") == [11, 98]
    assert [entry.number for entry in by(6, "SPOC")] == [19, 61, 140]
    assert at("rationale") == [178]
    assert at(r"\bwishes\b") == [30, 47, 63]


def test_case_6_has_its_size_and_its_people() -> None:
    log_ = entries(6)
    assert len(log_) == 180
    assert {entry.system for entry in log_} == {"control room", "crime", "partner"}
    assert {entry.author for entry in by(6, "OFFICER")} == {f"[OFFICER {number}]" for number in range(1, 7)}
    assert [entry.number for entry in log_ if entry.text.startswith("OIC changed")] == [78, 96, 130]
    assert case(6).reading_minutes() > 15


def test_case_6_is_out_of_order_twice_and_doubled_once() -> None:
    assert [b.number for a, b in pairwise(entries(6)) if b.when < a.when] == [56, 109]
    same = Counter((entry.when, entry.author, entry.text) for entry in entries(6))
    assert [count for count in same.values() if count > 1] == [2]
    assert log(84)[3:] == log(85)[3:]


def test_case_6_has_one_entry_of_about_1200_words() -> None:
    words = sorted(len(entry.text.split()) for entry in entries(6))
    assert 1150 <= words[-1] <= 1250
    assert words[-2] < 250


def test_case_6_has_one_silence_of_35_days_and_no_agreed_rhythm() -> None:
    told = [e for e in entries(6) if re.match(r"(?:Final u|U)pdate to \[VICTIM 1\]|First contact", e.text)]
    gaps = {
        (a.number, b.number): (date.fromisoformat(b.when[:10]) - date.fromisoformat(a.when[:10])).days
        for a, b in pairwise(told)
    }
    assert gaps.pop((120, 129)) == 35
    assert max(gaps.values()) <= 28
    assert re.search("no particular rhythm of updates agreed", log(8).text, re.IGNORECASE)


def test_case_6_one_of_four_first_contacts_is_late() -> None:
    first = {4: 8, 78: 79, 96: 97, 130: 131}
    waited = {
        b: datetime.fromisoformat(log(b).when) - datetime.fromisoformat(log(a).when) for a, b in first.items()
    }
    assert all(log(b).text.startswith("First contact with [VICTIM 1]") for b in waited)
    assert waited.pop(97) == timedelta(hours=40)
    assert max(waited.values()) < timedelta(hours=24)


def test_case_6_supervisors_look_every_28_to_31_days() -> None:
    looks = [entry for entry in by(6, "SUPERVISOR") if entry.number != 178]
    days = [
        (date.fromisoformat(b.when[:10]) - date.fromisoformat(a.when[:10])).days for a, b in pairwise(looks)
    ]
    assert looks[0].number == 9
    assert all(28 <= each <= 31 for each in days)
    assert (date(2025, 6, 18) - date.fromisoformat(looks[-1].when[:10])).days <= 31


def test_case_6_has_14_reports_of_which_three_are_not_linked() -> None:
    calls = [re.match(r"Incident (\d\d) of the control room", entry.text) for entry in entries(6)]
    assert [int(call[1]) for call in calls if call] == list(range(1, 15))
    records = [entry for entry in by(6, "CRIME DESK") if entry.text.startswith("Incident")]
    linked = [e for e in records if re.search(r"(?:Linked to|Number) SYN/0006/25\.", e.text)]
    blank = [e for e in records if "Link field: blank." in e.text]
    assert (len(records), len(linked), len(blank)) == (14, 11, 3)
    assert not {e.number for e in linked} & {e.number for e in blank}


# --- nothing that could be anybody -------------------------------------------------------------------------

PERSONAL = {
    "telephone": r"(?<!\d)(?:\+44|\(?0\d)[\d ()-]{7,}\d",
    "long number": r"\d{5,}",
    "e-mail": r"@|\be-?mail\b",
    "web": r"https?:|www\.",
    "postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",
    "collar number": r"\b(?:PC|PS|DC|DS|DI|PCSO|WPC)\s?\d",
    "title": r"\b(?:(?:Mr|Mrs|Ms|Miss|Dr|Sgt|Insp)\.?|Sergeant|Inspector|Constable) [A-Z][a-z]",
    "date of birth": r"\bborn\b|\bDOB\b|date of birth",
    "house number": r"\b\d+[a-z]? (?:\[STREET|[A-Z][a-z]+ (?:Road|Street|Lane|Close|Avenue))",
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("kind", PERSONAL)
def test_no_personal_data(number: int, kind: str) -> None:
    toml = (FOLDER / f"0{number}-syn-000{number}-25" / "case.toml").read_text(encoding="utf-8")
    for text in (flat(number), toml):
        assert not re.search(PERSONAL[kind], text)


@pytest.mark.parametrize("number", NUMBERS)
def test_brackets_hold_labels_and_masks_only(number: int) -> None:
    held = set(re.findall(r"\[([^\]]*)\]", re.sub(r"\s+", " ", flat(number))))
    assert {each for each in held if not LABEL.fullmatch(each)} <= MASKED | REMOVED
    assert held & MASKED


DAYS = {f"{date(2024, 1, day):%A}" for day in range(1, 8)}
MONTHS = {f"{date(2024, month, 1):%B}" for month in range(1, 13)}
CAPITALS = DAYS | MONTHS | {"English", "I", "OIC", "SPOC", "VCOP"}
# Words that the papers have at the start of a sentence only.
STARTS = {
    "Access", "Acted", "Area", "Avoids", "Await", "Bank's", "Body", "COMMAND",
    "Checks", "Chemist", "Class", "Consider", "Considered", "Correctly", "Cried", "Denies",
    "Described", "Dropped", "Enhanced", "Estimated", "Final", "Graded", "Happy", "Height",
    "History", "Information", "Intelligence", "Learning", "Leaving", "Lined", "Location", "Monthly",
    "Please", "Previous", "Pronoun", "Referral", "Referrals", "Reply", "Returned", "Reviewed",
    "Rode", "Roster", "Scorch", "Status", "Strong", "Supervisor's", "Systems", "Travel",
    "Treat", "Type", "Value", "Vehicle", "Waited", "Welfare", "Whoever",
}  # fmt: skip


def _lines(number: int) -> list[str]:
    return [line for page in case(number).pages for line in page.text.split("\n")[1:]]


def _words(number: int) -> tuple[set[str], set[str]]:
    """Return the capitalised words inside sentences, and those that begin one."""
    lines = [re.sub(r"SYN/[\w/]+|Victims' Code", "x", line) for line in _lines(number)]
    front = [
        line for line in lines if not HEAD.fullmatch(line) and not DAY.fullmatch(line) and not line.isupper()
    ]
    texts = [re.sub(r"\[[^\]]*\]|Victims' Code|SYN/[\w/]+", "x", entry.text) for entry in entries(number)]
    start = re.compile(r"(?:^|(?<=[.:?!] )|(?<=[.:?!]\" )|(?<=\")|(?<=   )|(?<=\) ))\W*([A-Z][A-Za-z']*)")
    inside = {word for text in texts for word in re.findall(r"\b[A-Z][A-Za-z']*", start.sub("", text))}
    return inside, {word for text in [*texts, *front] for word in start.findall(text)}


@pytest.mark.parametrize("number", NUMBERS)
def test_no_word_looks_like_a_name(number: int) -> None:
    inside, first = _words(number)
    assert inside <= CAPITALS
    known = {word for each in NUMBERS for word in re.findall(r"\b[a-z][a-z']*", flat(each))}
    assert {word for word in first - CAPITALS if word.lower() not in known} <= STARTS


# The words themselves have no place here either: only the start of their SHA-256, lower case, singular.
SLURS = {
    "08a841e996781e9e",
    "0be9b885f4a35a18",
    "120f6e5b4ea32f65",
    "158869a97379229b",
    "16ea09fc78ca83ca",
    "1802d081455e60cd",
    "22fc75e65a0e9d34",
    "27a62b68179c96f5",
    "333f7618092958c7",
    "33740da8a87dc7de",
    "3b1e0d7c5dd45583",
    "3cc0a581d3bbe605",
    "4b18aefe826adf55",
    "544fc8545c8d08c5",
    "56d9e1f65737bb56",
    "6b571f65fa6fa2c3",
    "864316e761195ffc",
    "886d51e97ad7931d",
    "8f5083e3e5c7dc89",
    "94a877e2ce63725e",
    "98b52c4b6b7d1f48",
    "9915ba2d822280f2",
    "be00f1af522eaa99",
    "c3de533e9b7fe63b",
    "cc02032349c833ac",
    "e7b98c6aa5b944e0",
    "e9e8b6c5afa7794f",
    "ee5a869b5ace6905",
    "f64c6fad9c3c8b57",
    "f9d0d9b18ae9033a",
}  # fmt: skip


def _digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()[:16]


def test_no_slur_stands_unmasked() -> None:
    assert _digest("example-slur") == "cf446510ed46ddec"
    words = {word.rstrip("s") for number in NUMBERS for word in re.findall(r"[a-z]+", flat(number).lower())}
    assert not SLURS & {_digest(word) for word in words}
