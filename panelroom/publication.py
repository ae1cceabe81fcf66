"""Whether words may be published: no name of the roster, no reference of a case, nothing the redaction checks know.

A public page cannot be called back, so this looks twice: when words are released, and again at whatever is about
to be written. No sentence here repeats what was found.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from panelroom import acts
from panelroom.checks.catalogue import check_of
from panelroom.checks.scan import check_text
from panelroom.checks.settings import CheckSettings
from panelroom.checks.vocabulary import common_words, field_words, word_set, words_that_are_names
from panelroom.conduct.afterwards import RELEASABLE
from panelroom.meeting import Meeting, find_item
from panelroom.text import clean_line

_LETTERS = re.compile(r"[^\W\d_][\w'’-]*")
_SHORTEST_NAME = 3
_ROLE_WORDS = word_set("chair member observer officer force lead secretary")


class Concern(NamedTuple):
    """What speaks against publishing: ``blocks``, or for the reviewer to think about; in one sentence."""

    blocks: bool
    sentence: str


def concerns(meeting: Meeting, text: str) -> tuple[Concern, ...]:
    """Return what speaks against publishing ``text``, each thing once; what blocks comes first."""
    return _blocking_first([*_of_this_meeting(meeting, text), *_of_the_checks(text)])


def concerns_elsewhere(text: str, names: Iterable[str] = ()) -> tuple[Concern, ...]:
    """Return what speaks against publishing ``text`` where no meeting is at hand to compare it with.

    That is what the redaction checks know, and these ``names``; neither the references of cases nor whoever was in
    the room can be looked for.
    """
    listed = [Concern(True, "It names somebody on the roster.") for name in names if _names(name, text)]
    return _blocking_first([*listed, *_of_the_checks(text)])


def _blocking_first(found: Iterable[Concern]) -> tuple[Concern, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda concern: not concern.blocks))


class Releasable(NamedTuple):
    """An entry that could be published: what it is, its words in the restricted record, and its public wording."""

    entry: str
    what: str
    case: int | None
    words: str
    released: str | None


def releasable(meeting: Meeting) -> tuple[Releasable, ...]:
    """Return every entry with words that could be published, in the order of the meeting."""
    return tuple(_releasable(meeting))


def _releasable(meeting: Meeting) -> Iterator[Releasable]:
    for number in range(1, len(meeting.known) + 1):
        item = find_item(meeting, f"e{number}")
        if item is None or item.struck or not isinstance(item.act, RELEASABLE):
            continue
        said = getattr(item.act, "text", None) or getattr(item.act, "reason", None)
        if said:
            release = meeting.released.get(item.id)
            yield Releasable(
                item.id, WHAT[type(item.act)], item.case, said, release.act.text if release else None
            )


WHAT: dict[type[acts.Act], str] = {
    acts.Observe: "observation",
    acts.Decide: "reason for the outcome",
    acts.AnswerPrompt: "answer to the guide's question",
    acts.Answer: "remark on a question",
    acts.RaiseQuery: "query to the force",
    acts.AnswerQuery: "the force's answer",
    acts.Park: "wider issue",
    acts.SettleParked: "what became of a wider issue",
    acts.RecordAction: "action",
    acts.NoteMatter: "matter noted",
    acts.DisputeFact: "fact the force disputes",
    acts.ReplyToDispute: "the panel's reply to the force",
}


def blocked(meeting: Meeting) -> dict[str, str]:
    """Return entry -> why its released wording is not published after all; empty where nothing speaks against it."""
    found = {
        entry: next((c.sentence for c in concerns(meeting, release.act.text or "") if c.blocks), None)
        for entry, release in meeting.released.items()
    }
    return {entry: sentence for entry, sentence in found.items() if sentence}


def _of_this_meeting(meeting: Meeting, text: str) -> Iterator[Concern]:
    if names_somebody(meeting, text):
        yield Concern(True, "It names somebody on the roster.")
    if any(_stands_in(_folded(text), _folded(case.ref)) for case in meeting.cases):
        yield Concern(True, "It holds the reference of a case.")


def names_somebody(meeting: Meeting, text: str) -> bool:
    """Whether ``text`` names somebody on the meeting's roster."""
    return any(_names(person.name, text) for person in meeting.people.values())


def is_role(role: str, names: Iterable[str]) -> bool:
    """Whether ``role`` may stand where a record says who did something; of ``names``, the roster's, it holds none.

    No rule knows every name. A role that a roster lists in the place of a name stays a role, but "Member B" is
    somebody.
    """
    said = clean_line(role)
    if said.casefold().replace(" ", "_") in acts.ROLES:
        return True
    people = [name for name in names if not _says_role(name) or _has_initial(name)]
    return not any(concern.blocks for concern in concerns_elsewhere(said, people))


def _names(name: str, text: str) -> bool:
    """Whether ``text`` holds a person's whole name, or a part of it that is no ordinary word where it stands."""
    folded = _folded(text)
    if _stands_in(folded, _folded(name)):
        return True
    if _says_role(name):
        return False
    for part in _LETTERS.findall(name):
        plain = part.casefold()
        if len(part) < _SHORTEST_NAME or plain in field_words() or _links(part, name):
            continue
        # "rose" is a word and "Rose" may be a person.
        here, words = (text, part) if plain in common_words() else (folded, plain)
        if _stands_in(here, words):
            return True
    return False


def _says_role(name: str) -> bool:
    """Whether a roster lists a role in the place of a name, as "Force Hate Crime Lead": its words name nobody.

    Such a role ends with what it is. "Chair Park" does not: there a person's name follows the role.
    """
    parts = [part.casefold() for part in _LETTERS.findall(name) if len(part) >= _SHORTEST_NAME]
    everyday = common_words() - words_that_are_names()
    return bool(parts) and parts[-1] in _ROLE_WORDS and everyday.issuperset(parts)


def _has_initial(name: str) -> bool:
    return any(len(part) == 1 for part in _LETTERS.findall(name))


def _links(part: str, name: str) -> bool:
    """Whether a part is an everyday word between capitals, as in "Observer from another force"."""
    return part in common_words() and any(letter.isupper() for letter in name)


def _stands_in(text: str, words: str) -> bool:
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _of_the_checks(text: str) -> Iterator[Concern]:
    for finding in check_text([(1, text)], CheckSettings()):
        yield Concern(finding.severity == "BLOCK", f"It holds what looks like a {check_of(finding.id).name}.")
