"""The journal: what happened, in order, each entry salted and hashed so that one root stands for them all.

A row is ``(seq, leaf, salt, body)``. ``body`` is canonical JSON of the entry with its format version ``v``;
``leaf = SHA-256(0x00 || salt || body)``; the root is the Merkle tree hash of RFC 6962, section 2.1, over the
leaves. The salt keeps an outsider who holds a leaf from guessing a short entry, such as who sat a case out,
and lets the words of an entry be struck while its leaf, and so the root, stands.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from panelroom.acts import ACTS, Act
from panelroom.canonical import canonical_json
from panelroom.errors import BookError
from panelroom.text import clean_line

FORMAT = 1
SALT_BYTES = 16
STRUCK = "[struck from the record]"
_ENVELOPE = ("v", "seq", "at", "happened_at", "case", "voids", "withdraws", "becomes", "leaves", "struck")
_FIELD = re.compile(r"[a-z_]{1,30}")
_FREE_TEXT = ("text", "reason", "told", "by", "role", "name", "owner_role", "to", "value", "follow_ups")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    ``case`` is the number of the case it is about. ``voids`` names the entries (a prompt's answer, an outcome)
    that no longer hold because of it; ``withdraws`` the entry an undo takes back; ``becomes`` what an amended
    entry now says, whole; ``leaves`` the new leaves of entries whose words were struck.
    """

    seq: int
    at: datetime
    act: Act
    happened_at: datetime | None = None
    case: int | None = None
    voids: tuple[str, ...] = ()
    withdraws: str | None = None
    becomes: dict[str, Any] | None = None
    leaves: dict[str, str] | None = None
    struck: bool = False

    @property
    def id(self) -> str:
        """The entry's name in scripts and documents: ``e`` and its place in the journal, from 1."""
        return f"e{self.seq}"

    @property
    def when(self) -> datetime:
        """When it happened, where that was said; else when it was recorded."""
        return self.happened_at or self.at


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it is stored."""

    seq: int
    leaf: bytes
    salt: bytes
    body: bytes


def entry_seq(entry_id: str) -> int | None:
    """Return the place of the entry with that id (``e17`` -> 17), or ``None`` where it is no such id."""
    digits = entry_id[1:]
    return int(digits) if entry_id[:1] == "e" and digits.isdecimal() and len(digits) < 10 else None


def leaf_hash(salt: bytes, body: bytes) -> bytes:
    """Return the RFC 6962 leaf hash of a salted body."""
    return hashlib.sha256(b"\x00" + salt + body).digest()


def to_body(entry: Entry) -> bytes:
    """Return the entry's canonical JSON."""
    data = entry.act.data()
    data |= {"v": FORMAT, "seq": entry.seq, "at": entry.at.isoformat()}
    if entry.happened_at:
        data["happened_at"] = entry.happened_at.isoformat()
    for name in ("case", "withdraws", "becomes", "leaves"):
        if (value := getattr(entry, name)) is not None:
            data[name] = value
    if entry.voids:
        data["voids"] = list(entry.voids)
    return canonical_json(data)


def from_body(seq: int, body: bytes) -> Entry:
    """Return the entry a stored body holds.

    Raises:
        BookError: the body was written by a newer panelroom, or is not an entry.
    """
    try:
        data = json.loads(body)
        if data["v"] > FORMAT:
            raise BookError("This book was written by a newer panelroom: update panelroom to open it.")
        envelope = {name: data.pop(name) for name in _ENVELOPE if name in data}
        kind = ACTS[data["action"]]
        if "case" in kind.model_fields:
            data["case"] = envelope["case"]
        happened = envelope.get("happened_at")
        return Entry(
            seq=seq,
            at=datetime.fromisoformat(envelope["at"]),
            act=kind.model_validate(data),
            happened_at=datetime.fromisoformat(happened) if happened else None,
            case=envelope.get("case"),
            voids=tuple(envelope.get("voids", ())),
            withdraws=envelope.get("withdraws"),
            becomes=envelope.get("becomes"),
            leaves=envelope.get("leaves"),
            struck=envelope.get("struck", False),
        )
    except (ValidationError, KeyError, TypeError, ValueError):
        raise BookError(f"Entry e{seq} of this book is damaged: nothing was changed; use a copy.") from None


def struck_body(body: bytes, keep: frozenset[str] = frozenset()) -> bytes:
    """Return ``body`` with every free text replaced by a note that it was struck, and marked ``struck``.

    ``keep`` holds the words that are no free text: the question set's own options, and the roles.
    """
    return canonical_json({**_without_words(json.loads(body), keep), "struck": True})


def _without_words(data: dict[str, Any], keep: frozenset[str]) -> dict[str, Any]:
    clean = dict(data)
    for name in _FREE_TEXT:
        if name in clean:
            clean[name] = _strike_value(clean[name], keep)
    for name in ("fields", "becomes"):
        if isinstance(clean.get(name), dict):
            clean[name] = _without_words(clean[name], keep)
    return clean


