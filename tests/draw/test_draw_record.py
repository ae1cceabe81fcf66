"""The record of a draw: done again it is the same, and nothing in it can be changed unseen."""

import copy
import json
from datetime import datetime, timedelta

import pytest
from frames import WHEN, frame, row, write
from hypothesis import given
from hypothesis import strategies as st

from panelroom.draw import (
    STRATA,
    DrawRecord,
    Frame,
    draw_cases,
    problems_against,
    problems_alone,
    read_draw,
    said_again,
)
from panelroom.draw.record import digest
from panelroom.errors import BadFile, Refused

WHOLE = frame(40)
PLAIN = draw_cases(WHOLE, seed="4 8 15", take=5, at=WHEN, drawn_by="Panel secretary")
SHARED = draw_cases(
    WHOLE,
    seed="4 8 15",
    take=5,
    at=WHEN,
    strata="district",
    replace=[(draw_cases(WHOLE, seed="4 8 15", take=5, at=WHEN, strata="district").drawn[1], "On appeal.")],
)


def leaves(value, path=()):
    """Yield the path of every plain value, and of every list."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
        return
    if isinstance(value, list):
        yield path
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
        return
    yield path


def changed(data, path, change):
    data = copy.deepcopy(data)
    *before, last = path
    inner = data
    for step in before:
        inner = inner[step]
    inner[last] = change(inner[last])
    return data


def another(value):
    """Return a value of the same kind that is not this one."""
    if isinstance(value, list):
        return value[1:] if value else ["SYN/9999/25"]
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "x"
    if len(value) == 64:
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return value.replace("2031", "2032") if "2031" in value else value + "x"


def verdict(tmp_path, data, whole=WHOLE):
    """Return what is said of a record with this data, read from a file; a refusal to read it counts."""
    path = write(tmp_path, json.dumps(data), "draw.json")
    try:
        return problems_against(read_draw(path), whole)
    except BadFile as error:
        return (str(error),)


@pytest.mark.parametrize("record", [PLAIN, SHARED], ids=["plain", "shared out"])
def test_a_draw_done_again_holds(tmp_path, record):
    path = write(tmp_path, record.as_bytes(), "draw.json")
    assert read_draw(path) == record
    assert verdict(tmp_path, record.as_data()) == ()
    assert problems_alone(record) == ()


@given(st.integers(2, 40), st.sampled_from([None, *STRATA]), st.data())
def test_whatever_is_drawn_holds(count, column, data):
    whole = frame(count)
    take = data.draw(st.integers(1, len(whole.closed)))
    record = draw_cases(whole, seed="s", take=take, at=WHEN, strata=column)
    for _ in range(data.draw(st.integers(0, min(3, len(whole.closed) - take)))):
        aside = [(r.ref, r.reason) for r in record.replaced] + [
            (data.draw(st.sampled_from(record.drawn)), "y")
        ]
        record = draw_cases(whole, seed="s", take=take, at=WHEN, strata=column, replace=aside)
    assert problems_against(record, whole) == ()


@pytest.mark.parametrize("record", [PLAIN, SHARED], ids=["plain", "shared out"])
def test_no_single_value_can_be_changed_unseen(tmp_path, record):
    data = record.as_data()
    paths = list(leaves(data))
    assert len(paths) > 30
    for path in paths:
        assert verdict(tmp_path, changed(data, path, another)), path


SAID_BY_NOBODY_ELSE = {"drawn_by", "drawn_at", "reason", "at"}


@pytest.mark.parametrize("record", [PLAIN, SHARED], ids=["plain", "shared out"])
def test_a_forger_who_computes_the_hash_anew_is_still_seen(tmp_path, record):
    """Who drew, when, and why something was replaced is told, not computed: only that can be forged."""
    data = record.as_data()
    for path in leaves(data):
        forged = changed(data, path, another)
        forged["sha256"] = digest(forged)
        told = path[-1] in SAID_BY_NOBODY_ELSE and path[0] != "refused"
        assert bool(verdict(tmp_path, forged)) != (told or path == ("sha256",)), path


def test_cases_in_another_order_are_seen_without_the_frame():
    for name in ("drawn", "reserve"):
        forged = changed(PLAIN.as_data(), (name,), lambda refs: refs[::-1])
        forged["sha256"] = digest(forged)
        record = DrawRecord.model_validate_json(json.dumps(forged))
        assert problems_alone(record) == (
            "The cases do not stand in the order that the frame's hash and the seed give.",
        )


def test_another_frame_is_named_by_its_hash(tmp_path):
    other = Frame.of([*WHOLE.rows[:-1], row(99, "open")])
    (problem,) = verdict(tmp_path, PLAIN.as_data(), other)
    assert (
        "not the one that was drawn from" in problem and other.sha256 in problem and WHOLE.sha256 in problem
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": NaN}',
        PLAIN.as_bytes()[:-40],
        PLAIN.as_bytes().replace(b'"take": 5', b'"take": 5, "take": 5'),
        PLAIN.as_bytes().replace(b'"take": 5', b'"take": 5.0'),
        PLAIN.as_bytes().replace(b'"take": 5', b'"take": true'),
        PLAIN.as_bytes().replace(b'"take": 5', b'"take": "5"'),
        PLAIN.as_bytes().replace(b'"version": 1', b'"version": 2'),
        PLAIN.as_bytes().replace(b"Panel secretary", b"\\u001b[2J"),
        PLAIN.as_bytes().replace(b"Panel secretary", b"\\ud800"),
        PLAIN.as_bytes().replace(b"Panel secretary", b"\\u202ex"),
        PLAIN.as_bytes().replace(b'+00:00"', b'"'),
    ],
)
def test_what_is_no_record_is_refused_in_one_sentence(tmp_path, content):
    with pytest.raises(BadFile) as refusal:
        read_draw(write(tmp_path, content, "draw.json"))
    assert str(refusal.value).startswith("draw.json is no draw record")
    assert "\x1b" not in str(refusal.value) and "SYN" not in str(refusal.value)


def test_the_same_draw_keeps_its_first_time_and_takes_more_replacements():
    later = WHEN + timedelta(days=3)
    more = draw_cases(WHOLE, seed="4 8 15", take=5, at=later, replace=[(PLAIN.drawn[0], "On appeal.")])
    kept = said_again(PLAIN, more)
    assert kept is not None
    assert (kept.drawn_at, kept.drawn_by) == (PLAIN.drawn_at, "Panel secretary")
    assert datetime.fromisoformat(kept.replaced[0].at) == later
    assert problems_against(kept, WHOLE) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": "4 8 16"},
        {"take": 6},
        {"strata": "district"},
        {"frame": frame(41)},
        {"replace": [(PLAIN.drawn[0], "Another reason.")]},
        {"replace": []},
    ],
)
def test_another_draw_never_takes_the_place_of_one(changes):
    usual = {"frame": WHOLE, "seed": "4 8 15", "take": 5, "at": WHEN}
    earlier = draw_cases(**usual, replace=[(PLAIN.drawn[0], "On appeal.")])
    assert said_again(earlier, draw_cases(**(usual | changes))) is None


def test_the_same_cases_by_other_strata_are_another_draw():
    whole = Frame.of(row(n) for n in range(1, 9))
    plain, shared = (draw_cases(whole, seed="s", take=3, at=WHEN, strata=c) for c in (None, "district"))
    assert plain.drawn == shared.drawn
    assert said_again(plain, shared) is None


def test_a_case_that_stands_twice_is_seen_without_the_frame():
    forged = PLAIN.as_data()
    forged["refused"][0]["ref"] = forged["drawn"][0]
    forged["sha256"] = digest(forged)
    record = DrawRecord.model_validate_json(json.dumps(forged))
    assert problems_alone(record) == ("A case stands in the record twice: as drawn, in reserve or refused.",)


@pytest.mark.parametrize(
    "arguments, said",
    [
        ({"strata": "closed_on"}, "strands or district only"),
        ({"replace": [(PLAIN.drawn[0], " ")]}, "only replaced with a reason"),
        ({"replace": [(PLAIN.drawn[0], "a\u200bb")]}, "cannot be seen"),
        ({"drawn_by": "\x1b[1mx"}, "cannot be seen"),
        ({"seed": " "}, "public seed"),
    ],
)
def test_what_a_draw_refuses(arguments, said):
    with pytest.raises(Refused, match=said):
        draw_cases(**({"frame": WHOLE, "seed": "4 8 15", "take": 5, "at": WHEN} | arguments))
