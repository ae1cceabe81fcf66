"""``panelroom draw``: cases at random, by a way that anyone can re-compute."""

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import Commands, add_json, add_passphrase, out, out_json, passphrase, say
from panelroom.errors import BadFile, Refused, UsageError
from panelroom.text import clean_line, plural

if TYPE_CHECKING:
    from panelroom.draw import DrawRecord, Frame
    from panelroom.meeting import Meeting
    from panelroom.wellbeing import Exposure


def add(commands: Commands) -> None:
    """Add the command."""
    draw = commands.add_parser(
        "draw",
        help="draw closed cases at random, or check a draw",
        description=(
            "Draw closed cases at random from a CSV file with the columns ref, status, strands, district and "
            "closed_on.\nPublish the hash of the frame first (--frame-hash); then take the seed from a public event."
        ),
        epilog=(
            "Example:\n  panelroom draw frame.csv --frame-hash\n"
            '  panelroom draw frame.csv --take 3 --public-seed "Lotto 12 April 2025: 4 8 15 16 23 42" '
            "--out draw.json\n"
            "  panelroom draw --verify draw.json --frame frame.csv\n"
            '  panelroom draw frame.csv --take 3 --public-seed "..." --out draw.json --after january.book'
        ),
    )
    draw.add_argument("csv", nargs="?", type=Path, metavar="FRAME.csv", help="every case of the period")
    draw.add_argument("--take", type=int, metavar="N", help="how many cases to draw")
    draw.add_argument("--public-seed", metavar="TEXT", help="words or numbers that nobody could choose")
    draw.add_argument(
        "--strata", metavar="COLUMN", help="strands or district: share the draw out in proportion"
    )
    draw.add_argument("--drawn-by", metavar="NAME", help="who draws, as a name or a role")
    _add_replacing(draw)
    draw.add_argument("--out", type=Path, metavar="draw.json", help="where the record of the draw is written")
    draw.add_argument(
        "--frame-hash", action="store_true", help="print the hash to publish before the seed is known"
    )
    draw.add_argument("--verify", type=Path, metavar="draw.json", help="do this draw again and compare")
    draw.add_argument("--frame", type=Path, metavar="FRAME.csv", help="the frame to check it against")
    _add_after(draw)
    add_json(draw)
    draw.set_defaults(do=_do)


def _add_replacing(draw: argparse.ArgumentParser) -> None:
    draw.add_argument(
        "--replace",
        action="append",
        default=[],
        metavar="REF",
        help="put a drawn case aside for the next in order; may be given again, each time with its --reason",
    )
    draw.add_argument("--reason", action="append", default=[], metavar="TEXT", help="why it is put aside")


def _add_after(draw: argparse.ArgumentParser) -> None:
    draw.add_argument(
        "--after",
        action="append",
        default=[],
        type=Path,
        metavar="BOOK",
        help="say how many cases with a content advisory that meeting heard; may be given again",
    )
    add_passphrase(draw)


def _do(arguments: argparse.Namespace) -> int:
    if arguments.after and (arguments.verify or arguments.frame_hash):
        raise UsageError("--after BOOK goes with a draw, not with --verify or --frame-hash.")
    if arguments.verify:
        return _verify(arguments)
    frame_file = arguments.csv or arguments.frame
    if frame_file is None or (arguments.csv and arguments.frame):
        raise UsageError("Give one frame: panelroom draw FRAME.csv, or --verify draw.json --frame FRAME.csv.")
    if arguments.frame_hash:
        return _frame_hash(frame_file, arguments)
    return _draw(frame_file, arguments)


# ── the hash to publish ──────────────────────────────────────────────────────────────────────────────────


def _frame_hash(frame_file: Path, arguments: argparse.Namespace) -> int:
    frame = _read(frame_file)
    if arguments.json:
        out_json(_facts(frame))
        return 0
    _say_frame(frame)
    out(
        "Publish this hash now, with how many cases will be drawn, the strata if any, and which coming public "
        "event will give the seed."
    )
    return 0


def _facts(frame: "Frame") -> dict[str, Any]:
    facts = {"sha256": frame.sha256, "rows": len(frame.rows), "closed": len(frame.closed)}
    return facts | _warnings(frame)


def _warnings(frame: "Frame | None") -> dict[str, Any]:
    """Return what a script should hear of the frame; nothing where there is nothing, so that a record stays one."""
    return {"warnings": list(frame.notices)} if frame and frame.notices else {}


def _say_frame(frame: "Frame") -> None:
    out(
        f"The frame has {plural(len(frame.rows), 'case')}: {len(frame.closed)} closed, "
        f"{len(frame.rows) - len(frame.closed)} not closed and never drawn{_open_words(frame)}."
    )
    out(f"Hash of the frame: {frame.sha256}")


def _open_words(frame: "Frame") -> str:
    """Return the commonest words for "not closed", so that a closed case under another word is noticed."""
    counts = Counter(row.status for row in frame.rows if not row.is_closed)
    said = [f"{count} {status[:30] or 'without a status'}" for status, count in counts.most_common(5)]
    return f" ({', '.join(said)}{', ...' if len(counts) > 5 else ''})" if said else ""


def _read(frame_file: Path) -> "Frame":
    from panelroom.draw import read_frame

    frame = read_frame(frame_file)
    for notice in frame.notices:
        say(notice)
    return frame


# ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────


