"""An officer at the pack desk: from an empty folder to a sealed pack, by keys alone."""

import asyncio
import json
import shutil
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from textual.widgets import Input
from textual.worker import WorkerFailed
from ui_driver import SMALL, Chair

from panelroom.case_sheet import read_sheet
from panelroom.casework import building, filing, work
from panelroom.casework.approval import approve
from panelroom.casework.case import CaseFolder
from panelroom.checks import AIDE
from panelroom.cli.pack_review import read_case
from panelroom.clock import SystemClock
from panelroom.desk import SealedPapers
from panelroom.errors import UsageError
from panelroom.keys import create_papers_key, create_person
from panelroom.packs.signers import Signer, Signers
from panelroom.paper_source import open_papers
from panelroom.sample_files import write_case_folders, write_unready_case
from panelroom.ui import office as office_module
from panelroom.ui.app import PanelroomApp
from panelroom.ui.office import Office
from panelroom.ui.screens.case_words import still_open
from panelroom.ui.screens.pack_desk import PackDesk
from panelroom.ui.screens.seal_forms import last_day
from panelroom.ui.screens.working import do_in_thread

# Each of these opens the whole program.
pytestmark = pytest.mark.heavy

SECRET = "six plain words for tests only"
ALL_POINTS = ["space"] * len(AIDE)


class Desk:
    """The running program at its pack desk."""

    def __init__(self, folder: Path, size: tuple[int, int] = SMALL) -> None:
        (folder / "home").mkdir(exist_ok=True)
        remembered = {"folder": str(folder / "april"), "name": ""}
        (folder / "april").mkdir(exist_ok=True)
        (folder / "home" / "office.json").write_text(json.dumps(remembered))
        self.folder = folder / "april"
        self._app = PanelroomApp(folder / "home", clock=SystemClock())
        self._running = self._app.run_test(size=size)

    async def __aenter__(self) -> Chair:
        pilot = await self._running.__aenter__()
        chair = Chair(self._app, pilot, None)  # type: ignore[arg-type]
        await chair.settle()
        await chair.press("1")
        return chair

    async def __aexit__(self, *error: object) -> None:
        await self._running.__aexit__(*error)


async def shows(chair: Chair, words: str, seconds: float = 30) -> str:
    """Wait until the screen shows these words."""
    for _ in range(int(seconds * 20)):
        if words in (text := await chair.painted()):
            return text
        await asyncio.sleep(0.05)
    raise AssertionError(f"never saw {words!r}:\n{chair.text()}")


async def fill(chair: Chair, *values: str) -> None:
    """Fill in a form, field by field."""
    for value in values:
        field = chair.app.focused
        if isinstance(field, Input):
            field.value = ""
        await chair.enter(value)


@pytest.mark.heavy
async def test_from_an_empty_folder_to_a_sealed_pack(tmp_path: Path) -> None:
    source = write_unready_case(tmp_path / "given")
    desk = Desk(tmp_path)
    async with desk as chair:
        assert "There is no case here yet" in chair.text()
        await chair.press("i")
        await fill(chair, "A. Officer")
        for kind, name in (("1", "Ada"), ("1", "Second"), ("2", "HCSP 2026/04")):
            await chair.press("k", kind)
            await fill(chair, name, SECRET, SECRET)
            await shows(chair, "Six words to compare by voice")
            await chair.press("escape")
        await chair.press("n")
        await fill(chair, "SYN/0007/25", "Public order", "Race, Religion")
        await shows(chair, "SYN/0007/25")
        await chair.press("enter")
        await shows(chair, "none yet: a adds one")
        await chair.press("a")
        await fill(chair, str(source / "1-call-log.pdf"), "Call log", "control room")
        await shows(chair, "3 must be redacted or waived")
        await redact_everything(chair)
        await chair.press("q")
        text = await shows(chair, "nothing left to do")
        assert "Timeline" in text and "not confirmed" in text
        await chair.press("3", "c", "q", "4", *ALL_POINTS, "q")
        text = await shows(chair, "confirmed by A. Officer")
        assert "15 of 15 ticked" in text
        await chair.press("v")
        await fill(chair, "second.vault.age", SECRET)
        await shows(chair, "Approved by Second")
        await chair.press("q", "s")
        await fill(
            chair,
            "HCSP 2026/04",
            "april",
            "hcsp-2026-04.recipient",
            "kent-ipag-2020",
            "",
            "",
            "ada.vault.age",
            SECRET,
        )
        await shows(chair, "Sealed. Bring april.prpack")
    assert_sealed(desk.folder)


