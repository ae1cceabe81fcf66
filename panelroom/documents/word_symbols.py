"""Letters of symbol fonts, which Word writes by number: ticks and boxes say something in a form."""

# Wingdings, Wingdings 2 and Wingdings 3 as their character charts have them.
_SIGNS = {
    ("wingdings", 0x6F): "☐",
    ("wingdings", 0xA8): "☐",
    ("wingdings", 0x71): "☐",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0x78): "☒",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings", 0xE0): "→",
    ("wingdings", 0xE8): "→",
    ("wingdings", 0x4A): "☺",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x4F): "✗",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0x51): "☒",
    ("wingdings 2", 0x54): "☒",
    ("wingdings 2", 0xA3): "☐",
    ("wingdings 2", 0x2A): "☐",
}
OTHER = "▪"


def symbol(font: str, code: str) -> str:
    """Return a sign of a symbol font (``code`` in hex) as a character, ``▪`` where it has none."""
    try:
        value = int(code, 16)
    except ValueError:
        return OTHER
    if 0xF000 <= value <= 0xF0FF:
        return _SIGNS.get((font.lower(), value - 0xF000), OTHER)
    return chr(value) if 0x20 <= value < 0xD800 else OTHER
