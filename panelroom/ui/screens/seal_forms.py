"""Approval and seal: what is checked first, what is typed once, and a pass-phrase that is never kept."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from textual.content import Content

from panelroom.casework import work
from panelroom.casework.approval import approve
from panelroom.casework.building import Plan, build_pack, read_drawn
from panelroom.casework.case import CaseFolder
from panelroom.errors import BadFile, PanelroomError, UsageError
from panelroom.keys import open_person, read_public, read_recipients
from panelroom.keys.key_file import refuse_existing
from panelroom.keys.person import vault_path
from panelroom.question_files import load
from panelroom.text import clean_line, plural, unquoted
from panelroom.ui.frame import PlainScreen
from panelroom.ui.office import Office
from panelroom.ui.paint import lines, plain
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.case_words import open_line
from panelroom.ui.screens.form import Field

SECRET = Field("secret", "The pass-phrase of that vault (it does not show)", "secret")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
"""How a day may be written: ISO 8601, or as in Britain with the day first."""
_LOOKS_LIKE_A_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?([/.-])\d\d?\1\d{4}|\d\d? [A-Za-z]+ \d{4}")
"""The same forms, whatever their numbers."""


def ask_approval(
    screen: PlainScreen,
    office: Office,
    case: CaseFolder,
    changed: Callable[[Callable[[], CaseFolder], str], None],
) -> None:
    """Let a second person sign the case with their own vault."""
    if case.refusing:
        left = plural(len(case.refusing), "finding")
        screen.notice(
            f"Nothing was signed, because {left} must be redacted or waived first: 1 shows them.",
            refused=True,
        )
        return
    vault = Field("vault", "The vault of the person who approves (NAME.vault.age)", "line")
    check = ("vault", lambda values: _vault(office, values["vault"]))
    intro = plain(
        f"You sign exactly what would be packed now. {open_line([case])} Whoever seals cannot be who approves."
    )
    ask(
        screen,
        Asked("Approve as a second person", (vault, SECRET), intro, [check], accept="sign"),
        lambda values: _approved(office, case, values),
        lambda approved: changed(lambda: approved, "Approved and signed."),
        doing="Signing",
    )


def _approved(office: Office, case: CaseFolder, values: Values) -> CaseFolder:
    person = open_person(_vault(office, values["vault"]), values["secret"])
    return work.add_approval(case, approve(case, person, office.now()))


def _vault(office: Office, typed: str) -> Path:
    """Return the vault that somebody names by its file or by the person.

    Raises:
        BadFile: there is none.
    """
    places = (_at(office, typed), Path(unquoted(typed)).expanduser(), vault_path(office.folder, typed))
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise BadFile("There is no such vault: look at its name, or ESC, and k on the pack desk makes one.")
    return found


def last_day(text: str, today: date) -> date:
    """Return the last day on which a pack is to open, as typed: 2026-05-31, 31/05/2026 or 31 May 2026.

    Raises:
        UsageError: it is no day, or one before ``today``.
    """
    for written in _DAYS:
        try:
            day = datetime.strptime(" ".join(text.split()), written).date()
        except ValueError:
            continue
        if day < today:
            raise UsageError("That day is over, so the pack would never open: give a later one.")
        return day
    if _LOOKS_LIKE_A_DAY.fullmatch(" ".join(text.split())):
        raise UsageError(
            "There is no such day: give the day first, then the month, as in 31/05/2026 or 31 May 2026."
        )
    raise UsageError("The last day is written like 31/05/2026, 31 May 2026 or 2026-05-31: give it again.")


def ask_seal(screen: PlainScreen, office: Office, cases: Sequence[CaseFolder]) -> None:
    """Seal the cases into a pack in the desk's folder; each must have been approved as it is now."""
    _Sealing(screen, office, cases).ask_meeting()


