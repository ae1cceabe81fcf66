"""An officer at the pack desk: from an empty folder to a sealed pack, by keys alone."""

import asyncio
import json
import threading
from pathlib import Path

import pytest
from textual.widgets import Input
from textual.worker import WorkerFailed
from ui_driver import SMALL, Chair

from panelroom.cli.pack_review import read_case
from panelroom.clock import SystemClock
from panelroom.desk import SealedPapers
from panelroom.keys import create_papers_key, create_person
from panelroom.packs.signers import Signer, Signers
from panelroom.paper_source import open_papers
from panelroom.sample_files import write_case_folders, write_unready_case
from panelroom.ui.app import PanelroomApp
from panelroom.ui.office import Office
from panelroom.ui.screens.pack_desk import PackDesk
from panelroom.ui.screens.working import do_in_thread

SECRET = "six plain words for tests only"


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
    given = write_unready_case(tmp_path / "given")
    desk = Desk(tmp_path)
    async with desk as chair:
        assert "There is no case here yet" in chair.text()
        await chair.press("i")
        await fill(chair, "A. Officer")
        for kind, name in (("1", "Ada"), ("1", "Second"), ("2", "HCSP 2026/04")):
            await chair.press("k", kind)
            await fill(chair, name, SECRET, SECRET)
            await shows(chair, "ix words")
        await chair.press("n")
        await fill(chair, "SYN/0007/25", "Public order", "Race, Religion")
        await shows(chair, "SYN/0007/25")
        await chair.press("enter")
        await shows(chair, "none yet: a adds one")
        await chair.press("a", "a")
        await fill(chair, str(given / "1-call-log.pdf"), "Call log", "control room")
        await shows(chair, "3 must be redacted or waived")
        await redact_everything(chair)
        await chair.press("q")
        text = await shows(chair, "nothing left to do")
        assert "Timeline" in text and "not confirmed" in text
        await chair.press("3", "c", "q", "4", "A", "q")
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
        await fill(chair, "nobody", SECRET)
        await shows(chair, "no such vault")


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
        await chair.press("1", "3", "space", "q")
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
    given = write_case_folders(tmp_path / "given")
    april.mkdir()
    given[0].rename(april / "01-case")
    create_papers_key(april, "april", SECRET, work_factor=10)
    create_person(april, "Second", SECRET)
    async with Desk(tmp_path) as chair:
        await shows(chair, "not approved")
        await chair.press("k", "1")
        await fill(chair, "Ada", SECRET, SECRET)
        assert chair.on == "Working" and "Making keys ..." in chair.text()
        await shows(chair, "Six words")
        await chair.press("enter", "v")
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


async def test_what_is_refused_in_a_thread_is_said_on_the_screen(tmp_path: Path) -> None:
    async with Desk(tmp_path) as chair:
        for secret, said in (("another", "differ: nothing was made"), (SECRET, "exists already")):
            await chair.press("k", "1")
            (tmp_path / "april" / "ada.recipient").touch()
            await fill(chair, "Ada", SECRET, secret)
            await shows(chair, said)
            assert chair.on == "PackDesk"


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
