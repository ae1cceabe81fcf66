"""Every act there is, in any order, against a real encrypted book: what is on the disk is what is in memory."""

import contextlib
import re
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from making import MEMORY, QUESTIONS, ROSTER, Room, everything_in, in_room, shown_from_disk

from panelroom import meeting as fold
from panelroom import pace
from panelroom.errors import Refused
from panelroom.journal import STRUCK, verify
from panelroom.slip_tray import SlipTray
from panelroom.slips import Slips
from panelroom.store import Book

MEMBERS = st.sampled_from([*(str(m["id"]) for m in ROSTER), "new", "nobody"])
CASES = st.sampled_from([1, 2, "SYN/0001/31", 9])
MARKS = st.sampled_from(
    ["met", "not_met", "not_met", "not_applicable", "cannot_tell", "undecided", "not_met_justified"]
)
KINDS = st.sampled_from(["good_practice", "learning", "query", "record_error", "wider_issue", "insight"])
WORDS = st.sampled_from(["Seen.", "It’s “so” — ünïcode", 'a "quoted"\nline', "{}", "50% ; -- '"])
QUESTION = st.sampled_from([*QUESTIONS, "3"])
WHYS = st.sampled_from(["break", "quorum", "time", "safety", "other"])
PICK = st.integers(0, 10_000)
WRITTEN = object()
CHANGES: dict[str, list[dict[str, Any]]] = {
    "answer": [{"mark": "not_met"}, {"mark": "met"}, {"text": WRITTEN}, {"evidence": None, "text": WRITTEN}],
    "observe": [{"kind": "insight"}, {"text": WRITTEN}, {"question": "3", "to": None}, {"page": 4}],
    "decide": [
        {"outcome": "4"},
        {"new_reason": WRITTEN},
        {"outcome": "2"},
        {"new_reason": None},
        {"outcome": "4", "unresolved": "no_agreement", "comes_back": True},
        {"outcome": "3", "unresolved": None, "comes_back": None},
    ],
    "answer_prompt": [
        {"considers_inappropriate": False},
        {"new_reason": WRITTEN},
        {"considers_inappropriate": True},
    ],
    "park": [{"text": WRITTEN}],
    "settle_parked": [
        {"as": "dropped", "reason": WRITTEN, "text": None, "owner_role": None, "due": None},
        {"as": "action", "owner_role": "secretary", "text": WRITTEN},
        {"as": "query", "text": WRITTEN, "owner_role": None, "due": None},
    ],
    "raise_query": [{"text": WRITTEN}, {"text": ""}],
    "raise_urgent": [{"told": WRITTEN}],
    "record_action": [{"due": None, "text": WRITTEN}, {"due": "2031-06-01"}],
    "answer_query": [{"settled": True}, {"text": WRITTEN, "settled": False}],
    "count_papers": [{"in": 0}, {"out": 3}],
    "note_matter": [{"kind": "theme"}, {"text": WRITTEN}],
    "dispute_fact": [{"page": None, "text": WRITTEN}, {"page": 8}],
    "reply_to_dispute": [{"text": WRITTEN}],
}


