"""Pictures: decoded under a limit and drawn again in grey, so that nothing but what is seen travels."""

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from panelroom.documents.limits import MOST_PIXELS
from panelroom.documents.reading import Hostile, Reading
from panelroom.findings import Finding, masked
from panelroom.text import clean_line

if TYPE_CHECKING:
    from PIL.Image import Image

A4_AT_150_DPI = (1240, 1754)
"""Pixels across and down of a page of 210 x 297 mm."""
DAMAGED = "it is damaged: the picture in it cannot be drawn"
_TOO_LARGE = f"its picture has more than {MOST_PIXELS // 1_000_000} million pixels"
# EXIF 2.32, 4.6: the tags that hold a person, a place or one camera, with what to call them.
_TELLING = {
    0x010E: "description",
    0x013B: "artist",
    0x8298: "copyright",
    0x9C9B: "title",
    0x9C9C: "comment",
    0x9C9D: "author",
    0x9C9E: "keywords",
    0x9C9F: "subject",
    0x9286: "comment",
    0x927C: "maker's note",
    0xA430: "camera owner",
    0xA431: "camera serial number",
    0xA435: "lens serial number",
    0x013C: "computer",
}
_EXIF_FOLDER, _GPS_FOLDER = 0x8769, 0x8825
_CHARSETS = (b"ASCII\0\0\0", b"UNICODE\0", b"JIS\0\0\0\0\0")
_PNG_TEXT = (
    "Software",
    "software",
    "icc_profile",
    "dpi",
    "gamma",
    "srgb",
    "interlace",
    "transparency",
    "aspect",
)


class Crop(NamedTuple):
    """What a document cuts off a picture, as parts of its width and height from 0 to 1."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


def read_picture(data: bytes, kind: Literal["png", "jpeg"]) -> Reading:
    """Return a picture as one page without text, and what its file carries beside what is seen.

    Raises:
        Hostile: it is damaged, not of that kind, or larger than 40 million pixels.
    """
    with _opened(data, (kind.upper(),)) as image:
        page = _grey_page(image, Crop())
        findings = [*_carried(image), *_trailing(data, kind)]
    return Reading(1, [], pictures={1: page}, findings=findings)


def grey_page(data: bytes, crop: Crop | None = None) -> bytes:
    """Return a picture out of a document as a grey PNG that fits A4 at 150 dpi, without what was cropped off.

    Raises:
        Hostile: it is damaged, of a kind that cannot be drawn, or larger than 40 million pixels.
    """
    with _opened(data, ("PNG", "JPEG", "GIF", "BMP", "TIFF")) as image:
        return _grey_page(image, crop or Crop())


def carried_by(data: bytes) -> list[Finding]:
    """Return what the file of a picture inside a document carries beside what is seen, without drawing it.

    Nothing of one that cannot be read: that it cannot be drawn is told where it is shown.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                kind = (image.format or "").lower()
                return [*_carried(image), *_trailing(data, kind)]
    except MemoryError:
        raise
    except Exception:  # decoders raise anything over damaged bytes
        return []


def is_blank(data: bytes) -> bool:
    """Tell whether a picture shows nothing at all, as the thumbnail of an empty page does."""
    try:
        with _opened(data, ("PNG", "JPEG", "GIF", "BMP")) as image:
            darkest, lightest = image.convert("L").getextrema()
    except Hostile:
        return False
    return bool(int(lightest) - int(darkest) < 16)  # type: ignore[arg-type]


def _opened(data: bytes, formats: tuple[str, ...]) -> "Image":
    from PIL import Image, ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=formats)
            if image.width * image.height > MOST_PIXELS:
                raise Hostile(_TOO_LARGE)
            image.load()
    except (Hostile, MemoryError):
        raise
    except Image.DecompressionBombError:  # Pillow's own limit comes first
        raise Hostile(_TOO_LARGE) from None
    except Exception:  # decoders raise anything over damaged bytes
        raise Hostile(DAMAGED) from None
    return image


