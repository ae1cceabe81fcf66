"""The child's side of a parse: ``python -m panelroom.documents.child KIND`` reads a file from stdin.

It answers on stdout with the number of pages on a line, then one JSON document: what
:class:`panelroom.documents.model.Imported` holds, or ``{"refused": sentence}``. Nothing else is printed.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import IO, get_args

from panelroom import __version__
from panelroom.documents import limits
from panelroom.documents.cleaning import told
from panelroom.documents.model import Imported, SourceKind, numbered
from panelroom.documents.reading import Hostile, Reading

Reader = Callable[[bytes], Reading]
KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
_OUT_OF_MEMORY = "it needs more memory than a document should"


def main(name: str) -> int:
    """Read stdin as the kind of that name and answer; return the exit code."""
    answers = _private_stdout()
    kind = next((kind for kind in KINDS if kind == name), None)
    if kind is None:
        return 2
    reader, importer = _reader(kind, partial(_tell_pages, answers))
    limits.limit_this_process()
    answers.write(_answer(kind, reader, importer, sys.stdin.buffer.read(limits.MOST_BYTES + 1)))
    answers.flush()
    return 0


def _private_stdout() -> IO[bytes]:
    """Return stdout and point its number elsewhere: what a library prints must not mix with the answer."""
    sys.stdout.flush()
    private = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return private


def _tell_pages(answers: IO[bytes], pages: int) -> None:
    limits.allow_time_for(pages)
    answers.write(b"%d\n" % pages)
    answers.flush()


def _reader(kind: SourceKind, tell_pages: Callable[[int], None]) -> tuple[Reader, str]:
    """Import what this kind needs, before the limits; return the reader and what it is called."""
    if kind == "pdf":
        from panelroom.documents.pdf_reading import importer, read_pdf

        return partial(read_pdf, tell_pages=tell_pages), f"panelroom {__version__}, {importer()}"
    return _told(_other_reader(kind), tell_pages), f"panelroom {__version__}"


def _other_reader(kind: SourceKind) -> Reader:
    if kind == "docx":
        from panelroom.documents.word import read_docx

        return read_docx
    if kind == "odt":
        from panelroom.documents.odt import read_odt

        return read_odt
    if kind == "txt" or kind == "md":
        from panelroom.documents.plain import read_text

        return partial(read_text, kind=kind)
    if kind == "png" or kind == "jpeg":
        from panelroom.documents.picture import read_picture

        return partial(read_picture, kind=kind)
    raise ValueError(kind)


def _told(reader: Reader, tell_pages: Callable[[int], None]) -> Reader:
    def read(data: bytes) -> Reading:
        tell_pages(1)
        return reader(data)

    return read


def _answer(kind: str, reader: Reader, importer: str, data: bytes) -> bytes:
    try:
        return _imported(kind, reader(data), importer, hashlib.sha256(data).hexdigest())
    except Hostile as refused:
        sentence = str(refused)
    except MemoryError:
        sentence = _OUT_OF_MEMORY
    return json.dumps({"refused": sentence}).encode()


def _imported(kind: str, reading: Reading, importer: str, sha256: str) -> bytes:
    if sum(map(len, reading.pictures.values())) > limits.MOST_PICTURES:
        raise Hostile("its pictures are too large in all: split it into smaller files")
    return (
        Imported.model_validate(
            {
                "kind": kind,
                "sha256": sha256,
                "importer": importer,
                "pages": reading.pages,
                "blocks": numbered(reading.blocks),
                "pictures": reading.pictures,
                "findings": (*reading.findings, *told(reading.cleaned)),
                "cleaned": dict(reading.cleaned),
            }
        )
        .model_dump_json()
        .encode()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
