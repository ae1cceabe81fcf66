"""Slips as real PDF files: complete, accessible, and not to be told apart."""

import json

import page
import pypdfium2
import pytest
from command_line import inside, one_sentence
from making import LEICESTERSHIRE, question_set
from pdf_text import pages_of, plain, squeezed

from panelroom.errors import Refused
from panelroom.records.slip_sheet import HANDED_IN, write_slips
from panelroom.slips import slip_marks, slip_questions


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    path = tmp_path_factory.mktemp("slips") / "slips.pdf"
    return write_slips(path, question_set(), cases=2, members=3)


def pictures(path) -> list[bytes]:
    document = pypdfium2.PdfDocument(path)
    drawn = [one.render(scale=1).to_pil().tobytes() for one in document]
    document.close()
    return drawn


def test_the_slips_of_a_case_look_alike_to_the_last_dot(sheet):
    drawn = pictures(sheet)
    assert len(drawn) == 6, "one page for each member and case"
    assert drawn[0] == drawn[1] == drawn[2] and drawn[3] == drawn[4] == drawn[5]
    assert drawn[0] != drawn[3]


def test_a_slip_has_every_question_and_a_box_for_every_mark(sheet):
    qs = question_set()
    for number, text in enumerate(map(plain, pages_of(sheet))):
        assert f"Case {number // 3 + 1}" in text and HANDED_IN in text
        for question in slip_questions(qs):
            assert squeezed(question.wording) in squeezed(text)
        assert text.count("☐") == sum(len(slip_marks(qs, q)) for q in slip_questions(qs))
        assert "Panel could not agree" not in text


@pytest.mark.heavy
def test_slips_are_accessible_and_the_same_twice(sheet, tmp_path):
    content = sheet.read_bytes()
    for profile in ("ua1", "2a"):
        assert page.validate_pdf_bytes(content, profile=profile).failures == []
    again = write_slips(tmp_path / "again.pdf", question_set(), cases=2, members=3)
    assert again.read_bytes() == content


@pytest.mark.heavy
def test_marks_of_other_kinds_have_boxes_too(tmp_path):
    qs = question_set("dyfed-powys-qap")
    made = write_slips(tmp_path / "slips.pdf", qs, cases=1, members=1)
    text = "".join(map(plain, pages_of(made)))
    assert text.count("☐") == sum(len(slip_marks(qs, q)) for q in slip_questions(qs))
    assert page.validate_pdf_bytes(made.read_bytes(), profile="ua1").failures == []


def test_a_set_without_marks_has_no_slips(tmp_path):
    with pytest.raises(Refused, match="nothing to put on a slip"):
        write_slips(tmp_path / "slips.pdf", question_set("kent-ipag-2020"), cases=1, members=1)
    with pytest.raises(Refused, match="Between 1 and 1000"):
        write_slips(tmp_path / "slips.pdf", question_set(), cases=1, members=0)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_them_and_overwrites_nothing(tmp_path, capsys):
    file = tmp_path / "slips.pdf"
    argv = ("slips", "print", "--set", LEICESTERSHIRE, "--cases", 1, "--members", 2, "--to", file)
    done = inside(capsys, *argv, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (
        0,
        {"document": str(file), "cases": 1, "members": 2},
    )
    before = file.read_bytes()
    done = inside(capsys, *argv)
    assert done.returncode == 1 and "slips.pdf" in one_sentence(done)
    assert file.read_bytes() == before
