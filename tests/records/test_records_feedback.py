"""Feedback forms: each role reads its own and nothing else."""

import pytest
from pdf_text import plain, text_of
from record_scenes import NAMES, SIX, Scene, meeting, one_case

from panelroom import acts
from panelroom.records.export import export
from panelroom.records.feedback import shares
from panelroom.records.record import build_record

FOR_OFFICER = "Nobody rang the victim in the first week."
FOR_SUPERVISOR = "The supervisor let the plan lie for a month."


def forms_of(folder, observe, answers="yyyyyyyyyyy", outcome="2", **marks):
    """Return file name -> words of the forms for one case with these observations."""
    with meeting(folder, SIX[:1]) as scene:
        scene.everyone_is_here()
        scene.do("open_case", case=1)
        scene.mark_all(answers, **marks)
        for fields in observe:
            scene.do("observe", **{"kind": "learning", **fields})
        if "four-minors" in marks:
            scene.do("answer_prompt", rule="four-minors", considers_inappropriate=True, reason="Prompted.")
        scene.do("decide", outcome=outcome, reason="The panel's own reason.")
        scene.do("close_case")
        paths = export(*scene.parts, folder / "out")
    return {p.name: plain(text_of(p)) for p in paths if p.parent.name == "feedback" and p.suffix == ".pdf"}


