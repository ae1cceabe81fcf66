"""The fold: from the journal's entries, one after the other, to the meeting they add up to.

:func:`apply` takes an immutable :class:`~panelroom.meeting.Meeting` and one :class:`~panelroom.journal.Entry` and
returns the next meeting. It asks no rule: whether an act is allowed was decided before it was written
(:mod:`panelroom.conduct`). It reads no clock and no disk.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from pyrsistent import PMap, PVector

from panelroom import acts
from panelroom.acts import ACTS, Act
from panelroom.errors import BookError
from panelroom.frozen import replace
from panelroom.journal import Entry, entry_seq
from panelroom.meeting import (
    OF_MEETING,
    SHELVES,
    Case,
    Correction,
    Item,
    Known,
    Meeting,
    Person,
    Reading,
    Recognised,
    Timing,
    Withheld,
    find_item,
    place_of,
    vector,
)
from panelroom.questions import QuestionSet


def fold(entries: Iterable[Entry]) -> Meeting | None:
    """Return the meeting that the entries add up to; ``None`` for no entries.

    Raises:
        BookError: an entry is missing, out of its place, or cannot follow those before it.
    """
    meeting: Meeting | None = None
    for place, entry in enumerate(entries, 1):
        if entry.seq != place:
            raise BookError(f"Entry e{place} of this book is missing: nothing was changed; use a copy.")
        try:
            meeting = begin(entry) if meeting is None else apply(meeting, entry)
        except (AssertionError, LookupError, TypeError, ValueError):
            raise BookError(
                f"Entry e{place} of this book is damaged: nothing was changed; use a copy."
            ) from None
    return meeting


def begin(entry: Entry) -> Meeting:
    """Return the meeting after its first entry, which must be ``open_meeting`` with its question set."""
    opening = entry.act
    assert isinstance(opening, acts.OpenMeeting) and opening.question_set is not None
    people = {m.id: Person(m.id, m.name, m.role, m.votes) for m in opening.roster}
    return Meeting(
        opening=opening,
        question_set=QuestionSet.model_validate(opening.question_set),
        opened_at=entry.at,
        last_at=entry.at,
        people=people,
        cases=vector(Case(n, c) for n, c in enumerate(opening.cases, 1)),
        numbers={c.ref: n for n, c in enumerate(opening.cases, 1)},
        chair=next((p.id for p in people.values() if p.role == "chair"), None),
        known=vector([Known("open_meeting", None, struck=entry.struck)]),
    )


def apply(meeting: Meeting, entry: Entry) -> Meeting:
    """Return the meeting after one more entry."""
    action = entry.act.action
    after = _APPLY[action](meeting, entry)
    known = after.known.append(Known(action, entry.case, struck=entry.struck))
    if action in _BOUNDARIES:
        return replace(after, last_at=entry.at, known=known, undoable=None)
    if action in _OUTSIDE_UNDO:
        return replace(after, last_at=entry.at, known=known)
    return replace(after, last_at=entry.at, known=known, undoable=(entry.id, meeting))


_BOUNDARIES = frozenset({"open_case", "close_case", "reopen_case", "carry_forward", "close_meeting"})
"""Lifecycle entries: undo never reaches across one."""

_OUTSIDE_UNDO = frozenset(
    {
        "undo", "strike_text", "start_reading", "pause_reading", "resume_reading", "extend_reading",
        "end_reading", "adjourn", "resume", "clock_changed", "confirm_minutes", "correct_minutes",
        "withhold_page", "release_text", "check_minutes", "open_accuracy_check", "dispute_fact",
        "reply_to_dispute",
    }
)  # fmt: skip
"""Time that passed cannot be taken back, nor what stands in the record for good, nor what was seen."""

_KEPT_BY_UNDO = (
    "last_at",
    "known",
    "timings",
    "adjourned",
    "breaks",
    "clock_notes",
    "withheld",
    "confirmed",
    "corrections",
)


def _undo(meeting: Meeting, entry: Entry) -> Meeting:
    assert meeting.undoable is not None
    withdrawn, before = meeting.undoable
    assert withdrawn == entry.withdraws
    kept = {name: getattr(meeting, name) for name in _KEPT_BY_UNDO}
    place = entry_seq(withdrawn)
    assert place is not None
    gone = replace(meeting.known[place - 1], live=False)
    kept["known"] = meeting.known.set(place - 1, gone)
    return replace(before, **kept)


def _with_case(meeting: Meeting, case: Case, **changes: Any) -> Meeting:
    return replace(meeting, cases=meeting.cases.set(case.number - 1, replace(case, **changes)))


def _about(meeting: Meeting, entry: Entry) -> Case:
    assert entry.case is not None
    return meeting.case(entry.case)


def _timed(meeting: Meeting, number: int, timing: Timing) -> PMap[int, Timing]:
    return meeting.timings.set(number, timing)


def _stopped(timing: Timing, at: datetime) -> Timing:
    reading = timing.reading
    still = replace(reading, used=reading.used_at(at), since=None)
    return replace(timing, spent=timing.spent_at(at), since=None, reading=still)


def _ended(timing: Timing, at: datetime) -> Timing:
    return replace(_stopped(timing, at), ended_at=at)


# people


def _move(status: str) -> Callable[[Meeting, Entry], Meeting]:
    def move(meeting: Meeting, entry: Entry) -> Meeting:
        act = entry.act
        assert isinstance(act, acts.OfMember)
        new = "apologies" if isinstance(act, acts.MarkAbsent) and act.apologies else status
        person = meeting.people[act.member]
        moved = replace(person, status=new, moves=(*person.moves, (new, entry.when)))
        began = meeting.began_at or (entry.when if new == "present" else None)
        return replace(meeting, people={**meeting.people, person.id: moved}, began_at=began)

    return move


def _add_attendee(meeting: Meeting, entry: Entry) -> Meeting:
    act = entry.act
    assert isinstance(act, acts.AddAttendee)
    person = Person(act.id, act.name, act.role, act.votes, "present", moves=(("present", entry.when),))
    return replace(meeting, people={**meeting.people, act.id: person})


def _approve_observer(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.ApproveObserver)
    person = replace(meeting.people[entry.act.member], approved=True)
    return replace(meeting, people={**meeting.people, person.id: person})


def _hand_over_chair(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.HandOverChair)
    return replace(meeting, chair=entry.act.member)


def _acknowledge(meeting: Meeting, entry: Entry) -> Meeting:
    return replace(meeting, ground_rules_at=entry.when)


def _declare_interest(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.DeclareInterest)
    case = _about(meeting, entry)
    return _with_case(meeting, case, interests=case.interests | {entry.act.member})


def _sit_out(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.SitOut)
    case = _about(meeting, entry)
    return _with_case(meeting, case, out=case.out | {entry.act.member})


def _sit_in(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.SitIn)
    case = _about(meeting, entry)
    return _with_case(meeting, case, out=case.out - {entry.act.member})


def _step_out(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.StepOut)
    case = _about(meeting, entry)
    member = {entry.act.member}
    noted = meeting.recognised.append(Recognised(entry.id, case.number, entry.when))
    apart = _with_case(meeting, case, out=case.out | member, interests=case.interests | member)
    return replace(apart, recognised=noted)


def _rule_on_late(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.RuleOnLateMember)
    case = _about(meeting, entry)
    return _with_case(meeting, case, rulings={**case.rulings, entry.act.member: entry.act.may_decide})


# a case's life


def _open_case(meeting: Meeting, entry: Entry) -> Meeting:
    case = _about(meeting, entry)
    here = frozenset(p.id for p in meeting.people.values() if p.present)
    opened = _with_case(meeting, case, state="open", there=case.there | here, carried_why=None)
    before = meeting.timing(case.number)
    timing = replace(before, since=entry.at, begun_at=before.begun_at or entry.at, ended_at=None)
    return replace(opened, open_case=case.number, timings=_timed(meeting, case.number, timing))


def _close_case(meeting: Meeting, entry: Entry) -> Meeting:
    case = _about(meeting, entry)
    closed = _with_case(meeting, case, state="closed")
    timing = _ended(meeting.timing(case.number), entry.at)
    return replace(closed, open_case=None, timings=_timed(meeting, case.number, timing))


def _reopen_case(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.ReopenCase)
    case = _about(meeting, entry)
    opened = _with_case(meeting, case, state="open", reopened=(*case.reopened, entry.act.reason))
    timing = replace(meeting.timing(case.number), since=entry.at, ended_at=None)
    return replace(opened, open_case=case.number, timings=_timed(meeting, case.number, timing))


def _carry_forward(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.CarryForward)
    case = _about(meeting, entry)
    carried = _with_case(meeting, case, state="carried_forward", carried_why=entry.act.reason)
    timing = _ended(meeting.timing(case.number), entry.at)
    still_open = None if meeting.open_case == case.number else meeting.open_case
    return replace(carried, open_case=still_open, timings=_timed(meeting, case.number, timing))


# reading


def _reading(change: Callable[[Reading, Entry], Reading]) -> Callable[[Meeting, Entry], Meeting]:
    def read(meeting: Meeting, entry: Entry) -> Meeting:
        number = _about(meeting, entry).number
        timing = meeting.timing(number)
        timing = replace(timing, reading=change(timing.reading, entry))
        return replace(meeting, timings=_timed(meeting, number, timing))

    return read


def _start_reading(reading: Reading, entry: Entry) -> Reading:
    assert isinstance(entry.act, acts.StartReading)
    return Reading(reading.used + entry.act.minutes * 60, reading.used, entry.at)


def _pause_reading(reading: Reading, entry: Entry) -> Reading:
    return replace(reading, used=reading.used_at(entry.at), since=None)


def _resume_reading(reading: Reading, entry: Entry) -> Reading:
    return replace(reading, since=entry.at)


def _extend_reading(reading: Reading, entry: Entry) -> Reading:
    assert isinstance(entry.act, acts.ExtendReading)
    return replace(reading, allowed=max(0.0, reading.allowed + entry.act.minutes * 60))


def _end_reading(reading: Reading, entry: Entry) -> Reading:
    return replace(reading, used=reading.used_at(entry.at), since=None, ended=True)


# what is recorded


def _recorded(meeting: Meeting, entry: Entry) -> Meeting:
    """Record the entry's act as an item, and take away what no longer holds because of it."""
    item = Item(entry.id, entry.when, entry.act, entry.case, entry.struck)
    if isinstance(entry.act, acts.Answer):
        meeting = _answered(meeting, entry)
    return _voided(_put(meeting, item), entry.voids)


