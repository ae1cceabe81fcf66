"""Numbers that the state or a bank gave to one person."""

import re
from collections.abc import Iterator

from panelroom.checks.check_digits import PNC_LETTERS, iban, luhn, nhs_number, payment_card, pnc_letter
from panelroom.checks.hits import Hit, before, digits_of, hits

# National Insurance: prefixes as HMRC's manual NIM39110 has them; QQ stands in examples.
_NINO = re.compile(
    r"(?<![\w/])(?!BG|GB|KN|NK|NT|TN|ZZ)(?!P[CS] \d{6} )(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)"
    r"(?:\d{6}|[ -]\d{6}[ -]|[ -]?\d\d[ -]\d\d[ -]\d\d[ -]?| \d\d ?\d\d ?\d\d ?)[A-D](?!\w)"
)
_SMALL_NINO = re.compile(r"(?<!\w)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z](?:\d{6}|(?: ?\d\d){3} )[a-d](?!\w)")
_TEMPORARY_NINO = re.compile(r"(?<!\w)TN ?(?:[0-2]\d|3[01]) ?(?:0\d|1[0-2]) ?\d\d ?[FM](?!\w)")
_CUED_NINO = re.compile(
    r"\b(?:ni ?no|nat(?:ional|\.)? ?ins(?:urance|\.)?|ni)(?: ?(?:number|no|num)\b\.?)?(?: (?:is"
    r"|was))? ?[:=\-]? ?"
    r"(?P<it>[a-z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d(?:[ -]?[a-d])?)(?!\w)",
    re.IGNORECASE,
)

_NHS = re.compile(r"(?<![\w.£/+-])\d{3}([ -])\d{3}\1\d{4}(?![\w/-])(?!\.\d)")
_CUED_NHS = re.compile(
    r"\bnhs(?: ?(?:number|no|num|id)\b\.?)?(?: (?:is|was|of))? ?[:=\-#]? ?(?P<it>\d(?:[ -]?\d){9})(?!\w)",
    re.IGNORECASE,
)
_TEN = re.compile(r"(?<![\w.£/+*-])[1-9]\d{9}(?![\w/*-])(?!\.\d)")
_PATIENT = re.compile(r"\b(?:nhs|patient|hospital|gp|surgery|medical)\b")

_CARD = re.compile(
    r"(?<![\w.£/*-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5}|\d{8} \d{8}"
    r"|\d{6} \d{13})(?![\w/*])(?!-\d)"
)
_CARD_GROUPS = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 4, 1), (6, 13), (8, 8)})
_IMEI = re.compile(r"(?<![\w.£/*-])\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d(?![\w/*])")
_CUED_IMEI = re.compile(
    r"\bimei(?: ?(?:number|no|num)\b\.?)?(?: (?:is|was|of))? ?[:=\-#]? ?(?P<it>\d(?:[ -/]{0,3}\d){13,15})"
    r"(?!\w)",
    re.IGNORECASE,
)

