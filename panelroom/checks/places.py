"""Places and vehicles: postcodes, addresses, registrations."""

import re
from collections.abc import Iterator

from panelroom.checks.hits import Hit, before, hits
from panelroom.checks.vocabulary import word_set

_OUTWARD = r"(?:[A-PR-UWYZ](?:\d[A-HJKPSTUW\d]?|[A-HK-YZ]\d[ABEHMNPRVWXY\d]?))"
_POSTCODE = re.compile(
    rf"(?<![\w/-])(?:GIR ?0AA|{_OUTWARD}[ -]{{0,2}}[\dO][ABD-HJLNP-UW-Z]{{2}}|BFPO ?\d{{1,4}})(?![\w/])"
)
_SMALL_POSTCODE = re.compile(
    rf"(?<![\w/.-])(?!\w+ ?\d(?:st|nd|rd|th)\b){_OUTWARD} ?\d[abd-hjlnp-uw-z]{{2}}(?![\w/])", re.IGNORECASE
)
_CUED_POSTCODE = re.compile(
    rf"\bpost ?code(?: (?:is|was|of|area|district))? ?[:=\-]? ?(?P<it>{_OUTWARD}(?: ?\d[a-z]{{2}})?)"
    rf"(?![\w/])",
    re.IGNORECASE,
)

_TYPES = (
    r"Road|Rd|Street|St|Str|Avenue|Ave|Av|Lane|Ln|Close|Cl|Drive|Dr|Crescent|Cres|Gardens|Gdns|Terrace"
    r"|Terr|Grove"
    r"|Hill|Mews|Square|Sq|Walk|Rise|Row|Parade|Park|Place|Pl|Court|Ct|Way|View|Green|Heath|Yard|Wharf"
    r"|Quay|Path"
    r"|Mead|Meadow|Croft|Vale|Gate|House|Lodge|Cottage|Cottages|Villas?|Mansions?|Towers?|Heights|Point"
    r"|Broadway"
    r"|Boulevard|Chase|Fold|Garth|Bank|Brow|Approach|Esplanade|Promenade|Embankment|Buildings|Estate|Wynd"
    r"|Loan|Circus"
)
_ANY_TYPE = rf"(?:{_TYPES}|{_TYPES.upper()})"
_TIME_UNIT = (
    r"(?i:hours?|days?|weeks?|months?|minutes?|mins?|hrs?|years?|yards?|met(?:re|er)s?|miles?|of|x)\b"
)
_STREETS = (
    r"Road|Rd|Street|Avenue|Ave|Lane|Close|Drive|Crescent|Cres|Gardens|Gdns|Terrace|Grove|Mews|Boulevard"
    r"|Esplanade"
    r"|Wynd|Cottages?|Villas|Mansions|Parade"
)
_HOME = r"(?:flat|apartment|apt|bedsit|caravan|plot|maisonette)"
_WORD = r"(?!Crown|Magistrates'?|Magistrate's|Youth|High|County|Supreme|Family)[A-Z][\w'.-]{0,30}"
_NUMBERED = re.compile(
    rf"(?<![\w/.:£-])(?P<it>(?:(?i:{_HOME}) ?(?:no\.? ?)?\w{{1,4}},? )?(?:[A-Z][\w']{{1,30}} (?:House|Court|Lodge"
    rf"|Towers?|Mansions),? )?"
    rf"(?:no\.? ?|number )?\d{{1,4}} ?[A-Za-z]?(?: ?[-/] ?\d{{1,4}}[A-Za-z]?)?,? (?!{_TIME_UNIT})(?:The )?"
    rf"(?:[A-Z][\w'.-]{{0,30}} ){{1,4}}?{_ANY_TYPE}\b)"
    r"(?! (?:Officer|Team|Inspector|Constable))",
)
_SMALL_NUMBERED = re.compile(
    r"\b(?:lives?|living|lived|resid(?:es|ing|ent)|address|home|addr|of|at|from|to|no\.?|number"
    r"|flat \w{1,4},?)(?: (?:is|was|at|in))? ?:? ?"
    rf"(?P<it>(?:{_HOME} ?\w{{1,4}},? )?\d{{1,4}}[a-z]?,? (?!(?:hours?|days?|weeks?|minutes?|hrs?|yards?"
    rf"|met(?:re|er)s?|miles?|years?)\b)"
    r"(?:[a-z][\w'-]{0,30} ){1,3}?(?:road|rd|street|avenue|ave|lane|close|drive|crescent|gardens|terrace|grove"
    r"|mews))\b",
    re.IGNORECASE,
)
_NAMED_STREET = re.compile(
    rf"(?<![\w'-])(?P<it>{_WORD}(?: {_WORD}){{0,2}}? (?:{_STREETS}))\b(?! (?:Police|Station|Officer|Team"
    rf"|Up|Down))"
)
_FLAT = re.compile(
    rf"\b(?P<it>{_HOME} (?:no\.? ?|number )?(?:\d{{1,4}}[a-z]?|[A-H]))\b(?! (?:of|rate|above|below)\b)",
    re.IGNORECASE,
)
_NAMED_HOME = re.compile(
    rf"\b{_HOME} \w{{1,4}},? (?P<rest>{_WORD}(?: {_WORD}){{0,2}}? (?:{_TYPES}))\b", re.IGNORECASE
)
_CUED_ADDRESS = re.compile(
    r"\b(?:home |current |last known )?address(?: (?:is|was|given as))? ?: ?(?P<it>\d{1,4}[A-Za-z]?,? "
    r"(?:[A-Z][\w'-]{0,30},? ?){1,4})"
)
_NUMBER_OF = re.compile(
    r"\b(?:lives?|living|lived|address|neighbours?|house|door|home) (?:is |at |is at )?(?:number|no\.?) "
    r"(?P<it>\d{1,4}[a-z]?)\b(?![:/.]\d)",
    re.IGNORECASE,
)

