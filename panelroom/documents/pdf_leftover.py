"""What lies in a PDF file and belongs to it no longer: objects nothing refers to, and earlier versions of objects.

Programs leave them when they save a change at the end of the file (ISO 32000-1, 7.5.6) or drop a page. No reader
shows them, and everybody who opens the file with an editor can read them.
"""

import base64
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

import pikepdf

from panelroom.documents.pdf_metadata import packet_values
from panelroom.documents.pdf_objects import items, number, strings_below
from panelroom.documents.personal import is_shown, personal_parts

_MOST_OBJECTS = 200_000
_MOST_SEARCHED = 5000  # leftovers of one file
_MOST_PIECES = 20_000  # of text in one of them
_MOST_BYTES = 2**20  # of one of them, unpacked
_MOST_MEMBERS = 32 * 2**20  # bytes of object streams (7.5.7), unpacked
_HEAD = 400  # bytes in which an object stream says what it is
_REFERENCE = re.compile(rb"(\d{1,10}) (\d{1,5}) R\b")
_SPACE = rb"[\x00\t\n\f\r ]+"
_DEFINED = re.compile(rb"(?<!\d)(\d{1,10})" + _SPACE + rb"(\d{1,5})" + _SPACE + rb"obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
# A piece of text that is shown, or an array of pieces whose numbers only move them together (9.4.3). A piece without
# an end is one too, so that no content makes the search begin again and again.
_PIECE = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)?", re.DOTALL)
_SHOWN = re.compile(rb"\[((?:" + _PIECE.pattern + rb"|[^\[\]()])*+)\]\s*TJ|" + _PIECE.pattern, re.DOTALL)
# Dates and identifiers that programs write.
_NOBODY = re.compile(r"D:\d.*|[0-9A-Fa-f-]{32,40}", re.DOTALL)
_BOOKKEEPING = ("/ObjStm", "/XRef")
Number = tuple[int, int]


class _Object(NamedTuple):
    """An object by itself: ``value`` without what it refers to, and the ``packed`` bytes of a stream."""

    value: pikepdf.Object
    packed: bytes | None = None


class _Written(NamedTuple):
    """Where an object is written: the bytes that hold it, and its part of them."""

    number: Number
    data: bytes
    start: int
    end: int

    def cut_out(self) -> _Object | None:
        """Return the object, None if there is none."""
        begin = _STREAM.search(self.data, self.start, self.end)
        close = self.data.find(b"endobj" if begin is None else b"endstream", self.start, self.end)
        close = close if close >= 0 else self.end
        if begin is None:
            return _alone(self.data[self.start : close])
        return _alone(self.data[self.start : begin.start()], self.data[begin.end() : close])


def leftovers(pdf: pikepdf.Pdf, data: bytes, shown: frozenset[str]) -> Iterator[str]:
    """Yield, for every leftover that could identify somebody, what does so and is not among the words ``shown``."""
    table = _table(pdf)
    # What is written in an encrypted file can be read through its table only.
    superseded = () if pdf.is_encrypted or not table else _superseded(table, data)
    for n, left in enumerate((*_unreferenced(pdf, table), *superseded)):
        if n >= _MOST_SEARCHED:
            return
        told = [part for text in _texts(left) for part in personal_parts(text) if not is_shown(part, shown)]
        if told:
            yield "\n".join(dict.fromkeys(told))


def _table(pdf: pikepdf.Pdf) -> dict[Number, pikepdf.Object]:
    """Return the objects that are current, by number; none of a file that has far more than a document."""
    if len(pdf.objects) > _MOST_OBJECTS:
        return {}
    # Numbers come as Python's own, whatever the types say, and hold nothing.
    written: list[object] = list(pdf.objects)
    return {each.objgen: each for each in written if isinstance(each, pikepdf.Object)}


def _unreferenced(pdf: pikepdf.Pdf, table: dict[Number, pikepdf.Object]) -> Iterator[_Object]:
    reached: set[Number] = set()
    waiting = _references(pdf.trailer.unparse())
    while waiting:
        each = waiting.pop()
        if each not in reached and each in table:
            reached.add(each)
            waiting |= _references(_source(table[each]))
    for each in table.keys() - reached:
        if (left := _alone(_source(table[each]), _packed(table[each]))) is not None:
            yield left


def _references(source: bytes) -> set[Number]:
    return {(int(a), int(b)) for a, b in _REFERENCE.findall(source)}


def _source(value: pikepdf.Object) -> bytes:
    if isinstance(value, pikepdf.Stream):
        return value.stream_dict.unparse()
    return value.unparse(resolved=True)


