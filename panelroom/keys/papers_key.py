"""``MEETING.papers.age``: the key of a meeting's papers under its pass-phrase; ``MEETING.recipient`` for the officer.

By hand: ``age -d MEETING.papers.age > id``, then ``age -d -i id NAME.prpack``. Destroying the first file, once
the meeting is over, destroys the papers.
"""

from pathlib import Path

from panelroom.errors import BadFile
from panelroom.keys.age import generate_identity, recipient_of
from panelroom.keys.key_file import refuse_existing
from panelroom.keys.public import PublicKeys, write_public
from panelroom.keys.vault import create_vault, open_vault
from panelroom.text import clean_line, slug


def papers_key_path(folder: Path, meeting: str) -> Path:
    """Return where the key of a meeting's papers lies: ``HCSP 2026/04`` -> ``hcsp-2026-04.papers.age``."""
    return folder / f"{slug(meeting)}.papers.age"


def meeting_recipient_path(folder: Path, meeting: str) -> Path:
    """Return where the file for the officer lies."""
    return folder / f"{slug(meeting)}.recipient"


def create_papers_key(
    folder: Path, meeting: str, passphrase: str, *, hybrid: bool = False, work_factor: int = 18
) -> PublicKeys:
    """Make a new key for the papers of ``meeting`` and write both files into ``folder``.

    Raises:
        Refused: one of the files exists; both are unchanged.
        NotWritten: the disk did not take one.
        UsageError: the pass-phrase is empty.
    """
    identity = generate_identity(hybrid=hybrid)
    public = PublicKeys(clean_line(meeting), (recipient_of(identity),))
    refuse_existing(meeting_recipient_path(folder, meeting))
    secret = f"# panelroom papers: {public.name}\n{identity}\n".encode()
    create_vault(papers_key_path(folder, meeting), secret, passphrase, work_factor=work_factor)
    write_public(meeting_recipient_path(folder, meeting), public)
    return public


def open_papers_key(path: Path, passphrase: str) -> str:
    """Return the age identity that opens a meeting's pack.

    Raises:
        BadFile: the file is missing or holds something else.
        WrongKey: another pass-phrase, or a damaged file.
    """
    lines = open_vault(path, passphrase).decode(errors="replace").splitlines()
    identities = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
    if len(identities) != 1:
        raise BadFile("This file does not hold the key of a meeting's papers: choose MEETING.papers.age.")
    recipient_of(identities[0])
    return identities[0]
