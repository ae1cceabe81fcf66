"""Where a meeting reads its papers: straight out of the sealed pack, or from a folder of plain text.

Nothing read here is ever written anywhere. A pack's key lies in ``MEETING.papers.age`` under the meeting's
pass-phrase, apart from the book's: the papers can be destroyed and the record stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PureWindowsPath
from typing import Protocol

from panelroom import bookcase
from panelroom.desk import Desk, SealedPapers, remember_papers
from panelroom.errors import BadFile, PanelroomError, Refused, WrongKey
from panelroom.keys.key_file import read_small
from panelroom.keys.papers_key import open_papers_key
from panelroom.keys.sshsig import claimed_key
from panelroom.packs.case_file import CaseFile, read_case_file, to_papers
from panelroom.packs.opening import CheckedPack, Pack
from panelroom.packs.seal import signature_path
from panelroom.packs.signers import Signer, Signers
from panelroom.papers import CasePapers, load_cases
from panelroom.reader import read_meeting
from panelroom.text import clean_line

PAPERS_KEY = ".papers.age"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where somebody says that the pack, or the file with its key, lies now; None where the book knows it."""

    pack: Path | None = None
    key: Path | None = None


class PaperSource(Protocol):
    """Papers by the reference of their case. ``problem`` says why there are none, in one sentence."""

    problem: str | None

    def of(self, ref: str, withheld: Iterable[int]) -> CasePapers | None:
        """Return the papers of a case without the pages in ``withheld``, or None where there are none."""

    def close(self) -> None:
        """Let go of the files."""


class NoPapers:
    """There are no papers on this laptop; ``missed`` where the meeting is not over and should read them."""

    def __init__(self, problem: str, *, missed: bool = False) -> None:
        self.problem: str | None = problem
        self.missed = missed

    def of(self, ref: str, withheld: Iterable[int]) -> CasePapers | None:
        """Return None."""
        return None

    def close(self) -> None:
        """Nothing is open."""


class FolderPapers:
    """Case folders of plain text, read into memory at once."""

    def __init__(self, folder: Path) -> None:
        self.problem: str | None = None
        self._cases: dict[str, CasePapers] = {}
        try:
            self._cases = {papers.ref: papers for papers in load_cases(folder)}
        except PanelroomError as error:
            self.problem = str(error)

    def of(self, ref: str, withheld: Iterable[int]) -> CasePapers | None:
        """Return the papers of a case without the pages in ``withheld``."""
        papers = self._cases.get(ref)
        return papers.without(frozenset(withheld)) if papers else None

    def close(self) -> None:
        """Nothing is open."""


class PackPapers:
    """A sealed pack, opened: a case is read out of it, and proved, when it is first asked for."""

    def __init__(self, pack: Pack) -> None:
        self.problem: str | None = None
        self.pack = pack
        self._files = {case.ref: case.file for case in pack.manifest.cases}
        self._read: dict[str, CasePapers] = {}

    def of(self, ref: str, withheld: Iterable[int]) -> CasePapers | None:
        """Return the papers of a case without the pages in ``withheld``; None where the pack has no such case."""
        if ref not in self._files:
            return None
        try:
            return self.every_page(ref).without(frozenset(withheld))
        except PanelroomError as error:
            self.problem = str(error)
            return None

    def case(self, ref: str) -> CaseFile:
        """Return a case of the pack, read and proved anew.

        Raises:
            BadFile, WrongKey: as :meth:`panelroom.packs.opening.Pack.read`.
        """
        return read_case_file(self.pack.read(self._files[ref]))

    def every_page(self, ref: str) -> CasePapers:
        """Return the whole case as the panel reads it, proved when it is first asked for; errors as :meth:`case`."""
        if ref not in self._read:
            self._read[ref] = to_papers(self.case(ref))
        return self._read[ref]

    def pictures(self, ref: str) -> dict[int, bytes]:
        """Return the pictures (PNG) of the pages without text, by their number through the case; as :meth:`case`."""
        case, found, first = self.case(ref), {}, 0
        folder = self._files[ref].rpartition("/")[0]
        for document in case.documents:
            for picture in document.pictures:
                found[first + picture.page] = self.pack.read(f"{folder}/{picture.member}")
            first += document.pages
        return found

    def every_case(self) -> list[CasePapers]:
        """Return all cases in the order of the pack; errors as :meth:`case`."""
        return [self.every_page(ref) for ref in self._files]

    def close(self) -> None:
        """Let go of the pack."""
        self.pack.close()


def open_papers(
    pack: Path, key: Path, passphrase: str, signers: Signers, now: datetime, *, sha256: str | None = None
) -> PackPapers:
    """Open a pack with its key under the meeting's pass-phrase, if one of ``signers`` sealed it.

    Where ``sha256`` (hex) is given, only that very pack is opened.

    Raises:
        PanelroomError: the pack or its key is not here, or the pack is refused
            (:mod:`panelroom.packs.opening`).
    """
    if not key.exists():
        raise BadFile(
            f"The key of the papers, {_name(key)}, is not there: name it with --papers-key FILE. Nothing was changed."
        )
    checked = CheckedPack(pack, signers)
    try:
        if sha256 is not None and checked.signer.sha256 != sha256:
            raise BadFile(
                f"The pack {_name(pack)} is not the one this meeting was made with, so it is not shown: ask the "
                "officer for the right one, and name it (F2, --pack FILE). The panel reads from paper."
            )
        return PackPapers(checked.open(open_papers_key(key, passphrase), now))
    except BaseException:
        checked.close()
        raise