def _answered(meeting: Meeting, entry: Entry) -> Meeting:
    number = _about(meeting, entry).number
    timing = meeting.timing(number)
    timing = replace(timing, answered=timing.spent_at(entry.at))
    return replace(meeting, timings=_timed(meeting, number, timing))


def _put(meeting: Meeting, item: Item[Act]) -> Meeting:
    """Put an item in its place: a new one at the end, a changed one where it was."""
    change: dict[str, Any]
    if isinstance(item.act, acts.CountPapers):
        change = {"papers": item}
        return replace(meeting, **change)
    shelf = SHELVES[type(item.act)]
    if shelf in OF_MEETING or (isinstance(item.act, acts.AnswerQuery) and item.case is None):
        change = {shelf: _shelved(getattr(meeting, shelf), item)}
        return replace(meeting, **change)
    assert item.case is not None
    case = meeting.case(item.case)
    return _with_case(meeting, case, **{shelf: _on_case(case, shelf, item)})


def _on_case(case: Case, shelf: str, item: Item[Act]) -> Any:
    """Return what the case's ``shelf`` holds with the item on it."""
    if isinstance(item.act, acts.Decide):
        return item
    if isinstance(item.act, acts.Answer):
        return {**case.answers, item.act.question: item}
    if isinstance(item.act, acts.AnswerPrompt):
        return {**case.prompt_answers, item.act.rule: item}
    return _shelved(getattr(case, shelf), item)


