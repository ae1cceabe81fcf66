"""The form that puts a label in the place of words; a label that is none brings it back with what was typed."""

from collections.abc import Callable
from typing import Any

from panelroom.casework import work
from panelroom.casework.case import CaseFolder
from panelroom.casework.redaction import as_label
from panelroom.text import clean_line, plural
from panelroom.ui.frame import PlainScreen
from panelroom.ui.screens.asking import Asked, ask
from panelroom.ui.screens.form import Field

LABEL = Field("label", "The label, such as VICTIM 1, OFFICER 2 or CONTACT", "line")
LONGEST_SHOWN = 60
"""How much of what was redacted is shown when it is taken back."""
LABEL_CHECK = ("label", lambda values: as_label(values["label"]))
"""What is looked at before anything is redacted."""


def ask_everywhere(
    screen: PlainScreen,
    words: str,
    label: Field,
    case: Callable[[], CaseFolder],
    then: Callable[[CaseFolder, str], None],
) -> None:
    """Ask for a label and redact words everywhere in a case; ``then`` takes the new case and what to say of it."""

    def redact(values: dict[str, Any]) -> tuple[CaseFolder, str]:
        places = work.occurrences(case(), clean_line(values["find"]))
        done = work.redact(case(), values["find"], as_label(values["label"]))
        return done, f"Redacted in {plural(places, 'place')}."

    find = Field("find", "The words that go: add the forename if it stands beside them", "line", value=words)
    asked = Asked("Redact everywhere in the case", (find, label), checks=[LABEL_CHECK], accept="redact")
    ask(screen, asked, redact, lambda done: then(*done))


def taken_back(words: str) -> str:
    """Return what to say when the latest redaction was undone: the words that stand in the papers again."""
    shown = words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]} ..."
    return f"The latest redaction is taken back: {shown} stands in the papers again."
