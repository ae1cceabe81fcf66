"""What can be recorded from anywhere in a meeting: observations, parked issues, queries, urgent matters, breaks.

Each function asks for what it needs in a box over the screen and records one act when the box is accepted.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from panelroom import acts
from panelroom.meeting import Item, Meeting, every_query, find_item
from panelroom.ui.paint import clock, lines
from panelroom.ui.screens.boxes import UNSEEN, Break, Confirm, ConfirmWords, Pick, pick_unseen
from panelroom.ui.screens.form import Field, Form, Option, Toggle
from panelroom.ui.screens.parking import drafts_of
from panelroom.ui.screens.run_order import show_run_order
from panelroom.ui.screens.stepping_out import step_out
from panelroom.ui.screens.wrap_up import paper_fields
from panelroom.ui.wording import answer_drafts, role_refused, taken_over_draft, wording_draft

if TYPE_CHECKING:
    from panelroom.ui.app import PanelroomApp

RECIPIENTS = ("officer in the case", "supervisor", "call taker", "force hate crime lead")
"""Who feedback may go to, by role."""

KINDS = (
    Option("g", "good_practice", "Good practice"),
    Option("l", "learning", "Learning"),
    Option("r", "record_error", "Record error"),
    Option("w", "wider_issue", "Wider issue"),
    Option("i", "insight", "Lived-experience insight"),
)

TOGGLES = (
    Toggle("s", "to", "feedback goes to", tuple((role, role) for role in RECIPIENTS)),
    Toggle("v", "level", "level", (("individual", "individual"), ("organisational", "organisational"))),
)


def _in_case(app: "PanelroomApp") -> bool:
    if app.conductor and app.conductor.meeting.open_case:
        return True
    app.say("No case is open: open one first.", refused=True)
    return False


def _of_case(app: "PanelroomApp", draft: str) -> str:
    """Return the name of a draft that belongs to the open case: it must not turn up in another."""
    assert app.conductor is not None
    return f"{draft} {app.conductor.meeting.open_case}"


def observe(app: "PanelroomApp") -> None:
    """An observation: words, then its kind with one key."""
    if not _in_case(app):
        return
    fields = (
        Field("text", "What did the panel observe? Read it back, then:"),
        Field("kind", "It is (one key records it)", "choice", KINDS, toggles=TOGGLES),
    )
    about = _about(app)

    def given(values: dict[str, Any] | None) -> None:
        if values and app.act_on(acts.Observe, {**values, **about}):
            said = "The observation is recorded."
            _recorded(app, values["text"], said, "To change it: ctrl+p, Edit what was recorded.")

    app.push_screen(Form("Observation", fields, draft=_of_case(app, "observation")), given)


def _recorded(app: "PanelroomApp", text: str, said: str, more: str = "") -> None:
    """Say that words are recorded, and ``more``; or instead that they name somebody on the roster, never whom."""
    app.say(f"{said} {more}".rstrip())
    # Once it is seen that they are recorded: the first check has names and words to read in.
    app.screen.call_after_refresh(_tell_of_names, app, text, said)


def _tell_of_names(app: "PanelroomApp", text: str, said: str) -> None:
    # Imported only here: a meeting that opens would wait for it.
    from panelroom.publication import names_somebody

    if app.conductor is not None and names_somebody(app.conductor.meeting, text):
        app.say(f"{said} It names somebody on the roster: ctrl+p, Edit what was recorded.")


def _about(app: "PanelroomApp") -> dict[str, Any]:
    """Return what an observation made here is about: the question, or the page, before the panel."""
    from panelroom.ui.screens.questions import Questions
    from panelroom.ui.screens.reading import Reading

    if isinstance(app.screen, Questions):
        return {"question": app.screen.question.id}
    if isinstance(app.screen, Reading) and app.screen.papers is not None:
        return {"page": app.screen.page}
    return {}


def park(app: "PanelroomApp") -> None:
    """Park a wider issue for the end of the meeting."""

    def given(values: dict[str, Any] | None) -> None:
        if values and app.act_on(acts.Park, values):
            _recorded(app, values["text"], "Parked.", "It comes back at the wrap-up.")

    fields = (Field("text", "What is to be parked for the end of the meeting?"),)
    parked = app.conductor.meeting.parked if app.conductor else ()
    said = lines("Parked so far:", *(f"- {item.act.text}" for item in parked)) if parked else None
    app.push_screen(Form("Park a wider issue", fields, draft="park", intro=said), given)


def ask_force(app: "PanelroomApp") -> None:
    """The queries to the force: answer one, or raise a new one."""
    if app.conductor is None:
        return
    meeting = app.conductor.meeting
    options = [
        (q.id, f"{f'Case {case}' if case else 'The meeting'}, {'settled' if q.settled else 'open'}: {q.text}")
        for case, q in every_query(meeting)
    ]

    def picked(choice: Any) -> None:
        if isinstance(choice, tuple):
            _raise_query(app)
        elif choice:
            _answer_query(app, choice)

    app.push_screen(
        Pick("Queries to the force: pick one to note its answer", options, extra=(("n", "new query"),)),
        picked,
    )


def _raise_query(app: "PanelroomApp") -> None:
    if not _in_case(app):
        return

    def given(values: dict[str, Any] | None) -> None:
        if values and app.act_on(acts.RaiseQuery, values):
            _recorded(app, values["text"], "The query is recorded.")

    fields = (Field("text", "What does the panel ask the force?"),)
    app.push_screen(Form("Query to the force", fields, draft=_of_case(app, "query")), given)


def _answer_query(app: "PanelroomApp", query: str) -> None:
    bases = (
        Option("p", "papers", "in the papers"),
        Option("s", "shown", "shown to the panel"),
        Option("a", "said", "said"),
    )
    settled = (Option("y", True, "settled"), Option("n", False, "to follow"))
    fields = (
        Field("text", "What did the force answer?"),
        Field("role", "Who answered, by role (not by name)", "line"),
        Field("basis", "The answer was", "choice", bases),
        Field("settled", "Is the query settled?", "choice", settled),
    )

    def given(values: dict[str, Any] | None) -> None:
        if values and app.act_on(acts.AnswerQuery, {**values, "query": query}):
            _recorded(app, values["text"], "The force's answer is recorded.")

    app.push_screen(Form("The force's answer", fields, draft=f"reply {query}"), given)


def urgent(app: "PanelroomApp") -> None:
    """A person at risk or possible misconduct: for the restricted record only."""
    fields = (
        Field("text", "What is it? (a person at risk, possible misconduct)"),
        Field("told", "Who was told, by role?", "line"),
        Field("by", "By whom, by role?", "line"),
    )

    def given(values: dict[str, Any] | None) -> None:
        if values and app.act_on(acts.RaiseUrgent, values):
            app.say("Recorded, in the restricted record only.")

    if app.conductor is not None:
        app.push_screen(Form("An urgent matter", fields, draft="urgent"), given)


def edit_entries(app: "PanelroomApp") -> None:
    """Edit what was recorded, or strike its words; unseen by the room, for urgent matters are among it."""
    if app.conductor is None:
        return
    meeting, wellbeing = app.conductor.meeting, app.conductor.wellbeing
    found = [(item.id, words) for item, words in _editable(meeting)]
    found += [(entry, f"taken back: {words}") for entry, words in app.conductor.taken_back()]
    options = [(entry, wellbeing.masked(words)) for entry, words in found]

    def picked(choice: Any) -> None:
        if isinstance(choice, tuple):
            _strike(app, choice[1])
        elif choice:
            _edit(app, choice)

    title = f"What was recorded: pick one to {'correct' if meeting.closed_at else 'edit'} it"
    pick_unseen(app, title, options, picked, extra=(("s", "strike its words"),))


def _edit(app: "PanelroomApp", entry: str) -> None:
    assert app.conductor is not None
    item = find_item(app.conductor.meeting, entry)
    if item is None:
        app.say("That was taken back: record it anew instead.", refused=True)
        return
    closed = app.conductor.meeting.closed_at is not None
    before = item.act.data()

    def changed(values: dict[str, Any]) -> dict[str, Any]:
        return {n: v for n, v in values.items() if n != "why" and v != before.get(n)}

    fields = [*_fields_of(item.act)]
    if closed:
        # A choice comes last, for it accepts the form.
        fields.insert(1 if isinstance(item.act, acts.Observe) else len(fields), _WHY)

    def given(values: dict[str, Any] | None) -> None:
        if values and closed:
            _correct(app, {"entry": entry, "reason": values["why"], "fields": changed(values)})
        elif values and app.act_on(acts.Amend, {"entry": entry, "fields": changed(values)}):
            app.say("Amended. The record keeps both.")

    title = "Correction" if closed else "Edit"
    meeting = app.conductor.meeting

    def check(values: dict[str, Any]) -> str:
        role = values.get("role") if isinstance(item.act, acts.DisputeFact) else None
        return (role_refused(meeting, role) if role else "") or ("" if changed(values) else _UNCHANGED)

    app.push_screen(Form(title, fields, draft=f"edit {entry}", check=check), given)


def _correct(app: "PanelroomApp", correction: dict[str, Any]) -> None:
    """Record a correction, and say whether published words went with it."""
    assert app.conductor is not None
    published = len(app.conductor.meeting.released)
    if app.act_on(acts.CorrectMinutes, correction):
        app.say(f"Corrected; the minutes print both.{_withdrawn(app.conductor.meeting, published)}")


def _withdrawn(meeting: Meeting, published: int) -> str:
    """Return that published words were withdrawn, if there are fewer than the ``published`` of before."""
    if len(meeting.released) == published:
        return ""
    return " What was published of it is withdrawn: write the documents again."


_UNCHANGED = "Nothing is changed yet: put it right, or leave it as it is with ESC."
_WHY = Field("why", "Why is it corrected? It is minuted.")


def _fields_of(act: acts.Act) -> tuple[Field, ...]:
    """Return the fields in which an entry is edited, filled in as it is."""
    if isinstance(act, acts.CountPapers):
        return paper_fields(act)
    name = "text" if getattr(act, "text", None) else "reason"
    words = Field(name, "The words as they should be", value=getattr(act, name, None))
    if isinstance(act, acts.Observe):
        return words, Field("kind", "It is (ENTER keeps what is chosen)", "choice", KINDS, value=act.kind)
    return words, *(replace(each, value=getattr(act, each.name)) for each in _beside_the_words(act))


_DUE = Field("due", "By when? (such as 2026-05-31; may stay empty)", "line", required=False)


def _beside_the_words(act: acts.Act) -> tuple[Field, ...]:
    """Return the fields for what an entry says beside its words: who, by role, by when and where."""
    match act:
        case acts.RecordAction() | acts.SettleParked(fate="action"):
            return Field("owner_role", "By which role? (a role, not a name)", "line"), _DUE
        case acts.AnswerQuery():
            return (Field("role", "Who answered, by role?", "line"),)
        case acts.DisputeFact():
            page = Field("page", "On which page? (may stay empty)", "number", required=False)
            return Field("role", "Who answered, by role?", "line"), page
        case acts.RaiseUrgent():
            return Field("told", "Who was told, by role?", "line"), Field("by", "By whom, by role?", "line")
    return ()


def _strike(app: "PanelroomApp", entry: str | None) -> None:
    """Show the words, unseen by the room, and strike them after a yes."""
    conductor = app.conductor
    if entry is None or conductor is None:
        return
    item = find_item(conductor.meeting, entry)
    if item is not None and isinstance(item.act, acts.CountPapers):
        app.say("There are only numbers in it, no words to strike: ENTER puts them right.", refused=True)
        return
    words = _words_of(item.act) if item else dict(conductor.taken_back()).get(entry)
    before = app.set_private(True)

    def answered(yes: bool | None) -> None:
        app.set_private(before)
        if yes:
            _strike_now(app, entry)

    unseen = "" if conductor.meeting.closed_at else f"\n\n{UNSEEN}"
    question = (
        f"Strike these words for good, because they name a person? They cannot be brought back.{unseen}"
    )
    shown = conductor.wellbeing.masked(words or "")
    app.push_screen(ConfirmWords(question, shown, "Strike them", "Keep them"), answered)


def _strike_now(app: "PanelroomApp", entry: str) -> None:
    """Strike the words, in what was half typed of them as well."""
    assert app.conductor is not None
    published = len(app.conductor.meeting.released)
    if not app.act(acts.StrikeText(entry=entry, why="names_a_person")):
        return
    names = (f"edit {entry}", wording_draft(entry), taken_over_draft(entry), *answer_drafts(entry))
    for draft in (*names, *drafts_of(app.conductor.meeting, entry)):
        app.keep_draft(draft, None)
    withdrawn = _withdrawn(app.conductor.meeting, published)
    app.say(f"The words are struck from the record for good; that they were is recorded.{withdrawn}")


def adjourn(app: "PanelroomApp") -> None:
    """Adjourn: all clocks stand still until somebody goes on."""
    if app.conductor is None or app.conductor.meeting.closed_at:
        return
    whys = [
        ("break", "a break"),
        ("quorum", "no quorum"),
        ("time", "time"),
        ("safety", "safety"),
        ("other", "other"),
    ]

    def picked(why: str | None) -> None:
        if why and app.act_on(acts.Adjourn, {"why": why}):
            take_break(app)

    app.push_screen(Pick("Adjourn the meeting because of", whys), picked)


def take_break(app: "PanelroomApp") -> None:
    """Show that the meeting is adjourned, until somebody goes on."""

    def over(_: Any) -> None:
        app.act(acts.Resume())

    support = app.conductor.wellbeing.support if app.conductor else ""
    app.push_screen(Break(support), over)


def _editable(meeting: Meeting) -> Iterable[tuple[Item[Any], str]]:
    """Yield the recorded items whose words can be edited, newest first, with words to pick them by."""
    of_cases = (
        item
        for case in meeting.cases
        for item in (
            *case.observations,
            *case.queries,
            *case.replies,
            *case.answers.values(),
            *case.prompt_answers.values(),
            *([case.outcome] if case.outcome else []),
            *case.disputes,
            *case.dispute_replies,
        )
    )
    counted = [meeting.papers] if meeting.papers else []
    wider = (*meeting.parked, *meeting.settled, *meeting.replies, *meeting.actions, *meeting.matters)
    everything = (*wider, *meeting.urgent, *counted, *of_cases)
    for item in sorted(everything, key=lambda i: -int(i.id[1:])):
        if not item.struck and (words := _words_of(item.act)):
            where = f"case {item.case}, " if item.case else ""
            yield item, f"{where}{_CALLED[type(item.act)]}: {words}"


_CALLED: dict[type[acts.Act], str] = {
    acts.Observe: "observation",
    acts.Decide: "outcome",
    acts.AnswerPrompt: "guide asks",
    acts.Answer: "remark",
    acts.RaiseQuery: "query",
    acts.AnswerQuery: "force's answer",
    acts.Park: "wider issue",
    acts.SettleParked: "issue settled",
    acts.RecordAction: "action",
    acts.NoteMatter: "matter",
    acts.RaiseUrgent: "urgent",
    acts.CountPapers: "paper copies",
    acts.DisputeFact: "fact disputed",
    acts.ReplyToDispute: "reply",
}
"""What an entry is called in one or two words, before its own."""


def _words_of(act: acts.Act) -> str | None:
    """Return what an entry says, if there is anything in it to edit."""
    if isinstance(act, acts.CountPapers):
        return f"{act.out} out, {act.back} back in"
    return getattr(act, "text", None) or getattr(act, "reason", None)


def ground_rules(app: "PanelroomApp") -> None:
    """Show the ground rules, to be read aloud; y accepts them."""
    if app.conductor is None:
        return
    meeting = app.conductor.meeting
    rules = meeting.question_set.meetings.ground_rules
    if not rules:
        app.say("This question set has no ground rules.")
        return
    if meeting.ground_rules_at:
        app.say(f"The ground rules were accepted at {clock(meeting.ground_rules_at)}.")
        return

    def answered(yes: bool | None) -> None:
        if yes:
            app.act(acts.AcknowledgeGroundRules())

    question = "Ground rules, to be read aloud:\n\n" + "\n".join(f"- {rule}" for rule in rules)
    app.push_screen(Confirm(question, "Accepted by everybody present", "Not yet"), answered)


ANYWHERE: dict[str, Callable[["PanelroomApp"], None]] = {
    "observe": observe,
    "park": park,
    "query": ask_force,
    "urgent": urgent,
    "edit": edit_entries,
    "adjourn": adjourn,
    "break": take_break,
    "step_out": step_out,
    "ground_rules": ground_rules,
    "run_order": show_run_order,
}
"""Name -> what it records: the names of the key bindings and the command palette."""
