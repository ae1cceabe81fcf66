"""The record: everything the documents print, already in words, decided once. Here is decided who sees what.

A :class:`Record` is for the restricted papers. What it leaves out, no document can print:

* who sat a case out or has an interest in it: there is a number, never a name or a reason;
* who said what: an observation, a query and a remark have no author, and hands are numbers;
* what was undone, replaced or struck: struck words read "[struck from the record]".

Names stand in one place, the attendance. Numbers are counts ("11 of 12"), never percentages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from panelroom import acts, scrutiny
from panelroom.conduct.deciding import reason_of
from panelroom.meeting import (
    Case,
    Item,
    Meeting,
    Person,
    Query,
    accuracy_open,
    actions,
    case_tally,
    minutes_state,
    not_taking_part,
    queries,
    queries_of_no_case,
    settling,
    unanswered,
)
from panelroom.questions import Outcome, Question, QuestionSet
from panelroom.records import words
from panelroom.records.changes import Change, change
from panelroom.records.standing import corrected_since, standing
from panelroom.records.words import say_moment, say_time
from panelroom.scrutiny import applies, is_fault
from panelroom.show import case_state, findings, unresolved
from panelroom.text import plural


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on the roster: name, role in words, and when they were in the room."""

    name: str
    role: str
    votes: bool
    presence: str
    in_the_chair: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact the force disputes: by a role, from a page, and what the panel replied."""

    id: str
    when: str
    role: str
    text: str
    page: int | None
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question as it was answered. ``answer`` is in words; ``observed`` holds observations' numbers.

    ``entry`` is the id of the answer; None where there is none.
    """

    id: str
    entry: str | None
    number: int
    section: str | None
    severity: str | None
    wording: str
    hints: tuple[str, ...]
    answer: str
    answered: bool
    prose: bool
    fault: bool
    follow_ups: tuple[tuple[str, str], ...]
    remark: str | None
    hands: str | None
    evidence: str | None
    observed: tuple[str, ...]
    disputes: tuple[Dispute, ...]
    struck: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """An observation, numbered within its case (``2.1``). ``to`` is the role it is meant for, if any."""

    id: str
    number: str
    kind: str
    text: str
    level: str | None
    question: int | None
    question_id: str | None
    page: int | None
    to: str | None
    disputes: tuple[Dispute, ...]
    struck: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """The force's answer to a query: by a role, and on what basis."""

    role: str
    basis: str
    text: str
    settled: bool


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A question to the force. ``derived``: it comes from a "cannot tell"."""

    text: str
    question: int | None
    derived: bool
    replies: tuple[Reply, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What the guide said on the marks, and what the panel answered where it asked something."""

    wording: str
    asks: bool
    answer: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome in the exact wording of the question set; how many cases reached it, in a summary."""

    code: str
    label: str
    short: str
    cases: int = 0
    lacked: tuple[tuple[str, int], ...] = ()
    """What the cases without a conclusion lacked, in words, and how many of them; empty where none says it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the panel decided on a case."""

    outcome: OutcomeLine
    reason: str | None
    departs: bool
    hands: str | None
    unresolved: str | None
    """Of a case without a conclusion: what was lacking, and whether it comes back; as a sentence."""
    lacked: str | None
    """What was lacking alone, in words."""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case. ``state``: waiting, open, decided, closed or carried_forward. ``complete``: nothing is unanswered."""

    number: int
    ref: str
    title: str | None
    strands: tuple[str, ...]
    advisory: str | None
    pages: int | None
    state: str
    state_words: str
    complete: bool
    minutes: float
    reading_minutes: float
    heard: bool
    here: int
    not_taking_part: int
    questions: tuple[QuestionLine, ...]
    tally: tuple[str, ...]
    advice: tuple[Advice, ...]
    decided: Decided | None
    observations: tuple[Observation, ...]
    queries: tuple[QueryLine, ...]
    carried_why: str | None
    carried_from: str | None
    reopened: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether the panel has finished with this case."""
        return self.state == "closed"


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Something to be done, by a role."""

    text: str
    owner: str
    due: str | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A wider issue parked for the end; the case it came up in, if any, and what became of it, in words."""

    text: str
    case: int | None
    became: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something noted beside the cases; ``kind`` as in ``note_matter``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class AccuracyCheck:
    """What the force was asked about facts: until when, in words and in ISO 8601, and whether it still may answer."""

    until: str
    until_iso: str
    open: bool


@dataclass(frozen=True, slots=True)
class Urgent:
    """A person at risk, or possible misconduct: for the restricted record only."""

    when: str
    case: int | None
    text: str
    told: str
    by: str


@dataclass(frozen=True, slots=True)
class WithheldPage:
    """A page on which something was not redacted, for the data protection officer: never what stood there."""

    when: str
    case: int
    page: int
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """Paper copies handed out and counted back in."""

    out: int
    back: int


@dataclass(frozen=True, slots=True)
class SetLine:
    """The question set the meeting used."""

    id: str
    version: str
    title: str
    sha256: str
    source: str
    status_note: str | None
    language: str
    form_fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole meeting, for the restricted papers. ``until`` is the time of its last entry."""

    office: str
    panel: str
    ref: str
    date: str
    venue: str | None
    state: Literal["open", "adjourned", "closed", "confirmed"]
    minutes_state: Literal["draft", "checked", "confirmed"]
    status: str
    corrected_since: str | None
    approvals: tuple[tuple[str, str], ...]
    approved: str
    accuracy: AccuracyCheck | None
    opened: str
    closed: str | None
    close_reason: str | None
    until: datetime
    question_set: SetLine
    pack_fingerprint: str | None
    entries: int
    root: str
    attendance: tuple[Attendee, ...]
    quorum: str
    decision_rule: str
    ground_rules: tuple[str, ...]
    ground_rules_accepted: str | None
    cases: tuple[CaseRecord, ...]
    outcomes: tuple[OutcomeLine, ...]
    parked: tuple[Parked, ...]
    queries: tuple[QueryLine, ...]
    """Those of no case: each case has its own."""
    actions: tuple[ActionLine, ...]
    matters: tuple[Matter, ...]
    urgent: tuple[Urgent, ...]
    withheld: tuple[WithheldPage, ...]
    recognised: tuple[tuple[str, int], ...]
    """When, and in which case, a member may have known who somebody is."""
    papers: Papers | None
    breaks: tuple[str, ...]
    clock_notes: tuple[str, ...]
    corrections: tuple[Change, ...]

    @property
    def draft(self) -> bool:
        """Whether nobody has confirmed these minutes yet."""
        return self.state != "confirmed"

    def noted(self, kind: str) -> tuple[str, ...]:
        """Return what was noted of that kind (see ``note_matter``)."""
        return tuple(matter.text for matter in self.matters if matter.kind == kind)


