"""What a person writes for a report, beside its figures: a TOML file, or single files for the Chair and the requests.

Everything here is published as it stands, so it is written for the public: no names but those meant to be read.
"""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from panelroom.errors import BadFile
from panelroom.text import clean_line, clean_text

MAX_BYTES = 1_000_000
Line = Annotated[str, AfterValidator(clean_line)]
Text = Annotated[str, AfterValidator(clean_text)]
Count = Annotated[int, Field(ge=0, strict=True)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rate(_Written):
    """How many crimes had a positive outcome, in per cent, beside target and country; None is not known."""

    period: Line
    percent: Percent | None = None
    target: Percent | None = None
    national: Percent | None = None
    source: Annotated[Line, Field(min_length=1)]


class Training(_Written):
    """A training, how many members completed it, and of how many."""

    what: Line
    completed: Count
    of: Count


class Explanation(_Written):
    """Why a figure does not agree: ``where`` as the report marks it, and by whom it is explained."""

    where: Line
    text: Line
    by: Line


class Details(_Written):
    """What is written for one report. A text of several paragraphs is a list."""

    title: Line = ""
    panel: Line = ""
    office: Line = ""
    author: Line = ""
    classification: Line = "OFFICIAL"
    date: date
    language: Line = "en-GB"
    purpose: tuple[Text, ...] = ()
    requests: tuple[Text, ...] = ()
    summary: tuple[Text, ...] = ()
    background: tuple[Text, ...] = ()
    establishment: tuple[Text, ...] = ()
    factors: tuple[Text, ...] = ()
    notable_practice: tuple[Text, ...] = ()
    improvements: tuple[Text, ...] = ()
    reflections: Text = ""
    recommendations: tuple[Text, ...] = ()
    rates: tuple[Rate, ...] = ()
    training: tuple[Training, ...] = ()
    explanations: tuple[Explanation, ...] = ()


def read_details(path: Path | None, given: dict[str, Any], today: date) -> Details:
    """Return what the TOML file ``path`` says, where there is one; what is ``given`` otherwise goes before it.

    A report that names no day is one of ``today``.

    Raises:
        BadFile: the file cannot be read, or holds something else.
    """
    values = _toml(path) if path else {}
    name = clean_line(path.name) if path else "what was given"
    try:
        return Details.model_validate({"date": today, **values, **given})
    except ValidationError as error:
        raise _refused(name, error) from None


def read_words(path: Path, what: str) -> str:
    """Return the text of a file that a person wrote; ``what`` names it in errors.

    Raises:
        BadFile: it is not there, too large, or not UTF-8.
    """
    name = clean_line(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        raise BadFile(
            f"The file with {what}, {name}, cannot be read: check the folder and the name."
        ) from None
    if len(data) > MAX_BYTES:
        raise BadFile(f"The file with {what}, {name}, is larger than 1 MB: is it the right one?")
    try:
        return clean_text(data.decode("utf-8-sig")).strip()
    except UnicodeDecodeError:
        raise BadFile(f"The file with {what}, {name}, is not UTF-8 text: save it as UTF-8.") from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_words(path, "the report's details"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f" at line {line[1]}" if line else ""
        raise BadFile(
            f"{clean_line(path.name)} is not valid TOML{place}: correct it and try again."
        ) from None


def _refused(name: str, error: ValidationError) -> BadFile:
    """Return a sentence that names the entry; nothing that was typed is repeated."""
    first = error.errors()[0]
    place = [str(part + 1 if isinstance(part, int) else part) for part in first["loc"]]
    if first["type"] == "extra_forbidden":
        trouble = f"there is an entry that is not known{' in ' + '.'.join(place[:-1]) if place[1:] else ''}"
    else:
        is_missing = first["type"] == "missing"
        trouble = f"{'.'.join(place)} is {'missing' if is_missing else 'not what it should be'}"
    return BadFile(f"In {name}, {trouble}: docs/reports.md lists the entries. Nothing was written.")
