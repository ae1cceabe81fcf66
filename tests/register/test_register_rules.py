"""The rules: stages go forward, back only with a reason; nothing said is ever lost; the fold of the file agrees."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import ValidationError
from register_scenes import EMPTY, do, move, reply, respond

from panelroom.errors import BookError, Refused
from panelroom.figures import STAGES, MeetingFigures
from panelroom.register.changes import (
    STEPS,
    Begun,
    Change,
    DaysSet,
    Entry,
    Imported,
    Responded,
    Source,
    ThemeLinked,
    ThemeMade,
    Updated,
    WinMade,
    WinStepped,
    from_body,
    to_body,
)
from panelroom.register.rules import check
from panelroom.register.show import disputed, since
from panelroom.register.state import RELAYS, Register, apply, fold, stage_place

FIGURES = MeetingFigures(
    meeting="M/1", date="2031-03-04", office="O", panel="P", set_id="s", set_version="1", planned_minutes=None,
    minutes=90, planned=1, reached=1, decided=1, carried=0, part_heard=0, outcomes=(), strands={}, questions=(),
    observations={}, root="0" * 64,
)  # fmt: skip
SOURCES = (
    Source(id="r1", source="e5", sort="feedback", kind="learning", case=1, text="One."),
    Source(id="r2", source="e6", sort="query", kind="query", case=1, text="Two?"),
    Source(id="r3", source="e7", sort="feedback", kind="good_practice", case=2, text="Three."),
    Source(id="r4", source="e8", sort="recommendation", text="Four.", owner="opcc"),
)
IMPORT = Imported(book="a" * 64, entries=9, figures=FIGURES, items=SOURCES)
FULL = do(EMPTY, IMPORT)


def updated(register: Register, **fields: Any) -> Register:
    return do(register, Updated.model_validate(fields))


# ── stages ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_stages_one_after_the_other() -> None:
    register = FULL
    for day, stage in enumerate(STAGES[1:], 5):
        register = move(register, "r1", stage, f"2031-03-{day:02}")
    assert dict(register.items["r1"].reached) == {
        "raised": "2031-03-04", "sent": "2031-03-05", "relayed_to_officer": "2031-03-06",
        "relayed_to_supervisor": "2031-03-07", "answered": "2031-03-08", "closed": "2031-03-09",
    }  # fmt: skip
    assert not register.items["r1"].open


def test_a_stage_may_be_left_out_on_the_way() -> None:
    item = move(FULL, "r1", "relayed_to_supervisor", "2031-03-06").items["r1"]
    assert list(item.reached) == ["raised", "relayed_to_supervisor"]


def test_feedback_is_not_closed_before_both_were_told_unless_it_is_said_why() -> None:
    with pytest.raises(Refused, match="not relayed to both officer and supervisor"):
        move(FULL, "r1", "closed", "2031-03-20")
    assert move(FULL, "r1", "closed", "2031-03-20", "The officer has left.").items["r1"].stage == "closed"
    assert move(FULL, "r2", "closed", "2031-03-20").items["r2"].stage == "closed"


def test_going_back_needs_a_reason_and_forgets_what_came_after() -> None:
    register = move(move(FULL, "r2", "sent", "2031-03-06"), "r2", "answered", "2031-03-09")
    for stage in ("answered", "sent", "raised"):
        with pytest.raises(Refused, match="going back needs a reason"):
            move(register, "r2", stage, "2031-03-10")
    back = move(register, "r2", "sent", "2031-03-10", "It went to the wrong desk.").items["r2"]
    assert dict(back.reached) == {"raised": "2031-03-04", "sent": "2031-03-10"}
    assert [e.change.stage for e in back.history[1:] if isinstance(e.change, Updated)] == [
        "sent",
        "answered",
        "sent",
    ]


def test_relays_are_recorded_after_the_answer_and_the_item_then_closes() -> None:
    register = respond(move(FULL, "r1", "sent", "2031-03-10"), "r1")
    with pytest.raises(Refused, match="the day of 'Relayed to officer' and 'Relayed to supervisor' first"):
        move(register, "r1", "closed", "2031-03-25")
    register = move(register, "r1", "relayed_to_officer", "2031-03-22")
    with pytest.raises(Refused, match="the day of 'Relayed to supervisor' first"):
        move(register, "r1", "closed", "2031-03-25")
    register = move(register, "r1", "relayed_to_supervisor", "2031-03-24")
    item = register.items["r1"]
    assert (item.stage, item.reached["answered"], item.awaits_answer) == ("answered", "2031-03-20", False)
    with pytest.raises(Refused, match=r"before an earlier stage of r1 \(2031-03-24\)"):
        move(register, "r1", "closed", "2031-03-23")
    closed = move(register, "r1", "closed", "2031-03-25").items["r1"]
    assert dict(closed.reached) == {
        "raised": "2031-03-04", "sent": "2031-03-10", "relayed_to_officer": "2031-03-22",
        "relayed_to_supervisor": "2031-03-24", "answered": "2031-03-20", "closed": "2031-03-25",
    }  # fmt: skip


def test_a_stage_left_out_is_filled_in_once_and_not_before_an_earlier_one() -> None:
    register = respond(move(FULL, "r2", "sent", "2031-03-10"), "r2")
    with pytest.raises(Refused, match=r"Give 2031-03-10 or a later day"):
        move(register, "r2", "relayed_to_officer", "2031-03-09")
    register = move(register, "r2", "relayed_to_officer", "2031-03-11")
    with pytest.raises(Refused, match="going back needs a reason"):
        move(register, "r2", "relayed_to_officer", "2031-03-12")


def test_a_stage_left_out_is_gone_back_to_with_a_reason() -> None:
    item = move(respond(FULL, "r1"), "r1", "sent", "2031-03-21", "The answer was to another item.").items[
        "r1"
    ]
    assert (item.stage, dict(item.reached)) == ("sent", {"raised": "2031-03-04", "sent": "2031-03-21"})


def test_only_feedback_is_to_be_relayed() -> None:
    assert FULL.items["r1"].relays_missing == ("relayed_to_officer", "relayed_to_supervisor")
    assert FULL.items["r2"].relays_missing == ()


def test_no_stage_is_reached_before_an_earlier_one() -> None:
    with pytest.raises(Refused, match=r"before an earlier stage of r1 \(2031-03-04\)"):
        move(FULL, "r1", "sent", "2031-03-03")
    register = move(FULL, "r1", "sent", "2031-03-08")
    with pytest.raises(Refused, match="2031-03-08"):
        move(register, "r1", "answered", "2031-03-07")


def test_an_item_that_is_not_there_is_said() -> None:
    for change in (Updated(of="r9", note="x"), ThemeLinked(of="t9", item="r1", side="contrary")):
        with pytest.raises(Refused, match="There is no"):
            check(FULL, change)


def test_what_was_left_out_is_not_filled_in_after_what_must_follow_it() -> None:
    register = move(
        move(FULL, "r1", "relayed_to_officer", "2031-03-10"), "r1", "closed", "2031-03-12", "Left."
    )
    with pytest.raises(Refused, match=r"after a later stage of r1 \(2031-03-10\)"):
        move(register, "r1", "sent", "2031-03-11")
    with pytest.raises(Refused, match=r"Give 2031-03-12 or an earlier day"):
        move(register, "r1", "relayed_to_supervisor", "2031-03-13")
    assert move(register, "r1", "sent", "2031-03-10").items["r1"].stage == "closed"


@pytest.mark.parametrize(
    "fields",
    [
        {"of": "r1"},
        {"of": "r1", "stage": "sent"},
        {"of": "r1", "on": "2031-03-05"},
        {"of": "r1", "due": "2031-02-30"},
    ],
)
def test_a_change_of_nothing_is_none(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Updated.model_validate(fields)


# ── due and overdue ──────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_due_after_the_days_the_office_gives() -> None:
    assert FULL.due(FULL.items["r1"]) == "2031-04-01"
    sent = move(FULL, "r1", "sent", "2031-03-10")
    assert sent.due(sent.items["r1"]) == "2031-04-07"
    sooner = do(sent, DaysSet(response_days=7))
    assert sooner.due(sooner.items["r1"]) == "2031-03-17"
    given = updated(sooner, of="r1", due="2031-06-01")
    assert given.due(given.items["r1"]) == "2031-06-01"


@pytest.mark.parametrize(("day", "late"), [("2031-04-01", 0), ("2031-04-02", 1), ("2031-05-01", 30)])
def test_overdue_is_counted_from_the_day_after(day: str, late: int) -> None:
    assert FULL.overdue(FULL.items["r1"], date.fromisoformat(day)) == late


def test_nobody_is_chased_for_praise_nor_for_what_is_answered() -> None:
    far = date(2040, 1, 1)
    assert FULL.overdue(FULL.items["r3"], far) == 0
    answered = respond(FULL, "r1")
    assert answered.overdue(answered.items["r1"], far) == 0 < FULL.overdue(FULL.items["r1"], far)


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_moves_the_item_on_and_leaves_what_the_panel_said() -> None:
    register = respond(move(FULL, "r1", "sent", "2031-03-06"), "r1", "fact_disputed", page=4)
    item = register.items["r1"]
    assert (item.stage, item.reached["answered"], item.now.text) == ("answered", "2031-03-20", "One.")
    assert disputed(item) and item.responses[0].page == 4


def test_a_later_answer_stands_beside_the_earlier_one() -> None:
    register = respond(respond(FULL, "r1", "fact_disputed"), "r1", "accepted", on="2031-03-25")
    item = register.items["r1"]
    assert [r.status for r in item.responses] == ["fact_disputed", "accepted"]
    assert (item.reached["answered"], disputed(item)) == ("2031-03-20", False)


def test_the_panel_replies_to_an_answer_only() -> None:
    with pytest.raises(Refused, match="has not answered r1 yet"):
        reply(FULL, "r1", "But.")
    register = respond(FULL, "r1", "fact_disputed")
    with pytest.raises(Refused, match="before the answer of the force"):
        reply(register, "r1", "But.", on="2031-03-19")
    assert reply(register, "r1", "But.").items["r1"].replies[0].text == "But."


def test_no_answer_comes_before_what_it_answers() -> None:
    with pytest.raises(Refused, match="2031-03-04"):
        respond(FULL, "r1", on="2031-03-01")
    with pytest.raises(Refused, match="2031-03-30"):
        respond(move(FULL, "r1", "sent", "2031-03-30"), "r1")
    answered = respond(FULL, "r1")
    assert len(respond(answered, "r1", on="2031-03-10").items["r1"].responses) == 2


# ── themes and changes to systems ────────────────────────────────────────────────────────────────────────


def test_an_item_stands_on_one_side_of_a_theme() -> None:
    register = do(FULL, ThemeMade(id="t1", title="Contact"))
    for item, side in (("r1", "supporting"), ("r2", "supporting"), ("r2", "contrary"), ("r1", "none")):
        register = do(register, ThemeLinked.model_validate({"of": "t1", "item": item, "side": side}))
    assert (register.themes["t1"].items("supporting"), register.themes["t1"].items("contrary")) == (
        (),
        ("r2",),
    )
    with pytest.raises(Refused, match="already"):
        do(register, ThemeLinked(of="t1", item="r2", side="contrary"))


def test_a_change_to_a_system_goes_step_by_step() -> None:
    register = do(FULL, WinMade(id="w1", title="The form asks", item="r1", on="2031-03-04"))
    for month, step in enumerate(STEPS[1:], 4):
        register = do(
            register,
            WinStepped.model_validate(
                {"of": "w1", "step": step, "on": f"2031-{month:02}-01", "supporters": ["A"]}
            ),
        )
    win = register.wins["w1"]
    assert (list(win.steps), win.supporters) == (list(STEPS), ("A",))
    with pytest.raises(Refused, match="already"):
        do(register, WinStepped(of="w1", step="proposed", on="2031-04-02"))
    for day, words in (("2031-03-01", "before an earlier step"), ("2031-12-01", "after a later step")):
        with pytest.raises(Refused, match=words):
            do(register, WinStepped(of="w1", step="proposed", on=day, note="Misdated."))
    assert (
        do(register, WinStepped(of="w1", step="proposed", on="2031-04-02", note="Misdated."))
        .wins["w1"]
        .steps["proposed"]
        == "2031-04-02"
    )
    with pytest.raises(Refused, match="no item"):
        do(FULL, WinMade(id="w2", title="x", item="r9", on="2031-03-04"))


# ── what opens a meeting ─────────────────────────────────────────────────────────────────────────────────


def test_what_came_since_the_last_meeting() -> None:
    register = respond(FULL, "r1", "fact_disputed")
    register = move(register, "r2", "closed", "2031-03-22")
    register = do(register, WinMade(id="w1", title="The form asks", item="r1", on="2031-03-30"))
    shown = since(register, None, date(2031, 6, 1))
    ids = {
        name: [i["id"] for i in shown[name]] for name in ("closed", "answered", "overdue", "moved", "waiting")
    }
    assert ids == {"closed": ["r2"], "answered": ["r1"], "overdue": ["r4"], "moved": [], "waiting": ["r3"]}
    assert (shown["since"], shown["disputed"], len(shown["wins"])) == ("2031-03-04", ["r1"], 1)
    later = since(reply(register, "r1", "But."), "2031-04-01", date(2031, 3, 25))
    assert [later["disputed"], later["closed"], later["wins"]] == [[], [], []]


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────


def entries(*changes: Change) -> list[Entry]:
    start = datetime(2031, 4, 1, tzinfo=UTC)
    return [Entry(n, start + timedelta(minutes=n), change) for n, change in enumerate(changes, 1)]


def test_a_missing_or_damaged_change_is_said() -> None:
    whole = entries(Begun(), IMPORT, ThemeMade(id="t1", title="x"))
    assert len(fold(whole).items) == 4
    for broken in (whole[1:], [whole[0], whole[2]], [*whole, *entries(Begun())], []):
        with pytest.raises(BookError, match="use a copy"):
            fold(broken)
    body = to_body(whole[1])
    with pytest.raises(BookError, match="Change 2 of this register is damaged"):
        from_body(2, body.replace('"feedback"', '"fodback"'))
    with pytest.raises(BookError, match="newer panelroom"):
        from_body(2, body.replace('"v":1', '"v":2'))


class Office(RuleBasedStateMachine):
    """A secretary, a force and a panel do anything at all; what must hold holds after each step."""

    @initialize()
    def begin(self) -> None:
        self.entries = entries(Begun(), IMPORT)
        self.register = fold(self.entries)
        self.said = 0

    def attempt(self, change: Change) -> bool:
        try:
            check(self.register, change)
        except Refused:
            return False
        entry = Entry(len(self.entries) + 1, datetime(2031, 4, 1, tzinfo=UTC), change)
        self.entries.append(entry)
        self.register = apply(self.register, entry)
        return True

    items = st.sampled_from(["r1", "r2", "r3", "r4"])
    days = st.dates(date(2031, 3, 1), date(2031, 3, 12)).map(date.isoformat)

    @rule(item=items, stage=st.sampled_from(STAGES), on=days, note=st.sampled_from([None, "Why."]))
    def moves(self, item: str, stage: Any, on: str, note: str | None) -> None:
        before = self.register.items[item]
        done = self.attempt(Updated(of=item, stage=stage, on=on, note=note))
        back = stage_place(stage) <= stage_place(before.stage)
        fills_in = note is None and before.left_out(stage)
        assert not (done and back and note is None and not fills_in)
        assert self.register.items[item].stage == (stage if done and not fills_in else before.stage)

    @rule(of=st.one_of(items, st.just("t1")), status=st.sampled_from(["accepted", "fact_disputed"]), on=days)
    def answers(self, of: str, status: Any, on: str) -> None:
        self.said += self.attempt(Responded(of=of, status=status, text=f"Answer {self.said}", on=on))

    @rule(side=st.sampled_from(["supporting", "contrary", "none"]), item=items)
    def links(self, side: Any, item: str) -> None:
        if "t1" not in self.register.themes:
            self.attempt(ThemeMade(id="t1", title="Contact"))
        self.attempt(ThemeLinked(of="t1", item=item, side=side))

    @rule(step=st.sampled_from(STEPS), on=days, note=st.sampled_from([None, "Why."]))
    def steps(self, step: Any, on: str, note: str | None) -> None:
        if "w1" not in self.register.wins:
            self.attempt(WinMade(id="w1", title="The form asks", on="2031-03-04"))
        self.attempt(WinStepped(of="w1", step=step, on=on, note=note))

    @invariant()
    def what_the_panel_said_stands(self) -> None:
        assert [i.now.text for i in self.register.every_item()] == [s.text for s in SOURCES]

    @invariant()
    def no_answer_is_lost(self) -> None:
        held = [*self.register.every_item(), *self.register.every_theme()]
        texts = [r.text for each in held for r in each.responses]
        assert sorted(texts) == sorted(f"Answer {n}" for n in range(self.said))

    @invariant()
    def stages_and_steps_are_in_the_order_of_their_days(self) -> None:
        for item in self.register.every_item():
            assert item.stage == [s for s in STAGES if s in item.reached][-1]
            # The force may answer before it relays, and tell the supervisor before the officer.
            for relay in RELAYS:
                ways = [("raised", "sent", relay, "closed"), ("raised", "answered", "closed")]
                for way in ways:
                    days = [item.reached[s] for s in way if s in item.reached]
                    assert days == sorted(days)
        for win in self.register.every_win():
            days = [win.steps[s] for s in STEPS if s in win.steps]
            assert days == sorted(days)

    @invariant()
    def the_file_says_the_same(self) -> None:
        stored = [(e.seq, to_body(e)) for e in self.entries]
        assert fold(from_body(seq, body) for seq, body in stored) == self.register


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
