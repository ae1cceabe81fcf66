import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from making import PASSPHRASE, START
from pyrsistent import pvector
from room_meetings import (
    MARKS,
    SECRETS,
    STEPS,
    TRICKY,
    WORDS_OF_SITTING_OUT,
    ShownMeeting,
    settings_of_room,
    shown_meeting,
    steps,
)

from panelroom.clock import ManualClock
from panelroom.desk import RoomSettings
from panelroom.display import BLANK, RoomPage, room_page
from panelroom.meeting import Case, Item, Meeting, Person, unanswered

QUESTIONS = RoomSettings("questions", question="q5")


def words_on(page: RoomPage) -> str:
    """Everything painted; not the page's kind, which is a name in the program."""
    shown = [getattr(page, f.name) for f in fields(page) if f.name != "kind"]
    return " ".join(str(part) for part in shown)


@pytest.fixture
def shown(shelf: Path) -> Iterator[Callable[..., ShownMeeting]]:
    with ExitStack() as stack:

        def make(**changes: Any) -> ShownMeeting:
            return stack.enter_context(shown_meeting(shelf, ManualClock(START), **changes))

        yield make


def page(room: ShownMeeting, view: str = "questions", later: float = 0.0, **settings: Any) -> RoomPage:
    return room_page(room.meeting, RoomSettings(view, **settings), room.now() + timedelta(seconds=later))


# ── slips ────────────────────────────────────────────────────────────────────────────────────────────────


def test_slips_are_counted_before_the_room_and_what_divides_them_is_not_shown(
    shown: Callable[..., ShownMeeting],
) -> None:
    room = shown()
    room.begin()
    counting = page(room, "slips", slips_in=5, slips_due=8)
    assert (counting.kind, counting.heading, counting.note) == (
        "slips",
        "Members mark their slips",
        "5 of 8 in",
    )
    assert (counting.points, counting.tally) == ((), None)
    agreed = page(
        room, "slips", slips_in=8, slips_due=8, agreed={"q1": "met", "q9": "not_applicable", "q3": "met"}
    )
    assert agreed.points == (("-", "Yes: questions 1, 3"), ("-", "Does not apply: question 9"))
    assert agreed.tally is None
    none = page(room, "slips", slips_in=8, slips_due=8, agreed={})
    assert (none.kind, none.points, none.body) == ("agreed", (), ("We take the questions one by one.",))


# ── nothing that must not be seen ────────────────────────────────────────────────────────────────────────


def after_each_step(folder: Path, what: list[tuple[str, int, int]]) -> Iterator[tuple[Meeting, datetime]]:
    with shown_meeting(folder, ManualClock(START)) as room:
        for name, a, b in what:
            STEPS[name](room, a, b)
            yield room.meeting, room.now()


def check_every_page(
    folder: Path, what: list[tuple[str, int, int]], seen: list[RoomSettings], chance: int
) -> None:
    for meeting, now in after_each_step(folder, what):
        for room in seen:
            shown = room_page(meeting, room, now)
            event(shown.kind)
            check_words(shown)
            check_nothing_private_shapes_it(shown, meeting, room, now)
            check_no_mark_shapes_it(meeting, room, now, random.Random(chance))


def check_words(shown: RoomPage) -> None:
    words = words_on(shown)
    assert [s for s in (*SECRETS, PASSPHRASE) if s in words] == []
    if shown.kind != "ground_rules":
        assert [w for w in WORDS_OF_SITTING_OUT if w in words.lower()] == []


def check_nothing_private_shapes_it(
    shown: RoomPage, meeting: Meeting, room: RoomSettings, now: datetime
) -> None:
    """Two meetings that differ only in names, sitting out, and what was written look alike from the room."""
    assert shown == room_page(without_what_is_private(meeting), room, now)


def check_no_mark_shapes_it(
    meeting: Meeting, room: RoomSettings, now: datetime, chance: random.Random
) -> None:
    """Until all is marked, two meetings that differ only in the marks of other questions look alike."""
    case = meeting.current
    if case is None or not unanswered(meeting, case) or case.outcome:
        return
    room = replace(room, tally=False)
    shown = room_page(meeting, room, now)
    assert shown.tally is None
    assert shown == room_page(with_other_marks(meeting, case, room.question, chance), room, now)


