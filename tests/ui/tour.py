"""Walks past every screen and every box, of a meeting and of the office: with a stop at each worth looking at."""

from collections.abc import AsyncIterator

from at_home import OFFICE, done, show_figures
from ui_driver import Chair, here, mark

FULL_SCREENS = ("RollCall", "Cover", "Reading", "Questions", "SlipScreen", "Outcome", "WrapUp")
AFTERWARDS = ("After", "Accuracy", "Release")
"""The screens of a meeting that is closed."""
OFFICE_SCREENS = ("Home", "RegisterDesk", "FiguresDesk")
"""The screens of the office, without a meeting."""


async def tour(chair: Chair) -> AsyncIterator[str]:
    """Yield the name of every stop, with the screen painted. The chair must not press keys meanwhile."""
    for part in (_roll_call, _cover, _reading, _slips, _questions, _boxes, _outcome, _wrap_up, _after):
        async for stop in part(chair):
            await chair.painted()
            yield stop


async def _roll_call(chair: Chair) -> AsyncIterator[str]:
    yield "roll call, nobody here"
    await here(chair, 1, 2, 4, 5, 6, 7, 8)
    await chair.press("3", "a", "9", "down", "down", "down", "v", "space")
    yield "roll call"
    await chair.press("2", "i")
    yield "interest"
    await chair.press("1", "+")
    yield "somebody walks in"
    await chair.press("escape", "c")
    yield "takes the chair"
    await chair.press("n", "g")
    yield "ground rules"
    await chair.press("y", "f1")
    yield "help"
    await chair.press("escape", "ctrl+p")
    await chair.pilot.pause(0.2)
    yield "palette"
    await chair.press("escape", "escape", "enter")


async def _cover(chair: Chair) -> AsyncIterator[str]:
    yield "cover"
    await chair.press("s", "6")
    yield "cover, one sits out"
    await chair.press("r")
    yield "late members"
    await chair.press("escape", "x")
    yield "carry forward"
    await chair.press("escape", "right")
    yield "another cover"
    await chair.press("left", "enter")
    assert chair.on == "Reading", chair.text()


async def _reading(chair: Chair) -> AsyncIterator[str]:
    yield "reading"
    await chair.press("t")
    yield "timeline the other way"
    await chair.press("g")
    yield "glossary"
    await chair.press("escape", "/")
    yield "search"
    await chair.enter("the")
    yield "found"
    await chair.press("j")
    yield "jump"
    await chair.press("escape", "space")
    yield "paused"
    await chair.press("space")
    await chair.wait(11 * 60)
    yield "time is over"
    await chair.press("enter")


async def _slips(chair: Chair) -> AsyncIterator[str]:
    await chair.press("f5", *"yyn")
    yield "a slip, half typed"
    await chair.press(*"yyyyyyyy", "enter", *"yyxyyynyyyc", "enter")
    yield "two slips are in"
    await chair.press("enter")
    yield "is that all"
    await chair.press("y")
    yield "what the slips say"
    await chair.press("enter")
    yield "record what all say"
    await chair.press("n", "D")
    yield "throw the slips away"
    await chair.press("y", "escape")


async def _questions(chair: Chair) -> AsyncIterator[str]:
    yield "question"
    await chair.press("y")
    yield "follow-up"
    await chair.press("enter", "left", "d")
    yield "hands"
    await chair.press("escape", "e")
    yield "evidence"
    await chair.enter("2")
    await chair.press("p", "t")
    yield "note"
    await chair.enter("The panel saw it there.")
    yield "answered, with a note and evidence"
    await chair.press("right", *["right"] * 6, "a")
    yield "why"
    await chair.enter("It was appropriate.")
    await chair.press(*["left"] * 7)


async def _boxes(chair: Chair) -> AsyncIterator[str]:
    await chair.press("o")
    yield "observation"
    await chair.enter("Kind and clear.")
    yield "observation, its kind"
    await chair.press("g", "p")
    yield "park"
    await chair.enter("Cover on rest days.")
    await chair.press("k")
    yield "no queries"
    await chair.press("n")
    yield "query"
    await chair.enter("Where is page 4?")
    await chair.press("k")
    yield "queries"
    await chair.press("1")
    yield "answer to a query"
    await chair.press("escape", "!")
    yield "urgent"
    await chair.press("escape", "f6")
    yield "run order"
    await chair.press("escape", "b")
    yield "blank"
    await chair.press("b", "ctrl+q")
    yield "leave"
    await chair.press("n", "ctrl+l")
    yield "lock"
    await chair.type("wrong")
    await chair.press("enter")
    await chair.pilot.pause(0.3)
    yield "wrong pass-phrase"
    chair.app.pop_screen()
    await chair.command("adjourn")
    yield "adjourn"
    await chair.press("1")
    yield "break"
    await chair.press("enter")


async def _outcome(chair: Chair) -> AsyncIterator[str]:
    await chair.press("q")
    yield "outcome, unanswered"
    await chair.press("q")
    while chair.on == "Questions":
        await chair.press("j")
        await mark(chair, "n")
    yield "outcome, with advice"
    await chair.press("y")
    yield "prompt"
    await chair.enter("Gaps.")
    yield "prompt answered"
    await chair.press("h")
    yield "hands for outcomes"
    await chair.press("escape", "4", "enter")
    await chair.enter("Divided.")
    yield "why there is no conclusion"
    await chair.press("1")
    yield "whether it comes back"
    await chair.press("n", "u", "1")
    yield "chosen"
    await chair.press("enter")
    yield "reason"
    await chair.enter("The panel departs, and says why.")
    yield "decided"
    await chair.command("edit what")
    yield "entries"
    await chair.press("s")
    yield "strike"
    await chair.press("n", "enter")


