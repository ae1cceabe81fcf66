"""Labels over a whole case: what does not agree is shown, what does is not."""

import pytest
from test_scan import imported

from panelroom.checks import check_labels
from panelroom.documents.model import Imported
from panelroom.resources import data_dir

CASES = sorted(path for path in data_dir("sample_cases").iterdir() if path.is_dir())


def found(*documents: str | Imported) -> list[tuple[str, int, str]]:
    made = [d if isinstance(d, Imported) else imported(d) for d in documents]
    return [
        (each.finding.id, each.document, made[each.document].text[each.finding.start : each.finding.end])
        for each in check_labels(made)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_sample_cases_agree(case: object) -> None:
    assert found(*[p.read_text(encoding="utf-8") for p in sorted(case.glob("*.txt"))]) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (["[VICTIM 1] and [VICTIM 2].", "[VICTIM A] rang."], ("L-MIXED-SCHEME", 1, "[VICTIM A]")),
        (["[VICTIM 1] rang.", "Then [VICTIM 1] and [VICTIM]."], ("L-MIXED-SCHEME", 1, "[VICTIM]")),
        (["[VICTIM 1] rang. [Victim 1] left."], ("L-CASE-VARIANT", 0, "[Victim 1]")),
        (["[WITNESS 1] rang.", "[WITNESS 3] left."], ("L-GAP", 1, "[WITNESS 3]")),
        (["Then [WITNESS 2] left."], ("L-GAP", 0, "[WITNESS 2]")),
        (["Victim: [SUSPECT 1]\nSeen."], ("L-ROLE-CLASH", 0, "[SUSPECT 1]")),
        (
            ["[VICTIM 1], a man, rang.", "[VICTIM 1] is a woman in work."],
            ("L-ATTR-CLASH", 1, "[VICTIM 1]"),
        ),
        (["[VICTIM 1], aged 34, rang.", "[VICTIM 1], aged 51, rang."], ("L-ATTR-CLASH", 1, "[VICTIM 1]")),
        (["[VICTIM 1] spoke to XXXXX there."], ("L-ANON-MARK", 0, "XXXXX")),
        (["[VICTIM 1] lives near ██████ now."], ("L-ANON-MARK", 0, "██████")),
        (["[VICTIM 1] and J.S. were there."], ("L-INITIALS", 0, "J.S.")),
        (["[VICTIM 1] Sampleson rang."], ("L-NAME-BESIDE-LABEL", 0, "Sampleson")),
        (["She saw Sampleson [VICTIM 1] there."], ("L-NAME-BESIDE-LABEL", 0, "Sampleson")),
    ],
)
def test_each_disagreement(documents: list[str], expected: tuple[str, int, str]) -> None:
    assert found(*documents) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "[VICTIM 1] told her mother that his brother had rung. [VICTIM 1] was content.",
        "[VICTIM 1] was assaulted by a man. [VICTIM 1] was helped by a woman.",
        "[VICTIM 1], aged 34, and [VICTIM 2], aged 51, are neighbours.",
        "[STREET 4] and [SHOP 2] are near. [TOWN] is not.",
        "[OFFICER 1] Attended. [OFFICER 1] Polish interpreter booked.",
        "[VICTIM 1] rang.\n\n**********\n\nEnd of log.",
        "[VICTIM 1] lives in the U.K. and rang at 9 p.m. on Sunday.",
    ],
)
def test_what_agrees(text: str) -> None:
    assert found(text) == []


def test_pages_are_those_of_the_document() -> None:
    first = check_labels([imported("[VICTIM 1] rang.", "[VICTIM 3] left.")])[0]
    assert (first.document, first.finding.page, first.finding.severity) == (0, 2, "REVIEW")
