"""The secretary's forms: minutes confirmed, documents written, the record handed over, its proof."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from panelroom import acts
from panelroom.meeting import Meeting, accuracy_open, minutes_state, without_reply
from panelroom.records.words import say_iso_day
from panelroom.signed.printed import BookCheck, Printed, printed_root
from panelroom.text import clean_line, plural
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import FAULT, bold, lines, plain, styled
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.boxes import Confirm, Pick, TextBox
from panelroom.ui.screens.form import Field, Form, Option
from panelroom.ui.screens.working import do_in_thread
from panelroom.ui.wording import ROLE_MISSING, role_refused

if TYPE_CHECKING:
    from panelroom.keys import PublicKeys

METHODS = (
    Option("i", "in_person", "in person, at the meeting"),
    Option("e", "e_mail", "by e-mail"),
    Option("w", "wet_ink", "in ink, on paper"),
    Option("s", "signature", "by signature on the file"),
)
_NAMED = (
    Option("n", "nobody", "nobody"),
    Option("c", "chair", "the Chair alone, because our office wants it so"),
)
_PUBLIC = "Only what lies in the folder public may be published. Everything else is OFFICIAL - SENSITIVE."


def documents_folder(book: Path) -> Path:
    """Return where the documents of a book are written unless somebody says otherwise."""
    return book.with_name(f"{clean_line(book.stem)}-documents")


def beside_the_book(screen: MeetingScreen, typed: str) -> Path:
    """Return the path that was typed: beside the book, unless it is a whole one."""
    return screen.conductor.path.parent / Path(typed).expanduser()


# ── checked ──────────────────────────────────────────────────────────────────────────────────────────────


def ask_checked(screen: MeetingScreen) -> None:
    """Ask which role compared the minutes with what was recorded, and note it."""
    if minutes_state(screen.meeting) == "checked":
        screen.notice("The minutes are checked already, and nothing was changed since.", refused=True)
        return
    question = "Which role compared the minutes with what was recorded? (never a name)"
    field = Field("by", question, "line", missing=ROLE_MISSING)

    def given(values: Values | None) -> None:
        if values and screen.app.act(acts.CheckMinutes(by=values["by"])):
            screen.notice("The minutes are checked. A change from now on makes them a draft again.")

    check = lambda values: role_refused(screen.meeting, values["by"])  # noqa: E731
    screen.app.push_screen(Form("Minutes checked", (field,), check=check), given)


# ── confirmed ────────────────────────────────────────────────────────────────────────────────────────────


def approved_words(by: Iterable[acts.Approval]) -> str:
    """Return who approved the minutes and how, by role: ``Chair, in person``."""
    how = {option.value: option.label.partition(",")[0] for option in METHODS}
    return "; ".join(f"{approval.role}, {how[approval.method]}" for approval in by)


def ask_confirmed(screen: MeetingScreen, before: tuple[acts.Approval, ...] = ()) -> None:
    """Ask which roles approved the minutes and how; they are confirmed when that is said of all of them."""
    fields = (
        Field("role", "Which role approved the minutes? (never a name)", "line", missing=ROLE_MISSING),
        Field("method", "How?", "choice", METHODS),
    )

    def given(values: Values | None) -> None:
        if values:
            _ask_whether_all(screen, (*before, acts.Approval.model_validate(values)))

    check = lambda values: role_refused(screen.meeting, values["role"])  # noqa: E731
    screen.app.push_screen(
        Form("Minutes confirmed", fields, intro=_confirmed_before(screen, before), check=check), given
    )


def _confirmed_before(screen: MeetingScreen, before: tuple[acts.Approval, ...]) -> Content | None:
    """Return what to know beforehand: who approved them so far, and what is still open about facts."""
    confirmed = screen.meeting.confirmed
    open_facts = _facts_still_open(screen.meeting)
    said: list[Content] = [styled(open_facts, FAULT)] if open_facts else []
    if before:
        said.append(plain(f"So far: {approved_words(before)}. Who else?"))
    elif confirmed:
        by = approved_words(confirmed.act.by)
        said.append(plain(f"They are confirmed already: {by}. This takes its place."))
    return lines(*said) if said else None


def unanswered_words(meeting: Meeting) -> str:
    """Return ``1 disputed fact without the panel's reply``; empty where the panel replied to all of them."""
    waiting = len(without_reply(meeting))
    return f"{plural(waiting, 'disputed fact')} without the panel's reply" if waiting else ""


