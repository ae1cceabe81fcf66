"""The record of a draw: everything that is needed to do it again, and what came of it. References, no more."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from panelroom.canonical import canonical_json
from panelroom.draw.frame import Frame, canonical_cell
from panelroom.draw.selection import STRATA, Selection, canonical_seed, select
from panelroom.errors import BadFile, Refused
from panelroom.text import REPLACEMENT, clean_line, name_of

FORMAT = "panelroom-draw"
VERSION = 1
NOT_CLOSED = "not closed"
MAX_BYTES = 100_000_000


def _one_clean_line(text: str) -> str:
    if text != clean_line(text) or REPLACEMENT in text:
        raise ValueError("not one clean line")
    return text


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).utcoffset() is None:
        raise ValueError("a time without its offset")
    return text


Line = Annotated[str, AfterValidator(_one_clean_line)]
Said = Annotated[Line, Field(min_length=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[Said, AfterValidator(_moment)]
Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FramePart(_Part):
    """The frame drawn from: its hash, how many cases it has and how many of them are closed."""

    sha256: Sha256
    rows: Count
    closed: Count


class StratumPart(_Part):
    """A stratum, its closed cases and its seats."""

    stratum: Line
    closed: Count
    drawn: Count


class StrataPart(_Part):
    """The column by which the draw was shared out, and how."""

    column: Literal["strands", "district"]
    shares: tuple[StratumPart, ...]


class RefusedPart(_Part):
    """A case of the frame that could not be drawn, and why."""

    ref: Said
    reason: Said


class ReplacedPart(_Part):
    """A case that was drawn and put aside, the next in order that took its place, why, and when."""

    ref: Said
    by: Said
    reason: Said
    at: Moment


class DrawRecord(_Part):
    """A draw. ``sha256`` is that of the canonical JSON of all other fields: it shows slips, not forgeries."""

    format: Literal["panelroom-draw"]
    version: Literal[1]
    frame: FramePart
    seed: Said
    take: Annotated[int, Field(ge=1)]
    strata: StrataPart | None
    drawn: tuple[Said, ...]
    reserve: tuple[Said, ...]
    refused: tuple[RefusedPart, ...]
    replaced: tuple[ReplacedPart, ...]
    drawn_by: Said | None
    drawn_at: Moment
    sha256: Sha256

    def as_data(self) -> dict[str, Any]:
        """Return the record as plain values, as they stand in its file."""
        return self.model_dump(mode="json")

    def as_bytes(self) -> bytes:
        """Return the file's bytes: JSON for people, one value a line."""
        return (json.dumps(self.as_data(), ensure_ascii=False, indent=1) + "\n").encode()


def digest(data: dict[str, Any]) -> str:
    """Return the hash that stands in the record's own ``sha256``."""
    rest = {name: value for name, value in data.items() if name != "sha256"}
    return hashlib.sha256(canonical_json(rest)).hexdigest()


def draw_cases(
    frame: Frame,
    *,
    seed: str,
    take: int,
    at: datetime,
    strata: str | None = None,
    drawn_by: str | None = None,
    replace: Sequence[tuple[str, str]] = (),
) -> DrawRecord:
    """Draw ``take`` closed cases of ``frame`` and return the record.

    Args:
        frame: every case of the period.
        seed: the public words or numbers.
        take: how many.
        at: when; aware.
        strata: one of :data:`STRATA`, to share the seats out in proportion.
        drawn_by: who drew, as a name or a role.
        replace: pairs of a reference among those drawn and the reason why it was put aside, in that order.

    Raises:
        Refused: the frame, the seed, a reference or a reason does not allow it; nothing was drawn.
    """
    if strata is not None and strata not in STRATA:
        raise Refused(f"A draw can be shared out by {' or '.join(STRATA)} only: nothing was drawn.")
    seed = canonical_seed(seed)
    aside = [(canonical_cell(ref), _reason(why)) for ref, why in replace]
    chosen = select(frame, seed, take, strata, [ref for ref, _ in aside])
    data = {
        "format": FORMAT,
        "version": VERSION,
        "frame": {"sha256": frame.sha256, "rows": len(frame.rows), "closed": len(frame.closed)},
        "seed": seed,
        "take": take,
        **selected(frame, chosen, strata),
        "replaced": _replaced(chosen, aside, at),
        "drawn_by": _one_line(drawn_by) if drawn_by else None,
        "drawn_at": at.isoformat(timespec="seconds"),
    }
    return _checked(data | {"sha256": digest(data)}, "The draw")


