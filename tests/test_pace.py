"""The plan, the forecast, the proposals and what was measured: arithmetic that a panel's evening rests on."""

from datetime import timedelta

import pytest
from folded import Folded
from hypothesis import given, settings
from hypothesis import strategies as st
from making import QUESTIONS, START

from panelroom import pace
from panelroom.acts import Pace

MINUTES = st.floats(0, 40, allow_nan=False)
WORDS = st.lists(st.integers(0, 20_000), min_size=1, max_size=6).map(tuple)
PLANNED = st.floats(10, 400)
PACE = st.none() | st.fixed_dictionaries(
    {
        "reading": st.floats(0.5, 2),
        "question_seconds": st.floats(10, 900),
        "deciding_minutes": st.floats(0.5, 30),
        "cases": st.integers(1, 50),
    }
)


def order(evening: Folded) -> list[str]:
    return [item.kind for item in pace.plan(evening.meeting).items]


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_evening_of_two_hours_and_three_cases() -> None:
    plan = pace.plan(Folded().meeting)
    assert [item.kind for item in plan.items] == ["arrival", "case", "case", "break", "case", "wrap_up"]
    assert plan.minutes == pytest.approx(120)
    # 120 - 10 - 10 - 10 - 3 x 10 - 3 x 5 = 45 minutes for 33 questions
    assert plan.question_seconds == pytest.approx(45 * 60 / 33)


def test_with_the_longest_reading_a_question_has_55_seconds() -> None:
    assert pace.question_seconds(Folded((9000, 9000, 9000)).meeting) == pytest.approx(54.5, abs=0.1)


@pytest.mark.parametrize(
    ("planned", "cases", "breaks"), [(60, 2, 0), (120, 1, 0), (120, 2, 1), (180, 4, 2), (300, 2, 1)]
)
def test_breaks_lie_between_cases(planned: float, cases: int, breaks: int) -> None:
    kinds = order(Folded((2000,) * cases, planned))
    assert kinds.count("break") == breaks
    assert kinds[0] == "arrival" and kinds[1] == "case" and kinds[-2] == "case"


def test_a_break_comes_when_the_panel_has_sat_about_75_minutes() -> None:
    assert order(Folded((2000,) * 6, 120)).index("break") == 4
    assert order(Folded((2000,) * 4, 120)).index("break") == 4
    assert order(Folded((9000,) * 3, 240)).index("break") == 2


def test_what_does_not_fit_is_said_not_squeezed() -> None:
    plan = pace.plan(Folded((9000,) * 4, 60).meeting)
    assert plan.question_seconds == 30
    assert plan.minutes > 60


@given(words=WORDS, planned=PLANNED, measured=PACE)
@settings(max_examples=50, deadline=None)
def test_no_share_is_negative_and_reading_keeps_its_bounds(words, planned, measured) -> None:
    meeting = Folded(words, planned, measured).meeting
    plan = pace.plan(meeting)
    assert all(item.minutes > 0 for item in plan.items)
    assert plan.question_seconds >= 30
    assert all(10 <= pace.reading_minutes(meeting, case) <= 15 for case in meeting.cases)
    assert [i.case for i in plan.items if i.case] == list(range(1, len(words) + 1))
    if plan.question_seconds > 30:
        assert plan.minutes == pytest.approx(planned)
    first = pace.forecast(meeting, START)
    assert first.of == len(words) and first.finish > START


# ── the forecast ─────────────────────────────────────────────────────────────────────────────────────────


def test_before_it_begins_a_meeting_is_on_course() -> None:
    evening = Folded()
    expected = pace.forecast(evening.meeting, evening.now)
    assert pace.say(expected) == "On course for 3 of 3, finish 20:00"
    assert pace.say_drift(expected) == "on time"


