"""What the process gives up before it touches a case: core dumps, readers, tracebacks, switches that record.

Standard library only, and light: it runs before anything else is imported.
"""

import faulthandler
import os
import sys
import threading
from types import TracebackType

_PR_SET_DUMPABLE = 4
# Each of these makes Python print what it is working on, or opens its prompt after the program has ended.
_PYTHON_SWITCHES = ("PYTHONFAULTHANDLER", "PYTHONASYNCIODEBUG", "PYTHONDEVMODE", "PYTHONINSPECT")


def harden() -> None:
    """Make this process leave nothing behind: no core file, no traceback, no file that others may read.

    Call it first thing, before textual is imported (its switches are read on import), and again in every
    process that is started with exec: the kernel makes those dumpable again.
    """
    os.umask(0o077)
    _forget_switches()
    _no_core_dump()
    faulthandler.disable()
    sys.excepthook = _one_sentence
    sys.unraisablehook = _nothing
    threading.excepthook = _one_sentence_from_thread


def crash_sentence(error: BaseException) -> str:
    """Return what a person reads after an unforeseen error: its type, never its message or its locals."""
    # A Textual worker wraps what went wrong in it.
    inner = getattr(error, "error", None)
    kind = type(inner if isinstance(inner, BaseException) else error).__name__
    return (
        f"panelroom stopped because of an error in the program ({kind}). "
        "Everything recorded so far is kept; open the meeting again to go on."
    )


def prctl(option: int, value: int) -> None:
    """Set one attribute of this process (Linux, prctl(2)); elsewhere, and where it is refused, do nothing."""
    if sys.platform != "linux":
        return
    import ctypes

    set_attribute = getattr(ctypes.CDLL(None), "prctl", None)
    if set_attribute is not None:
        set_attribute(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3)


def _forget_switches() -> None:
    for name in list(os.environ):
        if name == "TEXTUAL" or name.startswith("TEXTUAL_") or name in _PYTHON_SWITCHES:
            del os.environ[name]


def _no_core_dump() -> None:
    # The limit alone does not stop a system that pipes core dumps to a collector; not being dumpable does,
    # and it also keeps other processes of the same user from attaching.
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    prctl(_PR_SET_DUMPABLE, 0)


def _one_sentence(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if sys.stderr is not None:
        sys.stderr.write(crash_sentence(error) + "\n")


def _one_sentence_from_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        _one_sentence(args.exc_type, args.exc_value, None)


def _nothing(_: object) -> None:
    """Say nothing of an error inside a destructor: nobody can act on it, and it names objects."""
