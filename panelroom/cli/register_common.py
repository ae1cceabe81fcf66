"""What the commands of the register share: where it lies, its pass-phrase, today, and making a change."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from panelroom.cli.common import add_json, add_passphrase, home_dir, passphrase

if TYPE_CHECKING:
    from panelroom.register.changes import Change
    from panelroom.register.shelf import Writer
    from panelroom.register.state import Register
    from panelroom.store import RegisterFile

C = TypeVar("C", bound="Change")
OPTION = "--register-passphrase-file"


def add_register(command: argparse.ArgumentParser, *, json: bool = True, own_book: bool = False) -> None:
    """Add where the register lies, and the file with its pass-phrase.

    Where the command opens no book, ``--passphrase-file`` is the register's as well.
    """
    command.add_argument(
        "--register", type=Path, metavar="FILE", help="the register (else the one in the data folder)"
    )
    add_passphrase(command, OPTION)
    meant = "for the book; else you are asked" if own_book else f"the same as {OPTION}"
    add_passphrase(command, otherwise=meant)
    if json:
        add_json(command)
    command.set_defaults(own_book=own_book)


def add_as_of(command: argparse.ArgumentParser) -> None:
    """Add the day on which something is looked at."""
    command.add_argument("--as-of", metavar="DATE", help="the day to count from (else today)")


def add_output(command: argparse.ArgumentParser, shown: str) -> None:
    """Add the file to write, and that it may take the place of one that is there."""
    command.add_argument("--to", required=True, type=Path, metavar=shown)
    command.add_argument("--force", action="store_true", help="write over a file that is there already")


def check_free(arguments: argparse.Namespace) -> None:
    """Raise Refused where the file to write is there already, unless it may be written over."""
    from os.path import lexists

    from panelroom.errors import Refused
    from panelroom.text import name_of

    if lexists(arguments.to) and not arguments.force:
        raise Refused(
            f"{name_of(arguments.to)} is there already and was left as it is: give another name, "
            "or write over it with --force."
        )


def place(arguments: argparse.Namespace) -> Path:
    """Return where the register lies."""
    from panelroom.register.shelf import FILE

    given: Path | None = arguments.register
    return given or home_dir(arguments) / FILE


def register_passphrase(arguments: argparse.Namespace, *, confirm: bool = False) -> str:
    """Return the register's pass-phrase."""
    file = arguments.register_passphrase_file
    if file is None and not arguments.own_book:
        file = arguments.passphrase_file
    return passphrase(file, "The register's pass-phrase", confirm=confirm, option=OPTION)


@contextmanager
def looking(arguments: argparse.Namespace) -> "Iterator[tuple[Register, RegisterFile]]":
    """Open the register to look only."""
    from panelroom.register import shelf

    path = place(arguments)
    _check_there(path)
    with shelf.reading(path, shelf.register_key(path, register_passphrase(arguments))) as file:
        yield shelf.read(file), file


@contextmanager
def changing(arguments: argparse.Namespace) -> "Iterator[Writer]":
    """Open the register to change it."""
    from panelroom.register import shelf

    path = place(arguments)
    _check_there(path)
    with shelf.writing(path, shelf.register_key(path, register_passphrase(arguments))) as writer:
        yield writer


def _check_there(path: Path) -> None:
    """A missing register is told before anybody is asked for its pass-phrase."""
    from panelroom.errors import BadFile
    from panelroom.store import RegisterFile

    if not path.is_file():
        raise BadFile(RegisterFile.missing.format(name=path.name))


def made(kind: type[C], **fields: Any) -> C:
    """Return a change of that kind, of what was given.

    Raises:
        Refused: as :func:`panelroom.register.given.made`.
    """
    from panelroom.register import given

    return given.made(kind, **fields)


def today(arguments: argparse.Namespace) -> date:
    """Return the day of ``--as-of``, or today.

    Raises:
        UsageError: it is no day.
    """
    from panelroom.clock import SystemClock

    given: str | None = getattr(arguments, "as_of", None)
    return SystemClock().wall().date() if given is None else day(given)


def day(text: str) -> date:
    """Return the day written as 2026-05-31.

    Raises:
        UsageError: it is no day.
    """
    from panelroom.errors import UsageError

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("A day is written as 2026-05-31: nothing was changed.") from None


def day_or_now(given: str | None, *earliest: str) -> str:
    """Return the day that was given; else today, or the latest of ``earliest`` where that is later."""
    from panelroom.clock import SystemClock

    return given or max(SystemClock().wall().date().isoformat(), *earliest)
