"""What the key card prints, taken from the bindings of the screens themselves, so that it cannot differ from them."""

import re
from collections.abc import Iterator, Sequence

from textual.binding import Binding, BindingType

from panelroom.questions import QuestionSet
from panelroom.records.keycard import ScreenKeys
from panelroom.ui.frame import PlainScreen
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.screens.cover import Cover
from panelroom.ui.screens.outcome import Outcome
from panelroom.ui.screens.questions import Questions, scale_keys
from panelroom.ui.screens.reading import Reading
from panelroom.ui.screens.roll_call import RollCall
from panelroom.ui.screens.wrap_up import WrapUp

SCREENS: tuple[type[MeetingScreen], ...] = (RollCall, Cover, Reading, Questions, Outcome, WrapUp)
EVERYWHERE = "Everywhere"
MOVES = {"up", "down", "home", "end", "escape"}
"""Keys that do what everybody expects: the card needs no words for them."""
NAMES = {
    "pagedown": "PGDN", "pageup": "PGUP", "space": "SPACE", "enter": "ENTER", "slash": "/", "plus": "+", "minus": "-",
    "right_square_bracket": "]", "left_square_bracket": "[", "exclamation_mark": "!",
}  # fmt: skip
"""A key as Textual calls it -> as people do."""


def card(questions: QuestionSet, program: Sequence[BindingType]) -> tuple[ScreenKeys, ...]:
    """Return every screen of a meeting with its keys; the marks are those of the question set.

    ``program`` is what can be pressed over every screen and every box.
    """
    shown = [ScreenKeys(screen.HELP_TITLE, tuple(_of_screen(screen, questions))) for screen in SCREENS]
    common = [*MeetingScreen.__dict__["BINDINGS"], *PlainScreen.__dict__["BINDINGS"], *program]
    by_key = {binding.key: binding for binding in common}
    return (*shown, ScreenKeys(EVERYWHERE, tuple(_merged([*by_key.values()]))))


def _of_screen(screen: type[MeetingScreen], questions: QuestionSet) -> Iterator[tuple[str, str]]:
    if screen is Questions:
        yield from _marks(questions)
    yield from _digits(screen.HELP)
    yield from _merged(screen.__dict__["BINDINGS"])


def _marks(questions: QuestionSet) -> Iterator[tuple[str, str]]:
    """Yield the keys of the marks, each once."""
    scaled = [question for question in questions.questions if question.answer.kind == "scale"]
    choices = {key: choice.label for question in scaled for key, choice in scale_keys(questions, question)}
    yield from choices.items()


def _digits(help_text: str) -> Iterator[tuple[str, str]]:
    """Yield the digits, which no binding names because how many there are depends on the question."""
    for digits, words in re.findall(r"(?m)^(1(?: \d)+) : ([^,;(\n]+)", help_text):
        yield f"{digits[0]}-{digits[-1]}", words.strip()


def _merged(bindings: Sequence[BindingType]) -> Iterator[tuple[str, str]]:
    """Yield each thing that can be done with the key that does it, or with its keys where there are several."""
    found: dict[str, list[str]] = {}
    for binding in bindings:
        assert isinstance(binding, Binding)
        key = binding.key.split(",")[0]
        if key not in MOVES:
            found.setdefault(binding.description, []).append(shown(key))
    for does, keys in found.items():
        yield " ".join(keys), does


def shown(key: str) -> str:
    """Return a key as people call it."""
    return NAMES.get(key, key.upper() if re.fullmatch(r"f\d+", key) else key)
