"""Whom the public minutes name: nobody, or the Chair alone where the office wants it.

An office writes that into the table ``[publication]`` of ``panel.toml``::

    [publication]
    name_chair = true
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, StrictBool

from panelroom.panel_file import read_table


class Naming(BaseModel):
    """What an office set: whether its public minutes say who was in the chair."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_chair: StrictBool = False


def read_naming(path: Path) -> Naming:
    """Return what ``panel.toml`` sets.

    Raises:
        BadFile: as :func:`panelroom.panel_file.read_table`.
    """
    return read_table(path, "publication", Naming)