def _facts_still_open(meeting: Meeting) -> str:
    """Return what speaks for waiting with the confirmation, and what the minutes print otherwise."""
    said = []
    if unanswered := unanswered_words(meeting):
        said.append(f"{unanswered}. Confirmed now, the minutes print what the force says without one.")
    if meeting.accuracy and accuracy_open(meeting):
        until = say_iso_day(meeting.accuracy.act.until)
        said.append(f"The force may answer until {until}: what comes later is printed as said afterwards.")
    return " ".join(said)


def _ask_whether_all(screen: MeetingScreen, by: tuple[acts.Approval, ...]) -> None:
    def picked(choice: str | None) -> None:
        if choice == "all" and screen.app.act(acts.ConfirmMinutes(by=by)):
            open_facts = unanswered_words(screen.meeting)
            said = f"confirmed, with {open_facts}" if open_facts else "confirmed"
            screen.notice(f"The minutes are {said}. Now write the documents: d.")
        elif choice == "more":
            ask_confirmed(screen, by)
        elif choice is None:
            screen.notice("Nothing was recorded: the minutes are as they were.")

    options = [
        ("all", "That is all: the minutes are confirmed"),
        ("more", "Another role approved them as well"),
    ]
    note = lines(f"Approved by: {approved_words(by)}.", styled(_facts_still_open(screen.meeting), FAULT))
    screen.app.push_screen(Pick("Minutes confirmed", options, note=note), picked)


# ── written ──────────────────────────────────────────────────────────────────────────────────────────────


def ask_documents(screen: MeetingScreen) -> None:
    """Ask for a folder and write the documents there."""
    meeting, session = screen.meeting, screen.conductor.session
    entries, root = session.entries, session.root

    def write(values: Values) -> tuple[Path, list[Path]]:
        from panelroom.records.export import export

        folder = beside_the_book(screen, values["folder"])
        return folder, export(meeting, entries, root, folder, name_chair=values.get("names") == "chair")

    folder = Field("folder", "Into which folder?", "line", value=documents_folder(screen.conductor.path).name)
    wanted = "chair" if screen.conductor.desk.naming().name_chair else "nobody"
    named = Field("names", "Whom do the public minutes name?", "choice", _NAMED, value=wanted)
    fields = (folder, named) if meeting.closed_at else (folder,)
    intro = plain(
        "It lies beside the book, unless you give a whole path. Documents written there before are replaced, but "
        "none that is signed or filled in: nothing is written then."
    )
    asked = Asked("Write the documents", fields, intro, accept="write")
    ask(screen, asked, write, lambda written: _say_written(screen, *written), doing="Writing the documents")


def _say_written(screen: MeetingScreen, folder: Path, written: list[Path]) -> None:
    names = [f"   {path.relative_to(folder)}" for path in written]
    said = f"{plural(len(written), 'document')} written to {clean_line(str(folder))}"
    screen.app.view += 1
    screen.notice(said)
    screen.app.push_screen(TextBox("The documents are written", lines(said, "", bold(_PUBLIC), "", *names)))


# ── handed over ──────────────────────────────────────────────────────────────────────────────────────────


def ask_hand_over(screen: MeetingScreen) -> None:
    """Ask to whom the record is sealed and into which file, show their six words, and seal it."""
    from panelroom.keys.key_file import refuse_existing

    book = screen.conductor.path
    # The meeting's own keys are no person's: whoever holds the papers' key could read the record.
    others = (path for path in book.parent.glob("*.recipient") if not _of_the_meeting(book, path))
    found = sorted(path.name for path in others)
    fields = (
        Field(
            "to",
            "Whose keys? (their file, NAME.recipient)",
            "line",
            value=found[0] if len(found) == 1 else None,
        ),
        Field("out", "Into which file?", "line", value=f"{clean_line(book.stem)}.record.age"),
    )
    checks = (
        ("to", lambda values: _keys_of(beside_the_book(screen, values["to"]))),
        ("out", lambda values: refuse_existing(beside_the_book(screen, values["out"]))),
    )
    intro = plain(
        "Both lie beside the book, unless you give a whole path. No key of this book goes with the record."
    )
    asked = Asked("Hand the record over", fields, intro, checks, accept="go on")
    ask(screen, asked, lambda values: values, lambda values: _ask_words(screen, values))


