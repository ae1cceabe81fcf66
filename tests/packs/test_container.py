"""The stored ZIP: what everybody reads, in one spelling only."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import MEMBERS, archive

from panelroom.errors import BadFile, PanelroomError
from panelroom.keys.age_stream import PayloadReader, seal_payload
from panelroom.packs.container import MAX_MEMBER, MAX_MEMBERS, MAX_NAME, Entry, StoredZip, zip_stream

KEY = bytes(16)
WHOLE = archive(MEMBERS.items())
CENTRAL, END = b"PK\1\2", b"PK\5\6"


def reader(plaintext: bytes) -> PayloadReader:
    target = io.BytesIO()
    seal_payload(io.BytesIO(plaintext), target, KEY)
    return PayloadReader(target.getvalue(), KEY)


def opened(plaintext: bytes) -> StoredZip:
    return StoredZip(reader(plaintext))


def contents(plaintext: bytes) -> dict[str, bytes]:
    found = opened(plaintext)
    return {name: found.read(name) for name in found.entries}


names = st.from_regex(r"\A[A-Za-z0-9][a-z0-9_.-]{0,9}(/[A-Za-z0-9][a-z0-9_.-]{0,9}){0,2}\Z").map(str)
members = st.dictionaries(names, st.binary(max_size=200), min_size=1, max_size=8).filter(
    lambda found: len({name.casefold() for name in found}) == len(found)
)


@given(members)
def test_zipfile_reads_what_is_written_and_so_do_we(given: dict[str, bytes]) -> None:
    whole = archive(given.items())
    with zipfile.ZipFile(io.BytesIO(whole)) as theirs:
        assert theirs.testzip() is None
        assert {name: theirs.read(name) for name in theirs.namelist()} == given
        assert all(info.compress_type == zipfile.ZIP_STORED for info in theirs.infolist())
    assert contents(whole) == given


@given(members, st.data())
@settings(max_examples=50)
def test_members_over_many_chunks(given: dict[str, bytes], data: st.DataObject) -> None:
    large = {name: content * data.draw(st.integers(0, 1500)) for name, content in given.items()}
    assert contents(archive(large.items())) == large


def test_it_is_made_bit_by_bit() -> None:
    taken = []

    def content() -> Iterator[bytes]:
        for number in range(64):
            taken.append(number)
            yield bytes(1 << 20)

    stream = zip_stream([Entry("a", 64 << 20, 0)], [content()])
    stream.read(10)
    assert len(taken) <= 2


def test_the_time_of_making_is_not_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as found:
        assert {info.date_time for info in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_flipped_bit_of_the_structure_is_refused_and_of_the_content_is_seen() -> None:
    for at in range(len(WHOLE) * 8):
        flipped = bytearray(WHOLE)
        flipped[at // 8] ^= 1 << at % 8
        try:
            found = contents(bytes(flipped))
        except PanelroomError:
            continue
        assert found.keys() == MEMBERS.keys() and found != MEMBERS, at


def test_every_truncation_is_refused() -> None:
    for length in range(len(WHOLE)):
        with pytest.raises(BadFile):
            contents(WHOLE[:length])


HOSTILE_NAMES = [
    "",
    "/etc/passwd",
    "../up",
    "a/../b",
    "a/./b",
    "a//b",
    "a/",
    ".hidden",
    "a\\b",
    "C:/a",
    "C:a",
    "a b",
    "a\0b",
    "a\nb",
    "é",
    "~/a",
    "x" * (MAX_NAME + 1),
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_is_refused(name: str) -> None:
    with pytest.raises(BadFile):
        opened(archive([("manifest.json", b"{}"), (name, b"x")]))


@pytest.mark.parametrize("again", ["a", "A"])
def test_two_members_of_one_name_are_refused(again: str) -> None:
    assert opened(archive([("a", b"1"), ("b", b"2")]))
    with pytest.raises(BadFile):
        opened(archive([("a", b"1"), (again, b"2")]))


def test_as_many_members_as_there_may_be_and_one_more() -> None:
    listed = [(f"m{n}", b"") for n in range(MAX_MEMBERS + 1)]
    assert len(opened(archive(listed[:-1])).entries) == MAX_MEMBERS
    with pytest.raises(BadFile):
        opened(archive(listed))


def put(data: bytes, at: int, form: str, value: int) -> bytes:
    whole = bytearray(data)
    struct.pack_into(form, whole, at, value)
    return bytes(whole)


def with_comment(whole: bytes) -> bytes:
    return put(whole, len(whole) - 2, "<H", 3) + b"abc"


def with_extra_field(whole: bytes) -> bytes:
    """A zip64 field of four bytes behind the first name in the directory."""
    at = whole.index(CENTRAL)
    end = whole.index(END)
    behind = at + 46 + int.from_bytes(whole[at + 28 : at + 30], "little")
    longer = whole[:behind] + b"\1\0\0\0" + whole[behind:]
    return put(put(longer, at + 30, "<H", 4), end + 4 + 12, "<L", end - at + 4)


def with_gap(whole: bytes) -> bytes:
    """Four bytes that no member has, before the directory."""
    at = whole.index(CENTRAL)
    return put(whole[:at] + b"gap!" + whole[at:], whole.index(END) + 4 + 16, "<L", at + 4)


def with_both_members_at_one_place(whole: bytes) -> bytes:
    second = whole.index(CENTRAL, whole.index(CENTRAL) + 1)
    return put(whole, second + 42, "<L", 0)


def with_size(whole: bytes, size: int) -> bytes:
    at = whole.index(CENTRAL)
    return put(put(whole, at + 20, "<L", size), at + 24, "<L", size)


def made_by_zipfile(**how: int) -> Callable[[bytes], bytes]:
    def make(whole: bytes) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", **how) as made:  # type: ignore[call-overload]
            for name, content in MEMBERS.items():
                made.writestr(name, content)
        return target.getvalue()

    return make


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole + b"x",
        lambda whole: b"x" + whole,
        lambda whole: whole + whole,
        lambda whole: whole[-22:],
        lambda whole: b"",
        with_comment,
        with_extra_field,
        with_gap,
        with_both_members_at_one_place,
        lambda whole: with_size(whole, 0),
        lambda whole: with_size(whole, len(whole)),
        lambda whole: with_size(whole, 0xFFFFFFFF),
        lambda whole: put(whole, whole.index(CENTRAL) + 10, "<H", 8),
        lambda whole: put(whole, whole.index(CENTRAL) + 8, "<H", 1 << 3),
        lambda whole: put(whole, whole.index(CENTRAL) + 8, "<H", 1),
        lambda whole: put(whole, 8, "<H", 8),
        lambda whole: put(whole, 6, "<H", 1 << 3),
        lambda whole: put(whole, whole.index(CENTRAL) + 38, "<L", 0o120777 << 16),
        lambda whole: put(whole, whole.index(END) + 8, "<H", 1),
        lambda whole: put(whole, whole.index(END) + 12, "<L", 0xFFFFFFFF),
        lambda whole: whole.replace(b"glossary.json", b"glossery.json", 1),
        made_by_zipfile(compression=zipfile.ZIP_STORED),
        made_by_zipfile(compression=zipfile.ZIP_DEFLATED),
    ],
    ids=[
        "trailing",
        "leading",
        "twice",
        "no members",
        "nothing",
        "comment",
        "extra field",
        "gap",
        "overlap",
        "too small",
        "too large",
        "zip64",
        "deflated",
        "data descriptor",
        "encrypted",
        "deflated in its own header",
        "data descriptor in its own header",
        "symbolic link",
        "count",
        "zip64 directory",
        "other name in its own header",
        "zipfile, stored",
        "zipfile, deflated",
    ],
)
def test_another_archive_is_refused(change: Callable[[bytes], bytes]) -> None:
    assert contents(WHOLE) == MEMBERS
    with pytest.raises(BadFile):
        contents(change(WHOLE))


def test_a_member_that_would_fill_the_memory_is_refused_by_its_size() -> None:
    with pytest.raises(BadFile):
        opened(zip_stream([Entry("a", MAX_MEMBER + 1, 0)], [[bytes(MAX_MEMBER + 1)]]).read())


def test_a_directory_that_would_fill_the_memory_is_refused_by_its_size() -> None:
    size = 20 * 1024 * 1024
    hostile = reader(bytes(size) + struct.pack("<4s4H2LH", END, 0, 0, 1, 1, size, 0, 0))
    tracemalloc.start()
    try:
        with pytest.raises(BadFile):
            StoredZip(hostile)
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()
