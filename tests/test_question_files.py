"""Question-set files as people write them, broken in every way people break them."""

import time
from pathlib import Path

import pytest
from making import question_set

from panelroom.errors import BadFile
from panelroom.question_files import MAX_BYTES, differences, load, load_file
from panelroom.questions import QuestionSet

SMALL = """\
schema_version: "1.0"
id: our-set
version: "1"
title: Our questions
status: derived
source:
  document: Our guide
panel:
  name: Our panel
  force_area: Anywhere
  run_by: Our office
definition:
  covers: [crime]
meetings:
  modes: [in_room]
scales:
  yesno:
    - {value: met, label: Yes, key: y}
    - {value: not_met, label: No, key: n}
questions:
  - id: q1
    number: 1
    wording: Was it so?
    answer: {kind: scale, scale: yesno}
  - id: q2
    number: 2
    wording: What else?
    answer: {kind: text}
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "our-set.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def line_of(text: str) -> int:
    return SMALL[: SMALL.index(text)].count("\n") + 1


def test_a_small_file_loads_with_the_shared_glossary(tmp_path: Path) -> None:
    loaded = load_file(written(tmp_path, SMALL))
    assert [q.id for q in loaded.questions] == ["q1", "q2"]
    assert "vcop" in {t.id for t in loaded.terms}


def test_yes_and_no_are_words_as_yaml_1_2_has_it(tmp_path: Path) -> None:
    loaded = load_file(written(tmp_path, SMALL))
    assert [c.label for c in loaded.scales["yesno"]] == ["Yes", "No"]


def test_the_files_own_term_stands_before_the_glossarys(tmp_path: Path) -> None:
    own = "terms:\n  - {id: vcop, term: VCOP, meaning: Ours}\n"
    meanings = [t.meaning for t in load_file(written(tmp_path, SMALL + own)).terms if t.id == "vcop"]
    assert meanings == ["Ours"]


def test_windows_endings_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert load_file(written(tmp_path, text)).id == "our-set"


TITLE, SCALE, Q1, Q2 = "title: Our", "{value: not_met", "  - id: q1", "  - id: q2"

BROKEN = {
    "unknown key": (
        "title: Our questions", "titel: Our questions", TITLE,
        ["titel", "not a word that is known", "did you mean title?", "known: schema_version, id,"],
    ),
    "unknown key inside": (
        "wording: Was it so?", "wording: W?\n    hue: red", "    answer: {kind: scale",
        ["hue", "known: id, number, section, wording"],
    ),
    "bad severity": (
        "wording: What else?", "wording: W?\n    severity: huge", "    answer: {kind: text}",
        ["severity is huge", "allowed: 'major' or 'minor'"],
    ),
    "bad status": ("status: derived", "status: ours", "status:", ["allowed: 'faithful' or 'derived'"]),
    "missing scale": (
        "scale: yesno}", "scale: nosuch}", "    answer: {kind: scale",
        ["q1", "nosuch", "not under scales (there: yesno)"],
    ),
    "duplicate id": ("- id: q2", "- id: q1", Q2, ["question q1 is there twice"]),
    "missing": ("    wording: What else?\n", "", Q2, ["wording is missing"]),
    "tab": ("    wording: Was it so?", "\twording: Was it so?", "    wording: Was it", ["tab", "put spaces"]),
    "bad indentation": ("    wording: Was it so?", "   wording: Was it so?", "    wording: Was it", ["line it up"]),
    "unclosed quote": ("title: Our questions", 'title: "Our questions', TITLE, ["a quote is opened"]),
    "key twice": ("    number: 2\n", "    number: 2\n    number: 3\n", "    wording: What else?", ["duplicate key"]),
    "number for words": ("title: Our questions", "title: 12", TITLE, ["title must be words", "quotes"]),
    "bad id": (
        "id: our-set", "id: Our Set", "id: our", ["id is Our Set; allowed: small letters, digits and hyphens"],
    ),
    "a mark without a value": ("{value: not_met, ", "{", SCALE, ["value is missing"]),
    "curly quotes": ('label: Yes', 'label: “Yes”', "    - {value: met,", ["curly quotes", "straight ones"]),
    "curly quotes in a name": ("scale: yesno}", "scale: “yesno”}", "    answer: {kind: scale", ["curly quotes"]),
    "a space that is none": (
        "    wording: Was it so?", "\u00a0   wording: Was it so?", "    wording: Was it", ["not an ordinary one"],
    ),
    "an empty value": ("wording: What else?", "wording:", "    wording: What", ["wording is empty"]),
    "no list": ("covers: [crime]", "covers: crime", "  covers:", ["covers must be a list", "dash"]),
    "no whole number": ("number: 2", "number: two", "    number: 2", ["number must be a whole number"]),
    "a number too small": ("number: 2", "number: 0", "    number: 2", ["number must be at least 1"]),
    "words for a mapping": (
        "source:\n  document: Our guide", "source: Our guide", "source:", ["must have names and values beneath it"],
    ),
    "too few of a list": (
        "modes: [in_room]", "modes: [in_room]\n  reading_minutes: [10]", None, ["reading_minutes lists too few"],
    ),
    "a second colon": ("wording: What else?", "wording: So: what?", "    wording: What", ["second colon"]),
    "an apostrophe": ("title: Our questions", "title: 'The panel's'", TITLE, ["apostrophe", "double quotes"]),
    "no space after the colon": ("number: 2", "number:2", "    number: 2", ["without a colon and a space"]),
    "a sign at the start": ("title: Our questions", "title: @ours", TITLE, ["in quotes"]),
    "a star at the start": ("title: Our questions", "title: *ours*", TITLE, ["in quotes"]),
    "a sharp sign": ("wording: What else?", "wording: Form #3 filled?", "    wording: What", ["cut short at the #"]),
    "a control character": ("title: Our questions", "title: Our\a questions", TITLE, ["delete it"]),
    "no dash": ("  - id: q2", "    id: q2", Q2, ["duplicate key", "dash"]),
    "two files in one": ("questions:\n", "---\nquestions:\n", "questions:\n", ["take out what follows"]),
    "an unknown fault": (
        "scale: yesno}", "scale: yesno}\n    fault_when: [no]", Q2, ["mark no", "(there: met, not_met, undecided)"],
    ),
    "a fault without marks": (
        "answer: {kind: text}", "answer: {kind: text}\n    severity: major\n    fault_when: [not_met]", None,
        ["line 30", "q2 takes no marks"],
    ),
    "a follow-up nobody is asked": (
        "answer: {kind: text}",
        "answer: {kind: text}\n    follow_ups:\n      - {id: q2a, text: Why?, shown_when: [met]}", None,
        ["line 30", "q2a would never be asked"],
    ),
    "a condition never met": (
        "answer: {kind: text}", "answer: {kind: text}\n    applies_when: {question: q1, is: [yes]}", None,
        ["line 29", "waits for the mark yes", "(there: met, not_met, undecided)"],
    ),
    "an unknown term": (
        "answer: {kind: text}", "answer: {kind: text}\n    glossary: [nosuch]", None, ["line 29", "term nosuch"],
    ),
    "one mark": ("    - {value: not_met, label: No, key: n}\n", "", "  yesno:", ["at least two marks"]),
    "a reading time upside down": (
        "modes: [in_room]", "modes: [in_room]\n  reading_minutes: [15, 10]", None, ["line 16", "the longest"],
    ),
    "a rule that counts no mark": (
        "    answer: {kind: text}\n",
        "    answer: {kind: text}\nrules:\n  - {id: r, in_source: false, wording: W, then: {action: warn},"
        " when: {count_answers: perhaps, value: 1}}\n", None, ["line 30", "counts the mark perhaps"],
    ),
    "a prompt that nothing waits for": (
        "    answer: {kind: text}\n",
        "    answer: {kind: text}\noutcomes:\n  - {code: x, label: L, short: S}\nrules:\n"
        "  - {id: r, in_source: false, wording: W, then: {action: prompt, outcome: x},"
        " when: {count_faults: any, value: 1}}\n", None, ["line 32", "no outcomes under before"],
    ),
    "a term twice": (
        "    answer: {kind: text}\n",
        "    answer: {kind: text}\nterms:\n  - {id: t, term: T, meaning: M}\n  - {id: t, term: T, meaning: N}\n",
        None, ["line 31", "term t is there twice"],
    ),
    "a tag": ("title: Our questions", "title: !!python/object/apply:os.system ['true']", None, []),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_file_line_what_and_what_is_allowed(tmp_path: Path, name: str) -> None:
    old, new, place, says = BROKEN[name]
    assert SMALL.count(old) == 1
    with pytest.raises(BadFile) as refusal:
        load_file(written(tmp_path, SMALL.replace(old, new)))
    message = str(refusal.value)
    assert "our-set.yaml, line " in message
    if place:
        assert f"line {line_of(place)}:" in message
    assert [s for s in says if s not in message] == []
    assert "\n" not in message and "Traceback" not in message


def test_many_problems_are_counted_not_listed(tmp_path: Path) -> None:
    text = SMALL + "".join(f"word{n}: x\n" for n in range(9))
    with pytest.raises(BadFile, match="and 4 more"):
        load_file(written(tmp_path, text))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00i\x00d", "not UTF-8"),
        (b"- just\n- a list\n", "line 1: a question set starts with"),
        (b"", "line 1: a question set starts with"),
        (b"a: &a\n b: *missing\n", "line 2"),
        (b"[" * 900, "line 1"),
        (b"x" * (MAX_BYTES + 1), "larger than a question set can be"),
    ],
    ids=["utf-16", "list", "empty", "unknown alias", "deep", "too large"],
)
def test_what_is_no_question_set_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(BadFile, match=r"our-set\.yaml") as refusal:
        load_file(written(tmp_path, content))
    assert says in str(refusal.value)


def test_laughing_aliases_do_not_hang(tmp_path: Path) -> None:
    laughs = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    laughs += [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    ]
    started = time.monotonic()
    with pytest.raises(BadFile, match="aliases"):
        load_file(written(tmp_path, "\n".join(laughs) + "\n" + SMALL))
    assert time.monotonic() - started < 10


def test_a_loop_of_aliases_does_not_hang(tmp_path: Path) -> None:
    for loop in ("terms: &t\n  - *t\n", "terms: &t\n  more: *t\n"):
        with pytest.raises(BadFile, match=r"our-set\.yaml, line "):
            load_file(written(tmp_path, SMALL + loop))


def test_an_id_or_a_file_can_be_named(tmp_path: Path) -> None:
    assert load("kent-ipag-2020").id == "kent-ipag-2020"
    assert load(str(written(tmp_path, SMALL))).id == "our-set"
    with pytest.raises(BadFile, match=r"Known: .*kent-ipag-2020.*; or name a \.yaml file"):
        load("no-such-set")
    with pytest.raises(BadFile, match="cannot be read"):
        load(str(tmp_path / "missing.yaml"))


def test_differences_name_what_changed() -> None:
    data = question_set().as_data()
    assert differences(question_set(), QuestionSet.model_validate(data)) == []
    data["questions"][0]["severity"] = "major"
    data["questions"][9]["wording"] = "Was it recorded?"
    del data["questions"][8]["glossary"]
    lines = differences(question_set(), QuestionSet.model_validate(data))
    assert "~ questions.q1.severity: minor -> major" in lines
    assert "~ questions.q10.wording: Was the occurrence correctly recorded? -> Was it recorded?" in lines
    assert "- questions.q9.glossary: investigation_plan" in lines
    assert len(lines) == 3


def test_an_inserted_question_moves_no_other() -> None:
    data = question_set().as_data()
    data["questions"].insert(0, {"id": "q0", "number": 12, "wording": "New?", "answer": {"kind": "text"}})
    lines = differences(question_set(), QuestionSet.model_validate(data))
    assert lines and all(line.startswith("+ questions.q0") for line in lines)


def test_an_inserted_option_or_follow_up_moves_no_other() -> None:
    data = question_set().as_data()
    data["questions"][2]["follow_ups"][0]["answer"]["options"].insert(0, "in part")
    data["questions"][4]["follow_ups"].insert(0, {"id": "new", "text": "New?"})
    assert differences(question_set(), QuestionSet.model_validate(data)) == [
        "+ questions.q3.follow_ups.q3a.answer.options: in part",
        "+ questions.q5.follow_ups.new.id: new",
        "+ questions.q5.follow_ups.new.text: New?",
    ]


def test_another_order_is_a_difference() -> None:
    data = question_set().as_data()
    data["questions"].insert(3, data["questions"].pop(4))
    lines = differences(question_set(), QuestionSet.model_validate(data))
    assert lines == ["~ questions: in another order: q1, q2, q3, q5, q4, q6, q7, q8, q9, q10, q11"]


def test_a_remark_behind_a_value_is_fine(tmp_path: Path) -> None:
    remarks = SMALL.replace("number: 1\n", "number: 1  # the first\n#severity: minor\n")
    assert load_file(written(tmp_path, remarks)).id == "our-set"
