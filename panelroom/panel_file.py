"""What an office sets in ``panel.toml`` beside its roster: a table for each subject."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from panelroom.errors import BadFile
from panelroom.journal import say_invalid
from panelroom.text import name_of

MAX_BYTES = 1_000_000
M = TypeVar("M", bound=BaseModel)


def read_table(path: Path, name: str, kind: type[M]) -> M:
    """Return the table of that name; nothing is set by a roster that is a CSV file, or without the table.

    Raises:
        BadFile: the file is too large, not valid TOML, or the table holds something else.
    """
    if path.suffix.lower() == ".csv":
        return kind()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(f"{name_of(path)} is too large to be a panel's settings.")
        table = tomllib.loads(path.read_text(encoding="utf-8-sig")).get(name, {})
        return kind.model_validate(table)
    except ValidationError as error:
        unknown = f"is no setting here (known: {', '.join(kind.model_fields)})"
        raise BadFile(f"{name_of(path)}, [{name}]: {say_invalid(error, unknown=unknown)}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        raise BadFile(
            f"{name_of(path)} is not valid TOML in UTF-8: nothing was made; put it right."
        ) from None
    except OSError as error:
        raise BadFile(f"The file {name_of(path)} cannot be read ({error.strerror}).") from None