_SORT = r"\d\d ?[- ] ?\d\d ?[- ] ?\d\d"
_CUED_SORT = re.compile(
    rf"\bs(?:ort)?(?: ?code|/c)(?: ?(?:number|no)\b\.?)?(?: (?:is|was|of))? ?[:=\-]? ?(?P<it>{_SORT}"
    rf"|\d{{6}})(?!\w)",
    re.IGNORECASE,
)
_CUED_ACCOUNT = re.compile(
    r"\b(?:bank )?(?:account|acct?|a/c)(?: ?(?:number|num|no|#)\b\.?)?(?: (?:is|was|of|ending))? ?[:=\-]? ?"
    r"(?P<it>\d{6,8}|\d{4}[ -]\d{4}|\d\d \d\d \d\d \d\d)(?![\w/])(?!-\d)",
    re.IGNORECASE,
)
_SORT_THEN_ACCOUNT = re.compile(
    rf"(?<![\w/.-])(?P<sort>{_SORT})(?![\w/])(?:\W{{1,3}}(?:and )?(?:(?:account|acct?|a/c)\W*(?:number"
    rf"|no)?\W{{0,3}})?)"
    r"(?P<account>\d{8}|\d{4} \d{4})(?![\w/])",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")

_PNC = re.compile(
    r"(?<![\w/.])(?P<it>(?P<year>(?:19|20)\d\d|\d\d) ?/ ?(?P<serial>\d{1,7}) ?(?P<letter>[A-HJ-NP-RT-Z]))"
    r"(?![\w/])",
    re.IGNORECASE,
)
_CUED_PNC = re.compile(
    r"\bpnc(?: ?id)?(?: ?(?:number|no|num|ref(?:erence)?)\b\.?)?(?: (?:is|was|of))? ?[:=\-#]? ?"
    r"(?P<it>\d{2,4} ?/ ?\d{1,7} ?[a-z]?)(?![\w/])",
    re.IGNORECASE,
)
_CRO = re.compile(r"(?<![\w/.])(?:SF ?\d\d/\d{1,6}|\d{3,6}/\d\d) ?[A-HJ-NP-RT-Z](?![\w/])")
_CUED_CRO = re.compile(
    r"\bc\.?r\.?o\.?(?: ?(?:number|no|num|ref)\b\.?)?(?: (?:is|was|of))? ?[:=\-#]? ?"
    r"(?P<it>(?:sf ?)?\d{1,6} ?/ ?\d{1,6} ?[a-z]?)(?![\w/])",
    re.IGNORECASE,
)

# DVLA's driver number: five of the surname, decade, month (+50 for women), day, year, initials, 9 or a digit, check.
_DRIVER = re.compile(
    r"(?<!\w)(?=[A-Z]{1,5}9{0,4})[A-Z9]{5}[ -]?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d"
    r"|3[01])\d[ -]?"
    r"[A-Z9]{2} ?[A-Z0-9] ?[A-Z]{2}(?: ?\d\d)?(?!\w)",
    re.IGNORECASE,
)
_CUED_DRIVER = re.compile(
    r"\b(?:driv(?:ing|er'?s?) (?:licen[cs]e|number)|dvla|dln)(?: ?(?:number|no|num)\b\.?)?(?: (?:is|was"
    r"|of))? ?[:=\-#]? ?"
    r"(?P<it>(?=(?:[a-z ]*\d){5})[a-z9]{5} ?\d{6} ?[a-z0-9]{5}(?: ?\d\d)?|\d{8})(?!\w)",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"\bpassport(?:s|'s)?(?: \(?[a-z]{2,12}\)?){0,2}?(?: ?(?:number|no|num|ref)\b\.?)?(?: (?:is|was"
    r"|of))? ?[:=\-#]? ?"
    r"(?P<it>[a-z]{0,3} ?\d{6,9}[a-z]?|\d{3} \d{3} \d{3})(?![\w/])",
    re.IGNORECASE,
)
_MACHINE_READABLE = re.compile(r"P[A-Z<][A-Z]{3}[A-Z]+<<?[A-Z<]{20,}")


def find(text: str) -> Iterator[Hit]:
    """Yield every number of a person in the shadow ``text`` with line ends as spaces."""
    yield from _insurance(text)
    yield from _health(text)
    yield from _bank(text)
    yield from _police(text)
    yield from hits("T-DRIVING", _DRIVER, text)
    yield from hits("T-DRIVING", _CUED_DRIVER, text, needs=("driv", "dvla", "dln"))
    yield from hits("T-PASSPORT", _PASSPORT, text, needs=("passport",))
    yield from hits("T-PASSPORT", _MACHINE_READABLE, text, needs=("<<",))
    yield from hits("T-IMEI", _IMEI, text, lambda found: luhn(digits_of(found[0])) and found[0].isdigit())
    yield from hits("T-IMEI", _CUED_IMEI, text, needs=("imei",))


def _insurance(text: str) -> Iterator[Hit]:
    for pattern in (_NINO, _SMALL_NINO, _TEMPORARY_NINO):
        yield from hits("T-NINO", pattern, text)
    yield from hits("T-NINO", _CUED_NINO, text, needs=("nino", "insur", " ins", "ni n", "ni:", "ni "))


def _health(text: str) -> Iterator[Hit]:
    yield from hits("T-NHS", _NHS, text, lambda found: nhs_number(digits_of(found[0])))
    yield from hits("T-NHS", _CUED_NHS, text, needs=("nhs",))
    yield from hits(
        "T-NHS",
        _TEN,
        text,
        lambda found: nhs_number(found[0]) and bool(_PATIENT.search(before(found, 50))),
    )


def _bank(text: str) -> Iterator[Hit]:
    yield from hits("T-CARD", _CARD, text, _is_card)
    yield from hits("T-SORTCODE", _CUED_SORT, text, needs=("s/c", "sort", "scode", "s code"))
    yield from hits("T-ACCOUNT", _CUED_ACCOUNT, text, needs=("acc", "a/c"))
    yield from hits("T-ACCOUNT", _IBAN, text, lambda found: iban(found[0].replace(" ", "")))
    for found in _SORT_THEN_ACCOUNT.finditer(text):
        yield Hit("T-SORTCODE", *found.span("sort"))
        yield Hit("T-ACCOUNT", *found.span("account"))


def _is_card(found: re.Match[str]) -> bool:
    groups = tuple(len(g) for g in re.findall(r"\d+", found[0]))
    return (len(groups) == 1 or groups in _CARD_GROUPS) and payment_card(digits_of(found[0]))


def _police(text: str) -> Iterator[Hit]:
    yield from hits("T-PNC", _PNC, text, _checks_or_long)
    yield from hits("T-PNC", _CUED_PNC, text, needs=("pnc",))
    yield from hits("T-CRO", _CRO, text, lambda found: found[0][-1] in PNC_LETTERS)
    yield from hits("T-CRO", _CUED_CRO, text, needs=("cro", "c.r"))


def _checks_or_long(found: re.Match[str]) -> bool:
    """Accept what has the right letter; four serial digits at least, for a short one may be a house or a page."""
    return len(found["serial"]) >= 4 and pnc_letter(found["year"], found["serial"], found["letter"])