def test_what_was_struck_is_sent_to_nobody(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        scene.do("open_case", case=1)
        scene.mark_all("yyyyyyyyyyy")
        scene.do("observe", text=FOR_OFFICER, kind="learning")
        struck = scene.do("observe", text=FOR_SUPERVISOR, kind="learning", to="supervisor")
        scene.do("decide", outcome="2")
        scene.do("close_case")
        scene.do("strike_text", entry=struck, why="names_a_person")
        paths = export(*scene.parts, tmp_path / "out")
    assert [p.name for p in paths if p.parent.name == "feedback"] == [
        "01-syn-0001-25-officer-in-the-case.json",
        "01-syn-0001-25-officer-in-the-case.pdf",
    ]
    assert "for: [struck" not in plain(text_of(tmp_path / "out" / "restricted" / "minutes.pdf"))


def test_an_officer_never_reads_what_is_meant_for_the_supervisor(tmp_path):
    forms = forms_of(tmp_path, [{"text": FOR_OFFICER}, {"text": FOR_SUPERVISOR, "to": "supervisor"}])
    officer, supervisor = (
        forms["01-syn-0001-25-officer-in-the-case.pdf"],
        forms["01-syn-0001-25-supervisor.pdf"],
    )
    assert FOR_OFFICER in officer and FOR_SUPERVISOR not in officer
    assert FOR_SUPERVISOR in supervisor and FOR_OFFICER not in supervisor
    for form in (officer, supervisor):
        assert "This is learning, not a misconduct finding." in form
        assert "The panel's own reason." not in form
        assert "Outcome 2 Appropriate but with observations" in form


def test_the_only_recipient_reads_the_reason(tmp_path):
    forms = forms_of(tmp_path, [{"text": FOR_OFFICER}])
    assert list(forms) == ["01-syn-0001-25-officer-in-the-case.pdf"]
    assert "The panel's own reason." in forms["01-syn-0001-25-officer-in-the-case.pdf"]


def test_a_question_goes_to_those_its_observations_are_meant_for(tmp_path):
    marks = {
        "q9": {"text": "No list anywhere."},
        "q10": {"text": "Filed under the wrong heading.", "evidence": {"page": 4}},
        "q11": {"text": "Nobody signed it off."},
    }
    observe = [
        {"text": FOR_OFFICER},
        {"text": FOR_SUPERVISOR, "to": "supervisor", "question": "q9"},
        {"text": "The record shows the wrong offence.", "question": "q10", "to": "Supervisor"},
        {"text": "It was yours to record rightly.", "question": "q10"},
    ]
    forms = forms_of(tmp_path, observe, "yyyyyyyynnn", "3", **marks)
    officer, supervisor = (
        forms["01-syn-0001-25-officer-in-the-case.pdf"],
        forms["01-syn-0001-25-supervisor.pdf"],
    )
    assert len(forms) == 2
    assert "Was an investigation plan evident" in supervisor and "investigation plan" not in officer
    assert "No list anywhere." in supervisor
    for form in (officer, supervisor):
        assert "Was the occurrence correctly recorded?" in form and "Page 4" in form
        assert "Filed under the wrong heading." not in form
    assert "Major. Was there a supervisor's review" in supervisor
    assert "supervisor's review" not in officer and "Nobody signed it off." not in officer


@pytest.mark.parametrize(
    "roles, shown", [(["supervisor"], [True]), (["supervisor", "inspector"], [False, False])]
)
def test_what_the_force_says_of_a_remark_goes_only_where_the_remark_goes(tmp_path, roles, shown):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        scene.do("open_case", case=1)
        scene.mark_all("yyyyyyyynyy", q9={"text": "No list anywhere."})
        for role in roles:
            scene.do("observe", text=f"For the {role}.", to=role, question="q9", kind="learning")
        scene.do("decide", outcome="2")
        scene.do("close_case")
        scene.do("close_meeting")
        scene.do("open_accuracy_check", until="2026-05-14")
        remark = scene.session.meeting.case(1).answers["q9"].id
        scene.do("dispute_fact", entry=remark, role="force", text="There is a list.")
        given = shares(build_record(*scene.parts).cases[0])
    assert [bool(share.not_met[0].disputes) for share in given] == shown
    assert [bool(share.not_met[0].remark) for share in given] == shown


def test_praise_alone_is_a_form_too(tmp_path):
    forms = forms_of(tmp_path, [], outcome="1")
    assert list(forms) == ["01-syn-0001-25-officer-in-the-case.pdf"]
    assert "Nothing here needs an answer." in forms["01-syn-0001-25-officer-in-the-case.pdf"]


def test_each_point_has_its_boxes(tmp_path):
    form = forms_of(tmp_path, [{"text": FOR_OFFICER, "page": 7}], "yyyyyyyyyny")[
        "01-syn-0001-25-officer-in-the-case.pdf"
    ]
    assert "Question 10 ☐ ☐ ☐ ☐ ☐" in form
    assert "Observation 1.1 ☐ ☐ ☐ ☐ ☐" in form
    for words in ("Accepted", "In part", "Not accepted", "Already in place", "Fact disputed", "Return by"):
        assert words in form
    assert f"1.1 {FOR_OFFICER} (page 7)" in form


def test_what_is_the_forces_to_answer_stays_in_the_minutes(tmp_path):
    observe = [
        {"text": "How many officers are trained?", "kind": "query"},
        {"text": "Rest days leave gaps.", "kind": "wider_issue"},
        {"text": FOR_OFFICER},
    ]
    forms = forms_of(tmp_path, observe)
    assert "How many officers" not in "".join(forms.values())
    assert "Rest days" not in "".join(forms.values())


def test_nothing_urgent_no_query_and_no_name_is_on_a_form(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        scene.do("sit_out", member="m5", case=1)
        scene.do("open_case", case=1)
        scene.mark_all("yyyyyyyyycy")
        scene.do("raise_urgent", text="Somebody may be in danger.", told="Duty inspector", by="Chair")
        scene.do("raise_query", text="Who was told?")
        scene.do("observe", text=FOR_OFFICER, kind="learning", member="m2")
        scene.do("decide", outcome="2", count={"2": 5, "1": 1})
        scene.do("close_case")
        paths = export(*scene.parts, tmp_path / "out")
    form = plain(text_of(next(p for p in paths if p.parent.name == "feedback" and p.suffix == ".pdf")))
    for words in ("danger", "inspector", "Who was told?", "did not take part", "of 6", *NAMES.values()):
        assert words not in form


@pytest.mark.heavy
@pytest.mark.parametrize("first, second", [("OIC (city)", "OIC - city"), ("اول", "دوم")])
def test_roles_that_would_share_a_file_name_do_not_share_a_form(tmp_path, first, second):
    forms = forms_of(tmp_path, [{"text": FOR_OFFICER, "to": first}, {"text": FOR_SUPERVISOR, "to": second}])
    assert len(forms) == 2
    assert sum(FOR_OFFICER in form for form in forms.values()) == 1
    assert not any(FOR_OFFICER in form and FOR_SUPERVISOR in form for form in forms.values())


def test_an_unfinished_case_gives_no_form(tmp_path):
    with meeting(tmp_path, SIX[:2]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": FOR_OFFICER}])
        scene.do("open_case", case=2)
        scene.do("observe", text="Not yet.", kind="learning")
        paths = export(*scene.parts, tmp_path / "out")
    assert [p.name for p in paths if p.parent.name == "feedback"] == [
        "01-syn-0001-25-officer-in-the-case.json",
        "01-syn-0001-25-officer-in-the-case.pdf",
    ]


@pytest.mark.heavy
def test_a_form_that_a_correction_took_away_is_removed(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": FOR_OFFICER}, {"text": FOR_SUPERVISOR, "to": "inspector"}])
        scene.do("close_meeting")
        export(*scene.parts, tmp_path / "out")
        folder = tmp_path / "out/restricted/feedback"
        (folder / "kept by hand.pdf").write_bytes(b"x")
        entry = scene.session.meeting.cases[0].observations[1].id
        scene.do("correct_minutes", entry=entry, to="supervisor", reason="It is the sergeant's.")
        export(*scene.parts, tmp_path / "out")
    assert sorted(p.name for p in folder.iterdir()) == [
        "01-syn-0001-25-officer-in-the-case.json",
        "01-syn-0001-25-officer-in-the-case.pdf",
        "01-syn-0001-25-supervisor.json",
        "01-syn-0001-25-supervisor.pdf",
        "kept by hand.pdf",
    ]


def kent(folder, **more):
    with meeting(
        folder, [acts.ListedCase(ref="K/1")], "kent-ipag-2020", panel="Ashford IPAG", **more
    ) as scene:
        _kent_case(scene)
        paths = export(*scene.parts, folder / "out")
        record = build_record(*scene.parts)
    return {p.name: plain(text_of(p)) for p in paths if p.suffix == ".pdf"}, record


def _kent_case(scene: Scene) -> None:
    scene.everyone_is_here()
    scene.do("open_case", case=1)
    for number in range(1, 7):
        scene.do(
            "answer",
            question=f"k{number}",
            text=f"The panel's thoughts, part {number}.",
            value=f"Thoughts {number}.",
        )
    scene.do("answer", question="k7", value={"agree": 6, "of": 7})
    scene.do("close_case")


def test_a_set_without_outcomes_has_its_own_form(tmp_path):
    files, record = kent(tmp_path)
    form = files["01-k-1-officer-in-the-case.pdf"]
    for words in (
        "IPAG - Hate Crime Scrutiny Report",
        "District Ashford IPAG",
        "Person completing",
        "Members present 7",
    ):
        assert words in form
    assert "1. What are your thoughts on Kent Police initial response?" in form
    assert "Consider: method of contact; timescale;" in form
    assert "Thoughts 6." in form
    assert "6 of 7 members confident to report" in form
    assert "Outcome" not in form
    assert "6 of 7 members confident to report" in files["minutes.pdf"]
    assert len(shares(record.cases[0])) == 1


def test_a_case_nobody_heard_gives_no_form(tmp_path):
    with meeting(tmp_path, [acts.ListedCase(ref="K/1")], "kent-ipag-2020") as scene:
        paths = export(*scene.parts, tmp_path / "out")
    assert sorted(p.name for p in paths) == ["minutes.docx", "minutes.pdf", "record.json"]