class Meeting(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.path = self.folder / "any.book"
        self.struck: list[str] = []
        self.told = 0
        self.enter()
        for member in ("ch", "m1", "m2"):
            self.do("mark_present", member=member)
        self.do("acknowledge_ground_rules")
        self.do("open_case", case=1)

    def enter(self) -> None:
        self.context = in_room(self.path, cases=2, quorum=2)
        self.room: Room = self.context.__enter__()

    def leave(self) -> None:
        self.context.__exit__(None, None, None)

    def teardown(self) -> None:
        self.leave()
        shutil.rmtree(self.folder)

    def do(self, action: str, **fields: Any) -> bool:
        """Do it, or see that its refusal left everything as it was."""
        entries, root, before = self.room.entries, self.room.root, self.room.meeting
        try:
            self.room.say(action, **fields)
        except Refused:
            assert len(self.room.book.rows()) == self.room.entries == entries
            assert (self.room.root, self.room.meeting) == (root, before)
            return False
        return True

    def words(self, text: str) -> str:
        """Words that occur nowhere else, so that striking them can be proved."""
        self.told += 1
        return f"{text} w{self.told:05}w"

    def some_entry(self, pick: int) -> str:
        return f"e{1 + pick % self.room.entries}"

    # people

    @rule(member=MEMBERS, action=st.sampled_from(["mark_present", "member_left", "member_returned"]))
    def comes_and_goes(self, member: str, action: str) -> None:
        self.do(action, member=member)

    @rule(member=MEMBERS, action=st.sampled_from(["approve_observer", "hand_over_chair"]))
    def is_approved(self, member: str, action: str) -> None:
        self.do(action, member=member)

    @rule(member=MEMBERS, apologies=st.booleans())
    def is_away(self, member: str, apologies: bool) -> None:
        self.do("mark_absent", member=member, apologies=apologies)

    @rule(role=st.sampled_from(["member", "observer"]), votes=st.booleans())
    def walks_in(self, role: str, votes: bool) -> None:
        self.do("add_attendee", id="new", name=self.words("Newcomer"), role=role, votes=votes)

    @rule(
        member=MEMBERS,
        case=CASES,
        action=st.sampled_from(["sit_out", "sit_in", "step_out", "declare_interest"]),
    )
    def takes_part(self, member: str, case: str | int, action: str) -> None:
        self.do(action, member=member, case=case)

    @rule(member=MEMBERS, case=CASES, may=st.booleans())
    def is_late(self, member: str, case: str | int, may: bool) -> None:
        self.do("rule_on_late_member", member=member, case=case, may_decide=may)

    # cases

    @rule(case=CASES)
    def opens(self, case: str | int) -> None:
        self.do("open_case", case=case)

    @rule(case=CASES, reopen=st.booleans())
    def is_taken_up_again_or_carried(self, case: str | int, reopen: bool) -> None:
        self.do("reopen_case" if reopen else "carry_forward", case=case, reason=self.words("Because"))

    @rule()
    def closes_the_case(self) -> None:
        self.do("close_case")

    @rule(minutes=st.sampled_from([1, 7.5]), action=st.sampled_from(["start_reading", "extend_reading"]))
    def reads(self, minutes: float, action: str) -> None:
        self.do(action, minutes=minutes)

    @rule(later=st.integers(0, 200))
    def asks_what_could_be_done(self, later: int) -> None:
        """A proposal is a sentence: asking for it changes neither the journal nor the plan."""
        entries, root, before = self.room.entries, self.room.root, self.room.meeting
        plan = pace.plan(before)
        now = self.room.now() + timedelta(minutes=later)
        for proposal in pace.proposals(before, now, together=True):
            assert pace.say_proposal(proposal) and now <= proposal.then.finish
        assert (self.room.entries, self.room.root, self.room.meeting) == (entries, root, before)
        assert pace.plan(self.room.meeting) == plan

    @rule(action=st.sampled_from(["pause_reading", "resume_reading", "end_reading"]))
    def stops_reading(self, action: str) -> None:
        self.do(action)

    # what is recorded

    @rule(question=QUESTION, mark=MARKS, text=st.none() | WORDS, page=st.none() | st.integers(1, 9))
    def marks(self, question: str, mark: str, text: str | None, page: int | None) -> None:
        fields: dict[str, Any] = {"evidence": {"page": page} if page else {"not_found": True}}
        if mark == "undecided":
            fields["count"] = {"met": 2, "not_met": 2}
        if text is not None:
            fields["text"] = self.words(text)
        self.do("answer", question=question, mark=mark, **fields)

    @precondition(lambda self: self.room.meeting.open_case)
    @rule(strays=st.dictionaries(QUESTION, st.sampled_from(["not_met", "cannot_tell"]), max_size=3))
    def hands_in_a_slip(self, strays: dict[str, str]) -> None:
        tray, entries = SlipTray(self.room), self.room.entries
        with contextlib.suppress(Refused):
            for question in QUESTIONS:
                tray.mark(strays.get(question, "met"))
            tray.lay_down()
        assert self.room.entries == entries

    @precondition(lambda self: self.room.meeting.open_case)
    @rule(confirmed=st.booleans())
    def slips_are_counted(self, confirmed: bool) -> None:
        """Their totals are shown and confirmed, or all of them thrown away."""
        tray, entries = SlipTray(self.room), self.room.entries
        try:
            tray.show()
            wanted = tray.agreed() if confirmed else {}
            tray.confirm() if confirmed else tray.throw_away()
        except Refused:
            assert self.room.entries == entries
            return
        assert tray.slips == Slips() and self.room.entries == entries + len(wanted)
        assert self.room.meeting.current
        assert wanted.items() <= self.room.meeting.current.marks.items()

    @rule(pick=PICK, value=st.sampled_from(["avoidable", "not avoidable"]))
    def follows_up(self, pick: int, value: str) -> None:
        self.do("answer", question="q3", mark="not_met", follow_ups={"q3a": value})

    @rule(text=WORDS, kind=KINDS, question=st.none() | QUESTION, to=st.booleans())
    def observes(self, text: str, kind: str, question: str | None, to: bool) -> None:
        fields = {"to": self.words("Officer")} if to else {}
        self.do("observe", text=self.words(text), kind=kind, question=question, **fields)

    @rule(text=WORDS, action=st.sampled_from(["park", "raise_query"]))
    def says(self, text: str, action: str) -> None:
        self.do(action, text=self.words(text))

    @rule(pick=PICK, fate=st.sampled_from(["kept", "action", "query", "dropped"]), own=st.booleans())
    def settles(self, pick: int, fate: str, own: bool) -> None:
        """Mostly an issue that waits, else any entry."""
        waiting = [i.id for i in fold.unsettled(self.room.meeting)] or [self.some_entry(pick)]
        entry = waiting[pick % len(waiting)] if pick % 5 else self.some_entry(pick)
        fields = {"reason": self.words("Since")} if fate == "dropped" or pick % 2 else {}
        fields |= {"owner_role": "secretary"} if fate == "action" else {}
        fields |= {"text": self.words("Rather")} if own and fate in ("action", "query") else {}
        self.do("settle_parked", entry=entry, as_=fate, **fields)

    @rule(text=WORDS)
    def warns(self, text: str) -> None:
        self.do("raise_urgent", text=self.words(text), told=self.words("Duty"), by="chair")

    @rule(text=WORDS, due=st.none() | st.just("2031-05-01"))
    def undertakes(self, text: str, due: str | None) -> None:
        self.do("record_action", text=self.words(text), owner_role="secretary", due=due)

    @rule(pick=PICK, settled=st.booleans())
    def answers_a_query(self, pick: int, settled: bool) -> None:
        known = [query.id for _, query in fold.every_query(self.room.meeting)] or ["1-q1"]
        query = known[pick % len(known)]
        text = self.words("Reply")
        self.do("answer_query", query=query, role="force", text=text, basis="said", settled=settled)

    @rule(yes=st.booleans())
    def answers_the_prompt(self, yes: bool) -> None:
        fields = {"rule": "four-minors", "considers_inappropriate": yes, "reason": self.words("So")}
        self.do("answer_prompt", **fields)

    @rule(
        outcome=st.sampled_from(["1", "2", "3", "4"]),
        why=st.booleans(),
        no=st.integers(0, 7),
        lacks=st.none() | st.sampled_from(["no_agreement", "more_information"]),
        back=st.none() | st.just(True),
    )
    def decides(self, outcome: str, why: bool, no: int, lacks: str | None, back: bool | None) -> None:
        """Answer what is still unanswered, the first so many with no, and decide."""
        case = self.room.meeting.current
        left = fold.unanswered(self.room.meeting, case) if case else ()
        for place, question in enumerate(left):
            self.do("answer", question=question.id, mark="not_met" if place < no else "met")
        fields = {"reason": self.words("Reason")} if why else {}
        if outcome == "4":
            fields |= {"unresolved": lacks, "comes_back": back}
        self.do("decide", outcome=outcome, **fields)

    @rule(out=st.integers(0, 3), back=st.integers(0, 3))
    def counts_papers(self, out: int, back: int) -> None:
        self.do("count_papers", out=out, in_=back)

    # putting right

    @rule()
    def undoes(self) -> None:
        self.do("undo")

    @rule(pick=PICK, turn=PICK)
    def amends(self, pick: int, turn: int) -> None:
        """Change something that stands, in a way that suits it; after closing, by a correction."""
        known = enumerate(self.room.meeting.known, 1)
        standing = [(n, k.action) for n, k in known if k.live and k.action in CHANGES]
        if not standing:
            return
        seq, action = standing[pick % len(standing)]
        change = CHANGES[action][turn % len(CHANGES[action])]
        fields = {k: self.words("Rather") if v is WRITTEN else v for k, v in change.items()}
        if self.room.meeting.closed_at:
            fields["reason"] = self.words("Slip")
            self.do("correct_minutes", entry=f"e{seq}", **fields)
        else:
            self.do("amend", entry=f"e{seq}", **fields)

    @rule(pick=PICK)
    def strikes(self, pick: int) -> None:
        entry = self.some_entry(pick)
        before = {r.seq: r.body.decode() for r in self.room.book.rows()}
        if self.do("strike_text", entry=entry, why="names_a_person"):
            after = {r.seq: r.body.decode() for r in self.room.book.rows()}
            changed = [n for n, body in before.items() if after[n] != body]
            gone = [w for n in changed for w in told(before[n]) - told(after[n])]
            assert gone
            # An answer without words may have been given some by an amendment: then they stood only there.
            assert all(STRUCK in after[n] for n in changed)
            self.struck += gone
            assert self.found(gone) == []

    def found(self, words: list[str]) -> list[str]:
        everything = everything_in(self.path)
        assert b"open_meeting" in everything
        return [w for w in words if w.encode() in everything]

    # the meeting's life

    @rule(why=WHYS)
    def adjourns(self, why: str) -> None:
        self.do("adjourn", why=why)

    @rule()
    def resumes(self) -> None:
        self.do("resume")

    @rule(seconds=st.sampled_from([-3600.0, 61.5]))
    def somebody_moves_the_clock(self, seconds: float) -> None:
        self.do("clock_changed", seconds=seconds)

    @rule(page=st.integers(1, 4), case=st.sampled_from([None, 1, 2]))
    def something_is_not_redacted(self, page: int, case: int | None) -> None:
        self.do("withhold_page", page=page, **({} if case is None else {"case": case}))

    @precondition(lambda self: self.room.entries > 15)
    @rule()
    def closes_the_meeting(self) -> None:
        """An open case is closed first or, undecided, carried forward: else hardly a meeting would ever close."""
        case = self.room.meeting.open_case
        if case and not self.do("close_case"):
            self.do("carry_forward", case=case, reason=self.words("Time"))
        self.do("close_meeting", reason=self.words("Late"))

    @precondition(lambda self: self.room.meeting.closed_at)
    @rule()
    def confirms(self) -> None:
        self.do("confirm_minutes", by=[{"role": "chair", "method": "wet_ink"}])

    @rule(kind=st.sampled_from(["previous_minutes", "earlier_feedback", "wellbeing_offer", "next_meeting"]))
    def notes_a_matter(self, kind: str) -> None:
        self.do("note_matter", kind=kind, text=self.words("Noted"))

    @precondition(lambda self: self.room.meeting.closed_at)
    @rule()
    def checks_the_minutes(self) -> None:
        before = self.room.shown()["meeting"]["minutes"]["state"]
        assert self.do("check_minutes", by="secretary") == (before != "checked")

    @precondition(lambda self: self.room.meeting.closed_at)
    @rule(until=st.sampled_from(["2031-03-01", "2031-05-01", "2031-06-01"]))
    def asks_the_force(self, until: str) -> None:
        self.do("open_accuracy_check", until=until)

    @precondition(lambda self: self.room.meeting.closed_at)
    @rule(pick=PICK, page=st.none() | st.integers(1, 9), text=WORDS)
    def the_force_disputes(self, pick: int, page: int | None, text: str) -> None:
        """Mostly something that can be disputed, else any entry."""
        said = [o.id for c in self.room.meeting.cases for o in c.observations] or [self.some_entry(pick)]
        entry = said[pick % len(said)] if pick % 5 else self.some_entry(pick)
        if self.room.meeting.accuracy is None and pick % 3:
            self.do("open_accuracy_check", until="2031-05-01")
        self.do("dispute_fact", entry=entry, role=self.words("Lead"), text=self.words(text), page=page)

    @precondition(lambda self: self.room.meeting.closed_at)
    @rule(pick=PICK, text=WORDS)
    def the_panel_replies(self, pick: int, text: str) -> None:
        disputed = [d.id for c in self.room.meeting.cases for d in c.disputes] or [self.some_entry(pick)]
        self.do("reply_to_dispute", entry=disputed[pick % len(disputed)], text=self.words(text))

    @precondition(lambda self: self.room.meeting.closed_at)
    @rule(pick=PICK, withdrawn=st.booleans())
    def releases(self, pick: int, withdrawn: bool) -> None:
        text = {} if withdrawn else {"text": self.words("Public")}
        self.do("release_text", entry=self.some_entry(pick), by="secretary", **text)

    @rule()
    def is_opened_again(self) -> None:
        shown, root = self.room.shown(), self.room.root
        self.leave()
        self.enter()
        assert (self.room.shown(), self.room.root) == (shown, root)

    # what always holds

    @invariant()
    def nothing_is_checked_that_was_changed_since(self) -> None:
        known = self.room.meeting.known
        checks = [n for n, k in enumerate(known) if k.action == "check_minutes"]
        words = (
            "correct_minutes",
            "strike_text",
            "release_text",
            "dispute_fact",
            "reply_to_dispute",
            "note_matter",
        )
        changed = not checks or any(k.action in words for k in known[checks[-1] :])
        state = self.room.shown()["meeting"]["minutes"]["state"]
        confirmed = self.room.meeting.state == "confirmed"
        assert state == ("confirmed" if confirmed else "draft" if changed else "checked")

    @invariant()
    def the_disk_says_what_memory_says(self) -> None:
        shown = self.room.shown()
        assert shown_from_disk(self.room.book) == shown
        rows = self.room.book.rows()
        verdict = verify(rows)
        assert verdict.holds and verdict.root == self.room.root == shown["journal"]["root"]
        bodies = b"\n".join(r.body for r in rows)
        assert not [w for w in self.struck if w.encode() in bodies]

    @invariant()
    def the_views_say_what_the_fold_says(self) -> None:
        views_agree(self.room.book, self.room.meeting)

    @invariant()
    def slips_lie_in_an_open_case_only(self) -> None:
        assert self.room.meeting.open_case or not self.room.book.holds_slips()

    @invariant()
    def an_outcome_stands_on_what_it_needs(self) -> None:
        for case in self.room.meeting.cases:
            kinds = {o.act.kind for o in case.observations}
            if case.outcome and case.outcome.act.outcome == "2":
                assert kinds & {"good_practice", "learning", "record_error"}


def told(body: str) -> set[str]:
    """The unique words (see ``words``) in a stored body."""
    return set(re.findall(r"w\d{5}w", body))


def views_agree(book: Book, meeting: fold.Meeting) -> None:
    """Compare every view for people with the fold."""
    cases = list(meeting.cases)
    assert rows(book, "cases", "number", "state") == [(c.number, c.state) for c in cases]
    people = meeting.people.values()
    wanted = [(p.id, p.name, p.role, int(p.votes), p.status) for p in people]
    assert rows(book, "attendance", "member", "name", "role", "votes", "status") == wanted
    answers = [(c.number, q, a.act.mark, a.act.text, a.id) for c in cases for q, a in c.answers.items()]
    assert same(rows(book, "answers", "case_number", "question", "mark", "text", "id"), answers)
    pages = [
        (a.id, a.act.evidence.page if a.act.evidence else None) for c in cases for a in c.answers.values()
    ]
    assert same(rows(book, "answers", "id", "page"), pages)
    said = [
        (c.number, r, a.act.considers_inappropriate, a.act.reason)
        for c in cases
        for r, a in c.prompt_answers.items()
    ]
    assert rows(book, "prompt_answers", "case_number", "rule", "considers_inappropriate", "reason") == said
    outcomes = [
        (c.number, c.outcome.act.outcome, c.outcome.act.reason, c.outcome.id) for c in cases if c.outcome
    ]
    assert rows(book, "outcomes", "case_number", "outcome", "reason", "id") == outcomes
    lacked = [(c.outcome.act.unresolved, int(bool(c.outcome.act.comes_back))) for c in cases if c.outcome]
    assert rows(book, "outcomes", "unresolved", "comes_back") == lacked
    seen = [
        (o.case, o.act.kind, o.act.question, o.act.to, o.act.page, o.act.text, o.id)
        for c in cases
        for o in c.observations
    ]
    assert same(
        rows(book, "observations", "case_number", "kind", "question", "to", "page", "text", "id"), seen
    )
    queries = fold.every_query(meeting)
    asked = [(number, q.id, q.origin, q.question) for number, q in queries]
    assert same(rows(book, "queries", "case_number", "id", "origin", "question"), asked)
    said = [(q.id, q.text) for _, q in queries if q.origin == "person"]
    assert same([r for r in rows(book, "queries", "id", "text") if r[0].startswith("e")], said)
    replies = [
        (r.case, r.act.query, r.act.text, int(r.act.settled), r.id)
        for held in (meeting, *cases)
        for r in held.replies
    ]
    assert same(rows(book, "replies", "case_number", "query", "text", "settled", "id"), replies)
    became = {s.act.entry: (s.act.fate, s.act.reason, s.id) for s in meeting.settled}
    assert rows(book, "parked", "case_number", "text", "id", "became", "reason", "settled") == [
        (i.case, i.act.text, i.id, *became.get(i.id, (None, None, None))) for i in meeting.parked
    ]
    assert rows(book, "actions", "text", "due", "id") == [
        (i.act.text, i.act.due, i.id) for i in fold.actions(meeting)
    ]
    urgent = [(i.case, i.act.text, i.act.told, i.act.by, i.id) for i in meeting.urgent]
    assert rows(book, "urgent_matters", "case_number", "text", "told", "by", "id") == urgent
    matters = [(i.act.kind, i.act.text, i.id) for i in meeting.matters]
    assert rows(book, "matters", "kind", "text", "id") == matters
    disputes = [
        (d.case, d.act.entry, d.act.role, d.act.page, d.act.text, d.id) for c in cases for d in c.disputes
    ]
    assert same(rows(book, "disputes", "case_number", "entry", "role", "page", "text", "id"), disputes)
    answered = [(r.case, r.act.entry, r.act.text, r.id) for c in cases for r in c.dispute_replies]
    assert same(rows(book, "dispute_replies", "case_number", "dispute", "text", "id"), answered)
    live = [(f"e{n}", k.action) for n, k in enumerate(meeting.known, 1) if k.live]
    assert rows(book, "entries", "id", "action") == live


def rows(book: Book, view: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[c] for c in columns) for row in book.view(view)]


def same(found: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> bool:
    """Whether two lists hold the same rows, in whatever order."""
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
    return True


TestMeeting = Meeting.TestCase
TestMeeting.settings = settings(
    max_examples=6, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_every_act_has_a_rule() -> None:
    """An act that is added must be added here too."""
    from panelroom.acts import ACTS

    source = Path(__file__).read_text()
    assert [a for a in ACTS if f'"{a}"' not in source and a != "open_meeting"] == []
