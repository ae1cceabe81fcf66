"""Whether wording may be published, as far as the register can tell."""

from panelroom.errors import Refused
from panelroom.publication import concerns_elsewhere
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
