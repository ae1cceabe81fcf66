"""The twins of feedback forms: what they ask, and what a form that came back says."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_scenes import NAMES, SIX, meeting, rich

from panelroom import acts
from panelroom.errors import BadFile
from panelroom.meeting import find_item
from panelroom.records.blocks import Facts
from panelroom.records.export import make
from panelroom.records.feedback import forms
from panelroom.records.feedback_return import FeedbackAnswer, read_return
from panelroom.records.record import build_record

ITEM = {"id": "e22", "point": "Observation 2.1", "status": None, "text": None, "page": None}
TWIN = {
    "format": "panelroom-feedback@1",
    "meeting": "HCSP-2026-02",
    "case": 2,
    "recipient": "supervisor",
    "return_by": "2026-05-29",
    "statuses": ["accepted"],
    "items": [ITEM, ITEM | {"id": "e23"}],
    "passed_on": None,
    "answered": "2026-05-20",
    "answered_by": "Hate crime lead",
    "remarks": None,
}


def twin(**changes):
    return json.dumps(TWIN | changes).encode()


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    with meeting(tmp_path_factory.mktemp("twins"), SIX) as scene:
        rich(scene)
        yield scene.session.meeting, forms(build_record(*scene.parts), "2026-05-29")


def test_each_form_has_a_twin_with_empty_fields(six):
    held, made = six
    assert len(made) == 8
    for form in made:
        text = form.twin.decode()
        data = json.loads(text)
        assert data["meeting"] == "HCSP-2026-02" and data["return_by"] == "2026-05-29"
        assert form.name.startswith(f"{data['case']:02d}-")
        for item in data["items"]:
            assert item["status"] is item["text"] is item["page"] is None
            found = find_item(held, item["id"])
            assert found is not None and found.case == data["case"]
        hidden = [*NAMES.values(), *(c.ref for c in held.cases), *(c.listed.title for c in held.cases)]
        hidden += [o.act.text for c in held.cases for o in c.observations]
        assert [words for words in hidden if words in text] == []


def test_the_points_of_the_twin_are_those_on_paper(six):
    for form in six[1]:
        named = [i["point"] for i in json.loads(form.twin)["items"]]
        tables = [b for b in form.document.blocks if getattr(b, "header", ("",))[0] == "Point"]
        assert [row.cells[0][0].text for table in tables for row in table.rows] == named


def test_a_form_says_what_it_is_for_and_when_it_is_wanted_back(six):
    facts = {f.name: dict(next(b for b in f.document.blocks if isinstance(b, Facts)).pairs) for f in six[1]}
    assert facts["01-syn-0001-25-supervisor"]["Purpose"] == "For recognition"
    assert facts["02-syn-0002-25-supervisor"]["Purpose"] == "For learning"
    assert facts["05-syn-0005-25-officer-in-the-case"]["Purpose"] == "For recognition"
    assert {f["Return by"] for f in facts.values()} == {"29 May 2026"}


def test_a_returned_twin_is_read(six):
    held, made = six
    form = next(f for f in made if f.name == "02-syn-0002-25-officer-in-the-case")
    data = json.loads(form.twin)
    data["items"][0] |= {"status": "fact_disputed", "text": " It was\x07done. ", "page": 6}
    data["items"][-1] |= {"status": "accepted"}
    data |= {"answered": "2026-05-20", "answered_by": "Hate crime lead", "remarks": "Thank you."}
    returned = read_return(json.dumps(data).encode())
    assert returned.answers[0] == FeedbackAnswer(
        data["items"][0]["id"], data["items"][0]["point"], "fact_disputed", "It was\ufffddone.", 6
    )
    assert returned.answers[-1].status == "accepted" and returned.answers[-1].text is None
    assert len(returned.answers) + len(returned.open) == len(data["items"])
    assert (returned.role, returned.date, returned.remarks) == (
        "Hate crime lead",
        date(2026, 5, 20),
        "Thank you.",
    )
    assert returned.meeting == held.opening.ref


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"format": "panelroom-accuracy@1"}, "not a feedback form"),
        ({"format": "panelroom-feedback@2"}, "not a feedback form"),
        ({"items": [ITEM | {"status": "Jane"}]}, "must be one of 'accepted'"),
        ({"items": [ITEM | {"text": "Jane"}]}, r"point 1 \(Observation 2\.1\): .* needs a status"),
        (
            {"items": [ITEM | {"status": "accepted", "page": 0}]},
            r"the page of point 1 \(Observation 2\.1\) must be at least 1, or null where none is meant\. Put that",
        ),
        (
            {
                "items": [
                    ITEM,
                    ITEM | {"id": "e2", "point": "Question 3", "status": "accepted", "page": "Jane"},
                ]
            },
            r"the page of point 2 \(Question 3\) must be a whole number, or null",
        ),
        ({"items": [ITEM | {"point": "Jane", "page": True}]}, "the page of point 1 must be a whole number"),
        ({"items": [{"point": "Question 3"}]}, r"the id of point 1 \(Question 3\) is missing"),
        ({"case": True}, "case must be a whole number"),
        ({"items": [ITEM, ITEM]}, "there twice"),
        ({"items": [ITEM | {"Jane": 1}]}, r"point 1 \(Observation 2\.1\) has something that is not a field"),
        ({"answered": "Jane"}, "answered"),
        ({"answered": "2026-02-30"}, "no such day"),
        ({"case": 0}, "case"),
        ({"Jane": 1}, "not a field"),
    ],
)
def test_what_is_wrong_is_said_without_repeating_it(changes, said):
    with pytest.raises(BadFile, match=said) as refused:
        read_return(twin(**changes))
    assert "Jane" not in str(refused.value) and "othing was taken" in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(TWIN)), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(changes=st.dictionaries(st.sampled_from(list(TWIN)), JSON, max_size=3))
def test_whatever_comes_back_is_read_or_refused_in_a_sentence(changes):
    try:
        read_return(json.dumps(TWIN | changes).encode())
    except BadFile as refused:
        assert "\n" not in str(refused)


@given(data=st.binary(max_size=60))
def test_any_bytes_are_refused_in_a_sentence(data):
    with pytest.raises(BadFile):
        read_return(data)


def test_the_kent_form_has_its_twin(tmp_path):
    """There the panel's answers are the feedback: the force answers each of the seven."""
    with meeting(tmp_path, [acts.ListedCase(ref="K/1")], "kent-ipag-2020", panel="Ashford IPAG") as scene:
        scene.everyone_is_here()
        scene.do("open_case", case=1)
        for number in range(1, 7):
            scene.do("answer", question=f"k{number}", value=f"Thoughts {number}.")
        scene.do("answer", question="k7", value={"agree": 6, "of": 7})
        scene.do("close_case")
        files = make(build_record(*scene.parts), scene.session.meeting).files
        answers = scene.session.meeting.case(1).answers
    data = json.loads(files["restricted/feedback/01-k-1-officer-in-the-case.json"])
    assert [i["id"] for i in data["items"]] == [answers[f"k{n}"].id for n in range(1, 8)]
    assert [i["point"] for i in data["items"]] == [f"Question {n}" for n in range(1, 8)]
    assert b"Thoughts" not in files["restricted/feedback/01-k-1-officer-in-the-case.json"]
