"""A form that comes back when what was typed is refused: everything stands in it still, but no secret."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from textual.content import Content

from panelroom.errors import PanelroomError
from panelroom.ui.frame import PlainScreen
from panelroom.ui.paint import FAULT, lines, styled
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.working import do_in_thread

T = TypeVar("T")
Values = dict[str, Any]
Check = tuple[str, Callable[[Values], object]]
"""The field to go back to, and what raises PanelroomError where it is not right."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks. ``checks`` are made in turn before anything is done; ``problem`` was found the last time.

    ``start`` is the field to begin with, else the first; ``accept`` what ENTER does in the last one, in a word.
    """

    title: str
    fields: tuple[Field, ...]
    intro: Content | None = None
    checks: Sequence[Check] = ()
    problem: str = ""
    start: str | None = None
    accept: str | None = None

    def wrong(self, values: Values) -> "Asked | None":
        """Return the form to show again where a check finds something; None where all is right."""
        for field, check in self.checks:
            try:
                check(values)
            except PanelroomError as error:
                return self.again(values, str(error), field)
        return None

    def again(self, values: Values, problem: str, start: str | None = None) -> "Asked":
        """Return the same form with what was typed, and why it comes back; a secret is to be typed again."""
        fields = tuple(replace(f, value=_kept(f, values)) for f in self.fields)
        secret = next((f.name for f in fields if f.kind == "secret"), None)
        return replace(self, fields=fields, problem=problem, start=start or secret)


def _kept(field: Field, values: Values) -> Any:
    return None if field.kind == "secret" else values.get(field.name)


class Sheet(Form):
    """The form on the screen; ``left`` is what stood in it when somebody left it."""

    def __init__(self, asked: Asked) -> None:
        problem = styled(asked.problem, FAULT) if asked.problem else None
        shown = [part for part in (problem, asked.intro) if part is not None]
        intro = lines(*shown) if shown else None
        super().__init__(asked.title, asked.fields, intro=intro, accept=asked.accept)
        self._asked = asked
        self.left: Values = {}

    def starts_at(self) -> str:
        """Begin at the field that is to be put right."""
        return self._asked.start or super().starts_at()

    def action_leave(self) -> None:
        """Leave; what was typed goes to whoever asked, but no secret."""
        secret = {f.name for f in self._asked.fields if f.kind == "secret"}
        self.left = {name: value for name, value in self.values().items() if name not in secret}
        super().action_leave()


def ask(
    screen: PlainScreen,
    asked: Asked,
    deed: Callable[[Values], T],
    then: Callable[[T], None],
    *,
    doing: str = "",
    back: Callable[[Values], None] | None = None,
) -> None:
    """Show a form, do ``deed`` with what was typed, and go on with ``then``; what is refused is asked again.

    Args:
        doing: what is being done, where it takes a moment: then it is done in a thread. back: is called with what
            was typed so far when somebody leaves the form.
    """
    sheet = Sheet(asked)

    def once_more(form: Asked) -> None:
        ask(screen, form, deed, then, doing=doing, back=back)

    def given(values: Values | None) -> None:
        if values is None:
            if back:
                back(sheet.left)
        elif wrong := asked.wrong(values):
            once_more(wrong)
        else:
            _do(screen, doing, lambda: deed(values), then, lambda why: once_more(asked.again(values, why)))

    screen.app.push_screen(sheet, given)


def _do(
    screen: PlainScreen,
    doing: str,
    deed: Callable[[], T],
    then: Callable[[T], None],
    refused: Callable[[str], None],
) -> None:
    if doing:
        do_in_thread(screen, doing, deed, then, refused)
        return
    try:
        done = deed()
    except PanelroomError as error:
        refused(str(error))
    else:
        then(done)
