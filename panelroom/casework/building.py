"""From case folders to a sealed pack: everything is checked first, then written whole or not at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from panelroom.canonical import canonical_json
from panelroom.casework import review
from panelroom.casework.approval import approvals_of, refuse_unsettled
from panelroom.casework.case import CaseFolder, picture_member
from panelroom.draw import problems_alone, read_draw
from panelroom.errors import BadFile, Refused, UsageError
from panelroom.keys import Person
from panelroom.packs.case_file import CaseFile
from panelroom.packs.manifest import Approval, PackAbout, PackedCase, PackedQuestions
from panelroom.packs.seal import Sealed, seal_pack
from panelroom.questions import QuestionSet
from panelroom.text import clean_line

QUESTIONS = "questions.json"
GLOSSARY = "glossary.json"
DRAW = "draw.json"
REDACTIONS = "redactions.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to go into a pack beside the cases.

    ``meeting`` is the meeting's reference; after the day ``expires`` the pack does not open; ``draw`` holds
    the bytes of the draw's record and ``drawn`` the references it drew.
    """

    meeting: str
    question_set: QuestionSet | None = None
    expires: date | None = None
    draw: bytes | None = None
    drawn: tuple[str, ...] = ()


def build_pack(
    path: Path, cases: Sequence[CaseFolder], plan: Plan, recipients: Sequence[str], packer: Person
) -> Sealed:
    """Seal these cases, in this order, to ``recipients``, signed by ``packer``.

    Raises:
        Refused: a finding refuses the seal, a case is not approved as it is now by somebody other than the
            packer, was not drawn, or is there twice.
        BadFile, UsageError, NotWritten: as :func:`panelroom.packs.seal.seal_pack`.
    """
    _refuse_twice(cases)
    _refuse_undrawn(cases, plan)
    for case in cases:
        refuse_unsettled(case)
    files = [case.packed for case in cases]
    approvals = [
        _signed(number, a)
        for number, (case, file) in enumerate(zip(cases, files, strict=True), 1)
        for a in approvals_of(case, file.digest(), packer.public_signing_key)
    ]
    members = {
        **{
            name: data
            for number, case in enumerate(cases, 1)
            for name, data in _members(number, case).items()
        },
        **_beside(plan, files),
    }
    about = PackAbout(
        meeting=plan.meeting,
        cases=tuple(_listed(number, file) for number, file in enumerate(files, 1)),
        question_set=_questions(plan.question_set),
        glossary=GLOSSARY if plan.question_set else None,
        draw=DRAW if plan.draw else None,
        redactions=REDACTIONS,
        approvals=tuple(approvals),
        expires=plan.expires,
    )
    return seal_pack(path, members, about, recipients, packer)


def _signed(number: int, given: review.Approval) -> Approval:
    """Return an approval as the pack holds it; the signature in the case folder must be one."""
    data = given.model_dump(exclude={"by"}) | {"case": number, "name": given.by}
    try:
        approval = Approval.model_validate(data)
    except ValidationError:
        approval = None
    if approval is None or not approval.holds:
        raise Refused(
            f"An approval of case {number} is not that person's signature, so nothing was sealed: ask for it again."
        )
    return approval


def last_day(text: str | None) -> date | None:
    """Return the last day on which a pack is to open, as typed; None where nothing was.

    Raises:
        UsageError: it is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text or ""):
            raise UsageError("There is no such day to be the last one: nothing was sealed.") from None
        raise UsageError("The last day is written like 2026-05-31: nothing was sealed.") from None


def read_drawn(path: Path) -> tuple[bytes, tuple[str, ...]]:
    """Return the record of a draw as it is packed, and the references it drew.

    Raises:
        BadFile: it is no record of a draw, or does not hold in itself.
    """
    record = read_draw(path)
    if problems_alone(record):
        raise BadFile(
            f"The draw {clean_line(path.name)} does not hold: nothing was sealed. See 'panelroom draw --verify'."
        )
    return record.as_bytes(), tuple(record.drawn)


def case_member(number: int) -> str:
    """Return the name of the member that holds a case."""
    return f"cases/{number:02}/case.json"


def _refuse_twice(cases: Sequence[CaseFolder]) -> None:
    refs = [case.sheet.ref for case in cases]
    if len(set(refs)) < len(refs):
        raise Refused(
            "Two of the case folders give the same reference, so nothing was sealed: give each its own."
        )


def _refuse_undrawn(cases: Sequence[CaseFolder], plan: Plan) -> None:
    if plan.draw is None:
        return
    undrawn = [place for place, case in enumerate(cases, 1) if case.sheet.ref not in plan.drawn]
    if undrawn:
        raise Refused(
            f"The draw did not draw case {undrawn[0]} of this pack, so nothing was sealed: take it out, or draw "
            "again and say why."
        )


def _members(number: int, case: CaseFolder) -> dict[str, bytes]:
    file = case.packed
    folder = f"cases/{number:02}"
    members = {case_member(number): file.to_json()}
    for document, original in zip(file.documents, case.documents.values(), strict=True):
        for picture in document.pictures:
            members[f"{folder}/{picture_member(picture.sha256)}"] = original.pictures[picture.page]
    return members


def _beside(plan: Plan, files: Sequence[CaseFile]) -> dict[str, bytes]:
    members = {REDACTIONS: canonical_json([file.review.model_dump(mode="json") for file in files])}
    if plan.question_set:
        members[QUESTIONS] = canonical_json(plan.question_set.as_data())
        terms = {each.term: each.meaning for each in plan.question_set.terms}
        members[GLOSSARY] = canonical_json(terms)
    if plan.draw:
        members[DRAW] = plan.draw
    return members


def _listed(number: int, file: CaseFile) -> PackedCase:
    return PackedCase(
        number=number,
        ref=file.ref,
        title=file.title,
        pages=file.pages,
        words=file.words,
        file=case_member(number),
    )


def _questions(chosen: QuestionSet | None) -> PackedQuestions | None:
    if chosen is None:
        return None
    return PackedQuestions(id=chosen.id, version=chosen.version, sha256=chosen.sha256, file=QUESTIONS)
