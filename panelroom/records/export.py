"""Writing a meeting's documents: all of them are made before the first is written, and each is renamed into place.

The same record gives the same bytes.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from panelroom.errors import NotWritten, Refused
from panelroom.meeting import Meeting
from panelroom.records.accuracy import accuracy_sheet
from panelroom.records.feedback import case_stem, forms
from panelroom.records.json_record import json_record
from panelroom.records.minutes import minutes
from panelroom.records.record import Record, build_record
from panelroom.records.spared import refuse_others_work
from panelroom.records.twins import accuracy_twin
from panelroom.text import name_of

RESTRICTED = "restricted"
FEEDBACK = f"{RESTRICTED}/feedback"
ACCURACY = f"{RESTRICTED}/accuracy-sheet"
PUBLIC = "public"
DRAFT = "DRAFT for correction. The PDF is the record."
TO_FILL_IN = "To be filled in by the police force and returned. The minutes print what it says."
WORKING_COPY = "Working copy of confirmed minutes. The PDF is the record."


@dataclass(frozen=True, slots=True)
class Bundle:
    """Documents in memory: path below the folder -> bytes, and what the person should be told about them.

    ``stems`` names the cases whose older forms a new export replaces.
    """

    files: dict[str, bytes]
    notes: tuple[str, ...]
    stems: tuple[str, ...]
    unpublished: tuple[str, ...] = ()
    """The entries whose released wording may not be published: then there are no public files."""


def export(
    meeting: Meeting,
    entries: int,
    root: str,
    to: Path,
    return_by: str | None = None,
    *,
    name_chair: bool = False,
) -> list[Path]:
    """Write the documents of a meeting below ``to``, the public ones once it is closed; return their paths.

    ``return_by`` is the day, in ISO 8601, that the feedback forms ask for. ``name_chair``: the public minutes say who
    was in the chair; they name nobody else ever.

    Raises:
        NotWritten: the folder does not take them; no half-written file is left.
        Refused: wording that was released may not be published; the restricted documents were written. Or the Chair
            is to be named, and there was none, or somebody signed or filled in a document that lies there: nothing
            was written.
    """
    bundle = make(build_record(meeting, entries, root), meeting, return_by, name_chair=name_chair)
    paths = write(bundle, to)
    if bundle.unpublished:
        raise Refused(
            f"The restricted documents are written, the public minutes are not: {'; '.join(bundle.unpublished)} "
            "Release another wording, then export again."
        )
    return paths


def export_accuracy_sheet(meeting: Meeting, entries: int, root: str, to: Path) -> list[Path]:
    """Write the sheet that goes to the force alone, below ``to``; return its paths.

    Raises:
        Refused: the force was not asked about facts, or as :func:`write`.
        NotWritten: as :func:`write`.
    """
    files, _ = _accuracy(build_record(meeting, entries, root))
    if not files:
        raise Refused("The force was not asked about facts yet: nothing was written.")
    with _unwritable(to):
        refuse_others_work(to, _places(files, to))
        return _write_files(files, to)


@contextlib.contextmanager
def asked_already() -> Iterator[None]:
    """Say of a sheet that could not be written that the question to the force is recorded all the same."""
    try:
        yield
    except (NotWritten, Refused) as error:
        raise type(error)(
            f"That the force is asked is recorded, but its sheet is not written. {error}"
        ) from None


def make(
    record: Record, meeting: Meeting, return_by: str | None = None, *, name_chair: bool = False
) -> Bundle:
    """Return every document of the record, and notes on what could not be printed as it should be.

    Raises:
        Refused: the Chair is to be named, and nobody was in the chair.
    """
    from panelroom.records.pdf import render
    from panelroom.records.word import word_draft

    documents = {f"{RESTRICTED}/minutes.pdf": minutes(record, meeting.question_set)}
    feedback = forms(record, return_by)
    documents |= {f"{FEEDBACK}/{form.name}.pdf": form.document for form in feedback}
    files = {f"{FEEDBACK}/{form.name}.json": form.twin for form in feedback}
    files[f"{RESTRICTED}/record.json"] = json_record(meeting, record)
    asked, notes = _accuracy(record)
    files |= asked
    for name, document in documents.items():
        files[name], found = render(document)
        notes += [f"{PurePosixPath(name).name}: {note}" for note in found]
    files[f"{RESTRICTED}/minutes.docx"] = word_draft(
        documents[f"{RESTRICTED}/minutes.pdf"], DRAFT if record.draft else WORKING_COPY
    )
    public, unpublished = _public(record, meeting, name_chair)
    stems = tuple(case_stem(case) for case in record.cases)
    return Bundle({**files, **public}, tuple(notes), stems, unpublished)


def _accuracy(record: Record) -> tuple[dict[str, bytes], list[str]]:
    """Return the sheet for the force, as PDF, Word file and twin, and notes on it; nothing where it was not asked."""
    from panelroom.records.pdf import render
    from panelroom.records.word import word_draft

    sheet = accuracy_sheet(record)
    if sheet is None:
        return {}, []
    pdf, found = render(sheet)
    files = {
        f"{ACCURACY}.pdf": pdf,
        f"{ACCURACY}.docx": word_draft(sheet, TO_FILL_IN),
        f"{ACCURACY}.json": accuracy_twin(record),
    }
    return files, [f"{PurePosixPath(ACCURACY).name}.pdf: {note}" for note in found]


def _public(record: Record, meeting: Meeting, name_chair: bool) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the public files of a closed meeting; none where released wording may not be published, and why."""
    from panelroom.publication import blocked
    from panelroom.records.html import web_page
    from panelroom.records.pdf import render
    from panelroom.records.public import public_minutes

    if not meeting.closed_at:
        return {}, ()
    if refused := blocked(meeting):
        return {}, tuple(f"{entry}: {sentence}" for entry, sentence in refused.items())
    document = public_minutes(record, meeting, name_chair=name_chair)
    return {f"{PUBLIC}/minutes.pdf": render(document)[0], f"{PUBLIC}/minutes.html": web_page(document)}, ()


