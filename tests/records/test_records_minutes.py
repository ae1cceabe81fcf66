"""The restricted minutes as real PDF files, read back with another library."""

import json
import re

import pypdfium2
import pytest
from block_words import words_of_blocks
from pdf_text import body_of, pages_of, plain, text_of, words_in
from record_scenes import NAMES, SIX, Scene, meeting, one_case, rich

from panelroom import acts
from panelroom.canonical import canonical_json
from panelroom.records.export import export, make
from panelroom.records.minutes import minutes as document_of
from panelroom.records.record import build_record

EXPECTED = {1: "1", 2: "3", 3: "2", 4: "2", 5: "4"}


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    folder = tmp_path_factory.mktemp("six")
    with meeting(folder, SIX) as scene:
        known = rich(scene)
        paths = export(*scene.parts, folder / "out")
        yield scene, known, {p.relative_to(folder / "out").as_posix(): p for p in paths}


@pytest.fixture(scope="module")
def minutes(six):
    return plain(body_of(six[2]["restricted/minutes.pdf"]))


def test_the_six_cases_give_these_files(six):
    assert sorted(six[2]) == [
        "public/minutes.html",
        "public/minutes.pdf",
        "restricted/feedback/01-syn-0001-25-officer-in-the-case.json",
        "restricted/feedback/01-syn-0001-25-officer-in-the-case.pdf",
        "restricted/feedback/01-syn-0001-25-supervisor.json",
        "restricted/feedback/01-syn-0001-25-supervisor.pdf",
        "restricted/feedback/02-syn-0002-25-officer-in-the-case.json",
        "restricted/feedback/02-syn-0002-25-officer-in-the-case.pdf",
        "restricted/feedback/02-syn-0002-25-supervisor.json",
        "restricted/feedback/02-syn-0002-25-supervisor.pdf",
        "restricted/feedback/03-syn-0003-25-officer-in-the-case.json",
        "restricted/feedback/03-syn-0003-25-officer-in-the-case.pdf",
        "restricted/feedback/04-syn-0004-25-officer-in-the-case.json",
        "restricted/feedback/04-syn-0004-25-officer-in-the-case.pdf",
        "restricted/feedback/04-syn-0004-25-supervisor.json",
        "restricted/feedback/04-syn-0004-25-supervisor.pdf",
        "restricted/feedback/05-syn-0005-25-officer-in-the-case.json",
        "restricted/feedback/05-syn-0005-25-officer-in-the-case.pdf",
        "restricted/minutes.docx",
        "restricted/minutes.pdf",
        "restricted/record.json",
    ]


def test_every_observation_is_in_the_minutes(six, minutes):
    observations = [o for case in six[0].session.meeting.cases for o in case.observations]
    assert len(observations) == 11
    for item in observations:
        assert plain(item.act.text) in minutes


def test_each_case_prints_its_outcome_in_the_sets_wording(six, minutes):
    question_set = six[0].session.meeting.question_set
    sections = re.split(r"Case (\d): SYN/", minutes)
    found = dict(zip(map(int, sections[1::2]), sections[2::2], strict=True))
    for number, code in EXPECTED.items():
        assert f"Outcome {code} {question_set.outcome(code).label}" in plain(found[number])
    assert "Outcome 1" not in found[6]


def test_every_question_of_every_heard_case_is_there(six, minutes):
    for question in six[0].session.meeting.question_set.questions:
        assert minutes.count(plain(question.wording)) >= 6


def test_tally_advice_and_departure(minutes):
    assert "Major questions not met: 0 of 3. Minor questions not met: 4 of 8." in minutes
    assert "Major questions not met: 0 of 3, 2 not established. Minor questions not met: 0 of 7." in minutes
    assert "The guide asks. Four or more minor questions were marked 'no'" in minutes
    assert "The panel's answer. Yes. Taken together the victim was left alone" in minutes
    assert "The panel departed from the guide. Its reason: The work was good" in minutes


def test_a_case_that_was_not_finished_has_no_tally(minutes):
    part_heard = minutes.split("Case 6: SYN/")[1].split("Wider issues kept")[0]
    assert "Carried forward, part-heard" in part_heard
    assert "Tally" not in part_heard


def test_hands_are_counts_and_nothing_is_a_percentage(minutes):
    assert "Panel could not agree 3 of 6 for Yes, 3 of 6 for No" in minutes
    assert "1 of 6 for outcome 2, 5 of 6 for outcome 3." in minutes
    assert "6 hands for outcome 4." in minutes
    assert "%" not in minutes


def test_the_answers_of_the_force_say_who_and_how(minutes):
    assert (
        "Police force, shown to the panel: The form exists; the page was lost in copying. Settled." in minutes
    )
    assert (
        "Police force, said in the room: The officer says they spoke. There is no entry. Not settled"
        in minutes
    )


def test_a_correction_prints_time_reason_before_and_after(minutes):
    assert "Case 2, observation 2.1 Put right on 14 April 2026, 21:19. Reason: The page was wrong." in minutes
    assert "Page 6 11" in minutes
    assert (
        "Hands 2 of 6 for outcome 2, 4 of 6 for outcome 3 1 of 6 for outcome 2, 5 of 6 for outcome 3"
        in minutes
    )


