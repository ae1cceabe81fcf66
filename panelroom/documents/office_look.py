"""How a run of text looks, and whether a reader could see it."""

import re
from dataclasses import dataclass, fields
from typing import Literal

Colour = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""
Check = Literal["TRACKED", "COMMENT", "HIDDEN-TEXT", "BLACKOUT", "INVISIBLE-COLOUR"]
"""Why a reader does not see it: the second half of the check's id."""

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
SMALLEST = 1.5
"""Points under which text cannot be read."""
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})\b")
# Channels closer than this cannot be told apart on a projector or a print.
_SAME = 32
# WCAG 2.2 contrast under which text on a dark ground cannot be read, and how dark such a ground is.
_DARK, _DIM = 0.05, 1.6


@dataclass(frozen=True, slots=True)
class Look:
    """What is said about a run; None where nothing is said.

    ``colour``, ``highlight`` and ``shade`` may be ``"auto"``: what lies beneath decides. ``size`` is in points;
    ``clear`` means that the letters are not painted at all.
    """

    vanish: bool | None = None
    colour: Colour | Literal["auto"] | None = None
    highlight: Colour | Literal["auto"] | None = None
    shade: Colour | Literal["auto"] | None = None
    size: float | None = None
    clear: bool | None = None

    def over(self, beneath: "Look") -> "Look":
        """Return this look laid over another: what this one does not say, the other does."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        return Look(**{name: getattr(beneath, name) if v is None else v for name, v in said.items()})

    def hides(self, behind: Colour | None = None) -> Check | None:
        """Return why a reader cannot see such text on the ground ``behind`` it, None if it can be seen."""
        if self.vanish or (self.size is not None and self.size < SMALLEST):
            return "HIDDEN-TEXT"
        if self.clear:
            return "INVISIBLE-COLOUR"
        ground = next((c for c in (self.highlight, self.shade, behind) if isinstance(c, tuple)), WHITE)
        ink = self.colour if isinstance(self.colour, tuple) else BLACK
        if not _same(ink, ground):
            return None
        return "BLACKOUT" if _luminance(ground) < _DARK else "INVISIBLE-COLOUR"


def colour_of(text: str | None) -> Colour | None:
    """Return the colour of ``1F3864`` or ``#1f3864``, None for anything else."""
    found = _HEX.fullmatch(text.strip()) if text else None
    return mixed(int(found[1], 16)) if found else None


def mixed(rgb: int) -> Colour:
    """Return a colour from ``0xRRGGBB``."""
    return (rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255)


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """Return ``share`` (0 to 1) of one colour mixed with the rest of the other."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def _same(ink: Colour, ground: Colour) -> bool:
    if max(abs(a - b) for a, b in zip(ink, ground, strict=True)) < _SAME:
        return True
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return _luminance(ground) < _DARK and (light + 0.05) / (dark + 0.05) < _DIM


def _luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 (black) to 1 (WCAG 2.2)."""
    red, green, blue = (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
