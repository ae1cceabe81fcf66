"""Keeping a case folder in order: its sheet, and documents put in and taken out. Originals elsewhere stay there."""

import shutil
from dataclasses import replace
from pathlib import Path

from panelroom.case_sheet import NAME, CaseSheet, Listed, read_sheet, to_toml
from panelroom.casework.case import read_listed
from panelroom.errors import BadFile, NotWritten, PanelroomError
from panelroom.keys import key_file
from panelroom.text import clean_line, name_of


def write_sheet(folder: Path, sheet: CaseSheet) -> None:
    """Put a case sheet in the place of the one there, whole or not at all.

    Raises:
        NotWritten: the disk did not take it; the sheet there is unchanged.
    """
    data = to_toml(sheet).encode()
    if (folder / NAME).exists():
        key_file.replace(folder / NAME, data)
    else:
        key_file.write_new(folder / NAME, data)


def add_document(folder: Path, source: Path, title: str, system: str) -> None:
    """Copy a document into a case folder and list it, if it can be read.

    Raises:
        BadFile: it is not there, cannot be read, or the case has one of that name; nothing was added.
        NotWritten: the disk did not take it; nothing was added.
    """
    if source.is_dir():
        raise BadFile(
            f"{name_of(source)} is a folder: nothing was added. Give one file of it after the other."
        )
    if not source.is_file():
        raise BadFile(f"There is no file {clean_line(source.name)} there: nothing was added.")
    place = folder / source.name
    copied = not place.exists()
    if not copied and not place.samefile(source):
        raise BadFile("The case has a document of that file name already: nothing was added.")
    sheet = read_sheet(folder)
    if source.name in {each.file for each in sheet.documents}:
        raise BadFile("The case lists that document already: nothing was added.")
    try:
        if copied:
            shutil.copyfile(source, place)
        read_listed(folder, source.name)
        listed = Listed(source.name, clean_line(title), clean_line(system))
        write_sheet(folder, replace(sheet, documents=(*sheet.documents, listed)))
    except (PanelroomError, OSError) as error:
        if copied:
            place.unlink(missing_ok=True)
        if isinstance(error, PanelroomError):
            raise
        raise NotWritten(f"The document could not be copied ({error.strerror}): nothing was added.") from None


def drop_document(folder: Path, file: str) -> None:
    """Take a document out of a case; the file stays in the folder.

    Raises:
        NotWritten: the disk did not take it; the case is unchanged.
    """
    sheet = read_sheet(folder)
    kept = tuple(each for each in sheet.documents if each.file != file)
    write_sheet(folder, replace(sheet, documents=kept))
