"""The word list is EFF's, byte for byte; pass-phrases are random; fingerprints are the same everywhere."""

import hashlib
import itertools
import math
from collections import Counter
from pathlib import Path

import pytest

from panelroom.errors import BadFile
from panelroom.keys import fingerprint_words, generate_passphrase, words

SHIPPED = Path(words.__file__).with_name("eff_long_wordlist.txt")
SHIPPED_SHA256 = "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"
PUBLISHED_SHA256 = "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"


def test_the_shipped_list_is_unaltered() -> None:
    assert hashlib.sha256(SHIPPED.read_bytes()).hexdigest() == SHIPPED_SHA256


def test_with_its_dice_numbers_it_is_the_published_file() -> None:
    dice = ("".join(roll) for roll in itertools.product("123456", repeat=5))
    lines = [f"{roll}\t{word}\n" for roll, word in zip(dice, words.word_list(), strict=True)]
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == PUBLISHED_SHA256


def test_the_list_has_the_known_shape() -> None:
    listed = words.word_list()
    assert (len(listed), len(set(listed))) == (7776, 7776)
    assert (listed[0], listed[-1]) == ("abacus", "zoom")
    assert {len(word) for word in listed} == set(range(3, 10))
    assert sorted(word for word in listed if not word.isalpha()) == [
        "drop-down",
        "felt-tip",
        "t-shirt",
        "yo-yo",
    ]
    assert math.isclose(6 * math.log2(len(listed)), 77.5, abs_tol=0.1)


def test_the_licence_travels_with_the_list() -> None:
    note = SHIPPED.with_name("eff_long_wordlist.LICENCE.txt").read_text()
    assert "CC BY 3.0 US" in note and SHIPPED_SHA256 in note and PUBLISHED_SHA256 in note


@pytest.mark.parametrize("count", [1, 6, 8])
def test_a_passphrase_is_that_many_listed_words(count: int) -> None:
    drawn = generate_passphrase(count).split(" ")
    assert len(drawn) == count
    assert set(drawn) <= set(words.word_list())


def test_passphrases_differ_and_draw_evenly_from_the_whole_list() -> None:
    phrases = [generate_passphrase() for _ in range(5000)]
    assert len(set(phrases)) == len(phrases)
    counts = Counter(word for phrase in phrases for word in phrase.split(" "))
    # 30,000 draws: each word is expected 3.9 times; 98 % of the list appears, and none 25 times.
    assert len(counts) > 7500 and max(counts.values()) < 25
    halves = sum(counts[word] for word in words.word_list()[:3888])
    assert abs(halves - 15000) < 600  # almost seven standard deviations


def test_a_fingerprint_can_be_worked_out_by_hand() -> None:
    number = int(hashlib.sha256(b"age1example").hexdigest(), 16)
    expected: list[str] = []
    for _ in range(6):
        number, digit = divmod(number, 7776)
        expected.insert(0, words.word_list()[digit])
    assert fingerprint_words(b"age1example").split(" ") == expected
    assert fingerprint_words(b"age1example") != fingerprint_words(b"age1examplf")


def test_a_fingerprint_never_changes() -> None:
    assert fingerprint_words(b"") == "chaplain giggling traction prison maggot crop"


def test_a_damaged_list_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = tmp_path / "list.txt"
    for content in (b"abacus\nabacus\n", SHIPPED.read_bytes().replace(b"zoom\n", b"zone\n"), b"\xff"):
        short.write_bytes(content)
        monkeypatch.setattr(words, "_LIST", short)
        words.word_list.cache_clear()
        with pytest.raises(BadFile, match="install panelroom again"):
            generate_passphrase()
    words.word_list.cache_clear()
