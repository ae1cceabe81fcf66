"""The forms of the accuracy check: asking the force, reading its answers in, typing one in, replying."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from panelroom import acts
from panelroom.errors import BadFile
from panelroom.meeting import find_item, without_reply
from panelroom.records.accuracy import Disputed, points
from panelroom.records.accuracy_return import AccuracyReturn, new_disputes, read_accuracy_file, say_taken
from panelroom.records.export import ACCURACY, asked_already, export_accuracy_sheet
from panelroom.records.record import Record
from panelroom.records.words import ROLES, say_iso_day
from panelroom.text import clean_line
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import KEY, lines, plain, styled
from panelroom.ui.screens.after_forms import beside_the_book, documents_folder
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.boxes import Pick
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.working import do_in_thread
from panelroom.ui.wording import answer_drafts, role_refused

DAYS = 14
"""How long the force is given unless somebody says otherwise."""
_LONGEST = 366


# ── asked ────────────────────────────────────────────────────────────────────────────────────────────────


def ask_the_force(screen: MeetingScreen) -> None:
    """Ask how long the force has and where its sheet goes; record the question and write the sheet."""
    asked = screen.meeting.accuracy
    words = "It is asked to compare what the panel recorded with the papers, and to answer by page."
    if asked:
        words = f"It has until {say_iso_day(asked.act.until)} already. This gives it another day."
    if screen.meeting.confirmed:
        words += " The minutes are confirmed: what it disputes now is printed as said afterwards."
    fields = (Field("days", "How many days has it, from today?", "number", value=DAYS), _folder(screen))
    checks = (("days", lambda values: _refuse_long(values["days"])),)
    form = Asked("Ask the force about facts", fields, plain(words), checks, accept="ask, and write its sheet")
    ask(screen, form, lambda values: values, lambda values: _opened(screen, values))


def _refuse_long(days: int) -> None:
    if days > _LONGEST:
        raise BadFile(f"That is more than a year: give it {_LONGEST} days at most.")


def _opened(screen: MeetingScreen, values: Values) -> None:
    until = screen.conductor.now().date() + timedelta(days=values["days"])
    if screen.app.act(acts.OpenAccuracyCheck(until=until.isoformat())):
        _write_sheet(screen, values["folder"])


def _folder(screen: MeetingScreen) -> Field:
    name = documents_folder(screen.conductor.path).name
    return Field("folder", "Into which folder does its sheet go?", "line", value=name)


def ask_sheet(screen: MeetingScreen) -> None:
    """Ask for a folder and write the sheet there again."""
    form = Asked("Write the sheet again", (_folder(screen),), accept="write")
    ask(screen, form, lambda values: values, lambda values: _write_sheet(screen, values["folder"]))


def _write_sheet(screen: MeetingScreen, folder: str) -> None:
    meeting, session = screen.meeting, screen.conductor.session
    entries, root, to = session.entries, session.root, beside_the_book(screen, folder)

    def write() -> Path:
        with asked_already():
            export_accuracy_sheet(meeting, entries, root, to)
        return to

    def written(to: Path) -> None:
        sheet = clean_line(str(Path(to.name) / ACCURACY))
        screen.notice(
            f"Written: {sheet}.pdf, .docx and .json. Send the force all three: the .json comes back filled in."
        )

    do_in_thread(screen, "Writing the sheet", write, written)


# ── answered ─────────────────────────────────────────────────────────────────────────────────────────────


def ask_returned(screen: MeetingScreen) -> None:
    """Ask for the file that came back, and record what it disputes."""

    def read(values: Values) -> tuple[AccuracyReturn, tuple[acts.DisputeFact, ...]]:
        returned = read_accuracy_file(beside_the_book(screen, values["file"]))
        return returned, new_disputes(returned, screen.meeting)

    field = Field("file", "Which file came back? (accuracy-sheet.json, filled in)", "line")
    intro = plain("It lies beside the book, unless you give a whole path. Read twice, it is recorded once.")
    form = Asked("What the force answers", (field,), intro, accept="read it in")
    ask(screen, form, read, lambda found: _record_all(screen, *found))


def _record_all(screen: MeetingScreen, returned: AccuracyReturn, new: tuple[acts.DisputeFact, ...]) -> None:
    if all(screen.app.act(act) for act in new):
        screen.notice(say_taken(returned, new))
    else:
        screen.notice_also("Read the file in again: what was recorded of it is not recorded twice.")


def ask_dispute(screen: MeetingScreen, record: Record) -> None:
    """Ask which point an answer on paper is about, and type it in."""
    options = [
        ((f"Case {case.number}, {point.name}", point.id), f"Case {case.number}, {point.name}: {point.text}")
        for case in record.cases
        for point in points(case)
    ]

    def picked(point: tuple[str, str] | None) -> None:
        if point:
            _ask_what(screen, *point)

    empty = "The panel recorded nothing that states a fact."
    screen.app.push_screen(Pick("Which point does the force dispute?", options, empty=empty), picked)


def _ask_what(screen: MeetingScreen, name: str, entry: str) -> None:
    fields = (
        Field(
            "role",
            "Which role answers for the force? (never a name)",
            "line",
            value=ROLES["force"],
            missing="Type the role that answered, such as police force.",
        ),
        Field("page", "The page it points to (empty: none)", "number", required=False),
        Field("text", "What the papers show, in its words"),
    )

    def given(values: Values | None) -> None:
        if values and screen.app.act_on(acts.DisputeFact, {"entry": entry, **values}):
            screen.notice(f"{name}: recorded. Both sides are printed beside it.")

    draft, _ = answer_drafts(entry)
    check = lambda values: role_refused(screen.meeting, values["role"])  # noqa: E731
    screen.app.push_screen(Form(name, fields, draft=draft, check=check), given)


# ── replied ──────────────────────────────────────────────────────────────────────────────────────────────


def ask_reply(screen: MeetingScreen, each: Disputed) -> None:
    """Ask what the panel replies to a disputed fact."""
    item = find_item(screen.meeting, each.dispute.id)
    if item is None or item.struck:
        screen.notice("Those words were struck from the record: there is nothing to reply to.", refused=True)
        return
    waits = each.dispute.id in without_reply(screen.meeting)
    already = "" if waits else "The reply that stands is printed too."
    intro = lines(
        styled("The panel recorded", KEY), plain(each.point.text), "",
        styled("The force disputes this", KEY), plain(each.dispute.text), "",
    )  # fmt: skip
    label = "What does the panel reply?" + (f" {already}" if already else "")

    def given(values: dict[str, Any] | None) -> None:
        if values and screen.app.act_on(acts.ReplyToDispute, {"entry": each.dispute.id, **values}):
            screen.notice("Recorded. It is printed beside the point, and public only as you release it.")

    _, draft = answer_drafts(each.dispute.id)
    screen.app.push_screen(
        Form("The panel's reply", (Field("text", label),), draft=draft, intro=intro), given
    )
