"""``panelroom pack approve | build | inspect | verify | print``: the seal and what comes after it."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import (
    Commands,
    add_json,
    add_passphrase,
    home_dir,
    out,
    out_json,
    passphrase,
)
from panelroom.cli.pack_review import read_case
from panelroom.errors import BadFile, UsageError
from panelroom.text import clean_line, plural

if TYPE_CHECKING:
    from panelroom.keys import Person
    from panelroom.packs.manifest import Manifest, PackedCase
    from panelroom.packs.opening import Pack
    from panelroom.packs.signers import Signers
    from panelroom.paper_source import PackPapers
    from panelroom.records.copies import CopyCase
    from panelroom.wellbeing import Wellbeing

MOST_COPIES = 60
SETTINGS = "panel.toml"


def add(verbs: Commands) -> None:
    """Add the verbs."""
    approve = verbs.add_parser(
        "approve",
        help="approve a case as a second person",
        description="Sign what would be packed, with a key of your own. Nobody approves what they seal themselves.",
        epilog="Example: panelroom pack approve april/01-case --as second.vault.age",
    )
    approve.add_argument("cases", type=Path, nargs="+", metavar="CASE_DIR")
    approve.add_argument("--as", required=True, dest="key", metavar="KEY", help="your vault, or its name")
    approve.add_argument(
        "--checks", type=Path, metavar="FILE", help="the force's own formats and allow-lists"
    )
    add_passphrase(approve)
    approve.set_defaults(do=_approve)
    _add_build(verbs)
    inspect = verbs.add_parser(
        "inspect",
        help="what is in a pack",
        epilog="Example: panelroom pack inspect april.prpack --key april.papers.age --passphrase-file words.txt",
    )
    _add_opening(inspect)
    add_json(inspect)
    inspect.set_defaults(do=_inspect)
    verify = verbs.add_parser(
        "verify",
        help="who sealed a pack, and whether it is whole",
        description="Check the packer's signature over the whole pack. No key to its content is needed.",
        epilog="Example: panelroom pack verify april.prpack",
    )
    verify.add_argument("pack", type=Path, metavar="NAME.prpack")
    verify.add_argument(
        "--signers", type=Path, metavar="FILE", help="allowed signers (else those pinned here)"
    )
    add_json(verify)
    verify.set_defaults(do=lambda arguments: verify_pack(arguments.pack, arguments, as_json=arguments.json))
    _add_print(verbs)


def _add_build(verbs: Commands) -> None:
    build = verbs.add_parser(
        "build",
        help="seal cases into a pack",
        description="Seal the cases, in this order, to the meeting's key. Refused while something stands in them "
        "that must be redacted, or without a second person's approval of exactly this text.",
        epilog="Example:\n  panelroom pack build april/01-case april/02-case --to april.recipient\n"
        "    --sign-as ada.vault.age --out april.prpack --meeting 'HCSP 2026/04' --expires 2026-05-31",
    )
    build.add_argument("cases", type=Path, nargs="+", metavar="CASE_DIR")
    build.add_argument("--to", required=True, type=Path, nargs="+", action="extend", metavar="RECIPIENT_FILE")
    build.add_argument("--sign-as", required=True, metavar="KEY", help="your vault, or its name")
    build.add_argument("--out", required=True, type=Path, metavar="NAME.prpack")
    build.add_argument("--meeting", metavar="REF", help="the meeting's reference (else the pack's name)")
    build.add_argument("--set", metavar="SET_ID_OR_FILE", help="the question set, to go with the papers")
    build.add_argument("--expires", metavar="DATE", help="the last day on which the pack opens")
    build.add_argument("--draw", type=Path, metavar="DRAW.json", help="the record of the draw")
    build.add_argument("--checks", type=Path, metavar="FILE", help="the force's own formats and allow-lists")
    add_passphrase(build)
    add_json(build)
    build.set_defaults(do=_build)


def _add_opening(command: argparse.ArgumentParser) -> None:
    command.add_argument("pack", type=Path, metavar="NAME.prpack")
    command.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help="MEETING.papers.age, or your own vault (else the key beside the pack)",
    )
    command.add_argument(
        "--signers", type=Path, metavar="FILE", help="allowed signers (else those pinned here)"
    )
    add_passphrase(command)


def _add_print(verbs: Commands) -> None:
    printing = verbs.add_parser(
        "print",
        help="numbered reading copies for the members",
        description="Write numbered reading copies as PDF, one file for each copy of each case, and a sheet to count "
        "them out and in. Strong words that the office listed in panel.toml are masked, as on the screen.",
        epilog="Example: panelroom pack print april.prpack --to /media/stick/copies --copies 9",
    )
    _add_opening(printing)
    printing.add_argument(
        "--to", type=Path, metavar="DIR", help="where to write the copies (else NAME-copies in this folder)"
    )
    printing.add_argument("--copies", type=int, default=1, metavar="N", help="how many of each case")
    printing.add_argument(
        "--first",
        type=int,
        default=1,
        metavar="N",
        help="the number of the first copy, where others lie there already",
    )
    printing.add_argument("--large", action="store_true", help="large print, 18 points")
    printing.add_argument("--case", type=int, action="append", metavar="N", help="only this case (by number)")
    words = printing.add_mutually_exclusive_group()
    words.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="panel.toml with the strong words (else beside the pack)",
    )
    words.add_argument("--unmasked", action="store_true", help="print strong words as they stand")
    add_json(printing)
    printing.set_defaults(do=_print)


def person_of(key: str, arguments: argparse.Namespace, secret: str) -> "Person":
    """Return the person whose vault ``key`` names: a file, or a name with its vault here or in the data folder."""
    from panelroom.keys import open_person
    from panelroom.keys.person import vault_path

    places = (Path(key), vault_path(Path(), key), vault_path(home_dir(arguments) / "keys", key))
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise BadFile(f"There is no vault {clean_line(Path(key).name)} here: name the file NAME.vault.age.")
    return open_person(found, secret)


def _approve(arguments: argparse.Namespace) -> int:
    from panelroom.casework import work
    from panelroom.casework.approval import approve
    from panelroom.clock import SystemClock

    cases = [read_case(folder, arguments.checks) for folder in arguments.cases]
    person = person_of(arguments.key, arguments, passphrase(arguments.passphrase_file))
    approvals = [approve(case, person, SystemClock().wall()) for case in cases]
    for case, approval in zip(cases, approvals, strict=True):
        work.add_approval(case, approval)
        left = plural(len(case.not_looked_at), "finding")
        out(
            f"{clean_line(case.path.name)}: approved by {person.name}. Nobody has ticked {left} to be looked at."
        )
    return 0


def _build(arguments: argparse.Namespace) -> int:
    from panelroom.casework.building import Plan, build_pack, last_day, read_drawn
    from panelroom.keys import read_recipients
    from panelroom.question_files import load

    expires = last_day(arguments.expires)
    draw, drawn = read_drawn(arguments.draw) if arguments.draw else (None, ())
    plan = Plan(
        meeting=arguments.meeting or arguments.out.stem,
        question_set=load(arguments.set) if arguments.set else None,
        expires=expires,
        draw=draw,
        drawn=drawn,
    )
    recipients = [r for file in arguments.to for r in read_recipients(file)]
    cases = [read_case(folder, arguments.checks) for folder in arguments.cases]
    packer = person_of(arguments.sign_as, arguments, passphrase(arguments.passphrase_file))
    sealed = build_pack(arguments.out, cases, plan, recipients, packer)
    if arguments.json:
        aside = str(sealed.aside) if sealed.aside else None
        made = {"pack": str(sealed.path), "signature": str(sealed.signature), "sha256": sealed.sha256}
        out_json(made | {"put_aside": aside})
        return 0
    out(f"Sealed {plural(len(cases), 'case')} to {sealed.path}, signed as {packer.name}.")
    out(f"{sealed.words} SHA-256: {sealed.sha256}")
    left = sum(len(case.not_looked_at) for case in cases)
    if left:
        out(f"Nobody has ticked {plural(left, 'finding')} that should be looked at; the pack says so.")
    return 0


# ── opening ──────────────────────────────────────────────────────────────────────────────────────────────


def signers_of(arguments: argparse.Namespace) -> "Signers":
    """Return whom to trust: the file given, else those pinned on this computer."""
    from panelroom.packs.signers import pinned_signers, read_signers

    given = getattr(arguments, "signers", None)
    return read_signers(given) if given else pinned_signers(home_dir(arguments))


def _opened(arguments: argparse.Namespace) -> "Pack":
    from panelroom.clock import SystemClock
    from panelroom.packs.opening import CheckedPack
    from panelroom.paper_source import find_papers_key

    checked = CheckedPack(arguments.pack, signers_of(arguments))
    try:
        key = arguments.key or find_papers_key(arguments.pack, arguments.pack, "--key")
        return checked.open(_identity(key, passphrase(arguments.passphrase_file)), SystemClock().wall())
    except BaseException:
        checked.close()
        raise


def _identity(path: Path, secret: str) -> str:
    """Return the age identity in a meeting's papers key, or in a person's vault the pack was sealed to as well."""
    from panelroom.keys import open_person
    from panelroom.keys.papers_key import open_papers_key

    if path.name.endswith(".vault.age"):
        return open_person(path, secret).age_identity
    return open_papers_key(path, secret)


def verify_pack(path: Path, arguments: argparse.Namespace, *, as_json: bool) -> int:
    """Say who sealed a pack; exit code 1 (by an error) where the signature does not hold or nobody is pinned."""
    from panelroom.packs.opening import check_signature

    signer = check_signature(path, signers_of(arguments))
    if as_json:
        out_json(
            {"valid": True, "signer": signer.name, "public_key": signer.public_key, "sha256": signer.sha256}
        )
    else:
        out(f"The pack is whole and was sealed by {signer.name}. SHA-256: {signer.sha256}")
    return 0


def _inspect(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as pack:
        manifest, signer, sha256 = pack.manifest, pack.signer, pack.sha256
    if arguments.json:
        out_json({"sha256": sha256, "signer": signer.name, **manifest.model_dump(mode="json")})
        return 0
    out(f"{manifest.meeting}: sealed by {signer.name} on {_moment(manifest.created)}. SHA-256: {sha256}")
    if manifest.expires:
        out(f"Opens until {manifest.expires.isoformat()}.")
    for line in _about_cases(manifest):
        out(line)
    if manifest.question_set:
        out(f"Question set {manifest.question_set.id}, version {manifest.question_set.version}")
    out("With the record of the draw." if manifest.draw else "Without a record of a draw.")
    return 0


def _about_cases(manifest: "Manifest") -> list[str]:
    approved: dict[int, list[str]] = {}
    for approval in manifest.approvals:
        approved.setdefault(approval.case, []).append(approval.name)
    return [
        f"  {case.number}. {case.ref}   {case.title}   {plural(case.pages, 'page')}, {plural(case.words, 'word')}, "
        f"approved by {', '.join(approved.get(case.number, ['nobody']))}"
        for case in manifest.cases
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%d %B %Y at %H:%M")


def _print(arguments: argparse.Namespace) -> int:
    from panelroom.paper_source import PackPapers
    from panelroom.records.copies import (
        CountRow,
        free_count_sheet,
        refuse_taken,
        write_copies,
        write_count_sheet,
    )

    if not 1 <= arguments.copies <= MOST_COPIES or arguments.first < 1:
        raise UsageError(
            f"Between 1 and {MOST_COPIES} copies of a case are written at once: nothing was written."
        )
    folder = arguments.to or Path(f"{arguments.pack.stem}-copies")
    numbers = range(arguments.first, arguments.first + arguments.copies)
    wellbeing = _strong_words(arguments)
    with _opened(arguments) as pack:
        papers = PackPapers(pack)
        wanted = [case for case in pack.manifest.cases if not arguments.case or case.number in arguments.case]
        if not wanted:
            raise UsageError("The pack has no case with that number: nothing was written.")
        refuse_taken(folder, [case.number for case in wanted], numbers)
        copies = [_copy_of(papers, case, wellbeing) for case in wanted]
    marking, meeting = "OFFICIAL - SENSITIVE", pack.manifest.meeting
    written: list[Path] = []
    for case in copies:
        written += write_copies(
            folder, case, numbers, large=arguments.large, marking=marking, meeting=meeting
        )
    rows = [CountRow(case.number, number, large=arguments.large) for case in copies for number in numbers]
    written.append(write_count_sheet(free_count_sheet(folder), rows, marking=marking, meeting=meeting))
    _say_written(written, len(rows), arguments)
    if not arguments.json:
        out(_say_masked(arguments, wellbeing, sum(case.masked for case in copies)))
    return 0


def _strong_words(arguments: argparse.Namespace) -> "Wellbeing":
    """Return the words to mask: those of the settings named, else of ``panel.toml`` beside the pack; maybe none."""
    from panelroom.wellbeing import Wellbeing, read_wellbeing

    path = arguments.settings or arguments.pack.parent / SETTINGS
    if arguments.unmasked or not (arguments.settings or path.is_file()):
        return Wellbeing()
    return read_wellbeing(path)


def _say_masked(arguments: argparse.Namespace, wellbeing: "Wellbeing", places: int) -> str:
    if arguments.unmasked:
        return "Strong words stand in the copies as they are in the papers: say so before you hand them out."
    if not wellbeing.strong_words:
        return f"No strong word was masked: no {SETTINGS} beside the pack lists any, and none was named."
    return f"Strong words are masked at {plural(places, 'place')} of the papers. Pictures are printed as they are."


def _copy_of(papers: "PackPapers", listed: "PackedCase", wellbeing: "Wellbeing") -> "CopyCase":
    """Return a case as it is printed: the pages of the screen, with the pictures the screen cannot show."""
    from panelroom.records.copies import CopyCase, CopyPage
    from panelroom.wellbeing import MASK

    shown = papers.every_page(listed.ref)
    pages = tuple(CopyPage(p.number, p.document, wellbeing.masked(p.text)) for p in shown.pages)
    masks = sum(
        copied.text.count(MASK) - page.text.count(MASK)
        for copied, page in zip(pages, shown.pages, strict=True)
    )
    return CopyCase(
        number=listed.number,
        title=shown.title,
        advisory=shown.advisory,
        pages=pages,
        pictures=papers.pictures(listed.ref),
        missing=tuple((each.what, each.why) for each in shown.missing),
        masked=masks,
    )


def _say_written(written: list[Path], copies: int, arguments: argparse.Namespace) -> None:
    if arguments.json:
        document: dict[str, Any] = {"documents": [str(path) for path in written], "copies": copies}
        out_json(document)
        return
    out(f"Wrote {plural(copies, 'copy', 'copies')} and a count sheet to {written[0].parent}.")
    out("Count them out and in at the meeting, and delete the files once they are printed.")
