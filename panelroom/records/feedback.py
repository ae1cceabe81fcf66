"""Feedback forms: for each finished case one form per recipient role. An officer reads nothing of a supervisor's.

What goes to whom:

* an observation goes to the role it names under ``to``; without one, to the officer in the case. Queries and
  wider issues without a ``to`` are the force's to answer: they stay in the minutes;
* a question that was not met goes to everyone an observation on it is meant for. Where there is none, it goes
  to the supervisor if its wording is about supervision, else to the officer in the case;
* the panel's remark on a question, and its reason for the outcome, are addressed to nobody: they are printed
  only where one role alone receives that question, or any form of that case at all;
* a case for which nobody is left over gives a form to the officer in the case: praise is feedback too.

A question set without outcomes has its answers as its feedback: there the form of the officer in the case is
the set's own form, with its header fields, and every question with its hints.

Recipients are roles. Nothing urgent, no query, no hand and no name is on a form.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from panelroom.records import words
from panelroom.records.blocks import (
    MARKING,
    Band,
    Block,
    Document,
    Facts,
    Heading,
    Lines,
    Para,
    Row,
    Table,
    Title,
    bold,
    cell,
    para,
)
from panelroom.records.minutes import disputed, furniture, subject
from panelroom.records.record import CaseRecord, Observation, QuestionLine, Record
from panelroom.records.twins import STATUSES, feedback_twin
from panelroom.text import slug

OFFICER = "officer in the case"
SUPERVISOR = "supervisor"
NOT_MISCONDUCT = "This is learning, not a misconduct finding."
_PARTS = (
    ("good_practice", "What was done well"),
    ("learning", "Learning"),
    ("record_error", "Errors in the record"),
    ("query", "What the panel asks you"),
    ("wider_issue", "Wider issues"),
    ("insight", "From members' experience"),
)
_ADDRESSED_ONLY = frozenset({"query", "wider_issue"})
_TO_ANSWER = frozenset({"learning", "record_error", "query", "wider_issue"})


@dataclass(frozen=True, slots=True)
class Share:
    """What one recipient role is given of one case. ``alone``: no other role has a form of this case."""

    recipient: str
    observations: tuple[Observation, ...]
    not_met: tuple[QuestionLine, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form ready to be set, under the name of its file without an ending, and its twin for the force's answers."""

    name: str
    document: Document
    twin: bytes


def case_stem(case: CaseRecord) -> str:
    """Return how the case's files are called: ``02-syn-0002-25``."""
    return f"{case.number:02d}-{slug(case.ref)}"


def forms(record: Record, return_by: str | None = None) -> tuple[Form, ...]:
    """Return the forms of every finished case, in the order of the cases; ``return_by`` is an ISO 8601 day."""
    return tuple(form for case in record.cases if case.done for form in _forms_of(record, case, return_by))


def _forms_of(record: Record, case: CaseRecord, return_by: str | None) -> Iterator[Form]:
    taken: set[str] = set()
    for share in shares(case):
        name = f"{case_stem(case)}-{_role_slug(share.recipient)}"
        place = 2
        while name in taken:
            name = f"{case_stem(case)}-{_role_slug(share.recipient)}-{place}"
            place += 1
        taken.add(name)
        asked = _points(record, case, share)
        twin = feedback_twin(record, case, share.recipient, asked, return_by)
        yield Form(name, _document(record, case, share, return_by), twin)


def _role_slug(role: str) -> str:
    """Return the role as a file-name part; ``recipient`` for one that has no Latin letter or digit."""
    name = slug(role)
    return "recipient" if name == "case" and "case" not in role.casefold() else name


# ── who is given what ────────────────────────────────────────────────────────────────────────────────────


