"""Cases drawn at random, so that anyone can re-compute the draw.

The way, written down for readers in ``docs/draw.md``: the frame (every case of the period, not only the closed
ones) is brought into one canonical form and hashed; the hash is published; then a public event gives the seed;
SHA-256 over hash, seed and reference puts the closed cases in an order that nobody could choose, and the first
ones are drawn. Whoever holds the frame and the record can do all of it again.
"""

from panelroom.draw.frame import COLUMNS, Frame, FrameRow
from panelroom.draw.reading import read_frame
from panelroom.draw.record import DrawRecord, draw_cases, read_draw, said_again
from panelroom.draw.selection import STRATA
from panelroom.draw.verifying import problems_against, problems_alone

__all__ = [
    "COLUMNS",
    "STRATA",
    "DrawRecord",
    "Frame",
    "FrameRow",
    "draw_cases",
    "problems_against",
    "problems_alone",
    "read_draw",
    "read_frame",
    "said_again",
]
