"""Slips: what members marked silently, and on which questions all of them agree.

A whole slip is what one member thinks of one case, and whoever knows one mark on it would know the rest. So no slip
is kept whole: as soon as the next one is begun, all that is left of it is one more in the totals of each question,
and nothing says which marks came together, or in which order slips came in. Only the slip in hand is whole until
then, because a wrong key must be taken back. Pure functions: :mod:`panelroom.slip_tray` keeps what they return.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from panelroom import acts
from panelroom.errors import Refused
from panelroom.questions import NOT_APPLICABLE, UNDECIDED, Question, QuestionSet
from panelroom.scrutiny import Marks, applies, is_fault, needs_why
from panelroom.text import plural

MET = "met"
EMPTY = "-"
"""What stands for a question that a slip leaves open. No scale has it: nobody agrees by saying nothing."""
AGREEABLE = (MET, NOT_APPLICABLE)
"""Marks that may be recorded without a word, where every slip has them."""

Totals = Mapping[str, Mapping[str, int]]
"""Question id -> mark -> how many slips say so."""


@dataclass(frozen=True, slots=True)
class Slips:
    """The slips of one case, as far as they were entered.

    ``totals`` holds the ``folded`` slips before the one in hand; ``hand`` the marks of that one, in the order of the
    questions; ``laid_down``: it is complete and counts; ``shown``: the totals were looked at, and none may follow.
    """

    totals: Totals = field(default_factory=dict)
    folded: int = 0
    hand: tuple[str, ...] = ()
    laid_down: bool = False
    shown: bool = False

    @property
    def count(self) -> int:
        """How many slips are in."""
        return self.folded + self.laid_down


def slip_questions(question_set: QuestionSet) -> tuple[Question, ...]:
    """Return the questions a slip asks: those answered by a mark."""
    return tuple(q for q in question_set.questions if q.answer.kind == "scale")


def slip_marks(question_set: QuestionSet, question: Question) -> tuple[str, ...]:
    """Return what a slip may say to a question: its scale, but for what only a whole panel can be."""
    return tuple(c.value for c in question_set.scale_of(question) if c.value != UNDECIDED)


# ── entering ─────────────────────────────────────────────────────────────────────────────────────────────


def next_question(question_set: QuestionSet, slips: Slips) -> Question | None:
    """Return the question whose mark comes next, or ``None`` where the slip in hand has all its marks."""
    questions = slip_questions(question_set)
    place = 0 if slips.laid_down else len(slips.hand)
    return questions[place] if place < len(questions) else None


def enter(question_set: QuestionSet, slips: Slips, mark: str, due: int) -> Slips:
    """Return the slips with one more mark, or one more question left ``EMPTY``; ``due`` is how many may come.

    Raises:
        Refused: there is no question for it, it is no mark of that question, or no slip may follow.
    """
    _check_hidden(slips)
    if not slips.hand or slips.laid_down:
        slips = _begun(question_set, slips, due)
    question = next_question(question_set, slips)
    if question is None:
        raise Refused("This slip has all its marks:   ENTER  takes it in,   u  takes a mark back.")
    if mark != EMPTY and mark not in slip_marks(question_set, question):
        raise Refused(f"Question {question.number} does not take that mark: nothing was entered.")
    return replace(slips, hand=(*slips.hand, mark))


def _begun(question_set: QuestionSet, slips: Slips, due: int) -> Slips:
    if slips.count >= due:
        raise Refused("Every slip that is due is in:   ENTER  shows what they say.")
    return _folded(question_set, slips)


def _folded(question_set: QuestionSet, slips: Slips) -> Slips:
    """Return the slips with the one in hand added to the totals, where it was laid down."""
    if not slips.laid_down:
        return slips
    totals = {question: dict(by_mark) for question, by_mark in slips.totals.items()}
    for question, mark in zip(slip_questions(question_set), slips.hand, strict=True):
        by_mark = totals.setdefault(question.id, {})
        by_mark[mark] = by_mark.get(mark, 0) + 1
    return replace(slips, totals=totals, folded=slips.folded + 1, hand=(), laid_down=False)


def lay_down(question_set: QuestionSet, slips: Slips) -> Slips:
    """Return the slips with the one in hand taken in.

    Raises:
        Refused: it is not complete.
    """
    _check_hidden(slips)
    missing = len(slip_questions(question_set)) - len(slips.hand)
    if missing:
        raise Refused(f"This slip is not complete, {missing} to go:   SPACE  where it was left empty.")
    return replace(slips, laid_down=True)


def take_back(slips: Slips) -> Slips:
    """Return the slips without the last mark; a slip that was just taken in is open again instead.

    Raises:
        Refused: there is none that could still be told apart.
    """
    _check_hidden(slips)
    if slips.laid_down:
        return replace(slips, laid_down=False)
    if not slips.hand:
        raise Refused("Slips that are in cannot be told apart any more: D  throws all of them away.")
    return replace(slips, hand=slips.hand[:-1])


def _check_hidden(slips: Slips) -> None:
    if slips.shown:
        raise Refused("The totals were shown, so no slip can follow or change: D  throws all of them away.")


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────


def show(question_set: QuestionSet, slips: Slips) -> Slips:
    """Return the slips with their totals shown, the last one folded into them.

    Raises:
        Refused: none is in, or one is half entered.
    """
    if slips.hand and not slips.laid_down:
        raise Refused("A slip is half entered: finish it, or take it back with  u  first.")
    if not slips.count:
        raise Refused("No slip is in yet.")
    return replace(_folded(question_set, slips), shown=True)


def agreed(question_set: QuestionSet, slips: Slips, marks: Marks) -> dict[str, str]:
    """Return question id -> mark for what may be recorded in one go, in order; nothing before totals are shown.

    It takes every slip: Yes, or does not apply, and on all of them the same. Left to the panel are questions that
    have a mark already (``marks``) or are not asked after these marks, marks that must say why, and a Yes that the
    set calls a fault.
    """
    if not slips.shown or not slips.folded:
        return {}
    found: dict[str, str] = {}
    for question in slip_questions(question_set):
        mark = _unanimous(slips, question)
        known = {**marks, **found}
        if mark is None or question.id in known or not applies(question, known):
            continue
        if not needs_why(question, mark) and not is_fault(question, mark):
            found[question.id] = mark
    return found


def _unanimous(slips: Slips, question: Question) -> str | None:
    """Return the mark all slips agree on, if it is one that can be agreed on without a word."""
    by_mark = slips.totals.get(question.id, {})
    return next((mark for mark in AGREEABLE if by_mark.get(mark) == slips.folded), None)


def answers(slips: Slips, together: Mapping[str, str]) -> tuple[acts.Answer, ...]:
    """Return the agreed marks as answers, each with how many slips said so."""
    return tuple(
        acts.Answer(question=question, mark=mark, count={mark: slips.folded})
        for question, mark in together.items()
    )


def to_talk_through(slips: Slips, together: Mapping[str, str], marks: Marks) -> Totals:
    """Return the totals of the questions that are left to the panel; nothing before totals are shown."""
    if not slips.shown:
        return {}
    return {q: dict(totals) for q, totals in slips.totals.items() if q not in together and q not in marks}


def say_total(question_set: QuestionSet, question: Question, by_mark: Mapping[str, int]) -> str:
    """Return ``6 Yes, 2 No``: numbers in the order of the scale, never who."""
    named = [(mark, question_set.mark_label(question, mark)) for mark in slip_marks(question_set, question)]
    named.append((EMPTY, "left empty"))
    return ", ".join(f"{by_mark[mark]} {label}" for mark, label in named if by_mark.get(mark))


def say_too_many(over: int) -> str:
    """Return what to do where ``over`` slips more are in than members decide the case."""
    return (
        f"{plural(over, 'slip')} more than members who decide this case, and nobody can tell whose: throw the"
        " slips away with  D  and type the others again."
    )


# ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────


def to_text(slips: Slips) -> str:
    """Return the slips as the text that the book keeps."""
    totals = {question: dict(sorted(by_mark.items())) for question, by_mark in slips.totals.items()}
    held = {"folded": slips.folded, "hand": slips.hand, "laid_down": slips.laid_down, "shown": slips.shown}
    return json.dumps({"totals": totals, **held})


def from_text(text: str) -> Slips:
    """Return the slips that :func:`to_text` wrote."""
    held = json.loads(text)
    return Slips(held["totals"], held["folded"], tuple(held["hand"]), held["laid_down"], held["shown"])