async def redact_everything(chair: Chair) -> None:
    await chair.press("1")
    for label in ("CONTACT", "CONTACT", "ADDRESS 1", "OFFICER 9", "DATE"):
        assert "Nothing is left" not in chair.text()
        await chair.press("r", "enter")
        await fill(chair, label)
        await shows(chair, "Redacted in 1 place.")
    # Officer 9 follows on officer 1: the labels are looked at, and may stay.
    await shows(chair, "Number left out")
    await chair.press("t", "t")
    await shows(chair, "Nothing is left to do here.")


def assert_sealed(folder: Path) -> None:
    """The pack opens with the meeting's key, and holds nothing of what was missed."""
    line = next(x for x in (folder / "ada.recipient").read_text().splitlines() if "ssh-ed25519" in x)
    key = " ".join(line[line.index("ssh-ed25519") :].split()[:2])
    packer = Signers((Signer("Ada", key),))
    pack = SealedPapers(folder / "april.prpack", folder / "hcsp-2026-04.papers.age", key)
    papers = open_papers(pack.pack, pack.key, SECRET, packer, SystemClock().wall())
    try:
        text = "".join(page.text for page in papers.every_page("SYN/0007/25").pages)
        members = [papers.pack.read(m.name).decode() for m in papers.pack.manifest.members]
    finally:
        papers.close()
    assert "[CONTACT]" in text and "[OFFICER 9]" in text
    for missed in ("07700", "victim@example.com", "ZZ1 1ZZ", "Testname", "1903"):
        assert not any(missed in member for member in members), missed


async def test_what_must_go_refuses_the_seal(tmp_path: Path) -> None:
    write_unready_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("1")
        await shows(chair, "3 must be redacted or waived")
        await chair.press("v")
        assert chair.on == "CaseDesk"
        await shows(chair, "must be redacted or waived first")
        await chair.press("q", "s")
        assert chair.on == "PackDesk"
        await shows(chair, "waived first:")
        assert "Nothing was sealed, because 3 findings of SYN/0007/25 must be redacted or waived first:" in (
            chair.flat()
        )


async def test_a_reason_left_half_typed_is_there_again_and_on_no_disk(tmp_path: Path) -> None:
    write_unready_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("i")
        await fill(chair, "A. Officer")
        await chair.press("1", "1", "w")
        await chair.type("A public")
        await chair.press("escape", "n", "w")
        assert "A public" not in await chair.painted(), "each finding has its own reason"
        await chair.press("escape", "N", "w")
        assert "A public" in await chair.painted()
        assert not [f for f in tmp_path.rglob("*") if f.is_file() and b"A public" in f.read_bytes()]
        await chair.type(" number")
        await chair.press("enter")
        await shows(chair, "2 must go")
        await chair.press("a", "n")
        await shows(chair, "waived by A. Officer: A public number")


async def test_nothing_is_ticked_by_nobody_and_a_waiver_needs_a_reason(tmp_path: Path) -> None:
    write_unready_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("1", "1", "t")
        assert "Say who you are first" in chair.text()
        await chair.press("q", "q", "i")
        await fill(chair, "A. Officer")
        await chair.press("1", "1", "t")
        assert "must be redacted, or waived with a reason" in chair.text()
        await chair.press("w", "enter")
        assert "Still needed" in chair.text()
        await fill(chair, "A public number [/nope] [REDACTED]")
        await shows(chair, "2 must go")
        await chair.press("a", "n")
        await shows(chair, "waived by A. Officer: A public number [/nope] [REDACTED]")
        await chair.press("o")
        await shows(chair, "3 must go")


async def test_every_list_is_gone_through_with_the_space_bar(tmp_path: Path) -> None:
    write_unready_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("i")
        await fill(chair, "A. Officer")
        await chair.press("1", "3", "space", "space")
        await shows(chair, "8 of 8")
        await chair.press("space", "q")
        await shows(chair, "7 entries, not confirmed")
        await chair.press("3", "space", "c", "q")
        await shows(chair, "8 entries, confirmed by A. Officer")
        await chair.press("4", "space", "space", "q")
        await shows(chair, "2 of 15 ticked")
        await chair.press("2")
        assert "Words that could be names" in chair.text()
        await chair.press("r")
        await fill(chair, "Testname", "OFFICER 9")
        await chair.press("q")
        await shows(chair, "Words that could be names")


