"""Reading a PDF that may come from anybody: in a child process with little time and little memory."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from panelroom.documents import limits
from panelroom.documents.worker import child_environment
from panelroom.errors import BadFile
from panelroom.keys.signed_pdf import ReadPdf, from_data
from panelroom.text import clean_line

HEADER = b"%PDF-"
_CHILD = "panelroom.signed.child"
_PATIENCE = 2 * limits.SECONDS
_FAILED = ReadPdf(problems=("it is built so that reading it fails, or was changed since it was written",))


def read_file(path: Path) -> tuple[bytes, ReadPdf]:
    """Return a PDF file's bytes, and what it says of itself and its signatures.

    Raises:
        BadFile: it is missing, cannot be read, is larger than 50 MiB, or is no PDF.
    """
    name = clean_line(path.name)
    try:
        with path.open("rb") as file:
            pdf = file.read(limits.MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(f"The file {name} cannot be read ({error.strerror}): check its name.") from None
    if len(pdf) > limits.MOST_BYTES:
        raise BadFile(f"The file {name} is too large to be minutes: nothing in it was read.")
    if not pdf.startswith(HEADER):
        raise BadFile(f"The file {name} is no PDF: give the minutes as panelroom wrote them.")
    return pdf, read_bytes(pdf)


def read_bytes(pdf: bytes) -> ReadPdf:
    """Return what a PDF says of itself and its signatures; one that breaks its reader does not hold."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", _CHILD],
            input=pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),
            env=child_environment(),
            timeout=_PATIENCE,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return from_data(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError, TypeError, KeyError):
        return _FAILED
