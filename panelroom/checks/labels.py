"""Labels over a whole case: one person must have one label, and a label must stand for one person.

A panel that reads ``[VICTIM 1]`` and ``[Victim]`` cannot tell whether these are two people; a gap in the numbers
may be a person who was forgotten. All of these are for the officer to look at; none is surely a mistake.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from panelroom.checks.catalogue import severity_of
from panelroom.checks.scan import is_label
from panelroom.checks.shadow import Shadow
from panelroom.checks.vocabulary import word_set
from panelroom.checks.words import kind_of
from panelroom.documents.model import Imported
from panelroom.findings import Finding, masked

PEOPLE = word_set(
    "VICTIM WITNESS SUSPECT OFFICER SUPERVISOR CALLER OFFENDER COMPLAINANT INFORMANT NEIGHBOUR PERSON CHILD "
    "PARTNER SPOC OIC DEFENDANT CALLTAKER DISPATCHER OPERATOR INJURED FAMILY FRIEND MALE FEMALE NAME STAFF "
    "DRIVER"
)
_LABEL = re.compile(
    r"\[(?P<role>[A-Za-z][A-Za-z /&-]{0,29}?)(?:[ \n-]{0,2}(?P<number>\d{1,3}|(?<=[ \n-])[A-Z]))?\]"
)
_MARKS = re.compile(
    r"(?<![\w*_])(?:[X]{3,}|[x]{4,}|[█■▇▆]{2,}|\*{4,}|_{5,})(?![\w*_])|\[(?:X+|x+|\*+|_+|\.{3})\]"
)
_RULE = re.compile(r"(?:^|\n)[ ]?[*_]+(?=\n|$)")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.[ ]?){2,3}(?![\w])|(?<=\] )\((?P<it>[A-Z]{2,3})\)")
_KNOWN_INITIALS = re.compile(
    r"(?:U\. ?K|U\. ?S|E\. ?U|P\. ?C|P\. ?S|N\. ?B|A\. ?M|P\. ?M|D\. ?O\. ?B|B\. ?S|N\. ?H\. ?S|I\. ?P"
    r"|H\. ?Q)"
)
_FIELD = re.compile(
    r"(?:^|\n|  )(?P<field>victim|witness|suspect|offender|complainant)\b[ ]?:[ ]{1,2}\["
    r"(?P<label>[A-Z]+)[ \d]*\]",
    re.I,
)
_BESIDE = re.compile(
    r"(?P<before>[A-Z][\w'-]{1,30})[ ](?:\(|- |, )?(?=\[(?P<role>[A-Z]+) ?\d*\])|\[(?P<role2>[A-Z]+) ?\d*\][ ]"
    r"(?:\(|- )?(?P<after>[A-Z][\w'-]{1,30})"
)
_AGE = re.compile(
    r"(?:\bis|\bwas|,|\(|\baged|who is|\bshe's|\bhe's)[ ](?:aged[ ])?(?P<age>[1-9]\d)(?=[ ]years?[ ]old"
    r"|[ ]?yrs?\b|,|\)|-year-old|\.|[ ]years[ ]of[ ]age)"
)
_SEX = re.compile(
    r"^[ ,(]{0,3}(?:who[ ])?(?:is|was)?[ ]?(?:an?|the)?[ ]?(?:[a-z]{3,9}[ ]){0,2}?"
    r"(?P<sex>male|man|boy|father|husband|son|brother|female|woman|girl|mother|wife|daughter|sister)\b"
)
_MALE = word_set("male man boy father husband son brother himself")
_REFLEXIVE = re.compile(r"^[^.\[\]]{0,40}?\b(?P<sex>himself|herself)\b")
_LONG_NUMBER = re.compile(r"\d{4}|@")
_INITIALS_AND_NUMBER = re.compile(r"[^\W\d_]{1,2}[ -]?\d{1,3}")
_AGE_APART = 2
_WINDOW = 60  # characters behind a label in which an age or a sex is said of it


class CaseFinding(NamedTuple):
    """A finding in one document of a case: ``document`` is its index in the order given."""

    document: int
    finding: Finding


class _Label(NamedTuple):
    document: int
    start: int
    end: int
    role: str
    number: str | None


class _Case:
    """All documents of a case with their shadows and labels."""

    def __init__(self, documents: Sequence[Imported]) -> None:
        self.documents = documents
        self.shadows = [Shadow(document.text) for document in documents]
        self.labels = [
            _Label(n, found.start(), found.end(), found["role"].replace("\n", " "), found["number"])
            for n, shadow in enumerate(self.shadows)
            for found in _LABEL.finditer(shadow.lined)
            if is_label(found[0][1:-1])
        ]

    def people(self) -> dict[str, list[_Label]]:
        """Return the labels of each role of people, whatever their case."""
        made: dict[str, list[_Label]] = defaultdict(list)
        for label in self.labels:
            if _is_person(label.role):
                made[label.role.upper()].append(label)
        return made

    def finding(self, check: str, document: int, start: int, end: int) -> CaseFinding:
        """Return a finding at a place of a document's shadow."""
        imported = self.documents[document]
        span = self.shadows[document].span(start, end)
        placed = imported.at(span.start)
        return CaseFinding(
            document,
            Finding(
                id=check,
                severity=severity_of(check),
                page=placed.block.page if placed else None,
                start=span.start,
                end=span.end,
                sample=masked(imported.text[span.start : span.end]),
            ),
        )


