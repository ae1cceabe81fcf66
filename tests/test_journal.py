"""The journal's proof: RFC 6962 over salted leaves, against published vectors and a naive tree."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import ROSTER, act
from pydantic import ValidationError

from panelroom.acts import ACTS, ROLES, Amend
from panelroom.canonical import canonical_json
from panelroom.errors import BookError
from panelroom.journal import (
    Entry,
    MerkleTree,
    Row,
    entry_seq,
    from_body,
    has_words,
    leaf_hash,
    say_invalid,
    struck_body,
    to_body,
    verify,
)
from panelroom.session import seal

VECTORS = Path(__file__).parents[2] / "shared" / "vectors" / "merkle"
AT = datetime(2031, 3, 4, 18, 0, tzinfo=UTC)
# The eight leaves of the Certificate Transparency test tree, which the vectors are about.
LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes(range(0x60, 0x70)))


def naive(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word, over leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if m < k:
        return [*path(m, leaves[:k]), naive(leaves[k:])]
    return [*path(m - k, leaves[k:]), naive(leaves[:k])]


def proof(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if m == len(leaves):
        return [] if whole else [naive(leaves)]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if m <= k:
        return [*proof(m, leaves[:k], whole), naive(leaves[k:])]
    return [*proof(m - k, leaves[k:], False), naive(leaves[:k])]


HASHES = [leaf_hash(b"", leaf) for leaf in LEAVES]


def root(size: int) -> bytes:
    return MerkleTree(HASHES[:size]).root()


def included(v: dict[str, Any]) -> bool:
    """Whether an inclusion vector says what our tree over the published leaves says."""
    place, size = v["leafIdx"], v["treeSize"]
    if not 0 <= place < size <= len(LEAVES):
        return False
    if size == 1:  # Any leaf at all is a tree of one.
        leaf = decoded(v["leafHash"])
        return len(leaf) == 32 and MerkleTree([leaf]).root() == decoded(v["root"]) and not proof_of(v)
    said = [decoded(v["root"]), decoded(v["leafHash"]), proof_of(v)]
    return said == [root(size), HASHES[place], path(place, HASHES[:size])]


def consistent(v: dict[str, Any]) -> bool:
    """Whether a consistency vector says what our tree over the published leaves says."""
    one, two = v["size1"], v["size2"]
    if one == two:
        return one > 0 and decoded(v["root1"]) == decoded(v["root2"]) and not proof_of(v)
    if not 0 < one < two <= len(LEAVES):
        return False
    said = [decoded(v["root1"]), decoded(v["root2"]), proof_of(v)]
    return said == [root(one), root(two), proof(one, HASHES[:two])]


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def proof_of(v: dict[str, Any]) -> list[bytes]:
    return [decoded(p) for p in v["proof"] or []]


@pytest.mark.parametrize(("kind", "holds"), [("inclusion", included), ("consistency", consistent)])
def test_the_published_vectors(kind: str, holds: Callable[[dict[str, Any]], bool]) -> None:
    if not VECTORS.is_dir():
        pytest.skip(
            f"LOUD: 98 published {kind} vectors of transparency-dev/merkle are NOT here and NOT tested"
        )
    vectors = {p: json.loads(p.read_text()) for p in sorted((VECTORS / kind).rglob("*.json"))}
    assert len(vectors) == 98
    wrong = [str(p) for p, v in vectors.items() if holds(v) == bool(v.get("wantErr"))]
    assert wrong == []
    assert sum(not v.get("wantErr") for v in vectors.values()) > 1


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_growing_root_is_the_naive_one(leaves: list[bytes]) -> None:
    tree = MerkleTree()
    for size in range(len(leaves) + 1):
        assert tree.size == size
        assert tree.root() == naive(leaves[:size])
        if size < len(leaves):
            tree.append(leaves[size])


@cache
def written() -> tuple[Row, ...]:
    """Five entries; the words of the second are struck by the fourth."""
    said = [
        act("park", text="One."),
        act("park", text="Two."),
        act("park", text="Three."),
    ]
    rows = [seal(Entry(n, AT, a)) for n, a in enumerate(said, 1)]
    struck = Row(2, rows[1].leaf, b"s" * 16, struck_body(rows[1].body))
    leaves = {"e2": leaf_hash(struck.salt, struck.body).hex()}
    strike = Entry(4, AT, act("strike_text", entry="e2", why="other"), leaves=leaves)
    return (rows[0], struck, rows[2], seal(strike), seal(Entry(5, AT, act("park", text="Five."))))


def journal() -> list[Row]:
    return list(written())


def test_a_journal_with_a_recorded_strike_verifies() -> None:
    rows = journal()
    verdict = verify(rows)
    assert verdict.holds
    assert (verdict.entries, verdict.struck) == (5, 1)
    assert verdict.root == naive([r.leaf for r in rows]).hex()


def test_an_empty_journal_is_no_record() -> None:
    assert verify([]).root == hashlib.sha256(b"").hexdigest()
    assert verify([]).problems == ("The book holds no entry, not even the opening of its meeting.",)


def altered(seq: int, **changes: bytes) -> list[Row]:
    rows = journal()
    old = rows[seq - 1]
    rows[seq - 1] = Row(seq, *[changes.get(n, getattr(old, n)) for n in ("leaf", "salt", "body")])
    return rows


def without(seq: int) -> list[Row]:
    return [r for r in journal() if r.seq != seq]


def renumbered(rows: list[Row]) -> list[Row]:
    return [Row(n, r.leaf, r.salt, r.body) for n, r in enumerate(rows, 1)]


TAMPERED: dict[str, tuple[list[Row], str]] = {
    "body": (altered(3, body=to_body(Entry(3, AT, act("park", text="Free.")))), "e3 was altered"),
    "salt": (altered(3, salt=b"x" * 16), "e3 was altered"),
    "leaf": (altered(3, leaf=b"x" * 32), "e3 was altered"),
    "struck body": (altered(2, body=struck_body(written()[1].body) + b" "), "e2 was altered"),
    "strike entry": (altered(4, body=journal()[3].body.replace(b"e2", b"e3")), "e4 was altered"),
    "strike gone": (without(4), "e4 is missing"),
    "removed": (without(3), "e3 is missing"),
    "first removed": (without(1), "e1 is missing"),
    "duplicated": ([*journal()[:2], *journal()[1:]], "e3 is missing or out of its place"),
    "reordered": ([journal()[1], journal()[0], *journal()[2:]], "e1 is missing or out of its place"),
    "unrecorded strike": (
        altered(3, body=struck_body(journal()[2].body)),
        "e3 was altered: it does not match its leaf, and no entry struck it",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_named(name: str) -> None:
    rows, says = TAMPERED[name]
    verdict = verify(rows)
    assert not verdict.holds
    assert any(says in p for p in verdict.problems), verdict.problems


def test_rows_removed_and_renumbered_change_the_root() -> None:
    kept = verify(renumbered(without(3))).root
    assert kept != verify(journal()).root
    assert verify(renumbered([journal()[1], journal()[0], *journal()[2:]])).root != verify(journal()).root


def test_the_last_row_removed_changes_the_root() -> None:
    assert verify(journal()[:-1]).holds
    assert verify(journal()[:-1]).root != verify(journal()).root


def test_a_leaf_changed_together_with_its_body_changes_the_root() -> None:
    new = seal(Entry(3, AT, act("park", text="Free.")))
    rows = altered(3, body=new.body, salt=new.salt, leaf=new.leaf)
    assert verify(rows).holds
    assert verify(rows).root != verify(journal()).root


def test_the_same_entry_never_has_the_same_leaf() -> None:
    entry = Entry(1, AT, act("park", text="One."))
    assert seal(entry).leaf != seal(entry).leaf


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(VALUES.filter(lambda v: "\\ud" not in json.dumps(v)))
def test_canonical_json_is_one_sequence_of_bytes(value: Any) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


def test_canonical_json_sorts_spares_and_escapes_nothing_it_need_not() -> None:
    assert (
        canonical_json({"b": 1, "a": [1.5, "é", None, "\n"]}) == '{"a":[1.5,"é",null,"\\n"],"b":1}'.encode()
    )
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match=r"Out of range|not JSON"):
            canonical_json(number)


def test_an_entry_reads_back_as_it_was_written() -> None:
    entry = Entry(
        7,
        AT,
        act("decide", outcome="3", reason="Why.", count={"3": 4}),
        AT,
        2,
        ("e4",),
        "e5",
        {"a": 1},
        {"e1": "00"},
    )
    assert from_body(7, to_body(entry)) == entry
    assert json.loads(to_body(entry))["v"] == 1
    assert entry.when == AT and entry.id == "e7"


def test_a_newer_format_is_refused_plainly() -> None:
    body = to_body(Entry(1, AT, act("undo"))).replace(b'"v":1', b'"v":2')
    with pytest.raises(BookError, match="newer panelroom: update"):
        from_body(1, body)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"\xff", b'{"v":1}', b'{"v":"1","at":"x","action":"undo"}', b"null",
     b'{"v":1,"at":"x","action":"undo"}', b'{"v":1,"at":"2031-03-04","action":"nothing"}',
     b'{"v":1,"at":"2031-03-04","action":"open_case"}', b'{"v":1,"at":"2031-03-04","action":"park"}'],
)  # fmt: skip
def test_a_damaged_body_is_named(body: bytes) -> None:
    with pytest.raises(BookError, match="Entry e9 of this book is damaged"):
        from_body(9, body)


@pytest.mark.parametrize(
    ("text", "seq"),
    [
        ("e1", 1),
        ("e17", 17),
        ("e", None),
        ("17", None),
        ("E1", None),
        ("e-1", None),
        ("e²", None),
        ("e" + "9" * 30, None),
    ],
)
def test_an_entry_id_is_e_and_a_number(text: str, seq: int | None) -> None:
    assert entry_seq(text) == seq


WORDED: dict[str, dict[str, Any]] = {
    "park": {"text": "Jane"},
    "observe": {"text": "Jane", "kind": "learning", "to": "Jane"},
    "answer": {"question": "q1", "mark": "met", "text": "Jane", "follow_ups": {"q1a": "Jane", "n": 3}},
    "decide": {"outcome": "3", "reason": "Jane"},
    "answer_prompt": {"rule": "four-minors", "considers_inappropriate": True, "reason": "Jane"},
    "raise_urgent": {"text": "Jane", "told": "Jane", "by": "Jane"},
    "answer_query": {"query": "e1", "role": "Jane", "text": "Jane", "basis": "said", "settled": True},
    "record_action": {"text": "Jane", "owner_role": "Jane"},
    "add_attendee": {"id": "x1", "name": "Jane", "role": "observer"},
    "amend": {"entry": "e1", "text": "Jane", "follow_ups": {"q1a": "Jane"}},
    "correct_minutes": {"entry": "e1", "reason": "Jane", "new_reason": "Jane"},
    "confirm_minutes": {"by": [{"role": "Jane", "method": "e_mail"}]},
    "close_meeting": {"reason": "Jane"},
    "release_text": {"entry": "e1", "text": "Jane", "by": "Jane"},
    "reopen_case": {"case": 1, "reason": "Jane"},
    "carry_forward": {"case": 1, "reason": "Jane"},
    "raise_query": {"text": "Jane"},
    "settle_parked": {"entry": "e1", "as": "action", "text": "Jane", "reason": "Jane", "owner_role": "Jane"},
    "note_matter": {"kind": "theme", "text": "Jane"},
    "check_minutes": {"by": "Jane"},
    "dispute_fact": {"entry": "e1", "role": "Jane", "text": "Jane", "page": 3},
    "reply_to_dispute": {"entry": "e1", "text": "Jane"},
}


@pytest.mark.parametrize("action", WORDED)
def test_every_free_text_can_be_struck_and_still_folds(action: str) -> None:
    one = act(action, **WORDED[action])
    becomes = {"action": "park", "text": "Jane"} if isinstance(one, Amend) else None
    body = to_body(Entry(3, AT, one, case=1, becomes=becomes))
    assert b"Jane" in body and has_words(body, ROLES)
    struck = struck_body(body, ROLES)
    assert b"Jane" not in struck and not has_words(struck, ROLES)
    assert from_body(3, struck).struck
    assert from_body(3, struck).act.action == action


def test_options_and_roles_are_no_free_text() -> None:
    body = to_body(Entry(3, AT, act("answer", question="q1", mark="met", follow_ups={"q1a": "call taker"})))
    assert not has_words(body, frozenset({"call taker"}))
    assert has_words(body)


def test_acts_without_words_have_nothing_to_strike() -> None:
    nothing: dict[str, dict[str, Any]] = {
        "undo": {}, "mark_present": {"member": ROSTER[0]["id"]}, "start_reading": {"minutes": 5},
        "count_papers": {"out": 3, "in": 3}, "adjourn": {"why": "break"},
    }  # fmt: skip
    for action, fields in nothing.items():
        assert not has_words(to_body(Entry(2, AT, act(action, **fields), case=1)))


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("park", {"text": " "}, "text must not be empty"),
        ("observe", {"text": "a", "kind": "learning", "page": 0}, "page must be at least 1"),
        ("observe", {"text": "a", "kind": "learning", "page": "x"}, "page must be a whole number"),
        ("observe", {"text": "a", "kind": "learning", "page": True}, "page must be a whole number"),
        ("withhold_page", {"page": True}, "page must be a whole number"),
        ("start_reading", {"minutes": 99999}, "minutes must be at most 1440.0"),
        ("open_accuracy_check", {"until": "soon"}, "until: write the day as 2026-05-08"),
        ("open_accuracy_check", {"until": "2026-02-31"}, "until: there is no such day in the calendar"),
    ],
)
def test_what_is_wrong_with_an_act_is_said_in_plain_words(
    action: str, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        ACTS[action].model_validate({"action": action, **fields})
    assert say_invalid(refusal.value) == said


def test_what_is_wrong_with_an_act_never_repeats_what_was_typed() -> None:
    secret = "Jane Smith of 1 Some Street"
    wrong: dict[str, dict[str, Any]] = {
        "park": {"text": ""}, "observe": {"text": secret, "kind": secret}, "decide": {"reason": secret},
        "answer": {"question": "q1", "follow_ups": {secret: None}}, "undo": {secret: 1},
        "record_action": {"text": secret, "owner_role": "x", "due": secret}, "clock_changed": {"seconds": secret},
        "start_reading": {"minutes": float("inf")}, "raise_urgent": {"text": secret * 3000, "told": "a", "by": "b"},
        "confirm_minutes": {"by": [{"role": secret, "method": secret}]},
    }  # fmt: skip
    for action, fields in wrong.items():
        with pytest.raises(ValueError) as refusal:
            ACTS[action].model_validate({"action": action, **fields})
        said = say_invalid(refusal.value)  # type: ignore[arg-type]
        assert said and "Jane" not in said and "\n" not in said
