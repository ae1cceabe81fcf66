"""What the figures' screen asks, and the report that comes of it: the one that ``report annual`` prints."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from panelroom.errors import Refused
from panelroom.register import state
from panelroom.register.report import report_rows
from panelroom.report.annual import AnnualReport, Period, Register
from panelroom.report.details import read_details
from panelroom.report.pages import Page, pages
from panelroom.text import plural
from panelroom.ui.paint import plain
from panelroom.ui.screens.asking import Asked, Values
from panelroom.ui.screens.form import Field

_SECRET = Field("secret", "The register's pass-phrase (it does not show)", "secret")


class Figures(NamedTuple):
    """The report of a period, laid out for the screen, with the register it was computed from, if there is one."""

    report: AnnualReport
    pages: tuple[Page, ...]
    register: state.Register | None


def choose(given: Values, today: date, *, secret: bool, register: bool) -> Asked:
    """Ask for the period and the files; ``given`` is what was typed the last time.

    Args:
        secret: whether the register's pass-phrase is asked for. register: whether there is a register; without one
            there are figures of recorded crimes alone.
    """
    since, until = last_twelve_months(today)
    fields = (
        Field("since", "From, such as 2030-04-01", "line", value=given.get("since", since.isoformat())),
        Field("until", "To", "line", value=given.get("until", until.isoformat())),
        Field(
            "volumes",
            "The list of recorded crimes, such as monthly.csv" + (" (empty: none)" if register else ""),
            "line",
            required=not register,
            value=given.get("volumes"),
        ),
        Field(
            "details",
            "What is written beside them, such as report.toml (empty: none)",
            "line",
            required=False,
            value=given.get("details"),
        ),
    )
    return Asked(
        "The figures of a period",
        (_SECRET, *fields) if secret else fields,
        None if register else plain("There is no register yet: only recorded crimes can be shown."),
        (("since", _since), ("until", period_of)),
        accept="show them",
    )


def last_twelve_months(today: date) -> tuple[date, date]:
    """Return the first and the last day of the twelve months that end today."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year - 1, today.month, day) + timedelta(1), today


def period_of(values: Values) -> Period:
    """Return the period that was typed.

    Raises:
        Refused: one of its days is none, or they stand the wrong way round.
    """
    period = Period(_since(values), _day(values["until"]))
    if period.since > period.until:
        raise Refused("The first day is after the last: nothing was read. Exchange them.")
    return period


def _since(values: Values) -> date:
    return _day(values["since"])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("A day is written as 2030-04-01: nothing was read. Type it again.") from None


def figures(values: Values, register: state.Register | None, today: date) -> Figures:
    """Return the figures that the form of :func:`choose` asks for, as they stand today.

    Raises:
        BadFile: a file cannot be read, or not without guessing.
        Refused: as :func:`period_of`.
    """
    from panelroom.volumes import read_volumes

    period = period_of(values)
    volumes = read_volumes(_path(values["volumes"])) if values.get("volumes") else None
    written = _path(values["details"]) if values.get("details") else None
    report = AnnualReport(period, read_details(written, {}, today), volumes, _known(register, period))
    return Figures(report, pages(report), register)


def _path(typed: str) -> Path:
    return Path(typed).expanduser()


def _known(register: state.Register | None, period: Period) -> Register | None:
    if register is None:
        return None
    rows = report_rows(register, period.since, period.until)
    return Register(tuple(rows.meetings), tuple(rows.tracked), tuple(rows.themes), tuple(rows.wins))


def folder() -> Asked:
    """Ask where the documents go."""
    intro = plain("The annual report of this period, as PDF, web page, Word draft and data.")
    return Asked(
        "Documents", (Field("folder", "The folder they go into", "line"),), intro, accept="write them"
    )


def write_documents(report: AnnualReport, place: Path) -> str:
    """Write the four documents of the report into a folder, all or none; return what was written.

    Raises:
        NotWritten: the folder does not take them.
    """
    from panelroom.records.files import write_all
    from panelroom.report.making import annual_files

    files, told = annual_files(report)
    paths = write_all(place, files)
    marked = sum(not check.explanation for check in report.disagreements)
    doubts = [f"{plural(marked, 'figure does', 'figures do')} not agree and are marked."] if marked else []
    return " ".join([f"Written: {', '.join(path.name for path in paths)}.", *told, *doubts])