def find_papers_key(pack: Path, book: Path, option: str = "--papers-key") -> Path:
    """Return the file with the pack's key: one named like pack or book, or the only one that lies beside them.

    ``option`` is what names the key in the command that asks.

    Raises:
        BadFile: there is none, or it is not clear which.
    """
    folders = dict.fromkeys((pack.resolve().parent, book.resolve().parent))
    named = [folder / f"{stem}{PAPERS_KEY}" for folder in folders for stem in (pack.stem, book.stem)]
    found = [path for path in named if path.is_file()] or [
        path for folder in folders for path in sorted(folder.glob(f"*{PAPERS_KEY}"))
    ]
    if len(found) != 1 and not any(path.is_file() for path in named):
        raise BadFile(
            f"{'Several keys lie' if found else 'No key lies'} beside the pack: name it with {option} FILE "
            f"(MEETING{PAPERS_KEY}). Nothing was made."
        )
    return found[0]


def papers_for(
    book: Path, key: bytes, passphrase: str, now: datetime, elsewhere: Elsewhere | None = None
) -> PaperSource | None:
    """Return the sealed papers that a book names, or why they cannot be read; None where it names none.

    Files that are not where they were are looked for beside the book. Where they were found, or what
    ``elsewhere`` says, the book remembers once that very pack was opened.

    Raises:
        PanelroomError: the book cannot be opened, or the papers cannot be read although ``elsewhere`` says where
            they are; then the book is unchanged.
    """
    with bookcase.reading(book, key) as opened:
        known = Desk(opened).sealed_papers()
        meeting, _ = read_meeting(opened)
    if known is None:
        _refuse_unsealed(elsewhere)
        return None
    sealed = whereabouts(book, known, elsewhere)
    try:
        _refuse_missing(sealed)
        _refuse_other_packer(sealed)
        packer = Signers((Signer("the packer", sealed.packer),))
        sha256 = meeting.opening.pack or ""
        papers = open_papers(sealed.pack, sealed.key, passphrase, packer, now, sha256=sha256)
    except PanelroomError as error:
        if elsewhere:
            raise
        return NoPapers(str(error), missed=meeting.closed_at is None)
    if sealed != known:
        _remember(book, key, sealed, papers)
    return papers


def _refuse_unsealed(elsewhere: Elsewhere | None) -> None:
    if elsewhere:
        raise Refused(
            "This meeting was not made with a sealed pack, so none was opened: open it without --pack, or name its "
            "folder with --cases DIR."
        )


def whereabouts(book: Path, known: SealedPapers, elsewhere: Elsewhere | None = None) -> SealedPapers:
    """Return where the papers lie: as ``elsewhere`` says, as ``book`` knows, or beside the book and each other.

    A file that is at none of these places is given where the book knows it.
    """
    said = elsewhere or Elsewhere()
    pack = said.pack or _first(known.pack, _here(known.pack, book.resolve().parent))
    return SealedPapers(pack, said.key or _first(known.key, keys_here(book, known, pack)), known.packer)


def keys_here(book: Path, known: SealedPapers, pack: Path) -> tuple[Path, ...]:
    """Return every file at a place where the key is looked for: where it was, beside ``pack``, beside ``book``."""
    return _here(known.key, pack.resolve().parent, book.resolve().parent)


def _here(known: Path, *folders: Path) -> tuple[Path, ...]:
    """Return where a file is: where it is known, and under that name in each of ``folders``; each place once."""
    places = (known, *(folder / _name(known) for folder in folders))
    found: dict[Path, Path] = {}
    for place in filter(_is_here, places):
        found.setdefault(place.resolve(), place)
    return tuple(found.values())


def _first(known: Path, found: Sequence[Path]) -> Path:
    return found[0] if found else known


def _is_here(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a stick that is failing, somebody else's folder
        return False


def _name(path: Path) -> str:
    """Return a file's name, also where the path was written on a computer of another kind."""
    return clean_line(PureWindowsPath(path).name)


def _refuse_missing(sealed: SealedPapers) -> None:
    """Say which file was looked for, and what brings the papers back."""
    pack, key, signature = _name(sealed.pack), _name(sealed.key), _name(signature_path(sealed.pack))
    here = _is_here(sealed.pack)
    if not _is_here(sealed.key):
        raise BadFile(
            f"The key to the papers is not here ({key}){'' if here else f', nor is the pack ({pack})'}: destroyed "
            "after the meeting, or moved. Put the stick in, or copy it beside the book, or name it (F2, "
            f"{'--papers-key' if here else '--pack'} FILE), and open it again. The panel reads from paper."
        )
    if not here:
        raise BadFile(
            f"The pack {pack} is not where it was: put the stick in, or copy it and {signature} beside the book, or "
            "name it (F2, --pack FILE), and open the meeting again. The panel reads from paper."
        )


def _refuse_other_packer(sealed: SealedPapers) -> None:
    """Say that another officer sealed this pack: pinning that officer would not open the meeting to it."""
    signer = _claimed(signature_path(sealed.pack))
    if signer not in (None, sealed.packer):
        raise Refused(
            f"The pack {_name(sealed.pack)} is signed by an officer who is not pinned in this meeting's book, so it "
            "was not opened: the meeting was made with another officer's pack, and trusting more keys does not "
            "change that. Name that officer's pack (F2, --pack FILE). The panel reads from paper."
        )


def _claimed(signature: Path) -> str | None:
    """Return the key that a signature names; None where there is none to read, which opening it will tell."""
    if not _is_here(signature):
        return None
    try:
        return claimed_key(read_small(signature).decode("ascii", errors="replace"))
    except (BadFile, WrongKey):
        return None


def _remember(book: Path, key: bytes, sealed: SealedPapers, papers: PackPapers) -> None:
    try:
        remember_papers(book, key, sealed)
    except BaseException:
        papers.close()
        raise
