"""Both sides on paper: the sixteen cases of a real panel with the answers of its force, re-worded."""

import re
from datetime import date
from pathlib import Path

import page
import pytest
from making import MEMORY
from register_scenes import DYFED_POWYS, dyfed_powys, move, reply

from panelroom.records.blocks import Document, Heading, Table
from panelroom.records.pdf import render
from panelroom.register.chaser import chaser
from panelroom.register.state import Register
from panelroom.register.table import response_table

DAY = date(2031, 3, 20)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Register, dict[str, str]]:
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(dir=MEMORY)) if MEMORY.is_dir() else tmp_path_factory.mktemp("dp")
    try:
        return dyfed_powys(folder)
    finally:
        shutil.rmtree(folder)


def tables(document: Document) -> list[list[tuple[str, str, str]]]:
    """Return the rows of each table as the words of its cells."""
    found = [b for b in document.blocks if isinstance(b, Table)]
    assert all(t.header == ("Observation", "Force response", "Status") for t in found)
    return [[tuple("\n".join(p.text for p in c) for c in r.cells) for r in t.rows] for t in found]  # type: ignore[misc]


def test_the_five_observations_come_out_with_the_disputes_in_place(
    answered: tuple[Register, dict[str, str]],
) -> None:
    themes, _ = tables(response_table(answered[0], DAY))
    assert [row[0].split("\n")[0] for row in themes] == [t["title"] for t in DYFED_POWYS["themes"]]
    assert [row[2].split("\n")[0] for row in themes] == [
        "Accepted in part", "Accepted", "Fact disputed", "Accepted", "Accepted",
    ]  # fmt: skip
    low_risk = themes[0]
    for case in (10, 11, 13):
        assert f"Case {case}: fact disputed" in low_risk[2]
        assert f"Case {case}: " in low_risk[0] and f"Case {case}. " in low_risk[1]
    assert "No such record was made in this case." in low_risk[1]


def test_the_point_that_was_passed_over_stays_open(answered: tuple[Register, dict[str, str]]) -> None:
    register, items = answered
    themes, _ = tables(response_table(register, DAY))
    assert "Case 4: not answered" in themes[0][2]
    assert register.items[items["4.4"]].open
    late, _ = tables(response_table(register, date(2031, 4, 3)))
    assert "Case 4: not answered, 2 days overdue" in late[0][2]


def test_all_sixteen_endorsed_is_contradicted_by_name(answered: tuple[Register, dict[str, str]]) -> None:
    row = tables(response_table(answered[0], DAY))[0][2]
    assert "every one was regularly endorsed" in row[1]
    assert "The panel's record says otherwise of case 5, case 7." in row[2]
    assert "Case 7: No supervisor endorsement besides the Crime Audit Team review." in row[0]
    assert "Case 13, which speaks against it: Endorsements clearly recorded." in row[0]


def test_every_observation_is_printed_once_as_it_was_said(answered: tuple[Register, dict[str, str]]) -> None:
    whole = "\n".join(
        cell for table in tables(response_table(answered[0], DAY)) for row in table for cell in row
    )
    lines = whole.splitlines()
    for said in DYFED_POWYS["observations"]:
        where = rf"Case {said['case']}(, which speaks against it)?: {re.escape(said['text'])}"
        assert any(re.fullmatch(where, line) for line in lines), said["id"]


def test_the_panels_reply_stands_after_the_answer(answered: tuple[Register, dict[str, str]]) -> None:
    register, items = answered
    register = reply(register, items["10.4"], "The pack had one on page 3.")
    said = tables(response_table(register, DAY))[0][0][1]
    assert said.index("No such record was made") < said.index(
        "The panel replied: The pack had one on page 3."
    )


def test_another_meeting_is_told_apart(answered: tuple[Register, dict[str, str]]) -> None:
    document = response_table(answered[0], DAY, "SYN/M/1")
    assert len(tables(document)[1]) > 100
    assert tables(response_table(answered[0], DAY, "another")) == []


def test_the_chaser_asks_for_what_is_late_by_who_sees_to_it(
    answered: tuple[Register, dict[str, str]],
) -> None:
    register, items = answered
    register = move(register, items["4.4"], "sent", "2031-03-05")
    late = chaser(register, date(2031, 4, 20))
    text = [p.text for b in late.blocks if isinstance(b, Table) for r in b.rows for c in r.cells for p in c]
    assert f"{items['4.4']}. Case 4. Query to the force" in text and "Sent, 5 March 2031" in text
    assert f"{items['1.3']}. Case 1. Feedback: learning" in text
    assert f"{items['10.4']}. Case 10" not in text
    assert [b.text for b in late.blocks if isinstance(b, Heading)] == ["Police force"]
    assert not any(isinstance(b, Table) for b in chaser(register, DAY).blocks)


@pytest.mark.heavy
def test_what_is_printed_is_accessible_and_the_same_each_time(
    answered: tuple[Register, dict[str, str]],
) -> None:
    document = response_table(answered[0], DAY)
    content, notes = render(document)
    assert notes == () and render(document)[0] == content
    for written in (content, render(chaser(answered[0], date(2031, 4, 20)))[0]):
        for profile in ("ua1", "2a"):
            assert page.validate_pdf_bytes(written, profile=profile).failures == []
