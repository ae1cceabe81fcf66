"""Frames to draw from, all invented, and a second way to compute a draw, written from docs/draw.md alone."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from panelroom.draw import Frame, FrameRow

HEADER = "ref,status,strands,district,closed_on"
WHEN = datetime(2031, 4, 12, 20, 30, tzinfo=UTC)
DISTRICTS = ("North", "South", "Coast")
STRANDS = ("race", "religion", "disability", "race;religion")


def row(number: int, status: str = "closed", strands: str = "race", district: str = "North") -> FrameRow:
    day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}" if status == "closed" else ""
    return FrameRow(f"SYN/{number:04}/25", status, strands, district, day)


def frame(count: int, every_open: int = 4) -> Frame:
    """Return a frame of ``count`` cases, each ``every_open``-th of them open."""
    return Frame.of(
        row(n, "closed" if n % every_open else "open", STRANDS[n % 4], DISTRICTS[n % 3])
        for n in range(1, count + 1)
    )


def csv_of(rows: Iterable[FrameRow], header: str = HEADER) -> str:
    return "\n".join([header, *(",".join(each) for each in rows)]) + "\n"


def write(folder: Path, text: str | bytes, name: str = "frame.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def sha256(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def another_way(rows: Sequence[FrameRow], seed: str, take: int, column: str | None = None) -> list[str]:
    """Return the references drawn, seat by seat: give each next seat where the claim to it is the strongest."""
    listed = [dict(zip(HEADER.split(","), r, strict=True)) for r in sorted(rows, key=lambda r: r.ref)]
    text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    whole = hashlib.sha256(text.encode()).hexdigest()
    left = [r for r in listed if r["status"] == "closed"]
    left.sort(key=lambda r: sha256("panelroom-draw@1", whole, seed, r["ref"]))
    names = {r["ref"]: r[column].casefold() if column else "" for r in left}
    closed = list(names.values())
    seats = {name: int(take * closed.count(name) / len(closed) + 1e-9) for name in set(closed)}

    def claim(name: str) -> tuple[float, str]:
        rest = take * closed.count(name) / len(closed) - seats[name]
        return (-round(rest, 9), sha256("panelroom-draw-stratum@1", whole, seed, name))

    for name in sorted(seats, key=claim)[: take - sum(seats.values())]:
        seats[name] += 1
    drawn = []
    for ref, name in names.items():
        if seats[name]:
            seats[name] -= 1
            drawn.append(ref)
    return drawn
