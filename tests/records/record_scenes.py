"""Whole meetings for the record's tests, played through real sessions into real books."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from panelroom import acts
from panelroom.bookcase import book_key, new_book, writing
from panelroom.clock import ManualClock
from panelroom.question_files import load
from panelroom.questions import QuestionSet
from panelroom.session import Session

START = datetime(2026, 4, 14, 18, 0, tzinfo=timezone(timedelta(hours=1)))
MARKS = {
    "y": "met",
    "n": "not_met",
    "a": "not_met_justified",
    "x": "not_applicable",
    "c": "cannot_tell",
    "u": "undecided",
}
NAMES = {
    "m1": "Aderyn Quillfeather",
    "m2": "Bramwell Oakshott",
    "m3": "Cerys Lanternjaw",
    "m4": "Dorian Pebbleworth",
    "m5": "Eira Thimblewick",
    "m6": "Fitzroy Umberdale",
    "m7": "Gwenllian Skylarker",
    "m8": "Humphrey Vexford",
}
ROLES = {"m1": "chair", "m7": "ethics_member", "m8": "force"}


@cache
def question_set(name: str = "leicestershire-appendix-a") -> QuestionSet:
    return load(name)


def opening(set_id: str, cases: list[acts.ListedCase], **more: Any) -> acts.OpenMeeting:
    roster = [
        acts.Member(id=i, name=n, role=ROLES.get(i, "member"), votes=i != "m8") for i, n in NAMES.items()
    ]
    given = {"ref": "HCSP-2026-02", "quorum": 5, "planned_minutes": 120, "venue": "Community Room"}
    given |= {"roster": tuple(roster)} | more
    return acts.OpenMeeting(date="2026-04-14", set=set_id, cases=tuple(cases), **given)


@contextmanager
def meeting(
    folder: Path, cases: list[acts.ListedCase], set_id: str = "leicestershire-appendix-a", **more: Any
) -> Iterator["Scene"]:
    path = folder / "meeting.book"
    clock = ManualClock(START)
    chosen = question_set(set_id)
    new_book(path, "a phrase", opening(set_id, cases, **more), chosen, clock=clock, work_factor=10)
    with writing(path, book_key(path, "a phrase"), clock) as session:
        yield Scene(session, clock)


class Scene:
    """A session and its clock: each act takes a minute."""

    def __init__(self, session: Session, clock: ManualClock) -> None:
        self.session, self.clock = session, clock

    def do(self, action: str, /, **fields: Any) -> str:
        self.clock.advance(60)
        return self.session.do(acts.ACTS[action].model_validate({"action": action, **fields})).entry.id

    def everyone_is_here(self) -> None:
        for member in NAMES:
            self.do("mark_present", member=member)
        self.do("acknowledge_ground_rules")

    def mark_all(self, answers: str, **by_question: dict[str, Any]) -> None:
        for number, letter in enumerate(answers, 1):
            fields = {"question": f"q{number}", "mark": MARKS[letter], **by_question.get(f"q{number}", {})}
            self.do("answer", **fields)

    @property
    def parts(self) -> tuple[Any, int, str]:
        return self.session.meeting, self.session.entries, self.session.root


def one_case(
    scene: Scene, observe: list[dict[str, Any]], answers: str = "yyyyyyyyyyy", outcome: str = "2"
) -> None:
    """Hear case 1 from opening to closing with these observations."""
    scene.do("open_case", case=1)
    scene.mark_all(answers)
    for fields in observe:
        scene.do("observe", **{"kind": "learning", **fields})
    scene.do("decide", outcome=outcome, reason="The panel agreed on this.")
    scene.do("close_case")


SIX = [
    acts.ListedCase(
        ref=f"SYN/000{n}/25",
        title=title,
        strands=strands,
        advisory="Abusive words are quoted." if n in (1, 5) else None,
        pages=pages,
    )
    for n, title, strands, pages in (
        (1, "Public order at a shop", ("race",), 12),
        (2, "Damage to a place of worship", ("religion or belief",), 14),
        (3, "Remarks through a wall", ("sexual orientation",), 15),
        (4, "Assault at a bus stop", ("disability",), 17),
        (5, "Threats by message", ("race",), 8),
        (6, "Fourteen reports on one street", ("transgender identity", "disability"), 71),
    )
]


def rich(scene: Scene) -> dict[str, str]:
    """Play the six synthetic cases with everything that minutes can hold; return names for some entries."""
    known: dict[str, str] = {}
    do = scene.do
    for member in ("m1", "m2", "m3", "m4", "m5", "m7", "m8"):
        do("mark_present", member=member)
    do("mark_absent", member="m6", apologies=True)
    do("add_attendee", id="o1", name="Isolde Marchbanks", role="observer")
    do("approve_observer", member="o1")
    do("acknowledge_ground_rules")
    do("declare_interest", member="m3", case=4)
    _case_1(do, scene)
    _case_2(do, scene, known)
    _case_3(do, scene)
    do("adjourn", why="break")
    scene.clock.advance(600)
    do("resume")
    do("member_left", member="m8")
    do("member_returned", member="m8")
    _case_4(do, scene, known)
    _case_5(do, scene)
    do("open_case", case=6)
    do("start_reading", minutes=15)
    scene.clock.advance(900)
    do("end_reading")
    do("answer", question="q1", mark="met", evidence={"page": 3})
    do("carry_forward", case=6, reason="Seventy pages could not be read in the time that was left.")
    do("park", text="Three cases in a row show no plan: is there a template that officers can start from?")
    do(
        "record_action",
        text="Ask the force how victim support offers are recorded.",
        owner_role="opcc",
        due="2026-05-29",
    )
    do(
        "record_action",
        text="Bring the register of earlier feedback to the next meeting.",
        owner_role="secretary",
    )
    do("count_papers", out=9, **{"in": 9})
    do("close_meeting")
    do("correct_minutes", entry=known["learning"], reason="The page was wrong.", page=11)
    do(
        "correct_minutes",
        entry=known["hands"],
        reason="The count was read out again from the slips.",
        count={"3": 5, "2": 1},
    )
    do("strike_text", entry=known["named"], why="names_a_person")
    return known


def _read(do: Any, scene: Scene, case: int) -> None:
    do("open_case", case=case)
    do("start_reading", minutes=10)
    scene.clock.advance(600)
    do("end_reading")


def _case_1(do: Any, scene: Scene) -> None:
    _read(do, scene, 1)
    scene.mark_all(
        "yyyyyyyyyyy",
        q1={"follow_ups": {"q1a": "call taker"}, "evidence": {"page": 1}},
        q6={"follow_ups": {"q6a": "accepted"}, "evidence": {"page": 4}},
        q11={"evidence": {"page": 12}},
    )
    do("observe", kind="good_practice", question="q1", page=1, level="individual",
       text="The call taker asked why the caller thought it had happened, and wrote the answer down.")  # fmt: skip
    do("observe", kind="good_practice", to="supervisor", page=5,
       text="The supervisor read the plan on the day it was written and added the door camera.")  # fmt: skip
    do("decide", outcome="1")
    do("close_case")


def _case_2(do: Any, scene: Scene, known: dict[str, str]) -> None:
    _read(do, scene, 2)
    scene.mark_all(
        "yynynnyynyy",
        q3={
            "follow_ups": {"q3a": "avoidable"},
            "text": "Four days passed because of rest days.",
            "evidence": {"page": 6},
        },
        q5={"evidence": {"not_found": True}},
        q9={"evidence": {"not_found": True}, "count": {"not_met": 5, "met": 1}},
    )
    known["learning"] = do("observe", kind="learning", question="q3", page=6, level="individual",
       text="Nobody took the case over on the officer's rest days. A first call takes ten minutes.")  # fmt: skip
    do("observe", kind="learning", question="q5", to="supervisor", page=9,
       text="No supervisor noticed that no specialist had made contact in 26 days.")  # fmt: skip
    do(
        "observe",
        kind="insight",
        text="A visit in the first days matters more than its result: it says that somebody came.",
    )
    do(
        "observe",
        kind="wider_issue",
        level="organisational",
        text="Rest days should not decide when a victim is called.",
    )
    do("answer_prompt", rule="four-minors", considers_inappropriate=True,
       reason="Taken together the victim was left alone for most of a month.")  # fmt: skip
    do(
        "raise_query",
        text="Is there a rule for who contacts a victim while the officer is off duty?",
        question="q3",
    )
    known["hands"] = do("decide", outcome="3", count={"3": 4, "2": 2})
    do("close_case")


def _case_3(do: Any, scene: Scene) -> None:
    _read(do, scene, 3)
    scene.mark_all(
        "yyynyynayny",
        q4={
            "text": "Twenty-nine days without an update, and no other rhythm agreed.",
            "evidence": {"page": 10},
        },
        q8={"text": "The officer was the team's only supervisor that week, and an inspector agreed it."},
    )
    do("sit_out", member="m5", case=3)
    do(
        "observe",
        kind="record_error",
        question="q10",
        page=2,
        text="Recorded as an incident although the words amount to harassment.",
    )
    do(
        "observe",
        kind="learning",
        question="q7",
        text="Nobody asked the victim how they wanted it dealt with.",
    )
    do("decide", outcome="2")
    do("close_case")


def _case_4(do: Any, scene: Scene, known: dict[str, str]) -> None:
    _read(do, scene, 4)
    scene.mark_all(
        "yyyyyyyyynn", q11={"text": "Filed by the officer without a review.", "evidence": {"page": 17}}
    )
    do(
        "observe",
        kind="learning",
        question="q11",
        to="supervisor",
        page=17,
        text="A review before filing would have caught the missing disability flag.",
    )
    do(
        "observe",
        kind="learning",
        question="q10",
        page=3,
        text="The flag for disability is missing on the crime record.",
    )
    known["named"] = do("observe", kind="query", text="Ask Somebody Nameable why no flag was set.")
    do(
        "raise_urgent",
        text="The papers suggest that the victim may still be at risk from the same person.",
        told="Duty inspector",
        by="Chair",
    )
    do(
        "decide",
        outcome="2",
        reason="The work was good and the outcome right; what is missing is the last step of writing it down.",
    )
    do("close_case")


def _case_5(do: Any, scene: Scene) -> None:
    _read(do, scene, 5)
    scene.mark_all(
        "ycyyxyycyuy",
        q2={"text": "The form is quoted, the page is missing from the pack."},
        q10={"count": {"met": 3, "not_met": 3}},
    )
    do(
        "answer_query",
        query="5-q2",
        role="force",
        text="The form exists; the page was lost in copying.",
        basis="shown",
        settled=True,
    )
    do(
        "answer_query",
        query="5-q8",
        role="force",
        text="The officer says they spoke. There is no entry.",
        basis="said",
        settled=False,
    )
    do(
        "decide",
        outcome="4",
        reason="The panel could not agree whether this was recorded as the right crime.",
        count={"4": 6},
    )
    do("close_case")
