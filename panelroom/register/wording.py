"""Whether wording may be published, as far as the register can tell."""

from panelroom.errors import Refused
from panelroom.publication import concerns_elsewhere, is_role
from panelroom.store import RegisterFile


def check_publishable(file: RegisterFile, words: str | None) -> list[str]:
    """Return what a reviewer should think about before ``words`` are published; of no words, nothing.

    Raises:
        Refused: they hold a name of the register's people, or something that the redaction checks refuse.
    """
    if words is None:
        return []
    found = concerns_elsewhere(words, [person.name for person in file.people()])
    if blocking := [concern.sentence for concern in found if concern.blocks]:
        raise Refused(
            f"That wording may not be published. {' '.join(blocking)} Nothing was changed: use other words."
        )
    return [concern.sentence for concern in found]


def check_role(file: RegisterFile, *roles: str | None) -> None:
    """Let nothing but roles stand where the register says who does something; none given is well.

    Raises:
        Refused: one of ``roles`` holds a name of the register's people.
    """
    names = [person.name for person in file.people()]
    if not all(is_role(role, names) for role in roles if role):
        raise Refused("That looks like a name: nothing was changed. Give the role alone, such as secretary.")
