"""The parts of a Word file: which part is which is said by relations, never guessed from names alone."""

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from panelroom.documents.archive import unpacked
from panelroom.documents.office_xml import Element, check_declarations
from panelroom.documents.reading import Hostile
from panelroom.documents.word_xml import W, parse

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# An OLE compound file: the Word of before 2007, or a file under a password (MS-OFFCRYPTO, 2.1.4).
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Relation(NamedTuple):
    """Where a part points: the kind is the last word of its type, such as ``header``."""

    kind: str
    target: str
    external: bool


class Package:
    """A Word file unpacked in memory."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise Hostile("it is an old Word file or under a password: save it as .docx without one")
        if not data.startswith(b"PK"):
            raise Hostile("it is not a Word file")
        self.parts = unpacked(data)
        check_declarations(self.parts)
        self._roots: dict[str, Element | None] = {}
        self.main = self._main()

    def _main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.parts:
                return relation.target
        if "word/document.xml" in self.parts:
            return "word/document.xml"
        raise Hostile("it is not a Word file: it holds no document")

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by id, those of the package for ``""``."""
        folder, name = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for each in () if root is None else root.iter(_RELATION):
            target = each.get("Target") or ""
            external = each.get("TargetMode") == "External"
            kind = (each.get("Type") or "").rpartition("/")[2]
            where = target if external else _joined(folder, target)
            found[each.get("Id") or ""] = Relation(kind, where, external)
        return found

    def root(self, name: str) -> Element | None:
        """Return the root element of a part, None where there is no such part.

        Raises:
            Hostile: the part is not valid XML or declares a document type.
        """
        if name not in self._roots:
            data = self.parts.get(name)
            self._roots[name] = None if not data else parse(data)
        return self._roots[name]

    def body(self) -> Element:
        """Return the body of the document.

        Raises:
            Hostile: there is none.
        """
        root = self.root(self.main)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise Hostile("it is not a Word file: its document has no body")
        return body

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts of one kind that a part points to."""
        return [
            each.target
            for each in self.relations(part).values()
            if each.kind == kind and not each.external and each.target in self.parts
        ]

    def one(self, kind: str) -> Element | None:
        """Return the root of the document's part of one kind such as ``styles``, None if it has none."""
        names = self.related(self.main, kind)
        return self.root(names[0]) if names else None


def _joined(folder: str, target: str) -> str:
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/" + folder, path)).lstrip("/")