def _shelved(held: PVector[Item[Act]], item: Item[Act]) -> PVector[Item[Act]]:
    if item.changed_at is None:
        return held.append(item)
    place = place_of(held, item.id)
    assert place is not None
    return held.set(place, item)


def _voided(meeting: Meeting, voids: tuple[str, ...]) -> Meeting:
    """Take away the prompt's answers and the outcome that the entry says no longer hold."""
    if not voids or meeting.current is None:
        return meeting
    case = meeting.current
    prompt_answers = {rule: a for rule, a in case.prompt_answers.items() if a.id not in voids}
    outcome = None if case.outcome and case.outcome.id in voids else case.outcome
    return _with_case(meeting, case, prompt_answers=prompt_answers, outcome=outcome)


def _changed(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.Amend | acts.CorrectMinutes) and entry.becomes is not None
    item = find_item(meeting, entry.act.entry)
    if item is None:
        return meeting
    act = ACTS[item.act.action].model_validate(entry.becomes)
    struck = item.struck or entry.struck
    return _voided(_put(meeting, replace(item, act=act, changed_at=entry.at, struck=struck)), entry.voids)


def _corrected(meeting: Meeting, entry: Entry) -> Meeting:
    act = entry.act
    assert isinstance(act, acts.CorrectMinutes) and entry.becomes is not None
    item = find_item(meeting, act.entry)
    before = item.act.data() if item else {}
    names = list(act.fields)
    note = Correction(
        entry.id,
        act.entry,
        entry.at,
        act.reason,
        {n: before.get(n) for n in names},
        {n: entry.becomes.get(n) for n in names},
    )
    # What was released spoke of the entry as it was.
    released = _unreleased(meeting, act.entry)
    return replace(_changed(meeting, entry), corrections=meeting.corrections.append(note), released=released)


def _unreleased(meeting: Meeting, entry_id: str) -> PMap[str, Item[acts.ReleaseText]]:
    """Return the releases without that entry's, without what the force said of it and what the panel replied."""
    released = meeting.released.discard(entry_id)
    known = meeting.entry(entry_id)
    if known is None or known.case is None:
        return released
    case = meeting.case(known.case)
    disputes = {d.id for d in case.disputes if d.act.entry == entry_id} | {entry_id}
    replies = {r.id for r in case.dispute_replies if r.act.entry in disputes}
    for of in disputes | replies:
        released = released.discard(of)
    return released


