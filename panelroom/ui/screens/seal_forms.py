"""Keys, approval and seal: what is typed once, with a pass-phrase that is never kept."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from panelroom.casework import work
from panelroom.casework.approval import approve
from panelroom.casework.building import Plan, build_pack, last_day, read_drawn
from panelroom.casework.case import CaseFolder
from panelroom.errors import BadFile, UsageError
from panelroom.keys import Person, create_papers_key, create_person, open_person, read_recipients
from panelroom.keys.person import recipient_path, vault_path
from panelroom.question_files import load
from panelroom.text import clean_line, plural
from panelroom.ui.frame import PlainScreen
from panelroom.ui.office import Office
from panelroom.ui.paint import plain
from panelroom.ui.screens.boxes import Pick
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.working import do_in_thread

_SECRET = Field("secret", "Pass-phrase (it does not show; six words are best)", "secret")
_AGAIN = Field("again", "The same again", "secret")


def ask_keys(screen: PlainScreen, office: Office) -> None:
    """Make somebody's own keys, or those of a meeting, in the desk's folder."""

    def picked(choice: str | None) -> None:
        if choice:
            _ask_new_keys(screen, office, choice)

    options = [
        ("person", "Your own keys: to seal, to approve, to sign"),
        ("meeting", "The keys of a meeting: they open its papers (made where the meeting is run)"),
    ]
    screen.app.push_screen(Pick("Make keys", options), picked)


def _ask_new_keys(screen: PlainScreen, office: Office, kind: str) -> None:
    def given(values: dict[str, Any] | None) -> None:
        if values:
            do_in_thread(screen, "Making keys", lambda: _make_keys(office, kind, values), screen.notice)

    label = "Your name" if kind == "person" else "The meeting, such as HCSP 2026/04"
    name = Field("name", label, "line", value=office.name or None if kind == "person" else None)
    title = "Your own keys" if kind == "person" else "The keys of a meeting"
    intro = plain(
        f"The files go into {clean_line(str(office.folder))}. Without the pass-phrase they are worth nothing."
    )
    screen.app.push_screen(Form(title, (name, _SECRET, _AGAIN), intro=intro), given)


def _make_keys(office: Office, kind: str, values: dict[str, Any]) -> str:
    if values["secret"] != values["again"]:
        raise UsageError("The two pass-phrases differ: nothing was made.")
    if kind == "person":
        person = create_person(office.folder, values["name"], values["secret"])
        vault = vault_path(office.folder, person.name).name
        return f"Made {vault} and {recipient_path(office.folder, person.name).name}. Six words: {person.public.words}"
    public = create_papers_key(office.folder, values["name"], values["secret"])
    return f"Made the meeting's keys. Six words to compare by voice: {public.words}"


def ask_approval(
    screen: PlainScreen,
    office: Office,
    case: CaseFolder,
    changed: Callable[[Callable[[], CaseFolder], str], None],
) -> None:
    """Let a second person sign the case with their own vault."""

    def given(values: dict[str, Any] | None) -> None:
        if values:
            do_in_thread(
                screen,
                "Signing",
                lambda: _approved(office, case, values),
                lambda approved: changed(lambda: approved, "Approved and signed."),
            )

    fields = (Field("vault", "The vault of the person who approves (NAME.vault.age)", "line"), _SECRET)
    left = len(case.not_looked_at)
    words = (
        f"Nobody ticked {plural(left, 'finding')} that should be looked at."
        if left
        else ("Whoever seals the pack cannot be the one who approves.")
    )
    intro = plain(f"You sign exactly what would be packed now. {words}")
    screen.app.push_screen(Form("Approve as a second person", fields, intro=intro), given)


def _approved(office: Office, case: CaseFolder, values: dict[str, Any]) -> CaseFolder:
    person = _person(office, values["vault"], values["secret"])
    return work.add_approval(case, approve(case, person, office.now()))


def _person(office: Office, vault: str, secret: str) -> Person:
    typed = Path(vault).expanduser()
    found = next(
        (p for p in (typed, office.folder / vault, vault_path(office.folder, vault)) if p.is_file()), None
    )
    if found is None:
        raise BadFile("There is no such vault: k on the pack desk makes one.")
    return open_person(found, secret)


def ask_seal(screen: PlainScreen, office: Office, cases: Sequence[CaseFolder]) -> None:
    """Seal the cases into a pack in the desk's folder."""

    def given(values: dict[str, Any] | None) -> None:
        if values:
            do_in_thread(
                screen,
                f"Sealing {plural(len(cases), 'case')}",
                lambda: _seal(office, cases, values),
                screen.notice,
            )

    fields = (
        Field("meeting", "The meeting, such as HCSP 2026/04", "line"),
        Field("name", "Name of the pack", "line", value="papers"),
        Field(
            "recipient", "The meeting's file (MEETING.recipient)", "line", value=_only(office, "*.recipient")
        ),
        Field(
            "set",
            "Question set to go with the papers, such as leicestershire-appendix-a",
            "line",
            required=False,
        ),
        Field("expires", "Last day on which it opens, such as 2026-05-31", "line", required=False),
        Field(
            "draw",
            "Record of the draw (draw.json)",
            "line",
            required=False,
            value=_only(office, "draw*.json"),
        ),
        Field("vault", "Your vault (NAME.vault.age)", "line", value=_only(office, "*.vault.age")),
        _SECRET,
    )
    title = f"Seal {plural(len(cases), 'case')} into a pack"
    screen.app.push_screen(Form(title, fields), given)


def _only(office: Office, pattern: str) -> str | None:
    """Return the one file of that kind in the folder; with several the officer must say which."""
    found = sorted(office.folder.glob(pattern))
    return found[0].name if len(found) == 1 else None


def _seal(office: Office, cases: Sequence[CaseFolder], values: dict[str, Any]) -> str:
    draw, drawn = read_drawn(_at(office, values["draw"])) if values.get("draw") else (None, ())
    plan = Plan(
        clean_line(values["meeting"]),
        load(values["set"]) if values.get("set") else None,
        expires=last_day(values.get("expires")),
        draw=draw,
        drawn=drawn,
    )
    recipients = read_recipients(_at(office, values["recipient"]))
    packer = _person(office, values["vault"], values["secret"])
    name = clean_line(values["name"]).removesuffix(".prpack")
    sealed = build_pack(_at(office, f"{name}.prpack"), cases, plan, recipients, packer)
    return f"Sealed. {sealed.words}"


def _at(office: Office, typed: str) -> Path:
    return office.folder / Path(typed).expanduser()
