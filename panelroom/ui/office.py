"""The officer's desk behind the screens: a folder with case folders, and the one that is open.

It holds no widget. Reading a case takes a while, so screens do it in a thread; what is changed is on the disk
before the screen shows it.
"""

import contextlib
import filecmp
import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from panelroom.case_sheet import NAME, CaseSheet, is_file_here, read_sheet
from panelroom.casework import filing
from panelroom.casework.case import CaseFolder, read_folder
from panelroom.casework.settings import settings_of
from panelroom.clock import Clock
from panelroom.errors import BadFile, PanelroomError, Refused
from panelroom.text import clean_line, slug, unquoted


@dataclass(frozen=True, slots=True)
class Shelved:
    """A case folder as listed: its sheet, or why it cannot be read, and the case once it was read."""

    path: Path
    sheet: CaseSheet | None
    problem: str
    case: CaseFolder | None


class Office:
    """Where an officer works.

    Args:
        home: the data folder, in which the folder and the officer's name are remembered. clock: the time.
    """

    def __init__(self, home: Path, clock: Clock) -> None:
        self._home = home
        self._clock = clock
        self._read: dict[Path, CaseFolder] = {}
        # A thread that read a case before it was changed must not put the old one in the place of the new.
        self._changes: Counter[Path] = Counter()
        self._lock = Lock()
        self.problems: dict[Path, str] = {}
        remembered = _remembered(home)
        self.folder = Path(remembered.get("folder") or Path.cwd())
        self.name = clean_line(remembered.get("name", ""))

    def now(self) -> datetime:
        """Return the time of day."""
        return self._clock.wall()

    def move_to(self, folder: Path) -> None:
        """Work in another folder, which is made where there is none.

        Raises:
            Refused: it cannot be made, or is no folder.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Refused(f"That folder cannot be used ({error.strerror}): give another.") from None
        self.folder = folder.resolve()
        self._read.clear()
        self.problems.clear()
        self._remember()

    def call_me(self, name: str) -> None:
        """Remember who sits here: ticks and waivers bear the name."""
        self.name = clean_line(name)
        self._remember()

    def _remember(self) -> None:
        with contextlib.suppress(OSError):
            self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
            data = json.dumps({"folder": str(self.folder), "name": self.name})
            (self._home / "office.json").write_text(data, encoding="utf-8")

    def shelf(self) -> list[Shelved]:
        """Return the case folders in order; a folder whose case.toml is wrong is listed with the reason."""
        with contextlib.suppress(OSError):
            inside = sorted(path for path in self.folder.iterdir() if (path / NAME).is_file())
            return [self._shelved(path) for path in inside]
        return []

    def _shelved(self, path: Path) -> Shelved:
        case = self._read.get(path)
        try:
            sheet = case.sheet if case else read_sheet(path)
        except PanelroomError as error:
            return Shelved(path, None, str(error), None)
        return Shelved(path, sheet, self.problems.get(path, ""), case)

    def read(self, path: Path) -> CaseFolder:
        """Read a case, or return it as it was read; safe to call in a thread.

        Raises:
            PanelroomError: as :func:`panelroom.casework.case.read_folder`.
        """
        if (held := self.held(path)) is not None:
            return held
        before = self._changes[path]
        case = read_folder(path, settings_of(path))
        with self._lock:
            if self._changes[path] == before:
                self._read[path] = case
            return self._read.get(path, case)

    def held(self, path: Path) -> CaseFolder | None:
        """Return the case, if it was read."""
        return self._read.get(path)

    def forget(self, path: Path) -> None:
        """Read the case anew the next time: its folder was changed."""
        with self._lock:
            self._changes[path] += 1
            self._read.pop(path, None)
            self.problems.pop(path, None)

    def put(self, case: CaseFolder) -> None:
        """Hold the case as it is after a change."""
        with self._lock:
            self._changes[case.path] += 1
            self._read[case.path] = case

    def new_case(self, sheet: CaseSheet) -> Path:
        """Make a folder for a new case; return it.

        Raises:
            Refused: there is such a folder.
            NotWritten: the disk did not take it.
        """
        place = self.folder / f"{len(self.shelf()) + 1:02}-{slug(sheet.ref)}"
        try:
            place.mkdir(mode=0o700)
        except OSError:
            raise Refused("A folder for that case exists, or cannot be made: nothing was changed.") from None
        filing.write_sheet(place, sheet)
        return place

    def add_document(self, path: Path, typed: str, title: str, system: str) -> None:
        """Copy a document into a case; safe to call in a thread.

        ``typed`` is where it lies: from here, from the desk's folder or in the case folder itself; the quotes of a
        file dragged into the window do no harm. A document that
        was taken out of the case, and whose file still lies there, is taken in again.

        Raises:
            BadFile: it is not there, cannot be read, or the case folder has other content under that name;
                nothing was added.
            NotWritten: the disk did not take it; nothing was added.
        """
        named = [unquoted(typed), typed]
        places = [place for n in named for place in (Path(n).expanduser(), self.folder / n, path / n)]
        source = next((place for place in places if place.is_file()), places[0])
        lying = path / source.name
        if is_file_here(lying) and source.is_file() and source.name not in _listed(path):
            if not filecmp.cmp(lying, source, shallow=False):
                raise BadFile(
                    f"A file {clean_line(source.name)} with other content lies in the case folder already: nothing "
                    "was added. Give yours another name, or move the one in the folder away."
                )
            source = lying
        filing.add_document(path, source, title, system)
        self.forget(path)


def _listed(path: Path) -> set[str]:
    return {each.file for each in read_sheet(path).documents}


def _remembered(home: Path) -> dict[str, str]:
    try:
        found = json.loads((home / "office.json").read_text(encoding="utf-8"))
        return {key: str(value) for key, value in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}