def test_struck_words_are_gone_from_every_file(six, minutes):
    assert "4.3 [struck from the record]" in minutes
    for path in six[2].values():
        assert "Nameable" not in words_in(path)


def test_names_stand_in_the_attendance_and_nowhere_else(six, minutes):
    before, attendance = minutes.split("Attendance and rules")[:2]
    attendance, after = attendance.split("Quorum", 1)
    for name in (*NAMES.values(), "Isolde Marchbanks"):
        assert name in attendance
        assert name not in before + after


def test_who_did_not_take_part_is_a_number(six, minutes):
    assert minutes.count("1 member did not take part.") == 2
    case_3 = minutes.split("Case 3: SYN/")[1].split("Case 4: SYN/")[0]
    assert "5 voting members when the case was opened. 1 member did not take part." in case_3
    data = json.loads(six[2]["restricted/record.json"].read_text(encoding="utf-8"))
    everything_but_attendance = json.dumps(
        [data["cases"], {k: v for k, v in data["minutes"].items() if k != "attendance"}]
    )
    for member, name in NAMES.items():
        assert name not in everything_but_attendance
        assert f'"{member}"' not in everything_but_attendance


def test_urgent_matters_have_a_section_of_their_own(six, minutes):
    urgent = "The papers suggest that the victim may still be at risk"
    assert minutes.count(urgent) == 1
    assert urgent in minutes.split("Urgent matters For the restricted record only.")[1].split("Approval")[0]


def test_the_marking_is_on_each_page_and_once_in_the_body(six, minutes):
    pages = pages_of(six[2]["restricted/minutes.pdf"])
    assert all("OFFICIAL - SENSITIVE" in page and "DRAFT" in page for page in pages)
    assert minutes.count("Marking: OFFICIAL - SENSITIVE") == 1
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in plain(page)


def test_the_root_is_printed_whole_and_stands_in_the_file(six, minutes):
    scene, _, paths = six
    assert minutes.count(scene.session.root) == 1
    assert scene.session.meeting.question_set.sha256 in minutes
    document = pypdfium2.PdfDocument(paths["restricted/minutes.pdf"])
    facts = document.get_metadata_dict()
    document.close()
    assert facts["Subject"] == f"Record of {scene.session.entries} entries, root {scene.session.root}"
    assert facts["Title"] == "Minutes of Hate Crime Scrutiny Panel, 14 April 2026"
    assert facts["CreationDate"].startswith("D:20260414202")


def test_no_heading_stands_alone_at_the_foot_of_a_page(six):
    document = pypdfium2.PdfDocument(six[2]["restricted/minutes.pdf"])
    headings = {item.get_title() for item in document.get_toc()}
    document.close()
    for page in pages_of(six[2]["restricted/minutes.pdf"]):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        body = [
            line for line in lines if not line.startswith(("OFFICIAL", "Minutes HCSP", "Record ", "Page "))
        ]
        assert body[-1] not in headings
    assert "Case 6: SYN/0006/25" in headings


def test_record_json_holds_the_document_the_whole_set_and_the_minutes(six):
    scene, _, paths = six
    data = json.loads(paths["restricted/record.json"].read_text(encoding="utf-8"))
    question_set = scene.session.meeting.question_set
    assert data["journal"] == {"entries": scene.session.entries, "root": scene.session.root}
    assert data["findings"] == {"1": 1, "2": 2, "3": 1, "4": 1}
    embedded = {k: v for k, v in data["question_set"].items() if k != "sha256"}
    assert canonical_json(embedded) == canonical_json(question_set.as_data())
    assert data["question_set"]["sha256"] == question_set.sha256
    assert data["minutes"]["cases"][1]["decided"]["outcome"]["code"] == "3"


def test_the_same_record_gives_the_same_bytes(six, tmp_path):
    for path in export(*six[0].parts, tmp_path):
        assert path.read_bytes() == six[2][path.relative_to(tmp_path).as_posix()].read_bytes()


