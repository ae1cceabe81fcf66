"""Slips on paper: one page for each member and case, to be marked silently, folded and handed in.

All slips of a case are alike, down to the furniture: a name, or the number of a copy or sheet, would tell whose one
was. Questions stand in the order in which they are typed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from panelroom.errors import Refused
from panelroom.questions import Question, QuestionSet
from panelroom.records.blocks import (
    MARKING,
    Block,
    Document,
    Furniture,
    PageBreak,
    Row,
    Table,
    Title,
    bold,
    cell,
    para,
)
from panelroom.records.files import write_whole
from panelroom.slips import slip_marks, slip_questions

ASKED = "Mark one box in each row, silently. Leave a row empty where you cannot say."
HANDED_IN = "No name. Fold it, and hand it to the keyboard. It is destroyed after the meeting."
MAX_SLIPS = 1000
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_BOX, _NONE = "☐", "–"
_NUMBER, _BOXES = 0.06, 0.66
"""Shares of the page's width: the numbers, and the boxes at most."""


def write_slips(
    path: Path, question_set: QuestionSet, *, cases: int, members: int, marking: str = MARKING
) -> Path:
    """Write the slips of ``members`` people for cases 1 to ``cases`` as a PDF file; return ``path``.

    Raises:
        Refused: no question of the set is answered by a mark, or these are no numbers of slips; nothing was written.
        NotWritten: the disk did not take it.
    """
    from panelroom.records.pdf import render

    if not slip_questions(question_set):
        raise Refused("No question of this set is answered by a mark: there is nothing to put on a slip.")
    if min(cases, members) < 1 or cases * members > MAX_SLIPS:
        raise Refused(f"Between 1 and {MAX_SLIPS} slips are printed at once: nothing was written.")
    content, _ = render(_document(question_set, cases, members, marking), total=0)
    write_whole(path, content)
    return path


def _document(question_set: QuestionSet, cases: int, members: int, marking: str) -> Document:
    return Document(
        title="Slips",
        subject="",
        author="",
        language=question_set.language,
        created=_NO_TIME,
        furniture=Furniture(marking, "Slip", HANDED_IN, counted=""),
        blocks=tuple(_all(question_set, cases, members)),
        exact="The question set holds the exact words.",
    )


def _all(question_set: QuestionSet, cases: int, members: int) -> Iterator[Block]:
    for place in range(cases * members):
        if place:
            yield PageBreak()
        yield from _slip(question_set, place // members + 1)


def _slip(question_set: QuestionSet, case: int) -> Iterator[Block]:
    yield Title(f"Case {case}")
    yield para(ASKED, " ", bold(HANDED_IN))
    for questions in _alike(question_set):
        yield _table(question_set, questions)


def _alike(question_set: QuestionSet) -> Iterator[list[Question]]:
    """Yield neighbouring questions that have marks in common, so that their boxes stand below one another."""
    together: list[Question] = []
    for question in slip_questions(question_set):
        if together and not set(_columns(question_set, together)) & set(slip_marks(question_set, question)):
            yield together
            together = []
        together.append(question)
    yield together


def _columns(question_set: QuestionSet, questions: list[Question]) -> list[str]:
    """Return the marks these questions take, in the order of the longest scale among them."""
    scales = sorted((slip_marks(question_set, q) for q in questions), key=len, reverse=True)
    return list(dict.fromkeys(mark for scale in scales for mark in scale))


def _table(question_set: QuestionSet, questions: list[Question]) -> Table:
    columns = _columns(question_set, questions)
    labels = {m: question_set.mark_label(q, m) for q in questions for m in slip_marks(question_set, q)}
    shares = _shares([labels[mark] for mark in columns])
    widths = (_NUMBER, 1 - _NUMBER - sum(shares), *shares)
    rows = tuple(_row(question_set, question, columns) for question in questions)
    header = ("Q", "Question", *(labels[mark] for mark in columns))
    return Table(header, widths, rows, centred=tuple(range(2, 2 + len(columns))))


def _shares(labels: list[str]) -> list[float]:
    """Return the shares of the width for the boxes below these labels, so that no word is broken if there is room."""
    wanted = [max(0.08, 0.037 + 0.011 * max(map(len, label.split()))) for label in labels]
    room = min(1, _BOXES / sum(wanted))
    return [share * room for share in wanted]


def _row(question_set: QuestionSet, question: Question, columns: list[str]) -> Row:
    takes = slip_marks(question_set, question)
    boxes = (cell(_BOX if mark in takes else _NONE) for mark in columns)
    return Row((cell(bold(str(question.number))), cell(question.wording), *boxes))
