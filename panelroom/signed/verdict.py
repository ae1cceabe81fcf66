"""What a signed file proves, and to whom: its signatures against the people whose keys this office knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from panelroom.keys.signed_pdf import ReadPdf, ReadSignature
from panelroom.packs.signers import Signer, Signers

NAMESPACE = "panelroom-minutes@v1"
"""What a pinned signer must be allowed to sign."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A signature, and who it is by the keys this office knows.

    ``unknown`` says why nobody known made it, as a part of a sentence; ``notes`` what is worth knowing besides.
    """

    signature: ReadSignature
    signer: Signer | None
    unknown: str | None
    notes: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it, and somebody known made it."""
        return not self.signature.problems and self.signer is not None


def judge(found: ReadPdf, signers: Signers, now: datetime) -> tuple[Judged, ...]:
    """Return the signatures of a file in order, each judged at the time ``now``."""
    return tuple(_judged(each, signers, now) for each in found.signatures)


def _judged(signature: ReadSignature, signers: Signers, now: datetime) -> Judged:
    signer = signers.who_certified(signature.fingerprint, NAMESPACE)
    unknown = None if signer else _unknown(signature, signers)
    return Judged(signature, signer, unknown, tuple(_notes(signature, signer, now)))


def _unknown(signature: ReadSignature, signers: Signers) -> str:
    known = {each.name.casefold() for each in signers.everyone}
    if signature.name.casefold() in known:
        return (
            "its certificate bears a name that this computer knows, but it is another key than the one pinned under "
            "that name: anybody can write a name"
        )
    return (
        "this computer does not know the key: compare the certificate's fingerprint with the signer by voice, and "
        "pin it with 'panelroom keys trust'"
    )


def _notes(signature: ReadSignature, signer: Signer | None, now: datetime) -> Iterator[str]:
    if signer and signer.name != signature.name:
        yield f"the certificate says {signature.name or 'no name'}"
    if now > datetime.fromisoformat(signature.certificate_until):
        yield f"the certificate has ended since, on {signature.certificate_until[:10]}"
    if signature.claimed_time and datetime.fromisoformat(signature.claimed_time) > now:
        yield "the claimed time is still to come by this computer's clock"