def _grey_page(image: "Image", crop: Crop) -> bytes:
    from PIL import Image

    shown = _eight_bits(_turned(image)).convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    paper.alpha_composite(shown)
    grey = _cropped(paper.convert("L"), crop)
    grey.thumbnail(A4_AT_150_DPI)
    written = io.BytesIO()
    grey.save(written, "PNG")
    return written.getvalue()


def _turned(image: "Image") -> "Image":
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception:  # a broken EXIF block must not keep the picture from being read
        return image


def _eight_bits(image: "Image") -> "Image":
    """Return a picture of 16 bits a pixel in 8, which converting would clip to white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _cropped(image: "Image", crop: Crop) -> "Image":
    left, top = round(image.width * max(0.0, crop.left)), round(image.height * max(0.0, crop.top))
    right = round(image.width * (1 - max(0.0, crop.right)))
    bottom = round(image.height * (1 - max(0.0, crop.bottom)))
    if crop == Crop() or not (0 <= left < right and 0 <= top < bottom):
        return image
    return image.crop((left, top, right, bottom))


# --- what the file carries ---------------------------------------------------------------------------------


def _carried(image: "Image") -> Iterator[Finding]:
    """Yield what could say who took, owned or wrote about the picture, and where: one finding for each."""
    told = dict.fromkeys([*_exif(image), *_written(image.info)])
    for sample in told:
        yield Finding(id="IMG-EXIF", severity="AUTO", page=1, sample=sample)


def _exif(image: "Image") -> Iterator[str]:
    try:
        exif = image.getexif()
        tags = {**dict(exif), **exif.get_ifd(_EXIF_FOLDER)}
        place = exif.get_ifd(_GPS_FOLDER)
    except MemoryError:
        raise
    except Exception:  # a broken EXIF block is dropped with the rest of the file
        return
    if any(tag in place for tag in (2, 4)):  # latitude, longitude
        yield "place where it was taken (GPS)"
    for tag, name in _TELLING.items():
        text = _plain_text(tags.get(tag, ""))
        if any(character.isalnum() for character in text):
            yield f"{name}: {masked(text)}"


def _plain_text(value: Any) -> str:
    if isinstance(value, bytes):
        for charset in _CHARSETS:
            value = value.removeprefix(charset)
        value = value.decode("utf-16-le" if value[1:2] == b"\0" else "utf-8", errors="ignore")
    return clean_line(str(value).strip("\0 ")) if isinstance(value, str) else ""


def _written(info: dict[Any, Any]) -> Iterator[str]:
    """Yield the comments, text chunks and XMP packets that Pillow found."""
    for key, value in info.items():
        name = str(key)
        if name in _PNG_TEXT or not isinstance(value, str | bytes):
            continue
        if name in ("exif", "jfif", "adobe", "photoshop", "Raw profile type exif"):
            continue
        text = _plain_text(value)
        if any(character.isalnum() for character in text):
            label = "XMP packet" if "xmp" in name.lower() else "text"
            yield f"{label}: {masked(text)}"


def _trailing(data: bytes, kind: str) -> Iterator[Finding]:
    end = _png_end(data) if kind == "png" else _jpeg_end(data)
    rest = data[end:].strip(b"\0\r\n\t ") if end else b""
    if rest:
        yield Finding(
            id="IMG-TRAILING", severity="AUTO", page=1, sample=f"{len(rest):,} bytes after the picture"
        )


def _png_end(data: bytes) -> int:
    """Return where the IEND chunk ends (PNG, 5.3), 0 if there is none."""
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at
    return 0


def _jpeg_end(data: bytes) -> int:
    """Return where the end-of-image marker of the outermost picture stands (ITU T.81, B.1), 0 if there is none."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return 0
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            at = _after_scan(data, at)
    return 0


def _after_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands that is neither stuffing nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