def test_a_meeting_that_keeps_to_its_plan_stays_on_course() -> None:
    evening, each = Folded(), pace.question_seconds(Folded().meeting) / 60
    evening.begin(10)
    for case in (1, 2):
        evening.whole_case(case, 10, each, 5)
        assert abs(pace.forecast(evening.meeting, evening.now).ahead_minutes) <= 1
    evening.rest(10)
    evening.whole_case(3, 10, each, 5)
    assert abs(pace.forecast(evening.meeting, evening.now).ahead_minutes) <= 1


def test_what_the_panel_shows_tonight_moves_the_forecast() -> None:
    evening = Folded()
    evening.begin(10)
    evening.whole_case(1, 15, 2.5, 8)
    expected = pace.forecast(evening.meeting, evening.now)
    assert expected.reachable == 2
    assert expected.ahead_minutes < -25


def test_what_it_showed_before_moves_it_from_the_start() -> None:
    slow = {"reading": 1.4, "question_seconds": 150, "deciding_minutes": 6, "cases": 8}
    expected = pace.forecast(Folded(pace=slow).meeting, START)
    assert expected.reachable == 2
    assert pace.forecast(Folded().meeting, START).reachable == 3


def test_a_break_that_is_running_counts_down() -> None:
    evening = Folded()
    evening.begin(10)
    evening.whole_case(1, 10, 1.4, 5)
    evening.whole_case(2, 10, 1.4, 5)
    before = pace.forecast(evening.meeting, evening.now).finish
    evening.do("adjourn", why="break")
    evening.wait(7)
    assert pace.forecast(evening.meeting, evening.now).finish == before
    evening.wait(10)
    assert pace.forecast(evening.meeting, evening.now).finish == before + timedelta(minutes=7)


def test_a_closed_meeting_finished_when_it_was_closed() -> None:
    evening = Folded((2000,))
    evening.begin()
    evening.whole_case(1, 10, 1, 5)
    evening.do("close_meeting")
    closed = evening.now
    evening.wait(3000)
    expected = pace.forecast(evening.meeting, evening.now)
    assert (expected.finish, expected.reachable) == (closed, 1)
    assert pace.stages_left(evening.meeting, evening.now) == ()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "read", "stop", "answer", "decide", "close", "carry", "rest", "change"]),
        MINUTES,
    ),
    max_size=40,
)


def walk(evening: Folded, step: str, minutes: float) -> None:
    """Do the step where the rules allow it now."""
    from panelroom.errors import Refused

    meeting, case = evening.meeting, evening.meeting.current
    waiting = next((c.number for c in meeting.cases if c.state == "waiting"), 1)
    answered = len(case.answers) if case else 0
    acts = {
        "open": ("open_case", {"case": waiting}),
        "read": ("start_reading", {"minutes": 10}),
        "stop": ("end_reading", {}),
        "answer": ("answer", {"question": QUESTIONS[answered % 11], "mark": "met"}),
        "decide": ("decide", {"outcome": "1"}),
        "close": ("close_case", {}),
        "carry": ("carry_forward", {"case": case.number if case else waiting, "reason": "Time."}),
        "rest": ("resume", {}) if meeting.adjourned else ("adjourn", {"why": "break"}),
        "change": ("extend_reading", {"minutes": -3}),
    }
    evening.wait(minutes)
    action, fields = acts[step]
    try:
        evening.do(action, **fields)
    except Refused:
        return


