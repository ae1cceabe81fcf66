"""A record that was handed over, opened on this computer: with one's own vault, into a book of its own."""

from pathlib import Path

from panelroom import bookcase
from panelroom.errors import BadFile
from panelroom.handover import receive
from panelroom.keys import Person, open_person
from panelroom.keys.key_file import refuse_existing
from panelroom.keys.person import vault_path
from panelroom.text import clean_line, unquoted
from panelroom.ui.frame import PlainScreen
from panelroom.ui.paint import plain
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.form import Field
from panelroom.ui.screens.key_forms import AGAIN, NEW_SECRET, ShortOnce, refuse_different

_ENDING = ".record.age"
_WHOLE = "The record proves itself and is open here. Nothing of it was changed on the way."


def ask_receive(screen: PlainScreen) -> None:
    """Ask for the record and one's own keys, then for the book to make of it, and open that."""
    _Receiving(screen).ask_record()


class _Receiving:
    """Two short forms one after the other; ESC goes back to the first, and nothing typed is lost but secrets."""

    def __init__(self, screen: PlainScreen) -> None:
        self._screen = screen
        self._typed: Values = {}

    def ask_record(self) -> None:
        """Ask which record it is and whose vault opens it."""
        fields = (
            self._line("file", "The record that was handed over (NAME.record.age)"),
            self._line("vault", "Your own vault (NAME.vault.age)"),
            Field("secret", "Your own pass-phrase (it does not show)", "secret"),
        )
        checks = (
            ("file", lambda values: _there(_path(values["file"]))),
            ("vault", lambda values: _there(self._vault(values))),
        )
        intro = plain("It was sealed to your keys: your vault opens it, on this computer alone.")
        asked = Asked("Open a record that was handed over, 1 of 2", fields, intro, checks, accept="go on")
        ask(self._screen, asked, self._opened, self.ask_book, doing="Opening your vault")

    def _line(self, name: str, label: str) -> Field:
        return Field(name, label, "line", value=self._typed.get(name))

    def _vault(self, values: Values) -> Path:
        """Return the vault that is named by its file or by the person, here or beside the record."""
        here, beside = _path(values["vault"]), _path(values["file"]).parent
        places = (
            here,
            beside / here,
            vault_path(Path(), values["vault"]),
            vault_path(beside, values["vault"]),
        )
        return next((place for place in places if place.is_file()), here)

    def _opened(self, values: Values) -> Person:
        self._typed = {name: values[name] for name in ("file", "vault")}
        return open_person(self._vault(values), values["secret"])

    def ask_book(self, person: Person) -> None:
        """Ask for the name of the book here, and a pass-phrase of its own."""
        file = _path(self._typed["file"])
        name = clean_line(file.name.removesuffix(_ENDING).removesuffix(".age"))
        fields = (Field("book", "The book to make here", "line", value=f"{name}.book"), NEW_SECRET, AGAIN)
        checks = (
            ("book", lambda values: refuse_existing(_path(values["book"]))),
            ("secret", refuse_different),
            ("secret", ShortOnce()),
        )
        intro = plain(
            f"It becomes a book of this computer, in {clean_line(str(Path.cwd()))} unless you give a whole path, "
            "under a pass-phrase of its own: not that of the meeting."
        )
        asked = Asked("Open a record that was handed over, 2 of 2", fields, intro, checks, accept="open it")
        ask(
            self._screen,
            asked,
            lambda values: _received(file, person, _path(values["book"]), values["secret"]),
            lambda made: self._open(*made),
            doing="Opening the record",
            back=lambda _: self.ask_record(),
        )

    def _open(self, book: Path, key: bytes) -> None:
        app = self._screen.app
        if problem := app.open_meeting(book, key):
            self._screen.notice(problem, refused=True)
        else:
            app.say(_WHOLE)


def _received(file: Path, person: Person, book: Path, secret: str) -> tuple[Path, bytes]:
    receive(file, person.age_identity, book, secret)
    return book, bookcase.book_key(book, secret)


def _path(typed: str) -> Path:
    return Path(unquoted(typed)).expanduser()


def _there(path: Path) -> None:
    """Raise BadFile where there is no such file."""
    if not path.is_file():
        raise BadFile(f"There is no file {clean_line(path.name)} there: look at its name and its folder.")
