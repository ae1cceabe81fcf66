"""Reading a twin that came back: a file somebody else filled in, trusted in nothing."""

import json
import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from panelroom.errors import BadFile
from panelroom.journal import say_fault, say_invalid
from panelroom.text import name_of

MAX_BYTES = 1_000_000
_POINT = re.compile(r"(?:Observation|Question) [0-9]{1,4}(?:\.[0-9]{1,4})?")
"""A point as forms and sheets name it; anything else in its place is somebody's own words."""


class Returned(BaseModel):
    """The base of what comes back: closed and frozen, its texts cleaned by their types."""

    model_config = ConfigDict(frozen=True, extra="forbid")


T = TypeVar("T", bound=Returned)


def returned_bytes(file: Path) -> bytes:
    """Return what a file holds, up to one byte more than :data:`MAX_BYTES`.

    Raises:
        BadFile: it cannot be read.
    """
    try:
        with file.open("rb") as content:
            return content.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile(
            f"{name_of(file)} cannot be read ({error.strerror}): nothing was recorded. "
            "Look at its name and its folder."
        ) from None


def read_twin(data: bytes, kind: str, shape: type[T], what: str) -> T:
    """Return ``data`` as a twin of format ``kind``; ``what`` names it in errors.

    Raises:
        BadFile: it is none, or something in it cannot be; never repeating what was typed.
    """
    if len(data) > MAX_BYTES:
        raise BadFile(f"This file is too large for {what}: nothing was taken from it.")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadFile(
            f"This is not {what}, or was cut off: nothing was taken from it. Ask for it again."
        ) from None
    if not isinstance(found, dict) or found.get("format") != kind:
        raise BadFile(f"This is not {what} ({kind}): nothing was taken from it. Choose another file.")
    try:
        return shape.model_validate(found)
    except ValidationError as error:
        raise BadFile(
            f"Nothing was taken from {what}: {_say_wrong(error, found)}. Put that right in the file, then read it "
            "again."
        ) from None


def _say_wrong(error: ValidationError, found: dict[str, Any]) -> str:
    """Return what is wrong as people look for it: by the point of the form, without repeating what was typed."""
    first = error.errors()[0]
    match first["loc"]:
        case ("items", int(place), *fields):
            point = _point(found, place)
        case _:
            point, fields = "it", []
    if first["type"] == "extra_forbidden":
        return f"{point} has something that is not a field of the form"
    if point == "it":
        return say_invalid(error)
    said = say_fault(first, " of ".join((*(f"the {field}" for field in fields), point)))
    return f"{said}, or null where none is meant" if fields == ["page"] else said


def _point(found: dict[str, Any], place: int) -> str:
    """Return a point by its place in the file and, where that is a name of the form's, by what the form calls it."""
    item = found["items"][place]
    name = item.get("point") if isinstance(item, dict) else None
    named = f" ({name})" if isinstance(name, str) and _POINT.fullmatch(name) else ""
    return f"point {place + 1}{named}"
