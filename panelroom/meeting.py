"""The meeting: what the journal's entries add up to, and what that says. Without a clock, a disk or a rule.

A :class:`Meeting` is immutable; :func:`panelroom.fold.apply` makes the next one from it and one more entry.
Collections that grow are persistent vectors, so that an act costs the same in a long meeting as in a short one
and every earlier state stays whole: undo steps back to one.

Times are differences of the entries' ``at``, in seconds.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from pyrsistent import PMap, PVector, pmap
from pyrsistent._pvector import python_pvector

from panelroom import acts
from panelroom.acts import ACTS, Act
from panelroom.journal import entry_seq
from panelroom.questions import CANNOT_TELL, Question, QuestionSet
from panelroom.scrutiny import Decision, Tally, applies, tally

A = TypeVar("A", bound=Act, covariant=True)

T = TypeVar("T")

COUNTING_ROLES = ("chair", "member", "ethics_member")


def vector(items: Iterable[T] = ()) -> PVector[T]:
    """Return a persistent vector.

    The plain Python one: the compiled one shows the garbage collector every element of every version, and a
    meeting keeps a version for each act that can be undone, so that a long case would slow down with its square.
    """
    made: PVector[T] = python_pvector(items)  # type: ignore[no-untyped-call]
    return made


@dataclass(frozen=True, slots=True)
class Item(Generic[A]):
    """Something recorded: the act as it now stands, the entry it came with, and whether it was changed since."""

    id: str
    at: datetime
    act: A
    case: int | None = None
    struck: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be in the room. ``status``: expected, present, apologies, absent or left."""

    id: str
    name: str
    role: str
    votes: bool
    status: str = "expected"
    approved: bool = False
    moves: tuple[tuple[str, datetime], ...] = ()

    @property
    def present(self) -> bool:
        """Whether this person is in the room."""
        return self.status == "present"

    @property
    def counts(self) -> bool:
        """Whether this person counts towards the quorum when present: observers, force and OPCC never do."""
        return self.votes and self.role in COUNTING_ROLES


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading time of one case, in seconds. ``since`` is set while the countdown runs."""

    allowed: float = 0.0
    used: float = 0.0
    since: datetime | None = None
    ended: bool = False

    def used_at(self, now: datetime) -> float:
        """Return the seconds read until ``now``."""
        return self.used + ((now - self.since).total_seconds() if self.since else 0.0)

    def left_at(self, now: datetime) -> float:
        """Return the seconds left at ``now``; negative when over."""
        return self.allowed - self.used_at(now)

    @property
    def state(self) -> str:
        """``none``, ``running``, ``paused`` or ``ended``."""
        if self.ended:
            return "ended"
        if not self.allowed:
            return "none"
        return "running" if self.since else "paused"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a case took, in seconds, adjournments left out. ``since`` is set while it is before the panel.

    ``begun_at`` is when it was opened first, ``ended_at`` when it was last closed or carried forward; ``answered``
    is how long it had taken when a question was last answered.
    """

    spent: float = 0.0
    since: datetime | None = None
    reading: Reading = Reading()
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    answered: float = 0.0

    def spent_at(self, now: datetime) -> float:
        """Return the seconds the case has taken until ``now``."""
        return self.spent + ((now - self.since).total_seconds() if self.since else 0.0)

    def talked_at(self, now: datetime) -> float:
        """Return the seconds the case has taken until ``now`` beside its reading time."""
        return max(0.0, self.spent_at(now) - self.reading.used_at(now))


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the meeting.

    ``state``: waiting, open, closed or carried_forward. ``there`` holds who was in the room when it was opened.
    """

    number: int
    listed: acts.ListedCase
    state: str = "waiting"
    answers: Mapping[str, Item[acts.Answer]] = field(default_factory=dict)
    prompt_answers: Mapping[str, Item[acts.AnswerPrompt]] = field(default_factory=dict)
    outcome: Item[acts.Decide] | None = None
    observations: PVector[Item[acts.Observe]] = field(default_factory=vector)
    queries: PVector[Item[acts.RaiseQuery]] = field(default_factory=vector)
    replies: PVector[Item[acts.AnswerQuery]] = field(default_factory=vector)
    disputes: PVector[Item[acts.DisputeFact]] = field(default_factory=vector)
    dispute_replies: PVector[Item[acts.ReplyToDispute]] = field(default_factory=vector)
    there: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    rulings: Mapping[str, bool] = field(default_factory=dict)
    carried_why: str | None = None
    reopened: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The case's reference."""
        return self.listed.ref

    @property
    def marks(self) -> dict[str, str]:
        """Question id -> mark, for the questions that have one."""
        return {q: a.act.mark for q, a in self.answers.items() if a.act.mark is not None}

    @property
    def begun(self) -> bool:
        """Whether the panel recorded anything about this case: a carried case is part-heard then."""
        return bool(self.there or self.answers or self.observations or self.queries)

    def decision(self) -> Decision:
        """Return what the rules need to know of the outcome and the prompts answered."""
        given = {rule: a.act.considers_inappropriate for rule, a in self.prompt_answers.items()}
        return Decision(self.outcome.act.outcome if self.outcome else None, given)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A page of the papers on which something was not redacted: which, when, and who was in the room."""

    case: int
    page: int
    at: datetime
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A member may know who somebody in a case's papers is: the entry, the case and when; never who."""

    entry: str
    case: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the force: raised by a person, made of a parked issue, or derived from a "cannot tell"."""

    id: str
    text: str
    question: str | None
    origin: str
    answers: tuple[Item[acts.AnswerQuery], ...]
    struck: bool = False

    @property
    def settled(self) -> bool:
        """Whether the force's latest answer settles it."""
        return bool(self.answers) and self.answers[-1].act.settled


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry put right after closing: what it said, what it says, when and why."""

    entry: str
    of: str
    at: datetime
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of every entry: enough to find it again. ``live`` ends when it is withdrawn."""

    action: str
    case: int | None
    live: bool = True
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """The whole state of a meeting after its latest entry."""

    opening: acts.OpenMeeting
    question_set: QuestionSet
    opened_at: datetime
    """When the book was made; that may be weeks before the meeting."""
    last_at: datetime
    people: Mapping[str, Person]
    cases: PVector[Case]
    numbers: Mapping[str, int] = field(compare=False, repr=False)
    open_case: int | None = None
    chair: str | None = None
    began_at: datetime | None = None
    """When the first person was marked present: the evening begins."""
    ground_rules_at: datetime | None = None
    adjourned: tuple[str, datetime] | None = None
    closed_at: datetime | None = None
    close_reason: str | None = None
    checked: Item[acts.CheckMinutes] | None = None
    accuracy: Item[acts.OpenAccuracyCheck] | None = None
    confirmed: Item[acts.ConfirmMinutes] | None = None
    matters: PVector[Item[acts.NoteMatter]] = field(default_factory=vector)
    parked: PVector[Item[acts.Park]] = field(default_factory=vector)
    settled: PVector[Item[acts.SettleParked]] = field(default_factory=vector)
    replies: PVector[Item[acts.AnswerQuery]] = field(default_factory=vector)
    """The force's answers to queries of no case; a case has its own."""
    actions: PVector[Item[acts.RecordAction]] = field(default_factory=vector)
    urgent: PVector[Item[acts.RaiseUrgent]] = field(default_factory=vector)
    papers: Item[acts.CountPapers] | None = None
    corrections: PVector[Correction] = field(default_factory=vector)
    breaks: PVector[tuple[str, datetime, datetime]] = field(default_factory=vector)
    clock_notes: PVector[tuple[datetime, float]] = field(default_factory=vector)
    withheld: PVector[Withheld] = field(default_factory=vector)
    recognised: PVector[Recognised] = field(default_factory=vector)
    released: PMap[str, Item[acts.ReleaseText]] = field(default_factory=pmap)
    """Entry id -> the wording in which it may be published."""
    timings: PMap[int, Timing] = field(default_factory=pmap)
    known: PVector[Known] = field(default_factory=vector)
    undoable: "tuple[str, Meeting] | None" = field(default=None, compare=False, repr=False)

    @property
    def state(self) -> str:
        """``open``, ``adjourned``, ``closed`` or ``confirmed``."""
        if self.confirmed:
            return "confirmed"
        if self.closed_at:
            return "closed"
        return "adjourned" if self.adjourned else "open"

    @property
    def current(self) -> Case | None:
        """The open case, or ``None`` between cases."""
        return None if self.open_case is None else self.case(self.open_case)

    def case(self, number: int) -> Case:
        """Return the case with that number (from 1)."""
        return self.cases[number - 1]

    def timing(self, number: int) -> Timing:
        """Return how long that case took."""
        return self.timings.get(number, Timing())

    def entry(self, entry_id: str) -> Known | None:
        """Return what is known of the entry with that id."""
        seq = entry_seq(entry_id)
        return self.known[seq - 1] if seq and seq <= len(self.known) else None


