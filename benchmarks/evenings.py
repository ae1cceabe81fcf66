"""Meetings to measure: a book with a few invented cases, opened on a terminal and brought to a screen."""

from dataclasses import dataclass
from pathlib import Path

from stopwatch import PANELROOM, Stopwatch

from panelroom import bookcase
from panelroom.desk import remember_papers
from panelroom.opening import opening_act
from panelroom.papers import load_cases
from panelroom.question_files import load

PASSPHRASE = "six plain words for measuring only"
SET = "leicestershire-appendix-a"
# The fold of a pass-phrase is meant to be slow; here it would only hide the rest.
WEAK = 4
MEMBERS = 5
MOST_PAGES = 500
LINES = 28


@dataclass(frozen=True, slots=True)
class Evening:
    """A meeting that has not begun, and everything it needs, in one folder."""

    folder: Path

    @property
    def book(self) -> Path:
        """The book."""
        return self.folder / "bench.book"

    @property
    def cases(self) -> Path:
        """The folder with the cases."""
        return self.folder / "cases"

    @property
    def words(self) -> Path:
        """The file with the pass-phrase."""
        return self.folder / "words.txt"

    @property
    def env(self) -> dict[str, str]:
        """The variables to start the program with."""
        return {"PANELROOM_HOME": str(self.folder / "data"), "XDG_RUNTIME_DIR": str(self.folder)}

    def open(self, *, ask: bool = False) -> Stopwatch:
        """Start the program with this book; with ``ask`` it waits for the pass-phrase."""
        words = () if ask else ("--passphrase-file", str(self.words))
        return Stopwatch([*PANELROOM, "meet", str(self.book), *words], self.env)


def evening(folder: Path, pages: int = 3) -> Evening:
    """Make a meeting in ``folder`` with one case of so many pages, and a short one."""
    made = Evening(folder)
    made.words.write_text(PASSPHRASE)
    _write_case(made.cases / "1", "SYN/0001/31", pages)
    _write_case(made.cases / "2", "SYN/0002/31", 2)
    roster = [
        {"id": f"m{n}", "name": f"Member {n}", "role": "chair" if n == 1 else "member", "votes": True}
        for n in range(1, MEMBERS + 1)
    ]
    listed = [{"ref": c.ref, "title": c.title, "strands": c.strands} for c in load_cases(made.cases)]
    opening = opening_act(
        ref="SYN/M/1", date="2031-03-04", set=SET, quorum=3, cases=listed, roster=roster, planned_minutes=150
    )
    bookcase.new_book(made.book, PASSPHRASE, opening, load(SET), work_factor=WEAK)
    remember_papers(made.book, bookcase.book_key(made.book, PASSPHRASE), made.cases)
    return made


def page_text(number: int) -> str:
    """Return a page of a police log, as long as they are."""
    line = "04/03/2031 18:{:02} Spoke to [VICTIM 1] about entry {:06}, VCOP as agreed."
    return f"PAGE-{number}-HEAD\n" + "\n".join(line.format(n, number * LINES + n) for n in range(LINES))


def _write_case(folder: Path, ref: str, pages: int) -> None:
    folder.mkdir(parents=True)
    toml = f'ref = "{ref}"\ntitle = "Measured"\nstrands = ["Race"]\n'
    for start in range(1, pages + 1, MOST_PAGES):
        numbers = range(start, min(start + MOST_PAGES, pages + 1))
        (folder / f"{start}.txt").write_text("\f".join(page_text(n) for n in numbers))
        toml += f'[[documents]]\nfile = "{start}.txt"\ntitle = "Log from {start}"\n'
    (folder / "case.toml").write_text(toml)


def begin(program: Stopwatch) -> None:
    """Mark everybody present and accept the ground rules."""
    program.start("Ground rules")
    for here in range(1, MEMBERS + 1):
        program.key("space", f"Present {here} of {MEMBERS}")
    program.key("g", "read aloud")
    program.key("y", "accepted")


def read(program: Stopwatch) -> None:
    """Open the first case for reading, the countdown running."""
    begin(program)
    program.key("enter", "start reading")
    program.key("enter", "PAGE-1-HEAD")


def ask(program: Stopwatch) -> None:
    """Open the first case at its questions."""
    read(program)
    program.key("enter", "only begun")
    program.key("y", "Question 1 of")
