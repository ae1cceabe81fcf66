"""Pictures that are sure to be drawn: a file that cannot be read is refused before any page is made."""

import io
import warnings

from PIL import Image as PixelImage

from panelroom.errors import BadFile

MAX_PIXELS = 40_000_000


def readable(png: bytes) -> io.BytesIO:
    """Return the picture as a file, if all of it can be read: reportlab would only notice while it draws.

    Raises:
        BadFile: it is no whole PNG of at most 40 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PixelImage.DecompressionBombWarning)
            image = PixelImage.open(io.BytesIO(png), formats=("PNG",))
        if image.width * image.height > MAX_PIXELS:
            raise ValueError
        image.load()
    except (OSError, ValueError, SyntaxError, Warning, PixelImage.DecompressionBombError):
        raise BadFile("A picture of these papers cannot be read: take it into the papers again.") from None
    return io.BytesIO(png)
