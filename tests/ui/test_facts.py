"""The facts, asked of the force: from the question to the panel's reply in the minutes, by keys alone."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from secretary import afterwards, fill, shows
from test_secretary import text_of
from textual.events import Paste
from ui_driver import SMALL, TRICKY, WIDE, Chair

from panelroom import acts
from panelroom.meeting import without_reply

POINT = "Rest days left the victim"
ANSWER = f"The log shows a call on the second day. {TRICKY}"
REPLY = "The panel read page 3, where nobody answered."
TWIN = Path("april-documents", "restricted", "accuracy-sheet.json")


async def ask_the_force(chair: Chair, days: str = "") -> None:
    """Ask the force, from what is left to do, and wait for the sheet."""
    await chair.press("f")
    assert chair.on == "Accuracy" and "not asked about facts yet" in await chair.painted()
    await chair.press("a")
    await fill(chair, days, "")
    await shows(chair, "Written: april-documents/restricted/accuracy-sheet.pdf, .docx and .json")


def send_back(folder: Path, role: str | None = "Hate crime lead", text: str = ANSWER) -> None:
    """Fill in the twin as the force does: one point of the second case is disputed."""
    twin = json.loads((folder / TWIN).read_text(encoding="utf-8"))
    point = next(
        item for item in twin["items"] if item["case"] == 2 and item["point"].startswith("Observation")
    )
    point |= {"text": text, "page": 3}
    (folder / "back.json").write_text(json.dumps(twin | {"answered_by": role}), encoding="utf-8")


@pytest.mark.heavy
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_from_the_question_to_both_sides_in_the_minutes(shelf: Path, size: tuple[int, int]) -> None:
    async with afterwards(shelf, size=size) as chair:
        assert "the force was not asked yet" in chair.flat()
        await ask_the_force(chair, "10")
        assert chair.meeting.accuracy is not None and chair.meeting.accuracy.act.until == "2026-04-24"
        await shows(chair, "The force may point to errors of fact until 24 April 2026.")
        await chair.press("q")
        await shows(chair, "asked until 24 April 2026, nothing is disputed")
        await chair.press("f")
        send_back(shelf)
        await chair.press("i")
        await chair.enter("back.json")
        await shows(chair, "Recorded: the force disputes 1 fact.")
        seen = await shows(chair, "1 of 1, no reply yet")
        assert POINT in seen and "(Hate crime lead, page 3)" in seen and TRICKY in seen
        await chair.press("q")
        await shows(chair, "1 fact disputed, 1 without a reply")
        await chair.press("f", "enter")
        assert POINT in await shows(chair, "What does the panel reply?")
        await chair.enter(REPLY)
        assert REPLY in await shows(chair, "1 of 1, replied to")
        await chair.press("q", "d", "enter", "enter")
        await shows(chair, "documents written to")
    minutes = " ".join(text_of(shelf / "april-documents/restricted/minutes.pdf").split())
    assert ANSWER in minutes and REPLY in minutes
    assert "call on the second day" not in text_of(shelf / "april-documents/public/minutes.pdf")


async def test_a_file_that_is_none_is_refused_and_nothing_is_recorded(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await chair.press("f", "i")
        assert "The force was not asked yet: a asks it." in await chair.painted()
        await ask_the_force(chair)
        before = chair.entries
        await chair.press("i")
        await chair.enter("none.json")
        await shows(chair, "none.json cannot be read")
        assert chair.on == "Sheet"
        send_back(shelf, role=None)
        await fill(chair, "back.json")
        await shows(chair, "does not say who answered")
        await fill(chair, str(TWIN))
        await shows(chair, "no point of that sheet is filled in")
        assert chair.entries == before and chair.on == "Accuracy"


@pytest.mark.heavy
async def test_an_answer_on_paper_is_typed_in_once_the_role_is_no_name(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await ask_the_force(chair)
        await chair.press("t", "1")
        await fill(chair, "Member B", "2", "It was the third day.")
        await shows(chair, "give the role alone")
        assert not any(case.disputes for case in chair.meeting.cases)
        await fill(chair, "Hate crime lead", "", "")
        await shows(chair, "The force disputes this (Hate crime lead, page 2) It was the third day.")
        await chair.press("enter", *"Half a reply", "escape")
        await chair.press("q", "e")
        assert "fact disputed: It was the third day." in await chair.painted(), "the latest stands first"
        await chair.press("enter", "enter", *" Member B", "enter")
        await fill(chair, "3", "The role was misheard.")
        await shows(chair, "give the role alone")
        await chair.press("escape")
        assert chair.meeting.case(1).disputes[0].act.role == "Hate crime lead"
        await chair.press("e", "s", "y")
        (dispute,) = chair.meeting.case(1).disputes
        assert not chair.conductor.desk.draft(f"reply {dispute.id}")
        await chair.press("f", "enter")
        await shows(chair, "there is nothing to reply to")


@pytest.mark.heavy
@pytest.mark.parametrize("pasted", [False, True], ids=["typed", "pasted"])
async def test_two_pages_are_refused_and_never_become_another_one(shelf: Path, pasted: bool) -> None:
    async with afterwards(shelf) as chair:
        await ask_the_force(chair)
        await chair.press("t", "1", "enter")
        if pasted:
            assert chair.app.focused is not None
            chair.app.focused.post_message(Paste("4\n and 5"))
            await chair.press("enter")
        else:
            await chair.enter("4 and 5")
        seen = await shows(chair, "A whole number from 0 to 10000 is needed, one alone: The page")
        assert "4 and 5" in seen
        await chair.enter("4")
        await chair.enter("Pages 4 and 5 show calls.")
        await shows(chair, "The force disputes this (Police force, page 4)")


@pytest.mark.heavy
async def test_several_disputes_are_gone_through_and_a_sheet_read_twice_is_recorded_once(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        await ask_the_force(chair)
        twin = json.loads((shelf / TWIN).read_text(encoding="utf-8"))
        for item in twin["items"][:3]:
            item["text"] = f"Not so: {item['point']}."
        (shelf / "back.json").write_text(json.dumps(twin | {"answered_by": "force lead"}))
        for said in ("Recorded: the force disputes 3 facts.", "Nothing new: all of it was recorded before."):
            await chair.press("i")
            await chair.enter("back.json")
            await shows(chair, said)
        await chair.press("N")
        await shows(chair, "This is the first one.")
        await chair.press("n", "right", "n")
        await shows(chair, "3 of 3, no reply yet")
        await chair.press("l", "1")
        await shows(chair, "1 of 3, no reply yet")


@pytest.mark.heavy
async def test_another_day_and_a_folder_that_takes_nothing(shelf: Path) -> None:
    (shelf / "taken").write_text("a file, no folder")
    async with afterwards(shelf) as chair:
        await chair.press("f", "a")
        await fill(chair, "400", "")
        await shows(chair, "more than a year")
        await fill(chair, "7", "taken")
        await shows(chair, "That the force is asked is recorded, but its sheet is not written.")
        assert chair.meeting.accuracy is not None
        await chair.press("w")
        await fill(chair, "")
        await shows(chair, "Written: april-documents/restricted/accuracy-sheet.pdf")
        await chair.press("a")
        await shows(chair, "It has until 21 April 2026 already.")
        await fill(chair, "7", "")
        await shows(chair, "The force has until that day already.")


@pytest.mark.heavy
async def test_a_signed_file_in_the_folder_stays_and_the_form_comes_back(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        signed = shelf / "april-documents/restricted/minutes.pdf"
        signed.parent.mkdir(parents=True)
        signed.write_bytes(b"%PDF-1.7 /ByteRange [0 1 2 3]")
        await chair.press("d", "enter", "enter")
        await shows(chair, "Nothing was written: restricted/minutes.pdf in april-documents is signed")
        assert chair.on == "Sheet" and [p.name for p in signed.parent.iterdir()] == ["minutes.pdf"]
        await fill(chair, "later")
        await chair.press("enter")
        await shows(chair, "documents written to")
    assert signed.read_bytes().endswith(b"[0 1 2 3]") and (shelf / "later/restricted/minutes.pdf").exists()


@pytest.mark.heavy
async def test_a_struck_reply_is_none_and_a_day_to_come_is_no_past(shelf: Path) -> None:
    async with afterwards(shelf) as chair:
        assert "seals it for one person to open" in chair.flat()
        until = (chair.conductor.now().date() + timedelta(days=10)).isoformat()
        point = chair.meeting.case(1).observations[0].id
        for act in (
            acts.OpenAccuracyCheck(until=until),
            acts.DisputeFact(entry=point, role="force lead", text="It was the third day."),
        ):
            assert chair.app.act(act)
        (dispute,) = chair.meeting.case(1).disputes
        assert chair.app.act(acts.ReplyToDispute(entry=dispute.id, text="Somebody Nameable saw it."))
        assert without_reply(chair.meeting) == ()
        (reply,) = chair.meeting.case(1).dispute_replies
        assert chair.app.act(acts.StrikeText(entry=reply.id, why="names_a_person"))
        assert without_reply(chair.meeting) == (dispute.id,)
        assert chair.app.act(acts.ConfirmMinutes(by=(acts.Approval(role="chair", method="in_person"),)))
        await chair.press("f")
        seen = await shows(chair, "1 of 1, no reply yet")
        assert "[struck from the record] Nothing yet: ENTER types it." in seen
        assert "The force may still point to errors of fact until" in seen
        assert "what comes now is printed as said afterwards" in seen
