"""How a meeting is conducted: whether an act is allowed now, and what follows from it.

:func:`prepare` takes the meeting and an act and returns what the journal must record beside it: the case it is
about, the entries it makes void, what an amended entry becomes. It changes nothing. Each refusal is one
sentence that says what to do instead, and never repeats what was typed.
"""

from panelroom import acts
from panelroom.acts import Act
from panelroom.conduct import afterwards, answers, cases, changing, course, deciding, people, remarks
from panelroom.conduct.ground import Checks, Prepared
from panelroom.conduct.stage import check_stage
from panelroom.meeting import Meeting

__all__ = ["Prepared", "prepare"]


def prepare(meeting: Meeting, act: Act) -> Prepared:
    """Check ``act`` against the meeting.

    Raises:
        Refused: the act is not allowed now; the sentence says what to do instead.
    """
    check_stage(meeting, act)
    return _check(meeting, act)


def _check(meeting: Meeting, act: Act) -> Prepared:
    check = _CHECKS.get(type(act))
    return check(meeting, act) if check else Prepared(act)


_CHECKS: Checks = {
    **people.CHECKS,
    **cases.CHECKS,
    **answers.CHECKS,
    **remarks.CHECKS,
    **deciding.CHECKS,
    **changing.CHECKS,
    **afterwards.CHECKS,
    **course.CHECKS,
    acts.Amend: lambda meeting, act: changing.amend(meeting, act, _check),
}
