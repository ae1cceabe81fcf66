"""Files built to do harm end as one plain sentence, or are read; never as an exception, never beyond the limits."""

import io
import random
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from making_pdf import HIDDEN, make
from reportlab.pdfgen.canvas import Canvas

from panelroom.documents import limits
from panelroom.documents.read import read_document
from panelroom.errors import BadFile

CATALOGUE = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
END = b"trailer<</Root 1 0 R>>\n%%EOF"


def itself_for_a_page() -> bytes:
    return CATALOGUE + b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n" + END


def form_that_draws_itself() -> bytes:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 5>>stream\n/F Do\n"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</F 4 0 R>>>>/Contents 4 0 R>>"
    return (
        CATALOGUE
        + b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj"
        + page
        + b"endobj\n4 0 obj"
        + form
        + b"endstream "
        + b"endobj\n"
        + END
    )


def deep_arrays() -> bytes:
    return CATALOGUE + b"2 0 obj" + b"[" * 100_000 + b"]" * 100_000 + b"endobj\n" + END


def deep_page_tree() -> bytes:
    nodes = (b"%d 0 obj<</Type/Pages/Kids[%d 0 R]/Count 1>>endobj\n" % (n, n + 1) for n in range(2, 4000))
    return CATALOGUE + b"".join(nodes) + END


def loop_of_tables() -> bytes:
    start = CATALOGUE + b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev %d>>\nstartxref\n%d\n%%%%EOF"
    return start + table % (len(start), len(start))


def built(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        change(pdf)
        kept = io.BytesIO()
        pdf.save(kept)
    return kept.getvalue()


def bomb() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        packed = zlib.compress(b"0 0 m\n" * (100 * 2**20 // 6), 9)
        pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)

    return built(change)


def huge_page() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = [0, 0, 14_400_000, 14_400_000]
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"0 0 9000000 9000000 re f")

    return built(change)


def many_pages() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        tree = pdf.Root.Pages
        leaf = pikepdf.Dictionary(Type=pikepdf.Name.Page, Parent=tree, MediaBox=[0, 0, 99, 99])
        tree.Kids = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(leaf)) for _ in range(10_000)])
        tree.Count = 10_000

    return built(change)


def rubbish_picture(kind: str) -> Callable[[], bytes]:
    def make_it() -> bytes:
        def change(pdf: pikepdf.Pdf) -> None:
            picture = pikepdf.Stream(
                pdf,
                random.Random(5).randbytes(5000),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=30_000,
                Height=30_000,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Filter=pikepdf.Name(kind),
            )
            pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
            pdf.pages[0].Contents = pikepdf.Stream(pdf, b"500 0 0 500 0 0 cm /I Do")

        return built(change)

    return make_it


def too_much_text() -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, invariant=1)
    canvas.setFont("Helvetica", 1)
    for n in range(800):
        canvas.drawString(10, 10 + n, "ten marks " * 30)
    canvas.save()
    return kept.getvalue()


HOSTILE = {
    "itself for a page": itself_for_a_page,
    "form that draws itself": form_that_draws_itself,
    "deep arrays": deep_arrays,
    "deep page tree": deep_page_tree,
    "loop of tables": loop_of_tables,
    "bomb": bomb,
    "huge page": huge_page,
    "many pages": many_pages,
    "rubbish JPX": rubbish_picture("/JPXDecode"),
    "rubbish JBIG2": rubbish_picture("/JBIG2Decode"),
    "rubbish DCT": rubbish_picture("/DCTDecode"),
    "rubbish CCITT": rubbish_picture("/CCITTFaxDecode"),
    "too much text": too_much_text,
    "header only": lambda: b"%PDF-1.7\n",
}


def survived(path: Path) -> str:
    """Return what was said of the file, ``""`` if it was read."""
    before, started = path.read_bytes(), time.monotonic()
    try:
        read_document(path)
        said = ""
    except BadFile as refused:
        said = str(refused)
    assert time.monotonic() - started < limits.SECONDS + 5
    assert path.read_bytes() == before and "\n" not in said and said.isprintable()
    return said


@pytest.mark.heavy
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_survived(name: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(HOSTILE[name]())
    said = survived(path)
    assert not said or ("“paper.pdf” cannot be read" in said and "not changed" in said)


@pytest.mark.heavy
def test_too_many_pages_and_too_much_text_are_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(many_pages())
    assert "10000 pages" in survived(path) and "split" in survived(path)
    path.write_bytes(too_much_text())
    assert "more than 200000 characters" in survived(path)


def test_a_password_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    with pikepdf.open(io.BytesIO(make("plain", 1)[0])) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert "protected by a password" in survived(path)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_are_survived(seed: int, tmp_path: Path) -> None:
    rng, path = random.Random(seed), tmp_path / "paper.pdf"
    for kind in rng.sample(list(HIDDEN), 8):
        whole = bytearray(make(kind, seed)[0])
        for _ in range(rng.randrange(1, 40)):
            whole[rng.randrange(len(whole))] = rng.randrange(256)
        path.write_bytes(whole[: rng.randrange(len(whole) // 4, len(whole))] if rng.random() < 0.4 else whole)
        survived(path)
