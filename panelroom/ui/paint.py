"""Painting text: the small pieces every screen is made of.

Text from a file, a person or the database becomes a ``Content`` here and nowhere else: a bare string given to
a widget would be read as markup, and ``[REDACTED]`` would vanish.
"""

import textwrap
from datetime import datetime

from textual.content import Content

BOLD = "bold"
KEY = "bold $accent"
FAULT = "bold $error"
DIM = "$foreground"


def plain(text: str) -> Content:
    """Return ``text`` exactly as it is."""
    return Content(text)


def styled(text: str, style: str) -> Content:
    """Return ``text`` exactly as it is, in a style."""
    return Content.styled(text, style)


def bold(text: str) -> Content:
    """Return ``text`` exactly as it is, in bold."""
    return Content.styled(text, BOLD)


def join(*parts: Content | str) -> Content:
    """Return the parts one after the other."""
    return Content("").join([p if isinstance(p, Content) else Content(p) for p in parts])


def lines(*parts: Content | str | None) -> Content:
    """Return the parts under one another; ``None`` is left out."""
    return Content("\n").join([p if isinstance(p, Content) else Content(p) for p in parts if p is not None])


def keys(*pairs: tuple[str, str]) -> Content:
    """Return key hints: the key in bold accent, what it does beside it."""
    return Content("   ").join([join(styled(key, KEY), " ", does) for key, does in pairs])


def ends(left: Content | str, right: Content | str, width: int) -> Content:
    """Return one line with ``left`` at its left and ``right`` at its right end, ``left`` cut if it must be."""
    left_content = left if isinstance(left, Content) else Content(left)
    right_content = right if isinstance(right, Content) else Content(right)
    room = max(0, width - right_content.cell_length - 1)
    shown = left_content.truncate(room, ellipsis=True)
    gap = max(1, width - shown.cell_length - right_content.cell_length)
    return join(shown, " " * gap, right_content)


def hanging(head: Content, text: str, width: int, style: str = "") -> Content:
    """Return ``text`` after ``head``, its further lines indented to stand under the first."""
    indent = head.cell_length
    rows = textwrap.wrap(text, max(20, width - indent)) or [""]
    return lines(*(join(head if n == 0 else " " * indent, styled(row, style)) for n, row in enumerate(rows)))


def column(text: str, width: int) -> str:
    """Return ``text`` cut or padded to ``width`` cells."""
    content = Content(text).truncate(width, ellipsis=True)
    return content.plain + " " * max(0, width - content.cell_length)


def clock(moment: datetime) -> str:
    """Return the time of day: ``18:02``."""
    return moment.strftime("%H:%M")


def minutes_seconds(seconds: float) -> str:
    """Return ``7:42``; of a negative time, ``-0:05``."""
    whole = int(abs(seconds))
    return f"{'-' if seconds < 0 and whole else ''}{whole // 60}:{whole % 60:02}"