def says_whom(inner: str) -> bool:
    """Tell whether a label with these words between its brackets says whose place it takes: ``VICTIM 1``, ``V1``.

    A stray letter or a row of crosses does not, and a long number or an address belongs in no label. The words may
    be of any language.
    """
    if _LONG_NUMBER.search(inner):
        return False
    words = re.findall(r"[^\W\d_]+", inner)
    return any(len(set(word.casefold())) > 1 for word in words) or bool(_INITIALS_AND_NUMBER.fullmatch(inner))


def check_labels(documents: Sequence[Imported]) -> tuple[CaseFinding, ...]:
    """Return where the labels of one case do not agree, by document and place.

    ``documents`` are all documents of the case: a label is judged over all of them together.
    """
    case = _Case(documents)
    found = [
        *_mixed_schemes(case),
        *_case_variants(case),
        *_gaps(case),
        *_role_clashes(case),
        *_attribute_clashes(case),
        *_other_marks(case),
        *_initials(case),
        *_names_beside(case),
    ]
    return tuple(
        sorted(set(found), key=lambda each: (each.document, each.finding.start or 0, each.finding.id))
    )


def _is_person(role: str) -> bool:
    return any(word in PEOPLE for word in role.upper().split()) or role.upper() in (
        "CALL TAKER",
        "INJURED PARTY",
    )


def _at(case: _Case, check: str, label: _Label) -> CaseFinding:
    return case.finding(check, label.document, label.start, label.end)


def _mixed_schemes(case: _Case) -> Iterator[CaseFinding]:
    """Yield labels that are the exception in their role: ``[VICTIM A]`` or ``[VICTIM]`` among numbered ones."""
    for labels in case.people().values():
        kinds: dict[str, list[_Label]] = defaultdict(list)
        for label in labels:
            kinds["none" if not label.number else "digit" if label.number.isdigit() else "letter"].append(
                label
            )
        usual = max(kinds.values(), key=len)
        yield from (
            _at(case, "L-MIXED-SCHEME", odd)
            for group in kinds.values()
            if group is not usual
            for odd in group
        )


def _case_variants(case: _Case) -> Iterator[CaseFinding]:
    """Yield labels not in capitals where the same role also has them in capitals."""
    for labels in case.people().values():
        if any(label.role.isupper() for label in labels):
            yield from (_at(case, "L-CASE-VARIANT", label) for label in labels if not label.role.isupper())


