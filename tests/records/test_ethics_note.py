"""The themes note: what came up again, and nothing that points at a case or a person."""

import json

import page
from block_words import words_of_blocks
from command_line import everything_below, inside, one_sentence
from report_scenes import ITEMS, REGISTER, item, meeting, question, whole

from panelroom.report.annual import Register
from panelroom.report.ethics import ethics_data, ethics_document
from panelroom.report.making import ethics_files


def words(report) -> str:
    return "\n".join(words_of_blocks(ethics_document(report)))


def test_themes_stand_with_what_speaks_against_them():
    said = words(whole())
    assert "Victims are told too late\n2\n1" in said
    assert "From 3 meetings and 6 decided cases." in said
    assert ethics_data(whole())["themes"] == [
        {"title": "Victims are told too late", "supporting": 2, "contrary": 1}
    ]


def test_questions_and_observations_are_grouped_and_counted():
    many = meeting(found=(4, 0, 0, 0), questions=(question(1, not_met=3, met=1), question(2, met=4)))
    items = (item("a", question=4), item("b", question=4), item("c", question=2), item("d"))
    data = ethics_data(whole(register=Register((many,), items)))
    assert [(q["number"], q["not_met"], q["asked"]) for q in data["questions"]] == [(1, 3, 4)]
    assert data["items_by_question"] == {"2": 1, "4": 2}
    assert data["observations"] == {"good_practice": 1, "learning": 2}


def test_no_word_of_a_case_is_in_any_file():
    told = words(whole()) + json.dumps(ethics_data(whole()))
    for each in ITEMS:
        assert each.text is None or each.text not in told
    for private in ("The log shows it.", "July 2030, case", "M1", "2030-07-09"):
        assert private not in told


def test_a_period_without_themes_says_so():
    assert "No theme was named yet." in words(whole(register=REGISTER._replace(themes=())))


def test_the_files_are_made_the_same_and_conform():
    made, told = ethics_files(whole())
    assert sorted(made) == ["themes.docx", "themes.html", "themes.json", "themes.pdf"] and told == ()
    assert ethics_files(whole())[0] == made
    for profile in ("ua1", "2a"):
        assert page.validate_pdf_bytes(made["themes.pdf"], profile=profile).failures == []


def test_without_a_register_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    done = inside(capsys, "report", "ethics", "--from", "2030-04-01", "--to", "2031-03-31", "--to-dir", "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name it with --register" in one_sentence(done)
    assert everything_below(tmp_path) == []