def build_record(meeting: Meeting, entries: int, root: str) -> Record:
    """Return the record of ``meeting`` as it stands after so many ``entries``, whose Merkle root is ``root``."""
    opening, question_set = meeting.opening, meeting.question_set
    papers = meeting.papers
    return Record(
        office=question_set.panel.run_by,
        panel=opening.panel or question_set.panel.name,
        ref=opening.ref,
        date=words.say_iso_day(opening.date),
        venue=opening.venue,
        state=meeting.state,  # type: ignore[arg-type]
        minutes_state=minutes_state(meeting),  # type: ignore[arg-type]
        status=standing(meeting),
        corrected_since=corrected_since(meeting),
        approvals=_approvals(meeting),
        approved=say_moment(meeting.confirmed.at) if meeting.confirmed else "",
        accuracy=_accuracy(meeting),
        opened=say_moment(meeting.began_at or meeting.opened_at),
        closed=say_moment(meeting.closed_at) if meeting.closed_at else None,
        close_reason=meeting.close_reason,
        until=meeting.last_at,
        question_set=_set_line(question_set),
        pack_fingerprint=opening.pack,
        entries=entries,
        root=root,
        attendance=tuple(_attendee(meeting, p) for p in meeting.people.values()),
        quorum=_quorum(meeting),
        decision_rule=words.RULES[opening.decision_rule],
        ground_rules=question_set.meetings.ground_rules,
        ground_rules_accepted=say_time(meeting.ground_rules_at) if meeting.ground_rules_at else None,
        cases=tuple(_case(meeting, case) for case in meeting.cases),
        outcomes=_outcomes(meeting),
        parked=tuple(_parked(meeting, i) for i in meeting.parked),
        queries=tuple(_query(meeting, q) for q in queries_of_no_case(meeting)),
        actions=tuple(_action(i.act) for i in actions(meeting)),
        matters=tuple(Matter(i.act.kind, i.act.text) for i in meeting.matters),
        urgent=tuple(
            Urgent(say_moment(i.at), i.case, i.act.text, i.act.told, i.act.by) for i in meeting.urgent
        ),
        withheld=tuple(
            WithheldPage(say_moment(w.at), w.case, w.page, tuple(meeting.people[p].name for p in w.present))
            for w in meeting.withheld
        ),
        recognised=tuple((say_moment(r.at), r.case) for r in meeting.recognised),
        papers=Papers(papers.act.out, papers.act.back) if papers else None,
        breaks=tuple(_break(*b) for b in meeting.breaks),
        clock_notes=tuple(_clock_note(*note) for note in meeting.clock_notes),
        corrections=tuple(change(meeting, c) for c in meeting.corrections),
    )


