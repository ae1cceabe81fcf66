"""The sample meeting, conducted by keys alone, is the meeting that its script describes."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from secretary import shows
from ui_driver import SMALL, WIDE, Chair, at_the_desk, closed_book, here, make_book, opened_at, script

from panelroom import acts, bookcase, show
from panelroom.acts import Act
from panelroom.clock import ManualClock
from panelroom.meeting import queries
from panelroom.replay import play

MARK_KEYS = {"met": "y", "not_met": "n", "not_met_justified": "a", "not_applicable": "x", "cannot_tell": "c"}
TO = ("officer in the case", "supervisor", "call taker", "force hate crime lead")
BASIS = {"papers": "p", "shown": "s", "said": "a"}
KINDS = {"good_practice": "g", "learning": "l", "record_error": "r", "wider_issue": "w", "insight": "i"}


class Player:
    """Translates the acts of a script into the keys a Chair presses."""

    def __init__(self, chair: Chair) -> None:
        self.chair = chair
        self.presses: dict[int, int] = {}
        """Case number -> keys pressed in it."""

    async def play(self) -> None:
        lines = script()[1:]
        for place, line in enumerate(lines):
            assert line.at is not None
            self.chair.clock.advance(max(0.0, (line.at - self.chair.clock.wall()).total_seconds()))
            step: Callable[..., Coroutine[Any, Any, None]] = getattr(self, line.act.action)
            await step(line.act, [later.act for later in lines[place + 1 :]])

    async def person(self, member: str) -> None:
        place = list(self.chair.meeting.people).index(member)
        await self.chair.press(str(min(9, place + 1)), *["down"] * max(0, place - 8))

    async def at_question(self, question: str) -> None:
        if self.chair.on == "Outcome":
            await self.chair.press("q")
        numbers = [q.id for q in self.chair.meeting.question_set.questions]
        here = self.chair.app.screen.question.id  # type: ignore[attr-defined]
        by = numbers.index(question) - numbers.index(here)
        await self.chair.press(*["right" if by > 0 else "left"] * abs(by))

    # who is here

    async def mark_present(self, act: acts.MarkPresent, _: Any) -> None:
        await self.person(act.member)
        await self.chair.press("space")

    async def mark_absent(self, act: acts.MarkAbsent, _: Any) -> None:
        await self.person(act.member)
        await self.chair.press("a")

    async def member_left(self, act: acts.MemberLeft, _: Any) -> None:
        await self.chair.press("m")
        await self.person(act.member)
        await self.chair.press("l")

    async def approve_observer(self, act: acts.ApproveObserver, _: Any) -> None:
        await self.person(act.member)
        await self.chair.press("v")

    async def declare_interest(self, act: acts.DeclareInterest, _: Any) -> None:
        await self.person(act.member)
        refs = [c.ref for c in self.chair.meeting.cases]
        await self.chair.press("i", str(refs.index(str(act.case)) + 1))

    async def acknowledge_ground_rules(self, act: Act, _: Any) -> None:
        await self.chair.press("g", "y")

    # a case

    async def open_case(self, act: acts.OpenCase, later: list[Act]) -> None:
        if self.chair.on == "RollCall":
            await self.chair.press("enter")
        assert self.chair.on == "Cover"
        # ENTER opens the case and starts the clock: what the script does in between is done on the cover.
        if isinstance(later[0], acts.SitOut):
            await self._sit_out(later[0])
        start = next(a for a in later if isinstance(a, acts.StartReading))
        by = int(start.minutes) - self.chair.app.screen.minutes  # type: ignore[attr-defined]
        await self.chair.press(*["+" if by > 0 else "-"] * abs(by), "enter")
        assert self.chair.on == "Reading"

    async def _sit_out(self, act: acts.SitOut) -> None:
        members = [p.id for p in self.chair.meeting.people.values() if p.counts]
        await self.chair.press("s", str(members.index(act.member) + 1))

    async def sit_out(self, act: acts.SitOut, _: Any) -> None:
        assert act.member in self.chair.meeting.case(4).out

    async def start_reading(self, act: acts.StartReading, _: Any) -> None:
        assert self.chair.conductor.reading_runs

    async def pause_reading(self, act: Act, _: Any) -> None:
        await self.chair.press("space")
        assert not self.chair.conductor.reading_runs

    async def resume_reading(self, act: Act, _: Any) -> None:
        await self.chair.press("space")
        assert self.chair.conductor.reading_runs

    async def extend_reading(self, act: acts.ExtendReading, _: Any) -> None:
        assert act.minutes == 5
        await self.chair.press("5")

    async def end_reading(self, act: Act, _: Any) -> None:
        await self.chair.press("pagedown", "pageup", "enter")
        assert self.chair.on == "Questions"

    async def answer(self, act: acts.Answer, _: Any) -> None:
        await self.at_question(act.question)
        question = self.chair.meeting.question_set.by_id[act.question]
        if act.mark == "undecided":
            await self._hands(act)
        else:
            await self.chair.press(MARK_KEYS[str(act.mark)])
        if act.mark == "not_met_justified":
            await self.chair.enter(act.text or "")
        for follow_up in [f for f in question.follow_ups if f.shown(act.mark)]:
            value = act.follow_ups.get(follow_up.id)
            options = follow_up.answer.options
            await self.chair.press(str(options.index(str(value)) + 1) if value else "enter")
        await self._beside(act)

    async def _hands(self, act: acts.Answer) -> None:
        await self.chair.press("d")
        for mark in ("met", "not_met", "not_applicable"):
            await self.chair.enter(str((act.count or {}).get(mark, "")))

    async def _beside(self, act: acts.Answer) -> None:
        if act.text and act.mark != "not_met_justified":
            await self.at_question(act.question)
            await self.chair.press("t")
            await self.chair.enter(act.text)
        if act.evidence is None:
            return
        await self.at_question(act.question)
        if act.evidence.page == 5:  # once by looking into the papers, elsewhere by typing the number
            await self.chair.press("/", "j")
            await self.chair.enter("5")
            await self.chair.press("e", "enter")
            return
        await self.chair.press("e")
        await self.chair.enter(str(act.evidence.page or ""))
        await self.chair.press("p" if act.evidence.page else "n")

    async def observe(self, act: acts.Observe, _: Any) -> None:
        await self.at_question(act.question or "")
        await self.chair.press("o")
        await self.chair.enter(act.text)
        await self.chair.press(*["s"] * TO.index(act.to or TO[0]), *["v"] * (act.level == "organisational"))
        await self.chair.press(KINDS[act.kind])

    async def park(self, act: acts.Park, _: Any) -> None:
        await self.chair.press("p")
        await self.chair.enter(act.text)

    async def raise_query(self, act: acts.RaiseQuery, _: Any) -> None:
        await self.chair.press("k", "n")
        await self.chair.enter(act.text)

    async def answer_query(self, act: acts.AnswerQuery, _: Any) -> None:
        meeting = self.chair.meeting
        listed = [q.id for c in meeting.cases for q in queries(meeting, c)]
        await self.chair.press("k", str(listed.index(act.query) + 1))
        await self.chair.enter(act.text)
        await self.chair.enter(act.role)
        await self.chair.press(BASIS[act.basis], "y" if act.settled else "n")

    async def at_outcome(self) -> None:
        if self.chair.on == "Questions":
            await self.chair.press("q")
        assert self.chair.on == "Outcome"

    async def answer_prompt(self, act: acts.AnswerPrompt, _: Any) -> None:
        await self.at_outcome()
        await self.chair.press("y" if act.considers_inappropriate else "n")
        await self.chair.enter(act.reason or "")

    async def decide(self, act: acts.Decide, _: Any) -> None:
        await self.at_outcome()
        if act.count:
            await self.chair.press("h")
            for code in "1234":
                await self.chair.enter(str(act.count.get(code, "")))
        await self.chair.press(act.outcome, "enter")
        if act.reason:
            await self.chair.enter(act.reason)
        if act.unresolved:
            await self.chair.press("1" if act.unresolved == "no_agreement" else "2")
            await self.chair.press("y" if act.comes_back else "n")

    async def close_case(self, act: Act, _: Any) -> None:
        await self.at_outcome()
        await self.chair.press("enter")

    async def undo(self, act: Act, _: Any) -> None:
        await self.chair.press("u")

    # the meeting

    async def adjourn(self, act: acts.Adjourn, _: Any) -> None:
        await self.chair.command("adjourn")
        await self.chair.press("1")
        assert self.chair.meeting.state == "adjourned"

    async def resume(self, act: Act, _: Any) -> None:
        await self.chair.press("enter")
        assert self.chair.meeting.state == "open"

    async def record_action(self, act: acts.RecordAction, _: Any) -> None:
        assert self.chair.on == "WrapUp"
        await self.chair.press("a")
        for words in (act.text, act.owner_role, act.due or ""):
            await self.chair.enter(words)

    async def count_papers(self, act: acts.CountPapers, _: Any) -> None:
        await self.chair.press("c")
        for number in (act.out, act.back):
            await self.chair.enter(str(number))

    async def close_meeting(self, act: Act, _: Any) -> None:
        await self.chair.press("enter", "y")


def said_by_the_script(folder: Path) -> dict[str, Any]:
    """Return the document of the script's own replay."""
    path = folder / "script.book"
    key = make_book(path)
    with bookcase.writing(path, key) as session:
        play(session, iter(script()[1:]))
        return show.document(session.meeting, session.entries, session.root)