def test_a_corrected_member_is_in_no_file(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        scene.do("open_case", case=1)
        scene.mark_all("y" * 11)
        entry = scene.do("observe", text="Well done.", kind="good_practice", member="m2")
        scene.do("decide", outcome="2")
        scene.do("close_case")
        scene.do("close_meeting")
        scene.do("correct_minutes", entry=entry, member="m3", reason="It was put down to the wrong person.")
        paths = export(*scene.parts, tmp_path / "out")
    minutes = plain(text_of(tmp_path / "out/restricted/minutes.pdf"))
    assert "It was put down to the wrong person." in minutes
    data = json.loads((tmp_path / "out/restricted/record.json").read_text(encoding="utf-8"))
    assert data["meeting"]["corrections"][0]["before"] == {}
    assert "m3" not in json.dumps([data["meeting"]["corrections"], data["cases"], data["minutes"]])
    assert sorted(path.name for path in paths if path.suffix != ".pdf") == [
        "01-syn-0001-25-officer-in-the-case.json",
        "minutes.docx",
        "minutes.html",
        "record.json",
    ]
    assert not any(
        "Bramwell" in words_in(p) or "Cerys" in words_in(p) for p in paths if p.parent.name == "public"
    )


def test_confirmed_minutes_are_no_draft(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": "Ask sooner."}])
        scene.do("close_meeting")
        scene.do(
            "confirm_minutes",
            by=[{"role": "chair", "method": "wet_ink"}, {"role": "opcc", "method": "e_mail"}],
        )
        export(*scene.parts, tmp_path / "out")
    minutes = plain(text_of(tmp_path / "out/restricted/minutes.pdf"))
    assert "DRAFT" not in minutes
    assert "by Chair, signed on paper; Commissioner's office, by e-mail." in minutes


def test_a_meeting_that_is_still_open_can_be_printed(tmp_path):
    with meeting(tmp_path, [acts.ListedCase(ref="X")], quorum=None) as scene:
        export(*scene.parts, tmp_path / "out")
    assert "Draft: the meeting is not closed" in plain(text_of(tmp_path / "out/restricted/minutes.pdf"))


@pytest.mark.parametrize(
    "count, said", [(1, "1 member did not take part."), (2, "2 members did not take part.")]
)
def test_interests_and_sitting_out_read_the_same(tmp_path, count, said):
    texts = []
    for act in ("sit_out", "declare_interest"):
        folder = tmp_path / act
        folder.mkdir()
        with meeting(folder, SIX[:1], quorum=None) as scene:
            _apart(scene, act, count)
            export(*scene.parts, folder / "out")
            root = scene.session.root
        texts.append(
            plain(text_of(folder / "out/restricted/minutes.pdf")).replace(root, "").replace(root[:16], "")
        )
    assert texts[0] == texts[1]
    assert said in texts[0]


def _apart(scene: Scene, act: str, count: int) -> None:
    scene.everyone_is_here()
    for member in ("m2", "m3")[:count]:
        scene.do(act, member=member, case=1)
    one_case(scene, [{"text": "Ask sooner."}])


NOTED = {
    "previous_minutes": "The minutes of February were agreed.",
    "earlier_feedback": "Two of five points were accepted.",
    "wellbeing_offer": "A quiet room was offered.",
    "theme": "Rest days.",
    "next_meeting": "9 June 2026, 18:00.",
}


def printed(scene: Scene) -> str:
    """The words of the restricted minutes, before they become pages."""
    made = document_of(build_record(*scene.parts), scene.session.meeting.question_set)
    return plain(" ".join([made.furniture.above_right, *words_of_blocks(made)]))


def test_what_was_noted_has_its_place(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": "Ask sooner."}])
        before = printed(scene)
        for kind, text in NOTED.items():
            scene.do("note_matter", kind=kind, text=text)
        scene.do("note_matter", kind="theme", text="Letters.")
        said = printed(scene)
    assert "Wellbeing A quiet room was offered. Interests" in said
    early = "Previous minutes The minutes of February were agreed. What came of earlier feedback Two of five points"
    assert early in said.split("The cases in short")[0]
    after = said.split("Case 1: SYN")[1]
    assert "Themes Rest days. Letters." in after and "Next meeting 9 June 2026, 18:00." in after
    assert not any(
        heading in before for heading in ("Previous minutes", "Wellbeing", "Themes", "Next meeting")
    )


def test_every_page_says_how_far_the_minutes_are(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": "Ask sooner."}])
        scene.do("close_meeting")
        said = [printed(scene)]
        scene.do("check_minutes", by="secretary")
        said.append(printed(scene))
        entry = scene.do("note_matter", kind="theme", text="Letters.")
        said.append(printed(scene))
        scene.do("confirm_minutes", by=[{"role": "chair", "method": "in_person"}])
        said.append(printed(scene))
        scene.do("correct_minutes", entry=entry, text="Calls.", reason="Misheard.")
        said.append(printed(scene))
    title = "Minutes HCSP-2026-02"
    marks = [words.partition(" Office of")[0] for words in said]
    assert marks == [
        f"{title} - DRAFT", f"{title} - DRAFT, checked", f"{title} - DRAFT", title, f"{title} - changed since",
    ]  # fmt: skip
    assert "DRAFT, checked. These minutes were checked. They are not confirmed yet." in said[1]
    assert "Draft again: checked on 14 April 2026" in said[2]
    assert (
        "DRAFT" not in said[3] and "Approved by (role) How Recorded Chair In person 14 April 2026" in said[3]
    )
    assert "These minutes were confirmed; changed since: 1 correction." in said[4]
    assert "Matter noted Put right on 14 April 2026" in said[4] and "Words Letters. Calls." in said[4]


def test_two_exports_of_confirmed_minutes_are_the_same_bytes(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": "Ask sooner."}])
        scene.do("close_meeting")
        scene.do("open_accuracy_check", until="2026-05-14")
        scene.do("confirm_minutes", by=[{"role": "chair", "method": "in_person"}])
        first, second = (make(build_record(*scene.parts), scene.session.meeting).files for _ in range(2))
    assert first == second and len(first) == 10
