"""When in the meeting an act may be done: before it is closed or after, and while it is adjourned."""

from panelroom import acts
from panelroom.acts import Act
from panelroom.errors import Refused
from panelroom.meeting import Meeting

_AFTER_CLOSING = (
    acts.ConfirmMinutes,
    acts.CorrectMinutes,
    acts.StrikeText,
    acts.ClockChanged,
    acts.ReleaseText,
    acts.NoteMatter,
    acts.CheckMinutes,
    acts.OpenAccuracyCheck,
    acts.DisputeFact,
    acts.ReplyToDispute,
)


_ONLY_AFTER_CLOSING = (acts.CheckMinutes, acts.OpenAccuracyCheck, acts.DisputeFact, acts.ReplyToDispute)


_WHILE_ADJOURNED = (
    acts.Resume, acts.CloseMeeting, acts.RaiseUrgent, acts.MarkPresent, acts.MarkAbsent, acts.MemberLeft,
    acts.MemberReturned, acts.AddAttendee, acts.HandOverChair, acts.ApproveObserver, acts.CountPapers,
    acts.StrikeText, acts.ClockChanged, acts.CarryForward, acts.SitOut, acts.SitIn, acts.StepOut,
    acts.DeclareInterest,
    acts.WithholdPage, acts.NoteMatter,
)  # fmt: skip


def check_stage(meeting: Meeting, act: Act) -> None:
    """Raise ``Refused`` where the meeting is closed, not closed yet, or adjourned, and the act needs it otherwise."""
    if isinstance(act, acts.OpenMeeting):
        raise Refused("This meeting is already open: make a new book for another meeting.")
    if meeting.closed_at:
        if not isinstance(act, _AFTER_CLOSING):
            raise Refused("The meeting is closed: correct the minutes instead, with the reason.")
    elif isinstance(act, acts.ConfirmMinutes | acts.CorrectMinutes):
        raise Refused("The meeting is not closed yet: amend the entry; the minutes are corrected afterwards.")
    elif isinstance(act, acts.ReleaseText):
        raise Refused("The meeting is not closed yet: words are released for publication afterwards.")
    elif isinstance(act, _ONLY_AFTER_CLOSING):
        raise Refused("The meeting is not closed yet: minutes are checked, and facts disputed, afterwards.")
    elif meeting.adjourned and not isinstance(act, _WHILE_ADJOURNED):
        raise Refused("The meeting is adjourned: resume it first.")
