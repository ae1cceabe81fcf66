"""The meeting's own course: ground rules, papers counted, breaks, the end."""

from panelroom import acts
from panelroom.conduct.ground import Checks, Prepared
from panelroom.errors import Refused
from panelroom.meeting import Meeting
from panelroom.text import plural


def _acknowledge(meeting: Meeting, act: acts.AcknowledgeGroundRules) -> Prepared:
    if meeting.ground_rules_at:
        raise Refused("The ground rules are already accepted.")
    return Prepared(act)


def count_papers(meeting: Meeting, act: acts.CountPapers) -> Prepared:
    """Check a count of the papers: no more come back than went out."""
    if act.back > act.out:
        raise Refused("More copies came back than went out: count again.")
    return Prepared(act)


def _adjourn(meeting: Meeting, act: acts.Adjourn) -> Prepared:
    return Prepared(act, meeting.open_case)


def _resume(meeting: Meeting, act: acts.Resume) -> Prepared:
    if not meeting.adjourned:
        raise Refused("The meeting is not adjourned.")
    return Prepared(act, meeting.open_case)


def _close_meeting(meeting: Meeting, act: acts.CloseMeeting) -> Prepared:
    if meeting.open_case is not None:
        raise Refused(f"Case {meeting.open_case} is open: close it or carry it forward first.")
    papers = meeting.papers
    outstanding = papers.act.out - papers.act.back if papers else 0
    if outstanding and not act.reason:
        word = plural(outstanding, "copy", "copies")
        raise Refused(f"{word} outstanding: collect the papers, or say why the meeting closes without them.")
    return Prepared(act)


CHECKS: Checks = {
    acts.AcknowledgeGroundRules: _acknowledge,
    acts.CountPapers: count_papers,
    acts.Adjourn: _adjourn,
    acts.Resume: _resume,
    acts.CloseMeeting: _close_meeting,
}
