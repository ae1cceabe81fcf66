"""Every figure of the redaction checks, as one table.

    python tests/measure_redaction.py [--seed N] [--count N] [--real DIR ...]

plants hidden text, data and names in files and papers made from a seed, and counts what is found, what is missed and
what is found where nothing was planted. Then it reads real files, which say nothing of what they hide: how many are
read, refused and blocked, and why.
"""

import argparse
import random
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.extend(
    str(Path(__file__).resolve().parent / folder)
    for folder in ("checks", "documents/pdf", "documents/office")
)

from making_office import measure_hidden_office
from making_pdf import measure_hidden
from making_texts import NAME
from measure import measure_handwritten, measure_text, measure_timeline

from panelroom.checks import CheckSettings, check_document
from panelroom.documents.read import read_document
from panelroom.errors import BadFile

Row = tuple[str, str]
KINDS = (".pdf", ".docx", ".odt")


def main() -> None:
    """Measure and print the table, with the command that makes it again."""
    asked = _arguments()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1_000_000)
    print(f"Made with: python tests/measure_redaction.py --seed {seed} --count {asked.count}")
    print("\n| what | figure |\n|---|---|")
    for what, figure in (*made_rows(seed, asked.count), *real_rows(asked.real or installed())):
        print(f"| {what} | {figure} |", flush=True)


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--seed", type=int, help="by default a new one, which is printed")
    arguments.add_argument(
        "--count", type=int, default=100, help="files or papers of each kind, and as many clean"
    )
    arguments.add_argument(
        "--real", type=Path, nargs="+", metavar="DIR", help="by default the packages of this Python"
    )
    return arguments.parse_args()


def made_rows(seed: int, count: int) -> Iterator[Row]:
    """Yield the figures for what was made from ``seed``."""
    yield from _pdf_rows(measure_hidden(seed, count))
    yield from _office_rows(measure_hidden_office(seed, count))
    yield from _text_rows(measure_text(seed, count))
    yield from _plant_rows("hand-written sentences", measure_handwritten())
    timeline = measure_timeline(seed, count)
    yield "made logs: entries in the timeline", _of(timeline["found"], timeline["entries"])
    yield "made logs: entries too many", str(timeline["surplus"])


def _pdf_rows(figures: dict[str, Any]) -> Iterator[Row]:
    yield "PDF: hidden texts found and kept out", _of(figures["found"], figures["planted"], figures["missed"])
    yield "PDF: clean files blocked", _of(figures["false alarms"], figures["clean"], figures["alarms"])
    yield (
        "PDF: clean files that lost text in sight",
        _of(figures["visible text lost"], figures["clean"], figures["lost"]),
    )


def _office_rows(figures: dict[str, int]) -> Iterator[Row]:
    yield "Word and OpenDocument: hidden passages found", _of(figures["found"], figures["planted"])
    yield (
        "Word and OpenDocument: hidden passages left in the text",
        _of(figures["leaked"], figures["planted"]),
    )
    yield "Word and OpenDocument: findings that block and belong to nothing planted", str(figures["false"])
    yield "Word and OpenDocument: words in sight lost", _of(figures["lost"], figures["visible"])


def _text_rows(figures: dict[str, Any]) -> Iterator[Row]:
    yield from _plant_rows("made papers", figures)
    yield "made papers: milliseconds for a clean one", str(figures["milliseconds_per_page"])
    alarms = figures["clean_alarms"]
    yield "clean papers blocked", _of(figures["clean_blocked"], figures["clean_documents"])
    yield "findings in clean papers", _with_kinds(str(sum(alarms.values())), alarms)


def _plant_rows(where: str, figures: dict[str, Any]) -> Iterator[Row]:
    data, names = figures["data_planted"], figures["names_planted"]
    short = {check: f"{part:.1%}" for check, part in figures["recall"].items() if part < 1 and check != NAME}
    yield f"{where}: data found", _with_kinds(f"{figures['data_found']:.1%} of {data}", short)
    yield f"{where}: words of names listed", f"{figures['names_listed']:.1%} of {names}"
    yield f"{where}: words in the ledger of one paper, median", f"{figures['ledger_median']:g}"
    yield (
        f"{where}: findings where nothing was planted",
        _with_kinds(str(sum(figures["surplus"].values())), figures["surplus"]),
    )


@dataclass
class Real:
    """What became of real files: how many were read, how many refused for what, how many blocked by which checks."""

    files: Counter[str] = field(default_factory=Counter)
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    blocked: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def take(self, path: Path) -> None:
        """Read one file as the program does, and count what came of it."""
        self.files[path.suffix.lower()] += 1
        try:
            document = read_document(path)
        except BadFile as error:
            self.refused[str(error).replace(f"“{path.name}”", "it").partition(". ")[0]] += 1
            return
        self.read += 1
        findings = check_document(document, CheckSettings())
        blocking = {each.id for each in findings if each.severity == "BLOCK"}
        self.blocked += bool(blocking)
        self.why.update(blocking)


def installed() -> list[Path]:
    """Return the folders of the packages that are installed with this Python."""
    return list({Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")})


def real_rows(folders: Sequence[Path]) -> Iterator[Row]:
    """Yield the figures for the real files below these folders."""
    real = Real()
    for path in _files_below(folders):
        real.take(path)
    total = real.files.total()
    yield "real files", _with_kinds(str(total), real.files)
    yield "real files read", _of(real.read, total)
    yield "real files refused", _with_kinds(_of(real.refused.total(), total), real.refused)
    yield "real files blocked (files by check)", _with_kinds(_of(real.blocked, real.read), real.why)


def _files_below(folders: Iterable[Path]) -> list[Path]:
    found = {path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in KINDS}
    return sorted(path for path in found if path.is_file())


def _of(part: int, whole: int, kinds: dict[str, Any] | None = None) -> str:
    return _with_kinds(f"{part} of {whole}", kinds or {})


def _with_kinds(figure: str, kinds: dict[str, Any]) -> str:
    listed = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    return f"{figure} ({listed})" if listed else figure


if __name__ == "__main__":
    main()
