"""``panelroom report``: the annual report to the Police and Crime Panel, and the themes note."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, Parser, add_json, add_passphrase, out, out_json, say
from panelroom.errors import UsageError

if TYPE_CHECKING:
    from panelroom.report.annual import AnnualReport, Period, Register


def add(commands: Commands) -> None:
    """Add the commands."""
    report = commands.add_parser(
        "report",
        help="the annual report, with every figure computed",
        epilog="Example: panelroom report annual --from 2030-04-01 --to 2031-03-31 --to-dir report/",
    )
    verbs = report.add_subparsers(title="verbs", metavar="VERB", required=True, parser_class=Parser)
    annual = verbs.add_parser(
        "annual",
        help="write annual.pdf, annual.html, annual.docx and annual.json",
        description="Without a register the report holds recorded volumes only, and says so.",
        epilog=(
            "Example: panelroom report annual --from 2030-04-01 --to 2031-03-31 --to-dir report/ "
            "--volumes monthly.csv --details report.toml"
        ),
    )
    _add_period(annual)
    annual.add_argument("--volumes", type=Path, metavar="monthly.csv", help="recorded hate crimes, by month")
    _add_written(annual)
    _add_register(annual)
    add_json(annual)
    annual.set_defaults(do=_annual)
    _add_ethics(verbs)


def _add_ethics(verbs: "argparse._SubParsersAction[Parser]") -> None:
    ethics = verbs.add_parser(
        "ethics",
        help="write the themes note for the ethics panel",
        description="themes.pdf, themes.html, themes.docx and themes.json: counts alone, no case and no name.",
        epilog=(
            "Example: panelroom report ethics --from 2030-04-01 --to 2031-03-31 --to-dir note/ "
            "--register panel.register --register-passphrase-file words.txt"
        ),
    )
    _add_period(ethics)
    _add_written(ethics)
    _add_register(ethics)
    add_json(ethics)
    ethics.set_defaults(do=_ethics, volumes=None)


def _add_period(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--from", dest="since", required=True, metavar="DATE", help="first day, as 2030-04-01"
    )
    command.add_argument("--to", dest="until", required=True, metavar="DATE", help="last day")
    command.add_argument("--to-dir", required=True, type=Path, metavar="DIR", help="where the files go")


def _add_written(command: argparse.ArgumentParser) -> None:
    """Add what a person writes; each option goes before the same entry of ``--details``."""
    command.add_argument(
        "--details", type=Path, metavar="FILE.toml", help="what is written beside the figures"
    )
    command.add_argument("--title", metavar="TEXT")
    command.add_argument("--panel", metavar="NAME", help="the panel's name")
    command.add_argument("--office", metavar="NAME", help="the office that runs the panel")
    command.add_argument("--author", metavar="TEXT", help="who wrote the report, as it is to be published")
    command.add_argument("--date", metavar="DATE", help="the day of the report; otherwise today")
    command.add_argument("--classification", metavar="TEXT", help="otherwise OFFICIAL")
    command.add_argument(
        "--requests", type=Path, metavar="FILE", help="requests to the panel above, one a line"
    )
    command.add_argument("--reflections", type=Path, metavar="FILE", help="the Chair's reflections, as typed")


def _add_register(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--register", type=Path, metavar="FILE", help="the register (else the one in the data folder)"
    )
    add_passphrase(command, "--register-passphrase-file", otherwise="without it and --register, no register")
    command.set_defaults(own_book=True)


def _annual(arguments: argparse.Namespace) -> int:
    from panelroom.report.data import annual_data
    from panelroom.report.making import annual_files

    report = _report(arguments)
    _write(arguments, *annual_files(report), annual_data(report))
    if not arguments.json:
        _say_marked(report)
    return 0


def _ethics(arguments: argparse.Namespace) -> int:
    from panelroom.report.ethics import ethics_data
    from panelroom.report.making import ethics_files

    report = _report(arguments)
    if report.register is None:
        raise UsageError("Themes come from a register: name it with --register. Nothing was written.")
    _write(arguments, *ethics_files(report), ethics_data(report))
    return 0


def _write(
    arguments: argparse.Namespace, files: dict[str, bytes], told: tuple[str, ...], data: dict[str, Any]
) -> None:
    """Write all files or none, and print where they are, or the data."""
    from panelroom.records.files import write_all

    paths = write_all(arguments.to_dir, files)
    for note in told:
        say(note)
    if arguments.json:
        out_json({"documents": [str(path) for path in paths], **data})
    else:
        out("\n".join(str(path) for path in paths))


def _say_marked(report: "AnnualReport") -> None:
    for check in report.disagreements:
        if not check.explanation:
            say(f"{check.sentence} It is marked in the report until somebody explains it.")


def _report(arguments: argparse.Namespace) -> "AnnualReport":
    from panelroom.clock import SystemClock
    from panelroom.report.annual import AnnualReport
    from panelroom.report.details import read_details
    from panelroom.volumes import read_volumes

    period = _period(arguments)
    details = read_details(arguments.details, _written(arguments), SystemClock().wall().date())
    volumes = read_volumes(arguments.volumes) if arguments.volumes else None
    return AnnualReport(period, details, volumes, _tracked(arguments))


def _tracked(arguments: argparse.Namespace) -> "Register | None":
    """Return what the register knows of the period, or None where none is named."""
    from panelroom.cli.register_common import looking
    from panelroom.register.report import report_rows
    from panelroom.report.annual import Register

    if arguments.register is None and arguments.register_passphrase_file is None:
        return None
    period = _period(arguments)
    with looking(arguments) as (register, _):
        rows = report_rows(register, period.since, period.until)
    return Register(tuple(rows.meetings), tuple(rows.tracked), tuple(rows.themes), tuple(rows.wins))


def _period(arguments: argparse.Namespace) -> "Period":
    from panelroom.report.annual import Period

    period = Period(_day(arguments.since, "--from"), _day(arguments.until, "--to"))
    if period.since > period.until:
        raise UsageError("--from is after --to: nothing was written. Exchange them.")
    return period


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} takes a day as 2030-04-01: nothing was written.") from None


def _written(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what was given by options, without what was not; the day of the report is today's otherwise."""
    from panelroom.report.details import read_words

    given: dict[str, Any] = {
        name: getattr(arguments, name) for name in ("title", "panel", "office", "author", "classification")
    }
    if arguments.requests:
        lines = read_words(arguments.requests, "the requests").splitlines()
        given["requests"] = tuple(line for line in lines if line.strip())
    if arguments.reflections:
        given["reflections"] = read_words(arguments.reflections, "the Chair's reflections")
    if arguments.date:
        given["date"] = _day(arguments.date, "--date")
    return {name: value for name, value in given.items() if value is not None}