# ── what the state says ──────────────────────────────────────────────────────────────────────────────────


def present(meeting: Meeting) -> tuple[Person, ...]:
    """Return the people in the room who count towards the quorum."""
    return tuple(p for p in meeting.people.values() if p.present and p.counts)


def quorate(meeting: Meeting) -> bool:
    """Whether enough voting members are in the room. Without a quorum nobody is inquorate."""
    needed = meeting.opening.quorum
    return needed is None or len(present(meeting)) >= needed


def is_late(case: Case, person: Person) -> bool:
    """Whether this person came in after the case was opened."""
    opened = bool(case.there) or case.state == "open"
    return opened and person.present and person.id not in case.there


def may_decide(case: Case, person: Person) -> bool:
    """Whether this person, if present and counting, takes part in deciding ``case``."""
    if person.id in case.out or person.id in case.interests:
        return False
    return not is_late(case, person) or case.rulings.get(person.id, False)


def deciders(meeting: Meeting, case: Case) -> tuple[Person, ...]:
    """Return the people in the room who may decide ``case``."""
    return tuple(p for p in present(meeting) if may_decide(case, p))


def case_quorate(meeting: Meeting, case: Case) -> bool:
    """Whether enough people who may decide this case are in the room."""
    needed = meeting.opening.quorum
    return needed is None or len(deciders(meeting, case)) >= needed


