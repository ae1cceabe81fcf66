"""A form field is text of its page when a reader sees it, and hidden text when nobody does."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from making_pdf import blocking, read, text_of
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

NAME = "Inventa Nobody"
HIDDEN, NO_VIEW, READ_ONLY = 2, 32, 64
Change = Callable[[pikepdf.Pdf, Dictionary], None]


def form(change: Change | None = None, **options: Any) -> bytes:
    """Return a page with a caption and a field that holds the name, as ``change`` leaves it."""
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=(595, 842), invariant=1)
    canvas.drawString(72, 700, "Name of victim:")
    place = {"x": 170, "y": 695, "width": 200, "height": 20}
    canvas.acroForm.textfield(**({"name": "victim", "value": NAME} | place | options))
    canvas.drawString(72, 800, "At the very top of the page")
    canvas.save()
    with pikepdf.open(kept) as pdf:
        if change:
            change(pdf, pdf.pages[0].Annots[0])
        changed = io.BytesIO()
        pdf.save(changed)
    return changed.getvalue()


def over(subtype: str, *, first: bool = False, **entries: Any) -> Change:
    """Draw an annotation over the field, or beneath it."""

    def change(pdf: pikepdf.Pdf, field: Dictionary) -> None:
        left, bottom, right, top = 165, 690, 380, 720
        quad = [left, top, right, top, left, bottom, right, bottom]
        shape = Dictionary(Subtype=Name(subtype), Rect=[left, bottom, right, top], F=4, **entries)
        shape.Type, shape.QuadPoints = Name.Annot, quad
        made, fields = pdf.make_indirect(shape), list(pdf.pages[0].Annots)
        pdf.pages[0].Annots = Array([made, *fields] if first else [*fields, made])

    return change


def entries(**changed: Any) -> Change:
    def change(pdf: pikepdf.Pdf, field: Dictionary) -> None:
        for key, value in changed.items():
            field[f"/{key}"] = value

    return change


def without(*keys: str) -> Change:
    def change(pdf: pikepdf.Pdf, field: Dictionary) -> None:
        for key in keys:
            del field[f"/{key}"]

    return change


def off_layer(pdf: pikepdf.Pdf, field: Dictionary) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Layer 1"))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
    field.OC = layer


def on_no_page(pdf: pikepdf.Pdf, field: Dictionary) -> None:
    del pdf.pages[0].Annots


def password(pdf: pikepdf.Pdf, field: Dictionary) -> None:
    field.Ff = 1 << 13
    del field.AP


BLACK = {"IC": [0, 0, 0], "C": [0, 0, 0]}
UNSEEN: dict[str, Change] = {
    "under a black square": over("/Square", **BLACK),
    "under a white square": over("/Square", IC=[1, 1, 1], C=[1, 1, 1]),
    "under a black highlight": over("/Highlight", C=[0, 0, 0]),
    "hidden": entries(F=HIDDEN),
    "not on screens": entries(F=NO_VIEW | 4),
    "on a layer that is off": off_layer,
    "without a size": entries(Rect=[0, 0, 0, 0]),
    "beside the page": entries(Rect=[900, 695, 1100, 715]),
    "shows something older": entries(V=f"{NAME} of 14 Samplia Road"),
    "password": password,
    "on no page": on_no_page,
}
SEEN: dict[str, Change] = {
    "plain": entries(),
    "over a black square": over("/Square", first=True, **BLACK),
    "under a yellow highlight": over("/Highlight", C=[1, 1, 0]),
    "in a drawn frame": over("/Square", C=[1, 0, 0]),
    "without a picture of its own": without("AP"),
    "read only": entries(F=READ_ONLY | 4),
    "choices that were not made": entries(Opt=Array(["First", "Second", "Third"])),
}


@pytest.mark.parametrize("kind", UNSEEN)
def test_a_field_that_nobody_sees_blocks_and_is_not_packed(kind: str) -> None:
    reading = read(form(UNSEEN[kind]))
    said = " ".join(each.sample for each in reading.findings)
    assert blocking(reading) == ["PDF-HIDDEN-TEXT"]
    assert "Samplia" not in text_of(reading) and not any(part in said for part in NAME.split())
    assert kind == "shows something older" or "Inventa" not in text_of(reading)


@pytest.mark.parametrize("kind", SEEN)
def test_a_field_that_is_seen_stands_beside_its_caption(kind: str) -> None:
    reading = read(form(SEEN[kind]))
    assert (1, "row", f"Name of victim: | {NAME}") in reading.blocks
    assert [(each.id, each.severity) for each in reading.findings if each.id != "PDF-ANNOT-COVER"] == [
        ("PDF-FORM-FIELD", "REVIEW")
    ]


@pytest.mark.parametrize("kind", [*UNSEEN, *SEEN])
def test_a_field_takes_nothing_from_its_page(kind: str) -> None:
    text = text_of(read(form((UNSEEN | SEEN)[kind])))
    assert "Name of victim:" in text and "At the very top of the page" in text


def test_a_page_that_inherits_its_size_keeps_its_top() -> None:
    def inherit(pdf: pikepdf.Pdf, field: Dictionary) -> None:
        pdf.Root.Pages.MediaBox = pdf.pages[0].MediaBox
        del pdf.pages[0].MediaBox

    assert "At the very top of the page" in text_of(read(form(inherit)))


def test_fields_cut_out_of_their_form_are_read_as_they_are_painted() -> None:
    def cut_out(pdf: pikepdf.Pdf, field: Dictionary) -> None:
        del pdf.Root.AcroForm

    reading = read(form(cut_out))
    assert f"Name of victim: | {NAME}" in text_of(reading) and blocking(reading) == []


def test_letters_in_boxes_of_their_own_are_one_word() -> None:
    def comb(pdf: pikepdf.Pdf, field: Dictionary) -> None:
        field.Ff, field.MaxLen, field.V = 1 << 24, 11, "07700900123"
        del field.AP, field.DV

    reading = read(form(comb))
    assert "Name of victim: | 07700900123" in text_of(reading) and blocking(reading) == []


def test_a_choice_that_could_be_somebody_is_told_and_others_are_not() -> None:
    def choices(*names: str) -> Change:
        return entries(V="None", Opt=Array(names), FT=Name.Ch)

    telling = read(form(choices("None", NAME), value="None")).findings
    assert [(each.id, each.severity) for each in telling][1:] == [("PDF-FORM-FIELD", "REVIEW")]
    assert len(read(form(choices("None", "Charge"), value="None")).findings) == 1


def ticked(*, under_a_box: bool = False) -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, invariant=1)
    for n, (word, checked) in enumerate((("Race", True), ("Religion", False))):
        canvas.drawString(100, 700 - 30 * n, word)
        canvas.acroForm.checkbox(name=word, x=72, y=695 - 30 * n, size=16, checked=checked)
    canvas.save()
    with pikepdf.open(kept) as pdf:
        if under_a_box:
            square = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[65, 690, 95, 715], F=4, **BLACK)
            pdf.pages[0].Annots.append(pdf.make_indirect(square))
        changed = io.BytesIO()
        pdf.save(changed)
    return changed.getvalue()


def test_boxes_to_tick_are_read_beside_what_they_mean() -> None:
    assert text_of(read(ticked())) == "[x] | Race\n[ ] | Religion"


def test_a_tick_under_a_black_box_is_no_answer() -> None:
    assert text_of(read(ticked(under_a_box=True))) == "Race\n[ ] | Religion"
