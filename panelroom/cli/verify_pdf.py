"""``panelroom verify MINUTES.pdf``: who signed, whether it is as it was signed, whether the book bears it out."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from panelroom.cli.common import out, out_json, say
from panelroom.cli.pack_seal import signers_of
from panelroom.cli.verify import book_data, check_book, since_data
from panelroom.clock import SystemClock
from panelroom.signed.printed import root_in
from panelroom.signed.reading import read_file
from panelroom.signed.verdict import judge
from panelroom.text import clean_line, plural

if TYPE_CHECKING:
    from panelroom.keys.signed_pdf import ReadPdf
    from panelroom.signed.printed import BookCheck, Printed
    from panelroom.signed.verdict import Judged

WHAT_IT_PROVES = (
    "The certificates are self-made: a signature proves the person's key as this office knows it, and is not a "
    "qualified signature. The times are those the signers claim."
)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A PDF as it was read and judged; its book, where one was given."""

    name: str
    size: int
    found: "ReadPdf"
    judged: "tuple[Judged, ...]"
    printed: "Printed | None"
    book: "BookCheck | None"

    @property
    def problems(self) -> list[str]:
        """What is wrong, each a sentence."""
        return [*self._wrong_with_file(), *self._wrong_with_signatures(), *self._wrong_with_book()]

    def covers_whole_file(self, each: "Judged") -> bool:
        """Whether nothing at all follows what a signature covers."""
        return each.signature.end == self.size

    def _wrong_with_file(self) -> Iterator[str]:
        for problem in self.found.problems:
            yield f"{self.name} does not hold: {problem}."
        if not self.found.problems and not self.judged:
            yield f"{self.name} is not signed: nothing in it shows whether it was changed, or by whom it was made."

    def _wrong_with_signatures(self) -> Iterator[str]:
        for place, each in enumerate(self.judged, 1):
            which = f"Signature {place} ({each.signature.name or 'no name'})"
            for problem in each.signature.problems:
                yield f"{which} does not hold: {problem}."
            if each.unknown:
                yield f"{which} is not by anybody known here: {each.unknown}."

    def _wrong_with_book(self) -> Iterator[str]:
        if self.book is None:
            return
        yield from self.book.problems
        if self.printed is None:
            yield f"{self.name} carries no root, so no book can bear it out."


def verify_pdf(arguments: argparse.Namespace) -> int:
    """Print what holds and what does not; return 0 if all of it holds, else 1."""
    checked = _check(arguments)
    problems = checked.problems
    if arguments.json:
        out_json(_data(checked))
    else:
        for line in _lines(checked):
            out(line)
    for problem in problems:
        say(problem)
    return 1 if problems else 0


def _check(arguments: argparse.Namespace) -> _Checked:
    pdf, found = read_file(arguments.file)
    printed = root_in(found)
    return _Checked(
        name=clean_line(arguments.file.name),
        size=len(pdf),
        found=found,
        judged=judge(found, signers_of(arguments), SystemClock().wall()),
        printed=printed,
        book=check_book(arguments.book, arguments.passphrase_file, printed) if arguments.book else None,
    )


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────


def _lines(checked: _Checked) -> Iterator[str]:
    if checked.printed:
        entries = plural(checked.printed.entries or 0, "entry", "entries")
        status = f", {checked.found.status}" if checked.found.status else ""
        yield (f"{checked.name}{status}: made from {entries}. Root: {checked.printed.root}")
    for place, each in enumerate(checked.judged, 1):
        yield from _about_signature(place, each, whole=checked.covers_whole_file(each))
    if checked.book and not checked.book.problems and checked.printed:
        later = f" It goes on after that: {checked.book.since}." if checked.book.since else ""
        yield f"The book bears it out: the root is the book's after as many entries.{later}"
    if not checked.problems:
        yield f"It holds: {plural(len(checked.judged), 'signature')}, and the file is as it was signed."
        yield WHAT_IT_PROVES
        if checked.book is None:
            yield "Whether the book bears it out: give --book BOOK."


def _about_signature(place: int, each: "Judged", *, whole: bool) -> Iterator[str]:
    signature = each.signature
    role = f", as {signature.role}" if signature.role else ""
    time = _moment(signature.claimed_time) if signature.claimed_time else "none"
    yield f"Signature {place}: {signature.name or 'no name'}{role}; claimed time {time}"
    yield f"  certificate, SHA-256: {signature.fingerprint}"
    yield f"  {_known(each)}; it covers {'the whole file' if whole else 'the file as it was then'}"
    for note in each.notes:
        yield f"  note: {note}"


def _known(each: "Judged") -> str:
    known = f"the key is pinned here as {each.signer.name}" if each.signer else "the key is not pinned here"
    return f"{'does not hold' if each.signature.problems else 'whole'}; {known}"


def _moment(iso: str) -> str:
    return datetime.fromisoformat(iso).strftime("%d %B %Y at %H:%M (%z)")


# ── as data ──────────────────────────────────────────────────────────────────────────────────────────────


def _data(checked: _Checked) -> dict[str, Any]:
    printed, book = checked.printed, checked.book
    return {
        "valid": not checked.problems,
        "status": checked.found.status,
        "entries": printed.entries if printed else None,
        "root": printed.root if printed else None,
        "signatures": [_signature_data(checked, each) for each in checked.judged],
        "appended_bytes": checked.found.appended,
        "book": book_data(book, list(book.problems)) | {"since": since_data(book)} if book else None,
        "problems": checked.problems,
    }


def _signature_data(checked: _Checked, each: "Judged") -> dict[str, Any]:
    signature = each.signature
    return {
        "valid": each.holds,
        "name": signature.name,
        "role": signature.role,
        "fingerprint": signature.fingerprint,
        "pinned": each.signer.name if each.signer else None,
        "claimed_time": signature.claimed_time,
        "covers_whole_file": checked.covers_whole_file(each),
        "problems": [*each.signature.problems, *filter(None, [each.unknown])],
        "notes": list(each.notes),
    }
