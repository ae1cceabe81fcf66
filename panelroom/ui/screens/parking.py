"""What becomes of the parked issues: kept for the minutes, an action, a query to the force, or dropped."""

from typing import TYPE_CHECKING, Any

from textual.content import Content

from panelroom import acts
from panelroom.meeting import Item, Meeting, find_item, settling, unsettled
from panelroom.text import plural
from panelroom.ui.paint import KEY, bold, join, lines, plain, styled
from panelroom.ui.screens.boxes import Pick
from panelroom.ui.screens.form import Field, Form

if TYPE_CHECKING:
    from panelroom.ui.app import PanelroomApp

FATES = {
    "kept": "kept for the minutes",
    "action": "became an action",
    "query": "became a query to the force",
    "dropped": "dropped",
}
"""What became of an issue, in the words of the screens."""

_CHOICES = {
    "kept": "Keep it for the minutes",
    "action": "An action: somebody does something about it",
    "query": "A query to the force, {of}",
    "dropped": "Drop it, with the reason",
}


def rows(meeting: Meeting) -> Content:
    """Return the parked issues, each with what became of it."""
    if not meeting.parked:
        return plain("  none")
    return lines(*(_row(meeting, item) for item in meeting.parked))


def _row(meeting: Meeting, item: Item[acts.Park]) -> Content:
    done = settling(meeting, item.id)
    if done is not None:
        return join(f"  {item.act.text}   ", bold(FATES[done.act.fate]))
    if item.struck or meeting.closed_at:
        return plain(f"  {item.act.text}")
    return join(f"  {item.act.text}   ", styled("s", KEY), "  settle")


def waiting_words(meeting: Meeting) -> str:
    """Return how many issues nobody has settled and what the minutes do with them; nothing where there are none."""
    left = len(unsettled(meeting))
    if not left:
        return ""
    return (
        f" {plural(left, 'parked issue is', 'parked issues are')} not settled: the minutes keep what stands."
    )


def settle(app: "PanelroomApp") -> None:
    """Pick a parked issue, those that wait first, and say what becomes of it."""
    assert app.conductor is not None
    meeting = app.conductor.meeting
    waiting = unsettled(meeting)
    done = [item for item in meeting.parked if settling(meeting, item.id)]
    options = [(item, item.act.text) for item in waiting]
    options += [(item, f"{item.act.text}   {FATES[_fate(meeting, item)]}") for item in done]

    def picked(item: Item[acts.Park] | None) -> None:
        if item is not None:
            _choose(app, item)

    app.push_screen(Pick("Parked issues: pick one to settle it", options, empty="Nothing is parked."), picked)


def _fate(meeting: Meeting, item: Item[acts.Park]) -> str:
    done = settling(meeting, item.id)
    assert done is not None
    return done.act.fate


def _choose(app: "PanelroomApp", item: Item[acts.Park]) -> None:
    of = f"in case {item.case}, where it came up" if item.case else "of the whole meeting"
    options = [(fate, words.format(of=of)) for fate, words in _CHOICES.items()]

    def picked(fate: str | None) -> None:
        if fate == "kept":
            _record(app, item, {"as": fate})
        elif fate is not None:
            _ask(app, item, fate)

    app.push_screen(Pick("What becomes of it?", options, note=item.act.text), picked)


def _ask(app: "PanelroomApp", item: Item[acts.Park], fate: str) -> None:
    """Ask for what an action, a query or a reason needs; the words that were parked stand in it already."""
    fields = {
        "action": (
            Field("text", "What is to be done?", value=item.act.text),
            Field("owner_role", "By which role? (a role, not a name)", "line"),
            Field("due", "By when? (such as 2026-05-31; may stay empty)", "line", required=False),
        ),
        "query": (Field("text", "What does the panel ask the force?", value=item.act.text),),
        "dropped": (Field("reason", "Why is it dropped? The reason is minuted."),),
    }[fate]

    def given(values: dict[str, Any] | None) -> None:
        if values:
            _record(app, item, {"as": fate, **values})

    form = Form("Settle a parked issue", fields, draft=_draft(item.id, fate), intro=plain(item.act.text))
    app.push_screen(form, given)


def drafts_of(meeting: Meeting, entry: str) -> tuple[str, ...]:
    """Return the names under which unfinished words about that parked issue, or its settling, may be kept."""
    item = find_item(meeting, entry)
    parked = item.act.entry if item and isinstance(item.act, acts.SettleParked) else entry
    return tuple(_draft(parked, fate) for fate in FATES)


def _draft(entry: str, fate: str) -> str:
    return f"settle {entry} {fate}"


def _record(app: "PanelroomApp", item: Item[acts.Park], values: dict[str, Any]) -> None:
    """Record what becomes of the issue; said again, it amends what was said before."""
    assert app.conductor is not None
    if values.get("text") == item.act.text:
        # Words that were not changed stay in one place: struck there, they are gone.
        del values["text"]
    before = settling(app.conductor.meeting, item.id)
    if before is None:
        done = app.act_on(acts.SettleParked, {"entry": item.id, **values})
    else:
        unsaid = dict.fromkeys(("text", "reason", "owner_role", "due"))
        done = app.act_on(acts.Amend, {"entry": before.id, "fields": unsaid | values})
    if done:
        app.say(f"Recorded: {FATES[values['as']]}.")