class _Sealing:
    """Three short forms one after the other; ESC goes back to the one before, and nothing typed is lost."""

    def __init__(self, screen: PlainScreen, office: Office, cases: Sequence[CaseFolder]) -> None:
        self._screen, self._office, self._cases = screen, office, cases
        self._typed: Values = {
            "name": "papers",
            "recipient": _only_name(filter(_is_of_a_meeting, office.folder.glob("*.recipient"))),
            "draw": _only_name(office.folder.glob("draw*.json")),
            "vault": _only_name(office.folder.glob("*.vault.age")),
        }

    def _asked(self, step: int, what: str, fields: Sequence[Field], intro: Content | None = None) -> Asked:
        title = f"Seal {plural(len(self._cases), 'case')} into a pack, {step} of 3: {what}"
        accept = "seal" if step == 3 else "go on"
        return Asked(title, tuple(fields), intro, self._checks(fields), accept=accept)

    def _line(self, name: str, label: str, *, required: bool = True) -> Field:
        return Field(name, label, "line", required=required, value=self._typed.get(name))

    def _checks(self, fields: Sequence[Field]) -> list[tuple[str, Callable[[Values], object]]]:
        checks: dict[str, Callable[[Values], object]] = {
            "name": lambda values: refuse_existing(self._pack(values)),
            "recipient": lambda values: read_recipients(_at(self._office, values["recipient"])),
            "set": lambda values: load(values["set"]) if "set" in values else None,
            "expires": self._last_day,
            "draw": self._drawn,
            "vault": lambda values: _vault(self._office, values["vault"]),
        }
        return [(field.name, checks[field.name]) for field in fields if field.name in checks]

    def ask_meeting(self) -> None:
        """For which meeting, to whom, and under which name."""
        fields = (
            self._line("meeting", "The meeting, such as HCSP 2026/04"),
            self._line("name", "Name of the pack"),
            self._line("recipient", "The meeting's file (MEETING.recipient)"),
        )
        asked = self._asked(1, "the meeting", fields, plain(open_line(self._cases)))
        ask(self._screen, asked, self._keeping(fields), lambda _: self.ask_beside())

    def ask_beside(self) -> None:
        """What goes with the papers; all of it may be left out."""
        fields = (
            self._line("set", "Question set, such as leicestershire-appendix-a", required=False),
            self._line("expires", "Last day on which it opens, such as 31/05/2026", required=False),
            self._line("draw", "Record of the draw (draw.json)", required=False),
        )
        ask(
            self._screen,
            self._asked(2, "what goes with it", fields, plain("What you leave empty is left out.")),
            self._keeping(fields),
            lambda _: self.ask_signature(),
            back=self._back(fields, self.ask_meeting),
        )

    def ask_signature(self) -> None:
        """Who signs."""
        fields = (self._line("vault", "Your vault (NAME.vault.age)"), SECRET)
        day = self._last_day(self._typed)
        until = (
            f"It opens until {day:%A} {day.day} {day:%B %Y}." if day else "It opens for ever: no last day."
        )
        ask(
            self._screen,
            self._asked(3, "your signature", fields, lines(until, open_line(self._cases))),
            lambda values: self._seal(self._typed | values),
            self._screen.notice,
            doing=f"Sealing {plural(len(self._cases), 'case')}",
            back=self._back(fields[:1], self.ask_beside),
        )

    def _keeping(self, fields: Sequence[Field]) -> Callable[[Values], None]:
        """Return what keeps the values of these fields, the emptied ones too."""

        def keep(values: Values) -> None:
            self._typed |= {field.name: values.get(field.name) for field in fields}

        return keep

    def _back(self, fields: Sequence[Field], before: Callable[[], None]) -> Callable[[Values], None]:
        def back(left: Values) -> None:
            self._keeping(fields)(left)
            before()

        return back

    def _pack(self, values: Values) -> Path:
        name = clean_line(values["name"]).removesuffix(".prpack")
        return _at(self._office, f"{name}.prpack")

    def _last_day(self, values: Values) -> date | None:
        typed = values.get("expires")
        return last_day(typed, self._office.now().date()) if typed else None

    def _drawn(self, values: Values) -> tuple[bytes | None, tuple[str, ...]]:
        return read_drawn(_at(self._office, values["draw"])) if values.get("draw") else (None, ())

    def _seal(self, values: Values) -> str:
        draw, drawn = self._drawn(values)
        plan = Plan(
            clean_line(values["meeting"]),
            load(values["set"]) if values.get("set") else None,
            expires=self._last_day(values),
            draw=draw,
            drawn=drawn,
        )
        recipients = read_recipients(_at(self._office, values["recipient"]))
        packer = open_person(_vault(self._office, values["vault"]), values["secret"])
        return f"Sealed. {build_pack(self._pack(values), self._cases, plan, recipients, packer).words}"


def _only_name(files: Iterable[Path]) -> str | None:
    """Return the name of the one file of a kind; with several the officer must say which."""
    found = list(files)
    return found[0].name if len(found) == 1 else None


def _is_of_a_meeting(file: Path) -> bool:
    """Tell whether a recipient file is a meeting's: those of people lie beside it, and have a key to sign with."""
    try:
        return not read_public(file).signing_key
    except PanelroomError:
        return False


def _at(office: Office, typed: str) -> Path:
    return office.folder / Path(unquoted(typed)).expanduser()
