"""What somebody gave, as a change of the register; a refusal calls each thing what the forms call it."""

from typing import Any, TypeVar

from pydantic import ValidationError

from panelroom.errors import Refused
from panelroom.journal import say_invalid
from panelroom.register.changes import Change

C = TypeVar("C", bound=Change)
_NAMES = {
    "on": "the day",
    "due": "the day by which an answer is expected",
    "owner": "who sees to it",
    "note": "the reason",
    "text": "the text",
    "public_text": "the wording for publication",
    "page": "the page",
    "by": "who says so",
    "title": "the title",
    "response_days": "the number of days",
    "proposed_to": "to whom it was proposed",
    "supporters": "who supports it",
    "name": "the name",
    "role": "the role",
    "module": "the training",
    "term_from": "the first day of the term",
    "term_until": "the last day of the term",
}
"""Field -> what the forms and the guide call it."""


def made(kind: type[C], **fields: Any) -> C:
    """Return a change of that kind; a field that is None was not given.

    Raises:
        Refused: the first field that is not what it should be, and what is allowed.
    """
    try:
        return kind.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        raise unfit(error) from None


def unfit(error: ValidationError) -> Refused:
    """Return the refusal of what was given, without repeating it."""
    return Refused(f"That cannot be recorded: {say_invalid(error, _NAMES)}. Nothing was changed.")
