"""Keys at the pack desk: making them, and the six words that two people compare by voice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from panelroom.errors import PanelroomError, UsageError
from panelroom.keys import create_papers_key, create_person, generate_passphrase, read_public
from panelroom.keys.papers_key import meeting_recipient_path, papers_key_path
from panelroom.keys.person import recipient_path, vault_path
from panelroom.keys.public import PublicKeys
from panelroom.text import clean_line
from panelroom.ui.frame import Modal, PlainScreen
from panelroom.ui.office import Office
from panelroom.ui.paint import KEY, bold, keys, lines, plain, styled
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.boxes import Pick
from panelroom.ui.screens.form import Field
from panelroom.ui.widgets import Literal

NEW_SECRET = Field("secret", "A new pass-phrase (it does not show; six words are best)", "secret")
AGAIN = Field("again", "The same again", "secret")
SHORT = 16
"""Letters under which a pass-phrase is told to be short; three words have about twenty."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of keys: what to call it, and how it is made in a folder, which gives what was made."""

    title: str
    label: str
    make: Callable[[Path, str, str], tuple[Sequence[Path], PublicKeys]]


def _make_person(folder: Path, name: str, secret: str) -> tuple[Sequence[Path], PublicKeys]:
    person = create_person(folder, name, secret)
    return (vault_path(folder, person.name), recipient_path(folder, person.name)), person.public


def _make_meeting(folder: Path, name: str, secret: str) -> tuple[Sequence[Path], PublicKeys]:
    public = create_papers_key(folder, name, secret)
    return (papers_key_path(folder, name), meeting_recipient_path(folder, name)), public


_KINDS = {
    "person": _Kind("Your own keys", "Your name", _make_person),
    "meeting": _Kind("The keys of a meeting", "The meeting, such as HCSP 2026/04", _make_meeting),
}


class SixWords(Modal):
    """Six words to be noted or read out: the box stays until ESC, and no other key removes it.

    Args:
        title: whose they are. intro: what was made, if something was. public: the keys.
    """

    def __init__(self, title: str, intro: str, public: PublicKeys) -> None:
        super().__init__()
        self._title, self._intro, self._public = title, intro, public

    def compose(self) -> ComposeResult:
        """Show the words alone on their line."""
        with Vertical(classes="box"):
            yield Literal(bold(clean_line(self._title)))
            yield Literal(self._about())
            yield Literal(keys(("ESC", "back"), ("w", "on the pack desk shows them again")))

    def _about(self) -> Content:
        whom = (
            "whoever runs the meeting, with the .recipient file: they need both to open your pack, "
            "or to hand you a record."
            if self._public.signing_key
            else "the officer who seals, with the .recipient file: the two of you must see the same words."
        )
        made = (plain(clean_line(self._intro)), "") if self._intro else ()
        words = styled(f"   {self._public.words}", KEY)
        return lines("", *made, "Six words to compare by voice:", "", words, "", f"Read them to {whom}", "")


def ask_keys(screen: PlainScreen, office: Office) -> None:
    """Make somebody's own keys, or those of a meeting, in the desk's folder; or show the words of some."""

    def picked(choice: str | None) -> None:
        if choice == "words":
            show_words(screen, office)
        elif choice:
            _ask_new_keys(screen, office, _KINDS[choice])

    options = [
        ("person", "Your own keys: to seal, to approve, to sign"),
        ("meeting", "The keys of a meeting: they open its papers (made where the meeting is run)"),
        ("words", "The six words of keys in this folder, to compare by voice"),
    ]
    screen.app.push_screen(Pick("Keys", options), picked)


def _ask_new_keys(screen: PlainScreen, office: Office, kind: _Kind) -> None:
    name = Field("name", kind.label, "line", value=office.name or None if kind is _KINDS["person"] else None)
    intro = plain(f"The files go into {clean_line(str(office.folder))}.")
    checks = (("secret", refuse_different), ("secret", ShortOnce()))

    def made(found: tuple[Sequence[Path], PublicKeys]) -> None:
        files, public = found
        screen.app.push_screen(SixWords(public.name, f"Made {' and '.join(f.name for f in files)}.", public))

    ask(
        screen,
        Asked(kind.title, (name, NEW_SECRET, AGAIN), intro, checks, accept="make them"),
        lambda values: kind.make(office.folder, values["name"], values["secret"]),
        made,
        doing="Making keys",
    )


def refuse_different(values: Values) -> None:
    """Raise UsageError where a pass-phrase and the one typed ``again`` differ."""
    if values["secret"] != values["again"]:
        raise UsageError("The two pass-phrases differ: nothing was made. Type it twice again.")


class ShortOnce:
    """Says once that a pass-phrase is short, and offers another; whoever types it again keeps it."""

    def __init__(self) -> None:
        self._said = False

    def __call__(self, values: Values) -> None:
        """Raise UsageError the first time that the pass-phrase is short."""
        if self._said or len(values["secret"]) >= SHORT:
            return
        self._said = True
        raise UsageError(
            "That pass-phrase is short: whoever has the file could guess it. Nothing was made yet. Six words "
            f"instead: {generate_passphrase()}. Note and type them twice, or yours again to keep it."
        )


def show_words(screen: PlainScreen, office: Office) -> None:
    """Show the six words of the keys in the desk's folder; where there are several, ask which."""
    files = sorted(office.folder.glob("*.recipient"))
    if not files:
        screen.notice("No .recipient file lies in this folder yet: k makes keys.")
    elif len(files) == 1:
        _show(screen, files[0])
    else:
        options = [(file, clean_line(file.name)) for file in files]
        screen.app.push_screen(
            Pick("Whose six words?", options), lambda file: _show(screen, file) if file else None
        )


def _show(screen: PlainScreen, file: Path) -> None:
    try:
        public = read_public(file)
    except PanelroomError as error:
        screen.notice(str(error), refused=True)
    else:
        screen.app.push_screen(SixWords(public.name or file.name, "", public))