def _of_the_meeting(book: Path, recipient: Path) -> bool:
    return recipient.stem == book.stem or recipient.with_suffix(".papers.age").exists()


def _keys_of(file: Path) -> "PublicKeys":
    from panelroom.keys import read_public, read_recipients

    read_recipients(file)
    return read_public(file)


def _ask_words(screen: MeetingScreen, values: Values) -> None:
    """Show whose keys they are, so that the two people can compare six words, and seal after a yes."""
    keys, out = _keys_of(beside_the_book(screen, values["to"])), beside_the_book(screen, values["out"])
    whom = clean_line(keys.name) or "whoever has these keys"

    def sealed(_: str) -> None:
        screen.notice(f"Sealed to {whom} in {clean_line(out.name)}. Nobody else can open it.")

    def answered(yes: bool | None) -> None:
        if yes:
            deed = lambda: screen.conductor.hand_over(list(keys.recipients), out)  # noqa: E731
            do_in_thread(screen, "Sealing the record", deed, sealed)

    question = (
        f"Seal the record to {whom}? These are their six words, to compare by voice:\n\n   {keys.words}"
    )
    screen.app.push_screen(Confirm(question, "Seal it", "Not yet"), answered)


# ── proved ───────────────────────────────────────────────────────────────────────────────────────────────


def ask_proof(screen: MeetingScreen) -> None:
    """Ask what to compare with, and say whether the record proves itself."""

    def prove(values: Values) -> tuple[BookCheck, bool]:
        printed = _printed(screen, values["against"]) if values.get("against") else None
        return screen.conductor.proof(printed), printed is not None

    field = Field(
        "against",
        "Printed minutes (a PDF) or a root, to compare with; may stay empty",
        "line",
        required=False,
    )
    asked = Asked("Does the record hold?", (field,), accept="look")
    ask(screen, asked, prove, lambda found: _say_proof(screen, *found), doing="Reading the record")


def _printed(screen: MeetingScreen, typed: str) -> Printed:
    """Return the root that was typed, or that stands in the file of that name.

    Raises:
        BadFile: it is neither.
    """
    beside = beside_the_book(screen, typed)
    return printed_root(str(beside) if beside.is_file() else typed)


def _say_proof(screen: MeetingScreen, check: BookCheck, compared: bool) -> None:
    title = "The record holds"
    if check.problems:
        title = "Not everything holds"
    elif check.since:
        title = "The record holds, but those minutes are older"
    root = f"Root  {check.verdict.root}"
    screen.app.push_screen(TextBox(title, lines(*_proof(check, compared), "", root)))


def _proof(check: BookCheck, compared: bool) -> list[Content]:
    verdict = check.verdict
    said = [styled(problem, FAULT) for problem in check.problems]
    if verdict.holds:
        struck = (
            f" {verdict.struck} of them {'was' if verdict.struck == 1 else 'were'} struck, which is recorded."
        )
        said.append(
            plain(
                f"Nothing was altered: each of the {plural(verdict.entries, 'entry', 'entries')} is as it was "
                f"recorded.{struck if verdict.struck else ''}"
            )
        )
    if compared and not check.problems:
        said += _compared(check)
    return said


def _compared(check: BookCheck) -> list[Content]:
    """Return what those minutes are to the record as it is now, and what to do where they are older."""
    if check.since is None:
        return [plain("Those minutes were printed from exactly this record: the roots are the same.")]
    return [
        plain(f"Those minutes were printed from this record, which went on after it: {check.since}."),
        styled("They do not say so. Write the documents again (d), and replace those that were sent.", FAULT),
    ]
