"""Text cleaned once, on the way in, and a count of what was found in it, by check id."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from panelroom.findings import Finding
from panelroom.text import REPLACEMENT, clean_text

_WORD = re.compile(r"[^\W\d_]+")
# Letters of other scripts that pass for Latin ones inside a Latin word (Unicode TR 39, mixed scripts).
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LOOKS_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13f5]")
# Letters and digits dressed up: mathematical alphabets, full width, circled.
_DRESSED = re.compile(
    r"[\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2460-\u249b\u24b6-\u24e9]"
)
# Elements of HTML, and the tags with which terminal programs colour text and make it a link. Other words in
# angle or square brackets are what people write: <redacted>, [VICTIM 1].
_MARKUP = re.compile(
    r"</?(?:a|b|i|u|p|em|br|hr|h[1-6]|td|th|tr|ul|ol|li|div|img|pre|sub|sup|svg|body|code|font|form|head|html|link"
    r"|meta|span|embed|input|style|table|button|iframe|object|script|strong)(?:\s[^<>\n]{0,300})?/?>"
    r"|\[/(?:[a-z]{1,20}(?: [a-z]{1,20}){0,3})?\]|\[(?:link=|@click)[^\[\]\n]{1,300}\]",
    re.IGNORECASE,
)


def told(counts: Mapping[str, int]) -> Iterator[Finding]:
    """Yield one finding for each check id with a count: such characters are counted, not shown one by one."""
    for check, count in sorted(counts.items()):
        yield Finding(id=check, severity="AUTO", sample=f"{count} in the text")


def clean_counted(text: str) -> tuple[str, Counter[str]]:
    """Return :func:`panelroom.text.clean_text` of ``text`` and how many characters deceive in it.

    TXT-CONTROL counts the control characters and escape sequences made visible as U+FFFD, TXT-INVISIBLE the
    zero-width and direction characters made visible, TXT-CONFUSABLE the letters and digits that pass for
    others, TXT-MARKUP the tags of HTML and of terminals; these last two stay as they are.
    """
    cleaned = clean_text(text)
    tags = sum(1 for _ in _MARKUP.finditer(cleaned)) if "<" in cleaned or "[" in cleaned else 0
    if text.isascii() and cleaned == text:
        return text, +Counter({"TXT-MARKUP": tags})
    replaced = cleaned.count(REPLACEMENT) - text.count(REPLACEMENT)
    counts = Counter(
        {
            "TXT-CONTROL": _controls(text) if replaced else 0,
            "TXT-CONFUSABLE": _confusable(cleaned),
            "TXT-MARKUP": tags,
        }
    )
    counts["TXT-INVISIBLE"] = replaced - counts["TXT-CONTROL"]
    return cleaned, +counts


def _controls(text: str) -> int:
    without_invisible = "".join(c for c in text if not _is_invisible(c))
    return clean_text(without_invisible).count(REPLACEMENT) - text.count(REPLACEMENT)


def _is_invisible(character: str) -> bool:
    if character.isascii() or character == REPLACEMENT or unicodedata.category(character) == "Cc":
        return False
    return clean_text(character) == REPLACEMENT


def _confusable(text: str) -> int:
    mixed = (word for word in _WORD.findall(text) if _LATIN.search(word))
    return len(_DRESSED.findall(text)) + sum(len(_LOOKS_LATIN.findall(word)) for word in mixed)