def write(bundle: Bundle, to: Path) -> list[Path]:
    """Write the bundle below ``to``, each file beside its place and then renamed; return the paths.

    A form of an earlier export that this record no longer has is removed: a correction may have taken it from
    that role.

    Raises:
        NotWritten: the folder does not take them; files that are there are whole, old or new.
        Refused: somebody signed or filled in a file that would be replaced or removed; nothing was written.
    """
    places = _places(bundle.files, to)
    with _unwritable(to):
        outdated = [*_outdated(to / FEEDBACK, bundle, places), *_unpublished(to / PUBLIC, places)]
        refuse_others_work(to, [*places, *outdated])
        paths = _write_files(bundle.files, to)
        for path in outdated:
            path.unlink(missing_ok=True)
    return paths


@contextlib.contextmanager
def _unwritable(to: Path) -> Iterator[None]:
    """Raise NotWritten where the disk does not take what is written below ``to``."""
    try:
        yield
    except OSError as error:
        raise NotWritten(
            f"The documents could not be written to {name_of(to)} ({error.strerror}): no file is half written. "
            "Choose another folder and export again."
        ) from None


def _places(files: dict[str, bytes], to: Path) -> list[Path]:
    return [to / name for name in sorted(files)]


def _write_files(files: dict[str, bytes], to: Path) -> list[Path]:
    return [_write(to / name, content) for name, content in sorted(files.items())]


def _write(path: Path, content: bytes) -> Path:
    _make_folders(path.parent)
    beside = path.with_name(path.name + ".new")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return path


def _make_folders(folder: Path) -> None:
    """Make ``folder`` and what is missing above it, for their owner alone."""
    for part in (*reversed(folder.parents), folder):
        if not part.exists():
            part.mkdir(mode=0o700, exist_ok=True)


def _unpublished(folder: Path, kept: list[Path]) -> list[Path]:
    """Return the public minutes of an earlier export that may not be published any more."""
    places = [folder / name for name in ("minutes.pdf", "minutes.html")]
    return [path for path in places if path not in kept]


def _outdated(folder: Path, bundle: Bundle, kept: list[Path]) -> list[Path]:
    """Return the forms of an earlier export that this record no longer has."""
    ours = re.compile("|".join(f"{re.escape(stem)}-[a-z0-9-]+[.](pdf|json)" for stem in bundle.stems))
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path not in kept and ours.fullmatch(path.name)]
