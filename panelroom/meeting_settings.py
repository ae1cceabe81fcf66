"""What a panel decided once for all its meetings: how many must be there, and how it decides.

An office writes that into the table ``[meeting]`` of ``panel.toml``::

    [meeting]
    quorum = 5
    decision_rule = "majority"
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from panelroom.acts import DecisionRule, Quorum
from panelroom.panel_file import read_table


class MeetingSettings(BaseModel):
    """What an office set for every meeting; ``None`` is what it left open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quorum: Quorum | None = None
    decision_rule: DecisionRule | None = None


def read_meeting_settings(path: Path) -> MeetingSettings:
    """Return what ``panel.toml`` sets.

    Raises:
        BadFile: as :func:`panelroom.panel_file.read_table`.
    """
    return read_table(path, "meeting", MeetingSettings)
