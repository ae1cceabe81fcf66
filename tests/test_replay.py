"""Scripts: whole meetings as lines, and every line that is not one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making import LETTERS, QUESTIONS, Room

from panelroom.errors import BadFile
from panelroom.replay import LineRefused, parse_line, play, read_script

Rooms = Callable[..., Room]
SYNTHETIC = json.loads(Path(__file__).with_name("data").joinpath("synthetic_cases.json").read_text())


def synthetic_lines() -> list[dict[str, Any]]:
    """The six synthetic cases as a panel would go through them."""
    lines: list[dict[str, Any]] = [{"action": "mark_present", "member": m} for m in ("ch", "m1", "m2", "et")]
    lines.append({"action": "acknowledge_ground_rules"})
    for case in SYNTHETIC["cases"]:
        lines.append({"action": "open_case", "case": case["ref"]})
        for question, letter in zip(QUESTIONS, case["answers"], strict=True):
            line = {"action": "answer", "question": question, "mark": LETTERS[letter]}
            lines.append(line | ({"text": "It was agreed."} if letter in "ax" else {}))
        for rule in case["rules"]:
            if rule == "four-minors":
                lines.append(
                    {
                        "action": "answer_prompt",
                        "rule": rule,
                        "considers_inappropriate": True,
                        "reason": "So.",
                    }
                )
        if case["outcome"] == "2":
            lines.append({"action": "observe", "kind": "learning", "text": "We saw."})
        lines.append({"action": "decide", "outcome": case["outcome"], "reason": "We agreed."})
        lines.append({"action": "close_case"})
    return [*lines, {"action": "close_meeting"}]


def test_the_synthetic_cases_replay_to_what_is_expected_of_them(rooms: Rooms, tmp_path: Path) -> None:
    room = rooms(cases=[{"ref": c["ref"]} for c in SYNTHETIC["cases"]])
    script = tmp_path / "script.jsonl"
    script.write_text("\n".join(json.dumps(line) for line in synthetic_lines()), encoding="utf-8")
    assert play(room, read_script(script)) == len(synthetic_lines())
    shown = room.shown()
    assert shown["findings"] == SYNTHETIC["findings_table"]
    for found, wanted in zip(shown["cases"], SYNTHETIC["cases"], strict=True):
        assert (found["tally"]["major"], found["tally"]["minor"]) == (wanted["majors"], wanted["minors"])
        assert [a["rule"] for a in found["advice"]] == wanted["rules"]
        assert (found["outcome"]["code"], found["state"]) == (wanted["outcome"], "closed")
        from_marks = [q for q in found["queries"] if q["from"] == "mark"]
        assert len(from_marks) == wanted.get("queries_from_marks", 0)


def test_the_first_refused_line_stops_and_what_was_before_is_kept(rooms: Rooms, tmp_path: Path) -> None:
    room = rooms()
    script = tmp_path / "script.jsonl"
    script.write_text(
        '{"action": "park", "text": "A"}\n\n{"action": "undo"}\n{"action": "undo"}\n{"action": "resume"}\n'
    )
    with pytest.raises(LineRefused, match="line 4: There is nothing to undo"):
        play(room, read_script(script))
    assert room.entries == 3


SECRET = "Jane Smith"
BAD = [
    ("", "not one JSON object"),
    ("nonsense " + SECRET, "not one JSON object"),
    ("[1]", "not one JSON object"),
    ('"undo"', "not one JSON object"),
    ("{" * 10_000, "not one JSON object"),
    ("[" * 100_000, "not one JSON object"),
    ('{"action": "park", "text": "' + "x" * 1_000_000 + '"}', "not one JSON object"),
    ('{"action": 7}', "There is no such action; actions: open_meeting"),
    ('{"action": "Jane Smith"}', "There is no such action"),
    ("{}", "There is no such action"),
    ('{"action": "park"}', "park: text is missing"),
    ('{"action": "park", "text": "a", "colour": "Jane Smith"}', "park: colour is not a field of this act"),
    ('{"action": "park", "text": "   "}', "park: text must not be empty"),
    ('{"action": "undo", "at": "yesterday, says Jane Smith"}', "at is not an ISO 8601 time"),
    ('{"action": "undo", "at": "2031-03-04T18:00:00"}', "at has no offset from UTC"),
    ('{"action": "undo", "happened_at": 5}', "happened_at is not an ISO 8601 time"),
    ('{"action": "start_reading", "minutes": NaN}', "start_reading: minutes must be"),
    ('{"action": "clock_changed", "seconds": 1e999}', "clock_changed: seconds"),
    ('{"action": "clock_changed", "seconds": Infinity}', "clock_changed: seconds must be a number"),
    ('{"action": "answer", "question": "q1", "value": 1e999}', "answer: value"),
    ('{"action": "start_reading", "minutes": ' + "9" * 5000 + "}", "not one JSON object"),
    ('{"action": "observe", "text": "a", "kind": "Jane Smith"}', "kind must be one of 'good_practice'"),
]


@pytest.mark.parametrize(("text", "says"), BAD, ids=range(len(BAD)))
def test_what_is_no_line_is_refused_with_its_number(text: str, says: str) -> None:
    with pytest.raises(LineRefused) as refusal:
        parse_line(12, text)
    message = str(refusal.value)
    assert message.startswith("line 12: ") and says in message
    assert SECRET not in message and "\n" not in message and len(message) < 900


def test_text_is_cleaned_on_the_way_in() -> None:
    line = parse_line(1, '{"action": "park", "text": " a\\u001b[31mb\\ud800\\u0000 "}')
    assert line.act.data()["text"] == "a\ufffdb\ufffd\ufffd"


def test_a_line_may_say_when(rooms: Rooms) -> None:
    line = parse_line(
        1,
        '{"action": "park", "text": "a", "at": "2031-03-05T10:00:00Z", "happened_at": "2031-03-05T09:00:00+00:00"}',
    )
    assert line.at and line.happened_at and (line.at - line.happened_at).total_seconds() == 3600


def test_a_script_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read"):
        list(read_script(tmp_path / "none.jsonl"))
    (tmp_path / "a.jsonl").write_bytes(b'{"action": "undo"}\n\xff\xfe\n')
    with pytest.raises(BadFile, match="not UTF-8"):
        list(read_script(tmp_path / "a.jsonl"))


def test_a_byte_order_mark_and_windows_endings_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf{"action": "undo"}\r\n\r\n{"action": "undo"}\r\n')
    assert [line.number for line in read_script(tmp_path / "a.jsonl")] == [1, 3]
