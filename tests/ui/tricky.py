"""A meeting in which every text that can come from outside looks like markup."""

from pathlib import Path
from typing import Any

from ui_driver import TRICKY, sample_opening

from panelroom.acts import OpenMeeting
from panelroom.question_files import load
from panelroom.resources import data_dir

NAME = "[REDACTED] [VICTIM 1]"
LABELS = ("[REDACTED]", "[VICTIM 1]", "[/nope]", "[XX]")
WELSH = "Diolch yn fawr – tŵ, ŷ, Ŵ"
URDU = "شکریہ، پولیس نے مدد کی"
EMOJI = "❤ 👩‍👩‍👧 🏳️‍🌈"
LONG = " ".join(f"word{n}" for n in range(1, 1501))

REF = "SYN/[XX]/1"

_CASE = f"""
ref = "{REF}"
title = "{TRICKY}"
strands = ["[XX]"]
advisory = "{TRICKY}"
closed = 2025-04-28
days_open = 26

[[documents]]
file = "log.txt"
title = "{TRICKY}"

[[missing]]
what = "{TRICKY}"
why = "{TRICKY}"
"""

_PAGES = (
    f"OIC and VCOP {TRICKY}\n\n1.   02 Apr 2025 18:40   {TRICKY}\n\nWords {TRICKY}\n",
    f"{WELSH}\n{URDU}\n{EMOJI}\n\n" + "\n".join(LONG[n : n + 70] for n in range(0, 1400, 70)),
    f"An unbroken line: {'x' * 400} {TRICKY}\n",
)


def papers(folder: Path) -> Path:
    """Write one case with such papers; return the folder to name as the papers' folder."""
    case = folder / "papers" / "01-case"
    case.mkdir(parents=True)
    (case / "case.toml").write_text(_CASE, encoding="utf-8")
    (case / "log.txt").write_text("\f".join(_PAGES), encoding="utf-8")
    return folder / "papers"


def question_file(folder: Path) -> Path:
    """Write a question set whose words look like markup; return its file."""
    text = (data_dir("question_sets") / "leicestershire-appendix-a.yaml").read_text(encoding="utf-8")
    for plain, tricky in _QUESTION_WORDS.items():
        assert plain in text
        text = text.replace(plain, tricky)
    terms = f"\nterms:\n  - id: oic\n    term: OIC\n    meaning: '{TRICKY}'\n"
    path = folder / "tricky.yaml"
    path.write_text(text.replace("id: leicestershire-appendix-a", "id: tricky-set") + terms, encoding="utf-8")
    load(str(path))
    return path


_QUESTION_WORDS = {
    "wording: Has the hate element been recognised at the point of reporting?\n": f"wording: '{TRICKY}'\n",
    "help: Was hate recognised": f"help: Was {TRICKY} recognised",
    "text: Was it picked up by the call taker / crime bureau staff / attending officer\n": (
        f"text: '{TRICKY}'\n"
    ),
    "            - nobody at this stage\n": f"            - '{TRICKY}'\n",
    'label: "Yes"': "label: 'Yes [XX]'",
    "label: Appropriate but with observations": f"label: '{TRICKY}'",
    "short: No conclusion": f"short: '{TRICKY}'",
    "    - Papers are read in the meeting and never leave it.": f"    - '{TRICKY}'",
    '"Four or more minor questions were marked': f'"{TRICKY} Four or more minor questions were marked',
    "section: Decision Maker's Rationale": f"section: '{TRICKY}'",
}


def opening(folder: Path, **changes: Any) -> OpenMeeting:
    """The opening of a meeting about that case with that question set."""
    roster = [
        {"id": "chair", "name": NAME, "role": "chair", "votes": True},
        {"id": "b", "name": "[/", "role": "member", "votes": True},
        {"id": "c", "name": "[XX]", "role": "member", "votes": True},
        {"id": "o", "name": "[/nope] [XX]", "role": "observer", "votes": False},
    ]
    case = {"ref": REF, "title": TRICKY, "strands": ["[XX]"], "advisory": TRICKY, "pages": 3, "words": 900}
    given = {"ref": "[XX] 1", "quorum": 1, "roster": roster, "cases": [case, {"ref": "[/", "title": TRICKY}]}
    return sample_opening(set=str(question_file(folder)), venue=TRICKY, panel=TRICKY, **{**given, **changes})
