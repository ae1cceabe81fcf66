"""What the room may see of a meeting: a page for its display, and nothing that could be read between the lines.

:func:`room_page` is pure. It reads people only to say whether the room is quorate, and of what was recorded
only the marks and the outcome: no name, nobody who sits out, no interest, no reason, no observation, query or
draft has a way onto a page. The tally waits until every question is marked: "three minors" steers the fourth.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from panelroom import acts, scrutiny
from panelroom.desk import RoomSettings
from panelroom.meeting import Case, Meeting, Reading, case_tally, present, quorate, unanswered
from panelroom.questions import Outcome, Question, QuestionSet

WARN_SECONDS = 120
"""Seconds of reading time left from which the room is told in words."""
WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class RoomPage:
    """One page of the room's display, as plain text.

    ``kind`` names the page (``reading``, ``question``, ...). ``body`` is the matter itself, in paragraphs;
    ``big`` is painted in large digits: minutes and seconds left, or an outcome's number. ``note`` is one short
    sentence beneath, ``points`` a list: a mark or numeral, and the words. ``tally`` is ``None`` where the room
    may not know it.
    """

    kind: str
    heading: str = ""
    body: tuple[str, ...] = ()
    big: str | None = None
    note: str | None = None
    points: tuple[tuple[str, str], ...] = ()
    tally: str | None = None
    footer: str = ""


BLANK = RoomPage("blank")
_ANSWERING = ("questions", "slips", "outcome")
"""Screens of the Chair on which the panel answers: nobody reads any more."""
_DASH = "-"


def room_page(meeting: Meeting, room: RoomSettings, now: datetime) -> RoomPage:
    """Return what the room may see now."""
    if room.blank:
        return BLANK
    if room.private:
        return _holding(meeting, room, now)
    if meeting.closed_at:
        return RoomPage(
            "closed", "Thank you", ("The meeting is closed.", "Please hand in all papers before you leave.")
        )
    if meeting.adjourned:
        return RoomPage("break", "We are taking a break", ("We go on shortly.",), footer=_place(meeting))
    if meeting.current is None:
        return _without_case(meeting, room)
    return _of_case(meeting, meeting.current, room, now)


def _holding(meeting: Meeting, room: RoomSettings, now: datetime) -> RoomPage:
    """The page while something private is done: whoever is still reading keeps the countdown."""
    page = RoomPage("private", "One moment, please", ("We go on shortly.",), footer=_place(meeting))
    reading = _reading(meeting, meeting.current)
    if reading is None or reading.state != "running" or room.view in _ANSWERING:
        return page
    return replace(page, body=("The reading time goes on.",), big=_left(reading, now))


def _place(meeting: Meeting) -> str:
    if meeting.current is None:
        return meeting.opening.ref
    return f"Case {meeting.current.number} of {len(meeting.cases)}"


# ── between cases ────────────────────────────────────────────────────────────────────────────────────────


def _without_case(meeting: Meeting, room: RoomSettings) -> RoomPage:
    taken = sum(c.state in ("closed", "carried_forward") for c in meeting.cases)
    if not taken and _time_for_ground_rules(meeting, room):
        return _ground_rules(meeting)
    coming = _coming(meeting, room)
    if coming is not None:
        return _cover(meeting, coming)
    if not taken:
        return _before(meeting)
    body = _how_far(meeting)
    if room.view == "wrap_up":
        return RoomPage("wrap_up", "Closing the meeting", body, footer=_place(meeting))
    return RoomPage("between", "Between cases", (*body, "We go on shortly."), footer=_place(meeting))


def _how_far(meeting: Meeting) -> tuple[str, ...]:
    """Return how many cases were taken; one that was carried forward is not among them."""
    closed = sum(c.state == "closed" for c in meeting.cases)
    carried = sum(c.state == "carried_forward" for c in meeting.cases)
    further = (f"{carried} carried forward to another meeting",) if carried else ()
    return (f"{closed} of {len(meeting.cases)} cases taken", *further)


def _coming(meeting: Meeting, room: RoomSettings) -> Case | None:
    """Return the case that comes next, while the Chair is at its cover: what to expect is said before it opens."""
    if room.view != "cover":
        return None
    return next((c for c in meeting.cases if c.number == room.cover and c.state == "waiting"), None)


def _time_for_ground_rules(meeting: Meeting, room: RoomSettings) -> bool:
    if not meeting.question_set.meetings.ground_rules:
        return False
    complete = bool(present(meeting)) and quorate(meeting)
    return room.view == "ground_rules" or (complete and meeting.ground_rules_at is None)


def _ground_rules(meeting: Meeting) -> RoomPage:
    rules = tuple((_DASH, rule) for rule in meeting.question_set.meetings.ground_rules)
    return RoomPage("ground_rules", "Ground rules", points=rules, footer=_place(meeting))


def _before(meeting: Meeting) -> RoomPage:
    day = date.fromisoformat(meeting.opening.date)
    panel = meeting.opening.panel or meeting.question_set.panel.name
    body = (meeting.opening.ref, f"{day.day} {day:%B} {day.year}", "We begin shortly.")
    return RoomPage("before", panel, body, note=_quorum_words(meeting))


def _quorum_words(meeting: Meeting) -> str | None:
    if meeting.opening.quorum is None:
        return None
    return "The panel is quorate." if quorate(meeting) else "The panel is not yet quorate."


# ── a case ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_case(meeting: Meeting, case: Case, room: RoomSettings, now: datetime) -> RoomPage:
    match _stage(meeting, case, room.view):
        case "reading":
            return _reading_page(meeting, meeting.timing(case.number).reading, now)
        case "questions":
            return _questions(meeting, case, room, _elapsed(meeting, case, room, now))
        case "slips":
            return _slips(meeting, room)
        case "outcome":
            return _conclusion(meeting, case, room)
        case "aside":
            return _aside(meeting, case, room)
        case "papers":
            body = ("The panel is looking into the papers.",)
            return RoomPage("papers", "The reading time is over", body, footer=_place(meeting))
        case _:
            return _cover(meeting, case)


def _stage(meeting: Meeting, case: Case, view: str) -> str:
    """Return which page follows from where the Chair is and how far the case has come."""
    reading = meeting.timing(case.number).reading.state
    if view in _ANSWERING:
        return view
    if reading == "running":
        # Whatever else the Chair looks at meanwhile, the room goes on reading.
        return "reading"
    if view == "cover":
        return view
    if reading == "paused":
        return "reading"
    if view != "reading" and case.outcome:
        return "outcome"
    if view == "wrap_up" or (view != "reading" and not unanswered(meeting, case)):
        return "aside"
    if case.answers:
        return "questions"
    return "papers" if reading == "ended" else "cover"


def _aside(meeting: Meeting, case: Case, room: RoomSettings) -> RoomPage:
    """The page while the Chair looks away from an open case: no question is put, so no clock runs."""
    if not unanswered(meeting, case):
        return _all_marked(meeting, _tally(meeting, case, room))
    body = ("We go on with this case shortly.",)
    return RoomPage("aside", "One moment, please", body, footer=_place(meeting))


def _cover(meeting: Meeting, case: Case) -> RoomPage:
    """The strand and what to expect; neither reference nor title, by which a case might be recognised."""
    listed = case.listed
    body = (", ".join(listed.strands), listed.advisory or "", _length(listed))
    heading = f"Case {case.number} of {len(meeting.cases)}"
    return RoomPage("cover", heading, tuple(line for line in body if line), footer=meeting.opening.ref)


def _length(listed: acts.ListedCase) -> str:
    minutes = -(-(listed.words or 0) // WORDS_A_MINUTE)
    return f"About {minutes} minute{'' if minutes == 1 else 's'} to read" if minutes else ""


def _reading(meeting: Meeting, case: Case | None) -> Reading | None:
    return meeting.timing(case.number).reading if case else None


def _reading_page(meeting: Meeting, reading: Reading, now: datetime) -> RoomPage:
    left = reading.left_at(now)
    note: str | None
    if left <= 0:
        note = "The reading time is over."
    elif reading.state == "paused":
        note = "Paused"
    else:
        note = "Less than two minutes left" if left <= WARN_SECONDS else None
    return RoomPage("reading", "Reading time", big=_left(reading, now), note=note, footer=_place(meeting))


def _left(reading: Reading, now: datetime) -> str:
    return _minutes_seconds(min(reading.allowed, reading.left_at(now)))


def _minutes_seconds(seconds: float) -> str:
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def _elapsed(meeting: Meeting, case: Case, room: RoomSettings, now: datetime) -> str:
    """Return the question's own time: neither a break nor a program that was not running counts."""
    if room.asked is None:
        return ""
    return f"{_minutes_seconds(meeting.timing(case.number).talked_at(now) - room.asked)} on this question"


