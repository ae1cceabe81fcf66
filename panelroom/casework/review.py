"""What the officer did to a case's documents, kept beside them in ``review.json``; the sources stay untouched.

The file holds the very words that were redacted: it belongs to the case folder, never to the pack.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from panelroom.case_sheet import is_file_here
from panelroom.errors import BadFile
from panelroom.keys.key_file import read_small, replace, write_new
from panelroom.text import clean_line

NAME = "review.json"
VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Replacement(_Part):
    """Put ``label`` in the place of ``find``: everywhere in the case, or once.

    Once means the ``nth`` occurrence (from 1) in the block ``block`` of the file ``file``, counted after the
    replacements before this one.
    """

    find: str
    label: str
    file: str | None = None
    block: str | None = None
    nth: int | None = None


class Settled(_Part):
    """A person's word on something found: ticked (looked at, may stay) or waived (must stay, and why)."""

    verdict: Literal["ticked", "waived"]
    by: str
    at: datetime
    reason: str = ""


class Approval(_Part):
    """A second person's signature over the case as it was then: its digest, their public key, an SSHSIG."""

    by: str
    public_key: str
    digest: str
    signature: str
    at: datetime


class Review(_Part):
    """The whole review. ``settled`` is by key: of a finding, a word, a point of the tick-list, the timeline.

    The keys of a point and of the timeline name the documents they were given for (:mod:`panelroom.casework.case`).

    ``alt`` says in words what a page without text shows: file -> page -> words. ``struck_events`` are entries
    of the timeline that the officer took out, by key.
    """

    format: Literal["panelroom review"] = "panelroom review"
    version: int = VERSION
    replacements: tuple[Replacement, ...] = ()
    settled: dict[str, Settled] = {}
    alt: dict[str, dict[int, str]] = {}
    struck_events: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()

    def replacing(self, replacement: Replacement) -> Self:
        """Return the review with one more replacement."""
        return self.model_copy(update={"replacements": (*self.replacements, replacement)})

    def without_last_replacement(self) -> Self:
        """Return the review without the latest replacement."""
        return self.model_copy(update={"replacements": self.replacements[:-1]})

    def settling(self, settled: dict[str, Settled]) -> Self:
        """Return the review with these settled, over what was settled before."""
        return self.model_copy(update={"settled": self.settled | settled})

    def unsettling(self, *keys: str) -> Self:
        """Return the review with these open again."""
        return self.model_copy(update={"settled": {k: v for k, v in self.settled.items() if k not in keys}})

    def describing(self, file: str, page: int, words: str) -> Self:
        """Return the review with what a picture shows."""
        described = {**self.alt.get(file, {}), page: words}
        return self.model_copy(update={"alt": self.alt | {file: described}})

    def striking(self, event: str) -> Self:
        """Return the review with an entry of the timeline taken out, or put back."""
        struck = set(self.struck_events) ^ {event}
        return self.model_copy(update={"struck_events": tuple(sorted(struck))})

    def approving(self, approval: Approval) -> Self:
        """Return the review with an approval, in the place of an earlier one by the same key."""
        others = (a for a in self.approvals if a.public_key != approval.public_key)
        return self.model_copy(update={"approvals": (*others, approval)})


def read_review(folder: Path) -> Review:
    """Return the review kept in a case folder; an empty one where there is none.

    Raises:
        BadFile: the file is not a review, or one of a newer panelroom; it is unchanged.
    """
    path = folder / NAME
    if not path.exists() and not path.is_symlink():
        return Review()
    where = f"{NAME} in {clean_line(folder.name)}"
    if not is_file_here(path):
        raise BadFile(f"{where} is not a file of its own: put the one panelroom wrote there.")
    try:
        review = Review.model_validate_json(read_small(path))
    except ValidationError:
        raise BadFile(
            f"{where} is damaged and was left as it is: put an earlier copy in its place."
        ) from None
    if review.version > VERSION:
        raise BadFile(f"{where} was written by a newer panelroom: install the newer one.")
    return review


def write_review(folder: Path, review: Review) -> None:
    """Keep the review in a case folder, for its owner's eyes only: the old one or the new one, never half.

    Raises:
        NotWritten: the disk did not take it; what was kept before is unchanged.
    """
    path = folder / NAME
    document = json.loads(review.model_dump_json())
    data = json.dumps(document, ensure_ascii=False, indent=1).encode()
    if path.exists():
        replace(path, data)
    else:
        write_new(path, data)
