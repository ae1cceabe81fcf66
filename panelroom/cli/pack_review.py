"""``panelroom pack check | text | timeline | redact | tick | waive | describe | list``: before the seal."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, add_json, out, out_json
from panelroom.errors import BadFile, PanelroomError, Refused, UsageError
from panelroom.text import clean_line, plural

if TYPE_CHECKING:
    from panelroom.casework.case import CaseFolder, Found
    from panelroom.checks import CheckSettings
    from panelroom.packs.case_file import CaseFile

_PATH = "a document, or a case folder (with its case.toml)"


def add(verbs: Commands) -> None:
    """Add the verbs."""
    check = _verb(verbs, "check", "what the redaction missed", "panelroom pack check april/01-case --json")
    check.add_argument("paths", type=Path, nargs="+", metavar="PATH", help=_PATH)
    _add_settings(check)
    add_json(check)
    check.set_defaults(do=_check)
    text = _verb(
        verbs, "text", "the text that would be packed", "panelroom pack text april/01-case/1-log.pdf"
    )
    text.add_argument("path", type=Path, metavar="PATH", help=_PATH)
    text.set_defaults(do=_text)
    timeline = _verb(verbs, "timeline", "the dated entries", "panelroom pack timeline april/01-case --json")
    timeline.add_argument("path", type=Path, metavar="PATH", help=_PATH)
    timeline.add_argument("--strike", metavar="KEY", help="take an entry out, or put it back")
    timeline.add_argument("--confirm", action="store_true", help="say that you compared it with the papers")
    _add_by(timeline, required=False)
    add_json(timeline)
    timeline.set_defaults(do=_timeline)
    redact = _verb(
        verbs, "redact", "put a label in the place of words",
        "panelroom pack redact april/01-case --replace 'Jane Example' --with '[VICTIM 1]'",
    )  # fmt: skip
    redact.add_argument("path", type=Path, metavar="PATH", help=_PATH)
    redact.add_argument("--replace", required=True, metavar="TEXT", help="the words, wherever they stand")
    redact.add_argument("--with", required=True, dest="label", metavar="LABEL", help="such as [VICTIM 1]")
    redact.set_defaults(do=_redact)
    _add_settling(verbs)


def _add_settling(verbs: Commands) -> None:
    tick = _verb(
        verbs, "tick", "say that you looked at something and it may stay",
        "panelroom pack tick april/01-case --word Rutland --by 'A. Officer'",
    )  # fmt: skip
    tick.add_argument("path", type=Path, metavar="CASE_DIR")
    tick.add_argument("--key", action="append", default=[], help="a finding's key, as 'pack check' prints it")
    tick.add_argument("--word", action="append", default=[], help="a word of the ledger that names nobody")
    tick.add_argument("--item", action="append", default=[], help="a point of the tick-list")
    tick.add_argument("--all-words", action="store_true", help="every word of the ledger, after reading it")
    _add_by(tick)
    tick.set_defaults(do=_tick)
    waive = _verb(
        verbs, "waive", "say that something found must stay, and why",
        "panelroom pack waive april/01-case --key 3fa0c1d2e4 --reason 'a public helpline' --by 'A. Officer'",
    )  # fmt: skip
    waive.add_argument("path", type=Path, metavar="CASE_DIR")
    waive.add_argument("--key", required=True, help="the finding's key, as 'pack check' prints it")
    waive.add_argument("--reason", required=True, metavar="TEXT")
    _add_by(waive)
    waive.set_defaults(do=_waive)
    describe = _verb(
        verbs, "describe", "say in words what a page shows that is only a picture",
        "panelroom pack describe april/01-case --document 2-scan.pdf --page 3 --text 'A broken sign'",
    )  # fmt: skip
    describe.add_argument("path", type=Path, metavar="CASE_DIR")
    describe.add_argument("--document", required=True, metavar="FILE")
    describe.add_argument("--page", required=True, type=int, metavar="N", help="within the document")
    describe.add_argument("--text", required=True, metavar="TEXT")
    describe.set_defaults(do=_describe)
    listed = _verb(
        verbs, "list", "the ledger of words and the tick-list", "panelroom pack list april/01-case"
    )
    listed.add_argument("path", type=Path, metavar="CASE_DIR")
    _add_settings(listed)
    add_json(listed)
    listed.set_defaults(do=_list)


def _verb(verbs: Commands, name: str, does: str, example: str) -> argparse.ArgumentParser:
    return verbs.add_parser(
        name, help=does, description=f"{does[0].upper()}{does[1:]}.", epilog=f"Example: {example}"
    )


def _add_by(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    command.add_argument("--by", required=required, metavar="NAME", help="who says so")


def _add_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--checks", type=Path, metavar="FILE", help="the force's own formats and allow-lists (checks.toml)"
    )


def settings_for(path: Path, given: Path | None) -> "CheckSettings":
    """Return the force's own settings: the file given, else those that hold for the case folder."""
    from panelroom.casework.settings import settings_of
    from panelroom.checks import load_settings

    return load_settings(given) if given else settings_of(path if path.is_dir() else path.parent)


