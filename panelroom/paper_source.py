"""Where a meeting reads its papers: straight out of the sealed pack, or from a folder of plain text.

Nothing read here is ever written anywhere. A pack's key lies in ``MEETING.papers.age`` under the meeting's
pass-phrase, apart from the book's: the papers can be destroyed and the record stays.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from panelroom import bookcase
from panelroom.desk import Desk
from panelroom.errors import BadFile, PanelroomError
from panelroom.keys.papers_key import open_papers_key
from panelroom.packs.case_file import CaseFile, read_case_file, to_papers
from panelroom.packs.opening import CheckedPack, Pack
from panelroom.packs.signers import Signer, Signers
from panelroom.papers import CasePapers, load_cases
from panelroom.reader import read_meeting

PAPERS_KEY = ".papers.age"
GONE = (
    "The key to the papers is not here: either they were destroyed after the meeting, or the file with the key "
    "was moved. The panel reads from paper."
)
OTHER = (
    "The pack that lies there is not the one this meeting was opened with, so it is not shown. The panel reads from "
    "paper: ask the officer for the right one."
)


class PaperSource(Protocol):
    """Papers by the reference of their case. ``problem`` says why there are none, in one sentence."""

    problem: str | None

    def of(self, ref: str, withheld: Iterable[int]) -> CasePapers | None:
        """Return the papers of a case without the pages in ``withheld``, or None where there are none."""

    def close(self) -> None:
        """Let go of the files."""


class NoPapers:
    """There are no papers on this laptop."""

    def __init__(self, problem: str) -> None:
        self.problem: str | None = problem

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
        self._read: dict[str, CaseFile] = {}

    def of(self, ref: str, withheld: Iterable[int]) -> CasePapers | None:
        """Return the papers of a case without the pages in ``withheld``; None where the pack has no such case."""
        if ref not in self._files:
            return None
        try:
            return to_papers(self.case(ref), withheld)
        except PanelroomError as error:
            self.problem = str(error)
            return None

    def case(self, ref: str) -> CaseFile:
        """Return a case of the pack.

        Raises:
            BadFile, WrongKey: as :meth:`panelroom.packs.opening.Pack.read`.
        """
        if ref not in self._read:
            self._read[ref] = read_case_file(self.pack.read(self._files[ref]))
        return self._read[ref]

    def every_page(self, ref: str) -> CasePapers:
        """Return the whole case, as :meth:`case`."""
        return to_papers(self.case(ref))

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
        return [to_papers(self.case(ref)) for ref in self._files]

    def close(self) -> None:
        """Let go of the pack."""
        self.pack.close()


def open_papers(pack: Path, key: Path, passphrase: str, signers: Signers, now: datetime) -> PackPapers:
    """Open a pack with its key under the meeting's pass-phrase, if one of ``signers`` sealed it.

    Raises:
        PanelroomError: the pack or its key is not here, or the pack is refused
            (:mod:`panelroom.packs.opening`).
    """
    if not key.exists():
        raise BadFile(GONE)
    checked = CheckedPack(pack, signers)
    try:
        return PackPapers(checked.open(open_papers_key(key, passphrase), now))
    except BaseException:
        checked.close()
        raise


def find_papers_key(pack: Path, book: Path) -> Path:
    """Return the file with the pack's key: one named like pack or book, or the only one that lies beside them.

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
            f"{'Several keys lie' if found else 'No key lies'} beside the pack: name it with --papers-key FILE "
            f"(MEETING{PAPERS_KEY}). Nothing was made."
        )
    return found[0]


def papers_for(book: Path, key: bytes, passphrase: str, now: datetime) -> PaperSource | None:
    """Return the sealed papers that a book names, or why they cannot be read; None where it names none.

    Raises:
        PanelroomError: the book cannot be opened.
    """
    with bookcase.reading(book, key) as opened:
        sealed = Desk(opened).sealed_papers()
        meeting, _ = read_meeting(opened)
    if sealed is None:
        return None
    packer = Signers((Signer("the packer", sealed.packer),))
    try:
        papers = open_papers(sealed.pack, sealed.key, passphrase, packer, now)
    except PanelroomError as error:
        return NoPapers(str(error))
    if papers.pack.sha256 != meeting.opening.pack:
        papers.close()
        return NoPapers(OTHER)
    return papers
