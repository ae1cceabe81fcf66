"""The desk: what the program remembers beside the journal, inside the same encrypted book.

None of it is part of the record. It lets a meeting go on after a power cut where it stopped (the screen, the
draft being typed, when the program was last alive), and tells the room's display what the Chair shows.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from panelroom import bookcase
from panelroom.naming import Naming
from panelroom.store import Book
from panelroom.wellbeing import Wellbeing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the Chair is: the screen, and in which case at which page and question."""

    screen: str = "roll_call"
    case: int | None = None
    page: int = 1
    question: str | None = None


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """What the Chair lets the room see.

    ``view``: which screen the Chair is on. ``tally``: the running tally is shown while questions are open.
    ``private``: somebody is drafting; the room sees a calm holding page. ``blank``: nothing is shown.
    ``cover``: the case whose cover the Chair shows before it is opened. ``asked``: for how many seconds the panel had
    talked about the case when ``question`` came up, see :meth:`panelroom.meeting.Timing.talked_at`.
    ``slips_in`` of ``slips_due`` slips are in; ``agreed``: question id -> the mark on which all of them agree.
    """

    view: str = "roll_call"
    page: int | None = None
    question: str | None = None
    asked: float | None = None
    cover: int | None = None
    tally: bool = False
    private: bool = False
    blank: bool = False
    slips_in: int | None = None
    slips_due: int = 0
    agreed: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SealedPapers:
    """Where the meeting's sealed pack lies, the file with its key under the meeting's pass-phrase, and who packed it.

    ``packer`` is the public signing key that was trusted when the meeting was made: no other is afterwards.
    """

    pack: Path
    key: Path
    packer: str


class Desk:
    """Reads and writes the desk of one open book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def place(self) -> Place:
        """Return where the Chair was."""
        return _load(Place, self._book.noted("place")) or Place()

    def put_place_and_room(self, place: Place, room: RoomSettings) -> None:
        """Remember where the Chair is and what the room may see, at once: the disk is waited for only once."""
        self._book.note_all({"place": json.dumps(asdict(place)), "room": json.dumps(asdict(room))})

    def room(self) -> RoomSettings:
        """Return what the room may see."""
        return _load(RoomSettings, self._book.noted("room")) or RoomSettings()

    def draft(self, form: str) -> dict[str, Any]:
        """Return the text that was being typed into that form, by field; empty where there is none."""
        noted = self._book.noted(f"draft {form}")
        return dict(json.loads(noted)) if noted else {}

    def put_draft(self, form: str, values: dict[str, Any] | None) -> None:
        """Remember the text being typed into that form, or that there is none any more."""
        self._book.note(f"draft {form}", json.dumps(values) if values else None)

    def kept_back(self) -> dict[str, str]:
        """Return entry -> the mark that was noted when somebody looked at its words and left them unpublished."""
        noted = self._book.noted("kept back")
        return dict(json.loads(noted)) if noted else {}

    def put_kept_back(self, marks: dict[str, str]) -> None:
        """Remember which entries stay unpublished, each with a mark of the words that were looked at."""
        self._book.note("kept back", json.dumps(marks) if marks else None)

    def struck_gaps(self, case: int) -> frozenset[str]:
        """Return the keys of the gaps that the panel struck as wrong for that case."""
        noted = self._book.noted(f"struck gaps {case}")
        return frozenset(json.loads(noted)) if noted else frozenset()

    def put_struck_gaps(self, case: int, keys: frozenset[str]) -> None:
        """Remember which gaps the panel struck as wrong for that case."""
        self._book.note(f"struck gaps {case}", json.dumps(sorted(keys)) if keys else None)

    def wellbeing(self) -> Wellbeing:
        """Return what the office set to look after the people in the room."""
        noted = self._book.noted("wellbeing")
        return Wellbeing.model_validate_json(noted) if noted else Wellbeing()

    def put_wellbeing(self, wellbeing: Wellbeing) -> None:
        """Remember what the office set to look after the people in the room."""
        self._book.note("wellbeing", wellbeing.model_dump_json())

    def naming(self) -> Naming:
        """Return what the office set about names in public minutes."""
        noted = self._book.noted("naming")
        return Naming.model_validate_json(noted) if noted else Naming()

    def put_naming(self, naming: Naming) -> None:
        """Remember what the office set about names in public minutes."""
        self._book.note("naming", naming.model_dump_json())

    def feedback(self) -> str:
        """Return what came of earlier feedback, as the office's register had it; empty where nobody took it over."""
        return self._book.noted("feedback") or ""

    def put_feedback(self, words: str) -> None:
        """Remember what came of earlier feedback, for the beginning of the meeting."""
        self._book.note("feedback", words)

    def alive(self) -> datetime | None:
        """Return when the program was last alive in this book."""
        noted = self._book.noted("alive")
        return datetime.fromisoformat(noted) if noted else None

    def put_alive(self, now: datetime | None) -> None:
        """Remember that the program is alive; ``None`` when it leaves in good order."""
        self._book.note("alive", now.isoformat() if now else None)

    def papers(self) -> Path | None:
        """Return the folder the case papers are read from."""
        noted = self._book.noted("papers")
        return Path(noted) if noted else None

    def put_papers(self, folder: Path) -> None:
        """Remember the folder the case papers are read from."""
        self._book.note("papers", str(folder.resolve()))

    def sealed_papers(self) -> SealedPapers | None:
        """Return the sealed pack the meeting reads from."""
        noted = self._book.noted("sealed papers")
        places = json.loads(noted) if noted else None
        if not places:
            return None
        return SealedPapers(Path(places["pack"]), Path(places["key"]), places["packer"])

    def put_sealed_papers(self, sealed: SealedPapers) -> None:
        """Remember the sealed pack the meeting reads from, and where its key lies; never the key."""
        places = {
            "pack": str(sealed.pack.resolve()),
            "key": str(sealed.key.resolve()),
            "packer": sealed.packer,
        }
        self._book.note("sealed papers", json.dumps(places))


def remember_papers(
    book: Path,
    key: bytes,
    papers: Path | SealedPapers,
    wellbeing: Wellbeing | None = None,
    feedback: str | None = None,
    naming: Naming | None = None,
) -> None:
    """Note in a closed book where its papers lie, a folder or a sealed pack and its key; settings; feedback."""
    with bookcase.writing(book, key) as session:
        desk = Desk(session.book)
        if feedback is not None:
            desk.put_feedback(feedback)
        if wellbeing is not None:
            desk.put_wellbeing(wellbeing)
        if naming is not None:
            desk.put_naming(naming)
        if isinstance(papers, SealedPapers):
            desk.put_sealed_papers(papers)
        else:
            desk.put_papers(papers)


def _load(kind: type[T], noted: str | None) -> T | None:
    """Return what was noted; what another version noted beside is passed over."""
    if noted is None:
        return None
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**{k: v for k, v in json.loads(noted).items() if k in known})
