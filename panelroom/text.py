"""The one gate for text that came from outside: a file, a person, a script line.

Terminals obey escape sequences wherever they come from, bidirectional controls can turn a sentence round,
and zero-width characters hide differences. Such characters become a visible U+FFFD here, once, on the way
in; everything behind the gate may rely on it.
"""

import re
import unicodedata
from collections import Counter
from typing import Protocol

REPLACEMENT = "\ufffd"

# A whole escape sequence goes as one: CSI; OSC / DCS / SOS / PM / APC with their strings, or ESC and a byte.
# A string must end on its own line, else only its introducer goes: no missing terminator may swallow a page.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])(?:[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\|\x9c))?"
    r"|\x1b[ -/]*[0-~]?"
)
# C0 but tab and newline, DEL, C1; Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt): soft
# hyphen, fillers, zero-width, bidi controls, invisible operators, variation selectors, tag characters; line
# and paragraph separators, interlinear marks, lone surrogates, and noncharacters, which XML refuses.
_DECEIVING = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_PICTOGRAPH = "\u2190-\u2bff\U0001f000-\U0001faff"
_VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
_ARABIC = "\u0620-\u065f\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
# Where an invisible character is part of how a word or a picture is written.
_SPELLING = (
    f"(?<=[{_PICTOGRAPH}©®‼⁉™ℹ〰〽㊗㊙])[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)"
    f"|(?:(?<=[{_PICTOGRAPH}])|(?<=[{_PICTOGRAPH}]\ufe0f))\u200d(?=[{_PICTOGRAPH}])"
    f"|(?<=[{_VIRAMA}])[\u200c\u200d](?=\\w)|(?<=\\w)[\u200c\u200d](?=[{_VIRAMA}])"
    f"|(?<=[{_ARABIC}])\u200c(?=[{_ARABIC}])"
)
_INVISIBLE = re.compile(f"({_SPELLING})|{_DECEIVING}")
# Names that Windows keeps for devices, with any extension.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


_LAYOUT = {ord("\n"): None, ord("\t"): None}


def clean_text(text: str) -> str:
    """Return ``text`` in NFC with every character that could command or deceive made visible as U+FFFD.

    Newlines (``\\r\\n`` and ``\\r`` become ``\\n``) and tabs stay. Joined emoji stay whole. The zero-width
    joiner and non-joiner stay where they spell a word (after RFC 5892, appendix A.1 and A.2: beside a virama
    in the Indic scripts, the non-joiner between two Arabic letters, as Persian and at times Urdu have it):
    there they change what is seen; anywhere else they would only hide a difference.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.translate(_LAYOUT).isprintable():
        return text  # most police logs: nothing in plain ASCII can deceive, and a long case opens at once
    return visible(unicodedata.normalize("NFC", text))


def visible(text: str) -> str:
    """Return ``text`` with every character that could command or deceive as U+FFFD, and all others as they are.

    For what goes to a terminal unread, such as the name of a file: :func:`clean_text` would compose its letters.
    """
    return _INVISIBLE.sub(lambda found: found[1] or REPLACEMENT, _ESCAPES.sub(REPLACEMENT, text))


def clean_line(text: str) -> str:
    """Return :func:`clean_text` on one line: runs of white space become one space, the ends go."""
    return " ".join(clean_text(text).split())


class Place(Protocol):
    """A file or folder, as ``pathlib`` has it."""

    @property
    def name(self) -> str:
        """The last part of it; empty where it has none, as ``.`` and ``/``."""


def name_of(place: Place) -> str:
    """Return how a file or folder is called in a sentence: by its name, else as it was given."""
    return clean_line(place.name or str(place))


def count_words(text: str) -> int:
    """Return the number of whitespace-separated words that hold a letter or digit."""
    return sum(n for word, n in Counter(text.split()).items() if any(c.isalnum() for c in word))


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return ``"1 minor"``, ``"2 minors"``; ``many`` where an s is not enough."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def unquoted(path: str) -> str:
    r"""Return a path without the quotes around it, or ``\`` before its spaces, of a file dragged into a window.

    What does not begin like a path of Linux or macOS keeps its ``\``: on Windows it parts folders.
    """
    typed = path.strip()
    if len(typed) > 2 and typed[0] == typed[-1] and typed[0] in "'\"":
        return typed[1:-1]
    return re.sub(r"\\([ ()&'\[\]])", r"\1", typed) if typed.startswith(("/", "~")) else typed


def slug(reference: str) -> str:
    """Return ``reference`` as a file-name part legal on every system: ``SYN/0002/25`` -> ``syn-0002-25``."""
    plain = unicodedata.normalize("NFKD", reference).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or "case"
    return f"case-{name}" if _RESERVED.fullmatch(name) else name
