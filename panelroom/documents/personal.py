"""A cheap look for personal data in what a file carries beside its text: strict checks are for the text itself."""

import re

_NAME = r"[A-Z][a-z’'-]+[a-z]"
_PERSONAL = re.compile(
    rf"\d(?:[ -]?\d){{5,}}|\S{{1,64}}@\S{{1,64}}|\b{_NAME} (?:[A-Z]\.? )?{_NAME}\b|\b[A-Z]{{2}} \d{{3,5}}\b"
)
# What programs write where a person's name could stand.
_NOBODY = re.compile(
    r"\(?(?:anonymous|unspecified|unknown|untitled|none|n/a|user|admin\w*|owner|author|default|root)?\)?",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"microsoft|libreoffice|openoffice|adobe|acrobat|word\b|writer\b|latex|tex\b|reportlab|ghostscript|cairo|quartz"
    r"|skia|chrome|pdf|scan|canon\b|xerox|ricoh|konica|python|sphinx|docbook|dblatex",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def may_identify(text: str) -> bool:
    """Tell whether ``text`` could hold a name, a number of six digits or more, or an address."""
    return bool(_PERSONAL.search(text))


def personal_parts(text: str) -> list[str]:
    """Return the parts of ``text`` for which :func:`may_identify` says so."""
    return _PERSONAL.findall(text)


def may_name(text: str) -> bool:
    """Tell whether ``text``, from a place meant for a person, names one rather than a program or nobody."""
    plain = text.strip()
    return any(c.isalpha() for c in plain) and not _NOBODY.fullmatch(plain) and not _PROGRAM.search(plain)


def is_shown(text: str, shown: frozenset[str]) -> bool:
    """Tell whether every word of ``text`` is among the words ``shown`` to a reader anyway."""
    return words_in(text) <= shown


def words_in(text: str) -> frozenset[str]:
    """Return the distinct words of ``text``, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(text))