def not_taking_part(case: Case) -> int:
    """Return how many sit the case out or have an interest in it: a number, never who or why."""
    return len(case.out | case.interests)


_CHANGES = ("correct_minutes", "strike_text", "dispute_fact", "reply_to_dispute", "note_matter")
"""What changes the words of minutes that were written already."""


def changes_since(meeting: Meeting, item: Item[Act]) -> tuple[str, ...]:
    """Return the actions after that item which changed what the minutes say, in order."""
    later = meeting.known[entry_seq(item.id) or 0 :]
    return tuple(known.action for known in later if known.action in _CHANGES)


def minutes_state(meeting: Meeting) -> str:
    """Return ``draft``, ``checked`` or ``confirmed``; changing or publishing words makes checked minutes a draft."""
    if meeting.confirmed:
        return "confirmed"
    return "checked" if meeting.checked and not _unchecked(meeting, meeting.checked) else "draft"


def _unchecked(meeting: Meeting, checked: Item[acts.CheckMinutes]) -> bool:
    later = meeting.known[entry_seq(checked.id) or 0 :]
    return any(known.action in (*_CHANGES, "release_text") for known in later)


def accuracy_open(meeting: Meeting) -> bool:
    """Whether the force may still point to errors of fact: asked, the day not over, the minutes not confirmed."""
    asked = meeting.accuracy
    if asked is None or meeting.confirmed:
        return False
    return meeting.last_at.date().isoformat() <= asked.act.until


def without_reply(meeting: Meeting) -> tuple[str, ...]:
    """Return the entries of disputed facts without a reply; struck ones need none, and a struck reply is none."""
    replies = (reply for case in meeting.cases for reply in case.dispute_replies if not reply.struck)
    replied = {reply.act.entry for reply in replies}
    disputes = (item for case in meeting.cases for item in case.disputes if not item.struck)
    return tuple(item.id for item in disputes if item.id not in replied)


def unanswered(meeting: Meeting, case: Case) -> tuple[Question, ...]:
    """Return the questions that apply to ``case`` and have no answer yet, in order."""
    marks = case.marks
    asked = (q for q in meeting.question_set.questions if applies(q, marks))
    return tuple(q for q in asked if q.id not in case.answers)


def withheld_pages(meeting: Meeting, case: Case) -> frozenset[int]:
    """Return the pages of the case that nobody is shown any more."""
    return frozenset(each.page for each in meeting.withheld if each.case == case.number)


def case_tally(meeting: Meeting, case: Case) -> Tally:
    """Return the tally of the case's marks."""
    return tally(meeting.question_set, case.marks)


def queries(meeting: Meeting, case: Case) -> tuple[Query, ...]:
    """Return the case's queries: first those its marks raise, then those people raised."""
    found = list(_mark_queries(meeting, case))
    found += [
        Query(i.id, i.act.text, i.act.question, "person", _replies(case.replies, i.id), i.struck)
        for i in case.queries
    ]
    return (*found, *_made_queries(meeting, case.number, case.replies))


def queries_of_no_case(meeting: Meeting) -> tuple[Query, ...]:
    """Return the queries of the whole meeting: those made of issues that were parked outside a case."""
    return tuple(_made_queries(meeting, None, meeting.replies))


def every_query(meeting: Meeting) -> tuple[tuple[int | None, Query], ...]:
    """Return the number of its case, or ``None``, with each query: first those of the cases."""
    found: list[tuple[int | None, Query]] = [
        (c.number, q) for c in meeting.cases for q in queries(meeting, c)
    ]
    return (*found, *((None, query) for query in queries_of_no_case(meeting)))