@given(words=WORDS, steps=STEPS, measured=PACE)
@settings(max_examples=50, deadline=None)
def test_whatever_happens_time_runs_forwards_and_no_share_is_negative(words, steps, measured) -> None:
    evening = Folded(words, 120, measured)
    evening.begin()
    for step, minutes in steps:
        walk(evening, step, minutes)
        meeting, now = evening.meeting, evening.now
        stages = pace.stages_left(meeting, now)
        expected = pace.forecast(meeting, now)
        assert all(stage.minutes >= 0 for stage in stages)
        assert expected.finish >= now
        closed = sum(c.state == "closed" for c in meeting.cases)
        assert closed <= expected.reachable <= expected.of
        for case in meeting.cases:
            took = pace.taken(meeting, case, now)
            assert min(took.reading, took.questions, took.deciding) >= 0
            assert took.minutes * 60 == pytest.approx(meeting.timing(case.number).spent_at(now), abs=1e-3)
        items = pace.run_order(meeting, now)
        assert all(item.taken >= 0 for item in items)
        assert [i.begins for i in items] == sorted(i.begins for i in items)
        for proposal in pace.proposals(meeting, now, together=True):
            assert proposal.minutes >= 1
            assert now <= proposal.then.finish < expected.finish
            assert proposal.then.reachable >= expected.reachable or proposal.change == "carry_forward"
            assert pace.say_proposal(proposal)
        assert pace.pace_of(pace.measured(meeting)) is None or closed


@given(steps=STEPS, later=MINUTES)
@settings(max_examples=40, deadline=None)
def test_waiting_never_brings_the_finish_nearer(steps, later) -> None:
    evening = Folded()
    evening.begin()
    for step, minutes in steps:
        walk(evening, step, minutes)
    before = pace.forecast(evening.meeting, evening.now).finish
    evening.wait(later)
    after = pace.forecast(evening.meeting, evening.now).finish
    assert after >= before - timedelta(seconds=1)


# ── proposals ────────────────────────────────────────────────────────────────────────────────────────────


def late() -> Folded:
    """One long case is done, two wait, and the evening will not do."""
    evening = Folded((2000, 3000, 3000))
    evening.begin(15)
    evening.whole_case(1, 15, 2, 8)
    return evening


def changes(evening: Folded, **given: bool) -> list[str]:
    return [p.change for p in pace.proposals(evening.meeting, evening.now, **given)]


def test_nothing_is_proposed_while_the_meeting_is_on_course() -> None:
    evening = Folded()
    assert changes(evening, together=True) == []
    evening.begin(12)
    assert changes(evening, together=True) == []


def test_when_it_slips_each_proposal_says_what_it_saves() -> None:
    evening = late()
    assert changes(evening) == ["shorter_reading", "shorter_break", "carry_forward"]
    assert changes(evening, together=True)[1] == "together"
    reading, pause, carry = pace.proposals(evening.meeting, evening.now)
    assert (reading.case, reading.to_minutes) == (2, 10)
    assert (pause.to_minutes, pause.minutes) == (5, 5)
    assert carry.case == 3 and carry.then.ahead_minutes > 0
    assert pace.say_proposal(pause).startswith("Make the break 5 minutes: saves 5 min, then ")


def test_reading_never_falls_under_the_usual_time() -> None:
    evening = Folded((2000, 2000, 2000))
    evening.begin(60)
    assert "shorter_reading" not in changes(evening)
    evening.do("open_case", case=1)
    evening.do("start_reading", minutes=14)
    evening.wait(2)
    running = pace.proposals(evening.meeting, evening.now)[0]
    assert (running.change, running.case, running.to_minutes) == ("shorter_reading", 1, 10)
    assert running.minutes == 4
    evening.wait(9)
    assert "shorter_reading" not in changes(evening)


def test_in_a_break_nobody_is_told_to_make_it_shorter() -> None:
    evening = late()
    evening.do("adjourn", why="break")
    assert "shorter_break" not in changes(evening)
    assert "carry_forward" in changes(evening)


def test_confirming_together_saves_what_is_soon_said_less_the_slips() -> None:
    evening = late()
    together = next(
        p for p in pace.proposals(evening.meeting, evening.now, together=True) if p.change == "together"
    )
    left = [s for s in pace.stages_left(evening.meeting, evening.now) if s.part == "questions"]
    assert together.minutes == round(sum(s.minutes / 3 - 5 for s in left))


def test_a_case_carried_forward_slips_no_more() -> None:
    evening = late()
    evening.do("carry_forward", case=3, reason="Time.")
    assert changes(evening) == []
    assert pace.forecast(evening.meeting, evening.now).reachable == 2


