"""Redact here: a span, or every occurrence in the case, becomes a label."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from panelroom.casework.review import Replacement
from panelroom.checks.labels import says_whom
from panelroom.documents.model import Block, Imported
from panelroom.errors import Refused
from panelroom.text import REPLACEMENT, clean_line

_LABEL = re.compile(r"\[[^\[\]\n]{1,60}\]")
LONGEST = 500


def checked(replacement: Replacement) -> Replacement:
    """Return the replacement with both texts cleaned.

    Raises:
        Refused: nothing is to be replaced, or the label is not of the kind ``[VICTIM 1]``; without a case's words.
    """
    find, label = clean_line(replacement.find), clean_line(replacement.label)
    if not any(character.isalnum() for character in find) or len(find) > LONGEST:
        raise Refused(f"Give the words to redact (at most {LONGEST} characters): nothing was changed.")
    _check_label(label)
    if places(find, label):
        raise Refused("The label holds the words to redact: choose another. Nothing was changed.")
    return replacement.model_copy(update={"find": find, "label": label})


def as_label(typed: str) -> str:
    """Return the label that somebody typed, with its brackets or without: ``victim 1`` is ``[VICTIM 1]``.

    Raises:
        Refused: it is none.
    """
    label = f"[{clean_line(typed).strip('[] ').upper()}]"
    _check_label(label)
    return label


def _check_label(label: str) -> None:
    if not _LABEL.fullmatch(label):
        raise Refused("A label stands in square brackets, such as [VICTIM 1]: nothing was changed.")
    if not says_whom(label[1:-1].strip()):
        raise Refused(
            "Nothing was changed, because that label says nothing of whose place it takes: type one such as VICTIM 1."
        )


def places(find: str, text: str) -> list[tuple[int, int]]:
    """Return where ``find`` stands in ``text`` as whole words, as ``(start, end)``.

    How the words are spaced or wrapped makes no difference, nor does an invisible character that was made
    visible between them. A capital letter also stands for itself in WORDS ALL IN CAPITALS; a small letter
    stands for a capital one too.
    """
    return [match.span() for match in _pattern(find).finditer(text)]


def redacted(document: Imported, file: str, replacements: Sequence[Replacement]) -> Imported:
    """Return the document with the replacements made one after the other; block ids stay."""
    blocks = tuple(_redacted_block(block, file, replacements) for block in document.blocks)
    return document.with_blocks(blocks)


def redacted_line(text: str, replacements: Iterable[Replacement]) -> str:
    """Return a title or another line of the case with the replacements that hold everywhere made in it."""
    for each in replacements:
        if each.nth is None:
            text = _replaced(text, places(each.find, text), each.label)
    return text


def count(documents: Iterable[tuple[str, Imported]], replacements: Sequence[Replacement]) -> Counter[str]:
    """Return how many places each label stands in because of the replacements."""
    counted: Counter[str] = Counter()
    for file, document in documents:
        for block in document.blocks:
            text = block.text
            for each in replacements:
                spans = _spans(each, file, block.id, text)
                counted[each.label] += len(spans)
                text = _replaced(text, spans, each.label)
    return +counted


def _redacted_block(block: Block, file: str, replacements: Sequence[Replacement]) -> Block:
    text = block.text
    for each in replacements:
        text = _replaced(text, _spans(each, file, block.id, text), each.label)
    return block if text == block.text else block.model_copy(update={"text": text})


def _spans(replacement: Replacement, file: str, block: str, text: str) -> list[tuple[int, int]]:
    if replacement.nth is None:
        return places(replacement.find, text)
    if (replacement.file, replacement.block) != (file, block):
        return []
    return places(replacement.find, text)[replacement.nth - 1 : replacement.nth]


def _replaced(text: str, spans: Sequence[tuple[int, int]], label: str) -> str:
    for start, end in reversed(spans):
        text = text[:start] + label + text[end:]
    return text


@lru_cache(maxsize=512)
def _pattern(find: str) -> re.Pattern[str]:
    hidden = f"{REPLACEMENT}*"
    words = [hidden.join(_either_case(character) for character in word) for word in find.split()]
    body = rf"[\s{REPLACEMENT}]+".join(words)
    # Two digits that belong to a longer number are not the number that was meant, nor is Ann in Annual.
    before = r"(?<!\w)" if find[0].isalnum() else ""
    after = r"(?!\w)" if find[-1].isalnum() else ""
    return re.compile(f"{before}{body}{after}")


def _either_case(character: str) -> str:
    upper = character.upper()
    if character.islower() and len(upper) == 1 and upper != character:
        return f"[{re.escape(character)}{re.escape(upper)}]"
    return re.escape(character)
