"""Opening a meeting: a question set, a roster and a list of cases become a book with its first entry."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from panelroom import acts, bookcase
from panelroom.carrying import carried_first
from panelroom.errors import BadFile, Refused
from panelroom.journal import say_invalid
from panelroom.meeting import COUNTING_ROLES
from panelroom.papers import CasePapers
from panelroom.question_files import load
from panelroom.replay import Line, LineRefused
from panelroom.roster import read_roster
from panelroom.text import plural


def make_meeting(
    book: Path,
    passphrase: str,
    *,
    question_set: str,
    cases: Iterable[CasePapers],
    roster: Path | None,
    carried: Iterable[acts.ListedCase] = (),
    **fields: Any,
) -> bytes:
    """Make a book for a meeting about these cases; return its key.

    ``carried`` are the cases that an earlier meeting carried on: they come first. ``fields`` are those of
    ``open_meeting``: ref, date, quorum, venue, planned_minutes, decision_rule, pack, pace.

    Raises:
        BadFile: the question set or the roster is not what it should be.
        Refused: as :func:`opening_act`, or there is such a book already.
    """
    chosen = load(question_set)
    listed = carried_first((listed_case(papers) for papers in cases), carried)
    people = [m.model_dump() for m in read_roster(roster)] if roster else []
    given = {k: v for k, v in fields.items() if v is not None}
    opening = opening_act(set=chosen.id, cases=listed, roster=people, **given)
    bookcase.new_book(book, passphrase, opening, chosen)
    return bookcase.book_key(book, passphrase)


def listed_case(papers: CasePapers) -> acts.ListedCase:
    """Return a case as the meeting's list has it.

    Raises:
        Refused: something on its cover is too long for the list.
    """
    try:
        return acts.ListedCase(
            ref=papers.ref,
            title=papers.title,
            strands=papers.strands,
            advisory=papers.advisory or None,
            pages=len(papers.pages),
            words=papers.words,
        )
    except ValidationError as error:
        raise _cannot_open(error) from None


def opening_act(**fields: Any) -> acts.OpenMeeting:
    """Return the opening act.

    Raises:
        Refused: a field is wrong, or the roster has fewer voting members than the quorum needs.
    """
    try:
        opening = acts.OpenMeeting.model_validate(fields)
    except ValidationError as error:
        raise _cannot_open(error) from None
    _check_quorum(opening)
    return opening


def _check_quorum(opening: acts.OpenMeeting) -> None:
    """Refuse a quorum that the roster cannot meet. Without a roster everybody walks in, and nobody can say."""
    if not opening.roster or opening.quorum is None:
        return
    voting = sum(m.votes and m.role in COUNTING_ROLES for m in opening.roster)
    if voting < opening.quorum:
        raise Refused(
            f"The meeting cannot be opened: its quorum is {opening.quorum}, and the roster lists"
            f" {plural(voting, 'voting member')}; set a lower quorum, or list who else votes (chair, member or"
            " ethics_member, with votes = true)."
        )


def _cannot_open(error: ValidationError) -> Refused:
    return Refused(f"The meeting cannot be opened: {say_invalid(error)}.")


def begin_from_script(
    book: Path, passphrase: str, lines: Iterator[Line], *, live: bool = False, pack: str | None = None
) -> bytes:
    """Make the book from a script's first line, which must be ``open_meeting``; return its key.

    With ``live`` the meeting is opened now, whatever time the line gives. ``pack`` is the SHA-256 of the sealed
    papers it reads.

    Raises:
        LineRefused: the first line is something else, or its question set is not known.
    """
    first = next(lines, None)
    if first is None:
        raise BadFile("The script is empty: its first line must be open_meeting.")
    if not isinstance(first.act, acts.OpenMeeting):
        raise LineRefused(f"line {first.number}: A new book begins with open_meeting.")
    try:
        question_set = load(first.act.set)
    except BadFile as error:
        raise LineRefused(f"line {first.number}: {error}") from None
    opening = first.act.model_copy(update={"pack": pack}) if pack else first.act
    bookcase.new_book(book, passphrase, opening, question_set, at=None if live else first.at)
    return bookcase.book_key(book, passphrase)