def comparable(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without what depends on when keys are pressed and how often: ids, minutes, root."""
    kept = {name: value for name, value in document.items() if name != "journal"}
    cases = [
        {k: v for k, v in c.items() if k not in ("minutes", "reading_minutes", "time")} for c in kept["cases"]
    ]
    return _without_ids(kept | {"cases": cases})  # type: ignore[no-any-return]


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(v) for v in value]
    if isinstance(value, dict):
        named = "name" in value  # people keep theirs
        return {k: _without_ids(v) for k, v in value.items() if k != "id" or named}
    return value


@pytest.mark.heavy
@pytest.mark.parametrize(
    "size", [SMALL, pytest.param(WIDE, marks=pytest.mark.heavy)], ids=["80x24", "120x40"]
)
async def test_the_sample_meeting_by_keys(shelf: Path, size: tuple[int, int]) -> None:
    expected = said_by_the_script(shelf)
    async with at_the_desk(shelf, size=size) as chair:
        await Player(chair).play()
        assert chair.meeting.state == "closed"
        found = comparable(chair.document())
        assert found["cases"] == comparable(expected)["cases"]
        assert found == comparable(expected)
        await chair.press("d", "enter", "enter")
        await shows(chair, "23 documents written to")
        root = chair.conductor.session.root
    assert (shelf / "april-documents" / "restricted" / "minutes.pdf").read_bytes().startswith(b"%PDF")
    with closed_book(shelf / "april.book") as book:
        assert show_root(book.rows()) == root


def show_root(rows: Any) -> str:
    from panelroom.journal import MerkleTree

    return MerkleTree(row.leaf for row in rows).root().hex()


async def test_a_case_without_remarks_costs_twenty_keys(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7)
        await chair.press("g", "y", "enter")
        assert chair.on == "Cover"
        chair.pressed = 0
        await chair.press("enter", "done")  # read; done reading
        while chair.on == "Questions":
            screen: Any = chair.app.screen
            await chair.press("enter" if screen.pending() else "y")
        await chair.press("1", "enter", "enter")  # appropriate; decide; close
        assert chair.meeting.case(1).state == "closed"
        assert chair.document()["cases"][0]["outcome"]["code"] == "1"
        assert chair.pressed <= 20
        assert chair.on == "Cover" and "Case 2 of 6" in await chair.painted()


@pytest.mark.heavy
async def test_the_follow_ups_of_such_a_case_still_fit_into_twenty_keys(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7)
        await chair.press("g", "y", "enter")
        chair.pressed = 0
        await chair.press("enter", "done")
        while chair.on == "Questions":
            screen: Any = chair.app.screen
            await chair.press("1" if screen.pending() else "y")
        await chair.press("1", "enter", "enter")
        assert chair.meeting.case(1).state == "closed"
        assert chair.meeting.case(1).answers["q6"].act.follow_ups == {"q6a": "accepted"}
        assert chair.pressed <= 20


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
async def test_an_observation_costs_its_text_and_three_keys(shelf: Path, kind: str) -> None:
    text = "Kind and clear [REDACTED] words."
    async with at_the_desk(shelf) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7)
        await chair.press("g", "y", "enter", "enter", "done")
        chair.pressed = 0
        await chair.press("o")
        await chair.enter(text)
        await chair.press(KINDS[kind])
        (observation,) = chair.document()["cases"][0]["observations"]
        assert (observation["text"], observation["kind"]) == (text, kind)
        assert observation["question"] == "q1"
        assert chair.pressed == len(text) + 3


async def test_time_passes_as_the_clock_says(shelf: Path) -> None:
    clock = ManualClock(opened_at() + timedelta(seconds=1))
    async with at_the_desk(shelf, clock=clock) as chair:
        await here(chair, 1, 2, 4, 5, 6, 7)
        await chair.press("g", "y", "enter", "-", "enter")
        await chair.wait(138)
        assert "7:42 of 10:00" in await chair.painted()
        await chair.press("+")
        assert "8:42 of 11:00" in await chair.painted()
        await chair.press("space")
        await chair.wait(600)
        assert "Paused" in await chair.painted() and "8:42 of 11:00" in chair.text()
        await chair.press("space")
        await chair.wait(8 * 60 + 42 - 90)
        assert "Two minutes of reading time are left" in await chair.painted()
        await chair.wait(90)
        assert "The reading time is over" in await chair.painted()
        await chair.wait(5)
        assert chair.on == "Reading"
