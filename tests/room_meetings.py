"""Meetings to show in the room: everything that must never be seen there carries a word of :data:`SECRETS`."""

import contextlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from making import KEY, LEICESTERSHIRE, act, question_set

from panelroom.acts import OpenMeeting
from panelroom.clock import Clock
from panelroom.desk import Desk, Place, RoomSettings
from panelroom.errors import Refused
from panelroom.session import Session, opening_entry, seal
from panelroom.store import Book

TRICKY = "[REDACTED] [VICTIM 1] [/nope] [XX]"
SECRETS = (
    "Quillfeather", "Marchbanks", "Ottoline", "Pembroke", "Vellacott", "Ridgeway", "Lateman",
    "observationtext", "parkedtext", "querytext", "repliedtext", "urgenttext", "toldtext", "reasontext",
    "whytext", "valuetext", "actiontext", "drafttext", "titletext", "reftext", "venuetext", "Stranger", "amendedtext",
)  # fmt: skip
WORDS_OF_SITTING_OUT = ("sitting out", "sits out", "interest", "declar", "not taking part", "inquorate")

MEMBERS = ("ch", "m1", "m2", "et", "fo", "ob", "la")
ROSTER = [
    {"id": "ch", "name": "Ada Quillfeather", "role": "chair", "votes": True},
    {"id": "m1", "name": "Bo Marchbanks", "role": "member", "votes": True},
    {"id": "m2", "name": "Cy Ottoline", "role": "member", "votes": True},
    {"id": "et", "name": "Di Pembroke", "role": "ethics_member", "votes": True},
    {"id": "fo", "name": "Ed Vellacott", "role": "force", "votes": False},
    {"id": "ob", "name": "Flo Ridgeway", "role": "observer", "votes": False},
    {"id": "la", "name": "Gus Lateman", "role": "member", "votes": True},
]
VIEWS = ("roll_call", "ground_rules", "cover", "reading", "questions", "slips", "outcome", "wrap_up", "home")


def opening(set_name: str = LEICESTERSHIRE, quorum: int | None = 3, **changes: Any) -> OpenMeeting:
    fields = {
        "ref": "HCSP 2031/01",
        "date": "2031-03-04",
        "set": set_name,
        "venue": "venuetext",
        "quorum": quorum,
        "roster": ROSTER,
        "cases": [
            {
                "ref": f"reftext/{n}",
                "title": "titletext",
                "strands": ["Religion"],
                "advisory": TRICKY,
                "words": 1700,
            }
            for n in (1, 2, 3)
        ],
    }
    return OpenMeeting.model_validate(fields | changes)


def make_book(path: Path, at: datetime, set_name: str = LEICESTERSHIRE, **changes: Any) -> None:
    entry = opening_entry(opening(set_name, **changes), question_set(set_name), at)
    Book.create(path, KEY, [seal(entry)])


class ShownMeeting(Session):
    """A session whose acts are named as in a script, beside the desk that tells the room what to show."""

    def __init__(self, book: Book, clock: Clock) -> None:
        super().__init__(book, clock)
        self.desk = Desk(book)

    def say(self, action: str, **fields: Any) -> None:
        self.do(act(action, **fields))

    def try_to(self, action: str, **fields: Any) -> None:
        with contextlib.suppress(Refused):
            self.say(action, **fields)

    def show(self, view: str = "questions", **settings: Any) -> None:
        self.desk.put_place_and_room(Place(), RoomSettings(view, **settings))

    def wait(self, seconds: float) -> None:
        self._steady._clock.advance(seconds)  # type: ignore[attr-defined]

    def begin(self) -> None:
        for member in ("ch", "m1", "m2"):
            self.try_to("mark_present", member=member)
        self.try_to("acknowledge_ground_rules")
        self.try_to("open_case", case=1)

    def answer(self, number: int, mark: str) -> None:
        self.try_to("answer", question=str(number), mark=mark, text="whytext")

    def mark_all(self, mark: str = "not_met") -> None:
        for number in range(1, len(self.meeting.question_set.questions) + 1):
            self.answer(number, mark)


@contextmanager
def shown_meeting(
    folder: Path, clock: Clock, set_name: str = LEICESTERSHIRE, **changes: Any
) -> Iterator[ShownMeeting]:
    """A meeting in a new book of its own."""
    path = folder / f"{secrets.token_hex(4)}.book"
    make_book(path, clock.wall(), set_name, **changes)
    book = Book.open(path, KEY)
    try:
        yield ShownMeeting(book, clock)
    finally:
        book.close()


# ── anything that can happen ─────────────────────────────────────────────────────────────────────────────

MARKS = ("met", "not_met", "not_met_justified", "not_applicable", "cannot_tell", "undecided")
Step = Callable[[ShownMeeting, int, int], None]


def _act(action: str, **fields: Any) -> Step:
    """A step that does one act; a field may be worked out from the two numbers drawn."""

    def step(room: ShownMeeting, a: int, b: int) -> None:
        given = {name: value(a, b) if callable(value) else value for name, value in fields.items()}
        room.try_to(action, **given)

    return step


