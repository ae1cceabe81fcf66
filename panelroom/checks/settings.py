"""What an office changes about the checks: reference formats of its force, and what is allowed to stay.

``checks.toml``, or the table ``[checks]`` of ``panel.toml``::

    reference_formats = ["99/99999/99", "99*999999"]
    allowed_references = ["SYN/9999/99"]
    allowed_words = ["Athena"]
    allowed_sites = ["report-it.org.uk"]
    allowed_phones = ["0800 555 111"]
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from panelroom.checks.templates import problem_with
from panelroom.errors import BadFile
from panelroom.text import clean_line

MAX_BYTES = 200_000
_SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def _template(value: str) -> str:
    wrong = problem_with(value)
    if wrong:
        raise PydanticCustomError("template", "{why}", {"why": wrong})
    return value


def _site(value: str) -> str:
    site = (
        value.strip()
        .lower()
        .removeprefix("https://")
        .removeprefix("http://")
        .removeprefix("www.")
        .rstrip("/")
    )
    if not _SITE.fullmatch(site):
        raise PydanticCustomError("site", "a site is written like report-it.org.uk")
    return site


def _phone(value: str) -> str:
    digits = re.sub(r"[ ().-]", "", value)
    if not re.fullmatch(r"\+?\d{3,15}", digits):
        raise PydanticCustomError("phone", "a telephone number has 3 to 15 digits")
    return digits.replace("+44", "0", 1).lstrip("+")


def _word(value: str) -> str:
    word = clean_line(value).casefold()
    if not 1 <= len(word) <= 60:
        raise PydanticCustomError("word", "a word has 1 to 60 characters")
    return word


Template = Annotated[str, AfterValidator(_template)]
Site = Annotated[str, AfterValidator(_site)]
Phone = Annotated[str, AfterValidator(_phone)]
AllowedWord = Annotated[str, AfterValidator(_word)]


class CheckSettings(BaseModel):
    """The office's own part of the checks; every list adds to nothing else, so what stands here is all there is.

    ``reference_formats`` and ``allowed_references`` are written as :mod:`panelroom.checks.templates` says;
    ``allowed_sites`` cover the pages below them and ``allowed_words`` are single words that are no names.
    ``allowed_phones`` are public numbers, such as a helpline's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reference_formats: tuple[Template, ...] = (
        "99/99999/99",
        "99/999999/99",
        "99*999999",
        "99*9999999",
        "99/999999",
        "9999999/99",
        "AAA/9999/99",
        "AAA/99999/99",
        "AA/99999/99",
        "AAA/9999/99/99/9999/99/A?",
        "99AA/99999A?/99",
        "AAA-99999999-9999",
        "AA-99999999-9999?",
        "AAA/99AA/9999999/99",
        "99000999999",
    )
    allowed_references: tuple[Template, ...] = ("SYN/9999/99", "SYN/A/9999/99")
    allowed_words: tuple[AllowedWord, ...] = ()
    allowed_sites: tuple[Site, ...] = (
        "gov.uk",
        "police.uk",
        "nhs.uk",
        "parliament.uk",
        "report-it.org.uk",
        "victimsupport.org.uk",
        "crimestoppers-uk.org",
        "stophateuk.org",
        "tellmamauk.org",
        "cst.org.uk",
        "galop.org.uk",
        "mencap.org.uk",
        "citizensadvice.org.uk",
        "samaritans.org",
        "ico.org.uk",
    )
    allowed_phones: tuple[Phone, ...] = Field(
        default=(
            "101",
            "999",
            "111",
            "112",
            "105",
            "119",
            "18001101",
            "18000",
            "116123",
            "116000",
            "0800555111",
            "08001111",
            "08081689111",
            "08082000247",
            "08001381625",
            "08001123535",
            "03001231110",
        )
    )


def load_settings(path: Path) -> CheckSettings:
    """Return the settings in a TOML file: all of ``checks.toml``, or the table ``[checks]`` of another file.

    A file without that table gives the settings that come with the program.

    Raises:
        BadFile: it cannot be read, or a value is not allowed; with line or key, and what is allowed.
    """
    data = _read(path)
    table = data.get("checks", data if path.name == "checks.toml" else {})
    if not isinstance(table, dict):
        raise BadFile(f"{path.name}, key checks: this is a table, so write [checks] on a line of its own.")
    try:
        return CheckSettings.model_validate(_as_tuples(table))
    except ValidationError as error:
        raise BadFile(f"{path.name}, {_explain(error.errors()[0])}.") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise BadFile(f"{path.name} is larger than settings can be ({MAX_BYTES // 1000} kB).")
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not UTF-8 text: save it again as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"line {line[1]}" if line else "at the end"
        raise BadFile(f'{path.name}, {place}: write name = ["first", "second"], texts in quotes.') from None
    except RecursionError:
        raise BadFile(f"{path.name}, line 1: lists stand in lists without end; write plain lists.") from None
    except OSError as error:
        raise BadFile(
            f"{path.name} cannot be read ({error.strerror}): name a settings file that exists."
        ) from None


def _as_tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _explain(error: ErrorDetails) -> str:
    """Return the key, what is wrong and what is allowed, without what was written there."""
    key = clean_line(str(error["loc"][0]))[:40] if error["loc"] else "checks"
    entry = error["loc"][1] if len(error["loc"]) > 1 else None
    place = f"key {key}" + (f", entry {entry + 1}" if isinstance(entry, int) else "")
    if error["type"] == "extra_forbidden":
        return f"{place}: this is not a setting; allowed are {', '.join(CheckSettings.model_fields)}"
    if error["type"] in ("tuple_type", "string_type"):
        return f'{place}: write a list of texts, such as ["first", "second"]'
    return f"{place}: {error['msg']}"
