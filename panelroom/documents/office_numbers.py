"""Numbers that a program prints before list items: a reader sees them, so the text must say them."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
BULLET = "•"


def numeral(count: int, style: str) -> str:
    """Return ``count`` as ``1``, ``i``, ``I``, ``a`` or ``A`` asks for; other styles are written as digits."""
    if style in ("i", "I") and 0 < count < 4000:
        text = roman(count)
        return text.upper() if style == "I" else text
    if style in ("a", "A") and 0 < count < 1000:
        # Both Word and LibreOffice go on with aa, bb, cc after z.
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return text.upper() if style == "A" else text
    return str(count)


def roman(count: int) -> str:
    """Return a number from 1 in small Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text
