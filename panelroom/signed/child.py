"""The child's side of reading a PDF from outside: ``python -m panelroom.signed.child`` reads it from stdin.

It answers on stdout with what :class:`panelroom.keys.signed_pdf.ReadPdf` holds, as one JSON document.
"""

import dataclasses
import json
import os
import sys

from panelroom.documents import limits


def main() -> int:
    """Read stdin and answer; return the exit code."""
    from panelroom.keys.pades_reading import read_pdf

    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    # What a library prints must not mix with the answer.
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    limits.limit_this_process()
    found = read_pdf(sys.stdin.buffer.read(limits.MOST_BYTES + 1))
    answers.write(json.dumps(dataclasses.asdict(found)).encode())
    answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
