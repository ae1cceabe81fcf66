"""A member realises, in the middle of a case, that they know who somebody in the papers is: they step out, unasked.

The Chair reads one sentence aloud. It names nobody and asks nothing, so that the room learns no more than it must.
"""

from functools import partial
from typing import TYPE_CHECKING

from panelroom import acts
from panelroom.meeting import Person
from panelroom.ui.screens.boxes import UNSEEN, Confirm, pick_unseen

if TYPE_CHECKING:
    from panelroom.ui.app import PanelroomApp

ALOUD = (
    '"Somebody takes no further part in this case. Nobody asks why. We wait while they hand in their papers and '
    'leave the table; they are welcome back for the next case."'
)
_TO_DO = (
    "Their paper copy is back with you, and their slip is taken out unread. "
    "They tell nobody here what they know."
)


def step_out(app: "PanelroomApp") -> None:
    """Pick the member, give the Chair the sentence, and record it: a possible re-identification, without a name."""
    assert app.conductor is not None
    case = app.conductor.meeting.current
    if case is None:
        app.say("No case is open: on its cover, s lets a member sit it out.", refused=True)
        return
    people = [p for p in app.conductor.meeting.people.values() if p.counts and p.present]
    options = [(p, f"{p.name}   {'takes no part' if p.id in case.out else ''}".rstrip()) for p in people]

    def picked(person: Person | None) -> None:
        if person is not None:
            _read_aloud(app, person, case.number)

    pick_unseen(app, "Who knows somebody in these papers, and steps out?", options, picked)


def _read_aloud(app: "PanelroomApp", person: Person, case: int) -> None:
    before = app.set_private(True)
    text = f"Read aloud:\n\n{ALOUD}\n\n{_TO_DO}\n\n{UNSEEN}"
    box = Confirm(text, "Done: record it, without a name in the minutes", "Not now")
    app.push_screen(box, partial(_answered, app, person, case, before))


def _answered(app: "PanelroomApp", person: Person, case: int, before: bool, yes: bool | None) -> None:
    app.set_private(before)
    if yes and app.act(acts.StepOut(member=person.id, case=case)):
        app.say(f"Recorded. Tell the data protection officer that somebody could be recognised.{_typed(app)}")


def _typed(app: "PanelroomApp") -> str:
    """Return what is to be done about their slip, if slips were typed already."""
    assert app.conductor is not None
    slips = app.conductor.tray.slips
    return " Their slip may be typed already:  F5  then  D , and type the others." if slips.count else ""
