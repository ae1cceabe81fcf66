"""Words for people: pass-phrases to type and fingerprints to read aloud, from the EFF long word list.

7,776 words give 12.9 bits each, six of them 77.5 bits. The list is easy to spell and to hear, and has no
offensive words: https://www.eff.org/deeplinks/2016/07/new-wordlists-random-passphrases
"""

import hashlib
import secrets
from functools import cache
from pathlib import Path

from panelroom.errors import BadFile

LIST_LENGTH = 7776  # 6**5: five dice a word
_FINGERPRINT_WORDS = 6
_LIST = Path(__file__).with_name("eff_long_wordlist.txt")


@cache
def word_list() -> tuple[str, ...]:
    """Return the 7,776 words in order.

    Raises:
        BadFile: the list in this installation is missing or damaged.
    """
    try:
        words = tuple(_LIST.read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        words = ()
    if len(set(words)) != LIST_LENGTH:
        raise BadFile("The word list of this installation is damaged: install panelroom again.")
    return words


def generate_passphrase(words: int = 6) -> str:
    """Return a new pass-phrase of ``words`` random words, joined by single spaces."""
    listed = word_list()
    return " ".join(secrets.choice(listed) for _ in range(words))


def fingerprint_words(data: bytes) -> str:
    """Return six words that name ``data``, the same on every machine, for two people to compare by voice.

    They are the lowest six digits, highest first, of SHA-256 read as one big-endian number in base 7,776.
    """
    number = int.from_bytes(hashlib.sha256(data).digest(), "big")
    digits = [number // LIST_LENGTH**place % LIST_LENGTH for place in range(_FINGERPRINT_WORDS)]
    return " ".join(word_list()[digit] for digit in reversed(digits))