def shares(case: CaseRecord) -> tuple[Share, ...]:
    """Return what each recipient role is given of ``case``; at least one share."""
    given = {o.id: _addressee(o) for o in case.observations}
    asked = {q.id: _recipients(q, case, given) for q in case.questions if q.fault}
    roles: dict[str, str] = {}
    for role in (*given.values(), *(r for rs in asked.values() for r in rs)):
        if role:
            roles.setdefault(role.casefold(), role)
    names = list(roles.values()) or [OFFICER]
    return tuple(_share(case, name, given, asked, len(names) == 1) for name in names)


def _share(
    case: CaseRecord,
    recipient: str,
    given: dict[str, str | None],
    asked: dict[str, tuple[str, ...]],
    alone: bool,
) -> Share:
    observations = tuple(o for o in case.observations if _same(given[o.id], recipient))
    not_met = tuple(
        q for q in case.questions if q.id in asked and any(_same(role, recipient) for role in asked[q.id])
    )
    return Share(recipient, observations, tuple(_addressed(q, asked[q.id]) for q in not_met), alone)


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()


def _addressee(observation: Observation) -> str | None:
    if observation.struck:
        return None  # nothing is left to act on, and whom it was for was struck with the words
    if observation.to:
        return observation.to
    return None if observation.kind in _ADDRESSED_ONLY else OFFICER


def _recipients(question: QuestionLine, case: CaseRecord, given: dict[str, str | None]) -> tuple[str, ...]:
    """Return the roles, each once, that are told of a question that was not met."""
    found = [given[o.id] for o in case.observations if o.question_id == question.id]
    named = {role.casefold(): role for role in found if role}
    if named:
        return tuple(named.values())
    return (SUPERVISOR,) if "supervis" in question.wording.casefold() else (OFFICER,)


def _addressed(question: QuestionLine, roles: tuple[str, ...]) -> QuestionLine:
    """Return the question without the panel's own words where more than one role receives it."""
    return question if len(roles) == 1 else replace(question, remark=None, follow_ups=(), disputes=())


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────


def _document(record: Record, case: CaseRecord, share: Share, return_by: str | None) -> Document:
    body = _set_form(record, case) if _is_sets_own(record, share) else _marks(case, share)
    return Document(
        title=f"Feedback on case {case.number} of {record.ref} for the {share.recipient}",
        subject=subject(record),
        author=record.office,
        language=record.question_set.language,
        created=record.until,
        furniture=furniture(record, "Feedback", share.recipient),
        blocks=(
            *_head(record, case, share, return_by),
            *body,
            *_observed(share),
            *_response(_points(record, case, share)),
        ),
    )


def _is_sets_own(record: Record, share: Share) -> bool:
    """Whether the form is the question set's own, whose answers are the feedback."""
    return not record.outcomes and share.recipient == OFFICER


def _purpose(share: Share) -> str:
    """Return what the form is for: recognition, learning, or both."""
    kinds = {o.kind for o in share.observations}
    learning = bool(share.not_met or kinds - {"good_practice"})
    recognition = "good_practice" in kinds or not learning
    return "For " + " and for ".join(
        what for what, given in (("recognition", recognition), ("learning", learning)) if given
    )


def _head(record: Record, case: CaseRecord, share: Share, return_by: str | None) -> Iterator[Block]:
    own_form = not record.outcomes
    yield Title(record.question_set.title if own_form else "Feedback from the panel", over=record.panel)
    yield para(f"Marking: {MARKING}.{' DRAFT: the minutes are not confirmed yet.' if record.draft else ''}")
    yield Facts(
        (
            ("For", f"The {share.recipient}"),
            ("Case", f"Case {case.number}, {case.ref}"),
            ("Meeting", f"{record.panel}, {record.ref}, {record.date}"),
            *(() if _is_sets_own(record, share) else (("Purpose", _purpose(share)),)),
            ("Return by", words.say_iso_day(return_by) if return_by else ""),
        )
    )
    yield para(
        bold(NOT_MISCONDUCT),
        " The panel read this closed case as members of the community. It judged on what was known at the time,"
        " and its views are the panel's as a whole.",
    )