_VRM_NOW = re.compile(
    r"(?<![\w/-])(?P<it>[A-HJ-PR-Y][A-PR-Y](?:0[2-9]|[12]\d|[5-7]\d)[ -]?[A-HJ-PR-Z]{3})(?![\w/])"
)
_VRM_SMALL = re.compile(
    r"(?<![\w/-])(?P<it>[a-hj-pr-y][a-pr-y](?:0[2-9]|[12]\d|[5-7]\d) ?[a-hj-pr-z]{3})(?![\w/])"
)
_VRM_PREFIX = re.compile(r"(?<![\w/-])(?P<it>[A-HJ-NPR-TV-Y]\d{2,3} ?[A-HJ-PR-TV-Y]{3})(?![\w/])")
_VRM_SUFFIX = re.compile(r"(?<![\w/-])(?P<it>[A-HJ-PR-TV-Y]{3} ?\d{2,3}[A-HJ-NPR-TV-Y])(?![\w/])")
_VRM_IRISH = re.compile(r"(?<![\w/-])(?P<it>[A-HJ-Z]?[A-Z]?[IZ][A-Z]? ?\d{3,4})(?![\w/])")
_VEHICLE = (
    r"(?:vrm|vrn|index(?: (?:number|no|mark))?|reg(?:istration)?(?: (?:number|no|mark|plate))?"
    r"|number ?plate|plate|vehicle|car|van|taxi"
    r"|motor ?(?:bike|cycle)|lorry|bmw|audi|ford|vauxhall|volkswagen|vw|toyota|nissan|mercedes|honda"
    r"|fiesta|corsa|golf|astra|transit)"
)
_VRM_CUED = re.compile(
    rf"\b{_VEHICLE}\b\.?(?:,? (?:is|was|of|with|index|reg|registration|displaying|bearing|number|no"
    rf"|partial|plate|plates))*"
    r" ?[:=\-(,]? ?(?P<it>[a-z]{2}\d\d ?[a-z]{3}|[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z]"
    r"|[a-z]{1,3} ?\d{3,4}|\d{3,4} ?[a-z]{2,3})(?![\w/])",
    re.IGNORECASE,
)
_NEAR_VEHICLE = re.compile(rf"\b{_VEHICLE}\b")
_NOT_LETTERS = word_set(
    "AND THE FOR WAS HAS HAD NOT HER HIS HIM SHE ONE TWO GBP PCS HRS MIN DAY MON TUE WED THU FRI SAT SUN JAN "
    "FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC NHS PNC URN CAD LOG REF PER AM PM BST GMT"
)


def find(text: str) -> Iterator[Hit]:
    """Yield every place and vehicle in the shadow ``text`` with line ends as spaces."""
    for pattern in (_POSTCODE, _CUED_POSTCODE):
        yield from hits("T-POSTCODE", pattern, text, _has_digit)
    yield from hits("T-POSTCODE", _SMALL_POSTCODE, text, _all_small)
    for pattern in (_NUMBERED, _SMALL_NUMBERED, _NAMED_STREET, _FLAT, _NAMED_HOME, _CUED_ADDRESS, _NUMBER_OF):
        yield from hits("T-ADDRESS", pattern, text, _not_a_court)
    yield from _vehicles(text)


def _vehicles(text: str) -> Iterator[Hit]:
    yield from hits("T-VRM", _VRM_NOW, text, _no_word)
    yield from hits("T-VRM", _VRM_SMALL, text, _no_word)
    for pattern in (_VRM_PREFIX, _VRM_SUFFIX):
        yield from hits("T-VRM", pattern, text, _no_word)
    yield from hits("T-VRM", _VRM_IRISH, text, lambda found: bool(_NEAR_VEHICLE.search(before(found, 30))))
    yield from hits("T-VRM", _VRM_CUED, text, _no_word)


def _has_digit(found: re.Match[str]) -> bool:
    return any(c.isdigit() for c in found[0])


def _all_small(found: re.Match[str]) -> bool:
    return found[0].islower()


def _no_word(found: re.Match[str]) -> bool:
    letters = re.sub(r"[^A-Z]", " ", found["it"].upper()).split()
    return bool(letters) and not any(group in _NOT_LETTERS for group in letters)


def _not_a_court(found: re.Match[str]) -> bool:
    words = found[0].lower()
    return not words.endswith(
        (" crown court", "magistrates court", "magistrates' court", "county court", "youth court")
    )
