"""What is left over in a file is told where it could identify somebody, never blocks, and is never text."""

import io
import time
import zlib

import pikepdf
import pytest
from making_pdf import CLEAN, make, read, text_of

# Hundreds of files are made and read.
pytestmark = pytest.mark.heavy

NAME = "Inventa Nobody"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def stream(content: bytes, *, packed: bool = False, entries: bytes = b"") -> bytes:
    if packed:
        content, entries = zlib.compress(content), entries + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def shows(text: str) -> bytes:
    return f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()


SHOWN = "The report of [VICTIM 1] was recorded"
OBJECTS = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: PAGE,
    4: stream(shows(SHOWN)),
    5: FONT,
}


def saved(objects: dict[int, bytes], before: bytes = b"", size: int = 100) -> bytes:
    """Return a file with these objects, or an earlier one with them added as its next revision."""
    data, places = bytearray(before or b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at, previous = len(data), b""
    if before:
        previous = b"/Prev %s" % before.rsplit(b"startxref\n", 1)[1].split(b"\n")[0]
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    return bytes(data) + b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        previous,
        at,
    )


def in_an_object_stream(number: int, body: bytes) -> bytes:
    head = b"%d 0 " % number
    return stream(head + body, packed=True, entries=b"/Type/ObjStm/N 1/First %d" % len(head))


def told(data: bytes) -> list[tuple[str, str]]:
    return [(each.id, each.severity) for each in read(data).findings if each.id != "PDF-INCREMENTAL"]


def with_object(body: bytes) -> bytes:
    return saved(OBJECTS | {9: body})


LEFT = {
    "note of nobody": with_object(b"<</Subtype/Text/Contents(Ask %s)>>" % NAME.encode()),
    "page that was dropped": with_object(stream(shows(NAME), packed=True)),
    "letters moved together": with_object(stream(b"BT [(Inv) -20 (enta) 3 ( No) (body)] TJ ET")),
    "form that was dropped": with_object(stream(shows(NAME), entries=b"/Type/XObject/Subtype/Form")),
    "number": with_object(b"[(07700 900123)]"),
    "properties": with_object(
        stream(b"<x><creator>Inventa Nobody</creator></x>", entries=b"/Type/Metadata/Subtype/XML")
    ),
    "earlier content": saved({4: OBJECTS[4]}, saved(OBJECTS | {4: stream(shows(NAME), packed=True)})),
    "earlier note": saved({9: b"null"}, with_object(b"<</Contents(%s)>>" % NAME.encode())),
    "earlier object stream": saved(
        {7: b"<</Contents()>>"},
        with_object(in_an_object_stream(7, b"<</Contents(%s)>>" % NAME.encode())),
    ),
}
QUIET = {
    "nothing left": saved(OBJECTS),
    "the same words": saved({4: stream(shows(SHOWN + " "))}, saved(OBJECTS)),
    "shown on the page": saved(OBJECTS | {4: stream(shows(NAME)), 9: b"[(%s)]" % NAME.encode()}),
    "dates and identifiers": with_object(b"[(D:20310402184000Z)(0123456789abcdef0123456789abcdef)]"),
    "font": with_object(stream(b"(%s) Tj" % NAME.encode(), entries=b"/Length1 9")),
    "picture": with_object(stream(b"(%s) Tj" % NAME.encode(), entries=b"/Type/XObject/Subtype/Image")),
    "numbers by themselves": saved(
        {8: b"13", 9: b"true"}, saved(OBJECTS | {8: b"12", 9: b"null", 10: b"/Name"})
    ),
    "counter": with_object(b"[(Layer 1)(12)]"),
}


@pytest.mark.parametrize("kind", LEFT)
def test_a_leftover_that_could_identify_somebody_is_told_once(kind: str) -> None:
    reading = read(LEFT[kind])
    assert told(LEFT[kind]) == [("PDF-ORPHAN", "AUTO")]
    assert text_of(reading) == SHOWN
    assert not any("Inventa" in each.sample or "900123" in each.sample for each in reading.findings)


@pytest.mark.parametrize("kind", QUIET)
def test_other_leftovers_are_not_told(kind: str) -> None:
    assert told(QUIET[kind]) == []


@pytest.mark.parametrize("mode", ["disable", "generate"])
@pytest.mark.parametrize("kind", ["plain", "in a table", "clean scan", "link"])
def test_files_of_ordinary_programs_have_none(kind: str, mode: str) -> None:
    data, _ = make(kind, 3)
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(kept, object_stream_mode=pikepdf.ObjectStreamMode[mode], linearize=mode == "disable")
    assert kind in CLEAN
    assert [each for each in (*told(data), *told(kept.getvalue())) if each[0] == "PDF-ORPHAN"] == []


def test_a_file_that_opens_without_a_password_is_read_though_it_is_locked_for_changes() -> None:
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(saved(OBJECTS))) as pdf:
        pdf.save(kept, encryption=pikepdf.Encryption(user="", owner="secret"))
    reading = read(kept.getvalue())
    assert text_of(reading) == SHOWN and reading.findings == []


@pytest.mark.parametrize(
    "content",
    [b"(" * 2**20, b"[(" * 2**19, b"(\\" * 2**19, b"[" * 2**20, b"(a(b)" * 2**17, b"<" * 2**20],
    ids=["open", "arrays of open", "escaped", "arrays", "nested", "hex"],
)
def test_content_without_an_end_does_not_keep_the_reader(content: bytes) -> None:
    data = with_object(stream(content, packed=True))
    started = time.process_time()
    assert told(data) == [] and time.process_time() - started < 5


def test_a_leftover_that_unfolds_without_end_is_not_unfolded() -> None:
    data = with_object(stream(b"(" + b" " * 300 * 2**20 + NAME.encode() + b") Tj", packed=True))
    started = time.process_time()
    assert told(data) == [] and time.process_time() - started < 5
