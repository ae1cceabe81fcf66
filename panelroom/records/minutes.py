"""The restricted minutes: a record laid out as a document.

Restricted is not private: whatever the record leaves out (see :mod:`panelroom.records.record`) is not here
either. The urgent matters stand in a section of their own, so that it can be taken out whole.
"""

from collections.abc import Iterator, Sequence

from panelroom.questions import QuestionSet
from panelroom.records import words
from panelroom.records.blocks import (
    MARKING,
    Band,
    Block,
    Document,
    Facts,
    Furniture,
    Heading,
    PageBreak,
    Para,
    Row,
    Run,
    Table,
    Title,
    bold,
    bullets,
    cell,
    para,
)
from panelroom.records.changes import Change
from panelroom.records.record import (
    Attendee,
    CaseRecord,
    Decided,
    Dispute,
    Observation,
    QueryLine,
    QuestionLine,
    Record,
)
from panelroom.text import plural

STANCE = (
    "The panel advises. It does not re-judge the case, and it judges on what was known at the time. "
    "Views are the panel's: nothing here is put down to a member."
)


def minutes(record: Record, question_set: QuestionSet) -> Document:
    """Return the restricted minutes. The annex prints ``question_set`` in its own wording."""
    blocks = (
        *_front(record),
        *_attendance(record),
        *_noted(record, "previous_minutes"),
        *_noted(record, "earlier_feedback"),
        *_summary(record),
        *(block for case in record.cases for block in case_blocks(record, case)),
        *_after_the_cases(record),
        *_corrections(record.corrections),
        *_urgent(record),
        *_withheld(record),
        *_recognised(record),
        *_approval(record),
        *_annex(record, question_set),
    )
    return Document(
        title=f"Minutes of {record.panel}, {record.date}",
        subject=subject(record),
        author=record.office,
        language=record.question_set.language,
        created=record.until,
        furniture=furniture(record, "Minutes"),
        blocks=blocks,
        status="draft" if record.draft else "confirmed",
    )


def subject(record: Record) -> str:
    """Return the line that ties a file to its record: how many entries it rests on, and their root."""
    return f"Record of {plural(record.entries, 'entry', 'entries')}, root {record.root}"


def furniture(record: Record, what: str, holder: str | None = None) -> Furniture:
    """Return what stands on every page. ``holder`` is the role this copy is for."""
    copy = f" - copy for: {holder}" if holder else ""
    return Furniture(
        above_left=f"{MARKING} - {record.panel}",
        above_right=f"{what} {record.ref}{standing_mark(record)}",
        below=f"Record {record.root[:16]}{copy}",
    )


def standing_mark(record: Record) -> str:
    """Return how far the minutes are, as each page says it; nothing for confirmed ones that nobody changed since."""
    if record.draft:
        return " - DRAFT, checked" if record.minutes_state == "checked" else " - DRAFT"
    return " - changed since" if record.corrected_since else ""


def standing_note(record: Record) -> Iterator[Block]:
    """Yield what the first page says of minutes that are not confirmed, or were changed since."""
    if record.minutes_state == "checked":
        yield para(bold("DRAFT, checked."), " These minutes were checked. They are not confirmed yet.")
    elif record.draft:
        yield para(bold("DRAFT."), " These minutes are not confirmed. They may still be corrected.")
    elif record.corrected_since:
        yield para(
            bold("No longer as confirmed."), f" These minutes were confirmed; {record.corrected_since}."
        )


# ── before the cases ─────────────────────────────────────────────────────────────────────────────────────


def _front(record: Record) -> Iterator[Block]:
    chosen = record.question_set
    yield Title(f"{record.panel}: minutes", over=record.office)
    yield from standing_note(record)
    yield para(f"Marking: {MARKING}. Restricted: not for publication.")
    yield Facts(
        (
            ("Meeting", record.ref),
            ("Date", record.date),
            *_given(("Venue", record.venue)),
            ("Opened", record.opened),
            *_given(("Closed", record.closed), ("Closed with", record.close_reason)),
            ("Status", record.status),
            *_given(("Factual accuracy", _accuracy(record))),
            ("Question set", f"{chosen.title}, version {chosen.version} ({chosen.id})"),
            ("Record", f"{plural(record.entries, 'entry', 'entries')} in the meeting's book"),
        )
    )
    yield from _proof(record)
    yield para(STANCE)