def _draw(frame_file: Path, arguments: argparse.Namespace) -> int:
    from panelroom.clock import SystemClock
    from panelroom.draw import draw_cases
    from panelroom.records.files import write_whole

    _must_be_whole(arguments)
    before = _exposure(arguments)
    frame = _read(frame_file)
    record = draw_cases(
        frame,
        seed=arguments.public_seed,
        take=arguments.take,
        at=SystemClock().wall(),
        strata=arguments.strata,
        drawn_by=arguments.drawn_by,
        replace=list(zip(arguments.replace, arguments.reason, strict=True)),
    )
    record = _instead_of(arguments.out, record)
    write_whole(arguments.out, record.as_bytes())
    if arguments.json:
        out_json(record.as_data() | _warnings(frame) | ({"heard_before": asdict(before)} if before else {}))
    else:
        _say_drawn(frame, record, arguments.out)
        _say_before(before)
    return 0


def _say_before(before: "Exposure | None") -> None:
    from panelroom.wellbeing import say_exposure

    if before:
        out(say_exposure(before))


def _exposure(arguments: argparse.Namespace) -> "Exposure | None":
    """Return what the panel has behind it, in numbers; the draw and its record know nothing of it."""
    from panelroom.wellbeing import exposure

    if not arguments.after:
        return None
    found: dict[bytes, Meeting] = {}
    for path in arguments.after:
        beginning, meeting = _meeting_of(path, arguments.passphrase_file)
        # Every copy of a book has the same beginning; the copy that went on furthest tells the whole meeting.
        if beginning not in found or len(meeting.known) > len(found[beginning].known):
            found[beginning] = meeting
    return exposure(list(found.values()))


def _meeting_of(path: Path, passphrase_file: Path | None) -> tuple[bytes, "Meeting"]:
    """Return the leaf of the opening of the meeting, and the meeting."""
    from panelroom import bookcase
    from panelroom.reader import read_meeting

    key = bookcase.book_key(path, passphrase(passphrase_file, f"Pass-phrase of {clean_line(path.name)}"))
    with bookcase.reading(path, key) as book:
        meeting, _ = read_meeting(book)
        return book.rows()[0].leaf, meeting


def _must_be_whole(arguments: argparse.Namespace) -> None:
    from panelroom.draw import STRATA

    needed = {"--take": arguments.take, "--public-seed": arguments.public_seed, "--out": arguments.out}
    missing = [option for option, value in needed.items() if value is None]
    if missing:
        raise UsageError(f"Drawing needs {' and '.join(missing)}: nothing was drawn.")
    if len(arguments.replace) != len(arguments.reason):
        raise UsageError("Each --replace needs a --reason of its own: nothing was drawn.")
    if arguments.strata not in (None, *STRATA):
        raise UsageError(f"--strata takes {' or '.join(STRATA)}: nothing was drawn.")


def _instead_of(path: Path, record: "DrawRecord") -> "DrawRecord":
    """Return what to write to ``path``, where only the same draw may be written anew, with more replacements."""
    from panelroom.draw import read_draw, said_again

    if not path.exists():
        return record
    name = clean_line(path.name)
    try:
        again = said_again(read_draw(path), record)
    except BadFile:
        again = None
    if again is None:
        raise Refused(
            f"{name} is there already and is not this draw: it was left as it is. Give another name to --out."
        )
    return again


def _say_drawn(frame: "Frame", record: "DrawRecord", path: Path) -> None:
    _say_frame(frame)
    for share in record.strata.shares if record.strata else ():
        out(f"  {share.stratum or '(none named)'}: {share.drawn} drawn of {share.closed} closed")
    out("Drawn, in this order:")
    for place, ref in enumerate(record.drawn, 1):
        out(f"  {place}. {ref}")
    for each in record.replaced:
        out(f"{each.ref} was put aside for {each.by}: {each.reason}")
    if record.drawn_by is None:
        out("The record does not say who drew: add --drawn-by NAME.")
    out(f"The record is in {path}. To check it: panelroom draw --verify {path} --frame FRAME.csv")


# ── checking ─────────────────────────────────────────────────────────────────────────────────────────────


def _verify(arguments: argparse.Namespace) -> int:
    from panelroom.draw import problems_against, read_draw

    frame_file = arguments.frame or arguments.csv
    if frame_file is None:
        raise UsageError("A draw is done again with its frame: give --frame FRAME.csv.")
    record, frame = read_draw(arguments.verify), _read(frame_file)
    return report(record, problems_against(record, frame), as_json=arguments.json, frame=frame)


def verify_alone(path: Path, *, as_json: bool) -> int:
    """Print what can be said of a draw record without its frame; return the exit code.

    Raises:
        BadFile: it is no draw record.
    """
    from panelroom.draw import problems_alone, read_draw

    record = read_draw(path)
    return report(record, problems_alone(record), as_json=as_json)


def report(
    record: "DrawRecord", problems: tuple[str, ...], *, as_json: bool, frame: "Frame | None" = None
) -> int:
    """Print the verdict on a draw record, checked with or without its frame; return 0 if it holds, else 1."""
    if as_json:
        verdict = {"valid": not problems, "drawn": list(record.drawn), "problems": list(problems)}
        checked = {"frame_checked": frame is not None, "frame_sha256": record.frame.sha256}
        out_json(verdict | checked | _warnings(frame))
    for problem in problems:
        say(problem)
    if not problems and not as_json:
        out(_holds(record, with_frame=frame is not None))
    return 1 if problems else 0


def _holds(record: "DrawRecord", *, with_frame: bool) -> str:
    cases = plural(len(record.drawn), "case")
    if with_frame:
        return f"The draw holds: this frame and this seed give exactly these {cases}, in this order."
    return (
        f"The record is whole, and its {cases} stand in the order of the frame's hash and the seed. Whether no other "
        "case came before them only the frame shows: panelroom draw --verify draw.json --frame FRAME.csv"
    )
