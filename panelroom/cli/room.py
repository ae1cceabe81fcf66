"""``panelroom`` itself, ``demo``, ``meet``, ``screen`` and ``doctor``: what happens at the laptop."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelroom.cli.common import (
    Commands,
    add_json,
    add_passphrase,
    home_dir,
    is_terminal,
    out,
    out_json,
    passphrase,
)
from panelroom.errors import UsageError

if TYPE_CHECKING:
    from panelroom.paper_source import Elsewhere, PaperSource
    from panelroom.ui.guide import Guide


_QUESTIONS = "leicestershire-appendix-a"


def add(commands: Commands) -> None:
    """Add the commands."""
    _add_demo(commands)
    _add_rehearse(commands)
    _add_keycard(commands)
    _add_meet(commands)
    _add_screen(commands)
    _add_doctor(commands)


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser(
        "demo",
        help="a demonstration meeting on invented cases",
        description="Build a demonstration and open it. Without a terminal, play it and write its documents.",
        epilog="Example: panelroom demo --headless --json",
    )
    demo.add_argument("--dir", type=Path, metavar="DIR", help="a new folder for it")
    demo.add_argument("--headless", action="store_true", help="play the script instead of opening the screen")
    add_json(demo)
    demo.set_defaults(do=_demo)


def _add_rehearse(commands: Commands) -> None:
    rehearse = commands.add_parser(
        "rehearse",
        help="rehearse a meeting on two invented cases, with a guide",
        description="Rehearse a meeting in about ten minutes: a guide says what each screen is for, and which key"
        " comes next. Nothing of it stays on this computer. Without a terminal the steps are printed.",
        epilog="Example: panelroom rehearse\n         panelroom rehearse --print",
    )
    rehearse.add_argument("--print", action="store_true", help="print the steps instead, to read beforehand")
    rehearse.set_defaults(do=_rehearse)


def _add_keycard(commands: Commands) -> None:
    keycard = commands.add_parser(
        "keycard",
        help="the keys of every screen on one page, to print",
        description="Write the keys of a meeting's screens as an accessible PDF of one page.",
        epilog="Example: panelroom keycard --to keys.pdf",
    )
    keycard.add_argument("--to", type=Path, required=True, metavar="FILE.pdf", help="a new file")
    keycard.add_argument(
        "--set",
        default=_QUESTIONS,
        metavar="SET",
        help=f"the question set whose marks are shown ({_QUESTIONS})",
    )
    keycard.set_defaults(do=_keycard)


def _add_meet(commands: Commands) -> None:
    meet = commands.add_parser(
        "meet",
        help="open or resume a meeting",
        epilog="Example: panelroom meet april.book\n         panelroom meet april.book --pack E:/april.prpack",
    )
    meet.add_argument("book", type=Path, metavar="BOOK")
    papers = meet.add_mutually_exclusive_group()
    papers.add_argument("--pack", type=Path, metavar="FILE", help="the sealed pack, if it moved")
    papers.add_argument(
        "--cases", type=Path, metavar="DIR", help="the folder with the case papers, if it moved"
    )
    meet.add_argument(
        "--papers-key", type=Path, metavar="FILE", help="the pack's key, MEETING.papers.age, if it moved"
    )
    add_passphrase(meet)
    meet.set_defaults(do=_meet)


def _add_screen(commands: Commands) -> None:
    screen = commands.add_parser(
        "screen", help="the room's display, read-only", epilog="Example: panelroom screen april.book"
    )
    screen.add_argument("book", type=Path, metavar="BOOK")
    add_passphrase(screen, otherwise="else the Chair's program lets it in")
    screen.set_defaults(do=_screen)


def _add_doctor(commands: Commands) -> None:
    doctor = commands.add_parser(
        "doctor", help="what this laptop lacks or risks", epilog="Example: panelroom doctor"
    )
    add_json(doctor)
    doctor.set_defaults(do=_doctor)


def _on_terminal() -> bool:
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def _must_be_on_terminal() -> None:
    if not _on_terminal():
        raise UsageError(
            "This needs a terminal: run it in a terminal window. See panelroom --help for the commands."
        )


def home(arguments: argparse.Namespace) -> int:
    """Open the full-screen program."""
    _must_be_on_terminal()
    from panelroom.ui.guard import REHEARSE, run_guarded

    folder = home_dir(arguments)
    while (code := run_guarded(lambda: _run_app(folder))) == REHEARSE:
        _run_rehearsal()
    return code


def _run_app(
    folder: Path,
    book: Path | None = None,
    key: bytes | None = None,
    papers: "Path | PaperSource | None" = None,
    elsewhere: "Elsewhere | None" = None,
    guide: "Guide | None" = None,
    opens: str = "",
) -> int:
    from panelroom.ui.app import PanelroomApp

    app = PanelroomApp(
        folder,
        book=book,
        key=key,
        papers=papers,
        elsewhere=elsewhere,
        demonstrate=lambda: _demonstration(folder),
        guide=guide,
        opens=opens,
    )
    result = app.run(mouse=False)
    return app.return_code or result or 0


def _demonstration(folder: Path) -> "tuple[Path, bytes, PaperSource, str]":
    from panelroom.demo import make_demo

    demo = make_demo(_new_folder(folder), live=True)
    return demo.book, demo.key, demo.open_papers(), demo.passphrase()


def _new_folder(folder: Path) -> Path:
    """Return a folder for a demonstration that does not exist yet."""
    place = folder / "demonstrations"
    number = 1
    while (place / f"{number:03}").exists():
        number += 1
    return place / f"{number:03}"


def _demo(arguments: argparse.Namespace) -> int:
    from panelroom.demo import make_demo, play_demo

    full_screen = _on_terminal() and not arguments.headless and not arguments.json
    if full_screen:
        out("Preparing the demonstration: drawing, checking and sealing six invented cases ...")
    demo = make_demo(arguments.dir or _new_folder(home_dir(arguments)), live=full_screen)
    if full_screen:
        from panelroom.ui.guard import run_guarded

        folder = home_dir(arguments)
        code = run_guarded(
            lambda: _run_app(folder, demo.book, demo.key, demo.open_papers(), opens=demo.passphrase())
        )
        out(f"The demonstration is in {demo.folder}. Delete the folder when you no longer need it.")
        return code
    documents = play_demo(demo)
    if arguments.json:
        out_json(
            {
                "dir": str(demo.folder),
                "pack": str(demo.pack),
                "book": str(demo.book),
                "documents": [str(d) for d in documents],
                "passphrase_file": str(demo.passphrase_file),
            }
        )
        return 0
    out(f"Played the sample meeting of six invented cases in {demo.folder}")
    for document in documents:
        out(f"  {document.relative_to(demo.folder)}")
    out(f"Look at it full screen: panelroom meet {demo.book} --passphrase-file {demo.passphrase_file}")
    return 0


def _rehearse(arguments: argparse.Namespace) -> int:
    if arguments.print or not _on_terminal():
        from panelroom.rehearsal import in_words

        out(in_words())
        return 0
    return _run_rehearsal()


def _run_rehearsal() -> int:
    """Rehearse in a folder that both processes remove: this one, and the one that the terminal belongs to."""
    from panelroom.rehearsal import vanishing_folder
    from panelroom.ui.guard import run_guarded

    out("Preparing the rehearsal on two invented cases ...")
    with vanishing_folder() as folder:
        code = run_guarded(lambda: _rehearse_in(folder))
    out("The rehearsal is over. Nothing of it is left on this computer.")
    return code


def _rehearse_in(folder: Path) -> int:
    from panelroom.rehearsal import prepare, remove
    from panelroom.ui.guide import Guide

    try:
        made = prepare(folder)
        return _run_app(folder, made.book, made.key, made.papers, guide=Guide(made.passphrase))
    finally:
        remove(folder)


def _keycard(arguments: argparse.Namespace) -> int:
    from panelroom.clock import SystemClock
    from panelroom.question_files import load
    from panelroom.records.keycard import write_keycard
    from panelroom.ui.app import PanelroomApp
    from panelroom.ui.keycard import card

    write_keycard(arguments.to, card(load(arguments.set), PanelroomApp.BINDINGS), SystemClock().wall())
    out(f"The keys are in {arguments.to}")
    return 0


def _meet(arguments: argparse.Namespace) -> int:
    _must_be_on_terminal()
    from panelroom.errors import BadFile
    from panelroom.ui.guard import run_guarded

    if not arguments.book.is_file():
        raise BadFile(
            f"There is no meeting book {arguments.book.name} here: check the name, or make one with 'meeting new'."
        )
    elsewhere = _elsewhere(arguments)
    secret = passphrase(arguments.passphrase_file) if arguments.passphrase_file else None
    folder = home_dir(arguments)

    def run() -> int:
        if secret is None:
            return _run_app(folder, arguments.book, None, arguments.cases, elsewhere)
        key, papers = _opened(arguments.book, secret, elsewhere)
        return _run_app(folder, arguments.book, key, arguments.cases or papers)

    return run_guarded(run)


def _elsewhere(arguments: argparse.Namespace) -> "Elsewhere | None":
    """Return where the papers are said to lie now, if that was said."""
    if not (arguments.pack or arguments.papers_key):
        return None
    if arguments.cases:
        raise UsageError("--cases names papers that need no key: leave --papers-key out. Nothing was opened.")
    from panelroom.paper_source import Elsewhere

    return Elsewhere(arguments.pack, arguments.papers_key)


def _opened(book: Path, secret: str, elsewhere: "Elsewhere | None") -> "tuple[bytes, PaperSource | None]":
    """Return the key of a book and its sealed papers, where it has any."""
    from panelroom.bookcase import book_key
    from panelroom.clock import SystemClock
    from panelroom.paper_source import papers_for

    key = book_key(book, secret)
    return key, papers_for(book, key, secret, SystemClock().wall(), elsewhere)


def _screen(arguments: argparse.Namespace) -> int:
    _must_be_on_terminal()
    from panelroom.ui.room import run_screen

    secret = passphrase(arguments.passphrase_file) if arguments.passphrase_file else None
    return run_screen(arguments.book, secret)


def _doctor(arguments: argparse.Namespace) -> int:
    from panelroom.doctor import examine

    findings = examine(home_dir(arguments))
    if arguments.json:
        out_json({"safe": not any(f.unsafe for f in findings), "findings": [f.as_data() for f in findings]})
    else:
        for finding in findings:
            out(f"{finding.level:<8} {finding.what}: {finding.words}")
    return 1 if any(f.unsafe for f in findings) else 0
