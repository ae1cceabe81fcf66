"""The accuracy sheet: what the force is asked to compare with the papers, page by page, before minutes are published.

It asks about facts, never about the panel's view, so insight from members' experience is not on it. It holds roles
and case numbers only: which case that is, the force knows from the meeting's list.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from panelroom.records.blocks import (
    MARKING,
    Block,
    Document,
    Facts,
    Heading,
    Lines,
    Para,
    Row,
    Table,
    Title,
    bold,
    cell,
    para,
)
from panelroom.records.minutes import furniture, subject
from panelroom.records.record import CaseRecord, Dispute, Observation, QuestionLine, Record
from panelroom.text import plural

TO = "police force"
_NO_FACTS = frozenset({"insight"})


@dataclass(frozen=True, slots=True)
class Point:
    """Something the force may dispute. ``id`` is its entry, ``name`` what the sheet calls it, ``where`` its page.

    ``asked`` is the question that a remark answers.
    """

    id: str
    name: str
    asked: str | None
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """What the force disputes of a point: the number of its case, the point, and both sides."""

    case: int
    point: Point
    dispute: Dispute


def points(case: CaseRecord) -> tuple[Point, ...]:
    """Return the remarks and observations of ``case`` that state facts, struck ones left out."""
    remarks = [_remark(question) for question in case.questions if not question.struck]
    observations = [o for o in case.observations if o.kind not in _NO_FACTS and not o.struck]
    return (*(r for r in remarks if r and r.text), *(_observed(each) for each in observations))


def disputed(record: Record) -> tuple[Disputed, ...]:
    """Return every fact that the force disputes, in the order of the minutes."""
    return tuple(_disputed(record))


def _disputed(record: Record) -> Iterator[Disputed]:
    for case in record.cases:
        answers = [(_remark(question), question.disputes) for question in case.questions]
        observations = [(_observed(each), each.disputes) for each in case.observations]
        for point, disputes in (*answers, *observations):
            yield from (Disputed(case.number, point, each) for each in disputes if point)


def _remark(question: QuestionLine) -> Point | None:
    """Return what was said on a question; None where nobody answered it."""
    if question.entry is None:
        return None
    said = [question.answer] if question.prose and question.answered else []
    said += [question.remark] if question.remark else []
    name = f"Question {question.number}"
    return Point(question.entry, name, question.wording, "\n".join(said), question.evidence or "")


def _observed(each: Observation) -> Point:
    page = f"page {each.page}" if each.page else ""
    return Point(each.id, f"Observation {each.number}", None, each.text, page)


def accuracy_sheet(record: Record) -> Document | None:
    """Return the sheet for the force; None where it was not asked."""
    if record.accuracy is None:
        return None
    return Document(
        title=f"Factual accuracy check of {record.ref}",
        subject=subject(record),
        author=record.office,
        language=record.question_set.language,
        created=record.until,
        furniture=furniture(record, "Factual accuracy", TO),
        blocks=(
            *_head(record, record.accuracy.until),
            *(b for c in record.cases for b in _case(c)),
            *_answer(),
        ),
    )


def _head(record: Record, until: str) -> Iterator[Block]:
    asked = sum(len(points(case)) for case in record.cases)
    yield Title("Factual accuracy check", over=record.panel)
    yield para(f"Marking: {MARKING}. Restricted: not for publication.")
    yield Facts(
        (
            ("For", f"The {TO}"),
            ("Meeting", f"{record.panel}, {record.ref}, {record.date}"),
            ("Points", plural(asked, "point")),
            ("Return by", until),
        )
    )
    yield para(
        "Compare each point with the papers the panel read. Where they show otherwise, say what they show and on "
        "which page. This is about facts; the panel's views are its own. What you answer, and what the panel "
        "replies, is printed beside the point in the minutes. A point without an answer stands as it is."
    )


def _case(case: CaseRecord) -> Iterator[Block]:
    found = points(case)
    if not found:
        return
    yield Heading(1, f"Case {case.number}")
    if any(point.where for point in found):
        header = ("Point", "What the panel recorded", "From", "What the papers show", "Page")
        yield Table(header, (0.17, 0.36, 0.11, 0.26, 0.10), tuple(_row(p, cell(p.where)) for p in found))
    else:
        short = ("Point", "What the panel recorded", "What the papers show", "Page")
        yield Table(short, (0.17, 0.42, 0.31, 0.10), tuple(_row(point) for point in found))


def _row(point: Point, *where: tuple[Para, ...]) -> Row:
    """Return the row of a point; ``where`` is the cell of the page that the panel named, if any point has one."""
    asked = cell(point.asked) if point.asked else ()
    said = cell(bold("Panel: "), point.text) if point.asked else cell(point.text)
    return Row((cell(bold(point.name)), (*asked, *said), *where, cell(""), cell("")))


def _answer() -> Iterator[Block]:
    yield Heading(1, "Answered by")
    yield Facts((("Role", ""), ("Date", "")))
    yield Lines("More about a point, with its number", 4)
