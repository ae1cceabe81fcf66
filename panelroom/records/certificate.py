"""The certificate that the papers of a meeting were destroyed: what is gone, what remains, and who holds it.

It promises nothing that a program cannot know: what a disk, a backup or a photograph still holds is said plainly.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from panelroom.errors import NotWritten
from panelroom.records import words
from panelroom.records.blocks import (
    MARKING,
    Block,
    Document,
    Facts,
    Furniture,
    Heading,
    Lines,
    Row,
    Table,
    Title,
    bold,
    bullets,
    cell,
    para,
)
from panelroom.records.files import make_folder, refuse_existing, write_whole
from panelroom.text import clean_line, plural, slug

FORMAT = "panelroom-destruction"
VERSION = 1
HONEST = (
    "Deleting is not erasing: solid-state disks and memory sticks can keep remnants that no program reaches. A "
    "remnant of the deleted key file opens nothing without the meeting's pass-phrase: destroy any note of that too.",
    "Copies that panelroom does not know of are not covered: backups of the disk, synchronised folders, photographs, "
    "and what was printed outside panelroom.",
)
"""What every certificate says about what it cannot know."""


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("empty")
    return text


Line = Annotated[str, AfterValidator(clean_line), Field(max_length=2_000)]
Said = Annotated[Line, AfterValidator(_not_empty)]
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fingerprint(_Part):
    """A key that is gone: what it was for, its fingerprint in hex and the same as six words."""

    what: Said
    hex: Annotated[str, Field(pattern=r"^[0-9a-f]{16,128}$")]
    words: Said


class PackFile(_Part):
    """The sealed pack that can no longer be opened: its file name and SHA-256."""

    name: Said
    sha256: Hex


class PaperCopies(_Part):
    """Paper copies given out and counted back, and why any are missing.

    Raises:
        ValueError: more came in than went out, or some are missing without a reason.
    """

    out: Annotated[int, Field(ge=0)]
    back: Annotated[int, Field(ge=0, alias="in")]
    reason: Line | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _accounted_for(self) -> Self:
        if self.back > self.out or (self.back < self.out and not self.reason):
            raise ValueError("copies are not accounted for")
        return self


class Remains(_Part):
    """Something that was not destroyed, and who holds it."""

    what: Said
    held_by: Said


class Destruction(_Part):
    """What was destroyed after a meeting.

    ``destroyed_at`` is aware; ``by`` a name or a role, as given. ``record_root`` is the root of the meeting's
    record (hex), which is kept. ``notes`` come after :data:`HONEST`, which is always printed.
    """

    meeting: Said
    destroyed_at: AwareDatetime
    by: Said
    fingerprints: tuple[Fingerprint, ...]
    pack: PackFile | None = None
    record_root: Hex | None = None
    copies: PaperCopies | None = None
    gone: tuple[Said, ...]
    remains: tuple[Remains, ...]
    notes: tuple[Said, ...] = ()


def write_certificate(folder: Path, destroyed: Destruction) -> tuple[Path, Path]:
    """Write the certificate into ``folder`` as PDF and as JSON; return both paths. The PDF prints the JSON's hash.

    Raises:
        Refused: a certificate of this meeting is there already; it was left as it is.
        NotWritten: the disk did not take it; no part of it is left.
    """
    from panelroom.records.pdf import render

    data = certificate_json(destroyed)
    content, _ = render(_document(destroyed, hashlib.sha256(data).hexdigest()))
    pdf, twin = certificate_paths(folder, destroyed.meeting)
    write_whole(twin, data)
    try:
        write_whole(pdf, content)
    except NotWritten:
        twin.unlink(missing_ok=True)
        raise
    return pdf, twin


def certificate_paths(folder: Path, meeting: str) -> tuple[Path, Path]:
    """Return where the certificate of a meeting will lie, as PDF and as JSON; the folder is made.

    Raises:
        Refused: there is one already; it was left as it is.
        NotWritten: the folder cannot be made.
    """
    make_folder(folder)
    stem = f"destruction-certificate-{slug(meeting)}"
    pdf, twin = folder / f"{stem}.pdf", folder / f"{stem}.json"
    refuse_existing(pdf)
    refuse_existing(twin)
    return pdf, twin


def certificate_json(destroyed: Destruction) -> bytes:
    """Return the certificate for programs: sorted names, one value a line; the same values give the same bytes."""
    data: dict[str, Any] = destroyed.model_dump(mode="json", by_alias=True)
    data |= {"format": FORMAT, "version": VERSION, "notes": [*HONEST, *destroyed.notes]}
    data["destroyed_at"] = destroyed.destroyed_at.isoformat(timespec="seconds")
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


# ── on paper ─────────────────────────────────────────────────────────────────────────────────────────────


def _document(destroyed: Destruction, twin: str) -> Document:
    return Document(
        title="Certificate of destruction",
        subject="",
        author="",
        language="en-GB",
        created=destroyed.destroyed_at,
        furniture=Furniture(MARKING, "Certificate of destruction", f"SHA-256 of the JSON twin {twin[:16]}"),
        blocks=tuple(_blocks(destroyed, twin)),
        exact="The certificate's JSON twin holds the exact words.",
    )


def _blocks(destroyed: Destruction, twin: str) -> Iterator[Block]:
    yield Title("Certificate of destruction", over="Papers of a meeting")
    yield para(f"Marking: {MARKING}.")
    moment = destroyed.destroyed_at
    yield Facts(
        (
            ("Meeting", destroyed.meeting),
            ("Destroyed", f"{words.say_moment(moment)} ({moment:%Z})"),
            ("By", destroyed.by),
            ("Paper copies", _copies(destroyed.copies)),
        )
    )
    yield Heading(1, "What is gone")
    yield bullets(destroyed.gone)
    yield from _keys(destroyed.fingerprints)
    if destroyed.pack:
        yield para(bold("Pack that can no longer be opened: "), destroyed.pack.name)
        yield para(bold("Its SHA-256\n"), destroyed.pack.sha256, tone="mono")
    yield Heading(1, "What remains")
    yield _remaining(destroyed.remains)
    if destroyed.record_root:
        yield para(bold("Root of the record, which is kept\n"), destroyed.record_root, tone="mono")
    yield Heading(1, "What this certificate cannot know")
    yield bullets((*HONEST, *destroyed.notes))
    yield para(bold("SHA-256 of the JSON twin\n"), twin, tone="mono")
    yield Lines("Name, role and signature", 2)


def _copies(copies: PaperCopies | None) -> str:
    if copies is None:
        return "None were counted out."
    if copies.out == copies.back:
        return f"{plural(copies.out, 'copy', 'copies')} out, all back."
    missing = plural(copies.out - copies.back, "copy is", "copies are")
    return f"{copies.out} out, {copies.back} back: {missing} missing. Reason given: {copies.reason}"


def _keys(fingerprints: tuple[Fingerprint, ...]) -> Iterator[Block]:
    if not fingerprints:
        return
    rows = tuple(
        Row((cell(each.what), (*cell(each.words), para(each.hex, tone="small")))) for each in fingerprints
    )
    yield Table(("Key destroyed", "Its fingerprint: six words, and in hex"), (0.32, 0.68), rows)


def _remaining(remains: tuple[Remains, ...]) -> Block:
    if not remains:
        return para("Nothing was named.")
    rows = tuple(Row((cell(each.what), cell(each.held_by))) for each in remains)
    return Table(("What", "Held by"), (0.55, 0.45), rows)