async def _wrap_up(chair: Chair) -> AsyncIterator[str]:
    assert chair.on == "Cover", chair.text()
    await chair.press("left")
    yield "closed cover"
    await chair.press("R")
    yield "reopen"
    await chair.press("escape", "w")
    yield "wrap-up"
    await chair.press("s")
    yield "parked issues"
    await chair.press("1")
    yield "what becomes of it"
    await chair.press("4")
    yield "dropped, with the reason"
    await chair.enter("It is settled by the new rota.")
    yield "settled"
    await chair.press("a")
    yield "action"
    await chair.enter("Ask for page 4.")
    await chair.enter("OPCC officer")
    await chair.enter("2026-05-01")
    await chair.press("c")
    yield "papers"
    await chair.enter("9")
    await chair.enter("8")
    await chair.press("enter")
    yield "close with a copy outstanding"
    await chair.press("escape", "c")
    await chair.press("enter", "backspace", "9", "enter")
    await chair.press("enter")
    yield "close"
    await chair.press("y")
    yield "closed"
    await chair.press("n")
    yield "confirm"
    await chair.press("escape", "enter")


async def _after(chair: Chair) -> AsyncIterator[str]:
    assert chair.on == "After", chair.text()
    yield "after the meeting"
    await chair.press("v")
    yield "preview"
    await chair.press("escape", "n")
    await chair.enter("Chair")
    await chair.press("e")
    yield "approved by"
    await chair.press("1", "d")
    yield "write"
    await chair.press("escape", "h")
    yield "hand over"
    await chair.press("escape", "p", "enter")
    await chair.pilot.pause(0.3)
    yield "proof"
    await chair.press("escape", "e")
    yield "correct"
    await chair.press("escape", "f")
    async for stop in _facts(chair):
        yield stop
    await chair.press("q", "r")
    async for stop in _release(chair):
        yield stop


async def _facts(chair: Chair) -> AsyncIterator[str]:
    assert chair.on == "Accuracy", chair.text()
    yield "facts, not asked about yet"
    await chair.press("a")
    yield "ask the force"
    await chair.press("enter", "enter")
    await chair.pilot.pause(1.0)
    yield "facts, nothing disputed"
    await chair.press("i")
    yield "read in"
    await chair.press("escape", "t")
    yield "which point"
    await chair.press("1")
    yield "type in"
    await chair.press("enter", "enter")
    await chair.enter("It was the second day. " * 12)
    yield "a disputed fact"
    await chair.press("enter")
    yield "reply"
    await chair.press("escape", "l")
    yield "what is disputed"
    await chair.press("escape")


async def _release(chair: Chair) -> AsyncIterator[str]:
    assert chair.on == "Release", chair.text()
    yield "wording"
    await chair.press("enter")
    yield "who looks it over"
    await chair.enter("secretary")
    yield "public wording"
    await chair.type("It was looked into on 07700 900123.")
    await chair.press("enter")
    yield "refused wording"
    await chair.press("escape", "c", "enter")
    yield "as it is"
    await chair.press("y")
    yield "published"
    await chair.press("l")
    yield "list"
    await chair.press("escape", "j")
    yield "jump"
    await chair.press("escape", "f")
    yield "published alone"
    await chair.press("x")
    yield "withdraw"
    await chair.press("y")
    yield "nothing published"
    await chair.press("f", "k")
    yield "everything"


# ── the office, without a meeting ────────────────────────────────────────────────────────────────────────


async def office_tour(chair: Chair) -> AsyncIterator[str]:
    """Yield the name of every stop of a secretary at Home, with the screen painted."""
    for part in (_home, _register, _figures):
        async for stop in part(chair):
            await chair.painted()
            yield stop


async def _home(chair: Chair) -> AsyncIterator[str]:
    assert chair.on == "Home", chair.text()
    yield "home"
    await chair.press("f1")
    yield "help on home"
    await chair.press("escape", "3")
    yield "after the meeting: what there is"
    await chair.press("escape", "2")
    yield "open a meeting"
    await chair.press("escape", "ctrl+p")
    await chair.pilot.pause(0.2)
    yield "palette of home"
    await chair.press("escape")


async def _register(chair: Chair) -> AsyncIterator[str]:
    await chair.press("r")
    yield "the register's pass-phrase"
    await chair.enter(OFFICE)
    await done(chair)
    assert chair.on == "RegisterDesk", chair.text()
    yield "register"
    boxes = {
        "s": "stage", "a": "answer", "o": "owner", "t": "themes", "n": "a new theme", "i": "a record",
        "d": "documents", "w": "since the last meeting", "enter": "both sides", "f1": "help on the register",
    }  # fmt: skip
    for key, stop in boxes.items():
        await chair.press(key)
        yield stop
        await chair.press("escape")
    await chair.press("p")
    yield "no answer to reply to"
    for shown in ("overdue", "disputed", "closed", "all"):
        await chair.press("f")
        yield f"register, {shown}"
    await chair.press("q")


async def _figures(chair: Chair) -> AsyncIterator[str]:
    await chair.press("y")
    yield "which figures"
    await chair.press("escape")
    await show_figures(chair)
    assert chair.on == "FiguresDesk", chair.text()
    for _ in range(12):
        yield "figures"
        await chair.press("down")
        yield "figures, further down"
        await chair.press("right")
    await chair.press("p")
    yield "another period"
    await chair.press("escape", "d")
    yield "the report's folder"
    await chair.press("escape", "f1")
    yield "help on the figures"
    await chair.press("escape", "q")