# ── questions ────────────────────────────────────────────────────────────────────────────────────────────


def _questions(meeting: Meeting, case: Case, room: RoomSettings, elapsed: str) -> RoomPage:
    question = meeting.question_set.by_id.get(room.question or "")
    tally = _tally(meeting, case, room)
    if question is not None:
        footer = ", ".join(part for part in (_place(meeting), elapsed) if part)
        return replace(_question(meeting, case, question), tally=tally, footer=footer)
    if unanswered(meeting, case):
        body = (f"{len(case.answers)} of {len(meeting.question_set.questions)} answered",)
        return RoomPage("questions", "Questions", body, tally=tally, footer=_place(meeting))
    return _all_marked(meeting, tally)


def _all_marked(meeting: Meeting, tally: str | None) -> RoomPage:
    return RoomPage("all_marked", "Every question is answered", tally=tally, footer=_place(meeting))


def _question(meeting: Meeting, case: Case, question: Question) -> RoomPage:
    heading = f"Question {question.number} of {len(meeting.question_set.questions)}"
    if question.severity:
        heading += f" - {question.severity}"
    given = case.answers.get(question.id)
    note = f"Answer: {_answer_words(meeting.question_set, question, given.act)}" if given else None
    return RoomPage("question", heading, (question.wording,), note=note)