def read_case(path: Path, checks: Path | None = None) -> "CaseFolder":
    """Return the case in a folder, or one document as a case by itself."""
    from panelroom.casework.case import read_folder, read_single

    settings = settings_for(path, checks)
    if path.is_dir():
        return read_folder(path, settings)
    return read_single(path, settings)


# ── check ────────────────────────────────────────────────────────────────────────────────────────────────


def _check(arguments: argparse.Namespace) -> int:
    files = [file for path in arguments.paths for file in _checked(path, arguments.checks)]
    if arguments.json:
        out_json({"files": files})
    else:
        for file in files:
            _print_checked(file)
    return 1 if any(file["refused"] or any(map(_stands, file["findings"])) for file in files) else 0


def _stands(finding: dict[str, Any]) -> bool:
    return bool(finding["severity"] == "BLOCK" and finding["settled"] != "waived")


def _checked(path: Path, checks: Path | None) -> Iterator[dict[str, Any]]:
    """Yield a row for each document below ``path``; one that is refused does not hold up the others."""
    from panelroom.casework.case import read_folder

    if path.is_dir() and not (path / "case.toml").is_file():
        inside = _documents_in(path)
        if not inside:
            raise BadFile(
                f"The folder {clean_line(path.name)} holds no case and no document that can be read."
            )
        for each in inside:
            yield from _checked(each, checks)
        return
    try:
        case = read_folder(path, settings_for(path, checks)) if path.is_dir() else read_case(path, checks)
    except PanelroomError as error:
        if not path.is_dir() or not (inside := _documents_in(path)):
            yield _refused(path, str(error))
            return
        yield _refused(path / "case.toml", str(error))
        for each in inside:
            yield from _checked(each, checks)
        return
    yield from _rows(case)


def _documents_in(folder: Path) -> list[Path]:
    from panelroom.documents.read import KINDS

    def is_one(path: Path) -> bool:
        return (path / "case.toml").is_file() or bool(path.suffix.lower() in KINDS)

    return [each for each in sorted(folder.iterdir()) if not each.name.startswith(".") and is_one(each)]


def _refused(path: Path, reason: str) -> dict[str, Any]:
    return {"path": str(path), "refused": reason, "findings": [], "pages": 0, "words": 0, "events": 0}


def _rows(case: "CaseFolder") -> Iterator[dict[str, Any]]:
    from panelroom.text import count_words

    for file, document in case.documents.items():
        yield {
            "path": str(case.path / file),
            "refused": None,
            "findings": [_finding(each) for each in case.found if each.file == file],
            "pages": document.pages,
            "words": count_words(document.text),
            "events": sum(entry.file == file and not entry.struck for entry in case.timeline),
        }
    if cover := [_finding(each) for each in case.found if not each.file]:
        yield {**_refused(case.path / "case.toml", ""), "refused": None, "findings": cover}


def _finding(found: "Found") -> dict[str, Any]:
    settled = found.settled.verdict if found.settled else None
    return {**found.finding.model_dump(), "key": found.key, "settled": settled}


def _print_checked(file: dict[str, Any]) -> None:
    from panelroom.checks import check_of

    name = clean_line(file["path"])
    if file["refused"]:
        out(f"{name}: refused. {file['refused']}")
        return
    counts = f"{plural(file['pages'], 'page')}, {plural(file['words'], 'word')}"
    out(f"{name}: {counts}, {plural(file['events'], 'dated entry', 'dated entries')}")
    for finding in file["findings"]:
        what = check_of(finding["id"]).name
        page = f"page {finding['page']}" if finding["page"] else "whole file"
        settled = f"   {finding['settled']}" if finding["settled"] else ""
        out(
            f"  {finding['severity']:<6} {finding['key']:<12} {page:<11} {what}: {finding['sample'] or '-'}{settled}"
        )
    counted = Counter(f["severity"] for f in file["findings"])
    out("  " + (", ".join(f"{n} {severity}" for severity, n in sorted(counted.items())) or "nothing found"))


# ── text and timeline ────────────────────────────────────────────────────────────────────────────────────


def _text(arguments: argparse.Namespace) -> int:
    case = read_case(arguments.path)
    cover = ["\n".join(_cover_lines(case.packed))] if arguments.path.is_dir() else []
    out("\n\n".join([*cover, *(document.text for document in case.documents.values())]))
    return 0


