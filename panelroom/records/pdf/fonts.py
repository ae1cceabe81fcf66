"""The fonts of every document, and which of them prints a character.

Body text is Atkinson Hyperlegible Next; characters it lacks come from DejaVu Sans. A character that neither has
is kept in the file's text but drawn as the replacement sign, and a note says so. Scripts that need shaping
(Arabic, Gurmukhi) are not shaped: their letters stand unjoined.
"""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts

from panelroom.text import REPLACEMENT, plural

FROM_THE_RIGHT = frozenset({"R", "AL"})
"""The bidirectional classes of letters that are written from right to left (UAX 9)."""
TEXT, BOLD, SYMBOLS = "Atkinson", "Atkinson-Bold", "DejaVu"
_FILES = {
    TEXT: "AtkinsonHyperlegibleNext-Regular.ttf",
    BOLD: "AtkinsonHyperlegibleNext-Bold.ttf",
    SYMBOLS: "DejaVuSans.ttf",
}


@cache
def _fonts() -> dict[str, frozenset[int]]:
    """Register the fonts once; return font name -> the characters it really has."""
    ttfonts.makeToUnicodeCMap = _to_unicode
    folder = Path(__file__).parents[1] / "fonts"
    has = {}
    for name, file in _FILES.items():
        font = ttfonts.TTFont(name, str(folder / file))
        pdfmetrics.registerFont(font)
        has[name] = frozenset(font.face.charToGlyph)
    for name, heavy in ((TEXT, BOLD), (BOLD, BOLD), (SYMBOLS, SYMBOLS)):
        for strong in (0, 1):
            for slant in (0, 1):
                addMapping(name, strong, slant, heavy if strong else name)
    return has


def _to_unicode(name: str, subset: list[int]) -> str:
    """Return the map from a subset's codes back to text (PDF Reference, "ToUnicode CMaps").

    reportlab's own maps code 0 to U+0000 and writes characters beyond U+FFFF with five digits, so that they
    cannot be read back.
    """
    pairs = [(code, chr(char)) for code, char in enumerate(subset) if char]
    lines = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in pairs]
    groups = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    body = "\n".join(f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar" for group in groups)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


class Glyphs:
    """Finds a font for each character, and remembers what could not be printed as it should be."""

    def __init__(self) -> None:
        self._has = _fonts()
        self._missing: dict[str, int] = {}
        self._unshaped = False

    def font_of(self, char: str, font: str) -> str:
        """Return the font that prints ``char`` in text set in ``font``."""
        code = ord(char)
        if unicodedata.bidirectional(char) in FROM_THE_RIGHT:
            self._unshaped = True
        if code in self._has[font]:
            return font
        if code not in self._has[SYMBOLS]:
            self._stand_in(char)
        return SYMBOLS

    def _stand_in(self, char: str) -> None:
        """Draw ``char`` as the replacement sign; the file's text keeps it."""
        self._missing[char] = self._missing.get(char, 0) + 1
        face = pdfmetrics.getFont(SYMBOLS).face
        sign = ord(REPLACEMENT)
        face.charToGlyph[ord(char)] = face.charToGlyph[sign]
        face.charWidths[ord(char)] = face.charWidths[sign]

    def notes(self, exact: str) -> tuple[str, ...]:
        """Return what a reader must be told, in plain sentences, without repeating any text.

        ``exact`` is the sentence that says where the exact words are.
        """
        notes = []
        if self._missing:
            count = sum(self._missing.values())
            have = "has" if count == 1 else "have"
            notes.append(
                f"{plural(count, 'character')} of this document {have} no shape in its fonts and "
                f"{'is' if count == 1 else 'are'} printed as {REPLACEMENT}. {exact}"
            )
        if self._unshaped:
            notes.append(
                "This document holds words in a script that is written from right to left. Their letters are "
                f"printed unjoined. {exact}"
            )
        return tuple(notes)
