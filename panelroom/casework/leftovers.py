"""Words redacted elsewhere that still stand: a surname alone, or a name in small letters."""

import re
from collections.abc import Iterator, Sequence

from panelroom.casework.review import Replacement
from panelroom.documents.model import Imported
from panelroom.findings import Finding, masked

ID = "R-LEFTOVER"
_SHORTEST = 3  # letters; shorter parts of what was redacted are words like PC or of
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NO_NAME = re.compile(r"[@/]|\w\.\w")
_LABEL = re.compile(r"\[[^\[\]\n]{1,60}\]")


def find(text: str, replacements: Sequence[Replacement], document: Imported) -> Iterator[Finding]:
    """Yield a finding for each word of what was redacted that still stands outside a label."""
    words = {word.casefold() for each in replacements for word in _names(each.find)}
    if not words:
        return
    labels = [match.span() for match in _LABEL.finditer(text)]
    for match in _LETTERS.finditer(text):
        word = match[0].casefold().removesuffix("'s").removesuffix("’s")
        if word in words and not any(start <= match.start() < end for start, end in labels):
            placed = document.at(match.start())
            yield Finding(
                id=ID,
                severity="REVIEW",
                page=placed.block.page if placed else None,
                start=match.start(),
                end=match.end(),
                sample=masked(match[0]),
            )


def _names(found: str) -> Iterator[str]:
    """Yield the words that look like names: those with a capital, or all where none has one.

    The parts of an address of a mail box or a page are words of every day.
    """
    if _NO_NAME.search(found):
        return
    words = [word for word in _LETTERS.findall(found) if len(word) >= _SHORTEST]
    capitals = [word for word in words if word[0].isupper()]
    yield from capitals or words
