"""``panelroom screen``: the way into the room's display. Light: what it needs is imported in the child."""

from pathlib import Path

from panelroom.errors import BadFile
from panelroom.ui.guard import run_guarded


def run_screen(book: Path, passphrase: str | None = None) -> int:
    """Show the room's display for ``book`` until somebody leaves it; return the exit code.

    Without ``passphrase`` the Chair's program lets the display in; nobody is ever asked for a secret.

    Raises:
        PanelroomError: there is no such book, the pass-phrase does not open it, or this system has no way
            for the Chair's program to let the display in. (On a terminal these are said by the guard.)
    """
    if not book.is_file():
        raise BadFile(f"There is no meeting book {book.name} here: check the name.")
    return run_guarded(lambda: _display(book, passphrase))


def _display(book: Path, passphrase: str | None) -> int:
    key = _key(book, passphrase)
    from panelroom.ui.room_app import RoomApp

    app = RoomApp(book, key)
    app.run(mouse=False)
    return app.return_code or 0


def _key(book: Path, passphrase: str | None) -> bytes | None:
    if passphrase is None:
        from panelroom.door import Knock

        Knock(book).close()
        return None
    from panelroom.bookcase import book_key

    return book_key(book, passphrase)
