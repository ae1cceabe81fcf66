"""What a PDF carries beside its pages is reported once, masked, and never mixed into the text."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from making_pdf import blocking, make, read, text_of
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from panelroom.documents.reading import Hostile

NAME = "Inventa Nobody"
Change = Callable[[pikepdf.Pdf], None]


def paper(**information: str) -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, invariant=1)
    for key, value in information.items():
        getattr(canvas, f"set{key}")(value)
    canvas.drawString(72, 700, "Case SYN/0001/31: the report of the incident")
    canvas.save()
    return kept.getvalue()


def changed(change: Change) -> bytes:
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        change(pdf)
        kept = io.BytesIO()
        pdf.save(kept)
    return kept.getvalue()


def annotation(subtype: str, **entries: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        made = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=[300, 300, 360, 320], **entries)
        pdf.pages[0].Annots = Array([pdf.make_indirect(made)])

    return change


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, f"ask {NAME}".encode())


def outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as tree:
        tree.root.append(pikepdf.OutlineItem(f"Statement of {NAME}", 0))


def actual_text(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(
        f"/Span <</ActualText ({NAME})>> BDC BT /F1 12 Tf 72 600 Td ([VICTIM 1]) Tj ET EMC".encode()
    )


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def launch(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F="a.exe")


def piece(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].PieceInfo = Dictionary(Editor=Dictionary(Private=Dictionary(Owner=pikepdf.String(NAME))))


def xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as packet:
        packet["dc:creator"] = [NAME]


CARRIED: dict[str, tuple[Change, str, str]] = {
    "attachment": (attach, "PDF-ATTACHMENT", "REVIEW"),
    "outline": (outline, "PDF-OUTLINE", "REVIEW"),
    "spoken text": (actual_text, "PDF-ACTUALTEXT", "REVIEW"),
    "script": (script, "PDF-JAVASCRIPT", "AUTO"),
    "launch": (launch, "PDF-ACTION", "AUTO"),
    "piece info": (piece, "PDF-PIECEINFO", "REVIEW"),
    "packet": (xmp, "PDF-METADATA", "AUTO"),
    "note": (annotation("/Text", Contents="ask again"), "PDF-ANNOT-NOTE", "REVIEW"),
    "link": (annotation("/Link", A=Dictionary(S=Name.URI, URI="mailto:a@example.com")), "PDF-LINK", "REVIEW"),
    "cover": (annotation("/Square", IC=[0, 0, 0]), "PDF-ANNOT-COVER", "REVIEW"),
}


@pytest.mark.parametrize("kind", CARRIED)
def test_what_is_carried_is_one_finding_and_not_in_the_text(kind: str) -> None:
    change, check, severity = CARRIED[kind]
    reading = read(changed(change))
    assert [(each.id, each.severity) for each in reading.findings] == [(check, severity)]
    assert NAME not in text_of(reading) and NAME not in reading.findings[0].sample


def test_what_is_painted_is_read_in_place_of_the_text_that_stands_for_it() -> None:
    assert "[VICTIM 1]" in text_of(read(changed(actual_text)))


@pytest.mark.parametrize(
    "change",
    [
        annotation("/Link", A=Dictionary(S=Name.URI, URI="https://www.example.com/help")),
        lambda pdf: setattr(pdf.Root, "OpenAction", Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
        lambda pdf: setattr(pdf.pages[0], "PieceInfo", Dictionary(Editor=Dictionary(Private=Dictionary()))),
    ],
)
def test_what_every_file_has_is_not_reported(change: Change) -> None:
    assert read(changed(change)).findings == []


@pytest.mark.parametrize(
    "information",
    [
        {"Author": NAME},
        {"Author": "inventan"},
        {"Title": f"Statement of {NAME}"},
        {"Author": NAME, "Title": f"Statement of {NAME}"},
        {"Keywords": "07700 900123"},
    ],
)
def test_a_person_in_the_metadata_is_one_finding(information: dict[str, str]) -> None:
    findings = read(paper(**information)).findings
    assert [(each.id, each.severity, each.page) for each in findings] == [("PDF-METADATA", "AUTO", None)]


@pytest.mark.parametrize(
    "information",
    [
        {},
        {"Author": "LibreOffice"},
        {"Creator": "Microsoft Word"},
        {"Title": "Case SYN/0001/31"},
        {"Author": "(anonymous)"},
    ],
)
def test_programs_and_what_the_page_shows_anyway_are_not_reported(information: dict[str, str]) -> None:
    assert read(paper(**information)).findings == []


def test_an_earlier_revision_is_counted() -> None:
    whole = paper()
    start, root = whole.rindex(b"\nxref\n") + 1, whole[whole.index(b"/Root") :].split(b"\n")[0]
    update = b"900 0 obj\n<</Kept 1>>\nendobj\n"
    table = b"xref\n900 1\n%010d 00000 n \ntrailer\n<<%s /Size 901 /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    data = whole + update + table % (len(whole), root, start, len(whole) + len(update))
    assert [each.id for each in read(data).findings] == ["PDF-INCREMENTAL"]


def cropped(bottom: float) -> Change:
    return lambda pdf: setattr(pdf.pages[0], "CropBox", Array([0, bottom, 500, 800]))


def test_a_crop_is_told_where_it_cut_something_off() -> None:
    reading = read(changed(cropped(720)))
    found = [(each.id, each.severity, each.page) for each in reading.findings]
    assert ("PDF-HIDDEN-TEXT", "BLOCK", 1) in found and ("PDF-CROP", "AUTO", 1) in found
    assert text_of(reading) == ""


def test_a_crop_that_cut_nothing_off_is_not_told() -> None:
    assert read(changed(cropped(600))).findings == []


def test_a_picture_that_a_crop_cut_is_told() -> None:
    def picture(pdf: pikepdf.Pdf) -> None:
        grey = {"Subtype": Name.Image, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
        image = pikepdf.Stream(pdf, bytes(range(64)), Width=8, Height=8, **grey)
        pdf.pages[0].Resources.XObject = Dictionary(Im0=image)
        pdf.pages[0].contents_add(b"q 200 0 0 100 100 550 cm /Im0 Do Q")
        cropped(600)(pdf)

    assert [each.id for each in read(changed(picture)).findings] == ["PDF-CROP"]


def test_the_sign_of_a_sticky_note_hides_no_letter() -> None:
    sign = annotation("/Text", Contents="ask again")

    def over_the_words(pdf: pikepdf.Pdf) -> None:
        sign(pdf)
        pdf.pages[0].Annots[0].Rect = Array([90, 692, 110, 712])

    reading = read(changed(over_the_words))
    assert "Case SYN/0001/31: the report" in text_of(reading)
    assert [(each.id, each.severity) for each in reading.findings] == [("PDF-ANNOT-NOTE", "REVIEW")]


def test_a_note_as_large_as_a_cover_is_one() -> None:
    def over_the_words(pdf: pikepdf.Pdf) -> None:
        annotation("/Text")(pdf)
        black = pikepdf.Stream(pdf, b"0 g 0 0 300 20 re f", Subtype=Name.Form, BBox=Array([0, 0, 300, 20]))
        note = pdf.pages[0].Annots[0]
        note.Rect, note.AP, note.F = Array([70, 695, 370, 715]), Dictionary(N=black), 4

    assert "PDF-HIDDEN-TEXT" in blocking(read(changed(over_the_words)))


def test_a_page_without_text_becomes_a_new_grey_picture() -> None:
    from PIL import Image

    reading = read(make("picture under a box", 2)[0])
    picture = Image.open(io.BytesIO(reading.pictures[1]))
    assert picture.mode == "L" and abs(picture.width - 595 / 72 * 150) < 2
    assert "PDF-NO-TEXT-LAYER" in [each.id for each in reading.findings]
    assert blocking(reading) == ["PDF-IMAGE-UNDER-BOX"]


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(Hostile, match="damaged"):
        read(b"%PDF-1.7\nnothing")
