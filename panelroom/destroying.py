"""Destroying the papers of a meeting: the key that opens them, and the pack on this computer. The record stays."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from panelroom import bookcase
from panelroom.desk import Desk, SealedPapers
from panelroom.errors import BadFile, NotWritten, Refused, WrongKey
from panelroom.keys.age import open_with
from panelroom.keys.key_file import sync_folder
from panelroom.keys.papers_key import open_papers_key
from panelroom.keys.words import fingerprint_words
from panelroom.packs.seal import signature_path
from panelroom.paper_source import keys_here, whereabouts
from panelroom.reader import read_meeting
from panelroom.records.certificate import (
    Destruction,
    Fingerprint,
    PackFile,
    PaperCopies,
    Remains,
    certificate_paths,
    write_certificate,
)
from panelroom.text import clean_line, plural


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a meeting: the file with their key, the pack, and what its book says.

    ``out`` is how many paper copies were given out, None where nobody noted it; ``open`` whether the meeting is.
    ``more_keys`` are further copies of the key, at places where a meeting would look for it.
    """

    meeting: str
    key: Path
    pack: Path | None
    out: int | None = None
    root: str | None = None
    open: bool = False
    book: Path | None = None
    more_keys: tuple[Path, ...] = ()


def papers_of_book(book: Path, passphrase: str) -> Papers:
    """Return the papers that a book reads, wherever :mod:`panelroom.paper_source` would find them.

    Raises:
        BadFile: the book reads no sealed papers, or their key is at none of these places.
        WrongKey: the pass-phrase does not open it.
    """
    with bookcase.reading(book, bookcase.book_key(book, passphrase)) as opened:
        known = Desk(opened).sealed_papers()
        meeting, tree = read_meeting(opened)
    if known is None:
        raise BadFile(
            "This meeting read no sealed papers: nothing was destroyed; delete its case folder yourself."
        )
    pack = _own_pack(whereabouts(book, known).pack, meeting.opening.pack)
    keys = _keys(book, known, pack, passphrase)
    counted = meeting.papers.act.out if meeting.papers else None
    root = tree.root().hex()
    ref, is_open = meeting.opening.ref, not meeting.closed_at
    return Papers(ref, keys[0], pack, counted, root, is_open, book, more_keys=keys[1:])


def _own_pack(pack: Path, sha256: str | None) -> Path | None:
    """Return the pack, but not another one that bears its name; a signature may be left without its pack."""
    found = _fingerprint(pack)
    return pack if found is None or sha256 in (None, found.sha256) else None


def _keys(book: Path, known: SealedPapers, pack: Path | None, passphrase: str) -> tuple[Path, ...]:
    """Return every file with the key: where the book knows it, and elsewhere only if it opens these papers."""
    found = keys_here(book, known, pack or known.pack)
    own = tuple(path for path in found if path == known.key or _opens(path, passphrase, pack))
    if not own:
        raise BadFile(
            f"The key of these papers ({clean_line(known.key.name)}) is not here any more: neither where the book "
            "knows it nor beside the book or the pack. Nothing was destroyed, and it may still exist elsewhere: "
            "unless a certificate says that it was destroyed, find it and name that file instead of the book."
        )
    return own


def _opens(key: Path, passphrase: str, pack: Path | None) -> bool:
    """Whether this is the key of the papers, as far as the pass-phrase and the pack, where it is here, can tell."""
    try:
        identity = open_papers_key(key, passphrase)
        if pack and pack.is_file():
            with pack.open("rb") as file:
                open_with(file, identity)
    except (BadFile, WrongKey):
        return False
    return True


def papers_of_key(key: Path, pack: Path | None, out: int | None) -> Papers:
    """Return the papers that a key file opens, where no book is at hand."""
    beside = key.with_name(key.name.removesuffix(".papers.age") + ".prpack")
    return Papers(
        key.name.removesuffix(".papers.age"), key, pack or (beside if beside.is_file() else None), out
    )


