"""One error tree. Each error is a plain sentence: what happened, what was kept, what to do next.

::

    PanelroomError            exit 1: refused, or what was checked does not hold
    ├── Refused               the meeting's rules do not allow this act now
    ├── BadFile               a file from outside is not what it should be
    ├── BookError             the meeting book cannot be opened, read or written
    │   ├── BookBusy          somebody else is writing in it
    │   └── NotWritten        the disk did not take the entry; nothing was recorded
    ├── WrongKey              the pass-phrase or key does not open this, or it is damaged
    └── UsageError            exit 2: wrong usage, or a secret is needed and cannot be asked for

No message ever holds case text, an answer's text or a pass-phrase.
"""


class PanelroomError(Exception):
    """The root: whatever panelroom refuses, it refuses with one of these and one sentence."""

    exit_code = 1


class Refused(PanelroomError):
    """The meeting's rules do not allow this act now; the journal is unchanged."""


class BadFile(PanelroomError):
    """A file from outside is missing, too large, or not what it should be."""


class BookError(PanelroomError):
    """The meeting book cannot be opened, read or written."""


class BookBusy(BookError):
    """Another process is writing in this book."""


class NotWritten(BookError):
    """The disk did not take the entry: nothing was recorded and nothing pretends to be."""


class WrongKey(PanelroomError):
    """The pass-phrase or key does not open this file, or the file is damaged."""


class UsageError(PanelroomError):
    """Wrong usage, or a secret is needed and there is neither a terminal nor a file."""

    exit_code = 2