# Explaining a failure takes minutes of meetings; the shortest one that fails says enough.
RUN = settings(
    phases=(Phase.reuse, Phase.generate, Phase.shrink),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
EVERYTHING = given(
    what=steps, seen=st.lists(settings_of_room, min_size=3, max_size=6), chance=st.integers(0, 1000)
)


@settings(RUN, max_examples=40)
@EVERYTHING
def test_no_page_gives_away_what_the_room_must_not_know(
    shelf: Path, what: list[tuple[str, int, int]], seen: list[RoomSettings], chance: int
) -> None:
    check_every_page(shelf, what, seen, chance)


@pytest.mark.heavy
@settings(RUN, max_examples=300)
@EVERYTHING
def test_no_page_of_many_meetings_gives_anything_away(
    shelf: Path, what: list[tuple[str, int, int]], seen: list[RoomSettings], chance: int
) -> None:
    check_every_page(shelf, what, seen, chance)


def without_what_is_private(meeting: Meeting) -> Meeting:
    people = {i: Person(i, f"Person {i}", p.role, p.votes, p.status) for i, p in meeting.people.items()}
    none: Any = pvector()
    return replace(
        meeting,
        people=people,
        chair=None,
        cases=pvector(_bare(case) for case in meeting.cases),
        parked=none,
        actions=none,
        urgent=none,
        adjourned=("break", meeting.adjourned[1]) if meeting.adjourned else None,
        close_reason=None,
    )


def _bare(case: Case) -> Case:
    empty: Any = frozenset()
    none: Any = pvector()
    return replace(
        case,
        listed=case.listed.model_copy(update={"ref": "x", "title": None}),
        answers={
            q: _without(i, text=None, count=None, follow_ups={}, evidence=None)
            for q, i in case.answers.items()
        },
        prompt_answers={},
        outcome=_without(case.outcome, reason=None, count=None) if case.outcome else None,
        observations=none,
        queries=none,
        replies=none,
        there=empty,
        interests=empty,
        out=empty,
        rulings={},
        carried_why=None,
        reopened=(),
    )


def _without(item: Item[Any], **changes: Any) -> Item[Any]:
    return replace(item, act=item.act.model_copy(update=changes))


def with_other_marks(meeting: Meeting, case: Case, kept: str | None, chance: random.Random) -> Meeting:
    answers = {
        question: item if question == kept else _without(item, mark=chance.choice(MARKS))
        for question, item in case.answers.items()
    }
    return replace(meeting, cases=meeting.cases.set(case.number - 1, replace(case, answers=answers)))


# ── each page ────────────────────────────────────────────────────────────────────────────────────────────


def test_before_the_meeting(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    before = page(room, "roll_call")
    assert before.kind == "before"
    assert before.body == ("HCSP 2031/01", "4 March 2031", "We begin shortly.")
    assert before.note == "The panel is not yet quorate."


def test_without_a_quorum_nothing_is_said_of_it(shown: Callable[..., ShownMeeting]) -> None:
    assert page(shown(quorum=None), "roll_call").note is None


def test_the_ground_rules_stand_there_from_the_quorum_until_they_are_accepted(
    shown: Callable[..., ShownMeeting],
) -> None:
    room = shown()
    for member in ("ch", "m1"):
        room.say("mark_present", member=member)
    assert page(room, "roll_call").kind == "before"
    room.say("mark_present", member="m2")
    rules = page(room, "roll_call")
    assert rules.kind == "ground_rules"
    assert tuple(words for _, words in rules.points) == room.meeting.question_set.meetings.ground_rules
    room.say("acknowledge_ground_rules")
    assert page(room, "roll_call").note == "The panel is quorate."


def test_who_sits_a_case_out_does_not_change_what_is_said_of_the_quorum(
    shown: Callable[..., ShownMeeting],
) -> None:
    room = shown()
    for member in ("ch", "m1", "m2"):
        room.say("mark_present", member=member)
    room.say("acknowledge_ground_rules")
    room.say("sit_out", member="m1", case=1)
    room.say("declare_interest", member="m2", case=1)
    assert page(room, "roll_call").note == "The panel is quorate."


def test_the_cover_warns_of_what_is_coming_and_names_no_case(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    assert page(room, "cover") == RoomPage(
        "cover", "Case 1 of 3", ("Religion", TRICKY, "About 9 minutes to read"), footer="HCSP 2031/01"
    )


def test_what_to_expect_is_said_before_a_case_is_opened(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    for member in ("ch", "m1", "m2"):
        room.say("mark_present", member=member)
    assert page(room, "cover", cover=1).kind == "ground_rules"
    room.say("acknowledge_ground_rules")
    coming = RoomPage(
        "cover", "Case 2 of 3", ("Religion", TRICKY, "About 9 minutes to read"), footer="HCSP 2031/01"
    )
    assert page(room, "cover", cover=2) == coming
    assert page(room, "cover", cover=2, private=True).kind == "private"
    assert page(room, "roll_call", cover=2).kind == "before"
    room.say("carry_forward", case=2, reason="reasontext")
    assert page(room, "cover", cover=2).kind == "between"


def test_a_break_is_not_the_questions_time(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.wait(20)
    room.say("adjourn", why="break")
    room.wait(600)
    room.say("resume")
    room.wait(10)
    assert page(room, question="q5", asked=5.0).footer == "Case 1 of 3, 0:25 on this question"


def test_the_countdown_and_its_words(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.say("start_reading", minutes=10)
    for seconds, big, note in (
        (0, "10:00", None),
        (479, "2:01", None),
        (480, "2:00", "Less than two minutes left"),
        (599, "0:01", "Less than two minutes left"),
        (600, "0:00", "The reading time is over."),
        (900, "0:00", "The reading time is over."),
    ):
        now = page(room, "reading", later=seconds)
        assert (now.kind, now.big, now.note) == ("reading", big, note)


def test_a_paused_countdown_says_so_and_stands_still(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.say("start_reading", minutes=10)
    room.say("pause_reading")
    paused = page(room, "reading", later=300)
    assert (paused.big, paused.note) == ("10:00", "Paused")


@pytest.mark.parametrize("view", ["roll_call", "cover", "reading", "wrap_up"])
def test_whoever_reads_keeps_the_countdown_wherever_the_chair_looks(
    shown: Callable[..., ShownMeeting], view: str
) -> None:
    room = shown()
    room.begin()
    room.say("start_reading", minutes=10)
    assert page(room, view, question="q1").kind == "reading"
    assert page(room, view, private=True, later=60).big == "9:00"


@pytest.mark.parametrize("view", ["questions", "slips", "outcome"])
def test_nobody_reads_while_the_panel_answers(shown: Callable[..., ShownMeeting], view: str) -> None:
    room = shown()
    room.begin()
    room.say("start_reading", minutes=10)
    assert page(room, view, question="q1").kind != "reading"
    assert page(room, view, private=True).big is None


def test_a_question_stands_alone_with_its_answer_once_there_is_one(
    shown: Callable[..., ShownMeeting],
) -> None:
    room = shown()
    room.begin()
    asked = page(room, question="q5", asked=0.0, later=48)
    assert asked.heading == "Question 5 of 11 - minor"
    assert asked.body == (room.meeting.question_set.by_id["q5"].wording,)
    assert (asked.note, asked.tally) == (None, None)
    assert asked.footer == "Case 1 of 3, 0:48 on this question"
    room.answer(5, "cannot_tell")
    assert page(room, question="q5").note == "Answer: Cannot tell from the papers"


def test_the_tally_waits_for_the_last_mark_unless_the_chair_turns_it_on(
    shown: Callable[..., ShownMeeting],
) -> None:
    room = shown()
    room.begin()
    for number in range(1, 11):
        room.answer(number, "not_met")
        assert page(room, question="q5").tally is None
        assert page(room, "outcome").tally is None
    assert (
        page(room, question="q5", tally=True).tally
        == "Major not met so far  2 of 3\nMinor not met so far  8 of 8"
    )
    room.answer(11, "cannot_tell")
    told = "Major not met  2 of 3, 1 not established\nMinor not met  8 of 8"
    assert page(room, question="q5").tally == page(room).tally == page(room, "outcome").tally == told
    assert page(room).kind == "all_marked"


def test_the_guide_speaks_when_all_is_marked_and_nothing_is_chosen_for_the_panel(
    shown: Callable[..., ShownMeeting],
) -> None:
    room = shown()
    room.begin()
    room.mark_all("met")
    room.say("undo")
    unfinished = page(room, "outcome", tally=True)
    assert (unfinished.kind, unfinished.body) == ("considering", ())
    room.answer(11, "met")
    quiet = page(room, "outcome")
    assert quiet.body == ("The guide suggests no outcome on these marks.",)
    room.mark_all("not_met")
    loud = page(room, "outcome")
    question_set = room.meeting.question_set
    assert loud.kind == "advice"
    assert loud.body == tuple(question_set.rule(r).wording for r in ("major-no", "four-minors"))  # type: ignore[union-attr]
    assert loud.points == tuple((o.code, o.label) for o in question_set.outcomes)


def test_the_outcome_in_full_and_without_its_reason(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.mark_all("not_met")
    room.say("answer_prompt", rule="four-minors", considers_inappropriate=True, reason="reasontext")
    room.say("decide", outcome="3", reason="reasontext")
    decided = page(room, "outcome")
    assert (decided.kind, decided.big) == ("outcome", "3")
    assert decided.body == (room.meeting.question_set.outcome("3").label,)  # type: ignore[union-attr]
    room.say("close_case")
    between = page(room, "cover")
    assert (between.kind, between.body) == ("between", ("1 of 3 cases taken", "We go on shortly."))
    assert page(room, "wrap_up").kind == "wrap_up"


def test_a_case_carried_forward_is_not_called_taken(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.say("carry_forward", case=1, reason="reasontext")
    taken, carried = page(room, "wrap_up").body
    assert (taken, carried) == ("0 of 3 cases taken", "1 carried forward to another meeting")


def test_no_conclusion_with_questions_open_gives_no_tally_away(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.answer(1, "not_met")
    room.say("decide", outcome="4", reason="reasontext")
    assert page(room, "outcome").big == "4"
    assert page(room, "outcome").tally is None


@pytest.mark.parametrize("view", ["wrap_up", "roll_call"])
def test_once_all_is_marked_no_stale_question_is_put_while_the_chair_looks_elsewhere(
    shown: Callable[..., ShownMeeting], view: str
) -> None:
    room = shown()
    room.begin()
    room.mark_all("met")
    aside = room_page(room.meeting, RoomSettings(view, question="q11"), room.now())
    assert (aside.kind, aside.body, aside.footer) == ("all_marked", (), "Case 1 of 3")
    assert aside.tally is not None


def test_at_the_wrap_up_an_open_case_waits_without_a_clock(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.answer(1, "met")
    at = room.now()
    aside = room_page(room.meeting, RoomSettings("wrap_up", question="q2"), at)
    assert (aside.kind, aside.body) == ("aside", ("We go on with this case shortly.",))
    assert aside.footer == "Case 1 of 3"
    assert page(room, "roll_call", question="q2").kind == "question", "members come and go beneath a question"


def test_looking_into_the_papers_keeps_the_question_there(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    room.say("start_reading", minutes=10)
    room.say("end_reading")
    assert page(room, "reading", question="q11").kind == "papers"
    room.answer(1, "met")
    assert page(room, "reading", question="q2").heading == "Question 2 of 11 - major"


@pytest.mark.parametrize("why", ["break", "quorum", "safety", "time", "other"])
def test_a_break_is_a_break_whatever_the_reason(shown: Callable[..., ShownMeeting], why: str) -> None:
    room = shown()
    room.begin()
    room.say("adjourn", why=why)
    resting = page(room)
    assert (resting.heading, resting.body) == ("We are taking a break", ("We go on shortly.",))


def test_blank_private_and_closed(shown: Callable[..., ShownMeeting]) -> None:
    room = shown()
    room.begin()
    assert page(room, question="q1", blank=True, private=True) == BLANK
    assert words_on(BLANK).replace("()", "").replace("None", "").strip() == ""
    holding = page(room, question="q1", private=True)
    assert (holding.heading, holding.body) == ("One moment, please", ("We go on shortly.",))
    room.say("carry_forward", case=1, reason="reasontext")
    room.say("close_meeting")
    assert page(room, "wrap_up").heading == "Thank you"


def test_a_set_without_severities_has_no_tally(shown: Callable[..., ShownMeeting]) -> None:
    room = shown(set_name="kent-ipag-2020")
    room.begin()
    for question in room.meeting.question_set.questions:
        value: Any = {"agree": 2, "of": 3} if question.answer.kind == "count" else "valuetext"
        room.say("answer", question=question.id, value=value)
        shown_answer = page(room, question=question.id, tally=True)
        assert shown_answer.tally is None
        assert shown_answer.note == (
            "Answer: 2 of 3" if question.answer.kind == "count" else "Answer: recorded"
        )
    assert page(room, "outcome").kind == "all_marked"


def test_chosen_options_and_numbers_are_the_sets_own_words(shown: Callable[..., ShownMeeting]) -> None:
    room = shown(set_name="hmicfrs-2018")
    room.begin()
    asked = room.meeting.question_set.questions
    number = next(q for q in asked if q.answer.kind == "number")
    choice = next(q for q in asked if q.answer.kind == "choice")
    room.say("answer", question=number.id, value=3)
    room.say("answer", question=choice.id, value=choice.answer.options[1])
    assert page(room, question=number.id).note == f"Answer: 3 {number.answer.unit or ''}".rstrip()
    assert page(room, question=choice.id).note == f"Answer: {choice.answer.options[1]}"
