"""Which of a force's own settings hold for a case: one rule for the pack desk and the command line."""

from pathlib import Path

from panelroom.checks import CheckSettings, load_settings

CHECKS = "checks.toml"


def settings_of(folder: Path) -> CheckSettings:
    """Return the settings for the case in ``folder``: its own checks.toml, else the one beside the case folders.

    The two are never mixed: a case with a file of its own has only that. Without either the usual settings hold.

    Raises:
        BadFile: the file that holds cannot be used, as :func:`panelroom.checks.load_settings`.
    """
    near = (folder / CHECKS, folder.resolve().parent / CHECKS)
    return next((load_settings(path) for path in near if path.is_file()), CheckSettings())
