"""The demonstration: invented cases drawn, checked, approved and sealed as real ones are, and a meeting on them.

To look at full screen or to play through by script. In its folder lie the case folders, one that was redacted
badly, the record of the draw, the sealed pack, its key, the meeting's book and, because nothing in it is secret,
the pass-phrase of all of them.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from panelroom import bookcase
from panelroom.case_sheet import read_sheet
from panelroom.casework import work
from panelroom.casework.approval import approve
from panelroom.casework.building import Plan, build_pack
from panelroom.casework.case import CaseFolder, read_folder
from panelroom.clock import SystemClock
from panelroom.desk import SealedPapers, remember_papers
from panelroom.draw import DrawRecord, draw_cases, read_frame
from panelroom.errors import BadFile, NotWritten, Refused
from panelroom.keys import Person, create_papers_key, create_person
from panelroom.keys.key_file import write_new
from panelroom.keys.papers_key import papers_key_path
from panelroom.keys.words import generate_passphrase
from panelroom.opening import begin_from_script
from panelroom.packs.seal import Sealed
from panelroom.paper_source import PaperSource, papers_for
from panelroom.question_files import load
from panelroom.replay import play, read_script
from panelroom.resources import data_dir
from panelroom.sample_files import write_case_folders, write_unready_case
from panelroom.wellbeing import read_wellbeing

MEETING = "demonstration"
SEED = "Dice thrown before the demonstration: 3 5 1 6 2 4"
WORK_FACTOR = 12
"""log2 of the scrypt cost: the pass-phrase lies beside the keys, so that guessing it need not be slow."""
_QUESTIONS = "leicestershire-appendix-a"
# Cases of the period beside the six that have papers: some are closed and may be drawn, some are not.
_OTHERS = (
    ("SYN/0011/25", "closed", "Race", "East", "2025-03-19"),
    ("SYN/0012/25", "open", "Disability", "West", ""),
    ("SYN/0013/25", "closed", "Religion", "West", "2025-05-02"),
    ("SYN/0014/25", "open", "Race;Religion", "East", ""),
    ("SYN/0015/25", "closed", "Sexual orientation", "East", "2025-06-11"),
)
_PUT_ASIDE = "the papers could not be redacted without losing what the questions ask about"


@dataclass(frozen=True, slots=True)
class Demo:
    """A demonstration meeting: its folder, its book, the book's key, the pack, and the file with the pass-phrase."""

    folder: Path
    book: Path
    key: bytes
    pack: Path
    passphrase_file: Path

    def passphrase(self) -> str:
        """Return the pass-phrase of everything in the demonstration: nothing in it is secret."""
        return self.passphrase_file.read_text(encoding="utf-8").strip()

    def open_papers(self) -> PaperSource:
        """Open the sealed pack of the demonstration."""
        papers = papers_for(self.book, self.key, self.passphrase(), SystemClock().wall())
        if papers is None:
            raise BadFile("The demonstration has no papers: make another.")
        return papers


def make_demo(folder: Path, *, live: bool = False) -> Demo:
    """Make a demonstration meeting in the new or empty folder ``folder``; its first entry is the script's.

    With ``live`` the meeting begins now; else at the script's own time.

    Raises:
        Refused: the folder holds something already; it is unchanged.
        NotWritten: the folder cannot be written.
    """
    passphrase = generate_passphrase()
    words, book = folder / "passphrase.txt", folder / f"{MEETING}.book"
    _make_empty(folder)
    write_new(words, f"{passphrase}\n".encode())
    sealed, packer = _seal_papers(folder, passphrase)
    key = begin_from_script(book, passphrase, read_script(_script()), live=live, pack=sealed.sha256)
    papers_key = papers_key_path(folder, MEETING)
    places = SealedPapers(sealed.path, papers_key, packer.public_signing_key)
    remember_papers(book, key, places, read_wellbeing(data_dir("sample_cases") / "panel.toml"))
    return Demo(folder, book, key, sealed.path, words)


def _make_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise Refused(f"The folder {folder.name} is not empty: name a new one with --dir.")
    except OSError as error:
        raise NotWritten(f"The folder {folder.name} cannot be written ({error.strerror}).") from None


def _seal_papers(folder: Path, passphrase: str) -> tuple[Sealed, Person]:
    """Do what an officer and a second person do before a meeting; return the pack and who sealed it."""
    now = SystemClock().wall()
    keys = folder / "keys"
    keys.mkdir()
    officer = create_person(keys, "Demonstration officer", passphrase, work_factor=WORK_FACTOR)
    second = create_person(keys, "Demonstration second person", passphrase, work_factor=WORK_FACTOR)
    papers_key = create_papers_key(folder, MEETING, passphrase, work_factor=WORK_FACTOR)
    paths = write_case_folders(folder / "cases")
    write_unready_case(folder / "cases")
    record = _draw(folder, paths, now)
    cases = _approved(paths, officer, second, now)
    draw = (folder / "draw.json").read_bytes()
    plan = Plan(MEETING, load(_QUESTIONS), draw=draw, drawn=tuple(record.drawn))
    return build_pack(folder / f"{MEETING}.prpack", cases, plan, papers_key.recipients, officer), officer


def _draw(folder: Path, paths: Sequence[Path], now: datetime) -> DrawRecord:
    """Draw six cases; those without papers are put aside one by one, and the next in order takes their place."""
    sheets = [read_sheet(path) for path in paths]
    closed = [(s.ref, "closed", ";".join(s.strands), "West", s.closed or "") for s in sheets]
    rows = "\n".join(",".join(map(str, row)) for row in (*closed, *_OTHERS))
    frame_file = folder / "frame.csv"
    write_new(frame_file, f"ref,status,strands,district,closed_on\n{rows}\n".encode())
    frame, known, aside = read_frame(frame_file), {sheet.ref for sheet in sheets}, list[tuple[str, str]]()
    while True:
        record = draw_cases(
            frame, seed=SEED, take=len(sheets), at=now, drawn_by="Demonstration officer", replace=aside
        )
        unknown = next((ref for ref in record.drawn if ref not in known), None)
        if unknown is None:
            write_new(folder / "draw.json", record.as_bytes())
            return record
        aside.append((unknown, _PUT_ASIDE))


def _approved(paths: Sequence[Path], officer: Person, second: Person, now: datetime) -> list[CaseFolder]:
    """Read the cases; the officer confirms their dates, and the second person approves them so."""
    with ThreadPoolExecutor(max_workers=2) as readers:
        cases = [work.confirm_timeline(case, officer.name, now) for case in readers.map(read_folder, paths)]
    return [work.add_approval(case, approve(case, second, now)) for case in cases]


def play_demo(demo: Demo) -> list[Path]:
    """Play the rest of the sample meeting and its secretary's releases, and write the documents; return their paths.

    Raises:
        LineRefused: a line of the script was refused.
        NotWritten: a document could not be written.
    """
    from panelroom.records.export import export

    lines = read_script(_script())
    next(lines)
    with bookcase.writing(demo.book, demo.key) as session:
        play(session, lines)
        play(session, read_script(data_dir("sample_cases") / "afterwards.jsonl"))
        return export(session.meeting, session.entries, session.root, demo.folder / "documents")


def _script() -> Path:
    return data_dir("sample_cases") / "meeting.jsonl"