def _cover_lines(packed: "CaseFile") -> Iterator[str]:
    """Yield what is packed beside the papers themselves: it is approved and sealed like them."""
    yield f"{packed.ref}   {packed.title}"
    yield f"Strands: {', '.join(packed.strands) or 'none'}"
    yield f"What to expect: {packed.advisory or 'not said'}"
    yield f"What happened: {packed.summary or 'not said'}"
    for document in packed.documents:
        yield f"Document: {document.title}{f' ({document.source})' if document.source else ''}"
        for picture in document.pictures:
            yield f"Picture on its page {picture.page}: {picture.alt or 'not described'}"
    for missing in packed.missing:
        yield f"Missing from the papers: {missing.what}: {missing.why}"
    for waiver in packed.review.waived:
        yield f"Waived by {waiver.by}: {waiver.id}: {waiver.reason}"


def _timeline(arguments: argparse.Namespace) -> int:
    from panelroom.casework import work

    case = read_case(arguments.path)
    if arguments.strike:
        case = work.strike_event(case, arguments.strike)
    if arguments.confirm:
        if not arguments.by:
            raise UsageError("Say who confirms the timeline: --by NAME. Nothing was changed.")
        case = work.confirm_timeline(case, arguments.by, _now())
    entries = [entry for entry in case.timeline if not entry.struck]
    if arguments.json:
        out_json(
            [
                {
                    "when": e.event.when,
                    "precision": e.event.precision,
                    "text": e.event.text,
                    "page": e.event.page,
                    "when_text": e.event.when_text,
                    "key": e.key,
                }
                for e in entries
            ]
        )
        return 0
    for e in entries:
        out(f"{e.key}  p{e.event.page:<4} {e.event.when or e.event.when_text:<17} {e.event.text}")
    confirmed = case.timeline_confirmed
    out(f"Confirmed by {confirmed.by}." if confirmed else "Not confirmed yet.")
    return 0


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────


def _redact(arguments: argparse.Namespace) -> int:
    from panelroom.casework import work

    case = read_case(arguments.path)
    places = work.occurrences(case, clean_line(arguments.replace))
    work.redact(case, arguments.replace, arguments.label)
    out(f"Redacted in {plural(places, 'place')}. The source file is unchanged; see: panelroom pack text")
    return 0


def _tick(arguments: argparse.Namespace) -> int:
    from panelroom.casework import work

    case = read_case(arguments.path)
    words = [each.word for each in case.words] if arguments.all_words else arguments.word
    _refuse_unknown_words(case, words)
    if arguments.key:
        case = work.tick(case, arguments.key, arguments.by, _now())
    for item in arguments.item:
        case = work.tick_item(case, item, arguments.by, _now())
    if words:
        case = work.tick_words(case, words, arguments.by, _now())
    if not (arguments.key or arguments.item or words):
        raise UsageError("Say what to tick: --key, --word, --all-words or --item. Nothing was changed.")
    out(f"Ticked. Still to be looked at: {len(case.not_looked_at)}")
    return 0


def _refuse_unknown_words(case: "CaseFolder", words: Sequence[str]) -> None:
    known = {each.word for each in case.words}
    if not set(words) <= known:
        raise Refused(
            "The ledger of this case has no such word: nothing was ticked. See: panelroom pack list"
        )


def _waive(arguments: argparse.Namespace) -> int:
    from panelroom.casework import work

    case = work.waive(read_case(arguments.path), arguments.key, arguments.by, arguments.reason, _now())
    out(f"Waived, with your name and reason. Still refusing the seal: {len(case.refusing)}")
    return 0


def _describe(arguments: argparse.Namespace) -> int:
    from panelroom.casework import work

    work.describe(read_case(arguments.path), arguments.document, arguments.page, arguments.text)
    out(f"Page {arguments.page} is described.")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from panelroom.checks import AIDE

    case = read_case(arguments.path, arguments.checks)
    words = [{"word": w.word, "count": w.times, "ticked": case.is_word_ticked(w.word)} for w in case.words]
    items = [{"id": i.id, "wording": i.wording, "ticked": case.is_item_ticked(i.id)} for i in AIDE]
    if arguments.json:
        out_json({"words": words, "items": items})
        return 0
    out("Capitalised words that could be names")
    for word in words:
        out(f"  [{'x' if word['ticked'] else ' '}] {word['word']} ({word['count']})")
    out("Tick-list")
    for item in items:
        out(f"  [{'x' if item['ticked'] else ' '}] {item['id']}: {item['wording']}")
    return 0


def _now() -> datetime:
    from panelroom.clock import SystemClock

    return SystemClock().wall()