def _strike_value(value: Any, keep: frozenset[str]) -> Any:
    if isinstance(value, str):
        return value if value in keep else STRUCK
    if isinstance(value, dict):
        return {k: _strike_value(v, keep) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_words(v, keep) if isinstance(v, dict) else _strike_value(v, keep) for v in value]
    return value


def has_words(body: bytes, keep: frozenset[str] = frozenset()) -> bool:
    """Whether a stored body holds free text that could be struck."""
    data = json.loads(body)
    return bool(_without_words(data, keep) != data)


class MerkleTree:
    """The RFC 6962 root over a growing list of leaves: appending costs O(log n), never O(n)."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._peaks: list[tuple[int, bytes]] = []
        self.size = 0
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the end."""
        height, node = 0, leaf
        while self._peaks and self._peaks[-1][0] == height:
            node = _parent(self._peaks.pop()[1], node)
            height += 1
        self._peaks.append((height, node))
        self.size += 1

    def root(self) -> bytes:
        """Return the Merkle tree hash; of no leaves, SHA-256 of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        *rest, (_, node) = self._peaks
        for _, peak in reversed(rest):
            node = _parent(peak, node)
        return node


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a journal proves itself: what is wrong, in plain sentences, and how many entries were struck."""

    entries: int
    root: str
    problems: tuple[str, ...]
    struck: int

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(rows: Sequence[Row]) -> Verdict:
    """Check that every entry matches its leaf, or was struck by a recorded entry that itself matches."""
    recorded, problems, altered = _recorded_strikes(rows), [], []
    if not rows:
        problems.append("The book holds no entry, not even the opening of its meeting.")
    for place, row in enumerate(rows, 1):
        if row.seq != place:
            problems.append(f"Entry e{place} is missing or out of its place.")
            break
        actual = leaf_hash(row.salt, row.body)
        if actual != row.leaf:
            altered.append(row.seq)
            if recorded.get(f"e{row.seq}") != actual.hex():
                problems.append(
                    f"Entry e{row.seq} was altered: it does not match its leaf, and no entry struck it."
                )
    root = MerkleTree(row.leaf for row in rows).root().hex()
    return Verdict(len(rows), root, tuple(problems), len(altered))


def _recorded_strikes(rows: Sequence[Row]) -> dict[str, str]:
    """Return entry id -> replacement leaf, as recorded by strike entries that match their own leaves."""
    strikes: dict[str, str] = {}
    for row in rows:
        if b'"action":"strike_text"' in row.body and leaf_hash(row.salt, row.body) == row.leaf:
            strikes |= from_body(row.seq, row.body).leaves or {}
    return strikes


_MUST = {
    "bool_parsing": "be true or false",
    "bool_type": "be true or false",
    "dict_type": "be names with values",
    "finite_number": "be a number",
    "float_parsing": "be a number",
    "float_type": "be a number",
    "greater_than": "be more than {gt}",
    "greater_than_equal": "be at least {ge}",
    "int_from_float": "be a whole number",
    "int_parsing": "be a whole number",
    "int_parsing_size": "be a smaller number",
    "int_type": "be a whole number",
    "less_than": "be less than {lt}",
    "less_than_equal": "be at most {le}",
    "list_type": "be a list",
    "model_attributes_type": "be names with values",
    "model_type": "be names with values",
    "string_too_short": "not be empty",
    "string_pattern_mismatch": "have the form that docs/scripts.md shows",
    "string_too_long": "be shorter: at most {max_length} characters",
    "string_type": "be text",
    "too_long": "be shorter: at most {max_length}",
    "too_short": "not be empty",
    "tuple_type": "be a list",
}
"""What a field must be, by the type of pydantic's error, in words for people who write no programs."""
_UNKNOWN = "is not a field of this act"


def say_invalid(
    error: ValidationError,
    names: Mapping[str, str] | None = None,
    unknown: str = _UNKNOWN,
) -> str:
    """Return what is wrong with an act's fields, without repeating what was typed.

    ``names`` is field -> what people call it, where they never see the field's own name. ``unknown`` is said of a
    field that does not belong there.
    """
    first = error.errors()[0]
    return say_fault(first, _where(first["loc"], names or {}), unknown)


def say_fault(first: ErrorDetails, where: str, unknown: str = _UNKNOWN) -> str:
    """Return what is wrong with a field that is called ``where``, without repeating what was typed."""
    if first["type"] == "extra_forbidden":
        return f"{where} {unknown}"
    if first["type"] == "missing":
        return f"{where} is missing"
    if first["type"] == "literal_error":
        return f"{where} must be one of {first.get('ctx', {}).get('expected')}"
    if first["type"] in _MUST:
        return f"{where} must {_MUST[first['type']].format_map(first.get('ctx', {}))}"
    return f"{where}: {clean_line(first['msg'].removeprefix('Value error, '))}"


def _where(location: tuple[int | str, ...], names: Mapping[str, str]) -> str:
    """Return where in an act, leaving out names that are somebody's own words rather than a field's."""
    named = [names.get(str(p), str(p)) for p in location if isinstance(p, int) or _FIELD.fullmatch(p)]
    return ".".join(named) or "what was given"