async def test_while_something_is_done_keys_wait_and_esc_says_why(tmp_path: Path) -> None:
    gate, came = threading.Event(), list[str]()
    async with Desk(tmp_path) as chair:
        screen = chair.app.screen
        assert isinstance(screen, PackDesk)
        do_in_thread(screen, "Sealing", lambda: "made" if gate.wait(30) else "", came.append)
        await shows(chair, "Sealing ...")
        await chair.press("q", "enter", "ctrl+q", "n", "f1", "ctrl+l", "ctrl+p")
        assert chair.on == "Working" and "cannot be stopped" not in chair.text()
        await chair.press("escape")
        await shows(chair, "cannot be stopped half-way")
        assert chair.on == "Working" and not came
        gate.set()
        await shows(chair, "There is no case here yet")
        assert chair.on == "PackDesk" and came == ["made"]


@pytest.mark.heavy
async def test_keys_approval_and_seal_never_hold_up_the_screen(tmp_path: Path) -> None:
    april = tmp_path / "april"
    april.mkdir()
    write_case_folders(tmp_path / "given")[0].rename(april / "01-case")
    create_papers_key(april, "april", SECRET, work_factor=10)
    create_person(april, "Second", SECRET)
    async with Desk(tmp_path) as chair:
        await shows(chair, "not approved")
        await chair.press("k", "1")
        await fill(chair, "Ada", SECRET, SECRET)
        assert chair.on == "Working" and "Making keys ..." in chair.text()
        await shows(chair, "Six words")
        await chair.press("escape", "enter", "v")
        await fill(chair, "second.vault.age", SECRET)
        assert chair.on == "Working" and "Signing ..." in chair.text()
        await shows(chair, "Approved and signed.")
        assert "Approved by Second" in chair.text()
        (april / "april.prpack.sig").write_text("left by a power cut")
        await chair.press("q", "s")
        await fill(chair, "april", "april", "april.recipient", "", "", "", "ada.vault.age", SECRET)
        assert chair.on == "Working" and "Sealing 1 case ..." in chair.text()
        await shows(chair, "Sealed. Bring april.prpack and april.prpack.sig to the meeting.")
        assert "kept as april.prpack.sig.old, in case its pack lies elsewhere." in chair.flat()
        assert chair.on == "PackDesk"
    assert (april / "april.prpack").is_file()
    assert (april / "april.prpack.sig.old").read_text() == "left by a power cut"


