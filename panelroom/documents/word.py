"""Word files (.docx): what a reader sees as blocks on pages, and a finding for everything else in the file."""

from collections.abc import Iterator

from panelroom.documents.office_carried import (
    carried,
    could_identify,
    files_inside,
    people,
    strings_of,
)
from panelroom.documents.office_pages import paged
from panelroom.documents.office_stream import Carried, Hidden
from panelroom.documents.office_xml import local
from panelroom.documents.reading import Hostile, Reading
from panelroom.documents.word_fields import telling
from panelroom.documents.word_package import Package
from panelroom.documents.word_walk import Walker
from panelroom.documents.word_xml import W, val

_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")
_PEOPLE = {"creator": "author", "lastModifiedBy": "last changed by", "Manager": "manager"}
# Times, and the programs and templates that made the file.
_NOT_TELLING = ("Template", "Application", "created", "modified", "lastPrinted", "filetime", "date")
# A building block that only prompts: "Click or tap here" (ECMA-376 part 1, 17.18.6).
_PROMPT = "bbPlcHdr"


def read_docx(data: bytes) -> Reading:
    """Return what a reader sees of a Word file, and a finding for all text and people that it hides.

    Raises:
        Hostile: it is not a Word file, damaged, under a password, over a limit, or declares a document type.
    """
    package = Package(data)
    body = package.body()
    try:
        walker = Walker(package)
        walker.sections.begin(walker)
        walker.story(body, walker.place(package.main))
        items = [*walker.writer.items, *walker.notes.at_end]
        extras: list[Hidden | Carried] = [
            *walker.notes.unseen(),
            *_building_blocks(package),
            *telling(walker.codes),
            *_extras(package),
        ]
    except RecursionError:
        raise Hostile("its parts are nested too deeply") from None
    return paged(items, extras, "DOCX")


def _building_blocks(package: Package) -> Iterator[Hidden]:
    """Yield the texts kept for inserting elsewhere, which nobody sees."""
    roots = [package.root(name) for name in package.related(package.main, "glossaryDocument")]
    for block in (each for root in roots if root is not None for each in root.iter(W + "docPart")):
        if any(val(each) == _PROMPT for each in block.iter(W + "type")):
            continue
        if words := " ".join(each.text or "" for each in block.iter(W + "t")).strip():
            yield Hidden("HIDDEN-TEXT", words)


def _extras(package: Package) -> Iterator[Carried]:
    """Yield what the file carries beside its text, where it could identify somebody."""
    yield from _properties(package)
    yield from _people_at_work(package)
    settings = package.one("settings")
    variables = () if settings is None else settings.iter(W + "docVar")
    yield from carried("DOCVARS", (val(each) or "" for each in variables))
    for name, data in sorted(package.parts.items()):
        if name.startswith("customXml/item") and "Props" not in name:
            yield from carried("CUSTOMXML", [strings_of(data)])
    yield from carried("EXTERNAL", _outside(package))
    yield from files_inside(package.parts)


def _properties(package: Package) -> Iterator[Carried]:
    """Yield the people and telling words in the document's properties."""
    for kind in ("core-properties", "extended-properties", "custom-properties"):
        for name in package.related("", kind):
            root = package.root(name)
            for each in () if root is None else root.iter("*"):
                text = (each.text or "").strip()
                if local(each) in _PEOPLE:
                    yield from people([text], _PEOPLE[local(each)])
                elif could_identify(text) and local(each) not in _NOT_TELLING:
                    yield from carried("METADATA", [text], what=f"{local(each)}: ")


def _people_at_work(package: Package) -> Iterator[Carried]:
    """Yield the authors of comments and tracked changes."""
    names = [package.main, *(name for kind in _STORIES for name in package.related(package.main, kind))]
    names += package.related(package.main, "people")
    roots = [root for name in names if (root := package.root(name)) is not None]
    yield from people(
        (
            value
            for root in roots
            for each in root.iter("*")
            for key, value in each.items()
            if key.endswith("}author")
        ),
        "author of a change or comment",
    )


def _outside(package: Package) -> Iterator[str]:
    """Yield the addresses of links, linked pictures and templates outside the file."""
    for name in sorted(package.parts):
        if name.endswith(".rels"):
            source = name.replace("_rels/", "").removesuffix(".rels")
            yield from (each.target for each in package.relations(source).values() if each.external)
