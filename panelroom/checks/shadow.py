"""A plain shadow of a text for patterns to run on, with a way back to where each character came from.

A zero-width space in a telephone number, Arabic digits, a Cyrillic letter in a name or a line break in the middle
would each hide it from a pattern. The shadow has none of these; findings are mapped back, so that what is
redacted is the text itself.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffd]"
)
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d")
_QUOTES = frozenset("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\uff07")
# Letters that look Latin; after Unicode's confusables.txt, those that are common on a keyboard.
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρıɡ",
    "ABESIJKMHOPCTYXaesijopcyxdhqwABEZHIKMNOPTYXovpig",
)
# Single spaces, which are most of them, stand for themselves.
_PIECE = re.compile(r"[ \t\u00a0]*[\n\t\u00a0][ \t\n\u00a0]*|[ ]{2,}(?![\n\t\u00a0])|[^\x00-\x7f]")
_LABEL = re.compile(r"\[[^\[\]]{1,40}\]")
MASK = "\x02"
"""What stands in the shadow for a character of a redaction label: no pattern matches it."""


class Span(NamedTuple):
    """Where something stands in the original text: ``start`` inclusive, ``end`` exclusive."""

    start: int
    end: int


class Shadow:
    """The shadow of ``text``.

    ``lined`` keeps line ends (``\\n``) and paragraph breaks (two of them), and marks a gap of three spaces or
    more, as between columns, by two spaces. ``flat`` is as long and has spaces for line ends, so that a number
    broken over a line is whole again, but not one over a paragraph break.
    """

    def __init__(self, text: str) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        at = 0
        for found in _PIECE.finditer(text):
            self._copy(text, at, found.start())
            self._plain(text, found)
            at = found.end()
        self._copy(text, at, len(text))
        self.lined = "".join(self._pieces)

    @cached_property
    def flat(self) -> str:
        """The shadow with spaces for line ends."""
        return self.lined.replace("\n", " ")

    def span(self, start: int, end: int) -> Span:
        """Return where ``lined[start:end]`` stands in the original text.

        Raises:
            ValueError: the span is empty.
        """
        if start >= end:
            raise ValueError("an empty span stands nowhere")
        return Span(self._starts[start], self._ends[end - 1])

    def _copy(self, text: str, start: int, end: int) -> None:
        self._pieces.append(text[start:end])
        self._starts.extend(range(start, end))
        self._ends.extend(range(start + 1, end + 1))

    def _plain(self, text: str, found: re.Match[str]) -> None:
        piece = found[0]
        shown = _gap(piece) if piece[0] in " \t\n\u00a0" else _plain_character(text, found.start())
        self._pieces.append(shown)
        self._starts.extend([found.start()] * len(shown))
        self._ends.extend([found.end()] * len(shown))


def masked_labels(shadow: str, is_label: Callable[[str], bool]) -> str:
    """Return the shadow with the words of every redaction label masked; ``is_label`` tells what is one."""

    def hide(found: re.Match[str]) -> str:
        inner = found[0][1:-1]
        return f"[{MASK * len(inner)}]" if is_label(inner) else found[0]

    return _LABEL.sub(hide, shadow)


def _gap(spaces: str) -> str:
    lines = spaces.count("\n")
    if lines:
        return "\n" if lines == 1 else "\n\n"
    return "  " if len(spaces) > 2 or "\t" in spaces else " "


def _plain_character(text: str, at: int) -> str:
    """Return what stands in the shadow for one character beyond ASCII; nothing for one that only hides."""
    character = text[at]
    if _HIDDEN.match(character):
        return ""
    if character in _DASHES:
        return "-"
    if character in _QUOTES:
        return "'"
    if unicodedata.decomposition(character).startswith(("<super>", "<sub>")) and text[at - 1 : at].isalnum():
        return ""  # a footnote's mark behind a number is not part of it
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character).translate(_LOOK_ALIKES)
    return " " if plain.isspace() else plain
