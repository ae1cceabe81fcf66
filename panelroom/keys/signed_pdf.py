"""What a reader of signed PDF files finds, as plain values that pass between processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadSignature:
    """One signature: whose, by what certificate (SHA-256 in hex), when they claim (ISO 8601), and what is wrong.

    ``end`` is the byte up to which it covers the file; ``certificate_until`` the last moment of the certificate.
    A problem is a part of a sentence.
    """

    field: str
    name: str
    fingerprint: str
    role: str
    claimed_time: str | None
    certificate_until: str
    end: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadPdf:
    """What a PDF says of itself, and its signatures in the order of signing; a problem is part of a sentence.

    ``status`` is draft or confirmed where the file is panelroom's minutes; ``subject`` the line that names the
    record they rest on; ``appended`` counts the bytes after what the last signature covers.
    """

    status: str | None = None
    subject: str = ""
    signatures: tuple[ReadSignature, ...] = ()
    appended: int = 0
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with the file and its signatures. Whose they are is another question."""
        return not self.every_problem

    @property
    def every_problem(self) -> tuple[str, ...]:
        """What is wrong with the file, then with each of its signatures."""
        return (*self.problems, *(problem for each in self.signatures for problem in each.problems))


def from_data(data: Mapping[str, Any]) -> ReadPdf:
    """Return what :func:`dataclasses.asdict` made of it, after its way through JSON.

    Raises:
        TypeError, KeyError: it is something else.
    """
    signatures = tuple(
        ReadSignature(**{**each, "problems": tuple(each["problems"])}) for each in data["signatures"]
    )
    return ReadPdf(**{**data, "signatures": signatures, "problems": tuple(data["problems"])})
