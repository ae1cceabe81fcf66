"""The meeting as one plain document: what ``show --json`` and ``replay --json`` print, and tests compare."""

from typing import Any, get_args

from panelroom import acts, pace, scrutiny
from panelroom.conduct.deciding import reason_of
from panelroom.journal import entry_seq
from panelroom.meeting import (
    Case,
    Item,
    Meeting,
    Query,
    accuracy_open,
    actions,
    case_quorate,
    case_tally,
    changes_since,
    minutes_state,
    not_taking_part,
    present,
    queries,
    queries_of_no_case,
    quorate,
    settling,
    unanswered,
)


def document(meeting: Meeting, entries: int, root: str) -> dict[str, Any]:
    """Return the document of ``docs/scripts.md``: plain JSON values, minutes rounded to a tenth."""
    return {
        "meeting": _meeting(meeting),
        "cases": [_case(meeting, case) for case in meeting.cases],
        "findings": findings(meeting),
        "unresolved": unresolved(meeting),
        "parked": [_parked(meeting, i) for i in meeting.parked],
        "queries": [_query(q) for q in queries_of_no_case(meeting)],
        "actions": [_action(i) for i in actions(meeting)],
        "matters": [{"id": i.id, "kind": i.act.kind, "text": i.act.text} for i in meeting.matters],
        "urgent": [{"id": i.id, "case": i.case, **_fields(i.act)} for i in meeting.urgent],
        "withheld": [
            {"case": w.case, "page": w.page, "at": w.at.isoformat(), "present": list(w.present)}
            for w in meeting.withheld
        ],
        "recognised": [{"id": r.entry, "case": r.case, "at": r.at.isoformat()} for r in meeting.recognised],
        "released": [
            {"entry": of, "text": item.act.text, "by": item.act.by, "at": item.at.isoformat()}
            for of, item in sorted(meeting.released.items(), key=lambda pair: entry_seq(pair[0]) or 0)
        ],
        "papers": {"out": meeting.papers.act.out, "in": meeting.papers.act.back} if meeting.papers else None,
        "journal": {"entries": entries, "root": root},
    }


def findings(meeting: Meeting) -> dict[str, int]:
    """Return outcome code -> decided cases, with the zeroes."""
    counts = {o.code: 0 for o in meeting.question_set.outcomes}
    for case in meeting.cases:
        if case.outcome and case.state != "carried_forward":
            counts[case.outcome.act.outcome] += 1
    return counts


def unresolved(meeting: Meeting, code: str | None = None) -> dict[str, int]:
    """Return what was lacking -> cases decided without a conclusion, with the zeroes; of one outcome where given."""
    counts = dict.fromkeys(get_args(acts.Unresolved), 0)
    for case in meeting.cases:
        decided = case.outcome.act if case.outcome and case.state != "carried_forward" else None
        if decided and decided.unresolved and code in (None, decided.outcome):
            counts[decided.unresolved] += 1
    return counts


def case_state(case: Case) -> str:
    """Return ``waiting``, ``open``, ``decided``, ``closed`` or ``carried_forward``."""
    return "decided" if case.state == "open" and case.outcome else case.state


def _meeting(meeting: Meeting) -> dict[str, Any]:
    opening, question_set = meeting.opening, meeting.question_set
    return {
        "ref": opening.ref,
        "date": opening.date,
        "venue": opening.venue,
        "panel": opening.panel,
        "set": {"id": question_set.id, "version": question_set.version, "sha256": question_set.sha256},
        "state": meeting.state,
        "chair": meeting.chair,
        "ground_rules": meeting.ground_rules_at is not None,
        "quorum": {"needed": opening.quorum, "present": len(present(meeting)), "quorate": quorate(meeting)},
        "planned_minutes": opening.planned_minutes,
        "pace": opening.pace.model_dump() if opening.pace else None,
        "decision_rule": opening.decision_rule,
        "attendance": [
            {"id": p.id, "name": p.name, "role": p.role, "votes": p.votes, "status": p.status}
            for p in meeting.people.values()
        ],
        "corrections": [
            {
                "entry": c.of,
                "at": c.at.isoformat(),
                "reason": c.reason,
                "before": dict(c.before),
                "after": dict(c.after),
            }
            for c in meeting.corrections
        ],
        "confirmed": [a.model_dump() for a in meeting.confirmed.act.by] if meeting.confirmed else None,
        "minutes": _minutes(meeting),
    }


def _minutes(meeting: Meeting) -> dict[str, Any]:
    """Say how far the minutes are, and what the force was asked about their facts."""
    checked, asked = meeting.checked, meeting.accuracy
    return {
        "state": minutes_state(meeting),
        "checked": {"by": checked.act.by, "at": checked.at.isoformat()} if checked else None,
        "changed_since_confirmed": len(changes_since(meeting, meeting.confirmed)) if meeting.confirmed else 0,
        "accuracy_check": {"until": asked.act.until, "open": accuracy_open(meeting)} if asked else None,
    }