# ── the meeting ──────────────────────────────────────────────────────────────────────────────────────────


def _approvals(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    by = meeting.confirmed.act.by if meeting.confirmed else ()
    return tuple((words.say_role(a.role), words.METHODS[a.method]) for a in by)


def _accuracy(meeting: Meeting) -> AccuracyCheck | None:
    if meeting.accuracy is None:
        return None
    until = meeting.accuracy.act.until
    return AccuracyCheck(words.say_iso_day(until), until, accuracy_open(meeting))


def _set_line(question_set: QuestionSet) -> SetLine:
    source = question_set.source
    return SetLine(
        id=question_set.id,
        version=question_set.version,
        title=question_set.title,
        sha256=question_set.sha256,
        source=f"{source.document}, {source.place}" if source.place else source.document,
        status_note=question_set.status_note,
        language=question_set.language,
        form_fields=tuple((f.id, f.label) for f in question_set.form_fields),
    )


def _attendee(meeting: Meeting, person: Person) -> Attendee:
    return Attendee(
        name=person.name,
        role=words.ROLES[person.role],
        votes=person.counts,
        presence=_presence(person),
        in_the_chair=person.id == meeting.chair and person.moves != (),
    )


_MOVES = {"present": "present from", "left": "left", "apologies": "apologies", "absent": "absent"}


def _presence(person: Person) -> str:
    if not person.moves:
        return "Not recorded as present"
    said, been_here = [], False
    for status, when in person.moves:
        if status in ("apologies", "absent"):
            said.append(_MOVES[status])
            continue
        said.append(f"{'back' if status == 'present' and been_here else _MOVES[status]} {say_time(when)}")
        been_here = True
    if person.role == "observer" and person.approved:
        said.append("with the chair's approval")
    text = ", ".join(said)
    return text[0].upper() + text[1:]


def _quorum(meeting: Meeting) -> str:
    needed = meeting.opening.quorum
    if needed is None:
        return "No quorum was set."
    return f"{plural(needed, 'voting member')}. No case could be decided with fewer."


def _outcomes(meeting: Meeting) -> tuple[OutcomeLine, ...]:
    counts = findings(meeting)
    return tuple(
        OutcomeLine(
            o.code,
            o.label,
            o.short,
            counts[o.code],
            words.say_lacking(o.code, counts[o.code], unresolved(meeting, o.code)),
        )
        for o in meeting.question_set.outcomes
    )


def _parked(meeting: Meeting, item: Item[acts.Park]) -> Parked:
    done = settling(meeting, item.id)
    if done is None:
        return Parked(item.act.text, item.case, "Kept.")
    fate = words.FATES[done.act.fate]
    return Parked(item.act.text, item.case, f"{fate}: {done.act.reason}" if done.act.reason else f"{fate}.")


def _action(act: acts.RecordAction) -> ActionLine:
    return ActionLine(
        act.text, words.say_role(act.owner_role), words.say_iso_day(act.due) if act.due else None
    )


def _break(why: str, since: datetime, until: datetime) -> str:
    return f"{say_time(since)} to {say_time(until)}: {words.BREAKS[why]}"


def _clock_note(at: datetime, seconds: float) -> str:
    way = "forward" if seconds > 0 else "back"
    return f"At {say_time(at)} the laptop's clock was moved {way} by {plural(round(abs(seconds)), 'second')}."


# ── a case ───────────────────────────────────────────────────────────────────────────────────────────────


def _case(meeting: Meeting, case: Case) -> CaseRecord:
    timing, until = meeting.timing(case.number), meeting.last_at
    observations = tuple(_observation(meeting, case, n, i) for n, i in enumerate(case.observations, 1))
    return CaseRecord(
        number=case.number,
        ref=case.ref,
        title=case.listed.title,
        strands=case.listed.strands,
        advisory=case.listed.advisory,
        pages=case.listed.pages,
        state=case_state(case),
        state_words=_state_words(case),
        complete=not unanswered(meeting, case),
        minutes=timing.spent_at(until) / 60,
        reading_minutes=timing.reading.used_at(until) / 60,
        heard=case.begun,
        here=_here(meeting, case),
        not_taking_part=not_taking_part(case),
        questions=tuple(_question(meeting, case, q, observations) for q in meeting.question_set.questions),
        tally=_tally(meeting, case),
        advice=tuple(_advice(meeting, case)),
        decided=_decided(meeting, case),
        observations=observations,
        queries=tuple(_query(meeting, q) for q in queries(meeting, case)),
        carried_why=case.carried_why,
        carried_from=words.say_carried(case.listed.carried_from),
        reopened=case.reopened,
    )


def _state_words(case: Case) -> str:
    if case.state == "carried_forward":
        return "Carried forward, part-heard" if case.begun else "Carried forward, not opened"
    return {"waiting": "Not opened yet", "open": "Still open", "decided": "Decided, not closed"}.get(
        case_state(case), "Closed"
    )


def _here(meeting: Meeting, case: Case) -> int:
    """Return how many voting members were in the room when the case was opened and took part in it."""
    apart = case.out | case.interests
    return sum(p.counts and p.id in case.there and p.id not in apart for p in meeting.people.values())


def _question(
    meeting: Meeting, case: Case, question: Question, observations: tuple[Observation, ...]
) -> QuestionLine:
    item = case.answers.get(question.id)
    act = item.act if item else None
    prose = question.answer.kind == "text"
    return QuestionLine(
        id=question.id,
        entry=item.id if item else None,
        number=question.number,
        section=question.section,
        severity=question.severity,
        wording=question.wording,
        hints=question.consider,
        answer=_answer_words(meeting.question_set, case, question, act),
        answered=act is not None,
        prose=prose,
        fault=is_fault(question, act.mark if act else None),
        follow_ups=_follow_ups(question, act),
        remark=None if act is None or (prose and act.value is None) else act.text,
        hands=_hands(meeting.question_set, question, act),
        evidence=words.say_evidence(act.evidence) if act and act.evidence else None,
        observed=tuple(o.number for o in observations if o.question_id == question.id),
        disputes=_disputes(case, item.id) if item else (),
        struck=item.struck if item else False,
    )


def _answer_words(question_set: QuestionSet, case: Case, question: Question, act: acts.Answer | None) -> str:
    if act is None:
        return "Not answered" if applies(question, case.marks) else "Not asked"
    if act.mark is not None:
        return question_set.mark_label(question, act.mark)
    if act.value is not None:
        return words.say_value(act.value, question.answer)
    return act.text or ""


def _follow_ups(question: Question, act: acts.Answer | None) -> tuple[tuple[str, str], ...]:
    given = act.follow_ups if act else {}
    return tuple(
        (f.text, words.say_value(given[f.id], f.answer)) for f in question.follow_ups if f.id in given
    )


def _hands(question_set: QuestionSet, question: Question, act: acts.Answer | None) -> str | None:
    return words.say_hands(act.count, words.mark_labels(question_set, question)) if act else None


def _disputes(case: Case, entry: str) -> tuple[Dispute, ...]:
    """Return what the force disputes of that entry, oldest first."""
    return tuple(_dispute(case, item) for item in case.disputes if item.act.entry == entry)


def _dispute(case: Case, item: Item[acts.DisputeFact]) -> Dispute:
    act = item.act
    replies = tuple(r.act.text for r in case.dispute_replies if r.act.entry == item.id)
    return Dispute(item.id, say_moment(item.at), words.say_role(act.role), act.text, act.page, replies)


def _observation(meeting: Meeting, case: Case, place: int, item: Item[acts.Observe]) -> Observation:
    act = item.act
    question = meeting.question_set.by_id.get(act.question) if act.question else None
    return Observation(
        id=item.id,
        number=f"{case.number}.{place}",
        kind=act.kind,
        text=act.text,
        level=words.LEVELS[act.level] if act.level else None,
        question=question.number if question else None,
        question_id=act.question,
        page=act.page,
        to=None if item.struck else act.to,
        disputes=_disputes(case, item.id),
        struck=item.struck,
    )


def _query(meeting: Meeting, query: Query) -> QueryLine:
    question = meeting.question_set.by_id.get(query.question) if query.question else None
    replies = tuple(
        Reply(words.say_role(a.act.role), words.BASES[a.act.basis], a.act.text, a.act.settled)
        for a in query.answers
    )
    number = question.number if question else None
    return QueryLine(query.text, number, query.origin == "mark", replies, query.settled)


def _tally(meeting: Meeting, case: Case) -> tuple[str, ...]:
    """Return the tally in sentences; nothing for a set that knows no major and minor questions."""
    if not any(q.severity for q in meeting.question_set.questions):
        return ()
    tally = case_tally(meeting, case)
    open_majors = f", {tally.major_not_established} not established" if tally.major_not_established else ""
    return (
        f"Major questions not met: {tally.major} of {tally.of_major}{open_majors}.",
        f"Minor questions not met: {tally.minor} of {tally.of_minor}.",
    )


def _advice(meeting: Meeting, case: Case) -> Iterator[Advice]:
    for rule in scrutiny.advice(meeting.question_set, case.marks):
        given = case.prompt_answers.get(rule.id)
        answer = None
        if given:
            answer = "Yes" if given.act.considers_inappropriate else "No"
        yield Advice(rule.wording, rule.then.action == "prompt", answer, given.act.reason if given else None)


def _decided(meeting: Meeting, case: Case) -> Decided | None:
    if case.outcome is None:
        return None
    act = case.outcome.act
    return Decided(
        outcome=_outcome_line(meeting.question_set.outcome(act.outcome), act.outcome),
        reason=reason_of(meeting, case, act),
        departs=scrutiny.departs(meeting.question_set, case.marks, case.decision()),
        hands=words.say_hands(act.count, words.outcome_labels(meeting.question_set)),
        unresolved=words.say_unresolved(act.unresolved, bool(act.comes_back)),
        lacked=words.UNRESOLVED[act.unresolved] if act.unresolved else None,
    )


def _outcome_line(outcome: Outcome | None, code: str) -> OutcomeLine:
    return OutcomeLine(code, outcome.label, outcome.short) if outcome else OutcomeLine(code, code, code)
