import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from panelroom.documents.picture import A4_AT_150_DPI, Crop, grey_page, is_blank, read_picture
from panelroom.documents.reading import Hostile, Reading


def written(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def page_of(reading: Reading) -> Image.Image:
    return Image.open(io.BytesIO(reading.pictures[1]))


def found(reading: Reading) -> list[tuple[str, str]]:
    return [(each.id, each.sample) for each in reading.findings]


def test_a_picture_is_one_grey_page_that_fits_a4() -> None:
    reading = read_picture(written(Image.new("RGB", (4000, 3000), "red"), "PNG"), "png")
    page = page_of(reading)
    assert (reading.pages, reading.blocks, reading.findings) == (1, [], [])
    assert page.mode == "L" and page.format == "PNG"
    assert page.width == A4_AT_150_DPI[0] and page.height <= A4_AT_150_DPI[1]


def test_a_turned_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert page_of(read_picture(written(Image.new("RGB", (40, 20)), "JPEG", exif=exif), "jpeg")).size == (
        20,
        40,
    )


def test_transparent_parts_are_white_and_deep_pictures_keep_their_shades() -> None:
    clear = page_of(read_picture(written(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"), "png"))
    assert clear.getextrema() == (255, 255)
    deep = Image.new("I;16", (4, 4), 0x8000)
    assert page_of(read_picture(written(deep, "PNG"), "png")).getextrema() == (128, 128)


def test_people_and_places_in_a_photograph_are_told_and_gone() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ann Example"
    exif[0x010F] = "Camera Maker"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    exif.get_ifd(0x8769)[0xA431] = "SN-1234567"
    reading = read_picture(written(Image.new("RGB", (8, 8)), "JPEG", exif=exif, comment=b"For Ann"), "jpeg")
    assert found(reading) == [
        ("IMG-EXIF", "place where it was taken (GPS)"),
        ("IMG-EXIF", "artist: A.........e (11)"),
        ("IMG-EXIF", "camera serial number: S........7 (10)"),
        ("IMG-EXIF", "text: F.....n (7)"),
    ]
    assert b"Ann" not in reading.pictures[1] and not page_of(reading).info


def test_text_chunks_and_xmp_are_told() -> None:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Author", "Ann Example")
    chunks.add_itxt("XML:com.adobe.xmp", "<x>Ann</x>")
    chunks.add_text("Software", "gimp")
    reading = read_picture(written(Image.new("L", (8, 8)), "PNG", pnginfo=chunks), "png")
    assert found(reading) == [
        ("IMG-EXIF", "text: A.........e (11)"),
        ("IMG-EXIF", "XMP packet: <........> (10)"),
    ]


def test_a_camera_without_a_person_is_nothing_to_tell() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model 5"
    assert not read_picture(written(Image.new("RGB", (8, 8)), "JPEG", exif=exif), "jpeg").findings


@pytest.mark.parametrize(("kind", "name"), [("PNG", "png"), ("JPEG", "jpeg")])
def test_bytes_after_the_end_are_told(kind: str, name: str) -> None:
    data = written(Image.effect_noise((64, 64), 80).convert("RGB"), kind)
    assert not read_picture(data, name).findings  # type: ignore[arg-type]
    reading = read_picture(data + b"PK\3\4 a hidden file", name)  # type: ignore[arg-type]
    assert found(reading) == [("IMG-TRAILING", "18 bytes after the picture")]


@pytest.mark.parametrize("side", [6_400, 30_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(side: int) -> None:
    data = bytearray(written(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = side.to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    with pytest.raises(Hostile, match="40 million"):
        read_picture(bytes(data), "png")


def test_what_is_cropped_off_does_not_travel() -> None:
    image = Image.new("L", (100, 100), 255)
    image.paste(0, (0, 0, 50, 100))
    cut = Image.open(io.BytesIO(grey_page(written(image, "PNG"), Crop(left=0.5))))
    assert cut.size == (50, 100) and cut.getextrema() == (255, 255)


def test_a_thumbnail_of_nothing_is_blank() -> None:
    assert is_blank(written(Image.new("RGB", (90, 120), "white"), "JPEG"))
    assert not is_blank(written(Image.effect_noise((90, 120), 60), "PNG"))
    assert not is_blank(b"rubbish")


SEEDS = [written(Image.effect_noise((20, 20), 50).convert("RGB"), kind) for kind in ("PNG", "JPEG")]


@given(
    st.sampled_from([0, 1]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8),
    st.integers(1),
)
def test_damaged_pictures_are_read_or_refused(which: int, flips: list[tuple[int, int]], length: int) -> None:
    data = bytearray(SEEDS[which])
    for at, value in flips:
        data[at % len(data)] = value
    try:
        read_picture(bytes(data[: 1 + length % len(data)]), "jpeg" if which else "png")
    except Hostile as refused:
        assert str(refused)
