"""What a reader hands back: the text of one file as typed blocks, and what the file hid."""

from collections import Counter
from dataclasses import dataclass, field

from panelroom.documents.model import BlockKind
from panelroom.findings import Finding


class Hostile(Exception):
    """The file is over a limit or built to do harm: one plain sentence says which (check id HOSTILE)."""


@dataclass(frozen=True)
class Reading:
    """One file as read, before it is numbered and named.

    ``blocks`` are ``(page, kind, cleaned text)`` in reading order, pages from 1. ``pictures`` maps the pages
    without a text layer to grey PNGs. ``findings`` hold no offsets: what they tell of is not in the text.
    ``cleaned`` counts the characters made visible or removed, by check id.
    """

    pages: int
    blocks: list[tuple[int, BlockKind, str]]
    pictures: dict[int, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    cleaned: Counter[str] = field(default_factory=Counter)
