"""The question sets that come with the program, and what a set must be."""

from typing import Any

import pytest
from making import MAJORS, MINORS, question_set
from pydantic import ValidationError

from panelroom.canonical import canonical_json
from panelroom.question_files import built_in
from panelroom.questions import QuestionSet

APPENDIX_A = [
    "Has the hate element been recognised at the point of reporting ?",
    "Did the recording officer complete VCOP ?",
    "Was the victim contacted within the 24hrs of allocation by the OIC ?",
    "Was the victim updated in line with their wishes or at least every 28 days ?",
    "Did the Hate Crime SPOC make contact after 7 days and if opened longer than 28days did they make"
    " further contact ?",
    "Were victim support or specialist services offered ?",
    "Was the victim consulted on how they wanted the matter dealt with and was this taken into"
    " consideration ?",
    "Was there a supervisory footprint on the occurrence, if not was this appropriate?",
    "Was an investigation plan evident on the report?",
    "Was the occurrence correctly recorded?",
    "Was there a supervisor's review and rationale recorded prior to filing? (Yes/No)",
]
OUTCOMES = {
    "1": "Appropriate and consistent with Police policies and/or the CPS Code for Crown Prosecutors",
    "2": "Appropriate but with observations",
    "3": "Inappropriate and inconsistent with Police policies and/or the CPS Code for Crown Prosecutors",
    "4": "Panel fails to reach a conclusion",
}
KENT = [
    "What are your thoughts on Kent Police initial response?",
    "What are your thoughts on the initial investigation?",
    "Communication – was sufficient and appropriate communication given to the victim during the"
    " investigation?",
    "Were there any lines of enquiry, victim contact or other activity that as a victim of crime you would"
    " expect that were not undertaken?",
    "Was police activity outside of the investigation undertaken that was appropriate or should there have"
    " been more?",
    "Any other opinions, advice or thoughts on the hate crime, the response and the investigation?",
    "On reviewing this hate crime would you be confident to report a hate crime to Kent Police?",
]


def verbatim(question_set: QuestionSet) -> list[str]:
    return [q.wording_verbatim or q.wording for q in question_set.questions]


def test_all_four_sets_load() -> None:
    known = {s.id: (len(s.questions), s.status) for s in built_in()}
    assert known.keys() == {"leicestershire-appendix-a", "kent-ipag-2020", "dyfed-powys-qap", "hmicfrs-2018"}
    assert known["leicestershire-appendix-a"] == (11, "faithful")
    assert known["kent-ipag-2020"] == (7, "faithful")


def test_leicestershires_wording_is_the_sources_own() -> None:
    appendix = question_set()
    assert verbatim(appendix) == APPENDIX_A
    assert [q.wording for q in appendix.questions] == [w.replace(" ?", "?") for w in APPENDIX_A]
    assert {o.code: o.label for o in appendix.outcomes} == OUTCOMES


def test_leicestershires_majors_are_those_in_bold() -> None:
    assert tuple(q.id for q in question_set().of_severity("major")) == MAJORS
    assert tuple(q.id for q in question_set().of_severity("minor")) == MINORS


def test_kents_wording_is_the_forms_own() -> None:
    assert verbatim(question_set("kent-ipag-2020")) == KENT
    assert question_set("kent-ipag-2020").outcomes == ()


def test_only_question_eight_takes_no_but_appropriate() -> None:
    appendix = question_set()
    takes = {
        q.id for q in appendix.questions if "not_met_justified" in [c.value for c in appendix.scale_of(q)]
    }
    assert takes == {"q8"}


@pytest.mark.parametrize("known", built_in(), ids=lambda s: s.id)
def test_a_set_survives_being_embedded_in_a_journal(known: QuestionSet) -> None:
    again = QuestionSet.model_validate(known.as_data())
    assert again == known
    assert again.sha256 == known.sha256
    assert canonical_json(again.as_data()) == canonical_json(known.as_data())


@pytest.mark.parametrize("known", built_in(), ids=lambda s: s.id)
def test_every_scale_takes_undecided(known: QuestionSet) -> None:
    for question in known.questions:
        if question.answer.kind == "scale":
            assert "undecided" in [c.value for c in known.scale_of(question)]
        else:
            assert known.scale_of(question) == ()


def test_a_scale_without_undecided_gets_it() -> None:
    data = question_set().as_data()
    data["scales"]["yesno"] = [c for c in data["scales"]["yesno"] if c["value"] != "undecided"]
    changed = QuestionSet.model_validate(data)
    assert [c.value for c in changed.scale_of(changed.by_id["q11"])][-1] == "undecided"
    assert changed.sha256 != question_set().sha256


def test_what_is_not_there_is_none() -> None:
    appendix = question_set()
    assert appendix.outcome("9") is None
    assert appendix.rule("nothing") is None
    assert appendix.by_id["q1"].follow_up("nothing") is None
    assert appendix.mark_label(appendix.by_id["q1"], "met") == "Yes"
    assert appendix.mark_label(appendix.by_id["q1"], "elsewhere") == "elsewhere"


def changed(path: str, value: Any) -> dict[str, Any]:
    """Appendix A with one thing changed: ``questions.0.id`` names a place."""
    data: Any = question_set().as_data()
    *way, last = [int(p) if p.isdigit() else p for p in path.split(".")]
    node = data
    for part in way:
        node = node[part]
    node[last] = value
    whole: dict[str, Any] = data
    return whole


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("questions.1.id", "q1", "question q1 is there twice"),
        ("questions.1.number", 1, "question number 1 is there twice"),
        ("outcomes.1.code", "1", "outcome 1 is there twice"),
        ("rules.1.id", "major-no", "rule major-no is there twice"),
        ("questions.2.follow_ups.0.id", "q1a", "follow-up q1a is there twice"),
        ("scales.yesno.1.value", "met", "in scale yesno, the mark met is there twice"),
        ("scales.yesno.1.key", "y", "in scale yesno, the key y is there twice"),
        ("questions.0.answer.scale", "met9", "which is not under scales"),
        ("questions.0.fault_when", ["wrong"], "names the mark wrong, which its scale does not have"),
        ("questions.2.follow_ups.0.shown_when", ["nay"], "names the mark nay, which its scale does not have"),
        ("questions.0.fault_when", [], "is minor but says nothing under fault_when"),
        ("questions.0.applies_when", {"question": "q2", "is": ["met"]}, "not an earlier question"),
        ("rules.0.then.outcome", "9", "names the outcome 9, which is not under outcomes"),
        ("rules.1.then.before", ["9"], "names the outcome 9"),
        ("rules.0.then", {"action": "suggest_outcome"}, "rule major-no needs the outcome it is about"),
        ("rules.0.when", {"prompt_answered": "major-no"}, "which is not a rule that prompts"),
        ("rules.0.when", {"count_faults": "major"}, "a count is compared with a value"),
        ("rules.0.when", {}, "exactly one of"),
        ("rules.0.when", {"count_faults": "major", "value": 1, "present": "below_quorum"}, "exactly one of"),
        ("questions.0.answer", {"kind": "scale"}, "names its scale"),
        ("questions.0.follow_ups.0.answer", {"kind": "choice", "options": ["a"]}, "at least two options"),
        ("questions.0.follow_ups.0.answer", {"kind": "multi", "options": ["a", "a"]}, "listed twice"),
    ],
)
def test_an_inconsistent_set_is_refused(path: str, value: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        QuestionSet.model_validate(changed(path, value))
