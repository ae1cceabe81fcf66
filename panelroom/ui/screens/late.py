"""The Chair's ruling on members who came after a case was opened."""

from panelroom import acts
from panelroom.meeting import Case, Person, is_late
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.screens.boxes import Pick


def rule_on_late(screen: MeetingScreen, case: Case) -> None:
    """Ask whether a member who has not read ``case`` may decide it, and record the ruling.

    Members without a ruling come first: ENTER at once is about one of them.
    """
    late = [p for p in screen.meeting.people.values() if p.counts and is_late(case, p)]
    late.sort(key=lambda p: p.id in case.rulings)
    options = [((p.id, may), _words(case, p, may)) for p in late for may in (True, False)]

    def picked(choice: tuple[str, bool] | None) -> None:
        if choice:
            screen.app.act(acts.RuleOnLateMember(member=choice[0], case=case.number, may_decide=choice[1]))

    title = "Members who came after this case was opened: the Chair rules"
    screen.app.push_screen(Pick(title, options, empty="Nobody came after this case was opened."), picked)


def _words(case: Case, person: Person, may: bool) -> str:
    said = f"{person.name}: {'may decide' if may else 'takes no part in deciding'}"
    return f"{said}   (ruled)" if case.rulings.get(person.id) is may else said
