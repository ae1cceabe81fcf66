"""Whether words may be published: no name of the roster, no reference of a case, nothing the redaction checks know.

A public page cannot be called back, so this looks twice: when words are released, and again at whatever is about
to be written. No sentence here repeats what was found.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from panelroom.checks.catalogue import check_of
from panelroom.checks.scan import check_text
from panelroom.checks.settings import CheckSettings
from panelroom.checks.vocabulary import common_words, field_words
from panelroom.meeting import Meeting

_LETTERS = re.compile(r"[^\W\d_][\w'’-]*")
_SHORTEST_NAME = 3


class Concern(NamedTuple):
    """What speaks against publishing: ``blocks``, or for the reviewer to think about; in one sentence."""

    blocks: bool
    sentence: str


def concerns(meeting: Meeting, text: str) -> tuple[Concern, ...]:
    """Return what speaks against publishing ``text``, each thing once; what blocks comes first."""
    found = dict.fromkeys([*_of_this_meeting(meeting, text), *_of_the_checks(text)])
    return tuple(sorted(found, key=lambda concern: not concern.blocks))


def blocking(meeting: Meeting, text: str) -> str | None:
    """Return why ``text`` is not published, in one sentence; None where nothing blocks it."""
    return next((concern.sentence for concern in concerns(meeting, text) if concern.blocks), None)


def _of_this_meeting(meeting: Meeting, text: str) -> Iterator[Concern]:
    if any(_names(person.name, text) for person in meeting.people.values()):
        yield Concern(True, "It names somebody on the roster.")
    if any(_stands_in(_folded(text), _folded(case.ref)) for case in meeting.cases):
        yield Concern(True, "It holds the reference of a case.")


def _names(name: str, text: str) -> bool:
    """Whether ``text`` holds a person's whole name, or a part of it that is no ordinary word where it stands."""
    folded = _folded(text)
    if _stands_in(folded, _folded(name)):
        return True
    for part in _LETTERS.findall(name):
        plain = part.casefold()
        if len(part) < _SHORTEST_NAME or plain in field_words():
            continue
        # "rose" is a word and "Rose" may be a person.
        here, words = (text, part) if plain in common_words() else (folded, plain)
        if _stands_in(here, words):
            return True
    return False


def _stands_in(text: str, words: str) -> bool:
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _of_the_checks(text: str) -> Iterator[Concern]:
    for finding in check_text([(1, text)], CheckSettings()):
        yield Concern(finding.severity == "BLOCK", f"It holds what looks like a {check_of(finding.id).name}.")
