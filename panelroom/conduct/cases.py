"""A case: opened, read, closed, reopened, carried forward."""

from collections.abc import Callable
from typing import Any

from panelroom import acts
from panelroom.acts import Act
from panelroom.conduct.ground import Checks, Prepared, find_case, open_case
from panelroom.errors import Refused
from panelroom.meeting import Meeting, quorate, unanswered
from panelroom.text import plural


def _check_may_open(meeting: Meeting) -> None:
    if meeting.question_set.meetings.ground_rules and meeting.ground_rules_at is None:
        raise Refused("The ground rules have not been read and accepted: do that first.")
    if meeting.open_case is not None:
        raise Refused(f"Case {meeting.open_case} is open: close it or carry it forward first.")
    waiting = [p for p in meeting.people.values() if p.role == "observer" and p.present and not p.approved]
    if waiting:
        raise Refused(
            f"{plural(len(waiting), 'observer')} in the room without the Chair's approval: approve or ask to leave."
        )


def _open(meeting: Meeting, act: acts.OpenCase) -> Prepared:
    _check_may_open(meeting)
    case = find_case(meeting, act.case)
    if case.state == "closed":
        raise Refused(f"Case {case.number} is closed: reopen it, with the reason.")
    numbered = act.model_copy(update={"case": case.number})
    notices = (
        () if quorate(meeting) else ("The room is not quorate: the panel may read and discuss, not decide.",)
    )
    return Prepared(numbered, case.number, notices=notices)


def _reopen(meeting: Meeting, act: acts.ReopenCase) -> Prepared:
    _check_may_open(meeting)
    case = find_case(meeting, act.case)
    if case.state != "closed":
        raise Refused(f"Case {case.number} is not closed: it needs opening, not reopening.")
    return Prepared(act.model_copy(update={"case": case.number}), case.number)


def _close(meeting: Meeting, act: acts.CloseCase) -> Prepared:
    case = open_case(meeting)
    if meeting.question_set.outcomes and case.outcome is None:
        raise Refused("The panel has not decided this case: decide first, or carry it forward.")
    if not meeting.question_set.outcomes and (left := unanswered(meeting, case)):
        raise Refused(f"{plural(len(left), 'question')} unanswered: answer, or carry the case forward.")
    return Prepared(act, case.number)


def _carry(meeting: Meeting, act: acts.CarryForward) -> Prepared:
    case = find_case(meeting, act.case)
    if case.state in ("closed", "carried_forward"):
        raise Refused(f"Case {case.number} is already closed or carried forward.")
    if case.outcome is not None:
        raise Refused(f"Case {case.number} is decided: close it. A changed mark takes the decision away.")
    return Prepared(act.model_copy(update={"case": case.number}), case.number)


def _reading(allowed: tuple[str, ...], otherwise: str) -> Callable[[Meeting, Any], Prepared]:
    def check(meeting: Meeting, act: Act) -> Prepared:
        case = open_case(meeting)
        if meeting.timing(case.number).reading.state not in allowed:
            raise Refused(otherwise)
        return Prepared(act, case.number)

    return check


CHECKS: Checks = {
    acts.OpenCase: _open,
    acts.StartReading: _reading(("none", "ended"), "The reading time is already running."),
    acts.PauseReading: _reading(("running",), "The reading time is not running."),
    acts.ResumeReading: _reading(("paused",), "The reading time is not paused."),
    acts.ExtendReading: _reading(("running", "paused"), "There is no reading time to change."),
    acts.EndReading: _reading(("running", "paused"), "There is no reading time to end."),
    acts.CloseCase: _close,
    acts.ReopenCase: _reopen,
    acts.CarryForward: _carry,
}
