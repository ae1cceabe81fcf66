"""``case.toml``: what a case is called, which documents it has, and what is missing from them.

::

    ref = "SYN/0002/25"
    title = "Criminal damage"
    strands = ["Religion"]
    advisory = "Damage to a place of worship. Strong language is masked."
    summary = "A sign was broken and words were left on a wall."
    closed = 2025-04-28
    days_open = 26

    [[documents]]
    file = "1-call-log.txt"
    title = "Call log"
    source = "Control room system"

    [[missing]]
    what = "Linked record 0007"
    why = "not provided by the force"
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from panelroom.errors import BadFile
from panelroom.text import clean_line

NAME = "case.toml"
MAX_BYTES = 1_000_000
MAX_DOCUMENTS = 200

_KEYS = {"ref", "title", "strands", "advisory", "summary", "closed", "days_open", "documents", "missing"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A document the case lists: its file in the case folder, its title, the system it came from."""

    file: str
    title: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not in the papers, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """The content of ``case.toml``. ``closed`` and ``days_open`` are None where the case does not say."""

    ref: str
    title: str
    strands: tuple[str, ...] = ()
    advisory: str = ""
    summary: str = ""
    closed: date | None = None
    days_open: int | None = None
    documents: tuple[Listed, ...] = ()
    missing: tuple[Missing, ...] = ()


def read_sheet(folder: Path) -> CaseSheet:
    """Read the ``case.toml`` of a case folder.

    Raises:
        BadFile: it is missing, too large, or not what it should be.
    """
    table = _Table(_read_toml(folder), clean_line(folder.name))
    if set(table.values) - _KEYS:
        known = ", ".join(sorted(_KEYS))
        raise BadFile(f"case.toml in {table.where} has an entry that is not known: it may hold {known}.")
    return CaseSheet(
        ref=table.text("ref", required=True),
        title=table.text("title", required=True),
        strands=table.texts("strands"),
        advisory=table.text("advisory"),
        summary=table.text("summary"),
        closed=table.day("closed"),
        days_open=table.count("days_open"),
        documents=_documents(table),
        missing=tuple(
            Missing(row.text("what", required=True), row.text("why")) for row in table.rows("missing")
        ),
    )


def _documents(table: "_Table") -> tuple[Listed, ...]:
    rows = table.rows("documents")
    if len(rows) > MAX_DOCUMENTS:
        raise BadFile(f"The case {table.where} has more than {MAX_DOCUMENTS} documents: split the case.")
    return tuple(
        Listed(row.raw("file"), row.text("title", required=True), row.text("source")) for row in rows
    )


def to_toml(sheet: CaseSheet) -> str:
    """Return the text of a ``case.toml`` that says this."""
    import tomli_w

    table: dict[str, Any] = {"ref": sheet.ref, "title": sheet.title, "strands": list(sheet.strands)}
    table |= {key: value for key in ("advisory", "summary") if (value := getattr(sheet, key))}
    table |= {key: value for key in ("closed", "days_open") if (value := getattr(sheet, key)) is not None}
    documents = [{"file": d.file, "title": d.title, "source": d.source} for d in sheet.documents]
    missing = [{"what": m.what, "why": m.why} for m in sheet.missing]
    rows = [("documents", row) for row in documents] + [("missing", row) for row in missing]
    return tomli_w.dumps(table) + "".join(f"\n[[{name}]]\n{tomli_w.dumps(row)}" for name, row in rows)


def is_file_here(path: Path) -> bool:
    """Whether a file lies at ``path`` itself: a link could lead elsewhere, and a pipe would wait for ever."""
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of ``case.toml``; what is wrong in it is said in one sentence, without its text."""

    values: Mapping[str, Any]
    where: str

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self._bad(key, "must be text in quotation marks")
        if required and not clean_line(value):
            raise self._bad(key, "is missing")
        return clean_line(value)

    def raw(self, key: str) -> str:
        """Return a file name exactly as written: cleaned, it could name another file."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self._bad(key, "must be text in quotation marks")
        if not value.strip():
            raise self._bad(key, "is missing")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._bad(key, 'must be a list of texts such as ["Race"]')
        return tuple(clean_line(value) for value in values)

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self._bad(key, "must be a date without quotation marks such as 2025-04-28")

    def count(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        raise self._bad(key, "must be a whole number")

    def rows(self, key: str) -> list["_Table"]:
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self._bad(key, f"must be written as [[{key}]] tables")
        return [_Table(value, self.where) for value in values]

    def _bad(self, key: str, problem: str) -> BadFile:
        return BadFile(f"In case.toml in {self.where}, {key} {problem}: correct the file and read it again.")


def _read_toml(folder: Path) -> dict[str, Any]:
    where = clean_line(folder.name)
    path = folder / NAME
    if not is_file_here(path):
        raise BadFile(
            f"The folder {where} has no case.toml: add one with ref, title and a [[documents]] table "
            "with file and title for each document."
        )
    try:
        return tomllib.loads(read_capped(path, f"case.toml in {where}", MAX_BYTES))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f" at line {line[1]}" if line else ""
        raise BadFile(
            f"case.toml in {where} is not valid TOML{place}: correct it and read it again."
        ) from None


def read_capped(path: Path, what: str, most: int) -> str:
    """Return the UTF-8 text of a file of a case folder; ``what`` names it in errors, ``most`` is in bytes.

    Raises:
        BadFile: it is not there as a file of its own, cannot be read, is larger, or is not UTF-8.
    """
    if not is_file_here(path):
        raise BadFile(f"{what} is not there as a file of its own: put it in the folder or correct case.toml.")
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        raise BadFile(f"{what} cannot be opened: check that you may read it.") from None
    if len(data) > most:
        raise BadFile(f"{what} is larger than {most // 1_000_000} MB: split it.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{what} is not UTF-8 text: save it as UTF-8 and read it again.") from None