async def test_what_is_refused_is_asked_again_and_nothing_typed_is_lost_but_the_secret(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as chair:
        (tmp_path / "april" / "ada.recipient").touch()
        for secret, said in (("another", "differ: nothing was made"), (SECRET, "exists already")):
            await chair.press("k", "1")
            await fill(chair, "Ada", SECRET, secret)
            await shows(chair, said)
            assert values(chair) == {"name": "Ada", "secret": "", "again": ""}
            assert focused(chair) in ("secret", "again")
            await chair.press("escape")
        assert not list((tmp_path / "april").glob("*.vault.age"))


def values(chair: Chair) -> dict[str | None, str]:
    """What the fields of the form hold."""
    return {field.id: field.value for field in chair.app.screen.query(Input)}


def focused(chair: Chair) -> str | None:
    return chair.app.focused.id if chair.app.focused else None


async def test_a_short_pass_phrase_is_told_once_and_may_be_kept(tmp_path: Path) -> None:
    async with Desk(tmp_path) as chair:
        await chair.press("k", "2")
        await fill(chair, "HCSP 1", "meet pass", "meet pass")
        said = await shows(chair, "That pass-phrase is short")
        offered = chair.flat().split("Six words instead: ")[1].split(".")[0]
        assert len(offered.split()) == 6, said
        assert not list((tmp_path / "april").glob("*.age"))
        await chair.press("shift+tab")
        await fill(chair, "HCSP 1", "meet pass", "meet pass")
        await shows(chair, "Six words to compare by voice")
    assert (tmp_path / "april" / "hcsp-1.papers.age").exists()


async def test_six_words_stay_until_esc_and_are_shown_again(tmp_path: Path) -> None:
    april = tmp_path / "april"
    april.mkdir()
    first = create_papers_key(april, "first", SECRET, work_factor=4)
    async with Desk(tmp_path) as chair:
        await chair.press("w")
        assert first.words in chair.flat()
        await chair.press("enter", "space", "k", "q", "f1", "1")
        assert first.words in chair.flat() and chair.on == "SixWords"
        await chair.press("escape")
        second = create_person(april, "Ada [REDACTED]", SECRET, work_factor=4).public
        await chair.press("w")
        assert "Whose six words?" in chair.text()
        await chair.press("1")
        assert second.words in chair.flat() and "Ada [REDACTED]" in chair.text()
        await chair.press("escape", "k", "3", "2")
        assert first.words in chair.flat()


async def test_without_keys_w_says_so(tmp_path: Path) -> None:
    async with Desk(tmp_path) as chair:
        await chair.press("w")
        assert "k makes keys" in chair.text()


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_document_is_taken_out_only_when_asked_and_the_same_file_comes_back(tmp_path: Path) -> None:
    case = write_unready_case(tmp_path / "april")
    elsewhere = tmp_path / "given.pdf"
    shutil.copy(case / "1-call-log.pdf", elsewhere)
    elsewhere = elsewhere.rename(tmp_path / "1-call-log.pdf")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("1", "a", "enter")
        assert "stays in the folder" in chair.flat() and len(read_sheet(case).documents) == 1
        await chair.press("n")
        assert len(read_sheet(case).documents) == 1
        await chair.press("a", "enter", "y")
        assert "still in the folder" in chair.flat() and not read_sheet(case).documents
        for source in (str(elsewhere), "1-call-log.pdf"):
            await chair.press("a")
            await fill(chair, source, "Call log", "")
            await shows(chair, "3 must be redacted or waived")
            assert [d.file for d in read_sheet(case).documents] == ["1-call-log.pdf"]
            await chair.press("a", "enter", "y")


@pytest.mark.heavy
async def test_a_further_document_takes_confirmation_and_ticks_back_and_the_desk_says_so(
    tmp_path: Path,
) -> None:
    write_unready_case(tmp_path / "april")
    (tmp_path / "2-care.txt").write_text("05/04/2025 10:00 Called back.\n")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("i")
        await fill(chair, "A. Officer")
        await chair.press("1", "3", "c", "q", "4", *ALL_POINTS, "q")
        await shows(chair, "15 of 15 ticked")
        assert "confirmed by A. Officer" in chair.flat()
        await chair.press("a", "a")
        await fill(chair, str(tmp_path / "2-care.txt"), "Care log", "")
        await shows(chair, "0 of 15 ticked")
        assert "9 entries, not confirmed" in chair.flat()
        await chair.press("q")
        await shows(chair, "15 points of the tick-list, the")
        assert "15 points of the tick-list, the timeline" in chair.flat()


async def test_other_content_under_the_same_name_is_refused_and_what_was_typed_stays(tmp_path: Path) -> None:
    case = write_unready_case(tmp_path / "april")
    before = (case / "1-call-log.pdf").read_bytes()
    (tmp_path / "1-call-log.pdf").write_bytes(before + b"%")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("1", "a", "enter", "y", "a")
        await fill(chair, str(tmp_path / "1-call-log.pdf"), "Call log", "control room")
        await shows(chair, "other content")
        assert values(chair)["title"] == "Call log" and values(chair)["system"] == "control room"
    assert (case / "1-call-log.pdf").read_bytes() == before


# ── the seal ─────────────────────────────────────────────────────────────────────────────────────────────


def approved_case(april: Path) -> None:
    """A case that a second person approved, and the keys to seal it."""
    april.mkdir()
    write_case_folders(april.parent / "given")[0].rename(april / "01-case")
    create_papers_key(april, "april", SECRET, work_factor=4)
    create_person(april, "Ada", SECRET, work_factor=4)
    second = create_person(april.parent, "Second", SECRET, work_factor=4)
    case = read_case(april / "01-case")
    work.add_approval(case, approve(case, second, SystemClock().wall()))


async def test_the_seal_checks_before_the_pass_phrase_and_keeps_what_was_typed(tmp_path: Path) -> None:
    april = tmp_path / "april"
    approved_case(april)
    (april / "april.recipient").rename(april / "meeting.recipient")
    (april / "ada.recipient").unlink()
    async with Desk(tmp_path) as chair:
        await shows(chair, "approved by Second")
        await chair.press("s")
        await fill(chair, "HCSP 1", "april", "none.recipient")
        await shows(chair, "none.recipient is not there")
        assert values(chair) == {"meeting": "HCSP 1", "name": "april", "recipient": "none.recipient"}
        assert focused(chair) == "recipient"
        await fill(chair, "meeting.recipient")
        await fill(chair, "kent-ipag-2020", "32/05/2099", "")
        await shows(chair, "There is no such day")
        assert values(chair)["set"] == "kent-ipag-2020" and focused(chair) == "expires"
        await fill(chair, "31 May 2099", "")
        text = await shows(chair, "It opens until Sunday 31 May 2099.")
        assert "3 of 3" in text and "Still open: " in text
        await fill(chair, "ada", "another pass-phrase")
        await shows(chair, "ada")
        await shows(chair, "does not open")
        assert values(chair) == {"vault": "ada", "secret": ""} and focused(chair) == "secret"
        await chair.press("escape")
        assert values(chair) == {"set": "kent-ipag-2020", "expires": "31 May 2099", "draw": ""}
        await chair.press("escape")
        assert values(chair)["meeting"] == "HCSP 1"
        await chair.press("enter", "enter", "enter", "enter", "enter", "enter", "enter")
        await fill(chair, SECRET)
        await shows(chair, "Sealed. Bring april.prpack")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-05-31", date(2026, 5, 31)),
        ("31/05/2026", date(2026, 5, 31)),
        ("1/6/2026", date(2026, 6, 1)),
        ("31.05.2026", date(2026, 5, 31)),
        ("31 May  2026", date(2026, 5, 31)),
        ("31 may 2026", date(2026, 5, 31)),
        ("3 September 2026", date(2026, 9, 3)),
        ("3 Sep 2026", date(2026, 9, 3)),
    ],
)
def test_a_day_is_written_as_in_britain_or_by_the_norm(typed: str, day: date) -> None:
    assert last_day(typed, date(2026, 5, 1)) == day
    assert last_day(typed, day) == day
    with pytest.raises(UsageError, match="is over"):
        last_day(typed, day + timedelta(days=1))


