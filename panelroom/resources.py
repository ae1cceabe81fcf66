"""Where the data that travels with the program lies: one answer for wheel, sdist and editable installs."""

from pathlib import Path

from panelroom.errors import BadFile

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """Return the folder ``name`` (``question_sets`` or ``sample_cases``).

    A wheel carries it inside the package; a checkout and an editable install have it beside the package.

    Raises:
        BadFile: the installation is incomplete.
    """
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise BadFile(f"The folder {name} is missing from this installation: install panelroom again.")