def selected(frame: Frame, chosen: Selection, column: str | None) -> dict[str, Any]:
    """Return the fields of a record that the frame and the order alone decide."""
    shares = [{"stratum": s.stratum, "closed": s.closed, "drawn": s.drawn} for s in chosen.shares]
    return {
        "strata": {"column": column, "shares": shares} if column else None,
        "drawn": list(chosen.drawn),
        "reserve": list(chosen.reserve),
        "refused": [{"ref": row.ref, "reason": NOT_CLOSED} for row in frame.rows if not row.is_closed],
    }


def _replaced(chosen: Selection, aside: Sequence[tuple[str, str]], at: datetime) -> list[dict[str, str]]:
    moment = at.isoformat(timespec="seconds")
    return [
        {"ref": ref, "by": by, "reason": reason, "at": moment}
        for (ref, by), (_, reason) in zip(chosen.replaced, aside, strict=True)
    ]


def _one_line(text: str) -> str:
    line = clean_line(text)
    if REPLACEMENT in line:
        raise Refused("A name or a reason holds a character that cannot be seen: nothing was drawn. Type it.")
    return line


def _reason(text: str) -> str:
    line = _one_line(text)
    if not line:
        raise Refused("A case is only replaced with a reason: nothing was changed. Give --reason TEXT.")
    return line


def said_again(earlier: DrawRecord, later: DrawRecord) -> DrawRecord | None:
    """Return ``later`` with the times of ``earlier``, if it is the same draw with the same or more replacements.

    Return None for any other draw: a record must never make way for one that somebody liked better.
    """
    before, after = earlier.as_data(), later.as_data()
    same = all(before[name] == after[name] for name in ("frame", "seed", "take"))
    count = len(before["replaced"])
    kept = [(r["ref"], r["by"], r["reason"]) for r in before["replaced"]]
    if not same or earlier.strata != later.strata:
        return None
    if kept != [(r["ref"], r["by"], r["reason"]) for r in after["replaced"][:count]]:
        return None
    after["replaced"][:count] = before["replaced"]
    after["drawn_at"] = before["drawn_at"]
    after["drawn_by"] = before["drawn_by"] or after["drawn_by"]
    return _checked(after | {"sha256": digest(after)}, "The draw")


# ── reading it again ─────────────────────────────────────────────────────────────────────────────────────


def read_draw(path: Path) -> DrawRecord:
    """Return the record in the file ``path``. Whether it holds is for :mod:`panelroom.draw.verifying` to say.

    Raises:
        BadFile: it is no draw record of a version that is known here.
    """
    name = name_of(path)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        raise BadFile(f"The draw record {name} cannot be read: check the folder and the name.") from None
    try:
        if len(content) > MAX_BYTES:
            raise ValueError
        data = json.loads(content, object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadFile(f"{name} is no draw record: it is not one whole JSON document.") from None
    return _checked(data, name)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice would be read differently by different programs."""
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a name stands twice")
    return data


def _no_number(_: str) -> None:
    raise ValueError("not a JSON number")


def _checked(data: Any, name: str) -> DrawRecord:
    try:
        # Through JSON, because only there a list is what a tuple is written as.
        return DrawRecord.model_validate_json(canonical_json(data))
    except ValidationError as error:
        place = [str(part) for part in error.errors()[0]["loc"]]
        where = ".".join(part for part in place if part.isidentifier() or part.isdecimal())
        raise BadFile(
            f"{name} is no draw record of version {VERSION}{f': see {where[:80]}' if where else ''}. It was "
            "changed, or a newer panelroom wrote it."
        ) from None
    except ValueError:
        raise BadFile(f"{name} is no draw record: it holds text that is no text.") from None