@given(
    st.dates(min_value=date(2000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"])
)
def test_every_day_is_understood_the_day_first(day: date, written: str) -> None:
    assert last_day(day.strftime(written), date(2000, 1, 1)) == day


@pytest.mark.parametrize(
    "typed", ["05/31/2026", "31/05/26", "tomorrow", "2026-13-01", "31 June 2026", "2026"]
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    with pytest.raises(UsageError, match="31 May 2026"):
        last_day(typed, date(2000, 1, 1))


@pytest.mark.parametrize("typed", ["31/02/2027", "31.02.2027", "31 February 2027", "2027-02-31"])
def test_a_day_that_is_not_in_the_calendar_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(UsageError, match="There is no such day"):
        last_day(typed, date(2000, 1, 1))


def test_the_command_line_says_the_same_of_such_a_day() -> None:
    with pytest.raises(UsageError, match="There is no such day"):
        building.last_day("2027-02-31")
    with pytest.raises(UsageError, match="written like 2026-05-31"):
        building.last_day("31/02/2027")


async def test_the_desk_says_what_nobody_looked_at(tmp_path: Path) -> None:
    write_unready_case(tmp_path / "april")
    case = write_case_folders(tmp_path / "given")[0]
    case.rename(tmp_path / "april" / "01-case")
    sheet = tmp_path / "april" / "01-case" / "case.toml"
    sheet.write_text("\n".join(row for row in sheet.read_text().splitlines() if "advisory" not in row))
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await shows(chair, "not approved")
        assert "everything looked at" not in chair.flat().lower()
        assert "15 points of the tick-list, the timeline, what to expect." in chair.flat()
        await chair.press("i")
        await fill(chair, "A. Officer")
        await chair.press("1", "4", *ALL_POINTS, "q", "3", "c", "q", "2", "A", "q", "1")
        for _ in range(9):
            await chair.press("t")
        await chair.press("q", "5")
        await fill(chair, "Criminal damage", "Religion")
        await chair.type("Racist abuse outside a shop.")
        await chair.press("enter", "enter")
        await shows(chair, "15 of 15 ticked")
        await chair.press("v")
        await shows(chair, "Approve as a second person")
        assert "Everything was looked at." in chair.flat()
        await chair.press("escape", "q")
        await shows(chair, "Everything was looked at.")


def test_a_long_case_is_said(tmp_path: Path) -> None:
    case = read_case(write_case_folders(tmp_path)[0])
    assert "a long case" not in still_open([case])
    case.__dict__["reading_words"] = 15 * 200
    assert "a long case" not in still_open([case])
    case.__dict__["reading_words"] = 15 * 200 + 1
    assert "a long case" in still_open([case]) and "2 long cases" in still_open([case, case])


async def test_without_an_approval_the_seal_asks_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "april").mkdir()
    write_case_folders(tmp_path / "given")[0].rename(tmp_path / "april" / "01-case")
    async with Desk(tmp_path) as chair:
        await shows(chair, "not approved")
        await chair.press("s")
        assert chair.on == "PackDesk" and "v lets a second person approve it" in chair.flat()


async def test_on_an_empty_desk_the_seal_says_what_is_true(tmp_path: Path) -> None:
    async with Desk(tmp_path) as chair:
        await chair.press("s")
        assert "No case folder lies here yet" in chair.flat()


async def test_a_fault_in_a_thread_ends_the_program_and_never_hangs_the_screen(tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        async with Desk(tmp_path) as chair:
            screen = chair.app.screen
            assert isinstance(screen, PackDesk)
            do_in_thread(screen, "Dividing", lambda: 1 // 0, print)
            for _ in range(1_000):
                if chair.app._exception is None:
                    await asyncio.sleep(0.01)


async def test_the_desk_shows_what_is_wrong_with_a_case(tmp_path: Path) -> None:
    folder = write_case_folders(tmp_path / "given")[0]
    broken = tmp_path / "april" / "01-broken"
    broken.mkdir(parents=True)
    (broken / "case.toml").write_text("wrong = 1\n" + folder.joinpath("case.toml").read_text())
    async with Desk(tmp_path) as chair:
        await shows(chair, "01-broken")
        await chair.press("enter")
        assert "entry that is not known" in await chair.painted()
        await chair.press("s")
        assert "readable first" in chair.text()


def test_a_thread_that_read_a_case_too_early_puts_nothing_old_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pack desk reads a case while somebody has it open and ticks: the tick must not be lost."""
    case = write_unready_case(tmp_path / "april")
    office = Office(tmp_path / "home", SystemClock())
    read, gate, threads = threading.Event(), threading.Event(), list[threading.Thread]()
    slow = office_module.read_folder

    def slowly(*given: Any) -> CaseFolder:
        found = slow(*given)
        if threading.current_thread() in threads:
            read.set()
            assert gate.wait(30)
        return found

    monkeypatch.setattr(office_module, "read_folder", slowly)
    threads.append(threading.Thread(target=office.read, args=(case,)))
    threads[0].start()
    assert read.wait(30)
    ticked = work.tick_item(office.read(case), "victim", "A. Officer", SystemClock().wall())
    office.put(ticked)
    gate.set()
    threads[0].join()
    assert office.read(case) is ticked


ALLOWS = 'allowed_phones = ["07700 900123"]\n'


@pytest.mark.parametrize(
    ("beside", "own", "allowed"),
    [
        (None, None, False),
        (ALLOWS, None, True),
        (None, ALLOWS, True),
        ("", ALLOWS, True),
        (ALLOWS, "", False),
    ],
)
def test_the_desk_and_the_command_line_check_by_the_same_settings(
    tmp_path: Path, beside: str | None, own: str | None, allowed: bool
) -> None:
    case = write_unready_case(tmp_path / "april")
    for folder, text in ((tmp_path / "april", beside), (case, own)):
        if text is not None:
            (folder / "checks.toml").write_text(text)
    office = Office(tmp_path / "home", SystemClock())
    for found in (office.read(case).found, read_case(case).found):
        assert ("T-PHONE" not in {each.finding.id for each in found}) == allowed


# ── what an officer reads on the way ─────────────────────────────────────────────────────────────────────


async def test_the_way_back_stands_on_every_list_of_a_case_even_an_empty_one(tmp_path: Path) -> None:
    case = tmp_path / "april" / "01-case"
    case.mkdir(parents=True)
    (case / "note.txt").write_text("the caller said nothing more.\n")
    (case / "case.toml").write_text(
        'ref = "R"\ntitle = "T"\nadvisory = "Abuse."\n[[documents]]\nfile = "note.txt"\ntitle = "Note"\n'
    )
    write_unready_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open: 15 points")
        await shows(chair, "3 findings must be redacted or waived")
        for number in ("1", "2"):
            await chair.press(number)
            for key in ("1", "2", "3", "4"):
                await chair.press(key)
                assert "q back" in chair.bottom() and "F1 help" in chair.bottom(), chair.text()
                await chair.press("q")
            if number == "1":
                assert "Cover                      says what to expect" in chair.text()
                await chair.press("2")
                assert "There are none." in chair.text() and "names nobody" not in chair.bottom()
                await chair.press("q")
            await chair.press("q")


async def test_the_document_form_is_one_key_away_where_there_is_none_yet(tmp_path: Path) -> None:
    source = write_unready_case(tmp_path / "given") / "1-call-log.pdf"
    async with Desk(tmp_path) as chair:
        await chair.press("n")
        await fill(chair, "SYN/0007/25", "Public order", "")
        await shows(chair, "No documents yet: open the case, and a adds one.")
        await chair.press("s")
        assert "Nothing was sealed, because SYN/0007/25 Public order has no documents" in chair.flat()
        await chair.press("enter", "1")
        assert "Add the redacted documents first: a." in chair.text().splitlines()[-2]
        await chair.press("a")
        await fill(chair, str(source), "Call log", "")
        text = await shows(chair, "3 must be redacted or waived")
        assert "is being checked" not in text and "The document is added and checked." in text
        await chair.press("a")
        assert "Documents: a adds one, ENTER takes one out" in chair.text()


async def test_what_is_said_of_a_check_goes_when_it_is_done(tmp_path: Path) -> None:
    write_unready_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("c")
        text = await shows(chair, "The cases are checked.")
        assert "again ..." not in text
        await chair.press("n")
        await chair.press("escape")
        assert "The cases are checked." not in chair.text()


async def test_a_pass_phrase_that_exists_is_asked_for_without_advice(tmp_path: Path) -> None:
    approved_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "approved by Second")
        await chair.press("enter", "v")
        assert "six words" not in chair.text() and "pass-phrase of that vault" in chair.text()
        await chair.press("escape", "q", "k", "1")
        assert "six words are best" in chair.text()


@pytest.mark.parametrize(
    ("label", "kept"), [("h", "h"), ("[---]", "[---]"), ("07700 900123", "07700 900123")]
)
async def test_a_stray_letter_is_no_label_and_another_is_asked_for(
    tmp_path: Path, label: str, kept: str
) -> None:
    case = write_unready_case(tmp_path / "april")
    async with Desk(tmp_path) as chair:
        await shows(chair, "3 findings must be redacted or waived")
        await chair.press("1", "1", "h")
        await fill(chair, label)
        assert "says nothing of whose place it takes: type one such as VICTIM 1." in chair.flat()
        assert values(chair) == {"label": kept} and not (case / "review.json").exists()
        await fill(chair, "contact 1")
        await shows(chair, "Redacted here.")
        await chair.press("q", "2", "r", "enter")
        await fill(chair, label)
        assert "type one such as VICTIM 1." in chair.flat() and focused(chair) == "label"
        await fill(chair, "officer 9")
        await shows(chair, "Redacted in 1 place.")
    assert "[CONTACT 1]" in (case / "review.json").read_text()


async def test_the_last_word_of_the_list_is_redacted_like_any_other(tmp_path: Path) -> None:
    april = tmp_path / "april" / "01-case"
    april.mkdir(parents=True)
    (april / "note.txt").write_text("Testname met Zzyzx.\n")
    (april / "case.toml").write_text(
        'ref = "R"\ntitle = "T"\n[[documents]]\nfile = "note.txt"\ntitle = "Note"\n'
    )
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open")
        await chair.press("1", "2", "end", "r", "enter")
        await fill(chair, "place 1")
        assert "Redacted in 1 place." in chair.text() and chair.on == "Ledger"


async def test_further_rows_of_help_and_of_a_list_stand_under_the_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as chair:
        await chair.press("k")
        rows = [row.strip(" ┃") for row in chair.text().splitlines()]
        broken = next(n for n, row in enumerate(rows) if "The keys of a meeting" in row)
        raw = chair.text().splitlines()
        assert raw[broken].index("The keys") == raw[broken + 1].index(rows[broken + 1])
        await chair.press("escape", "f1")
        shown = chair.text().splitlines()
        place = next(n for n, row in enumerate(shown) if "open it: what" in row)
        words = shown[place + 1].strip(" ┃")
        assert words and shown[place].index("open it") == shown[place + 1].index(words)


async def test_the_seal_finds_the_meetings_file_among_those_of_people(tmp_path: Path) -> None:
    approved_case(tmp_path / "april")
    (tmp_path / "april" / "broken.recipient").write_text("nothing of the kind")
    async with Desk(tmp_path) as chair:
        await shows(chair, "approved by Second")
        await chair.press("s")
        assert values(chair) == {"meeting": "", "name": "papers", "recipient": "april.recipient"}


def _case_of(folder: Path, text: str) -> Path:
    """Make a case folder with one plain text; return it."""
    case = folder / "april" / "01-case"
    case.mkdir(parents=True)
    (case / "note.txt").write_text(text)
    (case / "case.toml").write_text(
        'ref = "R"\ntitle = "T"\n[[documents]]\nfile = "note.txt"\ntitle = "Note"\n'
    )
    return case


async def test_every_place_of_a_word_can_be_read_before_it_is_ticked(tmp_path: Path) -> None:
    beside = ("painted blue", "opened at nine", "was shut", "is my neighbour", "rang again")
    wide = "漢" * 40
    _case_of(tmp_path, "".join(f"{wide} Zzyzx {what}. {wide}\n\n" for what in beside))
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open")
        await chair.press("1", "2", "down")
        text = await shows(chair, "Place 1 to 3 of 5")
        assert all(what in text for what in beside[:3]) and beside[3] not in text
        await chair.press("right", "right")
        text = await shows(chair, "Place 4 to 5 of 5")
        assert all(what in text for what in beside[3:]) and beside[2] not in text
        await chair.press("left", "left")
        assert "Place 1 to 3 of 5" in chair.text()


async def test_one_key_does_not_tick_what_a_person_has_to_do(tmp_path: Path) -> None:
    _case_of(tmp_path, "Nothing of note.\n")
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open")
        await chair.press("i")
        await fill(chair, "A. Officer")
        await chair.press("1", "4", "A")
        assert "0 of 15" in chair.text() and "each by itself" in chair.flat()


async def test_what_comes_back_with_an_undo_is_said(tmp_path: Path) -> None:
    _case_of(tmp_path, "Testname met Zzyzx.\n")
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open")
        await chair.press("1", "2", "end", "r", "enter")
        await fill(chair, "place 1")
        await chair.press("q", "u")
        assert "taken back: Zzyzx stands in the papers again." in chair.flat()
        await chair.press("u")
        assert "Nothing was redacted here yet." in chair.flat()


async def test_the_form_of_a_picture_says_that_the_picture_is_packed(tmp_path: Path) -> None:
    case = _case_of(tmp_path, "Nothing of note.\n")
    Image.new("L", (200, 200), 250).save(tmp_path / "scan.png")
    filing.add_document(case, tmp_path / "scan.png", "Scan", "")
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open")
        await chair.press("1", "7", "enter")
        assert "The picture itself goes into the pack as it is" in chair.flat()


async def test_a_file_dragged_into_the_window_is_added_and_a_folder_is_called_one(tmp_path: Path) -> None:
    _case_of(tmp_path, "Nothing of note.\n")
    given = tmp_path / "given here"
    given.mkdir()
    (given / "log.txt").write_text("A log.\n")
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open")
        await chair.press("1", "a", "a")
        await fill(chair, f"'{given}'", "Log", "")
        await shows(chair, "given here is a folder: nothing was added.")
        await fill(chair, f"'{given / 'log.txt'}'", "Log", "")
        await shows(chair, "log.txt   1 page")


async def test_what_is_hidden_in_a_file_says_what_to_do_about_it(tmp_path: Path) -> None:
    case = _case_of(tmp_path, "Nothing of note.\n")
    (case / "note.txt").rename(case / "note.md")
    (case / "note.md").write_text("Nothing of note.\n<!-- Zzyzx said so -->\n")
    sheet = case / "case.toml"
    sheet.write_text(sheet.read_text().replace("note.txt", "note.md"))
    async with Desk(tmp_path) as chair:
        await shows(chair, "1 finding must be redacted or waived")
        await chair.press("1", "1")
        assert "Correct the file where it was made and add it anew" in chair.flat()
        for key in ("r", "h"):
            await chair.press(key)
            await shows(chair, "this is hidden in the file, not in its text")
            assert "or waive this with a reason" in chair.flat()


async def test_what_was_redacted_on_the_cover_shows_its_label_on_the_desks(tmp_path: Path) -> None:
    case = _case_of(tmp_path, "Nothing of note.\n")
    sheet = case / "case.toml"
    sheet.write_text(sheet.read_text().replace('title = "T"', 'title = "Damage at Zzyzx"', 1))
    async with Desk(tmp_path) as chair:
        await shows(chair, "Still open")
        await chair.press("1", "1", "r", "enter")
        await fill(chair, "place 1")
        await chair.press("q")
        assert "Damage at [PLACE 1]" in chair.text() and "Zzyzx" not in chair.text()
        await chair.press("q")
        assert "Damage at [PLACE 1]" in chair.text() and "Zzyzx" not in chair.text()