def _case(meeting: Meeting, case: Case) -> dict[str, Any]:
    timing = meeting.timing(case.number)
    tally = case_tally(meeting, case)
    until = meeting.last_at
    return {
        "ref": case.ref,
        "number": case.number,
        "title": case.listed.title,
        "state": case_state(case),
        "part_heard": case.state == "carried_forward" and case.begun,
        "quorate": case_quorate(meeting, case),
        "sitting_out": not_taking_part(case),
        "answers": {q: _answer(a.act) for q, a in case.answers.items()},
        "unanswered": [q.id for q in unanswered(meeting, case)],
        "tally": {name: getattr(tally, name) for name in tally.__slots__},
        "advice": _advice(meeting, case),
        "prompt_answer": _prompt_answer(case),
        "outcome": _outcome(meeting, case),
        "observations": [_observation(i) for i in case.observations],
        "queries": [_query(q) for q in queries(meeting, case)],
        "disputes": [_dispute(case, item) for item in case.disputes],
        "carried_forward_because": case.carried_why,
        "carried_from": case.listed.carried_from.model_dump() if case.listed.carried_from else None,
        "reading_minutes": round(timing.reading.used_at(until) / 60, 1),
        "minutes": round(timing.spent_at(until) / 60, 1),
        "time": {
            "planned": _parts(pace.plan(meeting).parts(case.number)),
            "taken": _parts(pace.taken(meeting, case, until)),
        },
    }


def _parts(parts: pace.Parts) -> dict[str, float]:
    """Return the minutes of a case part by part."""
    return {name: round(getattr(parts, name), 1) for name in parts.__slots__}


def _answer(act: acts.Answer) -> dict[str, Any]:
    evidence = act.evidence.model_dump(exclude_none=True) if act.evidence else None
    answer: dict[str, Any] = {
        "mark": act.mark,
        "follow_ups": dict(act.follow_ups),
        "text": act.text,
        "count": act.count,
    }
    if act.value is not None:
        answer["value"] = act.value
    return {**answer, "evidence": evidence}


def _advice(meeting: Meeting, case: Case) -> list[dict[str, Any]]:
    does = {"suggest_outcome": "suggest", "prompt": "prompt"}
    return [
        {"rule": r.id, "does": does[r.then.action], "outcome": r.then.outcome, "wording": r.wording}
        for r in scrutiny.advice(meeting.question_set, case.marks)
    ]


def _prompt_answer(case: Case) -> dict[str, Any] | None:
    for rule, given in case.prompt_answers.items():
        act = given.act
        return {"rule": rule, "considers_inappropriate": act.considers_inappropriate, "reason": act.reason}
    return None


def _outcome(meeting: Meeting, case: Case) -> dict[str, Any] | None:
    if case.outcome is None:
        return None
    act = case.outcome.act
    outcome = meeting.question_set.outcome(act.outcome)
    return {
        "code": act.outcome,
        "label": outcome.label if outcome else None,
        "reason": reason_of(meeting, case, act),
        "departs": scrutiny.departs(meeting.question_set, case.marks, case.decision()),
        "count": act.count,
        "unresolved": act.unresolved,
        "comes_back": bool(act.comes_back),
    }


def _observation(item: Item[acts.Observe]) -> dict[str, Any]:
    act = item.act
    return {
        "id": item.id,
        "text": act.text,
        "kind": act.kind,
        "level": act.level,
        "question": act.question,
        "to": act.to,
        "page": act.page,
    }


def _query(query: Query) -> dict[str, Any]:
    answers = [{k: v for k, v in _fields(a.act).items() if k != "query"} for a in query.answers]
    return {
        "id": query.id,
        "text": query.text,
        "question": query.question,
        "from": query.origin,
        "answers": answers,
        "settled": query.settled,
    }


def _dispute(case: Case, item: Item[acts.DisputeFact]) -> dict[str, Any]:
    replies = [{"id": r.id, "text": r.act.text} for r in case.dispute_replies if r.act.entry == item.id]
    act = item.act
    said = {"entry": act.entry, "role": act.role, "text": act.text, "page": act.page}
    return {"id": item.id, **said, "replies": replies}


def _parked(meeting: Meeting, item: Item[acts.Park]) -> dict[str, Any]:
    done = settling(meeting, item.id)
    became = {"id": done.id, **{k: v for k, v in _fields(done.act).items() if k != "entry"}} if done else None
    return {"id": item.id, "text": item.act.text, "case": item.case, "settled": became}


def _action(item: Item[acts.RecordAction]) -> dict[str, Any]:
    return {"id": item.id, "text": item.act.text, "owner_role": item.act.owner_role, "due": item.act.due}


def _fields(act: acts.Act) -> dict[str, Any]:
    return {k: v for k, v in act.data().items() if k != "action"}
