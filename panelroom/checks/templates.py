"""The little language in which an office writes what its references look like.

========  ==================================
``9``     a digit
``A``     a letter
``?``     what stands before it may be missing
``#``     one to nine digits
other     itself (letters in capitals or not)
========  ==================================

``12/34567/25`` is ``99/99999/99``. There is no way to write a pattern that takes long to match: an office can
make a check useless but not slow.
"""

import re

LONGEST = 40
_PARTS = {"9": r"\d", "A": "[A-Z]", "#": r"\d{1,9}"}
_ALLOWED = re.compile(r"[A-Za-z0-9#?/*.,:_()\-+ ]+")


def problem_with(template: str) -> str | None:
    """Return what is wrong with a template, in words that follow a colon; None when it can be used."""
    if not 3 <= len(template) <= LONGEST:
        return f"a format has 3 to {LONGEST} characters"
    if not _ALLOWED.fullmatch(template):
        return "a format has letters, digits, spaces and / * . , : _ ( ) - + # ?"
    if not any(c.isdigit() or c == "#" for c in template):
        return "a format needs a digit, or 9 or # for one"
    if template.startswith("?") or "??" in template:
        return "a ? stands behind the one character that may be missing"
    return None


def pattern_of(template: str) -> str:
    """Return the regular expression for a template; its time grows with the text alone."""
    parts: list[str] = []
    for character in template:
        if character == "?":
            parts[-1] = f"(?:{parts[-1]})?"
        else:
            parts.append(_PARTS.get(character, re.escape(character)))
    return "".join(parts)