def _answer_words(question_set: QuestionSet, question: Question, given: acts.Answer) -> str:
    """Return the answer in the set's own words; what somebody wrote is never among them."""
    if given.mark is not None:
        return question_set.mark_label(question, given.mark)
    value, answer = given.value, question.answer
    if answer.kind == "number" and isinstance(value, int | float):
        return f"{value:g} {answer.unit or ''}".strip()
    if answer.kind == "count" and isinstance(value, dict):
        return f"{value['agree']:g} of {value['of']:g}"
    if answer.kind == "count" and isinstance(value, int):
        return str(value)
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(option for option in answer.options if option in chosen) or "recorded"


def _tally(meeting: Meeting, case: Case, room: RoomSettings) -> str | None:
    """Return the tally in words where the room may know it and the set has anything to count."""
    open_yet = bool(unanswered(meeting, case))
    if open_yet and not room.tally:
        return None
    found, so_far = case_tally(meeting, case), " so far" if open_yet else ""
    counts = (
        ("major", found.major, found.of_major, found.major_not_established),
        ("minor", found.minor, found.of_minor, 0),
    )
    lines = [
        _count_words(severity, faults, of, doubtful, so_far)
        for severity, faults, of, doubtful in counts
        if meeting.question_set.of_severity(severity)
    ]
    return "\n".join(lines) or None


def _count_words(severity: str, faults: int, of: int, doubtful: int, so_far: str) -> str:
    name = severity.capitalize()
    if not of:
        return f"{name}: none applies"
    words = f"{name} not met{so_far}  {faults} of {of}"
    return f"{words}, {doubtful} not established" if doubtful else words


# ── slips ────────────────────────────────────────────────────────────────────────────────────────────────


def _slips(meeting: Meeting, room: RoomSettings) -> RoomPage:
    """How many slips are in, never what they say; then what all of them say, and nothing of what divides them."""
    if room.agreed is not None:
        return _agreed(meeting, room.agreed)
    so_far = (
        f"{room.slips_in} of {room.slips_due} in" if room.slips_in is not None and room.slips_due else None
    )
    body = ("Each for themselves, without talking.",)
    return RoomPage("slips", "Members mark their slips", body, note=so_far, footer=_place(meeting))


def _agreed(meeting: Meeting, agreed: dict[str, str]) -> RoomPage:
    heading, footer = "The slips are counted", _place(meeting)
    points = tuple(
        (_DASH, f"{label}: {'question' if len(numbers) == 1 else 'questions'} {', '.join(numbers)}")
        for label, numbers in _by_label(meeting.question_set, agreed).items()
    )
    if not points:
        return RoomPage("agreed", heading, ("We take the questions one by one.",), footer=footer)
    body = ("All slips say the same on these questions. The panel talks about the others.",)
    return RoomPage("agreed", heading, body, points=points, footer=footer)


def _by_label(question_set: QuestionSet, agreed: dict[str, str]) -> dict[str, list[str]]:
    """Return the words of a mark -> the numbers of the questions that have it."""
    found: dict[str, list[str]] = {}
    for question in question_set.questions:
        if question.id in agreed:
            label = question_set.mark_label(question, agreed[question.id])
            found.setdefault(label, []).append(str(question.number))
    return found


# ── conclusion ───────────────────────────────────────────────────────────────────────────────────────────


def _conclusion(meeting: Meeting, case: Case, room: RoomSettings) -> RoomPage:
    tally = _tally(meeting, case, room)
    question_set = meeting.question_set
    reached = question_set.outcome(case.outcome.act.outcome) if case.outcome else None
    if reached is not None:
        return replace(_outcome(reached), tally=tally, footer=_place(meeting))
    if not question_set.outcomes and not unanswered(meeting, case):
        return _all_marked(meeting, tally)
    points = tuple(_choice(o) for o in question_set.outcomes)
    if unanswered(meeting, case):
        # The guide's words would give the marks away.
        heading = "The panel considers its conclusion"
        return RoomPage("considering", heading, points=points, tally=tally, footer=_place(meeting))
    rules = scrutiny.advice(question_set, case.marks)
    body = tuple(rule.wording for rule in rules) or ("The guide suggests no outcome on these marks.",)
    return RoomPage("advice", "What the guide says", body, points=points, tally=tally, footer=_place(meeting))


def _choice(outcome: Outcome) -> tuple[str, str]:
    return (outcome.code if outcome.code.isdecimal() else _DASH), outcome.label


def _outcome(outcome: Outcome) -> RoomPage:
    big = outcome.code if outcome.code.isdecimal() else None
    return RoomPage("outcome", "The panel's conclusion", (outcome.label,), big=big)
