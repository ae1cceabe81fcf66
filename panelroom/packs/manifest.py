"""What is in a pack: ``manifest.json``, its first member, in canonical JSON.

It names every other member with size and SHA-256, so that the packer's signature, which covers the whole pack,
answers for each page that is read from it.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from panelroom.canonical import canonical_json
from panelroom.errors import BadFile, WrongKey
from panelroom.keys.ssh_keys import public_bytes
from panelroom.keys.sshsig import verify
from panelroom.packs.container import MAX_MEMBER, damaged, is_safe_name
from panelroom.text import clean_line

FORMAT: Final = "panelroom pack"
VERSION: Final = 1
NAME = "manifest.json"
MAX_MANIFEST = 4 * 1024 * 1024  # bytes
APPROVAL = "panelroom-approval@v1"


def _member(name: str) -> str:
    if not is_safe_name(name) or name.casefold() == NAME:
        raise ValueError("not a member's name")
    return name


def _signing_key(line: str) -> str:
    try:
        public_bytes(line)
    except BadFile:
        raise ValueError("not a signing key") from None
    return " ".join(line.split()[:2])


Line = Annotated[str, Field(max_length=500), AfterValidator(clean_line)]
MemberName = Annotated[str, AfterValidator(_member)]
SigningKey = Annotated[str, Field(max_length=200), AfterValidator(_signing_key)]
Sha256 = Annotated[str, Field(pattern=re.compile(r"^[0-9a-f]{64}\Z"))]
Count = Annotated[int, Field(ge=0, lt=2**31)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PackedCase(_Part):
    """One case: its number in the meeting (from 1), and which member holds its text."""

    number: Annotated[int, Field(ge=1, le=999)]
    ref: Line
    title: Line = ""
    pages: Count
    words: Count
    file: MemberName


class PackedQuestions(_Part):
    """The question set: ``sha256`` is that of the set (:attr:`panelroom.questions.QuestionSet.sha256`)."""

    id: Line
    version: Line
    sha256: Sha256
    file: MemberName


class Approval(_Part):
    """A second person's approval of a case.

    ``digest`` is the SHA-256 of what was approved, which must be the case's file in this pack; ``signature``
    is an SSH signature of its 64 hex digits in the namespace ``panelroom-approval@v1``.
    """

    case: int
    name: Line
    public_key: SigningKey
    digest: Sha256
    signature: Annotated[str, Field(max_length=2000)]
    at: AwareDatetime

    @property
    def holds(self) -> bool:
        """Whether the signature is one of this key over this digest."""
        try:
            return bool(verify(self.signature, self.digest.encode(), APPROVAL, [self.public_key]))
        except WrongKey:
            return False


class Packer(_Part):
    """Who sealed the pack: the name is what they call themselves, the key is what counts."""

    name: Line
    public_key: SigningKey


class Member(_Part):
    """A member of the pack: ``size`` in bytes, SHA-256 of the content."""

    name: MemberName
    size: Annotated[int, Field(ge=0, le=MAX_MEMBER)]
    sha256: Sha256


class PackAbout(_Part):
    """What a packer says about a pack; the rest of the manifest follows from its members.

    ``meeting`` is the reference of the meeting. After the day ``expires`` the pack does not open. ``glossary``,
    ``draw`` and ``redactions`` (the report without samples) name members.
    """

    meeting: Line
    cases: tuple[PackedCase, ...] = ()
    question_set: PackedQuestions | None = None
    glossary: MemberName | None = None
    draw: MemberName | None = None
    redactions: MemberName | None = None
    approvals: tuple[Approval, ...] = ()
    expires: date | None = None

    def named(self) -> set[str]:
        """Return the names of all members that are mentioned."""
        others = (self.glossary, self.draw, self.redactions, self.question_set and self.question_set.file)
        return {case.file for case in self.cases} | {name for name in others if name}


class Manifest(PackAbout):
    """The whole manifest. ``id`` is random; ``created`` by the packer's clock; ``panelroom`` is a version."""

    format: Literal["panelroom pack"] = FORMAT
    version: Literal[1] = VERSION
    id: Annotated[str, Field(pattern=re.compile(r"^[0-9a-f]{32}\Z"))]
    created: AwareDatetime
    packer: Packer
    panelroom: Line
    members: tuple[Member, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        _require(_distinct(case.number for case in self.cases), "two cases have one number")
        _require(_distinct(each.name.casefold() for each in self.members), "two members have one name")
        _require(self.named() <= {each.name for each in self.members}, "a member is missing")
        digests = {member.name: member.sha256 for member in self.members}
        packed = {case.number: digests[case.file] for case in self.cases}
        valid = (self._approved(each, packed.get(each.case)) for each in self.approvals)
        _require(all(valid), "an approval is not valid")
        return self

    def _approved(self, approval: Approval, packed: str | None) -> bool:
        """Whether somebody else than the packer approved exactly the case that is packed."""
        another = approval.public_key != self.packer.public_key
        return another and approval.digest == packed and approval.holds

    def to_bytes(self) -> bytes:
        """Return the one spelling of this manifest."""
        return canonical_json(self.model_dump(mode="json"))


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _distinct(values: Iterable[object]) -> bool:
    listed = list(values)
    return len(set(listed)) == len(listed)


class _Kind(BaseModel):
    format: Literal["panelroom pack"]
    version: int


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest in ``manifest.json``.

    Raises:
        BadFile: it is not one, is not spelt as it must be, contradicts itself, or is newer than this panelroom.
    """
    try:
        kind = _Kind.model_validate_json(data)
        if kind.version > VERSION:
            raise BadFile(
                "This pack was made by a newer panelroom and was not opened: install the newer one."
            )
        manifest = Manifest.model_validate_json(data)
    except ValidationError:
        raise damaged() from None
    if manifest.to_bytes() != data:
        raise damaged()
    return manifest
