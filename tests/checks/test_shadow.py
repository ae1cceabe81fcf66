"""The shadow has none of what hides a number, and every place in it leads back to the text."""

from hypothesis import given
from hypothesis import strategies as st

from panelroom.checks.shadow import MASK, Shadow, masked_labels

TRICKY = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab AB019 \n\t.-\u200b\u00ad\ufffd\u2013\u00a0٣３²ﬁА’[]"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@given(TRICKY)
def test_every_place_leads_back_in_order_and_inside_the_text(text: str) -> None:
    shadow = Shadow(text)
    spans = [shadow.span(n, n + 1) for n in range(len(shadow.lined))]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert [s.start for s in spans] == sorted(s.start for s in spans)
    assert len(shadow.flat) == len(shadow.lined)


@given(TRICKY)
def test_ascii_characters_stand_for_themselves(text: str) -> None:
    shadow = Shadow(text)
    for place, character in enumerate(shadow.lined):
        span = shadow.span(place, place + 1)
        original = text[span.start : span.end]
        if original.isascii() and not original.isspace():
            assert original == character


@given(st.text(alphabet="0123456789", min_size=3, max_size=20), st.data())
def test_nothing_that_hides_a_number_changes_it(digits: str, data: st.DataObject) -> None:
    hidden = "".join(d + data.draw(st.sampled_from(["", "\u200b", "\u00ad", "\ufffd"])) for d in digits)
    shadow = Shadow(f"x {hidden} y")
    at = shadow.flat.index(digits)
    span = shadow.span(at, at + len(digits))
    assert f"x {hidden} y"[span.start : span.end].rstrip("\u200b\u00ad\ufffd") == hidden.rstrip(
        "\u200b\u00ad\ufffd"
    )


@given(
    st.text(alphabet="0123456789", min_size=1, max_size=12), st.sampled_from([0x660, 0x6F0, 0x966, 0xFF10])
)
def test_digits_of_other_scripts_are_the_same_digits(digits: str, zero: int) -> None:
    assert Shadow("".join(chr(zero + int(d)) for d in digits)).flat == digits


def test_a_line_end_is_a_space_and_a_paragraph_is_not() -> None:
    shadow = Shadow("one\n     two\n\nthree    four  five")
    assert shadow.lined == "one\ntwo\n\nthree  four five"
    assert shadow.flat == "one two  three  four five"


def test_letters_that_look_latin_and_footnote_marks() -> None:
    assert Shadow("Аhmеd rang 07700 900123²").flat == "Ahmed rang 07700 900123"


def test_labels_are_masked_in_place() -> None:
    masked = masked_labels("by [VICTIM 1] and [Jane]", lambda inner: inner == "VICTIM 1")
    assert masked == f"by [{MASK * 8}] and [Jane]"
