"""The demonstration: a meeting on invented cases, to look at full screen or to play through by script."""

from dataclasses import dataclass
from pathlib import Path

from panelroom import bookcase
from panelroom.desk import remember_papers
from panelroom.errors import NotWritten, Refused
from panelroom.keys.key_file import write_new
from panelroom.keys.words import generate_passphrase
from panelroom.opening import begin_from_script
from panelroom.replay import play, read_script
from panelroom.resources import data_dir


@dataclass(frozen=True, slots=True)
class Demo:
    """A demonstration meeting: its folder, its book, the book's key, and the file with the pass-phrase."""

    folder: Path
    book: Path
    key: bytes
    passphrase_file: Path


def make_demo(folder: Path, *, live: bool = False) -> Demo:
    """Make a demonstration meeting in the new or empty folder ``folder``; its first entry is the script's.

    With ``live`` the meeting begins now; else at the script's own time.

    Raises:
        Refused: the folder holds something already; it is unchanged.
        NotWritten: the folder cannot be written.
    """
    passphrase = generate_passphrase()
    words, book = folder / "passphrase.txt", folder / "demonstration.book"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise Refused(f"The folder {folder.name} is not empty: name a new one with --dir.")
    except OSError as error:
        raise NotWritten(f"The folder {folder.name} cannot be written ({error.strerror}).") from None
    write_new(words, f"{passphrase}\n".encode())
    key = begin_from_script(book, passphrase, read_script(_script()), live=live)
    remember_papers(book, key, data_dir("sample_cases"))
    return Demo(folder, book, key, words)


def play_demo(demo: Demo) -> list[Path]:
    """Play the rest of the sample meeting and write its documents; return their paths.

    Raises:
        LineRefused: a line of the script was refused.
        NotWritten: a document could not be written.
    """
    from panelroom.records.export import export

    lines = read_script(_script())
    next(lines)
    with bookcase.writing(demo.book, demo.key) as session:
        play(session, lines)
        return export(session.meeting, session.entries, session.root, demo.folder / "documents")


def _script() -> Path:
    return data_dir("sample_cases") / "meeting.jsonl"
