"""How far minutes are: draft, checked, confirmed; and what was changed since somebody said so."""

from collections import Counter

from panelroom.meeting import Meeting, changes_since, minutes_state
from panelroom.records import words
from panelroom.records.words import say_moment
from panelroom.text import plural

_CHANGED = {
    "correct_minutes": ("correction", "corrections"),
    "strike_text": ("entry struck", "entries struck"),
    "dispute_fact": ("fact disputed by the force", "facts disputed by the force"),
    "reply_to_dispute": ("reply to the force", "replies to the force"),
    "note_matter": ("matter noted", "matters noted"),
}


def standing(meeting: Meeting) -> str:
    """Return the standing of the minutes in one line: since when, by which role and how."""
    if meeting.confirmed:
        since = corrected_since(meeting)
        return _confirmed(meeting) + (f"; {since}" if since else "")
    if not meeting.closed_at:
        return "Draft: the meeting is not closed"
    if meeting.checked is None:
        return "Draft, not yet confirmed"
    checked = f"on {say_moment(meeting.checked.at)} by: {words.say_role(meeting.checked.act.by)}"
    if minutes_state(meeting) == "checked":
        return f"Checked {checked}; not yet confirmed"
    return f"Draft again: checked {checked}; changed since"


def _confirmed(meeting: Meeting) -> str:
    assert meeting.confirmed is not None
    how = "; ".join(f"{words.say_role(a.role)}, {words.METHODS[a.method]}" for a in meeting.confirmed.act.by)
    return f"Confirmed on {say_moment(meeting.confirmed.at)} by {how}"


def corrected_since(meeting: Meeting) -> str | None:
    """Return what was changed in confirmed minutes: ``changed since: 2 corrections``; None where nothing was."""
    changes = Counter(changes_since(meeting, meeting.confirmed)) if meeting.confirmed else Counter[str]()
    said = ", ".join(plural(changes[name], *one) for name, one in _CHANGED.items() if changes[name])
    return f"changed since: {said}" if said else None
