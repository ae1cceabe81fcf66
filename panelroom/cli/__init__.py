"""The command line: arguments, exit codes and wiring. The only package that knows everything.

Exit codes: 0 done, and what was checked holds; 1 refused, or it does not hold; 2 wrong usage, or a secret is
needed and cannot be asked for. Errors are one sentence on stderr. Commands import what they need when they
run, so that the program starts without paying for what it does not use.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from panelroom import __version__
from panelroom.cli import room
from panelroom.cli.common import Parser, say, use_utf8
from panelroom.errors import PanelroomError


def run(argv: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    use_utf8()
    try:
        # Home takes no arguments, and need not wait for those of all the other commands.
        arguments = parser(_groups() if argv else ()).parse_args(argv)
        code: int = arguments.do(arguments)
        sys.stdout.flush()
        return code
    except PanelroomError as error:
        say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("Stopped. Everything recorded so far is kept.")
        return 1
    except BrokenPipeError:
        # Whoever read the output has gone; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        say(
            f"The system refused something ({error.strerror}): nothing was left half-done. Check it and try again."
        )
        return 1
    except Exception as error:
        # Never a traceback: it could show what was typed or read.
        say(f"panelroom met something it does not know ({type(error).__name__}). What was recorded is kept.")
        return 1


def parser(groups: Sequence[ModuleType] | None = None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, or of these groups of commands only."""
    whole = Parser(
        prog="panelroom",
        description="A calm, fast, private meeting for scrutiny panels, and a record that proves itself.",
        epilog="Without a command the full-screen program opens. Example: panelroom demo",
    )
    whole.add_argument("--version", action="version", version=f"panelroom {__version__}")
    whole.set_defaults(do=room.home)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for group in _groups() if groups is None else groups:
        group.add(commands)
    return whole


def _groups() -> tuple[ModuleType, ...]:
    """Return the modules of the commands, in the order of ``--help``."""
    from panelroom.cli import (
        destroy,
        draw,
        keys,
        meetings,
        minutes,
        pace,
        pack,
        questions,
        record,
        register,
        release,
        report,
        sign,
        slips,
        verify,
    )

    return (
        room,
        meetings,
        draw,
        pack,
        slips,
        questions,
        record,
        pace,
        minutes,
        sign,
        verify,
        release,
        register,
        report,
        keys,
        destroy,
    )
