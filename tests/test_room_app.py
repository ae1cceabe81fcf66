"""The room's display beside a meeting that goes on in another connection to the same book."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from making import KEY, act, question_set
from room_meetings import SECRETS, TRICKY, ShownMeeting, make_book, shown_meeting
from textual.pilot import Pilot

from panelroom.clock import SystemClock
from panelroom.desk import Place, RoomSettings
from panelroom.display import RoomPage, room_page
from panelroom.door import Door
from panelroom.store import Book
from panelroom.ui.board import Board, layout
from panelroom.ui.room_app import RoomApp

SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.fixture
def shown(shelf: Path) -> Iterator[Callable[..., ShownMeeting]]:
    with ExitStack() as stack:

        def make(**changes: Any) -> ShownMeeting:
            return stack.enter_context(shown_meeting(shelf, SystemClock(), **changes))

        yield make


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@asynccontextmanager
async def display(
    path: Path, key: bytes | None = KEY, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[int]]:
    app = RoomApp(path, key)
    async with app.run_test(size=size) as pilot:
        yield pilot


def screen(pilot: Pilot[int]) -> str:
    """What is painted, as the terminal would get it."""
    board = pilot.app.query_one(Board)
    rows = ["".join(segment.text for segment in board.render_line(y)) for y in range(board.size.height)]
    return "\n".join(row.rstrip() for row in rows)


def flat(pilot: Pilot[int]) -> str:
    return " ".join(screen(pilot).split())


async def sees(pilot: Pilot[int], words: str, seconds: float = 5) -> None:
    for _ in range(int(seconds / 0.02)):
        if words in flat(pilot):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"never saw {words!r} but:\n{screen(pilot)}")


async def shows(pilot: Pilot[int], page: RoomPage) -> None:
    """Wait for this page; what a running clock changes on it aside."""
    for _ in range(250):
        if timeless(pilot.app.query_one(Board).page) == timeless(page):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"never saw {page} but:\n{screen(pilot)}")


def timeless(page: RoomPage) -> RoomPage:
    return replace(page, big=None, footer="")


# ── following ────────────────────────────────────────────────────────────────────────────────────────────

# Each line: an act (or a setting of the room), and what the room then reads.
MEETING: list[tuple[str, dict[str, Any], str]] = [
    ("mark_present", {"member": "ch"}, "The panel is not yet quorate."),
    ("mark_present", {"member": "m1"}, "The panel is not yet quorate."),
    ("declare_interest", {"member": "et", "case": 2}, "The panel is not yet quorate."),
    ("mark_present", {"member": "m2"}, "The Chatham House Rule applies"),
    ("acknowledge_ground_rules", {}, "The panel is quorate."),
    ("open_case", {"case": 1}, "About 9 minutes to read"),
    ("sit_out", {"member": "fo", "case": 1}, "About 9 minutes to read"),
    ("start_reading", {"minutes": 2.5}, "Reading time"),
    ("extend_reading", {"minutes": -1}, "Less than two minutes left"),
    ("pause_reading", {}, "Paused"),
    ("resume_reading", {}, "Less than two minutes left"),
    ("end_reading", {}, "The panel is looking into the papers."),
    ("show", {"view": "questions", "question": "q1"}, "Question 1 of 11 - minor"),
    ("answer", {"question": "q1", "mark": "not_met"}, "Answer: No"),
    ("undo", {}, "Has the hate element been recognised"),
    ("answer", {"question": "q1", "mark": "met"}, "Answer: Yes"),
    ("observe", {"text": "observationtext", "kind": "learning"}, "Answer: Yes"),
    ("strike_text", {"entry": "e17", "why": "names_a_person"}, "Answer: Yes"),
    ("show", {"view": "questions", "question": "q2"}, "Question 2 of 11 - major"),
    ("answer", {"question": "q2", "mark": "not_met"}, "Answer: No"),
    ("show", {"view": "questions", "question": "q2", "tally": True}, "Major not met so far 1 of 3"),
    ("show", {"view": "questions", "question": "q2", "private": True}, "One moment, please"),
    ("raise_query", {"text": "querytext"}, "One moment, please"),
    ("show", {"view": "questions", "question": "q2"}, "Question 2 of 11 - major"),
    ("adjourn", {"why": "safety"}, "We are taking a break"),
    ("resume", {}, "Question 2 of 11 - major"),
    *[
        ("answer", {"question": f"q{n}", "mark": "met"}, "Major not met 1 of 3" if n == 11 else "Answer: No")
        for n in range(3, 12)
    ],
    ("show", {"view": "outcome"}, "should be considered inappropriate"),
    ("decide", {"outcome": "3", "reason": "reasontext"}, "The panel's conclusion"),
    ("close_case", {}, "1 of 3 cases taken"),
    ("show", {"view": "cover"}, "1 of 3 cases taken"),
    ("open_case", {"case": 2}, "About 9 minutes to read"),
    ("carry_forward", {"case": 2, "reason": "reasontext"}, "1 carried forward to another meeting"),
    ("show", {"view": "wrap_up"}, "Closing the meeting"),
    ("park", {"text": "parkedtext"}, "Closing the meeting"),
    ("close_meeting", {}, "Please hand in all papers before you leave."),
]


async def test_the_display_follows_every_act(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    view = RoomSettings()
    async with display(room.book.path) as pilot:
        await sees(pilot, "We begin shortly.")
        for action, given, words in MEETING:
            if action == "show":
                view = RoomSettings(**given)
                room.desk.put_place_and_room(Place(), view)
            else:
                room.say(action, **given)
            await shows(pilot, room_page(room.meeting, view, room.now()))
            painted = flat(pilot)
            assert words in painted, action
            assert [s for s in SECRETS if s in painted] == []


async def test_the_countdown_goes_by_the_entries_own_times(shown: Callable[..., ShownMeeting]) -> None:
    """A script may say when things happened: years from now, as here, or with a clock that was since moved."""
    room = shown()
    room.begin()
    later = room.now() + timedelta(days=2000)
    async with display(room.book.path) as pilot:
        await sees(pilot, "About 9 minutes to read")
        room.do(act("start_reading", minutes=10), at=later)
        await sees(pilot, "Reading time")
        assert pilot.app.query_one(Board).page.big in ("10:00", "9:59")
    async with display(room.book.path) as pilot:
        await sees(pilot, "Reading time")
        assert pilot.app.query_one(Board).page.big in ("10:00", "9:59")


@pytest.mark.heavy
async def test_the_countdown_counts(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.say("start_reading", minutes=5)
    async with display(room.book.path) as pilot:
        board = pilot.app.query_one(Board)
        seen = set()
        for _ in range(25):
            await asyncio.sleep(0.1)
            seen.add(board.page.big)
        assert {"4:59", "4:58"} <= seen


# ── what it looks like ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES)
async def test_square_brackets_are_shown_as_they_are(
    shown: Callable[..., ShownMeeting], size: tuple[int, int]
) -> None:
    case = {"ref": "a", "strands": [f"strand {TRICKY}"], "advisory": f"advisory {TRICKY}"}
    room = shown(cases=[case], panel=f"Panel {TRICKY}", ref=f"R {TRICKY}", quorum=None)
    async with display(room.book.path, size=size) as pilot:
        await sees(pilot, f"Panel {TRICKY}")
        assert f"R {TRICKY}" in flat(pilot)
        room.begin()
        await sees(pilot, f"strand {TRICKY}")
        assert f"advisory {TRICKY}" in flat(pilot)


async def test_square_brackets_in_a_question_and_an_outcome(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = question_set()
    question = whole.questions[0].model_copy(update={"wording": f"Was {TRICKY} told?"})
    outcome = whole.outcomes[3].model_copy(update={"label": f"Outcome {TRICKY}"})
    changed = whole.model_copy(
        update={"questions": (question, *whole.questions[1:]), "outcomes": (*whole.outcomes[:3], outcome)}
    )
    monkeypatch.setattr("room_meetings.question_set", lambda _name: changed)
    with shown_meeting(shelf, SystemClock()) as room:
        room.begin()
        room.show(question="q1")
        async with display(room.book.path) as pilot:
            await sees(pilot, f"Was {TRICKY} told?")
            room.show("outcome")
            await sees(pilot, f"4 Outcome {TRICKY}")
            room.say("decide", outcome="4", reason="reasontext")
            await sees(pilot, "conclusion ████")
            assert f"Outcome {TRICKY}" in flat(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_is_complete(shown: Callable[..., ShownMeeting], size: tuple[int, int]) -> None:
    room = shown()
    rows: list[str] = []
    for view in ("roll_call", "questions", "outcome"):
        if view == "questions":
            room.begin()
            room.mark_all("not_met")
        rows = [row.plain for row in layout(room_page(room.meeting, RoomSettings(view), room.now()), *size)]
        assert len(rows) == size[1]
        assert all(len(row) == size[0] for row in rows)
        assert not any("…" in row for row in rows)
    words = " ".join(" ".join(rows).split())
    told = room_page(room.meeting, RoomSettings("outcome"), room.now())
    assert told.tally is not None
    for part in (*told.body, *(label for _, label in told.points), *told.tally.splitlines(), told.footer):
        assert " ".join(part.split()) in words


async def test_what_is_too_long_is_cut_where_it_can_be_seen(shown: Callable[..., ShownMeeting]) -> None:
    room = shown(cases=[{"ref": "a", "strands": ["Race"], "advisory": "Long words. " * 300, "words": 1700}])
    room.begin()
    async with display(room.book.path) as pilot:
        await sees(pilot, "Long words.")
        rows = screen(pilot).splitlines()
        assert any(row.endswith("…") for row in rows)
        assert "Race" in screen(pilot)
        assert "About 9 minutes to read" in screen(pilot)


async def test_it_follows_the_size_of_the_window(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.say("start_reading", minutes=10)
    async with display(room.book.path, size=(200, 60)) as pilot:
        await sees(pilot, "Reading time")
        wide = screen(pilot).count("█")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert 0 < screen(pilot).count("█") < wide / 4
        assert max(len(row) for row in screen(pilot).splitlines()) <= 80


async def test_light_and_dark(shown: Callable[..., ShownMeeting]) -> None:
    async with display(shown().book.path) as pilot:
        await sees(pilot, "We begin shortly.")
        assert pilot.app.screen.styles.background.hex == "#000000"
        await pilot.press("d")
        assert pilot.app.screen.styles.background.hex == "#FFFFFF"
        assert colours(pilot) <= {("#000000", "#ffffff"), ("#12324f", "#ffffff")}
        await pilot.press("d")
        assert colours(pilot) <= {("#ffffff", "#000000"), ("#fed400", "#000000")}


def colours(pilot: Pilot[int]) -> set[tuple[str, str]]:
    board = pilot.app.query_one(Board)
    styles = [s.style for y in range(24) for s in board.render_line(y) if s.text.strip() and s.style]
    found = {(s.color.triplet.hex, s.bgcolor.triplet.hex) for s in styles if s.color and s.bgcolor}  # type: ignore[union-attr]
    assert found
    return found


async def test_blank_is_blank_and_private_is_calm(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.show(question="q1")
    async with display(room.book.path) as pilot:
        await sees(pilot, "Question 1 of 11")
        room.show(question="q1", private=True)
        await sees(pilot, "One moment, please")
        assert "Question" not in screen(pilot)
        room.show(question="q1", private=True, blank=True)
        await asyncio.sleep(0.3)
        assert screen(pilot).strip() == ""
        room.show(question="q1")
        await sees(pilot, "Question 1 of 11")


# ── coming, staying, going ───────────────────────────────────────────────────────────────────────────────


async def test_it_waits_at_the_door_and_is_let_in(shown: Callable[..., ShownMeeting], runtime: Path) -> None:
    room = shown()
    async with display(room.book.path, key=None) as pilot:
        await sees(pilot, "Please wait for the Chair.")
        assert "HCSP" not in screen(pilot)
        door = Door(room.book.path, KEY)
        await let_in(door)
        await sees(pilot, "We begin shortly.")
        door.close()
        room.begin()
        await sees(pilot, "About 9 minutes to read")


async def let_in(door: Door) -> None:
    for _ in range(300):
        if door.tick():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waited at the door")


async def test_a_wrong_key_at_the_door_lets_nobody_in(
    shown: Callable[..., ShownMeeting], runtime: Path
) -> None:
    room = shown()
    async with display(room.book.path, key=None) as pilot:
        wrong = Door(room.book.path, bytes(32))
        await let_in(wrong)
        await asyncio.sleep(0.5)
        assert "Please wait for the Chair." in screen(pilot)
        wrong.close()
        right = Door(room.book.path, KEY)
        await let_in(right)
        await sees(pilot, "We begin shortly.")
        right.close()


async def test_it_goes_on_when_the_chairs_program_was_closed_and_comes_back(shelf: Path) -> None:
    path = shelf / "again.book"
    make_book(path, SystemClock().wall())
    async with display(path) as pilot:
        await sees(pilot, "We begin shortly.")
        for case in (1, 2):
            book = Book.open(path, KEY)
            room = ShownMeeting(book, SystemClock())
            room.try_to("acknowledge_ground_rules")
            room.say("open_case", case=case)
            await sees(pilot, f"Case {case} of 3")
            room.say("carry_forward", case=case, reason="reasontext")
            book.close()
            await sees(pilot, f"{case} carried forward to another meeting")


async def test_another_book_in_its_place_has_its_own_door(
    shown: Callable[..., ShownMeeting], runtime: Path
) -> None:
    first, second = shown(), shown()
    first.begin()
    async with display(first.book.path) as pilot:
        await sees(pilot, "Case 1 of 3")
        first.book.close()
        second.book.close()
        for end in ("-wal", "-shm"):
            first.book.path.with_name(first.book.path.name + end).unlink(missing_ok=True)
        second.book.path.replace(first.book.path)
        await sees(pilot, "We begin shortly.")


async def test_q_asks_before_it_leaves(shown: Callable[..., ShownMeeting]) -> None:
    async with display(shown().book.path) as pilot:
        await sees(pilot, "We begin shortly.")
        await pilot.press("q")
        await sees(pilot, "Press q again to leave the display.")
        assert pilot.app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app.return_code == 0
        assert pilot.app._exit


@pytest.mark.parametrize("key", ["ctrl+p", "ctrl+c", "ctrl+q", "tab", "escape", "f1", "enter"])
async def test_no_other_key_does_anything(shown: Callable[..., ShownMeeting], key: str) -> None:
    async with display(shown().book.path) as pilot:
        await sees(pilot, "We begin shortly.")
        await pilot.press(key)
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 1
        assert not pilot.app._exit
        assert "We begin shortly." in screen(pilot)
