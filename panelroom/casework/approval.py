"""The second pair of eyes: another person signs what would be packed, with a key of their own."""

from datetime import datetime

from panelroom.casework.case import CaseFolder
from panelroom.casework.review import Approval
from panelroom.errors import Refused
from panelroom.keys import Person
from panelroom.packs.manifest import APPROVAL
from panelroom.text import clean_line


def approve(case: CaseFolder, person: Person, now: datetime) -> Approval:
    """Return ``person``'s approval of the case as it would be packed now.

    Raises:
        Refused: something that refuses the seal stands in it.
        BadFile: the person's vault has no signing key.
    """
    refuse_unsettled(case)
    digest = case.packed.digest()
    return Approval(
        by=person.name,
        public_key=person.public_signing_key,
        digest=digest,
        signature=person.sign(digest.encode(), APPROVAL),
        at=now,
    )


def refuse_unsettled(case: CaseFolder) -> None:
    """Raise Refused where a finding that refuses the seal is neither redacted nor waived."""
    standing = case.refusing
    if standing:
        ids = ", ".join(sorted({each.finding.id for each in standing}))
        raise Refused(
            f"The case {clean_line(case.path.name)} holds {len(standing)} that must be redacted or waived first "
            f"({ids}): nothing was done. See them with: panelroom pack check"
        )


def approvals_of(case: CaseFolder, digest: str, packer_key: str) -> tuple[Approval, ...]:
    """Return the approvals of exactly this content by somebody other than the packer.

    Raises:
        Refused: there is none: nobody approved it, only the packer did, or it was changed since.
    """
    where = clean_line(case.path.name)
    others = [a for a in case.review.approvals if a.public_key != packer_key]
    if not case.review.approvals:
        raise Refused(
            f"Nobody has approved the case {where}, so nothing was sealed: a second person runs "
            "'panelroom pack approve' with a key of their own."
        )
    if not others:
        raise Refused(
            f"The case {where} was approved only by who seals it, so nothing was sealed: nobody approves their own "
            "work; ask a second person."
        )
    current = tuple(a for a in others if a.digest == digest)
    if not current:
        raise Refused(
            f"The case {where} was changed after it was approved, so nothing was sealed: ask for approval again."
        )
    return current
