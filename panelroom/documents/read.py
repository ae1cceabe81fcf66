"""The one way in: a file from outside becomes :class:`~panelroom.documents.model.Imported`, or one plain sentence."""

import json
from pathlib import Path

from panelroom.documents import limits
from panelroom.documents.model import Imported, SourceKind
from panelroom.documents.worker import NoAnswer, ask_child
from panelroom.errors import BadFile
from panelroom.text import clean_line

KINDS: dict[str, SourceKind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".txt": "txt",
    ".md": "md",
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
}
"""The suffixes that are read, and what a file with that suffix must be."""
_REFUSED = b'{"refused":'
_ZIPPED: tuple[SourceKind, ...] = ("docx", "odt")
# The signature of an OpenDocument text stands uncompressed in its first member (ODF 1.3 part 2, 3.3).
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def read_document(path: Path) -> Imported:
    """Return what a reader can see in the file at ``path``, and what it hides; the file is not changed.

    Every parse happens in a limited child process. Raise :class:`~panelroom.errors.BadFile` when the file is
    missing, too large, of a kind that is not read, or hostile (check id HOSTILE).
    """
    name = clean_line(path.name)
    data = _bytes_of(path, name)
    kind = _kind(path, name, data)
    try:
        answer = ask_child(kind, data)
        if answer.startswith(_REFUSED):
            raise _refused(name, clean_line(str(json.loads(answer)["refused"])))
        return Imported.model_validate_json(answer)
    except NoAnswer as reason:
        raise _refused(name, str(reason)) from None
    except ValueError:
        raise _refused(name, "it is damaged, or built so that reading it fails") from None


def _refused(name: str, reason: str) -> BadFile:
    return BadFile(
        f"“{name}” cannot be read: {reason.rstrip('.')}. The file is not changed; "
        "open it in the program that made it, save it anew or print it to a PDF, and add that."
    )


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        # A device or a pipe would never end; a folder has no bytes.
        if not path.is_file():
            raise BadFile(f"There is no file “{name}”; nothing was read. Check the name and the folder.")
        with path.open("rb") as file:
            data = file.read(limits.MOST_BYTES + 1)
    except (OSError, ValueError):
        raise BadFile(f"“{name}” cannot be opened; nothing was read. Check that you may read it.") from None
    if len(data) > limits.MOST_BYTES:
        raise BadFile(
            f"“{name}” is larger than {limits.MOST_BYTES // 2**20} MB; it was not read and is not changed. "
            "Split it into smaller files."
        )
    return data


def _kind(path: Path, name: str, data: bytes) -> SourceKind:
    """Return the kind that content and suffix agree on."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise BadFile(
            f"“{name}” is not a kind of file that is read; nothing was read. "
            f"Allowed are {', '.join(sorted(KINDS))}: save it as one of these."
        )
    if kind not in _kinds_by_content(data):
        raise BadFile(
            f"“{name}” is not what its name says; it was not read and is not changed. "
            "Open it in the program that made it and save it again."
        )
    return kind


def _kinds_by_content(data: bytes) -> tuple[SourceKind, ...]:
    if data.startswith(b"PK"):
        return ("odt",) if _ODT in data[:200] else _ZIPPED
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ("png",)
    if data.startswith(b"\xff\xd8\xff"):
        return ("jpeg",)
    # The header may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H, note 13).
    if b"%PDF-" in data[:1024]:
        return ("pdf",) if data.startswith(b"%PDF-") else ("pdf", "txt", "md")
    return ("txt", "md")
