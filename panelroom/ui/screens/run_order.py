"""The run order: planned against taken, and what could be done when the meeting slips. It changes nothing itself."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from panelroom import acts, pace
from panelroom.slips import slip_questions
from panelroom.text import plural
from panelroom.ui.frame import Modal
from panelroom.ui.paint import BOLD, KEY, bold, clock, join, keys, lines, plain, styled
from panelroom.ui.screens.boxes import Confirm
from panelroom.ui.widgets import Literal, Scroll

if TYPE_CHECKING:
    from datetime import datetime

    from panelroom.meeting import Meeting
    from panelroom.ui.app import PanelroomApp

_NAMES = {"arrival": "Arrival, earlier feedback", "break": "Break", "wrap_up": "Wrap-up and debrief"}


class RunOrder(Modal):
    """The plan item by item; where the meeting slips, proposals by number. Gives back the one that was chosen.

    ``together``: whether agreed questions can be confirmed together.
    """

    HELP_TITLE = "The run order"
    HELP = """
What was planned, what it took, and what is ahead or behind. When the meeting slips, proposals stand beneath. They \
are words only: nothing happens by itself, and each asks or says how before it does anything.

1 2 3 : look into the proposal with that number
up down : more of it
ESC : back; everything stays as it is
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f6,q", "dismiss_empty", "back", show=False),
        Binding("down", "scroll(3)", "down", show=False),
        Binding("up", "scroll(-3)", "up", show=False),
    ]

    def __init__(self, meeting: "Meeting", now: "datetime", *, together: bool = False) -> None:
        super().__init__()
        self._meeting, self._now = meeting, now
        self._proposals = pace.proposals(meeting, now, together=together)

    def compose(self) -> ComposeResult:
        """Show the forecast, the run order and the proposals."""
        further = ((f"1-{len(self._proposals)}", "look into a proposal"),) if self._proposals else ()
        with Vertical(classes="box"):
            yield Literal(_heading(self._meeting, self._now), id="heading")
            with Scroll(id="order"):
                yield Literal(_table(self._meeting, self._now))
                yield Literal(_offered(self._proposals))
            yield Literal(keys(*further, ("ESC", "back")), id="back")

    def action_scroll(self, by: int) -> None:
        """Move up or down."""
        self.query_one("#order", Scroll).scroll_relative(y=by, animate=False)

    def on_key(self, event: events.Key) -> None:
        """Choose a proposal by its digit."""
        character = event.character or ""
        if character.isdigit() and 0 < int(character) <= len(self._proposals):
            event.stop()
            self.dismiss(self._proposals[int(character) - 1])


def show_run_order(app: "PanelroomApp") -> None:
    """Show the run order; a proposal that is chosen is asked about, or its form is opened."""
    if app.conductor is None:
        return

    def chosen(proposal: pace.Proposal | None) -> None:
        if proposal is not None:
            _look_into(app, proposal)

    together = bool(slip_questions(app.conductor.meeting.question_set))
    app.push_screen(RunOrder(app.conductor.meeting, app.conductor.now(), together=together), chosen)


def _look_into(app: "PanelroomApp", proposal: pace.Proposal) -> None:
    """Lead to the ordinary act that the proposal is about."""
    if proposal.change == "shorter_reading":
        _shorter_reading(app, proposal)
    elif proposal.change == "carry_forward":
        _carry(app, proposal)
    elif proposal.change == "together":
        app.say("Slips go out with the next case; F5 enters them after the reading.")
    elif proposal.change == "shorter_break":
        app.say(f"Say so when the break comes: {proposal.to_minutes} minutes. ctrl+p, Adjourn begins it.")


def _shorter_reading(app: "PanelroomApp", proposal: pace.Proposal) -> None:
    """Shorten the reading that is open, once confirmed; else offer fewer minutes on the cover that comes."""
    assert app.conductor is not None and proposal.case is not None and proposal.to_minutes is not None
    meeting = app.conductor.meeting
    reading = meeting.timing(proposal.case).reading
    if reading.state not in ("running", "paused"):
        _offer(app, proposal.case, proposal.to_minutes)
        return
    less = proposal.to_minutes - reading.allowed / 60

    def answered(yes: bool | None) -> None:
        if yes:
            app.act(acts.ExtendReading(minutes=less))

    question = (
        f"Shorten the reading of case {proposal.case} to {plural(proposal.to_minutes, 'minute')} in all?"
    )
    app.push_screen(Confirm(question, "Shorten it", "Leave it"), answered)


def _offer(app: "PanelroomApp", case: int, minutes: int) -> None:
    from panelroom.ui.screens.cover import Cover

    cover = app.get_screen("cover")
    assert isinstance(cover, Cover)
    cover.offer(case, minutes)
    app.say(f"Case {case} is offered {plural(minutes, 'minute')} to read; + and - on its cover change that.")


def _carry(app: "PanelroomApp", proposal: pace.Proposal) -> None:
    from panelroom.ui.screens.cover import ask_carry

    assert app.conductor is not None and proposal.case is not None
    ask_carry(app, app.conductor.meeting.case(proposal.case))


def _heading(meeting: "Meeting", now: "datetime") -> Content:
    expected = pace.forecast(meeting, now)
    planned = f"{pace.planned_minutes(meeting):.0f} min planned"
    needs = pace.plan(meeting).minutes
    over = f", the plan needs {needs:.0f}" if needs > pace.planned_minutes(meeting) + 1 else ""
    said = (
        "The meeting is closed" if meeting.closed_at else f"{pace.say(expected)}, {pace.say_drift(expected)}"
    )
    return lines(bold(f"Run order   {planned}{over}"), said)


def _table(meeting: "Meeting", now: "datetime") -> Content:
    rows = [plain(f"{'':32}{'planned':>9}{'took':>7}")]
    rows += [_row(item) for item in pace.run_order(meeting, now)]
    return lines(*rows)


def _row(item: pace.RunItem) -> Content:
    name = _NAMES.get(item.kind, f"Case {item.case}")
    begun = item.state in ("now", "done")
    took = f"{item.taken:>5.0f}" if begun else f"{'-':>5}"
    row = f"{clock(item.begins)}  {name:<25}{item.minutes:>5.0f} min {took}"
    return join(styled(row, BOLD) if item.state == "now" else plain(row), f"   {_drift_words(item)}")


def _drift_words(item: pace.RunItem) -> str:
    if item.state == "dropped":
        return "not reached" if item.kind == "case" else "not taken"
    ahead = item.ahead_minutes
    drift = f"{abs(ahead)} min {'ahead' if ahead > 0 else 'behind'}" if ahead else ""
    now = "now" if item.state == "now" else ""
    return ", ".join(filter(None, (now, drift))) or ("on time" if item.state == "done" else "")


def _offered(proposals: tuple[pace.Proposal, ...]) -> Content:
    if not proposals:
        return plain("")
    rows: list[Any] = ["", bold("What could be done. Nothing happens by itself:")]
    rows += [join(styled(f" {n} ", KEY), pace.say_proposal(p)) for n, p in enumerate(proposals, 1)]
    return lines(*rows)
