"""What the commands share: the parser with ``--home`` everywhere, secrets, and printing."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from panelroom.errors import BadFile, Refused, UsageError
from panelroom.text import name_of, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelroom.meeting import Meeting

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = argparse._SubParsersAction


class Parser(argparse.ArgumentParser):
    """An argument parser that knows ``--home`` before and after the command, and shows examples as typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)
        self.add_argument(
            "--home",
            type=Path,
            default=argparse.SUPPRESS,
            metavar="DIR",
            help="where panelroom keeps its own data (or set PANELROOM_HOME)",
        )

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return what was given; of what is not known, only options are named: a word may be a secret."""
        known, unknown = self.parse_known_args(args, namespace)
        if unknown:
            options = [word.partition("=")[0] for word in unknown if word.startswith("--")]
            self.error(f"there is no option {options[0]}" if options else "there are words too many")
        return known

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line; exit code 2."""
        say(f"{message}. See: {self.prog} --help")
        raise SystemExit(2)


def home_dir(arguments: argparse.Namespace) -> Path:
    """Return the data folder: ``--home``, ``PANELROOM_HOME``, or the platform's place for it."""
    given = getattr(arguments, "home", None) or os.environ.get("PANELROOM_HOME")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("panelroom", appauthor=False)


def add_passphrase(
    command: argparse.ArgumentParser, option: str = "--passphrase-file", otherwise: str = "else you are asked"
) -> None:
    """Add the option that names the file with the pass-phrase."""
    command.add_argument(
        option,
        type=Path,
        metavar="FILE",
        help=f"a file whose first line is the pass-phrase ({otherwise})",
    )


def add_json(command: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    command.add_argument("--json", action="store_true", help="print one JSON document")


def passphrase(
    file: Path | None,
    what: str = "Pass-phrase",
    *,
    confirm: bool = False,
    option: str = "--passphrase-file",
) -> str:
    """Return the pass-phrase from the file that ``option`` names, or ask for it without echo.

    Raises:
        UsageError: there is neither a file nor a terminal: a secret is never read from piped input.
        BadFile: the file cannot be read, or its first line is empty.
    """
    if file is not None:
        return _first_line(file)
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise UsageError(f"A pass-phrase is needed: give {option} FILE, or run this in a terminal.")
    secret = _asked(what)
    if confirm and _asked(f"{what} again") != secret:
        raise UsageError("The two pass-phrases differ: nothing was made. Try again.")
    if not secret.strip():
        raise UsageError("The pass-phrase is empty: nothing was made. Try again.")
    return secret


def _asked(what: str) -> str:
    try:
        return getpass.getpass(f"{what}: ", stream=sys.stderr)
    except EOFError:
        raise UsageError("No pass-phrase was typed: nothing was made. Try again.") from None


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            secret = lines.readline(10_000).rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise BadFile(
            f"The pass-phrase file {name_of(file)} cannot be read: check its name and permissions."
        ) from None
    if not secret.strip():
        raise BadFile(f"The first line of {name_of(file)} is empty: put the pass-phrase there.")
    return secret


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end; a stream that was closed before the start is ``None``."""
    return stream is not None and stream.isatty()


def refuse_names(roles: "Iterable[str]", meeting: "Meeting") -> None:
    """Let nothing but roles stand where the record says who did something.

    Raises:
        Refused: one of ``roles`` holds a name of the meeting's roster.
    """
    from panelroom.publication import is_role

    names = [person.name for person in meeting.people.values()]
    if not all(is_role(role, names) for role in roles):
        raise Refused("--by looks like a name: nothing was recorded. Give the role alone, such as secretary.")


def out(text: str) -> None:
    """Print a line for a person or a program; no name of a file in it commands the terminal."""
    sys.stdout.write(visible(text) + "\n")


def out_json(document: Any) -> None:
    """Print one JSON document."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """Print a sentence on stderr; no name of a file in it commands the terminal."""
    if sys.stderr is not None:
        sys.stderr.write(f"panelroom: {visible(text)}\n")


def use_utf8() -> None:
    """Print UTF-8 whatever the console's code page is, so that a Welsh letter is never a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