def _marks(case: CaseRecord, share: Share) -> Iterator[Block]:
    if case.decided:
        outcome = case.decided.outcome
        yield Band(outcome.code, outcome.label)
        if share.alone and case.decided.reason:
            yield para(bold("The panel's reason. "), case.decided.reason)
    if share.not_met:
        yield Heading(1, "What was not met")
        rows = tuple(_not_met(q) for q in share.not_met)
        yield Table(("No.", "Question", "Answer", "Evidence"), (0.08, 0.55, 0.19, 0.18), rows)


def _not_met(question: QuestionLine) -> Row:
    major = (bold("Major. "),) if question.severity == "major" else ()
    below = [para(f"{asked} ", bold(given), tone="cell") for asked, given in question.follow_ups]
    if question.remark:
        below.append(para(bold("Panel: "), question.remark, tone="cell"))
    below += [para(*side, tone="cell") for dispute in question.disputes for side in disputed(dispute)]
    evidence = question.evidence or ""
    return Row(
        (
            cell(str(question.number)),
            (*cell(*major, question.wording), *below),
            cell(bold(question.answer)),
            cell(words.capital(evidence)),
        ),
        fault=True,
    )


def _observed(share: Share) -> Iterator[Block]:
    for kind, title in _PARTS:
        found = [o for o in share.observations if o.kind == kind]
        if found:
            yield Heading(1, title)
            yield from (block for o in found for block in _observation(o))


def _observation(observation: Observation) -> Iterator[Para]:
    places = [f"question {observation.question}" if observation.question else ""]
    places.append(f"page {observation.page}" if observation.page else "")
    said = ", ".join(p for p in places if p)
    yield para(bold(f"{observation.number}  "), observation.text, f" ({said})" if said else "")
    yield from (para(*side) for dispute in observation.disputes for side in disputed(dispute))


def _response(points: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    yield Heading(1, "Force response")
    if not points:
        yield para("Nothing here needs an answer. Thoughts of those who handled the case are welcome.")
    else:
        yield para(
            "Tick one answer for each point. Where a fact is disputed or already in place, give the page."
        )
        rows = tuple(Row((cell(name), *(cell("☐") for _ in STATUSES), cell(""))) for _, name in points)
        widths = (0.22, 0.13, 0.11, 0.13, 0.14, 0.14, 0.13)
        yield Table(("Point", *STATUSES.values(), "Page"), widths, rows, centred=(1, 2, 3, 4, 5))
    yield Lines("What was done, and what the recipient says", 4)
    yield Facts(tuple((label, "") for label in ("Passed on (date)", "Answered (date)", "Answered by (role)")))


def _points(record: Record, case: CaseRecord, share: Share) -> tuple[tuple[str, str], ...]:
    """Return what the force is asked to answer: the entry of each point, and what the form calls it."""
    questions = [q for q in case.questions if q.answered] if _is_sets_own(record, share) else share.not_met
    return (
        *((q.entry, f"Question {q.number}") for q in questions if q.entry),
        *((o.id, f"Observation {o.number}") for o in share.observations if o.kind in _TO_ANSWER),
    )


def _set_form(record: Record, case: CaseRecord) -> Iterator[Block]:
    """A set that reaches no verdict: its own form, header fields first."""
    known = {
        "district": record.panel,
        "case_ref": case.ref,
        "case_no": case.ref,
        "members_present": str(case.here),
        "strands": ", ".join(case.strands),
    }
    if record.question_set.form_fields:
        yield Facts(tuple((label, known.get(name, "")) for name, label in record.question_set.form_fields))
    yield Heading(1, "The panel's answers")
    for question in case.questions:
        yield from _form_question(question)


def _form_question(question: QuestionLine) -> Iterator[Block]:
    yield Heading(2, f"{question.number}. {question.wording}")
    if question.hints:
        yield para("Consider: " + "; ".join(question.hints), tone="small")
    yield para(question.answer)
    if question.remark:
        yield para(question.remark)
    yield from (para(f"{asked} ", bold(given)) for asked, given in question.follow_ups)