def _proof(record: Record) -> Iterator[Block]:
    """Yield the figures that tie this paper to its record, each whole on a line of its own."""
    for label, figure in (
        ("Root of the record", record.root),
        ("SHA-256 of the question set", record.question_set.sha256),
        ("Fingerprint of the papers read", record.pack_fingerprint),
    ):
        if figure:
            yield para(bold(f"{label}\n"), figure, tone="mono")
    yield para(
        "To check the record: panelroom verify BOOK --against ROOT (or --against this file).", tone="small"
    )


def _accuracy(record: Record) -> str | None:
    """Return what the force was asked about facts, and how many it disputes; None where it was not asked."""
    asked = record.accuracy
    if asked is None:
        return None
    said = f"The force {'may' if asked.open else 'could'} point to errors of fact until {asked.until}. "
    return said + (
        f"It disputes {plural(count, 'fact')}." if (count := _disputed(record)) else "None so far."
    )


def _disputed(record: Record) -> int:
    """Return how many facts the force disputes in the whole meeting."""
    return sum(
        sum(len(q.disputes) for q in case.questions) + sum(len(o.disputes) for o in case.observations)
        for case in record.cases
    )


def _given(*pairs: tuple[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that have something to say."""
    yield from ((label, text) for label, text in pairs if text)


def _attendance(record: Record) -> Iterator[Block]:
    yield Heading(1, "Attendance and rules")
    rows = tuple(
        Row(
            (
                cell(person.name),
                cell(_role(person)),
                cell("Yes" if person.votes else "No"),
                cell(person.presence),
            )
        )
        for person in record.attendance
    )
    if rows:
        yield Table(("Name", "Role", "Votes", "Present"), (0.32, 0.25, 0.10, 0.33), rows)
    yield Facts(
        (
            ("Quorum", record.quorum),
            ("Decisions", words.capital(record.decision_rule) + "."),
            *_given((words.MATTERS["wellbeing_offer"], "\n".join(record.noted("wellbeing_offer")))),
            ("Interests", _interests(record)),
        )
    )
    yield from _ground_rules(record)


def _role(person: Attendee) -> str:
    chair = person.in_the_chair and person.role != "Chair"
    return f"{person.role}, in the chair" if chair else person.role


def _interests(record: Record) -> str:
    cases = [c for c in record.cases if c.not_taking_part]
    if not cases:
        return "No member declared an interest or sat a case out."
    return (
        "Members who declared an interest, or sat a case out, took no part in it. Each case gives the number. "
        "Names and reasons are not minuted."
    )


def _ground_rules(record: Record) -> Iterator[Block]:
    if not record.ground_rules:
        return
    yield Heading(2, "Ground rules")
    accepted = record.ground_rules_accepted
    yield para(f"Read aloud and accepted at {accepted}." if accepted else "Not recorded as accepted.")
    yield bullets(record.ground_rules)


def _noted(record: Record, kind: str) -> Iterator[Block]:
    """Yield what was noted of that kind under its heading; nothing where nothing was."""
    yield from said_under(1, words.MATTERS[kind], record.noted(kind))


def said_under(level: int, heading: str, texts: Sequence[str]) -> Iterator[Block]:
    """Yield a heading and the texts below it, several as a list; nothing without texts."""
    if texts:
        yield Heading(level, heading)
        yield para(texts[0]) if len(texts) == 1 else bullets(texts)


def reached(record: Record) -> str:
    """Return how many of the cases were reached and finished, in a sentence."""
    heard = sum(c.heard for c in record.cases)
    return (
        f"{heard} of {plural(len(record.cases), 'case')} {'was' if heard == 1 else 'were'} reached; "
        f"the panel finished {sum(c.done for c in record.cases)}."
    )


def _summary(record: Record) -> Iterator[Block]:
    yield Heading(1, "The cases in short")
    yield para(reached(record))
    rows = tuple(
        Row((cell(str(c.number)), cell(c.ref), _result(c), cell(_time_spent(c)))) for c in record.cases
    )
    yield Table(("Case", "Reference", "Result", "Minutes"), (0.09, 0.27, 0.51, 0.13), rows)
    if record.outcomes:
        yield from _outcome_counts(record)


def _result(case: CaseRecord) -> tuple[Para, ...]:
    if case.decided is None:
        return cell(case.state_words)
    outcome = case.decided.outcome
    number = bold(f"{outcome.code}. ") if outcome.code.isdigit() else ""
    return cell(number, outcome.short)


def _time_spent(case: CaseRecord) -> str:
    return str(round(case.minutes)) if case.heard else "-"


def _outcome_counts(record: Record) -> Iterator[Block]:
    rows = [
        Row((cell(bold(o.code) if o.code.isdigit() else "", " ", o.short), cell(str(o.cases))))
        for o in record.outcomes
    ]
    total = sum(o.cases for o in record.outcomes)
    rows.append(Row((cell(bold("All cases decided")), cell(bold(str(total))))))
    yield Table(("Outcome", "Cases"), (0.8, 0.2), (*rows, *lacked_rows(record)))


def lacked_rows(record: Record) -> Iterator[Row]:
    """Yield below the total, because they are no part of it, what the cases without a conclusion lacked."""
    for outcome in record.outcomes:
        yield from (Row((cell(said), cell(str(count)))) for said, count in outcome.lacked)


# ── a case ───────────────────────────────────────────────────────────────────────────────────────────────


def case_blocks(record: Record, case: CaseRecord) -> Iterator[Block]:
    """Yield everything the minutes say about one case."""
    yield Heading(1, f"Case {case.number}: {case.ref}")
    yield Facts(tuple(_case_facts(case)))
    if not case.heard:
        return
    if case.decided:
        yield from _decision(case.decided)
    yield from question_blocks(case)
    if case.decided or case.complete:
        yield from _tally_and_advice(case)
    yield from _observations(case)
    yield from _queries(case.queries, 2)


def _case_facts(case: CaseRecord) -> Iterator[tuple[str, str]]:
    yield from _given(
        ("Title", case.title),
        ("Strands", ", ".join(case.strands)),
        ("Content advisory", case.advisory),
        ("Papers", plural(case.pages, "page") if case.pages else None),
    )
    if case.carried_from:
        yield "From before", f"{words.capital(case.carried_from)}. The panel decided afresh."
    yield "State", case.state_words
    yield from _given(("Why", case.carried_why))
    if case.heard:
        reading = f", of which reading {words.say_minutes(case.reading_minutes)}"
        yield "Time", words.say_minutes(case.minutes) + (reading if case.reading_minutes else "")
        yield "Taking part", taking_part(case)
    for reason in case.reopened:
        yield "Reopened", reason


def taking_part(case: CaseRecord) -> str:
    """Return who took part, in numbers."""
    here = f"{plural(case.here, 'voting member')} when the case was opened."
    if not case.not_taking_part:
        return here
    return f"{here} {plural(case.not_taking_part, 'member')} did not take part."


def _decision(decided: Decided) -> Iterator[Block]:
    yield Band(decided.outcome.code, decided.outcome.label)
    if decided.departs:
        yield para(
            bold("The panel departed from the guide. "), f"Its reason: {decided.reason or 'not given'}"
        )
    elif decided.reason:
        yield para(bold("Reason. "), decided.reason)
    if decided.hands:
        yield para(bold("Hands. "), f"{decided.hands}.")
    if decided.unresolved:
        yield para(bold("No conclusion. "), decided.unresolved)


def question_blocks(case: CaseRecord) -> Iterator[Block]:
    """Yield the questions in order: a table, or prose where the set asks for words."""
    if not case.questions:
        return
    yield Heading(2, "Questions")
    if all(q.prose or not q.severity for q in case.questions) and any(q.prose for q in case.questions):
        yield from (block for q in case.questions for block in _prose(q))
        return
    rows = tuple(_question_row(q) for q in case.questions)
    yield Table(("No.", "Question", "Answer", "Evidence"), (0.08, 0.55, 0.19, 0.18), rows)


def _prose(question: QuestionLine) -> Iterator[Block]:
    yield Heading(3, f"{question.number}. {question.wording}")
    if question.hints:
        yield para("Consider: " + "; ".join(question.hints), tone="small")
    yield para(question.answer)
    yield from (para(*pieces) for pieces in _details(question))


def _question_row(question: QuestionLine) -> Row:
    severity: tuple[str | Run, ...] = (bold("Major. "),) if question.severity == "major" else ()
    wording = cell(*severity, question.wording)
    details = tuple(para(*pieces, tone="cell") for pieces in _details(question))
    answer = question.answer if not question.prose else ("Answered" if question.answered else question.answer)
    said = (para(question.answer, tone="cell"),) if question.prose and question.answered else ()
    hands = cell(question.hands) if question.hands else ()
    return Row(
        (
            cell(str(question.number)),
            (*wording, *said, *details),
            (*cell(bold(answer)), *hands),
            cell(words.capital(question.evidence) if question.evidence else ""),
        ),
        fault=question.fault,
    )


def _details(question: QuestionLine) -> Iterator[tuple[str | Run, ...]]:
    """Yield what stands below a question: follow-ups, the panel's words, where it was observed."""
    for asked, given in question.follow_ups:
        yield f"{asked} ", bold(given)
    if question.remark:
        yield bold("Panel: "), question.remark
    if question.observed:
        several = "s" if len(question.observed) > 1 else ""
        yield (f"See observation{several} {', '.join(question.observed)}.",)
    if question.prose and question.hands:
        yield bold("Hands. "), question.hands
    if question.prose and question.evidence:
        yield bold("Evidence. "), words.capital(question.evidence)
    for dispute in question.disputes:
        yield from disputed(dispute)


def disputed(dispute: Dispute) -> Iterator[tuple[str | Run, ...]]:
    """Yield both sides of a disputed fact: what the force says, by role and page, and what the panel replied."""
    page = f", page {dispute.page}" if dispute.page else ""
    yield bold(f"The force disputes this ({dispute.role}{page}): "), dispute.text
    for reply in dispute.replies:
        yield bold("The panel replies: "), reply


def _tally_and_advice(case: CaseRecord) -> Iterator[Block]:
    if not (case.tally or case.advice):
        return
    yield Heading(2, "Tally and what the guide advises")
    if case.tally:
        yield para(" ".join(case.tally))
    if case.tally and not case.advice:
        yield para("On these marks the guide advises nothing.")
    for advice in case.advice:
        yield para(bold("The guide asks. " if advice.asks else "The guide advises. "), advice.wording)
        if advice.asks:
            answer = f"{advice.answer}. {advice.reason or ''}" if advice.answer else "Not answered."
            yield para(bold("The panel's answer. "), answer)


def _observations(case: CaseRecord) -> Iterator[Block]:
    for kind, title in words.SECTIONS.items():
        found = [o for o in case.observations if o.kind == kind]
        if found:
            yield Heading(2, title)
            yield from (block for o in found for block in _observation(o))


def _observation(observation: Observation) -> Iterator[Para]:
    """Yield one observation: its number, its words and where it belongs; below it what the force disputes."""
    yield para(bold(f"{observation.number}  "), observation.text, *_place(observation))
    yield from (para(*side) for dispute in observation.disputes for side in disputed(dispute))


def _place(observation: Observation) -> tuple[str, ...]:
    parts = (
        f"question {observation.question}" if observation.question else None,
        f"page {observation.page}" if observation.page else None,
        observation.level,
        f"for: {observation.to}" if observation.to else None,
    )
    said = ", ".join(p for p in parts if p)
    return (f" ({said})",) if said else ()


def _queries(queries: Sequence[QueryLine], level: int) -> Iterator[Block]:
    if not queries:
        return
    yield Heading(level, "Queries to the force")
    for query in queries:
        where = f" (question {query.question})" if query.question else ""
        yield para(query.text, where)
        for reply in query.replies:
            yield para(bold(f"{reply.role}, {reply.basis}: "), reply.text)
        yield para("Settled." if query.settled else "Not settled yet.", tone="small")


# ── after the cases ──────────────────────────────────────────────────────────────────────────────────────


def _after_the_cases(record: Record) -> Iterator[Block]:
    yield from _noted(record, "theme")
    if record.parked:
        yield Heading(1, "Wider issues")
        yield bullets([f"{i.text}{f' (case {i.case})' if i.case else ''}\n{i.became}" for i in record.parked])
    yield from _queries(record.queries, 1)
    yield from _actions(record)
    yield from _noted(record, "next_meeting")
    yield from _housekeeping(record)


def _actions(record: Record) -> Iterator[Block]:
    yield Heading(1, "Actions")
    if not record.actions:
        yield para("No action was recorded.")
        return
    rows = tuple(Row((cell(a.text), cell(a.owner), cell(a.due or "No date"))) for a in record.actions)
    yield Table(("Action", "Owner (role)", "Due"), (0.54, 0.25, 0.21), rows)


def _housekeeping(record: Record) -> Iterator[Block]:
    papers = record.papers
    said = (
        f"{papers.back} of {plural(papers.out, 'paper copy', 'paper copies')} came back." if papers else None
    )
    texts = [t for t in (said, *(f"Adjourned {b}." for b in record.breaks), *record.clock_notes) if t]
    if texts:
        yield Heading(1, "Papers, breaks and the clock")
        yield bullets(texts)


def _corrections(corrections: tuple[Change, ...]) -> Iterator[Block]:
    if not corrections:
        return
    yield Heading(1, "Corrections after the meeting")
    for change in corrections:
        yield Heading(2, change.about)
        yield para(f"Put right on {change.when}. Reason: {change.reason}")
        rows = tuple(Row((cell(what), cell(before), cell(after))) for what, before, after in change.changes)
        if rows:
            yield Table(("What", "Before", "After"), (0.18, 0.41, 0.41), rows)


def _urgent(record: Record) -> Iterator[Block]:
    if not record.urgent:
        return
    yield Heading(1, "Urgent matters")
    yield para(
        "For the restricted record only. This section is never published and goes on no feedback form."
    )
    for matter in record.urgent:
        yield para(matter.text)
        case = (("Case", str(matter.case)),) if matter.case else ()
        yield Facts((*case, ("Raised", matter.when), ("Told", matter.told), ("By", matter.by)))


def _withheld(record: Record) -> Iterator[Block]:
    if not record.withheld:
        return
    yield Heading(1, "Pages withheld")
    yield para(
        "For the data protection officer. Something on these pages was not redacted. What stood there is not "
        "repeated here; the pages were shown to nobody from that moment and the paper copies were called back."
    )
    rows = tuple(
        Row((cell(w.when), cell(str(w.case)), cell(str(w.page)), cell(", ".join(w.present))))
        for w in record.withheld
    )
    yield Table(("When", "Case", "Page", "In the room"), (0.25, 0.1, 0.1, 0.55), rows)


def _recognised(record: Record) -> Iterator[Block]:
    if not record.recognised:
        return
    yield Heading(1, "Possible re-identification")
    yield para(
        "For the data protection officer. A member may know who somebody in the papers is. They handed in their "
        "paper copy and took no further part in the case. Who, and what they know, is not recorded here."
    )
    yield bullets([f"Case {case}, {when}" for when, case in record.recognised])


def _approval(record: Record) -> Iterator[Block]:
    yield Heading(1, "Approval")
    if record.approvals:
        yield para(f"{record.status}.")
        rows = tuple(
            Row((cell(role), cell(words.capital(how)), cell(record.approved)))
            for role, how in record.approvals
        )
        yield Table(("Approved by (role)", "How", "Recorded"), (0.36, 0.32, 0.32), rows)
        return
    if record.minutes_state == "checked":
        yield para(f"{record.status}.")
    yield para("Confirmed as a true record:")
    yield Facts(tuple((label, "") for label in ("Role", "Signature", "Date", "Role", "Signature", "Date")))


# ── annex ────────────────────────────────────────────────────────────────────────────────────────────────


def _annex(record: Record, question_set: QuestionSet) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(1, "Annex: the question set")
    yield para(STANCE)
    chosen = record.question_set
    yield para(f"{chosen.title}, version {chosen.version}. Source: {chosen.source}.")
    if chosen.status_note:
        yield para(chosen.status_note, tone="small")
    yield Table(("No.", "Question", "Counts as"), (0.08, 0.74, 0.18), tuple(_asked(question_set)))
    if question_set.outcomes:
        yield Heading(2, "Outcomes")
        rows = tuple(Row((cell(bold(o.code)), cell(o.label))) for o in question_set.outcomes)
        yield Table(("Code", "Wording"), (0.2, 0.8), rows)


def _asked(question_set: QuestionSet) -> Iterator[Row]:
    for question in question_set.questions:
        yield Row(
            (
                cell(str(question.number)),
                cell(question.wording_verbatim or question.wording),
                cell((question.severity or "-").capitalize()),
            )
        )