def _pick(options: tuple[Any, ...], second: bool = False) -> Callable[[int, int], Any]:
    return lambda a, b: options[(b if second else a) % len(options)]


_member, _case, _question = _pick(MEMBERS), _pick((1, 2, 3), True), _pick(tuple(str(n) for n in range(1, 12)))

STEPS: dict[str, Step] = {
    "begin": lambda room, a, b: room.begin(),
    "come": _act("mark_present", member=_member),
    "go": _act("member_left", member=_member),
    "return": _act("member_returned", member=_member),
    "absent": _act("mark_absent", member=_member, apologies=True),
    "sit out": _act("sit_out", member=_member, case=_case),
    "sit in": _act("sit_in", member=_member, case=_case),
    "interest": _act("declare_interest", member=_member, case=_case),
    "rule": _act("rule_on_late_member", member=_member, case=_case, may_decide=True),
    "chair": _act("hand_over_chair", member=_member),
    "rules": _act("acknowledge_ground_rules"),
    "open": _act("open_case", case=_case),
    "read": _act("start_reading", minutes=_pick((1, 5, 10))),
    "pause": _act("pause_reading"),
    "go on": _act("resume_reading"),
    "more": _act("extend_reading", minutes=_pick((-5, 1, 5))),
    "read enough": _act("end_reading"),
    "mark": lambda room, a, b: room.answer(a % 11 + 1, MARKS[b % len(MARKS)]),
    "mark all": lambda room, a, b: room.mark_all(MARKS[b % len(MARKS)]),
    "value": _act("answer", question=_question, value="valuetext"),
    "observe": _act("observe", text="observationtext", kind=_pick(("learning", "good_practice", "insight"))),
    "newcomer": lambda room, a, b: room.try_to("add_attendee", id=f"n{a}", name="Hal Stranger", role="observer"),
    "approve": lambda room, a, b: room.try_to("approve_observer", member=f"n{a}"),
    "amend": lambda room, a, b: room.try_to("amend", entry=f"e{a + 2}", text="amendedtext"),
    "correct": lambda room, a, b: room.try_to(
        "correct_minutes", entry=f"e{a + 2}", reason="reasontext", text="amendedtext"
    ),
    "park": _act("park", text="parkedtext"),
    "ask": _act("raise_query", text="querytext"),
    "reply": _act("answer_query", query=_pick(("1-q1", "1-q2", "2-q1")), role="force", text="repliedtext",
                  basis="said", settled=True),
    "urgent": _act("raise_urgent", text="urgenttext", told="toldtext", by="Quillfeather"),
    "prompt": _act("answer_prompt", rule="four-minors", considers_inappropriate=True, reason="reasontext"),
    "decide": _act("decide", outcome=_pick(("1", "2", "3", "4")), reason="reasontext"),
    "close": _act("close_case"),
    "reopen": _act("reopen_case", case=_case, reason="reasontext"),
    "carry": _act("carry_forward", case=_case, reason="reasontext"),
    "undo": _act("undo"),
    "action": _act("record_action", text="actiontext", owner_role="toldtext"),
    "strike": lambda room, a, b: room.try_to("strike_text", entry=f"e{a + 2}", why="other"),
    "break": _act("adjourn", why=_pick(("break", "quorum", "safety", "time", "other"))),
    "resume": _act("resume"),
    "end": _act("close_meeting", reason="reasontext"),
    "wait": lambda room, a, b: room.wait(a * 7 + b),
}  # fmt: skip

# What a meeting mostly consists of comes up more often; its end, seldom.
_USUAL = ("mark", "mark", "mark all", "decide", "close", "open", "wait", "sit out", "resume", "read enough")
_step = st.tuples(st.sampled_from((*STEPS, *_USUAL * 3)), st.integers(0, 40), st.integers(0, 40))
_FULL = ("begin", "sit out", "interest", "observe", "park", "ask", "urgent", "action")
# Meetings begin in good order more often than not, and some hold something of everything from the start.
_starts = st.sampled_from(((), ("begin",), _FULL, (*_FULL, "mark all"), (*_FULL, "read"), (*_FULL, "carry")))
steps = st.builds(
    lambda start, rest: [(name, 1, 0) for name in start] + rest,
    _starts,
    st.lists(_step, min_size=1, max_size=30),
)
settings_of_room = st.builds(
    RoomSettings,
    view=st.sampled_from((*VIEWS, "questions", "questions", "outcome", "outcome")),
    page=st.none() | st.integers(1, 5),
    question=st.none() | st.sampled_from([*(f"q{n}" for n in range(1, 12)), "unknown"]),
    asked=st.none() | st.floats(0, 9000),
    cover=st.none() | st.integers(0, 4),
    tally=st.booleans(),
    private=st.sampled_from((False, False, False, True)),
    blank=st.sampled_from((False, False, False, True)),
    slips_in=st.none() | st.integers(0, 9),
    slips_due=st.integers(0, 9),
    agreed=st.none() | st.dictionaries(st.sampled_from(["q1", "q2", "q9", "unknown"]), st.just("met")),
)