def _made_queries(
    meeting: Meeting, case: int | None, replies: Iterable[Item[acts.AnswerQuery]]
) -> Iterator[Query]:
    """Yield the queries that issues parked during that case became."""
    for item in meeting.settled:
        if item.act.fate == "query" and item.case == case:
            text, struck = _settled_words(meeting, item)
            yield Query(item.id, text, None, "person", _replies(replies, item.id), struck)


def settling(meeting: Meeting, parked: str) -> Item[acts.SettleParked] | None:
    """Return what became of the issue parked with that entry; ``None`` where that is not settled."""
    return next((item for item in meeting.settled if item.act.entry == parked), None)


def unsettled(meeting: Meeting) -> tuple[Item[acts.Park], ...]:
    """Return the parked issues of which nobody has said yet what becomes of them."""
    done = {item.act.entry for item in meeting.settled}
    return tuple(item for item in meeting.parked if item.id not in done and not item.struck)


def actions(meeting: Meeting) -> tuple[Item[acts.RecordAction], ...]:
    """Return who does what: the actions recorded as such and those made of parked issues, in the order recorded."""
    made = (_made_action(meeting, item) for item in meeting.settled if item.act.fate == "action")
    return tuple(sorted((*meeting.actions, *made), key=lambda item: entry_seq(item.id) or 0))


def _made_action(meeting: Meeting, item: Item[acts.SettleParked]) -> Item[acts.RecordAction]:
    text, struck = _settled_words(meeting, item)
    assert item.act.owner_role is not None
    act = acts.RecordAction(text=text, owner_role=item.act.owner_role, due=item.act.due)
    return Item(item.id, item.at, act, item.case, struck, item.changed_at)


def _settled_words(meeting: Meeting, item: Item[acts.SettleParked]) -> tuple[str, bool]:
    """Return the words of what became of a parked issue, and whether they were struck."""
    if item.act.text:
        return item.act.text, item.struck
    parked = find_item(meeting, item.act.entry)
    assert parked is not None and isinstance(parked.act, acts.Park)
    return parked.act.text, parked.struck


def _mark_queries(meeting: Meeting, case: Case) -> Iterator[Query]:
    for question in meeting.question_set.questions:
        answer = case.answers.get(question.id)
        if answer and answer.act.mark == CANNOT_TELL:
            query_id = f"{case.number}-{question.id}"
            words = f"The panel could not tell from the papers: {question.wording}"
            text = f"{words} {answer.act.text}" if answer.act.text else words
            yield Query(query_id, text, question.id, "mark", _replies(case.replies, query_id))


def _replies(held: Iterable[Item[acts.AnswerQuery]], query_id: str) -> tuple[Item[acts.AnswerQuery], ...]:
    return tuple(r for r in held if r.act.query == query_id)


SHELVES: dict[type[Act], str] = {
    acts.Answer: "answers",
    acts.AnswerPrompt: "prompt_answers",
    acts.Decide: "outcome",
    acts.Observe: "observations",
    acts.RaiseQuery: "queries",
    acts.AnswerQuery: "replies",
    acts.Park: "parked",
    acts.SettleParked: "settled",
    acts.RecordAction: "actions",
    acts.RaiseUrgent: "urgent",
    acts.NoteMatter: "matters",
    acts.DisputeFact: "disputes",
    acts.ReplyToDispute: "dispute_replies",
    acts.CountPapers: "papers",
}
"""Where what an act records is kept: the field of the case, or of the meeting."""

OF_MEETING = frozenset({"parked", "settled", "actions", "urgent", "matters", "papers"})
"""What the meeting keeps itself, whichever case was open when it was said."""


def find_item(meeting: Meeting, entry_id: str) -> Item[Act] | None:
    """Return what the entry with that id recorded, if it still stands."""
    known = meeting.entry(entry_id)
    shelf = SHELVES.get(ACTS[known.action]) if known else None
    if known is None or shelf is None:
        return None
    home = meeting if shelf in OF_MEETING or known.case is None else meeting.case(known.case)
    held = getattr(home, shelf)
    if isinstance(held, PVector):
        place = place_of(held, entry_id)
        return None if place is None else held[place]
    few = held.values() if isinstance(held, Mapping) else (held,)
    return next((i for i in few if i is not None and i.id == entry_id), None)


def place_of(held: PVector[Item[A]], entry_id: str) -> int | None:
    """Return where the item with that id is, or ``None``.

    Items are kept in the order of their entries, so it need not be searched for.
    """
    place = bisect_left(held, entry_seq(entry_id) or 0, key=lambda i: entry_seq(i.id) or 0)
    return place if place < len(held) and held[place].id == entry_id else None
