"""Who may sit on the panel: kept for the next meeting's roster, and gone when somebody is removed.

Names lie in the encrypted register alone, and in the roster that a meeting is made with; training is told as counts.
"""

import csv
import io
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from panelroom.acts import Day, Id, Label, Role
from panelroom.errors import Refused
from panelroom.register.given import unfit
from panelroom.store import PersonRow, RegisterFile

Person = PersonRow


class _Given(BaseModel):
    """What is said of somebody, cleaned."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Id
    name: Label
    role: Role
    votes: bool = False
    term_from: Day | None = None
    term_until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "_Given":
        if self.term_from and self.term_until and self.term_until < self.term_from:
            raise ValueError("a term ends after it began")
        return self


class _Module(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    module: Label


def put(file: RegisterFile, **given: Any) -> Person:
    """Add somebody, or put their entry right; their training stays.

    Raises:
        Refused: something given is not what it should be; nothing was changed.
    """
    try:
        said = _Given.model_validate(given)
    except ValidationError as error:
        raise unfit(error) from None
    person = PersonRow(said.id, said.name, said.role, said.votes, said.term_from, said.term_until, {})
    file.put_person(person)
    return person


def train(file: RegisterFile, person: str, module: str, on: str) -> None:
    """Note that somebody did a training module on a day.

    Raises:
        Refused: nobody of that id is listed, or the module has no name.
    """
    _check_listed(file, person)
    try:
        name = _Module(module=module).module
    except ValidationError as error:
        raise unfit(error) from None
    file.put_training(person, name, on)


def remove(file: RegisterFile, person: str) -> None:
    """Remove somebody with all that is known of them.

    Raises:
        Refused: nobody of that id is listed.
    """
    _check_listed(file, person)
    file.remove_person(person)


def _check_listed(file: RegisterFile, person: str) -> None:
    if person not in {each.id for each in file.people()}:
        raise Refused("Nobody of that id is listed: nothing was changed. See 'register people list'.")


def serving(people: list[Person], on: date) -> list[Person]:
    """Return those whose term covers that day."""
    day = on.isoformat()
    return [p for p in people if (p.term_from or day) <= day <= (p.term_until or day)]


def training(people: list[Person]) -> list[dict[str, Any]]:
    """Return for each module how many of the voting members did it: counts, never who."""
    members = [p for p in people if p.votes]
    modules = sorted({module for p in members for module in p.training})
    return [
        {"module": module, "done": sum(module in p.training for p in members), "of": len(members)}
        for module in modules
    ]


def roster_file(people: list[Person]) -> bytes:
    """Return the roster that ``meeting new --roster`` reads."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("id", "name", "role", "votes"))
    writer.writerows((p.id, p.name, p.role, "yes" if p.votes else "no") for p in people)
    return file.getvalue().encode("utf-8")
