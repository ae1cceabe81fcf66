"""What a Chair who rehearses is told: what a screen is for, and the keys that make sense there now.

Pure functions of the meeting and of the place the Chair is at. They are for the invented cases of a rehearsal only:
there the marks to practise with are part of the lesson. In a meeting nothing says which mark to give.
"""

from dataclasses import dataclass

from panelroom import acts, scrutiny
from panelroom.conduct.deciding import check_decision
from panelroom.errors import Refused
from panelroom.meeting import Case, Meeting, present, quorate, unanswered
from panelroom.questions import FollowUp, Question

SENTENCE = "a sentence"
"""Among the keys of a step: some words of one's own."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to do: its keys, one after the other, as the last line names them, and the words about it."""

    keys: tuple[str, ...]
    words: str

    @property
    def text(self) -> str:
        """The step on one line: ``o then a sentence - What it is for.``"""
        return f"{' then '.join(self.keys)} - {self.words}"


@dataclass(frozen=True, slots=True)
class Where:
    """Where the Chair is: the screen's name, the page, the question and its waiting follow-up, the outcome chosen."""

    screen: str
    page: int = 1
    question: Question | None = None
    follow_up: FollowUp | None = None
    chosen: str | None = None


# ── the steps, in the order of the evening ───────────────────────────────────────────────────────────────

_HERE = Step(
    ("SPACE",),
    "This is the roll call. The arrow points at a person: SPACE if that person is here. The top line says when"
    " there are enough to decide.",
)
_APOLOGIES = Step(
    ("a",),
    "You are quorate. For practice the last member has sent apologies: a says so, and the arrow moves on.",
)
_FORCE_HERE = Step(
    ("SPACE",),
    "The force's officer is here too, to answer questions: SPACE. The force has no vote, and never counts.",
)
_NOT_QUORATE = Step(
    ("1", "SPACE"),
    "The top line says NOT QUORATE: the panel may read and discuss, not decide. A number chooses a person; SPACE says"
    " that they came.",
)
_RULES = Step(("g", "y"), "Read the ground rules aloud. When everybody has accepted them, y.")
_TO_CASE = Step(
    ("ENTER",), "Everybody is accounted for. ENTER goes to the case. m comes back here from anywhere."
)
_COVER = Step(
    ("ENTER",),
    "The cover: what to expect, before anybody reads a word. Give people a moment: s lets a member sit this case out,"
    " unseen. ENTER starts the clock.",
)
_COVER_AGAIN = Step(
    ("ENTER",),
    "The next case. If time is short, x would carry it forward to another meeting. b blanks every display at once, at"
    " any moment.",
)
_COVER_OPEN = Step(("ENTER",), "This case is open: ENTER goes on where it was.")
_COVER_CLOSED = Step(
    ("m", "ENTER"), "This case is closed. m is the roll call, ENTER there goes to the next case."
)
_TURN = Step(
    ("PGDN",),
    "Everybody reads; the clock at the top counts down. PGDN turns the page, t shows the dated entries, g explains"
    " the abbreviations, x hides a page at once.",
)
_READ = Step(
    ("ENTER",),
    "+ gives a minute more, SPACE pauses. The clock never ends the reading; you do: ENTER, when all have read.",
)
_GO_ON_READING = Step(("SPACE",), "The clock stands still. SPACE goes on reading.")
_LOOKED = Step(("ENTER",), "You are looking into the papers. ENTER goes back to the question.")
_FIRST_QUESTION = Step(
    ("y",),
    "One question at a time. Say the answer aloud, then press its key; the next question comes by itself. For"
    " practice the panel says Yes: y. u takes a wrong key back.",
)
_YES = Step(("y",), "For practice the panel says Yes: y.")
_NO = Step(("n",), "For practice the panel says No: n. The line below counts what is not met.")
_CANNOT_TELL = Step(
    ("c",), "For practice the papers do not say: c. It becomes a query to the force, and is never a fault."
)
_FOLLOW_UP = Step(
    ("1",), "A smaller question came up beneath: a digit answers it. ENTER would go on without."
)
_FOLLOW_UP_WORDS = Step(
    ("ENTER", SENTENCE, "ENTER"), "A smaller question came up beneath: ENTER opens a place to type."
)
_OBSERVE = Step(
    ("o", SENTENCE, "ENTER", "g"),
    "Somebody saw good practice. o, type it, read it back, ENTER; one key then says what it is: g for good practice.",
)
_PARK = Step(
    ("p", SENTENCE, "ENTER"),
    "The talk drifts to something wider. p parks it for the end, so that nothing is lost and the case goes on.",
)
_ANSWERED = Step(
    ("j",), "This question is answered. j goes to the next one that is not; the arrow keys go to any."
)
_ALL_ANSWERED = Step(("q",), "Every question has its answer. q goes to the marks and the outcome.")
_PROMPT = Step(
    ("n", SENTENCE, "ENTER"),
    "The guide asks a question, and the panel must answer it: y or n, and why. For practice: no, and a few words.",
)
_UNANSWERED = Step(("j",), "A question is still without an answer: j goes there.")
_DECIDE = Step(
    ("ENTER",), "Read the outcome aloud. ENTER decides. Where it needs a reason, that is asked for."
)
_CLOSE_CASE = Step(
    ("ENTER",), "The panel has decided. ENTER closes the case. Until then u would take it back."
)
_NO_OUTCOME = Step(("ENTER",), "This question set reaches no verdict: ENTER closes the case.")
_PAPERS = Step(
    ("c", "6", "ENTER", "6", "ENTER"),
    "The wrap-up: the meeting on one screen, what was parked among it. Count the paper copies back in: c, 6 out,"
    " 6 back.",
)
_CASES_LEFT = Step(("q",), "This is the wrap-up, but a case waits still: q goes back to it.")
_CLOSE = Step(("ENTER", "y"), "a would note who does what by when. ENTER closes the meeting; it asks first.")
_LEAVE = Step(
    ("ctrl+q", "y"),
    "The meeting is closed: you have done it once. The documents, the public wording and the signatures come later,"
    " for the secretary. ctrl+q leaves, and nothing of this rehearsal stays.",
)

