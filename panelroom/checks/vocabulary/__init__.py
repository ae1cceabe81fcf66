"""Which capitalised words are usual in police papers, and which everyday words are names as well.

``field_words.txt`` and ``words_that_are_names.txt`` were written by hand for panelroom; ``common_words.txt`` are
the English and British words in small letters of SCOWL 2020.12.07, sizes 10 to 50, under ``scowl.LICENCE.txt``.
"""

from functools import cache
from pathlib import Path

from panelroom.errors import BadFile

_FOLDER = Path(__file__).parent


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text: a list of words reads best as one."""
    return frozenset(words.split())


@cache
def field_words() -> frozenset[str]:
    """Return the words of the field: whatever their capitals, they name nobody."""
    return _words("field_words.txt")


@cache
def common_words() -> frozenset[str]:
    """Return some 40,000 everyday English words, in small letters."""
    return _words("common_words.txt")


@cache
def words_that_are_names() -> frozenset[str]:
    """Return everyday words that are also first names or surnames, in small letters: ``rose``, ``baker``."""
    return _words("words_that_are_names.txt")


def _words(name: str) -> frozenset[str]:
    """Return the words of a list; lines with ``#`` are headings.

    Raises:
        BadFile: the installation is incomplete.
    """
    try:
        lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    except OSError:
        raise BadFile(
            f"The word list {name} is missing from this installation: install panelroom again."
        ) from None
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
