"""References that look the same on paper: one of them could be drawn in the place of the other."""

import unicodedata

# After Unicode's confusables.txt, those that a keyboard or a word processor gives, in small letters: capitals
# make no difference here, so either shape counts. Digits and letters of one alphabet (0 and O) stay apart:
# systems that use both mean them.
_CYRILLIC = str.maketrans("авеѕіјкмнорстухԁһԛԝ", "abesijkmhopctyxdhqw")
_GREEK = str.maketrans("αβεζηικμνορτυχϲ", "abezhikmnoptyxc")
_ROMAN = str.maketrans("ıɡ", "ig")
_SIGNS = str.maketrans("‐‑‒–—―−⁄∕", "-------//")
_LOOK_ALIKES = _CYRILLIC | _GREEK | _ROMAN | _SIGNS


def as_it_looks(ref: str) -> str:
    """Return what two references that a reader cannot tell apart have in common; it is only for comparing.

    Compatibility forms (full-width digits), capitals, spaces and the dashes make no difference, nor do Cyrillic
    and Greek letters that look Latin.
    """
    plain = unicodedata.normalize("NFKC", ref).casefold().translate(_LOOK_ALIKES)
    return "".join(plain.split())
