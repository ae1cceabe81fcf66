"""The key card: every screen of a meeting with its keys, on one page to lie beside the laptop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from panelroom.records.blocks import Document, Furniture, Para, Row, Run, Table, Title, Tone, bold, para
from panelroom.records.files import make_folder, refuse_existing, write_whole

TITLE = "panelroom: the keys"
_SPACE = "\u00a0"
"""Between a key and what it does, so that no line ends there."""
_GAP = 3 * _SPACE + " "
"""Between what a key does and the next key."""


@dataclass(frozen=True, slots=True)
class ScreenKeys:
    """A screen by its name, and its keys as they are printed, each with what it does in a word or two."""

    name: str
    keys: tuple[tuple[str, str], ...]


def write_keycard(path: Path, screens: Sequence[ScreenKeys], created: datetime) -> None:
    """Write the card as an accessible PDF.

    Raises:
        Refused: the file is there already; it was left as it is.
        NotWritten: the disk did not take it; no part of it is left.
    """
    from panelroom.records.pdf import render

    make_folder(path.resolve().parent)
    refuse_existing(path)
    content, _ = render(_on_one_page(screens, created))
    write_whole(path, content)


def _on_one_page(screens: Sequence[ScreenKeys], created: datetime) -> Document:
    """Return the card in the larger letters, or in the smaller where these would take a second page."""
    from panelroom.records.pdf import count_pages

    large = _document(screens, created, "body")
    return large if count_pages(large) == 1 else _document(screens, created, "cell")


def _document(screens: Sequence[ScreenKeys], created: datetime, tone: Tone) -> Document:
    rows = tuple(Row(((para(bold(screen.name), tone=tone),), (_keys(screen, tone),))) for screen in screens)
    return Document(
        title=TITLE,
        subject="",
        author="",
        language="en-GB",
        created=created,
        furniture=Furniture("panelroom", "", "F1 explains every screen"),
        blocks=(
            Title(TITLE),
            Table(("Screen", "Keys, and what they do"), (0.19, 0.81), rows),
        ),
    )


def _keys(screen: ScreenKeys, tone: Tone) -> Para:
    runs: list[Run] = []
    for key, does in screen.keys:
        runs += [bold(key.replace(" ", _SPACE)), Run(f"{_SPACE}{does.replace(' ', _SPACE)}{_GAP}")]
    return para(*runs, tone=tone)
