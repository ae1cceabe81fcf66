"""Redact here: what goes, what stays, and that nothing else moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom.casework.redaction import checked, count, places, redacted, redacted_line
from panelroom.casework.review import Replacement
from panelroom.documents.model import Imported, numbered
from panelroom.errors import Refused


def document(*texts: str) -> Imported:
    blocks = numbered((1, "para", text) for text in texts)
    return Imported(kind="txt", sha256="0" * 64, importer="test", pages=1, blocks=blocks)


@pytest.mark.parametrize(
    ("find", "text", "found"),
    [
        ("Ann", "Ann met Annual and ANN, Ann's, (Ann)", 4),
        ("Ann", "ann", 0),
        ("ann smith", "Ann Smith ANN SMITH ann\n  smith", 3),
        ("Jane Doe", "Jane\ufffd \ufffdDoe and Jane\nDoe", 2),
        ("07700 900123", "07700 900123, 07700  900123 and 107700 900123", 2),
        ("12", "12 and 123 and 112 and 12.", 2),
        ("a.b@example.com", "aXb@example.com a.b@example.com", 1),
        ("Łukasz", "ŁUKASZ and Łukasz", 2),
        ("[VICTIM", "[VICTIM 1]", 1),
    ],
)
def test_whole_words_however_they_are_written(find: str, text: str, found: int) -> None:
    assert len(places(find, text)) == found


def test_everywhere_and_here() -> None:
    before = document("Ann and Ann and Ann.", "Ann again.")
    block = before.blocks[0].id
    here = Replacement(find="Ann", label="[VICTIM 1]", file="a.txt", block=block, nth=2)
    assert redacted(before, "a.txt", [here]).text == "Ann and [VICTIM 1] and Ann.\n\nAnn again."
    assert redacted(before, "b.txt", [here]).text == before.text
    everywhere = Replacement(find="Ann", label="[VICTIM 1]")
    after = redacted(before, "a.txt", [here, everywhere])
    assert "Ann" not in after.text
    assert [b.id for b in after.blocks] == [b.id for b in before.blocks]
    assert count([("a.txt", before)], [here, everywhere]) == {"[VICTIM 1]": 4}
    assert redacted_line("Ann's case", [here, everywhere]) == "[VICTIM 1]'s case"


@pytest.mark.parametrize(
    ("find", "label"),
    [
        ("", "[A]"),
        ("...", "[A]"),
        ("x" * 501, "[A]"),
        ("Ann", "VICTIM"),
        ("Ann", "[a] [b]"),
        ("Ann", "[Ann 1]"),
    ],
)
def test_what_makes_no_redaction(find: str, label: str) -> None:
    with pytest.raises(Refused, match=r"nothing|Nothing"):
        checked(Replacement(find=find, label=label))


@given(
    st.lists(st.text("ab Ann\n.", max_size=30), min_size=1, max_size=4), st.sampled_from(["Ann", "ab", "n."])
)
def test_what_was_redacted_is_nowhere(texts: list[str], find: str) -> None:
    before = document(*texts)
    after = redacted(before, "a", [Replacement(find=find, label="[X]")])
    assert not places(find, after.text.replace("[X]", "\n"))
    assert after.text.count("[X]") == sum(len(places(find, b.text)) for b in before.blocks)