def _packed(value: pikepdf.Object) -> bytes | None:
    try:
        return value.read_raw_bytes() if isinstance(value, pikepdf.Stream) else None
    except pikepdf.PdfError:
        return None


def _alone(source: bytes, packed: bytes | None = None) -> _Object | None:
    """Return the object written there with nothing behind its references; None if it is none."""
    try:
        value: object = pikepdf.Object.parse(_REFERENCE.sub(b"null", source))
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return None
    return _Object(value, packed) if isinstance(value, pikepdf.Object) else None


def _superseded(table: dict[Number, pikepdf.Object], data: bytes) -> Iterator[_Object]:
    """Yield what is written in the file under the number of a current object that is different, or of none."""
    written = list(_written(data))
    often = Counter(each.number for each in written)
    for each in written:
        current = table.get(each.number)
        if current is not None and often[each.number] == 1:
            continue
        left = each.cut_out()
        if left and not (current is not None and _is_same(left, _alone(_source(current), _packed(current)))):
            yield left


def _is_same(one: _Object, other: _Object | None) -> bool:
    if other is None or one.value.unparse() != other.value.unparse():
        return False
    return (one.packed or b"").strip() == (other.packed or b"").strip()


def _written(data: bytes) -> Iterator[_Written]:
    """Yield every object that is written in the file, those inside object streams too where there are revisions."""
    revised, room = data.count(b"startxref") > 1, _MOST_MEMBERS
    found = list(islice(_DEFINED.finditer(data), _MOST_OBJECTS))
    for each, after in zip_longest(found, found[1:]):
        written = _Written(
            (int(each[1]), int(each[2])), data, each.end(), after.start() if after else len(data)
        )
        yield written
        if revised and b"/ObjStm" in data[each.end() : each.end() + _HEAD]:
            unpacked = _unpacked(stream) if (stream := written.cut_out()) else b""
            room -= len(unpacked)
            yield from _members(stream, unpacked) if stream and room > 0 else ()


def _members(stream: _Object, unpacked: bytes) -> Iterator[_Written]:
    first = int(number(_entry(stream, "/First")))
    numbers = [int(each) for each in unpacked[:first].split() if each.isdigit() and len(each) <= 10]
    starts = [first + each for each in numbers[1::2]]
    for each, start, end in zip(numbers[::2], starts, [*starts[1:], len(unpacked)], strict=False):
        yield _Written((each, 0), unpacked, start, end)


def _texts(left: _Object) -> Iterator[str]:
    """Yield the texts of an object: its strings, what its content shows, what its metadata says."""
    for text in strings_below(left.value):
        if text.replace("\n", " ").replace("\r", " ").isprintable() and not _NOBODY.fullmatch(text):
            yield text
    kind = _type_of(left)
    if kind == "/Metadata":
        yield from (said.text for said in packet_values(_unpacked(left)))
    elif kind == "/EmbeddedFile":
        yield _unpacked(left).decode("utf-8", "ignore")
    elif _may_paint(left):
        yield " ".join(_painted(_unpacked(left)))


def _may_paint(left: _Object) -> bool:
    """Tell whether it could be the content of a page or a form; pictures and fonts are not."""
    if left.packed is None or _type_of(left) in _BOOKKEEPING:
        return False
    return _entry(left, "/Subtype") in (None, "/Form") and _entry(left, "/Length1") is None


def _painted(content: bytes) -> Iterator[str]:
    """Yield the texts that content shows, as far as its fonts name their letters by themselves."""
    for found in islice(_SHOWN.finditer(content), _MOST_PIECES):
        pieces = _PIECE.findall(found[0])
        yield "".join(str(each.value) for piece in pieces if (each := _alone(piece)))


def _type_of(left: _Object) -> str:
    return str(_entry(left, "/Type") or "")


def _entry(left: _Object, key: str) -> object:
    return left.value.get(key) if isinstance(left.value, pikepdf.Dictionary) else None


def _unpacked(left: _Object) -> bytes:
    """Return the first bytes of a stream, nothing where its packing is another than the usual ones."""
    kept, how = left.packed or b"", _entry(left, "/Filter")
    for each in items(how) if isinstance(how, pikepdf.Array) else [how] if how is not None else []:
        try:
            kept = _without_filter(str(each), kept)
        except (zlib.error, ValueError):
            return b""
    return kept[:_MOST_BYTES]


def _without_filter(name: str, packed: bytes) -> bytes:
    if name == "/FlateDecode":
        return zlib.decompressobj().decompress(packed, _MOST_BYTES)
    if name == "/ASCII85Decode":
        return base64.a85decode(packed[: 2 * _MOST_BYTES].strip().removesuffix(b"~>"))
    raise ValueError(name)
