"""From blocks to a Word file for people to correct: a draft, which says so at its head and on every page.

The only package that knows python-docx. The same document gives the same bytes: dates come from the document, the
file has no times of its own, and nothing in it tells of a machine or a person but what the document says.
"""

import io
import zipfile
from datetime import UTC

import docx
from docx.document import Document as WordFile
from docx.opc.rel import Relationships
from docx.oxml.ns import qn

from panelroom.records import blocks as b
from panelroom.records.word.look import set_page, set_styles
from panelroom.records.word.setting import Setter
from panelroom.text import clean_line

# The first moment that a ZIP file can hold: no time at all.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_LONGEST = 255
"""Characters of a property, so many and no more (python-docx refuses longer ones)."""


def word_draft(document: b.Document, notice: str) -> bytes:
    """Return the document as a DOCX file (ECMA-376), with ``notice`` at its head and on every page.

    Raises:
        BadFile: a picture cannot be read.
    """
    file = docx.Document()
    _forget_the_template(file)
    _describe(file, document)
    set_styles(file, clean_line(document.language))
    setter = Setter(file, document.title)
    set_page(file)
    setter.furniture(document.furniture, notice)
    setter.paragraph((b.Run(notice),), "Notice")
    for block in document.blocks:
        setter.block(block)
    return _saved(file)


def _forget_the_template(file: WordFile) -> None:
    """Take out what python-docx's template carries and no draft needs: a thumbnail, its program, its edits."""
    package = file.part.package
    assert package is not None
    _unrelate(package.rels, "thumbnail", "extended-properties")
    _unrelate(file.part.rels, "customXml", "stylesWithEffects")
    settings = file.settings.element
    for name in ("w:rsids", "w:savePreviewPicture", "w:proofState"):
        for element in settings.findall(qn(name)):
            settings.remove(element)


def _unrelate(relations: Relationships, *kinds: str) -> None:
    """Drop the relations of these kinds; a part that nothing relates to is not written."""
    for key in [key for key, each in relations.items() if each.reltype.rsplit("/", 1)[-1] in kinds]:
        del relations[key]


def _describe(file: WordFile, document: b.Document) -> None:
    properties, moment = file.core_properties, document.created.astimezone(UTC)
    properties.title = clean_line(document.title)[:_LONGEST]
    properties.author = properties.last_modified_by = clean_line(document.author)[:_LONGEST]
    properties.subject = clean_line(document.subject)[:_LONGEST]
    properties.language = clean_line(document.language)
    properties.comments = ""
    properties.created = properties.modified = moment.replace(microsecond=0, tzinfo=None)


def _saved(file: WordFile) -> bytes:
    """Return the file without the times and the system that its directory would tell of."""
    saved, out = io.BytesIO(), io.BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.create_system, member.compress_type = 0, zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()