def _gaps(case: _Case) -> Iterator[CaseFinding]:
    """Yield the first label behind a number that never occurs."""
    for labels in case.people().values():
        firsts: dict[int, _Label] = {}
        for label in labels:
            if label.number and label.number.isdigit():
                firsts.setdefault(int(label.number), label)
        for number, label in firsts.items():
            if number > 1 and number - 1 not in firsts:
                yield _at(case, "L-GAP", label)


def _role_clashes(case: _Case) -> Iterator[CaseFinding]:
    """Yield ``Victim: [SUSPECT 1]``: a form's field with the label of another role."""
    equal = {"COMPLAINANT": "VICTIM", "OFFENDER": "SUSPECT"}
    for n, shadow in enumerate(case.shadows):
        for found in _FIELD.finditer(shadow.lined):
            field, label = (equal.get(found[g].upper(), found[g].upper()) for g in ("field", "label"))
            if label in ("VICTIM", "WITNESS", "SUSPECT") and field != label:
                yield case.finding("L-ROLE-CLASH", n, found.start("label") - 1, found.end())


def _attribute_clashes(case: _Case) -> Iterator[CaseFinding]:
    """Yield the labels of which two sexes or two ages are said, at each place that says it the rarer way."""
    said: dict[tuple[str, str], list[tuple[_Label, str, int]]] = defaultdict(list)
    for label in case.labels:
        if not label.number or not _is_person(label.role):
            continue
        behind = case.shadows[label.document].lined[label.end : label.end + _WINDOW].replace("\n", " ")
        behind = re.split(r"\[|  ", behind, maxsplit=1)[0]
        key = f"{label.role.upper()} {label.number}"
        sex = _SEX.match(behind) or _REFLEXIVE.match(behind)
        if sex:
            said[key, "sex"].append((label, "m" if sex["sex"] in _MALE else "f", 0))
        age = _AGE.search(behind)
        if age and not re.search(r"[.;]", behind[: age.start()]):
            said[key, "age"].append((label, "", int(age["age"])))
    for (_, what), places in said.items():
        _, first_sex, first_age = places[0]
        for label, sex_said, age_said in places[1:]:
            if (what == "sex" and sex_said != first_sex) or abs(age_said - first_age) > _AGE_APART:
                yield _at(case, "L-ATTR-CLASH", label)


def _other_marks(case: _Case) -> Iterator[CaseFinding]:
    """Yield crosses, blanks and black squares where the case has labels elsewhere."""
    if not case.labels:
        return
    for n, shadow in enumerate(case.shadows):
        rules = [range(*found.span()) for found in _RULE.finditer(shadow.lined)]
        for found in _MARKS.finditer(shadow.lined):
            if not any(found.start() in rule or found.start() - 1 in rule for rule in rules):
                yield case.finding("L-ANON-MARK", n, *found.span())


def _initials(case: _Case) -> Iterator[CaseFinding]:
    """Yield ``J.S.`` and, behind a label, ``(JS)``, where the case has labels."""
    if not case.labels:
        return
    for n, shadow in enumerate(case.shadows):
        for found in _INITIALS.finditer(shadow.lined):
            if not _KNOWN_INITIALS.match(found[0].strip()) and not (
                found["it"] and kind_of(found["it"].lower()) == "field"
            ):
                yield case.finding("L-INITIALS", n, found.start(), found.start() + len(found[0].rstrip()))


def _names_beside(case: _Case) -> Iterator[CaseFinding]:
    """Yield an unusual capitalised word right beside a label of a person."""
    for n, shadow in enumerate(case.shadows):
        for found in _BESIDE.finditer(shadow.lined):
            group = "before" if found["before"] else "after"
            role = found["role"] or found["role2"]
            if _is_person(role) and kind_of(re.sub(r"'s$", "", found[group].lower())) == "unknown":
                yield case.finding("L-NAME-BESIDE-LABEL", n, *found.span(group))