def destroy(
    papers: Papers, *, back: int, reason: str, by: str, now: datetime, folder: Path
) -> tuple[Path, Path]:
    """Destroy the papers and write the certificate into ``folder``; return it as PDF and JSON.

    The key file and its copies go first and are certain to be gone before anything is certified; the pack's own
    files go where they can be deleted.

    Raises:
        Refused: copies are outstanding or the meeting is open, and nobody says why; more came back than went
            out; or there is a certificate already. Nothing was destroyed.
        NotWritten: the key could not be deleted, or the certificate not written (it says which).
    """
    copies = _accounted(papers, back, reason)
    certificate_paths(folder, papers.meeting)
    fingerprint = hashlib.sha256(papers.key.read_bytes()).hexdigest()
    pack = _fingerprint(papers.pack)
    _delete_for_good(papers.key)
    gone, remains = [f"The key of the papers ({papers.key.name})"], list[Remains]()
    for key in papers.more_keys:
        _delete_for_good(key)
        gone.append(f"A copy of the key in another folder ({key.name})")
    for path, what in _files_of(papers.pack):
        if _deleted(path):
            gone.append(f"{what} ({path.name}) on this computer")
        else:
            remains.append(
                Remains(what=f"{what} ({path.name}), which nothing here opens", held_by="Whoever holds it")
            )
    remains += _what_remains(papers)
    return _certified(
        folder,
        Destruction(
            meeting=papers.meeting,
            destroyed_at=now,
            by=by,
            fingerprints=(
                Fingerprint(
                    what="The key file", hex=fingerprint, words=fingerprint_words(fingerprint.encode())
                ),
            ),
            pack=pack,
            record_root=papers.root,
            copies=copies,
            gone=tuple(gone),
            remains=tuple(remains),
            notes=tuple(_notes(papers, reason)),
        ),
    )


def _certified(folder: Path, destroyed: Destruction) -> tuple[Path, Path]:
    """Write the certificate; the key is gone by now, and an error must say so."""
    try:
        return write_certificate(folder, destroyed)
    except NotWritten:
        raise NotWritten(
            "The papers are destroyed, but the certificate could not be written: note the time, "
            f"{destroyed.destroyed_at:%d %B %Y %H:%M}, and write it by hand."
        ) from None


def _accounted(papers: Papers, back: int, reason: str) -> PaperCopies:
    given_out = back if papers.out is None else papers.out
    if back > given_out:
        raise Refused(
            f"Only {plural(given_out, 'copy', 'copies')} went out: nothing was destroyed; count again."
        )
    if back < given_out and not reason:
        missing = plural(given_out - back, "copy is", "copies are")
        raise Refused(
            f"{missing} outstanding: nothing was destroyed; collect them, or say why with --reason."
        )
    if papers.open and not reason:
        raise Refused(
            "The meeting is not closed: nothing was destroyed; close it first, or say why with --reason."
        )
    return PaperCopies(out=given_out, back=back, reason=reason or None)


def _fingerprint(pack: Path | None) -> PackFile | None:
    if pack is None or not pack.is_file():
        return None
    with pack.open("rb") as file:
        return PackFile(name=clean_line(pack.name), sha256=hashlib.file_digest(file, "sha256").hexdigest())


def _delete_for_good(path: Path) -> None:
    """Overwrite and delete; on return the folder says on the disk that the file is gone."""
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise NotWritten(
            f"The key file {clean_line(path.name)} could not be deleted ({error.strerror}): the papers are not "
            "destroyed; delete it yourself and try again."
        ) from None


def _files_of(pack: Path | None) -> list[tuple[Path, str]]:
    if pack is None:
        return []
    both = ((pack, "The sealed pack"), (signature_path(pack), "Its signature"))
    return [(path, what) for path, what in both if path.is_file()]


def _deleted(path: Path) -> bool:
    try:
        path.unlink()
        sync_folder(path.parent)
    except OSError:
        return False
    return True


def _what_remains(papers: Papers) -> list[Remains]:
    kept = [
        Remains(
            what="Copies of the sealed pack elsewhere, which need the key that is gone",
            held_by="The officer who packed it, and whoever carried it",
        ),
        Remains(what="The redacted documents and their originals", held_by="The officer and the force"),
    ]
    if papers.book:
        kept.append(Remains(what=f"The record of the meeting ({papers.book.name})", held_by="The secretary"))
    return kept


def _notes(papers: Papers, reason: str) -> list[str]:
    notes = []
    if papers.out is None:
        notes.append(
            "No record says how many paper copies were given out: the number here is that of those counted."
        )
    if papers.open:
        notes.append(f"The meeting was not closed when its papers were destroyed: {reason}")
    return notes