_CHOOSE = {
    code: Step(
        (code,),
        "All marks, what the guide advises, and the outcomes in their exact words. The panel decides. For practice:"
        f" {code}.",
    )
    for code in ("1", "2", "3")
}

EVENING = (
    _HERE, _APOLOGIES, _FORCE_HERE, _RULES, _TO_CASE, _COVER, _TURN, _READ, _FIRST_QUESTION, _FOLLOW_UP, _OBSERVE,
    _NO, _CANNOT_TELL, _CHOOSE["2"], _DECIDE, _CLOSE_CASE, _COVER_AGAIN, _PARK, _PROMPT, _PAPERS,
    _CLOSE, _LEAVE,
)  # fmt: skip
"""The steps that a rehearsal comes to, in the order in which it first comes to them."""

_PRACTISED: dict[int, dict[int, Step]] = {
    1: {3: _NO, 9: _CANNOT_TELL},
    2: {1: _NO, 3: _NO, 4: _NO, 5: _NO},
}
"""Case -> question -> what is practised there, elsewhere Yes: four minors bring the guide's question."""


def step(meeting: Meeting, where: Where) -> Step | None:
    """Return what makes sense now; None on a screen that belongs to no meeting, or has nothing to teach."""
    if where.screen == "roll_call":
        return _roll_call(meeting)
    if where.screen == "wrap_up":
        return _wrap_up(meeting)
    if where.screen == "cover":
        return _cover(meeting)
    if where.screen == "after":
        return _LEAVE
    case = meeting.current
    chosen = {"reading": _reading, "questions": _questions, "outcome": _outcome}.get(where.screen)
    return chosen(meeting, case, where) if chosen and case else None


def _roll_call(meeting: Meeting) -> Step:
    waiting = next((p for p in meeting.people.values() if p.status == "expected"), None)
    if waiting is not None and not waiting.counts:
        return _FORCE_HERE
    if waiting is not None:
        # Enough to decide are here: the next member is the one to practise apologies on.
        return _APOLOGIES if quorate(meeting) else _HERE
    if not quorate(meeting) and not present(meeting):
        return _NOT_QUORATE
    return _RULES if _rules_unread(meeting) else _TO_CASE


def _rules_unread(meeting: Meeting) -> bool:
    return bool(meeting.question_set.meetings.ground_rules) and meeting.ground_rules_at is None


def _cover(meeting: Meeting) -> Step:
    if _rules_unread(meeting):
        return _RULES
    if meeting.open_case is not None:
        return _COVER_OPEN
    if not any(c.state == "waiting" for c in meeting.cases):
        return _COVER_CLOSED
    return _COVER_AGAIN if any(c.state == "closed" for c in meeting.cases) else _COVER


def _reading(meeting: Meeting, case: Case, where: Where) -> Step:
    state = meeting.timing(case.number).reading.state
    if state == "paused":
        return _GO_ON_READING
    if state != "running":
        return _LOOKED
    return _READ if where.page > 1 else _TURN


def _questions(meeting: Meeting, case: Case, where: Where) -> Step:
    if where.follow_up is not None:
        return _FOLLOW_UP if where.follow_up.answer.kind == "choice" else _FOLLOW_UP_WORDS
    if not unanswered(meeting, case):
        return _ALL_ANSWERED
    if len(case.answers) == 2 and case.number == 1 and not case.observations:
        return _OBSERVE
    if len(case.answers) == 2 and case.number == 2 and not meeting.parked:
        return _PARK
    question = where.question
    if question is None or question.id in case.answers:
        return _ANSWERED
    if not case.answers and case.number == 1:
        return _FIRST_QUESTION
    return _PRACTISED.get(case.number, {}).get(question.number, _YES)


def _outcome(meeting: Meeting, case: Case, where: Where) -> Step:
    if case.outcome:
        return _CLOSE_CASE
    if not meeting.question_set.outcomes:
        return _NO_OUTCOME
    if unanswered(meeting, case):
        return _UNANSWERED
    waiting = scrutiny.prompts(meeting.question_set, case.marks)
    if any(rule.id not in case.prompt_answers for rule in waiting):
        return _PROMPT
    return _DECIDE if where.chosen else _CHOOSE[_practised_outcome(meeting, case)]


def _practised_outcome(meeting: Meeting, case: Case) -> str:
    """Return the outcome to practise with: one that the record bears already."""
    return next((code for code in ("2", "1") if _possible(meeting, case, code)), "3")


def _possible(meeting: Meeting, case: Case, code: str) -> bool:
    try:
        check_decision(meeting, case, acts.Decide(outcome=code, reason="-"))
    except Refused:
        return False
    return True


def _wrap_up(meeting: Meeting) -> Step:
    if meeting.closed_at:
        return _LEAVE
    if meeting.open_case is not None or any(c.state == "waiting" for c in meeting.cases):
        return _CASES_LEFT
    return _PAPERS if meeting.papers is None else _CLOSE
