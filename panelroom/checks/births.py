"""Dates of birth: a date beside a word that says so."""

import re
from collections.abc import Iterator

from panelroom.checks.hits import Hit, hits

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct"
    r"(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DATE = (
    rf"(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.]{_DAY}"
    rf"|{_DAY} ?[-/. ] ?(?:0?[1-9]|1[0-2]) ?[-/. ] ?{_YEAR}"
    rf"|{_DAY}(?:st|nd|rd|th)?(?: of)?[ -/]{{1,2}}{_MONTH},?[ -/]{{0,2}}{_YEAR}"
    rf"|{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|{_DAY}{_MONTH} ?{_YEAR}|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)(?!\w)"
)
_PART_DATE = (
    rf"(?:{_DAY}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} {_DAY}(?:st|nd|rd|th)?"
    rf"|{_MONTH},? (?:19|20)\d\d|(?:19|20)\d\d)(?!\w)"
)
_CUE = (
    r"(?<![a-z])(?:d\.? ?o\.? ?b|date[ -]of[ -]birth|dates of birth|birth ?date"
    r"|year of birth|birth ?day|born|d/o/b)\b"
)
_NEEDS = ("birth", "born", "dob", "o.b", "o b", "o. b", "d/o/b", "(b")
_AFTER = re.compile(
    rf"{_CUE}[^\w\n]{{0,6}}(?:(?:is|was|are|on|of|as|in|given|gave|shown|recorded|confirmed|a|the|her|his"
    rf"|their|and|to be|falls)\b[^\w\n]{{0,3}}){{0,4}}"
    rf"(?P<it>{_DATE}|(?<!\d){_PART_DATE}|\d{{6}}(?!\w))",
    re.IGNORECASE,
)
_PARENTAL = re.compile(rf"\((?:b|born|dob)\.? ?(?P<it>{_DATE})", re.IGNORECASE)
_AHEAD = re.compile(
    rf"(?<![\w/.-])(?P<it>{_DATE})[ ,]{{0,2}}(?:\((?:d\.?o\.?b\.?|date of birth|born)|(?:dob"
    rf"|d\.o\.b\.?)\b(?! ?:))",
    re.IGNORECASE,
)
_LATER = re.compile(
    rf"{_CUE}(?: (?:for|of) [^.;:]{{1,30}}?)?[^\w\n]{{1,3}}(?:\[[^\]]*\] ?[:,\-]? ?)?(?:\w+ ){{0,3}}"
    rf"(?P<it>{_DATE})",
    re.IGNORECASE,
)
_BESIDE_SEX = re.compile(
    rf"(?<![\w/.-])(?P<it>{_DAY}[/.-](?:0?[1-9]|1[0-2])[/.-](?:19\d\d|20[01]\d)) ?[,;/|-]? ?(?:male"
    rf"|female|M|F|m/f)\b(?!')"
)
_BESIDE_NAME = re.compile(
    rf"(?:\b[A-Z][\w'-]{{1,30}},? [A-Z][\w'-]{{1,30}},? |\] )\(?(?P<it>{_DAY}[/.-](?:0?[1-9]|1[0-2])[/.-](?:19\d\d"
    rf"|200\d))(?![\w/.-]*\d)"
)


def find(text: str) -> Iterator[Hit]:
    """Yield every date that the words beside it make a date of birth, in the shadow ``text``."""
    for pattern in (_AFTER, _LATER, _PARENTAL, _AHEAD):
        yield from hits("T-DOB", pattern, text, needs=_NEEDS)
    for pattern in (_BESIDE_SEX, _BESIDE_NAME):
        yield from hits("T-DOB", pattern, text)
