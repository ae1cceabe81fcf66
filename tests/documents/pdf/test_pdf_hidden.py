"""What a PDF hides is found and stays out of the text; what a reader sees stays in it."""

import pytest
from making_pdf import CLEAN, HIDDEN, blocking, make, measure_hidden, read, text_of

KINDS = {
    "redaction not applied": "PDF-ANNOT-REDACT-UNAPPLIED",
    "OCR under a black-out": "PDF-OCR-UNDER-BOX",
    "picture under a box": "PDF-IMAGE-UNDER-BOX",
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_text_blocks_and_is_not_packed(kind: str) -> None:
    data, secret = make(kind, 7)
    reading = read(data)
    found = blocking(reading)
    assert set(found) == {KINDS.get(kind, "PDF-HIDDEN-TEXT")}
    assert len(found) == 1 or kind == "layer that is off"  # the layer holds the whole page
    assert not any(part in text_of(reading) for part in secret.split())


@pytest.mark.parametrize("kind", CLEAN)
def test_what_can_be_read_is_read_and_does_not_block(kind: str) -> None:
    data, secret = make(kind, 7)
    reading = read(data)
    assert blocking(reading) == []
    assert secret in text_of(reading)


@pytest.mark.parametrize("kind", HIDDEN)
def test_no_finding_repeats_what_is_hidden(kind: str) -> None:
    data, secret = make(kind, 8)
    said = " ".join(each.sample for each in read(data).findings)
    assert not any(part in said for part in secret.split())


@pytest.mark.parametrize("kind", ["under a black box", "white on white", "off the page"])
def test_the_text_around_a_redaction_stays(kind: str) -> None:
    text = text_of(read(make(kind, 3)[0]))
    assert "Log of the incident" in text and "01/04/2031 18:10" in text


@pytest.mark.heavy
def test_the_aims_hold_on_files_made_with_another_seed() -> None:
    figures = measure_hidden(4_000_000, 120)
    assert figures["found"] >= 0.95 * figures["planted"], figures
    assert figures["false alarms"] == 0, figures
    assert figures["visible text lost"] == 0, figures