# the meeting's life


def _adjourn(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.Adjourn)
    stopped = replace(meeting, adjourned=(entry.act.why, entry.at))
    if meeting.open_case is None:
        return stopped
    timing = _stopped(meeting.timing(meeting.open_case), entry.at)
    return replace(stopped, timings=_timed(meeting, meeting.open_case, timing))


def _resume(meeting: Meeting, entry: Entry) -> Meeting:
    assert meeting.adjourned is not None
    why, since = meeting.adjourned
    going = replace(meeting, adjourned=None, breaks=meeting.breaks.append((why, since, entry.at)))
    if meeting.open_case is None:
        return going
    timing = replace(meeting.timing(meeting.open_case), since=entry.at)
    return replace(going, timings=_timed(meeting, meeting.open_case, timing))


def _close_meeting(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.CloseMeeting)
    cases = meeting.cases
    for case in cases:
        if case.state == "waiting":
            cases = cases.set(case.number - 1, replace(case, state="carried_forward"))
    return replace(meeting, cases=cases, closed_at=entry.at, close_reason=entry.act.reason, adjourned=None)


def _confirm(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.ConfirmMinutes)
    return replace(meeting, confirmed=Item(entry.id, entry.at, entry.act))


def _check_minutes(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.CheckMinutes)
    return replace(meeting, checked=Item(entry.id, entry.at, entry.act))


def _open_accuracy_check(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.OpenAccuracyCheck)
    return replace(meeting, accuracy=Item(entry.id, entry.at, entry.act))


def _clock_changed(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.ClockChanged)
    return replace(meeting, clock_notes=meeting.clock_notes.append((entry.at, entry.act.seconds)))


def _withhold(meeting: Meeting, entry: Entry) -> Meeting:
    assert isinstance(entry.act, acts.WithholdPage) and entry.case is not None
    there = tuple(p.id for p in meeting.people.values() if p.present)
    stopped = Withheld(entry.case, entry.act.page, entry.at, there)
    return replace(meeting, withheld=meeting.withheld.append(stopped))


def _release(meeting: Meeting, entry: Entry) -> Meeting:
    act = entry.act
    assert isinstance(act, acts.ReleaseText)
    if act.text is None or entry.struck:
        return replace(meeting, released=meeting.released.discard(act.entry))
    return replace(meeting, released=meeting.released.set(act.entry, Item(entry.id, entry.at, act)))


def _struck(meeting: Meeting, entry: Entry) -> Meeting:
    """The struck entries already fold without their words; what was released of them goes as well."""
    assert isinstance(entry.act, acts.StrikeText)
    return replace(meeting, released=_unreleased(meeting, entry.act.entry))


_APPLY: dict[str, Callable[[Meeting, Entry], Meeting]] = {
    "mark_present": _move("present"),
    "mark_absent": _move("absent"),
    "member_left": _move("left"),
    "member_returned": _move("present"),
    "add_attendee": _add_attendee,
    "approve_observer": _approve_observer,
    "hand_over_chair": _hand_over_chair,
    "declare_interest": _declare_interest,
    "acknowledge_ground_rules": _acknowledge,
    "open_case": _open_case,
    "sit_out": _sit_out,
    "sit_in": _sit_in,
    "step_out": _step_out,
    "rule_on_late_member": _rule_on_late,
    "start_reading": _reading(_start_reading),
    "pause_reading": _reading(_pause_reading),
    "resume_reading": _reading(_resume_reading),
    "extend_reading": _reading(_extend_reading),
    "end_reading": _reading(_end_reading),
    "answer": _recorded,
    "observe": _recorded,
    "park": _recorded,
    "settle_parked": _recorded,
    "raise_query": _recorded,
    "answer_query": _recorded,
    "raise_urgent": _recorded,
    "answer_prompt": _recorded,
    "decide": _recorded,
    "close_case": _close_case,
    "reopen_case": _reopen_case,
    "carry_forward": _carry_forward,
    "undo": _undo,
    "amend": _changed,
    "strike_text": _struck,
    "record_action": _recorded,
    "count_papers": _recorded,
    "adjourn": _adjourn,
    "resume": _resume,
    "close_meeting": _close_meeting,
    "confirm_minutes": _confirm,
    "correct_minutes": _corrected,
    "clock_changed": _clock_changed,
    "withhold_page": _withhold,
    "release_text": _release,
    "note_matter": _recorded,
    "check_minutes": _check_minutes,
    "open_accuracy_check": _open_accuracy_check,
    "dispute_fact": _recorded,
    "reply_to_dispute": _recorded,
}