def test_looking_changes_nothing() -> None:
    evening = late()
    before, order_before = evening.meeting, pace.plan(evening.meeting)
    assert pace.proposals(before, evening.now, together=True)
    assert evening.meeting is before and pace.plan(before) == order_before


# ── what it took ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_case_is_measured_part_by_part_without_its_breaks() -> None:
    evening = Folded()
    evening.begin()
    evening.read(1, 12)
    evening.ask(2, QUESTIONS[:5])
    evening.rest(9)
    evening.ask(2, QUESTIONS[5:])
    evening.rest(3, "safety")
    evening.decide(4)
    evening.wait(50)
    took = pace.taken(evening.meeting, evening.meeting.case(1), evening.now)
    assert (took.reading, took.questions, took.deciding) == pytest.approx((12, 22, 4))
    (row,) = pace.measured(evening.meeting)
    assert row == pace.Measured(pytest.approx(1.2), pytest.approx(120), pytest.approx(4))


def test_the_run_order_says_what_each_item_took() -> None:
    evening = Folded()
    evening.begin(12)
    evening.whole_case(1, 10, 2, 5)
    evening.rest(15)
    evening.read(2, 4)
    said = [(i.kind, i.state, round(i.taken)) for i in pace.run_order(evening.meeting, evening.now)]
    assert said == [
        ("arrival", "done", 12), ("case", "done", 37), ("case", "now", 4),
        ("break", "done", 15), ("case", "ahead", 0), ("wrap_up", "ahead", 0),
    ]  # fmt: skip
    drifts = [i.ahead_minutes for i in pace.run_order(evening.meeting, evening.now)]
    assert drifts == [-2, -7, 0, -5, 0, 0]
    evening.ask(1)
    evening.decide(1)
    evening.do("carry_forward", case=3, reason="Time.")
    evening.wait(6)
    evening.do("close_meeting")
    evening.wait(500)
    *_, case, wrap_up = pace.run_order(evening.meeting, evening.now)
    assert (case.state, wrap_up.state, wrap_up.taken) == ("dropped", "done", 6)


def test_the_pace_of_a_panel_is_medians_within_bounds() -> None:
    rows = [pace.Measured(1.0, 60, 4), pace.Measured(1.2, 90, 5), pace.Measured(9.0, 5000, 90)]
    assert pace.pace_of(rows) == Pace(reading=1.2, question_seconds=90, deciding_minutes=5, cases=3)
    assert pace.pace_of(rows[2:]) == Pace(reading=2, question_seconds=900, deciding_minutes=30, cases=1)
    assert pace.pace_of([]) is None


def test_the_time_for_which_a_case_was_closed_is_nobodys_deciding() -> None:
    evening = Folded()
    evening.begin()
    evening.whole_case(1, 10, 1, 5)
    before = pace.taken(evening.meeting, evening.meeting.case(1), evening.now)
    assert before == pace.Parts(10, len(QUESTIONS), 5)
    evening.wait(60)
    evening.do("reopen_case", case=1, reason="A page was found.")
    assert pace.taken(evening.meeting, evening.meeting.case(1), evening.now) == before
    evening.wait(2)
    evening.rest(7)
    evening.do("close_case")
    assert pace.taken(evening.meeting, evening.meeting.case(1), evening.now) == pace.Parts(
        10, len(QUESTIONS), 7
    )


def test_a_case_typed_in_afterwards_or_reopened_measures_nothing() -> None:
    evening = Folded()
    evening.begin()
    evening.whole_case(1, 0.2, 0, 0)
    assert pace.measured(evening.meeting) == ()
    evening.whole_case(2, 10, 1, 5)
    assert len(pace.measured(evening.meeting)) == 1
    evening.do("reopen_case", case=2, reason="A page was found.")
    evening.do("close_case")
    assert pace.measured(evening.meeting) == ()
