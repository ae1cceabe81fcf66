"""What no export writes over: documents in its folder that people signed or filled in."""

import json
from collections.abc import Iterable
from pathlib import Path

from panelroom.errors import Refused
from panelroom.records.twins import filled_in
from panelroom.text import clean_line, name_of

_SIGNED = b"/ByteRange"
"""Which bytes of a PDF a signature covers (ISO 32000-1, 12.8.1): every signed PDF says it, in plain text."""


def refuse_others_work(to: Path, paths: Iterable[Path]) -> None:
    """Refuse to replace or remove ``paths`` below ``to`` where that would lose a signature or an answer.

    Raises:
        Refused: one of them is signed, or is a twin with answers in it; none of them was touched.
        OSError: one of them cannot be read.
    """
    found = {path: why for path in paths if path.is_file() and (why := _others_work(path))}
    if not found:
        return
    path, why = next(iter(found.items()))
    more = f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""
    raise Refused(
        f"Nothing was written: {clean_line(path.relative_to(to).as_posix())} in {name_of(to)} {why}{more}, and "
        "would be lost. Choose another folder, or move that file elsewhere first."
    )


def _others_work(path: Path) -> str:
    """Return what people did to the file; nothing where it may be replaced."""
    if path.suffix == ".pdf" and _SIGNED in path.read_bytes():
        return "is signed"
    return "holds answers" if path.suffix == ".json" and _answered(path.read_bytes()) else ""


def _answered(content: bytes) -> bool:
    """Whether the file is a twin that was filled in; one with a slip of the pen in it counts as filled in."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return bool(content.strip())
    return filled_in(found)
