import io
import struct
import zipfile

import pytest
from making_office import zipped

from panelroom.documents.archive import MOST_MEMBERS, unpacked
from panelroom.documents.reading import Hostile


def with_names(*names: str, data: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_files_are_unpacked_and_folders_left_out() -> None:
    assert unpacked(with_names("a/", "a/b.xml", "mimetype")) == {"a/b.xml": b"x", "mimetype": b"x"}


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/a", "C:/a", "a\\b", "a/.."])
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(Hostile, match="leads out"):
        unpacked(with_names(name))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [("a", "a"), ("a.xml", "A.XML")])
def test_two_parts_of_one_name_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(Hostile, match="same name"):
        unpacked(with_names(*names))


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(Hostile, match="2,000"):
        unpacked(with_names(*(f"{n}" for n in range(MOST_MEMBERS + 1))))


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    with pytest.raises(Hostile, match="unpacks to more than"):
        unpacked(with_names("a", data=bytes(20_000_000)))


def test_a_bomb_that_lies_about_its_size_is_stopped() -> None:
    data = bytearray(with_names("a", data=bytes(20_000_000)))
    directory = data.index(b"PK\1\2")
    struct.pack_into("<I", data, directory + 24, 10)
    with pytest.raises(Hostile):
        unpacked(bytes(data))


@pytest.mark.heavy
def test_too_much_in_all_is_refused() -> None:
    import random

    block = random.Random(1).randbytes(1_000_000) * 12
    with pytest.raises(Hostile, match="100 MB"):
        unpacked(with_names(*"abcdefghi", data=block))


def test_small_parts_may_be_blank() -> None:
    assert len(unpacked(with_names("a", data=bytes(900_000)))["a"]) == 900_000


def test_a_part_under_a_password_is_refused() -> None:
    data = bytearray(with_names("a"))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(Hostile, match="password"):
        unpacked(bytes(data))


def test_overlapping_parts_are_refused() -> None:
    data = bytearray(with_names("a", "b"))
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 4)
    struct.pack_into("<I", data, second + 42, struct.unpack_from("<I", data, first + 42)[0])
    with pytest.raises(Hostile, match="overlap"):
        unpacked(bytes(data))


def test_other_packing_and_truncation_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a", b"x")
    with pytest.raises(Hostile):
        unpacked(out.getvalue())
    whole = zipped({"a": b"some words to be cut off"})
    for length in range(len(whole)):
        with pytest.raises(Hostile):
            unpacked(whole[:length])
