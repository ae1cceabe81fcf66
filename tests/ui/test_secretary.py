"""A secretary, days after the meeting: from the closed book to published wording and documents, by keys alone."""

import subprocess
from pathlib import Path

import pytest
from at_home import OFFICE, at_home
from secretary import afterwards, fill, shows
from ui_driver import PASSPHRASE, SMALL, TRICKY, WIDE, Chair, at_the_desk, begin

from panelroom import acts, bookcase
from panelroom.clock import SystemClock
from panelroom.keys import create_person
from panelroom.naming import Naming
from panelroom.ui.app import PanelroomApp

SECRET = "six other words for one person"
OTHER = "six plain words for another laptop"
WORDS = "Victims were kept informed [REDACTED] in the way they had asked for."
BLOCKED = "Member B wrote it down."


async def as_secretary(chair: Chair) -> None:
    """Say who looks the wording over, when that is asked."""
    assert "Who looks the wording over?" in await chair.painted()
    await chair.enter("secretary")


async def publish(chair: Chair, words: str) -> None:
    """Type a public wording for the entry on the screen."""
    await chair.press("enter")
    if "Who looks" in await chair.painted():
        await as_secretary(chair)
    await chair.enter(words)


@pytest.mark.heavy
async def test_a_closed_book_opens_at_what_is_left_to_do(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        assert chair.on == "After"
        seen = chair.flat()
        assert "The meeting is closed, 6 of 6 cases decided." in seen
        assert chair.conductor.session.root in seen
        assert "0 of 26 looked at, 0 published" in seen
        assert "3 queries to the force without their answers" in seen
        await chair.press("w")
        assert chair.on == "WrapUp"
        await chair.press("enter")
        assert chair.on == "After"
        await chair.press("down", "down", "up", "enter")
        assert chair.on == "Release"
        await chair.press("escape")
        assert chair.on == "After"


async def test_nothing_is_published_by_looking_and_a_wording_is_once_it_is_typed(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r", "n", "left", "enter", "enter")
        assert "Type a role, such as secretary." in await chair.painted()
        await chair.type("Member B")
        await chair.press("enter")
        assert "give the role alone" in await chair.painted()
        await fill(chair, "secretary")
        await chair.press("enter", "enter")
        assert "Still needed" in await chair.painted()
        assert not chair.meeting.released
        await chair.enter(WORDS)
        ((entry, released),) = chair.meeting.released.items()
        assert (entry, released.act.text, released.act.by) == ("e22", WORDS, "secretary")
        assert "1 of 26 looked at, 1 published" in await chair.painted()
        await chair.press("f")
        assert WORDS in (await shows(chair, "1 of 1, published"))
        await chair.press("enter", "enter")
        assert chair.on == "Form" and "published already" in chair.flat()


async def test_blocked_wording_is_refused_on_the_spot_and_what_was_typed_is_kept(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r")
        await publish(chair, BLOCKED)
        assert chair.on == "Form"
        seen = await shows(chair, "It names somebody on the roster.")
        assert BLOCKED in seen
        await chair.press("escape")
        assert not chair.meeting.released
        assert "You began to type a wording" in await chair.painted()
    async with afterwards(shelf) as chair:
        await chair.press("r", "enter")
        await as_secretary(chair)
        assert BLOCKED in (await shows(chair, "What the public reads"))


@pytest.mark.heavy
async def test_a_character_that_nobody_sees_does_not_hide_a_name_from_the_check(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r", "enter")
        await as_secretary(chair)
        await chair.paste("Mem\u200bber B wrote it.")
        await chair.press("enter")
        await shows(chair, "A character in it cannot be shown")
        assert not chair.meeting.released


async def test_the_panels_own_words_are_published_only_after_a_yes(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r", "n", "c")
        await as_secretary(chair)
        await chair.press("enter", "enter", "enter")
        assert chair.on == "Confirm" and not chair.meeting.released
        await chair.press("n")
        assert chair.on == "Form" and not chair.meeting.released
        await chair.press("enter", "y")
        (released,) = chair.meeting.released.values()
        assert released.act.text.startswith("Rest days left the victim")


@pytest.mark.heavy
async def test_keeping_back_withdrawing_and_a_correction_change_what_waits(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r", "k")
        assert "1 of 26 looked at, 0 published" in await chair.painted()
        assert not chair.meeting.released
        await publish(chair, WORDS)
        assert "2 of 26 looked at, 1 published" in await chair.painted()
        await chair.press("f", "k")
        assert "x withdraws it first" in await chair.painted()
        await chair.press("x", "n")
        assert len(chair.meeting.released) == 1
        await chair.press("x", "y")
        assert not chair.meeting.released
        assert "1 of 26 looked at, 0 published" in await chair.painted()
    async with afterwards(shelf) as chair:
        assert "1 of 26 looked at, 0 published" in chair.flat()
        await correct_the_first_observation(chair)
        assert "0 of 26 looked at, 0 published" in await chair.painted()


async def correct_the_first_observation(chair: Chair) -> None:
    await chair.press("e")
    assert "What was recorded" in await chair.painted()
    for _ in range(len(chair.app.screen._options)):  # type: ignore[attr-defined]
        await chair.press("down")
    while "The first officer" not in chair.app.screen._options[chair.app.screen._at][1]:  # type: ignore[attr-defined]
        await chair.press("up")
    await chair.press("enter")
    await chair.type(" It was noted.")
    await chair.press("enter")
    await chair.enter("A sentence was left out.")
    await chair.press("enter")
    assert len(chair.meeting.corrections) == 1, chair.text()


@pytest.mark.heavy
async def test_lists_filters_and_the_preview_show_where_things_stand(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r")
        await publish(chair, WORDS)
        await chair.press("j", "5")
        assert "Case 5" in (await shows(chair, "The panel's words"))
        await chair.press("l")
        await shows(chair, "Case 1, observation, published")
        await chair.press("1")
        assert WORDS in (await shows(chair, "For the public published"))
        await chair.press("v")
        seen = ""
        for _ in range(12):
            seen += " " + " ".join((await chair.painted()).replace("┃", " ").split())
            await chair.press("pagedown")
        assert WORDS in seen and "Taking part" in seen
        assert "SYN/0001/25" not in seen and "Rest days left" not in seen


@pytest.mark.heavy
async def test_a_struck_sentence_leaves_nothing_in_a_half_typed_wording(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r", "n", "c")
        await as_secretary(chair)
        await chair.press("escape")
        assert chair.conductor.desk.draft("release e44 as recorded")
        await chair.press("escape", "e", *["down"] * 30)
        while "Rest days left" not in chair.app.screen._options[chair.app.screen._at][1]:  # type: ignore[attr-defined]
            await chair.press("up")
        await chair.press("s", "y")
        assert not chair.conductor.desk.draft("release e44 as recorded")


@pytest.mark.heavy
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_from_the_closed_meeting_to_confirmed_minutes_on_the_disk(
    shelf: Path, size: tuple[int, int]
) -> None:
    async with afterwards(shelf, size=size) as chair:
        await chair.press("r")
        await publish(chair, WORDS)
        await chair.press("q")
        await confirm(chair)
        await chair.press("d", "enter", "enter")
        await shows(chair, "23 documents written to")
        await chair.press("escape")
        await shows(chair, "written into april-documents")
        await chair.press("p")
        await fill(chair, "april-documents/restricted/minutes.pdf")
        await shows(chair, "printed from exactly this record")
    public = shelf / "april-documents" / "public"
    assert WORDS in (public / "minutes.html").read_text(encoding="utf-8")
    assert WORDS in " ".join(text_of(public / "minutes.pdf").split())
    assert "Rest days left" not in text_of(public / "minutes.pdf")
    assert "DRAFT" not in text_of(public / "minutes.pdf")


@pytest.mark.heavy
async def test_minutes_are_checked_and_a_change_makes_them_a_draft_again(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        assert "not checked yet" in chair.flat() and "a draft until they are confirmed" in chair.flat()
        await chair.press("c")
        await chair.enter("Member B")
        assert "give the role alone" in await chair.painted() and chair.meeting.checked is None
        for _ in "Member B":
            await chair.press("backspace")
        await chair.enter("secretary")
        assert "checked, and wait to be confirmed" in await chair.painted()
        chair.app.act(acts.ReleaseText(entry="e22", text=WORDS, by="secretary"))
        assert "checked by secretary; changed since" in " ".join((await chair.painted()).split())


async def confirm(chair: Chair) -> None:
    """Note that the Chair, in person, and the secretary, by e-mail, approved the minutes."""
    await chair.press("n")
    await chair.enter("Chair")
    await chair.press("i", "escape")
    assert chair.meeting.confirmed is None
    assert "Nothing was recorded" in await chair.painted()
    await chair.press("n")
    await chair.enter("Chair")
    await chair.press("i", "2")
    await chair.enter("Secretary")
    await chair.press("e", "1")
    confirmed = chair.meeting.confirmed
    assert confirmed is not None
    assert [(a.role, a.method) for a in confirmed.act.by] == [("Chair", "in_person"), ("Secretary", "e_mail")]


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.heavy
async def test_wording_that_is_refused_now_is_told_everywhere_and_nothing_public_is_written(
    shelf: Path,
) -> None:
    async with afterwards(shelf) as chair:
        chair.app.act(acts.ReleaseText(entry="e22", text=BLOCKED, by="secretary"))
        await shows(chair, "1 published wording is refused now")
        await chair.press("v")
        await shows(chair, "These minutes would not be written")
        await chair.press("escape", "r", "f")
        await shows(chair, "Refused now, so that nothing is written: It names somebody on the roster.")
        await chair.press("q", "d", "enter", "enter")
        await shows(chair, "the public minutes are not: e22: It names somebody")
        assert chair.on == "Sheet"
    assert (shelf / "april-documents" / "restricted" / "minutes.pdf").exists()
    assert not (shelf / "april-documents" / "public").exists()


@pytest.mark.heavy
async def test_the_form_proposes_whom_the_office_wants_named(shelf: Path) -> None:
    page = shelf / "april-documents" / "public" / "minutes.html"
    async with afterwards(shelf) as chair:
        for wanted in (False, True):
            chair.conductor.desk.put_naming(Naming(name_chair=wanted))
            await chair.press("d", "enter", "enter")
            await shows(chair, "documents written to")
            assert ("A. Chair" in page.read_text(encoding="utf-8")) is wanted
            await chair.press("escape")


@pytest.mark.heavy
async def test_documents_of_before_the_latest_change_are_told(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("d", "enter", "enter")
        await shows(chair, "23 documents written to")
        await chair.press("escape")
        await confirm(chair)
        await shows(chair, "those in april-documents are from before the latest change")
        await chair.press("p")
        await fill(chair, "april-documents/restricted/minutes.pdf")
        await shows(chair, "which went on after it: 1 other entry")
        await chair.press("escape", "p")
        await fill(chair, "no such file")
        await shows(chair, "neither a root of 64 hex digits nor a file")
        assert chair.on == "Sheet"


@pytest.mark.heavy
async def test_a_record_is_handed_over_received_and_opened_by_the_screens_alone(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = shelf / "meeting", shelf / "office"
    here.mkdir(), there.mkdir()  # type: ignore[func-returns-value]
    create_person(there, "Ada Secretary", SECRET, work_factor=10)
    (here / "ada-secretary.recipient").write_bytes((there / "ada-secretary.recipient").read_bytes())
    async with afterwards(here) as chair:
        await chair.press("h", "enter", "enter")
        seen = await shows(chair, "Seal the record to Ada Secretary?")
        assert "six words, to compare by voice" in seen
        await chair.press("y")
        await shows(chair, "Sealed to Ada Secretary in april.record.age.")
        root = chair.conductor.session.root
        await chair.press("h", "enter", "enter")
        await shows(chair, "exists already and was left as it is")
    (here / "april.record.age").rename(there / "april.record.age")
    monkeypatch.chdir(there)
    app = PanelroomApp(there / "home", clock=SystemClock())
    async with app.run_test(size=SMALL) as pilot:
        chair = Chair(app, pilot, None)  # type: ignore[arg-type]
        await chair.settle()
        await receive(chair)
        assert chair.conductor.session.root == root
        await chair.press("r")
        await publish(chair, WORDS)
        assert len(chair.meeting.released) == 1
        await chair.press("q", "d", "enter", "enter")
        await shows(chair, "23 documents written to")
    assert WORDS in (there / "april-documents" / "public" / "minutes.html").read_text(encoding="utf-8")
    assert len(bookcase.book_key(there / "april.book", OTHER)) == 32


async def receive(chair: Chair) -> None:
    """Open the record at Home, with a wrong pass-phrase and two that differ on the way."""
    await chair.press("3", "2")
    await fill(chair, "nothing.record.age", "ada-secretary.vault.age", "wrong words")
    await shows(chair, "There is no file nothing.record.age there")
    await fill(chair, "april.record.age", "Ada Secretary", "wrong words")
    await shows(chair, "does not open")
    await fill(chair, SECRET)
    await shows(chair, "2 of 2")
    await fill(chair, "", OTHER, "other words")
    await shows(chair, "The two pass-phrases differ")
    await fill(chair, OTHER, OTHER)
    await shows(chair, "The record proves itself and is open here.")
    assert chair.on == "After"


@pytest.mark.heavy
async def test_the_lock_over_long_work_leads_back_to_what_came_of_it(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("d")
        await chair.burst("enter", "enter", "ctrl+l")
        assert chair.on == "Lock", chair.text()
        await chair.pilot.pause(3)
        await chair.enter(PASSPHRASE)
        await shows(chair, "The screen is blank")
        await chair.press("b")
        await shows(chair, "23 documents written to")


async def test_idle_locks_and_the_room_sees_nothing(shelf: Path) -> None:
    from panelroom.display import room_page

    async with afterwards(shelf) as chair:
        await chair.press("r", "enter")
        await as_secretary(chair)
        await chair.type("Half a sentence")
        page = room_page(chair.meeting, chair.conductor.desk.room(), chair.conductor.now())
        assert page.heading == "Thank you" or page.kind == "closed"
        await chair.wait(601)
        assert chair.on == "Lock" and "Rest days" not in chair.text() and "Half" not in chair.text()


async def test_before_the_closing_there_is_no_way_to_the_wording(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await begin(chair)
        titles = {command.title for command in chair.app.get_system_commands(chair.app.screen)}
        assert not any("wording" in title or "after the meeting" in title for title in titles)
        await chair.press("w", "n")
        assert "confirmed after the meeting is closed" in await chair.painted()


@pytest.mark.heavy
async def test_words_that_look_like_markup_are_shown_and_published_as_they_are(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("r")
        await publish(chair, TRICKY)
        await chair.press("f")
        assert TRICKY in (await shows(chair, "For the public published"))
        await chair.press("l")
        assert chair.on == "Pick"
        await chair.press("escape", "v")
        for _ in range(12):
            if TRICKY in chair.flat():
                return
            await chair.press("pagedown")
            await chair.painted()
        raise AssertionError(chair.text())


async def test_a_book_of_a_meeting_that_was_held_is_asked_for_as_such(shelf: Path) -> None:
    async with at_home(shelf, register=False) as chair:
        await chair.press("3", "1")
        seen = await shows(chair, "The book of the meeting that was held")
        assert "have its record handed over: ESC, then 3 and 2" in seen and "makes a book" not in seen
        await chair.press("escape", "2")
        await shows(chair, "The officer makes a book")


# ── the register's forms ─────────────────────────────────────────────────────────────────────────────────


async def test_an_answer_that_is_left_half_typed_is_there_again(shelf: Path) -> None:
    async with at_home(shelf) as chair:
        await chair.press("r")
        await chair.enter(OFFICE)
        await shows(chair, "ENTER history")
        await chair.press("a")
        await chair.enter(f"The force agrees. {TRICKY}")
        await chair.press("escape")
        await shows(chair, "What you typed waits here")
        await chair.press("down", "a")
        assert "The force agrees" not in await chair.painted()
        await chair.press("escape", "up", "a")
        assert f"The force agrees. {TRICKY}" in await shows(chair, "The force's answer to r1")
        await chair.enter("")
        await chair.enter("")
        await chair.enter("")
        await chair.press("1")
        await shows(chair, "The answer to r1 is recorded.")
        await chair.press("a")
        assert "The force agrees" not in await chair.painted()
