"""Police papers' own numbers: references, officers' ranks and numbers, warrants."""

import re
from collections.abc import Iterator
from functools import lru_cache

from panelroom.checks.hits import Hit, before, hits
from panelroom.checks.settings import CheckSettings
from panelroom.checks.templates import pattern_of

RANKS = (
    r"(?:[TA]/?|Acting |Temp(?:orary)? |Trainee |Special |Student |W)?"
    r"(?:PC|DC|DS|DI|DCI|DSU|DCS|PS|SPS|PI|SC|TDC|PCSO|CSO|PSI|PSE|TPC|IPO|"
    r"Constable|Sergeant|Sgt|Inspector|Insp|Supt|Superintendent|Det(?:ective)?\.? (?:Con(?:stable)?|Sgt"
    r"|Sergeant|Insp(?:ector)?)"
    r"|Police Constable|Ch(?:ief)? Insp(?:ector)?|Police Staff)"
)
_NUMBER = r"(?:(?:no|number|num|collar|shoulder)\.? ?){0,2}#?\d{2,6}(?:[A-Z](?![a-z]))?"
_COLLAR = re.compile(rf"(?<![\w/])(?:{RANKS}) ?[/(:-]? ?{_NUMBER}\)?(?![\w:])(?![/.]\d)")
_SMALL_COLLAR = re.compile(
    r"(?<![\w/])(?:pc|dc|ds|di|dci|ps|pcso|wpc|tdc|constable|sergeant|sgt|inspector"
    r"|insp) ?[/:-]? ?#?\d{3,6}(?![\w:])(?![/.]\d)",
    re.IGNORECASE,
)
_CUED_COLLAR = re.compile(
    r"\b(?:collar|shoulder|epaulette|badge|force|staff|employee|payroll)(?: ?(?:number|num|no|id"
    r"|#)\b\.?)?(?: (?:is|was|of))? ?[:=\-#]? ?"
    r"(?P<it>[A-Z]{0,2}\d{2,6}[A-Z]?)(?![\w:/])(?!\.\d)",
    re.IGNORECASE,
)
_OFFICER = re.compile(
    r"\b(?:officer|oic|operator|call ?taker|dispatcher|call ?handler|controller|supervisor|staff|author"
    r"|entered by|updated by|by)"
    r"(?: (?:in (?:the )?case|number|no\.?|id))? ?[:#(]? ?(?P<it>[A-Z]{0,2}\d{4,6})(?![\w:/*])(?!\.\d)",
    re.IGNORECASE,
)
_WARRANT = re.compile(
    r"\bwarrant(?: card)?(?: ?(?:number|num|no|#)\b\.?)?(?: (?:is|was|of))? ?[:=\-#]? ?"
    r"(?P<it>[A-Z]{0,2}\d{4,8})(?![\w:/])",
    re.IGNORECASE,
)

_REFERENCE_CUE = (
    r"(?:(?:crime|incident|case|custody|occurrence|intelligence|court|report|log|cad|storm|niche|athena"
    r"|exhibit|tasking|insurance|claim)"
    r"(?: (?:report|record|log))? ?(?:ref(?:erence)?|no|number|num|id)|crime|urn|cad|storm|cris"
    r"|occurrence|asn"
    r"|(?:our |your )?ref(?:erence)?(?: (?:no|number))?|ref)\b\.?"
)
_CUED_REFERENCE = re.compile(
    rf"\b{_REFERENCE_CUE}(?: (?:is|was|of|to|under))? ?[:=#\-]? ?"
    r"(?P<it>(?=[A-Z0-9/*-]*\d{3})[A-Z0-9]{1,12}(?:[/*-][A-Z0-9]{1,10}){0,6})(?![\w/*])(?!:\d)",
    re.IGNORECASE,
)
_DATED_REFERENCE = re.compile(
    r"\b(?:incident|log|cad|storm|crime|occurrence|job|ref(?:erence)?)(?: (?:no\.?|number))? ?:? ?"
    r"(?P<it>(?:\d{1,6} ?(?:of|-|/|dated) ?|\d{3,6} )(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{6,8}|\d{1,2}(?:st|nd|rd"
    r"|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?: \d{2,4})?))(?![\w/])",
    re.IGNORECASE,
)
_ARREST_SUMMONS = re.compile(r"(?<![\w/])\d\d ?/ ?\d{2}[A-Z\d]{2} ?/ ?\d\d ?/ ?\d{1,11}[A-Z]?(?![\w/])")
_YEAR_BEHIND_A_WORD = re.compile(
    r"(?:[a-z]{5}|\bby|\bstaff|\bforce|\bbadge|\boic)\W{1,2}(?:19|20)\d\d\Z", re.IGNORECASE
)
_DATE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}-\d{1,2}-\d{2,4}|(?:19|20)\d\d-\d\d-\d\d|(?:19|20)\d\d|\d{1,2}/\d{4}"
)


def find(text: str, settings: CheckSettings) -> Iterator[Hit]:
    """Yield every police number in the shadow ``text`` with line ends as spaces."""
    for pattern in (_COLLAR, _SMALL_COLLAR, _CUED_COLLAR, _OFFICER):
        yield from hits("T-COLLAR", pattern, text, _not_a_year)
    yield from hits("T-WARRANT", _WARRANT, text)
    yield from _references(text, settings)


def _not_a_year(found: re.Match[str]) -> bool:
    """Leave ``Inspector 2025`` alone: what looks like a year is a number only behind a rank in short."""
    return not _YEAR_BEHIND_A_WORD.search(found[0])


def _references(text: str, settings: CheckSettings) -> Iterator[Hit]:
    formats, allowed = _formats(settings.reference_formats), _formats(settings.allowed_references)

    def foreign(found: re.Match[str]) -> bool:
        token = found["it"]
        return not allowed.fullmatch(token) and not _DATE.fullmatch(token) and not _money(found)

    yield from hits("T-CRIMEREF", _bounded(settings.reference_formats), text, foreign)
    yield from hits(
        "T-CRIMEREF", _CUED_REFERENCE, text, lambda found: foreign(found) and _long_enough(found["it"])
    )
    yield from hits("T-CRIMEREF", _DATED_REFERENCE, text)
    yield from hits("T-CRIMEREF", _ARREST_SUMMONS, text, lambda found: not formats.fullmatch(found[0]))


def _long_enough(token: str) -> bool:
    return sum(c.isdigit() for c in token) >= 4


def _money(found: re.Match[str]) -> bool:
    return before(found, 2).strip() in ("£", "$", "€")


@lru_cache(maxsize=16)
def _formats(templates: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(pattern_of(t) for t in templates) or r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _bounded(templates: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/*-])(?P<it>{_formats(templates).pattern})(?![\w/*])(?!-\w)", re.IGNORECASE)
