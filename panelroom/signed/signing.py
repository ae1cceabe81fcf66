"""Signing confirmed minutes: one person, one signature, added behind those that are there."""

from datetime import datetime
from pathlib import Path

from panelroom.errors import BadFile, Refused, UsageError
from panelroom.keys.person import Person
from panelroom.keys.signed_pdf import ReadPdf
from panelroom.signed.reading import read_bytes, read_file
from panelroom.text import clean_line

LONGEST_ROLE = 60  # characters


def ready_to_sign(path: Path) -> tuple[bytes, ReadPdf]:
    """Return the file and what it says of itself, where somebody may sign it: confirmed, and whole so far.

    Raises:
        BadFile: it is missing, or no whole PDF.
        Refused: it is not panelroom's minutes, is a draft, or holds a signature that does not hold.
    """
    pdf, found = read_file(path)
    name = clean_line(path.name)
    if found.problems and not found.signatures:
        raise BadFile(f"{name} was not signed: {found.problems[0]}. Export the minutes again.")
    if not found.holds:
        raise Refused(
            f"{name} was not signed: what is signed in it already does not hold (panelroom verify says why). Take "
            "the file as the first signer made it."
        )
    if found.status is None:
        raise Refused(
            f"{name} was not signed: it is not minutes that panelroom wrote. Export them, then sign."
        )
    if found.status == "draft":
        raise Refused(
            f"{name} was not signed: it is a DRAFT, and only confirmed minutes are signed. Confirm the minutes, "
            "export them again, then sign."
        )
    return pdf, found


def sign(pdf: bytes, found: ReadPdf, person: Person, *, role: str, at: datetime) -> bytes:
    """Return the minutes ``pdf``, of which ``found`` was read, with the signature of ``person`` as well.

    ``at`` is the time they claim; ``role`` what they say they sign as, or empty.

    Raises:
        BadFile: their vault is an old one without signing keys, or the signature would not hold.
        Refused: they signed this file before.
        UsageError: the role has more than 60 characters.
    """
    from panelroom.keys.pades import add_signature

    keys, role = person.signing_keys, clean_line(role)
    if len(role) > LONGEST_ROLE:
        raise UsageError(f"A role has at most {LONGEST_ROLE} characters: nothing was signed.")
    if person.public.certificate in {each.fingerprint for each in found.signatures}:
        raise Refused("You have signed this file already: it was left as it is.")
    signed = add_signature(pdf, keys, place=len(found.signatures) + 1, role=role, at=at)
    again = read_bytes(signed)
    if not again.holds:
        raise BadFile(
            f"The signature would not hold ({again.every_problem[0]}), so the file was left as it was: check this "
            "computer's clock, and make new keys if your certificate has ended."
        )
    return signed
